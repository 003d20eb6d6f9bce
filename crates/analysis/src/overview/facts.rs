//! Findings one can act on, from the groups of the segmentation in force.

use clientele_model::groups::RfmGroup;
use clientele_model::overview::Fact;
use clientele_model::segments::{GroupSummary, Segment};
use clientele_model::selection::Only;
use clientele_model::words::Sentence;

/// Fewer customers than this are not worth a campaign.
const WORTH: u32 = 5;

/// Groups are made by comparison; after so many days without an order somebody is away in truth.
const AWAY_DAYS: f64 = 60.0;

/// Four at most; each names a group and opens it.
pub(super) fn of(groups: &[GroupSummary]) -> Vec<Fact> {
    let find = |group: RfmGroup| {
        groups
            .iter()
            .find(|summary| summary.group == group && summary.customers >= WORTH)
    };
    [
        find(RfmGroup::AtRisk).filter(is_away).map(win_back),
        find(RfmGroup::NewCustomers).map(second_order),
        find(RfmGroup::Champions).map(look_after),
        find(RfmGroup::CannotLoseThem).filter(is_away).map(write_to),
        find(RfmGroup::NeedAttention).map(remind),
        find(RfmGroup::Promising).map(encourage),
    ]
    .into_iter()
    .flatten()
    .take(4)
    .collect()
}

/// What to do with the segments that bring most, four at most.
pub(super) fn of_segments(segments: &[Segment]) -> Vec<Fact> {
    let worth = segments.iter().filter(|segment| segment.customers >= WORTH);
    worth.take(4).map(of_segment).collect()
}

fn of_segment(segment: &Segment) -> Fact {
    Fact {
        title: Sentence::new()
            .name(&segment.name)
            .text(format!(" – {}", segment.play.summary)),
        detail: Sentence::new()
            .counted(segment.customers, "customer")
            .text(", ")
            .share(segment.share)
            .text(" of all, with ")
            .share(segment.revenue_share)
            .text(" of revenue."),
        of: Only::Segment(segment.slug.clone()),
        action: format!("See {}", segment.name),
    }
}

fn is_away(group: &&GroupSummary) -> bool {
    group.recency >= AWAY_DAYS
}

fn fact(group: &GroupSummary, begin: &str, end: &str, detail: Sentence) -> Fact {
    Fact {
        title: Sentence::from(begin)
            .count(group.customers.into())
            .text(end),
        detail,
        of: Only::Rfm(group.group),
        action: format!("See {}", group.group.name()),
    }
}

fn win_back(group: &GroupSummary) -> Fact {
    let detail = Sentence::from("They spent ")
        .money(group.revenue)
        .text(" in the period; the typical last order is ")
        .days(group.recency)
        .text(" ago.");
    fact(
        group,
        "Win back ",
        " good customers who have cooled off",
        detail,
    )
}

fn second_order(group: &GroupSummary) -> Fact {
    // The group is about recent customers with few orders; mostly, but not always, a single one.
    let end = if group.frequency <= 1.0 {
        " recent buyers for a second order"
    } else {
        " recent buyers for the next order"
    };
    let detail = Sentence::from("The typical one spent ")
        .money(group.monetary)
        .text(" and last ordered ")
        .days(group.recency)
        .text(" ago.");
    fact(group, "Ask ", end, detail)
}

fn look_after(group: &GroupSummary) -> Fact {
    let detail = Sentence::from("They are ")
        .share(group.share)
        .text(" of customers and bring ")
        .share(group.revenue_share)
        .text(" of revenue.");
    fact(group, "Look after ", " Champions", detail)
}

fn write_to(group: &GroupSummary) -> Fact {
    let detail = Sentence::from("Their typical spend is ")
        .money(group.monetary)
        .text("; the last order is ")
        .days(group.recency)
        .text(" ago.");
    fact(group, "Write to ", " big spenders who fell silent", detail)
}

fn remind(group: &GroupSummary) -> Fact {
    let detail = Sentence::from("They bring ")
        .share(group.revenue_share)
        .text(" of revenue and last ordered ")
        .days(group.recency)
        .text(" ago.");
    fact(group, "Remind ", " regular customers of you", detail)
}

fn encourage(group: &GroupSummary) -> Fact {
    let detail = Sentence::from("They came ")
        .days(group.recency)
        .text(" ago and spent ")
        .money(group.monetary)
        .text(", as a rule.");
    fact(
        group,
        "Give ",
        " promising customers a reason to return",
        detail,
    )
}
