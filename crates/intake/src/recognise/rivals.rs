//! Columns that could be a field as well as the one that was taken.

use super::Reading;
use crate::fields::Field;
use crate::said::Said;
use crate::table::Table;
use crate::usual::names;

impl Reading {
    /// Columns without a role whose heading is a usual one for a field, from the left.
    pub fn could_be(&self, table: &Table, field: Field) -> Vec<usize> {
        let free = |at: &usize| {
            self.columns
                .iter()
                .all(|(field, used)| used != at || *field == Field::Person)
        };
        let mut others: Vec<usize> = names(field)
            .filter_map(|name| table.find_bare(name))
            .filter(free)
            .collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// Names columns that could be a field as well and were not taken.
    pub(super) fn say_alternatives(&self, table: &Table, said: &mut Said) {
        for field in [
            Field::Order,
            Field::Time,
            Field::Quantity,
            Field::Price,
            Field::Customer,
        ] {
            let Some(taken) = self.find(field).filter(|_| !self.told.contains(&field)) else {
                continue;
            };
            let others = self.could_be(table, field);
            if !others.is_empty() {
                let others: Vec<String> = others
                    .iter()
                    .map(|&at| format!("“{}”", table.headings[at]))
                    .collect();
                said.say(format!(
                    "{} columns could be the {}: “{}” was taken, not {}; another choice can be told with --map {}=COLUMN.",
                    if others.len() == 1 { "Two" } else { "Several" },
                    field.plain(),
                    table.headings[taken],
                    others.join(" or "),
                    field.key()
                ));
            }
        }
    }
}
