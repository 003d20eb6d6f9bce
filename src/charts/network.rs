//! What belongs together as a net: things as dots, the closer and thicker tied the more they belong together.

use super::NARROW;
use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::labels::{LabelSpace, Placed};
use super::mark::{Mark, Picture, Tip};
use super::text::{fit, text_width};

/// A thing in a [`Network`].
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What the panel calls it.
    pub key: String,
    /// Its name, beside its dot where there is room.
    pub name: String,
    /// How much of it there is; the area of its dot.
    pub size: f64,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the dot, on hover and focus.
    pub tip: Tip,
}

/// Things and what ties them.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// What the picture shows, in words.
    pub label: String,
    /// The things; those that are tied stand beside each other.
    pub nodes: Vec<Node>,
    /// Two places in `nodes`, and how strongly they are tied, 0 to 1.
    pub ties: Vec<(usize, usize, f64)>,
}

/// How many things a small screen has room for.
const FEW: usize = 16;
/// Names are wide: sideways, dots keep farther apart than up and down.
const WIDE: f64 = 0.55;
/// The least distance of two dots.
const TOUCH: f64 = 32.0;
/// How often names are placed anew where some lie on lines.
const TURNS: usize = 8;
/// How often the net is shaken until it lies still.
const STEPS: usize = 240;

/// Draws the net; the same net always lies the same way.
pub fn network(data: &Network, w: f64) -> Picture {
    let big = w > NARROW;
    let h = if big { 460.0 } else { 360.0 };
    let shown = data.nodes.len().min(if big { usize::MAX } else { FEW });
    let data = &Network {
        label: data.label.clone(),
        nodes: data.nodes[..shown].to_vec(),
        ties: data
            .ties
            .iter()
            .filter(|t| t.0.max(t.1) < shown)
            .copied()
            .collect(),
    };
    let most = data.nodes.iter().map(|n| n.size).fold(1e-9, f64::max);
    let radius = |n: &Node| 5.0 + if big { 9.0 } else { 6.0 } * (n.size.max(0.0) / most).sqrt();
    let places = lie(data, (w, h));
    let mut c = Canvas::new(w, h);
    for &(a, b, strong) in &data.ties {
        let stroke = match strong {
            s if s > 0.66 => Stroke::Line,
            s if s > 0.33 => Stroke::Thin,
            _ => Stroke::Hair,
        };
        let ink = if strong > 0.33 {
            Ink::MarkSoft
        } else {
            Ink::Axis
        };
        if let (Some(&from), Some(&to)) = (places.get(a), places.get(b)) {
            c.line(&[from, to], ink, stroke);
        }
    }
    for (n, &(x, y)) in data.nodes.iter().zip(&places) {
        let r = radius(n);
        c.dot(x, y, r + 1.5, Ink::Surface, 1.0);
        c.dot(x, y, r, Ink::Mark, 1.0);
    }
    for (name, at) in names(data, &places, &radius, (w, h)) {
        c.over(at.x, at.y + 12.0, &name, Type::Plain, At::Start);
    }
    for (n, &(x, y)) in data.nodes.iter().zip(&places) {
        let half = radius(n).max(13.0);
        let mark = Mark::new(&n.key, n.label.clone(), n.tip.clone()).round();
        c.mark(x - half, y - half, 2.0 * half, 2.0 * half, mark);
    }
    c.finish(&data.label)
}

