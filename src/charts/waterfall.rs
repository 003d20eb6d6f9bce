//! Where lines or money go: each step takes some away or hands it on.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::text::{broken, fit, widest};
use super::{NARROW, Write};

/// One step of a waterfall.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What the panel calls it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Why, in a few words.
    pub why: String,
    /// One end of its bar.
    pub from: f64,
    /// The other end.
    pub to: f64,
    /// What is left after it.
    pub left: f64,
    /// Its colour.
    pub ink: Ink,
    /// The number in words, with its sign.
    pub text: String,
    /// The number in words for a screen reader: with what is counted.
    pub said: String,
    /// Whether it is a total.
    pub total: bool,
    /// Beside the row, on hover and focus.
    pub tip: Tip,
}

/// Draws one row a step; a thin line hands what is left to the next.
pub fn waterfall(steps: &[Step], label: &str, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let left = if big {
        let names = widest(steps.iter().map(|s| &s.name), Type::Label, 60.0);
        let whys = widest(steps.iter().map(|s| &s.why), Type::Axis, names);
        (whys + 20.0).min(w * 0.4)
    } else {
        0.0
    };
    let right = if big {
        widest(steps.iter().map(|s| &s.text), Type::Big, 60.0) + 14.0
    } else {
        0.0
    };
    let row = if big { 52.0 } else { 62.0 };
    let h = row * steps.len() as f64 + if big { 24.0 } else { 8.0 };
    let ends = || steps.iter().flat_map(|s| [s.from, s.to]);
    let (lowest, total) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let x = Linear::new(lowest, total, left, w - right);
    let mut c = Canvas::new(w, h);
    if big {
        for t in x.ticks(4) {
            let ink = if t == 0.0 { Ink::Axis } else { Ink::Grid };
            c.line(&[(x.at(t), 0.0), (x.at(t), h - 22.0)], ink, Stroke::Hair);
            c.text(x.at(t), h - 6.0, &axis(t), Type::Axis, At::Middle);
        }
    }
    let mut handed = None;
    for (i, s) in steps.iter().enumerate() {
        let top = row * i as f64;
        let (y, bar) = if big {
            (top + 8.0, 28.0)
        } else {
            (top + 26.0, 22.0)
        };
        if big {
            let room = left - 16.0;
            let mut why = broken(&s.why, room, Type::Axis);
            if why.len() > 2 {
                let rest = why.split_off(1).join(" ");
                why.push(rest);
            }
            let why = why.iter().map(|line| (line.as_str(), Type::Axis));
            let lines = std::iter::once((s.name.as_str(), Type::Label)).chain(why);
            c.lines(0.0, y + bar / 2.0, lines, room, At::Start);
        } else {
            let room = w - widest([&s.text], Type::Label, 0.0) - 8.0;
            let name = fit(&s.name, room, Type::Label);
            c.text(0.0, y - 8.0, &name, Type::Label, At::Start);
            c.text(w, y - 8.0, &s.text, Type::Label, At::End);
        }
        if let (Some(at), true) = (handed, big) {
            c.line(
                &[(x.at(at), y - (row - bar)), (x.at(at), y)],
                Ink::Axis,
                Stroke::Hair,
            );
        }
        if !big && lowest < 0.0 {
            let zero = x.at(0.0);
            c.line(
                &[(zero, y - 3.0), (zero, y + bar + 3.0)],
                Ink::Axis,
                Stroke::Hair,
            );
        }
        let (from, to) = (s.from.min(s.to), s.from.max(s.to));
        let radius = if to - from > (total - lowest) * 0.01 {
            2
        } else {
            0
        };
        c.rect(
            x.at(from),
            y,
            (x.at(to) - x.at(from)).max(1.5),
            bar,
            s.ink,
            radius,
        );
        if big {
            let set = if s.total { Type::Big } else { Type::Label };
            c.text(w, y + 19.0, &s.text, set, At::End);
        }
        handed = Some(s.left);
        let words = format!("{}: {}. {}", s.name, s.said, s.why);
        let words = words.trim_end().to_owned();
        c.mark(0.0, top, w, row, Mark::new(&s.key, words, s.tip.clone()));
    }
    c.finish(label)
}
