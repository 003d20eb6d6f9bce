//! Columns that could be a field as well as the one that was taken.

use super::{Reading, is_told_by_values};
use crate::fields::Field;
use crate::said::Said;
use crate::table::Table;
use crate::usual::names;

impl Reading {
    /// Columns without a role whose heading is a usual one for a field, from the left.
    pub fn could_be(&self, table: &Table, field: Field) -> Vec<usize> {
        // What is only looked at beside a number could be it, but not where its values are the names of people.
        let is_name = |at: usize| is_told_by_values(table, Field::Person, at);
        let free = |at: &usize| {
            self.columns
                .iter()
                .all(|(field, used)| used != at || (*field == Field::Person && !is_name(*at)))
        };
        let mut others: Vec<usize> = names(field)
            .filter_map(|name| table.find_bare(name))
            .filter(free)
            .collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// Names columns that could be a field as well and were not taken: one sentence for each field that changes figures, and one
    /// for all the others.
    pub(super) fn say_alternatives(&self, table: &Table, said: &mut Said) {
        let taken = |field: Field| self.find(field).filter(|_| !self.told.contains(&field));
        let rivals = |field: Field| taken(field).map(|at| (at, self.could_be(table, field)));
        for field in FIGURES {
            let Some((taken, others)) = rivals(field).filter(|(_, others)| !others.is_empty())
            else {
                continue;
            };
            let several: Vec<String> = others
                .iter()
                .map(|&at| format!("“{}”", table.headings[at]))
                .collect();
            said.say(format!(
                "{} columns could be the {}: “{}” was taken, not {}; to choose another, use --map {}=COLUMN.",
                if others.len() == 1 { "Two" } else { "Several" },
                field.plain(),
                table.headings[taken],
                several.join(" or "),
                field.key()
            ));
        }
        let mut left: Vec<String> = vec![];
        for field in BESIDE {
            let others = rivals(field).map_or(vec![], |(_, others)| others);
            let words = others
                .iter()
                .map(|&at| format!("“{}” ({})", table.headings[at], field.plain()));
            left.extend(words);
        }
        if !left.is_empty() {
            said.say(format!(
                "Not read, because another column already says the same: {}.",
                left.join(", ")
            ));
        }
    }
}

/// Fields that change what is counted.
const FIGURES: [Field; 9] = [
    Field::Order,
    Field::Time,
    Field::Product,
    Field::Quantity,
    Field::Price,
    Field::Amount,
    Field::Discount,
    Field::Currency,
    Field::Customer,
];

/// Fields that say more about it.
const BESIDE: [Field; 8] = [
    Field::Name,
    Field::Category,
    Field::Cost,
    Field::Country,
    Field::Channel,
    Field::Tier,
    Field::Email,
    Field::Store,
];
