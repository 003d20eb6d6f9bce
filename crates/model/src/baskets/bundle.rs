//! A pair worth a campaign, and what it would bring if more orders held both.

use serde::{Deserialize, Serialize};

use crate::words::Sentence;

/// Whoever buys `base` adds `adds`: a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    /// What is in the basket; a position in the items.
    pub base: u32,
    /// What is added; a position in the items.
    pub adds: u32,
    /// Orders with both.
    pub orders: u32,
    /// Orders with the first and not the second: those that could be reached.
    pub open: u32,
    /// Share of orders with `base` that hold `adds` as well.
    pub confidence: f64,
    /// How many times more often than chance.
    pub lift: f64,
    /// Median value of `adds` in an order that holds both: margin where costs are known, else revenue.
    pub worth: f64,
    /// What one more order with both brings in a year: `worth`, for a year at the pace of the days looked
    /// at.
    pub yearly: f64,
    /// Value a year if [`MORE`] more of the orders with `base` held `adds`; see [`Bundle::annual_at`].
    pub annual: f64,
    /// The finding: how often both are bought, today.
    pub words: Sentence,
}

/// How many more orders with both are imagined where nobody says otherwise: a fifth of today's.
pub const MORE: f64 = 0.2;

impl Bundle {
    /// Orders with both on top of today's, if there were so many more of them: a part of today's, as far
    /// as there are orders with `base` alone.
    fn extra(&self, more: f64) -> f64 {
        (f64::from(self.orders) * more).min(f64::from(self.open))
    }

    /// Share of orders with `base` that would then hold `adds`.
    pub fn confidence_at(&self, more: f64) -> f64 {
        let orders = f64::from(self.orders);
        (orders + self.extra(more)) / (orders + f64::from(self.open))
    }

    /// What that would bring in a year on top of today.
    pub fn annual_at(&self, more: f64) -> f64 {
        self.extra(more) * self.yearly
    }

    /// The same as a sentence.
    pub fn promise(&self, more: f64, by_margin: bool) -> Sentence {
        let what = if by_margin { "margin" } else { "revenue" };
        Sentence::from("If it were ")
            .share(self.confidence_at(more))
            .text(" in place of today’s ")
            .share(self.confidence)
            .text(", that would bring about ")
            .money(self.annual_at(more))
            .text(format!(
                " of {what} a year on top, at the pace of these days."
            ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_starts_from_today_and_ends_at_all_orders() {
        let bundle = Bundle {
            base: 0,
            adds: 1,
            orders: 140,
            open: 860,
            confidence: 0.14,
            lift: 5.0,
            worth: 3.0,
            yearly: 6.0,
            annual: 168.0,
            words: Sentence::new(),
        };
        assert_eq!(bundle.annual_at(MORE), bundle.annual);
        assert_eq!(
            bundle.promise(MORE, false).to_string(),
            "If it were 17% in place of today’s 14%, that would bring about 168.00 of revenue a year on top, at the pace of these days."
        );
        // There are no more orders than those with the first one.
        assert_eq!(
            (bundle.annual_at(100.0), bundle.confidence_at(100.0)),
            (5_160.0, 1.0)
        );
        assert_eq!(
            (bundle.annual_at(0.0), bundle.confidence_at(0.0)),
            (0.0, 0.14)
        );
        assert!(
            bundle
                .promise(1.0, true)
                .to_string()
                .contains(" of margin a year")
        );
    }
}
