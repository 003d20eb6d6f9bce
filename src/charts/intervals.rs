//! Effects with their intervals, one a row: a dot, the line it may lie on, zero, and the limit that was agreed on.
//!
//! A ring is what was measured where the dot is drawn towards the whole. What lies outside the picture ends in an arrow.

use super::NARROW;
use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::text::{broken, fit, text_width, widest};

/// One effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// What the panel calls it; may be empty.
    pub key: String,
    /// Its name.
    pub name: String,
    /// A few quiet words: below the name, or in a column of their own where rows are low.
    pub sub: String,
    /// The effect.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The effect as measured, where the dot is another one.
    pub ring: Option<f64>,
    /// Its colour.
    pub ink: Ink,
    /// Whether the title speaks of it.
    pub strong: bool,
    /// The effect in words, at the right end.
    pub text: String,
    /// Its interval in words, below; where no row has any, rows are low.
    pub range: String,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the row, on hover and focus.
    pub tip: Tip,
}

/// Effects over one axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// Its name, and quieter words after it; may be empty.
    pub head: (String, String),
    /// Rows, first on top.
    pub rows: Vec<Interval>,
    /// What was agreed on, and its words.
    pub limit: Option<(f64, String)>,
    /// What the axis counts.
    pub axis: String,
}

/// Blocks one below the other, each over an axis of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intervals {
    /// What the picture shows, in words.
    pub label: String,
    /// Headings of the columns left and right of the lines; may be empty.
    pub heads: [String; 2],
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// How rows are laid out, in pixels.
struct Layout {
    big: bool,
    low: bool,
    left: f64,
    right: f64,
    row: f64,
}

/// How many usual half-widths an interval may reach beyond the outermost value.
pub(super) const REACH: f64 = 2.0;

/// A scale that holds zero, every value and the limit, and as much of the intervals as leaves the usual ones readable:
/// `reach` times their usual half-width beyond the outermost value.
pub(super) fn holding(
    values: impl Iterator<Item = f64> + Clone,
    ends: impl Iterator<Item = (f64, f64)> + Clone,
    reach: f64,
    steps: usize,
    (from, to): (f64, f64),
) -> Linear {
    let finite = values.filter(|v| v.is_finite());
    let (lo, hi) = finite
        .clone()
        .fold((0.0_f64, 0.0_f64), |(lo, hi), v| (lo.min(v), hi.max(v)));
    let mut halves: Vec<f64> = ends
        .clone()
        .map(|(low, high)| (high - low) / 2.0)
        .filter(|half| half.is_finite())
        .collect();
    halves.sort_by(f64::total_cmp);
    let usual = halves.get(halves.len() / 2).copied().unwrap_or(0.0);
    let reach = reach * usual;
    let ends = ends.flat_map(|(low, high)| [low, high]);
    let ends = ends.filter(|v| v.is_finite());
    let ends = ends.map(|v| v.clamp(lo - reach, hi + reach));
    Linear::round(finite.chain(ends), steps, from, to)
}

/// The two ends of an interval in pixels, and whether each lies outside the picture.
pub(super) fn ends(x: &Linear, low: f64, high: f64, room: (f64, f64)) -> [(f64, bool); 2] {
    let place = |v: f64| {
        let at = x.at(v);
        (
            at.clamp(room.0, room.1),
            at < room.0 - 0.5 || at > room.1 + 0.5,
        )
    };
    [place(low), place(high)]
}

/// An arrow at the edge of the picture, to the left or to the right.
pub(super) fn arrow(c: &Canvas, x: f64, y: f64, left: bool, ink: Ink, stroke: Stroke) {
    let back = if left { 5.0 } else { -5.0 };
    c.line(
        &[(x + back, y - 4.0), (x, y), (x + back, y + 4.0)],
        ink,
        stroke,
    );
}

