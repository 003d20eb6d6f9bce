//! Who is behind a mark: questions and reports of the side sheet and of its download.

use serde::{Deserialize, Serialize};

use crate::filters::Filters;
use crate::lines::Lines;
use crate::link::{Declaration, Link, Param, many};
use crate::question::{NotAQuestion, Question, Report};
use crate::selection::Only;
use crate::words::{Piece, Sentence};

/// Who is behind this mark? `/audience?of=rfm.champions`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audience {
    /// What is being looked at.
    pub filters: Filters,
    /// The mark.
    pub of: Only,
}

impl Question for Audience {
    type Report = AudienceReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.of = Some(self.of.clone());
    }
}

pub(crate) const PANEL: Declaration = Declaration {
    params: &[OF],
    ..Declaration::new("audience", None, "Who is behind a mark?", |link| {
        let of = link.of.ok_or(NotAQuestion::Of)?;
        Ok(Audience {
            filters: link.filters,
            of,
        }
        .into())
    })
};

/// The customers behind this mark as a spreadsheet: `/export?of=rfm.champions`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportCsv {
    /// What is being looked at.
    pub filters: Filters,
    /// The mark.
    pub of: Only,
}

impl Question for ExportCsv {
    type Report = Export;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.of = Some(self.of.clone());
    }
}

pub(crate) const EXPORT: Declaration = Declaration {
    params: &[OF],
    ..Declaration::new(
        "export",
        None,
        "The customers behind a mark as a spreadsheet.",
        |link| {
            let of = link.of.ok_or(NotAQuestion::Of)?;
            Ok(ExportCsv {
                filters: link.filters,
                of,
            }
            .into())
        },
    )
};

/// The mark; the last one counts, and one that cannot be read is none.
pub(crate) const OF: Param<Link> = many(
    "of",
    "The mark: a selection of customers, such as rfm.champions.",
    |link, text| {
        link.of = text.parse().ok();
        Ok(())
    },
    |link, out| out.shown(link.of.as_ref()),
);

/// Who is behind a mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudienceReport {
    /// What the mark is called.
    pub title: String,
    /// One sentence about it.
    pub about: Sentence,
    /// What to know before reading on: values left out of a filter.
    pub remarks: Vec<Sentence>,
    /// Palette place when the mark is a segment or group.
    pub colour: Option<u8>,
    /// How many customers.
    pub customers: u32,
    /// Their share of all customers under the filters.
    pub share: f64,
    /// What the mark itself brought in, and what that is called, where its customers bought other things,
    /// too; of customers without a number as well.
    pub behind: Option<(String, f64)>,
    /// Their revenue in the period, whatever they bought.
    pub revenue: f64,
    /// Its share of all customers' revenue.
    pub revenue_share: f64,
    /// Median spend, orders and days since the last order.
    pub typical: Typical,
    /// Something to act on within them.
    pub notice: Option<(Sentence, Only)>,
    /// What they buy: product id, name, share of their orders; most first.
    pub products: Vec<(String, String, f64)>,
    /// The highest spenders, ten at most.
    pub preview: Vec<CustomerRow>,
    /// Whether the engine had to use a ready-made table, so products are left out.
    pub without_products: bool,
}

impl Report for AudienceReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.title);
        lines.line(&self.about);
        lines.remarks(&self.remarks);
        lines.row(self.customers, self.share, &self.title);
        if let Some((name, value)) = &self.behind {
            let words = Sentence::from(format!("{name}: ")).money(*value);
            let words = words.text("; all that its known customers bought: ");
            lines.line(&words.money(self.revenue));
        }
        for (id, name, share) in &self.products {
            lines.item(&format!(
                "{name} ({id}), in {} of their orders",
                Piece::Share(*share)
            ));
        }
    }
}

/// A typical (median) customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Typical {
    /// Days since the last order.
    pub recency: f64,
    /// Orders.
    pub frequency: f64,
    /// Spend.
    pub monetary: f64,
    /// Value of an order.
    pub aov: f64,
}

/// A customer in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// Customer number.
    pub id: String,
    /// Country, or empty.
    pub country: String,
    /// Days since the last order.
    pub recency: u32,
    /// Orders.
    pub orders: u32,
    /// Spend.
    pub spend: f64,
}

/// A file to download.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Proposed name.
    pub name: String,
    /// How many customers.
    pub rows: u32,
    /// CSV, RFC 4180, UTF-8 with a byte-order mark; cells that a spreadsheet could take for a
    /// formula are neutralised.
    pub csv: String,
}

impl Report for Export {
    fn print(&self, lines: &mut Lines) {
        lines.line(&self.csv.trim_start_matches('\u{feff}').trim_end())
    }
}
