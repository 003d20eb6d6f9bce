//! What the test can tell, by day and by share held back, and the lift that an offer needs.

use clientele_model::experiments::{
    BreakEven, DayPoint, Holdout, Measure, OfferKind, Scenario, Timeline,
};
use clientele_model::words::Sentence;

use super::found::Way;
use super::sums::{Sums, cost, lost};
use super::words::{expected, of_tests, points};
use crate::inference::always_valid::{self, TUNING};
use crate::inference::power::{self, Demand, Sizes};
use crate::inference::special::root;
use crate::inference::{Side, normal};

/// Shares held back that are compared.
const SHARES: [f64; 5] = [0.1, 0.2, 0.3, 0.4, 0.5];
/// Ends of what is plausible of a lift, in errors.
const EIGHTY: f64 = 1.281_551_565_544_600_4;

/// Day by day, to twice the window.
pub fn days(way: &Way, sums: &Sums) -> Vec<DayPoint> {
    let window = way.scenario.window;
    let n = f64::from(sums.reached);
    let reach = always_valid::reach(n, sums.demand.alpha, Side::Both, TUNING).ok();
    // The limit that holds on any day, as the error rate of one look that has the same.
    let any = reach.map(|reach| Demand {
        alpha: 2.0 * normal::upper(reach),
        ..sums.demand
    });
    let point = |day: u32| {
        let arrived = way.sketch.baseline.arrived(day, window);
        let rate = (sums.rate * arrived).clamp(0.0, 0.99);
        let expected = sums.lift * arrived.min(1.0);
        let tells = |demand: Demand| power::detectable(rate, sums.sizes, demand).unwrap_or(1.0);
        let treated = (rate + expected).clamp(0.0, 1.0);
        DayPoint {
            day,
            rate,
            detectable: tells(sums.demand),
            any_day: any.map_or(1.0, tells),
            expected,
            power: power::power(rate, treated, sums.sizes, sums.demand.alpha).unwrap_or(0.0),
        }
    };
    (1..=2 * window).map(point).collect()
}

/// The picture of the days.
pub fn timeline(way: &Way, sums: &Sums) -> Timeline {
    let days = days(way, sums);
    let window = way.scenario.window;
    let meets = |day: &&DayPoint| day.expected >= day.detectable;
    let first = days.iter().take(window as usize).find(meets);
    let title = match first {
        Some(day) => Sentence::from("The expected lift can be told from day ")
            .count(day.day.into())
            .text(" on"),
        None => {
            let words = Sentence::from("By day ").count(window.into());
            let words = match sums.detectable() {
                Some(lift) => points(words.text(" the test can tell "), lift),
                None => words.text(" the test can tell nothing"),
            };
            expected(words.text("; "), sums.lift)
        }
    };
    Timeline {
        title,
        note: "More buyers among 100. The lift arrives as buyers do; the more have bought anyway, the more chance there is in the difference.".into(),
        days,
    }
}

/// Other shares held back.
pub fn holdouts(way: &Way, sums: &Sums) -> Vec<Holdout> {
    let own = way.scenario.held;
    let mut shares = SHARES.to_vec();
    if !shares.iter().any(|share| (share - own).abs() < 1e-9) {
        shares.push(own);
    }
    shares.sort_by(f64::total_cmp);
    let each = sums.sum(|cell| cell.lift.mean * (cell.margin.mean - cell.offer) - lost(cell));
    let holdout = |held: f64| {
        let sizes = sizes(sums.reached, held);
        let treated = (sums.rate + sums.lift).clamp(0.0, 1.0);
        Holdout {
            held,
            detectable: power::detectable(sums.rate, sizes, sums.demand).unwrap_or(1.0),
            power: power::power(sums.rate, treated, sizes, sums.demand.alpha).unwrap_or(0.0),
            forgone: held * each,
        }
    };
    shares.into_iter().map(holdout).collect()
}

/// Both arms of so many customers.
pub fn sizes(customers: u32, held: f64) -> Sizes {
    let control = (f64::from(customers) * held).round() as u32;
    Sizes {
        control,
        treated: customers - control.min(customers),
    }
}

/// The question turned round: with 1,000 customers.
pub fn turned(sums: &Sums, held: f64) -> Sentence {
    let sizes = sizes(1_000, held);
    let words = Sentence::from("Turned round: with ").counted(1_000_u32, "customer");
    match power::more_buyers(sums.rate, sizes, sums.demand) {
        Ok(more) => {
            let anyway = (f64::from(sizes.treated) * sums.rate).round() as u64;
            words
                .text(", ")
                .share(held)
                .text(" of them held back, ")
                .count(more.into())
                .text(" more of the ")
                .count(sizes.treated.into())
                .text(" written to must buy than the ")
                .count(anyway)
                .text(" who would anyway.")
        }
        Err(_) => words.text(" no lift could be told."),
    }
}

/// The lift needed where the offer takes so much, of what kind it is.
fn needed(sums: &Sums, scenario: &Scenario, amount: f64) -> Option<f64> {
    let mut other = scenario.clone();
    other.offer.amount = amount;
    let g = |own: f64| match other.offer.kind {
        OfferKind::Percent | OfferKind::Points if scenario.offer.amount > 0.0 => {
            own * amount / scenario.offer.amount
        }
        _ => cost(&other, sums.value),
    };
    let lost = sums.campaign.fixed
        + sums.sum(|cell| cell.rate.mean() * cell.redeemed.mean() * g(cell.offer) + cell.contact);
    let kept = sums.sum(|cell| cell.margin.mean - g(cell.offer));
    (kept > 0.0).then(|| lost / kept).filter(|lift| *lift < 1.0)
}

