//! What exposed customers did, counted from lines in steps.

use std::sync::Arc;

use clientele_model::filters::Returns;

use crate::dataset::{Dataset, NONE};
use crate::days::{Day, Days};
use crate::tables::line_filter::LineFilter;
use crate::tables::{ResponseCounting, ResponsesTable};
use crate::window::Window;

/// Customers whose orders are read in one step.
const PER_STEP: usize = 20_000;

/// A table of responses on its way.
pub struct Responding {
    lines: Arc<Dataset>,
    window: Window,
    exposed: Vec<(u32, Day)>,
    days: u32,
    counting: Option<ResponseCounting>,
}

impl Responding {
    /// Of the customers of a data set who are somebody here: `persons` says who, `days` holds the day of each.
    pub fn new(
        lines: &Arc<Dataset>,
        window: Window,
        persons: &[u32],
        day: &[Day],
        days: u32,
    ) -> Self {
        let exposed = (0..).zip(persons).filter(|(_, person)| **person != NONE);
        Self {
            lines: Arc::clone(lines),
            window,
            exposed: exposed
                .filter_map(|(position, &person)| Some((position, *day.get(person as usize)?)))
                .collect(),
            days,
            counting: None,
        }
    }

    /// Goes on. Returns the table once it is there.
    pub fn step(&mut self) -> Option<ResponsesTable> {
        let Some(counting) = &mut self.counting else {
            self.counting = Some(ResponseCounting::nameless(&self.lines));
            return None;
        };
        let is_done = counting.step(
            &self.lines,
            &self.window,
            &self.exposed,
            self.days,
            PER_STEP,
        );
        match is_done {
            true => self.counting.take().map(ResponseCounting::done),
            false => None,
        }
    }
}

/// What the whole shop sold in some days less what came back, to whomever.
pub fn revenue(lines: &Dataset, window: &Window, days: Days) -> f64 {
    let window = Window {
        days,
        ..window.clone()
    };
    let filter = LineFilter::new(lines, &window, None);
    let of_order = |order: usize| -> f64 {
        let lines = filter.lines(order);
        lines
            .map(|line| match line.is_return {
                true => -line.paid_back(),
                false => line.value(),
            })
            .sum()
    };
    filter.orders.clone().map(of_order).sum()
}

/// The same days and lines, whatever came back later.
pub fn without_returns(window: Window) -> Window {
    Window {
        returns: Returns::Off,
        ..window
    }
}
