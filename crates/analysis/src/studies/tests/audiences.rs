//! Audiences being built: each line of the panel counts what its conditions mean, by whatever tables.

use std::collections::BTreeSet;

use clientele_model::audiences::AudiencesReport;
use clientele_model::selection::{Join, Only};

use super::held::{Over, members};
use super::*;
use crate::dataset::Dataset;

/// Definitions of every kind of condition, put together in many ways. `SEGMENT` stands for one that was found.
const DEFINITIONS: [&str; 22] = [
    "everyone",
    "rfm.champions",
    "any(rfm.at-risk,rfm.hibernating,rfm.lost)",
    "code.5.5.5",
    "cell.4.4",
    "segment.SEGMENT",
    "not(segment.SEGMENT)",
    "all(segment.SEGMENT,had.anything~120d)",
    "country.France",
    "any(country.France,country.Spain)",
    "band.recency.45..",
    "band.monetary.100..900",
    "all(band.frequency.2..,not(had.anything~45d))",
    "had.anything~3x",
    "had.anything~2x~200d",
    "had.anything~first",
    "any(all(rfm.loyal,country.France),rfm.champions)",
    "all(any(rfm.at-risk,segment.SEGMENT),not(country.Spain),band.frequency.2..)",
    "all(not(rfm.lost),not(rfm.hibernating))",
    "not(all(rfm.loyal,country.France))",
    "ordered.2011-03-01.2011-06-30",
    "all(new.2011-01-01.2011-06-30,band.recency.30..)",
];

fn built(data: &Dataset, over: Over, link: &str) -> AudiencesReport {
    let (question, notices) = AnyQuestion::parse(link).unwrap();
    assert!(notices.is_empty(), "{link}: {notices:?}");
    match finish(
        over.engine(data, &question)
            .unwrap()
            .start(&question)
            .unwrap(),
    )
    .unwrap()
    {
        AnyReport::BuildAudience(report) => *report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn lines_count_what_their_conditions_mean() {
    let data = made_up(240);
    let slug = segments(&mut Engine::of(data.clone()), "/segments").segments[0]
        .slug
        .clone();
    for definition in DEFINITIONS {
        let of = definition.replace("SEGMENT", &slug);
        let link = |of: &str| format!("of={}", of.replace(' ', "+"));
        let mut told = Vec::new();
        for over in [Over::Lines, Over::Tables] {
            let report = built(&data, over, &format!("/audiences?{}", link(&of)));
            let whom = |of: &str| members(&data, over, &format!("/export?{}", link(of))).unwrap();
            assert_eq!(report.customers as usize, whom(&of).len(), "{over:?}: {of}");
            let mut left = BTreeSet::new();
            for (at, line) in report.lines.iter().enumerate() {
                let fit = whom(&line.of.to_string());
                left = match line.join {
                    _ if at == 0 => fit.clone(),
                    Join::And => &left & &fit,
                    Join::Or => &left | &fit,
                    Join::Minus => &left - &fit,
                };
                assert_eq!(line.fit as usize, fit.len(), "{over:?}: {of}, line {at}");
                assert_eq!(line.left as usize, left.len(), "{over:?}: {of}, line {at}");
            }
            assert_eq!(left.len(), report.customers as usize, "{of}");
            if let Some(overlap) = &report.overlap {
                let inside = overlap.columns.iter().filter(|column| column.is_in);
                for column in inside {
                    assert_eq!(
                        whom(&column.of.to_string()).len(),
                        column.customers as usize
                    );
                }
                let some = report.lines.iter().filter(|line| line.of != Only::Everyone);
                assert_eq!(overlap.sets.len(), some.count().min(6), "{of}");
            }
            told.push((report.customers, report.lines, report.headline));
        }
        assert_eq!(told[0], told[1], "{of}");
    }
}

#[test]
fn rules_for_a_send_take_out_whom_they_name() {
    let data = made_up(240);
    let of = "of=band.frequency.2..";
    let whom = |only: &str| members(&data, Over::Lines, &format!("/export?of={only}")).unwrap();
    let all = whom("band.frequency.2..");
    let without = built(&data, Over::Lines, &format!("/audiences?{of}"));
    assert_eq!(without.sendable as usize, all.len());
    assert!(without.rules.iter().all(|rule| !rule.is_on));
    let send = "send=not(had.anything~60d)";
    let report = built(&data, Over::Lines, &format!("/audiences?{of}&{send}"));
    let quiet = whom("all(band.frequency.2..,not(had.anything~60d))");
    assert!(quiet.len() > 2 && quiet.len() < all.len());
    assert_eq!(report.sendable as usize, quiet.len());
    let rule = report.rules.iter().find(|rule| rule.is_on).unwrap();
    assert_eq!(rule.title.to_string(), "Did not buy in the last 60 days");
    assert_eq!(rule.takes as usize, all.len() - quiet.len());
    assert_eq!(
        rule.keeps.as_ref().map(Only::to_string).as_deref(),
        Some("not(had.anything~60d)")
    );
    // What the data do not say is said, and cannot be switched on.
    let unknown: Vec<_> = report
        .rules
        .iter()
        .filter(|rule| rule.keeps.is_none())
        .map(|rule| (rule.title.to_string(), rule.about.to_string()))
        .collect();
    assert_eq!(
        unknown,
        [
            (
                "May be e-mailed".to_owned(),
                "This data set has no e-mail opt-in, so the filter on it cannot be used. Remove it."
                    .to_owned()
            ),
            (
                "Not in a running test".to_owned(),
                "The data hold no campaigns.".to_owned()
            ),
            (
                "Sent fewer than 3 campaigns in the last 30 days".to_owned(),
                "The data hold no campaigns.".to_owned()
            ),
        ]
    );
}

#[test]
fn an_audience_of_nobody_and_one_that_is_not_kept_here_are_said() {
    let data = made_up(240);
    let report = built(&data, Over::Lines, "/audiences?of=band.frequency.9999..");
    assert_eq!(
        report.headline.to_string(),
        "No customer is in this audience"
    );
    assert_eq!(
        report.context.to_string(),
        "Take a line out, or widen the period: the counts beside the lines show where nobody is left."
    );
    let mut engine = Engine::of(data);
    refused(
        &mut engine,
        "/audiences?of=audience.win-back",
        "The audience “win-back” is not saved in this browser, so whoever refers to it cannot be counted. Import it, or take that line out.",
    );
    refused(
        &mut engine,
        "/audiences?of=arm.SPRING~offer",
        "No customer of this data set took part in the arm “offer” of a campaign “SPRING”. Choose one of those on Experiments, or take this line out.",
    );
}