/// The names that have a place, and where: none on another or on a dot, on lines only where nothing else is left.
fn names(
    data: &Network,
    places: &[(f64, f64)],
    radius: &dyn Fn(&Node) -> f64,
    (w, h): (f64, f64),
) -> Vec<(String, Placed)> {
    let mut room = LabelSpace::new((0.0, 0.0, w, h));
    for &(a, b, _) in &data.ties {
        if let (Some(&from), Some(&to)) = (places.get(a), places.get(b)) {
            room.avoid(from, to);
        }
    }
    let dots = || data.nodes.iter().zip(places);
    for (n, &(x, y)) in dots() {
        let r = radius(n);
        room.take((x - r, y - r, x + r, y + r));
    }
    let name = |(n, &(x, y)): (&Node, &(f64, f64)), room: &mut LabelSpace| {
        let most = if w > NARROW { 168.0 } else { 112.0 };
        let name = fit(&n.name, most, Type::Plain);
        let (wide, r) = (text_width(&name, Type::Plain), radius(n) + 3.0);
        let (below, above) = (y + r, y - r - 15.0);
        let spots = [
            (x - wide / 2.0, below),
            (x - wide / 2.0, above),
            (x + r, y - 8.0),
            (x - r - wide, y - 8.0),
            (x, below),
            (x - wide, below),
            (x, above),
            (x - wide, above),
            (x - wide / 4.0, below),
            (x - wide * 0.75, below),
            (x - wide / 4.0, above),
            (x - wide * 0.75, above),
        ];
        // At the edge of the picture a name moves inwards.
        let most = (w - wide).max(0.0);
        let spots = spots.map(|(x, y)| (x.clamp(0.0, most), y));
        Some((name, room.free((wide, 15.0), spots)?))
    };
    let one_after_the_other = |turns: &[usize]| {
        let mut room = room.clone();
        let mut named = vec![None; turns.len()];
        for &i in turns {
            named[i] = dots().nth(i).and_then(|dot| name(dot, &mut room));
        }
        named
    };
    let is_well =
        |named: &Option<(String, Placed)>| named.as_ref().is_some_and(|(_, at)| at.over == (0, 0));
    let left_out = |all: &[Option<_>]| all.iter().filter(|named| named.is_none()).count();
    let on_lines = |all: &[_]| all.iter().filter(|named| !is_well(named)).count();
    let mut turns: Vec<_> = dots().enumerate().map(|(i, _)| i).collect();
    let mut best = one_after_the_other(&turns);
    // Those that found no good place choose first the next time.
    let mut now = best.clone();
    for _ in 0..TURNS {
        if on_lines(&best) == 0 {
            break;
        }
        turns.sort_by_key(|&i| now.get(i).is_some_and(is_well));
        now = one_after_the_other(&turns);
        if (left_out(&now), on_lines(&now)) < (left_out(&best), on_lines(&best)) {
            best.clone_from(&now);
        }
    }
    best.into_iter().flatten().collect()
}

