//! Lines over time: one measure, and the same measure a period earlier.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::labels::{LabelSpace, order};
use super::mark::Picture;
use super::periods::{Layout, Period, TimeAxes};
use super::scale::Linear;
use super::text::text_width;
use super::{NARROW, Write};

/// One period of a [`Trend`].
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Which period it stands for.
    pub period: Period,
    /// The value now.
    pub now: f64,
    /// The value a period earlier, where there is one.
    pub before: Option<f64>,
}

/// A measure over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// What the picture shows, in words.
    pub label: String,
    /// The name of the line.
    pub now: String,
    /// The name of the line it is compared with.
    pub before: String,
    /// The periods, first to last.
    pub points: Vec<Point>,
}

/// Draws a line and, thinner, the line it is compared with; names stand on the lines.
pub fn trend(data: &Trend, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let layout = if big {
        Layout {
            w,
            h: 396.0,
            top: 20.0,
            right: 12.0,
            steps: 4,
        }
    } else {
        Layout {
            w,
            h: 250.0,
            top: 24.0,
            right: 4.0,
            steps: 3,
        }
    };
    let periods: Vec<_> = data.points.iter().map(|p| &p.period).collect();
    let values = data.points.iter().flat_map(|p| [Some(p.now), p.before]);
    let mut f = TimeAxes::new(layout, values.flatten(), &periods, axis);
    let n = data.points.len();
    if n == 0 {
        return f.c.finish(&data.label);
    }
    let each = || data.points.iter().enumerate();
    let now: Vec<_> = each().map(|(i, p)| (f.x(i), f.y.at(p.now))).collect();
    let before: Vec<_> = each()
        .filter_map(|(i, p)| p.before.map(|v| (f.x(i), f.y.at(v))))
        .collect();
    f.c.line(&before, Ink::Compare, Stroke::Thin);
    f.c.line(&now, Ink::Mark, Stroke::Line);
    if f.step >= 12.0 {
        for &(px, py) in &before {
            f.c.dot(px, py, 2.0, Ink::Compare, 1.0);
        }
    }
    if f.step >= 12.0 || n == 1 {
        for &(px, py) in &now {
            f.c.dot(px, py, 3.0, Ink::Mark, 1.0);
        }
    }
    name_the_lines(&f, data, &now, &before);
    let tops: Vec<_> = data
        .points
        .iter()
        .map(|p| f.y.at(p.now.max(p.before.unwrap_or(f64::MIN))))
        .collect();
    f.marks(&periods, |i| tops[i]);
    f.c.finish(&data.label)
}

/// Writes the last value, and the two names where the lines are furthest apart and no label covers a line.
fn name_the_lines(f: &TimeAxes, data: &Trend, now: &[(f64, f64)], before: &[(f64, f64)]) {
    let mut room = LabelSpace::new((f.left, 0.0, f.end(), f.y.at(0.0).max(40.0)));
    room.take_line(now);
    room.take_line(before);
    if let (Some(&(x, y)), Some(last)) = (now.last(), data.points.last())
        && let Some((_, value)) = last.period.tip.rows.first()
    {
        let (wide, base) = (text_width(value, Type::Label), (y - 8.0).max(12.0));
        room.take((x - 10.0 - wide, base - 12.0, x, base + 4.0));
        f.c.over(x - 10.0, base, value, Type::Label, At::End);
    }
    if before.len() != now.len() || now.len() < 4 {
        return;
    }
    let inner = 1..now.len() - 1;
    let inner: Vec<_> = order(inner.map(|i| -(now[i].1 - before[i].1).abs()))
        .map(|i| i + 1)
        .collect();
    for (name, set, own, other) in [
        (&data.now, Type::Accent, now, before),
        (&data.before, Type::Plain, before, now),
    ] {
        let wide = text_width(name, set);
        let spots = inner.iter().flat_map(|&i| {
            let (x, y) = own[i];
            let up = y <= other[i].1;
            [0.5, 0.0, 1.0].into_iter().flat_map(move |part| {
                [12.0, 20.0].map(|gap| {
                    let top = if up { y - gap - 12.0 } else { y + gap - 4.0 };
                    (x - wide * part, top)
                })
            })
        });
        if let Some(at) = room.place((wide, 16.0), None, spots) {
            f.c.over(at.x, at.y + 12.0, name, set, At::Start);
        }
    }
}

/// A line of a few pixels under a key figure, with the line of the period before.
pub fn spark(now: &[f64], before: &[f64], w: f64, h: f64) -> Picture {
    let c = Canvas::new(w, h);
    let all = || now.iter().chain(before).copied().filter(|v| v.is_finite());
    let (lo, hi) = (
        all().fold(f64::MAX, f64::min),
        all().fold(f64::MIN, f64::max),
    );
    let y = Linear::new(lo, hi, h - 4.0, 4.0);
    let n = now.len().max(before.len()).max(2);
    let x = |i: usize| 3.0 + (w - 6.0) * i as f64 / (n - 1) as f64;
    let points = |values: &[f64]| {
        values
            .iter()
            .enumerate()
            .map(|(i, &v)| (x(i), y.at(v)))
            .collect::<Vec<_>>()
    };
    if before.len() > 1 {
        c.line(&points(before), Ink::Compare, Stroke::Thin);
    }
    let line = points(now);
    c.line(&line, Ink::Mark, Stroke::Thin);
    if let Some(&(x, y)) = line.last() {
        c.dot(x, y, 2.5, Ink::Mark, 1.0);
    }
    c.finish("")
}
