//! What to offer: question and report of `/recommend`.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::filters::Filters;
use crate::lines::Lines;
use crate::link::{Declaration, Link, Param, Read, many};
use crate::question::{NotAQuestion, Question, Report};
use crate::selection::Only;
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

/// What should be offered? `/recommend?product=85123A`, `?customer=12347`, `?of=rfm.champions`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recommend {
    /// What is being looked at.
    pub filters: Filters,
    /// For whom or what.
    pub whom: Whom,
}

impl Question for Recommend {
    type Report = RecommendReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.whom = vec![Some(self.whom.clone())];
    }
}

pub(crate) const PANEL: Declaration = Declaration {
    params: WHOM,
    ..Declaration::new("recommend", None, "What should be offered?", |mut link| {
        let whom = match &mut link.whom[..] {
            [whom] => whom.take(),
            _ => None,
        };
        Ok(Recommend {
            filters: link.filters,
            whom: whom.ok_or(NotAQuestion::Whom)?,
        }
        .into())
    })
};

/// Exactly one of them may stand in a link, so each time is kept.
const WHOM: &[Param<Link>] = &[
    many(
        "product",
        "To go with this product, by its code.",
        |link, text| one_more(link, named(text).map(Whom::Product)),
        |link, out| {
            if let Some(Whom::Product(id)) = whom(link) {
                out.value(id);
            }
        },
    ),
    many(
        "customer",
        "For this customer, by their number.",
        |link, text| one_more(link, named(text).map(Whom::Customer)),
        |link, out| {
            if let Some(Whom::Customer(id)) = whom(link) {
                out.value(id);
            }
        },
    ),
    many(
        "of",
        "For the customers behind a mark, such as rfm.champions.",
        |link, text| one_more(link, text.parse().ok().map(Whom::Group)),
        |link, out| {
            if let Some(Whom::Group(only)) = whom(link) {
                out.shown(Some(only));
            }
        },
    ),
];

fn whom(link: &Link) -> Option<&Whom> {
    link.whom.first()?.as_ref()
}

fn named(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn one_more(link: &mut Link, whom: Option<Whom>) -> Read {
    link.whom.push(whom);
    Ok(())
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

impl Report for RecommendReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.remarks(&self.remarks);
        for list in &self.lists {
            lines.line(&list.title);
            for offer in &list.offers {
                lines.item(&offer.name);
                lines.below(&offer.reason);
            }
        }
    }
}

/// Why products stand in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OfferKind {
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
    pub kind: OfferKind,
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