/// Where the dots come to lie: all push each other away, ties pull (Fruchterman and Reingold), the middle holds them.
fn lie(data: &Network, (w, h): (f64, f64)) -> Vec<(f64, f64)> {
    let n = data.nodes.len();
    let (mid_x, mid_y) = (w / 2.0, h / 2.0);
    // Along the edge of a rhombus, once around: without sines, whose last digit differs from machine to machine.
    let around = |i: usize| {
        let turn = 4.0 * i as f64 / n.max(1) as f64;
        let wave = |t: f64| 1.0 - (t.rem_euclid(4.0) - 2.0).abs();
        (
            mid_x + 0.42 * w * wave(turn),
            mid_y + 0.42 * h * wave(turn + 1.0),
        )
    };
    let long = |(x, y): (f64, f64)| (x * x + y * y).sqrt();
    let mut at: Vec<(f64, f64)> = (0..n).map(around).collect();
    let apart = 0.62 * (WIDE * w * h / n.max(1) as f64).sqrt();
    for step in 0..STEPS {
        let heat = 0.08 * w * (1.0 - step as f64 / STEPS as f64) + 0.3;
        let mut push = vec![(0.0, 0.0); n];
        for i in 0..n {
            for j in 0..i {
                let (dx, dy) = (at[i].0 - at[j].0, at[i].1 - at[j].1);
                let far = long((dx * WIDE, dy)).max(1.0);
                // Those far away do not mind each other, so that families lie close.
                if far > 2.4 * apart {
                    continue;
                }
                let force = apart * apart / (far * far);
                push[i] = (push[i].0 + dx * force, push[i].1 + dy * force);
                push[j] = (push[j].0 - dx * force, push[j].1 - dy * force);
            }
            push[i].0 += (mid_x - at[i].0) * 0.12;
            push[i].1 += (mid_y - at[i].1) * 0.25;
        }
        for &(a, b, strong) in &data.ties {
            if a >= n || b >= n || a == b {
                continue;
            }
            let (dx, dy) = (at[a].0 - at[b].0, at[a].1 - at[b].1);
            let force = long((dx * WIDE, dy)) / apart * (0.3 + 0.4 * strong);
            push[a] = (push[a].0 - dx * force, push[a].1 - dy * force);
            push[b] = (push[b].0 + dx * force, push[b].1 + dy * force);
        }
        for (place, (dx, dy)) in at.iter_mut().zip(push) {
            let far = long((dx, dy)).max(1e-9);
            let part = far.min(heat) / far;
            place.0 = (place.0 + dx * part).clamp(48.0, w - 48.0);
            place.1 = (place.1 + dy * part).clamp(22.0, h - 24.0);
        }
    }
    // At last no dot covers another.
    for _ in 0..60 {
        for i in 0..n {
            for j in 0..i {
                let (dx, dy) = (at[i].0 - at[j].0, at[i].1 - at[j].1);
                let far = long((dx, dy)).max(0.1);
                let part = (TOUCH - far).max(0.0) / far / 2.0;
                let moved = |p: (f64, f64), by: f64| {
                    let (x, y) = (p.0 + dx * by, p.1 + (dy + 0.1) * by);
                    (x.clamp(48.0, w - 48.0), y.clamp(22.0, h - 24.0))
                };
                (at[i], at[j]) = (moved(at[i], part), moved(at[j], -part));
            }
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::labels::{meet, numbers};
    use super::*;

    /// Nets of random things and ties, on large and small screens.
    #[test]
    fn no_name_of_a_net_lies_on_another_or_on_a_dot() {
        let (mut shown, mut all) = (0, 0);
        for seed in 0..60 {
            let mut number = numbers(seed + 1);
            let n = 3 + (seed % 27) as usize;
            let nodes: Vec<_> = (0..n)
                .map(|i| Node {
                    key: i.to_string(),
                    name: "White hanging heart t-light holder"
                        .chars()
                        .take(4 + (number() * 30.0) as usize)
                        .collect(),
                    size: number(),
                    label: String::new(),
                    tip: Tip::default(),
                })
                .collect();
            let ties = (1..n).map(|i| ((number() * i as f64) as usize, i, number()));
            let data = Network {
                label: String::new(),
                nodes,
                ties: ties.collect(),
            };
            for size in [(1_100.0, 460.0), (560.0, 460.0), (320.0, 360.0)] {
                let places = lie(&data, size);
                let names = names(&data, &places, &|_| 9.0, size);
                let boxes: Vec<_> = names
                    .iter()
                    .map(|(name, at)| {
                        let wide = text_width(name, Type::Plain);
                        (at.x, at.y, at.x + wide, at.y + 15.0)
                    })
                    .collect();
                for (i, a) in boxes.iter().enumerate() {
                    assert!(a.0 >= 0.0 && a.1 >= 0.0 && a.2 <= size.0 && a.3 <= size.1);
                    let other = boxes[..i].iter().find(|b| meet(*a, **b));
                    assert_eq!(other, None, "net {seed}, {size:?}: {}", names[i].0);
                    let dot =
                        |p: &&(f64, f64)| meet(*a, (p.0 - 9.0, p.1 - 9.0, p.0 + 9.0, p.1 + 9.0));
                    assert_eq!(places.iter().find(dot), None, "net {seed}, {size:?}");
                }
                if size.0 > 1_000.0 {
                    (shown, all) = (shown + names.len(), all + n);
                }
            }
        }
        // Where there is room nearly everything is named.
        assert!(shown * 10 > all * 9, "{shown} of {all}");
    }
}
