//! The two front doors of the link language: addresses of the page, and questions.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use clientele_model::link::{Link, Panel};
use clientele_model::question::AnyQuestion;
use proptest::prelude::*;

#[track_caller]
fn check(address: &str, canonical: &str, sentences: &[&str]) {
    let (link, told) = Link::of_page(address);
    assert_eq!(link.to_string(), canonical);
    assert_eq!(told, sentences);
    assert_eq!(Link::of_page(canonical), (link, vec![]));
}

#[test]
fn an_address_is_a_panel_and_its_filters() {
    check("", "?panel=overview", &[]);
    check("?panel=segments", "?panel=segments", &[]);
    check(
        "?country=France&panel=data&embed=1",
        "?panel=data&embed=1&country=France",
        &[],
    );
    check(
        "?country=France&panels=overview,segments&panel=data&theme=dark&embed=1",
        "?panel=data&embed=1&panels=overview,segments&theme=dark&country=France",
        &[],
    );
    check(
        "?panel=data&theme=dark&embed=0",
        "?panel=data",
        &[
            "Part of this link is not known here (“theme=dark”) and was left out; everything else applies.",
        ],
    );
    check(
        "?panel=moon",
        "?panel=overview",
        &["There is no panel “moon” here, so the Overview is shown."],
    );
    check(
        "?panel=recommend&product=1",
        "?panel=overview",
        &[
            "There is no panel “recommend” here, so the Overview is shown.",
            "Part of this link is not known here (“product=1”) and was left out; everything else applies.",
        ],
    );
    check(
        "?who=+ann%40example.com&panel=customer&k=4",
        "?panel=customer&k=4&who=ann%40example.com",
        &[],
    );
    check(
        "?panel=segments&sheet=rfm.champions&k=4",
        "?panel=segments&k=4&sheet=rfm.champions",
        &[],
    );
    check(
        "?panel=data&sheet=moon",
        "?panel=data",
        &[
            "Part of this link could not be read (“sheet=moon”) and was left at its default; choose it again above.",
        ],
    );
    check(
        "?box=AX&country=France&a=70&panel=products&product=a%26b",
        "?panel=products&country=France&a=70&box=AX&product=a%26b",
        &[],
    );
    check(
        "?panel=products&by=units&find=lunch+bag",
        "?panel=products&by=units&find=lunch+bag",
        &[],
    );
}

#[test]
fn a_path_that_names_a_panel_counts_where_the_query_names_none() {
    check("/some/where/segments?k=4", "?panel=segments&k=4", &[]);
    check("/some/where/segments?panel=data", "?panel=data", &[]);
    check("/some/where/?k=4", "?panel=overview&k=4", &[]);
    check("/index.html", "?panel=overview", &[]);
    check("/audience", "?panel=overview", &[]);
}

#[test]
fn what_the_filters_cannot_use_is_named_before_what_the_panel_cannot() {
    check(
        "?panel=products&box=?&countr=FR",
        "?panel=products",
        &[
            "Part of this link is not known here (“countr=FR”) and was left out; everything else applies.",
            "Part of this link could not be read (“box=?”) and was left at its default; choose it again above.",
        ],
    );
}

#[test]
fn a_field_says_one_parameter_anew() {
    let (link, _) = Link::of_page("?panel=products&country=France&a=70&page=3");
    let with = |key, value| link.with(key, value).map(|link| link.to_string());
    assert_eq!(
        with("a", "60").as_deref(),
        Some("?panel=products&country=France&a=60&page=3")
    );
    assert_eq!(with("a", "96"), None);
    assert_eq!(with("a", "6&b=3"), None);
    assert_eq!(with("k", "3&4"), None);
}

#[test]
fn every_panel_has_a_key_a_question_and_help_for_each_parameter() {
    for panel in Panel::ALL {
        assert_eq!(Panel::of(panel.key()), Some(*panel));
        let declared = panel.declared();
        assert!(!declared.help.is_empty());
        for param in declared.params {
            assert!(param.help.ends_with('.'), "{}", param.key);
        }
    }
}

