//! What pictures over time share: the vertical axis with its grid, the words below, one target a period.

use super::Write;
use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Tip};
use super::scale::Linear;
use super::text::{text_width, widest};

/// One period on the horizontal axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// What the panel calls it.
    pub key: String,
    /// The word under the axis.
    pub name: String,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the mark, on hover and focus.
    pub tip: Tip,
}

/// The measures of a picture over time.
pub(super) struct Layout {
    pub(super) w: f64,
    pub(super) h: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    /// At most so many steps of the vertical axis.
    pub(super) steps: usize,
}

/// A picture over time in the making: grid and axes are drawn.
pub(super) struct TimeAxes {
    pub(super) c: Canvas,
    pub(super) y: Linear,
    pub(super) left: f64,
    pub(super) step: f64,
    layout: Layout,
}

/// Room for the words below.
const BOTTOM: f64 = 28.0;

impl TimeAxes {
    /// Draws grid, axis and the words below for so many periods.
    pub(super) fn new(
        layout: Layout,
        values: impl Iterator<Item = f64>,
        periods: &[&Period],
        axis: Write,
    ) -> Self {
        let Layout {
            w, h, top, right, ..
        } = layout;
        let y = Linear::round(values, layout.steps, h - BOTTOM, top);
        let ticks = y.ticks(layout.steps);
        let left = widest(ticks.iter().map(|&t| axis(t)), Type::Axis, 16.0) + 10.0;
        let c = Canvas::new(w, h);
        for &t in &ticks {
            let ink = if t == 0.0 { Ink::Axis } else { Ink::Grid };
            c.line(&[(left, y.at(t)), (w - right, y.at(t))], ink, Stroke::Hair);
            c.text(left - 8.0, y.at(t) + 4.0, &axis(t), Type::Axis, At::End);
        }
        let step = (w - left - right) / periods.len().max(1) as f64;
        let frame = Self {
            c,
            y,
            left,
            step,
            layout,
        };
        frame.names(periods);
        frame
    }

    /// The middle of a period.
    pub(super) fn x(&self, i: usize) -> f64 {
        self.left + self.step * (i as f64 + 0.5)
    }

    /// Where the plot ends at the right.
    pub(super) fn end(&self) -> f64 {
        self.layout.w - self.layout.right
    }

    /// Writes as many names as there is room for, evenly spread; the last one is always there.
    fn names(&self, periods: &[&Period]) {
        let spot = |i: usize| {
            let half = text_width(&periods[i].name, Type::Axis) / 2.0;
            let mid = self.x(i).min(self.layout.w - half).max(half);
            (mid, half)
        };
        let shown = |every: usize| (0..periods.len()).rev().step_by(every);
        let fits = |&every: &usize| {
            let mut free = f64::MAX;
            shown(every).all(|i| {
                let (mid, half) = spot(i);
                let apart = mid + half + 8.0 <= free;
                free = mid - half;
                apart
            })
        };
        let every = (1..periods.len())
            .find(fits)
            .unwrap_or(periods.len().max(1));
        for i in shown(every) {
            let y = self.layout.h - 8.0;
            self.c
                .text(spot(i).0, y, &periods[i].name, Type::Axis, At::Middle);
        }
    }

    /// Lays a target over each period, with a tip above the `peak` of its ink. A target is at least 24 pixels wide: where periods are
    /// closer, one covers neighbours.
    pub(super) fn marks(&mut self, periods: &[&Period], peak: impl Fn(usize) -> f64) {
        let Layout { h, top, .. } = self.layout;
        let group = ((24.0 / self.step).ceil() as usize).max(1);
        for (first, some) in neighbours(periods, group) {
            // The tip stands above its neighbours, too, so that it hides no line.
            let near = first.saturating_sub(1)..(first + some.len() + 1).min(periods.len());
            let top_of_ink = near.map(&peak).fold(h, f64::min);
            let mark = match some {
                [one] => Mark::new(&one.key, one.label.clone(), one.tip.clone()),
                many => together(many),
            };
            self.c.mark(
                self.left + self.step * first as f64,
                top,
                self.step * some.len() as f64,
                h - top - BOTTOM,
                mark.pointing(top_of_ink),
            );
        }
    }
}

/// Runs of at least `group`, with the place of their first; what is left over joins the last one.
fn neighbours<T>(all: &[T], group: usize) -> Vec<(usize, &[T])> {
    let runs = (all.len() / group).max(1);
    let end = |run: usize| {
        if run + 1 == runs {
            all.len()
        } else {
            (run + 1) * group
        }
    };
    (0..runs)
        .map(|run| (run * group, &all[run * group..end(run)]))
        .collect()
}

/// One mark for neighbours: the main value of each.
fn together(many: &[&Period]) -> Mark {
    let main = |p: &&Period| {
        let (_, value) = p.tip.rows.first()?;
        Some((p.tip.title.clone(), value.clone()))
    };
    let rows = many.iter().filter_map(main).take(8).collect();
    let labels: Vec<_> = many.iter().map(|p| p.label.as_str()).collect();
    let end = |p: Option<&&Period>| p.map_or_else(String::new, |p| p.name.clone());
    let title = format!("{} – {}", end(many.first()), end(many.last()));
    let key = many.first().map_or("", |p| p.key.as_str());
    Mark::new(key, labels.join("; "), Tip::new(&title, rows))
}
