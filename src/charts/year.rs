//! Many simulated years by what they gain: where they end, which end with a loss, which were stopped after the test.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::text::text_width;
use super::{NARROW, Write};

/// Years whose gain lies in a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Bin {
    /// From this gain.
    pub from: f64,
    /// To below this one.
    pub to: f64,
    /// How many went the whole way.
    pub whole: f64,
    /// How many were stopped early.
    pub stopped: f64,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the bar, on hover and focus.
    pub tip: Tip,
}

/// Simulated years.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// What the picture shows, in words.
    pub label: String,
    /// The bars from left to right, all of the same width; none while they are being simulated.
    pub bins: Vec<Bin>,
    /// The mean.
    pub mean: f64,
    /// The middle eighty of 100.
    pub middle: (f64, f64),
    /// What is written at the mean.
    pub mean_words: String,
    /// What is written at the middle eighty.
    pub middle_words: String,
    /// What is written left and right of zero.
    pub sides: [String; 2],
    /// What stands in place of the bars while there are none.
    pub waiting: String,
}

/// Draws the bars: below zero in the colour of a loss, stopped years pale at their foot.
pub fn outcomes(data: &Outcomes, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let (h, top, edge) = if big {
        (372.0, 66.0, 12.0)
    } else {
        (312.0, 82.0, 4.0)
    };
    let base = h - 66.0;
    let mut c = Canvas::new(w, h);
    let ends = data.bins.iter().flat_map(|b| [b.from, b.to]);
    let ends = ends.chain([data.mean, data.middle.0, data.middle.1]);
    let (lo, hi) = ends.fold((f64::MAX, f64::MIN), |(lo, hi), v| (lo.min(v), hi.max(v)));
    // Without bars there is still an axis, with some air around the interval.
    let air = if data.bins.is_empty() {
        (hi - lo) * 0.3
    } else {
        0.0
    };
    let x = Linear::new(lo - air, hi + air, edge, w - edge);
    let tallest = data.bins.iter().map(|b| b.whole + b.stopped);
    let y = Linear::new(0.0, tallest.fold(0.0, f64::max).max(1.0), base, top);
    for t in x.ticks(if big { 6 } else { 4 }) {
        let words = axis(t);
        let half = text_width(&words, Type::Axis) / 2.0;
        let at = x.at(t).clamp(half.min(w / 2.0), (w - half).max(w / 2.0));
        c.line(&[(x.at(t), top), (x.at(t), base)], Ink::Grid, Stroke::Hair);
        c.text(at, base + 17.0, &words, Type::Axis, At::Middle);
    }
    for b in &data.bins {
        let (left, wide) = (x.at(b.from) + 0.75, x.at(b.to) - x.at(b.from) - 1.5);
        let (end, foot) = (y.at(b.whole + b.stopped), y.at(b.stopped));
        let is_loss = (b.from + b.to) / 2.0 < 0.0;
        let ink = if is_loss { Ink::Bad } else { Ink::Mark };
        c.rect(left, end, wide.max(0.5), base - end, ink, 0);
        if b.stopped > 0.0 && !is_loss {
            c.rect(left, foot, wide.max(0.5), base - foot, Ink::MarkSoft, 0);
        }
    }
    c.line(&[(edge, base), (w - edge, base)], Ink::Axis, Stroke::Hair);
    zero(&c, data, &x, (w, base, edge));
    middle(&c, data, &x, (w, top, base));
    if data.bins.is_empty() {
        let middle = (top + base) / 2.0;
        let wide = text_width(&data.waiting, Type::Axis) + 16.0;
        c.rect((w - wide) / 2.0, middle - 16.0, wide, 24.0, Ink::Surface, 0);
        c.text(w / 2.0, middle, &data.waiting, Type::Axis, At::Middle);
    }
    marks(&mut c, data, &x, |b| y.at(b.whole + b.stopped), (top, base));
    c.finish(&data.label)
}

