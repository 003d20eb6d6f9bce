//! A forest plot: one row for each group, a dot with its interval, a ring for what was measured.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture};
use super::scale::{Linear, row_height};
use super::text::{fit, text_width, widest};
use super::{NARROW, Write};

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct ForestRow {
    /// Its name.
    pub name: String,
    /// How many, beside the name; may be empty.
    pub count: String,
    /// The value.
    pub value: f64,
    /// Its interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// As it was measured, where that is shown beside it.
    pub measured: Option<f64>,
    /// Its colour.
    pub ink: Ink,
    /// Whether the title speaks of it.
    pub strong: bool,
    /// Whether it stays in the background.
    pub pale: bool,
    /// The value in words, at the right.
    pub text: String,
    /// What answers to hover, focus and click.
    pub mark: Mark,
}

/// Groups, in blocks.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// What the picture shows, in words.
    pub label: String,
    /// Blocks of rows, each with its heading, which may be empty.
    pub blocks: Vec<(String, Vec<ForestRow>)>,
    /// What stands above the counts and above the values.
    pub heads: [String; 2],
    /// What stands under the axis.
    pub axis: String,
    /// A limit, drawn as a dashed line.
    pub limit: Option<f64>,
}

/// Draws the rows over one scale. What lies outside of it is an arrow at the edge.
pub fn forest(data: &Forest, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let rows = || data.blocks.iter().flat_map(|block| &block.1);
    let row = if big {
        row_height(rows().count(), 252.0, (28.0, 50.0))
    } else {
        42.0
    };
    let head = 30.0;
    let top = if big { 22.0 } else { 4.0 };
    let heads = data
        .blocks
        .iter()
        .filter(|block| !block.0.is_empty())
        .count();
    let h = top + row * rows().count() as f64 + head * heads as f64 + 44.0;
    let names = widest(rows().map(|r| &r.name), Type::Label, 48.0);
    let counts = rows().map(|r| &r.count).chain([&data.heads[0]]);
    let counts = widest(counts, Type::Axis, 0.0);
    let texts = rows().map(|r| &r.text).chain([&data.heads[1]]);
    let texts = widest(texts, Type::Label, 24.0) + 12.0;
    let left = if big {
        (names + counts + 36.0).min(w * 0.44)
    } else {
        0.0
    };
    let (from, to) = reach(data);
    let right = w - texts;
    let x = Linear::round([from, to], 6, left + 10.0, right - 10.0);
    let ticks = x.ticks(if big { 6 } else { 5 });
    let edges = x.ends();
    let mut c = Canvas::new(w, h);
    let bottom = h - 42.0;
    if big {
        c.text(left - 12.0, 12.0, &data.heads[0], Type::Axis, At::End);
        c.text(w, 12.0, &data.heads[1], Type::Axis, At::End);
    }
    let mut free = 0.0;
    for &t in &ticks {
        let words = axis(t);
        let half = text_width(&words, Type::Axis) / 2.0;
        let middle = x.at(t).max(half).min(w - half);
        if middle - half >= free {
            c.text(middle, bottom + 17.0, &words, Type::Axis, At::Middle);
            free = middle + half + 6.0;
        }
    }
    c.text(right, h - 5.0, &data.axis, Type::Axis, At::End);
    let mut y = top;
    for (i, (name, rows)) in data.blocks.iter().enumerate() {
        if !name.is_empty() {
            c.text(0.0, y + 21.0, name, Type::Axis, At::Start);
            y += head;
        }
        let end = y + row * rows.len() as f64;
        let end = if i + 1 == data.blocks.len() {
            bottom
        } else {
            end
        };
        for &t in &ticks {
            let (ink, stroke) = match t == 0.0 {
                true => (Ink::Text, Stroke::Thin),
                false => (Ink::Grid, Stroke::Hair),
            };
            c.line(&[(x.at(t), y), (x.at(t), end)], ink, stroke);
        }
        if let Some(limit) = data.limit {
            c.line(
                &[(x.at(limit), y), (x.at(limit), end)],
                Ink::Bad,
                Stroke::Dash,
            );
        }
        for r in rows {
            let middle = y + if big { row / 2.0 } else { 29.0 };
            words(&c, r, (y, middle), (left, counts, w));
            dot(&c, r, &x, edges, middle);
            c.mark(0.0, y, w, row, r.mark.clone());
            y += row;
        }
    }
    c.finish(&data.label)
}

/// What the scale holds: every value, and intervals that are not far longer than the usual one.
fn reach(data: &Forest) -> (f64, f64) {
    let rows = || data.blocks.iter().flat_map(|block| &block.1);
    let mut halves: Vec<f64> = rows().map(|r| (r.high - r.low) / 2.0).collect();
    halves.retain(|half| half.is_finite());
    halves.sort_by(f64::total_cmp);
    let usual = halves.get(halves.len() / 2).copied().unwrap_or_default();
    let values = || rows().flat_map(|r| [r.value]).chain(data.limit);
    let (lowest, highest) = values().fold((0.0_f64, 0.0_f64), |(lo, hi), v| (lo.min(v), hi.max(v)));
    let low = rows().map(|r| r.low).fold(0.0, f64::min);
    let high = rows().map(|r| r.high).fold(0.0, f64::max);
    (
        low.max(lowest - 1.6 * usual),
        high.min(highest + 1.6 * usual),
    )
}

/// Its name, how many, and the value.
fn words(c: &Canvas, r: &ForestRow, (y, middle): (f64, f64), (left, counts, w): (f64, f64, f64)) {
    let set = if r.strong { Type::Label } else { Type::Plain };
    if left > 0.0 {
        let name = fit(&r.name, left - counts - 30.0, set);
        c.text(0.0, middle + 4.0, &name, set, At::Start);
        c.text(left - 12.0, middle + 4.0, &r.count, Type::Axis, At::End);
    } else {
        let room = w - text_width(&r.count, Type::Axis) - 24.0;
        let name = fit(&r.name, room, set);
        let beside = text_width(&name, set) + 10.0;
        // Over the grid, so that the words stand free.
        let wide = beside + text_width(&r.count, Type::Axis) + 4.0;
        c.rect(0.0, y + 2.0, wide, 17.0, Ink::Surface, 0);
        c.text(0.0, y + 15.0, &name, set, At::Start);
        c.text(beside, y + 15.0, &r.count, Type::Axis, At::Start);
    }
    c.text(w, middle + 4.0, &r.text, set, At::End);
}

/// The dot with its interval, and the ring.
fn dot(c: &Canvas, r: &ForestRow, x: &Linear, (from, to): (f64, f64), middle: f64) {
    let place = |v: f64| x.at(v.clamp(from, to));
    let ink = if r.pale { Ink::Compare } else { r.ink };
    c.line(
        &[(place(r.low), middle), (place(r.high), middle)],
        ink,
        Stroke::Line,
    );
    let arrow = |v: f64, ink: Ink, apart: f64| {
        let side = if v < from { -1.0 } else { 1.0 };
        let tip = place(v) + side * apart;
        let back = tip - 5.0 * side;
        c.line(
            &[(back, middle - 4.0), (tip, middle), (back, middle + 4.0)],
            ink,
            Stroke::Thin,
        );
    };
    for v in [r.low, r.high] {
        if v < from || v > to {
            arrow(v, ink, 2.0);
        }
    }
    if let Some(measured) = r.measured {
        if (from..=to).contains(&measured) {
            c.ring(place(measured), middle, 3.5, ink);
        } else {
            arrow(measured, Ink::Compare, 8.0);
        }
    }
    c.dot(place(r.value), middle, 5.0, ink, 1.0);
}
