//! A list of customers read back: a file that was exported here, or any other that tells customers by number, e-mail
//! address or phone number.

use std::collections::BTreeMap;

use clientele_model::outbound::{Destination, Field};
use clientele_model::selection::ListBy;

use super::contact::Contact;
use super::fingerprint::{digest, parse};
use super::normalise::{Countries, Country, Outcome, Rule, detail};
use super::sheet::Sheet;
use crate::set::CustomerSet;

/// How many unknown entries are named.
const NAMED: usize = 5;

/// How many people there are, and what is known of each.
pub struct Everybody<'a>(pub usize, pub &'a dyn Fn(usize) -> Contact<'a>);

/// Who is in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Back {
    /// Which destination the file was made for; none of a file from elsewhere.
    pub to: Option<Destination>,
    /// Customers, by their places among the people given.
    pub set: CustomerSet,
    /// Rows of the file.
    pub rows: u32,
    /// Rows that are nobody here.
    pub unknown: u32,
    /// Some of them, as they stand in the file.
    pub named: Vec<String>,
    /// Rows of customers who are held out, where the file says so: they are in the set as well.
    pub held: u32,
}

/// By what customers are told apart in a file; none where it has no rows.
pub fn told_by(text: &str) -> Option<(ListBy, u32)> {
    let sheet = Sheet::of(text)?;
    let by = match sheet.id {
        Some(_) => ListBy::Number,
        None => ListBy::Contact,
    };
    Some((by, u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX)))
}

/// Reads a file. Customers are met by number where the file has one, else by e-mail address, else by phone
/// number; fingerprints by making those of the people given, by the rule of the file's destination, or by those of all
/// where it is of none. `home` as when it was exported.
pub fn read_back(text: &str, people: &Everybody<'_>, home: &str) -> Back {
    let Some(sheet) = Sheet::of(text) else {
        return Back::default();
    };
    let known = Known::of(people, &sheet, home);
    let mut back = Back {
        to: sheet.terms.map(|terms| terms.to),
        set: CustomerSet::none(people.0),
        ..Back::default()
    };
    for row in &sheet.rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", String::as_str);
        back.rows += 1;
        back.held += u32::from(matches!(cell(sheet.held), "yes" | "true"));
        let keys = [
            (None, cell(sheet.id)),
            (Some(Field::Email), cell(sheet.email)),
            (Some(Field::Phone), cell(sheet.phone)),
        ];
        let mut keys = keys.into_iter().filter(|(_, text)| !text.trim().is_empty());
        let found = keys
            .clone()
            .find_map(|(field, text)| known.find(field, text));
        match found {
            Some(at) => back.set.insert(at),
            None => {
                back.unknown += 1;
                if back.named.len() < NAMED {
                    let first = keys.next().map_or("", |(_, text)| text);
                    back.named.push(first.to_owned());
                }
            }
        }
    }
    back
}

/// Everybody, by one kind of key.
#[derive(Default)]
struct Met {
    plain: BTreeMap<String, u32>,
    /// Their fingerprints, where the file has some.
    hashed: BTreeMap<[u8; 32], u32>,
}

impl Met {
    fn put(&mut self, text: &str, at: u32, with_hash: bool) {
        match parse(text) {
            // The data hold fingerprints themselves.
            Some(bytes) => self.hashed.entry(bytes).or_insert(at),
            None => {
                if with_hash {
                    self.hashed.entry(digest(text.as_bytes())).or_insert(at);
                }
                self.plain.entry(text.to_owned()).or_insert(at)
            }
        };
    }

    fn get(&self, text: &str) -> Option<u32> {
        let bytes = parse(text).and_then(|bytes| self.hashed.get(&bytes));
        bytes.or_else(|| self.plain.get(text)).copied()
    }
}

/// Everybody, by every key that the file has.
struct Known {
    ids: Met,
    emails: Met,
    phones: Met,
    rules: &'static [Rule],
    countries: Countries,
}

/// The rules by which a file from elsewhere may have tidied what it holds.
const ANY: &[Rule] = &[Rule::Plain, Rule::Google, Rule::Meta, Rule::TikTok];

impl Known {
    fn of(people: &Everybody<'_>, sheet: &Sheet, home: &str) -> Self {
        let rules = sheet.terms.map_or(ANY, |terms| match terms.rule {
            Rule::Google => &[Rule::Google],
            Rule::Meta => &[Rule::Meta],
            Rule::TikTok => &[Rule::TikTok],
            Rule::Plain => &[Rule::Plain],
        });
        let mut known = Self {
            ids: Met::default(),
            emails: Met::default(),
            phones: Met::default(),
            rules,
            countries: Countries::new(),
        };
        let home = known.countries.find(home).copied();
        let hashed = |column: Option<usize>| sheet.has_fingerprints(column);
        let hashed = [hashed(sheet.id), hashed(sheet.email), hashed(sheet.phone)];
        let mut text = String::new();
        for at in 0..people.0 {
            let contact = people.1(at);
            // A data set has fewer customers than that.
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            if sheet.id.is_some() {
                known.ids.put(contact.customer, place, hashed[0]);
            }
            let own: Option<Country> = known.countries.find(contact.get(Field::Country)).copied();
            let own = own.or(home);
            for (column, field, met, hashed) in [
                (sheet.email, Field::Email, &mut known.emails, hashed[1]),
                (sheet.phone, Field::Phone, &mut known.phones, hashed[2]),
            ] {
                let raw = contact.get(field);
                if column.is_none() || raw.is_empty() {
                    continue;
                }
                for &rule in rules {
                    text.clear();
                    let found = detail(field, rule, raw, &known.countries, own.as_ref(), &mut text);
                    if matches!(found, Outcome::Fine(_) | Outcome::Hashed) {
                        met.put(&text, place, hashed);
                    }
                }
            }
        }
        known
    }

    /// Whom a cell means: as it is written, or else tidied.
    fn find(&self, field: Option<Field>, cell: &str) -> Option<u32> {
        let met = match field {
            None => return self.ids.get(cell).or_else(|| self.ids.get(cell.trim())),
            Some(Field::Phone) => &self.phones,
            Some(_) => &self.emails,
        };
        met.get(cell.trim()).or_else(|| {
            let mut rules = self.rules.iter();
            rules.find_map(|&rule| {
                let mut text = String::new();
                detail(field?, rule, cell, &self.countries, None, &mut text);
                met.get(&text)
            })
        })
    }
}
