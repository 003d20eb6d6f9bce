//! What is offered at most, and what must not get worse for it.

use clientele_model::words::Sentence;

use super::{Card, Said, said};
use crate::experiments::outlook::Outlook;

/// Below this share of lines at a discount they buy at list price.
const AT_LIST_PRICE: f64 = 0.1;
/// Steps of a discount.
const STEP: f64 = 0.05;

/// The largest discount that makes sense, in steps of five per cent: no more than half of what an order leaves, and no more
/// than they have been given so far; none where the data say neither.
pub fn most_off(outlook: &Outlook, discount: f64) -> Option<f64> {
    let down = |share: f64| (share / STEP + 1e-9).floor() * STEP;
    let up = |share: f64| (share / STEP - 1e-9).ceil() * STEP;
    let by_cost = outlook
        .order
        .filter(|_| outlook.knows_costs)
        .filter(|(value, _)| *value > 0.0)
        .map(|(value, left)| down((left / value / 2.0).max(0.0)));
    let so_far = (!discount.is_nan()).then(|| match discount < AT_LIST_PRICE {
        true => 0.0,
        false => up(outlook.discount).max(STEP),
    });
    match (by_cost, so_far) {
        (Some(cost), Some(so_far)) => Some(cost.min(so_far)),
        (one, other) => one.or(other),
    }
}

/// The play's offer, and how much off at most.
pub(super) fn offer(card: &Card<'_>) -> Said {
    let (outlook, discount) = (card.outlook, card.own.discount);
    let mut lines = said(std::slice::from_ref(&card.play.offer));
    let most = most_off(outlook, discount);
    let line = match most {
        None => {
            "How much off at most is not known: the data have neither costs nor discounts".into()
        }
        Some(most) if most < STEP => match outlook.order {
            _ if discount < AT_LIST_PRICE => Sentence::from("No discount: ")
                .share(1.0 - discount)
                .text(" of what they buy is at list price"),
            Some((value, left)) => Sentence::from("No discount: an order of ")
                .money(value)
                .text(" leaves only ")
                .money(left),
            None => "No discount".into(),
        },
        Some(most) => {
            let words = Sentence::from("At most ")
                .number(most * 100.0, 0)
                .text("% off");
            match outlook.order.filter(|_| outlook.knows_costs) {
                Some((value, left)) => words
                    .text(": an order of ")
                    .money(value)
                    .text(" then leaves ")
                    .money(left - most * value)
                    .text(" instead of ")
                    .money(left),
                None => words
                    .text(", as they have been given so far; what an order leaves is not known"),
            }
        }
    };
    lines.push(line);
    let mut why = Sentence::from(
        "No more than half of what an order leaves at list price, where costs are known",
    );
    if !discount.is_nan() {
        why = why
            .text(", and no more than they have been given: ")
            .share(outlook.discount)
            .text(" of the value, on ")
            .share(discount)
            .text(" of what they buy");
    }
    (lines, why.text("."))
}

/// Returns, what an order must leave, and when to stop.
pub(super) fn guardrails(card: &Card<'_>) -> Said {
    let outlook = card.outlook;
    let mut lines: Vec<Sentence> = vec!["Stop after two messages without an answer".into()];
    if outlook.returned > 0.0 {
        lines.push(
            Sentence::from("Returns at most 2 points up: they send back ")
                .share(outlook.returned)
                .text(" of the value already"),
        );
    }
    if let Some((value, left)) = outlook.order.filter(|_| outlook.knows_costs) {
        let most = most_off(outlook, card.own.discount).unwrap_or_default();
        let leaves = left - most * value;
        if leaves > 0.0 {
            lines.push(
                Sentence::from("An order leaves at least ")
                    .money(leaves)
                    .text(", ")
                    .share(leaves / (value * (1.0 - most)))
                    .text(" of what is paid"),
            );
        }
    }
    (
        lines,
        "Returns and margins are those of these customers’ orders in the windows looked at.".into(),
    )
}
