//! Who with whom: a square of things, each cell says how much two of them belong together.

use super::NARROW;
use super::canvas::{At, Canvas};
use super::ink::{Ink, Type};
use super::mark::{Mark, Picture, Tip};
use super::text::{name_room, text_width};

/// One cell of a [`Matrix`].
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixCell {
    /// What the panel calls it.
    pub key: String,
    /// The value in words.
    pub text: String,
    /// The step of the diverging ramp, 5 (as chance) to 9 (far more).
    pub step: u8,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the cell, on hover and focus.
    pub tip: Tip,
}

/// Things against the same things.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// What the picture shows, in words.
    pub label: String,
    /// The things, those that belong together beside each other.
    pub names: Vec<String>,
    /// Row by row; none where nothing is known.
    pub cells: Vec<Vec<Option<MatrixCell>>>,
}

/// The narrowest cell that a finger hits.
const CELL: f64 = 27.0;

/// Draws the matrix: as many of the first things as there is room for; the table behind the picture has all.
pub fn matrix(data: &Matrix, w: f64) -> Picture {
    let big = w > NARROW;
    let number = 22.0;
    let left = name_room(&data.names, w).min(w * 0.36) + number;
    let n = data
        .names
        .len()
        .min(((w - left) / CELL).floor().max(1.0) as usize);
    let cell = (w - left) / n.max(1) as f64;
    let row = if big { 30.0 } else { 28.0 };
    let h = row * n as f64 + 24.0;
    let mut c = Canvas::new(w, h);
    for (i, (name, cells)) in data.names.iter().zip(&data.cells).take(n).enumerate() {
        let y = row * i as f64;
        let room = left - number - 6.0;
        c.lines(
            0.0,
            y + row / 2.0,
            [(name.as_str(), Type::Plain)],
            room,
            At::Start,
        );
        let nth = (i + 1).to_string();
        c.text(left - 8.0, y + row / 2.0 + 4.0, &nth, Type::Axis, At::End);
        let mid = left + cell * (i as f64 + 0.5);
        c.text(mid, h - 6.0, &nth, Type::Axis, At::Middle);
        for (j, found) in cells.iter().take(n).enumerate() {
            let (x, y) = (left + cell * j as f64 + 1.0, y + 1.0);
            let (wide, high) = (cell - 2.0, row - 2.0);
            let Some(found) = found else {
                let ink = if i == j { Ink::Surface } else { Ink::Sunken };
                c.rect(x, y, wide, high, ink, 2);
                continue;
            };
            c.rect(x, y, wide, high, Ink::Diverging(found.step), 2);
            if text_width(&found.text, Type::Plain) < wide + 6.0 {
                let set = Type::OnDiverging(found.step);
                c.text(
                    x + wide / 2.0,
                    y + high / 2.0 + 4.0,
                    &found.text,
                    set,
                    At::Middle,
                );
            }
            let mark = Mark::new(&found.key, found.label.clone(), found.tip.clone());
            c.mark(x, y, wide, high, mark);
        }
    }
    c.finish(&data.label)
}
