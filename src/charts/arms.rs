//! How many customers each arm of a test has, and how many it was to have.

use super::NARROW;
use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::text::{fit, widest};

/// One arm.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmBar {
    /// What the panel calls it; may be empty.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its customers.
    pub value: f64,
    /// How many it was to have.
    pub expected: f64,
    /// Its customers in words.
    pub text: String,
    /// Its colour.
    pub ink: Ink,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the bar, on hover and focus.
    pub tip: Tip,
}

/// Draws one bar an arm, each with a dashed line where it was to end; `note` says what the line is.
pub fn arms(rows: &[ArmBar], note: &str, label: &str, w: f64) -> Picture {
    let big = w > NARROW;
    let right = widest(rows.iter().map(|r| &r.text), Type::Label, 30.0) + 10.0;
    // Beside short names there is room for the bar, on a small screen, too.
    let names = widest(rows.iter().map(|r| &r.name), Type::Label, 50.0) + 14.0;
    let beside = big || names < w * 0.34;
    let left = if beside { names.min(w * 0.4) } else { 0.0 };
    let row = if beside { 40.0 } else { 52.0 };
    let most = rows.iter().map(|r| r.value.max(r.expected));
    let x = Linear::new(0.0, most.fold(1.0, f64::max), left, w - right);
    let bottom = row * rows.len() as f64;
    let mut c = Canvas::new(w, bottom + 24.0);
    let mut furthest = left;
    for (at, r) in rows.iter().enumerate() {
        let y = row * at as f64;
        let bar = if beside { y + 7.0 } else { y + 21.0 };
        let set = if at == 0 { Type::Plain } else { Type::Label };
        let room = if beside { left - 12.0 } else { w };
        let base = if beside { bar + 17.0 } else { y + 14.0 };
        c.text(0.0, base, &fit(&r.name, room, set), set, At::Start);
        c.rect(left, bar, (x.at(r.value) - left).max(1.0), 26.0, r.ink, 2);
        c.text(w, bar + 17.0, &r.text, Type::Label, At::End);
        let due = x.at(r.expected);
        furthest = furthest.max(due);
        c.line(
            &[(due, bar - 4.0), (due, bar + 30.0)],
            Ink::Text,
            Stroke::Dash,
        );
        c.mark(
            0.0,
            y,
            w,
            row,
            Mark::new(&r.key, r.label.clone(), r.tip.clone()),
        );
    }
    let end = widest([note], Type::Axis, 0.0).max(furthest);
    c.text(end.min(w), bottom + 17.0, note, Type::Axis, At::End);
    c.finish(label)
}
