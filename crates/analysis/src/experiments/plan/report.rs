//! The report: everything put together.

use std::sync::Arc;

use clientele_model::date::Date;
use clientele_model::experiments::{
    Anchor, AudienceChoice, Peeking, PlanReport, RunningTest, Scenario, Season, Stand,
};
use clientele_model::failure::Failure;
use clientele_model::groups::RfmGroup;
use clientele_model::selection::Only;
use clientele_model::words::{Sentence, agreeing};

use super::ground::Ground;
use super::job::Asked;
use super::sketch::Sketch;
use super::sums::{Sums, gives};
use super::words::{chance_of_loss, of_tests, points, rounded};
use super::{cells, curves, looks, money};
use crate::days::{self, Day, Days};
use crate::engine::Tables;
use crate::grouping::Model;
use crate::inference::simulation::Year;
use crate::rfm::Scores;
use crate::tables::CustomersTable;

/// What everybody is called.
const EVERYBODY: &str = "All customers";
/// Days after the data on which a send may be planned.
const AHEAD: Day = 366;

/// A scenario on its way into the report.
pub struct Way {
    /// As asked.
    pub scenario: Scenario,
    /// Whom it is for; nothing for everybody.
    pub whom: Option<String>,
    /// Without its money.
    pub sketch: Arc<Sketch>,
    /// In figures.
    pub sums: Option<Sums>,
    /// Its simulated years, once they are here.
    pub year: Option<Year>,
    /// Why nothing is known of it.
    pub refused: Option<Sentence>,
}

impl Way {
    /// Its figures, where its year can be computed.
    pub fn able(&self) -> Option<&Sums> {
        let sums = self.sums.as_ref()?;
        sums.campaign.check().is_ok().then_some(sums)
    }
}

/// What is known when the customers are.
pub struct Found {
    /// Customers that the filters leave.
    customers: u32,
    groups: Vec<(RfmGroup, u32)>,
    segments: Vec<AudienceChoice>,
    /// The plan's year without a test.
    pub straight: Option<Year>,
}

impl Found {
    /// Of the customers that the filters leave.
    pub fn new(among: &CustomersTable, scores: &Scores) -> Self {
        let groups = scores.groups();
        let count = |group: RfmGroup| groups.iter().filter(|of| **of == group).count() as u32;
        Self {
            customers: among.len() as u32,
            groups: RfmGroup::ALL
                .into_iter()
                .map(|group| (group, count(group)))
                .filter(|(_, count)| *count > 0)
                .collect(),
            segments: Vec::new(),
            straight: None,
        }
    }

    /// Segments that were made.
    pub fn segments(&mut self, model: &Model) {
        let segments = model.report.segments.iter();
        self.segments = segments
            .map(|segment| AudienceChoice {
                of: Some(Only::Segment(segment.slug.clone())),
                name: segment.name.clone(),
                customers: segment.customers,
            })
            .collect();
    }

    fn audiences(&self) -> Vec<AudienceChoice> {
        let everybody = AudienceChoice {
            of: None,
            name: EVERYBODY.to_owned(),
            customers: self.customers,
        };
        let groups = self
            .groups
            .iter()
            .map(|&(group, customers)| AudienceChoice {
                of: Some(Only::Rfm(group)),
                name: group.name().to_owned(),
                customers,
            });
        std::iter::once(everybody)
            .chain(self.segments.iter().cloned())
            .chain(groups)
            .collect()
    }
}

/// The day of the send, and what is wrong with the one asked for.
pub fn day(asked: Option<Date>, data: Days) -> (Day, Option<Sentence>) {
    let usual = data.last + 1;
    let Some(asked) = asked else {
        return (usual, None);
    };
    let day = days::from_date(asked);
    if (usual..=usual + AHEAD).contains(&day) {
        return (day, None);
    }
    let words = Sentence::from("A send on ").day(asked);
    let words = match day < usual {
        true => words.text(" lies in the past of these data, which end on "),
        false => words.text(" lies more than a year after these data, which end on "),
    };
    let words = words
        .day(days::to_date(data.last))
        .text("; the plan is made for the day after that.");
    (usual, Some(words))
}

