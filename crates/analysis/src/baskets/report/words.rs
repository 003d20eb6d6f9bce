//! Sentences of the report about baskets.

use clientele_model::baskets::{Counts, LeftOut, Reason};
use clientele_model::filters::Level;
use clientele_model::words::{Sentence, agreeing};

use super::super::Sizes;
use super::super::measures::lift;
use super::super::rules::Found;
use super::{Basis, Writer};

fn things(level: Level) -> &'static str {
    match level {
        Level::Product => "products",
        Level::Category => "categories",
    }
}

/// Of the fifty rules with most orders beyond chance, the one that is most confident for sure.
const HEADLINES: usize = 50;

/// The most telling rule in words.
pub fn headline(say: &mut Writer<'_>, found: &[Found]) -> Sentence {
    let best = found
        .iter()
        .filter(|rule| rule.when_len() == 1 && rule.is_telling())
        .take(HEADLINES)
        .reduce(|best, rule| if rule.low() > best.low() { rule } else { best });
    let things = things(say.basis.params.level);
    let Some(best) = best else {
        return Sentence::new()
            .text("No two ")
            .text(things)
            .text(" are bought together so often that chance cannot explain it");
    };
    let when = best.when().next().unwrap_or_default();
    let (when, then) = (say.ranked(when), say.ranked(best.then()));
    Sentence::new()
        .share(best.confidence())
        .text(" of orders with ")
        .name(say.items[when as usize].name.clone())
        .text(" also hold ")
        .name(say.items[then as usize].name.clone())
        .text(": ")
        .times(lift(best.counts))
        .text(" as many as chance would give")
}

/// What was looked at.
pub fn context(say: &Writer<'_>, counts: &Counts) -> Sentence {
    let basis = &say.basis;
    if counts.orders < basis.floor {
        return Sentence::from("There ")
            .text(agreeing(counts.orders, "is ", "are "))
            .counted(counts.orders, "order")
            .text(": too few for a pair to stand together in ")
            .counted(basis.floor, "order")
            .text(", which is the least that says something.");
    }
    if counts.pairs == 0 {
        return Sentence::from("No two ")
            .text(things(basis.params.level))
            .text(" stand together in at least ")
            .count(u64::from(basis.floor))
            .text(" of ")
            .counted(counts.orders, "order")
            .text(".");
    }
    Sentence::new()
        .counted(counts.pairs, "pair")
        .text(" of ")
        .text(things(basis.params.level))
        .text(agreeing(counts.pairs, " stands", " stand"))
        .text(" together in at least ")
        .count(u64::from(basis.floor))
        .text(" of ")
        .counted(counts.orders, "order")
        .text(". Of ")
        .counted(counts.reaching, "rule")
        .text(" made of them and of larger sets, ")
        .count(u64::from(counts.telling))
        .text(agreeing(
            counts.telling,
            " says more than a shorter rule and is",
            " say more than a shorter rule and are",
        ))
        .text(" beyond chance, even after allowing for the ")
        .count(counts.looked_at)
        .text(" that were looked at.")
}

/// How the support floor was chosen.
pub fn support_why(basis: &Basis<'_>) -> Sentence {
    let Some(chosen) = basis.support else {
        return Sentence::from("As the link asks.");
    };
    let begin = Sentence::new()
        .text("Chosen from the data: sets in fewer than ")
        .counted(chosen.first, "order")
        .text(" (0.2%, and no fewer than 10 where there are enough orders) may be the doing of one campaign");
    if basis.floor == chosen.first {
        return begin.text(".");
    }
    begin
        .text("; raised to ")
        .count(u64::from(basis.floor))
        .text(", so that there are no more than some 100,000 sets.")
}

/// How the confidence floor was chosen.
pub fn confidence_why(basis: &Basis<'_>) -> Sentence {
    let begin = match basis.params.confidence {
        Some(_) => "As the link asks",
        None => {
            "Chosen from the data: a rule has to do better than offering everybody the best-seller, so it is the share of orders with that; at least 10% and at most 50%"
        }
    };
    let begin = Sentence::from(begin);
    if basis.confidence > basis.first_confidence {
        begin
            .text("; raised from ")
            .share(basis.first_confidence)
            .text(", because more rules reach that than fit into memory.")
    } else if basis.confidence < basis.first_confidence {
        begin
            .text("; lowered from ")
            .share(basis.first_confidence)
            .text(", because no rule that tells anything reaches that.")
    } else {
        begin.text(".")
    }
}

