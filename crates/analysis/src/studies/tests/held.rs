//! Chosen customers are the same under every later filter, and the segmentation in force is one.

use std::collections::BTreeSet;

use clientele_model::filters::{Filters, Segmentation};
use clientele_model::overview::OverviewReport;
use clientele_model::selection::Only;

use super::*;
use crate::dataset::Dataset;

/// Who answers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Over {
    Lines,
    Tables,
}

impl Over {
    /// An engine that answers a question so.
    pub(super) fn engine(self, data: &Dataset, question: &AnyQuestion) -> Result<Engine, Failure> {
        match self {
            Self::Lines => Ok(Engine::of(data.clone())),
            Self::Tables => Engine::behind(data, question),
        }
    }
}

/// The customers of a link, by number.
#[track_caller]
pub(super) fn members(data: &Dataset, over: Over, link: &str) -> Result<BTreeSet<String>, Failure> {
    let (question, notices) = AnyQuestion::parse(link).unwrap();
    assert!(notices.is_empty(), "{link}: {notices:?}");
    let engine = over.engine(data, &question)?;
    match finish(engine.start(&question)?)? {
        AnyReport::Export(file) => {
            let lines = file.csv.lines().skip(1);
            let id = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
            Ok(lines.map(id).collect())
        }
        other => panic!("{other:?}"),
    }
}

/// Filters that are set after customers were chosen.
const LATER: [&str; 6] = [
    "country=France",
    "last=200",
    "period=all",
    "spend=50..",
    "asof=2012-05-05&returns=off",
    "lens=behaviour&k=3&by=rfm&against=none",
];

/// What they are chosen under.
const UNDER: [&str; 3] = ["", "country=Spain&last=400", "lens=behaviour&k=4&seed=7"];

