//! Countries: names to codes, and how numbers are dialled there.

use std::collections::BTreeMap;

use clientele_model::outbound::{Change, Wrong};

use super::{Changes, Outcome, Rule, begun, trimmed};

/// A country of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// Two letters, large.
    pub code: &'static str,
    /// Calling code, digits.
    pub calling: &'static str,
    /// What is dialled at home before a national number; empty where nothing is.
    pub trunk: &'static str,
    /// Whether a 0 in front belongs to the number, as in Italy.
    pub keeps_zero: bool,
    /// Fewest and most digits of a national number.
    pub digits: (usize, usize),
}

/// All countries, found by code or name.
pub struct Countries {
    known: BTreeMap<String, Country>,
}

/// Written by `countries.py` from the tables of ISO 3166 and of libphonenumber.
const TABLE: &str = include_str!("countries.tsv");

impl Countries {
    /// Reads the table.
    pub fn new() -> Self {
        let mut known = BTreeMap::new();
        for line in TABLE.lines() {
            let mut columns = line.split('\t');
            let mut next = || columns.next().unwrap_or_default();
            let (code, long) = (next(), next());
            let (calling, trunk, zero) = (next(), next(), next());
            let digits = (next().parse().unwrap_or(4), next().parse().unwrap_or(15));
            let country = Country {
                code,
                calling,
                trunk,
                keeps_zero: !zero.is_empty(),
                digits,
            };
            for name in [code, long].into_iter().chain(next().split('|')) {
                known.entry(key(name)).or_insert(country);
            }
        }
        Self { known }
    }

    /// The country of a code of two or three letters, or of a name.
    pub fn find(&self, name: &str) -> Option<&Country> {
        let name = trimmed(name);
        match name.is_empty() {
            true => None,
            false => self.known.get(&key(name)),
        }
    }

    /// A country as a rule wants it: two letters, for Meta small ones; files in plain text keep what is written.
    pub(super) fn write(&self, rule: Rule, raw: &str, out: &mut String) -> Outcome {
        begun(rule, raw, out, |text, out| {
            if rule == Rule::Plain {
                out.push_str(text);
                return Ok(Changes::default());
            }
            let country = self.find(text).ok_or(Wrong::UnknownCountry)?;
            let start = out.len();
            match rule {
                Rule::Meta => out.push_str(&country.code.to_ascii_lowercase()),
                _ => out.push_str(country.code),
            }
            let same = |written: &str| text == written;
            let written = out.get(start..).unwrap_or_default();
            let shape = text.eq_ignore_ascii_case(country.code);
            Ok(Changes::default()
                .with_if(!shape, Change::TwoLetters)
                .with_if(
                    shape && rule == Rule::Meta && !same(written),
                    Change::Capitals,
                )
                .with_if(shape && rule != Rule::Meta && !same(written), Change::Small))
        })
    }
}

impl Default for Countries {
    fn default() -> Self {
        Self::new()
    }
}

/// Letters and digits of a name, small.
fn key(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
