//! The columns of the rule table: plain words first, exact terms behind a switch.

use clientele_model::baskets::{BasketsReport, Rule};

use super::Format;

/// A column of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// Orders with all of it.
    Orders,
    /// Share of orders with the left side that hold the right one.
    Confidence,
    /// Share of all orders that hold the right side.
    Usual,
    /// How many times more often than chance.
    Lift,
    /// Orders beyond those that chance would give.
    Beyond,
    /// How sure, in words.
    Sure,
    /// See `Measures`.
    Support,
    /// See `Measures`.
    Leverage,
    /// See `Measures`.
    Conviction,
    /// See `Measures`.
    Zhang,
    /// See `Measures`.
    Jaccard,
    /// See `Measures`.
    Certainty,
    /// See `Measures`.
    Kulczynski,
    /// The adjusted chance of so many orders without any link.
    Q,
}

/// In plain words.
pub(super) const PLAIN: [Column; 6] = [
    Column::Orders,
    Column::Confidence,
    Column::Usual,
    Column::Lift,
    Column::Beyond,
    Column::Sure,
];

/// In exact terms.
pub(super) const EXACT: [Column; 10] = [
    Column::Support,
    Column::Confidence,
    Column::Lift,
    Column::Leverage,
    Column::Conviction,
    Column::Zhang,
    Column::Jaccard,
    Column::Certainty,
    Column::Kulczynski,
    Column::Q,
];

impl Column {
    /// Its heading in plain words or as the literature calls it, and what it is.
    pub(super) fn head(self, exact: bool) -> (&'static str, &'static str) {
        match (self, exact) {
            (Self::Orders, _) => ("Orders with both", "Orders with everything the rule names"),
            (Self::Confidence, false) => (
                "Of those orders",
                "Share of orders with the first that hold the second too",
            ),
            (Self::Confidence, true) => ("Confidence", "s(A∪C) / s(A)"),
            (Self::Usual, _) => ("Of all orders", "Share of all orders that hold the second"),
            (Self::Lift, false) => (
                "Vs. chance",
                "How many times as often as chance alone would put them together",
            ),
            (Self::Lift, true) => ("Lift", "confidence / s(C)"),
            (Self::Beyond, _) => (
                "Beyond chance",
                "Orders beyond those that chance alone would give",
            ),
            (Self::Sure, _) => (
                "How sure",
                "How surely it is more than chance, with all rules in mind that were looked at",
            ),
            (Self::Support, _) => (
                "Support",
                "s(A∪C), the share of all orders that hold all of it",
            ),
            (Self::Leverage, _) => ("Leverage", "s(A∪C) − s(A) s(C)"),
            (Self::Conviction, _) => ("Conviction", "(1 − s(C)) / (1 − confidence)"),
            (Self::Zhang, _) => ("Zhang", "Leverage over its largest possible value, −1 to 1"),
            (Self::Jaccard, _) => ("Jaccard", "s(A∪C) / (s(A) + s(C) − s(A∪C))"),
            (Self::Certainty, _) => ("Certainty", "(confidence − s(C)) / (1 − s(C))"),
            (Self::Kulczynski, _) => ("Kulczynski", "Mean of the two confidences"),
            (Self::Q, _) => ("q", "Fisher’s exact test, adjusted by Benjamini–Hochberg"),
        }
    }

    /// What it is sorted by.
    pub(super) fn value(self, r: &BasketsReport, rule: &Rule) -> f64 {
        let m = &rule.measures;
        match self {
            Self::Orders => f64::from(rule.orders),
            Self::Confidence => m.confidence,
            Self::Usual => usual(rule),
            Self::Lift => m.lift,
            Self::Beyond => m.leverage * f64::from(r.counts.orders),
            // The surest first when sorted downwards.
            Self::Sure => -rule.q,
            Self::Q => rule.q,
            Self::Support => m.support,
            Self::Leverage => m.leverage,
            Self::Conviction => m.conviction.unwrap_or(f64::INFINITY),
            Self::Zhang => m.zhang,
            Self::Jaccard => m.jaccard,
            Self::Certainty => m.certainty,
            Self::Kulczynski => m.kulczynski,
        }
    }

    /// As it is read.
    pub(super) fn words(self, r: &BasketsReport, rule: &Rule, fmt: &Format) -> String {
        let v = self.value(r, rule);
        match self {
            Self::Orders | Self::Beyond => fmt.number(v, 0),
            Self::Confidence | Self::Usual => fmt.share(v),
            Self::Lift => fmt.times(v),
            Self::Sure => sure(rule).1.to_owned(),
            Self::Support | Self::Leverage => fmt.number(v, 4),
            Self::Conviction if v.is_infinite() => "∞".to_owned(),
            Self::Conviction => fmt.number(v, 2),
            Self::Q if v < 0.0005 => "< 0.001".to_owned(),
            Self::Q => fmt.number(v, 3),
            Self::Zhang | Self::Jaccard | Self::Certainty | Self::Kulczynski => fmt.number(v, 3),
        }
    }
}

/// Share of all orders that hold the right side.
pub(super) fn usual(rule: &Rule) -> f64 {
    let m = &rule.measures;
    if m.lift > 0.0 {
        m.confidence / m.lift
    } else {
        0.0
    }
}

/// The class and the words of how sure a rule is.
pub(super) fn sure(rule: &Rule) -> (&'static str, &'static str) {
    match rule.q {
        _ if rule.redundant => ("tag", "nothing new"),
        _ if !rule.significant => ("tag warn", "may be chance"),
        q if q < 1e-6 => ("tag good", "very sure"),
        _ => ("tag good", "sure"),
    }
}
