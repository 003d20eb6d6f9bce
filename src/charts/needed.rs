//! How much is needed to pay for an offer, by its size, against what is expected.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::labels::LabelSpace;
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::text::{text_width, widest};
use super::{NARROW, Write};

/// What is needed, by size.
#[derive(Clone, Debug, PartialEq)]
pub struct Needed {
    /// What the picture shows, in words.
    pub label: String,
    /// Size and what it needs, in order of size, each with its words and tip.
    pub points: Vec<(f64, f64, String, Tip)>,
    /// The size that is planned, and what is written there.
    pub at: (f64, String),
    /// The size from which what is expected is not enough, and what is written there.
    pub limit: Option<(f64, String)>,
    /// What is expected, and what is written there.
    pub expected: (f64, String),
    /// What is plausible, from and to, and what is written there.
    pub plausible: (f64, f64, String),
    /// What stands under the axis.
    pub axis: String,
}

/// Draws the line, in the colour of a loss where it needs more than is expected.
pub fn needed(data: &Needed, w: f64, size: Write, axis: Write) -> Picture {
    let big = w > NARROW;
    let (h, top) = if big { (336.0, 16.0) } else { (276.0, 16.0) };
    let bottom = h - 46.0;
    let (expected, words) = &data.expected;
    let (low, high, plausible) = &data.plausible;
    let planned = at(&data.points, data.at.0);
    // What needs far more than is plausible is beyond the picture.
    let most = [*expected, *high, planned].into_iter().fold(0.0, f64::max) * 1.15;
    let y = Linear::round([most, low.min(0.0)], 4, bottom, top);
    let ticks = y.ticks(5);
    let left = widest(ticks.iter().map(|&t| axis(t)), Type::Axis, 16.0) + 10.0;
    let right = w - 12.0;
    let (_, ceiling) = y.ends();
    let shown = clipped(&data.points, ceiling);
    let sizes = shown.iter().map(|p| p.0).chain([data.at.0]);
    let widest_size = sizes.fold(0.0, f64::max);
    let x = Linear::new(0.0, widest_size, left, right);
    let mut c = Canvas::new(w, h);
    let band = (y.at(high.min(ceiling)), y.at(*low));
    c.rect_faint(
        left,
        band.0,
        right - left,
        band.1 - band.0,
        Ink::MarkSoft,
        0,
        0.45,
    );
    for &t in &ticks {
        let ink = if t == 0.0 { Ink::Axis } else { Ink::Grid };
        c.line(&[(left, y.at(t)), (right, y.at(t))], ink, Stroke::Hair);
        c.text(left - 8.0, y.at(t) + 4.0, &axis(t), Type::Axis, At::End);
    }
    for t in x.ticks(if big { 5 } else { 4 }) {
        let words = size(t);
        let half = text_width(&words, Type::Axis) / 2.0;
        c.text(
            x.at(t).min(w - half),
            bottom + 17.0,
            &words,
            Type::Axis,
            At::Middle,
        );
    }
    c.text(right, h - 6.0, &data.axis, Type::Axis, At::End);
    let line_at = y.at(*expected);
    c.line(
        &[(left, line_at), (right, line_at)],
        Ink::Mark,
        Stroke::Line,
    );
    let (fine, over): (Vec<_>, Vec<_>) = match &data.limit {
        Some((limit, _)) => {
            let edge = (*limit, at(&data.points, *limit));
            let before = shown.iter().copied().filter(|p| p.0 < *limit).chain([edge]);
            let after = shown.iter().copied().filter(|p| p.0 > *limit);
            (
                before.collect(),
                std::iter::once(edge).chain(after).collect(),
            )
        }
        None => (shown.clone(), Vec::new()),
    };
    let place = |p: &(f64, f64)| (x.at(p.0), y.at(p.1.min(ceiling)));
    let (fine, over): (Vec<_>, Vec<_>) = (
        fine.iter().map(place).collect(),
        over.iter().map(place).collect(),
    );
    c.line(&fine, Ink::Text, Stroke::Line);
    c.line(&over, Ink::Bad, Stroke::Line);

    let mut room = LabelSpace::new((left, 0.0, right + 8.0, bottom));
    room.take_line(&fine);
    room.take_line(&over);
    room.take((left, line_at - 2.0, right, line_at + 2.0));
    let dot = (x.at(data.at.0), y.at(planned.min(ceiling)));
    let crossing = data
        .limit
        .as_ref()
        .map(|(limit, words)| ((x.at(*limit), line_at), words));
    c.dot(dot.0, dot.1, 5.0, Ink::Text, 1.0);
    room.take((dot.0 - 6.0, dot.1 - 6.0, dot.0 + 6.0, dot.1 + 6.0));
    let mut write = |(px, py): (f64, f64), words: &str, set: Type| {
        let wide = text_width(words, set);
        let spots = [12.0, 20.0, 34.0].into_iter().flat_map(|gap| {
            let (above, below) = (py - gap - 14.0, py + gap - 6.0);
            [0.0, 0.5, 1.0].into_iter().flat_map(move |part| {
                let left = px + 6.0 - (wide + 12.0) * part;
                [(left, below), (left, above)]
            })
        });
        if let Some(spot) = room.place((wide, 15.0), None, spots) {
            c.over(spot.x, spot.y + 12.0, words, set, At::Start);
        }
    };
    if let Some((place, words)) = crossing {
        c.dot(place.0, place.1, 5.0, Ink::Bad, 1.0);
        write(place, words, Type::Bad);
    }
    write(dot, &data.at.1, Type::Label);
    let mut lay = |words: &str, y: f64, set: Type| {
        let wide = text_width(words, set);
        let spots = [left + 8.0, right - wide - 4.0, (left + right - wide) / 2.0];
        let spots = spots.map(|x| (x, y));
        if let Some(spot) = room.free((wide, 15.0), spots) {
            c.over(spot.x, spot.y + 12.0, words, set, At::Start);
        }
    };
    lay(words, line_at - 19.0, Type::Accent);
    if big && band.1 - band.0 > 44.0 {
        lay(plausible, band.1 - 19.0, Type::Plain);
    }
    marks(
        &mut c,
        data,
        |v| x.at(v),
        |v| y.at(v.min(ceiling)),
        (top, bottom, right),
    );
    c.finish(&data.label)
}

