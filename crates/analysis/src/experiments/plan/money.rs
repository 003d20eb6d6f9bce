//! Where the money goes: the year's picture, and the way from customers to profit.

use clientele_model::experiments::{Straight, Waterfall, WaterfallStep, Year, YearBar};
use clientele_model::words::Sentence;

use super::found::{Found, Way};
use super::scenario::Gain;
use super::sums::{Sums, gives};
use super::words::{chance_of_loss, points, rounded};
use crate::inference::simulation;

/// About so many bars.
const BARS: f64 = 20.0;

/// The simulated year, or what the closed form says of it.
pub fn year(way: &Way, sums: &Sums, found: &Found) -> Year {
    let gain = way.gain().unwrap_or_default();
    let straight = match &found.straight {
        Some(year) => Some(Gain::of(year)),
        None => Gain::closed(sums, false),
    };
    let mean = rounded(gain.mean);
    let title = match gain.mean > 0.0 {
        true => Sentence::from("A year of this plan brings ").money(mean),
        false => Sentence::from("A year of this plan loses ").money(-mean),
    };
    let title = match way.year {
        Some(_) => chance_of_loss(title.text(" on average, with "), gain.loss),
        None => title.text(" on average"),
    };
    let note = Sentence::from("The first send is the test: ")
        .share(way.scenario.held)
        .text(" are held back in it.");
    let note = match way.scenario.sends {
        1 => note,
        _ => note.text(" If it does not pay, the later sends are not made."),
    };
    Year {
        title,
        note,
        runs: way.year.as_ref().map_or(0, |year| year.gains.len() as u32),
        bars: way.year.as_ref().map(bars).unwrap_or_default(),
        rolled_out: match &way.year {
            Some(year) => year.rolled_out,
            None => sums.expected().map_or(0.0, |expected| expected.rolled_out),
        },
        error: way.year.as_ref().map_or(0.0, |year| year.error),
        straight: straight.map(|gain| Straight {
            gain: gain.mean,
            low: gain.low,
            high: gain.high,
            loss: gain.loss,
            loss_mean: gain.loss_mean,
        }),
    }
}

/// Bars of a round width, with an edge at zero.
pub fn bars(year: &simulation::Year) -> Vec<YearBar> {
    let (Some(&least), Some(&most)) = (year.gains.first(), year.gains.last()) else {
        return Vec::new();
    };
    let width = round_width((most - least) / BARS);
    let (first, last) = ((least / width).floor(), (most / width).floor());
    let bars = (last - first) as u32 + 1;
    let below = |of: &[f64], edge: f64| of.partition_point(|&gain| gain < edge) as u32;
    let bar = |at: u32| {
        let from = (first + f64::from(at)) * width;
        let to = (first + f64::from(at) + 1.0) * width;
        let stopped = below(&year.stopped, to) - below(&year.stopped, from);
        YearBar {
            from,
            to,
            rolled_out: below(&year.gains, to) - below(&year.gains, from) - stopped,
            stopped,
        }
    };
    (0..bars).map(bar).collect()
}

/// 1, 2 or 5 times a power of ten, no less than this.
fn round_width(least: f64) -> f64 {
    if !(least > 0.0 && least.is_finite()) {
        return 1.0;
    }
    let power = 10f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0];
    let found = steps
        .iter()
        .find(|step| *step * power >= least * (1.0 - 1e-9));
    found.copied().unwrap_or(10.0) * power
}

/// From reached customers to profit.
pub fn waterfall(way: &Way, sums: &Sums) -> Waterfall {
    let scenario = &way.scenario;
    let reached = f64::from(sums.reached);
    let anyway = sums.sum(|cell| cell.rate.mean());
    let won = sums.sum(|cell| cell.lift.mean);
    let full = sums.sum(|cell| cell.lift.mean * cell.margin.mean);
    let discount = sums.sum(|cell| cell.lift.mean * cell.offer);
    let given = sums.given();
    let contacts = sums.sum(|cell| cell.contact);
    let once = full - discount - given - contacts - scenario.setup;
    let mut steps = vec![WaterfallStep {
        name: "Extra orders at full margin".to_owned(),
        why: Sentence::new()
            .number(won, 0)
            .text(" orders at ")
            .money(sums.order)
            .text(" on average, at list price."),
        amount: full,
    }];
    if gives(scenario) {
        steps.push(WaterfallStep {
            name: "Discount on extra orders".to_owned(),
            why: Sentence::new().money(sums.offer).text(" on each of them."),
            amount: -discount,
        });
        steps.push(WaterfallStep {
            name: "Discount without effect".to_owned(),
            why: Sentence::new()
                .share(sums.redeemed)
                .text(" of ")
                .number(anyway, 0)
                .text(" who buy anyway use it."),
            amount: -given,
        });
    }
    steps.push(WaterfallStep {
        name: "Sending".to_owned(),
        why: Sentence::new()
            .counted(sums.reached, "contact")
            .text(" at ")
            .money(sums.contact)
            .text("."),
        amount: -contacts,
    });
    steps.push(WaterfallStep {
        name: "Set-up of a send".to_owned(),
        why: "As entered.".into(),
        amount: -scenario.setup,
    });
    steps.push(WaterfallStep {
        name: "Gain of one send".to_owned(),
        why: "To everybody reached, after the test.".into(),
        amount: once,
    });
    let title = match (sums.lift > 0.0 && full > 0.0, once > 0.0) {
        (true, true) => Sentence::from("Of ")
            .money(rounded(full))
            .text(" that extra orders bring, a send keeps ")
            .money(rounded(once)),
        (true, false) => Sentence::from("Extra orders bring ")
            .money(rounded(full))
            .text(", and a send costs ")
            .money(rounded(full - once)),
        (false, keeps) => {
            let words = Sentence::from(match (won * 2.0).round() {
                won if won > 0.0 => "Extra orders earn nothing at list price",
                won if won < 0.0 => "Fewer orders are expected, not more",
                _ => "No extra orders are expected",
            });
            match keeps {
                true => words.text(", and a send saves ").money(rounded(once)),
                false => words.text(", and a send costs ").money(rounded(-once)),
            }
        }
    };
    Waterfall {
        title,
        note: points(
            Sentence::from("One send to everybody, expected, with a lift of "),
            won / reached,
        )
        .text(". Those who would buy anyway are counted neither as success nor as gain."),
        reached: sums.reached,
        anyway,
        won,
        steps,
    }
}
