//! Sentences of the Segments panel. A claim that the data may break is checked before it is made.

use clientele_model::filters::Lens;
use clientele_model::words::Sentence;

use super::found::{Found, Group};
use super::ground::Ground;
use super::rules::{lower, value};
use crate::cluster::{Grounds, StabilityGrade};

/// Median within a profile.
const MEDIAN: usize = 2;

/// Days after which an order was long ago.
const AWAY_DAYS: f64 = 90.0;
/// Usual gaps between orders after which a customer cools off.
const COOLING_GAPS: f64 = 0.75;

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
pub(super) fn headline(ground: &Ground, found: &Found) -> Sentence {
    let customers = ground.table.len() as f64;
    let revenue = ground.table.revenue();
    let Some(first) = found.segments.first().filter(|_| revenue > 0.0) else {
        return Sentence::from("Nothing was earned from these customers");
    };
    let name = &first.name;
    let are = if name.ends_with('s') {
        " are "
    } else {
        " customers are "
    };
    Sentence::new()
        .name(name)
        .text(are)
        .share(first.rows.len() as f64 / customers)
        .text(" of customers and bring ")
        .share(first.revenue / revenue)
        .text(" of revenue")
}

/// How many groups, by what.
pub(super) fn context(ground: &Ground, found: &Found) -> Sentence {
    let by = match ground.lens {
        Lens::Value => " groups by how recently, how often and how much they bought.",
        Lens::Behaviour => {
            " groups by how recently, how often and how much they bought, and by what and how."
        }
    };
    Sentence::new()
        .count(ground.table.len() as u64)
        .text(format!(
            " customers fall into {}{by}",
            number(found.segments.len())
        ))
}

/// How sure we are.
pub(super) fn sureness(stability: Option<f64>, grounds: Grounds) -> Sentence {
    let Some(overlap) = stability else {
        return Sentence::from("How sure this is, is being worked out.");
    };
    let begin = if grounds == Grounds::LeastBad {
        "No grouping passed every check, so take this one as a sketch"
    } else {
        match StabilityGrade::of(overlap) {
            StabilityGrade::HighlyStable => "We are sure of the picture",
            StabilityGrade::Stable => "We are fairly sure of the picture",
            StabilityGrade::Doubtful => "Take the borders between groups with care",
            StabilityGrade::Unstable => "Take this as a sketch",
        }
    };
    Sentence::new()
        .text(format!(
            "{begin}: repeated on resampled customers, the groups overlap "
        ))
        .share(overlap)
        .text(".")
}

/// The typical customer of a segment in words.
pub(super) fn about(ground: &Ground, found: &Found, at: usize) -> Sentence {
    let group = &found.segments[at];
    let median = |key: &str| {
        ground
            .place(key)
            .map_or(0.0, |p| group.profile[p].quantiles[MEDIAN])
    };
    let orders = median("frequency");
    let days = median("recency");
    let away = group.place[0] < 0.30 && days > AWAY_DAYS;
    let cooling =
        !away && group.place[0] < 0.55 && orders > 2.0 && days > COOLING_GAPS * median("gap");
    let mut words = if orders <= 1.0 {
        "Mostly one order".to_owned()
    } else if orders <= 2.0 {
        "Mostly one or two orders".to_owned()
    } else {
        let rhythm = rhythm(median("gap"));
        if away || cooling {
            format!("Used to order {rhythm}")
        } else {
            format!("Order {rhythm}")
        }
    };
    if away {
        words += ", long ago";
    } else if cooling {
        words += ", now cooling off";
    } else if orders <= 2.0 && group.place[0] > 0.6 {
        words += ", recently";
    }
    let spend = |group: &Group| {
        ground
            .place("monetary")
            .map_or(0.0, |p| group.profile[p].quantiles[MEDIAN])
    };
    let all: Vec<f64> = found.segments.iter().map(spend).collect();
    let own = spend(group);
    if all.iter().all(|&other| other <= own) {
        words += "; spend most";
    } else if all.iter().all(|&other| other >= own) {
        words += "; spend least";
    } else if group.place[2] > 0.66 {
        words += "; spend well";
    }
    let sentence = Sentence::from(words);
    match group.trait_of {
        Some((place, _)) => {
            let measure = &ground.measures[place];
            let sentence = sentence.text(format!("; {} ", lower(&measure.label)));
            let sentence = value(sentence, measure.unit, group.profile[place].mean);
            value(
                sentence.text(" against "),
                measure.unit,
                ground.prepared[place].all.mean,
            )
        }
        None => sentence,
    }
}

/// Days between orders in words.
fn rhythm(gap: f64) -> &'static str {
    match gap {
        ..=0.0 => "now and then",
        ..10.0 => "about weekly",
        ..21.0 => "every other week",
        ..45.0 => "about monthly",
        ..75.0 => "about every two months",
        ..120.0 => "about every quarter",
        _ => "a few times a year",
    }
}

/// Of the points: good buyers who stay away, or else who spends how much more.
pub(super) fn scatter(ground: &Ground, found: &Found) -> Sentence {
    let all = |key: &str| {
        ground
            .place(key)
            .map_or(0.0, |place| ground.prepared[place].all.quantiles[MEDIAN])
    };
    let own = |group: &Group, key: &str| {
        ground
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
            .count(group.rows.len() as u64)
            .text(" customers worth ")
            .money(group.revenue)
            .text(" spend more than most but stay away longer: ")
            .name(&group.name);
    }
    match found.segments.first() {
        Some(first) if all("monetary") > 0.0 => Sentence::new()
            .name(&first.name)
            .text(": typical spend ")
            .times(own(first, "monetary") / all("monetary"))
            .text(" that of the whole shop"),
        _ => Sentence::from("Spend against days since the last order"),
    }
}

/// Of the heat map: the measures in which the first segment is furthest ahead.
pub(super) fn heat(ground: &Ground, found: &Found) -> Sentence {
    let fallback = || Sentence::from("How each segment differs from the typical customer");
    let Some(first) = found.segments.first() else {
        return fallback();
    };
    let ratio = |key: &str| {
        let place = ground.place(key)?;
        let (own, all) = (
            first.profile[place].quantiles[MEDIAN],
            ground.prepared[place].all.quantiles[MEDIAN],
        );
        (all > 0.0 && own / all >= 1.5).then(|| own / all)
    };
    let begin = |name: &str| {
        let who = if name.ends_with('s') {
            ""
        } else {
            " customers"
        };
        Sentence::new().name(name).text(format!("{who} order "))
    };
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
        (_, _, Some(spend)) => {
            let name = &first.name;
            let who = if name.ends_with('s') {
                ""
            } else {
                " customers"
            };
            Sentence::new()
                .name(name)
                .text(format!("{who} spend "))
                .times(spend)
                .text(" as much as the typical customer")
        }
        _ => fallback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sureness_says_no_more_than_is_known() {
        let check = |stability, grounds, expected: &str| {
            assert_eq!(sureness(stability, grounds).to_string(), expected);
        };
        check(
            Some(0.88),
            Grounds::Rule,
            "We are sure of the picture: repeated on resampled customers, the groups overlap 88%.",
        );
        check(
            Some(0.7),
            Grounds::Asked,
            "Take the borders between groups with care: repeated on resampled customers, the \
             groups overlap 70%.",
        );
        check(
            Some(0.9),
            Grounds::LeastBad,
            "No grouping passed every check, so take this one as a sketch: repeated on resampled \
             customers, the groups overlap 90%.",
        );
        check(
            None,
            Grounds::Rule,
            "How sure this is, is being worked out.",
        );
    }
}
