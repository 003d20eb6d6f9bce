//! Nine boxes: value class by steadiness, shaded by share of value.

use super::NARROW;
use super::canvas::{At, Canvas};
use super::ink::{Ink, Type};
use super::mark::{Mark, Picture};
use super::text::fit;

/// One box.
#[derive(Clone, Debug, PartialEq)]
pub struct Nine {
    /// Row from above, 0 to 2.
    pub row: usize,
    /// Column from the left, 0 to 2.
    pub column: usize,
    /// The number in it, in words.
    pub count: String,
    /// Two lines below the number: what it is worth, what to do.
    pub lines: [String; 2],
    /// The share that shades it.
    pub share: f64,
    /// Whether its products are listed.
    pub on: bool,
    /// What answers to hover, focus and click.
    pub mark: Mark,
}

/// From these shares on a box is a step darker, so that small shares differ, too.
const STEPS: [f64; 6] = [0.005, 0.02, 0.05, 0.1, 0.2, 0.3];

/// The step of the ramp for a share of value, 1 to 7.
fn step(share: f64) -> u8 {
    STEPS
        .iter()
        .fold(1, |step, &least| step + u8::from(share >= least))
}

/// Draws the boxes; `rows` have a letter and words, `columns` have words.
pub fn nine(
    boxes: &[Nine],
    rows: &[(String, String); 3],
    columns: &[String; 3],
    label: &str,
    w: f64,
) -> Picture {
    let big = w > NARROW;
    let (left, top, high) = if big {
        (88.0, 24.0, 112.0)
    } else {
        (24.0, 24.0, 92.0)
    };
    let wide = (w - left) / 3.0;
    let mut c = Canvas::new(w, top + high * 3.0 + 2.0);
    for (i, name) in columns.iter().enumerate() {
        let x = left + wide * (i as f64 + 0.5);
        let name = fit(name, wide - 4.0, Type::Label);
        c.text(x, top - 10.0, &name, Type::Label, At::Middle);
    }
    for (i, (letter, words)) in rows.iter().enumerate() {
        let y = top + high * (i as f64 + 0.5);
        c.text(0.0, y - 2.0, letter, Type::Big, At::Start);
        if big {
            let words = fit(words, left - 8.0, Type::Axis);
            c.text(0.0, y + 15.0, &words, Type::Axis, At::Start);
        }
    }
    for b in boxes {
        let x = left + wide * b.column as f64 + 2.0;
        let y = top + high * b.row as f64 + 2.0;
        let (bw, bh) = (wide - 4.0, high - 4.0);
        let step = step(b.share);
        c.rect(x, y, bw, bh, Ink::Sequential(step), 4);
        if b.on {
            c.frame(x, y, bw, bh, Ink::Text);
        }
        let pad = if big { 12.0 } else { 7.0 };
        c.text(
            x + pad,
            y + 28.0,
            &b.count,
            Type::BigOnSequential(step),
            At::Start,
        );
        for (i, (line, set)) in b
            .lines
            .iter()
            .zip([Type::OnSequential(step), Type::LabelOnSequential(step)])
            .enumerate()
        {
            let below =
                y + if big { 50.0 } else { 46.0 } + if big { 26.0 } else { 22.0 } * i as f64;
            // Narrow boxes say how much and leave the rest to the hint and the table.
            let line = match line.split_once(" of ") {
                Some((share, _)) if !big => share,
                _ => line,
            };
            let fitted = fit(line, bw - 2.0 * pad + 4.0, set);
            if big || fitted == *line {
                c.text(x + pad, below, &fitted, set, At::Start);
            }
        }
        c.mark(x, y, bw, bh, b.mark.clone());
    }
    c.finish(label)
}
