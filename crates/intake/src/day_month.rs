//! Which way round day and month stand in the dates of a column.

use std::str::FromStr;

use crate::column::Texts;
use crate::trouble::Trouble;
use crate::written::Written;

/// Which way round day and month stand in dates such as 1/2/2010.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMonth {
    /// The first of February.
    DayFirst,
    /// The second of January.
    MonthFirst,
}

/// `--dates` was given something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("choose dmy (day first) or mdy (month first)")]
pub struct NotAnOrder;

impl FromStr for DayMonth {
    type Err = NotAnOrder;

    fn from_str(text: &str) -> Result<Self, NotAnOrder> {
        match text {
            "dmy" => Ok(Self::DayFirst),
            "mdy" => Ok(Self::MonthFirst),
            _ => Err(NotAnOrder),
        }
    }
}

/// Tells day and month apart from the values that can only be read one way.
///
/// # Errors
/// When none can, or some have the day first and others the month.
pub fn decide(
    texts: &Texts,
    written: &[Option<Written>],
    heading: &str,
    file: &str,
) -> Result<DayMonth, Trouble> {
    let (mut day, mut month, mut either) = (None, None, None);
    for (text, written) in texts.values().zip(written) {
        let Some(Written::Pair {
            first,
            second,
            dotted,
            ..
        }) = written
        else {
            continue;
        };
        match (*first > 12, *second > 12) {
            (true, false) => day = day.or(Some(text)),
            (false, true) => month = month.or(Some(text)),
            _ if *dotted => day = day.or(Some(text)),
            // Equal numbers read the same both ways.
            _ if first == second => {}
            _ => either = either.or(Some(text)),
        }
    }
    match (day, month, either) {
        (Some(day), Some(month), _) => Err(Trouble::TwoOrders {
            file: file.to_owned(),
            column: heading.to_owned(),
            day_first: day.to_owned(),
            month_first: month.to_owned(),
        }),
        (None, Some(_), _) => Ok(DayMonth::MonthFirst),
        (Some(_), None, _) | (None, None, None) => Ok(DayMonth::DayFirst),
        (None, None, Some(example)) => Err(Trouble::Ambiguous {
            file: file.to_owned(),
            column: heading.to_owned(),
            example: example.to_owned(),
        }),
    }
}