/// What a size needs, between the points.
fn at(points: &[(f64, f64, String, Tip)], size: f64) -> f64 {
    let after = points.iter().position(|p| p.0 >= size);
    let value = |i: usize| points.get(i).map_or((0.0, 0.0), |p| (p.0, p.1));
    let last = points.len().saturating_sub(1);
    let b = value(after.unwrap_or(last));
    let a = value(after.unwrap_or(last).saturating_sub(1));
    if b.0 > a.0 && size < b.0 {
        a.1 + (b.1 - a.1) * (size - a.0) / (b.0 - a.0)
    } else {
        b.1
    }
}

/// The line up to where it leaves the picture.
fn clipped(points: &[(f64, f64, String, Tip)], ceiling: f64) -> Vec<(f64, f64)> {
    let mut line: Vec<(f64, f64)> = Vec::new();
    for (size, need, ..) in points {
        if *need <= ceiling {
            line.push((*size, *need));
            continue;
        }
        if let Some(&(from, low)) = line.last()
            && *need > low
        {
            line.push((
                from + (size - from) * (ceiling - low) / (need - low),
                ceiling,
            ));
        }
        break;
    }
    line
}

/// One target for neighbouring sizes, which speaks of the last of them.
fn marks(
    c: &mut Canvas,
    data: &Needed,
    x: impl Fn(f64) -> f64,
    y: impl Fn(f64) -> f64,
    (top, bottom, right): (f64, f64, f64),
) {
    let mut from = x(0.0);
    for (i, (size, need, label, tip)) in data.points.iter().enumerate() {
        let to = x(*size).min(right);
        let is_last = i + 1 == data.points.len() || x(*size) >= right;
        if to - from < 25.0 && !(is_last && to - from >= 24.0) {
            continue;
        }
        let mark = Mark::new("", label.clone(), tip.clone()).pointing(y(*need));
        c.mark(from, top, to - from, bottom - top, mark);
        from = to;
        if is_last {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_where_it_leaves_the_picture_and_is_read_between_its_points() {
        let points = [(0.0, 1.0), (10.0, 2.0), (20.0, 6.0), (30.0, 30.0)];
        let points = points.map(|(size, need)| (size, need, String::new(), Tip::default()));
        assert_eq!(
            clipped(&points, 4.0),
            [(0.0, 1.0), (10.0, 2.0), (15.0, 4.0)]
        );
        assert_eq!(at(&points, 15.0), 4.0);
        assert_eq!(at(&points, 20.0), 6.0);
        assert_eq!(at(&points, 99.0), 30.0);
        assert_eq!(at(&[], 5.0), 0.0);
    }
}
