//! A table under filters, as a gateway is asked for it.

use clientele_model::filters::{Filters, Lens, Level, Period, encoded};
use clientele_model::table::Aggregate;

use super::floor;
use crate::days::Days;

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

    /// The figures that groups by value are made from, of the same customers.
    pub(crate) fn rfm(filters: &Filters) -> Self {
        Self::new(Aggregate::Rfm, filters)
    }

    /// With what the table carries with the lens on behaviour.
    pub(crate) fn in_full(mut self) -> Self {
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

    /// Known customers month by month, in other days than the filters say.
    pub(crate) fn months_in(filters: &Filters, days: Days) -> Self {
        let (from, to) = days.dates();
        let filters = Filters {
            period: Period::Range {
                from: Some(from),
                to: Some(to),
            },
            ..filters.clone()
        };
        Self::new(Aggregate::CustomerMonths, &filters)
    }

    /// The days of one product.
    pub(crate) fn days_of(filters: &Filters, product: &str) -> Self {
        Self {
            product: Some(product.to_owned()),
            ..Self::new(Aggregate::Product, filters)
        }
    }

    /// Customers of each value of a filter, before any selection.
    pub(crate) fn values(filters: &Filters) -> Self {
        Self::new(Aggregate::Values, filters)
    }

    /// The sets of items that stand together in an order, from a little below the floor.
    pub(crate) fn baskets(filters: &Filters, level: Level) -> Self {
        let mut request = Self::new(Aggregate::Baskets, filters);
        request.filters.mining.support = Some(floor::sent(filters.mining.support));
        request.filters.mining.level = level;
        request
    }
}
