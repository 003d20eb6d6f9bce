//! How it will be known that it worked: how many to hold out, what one send then tells, how many sends it takes.

use clientele_model::words::{Sentence, noun};

use super::Said;
use crate::experiments::outlook::{Outlook, Told};
use crate::inference::power::{self, Demand, Sizes};

/// Sends judged together that are thought of.
const SENDS: u32 = 12;

/// The smallest share held out with which one send can tell what is expected; half of them where none can.
pub fn to_hold_out(outlook: &Outlook) -> Option<&Told> {
    let expected = outlook.lift.map_or(0.0, |(lift, _)| lift);
    let mut enough = outlook.tells.iter();
    enough
        .find(|told| told.lift.is_some_and(|lift| lift <= expected))
        .or(outlook.tells.last())
        .filter(|told| told.lift.is_some())
}

/// The share held out, what it tells, and what is expected.
pub(super) fn measurement(outlook: &Outlook) -> Said {
    let (Some(told), Some(rate)) = (to_hold_out(outlook), outlook.rate) else {
        let line = "Too few can be written to, or too little is known of them, to tell a lift from chance: take more customers";
        return (vec![line.into()], Sentence::new());
    };
    let lift = told.lift.unwrap_or_default();
    let mut lines = vec![
        Sentence::from("Hold out ")
            .share(told.held)
            .text(", ")
            .counted(told.customers, "customer")
            .text(" drawn at random: one send tells ")
            .points(lift)
            .text(" more buyers among 100, ")
            .days(f64::from(outlook.window))
            .text(" after it"),
    ];
    if let Some(tenth) = outlook.tells.first().filter(|tenth| *tenth != told)
        && let Some(lift) = tenth.lift
    {
        lines.push(
            Sentence::from("With ")
                .share(tenth.held)
                .text(" held out it tells ")
                .points(lift),
        );
    }
    if let Some((expected, is_measured)) = outlook.lift.filter(|(lift, _)| *lift > 0.0) {
        let from = match is_measured {
            true => ", after the campaigns in these data",
            false => ", assumed, as the data have no campaign to learn from",
        };
        let words = Sentence::new()
            .points(expected)
            .text(agreeing_points(expected))
            .text(from);
        lines.push(match lift <= expected {
            true => words,
            false => match sends(outlook, rate, expected) {
                Some(sends) => words
                    .text(": one send cannot tell that, ")
                    .counted(sends, "send")
                    .text(" with half held out, judged together, can"),
                None => words.text(": too few customers to tell that in a year; take more of them"),
            },
        });
    }
    (
        lines,
        "Two proportions, 95% sure, seen in 80 of 100 tests; the planner has the same figures."
            .into(),
    )
}

fn agreeing_points(lift: f64) -> &'static str {
    match (lift * 1000.0).round() == 10.0 {
        true => " is expected",
        false => " are expected",
    }
}

/// How many sends with half held out, judged together, can tell a lift.
fn sends(outlook: &Outlook, rate: f64, lift: f64) -> Option<u32> {
    let demand = Demand {
        alpha: 0.05,
        power: 0.8,
    };
    (2..=SENDS).find(|sends| {
        let each = outlook.reached.saturating_mul(*sends) / 2;
        let sizes = Sizes {
            control: each,
            treated: each,
        };
        power::detectable(rate, sizes, demand).is_ok_and(|told| told <= lift)
    })
}

/// A lift as more buyers among 100.
trait Points {
    fn points(self, lift: f64) -> Self;
}

impl Points for Sentence {
    fn points(self, lift: f64) -> Self {
        let tenths = (lift * 1000.0).round();
        let many = if tenths == 10.0 { 1 } else { 2 };
        self.number(tenths / 10.0, 1)
            .text(" ")
            .text(noun(many, "point"))
    }
}
