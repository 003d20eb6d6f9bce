//! Lines over time: one measure, and the same measure a period earlier.

use super::canvas::{At, Canvas, Stroke, text_width};
use super::ink::{Ink, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::{NARROW, Write};

/// One period of a [`Trend`].
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// What the panel calls it.
    pub key: String,
    /// The word under the axis.
    pub name: String,
    /// The value now.
    pub now: f64,
    /// The value a period earlier, where there is one.
    pub before: Option<f64>,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the point, on hover and focus.
    pub tip: Tip,
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
    let (h, right, top, bottom) = if big {
        (396.0, 12.0, 20.0, 28.0)
    } else {
        (250.0, 4.0, 24.0, 26.0)
    };
    let all = data
        .points
        .iter()
        .flat_map(|p| [Some(p.now), p.before])
        .flatten();
    let y = Linear::round(all, if big { 4 } else { 3 }, h - bottom, top);
    let ticks = y.ticks(if big { 4 } else { 3 });
    let left = ticks
        .iter()
        .map(|&t| text_width(&axis(t), Type::Axis))
        .fold(20.0, f64::max)
        + 10.0;
    let mut c = Canvas::new(w, h);
    for &t in &ticks {
        let ink = if t == 0.0 { Ink::Axis } else { Ink::Grid };
        c.line(&[(left, y.at(t)), (w - right, y.at(t))], ink, Stroke::Hair);
        c.text(left - 8.0, y.at(t) + 4.0, &axis(t), Type::Axis, At::End);
    }
    let n = data.points.len();
    if n == 0 {
        return c.finish(&data.label);
    }
    let step = (w - left - right) / n as f64;
    let x = |i: usize| left + step * (i as f64 + 0.5);
    names_below(
        &c,
        &data
            .points
            .iter()
            .map(|p| p.name.as_str())
            .collect::<Vec<_>>(),
        &x,
        h - 8.0,
        step,
    );

    let before: Vec<_> = data
        .points
        .iter()
        .enumerate()
        .filter_map(|(i, p)| p.before.map(|v| (x(i), y.at(v))))
        .collect();
    let now: Vec<_> = data
        .points
        .iter()
        .enumerate()
        .map(|(i, p)| (x(i), y.at(p.now)))
        .collect();
    c.line(&before, Ink::Compare, Stroke::Thin);
    c.line(&now, Ink::Mark, Stroke::Line);
    if step >= 12.0 {
        for &(px, py) in &before {
            c.dot(px, py, 2.0, Ink::Compare, 1.0);
        }
    }
    if step >= 12.0 || n == 1 {
        for &(px, py) in &now {
            c.dot(px, py, 3.0, Ink::Mark, 1.0);
        }
    }
    name_the_lines(&c, data, &now, &y, (left, w - right));

    // A target is at least 24 pixels wide; where points are closer, one box covers neighbours.
    let group = ((24.0 / step).ceil() as usize).max(1);
    for (first, points) in neighbours(&data.points, group) {
        let ink_top = (first.saturating_sub(1)..(first + points.len() + 1).min(n))
            .map(|i| {
                y.at(data.points[i]
                    .now
                    .max(data.points[i].before.unwrap_or(f64::MIN)))
            })
            .fold(h, f64::min);
        let mark = match points {
            [one] => Mark::new(&one.key, one.label.clone(), one.tip.clone()),
            many => together(many),
        };
        c.mark(
            left + step * first as f64,
            top,
            step * points.len() as f64,
            h - top - bottom,
            mark.pointing(ink_top),
        );
    }
    c.finish(&data.label)
}

/// Runs of at least `group`, with the place of their first; what is left over joins the last one.
pub(super) fn neighbours<T>(all: &[T], group: usize) -> Vec<(usize, &[T])> {
    let runs = (all.len() / group).max(1);
    let end = |run: usize| {
        if run + 1 == runs {
            all.len()
        } else {
            (run + 1) * group
        }
    };
    (0..runs)
        .map(|run| (run * group, &all[run * group..end(run)]))
        .collect()
}

fn together(points: &[Point]) -> Mark {
    let first = points.first().map_or("", |p| p.name.as_str());
    let last = points.last().map_or("", |p| p.name.as_str());
    let rows = points
        .iter()
        .filter_map(|p| {
            p.tip
                .rows
                .first()
                .map(|(_, value)| (p.tip.title.clone(), value.clone()))
        })
        .take(8)
        .collect();
    let label: Vec<_> = points.iter().map(|p| p.label.as_str()).collect();
    let key = points.first().map_or("", |p| p.key.as_str());
    Mark::new(
        key,
        label.join("; "),
        Tip::new(&format!("{first} – {last}"), rows),
    )
}

fn name_the_lines(
    c: &Canvas,
    data: &Trend,
    now: &[(f64, f64)],
    y: &Linear,
    (left, right): (f64, f64),
) {
    let last = now.len() - 1;
    let Some(&(lx, ly)) = now.last() else { return };
    let has_before = data.points.iter().any(|p| p.before.is_some());
    if let Some((_, value)) = data.points[last].tip.rows.first() {
        c.over(lx - 10.0, (ly - 8.0).max(12.0), value, Type::Label, At::End);
    }
    if !has_before || now.len() < 4 {
        return;
    }
    // The names stand where the lines are furthest apart, away from both ends.
    let apart = |i: usize| {
        data.points[i]
            .before
            .map_or(0.0, |b| (y.at(b) - y.at(data.points[i].now)).abs())
    };
    let inner = 1..last;
    let Some(at) = inner.max_by(|&a, &b| apart(a).total_cmp(&apart(b))) else {
        return;
    };
    let Some(b) = data.points[at].before else {
        return;
    };
    let (ny, by) = (now[at].1, y.at(b));
    let (up, down) = (ny.min(by) - 10.0, ny.max(by) + 20.0);
    let place = |width: f64| {
        let x = now[at].0;
        if x + width / 2.0 > right {
            (right, At::End)
        } else if x - width / 2.0 < left {
            (left + 4.0, At::Start)
        } else {
            (x, At::Middle)
        }
    };
    let (x, anchor) = place(text_width(&data.now, Type::Accent));
    c.over(
        x,
        if ny <= by { up } else { down },
        &data.now,
        Type::Accent,
        anchor,
    );
    let (x, anchor) = place(text_width(&data.before, Type::Plain));
    c.over(
        x,
        if ny <= by { down } else { up },
        &data.before,
        Type::Plain,
        anchor,
    );
}

/// Writes the names of columns below the axis, as many as there is room for; the last one is always there.
pub(super) fn names_below(c: &Canvas, names: &[&str], x: &dyn Fn(usize) -> f64, y: f64, step: f64) {
    let widest = names
        .iter()
        .map(|n| text_width(n, Type::Axis))
        .fold(0.0, f64::max)
        + 8.0;
    let every = ((widest / step.max(0.1)).ceil() as usize).max(1);
    let last = names.len().saturating_sub(1);
    for (i, name) in names.iter().enumerate() {
        if (last - i).is_multiple_of(every) {
            let half = text_width(name, Type::Axis) / 2.0;
            let at = x(i).min(c.w - half).max(half);
            c.text(at, y, name, Type::Axis, At::Middle);
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
