//! A file that was exported here, read back: who is in it.

use std::collections::BTreeMap;

use clientele_model::outbound::{Destination, Field};

use super::contact::People;
use super::destination::{Cell, Column, DESTINATIONS, Form, Terms, terms as terms_of};
use super::fingerprint::{digest, parse};
use super::normalise::{Countries, Country, Outcome, detail};
use crate::set::CustomerSet;

/// How many unknown entries are named.
const NAMED: usize = 5;

/// Who is in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Back {
    /// Which destination the file was made for.
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

/// Reads a file of any destination. Customers are met by number where the file has one, else by e-mail address, else by phone
/// number; fingerprints by making those of the people given, by the same rule. `home` as when it was exported.
///
/// Headings say which destination it is; none fits where `to` is none.
pub fn read_back(bytes: &[u8], people: &impl People, home: &str) -> Back {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let table = match text.trim_start().starts_with('{') {
        true => lines(text),
        false => records(text),
    };
    let Some((head, rows)) = table.split_first() else {
        return Back::default();
    };
    let Some(terms) = of(head, text) else {
        return Back::default();
    };
    let place = |is: &dyn Fn(Cell) -> bool| {
        let column = terms
            .columns
            .iter()
            .find(|column: &&Column| is(column.cell));
        column.and_then(|column| head.iter().position(|heading| heading == column.heading))
    };
    let of_field = |field| move |cell| cell == Cell::Plain(field) || cell == Cell::Hashed(field);
    let id = place(&|cell| matches!(cell, Cell::Id | Cell::IdHashed));
    let email = place(&of_field(Field::Email));
    let phone = place(&of_field(Field::Phone));
    let held = place(&|cell| cell == Cell::Held);
    let known = Known::of(people, terms, home);
    let mut back = Back {
        to: Some(terms.to),
        set: CustomerSet::none(people.len()),
        ..Back::default()
    };
    for row in rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", String::as_str);
        back.rows += 1;
        back.held += u32::from(matches!(cell(held), "yes" | "true"));
        let keys = [
            (&known.ids, cell(id)),
            (&known.emails, cell(email)),
            (&known.phones, cell(phone)),
        ];
        let mut keys = keys.into_iter().filter(|(_, text)| !text.is_empty());
        let found = keys.clone().find_map(|(known, text)| known.get(&key(text)));
        match found {
            Some(&at) => back.set.insert(at),
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

/// Fingerprints of everybody.
struct Known {
    ids: Met,
    emails: Met,
    phones: Met,
}

type Met = BTreeMap<[u8; 32], u32>;

impl Known {
    fn of(people: &impl People, terms: &Terms, home: &str) -> Self {
        let countries = Countries::new();
        let home = countries.find(home).copied();
        let mut known = Self {
            ids: Met::new(),
            emails: Met::new(),
            phones: Met::new(),
        };
        let mut text = String::new();
        for at in 0..people.len() {
            let contact = people.contact(at);
            // A data set has fewer customers than that.
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            known.ids.entry(key(contact.customer)).or_insert(place);
            let own: Option<Country> = countries.find(contact.get(Field::Country)).copied();
            let own = own.or(home);
            for (field, met) in [
                (Field::Email, &mut known.emails),
                (Field::Phone, &mut known.phones),
            ] {
                text.clear();
                let raw = contact.get(field);
                let found = detail(field, terms.rule, raw, &countries, own.as_ref(), &mut text);
                if matches!(found, Outcome::Fine(_) | Outcome::Hashed) {
                    met.entry(key(&text)).or_insert(place);
                }
            }
        }
        known
    }
}

/// The fingerprint of a text, or itself where it is one.
fn key(text: &str) -> [u8; 32] {
    parse(text).unwrap_or_else(|| digest(text.as_bytes()))
}

/// The destination whose headings these are: all of them are its own, and those that it always has are there.
fn of(head: &[String], text: &str) -> Option<&'static Terms> {
    let is_lines = text.trim_start().starts_with('{');
    let fits = |terms: &&Terms| {
        let own = |heading: &String| terms.columns.iter().any(|column| column.heading == heading);
        let mut always = terms.columns.iter().filter(|column| column.always);
        (terms.form == Form::Lines) == is_lines
            && head.iter().all(own)
            && always.all(|column| head.iter().any(|heading| heading == column.heading))
    };
    // A file of numbers alone has all the headings of a table; other tables of customers have more.
    let numbers = head.iter().any(|heading| heading == "customer") && !is_lines;
    let to = match head.len() {
        1 => Destination::Ids,
        _ => Destination::Csv,
    };
    match numbers {
        true => Some(terms_of(to)),
        false => DESTINATIONS.iter().find(fits),
    }
}

/// Records of CSV as this product writes it; an apostrophe that guards a cell is taken off.
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut all, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut signs) = (false, text.chars().peekable());
    while let Some(sign) = signs.next() {
        match (quoted, sign) {
            (true, '"') if signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            (_, '"') => quoted = !quoted,
            (false, ',') => row.push(unguarded(&mut cell)),
            (false, '\r') if signs.peek() == Some(&'\n') => {}
            (false, '\n') => {
                row.push(unguarded(&mut cell));
                all.push(std::mem::take(&mut row));
            }
            (_, sign) => cell.push(sign),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(unguarded(&mut cell));
        all.push(row);
    }
    all
}

fn unguarded(cell: &mut String) -> String {
    let cell = std::mem::take(cell);
    match cell.strip_prefix('\'') {
        Some(rest)
            if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) =>
        {
            rest.to_owned()
        }
        _ => cell,
    }
}

/// Objects of JSON, one a line, as a table under the headings of the first one; lines that are none are empty rows.
fn lines(text: &str) -> Vec<Vec<String>> {
    let mut head: Vec<String> = Vec::new();
    let mut all = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(line).unwrap_or_default();
        if head.is_empty() {
            head = object.keys().cloned().collect();
            all.push(head.clone());
        }
        let cell = |heading: &String| match object.get(heading) {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(serde_json::Value::Bool(flag)) => flag.to_string(),
            _ => String::new(),
        };
        all.push(head.iter().map(cell).collect());
    }
    all
}