/// A confidence floor that had to be raised from `first` to `used`.
pub fn too_many_rules(most: usize, first: f64, used: f64) -> LeftOut {
    LeftOut {
        reason: Reason::OverBudget,
        count: 0,
        words: Sentence::from("More than ")
            .count(most as u64)
            .text(" rules reach a confidence of ")
            .share(first)
            .text(", which is more than fits into memory; only those that reach ")
            .share(used)
            .text(" were looked at."),
    }
}

/// Why there is no rule, and what would find some.
pub fn why_none(say: &Writer<'_>, counts: &Counts) -> Sentence {
    let basis = &say.basis;
    let things = things(basis.params.level);
    let text = |words: &str| Sentence::new().text(words);
    if counts.items < 2 {
        return text("There is no rule because only one of the ")
            .text(things)
            .text(" was bought. Widen the period, remove a filter, or look at the other level.");
    }
    if counts.with_pairs == 0 {
        return text("There is no rule because no order holds two ")
            .text(things)
            .text("; what customers buy in later orders may still tell something.");
    }
    if counts.pairs == 0 {
        return text("There is no rule because no two of these ")
            .text(things)
            .text(" stand together in ")
            .counted(basis.floor, "order")
            .text(". A lower limit, a longer period or the level of categories would find some.");
    }
    let begin = match (counts.reaching, counts.pairs) {
        (0, 1) => {
            text("There is no rule because of the orders with either of the one pair fewer than ")
                .share(basis.confidence)
                .text(" hold the other, too")
        }
        (0, pairs) => text("There is no rule because in each of the ")
            .counted(pairs, "pair")
            .text(" fewer than ")
            .share(basis.confidence)
            .text(" of the orders with either hold the other, too"),
        (reaching, _) => text("The ")
            .counted(reaching, "rule")
            .text(agreeing(
                reaching,
                " that reaches the floors is explained by",
                " that reach the floors are explained by",
            ))
            .text(" chance or by shorter rules; rules=all in the link shows them"),
    };
    match basis.would_find {
        Some(confidence) => begin
            .text(". A limit of ")
            .share(confidence)
            .text(" would find some."),
        None => begin
            .text(", and a lower limit would find none: the ")
            .text(things)
            .text(
                " are not bought together beyond what chance explains. A longer period, other \
                 filters or the other level may tell more.",
            ),
    }
}

/// Why a database does not tell what is bought next.
pub fn next_why() -> Sentence {
    Sentence::from(
        "What customers buy next needs the orders of each customer, and the database sends totals. Make a pack of the orders with “clientele pack” to see it.",
    )
}

/// Orders that are too large.
pub fn giants(sizes: &Sizes, orders: usize, largest: u32, level: Level) -> LeftOut {
    let count = sizes.above(largest);
    let words = Sentence::new()
        .count(u64::from(count))
        .text(" of ")
        .counted(orders as u64, "basket")
        .text(agreeing(count, " holds more than ", " hold more than "))
        .count(u64::from(largest))
        .text(" ")
        .text(things(level))
        .text(agreeing(
            count,
            "; leaving it out makes",
            "; leaving them out makes",
        ))
        .text(" this about ")
        .times(sizes.faster(largest))
        .text(" as fast. ")
        .text(agreeing(
            count,
            "It counts nowhere on this panel.",
            "They count nowhere on this panel.",
        ));
    LeftOut {
        reason: Reason::Giant,
        count,
        words,
    }
}

/// Lines without a category.
pub fn no_category(count: u32) -> LeftOut {
    LeftOut {
        reason: Reason::NoCategory,
        count,
        words: Sentence::new()
            .counted(count, "line")
            .text(" of products without a category ")
            .text(agreeing(count, "is", "are"))
            .text(" left out."),
    }
}

/// Rules beyond the number a report lists.
pub fn rows(rules: usize, most: usize) -> LeftOut {
    let count = rules - most;
    LeftOut {
        reason: Reason::Rows,
        count: count as u32,
        words: Sentence::new()
            .text("The table lists the ")
            .counted(most as u64, "rule")
            .text(" with most orders beyond chance; ")
            .count(count as u64)
            .text(agreeing(
                count as u64,
                " more stands the test as well.",
                " more stand the test as well.",
            )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raised_floor_is_said() {
        assert_eq!(
            too_many_rules(1_500_000, 0.1, 0.3).words.to_string(),
            "More than 1,500,000 rules reach a confidence of 10%, which is more than fits into memory; only those that reach 30% were looked at."
        );
    }
}
