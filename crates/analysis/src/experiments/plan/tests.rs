//! Whole questions over a made-up shop with a campaign; `twin` counts the same from lines, slowly.

mod borne;
mod said;
mod twin;

use std::sync::Arc;

use clientele_model::date;
use clientele_model::experiments::PlanReport;
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::wire::encode;

use crate::dataset::{Campaigns, Dataset, Exposures};
use crate::days::{self, Day};
use crate::engine::{Engine, Job, Source, Step, finish};
use crate::studies;
use crate::studies::tests::shop::made_up;
use crate::texts::Texts;
use crate::work::Subject;

/// The day of the campaign, and the days in which an order counts.
const SENT: (i16, i8, i8) = (2011, 5, 10);
const COUNTED: u32 = 28;

pub fn sent() -> Day {
    days::from_date(date(SENT.0, SENT.1, SENT.2))
}

/// Every second customer was sent a coupon, the others were held back; two in three may be e-mailed.
pub fn shop(customers: u32) -> Dataset {
    let mut dataset = made_up(customers);
    let ids = dataset.customers.id.clone();
    let numbers: Texts = ids.iter().map(String::as_str).collect();
    dataset.customers.email_opt_in = (0..customers).map(|at| at % 3 != 0).collect();
    dataset.catalogue.has.campaigns = true;
    dataset.campaigns = Campaigns {
        id: vec!["spring".to_owned()],
        name: vec!["Spring coupon".to_owned()],
        day: vec![sent()],
        window: vec![COUNTED],
        offer: vec!["10% off".to_owned()],
        exposures: Exposures {
            campaign: vec![0; ids.len()],
            customer: numbers,
            arm: (0..customers).map(|at| at % 2).collect(),
            arms: vec!["held back".to_owned(), "mail".to_owned()],
            exposed: vec![sent(); ids.len()],
            ..Exposures::default()
        },
    };
    dataset
}

pub fn engine(dataset: Dataset) -> Engine {
    Engine::new(
        Source::Memory(Box::new(dataset)),
        Vec::new(),
        &studies::all(),
    )
}

#[track_caller]
pub fn question(text: &str) -> AnyQuestion {
    let (question, notices) = AnyQuestion::parse(text).unwrap();
    assert!(notices.is_empty(), "{notices:?}");
    question
}

pub fn ask(engine: &Engine, text: &str) -> Result<PlanReport, Failure> {
    finish(engine.start(&question(text))?).map(of_plan)
}

fn of_plan(report: AnyReport) -> PlanReport {
    match report {
        AnyReport::PlanTest(report) => *report,
        other => panic!("{other:?}"),
    }
}

/// Runs tasks about a subject.
type Run<'a> = &'a dyn Fn(Arc<dyn Subject>, Vec<Vec<u8>>) -> Vec<Vec<u8>>;

/// Every report on the way, by whoever runs the tasks.
fn reports(mut job: Job, run: Run<'_>) -> Vec<PlanReport> {
    let mut reports = Vec::new();
    loop {
        match job.step().unwrap() {
            Step::More { .. } => {}
            Step::Waits => panic!("nothing is to come"),
            Step::Tasks { about, tasks } => job.supply(run(about, tasks)),
            Step::Partial(report) => reports.push(of_plan(report.into_any())),
            Step::Done(report) => {
                reports.push(of_plan(report.into_any()));
                return reports;
            }
        }
    }
}

fn here(about: Arc<dyn Subject>, tasks: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    tasks.iter().map(|task| about.run(task).unwrap()).collect()
}

const PLAN: &str =
    "/experiments/plan?offer=percent.5&setup=20&vs=offer=none;who=rfm.champions&runs=2000";

#[test]
fn the_answer_does_not_depend_on_who_draws_the_years() {
    let engine = engine(shop(400));
    let start = || engine.start(&question(PLAN)).unwrap();
    let alone = reports(start(), &here);
    // Helpers have the subject as bytes, and finish in any order.
    let helped = reports(start(), &|about, tasks| {
        let (kind, bytes) = (about.kind(), about.to_bytes());
        let own = studies::PLANNING.iter();
        let read = own.filter_map(|study| study.subject(kind, &bytes)).next();
        let there = read
            .or_else(|| crate::subjects::read(kind, &bytes))
            .unwrap();
        let mut results: Vec<(usize, Vec<u8>)> = tasks
            .iter()
            .enumerate()
            .rev()
            .map(|(at, task)| (at, there.run(task).unwrap()))
            .collect();
        results.sort();
        results.into_iter().map(|(_, result)| result).collect()
    });
    assert_eq!(
        encode(alone.last().unwrap()),
        encode(helped.last().unwrap())
    );
    // Without years first, then with them, then with the segments one may choose.
    let runs: Vec<u32> = alone.iter().map(|report| report.year.runs).collect();
    assert_eq!(runs, [0, 2000, 2000]);
    let other_seed = ask(&engine, &PLAN.replace("runs=2000", "runs=2000&seed=7")).unwrap();
    assert_ne!(other_seed.scenarios[0].gain, alone[1].scenarios[0].gain);
}

