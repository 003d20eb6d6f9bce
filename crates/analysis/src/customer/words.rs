//! What is said of one customer.

use clientele_model::Date;
use clientele_model::customer::{ByRule, Figures, Person, Standing};
use clientele_model::words::{Sentence, agreeing};

/// "Customer 12347 spent 4,310.00 in 7 orders: rank 421 of 4,293 customers".
pub fn headline(id: &str, figures: &Figures, standing: &Standing) -> Sentence {
    let words = Sentence::new()
        .name(format!("Customer {id}"))
        .text(" spent ")
        .money(figures.spend)
        .text(" in ")
        .counted(figures.orders, "order");
    match standing.customers {
        ..=1 => words,
        all => words
            .text(": rank ")
            .part_of(standing.rank, all, "customer")
            .text(" by spend"),
    }
}

/// When they ordered first and last.
pub fn context(figures: &Figures, as_of: Date) -> Sentence {
    let words = match figures.orders {
        1 if figures.first_ever == figures.last => {
            Sentence::from("The only order was on ").day(figures.last)
        }
        _ => Sentence::from("First ordered on ")
            .day(figures.first_ever)
            .text(", last on ")
            .day(figures.last),
    };
    match figures.recency {
        0 => words.text("."),
        days => words
            .text(", ")
            .counted(days, "day")
            .text(" before ")
            .day(as_of)
            .text("."),
    }
}

/// Several customers have one e-mail address.
pub fn alike(customers: usize, person: &Person) -> Sentence {
    Sentence::new()
        .counted(customers as u64, "customer")
        .text(" have the e-mail address ")
        .name(person.email.as_str())
        .text("; this is the first of them by number.")
}

/// Where their spend stands; `above` is the share of the others who spent more.
pub fn standing(standing: &Standing, above: f64) -> Sentence {
    let words = match standing.customers {
        ..=1 => return Sentence::from("Nobody else is looked at."),
        _ if above == 0.0 => Sentence::from("Nobody spent more"),
        _ if above <= 0.5 => Sentence::new()
            .share(above)
            .text(" of the others spent more"),
        _ => Sentence::new()
            .share(standing.below)
            .text(" of the others spent less"),
    };
    match standing.share > 0.0 {
        true => words
            .text("; ")
            .share(standing.share)
            .text(" of all customers’ revenue is theirs."),
        false => words.text("."),
    }
}

/// Too few days with an order.
pub fn no_rhythm(days: u32) -> Sentence {
    Sentence::from("Ordered on ")
        .counted(days, "day")
        .text(": too few to say how often this customer orders.")
}

/// How often they order, and when the next order is to be expected.
pub fn rhythm(gap: f64, due: Date, recency: u32, overdue: bool) -> Sentence {
    let words = Sentence::from("About ")
        .days(gap)
        .text(agreeing(gap.round() as u64, " passes", " pass"))
        .text(" from one day with an order to the next");
    match f64::from(recency) > gap.round() {
        _ if overdue => words
            .text("; ")
            .counted(recency, "day")
            .text(" have passed since the last one, so the next is overdue: it was to be expected by ")
            .day(due)
            .text("."),
        true => words.text(", so the next one is due about now."),
        false => words
            .text(", so the next one is to be expected by ")
            .day(due)
            .text("."),
    }
}

/// Their scores, and what the group of these means.
pub fn by_rule(rule: &ByRule, customers: usize) -> Sentence {
    Sentence::from("Recency ")
        .count(rule.recency.into())
        .text(", orders ")
        .count(rule.frequency.into())
        .text(" and spend ")
        .count(rule.monetary.into())
        .text(", each from 1 to 5 among ")
        .counted(customers as u64, "customer")
        .text(". ")
        .name(rule.group.name())
        .text(": ")
        .text(rule.group.meaning())
}

/// Only so many of their orders are listed.
pub fn listed(listed: usize, all: usize) -> Sentence {
    match listed == all {
        true => Sentence::new(),
        false => Sentence::from("The latest ")
            .part_of(listed as u64, all as u64, "entry")
            .text(" are listed; the figures above count them all."),
    }
}

/// The database sends no orders.
pub fn not_listed() -> Sentence {
    Sentence::from(
        "Single orders cannot be shown here, because the database sends totals and not every order; the months above are complete.",
    )
}

/// Segments take longer.
pub fn to_come() -> Sentence {
    Sentence::from("Segments are being made …")
}
