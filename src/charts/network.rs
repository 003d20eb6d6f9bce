//! What belongs together as a net: things as dots, the closer and thicker tied the more they belong together.

use super::NARROW;
use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::labels::LabelSpace;
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
    let mut room = LabelSpace::new((0.0, 0.0, w, h));
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
        room.take((x - r, y - r, x + r, y + r));
    }
    for (n, &(x, y)) in data.nodes.iter().zip(&places) {
        let name = fit(&n.name, if big { 168.0 } else { 112.0 }, Type::Plain);
        let (wide, r) = (text_width(&name, Type::Plain), radius(n) + 3.0);
        let spots = [
            (x - wide / 2.0, y + r),
            (x - wide / 2.0, y - r - 15.0),
            (x + r, y - 8.0),
            (x - r - wide, y - 8.0),
            (x, y + r),
            (x - wide, y + r),
            (x, y - r - 15.0),
            (x - wide, y - r - 15.0),
        ];
        if let Some(at) = room.free((wide, 15.0), spots) {
            c.over(at.x, at.y + 12.0, &name, Type::Plain, At::Start);
        }
    }
    for (n, &(x, y)) in data.nodes.iter().zip(&places) {
        let half = radius(n).max(13.0);
        let mark = Mark::new(&n.key, n.label.clone(), n.tip.clone()).round();
        c.mark(x - half, y - half, 2.0 * half, 2.0 * half, mark);
    }
    c.finish(&data.label)
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
