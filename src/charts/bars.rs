//! Rows: paired bars, plain bars, ranges from before to now, and bars of certainty.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::{Linear, row_height};
use super::text::{fit, name_lines, name_room, widest};
use super::{NARROW, Write};

/// Two shares of one thing: of customers (open) and of revenue (filled).
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// What the panel calls it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// A few words under the name.
    pub sub: String,
    /// Its colour.
    pub ink: Ink,
    /// The open bar, and its words.
    pub open: (f64, String),
    /// The filled bar, and its words.
    pub filled: (f64, String),
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the row, on hover and focus.
    pub tip: Tip,
}

/// Draws one row of two bars for each pair.
pub fn pairs(rows: &[Pair], label: &str, w: f64) -> Picture {
    let big = w > NARROW;
    let texts = rows.iter().flat_map(|r| [&r.open.1, &r.filled.1]);
    let right = widest(texts, Type::Label, 30.0) + 8.0;
    let (left, row) = if big {
        (
            name_room(rows.iter().flat_map(|r| [&r.name, &r.sub]), w),
            row_height(rows.len(), 276.0, (46.0, 76.0)),
        )
    } else {
        (0.0, 66.0)
    };
    let most = rows
        .iter()
        .map(|r| r.open.0.max(r.filled.0))
        .fold(0.0, f64::max);
    let x = Linear::new(0.0, most, 0.0, w - left - right);
    let mut c = Canvas::new(w, row * rows.len() as f64 + 4.0);
    for (i, r) in rows.iter().enumerate() {
        let top = row * i as f64;
        let y = top + if big { (row - 46.0) / 2.0 } else { 18.0 };
        if big {
            let lines = [(r.name.as_str(), Type::Label), (&r.sub, Type::Axis)];
            c.lines(0.0, y + 23.0, lines, left - 8.0, At::Start);
        } else {
            c.text(0.0, y - 5.0, &r.name, Type::Label, At::Start);
            c.text(w, y - 5.0, &r.sub, Type::Axis, At::End);
        }
        c.frame(left, y + 6.0, x.at(r.open.0).max(2.0), 12.0, r.ink);
        c.text(
            left + x.at(r.open.0) + 6.0,
            y + 16.0,
            &r.open.1,
            Type::Plain,
            At::Start,
        );
        c.rect(left, y + 21.0, x.at(r.filled.0).max(1.0), 14.0, r.ink, 2);
        c.text(
            left + x.at(r.filled.0) + 6.0,
            y + 32.0,
            &r.filled.1,
            Type::Label,
            At::Start,
        );
        c.mark(
            0.0,
            top,
            w,
            row,
            Mark::new(&r.key, r.label.clone(), r.tip.clone()),
        );
    }
    c.finish(label)
}

/// One bar with its name and value.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What the panel calls it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its length.
    pub value: f64,
    /// The value in words.
    pub text: String,
    /// Its colour.
    pub ink: Ink,
    /// Beside the bar, on hover and focus.
    pub tip: Tip,
}

/// Draws one bar a row, longest as wide as there is room.
pub fn bars(rows: &[Bar], label: &str, w: f64) -> Picture {
    let big = w > NARROW;
    let left = if big {
        (widest(rows.iter().map(|r| &r.name), Type::Plain, 60.0) + 14.0).min(w * 0.45)
    } else {
        0.0
    };
    let row = if big {
        row_height(rows.len(), 300.0, (37.0, 56.0))
    } else {
        42.0
    };
    // The higher a row, the thicker its bar.
    let thick = row * 0.3 + 6.0;
    let right = widest(rows.iter().map(|r| &r.text), Type::Label, 30.0) + 10.0;
    let most = rows.iter().map(|r| r.value).fold(0.0, f64::max);
    let x = Linear::new(0.0, most, 0.0, w - left - right);
    let mut c = Canvas::new(w, row * rows.len() as f64 + 2.0);
    for (i, r) in rows.iter().enumerate() {
        let y = row * i as f64;
        let long = x.at(r.value.max(0.0)).max(1.0);
        if big {
            let mid = y + row / 2.0;
            c.text(
                left - 12.0,
                mid + 4.0,
                &fit(&r.name, left - 12.0, Type::Plain),
                Type::Plain,
                At::End,
            );
            c.rect(left, mid - thick / 2.0, long, thick, r.ink, 2);
            c.text(
                left + long + 8.0,
                mid + 4.0,
                &r.text,
                Type::Label,
                At::Start,
            );
        } else {
            c.text(
                0.0,
                y + 13.0,
                &fit(&r.name, w, Type::Plain),
                Type::Plain,
                At::Start,
            );
            c.rect(0.0, y + 19.0, long, 14.0, r.ink, 2);
            c.text(long + 8.0, y + 31.0, &r.text, Type::Label, At::Start);
        }
        let words = format!("{}: {}", r.name, r.text);
        c.mark(0.0, y, w, row, Mark::new(&r.key, words, r.tip.clone()));
    }
    c.finish(label)
}

