//! What a send would gain, group by group, each with the interval it may lie in; totals stand below a line.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::intervals::{REACH, arrow, ends, holding};
use super::mark::{Mark, Picture, Tip};
use super::text::{fit, text_width, widest};
use super::{NARROW, Write};

/// One group, or the total.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// What the panel calls it; may be empty.
    pub key: String,
    /// Its name.
    pub name: String,
    /// A few words under the name.
    pub sub: String,
    /// What it gains.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The gain in words.
    pub text: String,
    /// Whether it is a total.
    pub total: bool,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the row, on hover and focus.
    pub tip: Tip,
}

/// Draws one row a group: a bar from zero, and its interval over it.
pub fn gains(rows: &[Gain], label: &str, axis: &str, w: f64, write: Write) -> Picture {
    let big = w > NARROW;
    let row = if big { 44.0 } else { 58.0 };
    let right = if big {
        widest(rows.iter().map(|r| &r.text), Type::Label, 40.0) + 12.0
    } else {
        0.0
    };
    let left = if big {
        let names = widest(rows.iter().map(|r| &r.name), Type::Label, 60.0);
        let subs = widest(rows.iter().map(|r| &r.sub), Type::Axis, names);
        (subs + 16.0).min(w * 0.36)
    } else {
        0.0
    };
    let (top, steps) = (4.0, if big { 4 } else { 3 });
    let room = (left + 8.0, w - right - 8.0);
    let x = holding(
        rows.iter().map(|r| r.value),
        rows.iter().map(|r| (r.low, r.high)),
        REACH,
        steps,
        room,
    );
    let last = top + row * rows.len() as f64;
    let mut c = Canvas::new(w, last + 42.0);
    for t in x.ticks(steps) {
        let ink = if t == 0.0 { Ink::Text } else { Ink::Grid };
        c.line(&[(x.at(t), top), (x.at(t), last)], ink, Stroke::Hair);
        let name = write(t);
        let half = text_width(&name, Type::Axis) / 2.0;
        let mid = x.at(t).clamp(half, (w - half).max(half));
        c.text(mid, last + 16.0, &name, Type::Axis, At::Middle);
    }
    let axis = format!("{axis} →");
    c.text(room.1 + 8.0, last + 34.0, &axis, Type::Axis, At::End);
    for (at, r) in rows.iter().enumerate() {
        let y = top + row * at as f64;
        let mid = if big { y + row / 2.0 } else { y + row - 15.0 };
        let set = if r.total { Type::Label } else { Type::Plain };
        if r.total && at > 0 && !rows[at - 1].total {
            c.line(&[(0.0, y), (w, y)], Ink::Axis, Stroke::Hair);
        }
        if big {
            let lines = [(r.name.as_str(), set), (&r.sub, Type::Axis)];
            c.lines(0.0, mid, lines, left - 12.0, At::Start);
            c.text(w, mid + 4.0, &r.text, Type::Label, At::End);
        } else {
            let wide = text_width(&r.text, Type::Label);
            let name = fit(&r.name, w - wide - 12.0, set);
            c.over(0.0, y + 13.0, &name, set, At::Start);
            c.over(
                0.0,
                y + 28.0,
                &fit(&r.sub, w, Type::Axis),
                Type::Axis,
                At::Start,
            );
            c.over(w, y + 13.0, &r.text, Type::Label, At::End);
        }
        if r.value.is_finite() {
            let (from, to) = (x.at(r.value.min(0.0)), x.at(r.value.max(0.0)));
            let ink = match (r.value < 0.0, r.total) {
                (true, _) => Ink::Bad,
                (false, true) => Ink::MarkSoft,
                (false, false) => Ink::Mark,
            };
            c.rect(from, mid - 9.0, (to - from).max(1.0), 18.0, ink, 2);
        }
        if r.low.is_finite() || r.high.is_finite() {
            let [from, to] = ends(&x, r.low, r.high, room);
            c.line(&[(from.0, mid), (to.0, mid)], Ink::Text, Stroke::Thin);
            for (at, is_left) in [(from, true), (to, false)] {
                if at.1 {
                    arrow(&c, at.0, mid, is_left, Ink::Text, Stroke::Thin);
                } else {
                    c.line(
                        &[(at.0, mid - 4.0), (at.0, mid + 4.0)],
                        Ink::Text,
                        Stroke::Thin,
                    );
                }
            }
        }
        let mark = Mark::new(&r.key, r.label.clone(), r.tip.clone());
        c.mark(0.0, y, w, row, mark);
    }
    c.finish(label)
}
