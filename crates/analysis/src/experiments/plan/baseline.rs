//! What the customers of a scenario do anyway: how many buy in a window, when in it, and what an order is worth.

use std::collections::BTreeMap;

use clientele_model::experiments::Scenario;
use clientele_model::groups::RfmGroup;

use super::audience::{Audience, kept};
use super::ground::Ground;
use super::past::{Bought, Past, Stood};
use crate::days::{self, Day, Days};
use crate::inference::Beta;

/// Windows that are looked at.
const WINDOWS: usize = 12;
/// Days of history that a window should have before it.
const HISTORY: Day = 90;

/// One window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Season {
    /// First day.
    pub from: Day,
    /// Who had ordered before.
    pub customers: u32,
    /// Who bought in it.
    pub buyers: u32,
}

/// What customers do anyway.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Baseline {
    /// Windows, the earliest first; those in which somebody could buy.
    pub seasons: Vec<Season>,
    /// Customers and buyers of all windows, by the group they stood in when it began.
    pub groups: BTreeMap<RfmGroup, (u32, u32)>,
    /// Share of those who buy in the window who have bought by each day, to twice the window; above 1 after the window.
    pub arrival: Vec<f64>,
    /// Of all of them in these windows.
    pub sums: Bought,
    /// The same by group.
    pub by_group: BTreeMap<RfmGroup, Bought>,
    /// What an order leaves at list price in months with one order: number, sum and sum of squares.
    pub single: (f64, f64, f64),
    /// Of those who bought, and of those who did not: how many, and how many bought in as many days after.
    pub again: [(u32, u32); 2],
    /// Kept of goods, or earned where costs are known, by a customer in the days one looks back on: sum and number.
    pub year: (f64, u32),
}

/// The first days of the windows: the first of each of the last months that the data hold whole.
pub fn starts(past: &Past, window: Day) -> Vec<Day> {
    let last = past.days.last - window + 1;
    let mut month = last - Day::from(days::to_date(last).day()) + 1;
    let mut starts = Vec::new();
    while starts.len() < WINDOWS && month > past.days.first {
        starts.push(month);
        month = days::add_months(month, -1);
    }
    starts.reverse();
    let is_old = |start: &Day| start - past.days.first >= HISTORY;
    if starts.iter().any(is_old) {
        starts.retain(is_old);
    }
    starts
}

/// A baseline that is counted window by window.
pub struct Counting {
    left: std::vec::IntoIter<Day>,
    /// By day of a window: how many could still buy first, and how many did.
    first: Vec<(u32, u32)>,
    baseline: Baseline,
}

impl Counting {
    /// Begins.
    pub fn new(scenario: &Scenario, past: &Past) -> Self {
        Self {
            left: starts(past, scenario.window as Day).into_iter(),
            first: vec![(0, 0); 2 * scenario.window as usize],
            baseline: Baseline::default(),
        }
    }

    /// Looks at one more window, or finds out where everybody stood when it began; the whole, once all are looked at.
    pub fn step(
        &mut self,
        scenario: &Scenario,
        audience: &Audience,
        ground: &Ground,
    ) -> Option<Baseline> {
        let Some(&from) = self.left.as_slice().first() else {
            let mut baseline = std::mem::take(&mut self.baseline);
            baseline.arrival = shape(&self.first, scenario.window as usize);
            return Some(baseline);
        };
        if ground.knows_standing(from) {
            self.left.next();
            self.add(from, scenario, audience, ground);
        } else {
            ground.standing(from);
        }
        None
    }

    fn add(&mut self, from: Day, scenario: &Scenario, audience: &Audience, ground: &Ground) {
        let Ground { past, seen, .. } = ground;
        let baseline = &mut self.baseline;
        let window = scenario.window as Day;
        let mut season = Season {
            from,
            ..Season::default()
        };
        let days = span(from, window);
        // As far as the data go, to twice the window.
        let watched = span(from, (past.days.last - from + 1).min(2 * window));
        let standing = ground.standing(from);
        for stood in standing.iter().filter(|stood| audience.held(stood)) {
            let who = stood.who;
            if kept(scenario, past, seen, who, from).is_some() || seen.was_sent(who, days) {
                continue;
            }
            season.customers += 1;
            let group = baseline.groups.entry(stood.group).or_default();
            group.0 += 1;
            let day = past.bought(who, watched);
            let has_bought = day.is_some_and(|day| days.contains(day));
            if has_bought {
                season.buyers += 1;
                group.1 += 1;
            }
            arrive(&mut self.first, day.map(|day| day - from), watched.count());
            baseline.add_after(past, who, days, has_bought);
            baseline.add_orders(past, stood, days);
            baseline.add_year(past, who, from);
        }
        if season.customers > 0 {
            baseline.seasons.push(season);
        }
    }
}