/// One row from before (ring) to now (dot).
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// What the panel calls it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The value before, where there is one.
    pub before: Option<f64>,
    /// The value now.
    pub now: f64,
    /// The change in words, at the right end.
    pub change: String,
    /// Whether the title speaks of it.
    pub strong: bool,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the row, on hover and focus.
    pub tip: Tip,
}

/// Draws one row a range over a common axis.
pub fn ranges(rows: &[Range], label: &str, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let row = if big { 31.0 } else { 33.0 };
    let (top, bottom) = (6.0, 28.0);
    let left = name_room(rows.iter().map(|r| &r.name), w) + 4.0;
    let right = widest(rows.iter().map(|r| &r.change), Type::Label, 36.0) + 14.0;
    let h = top + row * rows.len() as f64 + bottom;
    let steps = if big { 4 } else { 2 };
    let values = rows.iter().flat_map(|r| [Some(r.now), r.before]).flatten();
    let x = Linear::round(values, steps, left, w - right);
    let mut c = Canvas::new(w, h);
    for t in x.ticks(steps) {
        let ink = if t == 0.0 { Ink::Axis } else { Ink::Grid };
        c.line(&[(x.at(t), top), (x.at(t), h - bottom)], ink, Stroke::Hair);
        c.text(x.at(t), h - 8.0, &axis(t), Type::Axis, At::Middle);
    }
    for (i, r) in rows.iter().enumerate() {
        let y = top + row * (i as f64 + 0.5);
        let set = if r.strong { Type::Label } else { Type::Plain };
        c.text(
            left - 12.0,
            y + 4.0,
            &fit(&r.name, left - 12.0, set),
            set,
            At::End,
        );
        let worse = r.before.is_some_and(|b| r.now < b);
        let ink = if worse { Ink::Bad } else { Ink::Mark };
        if let Some(b) = r.before {
            c.line(&[(x.at(b), y), (x.at(r.now), y)], ink, Stroke::Line);
            c.ring(x.at(b), y, 3.5, Ink::Compare);
        }
        c.dot(x.at(r.now), y, 5.0, ink, 1.0);
        c.text(w, y + 4.0, &r.change, set, At::End);
        c.mark(
            0.0,
            y - row / 2.0,
            w,
            row,
            Mark::new(&r.key, r.label.clone(), r.tip.clone()),
        );
    }
    c.finish(label)
}

/// How surely the members of one segment belong to it; the three shares add up to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Certainty {
    /// What the panel calls it.
    pub key: String,
    /// The name of the segment.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// Clearly inside.
    pub inside: f64,
    /// Leaning.
    pub leaning: f64,
    /// Between two segments.
    pub between: f64,
    /// The share clearly inside, in words, at the right end.
    pub text: String,
    /// Beside the row, on hover and focus.
    pub tip: Tip,
}

/// Draws one bar of three parts a segment.
pub fn certainty(rows: &[Certainty], label: &str, w: f64) -> Picture {
    let big = w > NARROW;
    let left = if big {
        name_room(rows.iter().map(|r| &r.name), w)
    } else {
        0.0
    };
    let right = widest(rows.iter().map(|r| &r.text), Type::Label, 30.0) + 12.0;
    let row = if big {
        row_height(rows.len(), 240.0, (40.0, 68.0))
    } else {
        50.0
    };
    let mut c = Canvas::new(w, row * rows.len() as f64 + 2.0);
    for (i, r) in rows.iter().enumerate() {
        let top = row * i as f64;
        let y = top + if big { (row - 28.0) / 2.0 } else { 18.0 };
        if big {
            c.lines(0.0, y + 11.0, name_lines(&r.name), left - 8.0, At::Start);
        } else {
            c.lines(0.0, y - 8.0, [(r.name.as_str(), Type::Label)], w, At::Start);
        }
        let span = w - left - right;
        let mut x = left;
        for (share, ink, alpha) in [
            (r.inside, r.ink, 1.0),
            (r.leaning, r.ink, 0.3),
            (r.between, Ink::CompareSoft, 1.0),
        ] {
            let part = span * share.clamp(0.0, 1.0);
            c.rect_faint(x, y, part - 1.0, 22.0, ink, 0, alpha);
            x += part;
        }
        c.text(w, y + 16.0, &r.text, Type::Label, At::End);
        let words = format!("{}: {} clearly inside", r.name, r.text);
        c.mark(0.0, top, w, row, Mark::new(&r.key, words, r.tip.clone()));
    }
    c.finish(label)
}
