//! Cells: what is typical for each segment, and the 5 × 5 grid of recency and frequency.

use super::NARROW;
use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture, Tip};
use super::text::{broken, name_lines, name_room, text_width, widest};

/// One cell of a [`HeatRow`].
#[derive(Clone, Debug, PartialEq)]
pub struct GridCell {
    /// The value in words.
    pub text: String,
    /// The step of the diverging ramp, 1 (far lower) to 9 (far higher); 5 is typical.
    pub step: u8,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the cell, on hover and focus.
    pub tip: Tip,
}

/// One row of a heat map.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatRow {
    /// What the panel calls it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// One cell a column.
    pub cells: Vec<GridCell>,
}

/// A heat map with a last row for the whole shop.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    /// What the picture shows, in words.
    pub label: String,
    /// The columns; words are broken over lines.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<HeatRow>,
    /// The name of the last row and its values.
    pub all: (String, Vec<String>),
}

/// The narrowest column whose heading can be read.
const COLUMN: f64 = 56.0;

/// Draws the heat map. Where names beside the rows leave no room for the columns they stand above them; where even then
/// there are more columns than room, the first ones are drawn, and the table behind the picture has all.
pub fn heat(data: &Heat, w: f64) -> Picture {
    let names = || data.rows.iter().map(|r| &r.name).chain([&data.all.0]);
    let all = data.columns.len().max(1) as f64;
    let room = name_room(names(), w) + 16.0;
    let beside = w > NARROW && room + all * COLUMN <= w;
    let left = if beside { room } else { 0.0 };
    let n = all.min(((w - left) / COLUMN).floor().max(3.0));
    let cell = (w - left) / n;
    let shown = n as usize;
    let heads: Vec<_> = data
        .columns
        .iter()
        .take(shown)
        .map(|c| broken(c, cell - 4.0, Type::Axis))
        .collect();
    let most = heads.iter().map(Vec::len).max().unwrap_or(1);
    let (above, row) = if beside { (0.0, 52.0) } else { (22.0, 36.0) };
    let top = 10.0 + 15.0 * most as f64;
    let h = top + (above + row) * (data.rows.len() as f64 + 1.0) + 6.0;
    let mut c = Canvas::new(w, h);
    let mid = |j: usize| left + cell * (j as f64 + 0.5);
    for (j, words) in heads.iter().enumerate() {
        for (r, word) in words.iter().rev().enumerate() {
            let y = top - 10.0 - 15.0 * r as f64;
            c.text(mid(j), y, word, Type::Axis, At::Middle);
        }
    }
    for (i, r) in data.rows.iter().enumerate() {
        let y = top + (above + row) * i as f64 + above;
        let name = if beside { y + row / 2.0 } else { y - 9.0 };
        c.rect(0.0, name - 5.0, 10.0, 10.0, r.ink, 2);
        if beside {
            c.lines(16.0, name, name_lines(&r.name), left - 24.0, At::Start);
        } else {
            c.lines(16.0, name, [(r.name.as_str(), Type::Label)], w, At::Start);
        }
        for (j, v) in r.cells.iter().take(shown).enumerate() {
            let (x, y, w, h) = (mid(j) - cell / 2.0 + 1.0, y + 1.0, cell - 2.0, row - 2.0);
            c.rect(x, y, w, h, Ink::Diverging(v.step), 3);
            let set = Type::OnDiverging(v.step);
            c.text(mid(j), y + h / 2.0 + 4.0, &v.text, set, At::Middle);
            let mark = Mark::new(&r.key, v.label.clone(), v.tip.clone());
            c.mark(x, y, w, h, mark);
        }
    }
    let y = h - row - 6.0;
    let line = y - above + 4.0;
    c.line(&[(0.0, line), (w, line)], Ink::Grid, Stroke::Hair);
    let name = if beside { y + row / 2.0 + 8.0 } else { y };
    c.text(0.0, name, &data.all.0, Type::Axis, At::Start);
    for (j, text) in data.all.1.iter().take(shown).enumerate() {
        c.text(mid(j), y + row / 2.0 + 8.0, text, Type::Axis, At::Middle);
    }
    c.finish(&data.label)
}

