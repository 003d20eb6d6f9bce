//! One customer: question and report of `/customer`.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::filters::Filters;
use crate::groups::RfmGroup;
use crate::lines::Lines;
use crate::link::{Declaration, Link, Param, once};
use crate::question::{NotAQuestion, Question, Report};
use crate::segments::FeatureUnit;
use crate::words::{Piece, Sentence};

/// Who is this customer, and what did they buy? `/customer?who=12347`, `?who=ann@example.com`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    /// What is being looked at.
    pub filters: Filters,
    /// Customer number or e-mail address; small and large letters are the same.
    pub who: String,
}

impl Question for Customer {
    type Report = CustomerReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.customer.clone_from(&self.who);
    }
}

pub(crate) const PANEL: Declaration = Declaration {
    params: &[WHO],
    ..Declaration::new(
        "customer",
        Some("Customer"),
        "Who is this customer?",
        |link| match link.customer.is_empty() {
            true => Err(NotAQuestion::Who),
            false => Ok(Customer {
                filters: link.filters,
                who: link.customer,
            }
            .into()),
        },
    )
};

/// Nobody is looked for where it is empty.
const WHO: Param<Link> = once(
    "who",
    "This customer, by number or e-mail address.",
    |link, text| {
        text.trim().clone_into(&mut link.customer);
        Ok(())
    },
    |link, out| out.value_if(!link.customer.is_empty(), &link.customer),
);

/// One customer, under the filters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerReport {
    /// What they bought, in a sentence.
    pub headline: Sentence,
    /// Where they stand among all.
    pub context: Sentence,
    /// What to know before reading on.
    pub remarks: Vec<Sentence>,
    /// First and last day looked at.
    pub period: (Date, Date),
    /// Recency counts up to this day.
    pub as_of: Date,
    /// Who.
    pub person: Person,
    /// What they bought.
    pub figures: Figures,
    /// Where their spend stands among that of all.
    pub standing: Standing,
    /// How often they order, and whether they are overdue.
    pub rhythm: Rhythm,
    /// Their RFM group.
    pub rfm: ByRule,
    /// Their segment; absent until segments are made, and where there are none.
    pub segment: Option<InSegment>,
    /// Why there is no segment, or that it is still to come; empty where there is one.
    pub no_segment: Sentence,
    /// Every calendar month of the period, in order; empty where they cannot be told.
    pub months: Vec<Month>,
    /// Their orders, the latest first; empty where they cannot be shown.
    pub orders: Vec<Order>,
    /// How many of their orders stand here, or why none does.
    pub orders_note: Sentence,
}

/// Who somebody is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Customer number.
    pub id: String,
    /// E-mail address, or empty.
    pub email: String,
    /// Whether e-mails may be sent, where the data say so.
    pub email_opt_in: Option<bool>,
    /// Country of the latest order, or empty.
    pub country: String,
    /// Tier, or empty.
    pub tier: String,
}

/// What somebody bought, in the days and under the filters looked at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Orders with at least one sale.
    pub orders: u32,
    /// Goods sold, less goods returned unless returns are left out of sight.
    pub spend: f64,
    /// Goods that came back, above zero.
    pub returned: f64,
    /// Goods sold per order.
    pub aov: f64,
    /// Pieces sold.
    pub units: f64,
    /// Distinct products bought.
    pub products: u32,
    /// Discount given, above zero; absent where the data know of none.
    pub discount: Option<f64>,
    /// Day of the first order of all, before the period too.
    pub first_ever: Date,
    /// Day of the first order in the period.
    pub first: Date,
    /// Day of the last order in the period.
    pub last: Date,
    /// Whole days since then.
    pub recency: u32,
}

/// Where a customer's spend stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// One more than the customers who spent more.
    pub rank: u32,
    /// Customers with an order, under the same filters.
    pub customers: u32,
    /// Share of the others who spent less.
    pub below: f64,
    /// Share of all customers' revenue.
    pub share: f64,
    /// In words.
    pub words: Sentence,
}

/// How often a customer orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rhythm {
    /// Mean days from one day with an order to the next; absent with fewer than three such days.
    pub gap: Option<f64>,
    /// Day by which the next order was to be expected.
    pub due: Option<Date>,
    /// Whether it is late: more than a week and half as long again as usual has passed.
    pub overdue: bool,
    /// In words.
    pub words: Sentence,
}

/// The RFM group of a customer, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ByRule {
    /// Which.
    pub group: RfmGroup,
    /// Recency score, 1–5.
    pub recency: u8,
    /// Frequency score, 1–5.
    pub frequency: u8,
    /// Monetary score, 1–5.
    pub monetary: u8,
    /// The reason.
    pub words: Sentence,
}

/// The segment of a customer, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InSegment {
    /// Its name.
    pub name: String,
    /// Its name in links.
    pub slug: String,
    /// Palette place.
    pub colour: u8,
    /// The typical customer of it.
    pub about: Sentence,
    /// Who belongs to it.
    pub rule: Sentence,
    /// What to do with them.
    pub play: Sentence,
    /// This customer beside the typical one of the segment and of all.
    pub beside: Vec<Beside>,
}

/// One measure of a customer beside the typical (median) ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// Plain name: "Days since the last order".
    pub label: String,
    /// What the numbers are.
    pub unit: FeatureUnit,
    /// Of the customer.
    pub own: f64,
    /// Median of the segment.
    pub segment: f64,
    /// Median of all customers.
    pub all: f64,
}

/// What a customer bought in a month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Month {
    /// Its first day.
    pub month: Date,
    /// Orders with at least one sale.
    pub orders: u32,
    /// Goods sold, after discount.
    pub gross: f64,
    /// Goods that came back in it, above zero.
    pub returned: f64,
}

/// An order, or goods that came back by themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Its day.
    pub day: Date,
    /// Country, or empty.
    pub country: String,
    /// Channel, or empty.
    pub channel: String,
    /// Goods sold, after discount; zero where goods only came back.
    pub value: f64,
    /// Goods that came back, above zero.
    pub returned: f64,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Product code.
    pub product: String,
    /// Name; the code where the data have none.
    pub name: String,
    /// Pieces; below zero for what came back.
    pub pieces: f64,
    /// What was paid; below zero for what was paid back.
    pub value: f64,
}

impl Report for CustomerReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.remarks(&self.remarks);
        lines.line(&self.rhythm.words);
        lines.line(&self.rfm.words);
        match &self.segment {
            Some(segment) => {
                lines.line(&format!("Segment: {}", segment.name));
                lines.below(&segment.about);
                lines.below(&segment.play);
            }
            None => lines.line(&self.no_segment),
        }
        lines.line(&self.orders_note);
        for order in &self.orders {
            let [value, back] = [order.value, order.returned].map(Piece::Money);
            let day = Piece::Day(order.day);
            lines.item(&match order.returned > 0.0 {
                true => format!("{day}: {value}, returned {back}"),
                false => format!("{day}: {value}"),
            });
        }
    }
}
