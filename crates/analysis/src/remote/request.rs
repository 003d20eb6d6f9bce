//! A table under filters, as a gateway is asked for it.

use clientele_model::filters::{Filters, Lens, Level, Period, encoded};
use clientele_model::table::{Aggregate, CAMPAIGNS_FILE, EXPOSURES_FILE};

use super::floor;
use crate::days::Days;

/// A table under filters. Equal requests have equal answers as long as the data are the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Which table.
    pub table: Asked,
    /// Under which filters: those that the table does not depend on are at their defaults.
    pub filters: Filters,
    /// Only orders with this product, or the product it is about; any when absent.
    pub product: Option<String>,
    /// The campaign that the table is about, and how many days from an exposure on are told; none of other tables.
    pub campaign: Option<(String, u32)>,
}

/// A table that a gateway can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// One that is made under filters.
    Of(Aggregate),
    /// The campaigns.
    Campaigns,
    /// Who was in which arm of them.
    Exposures,
}

impl Request {
    /// The address below the data set's folder.
    pub fn path(&self) -> String {
        let campaign = self.campaign.as_ref();
        let campaign =
            campaign.map(|(code, days)| format!("campaign={}&days={days}", encoded(code)));
        let filters = Some(self.filters.to_string()).filter(|filters| !filters.is_empty());
        let product = self.product.as_ref();
        let product = product.map(|product| format!("product={}", encoded(product)));
        let query: Vec<String> = [campaign, filters, product].into_iter().flatten().collect();
        let and = if query.is_empty() { "" } else { "?" };
        format!("{}.arrow{and}{}", self.name(), query.join("&"))
    }

    /// Name of the table.
    pub fn name(&self) -> &'static str {
        match self.table {
            Asked::Of(table) => table.name(),
            Asked::Campaigns => CAMPAIGNS_FILE.name,
            Asked::Exposures => EXPOSURES_FILE.name,
        }
    }

    /// A table under those of the filters that it differs by.
    pub(super) fn new(table: Aggregate, filters: &Filters) -> Self {
        Self {
            filters: table.filters(filters),
            ..Self::whole(Asked::Of(table))
        }
    }

    /// A table that no filter changes.
    fn whole(table: Asked) -> Self {
        Self {
            table,
            filters: Filters::default(),
            product: None,
            campaign: None,
        }
    }

    /// The campaigns and who was in which arm of them.
    pub(crate) fn history() -> [Self; 2] {
        [Asked::Campaigns, Asked::Exposures].map(Self::whole)
    }

    /// What the customers of a campaign did, in so many days from the exposure on.
    pub(crate) fn responses(filters: &Filters, campaign: &str, days: u32) -> Self {
        Self {
            campaign: Some((campaign.to_owned(), days)),
            ..Self::new(Aggregate::Responses, filters)
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
