mod arms;
mod audiences;
mod held;
mod remarks;
mod requests;
pub(crate) mod shop;
mod streamed;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::Lens;
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::segments::{Algorithm, SegmentsReport, Verdict, Veto};

use super::*;
use crate::engine::{Engine, Source, Step, Wants, finish};
use crate::tables::CustomersTable;
use shop::{Dice, alike, catalogue, few, made_up, nobody, real};

/// An engine that has only the ready-made customers.
fn over(table: CustomersTable) -> Engine {
    Engine::over(catalogue(), table)
}

fn pack(catalogue: Catalogue) -> Engine {
    Engine::new(Source::Pack(catalogue), Vec::new(), &all())
}

#[track_caller]
fn ask(engine: &mut Engine, text: &str) -> Result<AnyReport, Failure> {
    let (question, notices) = AnyQuestion::parse(text).unwrap();
    assert!(notices.is_empty(), "{notices:?}");
    finish(engine.start(&question)?)
}

#[track_caller]
fn segments(engine: &mut Engine, text: &str) -> SegmentsReport {
    match ask(engine, text).unwrap() {
        AnyReport::Segments(report) => *report,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn refused(engine: &mut Engine, text: &str, sentence: &str) {
    assert_eq!(ask(engine, text).unwrap_err().to_string(), sentence);
}

fn names(report: &SegmentsReport) -> Vec<&str> {
    report
        .segments
        .iter()
        .map(|segment| segment.name.as_str())
        .collect()
}

#[test]
fn real_customers_fall_into_the_known_five_groups() {
    let report = segments(&mut over(real()), "/segments");
    if std::env::var_os("SHOW").is_some() {
        println!("{}", serde_json::to_string_pretty(&report).unwrap());
    }
    assert_eq!(
        names(&report),
        [
            "Frequent big spenders, active",
            "Regular big spenders, active",
            "Occasional buyers, active",
            "Occasional buyers, recent",
            "One-time small spenders, long ago"
        ]
    );
    let sizes: Vec<u32> = report
        .segments
        .iter()
        .map(|segment| segment.customers)
        .collect();
    for (own, known) in sizes.iter().zip([448, 808, 1017, 823, 1197]) {
        assert!(own.abs_diff(known) <= known / 15, "{sizes:?}");
    }
    let headline = report.headline.to_string();
    let begin = "Frequent big spenders, active, are 11% of customers and bring 5";
    assert!(headline.starts_with(begin), "{headline}");
    let context = report.context.to_string();
    let begin = "4,293 customers fall into five groups by how recently, how often and how much they \
         bought. Shares of revenue are of the ";
    assert!(
        context.starts_with(begin) && context.ends_with(" they brought."),
        "{context}"
    );
    assert_eq!(
        report.why.headline.to_string(),
        "Five groups, because they separate almost as well as four and say more"
    );
    assert!(report.why.complete);
    for segment in &report.segments[..2] {
        assert!(segment.rule.coverage > 0.6 && segment.rule.precision > 0.6);
        assert!(segment.stability.is_some_and(|stability| stability > 0.75));
    }
}

#[test]
fn scores_are_those_of_scikit_learn() {
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/golden/segments.json")).unwrap();
    let report = segments(&mut over(real()), "/segments");
    for k in 2..=10u8 {
        let row = report
            .why
            .candidates
            .iter()
            .find(|row| row.algorithm == Algorithm::KMeans && row.k == k)
            .unwrap();
        let known = |key: &str| golden[key][usize::from(k) - 2].as_f64().unwrap();
        let inertia = row.inertia / known("inertia");
        assert!(
            (0.999..1.01).contains(&inertia),
            "k = {k}: inertia {inertia}"
        );
        let gap = (row.silhouette.unwrap().mean - known("silhouette")).abs();
        assert!(gap < 0.015, "k = {k}: silhouette off by {gap}");
    }
}

#[test]
fn preparation_is_that_of_numpy_and_scipy() {
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/golden/segments.json")).unwrap();
    let measures = crate::features::measures(&real(), Lens::Value);
    for (at, measure) in measures.iter().take(3).enumerate() {
        let prepared = crate::features::prepare(measure);
        let close = |own: f64, known: &serde_json::Value| {
            let known = known.as_f64().unwrap();
            assert!(
                (own - known).abs() < 1e-6 * (1.0 + known.abs()),
                "{own} {known}"
            );
        };
        close(prepared.preparation.skew_before, &golden["skew_before"][at]);
        close(prepared.preparation.skew_after, &golden["skew_after"][at]);
        let known = golden["prepared"].as_array().unwrap();
        for (row, known) in prepared.values.iter().step_by(25).zip(known) {
            close(*row, &known[at]);
        }
    }
}

#[test]
fn the_grouping_of_bare_amounts_scores_best_and_is_ruled_out() {
    let report = segments(&mut over(real()), "/segments");
    let raw = report
        .why
        .candidates
        .iter()
        .find(|row| row.algorithm == Algorithm::KMeansRaw)
        .unwrap();
    assert_eq!((raw.k, raw.verdict), (5, Verdict::RuledOut(Veto::Dominant)));
    assert!(raw.largest > 0.9);
    assert!(
        report.why.context.to_string().contains("in its own space"),
        "{}",
        report.why.context
    );
    let shares: Vec<f64> = report
        .segments
        .iter()
        .map(|segment| segment.share)
        .collect();
    assert!(
        shares.iter().all(|share| (0.05..0.5).contains(share)),
        "{shares:?}"
    );
}

#[test]
fn names_stay_when_the_seed_changes() {
    let mut engine = over(real());
    let first = segments(&mut engine, "/segments?k=5");
    for seed in [1, 7] {
        let other = segments(&mut engine, &format!("/segments?k=5&seed={seed}"));
        assert_eq!(names(&first), names(&other));
        for (a, b) in first.segments.iter().zip(&other.segments) {
            assert!(
                (a.share - b.share).abs() < 0.06,
                "{seed}: {} {} {}",
                a.name,
                a.share,
                b.share
            );
        }
    }
}

#[test]
fn the_answer_does_not_depend_on_who_runs_the_tasks_in_which_order() {
    let table = few(&real(), 900);
    let inline = ask(&mut over(table.clone()), "/segments?lens=behaviour").unwrap();
    let engine = over(table);
    let (question, _) = AnyQuestion::parse("/segments?lens=behaviour").unwrap();
    let mut job = engine.start(&question).unwrap();
    let mut dice = Dice(99);
    let mut partial = None;
    let shuffled = loop {
        match job.step().unwrap() {
            Step::More { .. } => {}
            Step::Partial(report) => partial = Some(report.into_any()),
            Step::Tasks { about, tasks } => {
                let mut order: Vec<usize> = (0..tasks.len()).collect();
                for at in (1..order.len()).rev() {
                    order.swap(at, dice.below(at as u64 + 1) as usize);
                }
                let mut results: Vec<Option<_>> = tasks.iter().map(|_| None).collect();
                for at in order {
                    results[at] = about.run(&tasks[at]);
                }
                job.supply(results.into_iter().flatten().collect());
            }
            Step::Done(report) => break report.into_any(),
            Step::Waits => panic!("nothing is missing"),
        }
    };
    assert_eq!(inline, shuffled);
    match (partial, shuffled) {
        (Some(AnyReport::Segments(partial)), AnyReport::Segments(whole)) => {
            assert!(!partial.why.complete && whole.why.complete);
            assert_eq!(partial.headline, whole.headline);
            assert_eq!(names(&partial), names(&whole));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_grouped_gets_its_sentence() {
    let too_few = |have: u32| {
        format!(
            "Groups need at least 30 customers, and these filters leave {have}. Widen the period \
             or remove a filter."
        )
    };
    let real = real();
    refused(&mut over(few(&real, 1)), "/segments", &too_few(1));
    refused(&mut over(few(&real, 4)), "/segments?k=9", &too_few(4));
    refused(
        &mut over(alike(200)),
        "/segments",
        "The 200 customers these filters leave are alike in every measure, so there are no groups \
         to find. Widen the period or remove a filter.",
    );
    refused(
        &mut over(nobody()),
        "/segments",
        "No known customer bought anything here, so there are no segments. Sales without a customer count on the \
         other panels; widen the period or remove a filter, or make the pack again with a customer column.",
    );
    refused(
        &mut over(few(&real, 300)),
        "/segments?only=segment.nowhere",
        "There is no segment “nowhere” under these filters. Open Segments and choose one of those \
         shown.",
    );
}

#[test]
fn small_and_odd_shops_are_grouped_without_a_panic() {
    let real = real();
    for rows in [30, 31, 60, 97] {
        for text in ["/segments", "/segments?k=10", "/segments?lens=behaviour"] {
            let report = segments(&mut over(few(&real, rows)), text);
            let sum: u32 = report
                .segments
                .iter()
                .map(|segment| segment.customers)
                .sum();
            assert_eq!(sum as usize, rows);
        }
    }
    // One who differs, and more groups than there are kinds of customers.
    let mut odd = alike(50);
    odd.gross[3] = 1e9;
    let report = segments(&mut over(odd), "/segments?k=7");
    assert_eq!(report.segments.len(), 2);
    let mut names = names(&report);
    names.dedup();
    assert_eq!(names.len(), 2);
}

#[test]
fn ready_made_tables_and_lines_give_the_same_answers() {
    let dataset = made_up(400);
    let mut usual = pack(dataset.catalogue.clone());
    let mut whole = pack(dataset.catalogue.clone());
    for file in crate::pack::encode(&dataset).unwrap() {
        let engine = if file.table.starts_with("usual/") {
            &mut usual
        } else {
            &mut whole
        };
        engine.supply(file.table, &file.bytes).unwrap();
    }
    assert!(whole.rest().is_empty());
    assert_eq!(usual.rest().len(), 4);
    for text in [
        "/segments",
        "/segments?lens=behaviour&k=4",
        "/segments?only=rfm.champions&only=band.recency.0..200",
        "/overview",
    ] {
        let (question, _) = AnyQuestion::parse(text).unwrap();
        assert_eq!(
            usual.wants(&question),
            Ok(Wants::Files(Vec::new())),
            "{text}"
        );
        assert_eq!(ask(&mut usual, text), ask(&mut whole, text), "{text}");
    }
    for text in [
        "/segments?country=France",
        "/audience?of=everyone",
        "/overview?against=none",
    ] {
        let (question, _) = AnyQuestion::parse(text).unwrap();
        assert_eq!(usual.wants(&question).unwrap().files().len(), 4, "{text}");
        assert!(whole.wants(&question).unwrap().files().is_empty());
    }
}

#[test]
fn a_segment_opens_its_sheet_and_narrows_everything() {
    let mut engine = Engine::of(made_up(400));
    let report = segments(&mut engine, "/segments?lens=behaviour&k=4");
    for segment in &report.segments {
        let text = format!("/audience?lens=behaviour&k=4&of=segment.{}", segment.slug);
        let AnyReport::Audience(sheet) = ask(&mut engine, &text).unwrap() else {
            panic!()
        };
        assert_eq!(
            (&sheet.title, sheet.customers),
            (&segment.name, segment.customers)
        );
        assert_eq!(sheet.colour, Some(segment.colour));
        assert!((sheet.revenue - segment.revenue).abs() < 1e-6);
        let text = format!("/overview?lens=behaviour&k=4&only=segment.{}", segment.slug);
        let AnyReport::Overview(overview) = ask(&mut engine, &text).unwrap() else {
            panic!()
        };
        assert_eq!(overview.known.0, segment.customers);
        let text = format!("/export?lens=behaviour&k=4&of=segment.{}", segment.slug);
        let AnyReport::Export(file) = ask(&mut engine, &text).unwrap() else {
            panic!()
        };
        assert_eq!(file.rows, segment.customers);
    }
    let mut colours: Vec<u8> = report
        .segments
        .iter()
        .map(|segment| segment.colour)
        .collect();
    colours.sort_unstable();
    colours.dedup();
    assert_eq!(colours.len(), report.segments.len());
}

#[test]
fn a_link_to_a_segment_by_its_former_name_still_finds_it() {
    let report = segments(&mut over(real()), "/segments");
    for (segment, former) in report
        .segments
        .iter()
        .zip(["champions", "loyal", "need-attention"])
    {
        let narrowed = segments(
            &mut over(real()),
            &format!("/segments?only=segment.{former}"),
        );
        assert_eq!(narrowed.customers, segment.customers, "{former}");
    }
}

#[test]
fn names_are_measured_by_the_whole_shop() {
    let mut engine = Engine::of(made_up(400));
    let all = segments(&mut engine, "/segments?period=all");
    let first = &all.segments[0];
    assert!(first.name.contains("big spenders"), "{}", first.name);
    for narrowed in ["only=rfm.champions", "country=France", "spend=500.."] {
        let report = segments(&mut engine, &format!("/segments?period=all&{narrowed}"));
        for segment in &report.segments {
            let orders = segment.profile[1].quantiles[2];
            let text = format!("{} {:?}", segment.name, segment.play).to_lowercase();
            assert!(
                orders < 4.0 || !text.contains("second order"),
                "{narrowed}: {text}"
            );
            assert!(
                orders < 4.0 || !text.contains("one-time"),
                "{narrowed}: {text}"
            );
            let spend = segment.profile[2].quantiles[2];
            let typical = all.features[2].all.quantiles[2];
            assert!(
                spend < typical || !text.contains("small spenders"),
                "{narrowed}: {text}"
            );
        }
        for group in &report.rfm.groups {
            let text = format!("{:?}", group.play).to_lowercase();
            assert!(
                group.frequency < 4.0 || !text.contains("second order"),
                "{narrowed}: {text}"
            );
        }
    }
}

#[test]
fn a_catalogue_without_the_lines_says_so() {
    let mut catalogue = catalogue();
    catalogue.files.retain(|file| file.table != "lines");
    let engine = pack(catalogue);
    let (question, _) = AnyQuestion::parse("/segments?last=30").unwrap();
    assert_eq!(
        engine.wants(&question),
        Err(Failure::BadCatalogue {
            detail: "it lists no table “lines”".to_owned()
        })
    );
    let (question, _) = AnyQuestion::parse("/segments").unwrap();
    assert_eq!(
        engine.wants(&question).map(|wants| wants.files().len()),
        Ok(1)
    );
}
