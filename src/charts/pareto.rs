//! The Pareto curve: how few products make most of the value.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
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

const LEFT: f64 = 46.0;
const TOP: f64 = 14.0;
const HIGH: f64 = 300.0;
const BELOW: f64 = 46.0;

/// Share of products and share of value in a picture `w` pixels wide.
fn scales(w: f64) -> (Linear, Linear) {
    (
        Linear::new(0.0, 1.0, LEFT, w - 12.0),
        Linear::new(0.0, 1.0, HIGH - BELOW, TOP),
    )
}

/// Where the curve reaches a share of value, in pixels; `points` in order.
pub fn along(w: f64, points: &[(f64, f64)], value: f64) -> (f64, f64) {
    let (x, y) = scales(w);
    let after = points.iter().position(|p| p.1 >= value);
    let after = after.unwrap_or(points.len().saturating_sub(1));
    let at = |i: usize| points.get(i).copied().unwrap_or_default();
    let (a, b) = (at(after.saturating_sub(1)), at(after));
    let part = if b.1 > a.1 {
        ((value - a.1) / (b.1 - a.1)).clamp(0.0, 1.0)
    } else {
        1.0
    };
    (
        x.at(a.0 + part * (b.0 - a.0)),
        y.at(a.1 + part * (b.1 - a.1)),
    )
}

/// The share of value, in whole per cent, at which the curve is nearest to a place in the picture, in pixels.
pub fn nearest(w: f64, points: &[(f64, f64)], place: (f64, f64)) -> f64 {
    let far = |value: &f64| {
        let (x, y) = along(w, points, *value);
        (x - place.0).hypot(y - place.1)
    };
    let all = (1..=100).map(|per_cent| f64::from(per_cent) / 100.0);
    all.min_by(|a, b| far(a).total_cmp(&far(b)))
        .unwrap_or_default()
}

/// Draws the curve; `percent` writes a share.
pub fn pareto(data: &Pareto, w: f64, percent: &dyn Fn(f64) -> String) -> Picture {
    let (x, y) = scales(w);
    let (left, top, bottom) = (LEFT, TOP, HIGH - BELOW);
    let h = HIGH;
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
        let mark = Mark::new(key, label, tip.clone());
        // The dot is for drawing it along the curve, the words are for looking and clicking.
        let wide = wide.max(text_width(&words[1], Type::Plain));
        let from = if at == At::End { tx - wide } else { tx };
        c.mark(from - 4.0, base - 14.0, wide + 8.0, 36.0, mark);
    }
    c.finish(&data.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_along_the_curve_stays_on_it() {
        let points = [(0.0, 0.0), (0.1, 0.5), (0.4, 0.9), (1.0, 1.0)];
        assert_eq!(along(658.0, &points, 0.5), (46.0 + 60.0, 134.0));
        assert_eq!(along(658.0, &points, 0.7), (46.0 + 150.0, 86.0));
        for per_cent in 1..=100 {
            let value = f64::from(per_cent) / 100.0;
            let (x, y) = along(658.0, &points, value);
            assert_eq!(nearest(658.0, &points, (x + 0.2, y - 0.2)), value);
        }
        // Far away it is the nearest end.
        assert_eq!(nearest(658.0, &points, (2_000.0, -50.0)), 1.0);
        assert_eq!(nearest(658.0, &points, (0.0, 2_000.0)), 0.01);
        // Nothing was sold: nowhere, but no failure.
        assert_eq!(along(658.0, &[], 0.5), (46.0, 254.0));
    }
}
