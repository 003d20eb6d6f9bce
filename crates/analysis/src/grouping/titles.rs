//! Sentences of the Segments panel. A claim that the data may break is checked before it is made.

use clientele_model::filters::Lens;
use clientele_model::words::Sentence;

use super::basis::Basis;
use super::found::{Found, Group};
use super::rules::{lower, value};
use crate::cluster::{Draws, Grounds, StabilityGrade};
use crate::plays::Figures;
use crate::rfm::FEW_IN_ALL;
use crate::rfm::finding::of_theirs;

/// Median within a profile.
const MEDIAN: usize = 2;

/// Share of draws that must choose as many groups for no doubt, and for little.
const NO_DOUBT: f64 = 0.95;
const LITTLE_DOUBT: f64 = 0.75;

/// A small number as a word.
pub(super) fn number(count: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS
        .get(count)
        .map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// The finding: the group that is worth most per customer.
pub(super) fn headline(basis: &Basis, found: &Found) -> Sentence {
    let customers = basis.table.len() as f64;
    let revenue = basis.table.revenue();
    let Some(first) = found.segments.first().filter(|_| revenue > 0.0) else {
        return Sentence::from("Nothing was earned from these customers");
    };
    subject(&first.name)
        .text(" are ")
        .share(first.rows.len() as f64 / customers)
        .text(" of customers and bring ")
        .share(first.revenue / revenue)
        .text(" of revenue")
}

/// A segment as the subject of a sentence: what stands behind a comma ends with one.
fn subject(name: &str) -> Sentence {
    let comma = if name.contains(", ") { "," } else { "" };
    Sentence::new().name(name).text(comma)
}

/// How many groups, by what.
pub(super) fn context(basis: &Basis, found: &Found) -> Sentence {
    let by = match basis.lens {
        Lens::Value => " groups by how recently, how often and how much they bought.",
        Lens::Behaviour => {
            " groups by how recently, how often and how much they bought, and by what and how."
        }
    };
    let words = Sentence::new()
        .count(basis.table.len() as u64)
        .text(format!(
            " customers fall into {}{by}",
            number(found.segments.len())
        ));
    of_theirs(words, basis.table.revenue())
}

/// How sure we are: of these groups, and of how many there are.
pub(super) fn sureness(
    customers: usize,
    stability: Option<f64>,
    winner: (Grounds, u8),
    draws: Option<&Draws>,
) -> Sentence {
    if customers < FEW_IN_ALL {
        return Sentence::from("These are only ")
            .counted(customers as u64, "customer")
            .text(": too few to be sure of any group.");
    }
    let (grounds, k) = winner;
    let Some(overlap) = stability else {
        return Sentence::from("How sure this is, is being worked out.");
    };
    let again = |begin: &str| {
        Sentence::from(format!(
            "{begin}: repeated on resampled customers, the groups overlap "
        ))
        .share(overlap)
    };
    let as_many = draws.map_or(1.0, Draws::as_many);
    let begin = match (grounds, StabilityGrade::of(overlap)) {
        (Grounds::LeastBad, _) => "No grouping passed every check, so treat this one as a sketch",
        (_, StabilityGrade::Unstable) => "Treat this as a sketch",
        (_, StabilityGrade::Doubtful) => "Treat the borders between groups with caution",
        _ if as_many < LITTLE_DOUBT => "Treat the number of groups with caution",
        (_, StabilityGrade::Stable) => "We are fairly sure of the picture",
        _ if as_many < NO_DOUBT => "We are fairly sure of the picture",
        (_, StabilityGrade::HighlyStable) => "We are sure of the picture",
    };
    match (grounds, draws) {
        (Grounds::Rule, None) => {
            Sentence::from("Repeated on resampled customers, the groups overlap ")
                .share(overlap)
                .text("; whether as many would be chosen again is being worked out.")
        }
        (Grounds::Rule, Some(draws)) => again(begin)
            .text(", and ")
            .count(u64::from(draws.same))
            .text(" of ")
            .count(u64::from(draws.of))
            .text(format!(" draws choose {} groups", number(usize::from(k))))
            .text(match draws.other {
                Some(other) if as_many < LITTLE_DOUBT => {
                    format!(" (most of the others {}).", number(usize::from(other)))
                }
                _ => ".".to_owned(),
            }),
        _ => again(begin).text("."),
    }
}

/// How often other draws of customers choose as many groups; empty where it is not known.
pub(super) fn number_of_groups(draws: Option<&Draws>, k: u8) -> Sentence {
    let Some(draws) = draws else {
        return Sentence::new();
    };
    Sentence::new()
        .count(u64::from(draws.same))
        .text(" of ")
        .count(u64::from(draws.of))
        .text(format!(
            " draws of the customers choose {} groups, too.",
            number(usize::from(k))
        ))
}

/// The typical customer of a segment in words.
pub(super) fn about(basis: &Basis, found: &Found, at: usize) -> Sentence {
    let group = &found.segments[at];
    let figures = &group.figures;
    let mut sentence = match figures.once {
        1.0.. => Sentence::from("Came once"),
        0.9.. => Sentence::from("Nearly all came once"),
        0.5.. => Sentence::from("Mostly came once"),
        _ => rhythm(figures),
    };
    if figures.once < 0.5 {
        sentence = match figures.waits {
            ..1.5 => sentence.text("; keeping to their usual pace"),
            1.5..3.0 => sentence.text("; their next order is overdue"),
            waits => sentence
                .text("; silent for ")
                .times(waits)
                .text(" their usual gap"),
        };
    } else if figures.new >= 0.5 {
        sentence = sentence.text("; new within three months");
    }
    if figures.spend >= 1.5 {
        sentence = sentence
            .text("; spend ")
            .times(figures.spend)
            .text(" what is typical in the shop");
    }
    if figures.revenue >= 0.5 {
        sentence = sentence.text("; most of the revenue");
    }
    match group.trait_of {
        Some((place, _)) => {
            let measure = &basis.measures[place];
            let sentence = sentence.text(format!("; {} ", lower(&measure.label)));
            let sentence = value(sentence, measure.unit, group.profile[place].mean);
            value(
                sentence.text(" against "),
                measure.unit,
                basis.prepared[place].all.mean,
            )
        }
        None => sentence,
    }
}

/// Days between orders: one number where the middle half of the members' own gaps is near it, else where that
/// half lies.
fn rhythm(figures: &Figures) -> Sentence {
    let [low, high] = figures.gaps.map(|gap| gap.round().max(1.0));
    let gap = figures.gap.round().max(1.0);
    let sentence = Sentence::from("Order every ");
    if low == high || (low >= 0.7 * gap && high <= 1.4 * gap) {
        return match gap {
            ..1.5 => Sentence::from("Order nearly every day"),
            _ => sentence.days(gap).text(" or so"),
        };
    }
    sentence.count(low as u64).text(" to ").days(high)
}

/// Of the points: good buyers who stay away, or else who spends how much more.
pub(super) fn scatter(basis: &Basis, found: &Found) -> Sentence {
    let all = |key: &str| {
        basis
            .place(key)
            .map_or(0.0, |place| basis.prepared[place].all.quantiles[MEDIAN])
    };
    let own = |group: &Group, key: &str| {
        basis
            .place(key)
            .map_or(0.0, |place| group.profile[place].quantiles[MEDIAN])
    };
    let cooling = found
        .segments
        .iter()
        .filter(|group| {
            own(group, "recency") > all("recency") && own(group, "monetary") > all("monetary")
        })
        .max_by(|a, b| a.revenue.total_cmp(&b.revenue));
    if let Some(group) = cooling.filter(|group| group.revenue > 0.0) {
        return Sentence::new()
            .counted(group.rows.len() as u64, "customer")
            .text(" worth ")
            .money(group.revenue)
            .text(" typically spend more than most but stay away longer: ")
            .name(&group.name);
    }
    match found.segments.first() {
        Some(first) if all("monetary") > 0.0 => Sentence::new()
            .name(&first.name)
            .text(": typical spend ")
            .times(own(first, "monetary") / all("monetary"))
            .text(" that of the typical customer"),
        _ => Sentence::from("Spend against days since the last order"),
    }
}

/// Of the heat map: the measures in which the first segment is furthest ahead.
pub(super) fn heat(basis: &Basis, found: &Found) -> Sentence {
    let fallback = || Sentence::from("How each segment differs from the typical customer");
    let Some(first) = found.segments.first() else {
        return fallback();
    };
    let ratio = |key: &str| {
        let place = basis.place(key)?;
        let (own, all) = (
            first.profile[place].quantiles[MEDIAN],
            basis.prepared[place].all.quantiles[MEDIAN],
        );
        (all > 0.0 && own / all >= 1.5).then(|| own / all)
    };
    let begin = |name: &str| subject(name).text(" order ");
    match (ratio("frequency"), ratio("products"), ratio("monetary")) {
        (Some(orders), Some(products), _) => begin(&first.name)
            .times(orders)
            .text(" as often as the typical customer and take ")
            .times(products)
            .text(" as many products"),
        (Some(orders), None, Some(spend)) => begin(&first.name)
            .times(orders)
            .text(" as often as the typical customer and spend ")
            .times(spend)
            .text(" as much"),
        (_, _, Some(spend)) => subject(&first.name)
            .text(" spend ")
            .times(spend)
            .text(" as much as the typical customer"),
        _ => fallback(),
    }
}

#[cfg(test)]
mod tests;