/// The line between loss and gain, where the picture has both.
fn zero(c: &Canvas, data: &Outcomes, x: &Linear, (w, base, edge): (f64, f64, f64)) {
    let at = x.at(0.0);
    let [loss, gain] = &data.sides;
    if at < edge - 1.0 || at > w - edge + 1.0 {
        return;
    }
    c.line(&[(at, 4.0), (at, base)], Ink::Text, Stroke::Thin);
    let (left, right) = (text_width(loss, Type::Bad), text_width(gain, Type::Label));
    let has_left = at - 8.0 - left >= 0.0;
    let has_right = at + 8.0 + right <= w;
    match (has_left, has_right) {
        (true, _) => c.text(at - 8.0, 14.0, loss, Type::Bad, At::End),
        (false, _) => c.text(at + 8.0, 14.0, loss, Type::Bad, At::Start),
    }
    if has_left && has_right {
        c.text(at + 8.0, 14.0, gain, Type::Label, At::Start);
    }
}

/// The mean, and the middle eighty below the axis.
fn middle(c: &Canvas, data: &Outcomes, x: &Linear, (w, top, base): (f64, f64, f64)) {
    let inside = |middle: f64, words: &str, set: Type| {
        let half = text_width(words, set) / 2.0;
        middle.clamp(half.min(w / 2.0), (w - half).max(w / 2.0))
    };
    let mean = x.at(data.mean);
    c.line(&[(mean, top - 20.0), (mean, base)], Ink::Text, Stroke::Dash);
    let mut at = inside(mean, &data.mean_words, Type::Big);
    // Close to the line between loss and gain it stands on its own side of it.
    let (zero, half) = (
        x.at(0.0),
        text_width(&data.mean_words, Type::Big) / 2.0 + 8.0,
    );
    if (at - zero).abs() < half {
        let side = if data.mean < 0.0 { -half } else { half };
        at = (zero + side).clamp(half.min(w / 2.0), (w - half).max(w / 2.0));
    }
    c.over(at, top - 27.0, &data.mean_words, Type::Big, At::Middle);
    let (low, high) = (x.at(data.middle.0), x.at(data.middle.1));
    let y = base + 34.0;
    c.line(&[(low, y), (high, y)], Ink::Mark, Stroke::Thin);
    for end in [low, high] {
        c.line(&[(end, y - 4.0), (end, y + 4.0)], Ink::Mark, Stroke::Thin);
    }
    let at = inside((low + high) / 2.0, &data.middle_words, Type::Accent);
    c.text(at, y + 20.0, &data.middle_words, Type::Accent, At::Middle);
}

/// One target for each bar, or for neighbours where bars are narrower than 24 pixels.
fn marks(
    c: &mut Canvas,
    data: &Outcomes,
    x: &Linear,
    peak: impl Fn(&Bin) -> f64,
    (top, base): (f64, f64),
) {
    let Some(first) = data.bins.first() else {
        return;
    };
    let wide = (x.at(first.to) - x.at(first.from)).max(1.0);
    let group = (24.5 / wide).ceil().max(1.0) as usize;
    // What is left over joins the last target.
    let runs = (data.bins.len() / group).max(1);
    for run in 0..runs {
        let to = if run + 1 == runs {
            data.bins.len()
        } else {
            (run + 1) * group
        };
        let Some(some @ [begin, .., end] | some @ [begin @ end]) = data.bins.get(run * group..to)
        else {
            continue;
        };
        let labels: Vec<&str> = some.iter().map(|b| b.label.as_str()).collect();
        // Of neighbours, the tallest speaks.
        let tallest = some.iter().min_by(|a, b| peak(a).total_cmp(&peak(b)));
        let (tip, at) = tallest.map_or((Tip::default(), base), |b| (b.tip.clone(), peak(b)));
        let mark = Mark::new("", labels.join("; "), tip).pointing(at);
        c.mark(
            x.at(begin.from),
            top,
            x.at(end.to) - x.at(begin.from),
            base - top,
            mark,
        );
    }
}
