//! Overlaps of several sets (UpSet): a bar for each combination, and below it which sets it is made of.
//!
//! Source: Lex et al., UpSet: Visualization of Intersecting Sets, IEEE TVCG 20 (2014).

use super::NARROW;
use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture};
use super::text::fit;

/// A combination of sets.
#[derive(Clone, Debug, PartialEq)]
pub struct Combined {
    /// Which sets hold it, in their order.
    pub holds: Vec<bool>,
    /// How many.
    pub value: f64,
    /// That, in words.
    pub words: String,
    /// Whether it is what the picture is about.
    pub on: bool,
    /// What answers to hover, focus and click.
    pub mark: Mark,
}

/// Draws them; `sets` have a name and how many they hold, in words.
pub fn upset(sets: &[(String, String)], columns: &[Combined], label: &str, w: f64) -> Picture {
    let narrow = w < NARROW;
    let (left, count) = match narrow {
        true => (0.0, 0.0),
        false => ((w * 0.28).min(220.0), 56.0),
    };
    // On a small screen names stand above their rows, and fewer combinations have room.
    let step = if narrow { 40.0 } else { 28.0 };
    let (top, bars, bottom) = (18.0, 150.0, 8.0);
    let from = left + count;
    let fits = (((w - from) / 26.0) as usize).max(1);
    let columns = &columns[..columns.len().min(fits)];
    let wide = ((w - from) / columns.len().max(1) as f64).min(46.0);
    let below = top + bars + 14.0;
    let mut c = Canvas::new(w, below + step * sets.len() as f64 + bottom);
    let most = columns.iter().map(|c| c.value).fold(1.0, f64::max);
    let row = |at: usize| below + step * (at as f64 + 0.5) + if narrow { 8.0 } else { 0.0 };
    for (at, (name, held)) in sets.iter().enumerate() {
        let y = row(at);
        if narrow {
            let words = fit(&format!("{name} · {held}"), w, Type::Axis);
            c.text(0.0, y - 14.0, &words, Type::Axis, At::Start);
        } else {
            if at % 2 == 0 {
                c.rect(0.0, y - step / 2.0, w, step, Ink::Sunken, 0);
            }
            c.text(
                8.0,
                y + 4.0,
                &fit(name, left - 12.0, Type::Plain),
                Type::Plain,
                At::Start,
            );
            c.text(from - 12.0, y + 4.0, held, Type::Axis, At::End);
        }
    }
    c.line(
        &[(from, top + bars), (w, top + bars)],
        Ink::Axis,
        Stroke::Hair,
    );
    for (at, column) in columns.iter().enumerate() {
        let x = from + wide * at as f64;
        let middle = x + wide / 2.0;
        let high = (bars * column.value / most).max(1.0);
        let ink = if column.on { Ink::Mark } else { Ink::Compare };
        let bar = (wide - 8.0).min(24.0);
        c.rect(middle - bar / 2.0, top + bars - high, bar, high, ink, 2);
        let set = if column.on { Type::Label } else { Type::Axis };
        let words = fit(&column.words, wide, set);
        c.text(middle, top + bars - high - 5.0, &words, set, At::Middle);
        let held: Vec<f64> = (0..sets.len())
            .filter(|at| column.holds.get(*at) == Some(&true))
            .map(row)
            .collect();
        if let (Some(first), Some(last)) = (held.first(), held.last()) {
            c.line(&[(middle, *first), (middle, *last)], ink, Stroke::Line);
        }
        for at in 0..sets.len() {
            match column.holds.get(at) {
                Some(true) => c.dot(middle, row(at), 5.0, ink, 1.0),
                _ => c.dot(middle, row(at), 4.0, Ink::Grid, 1.0),
            }
        }
        c.mark(x, top, wide, c.h - top, column.mark.clone());
    }
    c.finish(label)
}
