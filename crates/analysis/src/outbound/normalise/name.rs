//! First and last names.

use clientele_model::outbound::{Change, Wrong};

use super::{Changes, Outcome, Rule, begun, lower};

/// Titles that Google leaves out in front of a first name.
const TITLES: [&str; 4] = ["mr.", "mrs.", "ms.", "dr."];

/// Suffixes that Google leaves out behind a last name; the first two also with a full stop.
const SUFFIXES: [&str; 18] = [
    "jr.", "sr.", "jr", "sr", "2nd", "3rd", "ii", "iii", "iv", "v", "vi", "cpa", "dc", "dds", "vm",
    "jd", "md", "phd",
];

/// A first name: Google leaves titles out, Meta all white space and punctuation, files in plain text keep it as it is written.
pub fn first_name(rule: Rule, raw: &str, out: &mut String) -> Outcome {
    name(rule, raw, out, |text| {
        let mut rest = text;
        // Once in Google's code; until none is left, a tidied name stays as it is when it is tidied again.
        while let Some(bare) = TITLES.iter().find_map(|title| without_title(rest, title)) {
            rest = bare;
        }
        (rest, Change::Title)
    })
}

fn without_title<'a>(text: &'a str, title: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(title)?;
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    ends.then(|| rest.trim_start())
}

/// A last name: as a first one, and Google leaves suffixes out instead of titles.
pub fn last_name(rule: Rule, raw: &str, out: &mut String) -> Outcome {
    name(rule, raw, out, |text| {
        let mut rest = text;
        while let Some(bare) = SUFFIXES.iter().find_map(|end| without_suffix(rest, end)) {
            rest = bare;
        }
        (rest, Change::Suffix)
    })
}

fn without_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let before = text.trim_end().strip_suffix(suffix)?;
    let bare = before.trim_end();
    match bare.strip_suffix(',') {
        Some(bare) => Some(bare.trim_end()),
        None => (bare.len() < before.len()).then_some(bare),
    }
}

fn name(
    rule: Rule,
    raw: &str,
    out: &mut String,
    googles: impl Fn(&str) -> (&str, Change),
) -> Outcome {
    begun(rule, raw, out, |text, out| match rule {
        Rule::Plain => {
            out.push_str(text);
            Ok(Changes::default())
        }
        Rule::Google => {
            let mut small = String::with_capacity(text.len());
            let capitals = lower(text, &mut small);
            let (bare, change) = googles(&small);
            if bare.is_empty() {
                return Err(Wrong::NothingLeft);
            }
            out.push_str(bare);
            let cut = bare.len() < small.len();
            Ok(Changes::default()
                .with_if(capitals, Change::Capitals)
                .with_if(cut, change))
        }
        Rule::Meta | Rule::TikTok => letters(text, out),
    })
}

/// Meta's form of words: small letters without white space and punctuation, letters of any script kept.
///
/// # Errors
/// [`Wrong::NothingLeft`].
pub(super) fn letters(text: &str, out: &mut String) -> Result<Changes, Wrong> {
    let start = out.len();
    let capitals = lower(text, out);
    let small = out.get(start..).unwrap_or_default();
    let signs = small.contains(is_sign);
    if signs {
        let bare = small.replace(is_sign, "");
        out.truncate(start);
        out.push_str(&bare);
    }
    if out.len() == start {
        return Err(Wrong::NothingLeft);
    }
    Ok(Changes::default()
        .with_if(capitals, Change::Capitals)
        .with_if(signs, Change::Punctuation))
}

fn is_sign(c: char) -> bool {
    match c {
        c if c.is_ascii() => !c.is_ascii_alphanumeric(),
        '\u{200b}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{feff}' => true,
        '«' | '»' | '¡' | '¿' | '·' | '´' | '¨' => true,
        c => c.is_whitespace() || c.is_control(),
    }
}
