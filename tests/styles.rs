//! What the style sheets promise each other.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

fn styles() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("styles")
}

fn tokens() -> String {
    std::fs::read_to_string(styles().join("tokens.css")).unwrap()
}

/// The declarations of the block that begins with `selector`, without comments.
fn block<'a>(css: &'a str, selector: &str) -> BTreeMap<&'a str, &'a str> {
    let from = css.find(selector).unwrap() + selector.len();
    let body = css[from..].split_once('{').unwrap().1;
    let body = body.split_once('}').unwrap().0;
    let without_comment = |part: &'a str| part.rsplit("*/").next().unwrap_or(part).trim();
    body.split(';')
        .map(without_comment)
        .filter_map(|part| part.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect()
}

#[test]
fn dark_is_the_same_whether_the_system_or_the_visitor_chose_it() {
    let css = tokens();
    let by_system = block(&css, ":root:not([data-theme=\"light\"])");
    let by_choice = block(&css, ":root[data-theme=\"dark\"]");
    assert!(by_system.len() > 50, "{by_system:?}");
    assert_eq!(by_system, by_choice);
}

#[test]
fn dark_has_every_colour_that_light_has() {
    let css = tokens();
    let light = block(&css, ":root");
    let dark = block(&css, ":root[data-theme=\"dark\"]");
    let is_colour = |value: &str| value.starts_with(['#']) || value.starts_with("rgb");
    let missing: Vec<_> = light
        .iter()
        .filter(|(name, value)| is_colour(value) && !dark.contains_key(*name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_token_that_is_used_is_defined() {
    let css = tokens();
    let mut defined: BTreeSet<String> = block(&css, ":root")
        .into_keys()
        .map(str::to_owned)
        .collect();
    // Set where they are used: the colour of a segment, the height of a tip, what is seen of a frame.
    let set = ["--c", "--ty", "--seen-top", "--seen-height"];
    defined.extend(set.map(str::to_owned));
    let mut unknown = BTreeSet::new();
    for file in std::fs::read_dir(styles()).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let used = text.split("var(").skip(1);
        let names = used.map(|rest| rest.split([',', ')']).next().unwrap().trim().to_owned());
        unknown.extend(names.filter(|name| !defined.contains(name)));
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn every_class_that_a_picture_is_drawn_with_has_a_rule() {
    let rules = std::fs::read_to_string(styles().join("charts.css")).unwrap();
    let goldens = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/charts");
    let mut used = BTreeSet::new();
    for file in std::fs::read_dir(goldens).unwrap() {
        let svg = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for classes in svg.split("class=\"").skip(1) {
            let classes = classes.split('"').next().unwrap();
            used.extend(classes.split(' ').map(str::to_owned));
        }
    }
    assert!(used.len() > 20, "{used:?}");
    let has_rule = |class: &String| {
        rules
            .split(&format!(".{class}"))
            .skip(1)
            .any(|rest| rest.starts_with([' ', ',', '{']))
    };
    let without: Vec<_> = used.iter().filter(|class| !has_rule(class)).collect();
    assert!(without.is_empty(), "{without:?}");
}
