//! Ways to do something side by side: what each brings, by how well it works, and where that is expected to be.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::labels::LabelSpace;
use super::mark::{Mark, Picture};
use super::scale::Linear;
use super::text::{text_width, widest};
use super::{NARROW, Write};

/// One way.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Its letter.
    pub letter: String,
    /// Its name at the end of its line.
    pub name: String,
    /// Both ends of its line: how well it works, and what that brings.
    pub ends: [(f64, f64); 2],
    /// How well it is expected to work, and what is plausible: expected, from, to.
    pub expected: (f64, f64, f64),
    /// Whether it is the one that is planned.
    pub on: bool,
    /// Its dot.
    pub mark: Mark,
}

type Point = (f64, f64);

impl Way {
    /// What it brings when it works so well.
    fn at(&self, x: f64) -> f64 {
        let [a, b] = self.ends;
        if b.0 > a.0 {
            a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0)
        } else {
            a.1
        }
    }

    /// Where it neither gains nor loses, inside a range.
    fn zero(&self, from: f64, to: f64) -> Option<f64> {
        let (a, b) = (self.at(from), self.at(to));
        let is_crossed = (a < 0.0) != (b < 0.0);
        is_crossed.then(|| from + (to - from) * a / (a - b))
    }
}

/// Draws a line for each way: thick where it is plausible, in the colour of a loss below zero, a lettered dot where it is
/// expected.
pub fn ways(all: &[Way], label: &str, axis: &str, w: f64, size: Write, money: Write) -> Picture {
    let big = w > NARROW;
    let (h, top) = if big { (344.0, 18.0) } else { (316.0, 18.0) };
    let bottom = h - 46.0;
    let mut c = Canvas::new(w, h);
    let spans = all.iter().flat_map(|way| [way.ends[0].0, way.ends[1].0]);
    let (from, to) = spans.fold((0.0_f64, 0.0_f64), |(lo, hi), v| (lo.min(v), hi.max(v)));
    let plausible = all.iter().flat_map(|way| {
        let (expected, low, high) = way.expected;
        [expected, low.max(from), high.min(to)].map(|x| way.at(x))
    });
    let y = Linear::round(plausible, 5, bottom, top);
    let ticks = y.ticks(6);
    let left = widest(ticks.iter().map(|&t| money(t)), Type::Axis, 16.0) + 10.0;
    let names = all.iter().map(|way| format!("{} {}", way.letter, way.name));
    let names: Vec<_> = names.collect();
    let right = if big {
        w - (widest(&names, Type::Accent, 0.0) + 14.0).min(w * 0.3)
    } else {
        w - 8.0
    };
    let x = Linear::new(from, to, left, right);
    for &t in &ticks {
        let (ink, stroke) = match t == 0.0 {
            true => (Ink::Text, Stroke::Thin),
            false => (Ink::Grid, Stroke::Hair),
        };
        c.line(&[(left, y.at(t)), (right, y.at(t))], ink, stroke);
        c.text(left - 8.0, y.at(t) + 4.0, &money(t), Type::Axis, At::End);
    }
    for t in x.ticks(if big { 6 } else { 4 }) {
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
    c.text(right, h - 6.0, axis, Type::Axis, At::End);

    let place = |(a, b): Point| (x.at(a), y.at(b));
    let (floor, ceiling) = y.ends();
    let mut room = LabelSpace::new((left, 0.0, w, bottom));
    let mut stops = Vec::new();
    // The one that is planned lies on top.
    let (planned, others): (Vec<_>, Vec<_>) = all.iter().partition(|way| way.on);
    for way in others.into_iter().chain(planned) {
        let ink = if way.on { Ink::Mark } else { Ink::Compare };
        let Some(thin) = cut(way.ends, floor, ceiling) else {
            continue;
        };
        let thin_line = thin.map(place);
        c.line(&thin_line, ink, Stroke::Fine);
        stops.push((way, thin_line));
        let (_, low, high) = way.expected;
        let (low, high) = (low.max(thin[0].0), high.min(thin[1].0));
        if high <= low {
            continue;
        }
        let edges = [Some(low), way.zero(low, high), Some(high)];
        let edges: Vec<f64> = edges.into_iter().flatten().collect();
        for pair in edges.windows(2) {
            let middle = way.at(f64::midpoint(pair[0], pair[1]));
            let ink = if middle < 0.0 { Ink::Bad } else { ink };
            let line = [pair[0], pair[1]].map(|at| place((at, way.at(at))));
            c.line(&line, ink, Stroke::Wide);
            room.take_line(&line);
        }
    }
    for way in all {
        let dot = place((way.expected.0, way.at(way.expected.0)));
        let ink = if way.on { Ink::Mark } else { Ink::Compare };
        c.dot(dot.0, dot.1, 6.5, Ink::Surface, 1.0);
        c.dot(dot.0, dot.1, 5.0, ink, 1.0);
        room.take((dot.0 - 6.0, dot.1 - 6.0, dot.0 + 6.0, dot.1 + 6.0));
    }
    for way in all {
        let dot = place((way.expected.0, way.at(way.expected.0)));
        let around = [18.0, 26.0, 38.0, 52.0].into_iter().flat_map(|far| {
            [
                (0.0, -1.0),
                (0.0, 1.0),
                (0.7, 0.7),
                (-0.7, -0.7),
                (-0.7, 0.7),
                (0.7, -0.7),
            ]
            .map(|(dx, dy)| (dot.0 + far * dx - 12.0, dot.1 + far * dy - 12.0))
        });
        let Some(spot) = room.place((24.0, 24.0), Some(dot), around) else {
            continue;
        };
        let (bx, by) = (spot.x + 12.0, spot.y + 12.0);
        let (ink, set) = match way.on {
            true => (Ink::Mark, Type::OnMark),
            false => (Ink::CompareSoft, Type::Label),
        };
        c.dot(bx, by, 11.0, Ink::Surface, 1.0);
        c.dot(bx, by, 10.0, ink, 1.0);
        c.text(bx, by + 4.0, &way.letter, set, At::Middle);
        c.mark(
            bx - 13.0,
            by - 13.0,
            26.0,
            26.0,
            way.mark.clone().pointing(by - 6.0),
        );
    }
    // Letters may lie on thin lines, names may not.
    for (_, line) in &stops {
        room.take_line(line);
    }
    if big {
        for (way, [begin, end]) in stops {
            let words = format!("{} {}", way.letter, way.name);
            let set = if way.on { Type::Accent } else { Type::Plain };
            let wide = text_width(&words, set);
            let beside = [0.0, -15.0, 15.0].map(|dy| (end.0 + 6.0, end.1 - 8.0 + dy));
            // Where others end, too: along its line, below it or above.
            let along = (0..=24).flat_map(|part| {
                let part = f64::from(part) / 24.0;
                let x = end.0 + (begin.0 - end.0) * part;
                let y = end.1 + (begin.1 - end.1) * part;
                [(x + 10.0, y), (x - wide - 10.0, y - 16.0)]
            });
            let spots = beside.into_iter().chain(along);
            let spots = spots.filter(|s| s.1 >= 0.0 && s.0 >= left && s.0 + wide <= w);
            if let Some(spot) = room.place((wide, 15.0), None, spots) {
                c.over(spot.x, spot.y + 12.0, &words, set, At::Start);
            }
        }
    }
    c.finish(label)
}

/// The part of a line between two heights; its right end comes second.
fn cut([a, b]: [Point; 2], floor: f64, ceiling: f64) -> Option<[Point; 2]> {
    let (low, high) = (a.1.min(b.1), a.1.max(b.1));
    if high < floor || low > ceiling || !(a.1.is_finite() && b.1.is_finite()) {
        return None;
    }
    let held = |end: Point, other: Point| {
        let height = end.1.clamp(floor, ceiling);
        if height == end.1 {
            return end;
        }
        let part = (height - other.1) / (end.1 - other.1);
        (other.0 + (end.0 - other.0) * part, height)
    };
    Some([held(a, b), held(b, a)])
}

/// A range on a scale of its own, with zero and the expected value: some pixels high, beside numbers.
pub fn strip(
    (low, expected, high): (f64, f64, f64),
    (from, to): (f64, f64),
    on: bool,
    w: f64,
) -> Picture {
    let c = Canvas::new(w, 20.0);
    let x = Linear::new(from.min(0.0), to.max(0.0), 2.0, w - 2.0);
    let ink = if on { Ink::Mark } else { Ink::Compare };
    c.line(&[(2.0, 10.0), (w - 2.0, 10.0)], Ink::Grid, Stroke::Thin);
    let zero = x.at(0.0);
    if low < 0.0 {
        let end = x.at(high.min(0.0));
        c.rect(x.at(low), 7.0, end - x.at(low), 6.0, Ink::Bad, 1);
    }
    if high > 0.0 {
        let begin = x.at(low.max(0.0));
        c.rect(begin, 7.0, x.at(high) - begin, 6.0, ink, 1);
    }
    c.line(&[(zero, 3.0), (zero, 17.0)], Ink::Axis, Stroke::Hair);
    let at = x.at(expected);
    c.line(&[(at, 4.0), (at, 16.0)], Ink::Text, Stroke::Line);
    c.finish("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_both_edges_of_the_picture() {
        let line = [(0.0, -10.0), (10.0, 10.0)];
        assert_eq!(cut(line, -5.0, 5.0), Some([(2.5, -5.0), (7.5, 5.0)]));
        assert_eq!(cut(line, -20.0, 20.0), Some(line));
        assert_eq!(cut(line, 11.0, 20.0), None);
        assert_eq!(
            cut([(0.0, 3.0), (9.0, 3.0)], 0.0, 5.0),
            Some([(0.0, 3.0), (9.0, 3.0)])
        );
        assert_eq!(cut([(0.0, f64::NAN), (9.0, 3.0)], 0.0, 5.0), None);
    }

    #[test]
    fn a_way_neither_gains_nor_loses_where_it_crosses_zero() {
        let way = Way {
            letter: "A".to_owned(),
            name: String::new(),
            ends: [(0.0, -10.0), (10.0, 30.0)],
            expected: (5.0, 2.0, 8.0),
            on: true,
            mark: Mark::default(),
        };
        assert_eq!(way.zero(0.0, 10.0), Some(2.5));
        assert_eq!(way.zero(5.0, 10.0), None);
    }
}
