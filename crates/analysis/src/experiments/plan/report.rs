//! The report: everything put together.

use std::sync::Arc;

use clientele_model::experiments::{Peeking, PlanReport, Stand};
use clientele_model::failure::Failure;
use clientele_model::words::{Sentence, agreeing};

use super::found::{EVERYBODY, Found, Way, day};
use super::ground::Ground;
use super::job::Asked;
use super::sums::Sums;
use super::words::{self, chance_of_loss, of_tests, points, rounded};
use super::{best, cells, curves, guardrails, looks, money, notes};
use crate::days;
use crate::engine::Tables;

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
    let currency = &tables.shop().catalogue.currency;
    let scenarios: Vec<_> = ways
        .iter()
        .map(|way| way.report(EVERYBODY, currency))
        .collect();
    let mut remarks: Vec<Sentence> = absurd.into_iter().collect();
    remarks.extend(notes::remarks(way, ground, tables));
    let mut report = PlanReport {
        headline: Sentence::new(),
        context: Sentence::new(),
        remarks,
        choices: asked.planned.clone(),
        day: days::to_date(send),
        tells: Stand::Broken,
        instead: Vec::new(),
        audiences: found.audiences(),
        scenarios_title: best::title(ways, currency),
        scenarios_note: best::note(way),
        scenarios,
        anchors: notes::anchors(way, ground),
        lift_note: Sentence::new(),
        offer_note: notes::offer_note(way, way.able(), ground),
        year: Default::default(),
        timeline: Default::default(),
        holdouts: Vec::new(),
        turned: Sentence::new(),
        break_even: None,
        waterfall: Default::default(),
        cells: Default::default(),
        seasons: notes::seasons(way),
        seasons_title: notes::seasons_title(way),
        peeking: Peeking::default(),
        guardrails: Vec::new(),
        running: notes::running(ground, send),
        how: Vec::new(),
    };
    let Some(sums) = way.able() else {
        let plan = report.scenarios.first();
        report.headline = plan
            .and_then(|plan| plan.refused.clone())
            .unwrap_or_default();
        report.context = "The plan is kept as it is.".into();
        return Ok(report);
    };
    report.tells = match sums.power() {
        power if power >= asked.planned.power => Stand::Holds,
        power if power >= 0.5 => Stand::Open,
        _ => Stand::Broken,
    };
    if report.tells != Stand::Holds {
        report.instead = curves::instead(way, sums, found.customers);
    }
    report.headline = headline(way, sums, report.tells);
    report.context = context(way, sums);
    report.lift_note = notes::lift_note(way, sums, ground);
    report.year = money::year(way, sums, found);
    report.timeline = curves::timeline(way, sums);
    report.holdouts = curves::holdouts(way, sums);
    report.turned = curves::turned(sums, way.scenario.held);
    report.break_even = curves::break_even(way, sums);
    report.waterfall = money::waterfall(way, sums);
    report.cells = cells::cells(way, sums);
    report.guardrails = guardrails::guardrails(way, sums, ground);
    report.peeking = peeking(way, sums, asked, tables);
    report.how = notes::how(sums, asked);
    Ok(report)
}

/// They are kept: they do not change with money.
fn peeking(way: &Way, sums: &Sums, asked: &Asked, tables: &Tables) -> Peeking {
    let window = way.scenario.window;
    let alpha = asked.planned.alpha;
    let seed = u64::from(asked.scope.filters.seed);
    let kept = tables.kept::<Peeking, 4>();
    let key = format!("{window} {} {alpha} {seed}", sums.reached);
    if let Some(peeking) = kept.get(&key) {
        return peeking.as_ref().clone();
    }
    let peeking = looks::peeking(window, sums.reached, alpha, seed);
    kept.put(key, Arc::new(peeking.clone()));
    peeking
}

/// "E-mail 2,176 customers (Champions)".
fn reached(way: &Way, sums: &Sums) -> Sentence {
    let words = Sentence::from(way.scenario.via.verb()).text(" ");
    let words = words.counted(sums.reached, "customer");
    match &way.whom {
        None => words,
        Some(whom) => words.text(" (").name(whom).text(")"),
    }
}

/// "13,300 a year is expected, with a 1 in 27 chance of a loss"; how likely a loss is only simulated years tell.
fn expected(way: &Way, words: Sentence) -> Sentence {
    let gain = way.gain().unwrap_or_default();
    let words = match gain.mean {
        mean if mean.abs() < 0.5 => words.text("neither gain nor loss is expected"),
        mean if mean > 0.0 => words.money(rounded(mean)).text(" a year is expected"),
        mean => words
            .text("a loss of ")
            .money(rounded(-mean))
            .text(" a year is expected"),
    };
    match way.year {
        Some(_) => chance_of_loss(words.text(", with "), gain.loss),
        None => words,
    }
}

fn headline(way: &Way, sums: &Sums, tells: Stand) -> Sentence {
    let window = f64::from(way.scenario.window);
    let words = reached(way, sums).text(": a test of ").days(window);
    let words = match (sums.detectable(), tells) {
        (None, _) => words.text(" can tell nothing"),
        (Some(lift), Stand::Broken) => {
            let words = points(words.text(" can tell "), lift).text(" or more, and ");
            return words::expected(words, sums.lift);
        }
        (Some(lift), _) => points(words.text(" can tell a lift of "), lift),
    };
    expected(way, words.text("; "))
}

fn context(way: &Way, sums: &Sums) -> Sentence {
    let reach = &way.sketch.reach;
    let words = Sentence::from("A point is one more buyer among 100 written to. ");
    let words = match (sums.lift * 1000.0).round() {
        0.0 => words.text("No lift is expected."),
        _ => {
            let words = words::expected(words, sums.lift).text(", and would be seen in ");
            of_tests(words, sums.power()).text(".")
        }
    };
    let words = match reach.customers == reach.reached() {
        true => words,
        false => words
            .text(" Of ")
            .counted(reach.customers, "customer")
            .text(" ")
            .count(sums.reached.into())
            .text(agreeing(sums.reached, " is reached.", " are reached.")),
    };
    expected(way, words.text(" With the first send as the test, ")).text(".")
}
