//! The eleven RFM groups and their palette places.

use serde::{Deserialize, Serialize};

/// The eleven named RFM groups, best first. Their 125 codes stand in `analysis::rfm`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RfmGroup {
    /// Bought recently, often, and most.
    Champions,
    /// Regular, good spend.
    Loyal,
    /// Recent, with more than one order.
    PotentialLoyalist,
    /// Recent first order, little spend.
    NewCustomers,
    /// Recent, few orders, good spend.
    Promising,
    /// Above average, but cooling.
    NeedAttention,
    /// Below average and cooling.
    AboutToSleep,
    /// Were good, long gone.
    AtRisk,
    /// Were among the best, long gone.
    CannotLoseThem,
    /// Long gone, few orders.
    Hibernating,
    /// Lowest on all three.
    Lost,
}

impl RfmGroup {
    /// All groups, best first.
    pub const ALL: [Self; 11] = [
        Self::Champions,
        Self::Loyal,
        Self::PotentialLoyalist,
        Self::NewCustomers,
        Self::Promising,
        Self::NeedAttention,
        Self::AboutToSleep,
        Self::AtRisk,
        Self::CannotLoseThem,
        Self::Hibernating,
        Self::Lost,
    ];

    /// The name that is shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Champions => "Champions",
            Self::Loyal => "Loyal",
            Self::PotentialLoyalist => "Potential Loyalist",
            Self::NewCustomers => "New Customers",
            Self::Promising => "Promising",
            Self::NeedAttention => "Need Attention",
            Self::AboutToSleep => "About To Sleep",
            Self::AtRisk => "At Risk",
            Self::CannotLoseThem => "Cannot Lose Them",
            Self::Hibernating => "Hibernating",
            Self::Lost => "Lost",
        }
    }

    /// The name in links: lower case, hyphens.
    pub fn slug(self) -> String {
        slug(self.name())
    }

    /// The group with that slug.
    pub fn from_slug(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.slug() == text)
    }

    /// The range of its scores, in a sentence. Scores compare the customers looked at with each other.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Champions => "Scores of 4 or 5 for recency, orders and spend.",
            Self::Loyal => {
                "Scores of 3 or more for recency, orders and spend; one of the last two 4 or 5."
            }
            Self::PotentialLoyalist => {
                "Scores of 3 or more for recency, 2 or more for orders, 1 to 3 for spend."
            }
            Self::NewCustomers => "Scores of 3 or more for recency, 1 or 2 for orders and spend.",
            Self::Promising => "Scores of 3 or more for recency, 1 or 2 for orders.",
            Self::NeedAttention => "Scores of 3 or more for recency and spend, 2 to 4 for orders.",
            Self::AboutToSleep => "Scores of 2 or 3 for recency, 1 to 3 for spend.",
            Self::AtRisk => "Scores of 1 or 2 for recency, 2 or more for orders and spend.",
            Self::CannotLoseThem => "Scores of 1 or 2 for recency, 3 or more for spend.",
            Self::Hibernating => "Scores of 1 to 3 for recency, orders and spend.",
            Self::Lost => "Scores of 1 for recency, 1 or 2 for spend.",
        }
    }

    /// The palette place (`--seg-N`): the same name has the same colour everywhere.
    pub fn colour(self) -> u8 {
        match self {
            Self::Champions => 1,
            Self::Loyal => 2,
            Self::Promising => 3,
            Self::NeedAttention => 4,
            Self::Hibernating => 5,
            Self::PotentialLoyalist => 6,
            Self::NewCustomers => 7,
            Self::CannotLoseThem => 8,
            Self::AboutToSleep => 9,
            Self::AtRisk => 10,
            Self::Lost => 0,
        }
    }
}

/// A name as it stands in links: small letters and digits, single hyphens between. Letters outside
/// ASCII stay as they are.
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || !c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_its_own_slug_and_colour() {
        for (at, group) in RfmGroup::ALL.into_iter().enumerate() {
            assert_eq!(RfmGroup::from_slug(&group.slug()), Some(group));
            for other in &RfmGroup::ALL[at + 1..] {
                assert_ne!(group.colour(), other.colour());
            }
        }
        assert_eq!(slug("  Cannot Lose -- Them! "), "cannot-lose-them");
    }
}
