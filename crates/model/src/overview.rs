//! The Overview panel's question and report.

use crate::Date;
use serde::{Deserialize, Serialize};

use crate::filters::{Filters, Segmentation};
use crate::lines::Lines;
use crate::link::Declaration;
use crate::question::{Question, Report};
use crate::selection::Only;
use crate::words::Sentence;

/// How is business? `/overview`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview(pub Filters);

impl Question for Overview {
    type Report = OverviewReport;

    fn filters(&self) -> &Filters {
        &self.0
    }
}

pub(crate) const PANEL: Declaration =
    Declaration::new("overview", Some("Overview"), "How is business?", |link| {
        Ok(Overview(link.filters).into())
    });

/// How business is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverviewReport {
    /// First and last day looked at.
    pub period: (Date, Date),
    /// First and last day compared with.
    pub before: Option<(Date, Date)>,
    /// Recency counts up to this day.
    pub as_of: Date,
    /// What one bucket is.
    pub unit: Unit,
    /// The finding.
    pub headline: Sentence,
    /// What stands below it.
    pub context: Sentence,
    /// What to know before reading on: values left out of a filter, how periods are compared.
    pub remarks: Vec<Sentence>,
    /// Key figures over the whole period.
    pub now: Figures,
    /// The same before.
    pub then: Option<Figures>,
    /// One per bucket, in order of time, none missing.
    pub series: Vec<Bucket>,
    /// Title of the revenue chart.
    pub series_title: Sentence,
    /// Title of the chart of new and returning customers.
    pub customers_title: Sentence,
    /// First day of the data: who is new is counted from here.
    pub data_begin: Date,
    /// Findings one can act on.
    pub facts: Vec<Fact>,
    /// Which segmentation the groups are of.
    pub by: Segmentation,
    /// Whether segments are still being found: groups and findings follow in a second report.
    pub finding: bool,
    /// Groups of customers by the segmentation in force, in its order.
    pub groups: Vec<Group>,
    /// Title of the group chart.
    pub groups_title: Sentence,
    /// Known customers and their revenue, which the groups are about.
    pub known: (u32, f64),
    /// Countries (or channels where there is one country), most revenue first, without the
    /// leading one when it has more than 60 %.
    pub places: Vec<Place>,
    /// Every other place with a sale, most revenue first: the leading one, and those after the first ones.
    pub more_places: Vec<Place>,
    /// Title of the chart of places.
    pub places_title: Sentence,
    /// What the chart of places leaves out.
    pub places_note: Sentence,
    /// Whether places are channels.
    pub places_are_channels: bool,
    /// Best sellers.
    pub products: Vec<ProductRow>,
    /// Title of the chart of best sellers.
    pub products_title: Sentence,
    /// How many products were sold.
    pub products_sold: u32,
}

impl Report for OverviewReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.remarks(&self.remarks);
        for fact in &self.facts {
            lines.item(&fact.title);
            lines.below(&fact.detail);
        }
        lines.line(&self.groups_title);
        for group in &self.groups {
            lines.row(group.customers, group.share, &group.name);
        }
        lines.line(&self.places_title);
        lines.line(&self.products_title);
    }
}

/// A group of customers, by either segmentation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Who they are.
    pub of: Only,
    /// Name that is shown.
    pub name: String,
    /// Palette place.
    pub colour: u8,
    /// How many customers.
    pub customers: u32,
    /// Their share of customers.
    pub share: f64,
    /// Their revenue.
    pub revenue: f64,
    /// Its share.
    pub revenue_share: f64,
    /// Median days since the last order, where that is measured.
    pub recency: Option<f64>,
}

/// Length of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// One day: periods up to 31 days.
    Day,
    /// One week from Monday: up to 26 weeks.
    Week,
    /// One month.
    Month,
}

/// Key figures of a period or a bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Revenue; net of returns unless the filters leave returns out.
    pub revenue: f64,
    /// Revenue before returns.
    pub gross: f64,
    /// Value of returns, above zero.
    pub returned: f64,
    /// Discount given, above zero.
    pub discount: f64,
    /// Revenue (as `revenue`) from orders without a customer number.
    pub anonymous: f64,
    /// Orders.
    pub orders: u32,
    /// Known customers with at least one order.
    pub customers: u32,
    /// Of those, the ones whose first order of all lies in here.
    pub new_customers: u32,
}

/// One bucket of time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bucket {
    /// First and last day, cut to the period.
    pub days: (Date, Date),
    /// Whether the period cuts it short.
    pub partial: bool,
    /// The figures.
    pub now: Figures,
    /// The same bucket before.
    pub then: Option<Figures>,
}

/// A finding one can act on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What to do, with a count.
    pub title: Sentence,
    /// Why.
    pub detail: Sentence,
    /// Who it is about; opens the side sheet.
    pub of: Only,
    /// Words of the link.
    pub action: String,
}

/// A country or channel, now and before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Name.
    pub name: String,
    /// Revenue now.
    pub now: f64,
    /// Revenue before.
    pub then: Option<f64>,
    /// Known customers now.
    pub customers: u32,
}

/// A product in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductRow {
    /// Product id.
    pub id: String,
    /// Name, as written most often.
    pub name: String,
    /// Revenue in the period.
    pub revenue: f64,
    /// Its share of all revenue.
    pub share: f64,
    /// Pieces sold less those that came back, as the revenue beside them; sold where returns are left out.
    pub units: f64,
    /// Orders.
    pub orders: u32,
}
