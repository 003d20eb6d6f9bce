//! The report, once a grouping is chosen.

use std::sync::Arc;

use clientele_model::Date;
use clientele_model::filters::{Filters, Segmentation};
use clientele_model::question::{AnyQuestion, Segments};
use clientele_model::segments::{Feature, Fit, Segment, SegmentsReport, Why};

use clientele_model::words::Sentence;

use super::basis::Basis;
use super::beside::Comparison;
use super::found::Found;
use super::why;
use super::{fit, key_accounts, rules, scatter, titles};
use crate::cluster::{Params, Selection, Winner};
use crate::plays::Plays;
use crate::{days, rfm};

/// What a report is about.
#[derive(Clone, Debug)]
pub struct About {
    /// First and last day looked at.
    pub period: (Date, Date),
    /// The filters as asked.
    pub filters: Filters,
    /// How groupings are sought.
    pub params: Params,
    /// What to do with groups.
    pub plays: Arc<Plays>,
}

/// Everything in the report but why: that follows with [`decide`]. How well customers fit takes as long
/// as all the rest and is left out of a preview.
pub fn report(about: &About, basis: &Basis, found: &Found, is_preview: bool) -> SegmentsReport {
    let table = &basis.table;
    let (customers, revenue) = (table.len() as f64, table.revenue());
    let features = basis
        .measures
        .iter()
        .zip(&basis.prepared)
        .map(|(measure, prepared)| Feature {
            key: measure.key.clone(),
            label: measure.label.clone(),
            unit: measure.unit,
            used: measure.used,
            all: prepared.all,
            preparation: prepared.preparation.clone(),
            before: prepared.before.clone(),
            after: prepared.after.clone(),
        })
        .collect();
    let segments = found
        .segments
        .iter()
        .zip(rules::rules(basis, found))
        .enumerate()
        .map(|(at, (group, rule))| Segment {
            name: group.name.clone(),
            slug: group.slug.clone(),
            colour: group.colour,
            about: titles::about(basis, found, at),
            customers: group.rows.len() as u32,
            share: group.rows.len() as f64 / customers,
            revenue: group.revenue,
            revenue_share: if revenue > 0.0 {
                group.revenue / revenue
            } else {
                0.0
            },
            profile: group.profile.clone(),
            rule,
            stability: None,
            play: group.play.clone(),
        })
        .collect();
    SegmentsReport {
        period: about.period,
        as_of: days::to_date(table.as_of),
        customers: table.len() as u32,
        revenue,
        by: Segmentation::Found,
        lens: basis.lens,
        headline: titles::headline(basis, found),
        context: titles::context(basis, found),
        sureness: Sentence::new(),
        remarks: Vec::new(),
        key_accounts: key_accounts::key_accounts(basis, found),
        segments,
        rfm: rfm::report(table, &basis.scores, &basis.typical, &basis.plays),
        features,
        scatter: scatter::scatter(basis, found, about.filters.seed),
        scatter_title: titles::scatter(basis, found),
        heat_title: titles::heat(basis, found),
        fit: match is_preview {
            true => Fit::default(),
            false => fit::fit(basis, found, &about.params),
        },
        why: Why::default(),
    }
}

/// Says how the grouping was chosen, as far as that is known: again whenever more is.
pub fn decide(
    report: &mut SegmentsReport,
    about: &About,
    found: &Found,
    selection: &Selection,
    winner: &Winner,
    comparisons: &[Comparison],
) {
    let rows = selection.leaderboard();
    let stability = rows
        .iter()
        .find(|row| row.candidate == winner.candidate)
        .and_then(|row| row.stability.as_ref());
    report.sureness = titles::sureness(
        report.customers as usize,
        stability.map(|found| found.overall),
        (winner.grounds, winner.candidate.k),
        selection.draws().as_ref(),
    );
    for (segment, &cluster) in report.segments.iter_mut().zip(&found.clusters) {
        segment.stability =
            stability.and_then(|found| found.by_cluster.get(usize::from(cluster)).copied());
    }
    let question: AnyQuestion = Segments(about.filters.clone()).into();
    let complete = selection.done() && !comparisons.is_empty();
    report.why = why::why(
        report,
        about,
        &rows,
        winner,
        comparisons,
        (question.to_string(), complete),
        titles::number_of_groups(selection.draws().as_ref(), winner.candidate.k),
    );
}
