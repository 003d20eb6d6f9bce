//! What to know before reading on.

use clientele_model::words::{Sentence, agreeing};

use super::facts::Found;
use super::refused::listed;
use super::totals::{Arm, Value};
use super::words;

/// Buyers in both arms below which intervals are rough.
const FEW: u32 = 10;

/// Remarks about the file and the data.
pub fn remarks(found: &Found, control: &Arm, treated: &Arm) -> Vec<Sentence> {
    let mut remarks = Vec::new();
    let spans = found.settled.spans;
    if !found.same_arms.is_empty() {
        let names: Vec<&str> = found.same_arms.iter().map(String::as_str).collect();
        remarks.push(
            Sentence::from(
                "Arms whose names differ in spaces or capital letters alone are taken for one: ",
            )
            .text(listed(&names))
            .text("."),
        );
    }
    if spans.days < spans.window && found.choices.day.is_none() {
        remarks.push(
            Sentence::from("The data hold ")
                .counted(spans.days, "day")
                .text(" since the send, and the window has ")
                .count(spans.window.into())
                .text(": what is judged are the days so far."),
        );
    }
    remarks.extend(live(found));
    if !found.has_past {
        remarks.push(Sentence::from(
            "Nobody in this test has an order in the year before, so past spend cannot be counted and the answer is less sharp than it could be.",
        ));
    }
    let missing = found.sums.costs.missing;
    if missing > 0 && found.has_margin() {
        remarks.push(
            Sentence::from("What ")
                .counted(missing, "buyer")
                .text(" bought has no unit cost: the profit rate of the others stands in."),
        );
    }
    if found.negative > 0 {
        remarks.push(
            Sentence::new()
                .counted(found.negative, "customer")
                .text(" of the file spent less than nothing: more was paid back than bought. ")
                .text(agreeing(
                    found.negative,
                    "It counts as it is.",
                    "They count as they are.",
                )),
        );
    }
    if !found.told_by_file.is_empty() {
        remarks.push(
            Sentence::from("What the file itself says counts before what the orders say: ")
                .text(listed(&found.told_by_file))
                .text("."),
        );
    }
    let buyers = control.bought().hits.min(treated.bought().hits);
    if buyers < FEW {
        remarks.push(
            Sentence::from("One of the arms has only ")
                .counted(buyers, "buyer")
                .text(": intervals from so few are rough."),
        );
    }
    if let Some(share) = largest(found, control, treated) {
        remarks.push(
            Sentence::from("One customer alone makes ")
                .share(share)
                .text(" of everything that was spent: the figures in money hang on them."),
        );
    }
    remarks
}

/// What a live data set does not tell.
fn live(found: &Found) -> Vec<Sentence> {
    let mut remarks = Vec::new();
    if let Some(silent) = found.silent {
        remarks.push(Sentence::from(
            "The orders of a dropped campaign cannot be looked up in a database, so what its file says counts alone: orders per customer, returns, the days since the send and the days after the window are left out.",
        ));
        if silent > 0 {
            remarks.push(
                Sentence::from("The file does not say of ")
                    .counted(silent, "customer")
                    .text(" whether they bought: ")
                    .text(agreeing(silent, "it counts", "they count"))
                    .text(" as “did not buy”."),
            );
        }
    }
    if !found.left_out.is_empty() {
        let left_out = found.left_out.iter().enumerate();
        let left_out = left_out.map(|(at, what)| match at {
            0 => Sentence::from(format!(
                "The database sends totals and not every order, so a pack tells more: {what}"
            )),
            _ => Sentence::from(*what),
        });
        remarks.push(words::joined(left_out.collect()).text("."));
    }
    if found.asks_no_today {
        remarks.push(Sentence::from(
            "With so many choices there is no room to ask for the customers of today, so it is not said what sending it to all of them would bring, and nobody looks whether they are enough to settle what is open.",
        ));
    }
    if found.asks_no_everybody {
        remarks.push(Sentence::from(
            "With so many choices there is no room to ask who ordered long ago: whoever ordered neither in the year before nor since the send counts as unknown to the data set.",
        ));
    }
    remarks
}

/// Share of the largest spender, where it is absurd.
fn largest(found: &Found, control: &Arm, treated: &Arm) -> Option<f64> {
    /// From this share on one customer is the story.
    const ABSURD: f64 = 0.25;
    let value = match found.sums.tried.of_margin {
        true => Value::Margin,
        false => Value::Revenue,
    };
    let sum = control.all(value).y.sum + treated.all(value).y.sum;
    let share = found.sums.largest / sum;
    (sum > 0.0 && share >= ABSURD && control.customers + treated.customers > FEW).then_some(share)
}