/// The report of what is known so far.
///
/// # Errors
/// A defect when there is no plan.
pub fn write(
    asked: &Asked,
    ground: &Ground,
    found: &Found,
    ways: &[Way],
    tables: &Tables,
) -> Result<PlanReport, Failure> {
    let way = ways
        .first()
        .ok_or_else(|| Failure::defect("there is no plan"))?;
    let (send, absurd) = day(asked.planned.day, asked.days);
    let scenarios: Vec<_> = ways.iter().map(|way| way.report(EVERYBODY)).collect();
    let mut remarks: Vec<Sentence> = absurd.into_iter().collect();
    remarks.extend(self::remarks(way, ground, tables));
    let mut report = PlanReport {
        headline: Sentence::new(),
        context: Sentence::new(),
        remarks,
        choices: asked.planned.clone(),
        day: days::to_date(send),
        tells: Stand::Unknown,
        instead: Vec::new(),
        audiences: found.audiences(),
        scenarios_title: Sentence::new(),
        scenarios_note: "Gain of a year by lift, all sends made. The first scenario is the plan."
            .into(),
        scenarios,
        anchors: anchors(way, ground),
        lift_note: Sentence::new(),
        offer_note: offer_note(way),
        year: Default::default(),
        timeline: Default::default(),
        holdouts: Vec::new(),
        turned: Sentence::new(),
        break_even: None,
        waterfall: Default::default(),
        cells: Default::default(),
        seasons: seasons(way),
        seasons_title: seasons_title(way),
        peeking: Peeking::default(),
        guardrails: Vec::new(),
        running: running(ground, send),
        how: Vec::new(),
    };
    report.scenarios_title = scenarios_title(&report);
    let Some(sums) = way.able() else {
        report.tells = Stand::Broken;
        let refused = report
            .scenarios
            .first()
            .and_then(|plan| plan.refused.clone());
        report.headline = refused.unwrap_or_default();
        return Ok(report);
    };
    let power = sums.power();
    report.tells = match power {
        power if power >= asked.planned.power => Stand::Holds,
        power if power >= 0.5 => Stand::Open,
        _ => Stand::Broken,
    };
    if report.tells != Stand::Holds {
        report.instead = curves::instead(way, sums);
    }
    report.headline = headline(way, sums, &report);
    report.context = context(way, sums, power);
    report.lift_note = lift_note(way, sums, ground);
    report.year = money::year(way, sums, found);
    report.timeline = curves::timeline(way, sums);
    report.holdouts = curves::holdouts(way, sums);
    report.turned = curves::turned(sums, way.scenario.held);
    report.break_even = curves::break_even(way, sums);
    report.waterfall = money::waterfall(way, sums);
    report.cells = cells::cells(way, sums);
    report.guardrails = cells::guardrails(way, sums);
    report.peeking = peeking(way, sums, asked, tables);
    report.how = how(sums, asked);
    Ok(report)
}

fn peeking(way: &Way, sums: &Sums, asked: &Asked, tables: &Tables) -> Peeking {
    let window = way.scenario.window;
    let seed = u64::from(asked.scope.filters.seed);
    let kept = tables.kept::<Peeking, 4>();
    let key = format!("{window} {} {} {seed}", sums.reached, asked.planned.alpha);
    if let Some(peeking) = kept.get(&key) {
        return peeking.as_ref().clone();
    }
    let peeking = looks::peeking(window, sums.reached, asked.planned.alpha, seed);
    kept.put(key, Arc::new(peeking.clone()));
    peeking
}

fn headline(way: &Way, sums: &Sums, report: &PlanReport) -> Sentence {
    let scenario = &way.scenario;
    let gain = way.gain().unwrap_or_default();
    let words = Sentence::from(scenario.via.verb()).text(" ");
    let words = match &way.whom {
        None => words.counted(sums.reached, "customer"),
        Some(whom) => words.count(sums.reached.into()).text(" of ").name(whom),
    };
    let words = words
        .text(": a test of ")
        .days(f64::from(scenario.window))
        .text(" can tell a lift of ");
    let words = points(words, sums.detectable().unwrap_or(1.0));
    let words = match report.tells {
        Stand::Broken => points(words.text(", and "), sums.lift).text(" are expected"),
        _ => words,
    };
    let words = match gain.mean >= 0.0 {
        true => words
            .text("; ")
            .money(rounded(gain.mean))
            .text(" a year is expected, with "),
        false => words
            .text("; a loss of ")
            .money(rounded(-gain.mean))
            .text(" a year is expected, with "),
    };
    chance_of_loss(words, gain.loss)
}

fn context(way: &Way, sums: &Sums, power: f64) -> Sentence {
    let words = Sentence::from("A point is one more buyer among 100. ");
    let words = points(words, sums.lift).text(" are expected, seen in ");
    of_tests(words, power)
        .text("; of ")
        .counted(way.sketch.reach.customers, "customer")
        .text(" ")
        .count(sums.reached.into())
        .text(agreeing(sums.reached, " is reached.", " are reached."))
}

fn remarks(way: &Way, ground: &Ground, tables: &Tables) -> Vec<Sentence> {
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
            true => "Not every product has a cost here, so goods kept count as gain: the true gain is smaller.".into(),
            false => "This data set has no costs, so goods kept count as gain: the true gain is smaller. Say what an order earns to mend it.".into(),
        });
    }
    if !way.sketch.is_by_rule {
        remarks.push(
            "Who was among these customers on earlier days is not known, so today's are taken; they may have been chosen by what they bought since.".into(),
        );
    }
    remarks
}

