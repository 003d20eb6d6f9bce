//! People who are made up by their numbers, for whoever measures how long their file takes.

use clientele_analysis::outbound::{Contact, DETAILS, People};
use clientele_model::outbound::Field;

/// So many people, made up by their numbers.
pub struct Made(Vec<(String, [String; DETAILS])>);

const COUNTRIES: [&str; 4] = ["Germany", "France", "Italy", "United Kingdom"];
const NAMES: [&str; 4] = ["Ann", "Na'than", "Valéry", "O'Brien"];

impl Made {
    /// The first so many of them.
    pub fn new(people: usize) -> Self {
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
