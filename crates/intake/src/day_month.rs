//! Which way round year, month and day stand in the dates of a column.

use std::collections::BTreeSet;

pub use clientele_model::opening::{DayMonth, NotAnOrder};

use crate::column::Texts;
use crate::said::Said;
use crate::trouble::Trouble;
use crate::written::Written;

/// Tells year, month and day apart from the values that can only be read one way.
///
/// # Errors
/// When none can, or some have the day first and others the month.
pub fn decide(
    texts: &Texts,
    written: &[Option<Written>],
    heading: &str,
    file: &str,
    said: &mut Said,
) -> Result<DayMonth, Trouble> {
    let pairs: Vec<(&str, [i16; 3], bool, char)> = texts
        .values()
        .zip(written)
        .filter_map(|(text, written)| match written {
            Some(Written::Pair {
                numbers,
                full_year,
                separator,
                ..
            }) => Some((text, *numbers, *full_year, *separator)),
            _ => None,
        })
        .collect();
    if years_may_stand_first(written) {
        match first_or_last(&pairs) {
            Where::First => {
                said.say(format!(
                    "“{heading}”: the year comes first, with two digits ({}); if it comes last, say so with --dates dmy or --dates mdy.",
                    pairs[0].0
                ));
                return Ok(DayMonth::YearFirst);
            }
            Where::Unknown => {
                return Err(Trouble::Ambiguous {
                    file: file.to_owned(),
                    column: heading.to_owned(),
                    example: pairs[0].0.to_owned(),
                    or_year: true,
                });
            }
            Where::Last => {}
        }
    }
    let (mut day, mut month, mut either) = (None, None, None);
    for (text, [first, second, _], _, separator) in pairs {
        match (first > 12, second > 12) {
            (true, false) => day = day.or(Some(text)),
            (false, true) => month = month.or(Some(text)),
            _ if separator == '.' => day = day.or(Some(text)),
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
        (None, Some(shown), either) => {
            if either.is_some() {
                said.say(format!(
                    "“{heading}”: the month comes first, because of {shown}."
                ));
            }
            Ok(DayMonth::MonthFirst)
        }
        (Some(shown), None, either) => {
            if either.is_some() {
                said.say(format!(
                    "“{heading}”: the day comes first, because of {shown}."
                ));
            }
            Ok(DayMonth::DayFirst)
        }
        (None, None, None) => Ok(DayMonth::DayFirst),
        (None, None, Some(example)) => Err(Trouble::Ambiguous {
            file: file.to_owned(),
            column: heading.to_owned(),
            example: example.to_owned(),
            or_year: false,
        }),
    }
}

/// Whether every date may have a year of two digits in front, and all are written with dashes (with
/// slashes and points hardly anybody writes it so), or could not be read otherwise.
fn years_may_stand_first(written: &[Option<Written>]) -> bool {
    let mut any = false;
    let mut dashes = true;
    let mut never_last = true;
    for pair in written.iter().flatten() {
        if let Written::Pair {
            numbers,
            year_first,
            separator,
            ..
        } = pair
        {
            if !year_first {
                return false;
            }
            any = true;
            dashes &= *separator == '-';
            never_last &= numbers[0] > 31;
        }
    }
    any && (dashes || never_last)
}

enum Where {
    First,
    Last,
    Unknown,
}

/// Whether the first or the last of three short numbers is the year: years follow on one another.
fn first_or_last(pairs: &[(&str, [i16; 3], bool, char)]) -> Where {
    let years =
        |at: usize| -> BTreeSet<i16> { pairs.iter().map(|(_, numbers, ..)| numbers[at]).collect() };
    let follow = |years: &BTreeSet<i16>| match (years.first(), years.last()) {
        (Some(first), Some(last)) => {
            usize::try_from(last - first + 1).is_ok_and(|span| span == years.len())
        }
        _ => false,
    };
    let fits = |day: usize, month: usize| {
        let can = |numbers: &[i16; 3]| {
            (1..=31).contains(&numbers[day]) && (1..=12).contains(&numbers[month])
        };
        pairs.iter().all(|(_, numbers, ..)| can(numbers))
    };
    let (first, last) = (years(0), years(2));
    let can_be_first = fits(2, 1) && follow(&first);
    let can_be_last = (fits(0, 1) || fits(1, 0)) && follow(&last);
    match (can_be_first, can_be_last) {
        (true, false) => Where::First,
        (false, _) => Where::Last,
        (true, true) => Where::Unknown,
    }
}
