//! The Pareto curve: how few products make most of the value.

use super::canvas::{At, Canvas, Stroke};
use super::ink::{Ink, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::text::text_width;

/// A curve from 0 to 1 on both axes with cut-offs.
#[derive(Clone, Debug, PartialEq)]
pub struct Pareto {
    /// What the picture shows, in words.
    pub label: String,
    /// Share of products and share of value, in order.
    pub points: Vec<(f64, f64)>,
    /// Where A and B end: share of products and of value, two lines of words, key, tip.
    pub cuts: Vec<(f64, f64, [String; 2], String, Tip)>,
    /// What stands under the axis.
    pub axis: String,
}

/// Draws the curve; `percent` writes a share.
pub fn pareto(data: &Pareto, w: f64, percent: &dyn Fn(f64) -> String) -> Picture {
    let (left, top, h) = (46.0, 14.0, 300.0);
    let bottom = h - 46.0;
    let x = Linear::new(0.0, 1.0, left, w - 12.0);
    let y = Linear::new(0.0, 1.0, bottom, top);
    let mut c = Canvas::new(w, h);
    let mut from = 0.0;
    for (i, cut) in data.cuts.iter().enumerate() {
        let alpha = if i == 0 { 0.14 } else { 0.06 };
        let wide = x.at(cut.0) - x.at(from);
        c.rect_faint(x.at(from), top, wide, bottom - top, Ink::Mark, 0, alpha);
        from = cut.0;
    }
    for t in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let ink = if t == 0.0 { Ink::Axis } else { Ink::Grid };
        c.line(&[(left, y.at(t)), (w - 12.0, y.at(t))], ink, Stroke::Hair);
        c.text(left - 8.0, y.at(t) + 4.0, &percent(t), Type::Axis, At::End);
    }
    for (t, at) in [(0.0, At::Start), (0.5, At::Middle), (1.0, At::End)] {
        c.text(x.at(t), bottom + 18.0, &percent(t), Type::Axis, at);
    }
    c.text(w - 12.0, h - 6.0, &data.axis, Type::Axis, At::End);
    let line: Vec<_> = data.points.iter().map(|p| (x.at(p.0), y.at(p.1))).collect();
    c.line(&line, Ink::Mark, Stroke::Line);
    let mut lowest = top;
    for (share, value, words, key, tip) in &data.cuts {
        let (px, py) = (x.at(*share), y.at(*value));
        c.line(&[(px, py), (px, bottom)], Ink::Axis, Stroke::Hair);
        c.dot(px, py, 5.0, Ink::Mark, 1.0);
        // Below the curve there is always room, and below the words before.
        let base = (py + 28.0).max(lowest + 40.0);
        lowest = base;
        let wide = text_width(&words[0], Type::Label);
        let (tx, at) = if px + 10.0 + wide > w - 12.0 {
            (px - 10.0, At::End)
        } else {
            (px + 10.0, At::Start)
        };
        c.over(tx, base, &words[0], Type::Label, at);
        c.over(tx, base + 16.0, &words[1], Type::Plain, at);
        let label = format!("{} {}", words[0], words[1]);
        let mark = Mark::new(key, label, tip.clone()).round();
        c.mark(px - 12.0, py - 12.0, 24.0, 24.0, mark);
    }
    c.finish(&data.label)
}
