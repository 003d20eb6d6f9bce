//! What stands beside the figures of a plan: where they come from, and what is in doubt.

use clientele_model::experiments::{Anchor, RunningTest, Season};
use clientele_model::words::Sentence;

use super::found::Way;
use super::ground::Ground;
use super::job::Asked;
use super::lifts::{Counted, Measured};
use super::redemption::Redemption;
use super::sums::{Sums, gives};
use super::words::{between, expected, points};
use crate::days::{self, Day};
use crate::engine::Tables;
use crate::inference::Seen as Estimate;

/// 95 % of a normal, in deviations.
const SURE: f64 = 1.959_963_984_540_054;

/// What to know before reading on.
pub fn remarks(way: &Way, ground: &Ground, tables: &Tables) -> Vec<Sentence> {
    let mut remarks = Vec::new();
    if way.scenario.via.needs_opt_in() && !ground.seen.knows_opt_in() {
        remarks.push(
            "Who agreed to get e-mails is not known here, so everybody is counted as reached."
                .into(),
        );
    }
    let sums = &way.sketch.baseline.sums;
    if sums.orders > 0.0 && sums.known < sums.orders && way.scenario.order.is_none() {
        remarks.push(match tables.shop().catalogue.has.cost {
            true => "Not every product has a cost here, so goods kept count as gain: the true gain is smaller. Say what an order earns to mend it.".into(),
            false => "This data set has no costs, so goods kept count as gain: the true gain is smaller. Say what an order earns to mend it.".into(),
        });
    }
    if !way.sketch.is_by_rule && way.sketch.reach.customers > 0 {
        remarks.push(
            "Who was among these customers on earlier days is not known, so today's are taken; they may have been chosen by what they bought since.".into(),
        );
    }
    remarks
}

fn name(ground: &Ground, measured: &Measured) -> String {
    let name = ground.seen.campaigns.name.get(measured.campaign as usize);
    name.cloned().unwrap_or_default()
}

/// Lifts that help to choose one.
pub fn anchors(way: &Way, ground: &Ground) -> Vec<Anchor> {
    let anchor = |words: &str, of: &Counted, measured: &Measured| {
        of.lift().map(|lift| Anchor {
            words: words.to_owned(),
            lift: lift.estimate,
            campaign: Some(name(ground, measured)),
        })
    };
    let mut anchors = Vec::new();
    for measured in &way.sketch.measured {
        if measured.those != measured.all {
            anchors.extend(anchor("measured among them", &measured.those, measured));
        }
        anchors.extend(anchor("all earlier customers", &measured.all, measured));
    }
    anchors
}

/// Where the expected lift comes from.
pub fn lift_note(way: &Way, sums: &Sums, ground: &Ground) -> Sentence {
    let from = &sums.lifts.from;
    let Some(latest) = from.first() else {
        return match way.scenario.lift {
            Some(set) => as_set(set, sums).text(" No earlier campaign tells how sure it is: it is taken to be as uncertain as one tenth of those who buy anyway."),
            None => "No earlier campaign tells what to expect. One tenth of those who buy anyway is assumed, and it may as well be nothing: set the lift you believe in.".into(),
        };
    };
    let told = |measured: &Measured| {
        let (of, whom) = match measured.those.lift() {
            Some(lift) if measured.those != measured.all => (lift, "of them"),
            _ => (measured.all.lift().unwrap_or(NOTHING), "earlier customers"),
        };
        let words = Sentence::new().name(name(ground, measured)).text(", ");
        let words = words.month(days::to_date(measured.day)).text(": ");
        let words = words.number(of.estimate * 100.0, 1).text(" (");
        let words = between(
            words,
            of.estimate - SURE * of.error,
            of.estimate + SURE * of.error,
        );
        words.text(format!(") more buyers among 100 {whom}."))
    };
    let mut words = Sentence::one_after_the_other(from.iter().map(told));
    if sums.lifts.is_other_kind {
        words = words.text(match latest.gave {
            Some(true) => {
                " They gave something, and this plan does not, so it may as well be nothing."
            }
            _ => " They gave nothing, and this plan does, so it may as well be nothing.",
        });
    }
    match way.scenario.lift {
        Some(set) => Sentence::one_after_the_other([
            words,
            as_set(set, sums).text(" How sure it is comes from these."),
        ]),
        None => expected(words.text(" Here "), sums.lift).text(
            " of those reached, by the groups they are in today: each is drawn towards the whole, because whoever stands out does so partly by luck.",
        ),
    }
}

/// That the lift is the one that was set, or as near to it as can be.
fn as_set(set: f64, sums: &Sums) -> Sentence {
    match set == sums.lift {
        true => "The lift is the one you set.".into(),
        false => points(
            Sentence::from("The lift you set cannot be: nobody stays away who would not have bought, and no more than all can buy. It is taken as "),
            sums.lift,
        )
        .text("."),
    }
}

/// Nothing measured.
const NOTHING: Estimate = Estimate {
    estimate: 0.0,
    error: 0.0,
};

