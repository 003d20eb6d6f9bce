//! What is to be said about the days looked at, where they are not what one would think.

use clientele_model::catalogue::Catalogue;
use clientele_model::filters::{Filters, Period};
use clientele_model::words::Sentence;

use super::Window;
use crate::days::{Days, to_date};

/// Sentences about a period that reaches beyond the data, days far from all others, and a day of
/// recency that lies elsewhere than the end of the period.
pub fn remarks(filters: &Filters, window: &Window, catalogue: &Catalogue) -> Vec<Sentence> {
    let main = Days::of(catalogue.main());
    [
        beyond(filters.period, window, main),
        strays(window, catalogue, main),
        as_of(filters, window, main),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The period was cut to the data.
fn beyond(period: Period, window: &Window, main: Days) -> Option<Sentence> {
    let Period::Range { from, to } = period else {
        return None;
    };
    let early = from.is_some_and(|from| from < to_date(window.days.first));
    let late = to.is_some_and(|to| to > to_date(window.days.last));
    let (first, last) = main.dates();
    let words = match (early, late) {
        (false, false) => return None,
        (true, false) => Sentence::from("The data begin on ").day(first),
        (false, true) => Sentence::from("The data end on ").day(last),
        (true, true) => Sentence::from("The data are about ")
            .day(first)
            .text(" to ")
            .day(last),
    };
    let (first, last) = window.days.dates();
    Some(
        words
            .text(", so ")
            .day(first)
            .text(" to ")
            .day(last)
            .text(" is looked at."),
    )
}

/// Days far from all others are looked at.
fn strays(window: &Window, catalogue: &Catalogue, main: Days) -> Option<Sentence> {
    let within = |first: clientele_model::Date| {
        let month = Days::of((first, first.last_of_month()));
        month.first <= window.days.last && month.last >= window.days.first
    };
    let strays = catalogue.strays();
    let mut seen = strays.iter().filter(|(month, _)| within(*month));
    let (month, first_lines) = seen.next()?;
    let (mut lines, mut months) = (*first_lines, 1_u64);
    for (_, more) in seen {
        (lines, months) = (lines + more, months + 1);
    }
    let words = Sentence::new().counted(lines, "line");
    let words = match months {
        1 => words.text(" of ").month(*month),
        _ => words
            .text(" of ")
            .counted(months, "month")
            .text(", the first ")
            .month(*month),
    };
    let (first, last) = main.dates();
    let are = if lines == 1 { " is" } else { " are" };
    Some(
        words
            .text(format!("{are} dated far from all others ("))
            .day(first)
            .text(" to ")
            .day(last)
            .text("), which may be a mistake; recency is counted up to ")
            .day(to_date(window.as_of))
            .text("."),
    )
}

/// Recency is counted up to another day than the one after the period.
fn as_of(filters: &Filters, window: &Window, main: Days) -> Option<Sentence> {
    let day = filters.as_of?;
    let end = window.days.last.min(main.last);
    let words = Sentence::from("Recency is counted up to ").day(day);
    let away = window.as_of - end - 1;
    if away > 0 {
        let words = words.text(", ").counted(away as u64, "day").text(" after ");
        let words = match window.days.last >= main.last {
            true => words.text("the data end"),
            false => words.text("the period ends"),
        };
        return Some(words.text(": everybody seems to have been away that much longer."));
    }
    let before =
        words.text(", before the period ends: who ordered later counts as ordering on that day.");
    (away < 0).then_some(before)
}
