//! How the lead of a campaign grew and faded, day by day, with two bands: for one look, and for looking on any day.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::intervals::holding;
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::text::{text_width, widest};
use super::{NARROW, Write};

/// A day since the send.
#[derive(Clone, Debug, PartialEq)]
pub struct LeadDay {
    /// Counted from 1.
    pub day: u32,
    /// Treated less held back.
    pub lead: f64,
    /// Where it may lie for one look.
    pub single: (f64, f64),
    /// Where it may lie on any day.
    pub any: (f64, f64),
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the day, on hover and focus.
    pub tip: Tip,
}

/// A lead over days.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// What the picture shows, in words.
    pub label: String,
    /// The days, one after the other.
    pub days: Vec<LeadDay>,
    /// The last day on which an order counts.
    pub end: u32,
    /// What that day's line divides: before, and afterwards.
    pub sides: (String, String),
    /// The lead on that day in words, and on the last day; the second is left out where it is the same day.
    pub said: (String, String),
    /// What the axis counts.
    pub axis: String,
}

/// Days between two words on the axis: the first of these that leaves few enough.
const STEPS: [u32; 7] = [1, 2, 7, 14, 28, 56, 112];

/// Draws the line and its bands; `write` writes a lead on the axis.
pub fn lead(data: &Lead, w: f64, write: Write) -> Picture {
    let big = w > NARROW;
    let (h, right, top, bottom) = if big {
        (352.0, 16.0, 24.0, 46.0)
    } else {
        (300.0, 8.0, 24.0, 44.0)
    };
    let days = &data.days;
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Canvas::new(w, 24.0).finish(&data.label);
    };
    let steps = if big { 5 } else { 4 };
    let singles = || days.iter().flat_map(|d| [d.single.0, d.single.1, d.lead]);
    let bands = days.iter().map(|d| d.any);
    // The band of the first days may be as wide as one likes.
    let y = holding(singles(), bands, 0.6, steps, (h - bottom, top));
    let ticks: Vec<_> = y.ticks(steps).into_iter().map(|t| (t, write(t))).collect();
    let left = widest(ticks.iter().map(|(_, name)| name), Type::Axis, 20.0) + 10.0;
    let x = Linear::new(
        f64::from(first.day),
        f64::from(last.day.max(first.day + 1)),
        left,
        w - right,
    );
    let x = |day: u32| x.at(f64::from(day));
    let mut c = Canvas::new(w, h);
    let inside = |v: f64| v.clamp(top, h - bottom);
    let band = |part: &[LeadDay], of: fn(&LeadDay) -> (f64, f64), ink, alpha| {
        let upper = part.iter().map(|d| (x(d.day), inside(y.at(of(d).1))));
        let lower = part.iter().rev().map(|d| (x(d.day), inside(y.at(of(d).0))));
        let points: Vec<_> = upper.chain(lower).collect();
        if part.len() > 1 {
            c.shape(&points, ink, alpha);
        }
    };
    let split = days.partition_point(|d| d.day <= data.end);
    let (within, after) = (&days[..split], &days[split.saturating_sub(1)..]);
    for (part, ink) in [(within, Ink::MarkSoft), (after, Ink::CompareSoft)] {
        band(part, |d| d.any, ink, 0.45);
        band(part, |d| d.single, ink, 1.0);
    }
    for (t, name) in &ticks {
        let ink = if *t == 0.0 { Ink::Text } else { Ink::Grid };
        c.line(
            &[(left, y.at(*t)), (w - right, y.at(*t))],
            ink,
            Stroke::Hair,
        );
        c.text(left - 8.0, y.at(*t) + 4.0, name, Type::Axis, At::End);
    }
    edges(&c, days, &x, &y, (top, h - bottom));
    on_axis(&c, days, &x, (h - bottom + 17.0, if big { 10 } else { 5 }));
    let axis = format!("{} →", data.axis);
    c.text(w - right, h - 6.0, &axis, Type::Axis, At::End);
    if data.end >= first.day && data.end <= last.day {
        let at = x(data.end);
        c.line(
            &[(at, top - 8.0), (at, h - bottom)],
            Ink::Axis,
            Stroke::Dash,
        );
        let room = |words: &str| text_width(words, Type::Axis) + 12.0;
        if at - left > room(&data.sides.0) {
            c.over(at - 8.0, top - 8.0, &data.sides.0, Type::Axis, At::End);
        }
        if w - right - at > room(&data.sides.1) {
            c.over(at + 8.0, top - 8.0, &data.sides.1, Type::Axis, At::Start);
        }
    }
    let line = |part: &[LeadDay], ink| {
        let points: Vec<_> = part.iter().map(|d| (x(d.day), y.at(d.lead))).collect();
        c.line(&points, ink, Stroke::Line);
    };
    line(after, Ink::Compare);
    line(within, Ink::Mark);
    name_the_ends(&c, data, within.last(), last, &x, &y, (left, w - right));
    let wide = (w - right - left) / days.len() as f64;
    let group = ((24.0 / wide).ceil().max(1.0) as usize).min(days.len());
    let half = wide / 2.0;
    for part in days.chunks(group) {
        let (Some(from), Some(to)) = (part.first(), part.last()) else {
            continue;
        };
        // A short rest at the end would be too narrow to be met: it belongs to those before it.
        let start = (x(from.day) - half).min(w - 24.0).max(0.0);
        let end = (x(to.day) + half).min(w).max(start + 24.0);
        let mark = Mark::new("", to.label.clone(), to.tip.clone());
        let mark = mark.pointing(inside(y.at(to.any.1)));
        c.mark(start, top, end - start, h - top - bottom, mark);
    }
    c.finish(&data.label)
}