#[test]
fn simulated_years_are_about_what_the_closed_form_says() {
    let engine = engine(shop(400));
    for link in [
        PLAN,
        "/experiments/plan?offer=percent.5&setup=20&lift=6&sends=12&runs=4000",
        "/experiments/plan?offer=amount.2&setup=0&lift=2&held=20&via=post&runs=4000",
    ] {
        let reports = reports(engine.start(&question(link)).unwrap(), &here);
        let (closed, drawn) = (&reports[0], &reports[1]);
        for (closed, drawn) in closed.scenarios.iter().zip(&drawn.scenarios) {
            let width = drawn.high - drawn.low;
            // Shares are cut off at 0 and 1, which the closed form does not do.
            assert!(
                (closed.gain - drawn.gain).abs() < 0.1 * width,
                "{link}: {} {} of {width}",
                closed.gain,
                drawn.gain
            );
        }
        let (a, b) = (closed.year.straight.unwrap(), drawn.year.straight.unwrap());
        assert!((a.gain - b.gain).abs() < 0.1 * (b.high - b.low), "{link}");
        assert!(
            (a.loss - b.loss).abs() < 0.1,
            "{link}: {} {}",
            a.loss,
            b.loss
        );
        let bars: u32 = drawn
            .year
            .bars
            .iter()
            .map(|bar| bar.rolled_out + bar.stopped)
            .sum();
        assert_eq!(bars, drawn.year.runs);
        let out: u32 = drawn.year.bars.iter().map(|bar| bar.rolled_out).sum();
        let share = f64::from(out) / f64::from(bars);
        assert!((share - drawn.year.rolled_out).abs() < 1e-12);
    }
}

#[test]
fn a_slider_of_money_or_lift_counts_nothing_anew() {
    let key = |link: &str| {
        let AnyQuestion::PlanTest(asked) = question(link) else {
            panic!("{link}")
        };
        super::sketch::Sketch::key(&asked.planned.scenario, 0)
    };
    let plan = "/experiments/plan?";
    for money in [
        "offer=percent.20",
        "offer=amount.5",
        "offer=none",
        "reaches=80",
        "redeemed=10",
        "contact=1",
        "setup=5",
        "lift=3",
        "held=20",
        "sends=12",
        "rate=5",
        "order=30",
        "via=email",
        "sure=90",
        "power=90",
        "runs=1000",
    ] {
        assert_eq!(key(&format!("{plan}{money}")), key(plan), "{money}");
    }
    for customers in [
        "who=rfm.champions",
        "window=14",
        "rested=7",
        "floor=5",
        "tested=1",
        "via=post",
    ] {
        assert_ne!(key(&format!("{plan}{customers}")), key(plan), "{customers}");
    }
}

#[test]
fn what_a_link_says_wins_over_what_the_history_says() {
    let engine = engine(shop(400));
    let plan = ask(
        &engine,
        "/experiments/plan?rate=12&order=30&lift=4&redeemed=25&contact=0.5",
    )
    .unwrap();
    let said = &plan.scenarios[0];
    let near = |own: f64, said: f64| assert!((own - said).abs() < 1e-6, "{own} {said}");
    near(said.rate, 0.12);
    near(said.order, 30.0);
    near(said.lift, 0.04);
    near(said.redeemed, 0.25);
    near(said.contact, 0.5);
    // The waterfall is the gain of one send to everybody.
    let steps = &plan.waterfall.steps;
    let (last, before) = steps.split_last().unwrap();
    near(before.iter().map(|step| step.amount).sum(), last.amount);
    near(plan.waterfall.won, 0.04 * f64::from(said.reached));
    near(plan.waterfall.anyway, 0.12 * f64::from(said.reached));
    let [(none, loss), (far, gain)] = said.line;
    let slope = (gain - loss) / (far - none);
    // Groups of few customers go together in the campaign, so both agree to a hundredth.
    let at_break_even = loss + slope * said.break_even.unwrap();
    assert!(
        at_break_even.abs() < 0.01 * loss.abs(),
        "{at_break_even} {loss}"
    );
}

#[test]
fn bars_of_years_have_round_widths_and_an_edge_at_zero() {
    let mut gains: Vec<f64> = (-30..170).map(|at| f64::from(at) * 10.3).collect();
    let stopped = gains[..20].to_vec();
    gains.sort_by(f64::total_cmp);
    let year = crate::inference::simulation::Year {
        mean: 0.0,
        error: 0.0,
        loss: 0.0,
        orders: 0.0,
        given: 0.0,
        cells: Vec::new(),
        rolled_out: 0.0,
        gains,
        stopped,
    };
    let bars = super::money::bars(&year);
    assert!(
        bars.iter()
            .all(|bar| (bar.to - bar.from - 200.0).abs() < 1e-9)
    );
    assert!(bars.iter().any(|bar| bar.from == 0.0));
    assert_eq!(bars.iter().map(|bar| bar.stopped).sum::<u32>(), 20);
    assert_eq!(bars.iter().map(|bar| bar.rolled_out).sum::<u32>(), 180);
}
