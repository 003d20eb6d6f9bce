//! What a test can tell, day by day, against what is expected of it.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::labels::LabelSpace;
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::text::{text_width, widest};
use super::{NARROW, Write};

/// A day.
#[derive(Clone, Debug, PartialEq)]
pub struct TellingDay {
    /// The smallest difference it can tell.
    pub tells: f64,
    /// The difference expected by then.
    pub expected: f64,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the day, on hover and focus.
    pub tip: Tip,
}

/// A test over its days.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// What the picture shows, in words.
    pub label: String,
    /// The days, from the first.
    pub days: Vec<TellingDay>,
    /// The day on which it is judged, counted from 1.
    pub judged: usize,
    /// What is written at that day.
    pub judged_words: String,
    /// The names of the two lines: what it can tell, what is expected.
    pub names: [String; 2],
    /// What stands under the axis.
    pub axis: String,
}

/// Draws the two lines; where the expected difference is above, the test can tell it, and the space is filled.
pub fn telling(data: &Telling, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let (h, top) = if big { (304.0, 26.0) } else { (270.0, 26.0) };
    let bottom = h - 46.0;
    let values = data.days.iter().flat_map(|d| [d.tells, d.expected]);
    let y = Linear::round(values, 4, bottom, top);
    let ticks = y.ticks(4);
    let left = widest(ticks.iter().map(|&t| axis(t)), Type::Axis, 16.0) + 10.0;
    let right = w - 12.0;
    let last = data.days.len().max(2);
    let x = Linear::new(1.0, last as f64, left, right);
    let at = |day: usize| x.at(day as f64);
    let mut c = Canvas::new(w, h);
    for &t in &ticks {
        let ink = if t == 0.0 { Ink::Axis } else { Ink::Grid };
        c.line(&[(left, y.at(t)), (right, y.at(t))], ink, Stroke::Hair);
        c.text(left - 8.0, y.at(t) + 4.0, &axis(t), Type::Axis, At::End);
    }
    days_below(&c, last, at, bottom + 17.0, (left, w));
    c.text(right, h - 6.0, &data.axis, Type::Axis, At::End);

    let each = || data.days.iter().enumerate();
    let tells: Vec<_> = each().map(|(i, d)| (at(i + 1), y.at(d.tells))).collect();
    let expected: Vec<_> = each().map(|(i, d)| (at(i + 1), y.at(d.expected))).collect();
    for run in enough(&data.days) {
        let upper = expected.get(run.clone()).unwrap_or_default();
        let lower = tells.get(run).unwrap_or_default();
        let around: Vec<_> = upper.iter().chain(lower.iter().rev()).copied().collect();
        c.shape(&around, Ink::MarkSoft, 1.0);
    }
    c.line(
        &[(at(data.judged), top - 4.0), (at(data.judged), bottom)],
        Ink::Axis,
        Stroke::Dash,
    );
    c.line(&tells, Ink::Compare, Stroke::Line);
    c.line(&expected, Ink::Mark, Stroke::Line);
    if let Some(day) = data.judged.checked_sub(1).and_then(|i| data.days.get(i)) {
        c.dot(at(data.judged), y.at(day.tells), 4.0, Ink::Compare, 1.0);
        c.dot(at(data.judged), y.at(day.expected), 4.0, Ink::Mark, 1.0);
    }
    let mut room = LabelSpace::new((left, 0.0, right + 8.0, bottom));
    room.take_line(&tells);
    room.take_line(&expected);
    let wide = text_width(&data.judged_words, Type::Label);
    let beside = at(data.judged);
    let spots = [(beside + 8.0, 2.0), (beside - 8.0 - wide, 2.0), (left, 2.0)];
    if let Some(spot) = room.place((wide, 16.0), None, spots) {
        c.over(
            spot.x,
            spot.y + 12.0,
            &data.judged_words,
            Type::Label,
            At::Start,
        );
    }
    // The smallest lift is named above its line, what is expected below its own.
    let names = [
        (&data.names[1], Type::Accent, &expected, 1.0),
        (&data.names[0], Type::Plain, &tells, -1.0),
    ];
    for (name, set, own, side) in names {
        let wide = text_width(name, set);
        let beside = own.iter().map(|&(x, y)| match side < 0.0 {
            true => (x - wide - 4.0, y - 22.0),
            false => (x + 8.0, y + 4.0),
        });
        let around = own
            .iter()
            .map(|&(x, y)| (x - wide / 2.0, y - 8.0 + 22.0 * side));
        let else_where = own
            .iter()
            .map(|&(x, y)| (x - wide / 2.0, y - 8.0 - 22.0 * side));
        let spots = beside.chain(around).chain(else_where);
        if let Some(spot) = room.place((wide, 16.0), None, spots) {
            c.over(spot.x, spot.y + 12.0, name, set, At::Start);
        }
    }
    marks(
        &mut c,
        data,
        at,
        |d| y.at(d.tells.max(d.expected)),
        (top, bottom),
    );
    c.finish(&data.label)
}

/// The weeks under the axis, as many as there is room for.
fn days_below(c: &Canvas, last: usize, at: impl Fn(usize) -> f64, y: f64, (left, w): (f64, f64)) {
    let week = at(8) - at(1);
    let every = 7 * ((34.0 / week.max(1.0)).ceil().max(1.0) as usize);
    let mut free = left - 20.0;
    for day in std::iter::once(1).chain((1..).map(|n| n * every).take_while(|&day| day <= last)) {
        let words = day.to_string();
        let half = text_width(&words, Type::Axis) / 2.0;
        let middle = at(day).min(w - half);
        if middle - half >= free + 8.0 {
            c.text(middle, y, &words, Type::Axis, At::Middle);
            free = middle + half;
        }
    }
}

/// Runs of days on which the test can tell what is expected.
fn enough(days: &[TellingDay]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, day) in days.iter().enumerate() {
        if day.expected < day.tells {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == i => run.end = i + 1,
            _ => runs.push(i..i + 1),
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}

/// One target for some days, which speaks of the last of them.
fn marks(
    c: &mut Canvas,
    data: &Telling,
    at: impl Fn(usize) -> f64,
    peak: impl Fn(&TellingDay) -> f64,
    (top, bottom): (f64, f64),
) {
    let day = (at(2) - at(1)).max(0.1);
    let group = (24.5 / day).ceil().max(1.0) as usize;
    let runs = (data.days.len() / group).max(1);
    for run in 0..runs {
        let to = if run + 1 == runs {
            data.days.len()
        } else {
            (run + 1) * group
        };
        let Some(last) = to.checked_sub(1).and_then(|i| data.days.get(i)) else {
            continue;
        };
        let mark = Mark::new("", last.label.clone(), last.tip.clone()).pointing(peak(last));
        let (from, until) = (at(run * group + 1) - day / 2.0, at(to) + day / 2.0);
        let (from, until) = (from.max(0.0), until.min(c.w));
        c.mark(from, top, until - from, bottom - top, mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_on_which_it_can_be_told_are_runs() {
        let day = |tells: f64, expected: f64| TellingDay {
            tells,
            expected,
            label: String::new(),
            tip: Tip::default(),
        };
        let days = [
            (2.0, 1.0),
            (1.0, 1.0),
            (1.0, 2.0),
            (2.0, 1.0),
            (1.0, 2.0),
            (2.0, 1.0),
        ];
        let days: Vec<_> = days.map(|(tells, expected)| day(tells, expected)).into();
        // A day alone has no space to fill.
        assert_eq!(enough(&days).as_slice(), std::slice::from_ref(&(1..3)));
        assert!(enough(&[]).is_empty());
    }
}