/// Arrows where a band goes on outside the picture, one for each stretch of days.
fn edges(
    c: &Canvas,
    days: &[LeadDay],
    x: &dyn Fn(u32) -> f64,
    y: &Linear,
    (top, bottom): (f64, f64),
) {
    type Beyond<'a> = &'a dyn Fn(&LeadDay) -> bool;
    let above: Beyond = &|d| y.at(d.any.1) < top - 0.5;
    let below: Beyond = &|d| y.at(d.any.0) > bottom + 0.5;
    for (beyond, edge, back) in [(above, top, 5.0), (below, bottom, -5.0)] {
        for part in days.chunk_by(|a, b| beyond(a) == beyond(b)) {
            let middle = part.get(part.len() / 2);
            let Some(d) = middle.filter(|d| beyond(d)) else {
                continue;
            };
            let at = x(d.day);
            let points = [(at - 4.0, edge + back), (at, edge), (at + 4.0, edge + back)];
            c.line(&points, Ink::Text, Stroke::Thin);
        }
    }
}

/// Days on the axis, as many as there is room for.
fn on_axis(c: &Canvas, days: &[LeadDay], x: &dyn Fn(u32) -> f64, (base, most): (f64, usize)) {
    let step = STEPS
        .into_iter()
        .find(|step| days.len() / *step as usize <= most);
    let step = step.unwrap_or(365);
    let mut free = f64::MIN;
    for d in days {
        if d.day == 1 || d.day % step == 0 {
            let name = d.day.to_string();
            let half = text_width(&name, Type::Axis) / 2.0;
            let mid = x(d.day).min(c.w - half);
            if mid - half > free + 6.0 {
                c.text(mid, base, &name, Type::Axis, At::Middle);
                free = mid + half;
            }
        }
    }
}

/// Dots and words on the last day that counts, and on the last day of all.
fn name_the_ends(
    c: &Canvas,
    data: &Lead,
    end: Option<&LeadDay>,
    last: &LeadDay,
    x: &dyn Fn(u32) -> f64,
    y: &Linear,
    (left, right): (f64, f64),
) {
    let Some(end) = end else { return };
    let (at, up) = ((x(end.day), y.at(end.lead)), -14.0);
    let wide = text_width(&data.said.0, Type::Label);
    let is_last = end.day == last.day;
    c.dot(at.0, at.1, 5.0, Ink::Mark, 1.0);
    let beside = at.0 - wide - 10.0 > left;
    let (from, side) = match beside {
        true => (at.0 - 8.0, At::End),
        false => (at.0 + 8.0, At::Start),
    };
    c.over(from, at.1 + up, &data.said.0, Type::Label, side);
    if is_last {
        return;
    }
    let now = (x(last.day), y.at(last.lead));
    c.dot(now.0, now.1, 4.0, Ink::Compare, 1.0);
    // Below its dot where the words of the other one are in the way.
    let until = if beside { from } else { from + wide };
    let begins = right - text_width(&data.said.1, Type::Label);
    let meets = begins < until + 6.0 && (now.1 - at.1).abs() < 16.0;
    let down = if meets { 24.0 } else { up };
    c.over(right, now.1 + down, &data.said.1, Type::Label, At::End);
}
