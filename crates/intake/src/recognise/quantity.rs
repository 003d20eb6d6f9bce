//! Which column without a usual heading could hold the pieces.

use super::Reading;
use crate::column::Column;
use crate::table::{Table, bare};

/// A column nobody mapped that may well hold pieces: small whole numbers, some above one, under a
/// heading that names no number of something else.
pub(super) fn maybe_quantity(table: &Table, reading: &Reading) -> Option<usize> {
    const OTHERS: [&str; 26] = [
        "id",
        "no",
        "nr",
        "num",
        "number",
        "code",
        "key",
        "index",
        "row",
        "line",
        "zip",
        "postal",
        "plz",
        "year",
        "month",
        "day",
        "week",
        "hour",
        "age",
        "phone",
        "rank",
        "rating",
        "score",
        "level",
        "installments",
        "sequential",
    ];
    (0..table.headings.len()).find(|&at| {
        let heading = crate::plain::folded(&table.headings[at]);
        let mut words = heading.split(|c: char| !c.is_alphanumeric());
        let free = reading.columns.iter().all(|(_, used)| *used != at);
        free && !words.any(|word| OTHERS.contains(&word))
            && !bare(&heading).ends_with("id")
            && are_pieces(&table.columns[at])
    })
}

fn are_pieces(column: &Column) -> bool {
    let Some(texts) = column.texts() else {
        return false;
    };
    let mut above_one = false;
    let all = texts.values().all(|text| match text.parse::<i64>() {
        Ok(pieces) => {
            above_one |= pieces > 1;
            pieces.abs() < 1000
        }
        Err(_) => false,
    });
    all && above_one && texts.distinct() <= 100
}
