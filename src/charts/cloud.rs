//! Customers as dots on two logarithmic axes; past a few thousand, as cells whose depth says how many.

use super::canvas::{At, Canvas, Stroke, text_width};
use super::ink::{Ink, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::Log;
use super::{NARROW, Write};

/// Columns and rows of the grid that stands for many customers.
const GRID: (f64, f64) = (48.0, 32.0);

/// One segment on a [`Cloud`].
#[derive(Clone, Debug, PartialEq)]
pub struct CloudSegment {
    /// What the panel calls it.
    pub key: String,
    /// Its name, beside its typical customer.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// The typical customer: median x and y.
    pub median: (f64, f64),
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the typical customer, on hover and focus.
    pub tip: Tip,
}

/// Customers on two axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Cloud {
    /// What the picture shows, in words.
    pub label: String,
    /// The name of the horizontal axis.
    pub x: String,
    /// The name of the vertical axis.
    pub y: String,
    /// The segments.
    pub segments: Vec<CloudSegment>,
    /// x, y and the place of the segment in `segments`.
    pub dots: Vec<(f64, f64, usize)>,
    /// For many customers: column and row of a 48 × 32 grid over the axes, the segment that leads there, and customers.
    /// Where there are any, they are drawn instead of the dots.
    pub density: Vec<(u8, u8, usize, u32)>,
    /// The ends of the axes: x low, x high, y low, y high.
    pub bounds: [f64; 4],
    /// The values named on the horizontal axis.
    pub x_ticks: Vec<(f64, String)>,
}

/// Draws the cloud; `axis` writes values of the vertical axis.
pub fn cloud(data: &Cloud, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let (h, right, top, bottom) = if big {
        (452.0, 14.0, 16.0, 46.0)
    } else {
        (360.0, 8.0, 14.0, 44.0)
    };
    let [x_lo, x_hi, y_lo, y_hi] = data.bounds;
    let y = Log::new(y_lo, y_hi, h - bottom, top);
    let ticks: Vec<_> = y.decades().into_iter().map(|t| (t, axis(t))).collect();
    let left = ticks
        .iter()
        .map(|(_, t)| text_width(t, Type::Axis))
        .fold(24.0, f64::max)
        + 10.0;
    let x = Log::new(x_lo, x_hi, left, w - right);
    let mut c = Canvas::new(w, h);
    c.line(
        &[(left, h - bottom), (w - right, h - bottom)],
        Ink::Axis,
        Stroke::Hair,
    );
    for (t, name) in &ticks {
        c.line(
            &[(left, y.at(*t)), (w - right, y.at(*t))],
            Ink::Grid,
            Stroke::Hair,
        );
        c.text(left - 8.0, y.at(*t) + 4.0, name, Type::Axis, At::End);
    }
    let mut free = left - 20.0;
    for (t, name) in data.x_ticks.iter().filter(|(t, _)| x.holds(*t)) {
        let half = text_width(name, Type::Axis) / 2.0;
        let at = x.at(*t);
        c.line(&[(at, top), (at, h - bottom)], Ink::Grid, Stroke::Hair);
        let mid = at.min(w - half);
        if mid - half > free + 6.0 {
            c.text(mid, h - bottom + 17.0, name, Type::Axis, At::Middle);
            free = mid + half;
        }
    }
    c.text(
        w - right,
        h - 6.0,
        &format!("{} →", data.x),
        Type::Axis,
        At::End,
    );
    c.text(
        8.0_f64.min(left),
        h - 6.0,
        &format!("↑ {}", data.y),
        Type::Axis,
        At::Start,
    );

    let at = |i: usize, d: &(f64, f64, usize)| {
        // Whole days make stripes: half a step to either side, by place, not by chance.
        let jitter = ((i * 7919) % 97) as f64 / 97.0 - 0.5;
        let shifted = if d.0 > 1.0 {
            d.0 + jitter * 0.9
        } else {
            1.0 + jitter.abs() * 0.8
        };
        (x.at(shifted), y.at(d.1))
    };
    if data.density.is_empty() {
        let every = if big { 1 } else { 2 };
        for (i, d) in data.dots.iter().enumerate().step_by(every) {
            if let Some(s) = data.segments.get(d.2) {
                let (px, py) = at(i, d);
                c.dot(px, py, if big { 2.4 } else { 2.1 }, s.ink, 0.42);
            }
        }
    } else {
        let most = data.density.iter().map(|d| d.3).max().unwrap_or(1);
        let (cw, ch) = ((w - left - right) / GRID.0, (h - top - bottom) / GRID.1);
        for &(column, row, segment, count) in &data.density {
            let Some(s) = data.segments.get(segment) else {
                continue;
            };
            let depth = f64::from(count + 1).ln() / f64::from(most + 1).ln();
            let (px, py) = (
                left + cw * f64::from(column),
                h - bottom - ch * (f64::from(row) + 1.0),
            );
            c.rect_faint(
                px + 0.4,
                py + 0.4,
                cw - 0.8,
                ch - 0.8,
                s.ink,
                2,
                (0.12 + 0.73 * depth).min(0.85),
            );
        }
    }
    let place = |s: &CloudSegment| (x.at(s.median.0), y.at(s.median.1));
    for s in &data.segments {
        let (px, py) = place(s);
        c.dot(px, py, 8.5, Ink::Surface, 1.0);
        c.dot(px, py, 6.5, s.ink, 1.0);
    }
    label_medians(&c, data, &place, (left, w - right));
    // Typical customers may lie so close that one target would cover another: the later one then
    // answers beside its dot.
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for s in &data.segments {
        let (px, py) = place(s);
        let free = |x: f64, y: f64| {
            let apart = |t: &(f64, f64)| (t.0 - x).abs() >= 28.0 || (t.1 - y).abs() >= 28.0;
            taken.iter().all(apart)
        };
        let around = [0.0, 28.0, -28.0, 56.0, -56.0];
        let spots = around
            .iter()
            .flat_map(|dy| around.iter().map(move |dx| (px + dx, py + dy)));
        let inside =
            |&(x, y): &(f64, f64)| x >= 14.0 && x <= w - 14.0 && y >= 14.0 && y <= h - 14.0;
        let (mx, my) = spots
            .filter(inside)
            .find(|&(x, y)| free(x, y))
            .unwrap_or((px, py));
        taken.push((mx, my));
        let mark = Mark::new(&s.key, s.label.clone(), s.tip.clone()).round();
        c.mark(mx - 14.0, my - 14.0, 28.0, 28.0, mark);
    }
    c.finish(&data.label)
}

