//! Which export a file is, from its headings, and which column holds what.

mod kin;
mod needs;
mod quantity;
mod rivals;

use crate::column::Column;
use crate::fields::{Field, Mapped};
use crate::known::{KNOWN, Known, Source};
use crate::near;
use crate::said::Said;
use crate::states::{State, is_return, state};
use crate::table::{Table, bare};
use crate::trouble::Trouble;
use crate::usual::{USUAL, names};

pub use kin::is_told_by_values;

/// Which column holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the file was recognised as.
    pub source: Source,
    /// Field and position of its column, by field.
    pub columns: Vec<(Field, usize)>,
    /// Fields whose column was told by hand.
    pub told: Vec<Field>,
}

impl Reading {
    /// Finds out what the file is; `mapped` overrules what the headings say.
    ///
    /// # Errors
    /// When a mapped column is not there, a required field has no column, or two columns claim to be one.
    pub fn of(table: &Table, mapped: &[Mapped], said: &mut Said) -> Result<Self, Trouble> {
        Self::without(table, mapped, &[], said)
    }

    /// The same, without columns that are not to be read.
    ///
    /// # Errors
    /// As [`Reading::of`].
    pub fn without(
        table: &Table,
        mapped: &[Mapped],
        unread: &[usize],
        said: &mut Said,
    ) -> Result<Self, Trouble> {
        let mut reading = Self::draft(table, mapped, said)?;
        reading.columns.retain(|(_, at)| !unread.contains(at));
        reading.complete(table, said)?;
        for &(_, at) in &reading.columns {
            if let Some(other) = table.stands_twice(at) {
                return Err(Trouble::Twice {
                    file: table.file.clone(),
                    column: table.headings[at].clone(),
                    other: table.headings[other].clone(),
                });
            }
        }
        if reading.source == Source::Other {
            reading.say_alternatives(table, said);
        }
        Ok(reading)
    }

    /// What the headings say, though something that is needed may be missing.
    ///
    /// # Errors
    /// When a mapped column is not there.
    pub fn draft(table: &Table, mapped: &[Mapped], said: &mut Said) -> Result<Self, Trouble> {
        for (at, Mapped { field, column }) in mapped.iter().enumerate() {
            let before = mapped[..at].iter().find(|other| other.field == *field);
            if let Some(before) = before.filter(|_| *field != Field::Discount) {
                return Err(Trouble::MappedTwice {
                    field: *field,
                    first: before.column.clone(),
                    second: column.clone(),
                });
            }
        }
        let mut by_hand = vec![];
        for Mapped { field, column } in mapped {
            let at = table.find(column).ok_or_else(|| Trouble::NoSuchColumn {
                file: table.file.clone(),
                field: *field,
                column: column.clone(),
                columns: table.listed(),
            })?;
            by_hand.push((*field, at));
        }
        let is_known = |known: &&Known| known.told_by.iter().all(|name| table.find(name).is_some());
        let known = KNOWN.iter().find(is_known);
        let mut columns = match known {
            Some(known) => of_known(table, known),
            None => of_usual(table, &by_hand),
        };
        let overruled = |other: Field| {
            by_hand
                .iter()
                .any(|&(field, _)| field == other || field.replaces(other))
        };
        // A column that was told by hand has that role and no other.
        columns.retain(|&(field, at)| {
            !overruled(field) && by_hand.iter().all(|&(_, told)| told != at)
        });
        columns.extend(&by_hand);
        if known.is_none() {
            kin::settle(table, &mut columns, &by_hand);
            let hands: Vec<usize> = by_hand.iter().map(|&(_, at)| at).collect();
            near::fill(table, &mut columns, &hands, said);
        }
        let mut reading = Self {
            source: known.map_or(Source::Other, |known| known.source),
            columns,
            told: mapped.iter().map(|mapped| mapped.field).collect(),
        };
        reading.settle(table, said);
        reading.columns.sort_unstable();
        Ok(reading)
    }

    /// Position of a field's column; of its first one when it has several.
    pub fn find(&self, field: Field) -> Option<usize> {
        self.all(field).next()
    }

    /// Positions of a field's columns; only discounts, states and cancellations may have several.
    pub fn all(&self, field: Field) -> impl Iterator<Item = usize> + '_ {
        let of = self
            .columns
            .iter()
            .filter(move |(other, _)| *other == field);
        of.map(|(_, at)| *at)
    }

    fn has(&self, field: Field) -> bool {
        self.find(field).is_some()
    }

    /// Decides what headings alone leave open: a total in place of a price, a name in place of a
    /// number, columns that are states or types where their values say so.
    fn settle(&mut self, table: &Table, said: &mut Said) {
        let column = |at: usize| &table.columns[at];
        let heading = |at: usize| &table.headings[at];
        if let Some(at) = self.find(Field::Total)
            && ![Field::Price, Field::Amount, Field::Gross]
                .into_iter()
                .any(|field| self.has(field))
        {
            self.columns.push((Field::Amount, at));
            if !self.is_of_whole_orders(table) {
                said.say(format!(
                    "“{}” was taken as the total of each line, not of the order.",
                    heading(at)
                ));
            }
        }
        if let Some(at) = self.find(Field::Person)
            && !self.has(Field::Customer)
            && !self.has(Field::Email)
        {
            self.columns.push((Field::Customer, at));
            said.say(format!(
                "Customers are identified by “{}”: no other column can do so.",
                heading(at)
            ));
        }
        for at in self.all(Field::State).collect::<Vec<_>>() {
            if are_states(column(at)) {
                self.columns.push((Field::Status, at));
            }
        }
        let told = self.told.contains(&Field::Kind);
        self.columns.retain(|&(field, at)| match field {
            Field::State | Field::Total => false,
            Field::Kind => told || are_types(column(at), heading(at)),
            _ => true,
        });
        // A time of day stands beside a date, not in its place.
        let time = self.find(Field::Time);
        self.columns
            .retain(|&(field, at)| field != Field::Clock || Some(at) != time);
    }
}

