//! What a scenario comes to, in closed form or with its simulated years.

use clientele_model::experiments::ScenarioReport;
use clientele_model::words::Sentence;

use super::found::Way;
use super::sums::Sums;
use super::words;
use crate::inference::normal;
use crate::inference::simulation::Year;

/// Ends of the middle eighty of 100 years, in deviations.
const EIGHTY: f64 = 1.281_551_565_544_600_4;
/// A line over lifts goes to twice the expected one, and at least so far.
const FAR: f64 = 0.1;

/// A year's gain.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gain {
    /// Mean.
    pub mean: f64,
    /// The middle eighty of 100 years.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Chance of a loss.
    pub loss: f64,
    /// Mean loss of a year that loses.
    pub loss_mean: Option<f64>,
}

impl Gain {
    /// Of simulated years.
    pub fn of(year: &Year) -> Self {
        let range = year.interval(0.2).ok();
        let losses = year.gains.partition_point(|&gain| gain < 0.0);
        let mean = year.gains.get(..losses).filter(|losses| !losses.is_empty());
        Self {
            mean: year.mean,
            low: range.map_or(year.mean, |range| range.low),
            high: range.map_or(year.mean, |range| range.high),
            loss: year.loss,
            loss_mean: mean.map(crate::stats::mean),
        }
    }

    /// In closed form. With a test the mean is exact, and its range is that of a year without one.
    pub fn closed(sums: &Sums, with_test: bool) -> Option<Self> {
        let straight = sums.straight().expected().ok()?;
        let mean = match with_test {
            true => sums.expected().ok()?.mean,
            false => straight.mean,
        };
        let deviation = straight.deviation.unwrap_or_default();
        let z = match deviation > 0.0 {
            true => -mean / deviation,
            false => f64::INFINITY * -mean.signum(),
        };
        let loss = normal::cdf(z);
        Some(Self {
            mean,
            low: mean - EIGHTY * deviation,
            high: mean + EIGHTY * deviation,
            loss,
            loss_mean: (loss > 0.0 && deviation > 0.0)
                .then(|| mean - deviation * normal::density(z) / loss),
        })
    }
}

impl Way {
    /// The year's gain, simulated where it was.
    pub fn gain(&self) -> Option<Gain> {
        match &self.year {
            Some(year) => Some(Gain::of(year)),
            None => Gain::closed(self.able()?, true),
        }
    }

    /// What it comes to.
    pub fn report(&self, everybody: &str, currency: &str) -> ScenarioReport {
        let scenario = &self.scenario;
        let sketch = &self.sketch;
        let mut report = ScenarioReport {
            asked: scenario.clone(),
            name: words::name(scenario, currency),
            whom: self.whom.clone().unwrap_or_else(|| everybody.to_owned()),
            customers: sketch.reach.customers,
            reached: sketch.reach.reached(),
            left_out: sketch.reach.left_out.clone(),
            rate: scenario.rate.or(sketch.baseline.rate()).unwrap_or_default(),
            lift: 0.0,
            lift_error: 0.0,
            order: 0.0,
            offer: 0.0,
            redeemed: 0.0,
            contact: scenario.contact.unwrap_or(scenario.via.usual_cost()),
            orders: 0.0,
            revenue: 0.0,
            gain: 0.0,
            low: 0.0,
            high: 0.0,
            loss: 0.0,
            loss_mean: None,
            break_even: None,
            per_spent: None,
            per_order: None,
            retention: None,
            given: 0.0,
            line: [(0.0, 0.0), (FAR, 0.0)],
            refused: self.refusal(),
        };
        let (Some(sums), Some(gain)) = (self.able(), self.gain()) else {
            return report;
        };
        report.lift = sums.lift;
        report.lift_error = sums.lift_error;
        report.order = sums.order;
        report.offer = sums.offer;
        report.redeemed = sums.redeemed;
        report.gain = gain.mean;
        (report.low, report.high) = (gain.low, gain.high);
        (report.loss, report.loss_mean) = (gain.loss, gain.loss_mean);
        report.break_even = sums.break_even();
        let year = Flow::of(self, sums);
        report.orders = year.orders;
        report.revenue = year.orders * (sums.value - sums.offer);
        report.given = year.given;
        let spent = year.spent(sums);
        report.per_spent = (spent > 0.0).then(|| gain.mean / spent);
        report.per_order = (year.orders >= 0.5).then(|| spent / year.orders);
        report.retention = self.retention(sums);
        let sends = f64::from(scenario.sends);
        let far = (2.0 * sums.lift).max(FAR);
        report.line = [0.0, far].map(|lift| (lift, sends * sums.once(lift)));
        report
    }

    /// Share who buy in as many days after the window: of whoever bought in it more come again than of others, and those won
    /// are taken to come again like those who bought anyway.
    fn retention(&self, sums: &Sums) -> Option<(f64, f64)> {
        let share = |(all, some): (u32, u32)| (all > 0).then(|| f64::from(some) / f64::from(all));
        let [bought, not] = self.sketch.baseline.again;
        let (bought, not) = (share(bought)?, share(not)?);
        let of = |rate: f64| rate * bought + (1.0 - rate) * not;
        let with = (sums.rate + sums.lift).clamp(0.0, 1.0);
        Some((of(with), of(sums.rate)))
    }

    /// Why it cannot be simulated.
    fn refusal(&self) -> Option<Sentence> {
        if self.able().is_some() {
            return None;
        }
        if let Some(refused) = &self.refused {
            return Some(refused.clone());
        }
        let reach = &self.sketch.reach;
        if reach.customers == 0 {
            return Some("Nobody is among these customers today. Choose others.".into());
        }
        if reach.reached() == 0 {
            let words = Sentence::from("None of ").counted(reach.customers, "customer");
            return Some(words.text(
                " is reached. Write to them another way, or take back one of the rules that leave them out.",
            ));
        }
        let window = self.scenario.window;
        let Some(sums) = &self.sums else {
            let words = Sentence::from("The data do not hold a window of ");
            return Some(words.days(f64::from(window)).text(
                " with customers who had ordered before it, so nobody knows how many buy anyway. Choose a shorter window, or say how many buy anyway and what an order earns.",
            ));
        };
        let words = Sentence::from("With ").counted(sums.reached, "customer");
        Some(
            words
                .text(" and ")
                .share(self.scenario.held)
                .text(" held back, one of the two groups is empty. Hold back another share, or choose more customers."),
        )
    }
}

/// What a year moves.
struct Flow {
    /// Sends to everybody that the year comes to.
    sends: f64,
    /// Of these, how many cost set-up.
    set_ups: f64,
    orders: f64,
    given: f64,
}

impl Flow {
    fn of(way: &Way, sums: &Sums) -> Self {
        let scenario = &way.scenario;
        let rolled_out = match &way.year {
            Some(year) => year.rolled_out,
            None => sums.expected().map_or(0.0, |expected| expected.rolled_out),
        };
        let later = f64::from(scenario.sends.saturating_sub(1)) * rolled_out;
        let sends = 1.0 - scenario.held + later;
        Self {
            sends,
            set_ups: 1.0 + later,
            orders: match &way.year {
                Some(year) => year.orders,
                None => sends * sums.sum(|cell| cell.lift.mean),
            },
            given: match &way.year {
                Some(year) => year.given,
                None => sends * sums.given(),
            },
        }
    }

    /// Discounts, contacts and set-up.
    fn spent(&self, sums: &Sums) -> f64 {
        self.orders.max(0.0) * sums.offer
            + self.given
            + self.sends * sums.sum(|cell| cell.contact)
            + self.set_ups * sums.campaign.fixed
    }
}