/// One cell of the 5 × 5 grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Rfm {
    /// What the panel calls it.
    pub key: String,
    /// Recency score, 1 to 5.
    pub r: u8,
    /// Frequency score, 1 to 5.
    pub f: u8,
    /// The number of customers in words.
    pub count: String,
    /// Their share in words.
    pub share: String,
    /// The groups in the cell, largest first: colour and share of the cell.
    pub groups: Vec<(Ink, f64)>,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the cell, on hover and focus.
    pub tip: Tip,
}

/// Draws the grid. Spend decides the group too, so each cell shows its mix. `recency` and `frequency` name the five
/// scores from 1 to 5; `axis` closes the picture.
pub fn rfm(
    cells: &[Rfm],
    recency: &[String; 5],
    frequency: &[String; 5],
    axis: &str,
    label: &str,
    w: f64,
) -> Picture {
    let big = w > NARROW;
    let (left, top, bottom) = if big {
        (widest(frequency, Type::Plain, 60.0) + 18.0, 4.0, 62.0)
    } else {
        (36.0, 4.0, 58.0)
    };
    let cell = (w - left) / 5.0;
    let row = if big { 74.0 } else { 62.0 };
    let mut c = Canvas::new(w, top + row * 5.0 + bottom);
    for r in 0..5 {
        for f in 0..5 {
            let (x, y) = (left + cell * f64::from(r), top + row * f64::from(f));
            c.rect(x + 2.0, y + 2.0, cell - 4.0, row - 4.0, Ink::Sunken, 4);
            if !cells.iter().any(|g| g.r == r + 1 && g.f == 5 - f) {
                c.text(
                    x + cell / 2.0,
                    y + row / 2.0 + 4.0,
                    "–",
                    Type::Axis,
                    At::Middle,
                );
            }
        }
    }
    for g in cells {
        let x = left + cell * (f64::from(g.r.clamp(1, 5)) - 1.0);
        let y = top + row * (5.0 - f64::from(g.f.clamp(1, 5)));
        let (pad, base, bar) = if big {
            (12.0, 26.0, 28.0)
        } else {
            (6.0, 22.0, 24.0)
        };
        let set = if big { Type::Big } else { Type::Label };
        c.text(x + pad, y + base, &g.count, set, At::Start);
        if big && text_width(&g.count, set) + text_width(&g.share, Type::Axis) + 30.0 < cell {
            c.text(x + cell - pad, y + base, &g.share, Type::Axis, At::End);
        }
        let mut bx = x + pad;
        for &(ink, share) in &g.groups {
            let part = (cell - 2.0 * pad) * share.clamp(0.0, 1.0);
            let gap = if part > 2.0 { 1.0 } else { 0.0 };
            c.rect(bx, y + row - bar, part - gap, 12.0, ink, 0);
            bx += part;
        }
        let mark = Mark::new(&g.key, g.label.clone(), g.tip.clone());
        c.mark(x + 2.0, y + 2.0, cell - 4.0, row - 4.0, mark);
    }
    for (i, name) in recency.iter().enumerate() {
        let x = left + cell * (i as f64 + 0.5);
        let y = top + row * 5.0 + 18.0;
        if big {
            c.text(x, y, name, Type::Axis, At::Middle);
            c.text(x, y + 16.0, &format!("R {}", i + 1), Type::Axis, At::Middle);
        } else {
            c.text(x, y, &format!("R {}", i + 1), Type::Axis, At::Middle);
        }
    }
    for (i, name) in frequency.iter().enumerate() {
        let y = top + row * (4.0 - i as f64) + row / 2.0;
        if big {
            c.text(left - 10.0, y - 2.0, name, Type::Plain, At::End);
            c.text(
                left - 10.0,
                y + 14.0,
                &format!("F {}", i + 1),
                Type::Axis,
                At::End,
            );
        } else {
            c.text(
                left - 8.0,
                y + 4.0,
                &format!("F {}", i + 1),
                Type::Axis,
                At::End,
            );
        }
    }
    c.text(w - 2.0, c.h - 4.0, axis, Type::Axis, At::End);
    c.finish(label)
}
