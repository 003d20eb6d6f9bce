//! What the eleven groups say, in sentences.

use clientele_model::groups::RfmGroup;
use clientele_model::segments::GroupSummary;
use clientele_model::words::Sentence;

/// How many customers fall into the groups, and by what.
pub fn context(customers: u32, revenue: f64) -> Sentence {
    let words = Sentence::new().counted(customers, "customer").text(
        ", sorted into the eleven groups of the RFM rule: recency, frequency and money, each scored from 1 to 5.",
    );
    of_theirs(words, revenue)
}

/// What shares of revenue are of: orders without a customer number are not among it.
pub fn of_theirs(words: Sentence, revenue: f64) -> Sentence {
    match revenue > 0.0 {
        true => words
            .text(" Shares of revenue are of the ")
            .money(revenue)
            .text(" they brought."),
        false => words,
    }
}

/// How sure a fixed rule is.
pub const SURENESS: &str =
    "The rule is fixed: the same customers are always sorted in the same way.";

/// The group with the most revenue, in a sentence.
pub fn title(groups: &[GroupSummary]) -> Sentence {
    let by_revenue = |a: &&GroupSummary, b: &&GroupSummary| a.revenue.total_cmp(&b.revenue);
    // `max_by` takes the last of equals; reversed, that is the best group.
    let Some(top) = groups.iter().rev().max_by(by_revenue) else {
        return Sentence::from("No known customer bought in this period");
    };
    let (subject, verbs) = subject(top);
    subject
        .text(format!(" {} ", verbs.0))
        .share(top.share)
        .text(format!(" of customers and {} ", verbs.1))
        .share(top.revenue_share)
        .text(" of revenue")
}

/// A group as the subject of a sentence, with "to be" and "to bring" in its number.
fn subject(group: &GroupSummary) -> (Sentence, (&'static str, &'static str)) {
    let name = Sentence::new().name(group.group.name());
    match group.group {
        RfmGroup::Champions | RfmGroup::NewCustomers => (name, ("are", "bring")),
        RfmGroup::Loyal | RfmGroup::Promising => (name.text(" customers"), ("are", "bring")),
        RfmGroup::PotentialLoyalist => (name.text("s"), ("are", "bring")),
        RfmGroup::NeedAttention
        | RfmGroup::AboutToSleep
        | RfmGroup::AtRisk
        | RfmGroup::CannotLoseThem
        | RfmGroup::Hibernating
        | RfmGroup::Lost => (
            Sentence::from("The group ").name(group.group.name()),
            ("is", "brings"),
        ),
    }
}
