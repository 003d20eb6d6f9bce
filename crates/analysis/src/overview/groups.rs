//! Who the customers are: groups by the segmentation in force, and what to do next with them.

use clientele_model::filters::Segmentation;
use clientele_model::overview::{Group, OverviewReport};
use clientele_model::segments::{GroupSummary, Segment};
use clientele_model::selection::Only;

use super::facts;
use crate::grouping::Model;
use crate::plays::Plays;
use crate::rfm::{Scores, finding, summaries};
use crate::tables::CustomersTable;

/// Said where customers are too few or too much alike for segments.
pub const NOT_FOUND: &str = "There are too few customers here, or they are too much alike, to find segments among them: \
     they are sorted by the RFM rule.";

/// Adds the eleven groups of the RFM rule.
pub fn by_rule(report: &mut OverviewReport, customers: &CustomersTable, plays: &Plays) {
    let groups = summaries(customers, &Scores::of(customers), plays);
    report.by = Segmentation::Rfm;
    report.finding = false;
    report.facts = facts::of_groups(&groups);
    report.groups_title = finding::title(&groups);
    report.groups = groups.iter().map(of_group).collect();
}

/// Adds the segments found in the data.
pub fn found(report: &mut OverviewReport, model: &Model) {
    report.by = Segmentation::Found;
    report.finding = false;
    report.facts = facts::of_segments(&model.report);
    report.groups_title = model.report.headline.clone();
    let segments = model.report.segments.iter();
    let group = |segment| of_segment(segment, facts::days(&model.report, segment));
    report.groups = segments.map(group).collect();
}

fn of_group(group: &GroupSummary) -> Group {
    Group {
        of: Only::Rfm(group.group),
        name: group.group.name().to_owned(),
        colour: group.group.colour(),
        customers: group.customers,
        share: group.share,
        revenue: group.revenue,
        revenue_share: group.revenue_share,
        recency: Some(group.recency),
    }
}

fn of_segment(segment: &Segment, recency: Option<f64>) -> Group {
    Group {
        of: Only::Segment(segment.slug.clone()),
        name: segment.name.clone(),
        colour: segment.colour,
        customers: segment.customers,
        share: segment.share,
        revenue: segment.revenue,
        revenue_share: segment.revenue_share,
        recency,
    }
}
