//! What to offer: the report of `/recommend`.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::only::Only;
use crate::words::Sentence;

/// For whom or what something is to be recommended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Whom {
    /// To go with a product: `product=85123A`.
    Product(String),
    /// For a customer: `customer=12347`.
    Customer(String),
    /// For the customers behind a mark: `of=rfm.champions`.
    Group(Only),
}

impl Whom {
    /// Name and text of its part of a link.
    pub(crate) fn pair(&self) -> (&'static str, String) {
        match self {
            Self::Product(id) => ("product", id.clone()),
            Self::Customer(id) => ("customer", id.clone()),
            Self::Group(only) => ("of", only.to_string()),
        }
    }

    /// Reads its part of a link.
    pub(crate) fn read(key: &str, value: &str) -> Option<Self> {
        match key {
            _ if value.is_empty() => None,
            "product" => Some(Self::Product(value.to_owned())),
            "customer" => Some(Self::Customer(value.to_owned())),
            "of" => value.parse().ok().map(Self::Group),
            _ => None,
        }
    }
}

/// What to offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecommendReport {
    /// The first recommendation, as a sentence.
    pub headline: Sentence,
    /// What the recommendations were made from.
    pub context: Sentence,
    /// What else is to be said beside the numbers.
    pub remarks: Vec<Sentence>,
    /// First and last day looked at.
    pub period: (Date, Date),
    /// For whom or what.
    pub whom: Whom,
    /// Lists of products, the most useful one first; lists without a product are left out.
    pub lists: Vec<Offers>,
}

/// Why products stand in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Bought in the same order.
    With,
    /// Bought instead.
    Instead,
    /// Bought in a later order.
    Next,
    /// Bought more by these customers than by the average one.
    Group,
    /// Bought by customers who bought the same products.
    Similar,
    /// Bought by most customers.
    Popular,
}

/// Products recommended for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offers {
    /// Why.
    pub kind: Kind,
    /// The list's title.
    pub title: String,
    /// Best first.
    pub offers: Vec<Offer>,
}

/// A recommended product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// Product code.
    pub id: String,
    /// Name; the code where the data have none.
    pub name: String,
    /// Orders or customers that it rests on.
    pub support: u32,
    /// Share of them among those it could have been.
    pub share: f64,
    /// How many times as much as without the reason; 1 when the reason is popularity.
    pub lift: f64,
    /// What the list is sorted by.
    pub score: f64,
    /// Why, as a sentence.
    pub reason: Sentence,
}

/// How good recommendations for customers are, with each customer's last order left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Customers whose last order holds a product they had not bought before.
    pub customers: u32,
    /// Share of them with at least one such product among ten recommended.
    pub hit_rate: f64,
    /// The same when the ten most popular products are recommended.
    pub popular_hit_rate: f64,
    /// Share of all products bought that were recommended to somebody.
    pub coverage: f64,
    /// The same when the ten most popular products are recommended.
    pub popular_coverage: f64,
}
