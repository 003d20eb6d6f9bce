//! Which export a file is, from its headings, and which column holds what.

use crate::fields::{Field, Mapped};
use crate::known::{KNOWN, Source, USUAL};
use crate::table::Table;
use crate::trouble::Trouble;

/// Which column holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the file was recognised as.
    pub source: Source,
    /// Field and position of its column, by field.
    pub columns: Vec<(Field, usize)>,
}

impl Reading {
    /// Finds out what the file is; `mapped` overrules what the headings say.
    ///
    /// # Errors
    /// When a mapped column is not there, or a required field has no column.
    pub fn of(table: &Table, mapped: &[Mapped]) -> Result<Self, Trouble> {
        let known = KNOWN
            .iter()
            .find(|known| known.told_by.iter().all(|name| table.find(name).is_some()));
        let mut columns: Vec<(Field, usize)> = match known {
            Some(known) => found(table, known.reads),
            None => found(table, &USUAL),
        };
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
        columns.retain(|(other, _)| {
            let overruled = |m: &Mapped| m.field == *other || m.field.replaces(*other);
            !mapped.iter().any(overruled)
        });
        for Mapped { field, column } in mapped {
            let at = table.find(column).ok_or_else(|| Trouble::NoSuchColumn {
                file: table.file.clone(),
                field: *field,
                column: column.clone(),
                columns: table.listed(),
            })?;
            columns.push((*field, at));
        }
        columns.sort_unstable();
        let reading = Self {
            source: known.map_or(Source::Other, |known| known.source),
            columns,
        };
        reading.complete(table)?;
        match reading
            .columns
            .iter()
            .find(|(_, at)| table.stands_twice(*at))
        {
            Some((_, at)) => Err(Trouble::Twice {
                file: table.file.clone(),
                column: table.headings[*at].clone(),
            }),
            None => Ok(reading),
        }
    }

    /// Position of a field's column; of its first one when it has several.
    pub fn find(&self, field: Field) -> Option<usize> {
        self.all(field).next()
    }

    /// Positions of a field's columns; only discounts may have several.
    pub fn all(&self, field: Field) -> impl Iterator<Item = usize> + '_ {
        let of = self
            .columns
            .iter()
            .filter(move |(other, _)| *other == field);
        of.map(|(_, at)| *at)
    }

    fn complete(&self, table: &Table) -> Result<(), Trouble> {
        let missing = |field| Trouble::MissingField {
            file: table.file.clone(),
            field,
            columns: table.listed(),
        };
        let has = |field| self.find(field).is_some();
        let needs = [
            (Field::Order, has(Field::Order)),
            (Field::Time, has(Field::Time) || has(Field::DayNumber)),
            (Field::Product, has(Field::Product) || has(Field::Name)),
            (Field::Quantity, has(Field::Quantity)),
            (Field::Price, has(Field::Price) || has(Field::Amount)),
        ];
        match needs.into_iter().find(|(_, there)| !there) {
            Some((field, _)) => Err(missing(field)),
            None => Ok(()),
        }
    }
}

impl Field {
    /// Whether mapping this field means that the other one must not be read from the file.
    fn replaces(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Price, Self::Amount)
                | (Self::Amount, Self::Price)
                | (Self::Time, Self::DayNumber | Self::Clock)
                | (Self::Discount, Self::DiscountPct)
                | (Self::DiscountPct, Self::Discount)
        )
    }
}

fn found(table: &Table, reads: &[(Field, &[&str])]) -> Vec<(Field, usize)> {
    reads
        .iter()
        .filter_map(|(field, names)| {
            let at = names.iter().find_map(|name| table.find(name))?;
            Some((*field, at))
        })
        .collect()
}