/// Where the share of redemption and of goods reached come from.
pub fn offer_note(way: &Way, sums: Option<&Sums>, ground: &Ground) -> Sentence {
    if !gives(&way.scenario) {
        return "Nothing is taken off, so nothing is given to those who would buy anyway.".into();
    }
    let reaches = match way.scenario.reaches {
        Some(share) => Sentence::from("The offer reaches ")
            .share(share)
            .text(" of the goods' value, as you set."),
        None => Sentence::from("The offer is taken to reach all goods."),
    };
    let Some(sums) = sums else { return reaches };
    let redeemed = Sentence::new().share(sums.redeemed);
    let redeemed = match sums.redemption {
        Redemption::Set => redeemed.text(" of those who would buy anyway use it, as you set."),
        Redemption::Measured(campaign, seen) => {
            let campaigns = &ground.seen.campaigns;
            let name = campaigns.name.get(campaign as usize).cloned();
            redeemed
                .text(" of those who would buy anyway are taken to use it: in ")
                .name(name.unwrap_or_default())
                .text(" it was ")
                .share(seen.estimate.clamp(0.0, 1.0))
                .text(", up to ")
                .share((seen.estimate + SURE * seen.error).clamp(0.0, 1.0))
                .text(".")
        }
        Redemption::Unknown => redeemed.text(
            " of those who would buy anyway are taken to use it; nothing is known of it, so it may be few or nearly all.",
        ),
    };
    Sentence::one_after_the_other([reaches, redeemed])
}

/// The share who buy in such a window, in windows before.
pub fn seasons(way: &Way) -> Vec<Season> {
    let seasons = way.sketch.baseline.seasons.iter();
    seasons
        .map(|season| Season {
            from: days::to_date(season.from),
            customers: season.customers,
            rate: f64::from(season.buyers) / f64::from(season.customers.max(1)),
        })
        .collect()
}

/// Title of the seasons.
pub fn seasons_title(way: &Way) -> Sentence {
    let seasons = seasons(way);
    let window = f64::from(way.scenario.window);
    let by_rate = |a: &&Season, b: &&Season| a.rate.total_cmp(&b.rate);
    let (Some(low), Some(high)) = (
        seasons.iter().min_by(by_rate),
        seasons.iter().max_by(by_rate),
    ) else {
        return Sentence::from("The data hold no window of ")
            .days(window)
            .text(" that tells who buys anyway");
    };
    if seasons.len() == 1 {
        let words = Sentence::new().share(low.rate).text(" bought in the ");
        return words
            .days(window)
            .text(" from ")
            .day(low.from)
            .text(" on, the only such window in the data");
    }
    Sentence::new()
        .share(low.rate)
        .text(" bought in the ")
        .days(window)
        .text(" from ")
        .day(low.from)
        .text(" on, ")
        .share(high.rate)
        .text(" in those from ")
        .day(high.from)
        .text(" on")
}

/// Tests that run on a day.
pub fn running(ground: &Ground, day: Day) -> Vec<RunningTest> {
    let campaigns = &ground.seen.campaigns;
    let mut running: Vec<(u32, Day)> = vec![(0, Day::MIN); campaigns.id.len()];
    for who in 0..ground.past.len() as u32 {
        for exposed in ground.seen.exposed(who) {
            let counted = ground.seen.counted(exposed);
            if counted.contains(day)
                && let Some(of) = running.get_mut(exposed.campaign as usize)
            {
                *of = (of.0 + 1, of.1.max(counted.last));
            }
        }
    }
    let running = running.into_iter().enumerate();
    running
        .filter(|(_, (customers, _))| *customers > 0)
        .map(|(at, (customers, until))| RunningTest {
            id: campaigns.id.get(at).cloned().unwrap_or_default(),
            name: campaigns.name.get(at).cloned().unwrap_or_default(),
            until: days::to_date(until),
            customers,
        })
        .collect()
}

/// Formulas, seeds and inputs, for whoever wants to repeat it.
pub fn how(sums: &Sums, asked: &Asked) -> Vec<(String, Sentence)> {
    let planned = &asked.planned;
    let named = |name: &str, words: Sentence| (name.to_owned(), words);
    vec![
        named(
            "Who buys anyway",
            "Mean over windows that begin on the first of each of the last 12 months the data hold whole, of whoever was in the audience on that day by what was bought before; treated customers of a campaign that meets a window are left out of it. Beta distribution with the variance between windows, at least that of the counts.".into(),
        ),
        named(
            "When they buy",
            "Kaplan–Meier estimate of the first order over the same windows.".into(),
        ),
        named(
            "Expected lift",
            "Differences of shares by RFM group on the day before the exposure, drawn towards the whole by empirical Bayes (normal effects, spread by penalised likelihood); two campaigns at most.".into(),
        ),
        named(
            "What the test can tell",
            Sentence::from("Pooled z test of two shares, two-sided, α ")
                .number(planned.alpha, 3)
                .text(", power ")
                .number(planned.power, 2)
                .text("; on any day an always-valid confidence sequence tuned to 5,000 customers."),
        ),
        named(
            "Gain of a send",
            "Σ customers × (lift × (margin at list − offer) − rate × redeemed × offer − contact) − set-up, over RFM groups; groups of fewer than 20 customers together.".into(),
        ),
        named(
            "Simulated years",
            Sentence::new()
                .counted(planned.runs, "run")
                .text(", seed ")
                .number(f64::from(asked.scope.filters.seed), 0)
                .text(": rates and redemption from beta, lifts and margins from normal distributions, then binomial buyers. The later sends are made when the gain seen in the test is above zero."),
        ),
        named(
            "Both arms",
            Sentence::new()
                .counted(sums.sizes.treated, "customer")
                .text(" written to, ")
                .count(sums.sizes.control.into())
                .text(" held back."),
        ),
    ]
}
