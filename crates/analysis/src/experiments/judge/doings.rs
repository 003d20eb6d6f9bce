//! What each customer of a campaign did, day by day of the data or as the file tells it.

use crate::dataset::{Exposures, NONE};
use crate::tables::ResponsesTable;

/// Days that count.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spans {
    /// Days of the window.
    pub window: u32,
    /// Days since the exposure that are looked at, twice the window at most.
    pub days: u32,
    /// Whether the file's own columns are of these days.
    pub from_file: bool,
}

impl Spans {
    /// Days of the window that have passed.
    pub fn judged(&self) -> u32 {
        self.window.min(self.days)
    }

    /// Half the window.
    pub fn half(&self) -> u32 {
        (self.window / 2).max(1)
    }

    /// Half as much again; none when the data end before.
    pub fn long(&self) -> Option<u32> {
        let long = self.window + self.window / 2;
        (long > self.window && self.days >= long).then_some(long)
    }
}

/// Per customer what they did. Amounts are of the days judged, NaN where they cannot be known.
#[derive(Default)]
pub struct Doings {
    /// Whether the data set has an order of theirs.
    pub is_known: Vec<bool>,
    /// Spend of the year before, returns taken off.
    pub spent: Vec<f64>,
    /// Orders of the year before.
    pub ordered: Vec<u32>,
    /// Orders.
    pub orders: Vec<u32>,
    /// Goods sold.
    pub gross: Vec<f64>,
    /// Goods that came back.
    pub returned: Vec<f64>,
    /// Discount given.
    pub discount: Vec<f64>,
    /// What was earned.
    pub margin: Vec<f64>,
    /// Earned in half the window.
    pub half: Vec<f64>,
    /// Earned in half as much again.
    pub long: Vec<f64>,
    /// Day of the first order, from 1; 0 for none.
    pub first: Vec<u16>,
    /// Orders in the days after the window.
    pub after: Vec<u16>,
}

impl Doings {
    /// Of so many customers, who did nothing so far.
    pub fn nothing(customers: usize) -> Self {
        Self {
            is_known: vec![false; customers],
            spent: vec![0.0; customers],
            ordered: vec![0; customers],
            orders: vec![0; customers],
            gross: vec![0.0; customers],
            returned: vec![0.0; customers],
            discount: vec![0.0; customers],
            margin: vec![0.0; customers],
            half: vec![0.0; customers],
            long: vec![0.0; customers],
            first: vec![0; customers],
            after: vec![0; customers],
        }
    }

    /// Adds rows of what exposed customers did; `persons` says whom each customer of the table's list is here.
    pub fn add(
        &mut self,
        table: &ResponsesTable,
        rows: std::ops::Range<usize>,
        persons: &[u32],
        spans: Spans,
    ) {
        let (judged, half, long) = (spans.judged(), spans.half(), spans.long().unwrap_or(0));
        for row in rows {
            let person = table
                .customer
                .at
                .get(row)
                .and_then(|&at| persons.get(at as usize));
            let Some(&person) = person.filter(|person| **person != NONE) else {
                continue;
            };
            let (at, day) = (person as usize, table.day[row]);
            if day == 0 {
                self.spent[at] += table.gross[row] - table.returned[row];
                self.ordered[at] += table.orders[row];
                continue;
            }
            let margin = table.margin.get(row).copied().unwrap_or(f64::NAN);
            if day <= half {
                self.half[at] += margin;
            }
            if day <= long {
                self.long[at] += margin;
            }
            if day <= judged {
                self.orders[at] += table.orders[row];
                self.gross[at] += table.gross[row];
                self.returned[at] += table.returned[row];
                self.discount[at] += table.discount[row];
                self.margin[at] += margin;
            }
            if table.orders[row] > 0 && day <= spans.days {
                if self.first[at] == 0 {
                    self.first[at] = day.min(u32::from(u16::MAX)) as u16;
                }
                if day > spans.window {
                    self.after[at] = self.after[at].saturating_add(table.orders[row] as u16);
                }
            }
        }
    }

    /// What each earned in the days judged, to begin with: of those who sent nothing back it is the same with returns
    /// left out of sight.
    pub fn kept(&self) -> Vec<f64> {
        let earned = self.margin.iter().zip(&self.returned);
        earned
            .map(|(&margin, &back)| if back > 0.0 { 0.0 } else { margin })
            .collect()
    }

    /// Adds what customers earned with returns left out of sight.
    pub fn add_gross(
        gross: &mut [f64],
        table: &ResponsesTable,
        rows: std::ops::Range<usize>,
        persons: &[u32],
        spans: Spans,
    ) {
        for row in rows {
            let person = table
                .customer
                .at
                .get(row)
                .and_then(|&at| persons.get(at as usize));
            let day = table.day[row];
            let is_judged = day > 0 && day <= spans.judged();
            if let Some(earned) = person.and_then(|&person| gross.get_mut(person as usize))
                && is_judged
            {
                *earned += table.margin.get(row).copied().unwrap_or(f64::NAN);
            }
        }
    }

    /// What counts of a customer, the file's own words first.
    pub fn of(&self, at: usize, row: usize, exposures: &Exposures, spans: Spans) -> Outcome {
        let mut outcome = Outcome {
            bought: self.orders[at] > 0,
            orders: f64::from(self.orders[at]),
            revenue: self.gross[at] - self.returned[at],
            margin: self.margin[at],
            discount: self.discount[at],
        };
        if !spans.from_file {
            return outcome;
        }
        let told = |column: &[u32]| column.get(row).copied().filter(|&value| value != NONE);
        let amount = |column: &[f64]| column.get(row).copied().filter(|value| value.is_finite());
        if let Some(converted) = told(&exposures.converted) {
            outcome.bought = converted > 0;
        }
        if let Some(revenue) = amount(&exposures.revenue) {
            outcome.revenue = revenue;
        }
        if let Some(margin) = amount(&exposures.margin) {
            outcome.margin = margin;
        }
        if let Some(discount) = amount(&exposures.discount) {
            outcome.discount = discount;
        }
        outcome
    }
}

/// What a customer did in the days judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Whether they bought.
    pub bought: bool,
    /// Orders.
    pub orders: f64,
    /// Goods kept.
    pub revenue: f64,
    /// What was earned; NaN when it is not known.
    pub margin: f64,
    /// Discount given.
    pub discount: f64,
}
