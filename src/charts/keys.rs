//! The two-key plot of rules: how often against how sure, the shade says how far beyond chance.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::{Linear, Log};
use super::text::{text_width, widest};
use super::{NARROW, Write};

/// One rule on a [`Keys`] plot.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyDot {
    /// What the panel calls it.
    pub key: String,
    /// How often, above 0.
    pub x: f64,
    /// How sure, 0 to 1.
    pub y: f64,
    /// Its shade; dots of later shades lie above those of earlier ones.
    pub ink: Ink,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the dot, on hover and focus.
    pub tip: Tip,
}

/// Rules on two axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Keys {
    /// What the picture shows, in words.
    pub label: String,
    /// The name of the horizontal, logarithmic axis.
    pub x: String,
    /// The name of the vertical axis.
    pub y: String,
    /// The shades in the order in which they are drawn.
    pub inks: Vec<Ink>,
    /// The rules; where several lie together the first one answers.
    pub dots: Vec<KeyDot>,
}

/// The side of the square in which one rule answers for all.
const CELL: f64 = 36.0;

/// Draws the plot; `share` writes the values of both axes.
pub fn keys(data: &Keys, w: f64, share: Write) -> Picture {
    let big = w > NARROW;
    let (h, right, top, bottom) = if big {
        (400.0, 14.0, 26.0, 46.0)
    } else {
        (340.0, 10.0, 26.0, 46.0)
    };
    let xs = || data.dots.iter().map(|d| d.x);
    let (lo, hi) = (
        xs().fold(f64::MAX, f64::min),
        xs().fold(f64::MIN_POSITIVE, f64::max),
    );
    let y = Linear::new(0.0, 1.0, h - bottom, top);
    let ticks: Vec<_> = [0.0, 0.25, 0.5, 0.75, 1.0]
        .into_iter()
        .map(|t| (t, share(t)))
        .collect();
    let left = widest(ticks.iter().map(|(_, t)| t), Type::Axis, 24.0) + 10.0;
    let x = Log::new(lo * 0.9, hi * 1.1, left + 8.0, w - right);
    let mut c = Canvas::new(w, h);
    for (t, name) in &ticks {
        let ink = if *t == 0.0 { Ink::Axis } else { Ink::Grid };
        c.line(
            &[(left, y.at(*t)), (w - right, y.at(*t))],
            ink,
            Stroke::Hair,
        );
        c.text(left - 8.0, y.at(*t) + 4.0, name, Type::Axis, At::End);
    }
    let mut free = left - 20.0;
    for t in steps(lo * 0.9, hi * 1.1) {
        let (at, name) = (x.at(t), share(t));
        let half = text_width(&name, Type::Axis) / 2.0;
        c.line(&[(at, top), (at, h - bottom)], Ink::Grid, Stroke::Hair);
        let mid = at.min(w - half);
        if mid - half > free + 8.0 {
            c.text(mid, h - bottom + 17.0, &name, Type::Axis, At::Middle);
            free = mid + half;
        }
    }
    c.text(0.0, 12.0, &format!("↑ {}", data.y), Type::Axis, At::Start);
    c.text(
        w - right,
        h - 6.0,
        &format!("{} →", data.x),
        Type::Axis,
        At::End,
    );
    let place = |d: &KeyDot| (x.at(d.x), y.at(d.y));
    for &ink in &data.inks {
        let dots: Vec<_> = data
            .dots
            .iter()
            .filter(|d| d.ink == ink)
            .map(place)
            .collect();
        c.dots(&dots, if big { 3.2 } else { 2.8 }, ink, 0.85);
    }
    // One rule answers for its square, and squares do not overlap.
    let (wide, high) = (w / (w / CELL).floor(), h / (h / CELL).floor());
    let mut taken: Vec<(i32, i32)> = Vec::new();
    for d in &data.dots {
        let (px, py) = place(d);
        let cell = ((px / wide) as i32, (py / high) as i32);
        if taken.contains(&cell) {
            continue;
        }
        taken.push(cell);
        let (cx, cy) = (f64::from(cell.0) * wide, f64::from(cell.1) * high);
        let mark = Mark::new(&d.key, d.label.clone(), d.tip.clone());
        c.mark(cx, cy, wide, high, mark);
    }
    c.finish(&data.label)
}

/// 1, 2 and 5 times the powers of ten between two values; where these are few, more.
fn steps(lo: f64, hi: f64) -> Vec<f64> {
    let (first, last) = (lo.log10().floor() as i32, hi.log10().ceil() as i32);
    let of = |each: &[f64]| -> Vec<f64> {
        let all = (first..=last).flat_map(|e| each.iter().map(move |m| m * 10_f64.powi(e)));
        all.filter(|t| *t >= lo && *t <= hi).collect()
    };
    let usual = of(&[1.0, 2.0, 5.0]);
    if usual.len() > 2 {
        usual
    } else {
        of(&[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0])
    }
}
