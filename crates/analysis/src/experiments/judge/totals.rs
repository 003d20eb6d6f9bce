//! What customers did, added up by arm and cell: everything the report is made from.

use super::doings::{Doings, Outcome, Spans};
use super::exposed::{Exposed, Fate};
use super::groups::{CELLS, Cut};
use crate::dataset::{Exposures, NONE};
use crate::inference::{Pairs, Share, Stratum, Sums};

/// What is measured per customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// 1 for who bought.
    Bought,
    /// Orders.
    Orders,
    /// Goods kept.
    Revenue,
    /// What was earned.
    Margin,
}

/// An arm, or several together.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// Customers.
    pub customers: u32,
    /// Per cell every value, with the spend of the year before.
    pub cells: Vec<[Pairs; 4]>,
    /// Discount given, with what the goods cost without it.
    pub discount: Pairs,
    /// Goods that came back, with those sold.
    pub returns: Pairs,
    /// Who unsubscribed, of those the file tells it of.
    pub unsubscribed: Share,
    /// Who complained, of those the file tells it of.
    pub complained: Share,
    /// Orders of the year before.
    pub ordered: Sums,
    /// Days since the last order, of those with one in the year before.
    pub recency: Sums,
    /// By day of the first order, from 1.
    pub first: Vec<u32>,
    /// Who ordered in the days after the window.
    pub after: u32,
    /// Of those with an order in the window, who ordered again in the days after it.
    pub again: u32,
}

impl Arm {
    /// Nobody.
    pub fn empty(days: u32) -> Self {
        let none = Share { hits: 0, n: 0 };
        Self {
            customers: 0,
            cells: vec![[Pairs::default(); 4]; CELLS],
            discount: Pairs::default(),
            returns: Pairs::default(),
            unsubscribed: none,
            complained: none,
            ordered: Sums::default(),
            recency: Sums::default(),
            first: vec![0; days as usize + 1],
            after: 0,
            again: 0,
        }
    }

    /// These and those.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        let share = |a: Share, b: Share| Share {
            hits: a.hits + b.hits,
            n: a.n + b.n,
        };
        self.customers += other.customers;
        for (own, other) in self.cells.iter_mut().zip(&other.cells) {
            for (own, other) in own.iter_mut().zip(other) {
                *own = own.and(*other);
            }
        }
        self.discount = self.discount.and(other.discount);
        self.returns = self.returns.and(other.returns);
        self.unsubscribed = share(self.unsubscribed, other.unsubscribed);
        self.complained = share(self.complained, other.complained);
        self.ordered = self.ordered.and(other.ordered);
        self.recency = self.recency.and(other.recency);
        for (own, other) in self.first.iter_mut().zip(&other.first) {
            *own += other;
        }
        self.after += other.after;
        self.again += other.again;
        self
    }

    /// A value of everybody.
    pub fn all(&self, value: Value) -> Pairs {
        let cells = self.cells.iter();
        cells.fold(Pairs::default(), |all, cell| all.and(cell[value as usize]))
    }

    /// A value of every group of a cut.
    pub fn by(&self, cut: Cut, value: Value) -> Vec<Pairs> {
        let mut groups = vec![Pairs::default(); cut.groups()];
        for (at, cell) in self.cells.iter().enumerate() {
            let group = &mut groups[cut.of(at)];
            *group = group.and(cell[value as usize]);
        }
        groups
    }

    /// Who bought.
    pub fn bought(&self) -> Share {
        let pairs = self.all(Value::Bought);
        Share {
            hits: pairs.y.sum.round() as u32,
            n: self.customers,
        }
    }

    /// Who has ordered by a day, of everybody.
    pub fn by_day(&self, day: u32) -> Share {
        let until = self.first.iter().take(day as usize + 1).skip(1);
        Share {
            hits: until.sum(),
            n: self.customers,
        }
    }

    fn add(&mut self, one: &One) {
        let Outcome {
            bought,
            orders,
            revenue,
            margin,
            discount,
        } = one.outcome;
        self.customers += 1;
        let values = [f64::from(u8::from(bought)), orders, revenue, margin];
        if let Some(cell) = self.cells.get_mut(one.cell) {
            for (pairs, value) in cell.iter_mut().zip(values) {
                pairs.push(value, one.spent);
            }
        }
        self.discount.push(discount, one.gross + discount);
        self.returns.push(one.returned, one.gross);
        for (share, told) in [
            (&mut self.unsubscribed, one.unsubscribed),
            (&mut self.complained, one.complained),
        ] {
            share.n += u32::from(told != NONE);
            share.hits += u32::from(told != NONE && told > 0);
        }
        self.ordered.push(f64::from(one.ordered));
        if let Some(recency) = one.recency {
            self.recency.push(f64::from(recency));
        }
        if let Some(count) = self.first.get_mut(usize::from(one.first)) {
            *count += 1;
        }
        self.after += u32::from(one.after);
        self.again += u32::from(one.after && one.first > 0 && u32::from(one.first) <= one.window);
    }
}

