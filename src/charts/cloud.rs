//! Customers as dots on two logarithmic axes.

mod named;

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::labels::LabelSpace;
use super::mark::{Mark, Picture, Tip};
use super::scale::Log;
use super::text::{text_width, widest};
use super::{NARROW, Write};

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
    /// Where customers are too many for dots alone: x, y, the place of the segment that leads there, how many are
    /// there, and at last how wide a cell is as a share of the horizontal axis.
    pub density: (Vec<(f64, f64, usize, u32)>, f64),
    /// The ends of the axes: x low, x high, y low, y high.
    pub bounds: [f64; 4],
    /// The values named on the horizontal axis.
    pub x_ticks: Vec<(f64, String)>,
}

/// In how many sizes of shade the number of customers behind the dots is drawn.
const SHADES: u32 = 3;

/// Draws the cloud; `axis` writes values of the vertical axis.
pub fn cloud(data: &Cloud, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let (h, right, top, bottom) = if big {
        (452.0, 14.0, 16.0, 46.0)
    } else {
        (376.0, 8.0, 30.0, 44.0)
    };
    let [x_lo, x_hi, y_lo, y_hi] = data.bounds;
    let y = Log::new(y_lo, y_hi, h - bottom, top);
    let ticks: Vec<_> = y.decades().into_iter().map(|t| (t, axis(t))).collect();
    let left = widest(ticks.iter().map(|(_, t)| t), Type::Axis, 24.0) + 10.0;
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
    // Where both titles do not fit below, the vertical one stands above.
    let name = format!("↑ {}", data.y);
    let y_of_name = if big { h - 6.0 } else { 12.0 };
    c.text(0.0, y_of_name, &name, Type::Axis, At::Start);

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
    let (cells, share) = &data.density;
    let most = cells.iter().map(|cell| cell.3).max().unwrap_or(1);
    // On a logarithmic scale, as the axes are: most cells hold few.
    let depth = |count: u32| f64::from(count + 1).ln() / f64::from(most + 1).ln();
    for (segment, s) in data.segments.iter().enumerate() {
        for level in 1..=SHADES {
            let here = cells.iter().filter(|cell| {
                cell.2 == segment && (depth(cell.3) * f64::from(SHADES)).ceil() as u32 == level
            });
            let here: Vec<_> = here.map(|cell| (x.at(cell.0), y.at(cell.1))).collect();
            let reach = (w - left - right) * share * f64::from(level) / f64::from(SHADES);
            c.dots(&here, reach, s.ink, 0.16);
        }
    }
    let (every, radius) = if big { (1, 2.4) } else { (2, 2.1) };
    for (segment, s) in data.segments.iter().enumerate() {
        let dots = data.dots.iter().enumerate().step_by(every);
        let dots = dots.filter(|(_, d)| d.2 == segment);
        let dots: Vec<_> = dots.map(|(i, d)| at(i, d)).collect();
        c.dots(&dots, radius, s.ink, 0.45);
    }
    let place = |s: &CloudSegment| (x.at(s.median.0), y.at(s.median.1));
    let plot = LabelSpace::new((left, top - 14.0, w, h - bottom));
    named::draw(&c, data, &place, (plot, big));
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
