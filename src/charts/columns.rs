//! Columns of two parts, one on the other, over time.

use super::canvas::{At, Canvas, Stroke, text_width};
use super::ink::{Ink, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::trend::{names_below, neighbours};
use super::{NARROW, Write};

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What the panel calls it.
    pub key: String,
    /// The word under the axis.
    pub name: String,
    /// The lower part.
    pub lower: f64,
    /// The upper part.
    pub upper: f64,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the column, on hover and focus.
    pub tip: Tip,
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
    /// The columns, first to last.
    pub columns: Vec<Column>,
}

/// Draws the columns.
pub fn columns(data: &Columns, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let beside = big && data.named;
    let (h, top, bottom) = if big {
        (268.0, 12.0, 28.0)
    } else {
        (232.0, 30.0, 26.0)
    };
    let names = [&data.lower.0, &data.upper.0];
    let right = if beside {
        names
            .iter()
            .map(|n| text_width(n, Type::Label))
            .fold(48.0, f64::max)
            + 12.0
    } else {
        1.0
    };
    let y = Linear::round(
        data.columns.iter().map(|p| p.lower + p.upper),
        4,
        h - bottom,
        top,
    );
    let ticks = y.ticks(4);
    let left = ticks
        .iter()
        .map(|&t| text_width(&axis(t), Type::Axis))
        .fold(14.0, f64::max)
        + 10.0;
    let mut c = Canvas::new(w, h);
    for &t in &ticks {
        let ink = if t == 0.0 { Ink::Axis } else { Ink::Grid };
        c.line(&[(left, y.at(t)), (w - right, y.at(t))], ink, Stroke::Hair);
        c.text(left - 8.0, y.at(t) + 4.0, &axis(t), Type::Axis, At::End);
    }
    let n = data.columns.len();
    if n == 0 {
        return c.finish(&data.label);
    }
    let step = (w - left - right) / n as f64;
    // One lonely column is not a wall.
    let bar = (step * 0.74).min(64.0);
    let x = |i: usize| left + step * (i as f64 + 0.5);
    names_below(
        &c,
        &data
            .columns
            .iter()
            .map(|p| p.name.as_str())
            .collect::<Vec<_>>(),
        &x,
        h - 8.0,
        step,
    );
    for (i, p) in data.columns.iter().enumerate() {
        let (zero, mid, end) = (y.at(0.0), y.at(p.lower), y.at(p.lower + p.upper));
        c.rect(x(i) - bar / 2.0, mid, bar, zero - mid, data.lower.1, 0);
        let gap = if p.lower > 0.0 && mid - end > 2.0 {
            1.0
        } else {
            0.0
        };
        c.rect(x(i) - bar / 2.0, end, bar, mid - end - gap, data.upper.1, 0);
    }
    if let (true, Some(p)) = (data.named, data.columns.last()) {
        let (lower, upper) = (axis(p.lower), axis(p.upper));
        if big {
            let at = w - right + 8.0;
            let mut low = (y.at(p.lower) + y.at(0.0)) / 2.0 - 2.0;
            let high = (y.at(p.lower) + y.at(p.lower + p.upper)) / 2.0 - 2.0;
            low = low.max(high + 34.0).min(h - bottom - 14.0);
            let high = high.min(low - 34.0);
            c.text(at, high, &data.upper.0, Type::Label, At::Start);
            c.text(at, high + 16.0, &upper, Type::Plain, At::Start);
            c.text(at, low, &data.lower.0, Type::Accent, At::Start);
            c.text(at, low + 16.0, &lower, Type::Plain, At::Start);
        } else {
            let words = format!(
                "{}: {} {upper}, {} {lower}",
                p.name, data.upper.0, data.lower.0
            );
            c.text(w - 2.0, 12.0, &words, Type::Label, At::End);
        }
    }
    // A target is at least 24 pixels wide; where columns are closer, one box covers neighbours.
    let group = ((24.0 / step).ceil() as usize).max(1);
    for (first, some) in neighbours(&data.columns, group) {
        let peak = some
            .iter()
            .map(|p| y.at(p.lower + p.upper))
            .fold(h, f64::min);
        let mark = match some {
            [one] => Mark::new(&one.key, one.label.clone(), one.tip.clone()),
            many => together(many),
        };
        c.mark(
            left + step * first as f64,
            top,
            step * some.len() as f64,
            h - top - bottom,
            mark.pointing(peak),
        );
    }
    c.finish(&data.label)
}

fn together(many: &[Column]) -> Mark {
    let rows = many
        .iter()
        .filter_map(|p| {
            p.tip
                .rows
                .first()
                .map(|(_, value)| (p.tip.title.clone(), value.clone()))
        })
        .take(8)
        .collect();
    let labels: Vec<_> = many.iter().map(|p| p.label.as_str()).collect();
    let (first, last) = (&many[0], &many[many.len() - 1]);
    let what = first.tip.rows.first().map_or("", |(name, _)| name.as_str());
    let title = if what.is_empty() {
        format!("{} – {}", first.name, last.name)
    } else {
        what.to_owned()
    };
    Mark::new(&first.key, labels.join("; "), Tip::new(&title, rows))
}
