//! City, region and postal code.

use clientele_model::outbound::{Change, Wrong};

use super::name::letters;
use super::{Changes, Outcome, Rule, begun, lower};

/// A city: Meta takes small letters alone, the first of them from a to z; files in plain text keep it.
pub fn city(rule: Rule, raw: &str, out: &mut String) -> Outcome {
    begun(rule, raw, out, |text, out| {
        if rule != Rule::Meta {
            out.push_str(text);
            return Ok(Changes::default());
        }
        let start = out.len();
        let changes = letters(text, out)?;
        let city = out.get(start..).unwrap_or_default();
        match city.starts_with(|c: char| c.is_ascii_lowercase()) {
            true => Ok(changes),
            false => Err(Wrong::NotAToZ),
        }
    })
}

/// A region: for Google two letters, large; for Meta the two letters of a state of the United States or a province of Canada,
/// else the first two letters; files in plain text keep it.
pub fn region(rule: Rule, raw: &str, out: &mut String) -> Outcome {
    begun(rule, raw, out, |text, out| match rule {
        Rule::Plain | Rule::TikTok => {
            out.push_str(text);
            Ok(Changes::default())
        }
        Rule::Google => {
            if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                return Err(Wrong::NotTwoLetters);
            }
            let small = text.bytes().any(|byte| byte.is_ascii_lowercase());
            out.push_str(&text.to_ascii_uppercase());
            Ok(Changes::default().with_if(small, Change::Small))
        }
        Rule::Meta => {
            let mut name = String::with_capacity(text.len());
            let changes = letters(text, &mut name)?;
            let known = STATES.iter().find(|(state, _)| *state == name);
            let start = out.len();
            match known {
                Some((_, code)) => out.push_str(code),
                None => out.extend(name.chars().filter(|c| c.is_alphabetic()).take(2)),
            }
            let code = out.get(start..).unwrap_or_default();
            if code.chars().count() != 2 {
                return Err(Wrong::NotTwoLetters);
            }
            Ok(changes.with_if(code != name, Change::TwoLetters))
        }
    })
}

/// A postal code. Meta's newest rule: small letters, cut at the hyphen, a space within it stays, at least two signs. Google and
/// files in plain text keep it.
pub fn postal_code(rule: Rule, raw: &str, out: &mut String) -> Outcome {
    begun(rule, raw, out, |text, out| {
        if rule != Rule::Meta {
            out.push_str(text);
            return Ok(Changes::default());
        }
        let start = out.len();
        let capitals = lower(text, out);
        let whole = out.get(start..).unwrap_or_default();
        let cut = whole.find('-').unwrap_or(whole.len());
        let code = whole.get(..cut).unwrap_or(whole).trim_end();
        let (end, short) = (start + code.len(), code.chars().count() < 2);
        let hyphen = cut < whole.len();
        out.truncate(end);
        match short {
            true => Err(Wrong::TooShort),
            false => Ok(Changes::default()
                .with_if(capitals, Change::Capitals)
                .with_if(hyphen, Change::Cut)),
        }
    })
}

/// States of the United States and provinces of Canada, small letters alone, with their two letters.
const STATES: [(&str, &str); 65] = [
    ("alabama", "al"),
    ("alaska", "ak"),
    ("arizona", "az"),
    ("arkansas", "ar"),
    ("california", "ca"),
    ("colorado", "co"),
    ("connecticut", "ct"),
    ("delaware", "de"),
    ("districtofcolumbia", "dc"),
    ("florida", "fl"),
    ("georgia", "ga"),
    ("hawaii", "hi"),
    ("idaho", "id"),
    ("illinois", "il"),
    ("indiana", "in"),
    ("iowa", "ia"),
    ("kansas", "ks"),
    ("kentucky", "ky"),
    ("louisiana", "la"),
    ("maine", "me"),
    ("maryland", "md"),
    ("massachusetts", "ma"),
    ("michigan", "mi"),
    ("minnesota", "mn"),
    ("mississippi", "ms"),
    ("missouri", "mo"),
    ("montana", "mt"),
    ("nebraska", "ne"),
    ("nevada", "nv"),
    ("newhampshire", "nh"),
    ("newjersey", "nj"),
    ("newmexico", "nm"),
    ("newyork", "ny"),
    ("northcarolina", "nc"),
    ("northdakota", "nd"),
    ("ohio", "oh"),
    ("oklahoma", "ok"),
    ("oregon", "or"),
    ("pennsylvania", "pa"),
    ("puertorico", "pr"),
    ("rhodeisland", "ri"),
    ("southcarolina", "sc"),
    ("southdakota", "sd"),
    ("tennessee", "tn"),
    ("texas", "tx"),
    ("utah", "ut"),
    ("vermont", "vt"),
    ("virginia", "va"),
    ("washington", "wa"),
    ("westvirginia", "wv"),
    ("wisconsin", "wi"),
    ("wyoming", "wy"),
    ("alberta", "ab"),
    ("britishcolumbia", "bc"),
    ("manitoba", "mb"),
    ("newbrunswick", "nb"),
    ("newfoundlandandlabrador", "nl"),
    ("northwestterritories", "nt"),
    ("novascotia", "ns"),
    ("nunavut", "nu"),
    ("ontario", "on"),
    ("princeedwardisland", "pe"),
    ("quebec", "qc"),
    ("saskatchewan", "sk"),
    ("yukon", "yt"),
];