/// The lift needed, by size of the offer.
pub fn break_even(way: &Way, sums: &Sums) -> Option<BreakEven> {
    let scenario = &way.scenario;
    let in_shares = match scenario.offer.kind {
        OfferKind::None => return None,
        OfferKind::Percent | OfferKind::Points => true,
        OfferKind::Amount | OfferKind::Delivery | OfferKind::Bundle => false,
    };
    let own = scenario.offer.amount;
    let (step, most) = match in_shares {
        true => (5.0, (2.0 * own).clamp(50.0, 90.0)),
        false => {
            let most = (3.0 * own).max(sums.order);
            (most / 10.0, most)
        }
    };
    let scale = if in_shares { 0.01 } else { 1.0 };
    let mut sizes: Vec<f64> = (0..=10)
        .map(|at| step * f64::from(at))
        .chain([own])
        .filter(|size| *size <= most + 1e-9)
        .collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    let points_of = |size: &f64| Some((size * scale, needed(sums, scenario, *size)?));
    let short = |size: f64| needed(sums, scenario, size).unwrap_or(1.0) - sums.lift;
    let limit = match (short(0.0) > 0.0, short(most) > 0.0) {
        (true, _) => Some(0.0),
        (false, true) => Some(root(short, 0.0, most) * scale),
        (false, false) => None,
    };
    let (low, high) = (
        sums.lift - EIGHTY * sums.lift_error,
        sums.lift + EIGHTY * sums.lift_error,
    );
    let at = needed(sums, scenario, own);
    let size = |words: Sentence, size: f64| match in_shares {
        true => words.share(size),
        false => words.money(size),
    };
    let title = match (limit, at) {
        (Some(0.0), _) => {
            let words = Sentence::from("Even for nothing it needs more ");
            match (sums.lift * 1000.0).round() > 0.0 {
                true => points(words.text("than the "), sums.lift).text(" that are expected"),
                false => expected(words.text("buyers, and "), sums.lift),
            }
        }
        (limit, Some(at)) => {
            let words = match limit {
                Some(limit) => size(Sentence::from("It pays up to "), limit).text("; at "),
                None => Sentence::from("At "),
            };
            points(size(words, own * scale).text(" it needs "), at)
        }
        (_, None) => size(Sentence::from("At "), own * scale)
            .text(" an order costs more than it earns, whatever the lift"),
    };
    Some(BreakEven {
        title,
        note: points(Sentence::from("The lift is held at "), sums.lift)
            .text(" whatever the size; a smaller offer may bring fewer buyers."),
        measure: match in_shares {
            true => Measure::Share,
            false => Measure::Money,
        },
        points: sizes.iter().filter_map(points_of).collect(),
        at: own * scale,
        limit,
        expected: (sums.lift, low, high),
    })
}

/// What would do where the test cannot tell what is expected of it; `customers` are all that the filters leave.
pub fn instead(way: &Way, sums: &Sums, customers: u32) -> Vec<Sentence> {
    let scenario = &way.scenario;
    if sums.lift <= 0.0 {
        let words = Sentence::from(match (sums.lift * 1000.0).round() < 0.0 {
            true => "Fewer buyers are expected of this, not more: ",
            false => "Nothing is expected of this, so there is no lift to tell: ",
        });
        return vec![words.text("change the offer, or set the lift you hope for.")];
    }
    let mut instead = Vec::new();
    let treated = (sums.rate + sums.lift).clamp(0.0, 1.0);
    if let Ok(needed) = power::sizes(sums.rate, treated, scenario.held, sums.demand) {
        let needed = u64::from(needed.control) + u64::from(needed.treated);
        let words = Sentence::from("To tell ");
        let words = points(words, sums.lift)
            .text(" it takes ")
            .counted(needed, "customer")
            .text("; this plan reaches ")
            .count(sums.reached.into());
        instead.push(match needed <= u64::from(customers) {
            true => words.text(" of the ").count(customers.into()).text(
                " these filters leave: choose more of them, or another way to write to them.",
            ),
            false => words
                .text(", and these filters leave ")
                .count(customers.into())
                .text(": only an offer that moves more buyers can be tested here."),
        });
    }
    let power =
        |sizes: Sizes| power::power(sums.rate, treated, sizes, sums.demand.alpha).unwrap_or(0.0);
    if scenario.held < 0.5 {
        let half = power(sizes(sums.reached, 0.5));
        if half > sums.power() + 0.01 {
            let words = Sentence::from("With a half held back it would be seen in ");
            instead.push(of_tests(words, half).text("."));
        }
    }
    if scenario.sends > 1 {
        let all = sums.reached.saturating_mul(scenario.sends);
        let every = power(sizes(all, scenario.held));
        if every > sums.power() + 0.01 {
            let words = Sentence::from("If each of the ")
                .counted(scenario.sends, "send")
                .text(" of a year is a test, works as the first and all are judged together, it would be seen in ");
            instead.push(of_tests(words, every).text("."));
        }
    }
    instead.push(
        Sentence::from("Waiting beyond the ")
            .days(f64::from(scenario.window))
            .text(" does not help: it adds chance, not buyers."),
    );
    instead
}
