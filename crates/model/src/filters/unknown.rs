//! Filter values that a data set does not have.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Filters;
use crate::catalogue::Catalogue;
use crate::words::{Sentence, agreeing, short};

/// What a filter or selection lists values of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dimension {
    /// Country of an order.
    Country,
    /// Channel of an order.
    Channel,
    /// Category of a product.
    Category,
    /// Tier of a customer.
    Tier,
    /// Product, by its id.
    Product,
}

impl Dimension {
    /// Those whose values a filter may list.
    pub const LISTED: [Self; 4] = [Self::Country, Self::Channel, Self::Category, Self::Tier];

    /// One of them: "country".
    pub fn one(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Channel => "channel",
            Self::Category => "category",
            Self::Tier => "tier",
            Self::Product => "product",
        }
    }

    /// Several of them: "countries".
    pub fn many(self) -> &'static str {
        match self {
            Self::Country => "countries",
            Self::Channel => "channels",
            Self::Category => "categories",
            Self::Tier => "tiers",
            Self::Product => "products",
        }
    }

    /// Several of them, as a heading: "Countries".
    pub fn heading(self) -> &'static str {
        match self {
            Self::Country => "Countries",
            Self::Channel => "Channels",
            Self::Category => "Categories",
            Self::Tier => "Tiers",
            Self::Product => "Products",
        }
    }
}

/// Values of one filter that do not occur in a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What the filter lists.
    pub of: Dimension,
    /// The values, at least one.
    pub values: Vec<String>,
    /// Whether the filter lists nothing else, so that no sale can match it.
    pub all: bool,
}

impl Filters {
    /// The listed values that do not occur in a data set, one entry per filter that has such.
    pub fn unknown(&self, catalogue: &Catalogue) -> Vec<Unknown> {
        let unknown = |of: Dimension| {
            let (wanted, there) = (self.listed(of)?, catalogue.values(of));
            let occurs = |name: &&String| !there.iter().any(|value| value.name == **name);
            let values: Vec<String> = wanted.iter().filter(occurs).cloned().collect();
            (!values.is_empty()).then_some(Unknown {
                of,
                all: values.len() == wanted.len(),
                values,
            })
        };
        Dimension::LISTED.into_iter().filter_map(unknown).collect()
    }

    /// The values that a filter lists, all when empty; nothing for what no filter lists.
    pub fn listed(&self, of: Dimension) -> Option<&BTreeSet<String>> {
        match of {
            Dimension::Country => Some(&self.countries),
            Dimension::Channel => Some(&self.channels),
            Dimension::Category => Some(&self.categories),
            Dimension::Tier => Some(&self.tiers),
            Dimension::Product => None,
        }
    }

    /// As [`listed`](Self::listed), to be changed.
    pub fn listed_mut(&mut self, of: Dimension) -> Option<&mut BTreeSet<String>> {
        match of {
            Dimension::Country => Some(&mut self.countries),
            Dimension::Channel => Some(&mut self.channels),
            Dimension::Category => Some(&mut self.categories),
            Dimension::Tier => Some(&mut self.tiers),
            Dimension::Product => None,
        }
    }
}

/// What happens to the values when others of the filter remain.
impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let were = agreeing(self.values.len() as u64, "was", "were");
        let are_not = are_not(self.of, &self.values);
        write!(f, "{are_not} and {were} left out of the filter.")
    }
}

impl From<&Unknown> for Sentence {
    fn from(unknown: &Unknown) -> Self {
        unknown.to_string().into()
    }
}

/// How many values are named in a sentence.
const NAMED: usize = 3;

/// "“Atlantis” is not a country of this data set".
pub(crate) fn are_not(of: Dimension, values: &[String]) -> String {
    let quoted = |value: &String| format!("“{}”", short(value));
    let mut named: Vec<String> = values.iter().take(NAMED).map(quoted).collect();
    if values.len() > NAMED {
        named.push(format!("{} more", values.len() - NAMED));
    }
    match &named[..] {
        [one] => format!("{one} is not a {} of this data set", of.one()),
        [first @ .., last] => {
            let first = first.join(", ");
            format!("{first} and {last} are not {} of this data set", of.many())
        }
        [] => String::new(),
    }
}