/// Draws the blocks; `write` writes a value on the axis of a block, counted from 0.
pub fn intervals(data: &Intervals, w: f64, write: &dyn Fn(usize, f64) -> String) -> Picture {
    let rows = || data.blocks.iter().flat_map(|block| &block.rows);
    let low = rows().all(|r| r.range.is_empty());
    let set = |r: &Interval| if r.strong { Type::Label } else { Type::Plain };
    let texts = widest(rows().map(|r| &r.text), Type::Label, 36.0);
    let ranges = widest(rows().map(|r| &r.range), Type::Axis, 0.0);
    let names = rows().map(|r| text_width(&r.name, set(r)));
    let names = names.fold(40.0, f64::max);
    let subs = widest(rows().map(|r| &r.sub), Type::Axis, 0.0);
    let left = match low {
        true if subs > 0.0 => names + subs + 28.0,
        true => names + 16.0,
        // A long sub takes two lines.
        false => names.max((subs * 0.6).min(w * 0.3)) + 16.0,
    };
    // Where names would leave too little room beside them, they stand above their lines.
    let big = w > NARROW && left < w * 0.54;
    let layout = Layout {
        big,
        low,
        left: if big { left } else { 0.0 },
        right: if big { texts.max(ranges) + 12.0 } else { 0.0 },
        row: match (big, low) {
            (true, true) => 27.0,
            (true, false) => 54.0,
            (false, true) => 40.0,
            (false, false) => 58.0,
        },
    };
    let heads = big && data.heads.iter().any(|head| !head.is_empty());
    let top = if heads { 20.0 } else { 0.0 };
    let heights = data.blocks.iter().map(|block| layout.height(block));
    let mut c = Canvas::new(w, top + heights.sum::<f64>());
    if heads {
        c.text(left - 12.0, 12.0, &data.heads[0], Type::Axis, At::End);
        c.text(w, 12.0, &data.heads[1], Type::Axis, At::End);
    }
    let mut y = top;
    for (at, block) in data.blocks.iter().enumerate() {
        if at > 0 {
            c.line(&[(0.0, y), (w, y)], Ink::Grid, Stroke::Hair);
        }
        layout.draw(&mut c, block, y, &|v| write(at, v));
        y += layout.height(block);
    }
    c.finish(&data.label)
}

impl Layout {
    /// Above the rows: the heading, and the words of the limit.
    fn above(&self, block: &Block) -> f64 {
        let head = if block.head.0.is_empty() { 4.0 } else { 34.0 };
        head + if block.limit.is_some() { 18.0 } else { 0.0 }
    }

    fn height(&self, block: &Block) -> f64 {
        self.above(block) + self.row * block.rows.len() as f64 + 48.0
    }

    fn draw(&self, c: &mut Canvas, block: &Block, y: f64, write: &dyn Fn(f64) -> String) {
        let (first, w) = (y + self.above(block), c.w);
        let room = (self.left + 8.0, w - self.right - 8.0);
        let steps = if self.big { 5 } else { 4 };
        let values = block.rows.iter().map(|r| r.value);
        let values = values.chain(block.limit.iter().map(|limit| limit.0));
        let ends = block.rows.iter().map(|r| (r.low, r.high));
        let x = holding(values, ends, REACH, steps, room);
        let last = first + self.row * block.rows.len() as f64;
        if !block.head.0.is_empty() {
            c.text(0.0, y + 20.0, &block.head.0, Type::Label, At::Start);
            let from = text_width(&block.head.0, Type::Label) + 8.0;
            let words = fit(&block.head.1, w - from, Type::Axis);
            c.text(from, y + 20.0, &words, Type::Axis, At::Start);
        }
        for t in x.ticks(steps) {
            let ink = if t == 0.0 { Ink::Text } else { Ink::Grid };
            c.line(&[(x.at(t), first), (x.at(t), last)], ink, Stroke::Hair);
            let name = write(t);
            let half = text_width(&name, Type::Axis) / 2.0;
            let mid = x.at(t).clamp(half, (w - half).max(half));
            c.text(mid, last + 16.0, &name, Type::Axis, At::Middle);
        }
        c.text(
            room.1 + 8.0,
            last + 34.0,
            &format!("{} →", block.axis),
            Type::Axis,
            At::End,
        );
        if let Some((limit, words)) = &block.limit {
            let at = x.at(*limit);
            c.line(&[(at, first - 4.0), (at, last)], Ink::Bad, Stroke::Dash);
            let half = text_width(words, Type::Label) / 2.0;
            let mid = at.clamp(half, (w - half).max(half));
            c.over(mid, first - 8.0, words, Type::Label, At::Middle);
        }
        for (at, r) in block.rows.iter().enumerate() {
            self.one(c, r, first + self.row * at as f64, &x, room);
        }
    }

