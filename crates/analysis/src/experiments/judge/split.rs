//! Whether the split is fair, and whether the arms differed before.

use clientele_model::experiments::{Before, Split};
use clientele_model::words::Sentence;

use super::totals::{Arm, Value};
use super::words;
use crate::inference::assignment::{BALANCED, balance};
use crate::inference::{Unable, sample_ratio};

/// Planned shares of the arms: of those held back as the link says, the others in equal parts.
pub fn shares(arms: usize, control: usize, held: Option<f64>) -> Vec<f64> {
    let others = arms.saturating_sub(1).max(1) as f64;
    let held = held.unwrap_or(1.0 / arms.max(1) as f64);
    let share = |at: usize| match at == control {
        true => held,
        false => (1.0 - held) / others,
    };
    (0..arms).map(share).collect()
}

/// Whether the arms are as large as they were to be. `names` go with `sizes`.
pub fn split(names: &[String], sizes: &[u32], shares: &[f64]) -> Split {
    let all: u32 = sizes.iter().sum();
    let against = |words: Sentence| {
        let mut words = words;
        for (at, (name, size)) in names.iter().zip(sizes).enumerate() {
            words = match at {
                0 => words,
                _ => words.text(" against "),
            };
            words = words
                .count(u64::from(*size))
                .text(" in “")
                .name(name)
                .text("”");
        }
        words
    };
    let found = sample_ratio(sizes, shares);
    let (chi_squared, df, p, stray) = match found {
        Ok(found) => (found.chi_squared, found.df, found.p, found.stray),
        // All but one arm were to have nobody: any customer in another is a fault.
        Err(Unable::Nothing) => {
            let strays = sizes.iter().zip(shares).filter(|(_, share)| **share == 0.0);
            (0.0, 0, 1.0, strays.map(|(size, _)| size).sum())
        }
        Err(_) => (0.0, 0, 1.0, 0),
    };
    let is_broken = stray > 0 || found.is_ok_and(|found| found.is_broken());
    let title = match (is_broken, stray) {
        (false, _) => Sentence::from("The split is fair, so the verdict may be read"),
        (true, 0) => {
            Sentence::from("The split is off by more than chance, so no effect can be trusted")
        }
        (true, stray) => Sentence::new()
            .counted(stray, "customer")
            .text(" stand in an arm that was to have nobody"),
    };
    let planned = shares.iter().sum::<f64>();
    let note = against(Sentence::new()).text("; planned ");
    let mut note = note;
    for (at, share) in shares.iter().enumerate() {
        if at > 0 {
            note = note.text(" to ");
        }
        note = note.number(100.0 * share / planned.max(f64::MIN_POSITIVE), 0);
    }
    let note = note.text(". So uneven or more in ");
    let note = words::odds(note, p).text(" fair draws of ");
    let note = note
        .counted(all, "customer")
        .text(". Below 1 of 1,000 every effect is hidden.");
    Split {
        title,
        note,
        chi_squared,
        df,
        p,
        is_broken,
    }
}

/// Whether the arms differed before the send; nothing where nobody had an order in the year before.
pub fn before(control: &Arm, treated: &Arm) -> Option<Before> {
    let spent = (control.all(Value::Bought).x, treated.all(Value::Bought).x);
    let figures = [
        ("Spend in the year before", spent),
        (
            "Orders in the year before",
            (control.ordered, treated.ordered),
        ),
        (
            "Days since the last order, of those with one",
            (control.recency, treated.recency),
        ),
    ];
    let rows = figures
        .into_iter()
        .filter_map(|(name, (control, treated))| {
            let found = balance(control, treated).ok()?;
            let difference = found.difference.clamp(-9.99, 9.99);
            Some((name.to_owned(), found.control, found.treated, difference))
        });
    let rows: Vec<(String, f64, f64, f64)> = rows.collect();
    if rows.is_empty() || control.ordered.sum + treated.ordered.sum <= 0.0 {
        return None;
    }
    let largest = rows.iter().map(|row| row.3.abs()).fold(0.0, f64::max);
    let differed = largest > BALANCED;
    let title = match differed {
        false => {
            Sentence::from("Before the send the arms were alike: no figure differs by more than ")
                .number(largest, 2)
                .text(" of its spread")
        }
        true => Sentence::from("The arms differed before the send, by up to ")
            .number(largest, 2)
            .text(" of the spread: count past spend"),
    };
    Some(Before {
        title,
        rows,
        differed,
    })
}
