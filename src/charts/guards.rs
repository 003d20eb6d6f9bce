//! Guardrails: the change with its interval, zero, and the limit that was agreed on, each over a scale of its own.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::intervals::{REACH, arrow, ends, holding};
use super::mark::{Mark, Picture, Tip};
use super::text::{broken, fit, text_width};

/// A guardrail.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    /// Its name.
    pub name: String,
    /// Where it stands, in a word.
    pub word: String,
    /// The colour of that word's dot.
    pub sign: Ink,
    /// The change with its interval, and the limit; none where the data do not say.
    pub change: Option<(f64, f64, f64, f64)>,
    /// Its figures in words.
    pub about: String,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the row, on hover and focus.
    pub tip: Tip,
}

/// Draws one row a guardrail: name and word, the line, the figures in words.
pub fn guards(rows: &[Guard], label: &str, w: f64) -> Picture {
    const LINE: f64 = 15.0;
    let words: Vec<_> = rows
        .iter()
        .map(|r| broken(&r.about, w, Type::Axis))
        .collect();
    let height = |r: &Guard, lines: usize| {
        26.0 + if r.change.is_some() { 28.0 } else { 0.0 } + LINE * lines as f64 + 10.0
    };
    let all = rows.iter().zip(&words);
    let high = all.map(|(r, lines)| height(r, lines.len())).sum();
    let mut c = Canvas::new(w, high);
    let mut y = 0.0;
    for (at, (r, lines)) in rows.iter().zip(&words).enumerate() {
        if at > 0 {
            c.line(&[(0.0, y), (w, y)], Ink::Grid, Stroke::Hair);
        }
        let word = text_width(&r.word, Type::Label);
        let name = fit(&r.name, w - word - 28.0, Type::Label);
        c.text(0.0, y + 19.0, &name, Type::Label, At::Start);
        c.text(w - 14.0, y + 19.0, &r.word, Type::Label, At::End);
        c.dot(w - 5.0, y + 15.0, 4.0, r.sign, 1.0);
        let mut base = y + 26.0;
        if let Some((value, low, high, limit)) = r.change {
            let (mid, room) = (base + 14.0, (6.0, w - 6.0));
            let x = holding(
                [value, limit].into_iter(),
                std::iter::once((low, high)),
                REACH,
                8,
                room,
            );
            c.line(&[(0.0, mid), (w, mid)], Ink::Grid, Stroke::Hair);
            let ink = match r.sign {
                Ink::Good => Ink::Mark,
                Ink::Bad => Ink::Bad,
                _ => Ink::Compare,
            };
            let [from, to] = ends(&x, low, high, room);
            c.line(&[(from.0, mid), (to.0, mid)], ink, Stroke::Line);
            for (at, is_left) in [(from, true), (to, false)] {
                if at.1 {
                    arrow(&c, at.0, mid, is_left, ink, Stroke::Line);
                }
            }
            let upright = |v: f64| [(x.at(v), mid - 9.0), (x.at(v), mid + 9.0)];
            c.line(&upright(0.0), Ink::Text, Stroke::Hair);
            c.line(&upright(limit), Ink::Bad, Stroke::Line);
            c.dot(x.at(value), mid, 4.0, ink, 1.0);
            base += 28.0;
        }
        for (i, line) in lines.iter().enumerate() {
            let down = base + 11.0 + LINE * i as f64;
            c.text(0.0, down, line, Type::Axis, At::Start);
        }
        let high = height(r, lines.len());
        let mark = Mark::new("", r.label.clone(), r.tip.clone());
        c.mark(0.0, y, w, high, mark);
        y += high;
    }
    c.finish(label)
}