/// Every whole link that was ever shipped; links are added here and never taken out.
#[test]
fn old_links_ask_what_they_asked() {
    let table = include_str!("old_links.txt");
    let mut checked = 0;
    for entry in table.split("\n\n") {
        let lines: Vec<_> = entry
            .lines()
            .filter(|line| !line.starts_with("# ") && !line.is_empty())
            .collect();
        let [link, asks, expected @ ..] = lines.as_slice() else {
            continue;
        };
        match AnyQuestion::parse(link) {
            Ok((question, notices)) => {
                let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
                assert_eq!(
                    (&*question.to_string(), &*notices),
                    (*asks, &*told(expected)),
                    "{link}"
                );
            }
            Err(why) => assert_eq!(format!("no question: {why}"), *asks, "{link}"),
        }
        checked += 1;
    }
    assert!(checked > 40, "only {checked} links were checked");
}

fn told(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn only_a_bare_address_asks_nothing() {
    for bare in [
        "",
        "?",
        "?&",
        "/",
        "/some/where/",
        "/index.html",
        "/some/where/#why",
        "/?#k=5",
    ] {
        assert!(Link::asks_nothing(bare), "{bare}");
    }
    for asked in [
        "?panel=overview",
        "?panel",
        "?embed=0",
        "/segments",
        "/some/where/segments?",
        "?seed=42",
        "?k=auto",
        "?utm_source=mail",
        "??panel=segments",
    ] {
        assert!(!Link::asks_nothing(asked), "{asked}");
    }
}

#[test]
fn the_segmentation_in_force_and_the_measure_of_products_share_a_key() {
    let reads = |text: &str| {
        let (question, notices) = AnyQuestion::parse(text).unwrap();
        let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
        (question.to_string(), notices)
    };
    let read = |text: &str| (text.to_owned(), vec![]);
    assert_eq!(reads("/segments?by=rfm"), read("/segments?by=rfm"));
    assert_eq!(reads("/segments?by=found"), read("/segments"));
    assert_eq!(
        reads("/products?by=units&by=rfm"),
        read("/products?by=rfm&by=units")
    );
    assert_eq!(reads("/products?by=cost").1.len(), 1);
    let (link, _) = Link::of_page("?panel=products&by=rfm&by=units&k=4");
    let with = |key, value| link.with(key, value).map(|link| link.to_string());
    assert_eq!(
        with("by", "margin").as_deref(),
        Some("?panel=products&by=rfm&k=4&by=margin")
    );
    assert_eq!(
        with("k", "5").as_deref(),
        Some("?panel=products&by=rfm&k=5&by=units")
    );
    assert_eq!(
        link.on(Panel::Overview).to_string(),
        "?panel=overview&by=rfm&k=4"
    );
}

#[test]
fn the_last_mark_counts_and_one_reason_to_recommend_must_stand_alone() {
    let reads = |text: &str| AnyQuestion::parse(text).map(|(question, _)| question.to_string());
    assert_eq!(
        reads("/audience?of=rfm.lost&of=rfm.loyal&k=3").as_deref(),
        Ok("/audience?k=3&of=rfm.loyal")
    );
    assert_eq!(
        reads("/recommend?customer=12347&k=3").as_deref(),
        Ok("/recommend?k=3&customer=12347")
    );
    for text in [
        "/recommend",
        "/recommend?product=",
        "/recommend?product=1&customer=2",
        "/recommend?of=planet.mars",
    ] {
        assert_eq!(
            reads(text).unwrap_err().to_string(),
            "This question needs one readable product=…, customer=… or of=…, for example product=85123A."
        );
    }
}

proptest! {
    #[test]
    fn any_address_can_be_read_and_its_print_is_canonical(text in any::<String>()) {
        let (link, _) = Link::of_page(&text);
        prop_assert_eq!(Link::of_page(&link.to_string()), (link, vec![]));
    }

    #[test]
    fn addresses_with_nonsense_can_be_read(
        panel in "panel=(overview|segments|products|baskets|data|audience|x)",
        parts in proptest::collection::vec(
            ("embed|filters|theme|accent|panels|data|from|country|only|under|k|by|a|b|x|y|box|page|product|find|of|customer", "[-+.0-9a-zA-CX-Z%&=]{0,8}"),
            0..12,
        ),
    ) {
        let parts: Vec<_> = parts.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let (link, _) = Link::of_page(&format!("?{panel}&{}", parts.join("&")));
        prop_assert_eq!(Link::of_page(&link.to_string()), (link, vec![]));
    }

    #[test]
    fn any_text_is_a_question_or_a_sentence(text in any::<String>()) {
        if let Ok((question, _)) = AnyQuestion::parse(&text) {
            prop_assert_eq!(AnyQuestion::parse(&question.to_string()), Ok((question, vec![])));
        }
    }
}