/// Strata of both arms by the groups of a cut.
pub fn strata(control: &Arm, treated: &Arm, cut: Cut, value: Value) -> Vec<Stratum> {
    let sides = control
        .by(cut, value)
        .into_iter()
        .zip(treated.by(cut, value));
    let strata = sides.map(|(control, treated)| Stratum { control, treated });
    strata
        .filter(|stratum| stratum.control.y.n + stratum.treated.y.n > 0)
        .collect()
}

/// One customer.
struct One {
    cell: usize,
    outcome: Outcome,
    spent: f64,
    gross: f64,
    returned: f64,
    unsubscribed: u32,
    complained: u32,
    ordered: u32,
    recency: Option<u32>,
    first: u16,
    after: bool,
    window: u32,
}

/// What is known of how the customers earned: where costs are missing, the rate of the others stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Costs {
    /// Buyers whose margin is known.
    pub known: u32,
    /// Buyers whose margin is not.
    pub missing: u32,
    earned: f64,
    paid: f64,
}

impl Costs {
    /// One customer more.
    pub fn add(&mut self, outcome: &Outcome) {
        let is_buyer = outcome.bought || outcome.revenue != 0.0;
        if outcome.margin.is_finite() {
            self.known += u32::from(is_buyer);
            self.earned += outcome.margin;
            self.paid += outcome.revenue;
        } else {
            self.missing += u32::from(is_buyer);
        }
    }

    /// Whether margins can be told: of one in twenty buyers they may be missing.
    pub fn are_known(&self) -> bool {
        self.known > 0 && self.missing <= self.known / 19
    }

    /// The margin of a customer.
    pub fn margin(&self, outcome: &Outcome) -> f64 {
        match outcome.margin.is_finite() {
            true => outcome.margin,
            false if self.paid > 0.0 => outcome.revenue * self.earned / self.paid,
            false => 0.0,
        }
    }
}

/// Everything about the customers of a campaign.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// Who they are.
    pub exposed: &'a Exposed,
    /// What the file says.
    pub exposures: &'a Exposures,
    /// What they did.
    pub doings: &'a Doings,
    /// The cell of each.
    pub cells: &'a [u8],
    /// Days since the last order in the year before; [`NONE`] without one.
    pub recency: &'a [u32],
    /// Days that count.
    pub spans: Spans,
}

impl Sheet<'_> {
    /// What counts of a customer who is judged.
    pub fn outcome(&self, at: usize) -> Option<Outcome> {
        let is_judged = self.exposed.fate.get(at) == Some(&Fate::Judged);
        is_judged.then(|| {
            let row = self.exposed.row[at] as usize;
            self.doings.of(at, row, self.exposures, self.spans)
        })
    }

    /// Adds some customers to their arms.
    pub fn add(&self, arms: &mut [Arm], costs: &Costs, customers: std::ops::Range<usize>) {
        let told = |column: &[u32], row: u32| column.get(row as usize).copied().unwrap_or(NONE);
        for at in customers {
            let Some(mut outcome) = self.outcome(at) else {
                continue;
            };
            outcome.margin = costs.margin(&outcome);
            let row = self.exposed.row[at];
            let recency = self.recency.get(at).copied().filter(|&days| days != NONE);
            arms[usize::from(self.exposed.arm[at])].add(&One {
                cell: usize::from(self.cells[at]),
                outcome,
                spent: self.doings.spent[at],
                gross: self.doings.gross[at],
                returned: self.doings.returned[at],
                unsubscribed: told(&self.exposures.unsubscribed, row),
                complained: told(&self.exposures.complained, row),
                ordered: self.doings.ordered[at],
                recency,
                first: self.doings.first[at],
                after: self.doings.after[at] > 0,
                window: self.spans.window,
            });
        }
    }
}
