//! Findings one can act on, from the groups of the segmentation in force: what each group's own figures call for.

use clientele_model::groups::RfmGroup;
use clientele_model::overview::Fact;
use clientele_model::segments::{GroupSummary, Play, Segment};
use clientele_model::selection::Only;
use clientele_model::words::Sentence;

/// Fewer customers than this are not worth a campaign.
const WORTH: u32 = 5;

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
pub(super) fn of_segments(segments: &[Segment]) -> Vec<Fact> {
    let worth = segments.iter().filter(|segment| segment.customers >= WORTH);
    worth.take(MOST).map(of_segment).collect()
}

fn of_group(group: &GroupSummary) -> Fact {
    let size = (group.customers, group.share, group.revenue_share);
    fact(
        group.group.name(),
        &group.play,
        size,
        Only::Rfm(group.group),
    )
}

fn of_segment(segment: &Segment) -> Fact {
    let size = (segment.customers, segment.share, segment.revenue_share);
    let of = Only::Segment(segment.slug.clone());
    fact(&segment.name, &segment.play, size, of)
}

/// What a group's play is, and how many there are: customers, their share, their share of revenue.
fn fact(name: &str, play: &Play, (customers, share, revenue): (u32, f64, f64), of: Only) -> Fact {
    Fact {
        title: Sentence::new()
            .name(name)
            .text(format!(" – {}", play.summary)),
        detail: Sentence::new()
            .counted(customers, "customer")
            .text(", ")
            .share(share)
            .text(" of all, with ")
            .share(revenue)
            .text(" of revenue."),
        of,
        action: format!("See {name}"),
    }
}