impl Baseline {
    fn add_after(&mut self, past: &Past, who: u32, days: Days, has_bought: bool) {
        let after = span(days.last + 1, days.count());
        if after.last <= past.days.last {
            let of = &mut self.again[usize::from(!has_bought)];
            of.0 += 1;
            of.1 += u32::from(past.bought(who, after).is_some());
        }
    }

    fn add_orders(&mut self, past: &Past, stood: &Stood, days: Days) {
        for month in past.each_month(stood.who, days) {
            self.sums.plus(&month);
            self.by_group.entry(stood.group).or_default().plus(&month);
            if month.orders == 1.0 {
                let left = month.left();
                self.single.0 += 1.0;
                self.single.1 += left;
                self.single.2 += left * left;
            }
        }
    }

    fn add_year(&mut self, past: &Past, who: u32, from: Day) {
        self.year.0 += past.looked_back(who, from).earned();
        self.year.1 += 1;
    }

    /// Share who buy in a window: the mean of the windows; none without one.
    pub fn rate(&self) -> Option<f64> {
        let rates = self.rates();
        (!rates.is_empty()).then(|| rates.iter().sum::<f64>() / rates.len() as f64)
    }

    fn rates(&self) -> Vec<f64> {
        let rate = |season: &Season| f64::from(season.buyers) / f64::from(season.customers);
        self.seasons.iter().map(rate).collect()
    }

    /// What is not known of the rate of the next window: variance between windows, which holds that of counts; of one window
    /// alone that of counts and a quarter of the rate.
    pub fn variance(&self, rate: f64) -> f64 {
        let rates = self.rates();
        let n = self
            .seasons
            .iter()
            .map(|season| f64::from(season.customers));
        let n = (n.sum::<f64>() / rates.len().max(1) as f64).max(1.0);
        let counts = rate * (1.0 - rate) / n;
        let mean = rates.iter().sum::<f64>() / rates.len().max(1) as f64;
        match rates.len() {
            0 | 1 => counts + (0.25 * rate).powi(2),
            many => {
                let squares: f64 = rates.iter().map(|rate| (rate - mean).powi(2)).sum();
                counts.max(squares / (many - 1) as f64)
            }
        }
    }

    /// Share of the window's buyers who have bought by a day, counted from 1.
    pub fn arrived(&self, day: u32, window: u32) -> f64 {
        let at = (day as usize).checked_sub(1);
        let known = at.and_then(|at| self.arrival.get(at));
        // Without any buyer every day is as good as another.
        known.copied().unwrap_or(f64::from(day) / f64::from(window))
    }
}

impl Bought {
    /// Adds.
    pub fn plus(&mut self, other: &Self) {
        self.orders += other.orders;
        self.gross += other.gross;
        self.returned += other.returned;
        self.discount += other.discount;
        self.margin += other.margin;
        self.known += other.known;
    }

    /// What was earned, or kept of goods where costs are not known.
    pub fn earned(&self) -> f64 {
        match self.known > 0.0 && self.known >= self.orders {
            true => self.margin,
            false => self.gross - self.returned,
        }
    }

    /// The same at list price.
    pub fn left(&self) -> f64 {
        self.earned() + self.discount
    }
}

/// A beta distribution of this mean and variance; as wide as one can be where the variance is too large.
pub fn beta(mean: f64, variance: f64) -> Beta {
    let mean = mean.clamp(1e-6, 1.0 - 1e-6);
    let size = (mean * (1.0 - mean) / variance.max(1e-12) - 1.0).max(0.5);
    Beta {
        a: mean * size,
        b: (1.0 - mean) * size,
    }
}

fn span(from: Day, days: Day) -> Days {
    Days {
        first: from,
        last: from + days - 1,
    }
}

/// Counts somebody in the days on which they could have bought first: at risk, bought.
fn arrive(first: &mut [(u32, u32)], on: Option<Day>, watched: Day) {
    let last = on.unwrap_or(watched - 1);
    for (day, of) in (0..=last).zip(first) {
        of.0 += 1;
        of.1 += u32::from(Some(day) == on);
    }
}

/// Kaplan and Meier's estimate of who has bought by each day, as a share of those by the end of the window: windows that the
/// data end in count as long as they last. (Nonparametric estimation from incomplete observations, 1958.)
fn shape(first: &[(u32, u32)], window: usize) -> Vec<f64> {
    let mut left = 1.0;
    let mut by: Vec<f64> = Vec::with_capacity(first.len());
    for &(at_risk, bought) in first {
        if at_risk > 0 {
            left *= 1.0 - f64::from(bought) / f64::from(at_risk);
        }
        by.push(1.0 - left);
    }
    let all = by
        .get(window.saturating_sub(1))
        .copied()
        .unwrap_or_default();
    match all > 0.0 {
        true => by.iter().map(|share| share / all).collect(),
        false => Vec::new(),
    }
}
