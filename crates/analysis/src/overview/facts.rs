//! Findings one can act on, from the groups of the segmentation in force: what each group's own figures call for.

use clientele_model::groups::RfmGroup;
use clientele_model::overview::Fact;
use clientele_model::segments::{GroupSummary, Play, Segment, SegmentsReport};
use clientele_model::selection::Only;
use clientele_model::words::Sentence;

/// Fewer customers than this are not worth a campaign.
const WORTH: u32 = 5;

/// Place of the median among the quantiles of a profile.
const MEDIAN: usize = 2;

/// How many findings there are at most; each names a group and opens it.
const MOST: usize = 4;

/// Groups of the RFM rule whom there is something to say to, most urgent first.
const URGENT: [RfmGroup; 6] = [
    RfmGroup::AtRisk,
    RfmGroup::NewCustomers,
    RfmGroup::Champions,
    RfmGroup::CannotLoseThem,
    RfmGroup::NeedAttention,
    RfmGroup::Promising,
];

/// What to do with groups of the RFM rule.
pub(super) fn of_groups(groups: &[GroupSummary]) -> Vec<Fact> {
    let find = |group: RfmGroup| groups.iter().find(|summary| summary.group == group);
    let urgent = URGENT.into_iter().filter_map(find);
    let worth = urgent.filter(|group| group.customers >= WORTH);
    worth.take(MOST).map(of_group).collect()
}

/// What to do with the segments that bring most.
pub(super) fn of_segments(report: &SegmentsReport) -> Vec<Fact> {
    let segments = report.segments.iter();
    let worth = segments.filter(|segment| segment.customers >= WORTH);
    let fact = |segment: &Segment| of_segment(segment, days(report, segment));
    worth.take(MOST).map(fact).collect()
}

/// How many days ago the typical customer of a segment ordered last.
pub(super) fn days(report: &SegmentsReport, segment: &Segment) -> Option<f64> {
    let at = report.features.iter().position(|f| f.key == "recency")?;
    Some(segment.profile.get(at)?.quantiles[MEDIAN])
}

fn of_group(group: &GroupSummary) -> Fact {
    let size = (group.customers, group.share, group.revenue_share);
    let detail = detail(size, Some(group.recency));
    fact(
        group.group.name(),
        &group.play,
        detail,
        Only::Rfm(group.group),
    )
}

fn of_segment(segment: &Segment, days: Option<f64>) -> Fact {
    let size = (segment.customers, segment.share, segment.revenue_share);
    let of = Only::Segment(segment.slug.clone());
    fact(&segment.name, &segment.play, detail(size, days), of)
}

/// How many there are (customers, their share, their share of revenue), and how many days ago the typical one ordered.
fn detail((customers, share, revenue): (u32, f64, f64), days: Option<f64>) -> Sentence {
    let size = Sentence::new()
        .counted(customers, "customer")
        .text(", ")
        .share(share)
        .text(" of all known, with ")
        .share(revenue)
        .text(" of known customers’ revenue");
    match days {
        Some(days) => size
            .text("; the typical last order was ")
            .days(days)
            .text(" ago."),
        None => size.text("."),
    }
}

/// What a group's play is, where there is one.
fn fact(name: &str, play: &Play, detail: Sentence, of: Only) -> Fact {
    let title = Sentence::new().name(name);
    Fact {
        title: match play.summary.as_str() {
            "" => title,
            summary => title.text(format!(" – {summary}")),
        },
        detail,
        of,
        action: format!("See {name}"),
    }
}