    fn one(&self, c: &mut Canvas, r: &Interval, y: f64, x: &Linear, room: (f64, f64)) {
        let set = if r.strong { Type::Label } else { Type::Plain };
        let (w, left) = (c.w, self.left);
        let mid = if self.big {
            y + self.row / 2.0
        } else {
            y + self.row - 12.0
        };
        match (self.big, self.low) {
            (true, true) => {
                let sub = text_width(&r.sub, Type::Axis);
                let name = fit(&r.name, left - sub - 24.0, set);
                c.text(0.0, mid + 4.0, &name, set, At::Start);
                c.text(left - 12.0, mid + 4.0, &r.sub, Type::Axis, At::End);
                c.text(w, mid + 4.0, &r.text, set, At::End);
            }
            (true, false) => {
                let mut subs = broken(&r.sub, left - 12.0, Type::Axis);
                if subs.len() > 2 {
                    let rest = subs.split_off(1).join(" ");
                    subs.push(rest);
                }
                let subs = subs.iter().map(|sub| (sub.as_str(), Type::Axis));
                let lines = std::iter::once((r.name.as_str(), set)).chain(subs);
                c.lines(0.0, mid, lines, left - 12.0, At::Start);
                let lines = [(r.text.as_str(), set), (&r.range, Type::Axis)];
                c.lines(w, mid, lines, self.right, At::End);
            }
            (false, _) => {
                let right = text_width(&r.text, set).max(text_width(&r.range, Type::Axis));
                let name = fit(&r.name, w - right - 12.0, set);
                let beside = text_width(&name, set) + 8.0;
                let (from, base) = if self.low {
                    (beside, 13.0)
                } else {
                    (0.0, 28.0)
                };
                let sub = fit(&r.sub, w - right - from - 12.0, Type::Axis);
                // No line of the picture goes through its words.
                let high = if self.low { 17.0 } else { 32.0 };
                let wide = beside.max(from + text_width(&sub, Type::Axis) + 4.0);
                c.rect(0.0, y + 1.0, wide, high, Ink::Surface, 0);
                c.rect(w - right - 4.0, y + 1.0, right + 4.0, high, Ink::Surface, 0);
                c.text(0.0, y + 13.0, &name, set, At::Start);
                c.text(w, y + 13.0, &r.text, set, At::End);
                c.text(w, y + 28.0, &r.range, Type::Axis, At::End);
                c.text(from, y + base, &sub, Type::Axis, At::Start);
            }
        }
        if r.low.is_finite() || r.high.is_finite() {
            let [from, to] = ends(x, r.low, r.high, room);
            c.line(&[(from.0, mid), (to.0, mid)], r.ink, Stroke::Line);
            for (at, is_left) in [(from, true), (to, false)] {
                if at.1 {
                    arrow(c, at.0, mid, is_left, r.ink, Stroke::Line);
                }
            }
        }
        if let Some(ring) = r.ring.filter(|v| v.is_finite()) {
            let at = x.at(ring);
            if at < room.0 || at > room.1 {
                let is_left = at < room.0;
                let edge = if is_left { room.0 - 7.0 } else { room.1 + 7.0 };
                arrow(c, edge, mid, is_left, Ink::Compare, Stroke::Thin);
            } else {
                c.ring(at, mid, 3.5, r.ink);
            }
        }
        if r.value.is_finite() {
            c.dot(x.at(r.value), mid, 5.0, r.ink, 1.0);
        }
        let mark = Mark::new(&r.key, r.label.clone(), r.tip.clone());
        c.mark(0.0, y, w, self.row, mark);
    }
}