fn anchors(way: &Way, ground: &Ground) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    for measured in &way.sketch.measured {
        let at = measured.campaign as usize;
        let name = ground.seen.campaigns.name.get(at).cloned();
        let mut add = |words: &str, lift: Option<crate::inference::Seen>| {
            if let Some(lift) = lift {
                anchors.push(Anchor {
                    words: words.to_owned(),
                    lift: lift.estimate,
                    campaign: name.clone(),
                });
            }
        };
        if measured.those != measured.all {
            add("measured among them", measured.those.lift());
        }
        add("everybody", measured.all.lift());
    }
    anchors
}

fn lift_note(way: &Way, sums: &Sums, ground: &Ground) -> Sentence {
    if way.scenario.lift.is_some() {
        return "The lift is the one you set.".into();
    }
    match &sums.lifts.from {
        None => Sentence::from(
            "No earlier campaign tells what to expect: one tenth of those who buy anyway is assumed, and it may as well be none.",
        ),
        Some(from) => {
            let name = ground.seen.campaigns.name.get(from.campaign as usize);
            let words = Sentence::from("Expected from ").name(name.cloned().unwrap_or_default());
            points(words.text(": "), sums.lift).text(
                ", drawn towards the whole, because whoever stands out does so partly by luck.",
            )
        }
    }
}

fn offer_note(way: &Way) -> Sentence {
    if !gives(&way.scenario) {
        return "Nothing is taken off.".into();
    }
    let words = match way.scenario.reaches {
        Some(share) => Sentence::from("The offer reaches ")
            .share(share)
            .text(" of the goods' value. "),
        None => Sentence::from("The offer is taken to reach all goods. "),
    };
    match way.scenario.redeemed {
        Some(share) => words
            .share(share)
            .text(" of those who would buy anyway use it, as you set."),
        None => words.text(
            "Half of those who would buy anyway are taken to use it; nothing is known of it, so it may be few or nearly all.",
        ),
    }
}

fn seasons(way: &Way) -> Vec<Season> {
    let seasons = way.sketch.baseline.seasons.iter();
    seasons
        .map(|season| Season {
            from: days::to_date(season.from),
            customers: season.customers,
            rate: f64::from(season.buyers) / f64::from(season.customers.max(1)),
        })
        .collect()
}

fn seasons_title(way: &Way) -> Sentence {
    let seasons = seasons(way);
    let rates = || seasons.iter().map(|season| season.rate);
    let (low, high) = (rates().fold(1.0, f64::min), rates().fold(0.0, f64::max));
    if seasons.is_empty() {
        return "No window before tells who buys anyway".into();
    }
    Sentence::from("Between ")
        .share(low)
        .text(" and ")
        .share(high)
        .text(" buy in such a window anyway")
}

fn scenarios_title(report: &PlanReport) -> Sentence {
    let able = report.scenarios.iter().filter(|one| one.refused.is_none());
    let best = able.max_by(|a, b| a.gain.total_cmp(&b.gain));
    match best {
        Some(best) => Sentence::new()
            .name(format!("{}, {}", best.name, best.whom))
            .text(match report.scenarios.len() {
                1 => ": ",
                _ => " brings most: ",
            })
            .money(rounded(best.gain))
            .text(" a year"),
        None => "None of these can be computed".into(),
    }
}

fn running(ground: &Ground, day: Day) -> Vec<RunningTest> {
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
    let found = running.into_iter().enumerate();
    found
        .filter(|(_, (customers, _))| *customers > 0)
        .map(|(at, (customers, until))| RunningTest {
            id: campaigns.id.get(at).cloned().unwrap_or_default(),
            name: campaigns.name.get(at).cloned().unwrap_or_default(),
            until: days::to_date(until),
            customers,
        })
        .collect()
}

fn how(sums: &Sums, asked: &Asked) -> Vec<(String, Sentence)> {
    let named = |name: &str, words: Sentence| (name.to_owned(), words);
    vec![
        named(
            "What the test can tell",
            "Pooled z test of two shares, two-sided; limits of any day from an always-valid confidence sequence tuned to 5,000 customers.".into(),
        ),
        named(
            "Gain of a send",
            "Sum over RFM groups of customers × (lift × (margin − offer) − rate × redeemed × offer − contact) − set-up.".into(),
        ),
        named(
            "Simulated years",
            Sentence::new()
                .counted(asked.planned.runs, "run")
                .text(", seed ")
                .count(u64::from(asked.scope.filters.seed))
                .text(", of rates, lifts, margins, redemption and chance."),
        ),
        named(
            "Share held back",
            Sentence::new()
                .counted(sums.sizes.control, "customer")
                .text(" of ")
                .count(sums.reached.into()),
        ),
    ]
}
