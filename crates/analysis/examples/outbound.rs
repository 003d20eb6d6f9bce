//! How long a file of a million customers takes: `cargo run --release --example outbound [ROWS]`. `tests/bench/outbound.py` makes
//! the same file of the same people with pandas and hashlib; both print its SHA-256.
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]

use std::time::Instant;

use clientele_analysis::outbound::{Contact, DETAILS, Holdout, Origin, People, write};
use clientele_model::outbound::{Choices, Destination, Field};

/// So many people, made up by their numbers.
struct Made(Vec<(String, [String; DETAILS])>);

const COUNTRIES: [&str; 4] = ["Germany", "France", "Italy", "United Kingdom"];
const NAMES: [&str; 4] = ["Ann", "Na'than", "Valéry", "O'Brien"];

impl Made {
    fn new(people: usize) -> Self {
        let person = |at: usize| {
            let mut details: [String; DETAILS] = Default::default();
            for (field, text) in [
                (Field::Email, format!(" Customer.{at}@Example.com")),
                (Field::Phone, format!("+49 (30) {:07}", at % 10_000_000)),
                (Field::FirstName, NAMES[at % 4].to_owned()),
                (Field::LastName, format!("Van Der {at}")),
                (Field::Country, COUNTRIES[at / 4 % 4].to_owned()),
            ] {
                details[field as usize] = text;
            }
            (format!("c{at:07}"), details)
        };
        Self((0..people).map(person).collect())
    }
}

impl People for Made {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn contact(&self, row: usize) -> Contact<'_> {
        let (customer, details) = &self.0[row];
        Contact {
            customer,
            opt_in: None,
            details: details.each_ref().map(String::as_str),
        }
    }

    fn has(&self, field: Field) -> bool {
        self.0
            .first()
            .is_some_and(|(_, details)| !details[field as usize].is_empty())
    }

    fn has_opt_in(&self) -> bool {
        false
    }

    fn adds(&self, _: usize) -> bool {
        false
    }

    fn added(&self, _: usize, _: usize) -> &str {
        ""
    }
}

fn main() {
    let rows = std::env::args().nth(1);
    let rows: usize = rows.map_or(1_000_000, |rows| rows.parse().unwrap());
    let choices = Choices {
        to: Destination::Meta,
        ..Choices::default()
    };
    for _ in 0..3 {
        let people = Made::new(rows);
        let begin = Instant::now();
        let none = (Holdout::default(), Origin::default());
        let report = write(people, &choices, &none.0, &none.1, "audience", "bench").unwrap();
        let took = begin.elapsed().as_millis();
        println!("{rows} rows in {took} ms, {}", report.files[0].sha256);
    }
}
