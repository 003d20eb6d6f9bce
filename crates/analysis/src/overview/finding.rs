//! The headline and what stands below it.

use clientele_model::overview::Figures;
use clientele_model::words::Sentence;

use super::{STILL, change};

/// What happened to revenue, and the most telling "although".
pub(super) fn headline(now: &Figures, then: Option<&Figures>) -> Sentence {
    let alone = || {
        Sentence::from("Revenue was ")
            .money(now.revenue)
            .text(" from ")
            .counted(now.orders, "order")
    };
    let Some(then) = then else {
        return alone();
    };
    let Some(moved) = change(now.revenue, then.revenue) else {
        return alone().text(", after ").money(then.revenue).text(" before");
    };
    let head = if moved.abs() < STILL {
        Sentence::from("Revenue held at ").money(now.revenue)
    } else {
        Sentence::from(if moved < 0.0 {
            "Revenue fell "
        } else {
            "Revenue grew "
        })
        .change(moved)
        .text(" to ")
        .money(now.revenue)
    };
    if let Some(known) = known_against(now, then, moved) {
        return head
            .text(", although known customers spent ")
            .change(known)
            .text(more_or_less(known));
    }
    let orders = change(now.orders.into(), then.orders.into()).unwrap_or(0.0);
    let value = change(average(now), average(then)).unwrap_or(0.0);
    // Only what went the same way explains anything; returns can turn the rest around.
    let explains = |by: f64| by * moved > 0.0 && by.abs() >= STILL && moved.abs() >= STILL;
    if explains(orders) && (!explains(value) || orders.abs() >= value.abs()) {
        let word = if orders < 0.0 { " fewer" } else { " more" };
        head.text(", with ")
            .change(orders)
            .text(word)
            .text(" orders")
    } else if explains(value) {
        let word = if value < 0.0 { " lower" } else { " higher" };
        head.text(", with the ")
            .text(average_order(now, Some(then)))
            .text(" ")
            .change(value)
            .text(word)
    } else {
        head
    }
}

/// Where it came from, orders and their average value.
pub(super) fn context(now: &Figures, then: Option<&Figures>) -> Sentence {
    let Some(then) = then else {
        return alone(now);
    };
    let moved = change(now.revenue, then.revenue).unwrap_or(0.0);
    let mut words = Sentence::new();
    if known_against(now, then, moved).is_some() {
        words = words.text(if moved > 0.0 {
            "The growth came from orders without a customer number"
        } else {
            "The loss came from orders without a customer number"
        });
        words = match change(now.anonymous, then.anonymous) {
            Some(by) => words
                .text(if by < 0.0 {
                    " (their revenue down "
                } else {
                    " (their revenue up "
                })
                .change(by)
                .text("). "),
            None => words.text(". "),
        };
    }
    let orders = change(now.orders.into(), then.orders.into()).unwrap_or(0.0);
    let value = change(average(now), average(then)).unwrap_or(0.0);
    words = if orders.abs() < STILL {
        words.text("There were about as many orders as before")
    } else {
        words
            .text("There were ")
            .change(orders)
            .text(if orders < 0.0 { " fewer" } else { " more" })
            .text(" orders")
    };
    let turns = orders * value < 0.0 && orders.abs() >= STILL;
    words = words
        .text(if turns { ", but the " } else { ", and the " })
        .text(average_order(now, Some(then)))
        .text(" ");
    if value.abs() < STILL {
        words.text("stayed at ").money(average(now)).text(".")
    } else {
        words
            .text(if value < 0.0 { "fell " } else { "rose " })
            .change(value)
            .text(" to ")
            .money(average(now))
            .text(".")
    }
}

/// How known customers' spend moved, when that was clearly the other way than all revenue.
fn known_against(now: &Figures, then: &Figures, moved: f64) -> Option<f64> {
    let known = change(now.revenue - now.anonymous, then.revenue - then.anonymous)?;
    (moved.abs() >= STILL && known.abs() >= STILL && known * moved < 0.0).then_some(known)
}

fn alone(now: &Figures) -> Sentence {
    let words = if now.customers == 0 {
        Sentence::from("None of the orders has a customer number; ")
    } else {
        Sentence::new()
            .counted(now.customers, "known customer")
            .text(" bought; ")
    };
    words
        .text("the ")
        .text(average_order(now, None))
        .text(" was ")
        .money(average(now))
        .text(".")
}

/// Sales before returns per order.
fn average(figures: &Figures) -> f64 {
    figures.gross / f64::from(figures.orders.max(1))
}

/// What that is called: where something came back it is not what revenue says per order.
fn average_order(now: &Figures, then: Option<&Figures>) -> &'static str {
    match now.returned > 0.0 || then.is_some_and(|then| then.returned > 0.0) {
        true => "average order before returns",
        false => "average order",
    }
}

fn more_or_less(change: f64) -> &'static str {
    if change < 0.0 { " less" } else { " more" }
}