impl Field {
    /// Whether mapping this field means that the other one must not be read from the file.
    fn replaces(self, other: Self) -> bool {
        matches!(
            (self, other),
            (
                Self::Price | Self::Amount | Self::Gross,
                Self::Price | Self::Amount | Self::Gross | Self::Total
            ) | (Self::Time, Self::DayNumber | Self::Clock)
                | (Self::Discount, Self::DiscountPct)
                | (Self::DiscountPct, Self::Discount)
                | (Self::Customer, Self::Person)
                | (Self::Status, Self::State)
        )
    }
}

fn of_known(table: &Table, known: &Known) -> Vec<(Field, usize)> {
    let mut found: Vec<(Field, usize)> = known
        .reads
        .iter()
        .filter_map(|(field, names)| {
            let at = names.iter().find_map(|name| table.find(name))?;
            Some((*field, at))
        })
        .collect();
    if known.source == Source::WooCommerce {
        less_refunds(table, &mut found);
    }
    // Versions of an export differ: what it must have may stand under a usual heading.
    for field in [Field::Time, Field::Quantity, Field::Price] {
        let there = |field| found.iter().any(|(other, _)| *other == field);
        let replaced = match field {
            Field::Time => there(Field::DayNumber),
            Field::Price => there(Field::Amount) || there(Field::Gross),
            _ => false,
        };
        if !there(field) && !replaced {
            let at = names(field).find_map(|name| table.find_bare(name));
            found.extend(at.map(|at| (field, at)));
        }
    }
    found
}

/// Where an export of WooCommerce does not say what was paid back, it may have columns from which that is taken off already.
fn less_refunds(table: &Table, found: &mut [(Field, usize)]) {
    if found.iter().any(|(field, _)| *field == Field::Refund) {
        return;
    }
    let less = [
        (Field::Amount, "Order Line Total (- Refund)"),
        (Field::Quantity, "Quantity (- Refund)"),
    ];
    let there = |heading: &str| table.headings.iter().position(|other| other == heading);
    let there = less
        .into_iter()
        .find_map(|(field, heading)| Some((field, there(heading)?)));
    if let Some((field, at)) = there
        && let Some(taken) = found.iter_mut().find(|(other, _)| *other == field)
    {
        taken.1 = at;
    }
}

/// Each column has one role, that of the first field that takes it; dates may be states of nothing else.
fn of_usual(table: &Table, by_hand: &[(Field, usize)]) -> Vec<(Field, usize)> {
    let mut found: Vec<(Field, usize)> = vec![];
    for (field, _) in USUAL {
        let shared = |other: Field| matches!((other, field), (Field::Customer, Field::Person));
        let free = |at: &usize| {
            let taken = found
                .iter()
                .chain(by_hand)
                .any(|&(other, used)| used == *at && !shared(other));
            !taken
        };
        let mut all: Vec<usize> = vec![];
        for at in names(field)
            .filter_map(|name| table.find_bare(name))
            .filter(free)
        {
            if !all.contains(&at) {
                all.push(at);
            }
        }
        let several = matches!(field, Field::Status | Field::State | Field::CancelledAt);
        let taken = if several { all.len() } else { 1 };
        found.extend(all.into_iter().take(taken).map(|at| (field, at)));
    }
    // A person's column is another one than the customer's.
    let customer = found
        .iter()
        .find(|(field, _)| *field == Field::Customer)
        .map(|(_, at)| *at);
    found.retain(|&(field, at)| field != Field::Person || Some(at) != customer);
    found
}

/// Whether most values of a column are states of orders, and at least one is.
fn are_states(column: &Column) -> bool {
    most(column, |text| state(text) != State::Unknown)
}

/// Whether a column says which lines are returns.
fn are_types(column: &Column, heading: &str) -> bool {
    let yes_or_no = bare(heading).starts_with("is");
    let flags = |text: &str| {
        yes_or_no
            && matches!(
                text.to_lowercase().as_str(),
                "true" | "false" | "yes" | "no" | "0" | "1" | "y" | "n"
            )
    };
    most(column, |text| is_return(text).is_some() || flags(text))
}

fn most(column: &Column, fits: impl Fn(&str) -> bool) -> bool {
    let Some(texts) = column
        .texts()
        .filter(|texts| (1..=200).contains(&texts.distinct()))
    else {
        return false;
    };
    let fitting = texts.values().filter(|text| fits(text)).count();
    fitting * 5 >= texts.distinct() * 3
}