/// Puts each name on the first of six places around its dot where it covers no other name or dot.
fn label_medians(
    c: &Canvas,
    data: &Cloud,
    place: &dyn Fn(&CloudSegment) -> (f64, f64),
    (left, right): (f64, f64),
) {
    let mut taken: Vec<(f64, f64, f64, f64)> = data
        .segments
        .iter()
        .map(|s| {
            let (x, y) = place(s);
            (x - 8.0, y - 8.0, x + 8.0, y + 8.0)
        })
        .collect();
    for s in &data.segments {
        let (x, y) = place(s);
        let wide = text_width(&s.name, Type::Big);
        let spots = [
            (x - wide / 2.0, y - 14.0),
            (x + 12.0, y + 5.0),
            (x - 12.0 - wide, y + 5.0),
            (x - wide / 2.0, y + 24.0),
            (x + 12.0, y - 10.0),
            (x - 12.0 - wide, y - 10.0),
            (x + 10.0, y + 20.0),
            (x - 10.0 - wide, y + 20.0),
        ];
        let covers = |&(bx, by): &(f64, f64)| {
            let hit = taken
                .iter()
                .filter(|t| bx < t.2 && bx + wide > t.0 && by - 12.0 < t.3 && by + 3.0 > t.1)
                .count();
            let out = usize::from(bx < left || bx + wide > right || by < 14.0);
            hit + 4 * out
        };
        let Some(&(bx, by)) = spots.iter().min_by_key(|p| covers(p)) else {
            continue;
        };
        taken.push((bx, by - 12.0, bx + wide, by + 3.0));
        c.over(bx, by, &s.name, Type::Big, At::Start);
    }
}
