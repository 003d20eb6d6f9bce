//! Columns of two parts, one on the other, over time.

use super::canvas::At;
use super::ink::{Ink, Type};
use super::mark::Picture;
use super::periods::{Layout, Period, TimeAxes};
use super::text::widest;
use super::{NARROW, Write};

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Which period it stands for.
    pub period: Period,
    /// The lower part.
    pub lower: f64,
    /// The upper part.
    pub upper: f64,
}

/// Columns of two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// What the picture shows, in words.
    pub label: String,
    /// The name and colour of the lower part.
    pub lower: (String, Ink),
    /// The name and colour of the upper part.
    pub upper: (String, Ink),
    /// Whether the names stand beside the last column; without, the panel shows a legend.
    pub named: bool,
    /// The height in pixels where there is room.
    pub height: f64,
    /// The columns, first to last.
    pub columns: Vec<Column>,
}

/// Draws the columns.
pub fn columns(data: &Columns, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let (h, top) = if big {
        (data.height, 12.0)
    } else {
        (232.0, 30.0)
    };
    let right = if big && data.named {
        widest([&data.lower.0, &data.upper.0], Type::Label, 48.0) + 12.0
    } else {
        1.0
    };
    let layout = Layout {
        w,
        h,
        top,
        right,
        steps: 4,
    };
    let periods: Vec<_> = data.columns.iter().map(|p| &p.period).collect();
    let values = data.columns.iter().map(|p| p.lower + p.upper);
    let mut f = TimeAxes::new(layout, values, &periods, axis);
    let Some(last) = data.columns.last() else {
        return f.c.finish(&data.label);
    };
    let (c, y) = (&f.c, &f.y);
    // One lonely column is not a wall.
    let bar = (f.step * 0.74).min(64.0);
    for (i, p) in data.columns.iter().enumerate() {
        let x = f.x(i) - bar / 2.0;
        let (zero, mid, end) = (y.at(0.0), y.at(p.lower), y.at(p.lower + p.upper));
        c.rect(x, mid, bar, zero - mid, data.lower.1, 0);
        let gap = if p.lower > 0.0 && mid - end > 2.0 {
            1.0
        } else {
            0.0
        };
        c.rect(x, end, bar, mid - end - gap, data.upper.1, 0);
    }
    let (lower, upper) = (axis(last.lower), axis(last.upper));
    if big && data.named {
        let x = f.end() + 8.0;
        let middle = |a: f64, b: f64| (y.at(a) + y.at(b)) / 2.0 - 2.0;
        let high = middle(last.lower, last.lower + last.upper);
        let low = middle(0.0, last.lower)
            .max(high + 34.0)
            .min(y.at(0.0) - 14.0);
        let high = high.min(low - 34.0);
        c.text(x, high, &data.upper.0, Type::Label, At::Start);
        c.text(x, high + 16.0, &upper, Type::Plain, At::Start);
        c.text(x, low, &data.lower.0, Type::Accent, At::Start);
        c.text(x, low + 16.0, &lower, Type::Plain, At::Start);
    } else if data.named {
        let (name, up, down) = (&last.period.name, &data.upper.0, &data.lower.0);
        let words = format!("{name}: {up} {upper}, {down} {lower}");
        c.text(w - 2.0, 12.0, &words, Type::Label, At::End);
    }
    let tops: Vec<_> = data
        .columns
        .iter()
        .map(|p| y.at(p.lower + p.upper))
        .collect();
    f.marks(&periods, |i| tops[i]);
    f.c.finish(&data.label)
}
