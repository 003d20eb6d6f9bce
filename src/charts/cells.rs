//! Cells: what is typical for each segment, and the 5 × 5 grid of recency and frequency.

use super::NARROW;
use super::bars::name_room;
use super::canvas::{At, Canvas, Stroke, fit, text_width};
use super::ink::{Ink, Type};
use super::mark::{Mark, Picture, Tip};

/// One cell of a [`HeatRow`].
#[derive(Clone, Debug, PartialEq)]
pub struct GridCell {
    /// The value in words.
    pub text: String,
    /// The step of the diverging ramp, 1 (far weaker) to 9 (far stronger); 5 is typical.
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

/// Draws the heat map; the key of a mark is `row key`.
pub fn heat(data: &Heat, w: f64) -> Picture {
    let big = w > NARROW;
    let narrowest = 44.0;
    let names = data.rows.iter().map(|r| &r.name).chain([&data.all.0]);
    let wanted = if big {
        name_room(names, w) + 16.0
    } else {
        92.0
    };
    let n = data.columns.len().max(1) as f64;
    let left = wanted.min((w - narrowest * n).max(70.0));
    let cell = (w - left) / n;
    let heads: Vec<_> = data.columns.iter().map(|c| broken(c, cell - 4.0)).collect();
    let lines = heads.iter().map(Vec::len).max().unwrap_or(1);
    let (row, top) = (if big { 52.0 } else { 48.0 }, 10.0 + 15.0 * lines as f64);
    let h = top + row * (data.rows.len() as f64 + 1.0) + 6.0;
    let mut c = Canvas::new(w, h);
    for (j, words) in heads.iter().enumerate() {
        for (r, word) in words.iter().enumerate() {
            let y = top - 10.0 - 15.0 * (words.len() - 1 - r) as f64;
            c.text(
                left + cell * (j as f64 + 0.5),
                y,
                word,
                Type::Axis,
                At::Middle,
            );
        }
    }
    for (i, r) in data.rows.iter().enumerate() {
        let y = top + row * i as f64;
        let words = broken(&r.name, left - 20.0);
        c.rect(0.0, y + row / 2.0 - 6.0, 10.0, 10.0, r.ink, 2);
        for (k, word) in words.iter().enumerate() {
            let shift = (k as f64 - (words.len() - 1) as f64 / 2.0) * 14.0;
            c.text(
                16.0,
                y + row / 2.0 + 3.0 + shift,
                &fit(word, left - 18.0, Type::Label),
                Type::Label,
                At::Start,
            );
        }
        for (j, v) in r.cells.iter().enumerate() {
            let x = left + cell * j as f64;
            c.rect(
                x + 1.0,
                y + 1.0,
                cell - 2.0,
                row - 2.0,
                Ink::Diverging(v.step),
                3,
            );
            c.text(
                x + cell / 2.0,
                y + row / 2.0 + 4.0,
                &v.text,
                Type::OnDiverging(v.step),
                At::Middle,
            );
            let mark = Mark::new(&r.key, v.label.clone(), v.tip.clone());
            c.mark(x + 1.0, y + 1.0, cell - 2.0, row - 2.0, mark);
        }
    }
    let y = top + row * data.rows.len() as f64;
    c.line(&[(0.0, y + 4.0), (w, y + 4.0)], Ink::Grid, Stroke::Hair);
    c.text(0.0, y + row / 2.0 + 8.0, &data.all.0, Type::Axis, At::Start);
    for (j, text) in data.all.1.iter().enumerate() {
        c.text(
            left + cell * (j as f64 + 0.5),
            y + row / 2.0 + 8.0,
            text,
            Type::Axis,
            At::Middle,
        );
    }
    c.finish(&data.label)
}

fn broken(text: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}"), Type::Label) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(fit(word, room.max(24.0), Type::Label)),
        }
    }
    lines
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
        (84.0, 4.0, 62.0)
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
