//! Closed lists of experiments, with their words in links.

use crate::closed::words;

words! {
    /// What an offer takes off: the first part of `offer=percent.15`.
    OfferKind {
        /// Per cent of what the goods cost.
        Percent = "percent",
        /// An amount off an order.
        Amount = "amount",
        /// Delivery, which costs the shop so much for an order.
        Delivery = "delivery",
        /// A product given with an order, which costs the shop so much.
        Bundle = "bundle",
        /// Points worth per cent of what the goods cost.
        Points = "points",
        /// Nothing: a message alone.
        None = "none",
    }
}

words! {
    /// How customers are written to: `via=post`.
    Via {
        /// E-mail.
        Email = "email",
        /// Short message.
        Sms = "sms",
        /// Letter or card.
        Post = "post",
        /// Message of an app.
        App = "app",
        /// Call.
        Call = "call",
    }
}

impl Via {
    /// What a contact costs as a rule, in currency: an input to be changed, not a figure of the data.
    pub fn usual_cost(self) -> f64 {
        match self {
            Self::Email | Self::App => 0.02,
            Self::Sms => 0.08,
            Self::Post => 0.95,
            Self::Call => 4.0,
        }
    }

    /// What one does with customers this way, with a capital letter: "E-mail", "Call".
    pub fn verb(self) -> &'static str {
        match self {
            Self::Email => "E-mail",
            Self::Sms => "Text",
            Self::Post => "Write to",
            Self::App => "Notify",
            Self::Call => "Call",
        }
    }

    /// Whether only those are reached who agreed to get e-mails, where the data say who did.
    pub fn needs_opt_in(self) -> bool {
        matches!(self, Self::Email)
    }
}

words! {
    /// What a test is judged by: `goal=margin`.
    Goal {
        /// Share of customers who bought.
        Bought = "bought",
        /// Goods kept, per customer.
        Revenue = "revenue",
        /// What was earned, per customer.
        Margin = "margin",
        /// Orders per customer.
        Orders = "orders",
    }
}

words! {
    /// What a test comes to.
    Verdict {
        /// The goal is met and no guardrail is in doubt: send it to everybody.
        Ship = "ship",
        /// The goal is missed for certain, or a guardrail is broken.
        RollBack = "roll back",
        /// Something is still in doubt, and more days or customers would settle it.
        KeepRunning = "keep running",
        /// The shop is too small to settle it for everybody: ask a narrower question in a new test.
        Narrower = "repeat, narrower",
        /// The split is off: no effect can be trusted.
        Broken = "broken",
    }
}

words! {
    /// Where a reason of a verdict, or a guardrail, stands.
    Stand {
        /// It holds.
        Holds = "holds",
        /// It may be either way.
        Open = "open",
        /// It does not hold.
        Broken = "broken",
        /// The data do not say.
        Unknown = "not in the file",
    }
}

words! {
    /// What a figure is counted in.
    Measure {
        /// A share; its changes are in points.
        Share = "share",
        /// Currency.
        Money = "money",
        /// A plain number.
        Number = "number",
    }
}