#[test]
fn chosen_customers_are_the_same_under_every_later_filter() {
    let data = made_up(240);
    for over in [Over::Lines, Over::Tables] {
        for under in UNDER {
            let (before, _) = Filters::parse(under);
            let slug = segments(&mut Engine::of(data.clone()), &format!("/segments?{under}"))
                .segments[1]
                .slug
                .clone();
            for mark in [
                "rfm.champions",
                "cell.5.5",
                "band.frequency.4..",
                &format!("segment.{slug}"),
            ] {
                let mark: Only = mark.parse().unwrap();
                let chosen = members(&data, over, &format!("/export?{under}&of={mark}")).unwrap();
                assert!(chosen.len() > 2, "{mark} under {under}");
                for later in LATER {
                    let mut after = Filters::parse(later).0;
                    after.only = before.narrowed(&mark).only;
                    let link = format!("/export?{after}&of=everyone");
                    let all =
                        members(&data, over, &format!("/export?{later}&of=everyone")).unwrap();
                    let both: BTreeSet<_> = all.intersection(&chosen).cloned().collect();
                    match members(&data, over, &link) {
                        Ok(found) => assert_eq!(found, both, "{over:?}: {link}"),
                        Err(why) => {
                            assert!(why == Failure::Nothing && both.is_empty(), "{link}: {why}")
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_choice_within_a_choice_keeps_both() {
    let data = made_up(240);
    let chain = "only=band.frequency.3..&under=usual&only=band.recency.0..60&under=last%3D500&country=France";
    for over in [Over::Lines, Over::Tables] {
        let first = members(&data, over, "/export?of=band.frequency.3..").unwrap();
        // The second was chosen among them, by their figures of the last 500 days.
        let within = "/export?last=500&only=band.frequency.3..&under=usual&of=band.recency.0..60";
        let second = members(&data, over, within).unwrap();
        assert!(second.is_subset(&first) && second.len() < first.len());
        let france = members(&data, over, "/export?country=France&of=everyone").unwrap();
        let both: BTreeSet<_> = france.intersection(&second).cloned().collect();
        assert!(!both.is_empty() && both.len() < second.len());
        assert_eq!(
            members(&data, over, &format!("/export?{chain}&of=everyone")).unwrap(),
            both
        );
    }
}

#[test]
fn an_old_link_chooses_under_its_own_filters() {
    let data = made_up(240);
    let old = "/export?country=France&last=300&only=rfm.champions&of=everyone";
    let under = "/export?country=France&last=300&only=rfm.champions&under=country%3DFrance%26last%3D300&of=everyone";
    let usual = "/export?country=France&last=300&only=rfm.champions&under=usual&of=everyone";
    for over in [Over::Lines, Over::Tables] {
        let [old, under, usual] =
            [old, under, usual].map(|link| members(&data, over, link).unwrap());
        assert_eq!(old, under);
        assert_ne!(old, usual);
    }
}

#[test]
fn what_was_chosen_under_other_filters_is_a_table_of_its_own() {
    let (question, _) =
        AnyQuestion::parse("/segments?country=France&only=rfm.loyal&under=last%3D90").unwrap();
    let mut catalogue = catalogue();
    catalogue.has.country = true;
    catalogue.files.clear();
    catalogue.countries = vec![clientele_model::catalogue::Value {
        name: "France".to_owned(),
        customers: 1,
    }];
    let engine = Engine::new(Source::Gateway(catalogue), Vec::new(), &all());
    let paths: Vec<_> = engine.wants(&question).unwrap().tables();
    let paths: Vec<_> = paths.iter().map(|request| request.path()).collect();
    assert_eq!(
        paths,
        [
            "customers.arrow?country=France&lens=behaviour",
            "customers.arrow?last=90&lens=behaviour",
            "rfm.arrow"
        ]
    );
}

fn overview(engine: &mut Engine, text: &str) -> OverviewReport {
    match ask(engine, text).unwrap() {
        AnyReport::Overview(report) => *report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_segmentation_is_in_force_on_every_panel() {
    let mut engine = Engine::of(made_up(400));
    for filters in ["", "&lens=behaviour&k=4", "&country=France"] {
        let panel = segments(&mut engine, &format!("/segments?by=found{filters}"));
        let found = overview(&mut engine, &format!("/overview?by=found{filters}"));
        assert_eq!((found.by, found.finding), (Segmentation::Found, false));
        let names: Vec<_> = found.groups.iter().map(|group| &group.name).collect();
        let same: Vec<_> = panel.segments.iter().map(|segment| &segment.name).collect();
        assert_eq!(names, same);
        assert_eq!(found.groups_title, panel.headline);
        let of_segments = |report: &OverviewReport| {
            report
                .facts
                .iter()
                .all(|fact| matches!(fact.of, Only::Segment(_)))
        };
        assert!(of_segments(&found) && !found.facts.is_empty());

        let panel = segments(&mut engine, &format!("/segments?by=rfm{filters}"));
        let rule = overview(&mut engine, &format!("/overview?by=rfm{filters}"));
        assert_eq!((rule.by, panel.by), (Segmentation::Rfm, Segmentation::Rfm));
        let names: Vec<_> = rule
            .groups
            .iter()
            .map(|group| group.name.as_str())
            .collect();
        let same: Vec<_> = panel
            .rfm
            .groups
            .iter()
            .map(|group| group.group.name())
            .collect();
        assert_eq!(names, same);
        assert_eq!(rule.groups_title, panel.headline);
        let of_groups = rule
            .facts
            .iter()
            .all(|fact| matches!(fact.of, Only::Rfm(_)));
        assert!(of_groups);
        // The rest does not depend on it.
        assert_eq!((rule.headline, rule.now), (found.headline, found.now));
    }
}

#[test]
fn customers_too_few_for_segments_are_sorted_by_the_rule() {
    let mut engine = Engine::of(made_up(12));
    let report = overview(&mut engine, "/overview");
    assert_eq!(report.by, Segmentation::Rfm);
    assert!(!report.groups.is_empty());
    let said: Vec<_> = report.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "There are too few customers here, or they are too much alike, to find segments among them: they are sorted by the RFM rule."
        ]
    );
}
