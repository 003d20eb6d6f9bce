//! Which tables a question takes.

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Lens, Period, encoded};
use clientele_model::question::{AnyQuestion, Segments};
use clientele_model::table::Aggregate;

use super::{baskets, buyers, products};
use crate::days::Days;
use crate::latest::EIGHT;
use crate::only::{needs_lines, parts};
use crate::window::Window;

/// A table under filters. Equal requests have equal answers as long as the data are the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Which table.
    pub table: Aggregate,
    /// Under which filters: those that the table does not depend on are at their defaults.
    pub filters: Filters,
    /// Only orders with this product, or the product it is about; any when absent.
    pub product: Option<String>,
}

impl Request {
    /// The address below the data set's folder.
    pub fn path(&self) -> String {
        let mut query = self.filters.to_string();
        if let Some(product) = &self.product {
            let and = if query.is_empty() { "" } else { "&" };
            query = format!("{query}{and}product={}", encoded(product));
        }
        let and = if query.is_empty() { "" } else { "?" };
        format!("{}.arrow{and}{query}", self.name())
    }

    /// Name of the table.
    pub fn name(&self) -> &'static str {
        self.table.name()
    }

    /// A table under those of the filters that it differs by.
    pub(super) fn new(table: Aggregate, filters: &Filters) -> Self {
        Self {
            table,
            filters: table.filters(filters),
            product: None,
        }
    }

    /// A table without what it carries with the lens on behaviour.
    fn narrow(table: Aggregate, filters: &Filters) -> Self {
        let mut request = Self::new(table, filters);
        request.filters.lens = Lens::Value;
        request
    }

    /// The customers of a window, before any selection. Gross per category travels only where
    /// something is made from it.
    pub(crate) fn customers(filters: &Filters, with_categories: bool) -> Self {
        let request = Self::narrow(Aggregate::Customers, filters);
        match with_categories {
            true => request.in_full(),
            false => request,
        }
    }

    /// With what the table carries with the lens on behaviour.
    pub(super) fn in_full(mut self) -> Self {
        self.filters.lens = Lens::Behaviour;
        self
    }

    /// Key figures of a window and of the days compared with.
    pub(crate) fn overview(filters: &Filters) -> Self {
        Self::new(Aggregate::Overview, filters)
    }

    /// Products sold in a window.
    pub(crate) fn products(filters: &Filters) -> Self {
        Self::narrow(Aggregate::Products, filters)
    }

    /// Products sold in other days than the filters say.
    pub(crate) fn products_in(filters: &Filters, days: Days) -> Self {
        let (from, to) = days.dates();
        Self::products(&Filters {
            period: Period::Range {
                from: Some(from),
                to: Some(to),
            },
            ..filters.clone()
        })
    }
}

/// The tables a question takes from a live data set.
///
/// # Errors
/// When the filters cannot be used with this data set, and [`Failure::OnlyTotals`] or
/// [`Failure::NotFromTotals`] for what needs every line or more tables than are kept.
pub fn requests(question: &AnyQuestion, catalogue: &Catalogue) -> Result<Vec<Request>, Failure> {
    let filters = question.filters();
    let mark = match question {
        AnyQuestion::Data(_) => return Ok(Vec::new()),
        AnyQuestion::Overview(_) if !filters.only.is_empty() => return Err(Failure::OnlyTotals),
        AnyQuestion::Overview(_) | AnyQuestion::Segments(_) => None,
        AnyQuestion::Audience(question) => Some(&question.of),
        AnyQuestion::Export(question) => Some(&question.of),
        AnyQuestion::Products(_) | AnyQuestion::Product(_) | AnyQuestion::FindProducts(_) => {
            return products::requests(question, catalogue);
        }
        AnyQuestion::Baskets(_) | AnyQuestion::Recommend(_) => {
            Window::new(filters, catalogue)?;
            return baskets::requests(question, catalogue);
        }
    };
    let window = Window::new(filters, catalogue)?;
    let mut wanted = vec![customers(question)];
    for only in filters.only.iter().chain(mark).filter(|o| needs_lines(o)) {
        let parts = parts(only);
        wanted.extend(parts.iter().filter_map(|of| buyers(of, filters, &window)));
    }
    if matches!(question, AnyQuestion::Overview(_)) {
        wanted.push(Request::overview(filters));
        wanted.push(Request::products(filters));
    }
    wanted.dedup();
    if wanted.len() > EIGHT {
        return Err(Failure::NotFromTotals {
            what: "So many choices at once".to_owned(),
            instead: "Remove one of them.".to_owned(),
        });
    }
    Ok(wanted)
}

/// Only the orders themselves could tell.
pub(super) fn not_from_totals(what: &str, instead: &str) -> Failure {
    Failure::NotFromTotals {
        what: what.to_owned(),
        instead: instead.to_owned(),
    }
}

/// The customers that a question is about, before any selection: the same table for every panel,
/// so that going from one to the next takes none.
pub(crate) fn customers(question: &AnyQuestion) -> Request {
    Request::customers(question.filters(), true)
}

/// A smaller table of the same customers, made in a fraction of the time, that segments can be made
/// from and named by until the whole table is here; none where it would not do.
pub fn preview(question: &AnyQuestion) -> Option<Request> {
    match question {
        AnyQuestion::Segments(Segments(filters)) => {
            let will_do = filters.lens == Lens::Value && filters.only.is_empty();
            will_do.then(|| Request::new(Aggregate::Rfm, filters))
        }
        _ => None,
    }
}
