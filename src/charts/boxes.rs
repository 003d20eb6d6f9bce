//! The spread of one measure in each segment: the middle half as a box, nine of ten customers as a line.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::{Linear, Log};
use super::text::{name_lines, name_room, text_width, widest};
use super::{NARROW, Write};

/// The quantiles of one segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// What the panel calls it.
    pub key: String,
    /// The name of the segment.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// The 5th, 25th, 50th, 75th and 95th percentile.
    pub quantiles: [f64; 5],
    /// The median in words.
    pub text: String,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the row, on hover and focus.
    pub tip: Tip,
}

enum Scale {
    Linear(Linear),
    Log(Log),
}

impl Scale {
    fn at(&self, v: f64) -> f64 {
        match self {
            Self::Linear(s) => s.at(v),
            Self::Log(s) => s.at(v),
        }
    }
}

/// Draws one box a segment; `log` for measures that span orders of magnitude.
pub fn boxes(rows: &[Spread], label: &str, w: f64, axis: Write, log: bool) -> Picture {
    let big = w > NARROW;
    let left = if big {
        name_room(rows.iter().map(|r| &r.name), w)
    } else {
        0.0
    };
    let (top, bottom) = (6.0, 26.0);
    let row = if big { 34.0 } else { 48.0 };
    let right = widest(rows.iter().map(|r| &r.text), Type::Label, 30.0) + 14.0;
    let h = top + row * rows.len() as f64 + bottom;
    let values = || rows.iter().flat_map(|r| r.quantiles);
    let (from, to) = (left + 4.0, w - right);
    let (scale, ticks) = if log {
        let lo = values().filter(|v| *v > 0.0).fold(f64::MAX, f64::min);
        let hi = values().fold(1.0, f64::max);
        let lo = 10_f64.powf(lo.min(hi).max(hi / 1e6).log10().floor());
        let s = Log::new(lo, hi * 1.1, from, to);
        let ticks = s.decades();
        (Scale::Log(s), ticks)
    } else {
        let s = Linear::round(values(), if big { 4 } else { 3 }, from, to);
        let ticks = s.ticks(if big { 4 } else { 3 });
        (Scale::Linear(s), ticks)
    };
    let mut c = Canvas::new(w, h);
    let mut free = f64::MIN;
    for &t in &ticks {
        let x = scale.at(t);
        c.line(
            &[(x, top), (x, h - bottom)],
            if t == 0.0 { Ink::Axis } else { Ink::Grid },
            Stroke::Hair,
        );
        let name = axis(t);
        let half = text_width(&name, Type::Axis) / 2.0;
        let mid = x.max(half);
        if mid - half > free + 6.0 {
            c.text(mid, h - 8.0, &name, Type::Axis, At::Middle);
            free = mid + half;
        }
    }
    for (i, r) in rows.iter().enumerate() {
        let y = top + row * i as f64;
        let mid = y + if big { row / 2.0 } else { 32.0 };
        if big {
            c.lines(0.0, mid, name_lines(&r.name), left - 8.0, At::Start);
        } else {
            c.lines(
                0.0,
                y + 11.0,
                [(r.name.as_str(), Type::Label)],
                w,
                At::Start,
            );
        }
        let [p05, p25, p50, p75, p95] = r.quantiles.map(|v| scale.at(v));
        c.line(&[(p05, mid), (p95, mid)], r.ink, Stroke::Thin);
        c.rect(p25, mid - 7.0, (p75 - p25).max(2.0), 14.0, Ink::Surface, 2);
        c.rect_faint(p25, mid - 7.0, (p75 - p25).max(2.0), 14.0, r.ink, 2, 0.35);
        c.rect(p50 - 1.5, mid - 9.0, 3.0, 18.0, r.ink, 0);
        c.text(w, mid + 4.0, &r.text, Type::Label, At::End);
        c.mark(
            0.0,
            y,
            w,
            row,
            Mark::new(&r.key, r.label.clone(), r.tip.clone()),
        );
    }
    c.finish(label)
}
