//! Columns of days and of amounts beside the orders.

use std::collections::BTreeMap;

use clientele_analysis::days::{Day, of_minute};

use crate::dates::{self, NO_TIME, Told};
use crate::fields::Field;
use crate::lines::Manner;
use crate::numbers::{self, Place, Style};
use crate::said::Said;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::wrong::Wrong;

/// Values of a column, one per line, and what is wrong where.
pub(super) struct Values<T> {
    values: Vec<T>,
    wrong: BTreeMap<usize, Wrong>,
}

impl<T: Copy> Values<T> {
    /// The value of a line.
    pub fn at(&self, line: usize) -> Result<T, Wrong> {
        match self.wrong.get(&line) {
            Some(wrong) => Err(wrong.clone()),
            None => Ok(self.values[line]),
        }
    }
}

/// A column of days, where there is one; a day that is missing is wrong.
pub(super) fn days(
    table: &Table,
    field: Field,
    headings: &[&str],
    manner: &Manner,
    said: &mut Said,
) -> Result<Option<Values<Day>>, Trouble> {
    let Some(at) = headings.iter().find_map(|name| table.find(name)) else {
        return Ok(None);
    };
    let told = Told {
        order: manner.dates,
        today: manner.today,
        from_1904: table.from_1904,
    };
    let (column, heading) = (&table.columns[at], &table.headings[at]);
    let times = dates::read(column, heading, &table.file, told, said)
        .map_err(|trouble| beside(trouble, field, "dates as 2025-04-15"))?;
    let mut wrong: BTreeMap<usize, Wrong> = times.wrong.into_iter().collect();
    for (line, &minute) in times.minutes.iter().enumerate() {
        if minute == NO_TIME {
            wrong.entry(line).or_insert(Wrong::Missing(field));
        }
    }
    Ok(Some(Values {
        values: times.minutes.into_iter().map(of_minute).collect(),
        wrong,
    }))
}

/// A column of numbers, where there is one; NaN where there is none.
pub(super) fn amounts(
    table: &Table,
    field: Field,
    headings: &[&str],
    manner: &Manner,
    said: &mut Said,
) -> Result<Option<Values<f64>>, Trouble> {
    let Some(at) = headings.iter().find_map(|name| table.find(name)) else {
        return Ok(None);
    };
    let place = Place {
        field,
        heading: &table.headings[at],
        file: &table.file,
    };
    let style = Style {
        told: manner.decimal,
        ..Style::default()
    };
    let read = numbers::read(&table.columns[at], place, &style, said)
        .map_err(|trouble| beside(trouble, field, "numbers as 12.50"))?;
    Ok(Some(Values {
        values: read.values,
        wrong: read.wrong.into_iter().collect(),
    }))
}

/// Columns of these files cannot be told by hand, so a sentence must not advise it.
fn beside(trouble: Trouble, field: Field, form: &'static str) -> Trouble {
    match trouble {
        Trouble::WrongType {
            file,
            column,
            holds,
            ..
        } => Trouble::WrongBeside {
            file,
            column,
            holds,
            field,
            form,
        },
        other => other,
    }
}
