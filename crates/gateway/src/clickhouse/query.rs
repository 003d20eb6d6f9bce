//! From a question to a statement and its parameters.

pub(super) mod statements;

use std::collections::BTreeSet;

use clientele_analysis::assortment::Periods;
use clientele_analysis::days::{Day, Days};
use clientele_analysis::remote::floor;
use clientele_analysis::tables::DAYS_BEFORE;
use clientele_analysis::tables::customers::online_channels;
use clientele_analysis::tables::overview::{buckets, unit};
use clientele_analysis::window::{By, Window};
use clientele_model::catalogue::{Catalogue, Value};
use clientele_model::failure::Failure;
use clientele_model::filters::{Copies, Dimension, Filters, Lens, Level, Returns};
use clientele_model::table::{
    Aggregate, CAMPAIGNS_FILE, DIMENSIONS_TABLE, EXPOSURES_FILE, LEDGER_TABLE,
};

use super::value;
use statements::{
    BASKETS, CAMPAIGNS, CATEGORIES, CHECKSUM_CAMPAIGNS, CHECKSUM_EXPOSURES, CHECKSUM_LINES,
    CHECKSUM_PRODUCTS, CUSTOMER_MONTHS, CUSTOMERS, DIMENSIONS, EXPOSURES, LEDGER, NAMED_PRODUCTS,
    OVERVIEW, PRODUCT, PRODUCTS, RESPONSES, RFM, VALUES,
};

/// A table of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// One that is made under filters.
    Of(Aggregate),
    /// What a catalogue needs.
    Dimensions,
    /// What became of every line.
    Ledger,
    /// Campaigns, of a view that need not be there.
    Campaigns,
    /// Who was in which arm of them.
    Exposures,
}

impl Table {
    /// Every table.
    pub fn all() -> impl Iterator<Item = Self> {
        let whole = [
            Self::Dimensions,
            Self::Ledger,
            Self::Campaigns,
            Self::Exposures,
        ];
        Aggregate::ALL.into_iter().map(Self::Of).chain(whole)
    }

    /// Name in an address: `overview`, `customers`, …
    pub fn name(self) -> &'static str {
        match self {
            Self::Of(table) => table.name(),
            Self::Dimensions => DIMENSIONS_TABLE.name,
            Self::Ledger => LEDGER_TABLE.name,
            Self::Campaigns => CAMPAIGNS_FILE.name,
            Self::Exposures => EXPOSURES_FILE.name,
        }
    }

    /// The table of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|table| table.name() == name)
    }
}

/// Which optional views the owner has beside `clientele_lines`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Views {
    /// `clientele_products`: names need not be counted from the lines.
    pub products: bool,
    /// `clientele_campaigns` and `clientele_exposures`.
    pub campaigns: bool,
}

impl Views {
    /// Whether there is a view that the table is made from.
    pub fn hold(self, table: Table) -> bool {
        match table {
            Table::Campaigns | Table::Exposures | Table::Of(Aggregate::Responses) => self.campaigns,
            Table::Of(_) | Table::Dimensions | Table::Ledger => true,
        }
    }
}

/// A statement and its parameters: all there is to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What comes back.
    pub table: Table,
    /// The statement, one of few constants.
    pub sql: &'static str,
    /// Names and values of its parameters, the values as ClickHouse reads them.
    pub params: Vec<(&'static str, String)>,
}

/// What a table may be asked for beyond the filters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beyond {
    /// Only lines of this product, or the product that the table is about; any when absent.
    pub product: Option<String>,
    /// The campaign that the table is about, and how many days from an exposure on are told; no other table has one.
    pub campaign: Option<(String, u32)>,
}

impl Query {
    /// The query for a table under filters.
    ///
    /// Seed and `k` are not looked at; of how products bought together are looked for, baskets look at support and
    /// level. Customers carry their gross per category when the lens is
    /// behaviour or a selection is made, else an empty list, and products their margin and figures per period when the
    /// lens is behaviour; `only` itself is for whoever reads the
    /// table. The other tables are about the whole data
    /// set, whatever the filters.
    ///
    /// # Errors
    /// As [`Window::new`].
    pub fn new(
        table: Table,
        filters: &Filters,
        catalogue: &Catalogue,
        views: Views,
        beyond: &Beyond,
    ) -> Result<Self, Failure> {
        let window = Window::new(filters, catalogue)?;
        let table = match table {
            Table::Of(of) => of,
            Table::Dimensions => return Ok(Self::dimensions()),
            Table::Ledger => return Ok(Self::ledger()),
            Table::Campaigns => return Ok(Self::whole(table, CAMPAIGNS)),
            Table::Exposures => return Ok(Self::whole(table, EXPOSURES)),
        };
        let statements = match table {
            Aggregate::Customers => CUSTOMERS,
            Aggregate::Rfm => RFM,
            Aggregate::CustomerMonths => CUSTOMER_MONTHS,
            Aggregate::Responses => RESPONSES,
            Aggregate::Overview => OVERVIEW,
            Aggregate::Baskets => match filters.mining.level {
                Level::Product => BASKETS,
                Level::Category => CATEGORIES,
            },
            Aggregate::Products if views.products => NAMED_PRODUCTS,
            Aggregate::Products => PRODUCTS,
            Aggregate::Product => PRODUCT,
            Aggregate::Values => VALUES,
        };
        // Tables of customers and of values keep to the range by themselves.
        let narrowed = !matches!(
            table,
            Aggregate::Customers | Aggregate::Rfm | Aggregate::Values
        ) && (window.spend.low.is_some() || window.spend.high.is_some());
        let once = filters.copies == Copies::Off;
        let sql = statements[usize::from(narrowed)][usize::from(once)];
        let product = value::text(beyond.product.as_deref().unwrap_or_default());
        // The table about one product is narrowed by spend on all of them.
        let only = match table {
            Aggregate::Product => String::new(),
            _ => product.clone(),
        };
        let mut query = Self::over(table, sql, &window, only);
        let names = |values: &[Value]| value::texts(values.iter().map(|value| value.name.as_str()));
        let params = &mut query.params;
        match table {
            Aggregate::Customers => {
                // Gross per category weighs as much as all other columns, and only behaviour is
                // made from it.
                let wanted = filters.lens == Lens::Behaviour || !filters.only.is_empty();
                let categories = if wanted {
                    &catalogue.categories[..]
                } else {
                    &[]
                };
                params.push(("category_names", names(categories)));
                params.push(("online_channels", online(&catalogue.channels)));
            }
            Aggregate::Overview => {
                params.extend(sides(&window));
                params.push(("country_names", names(&catalogue.countries)));
                params.push(("channel_names", names(&catalogue.channels)));
            }
            Aggregate::Products => {
                let (edges, end) = full_periods(window.days);
                let begin = edges.first().copied().unwrap_or(end);
                params.push(("period_begin", value::day(begin)));
                params.push(("period_edges", value::days(edges)));
                params.push(("period_end", value::day(end)));
                let in_full = filters.lens == Lens::Behaviour;
                params.push(("in_full", value::flag(in_full)));
                params.push(("costs", value::flag(in_full && catalogue.has.cost)));
            }
            Aggregate::Product => params.push(("code", product)),
            Aggregate::CustomerMonths => params.push(("costs", value::flag(catalogue.has.cost))),
            Aggregate::Responses => {
                let (campaign, days) = beyond.campaign.clone().unwrap_or_default();
                params.push(("campaign", value::text(&campaign)));
                params.push(("days", days.to_string()));
                params.push(("days_before", DAYS_BEFORE.to_string()));
                params.push(("costs", value::flag(catalogue.has.cost)));
            }
            Aggregate::Baskets => {
                let floor = filters.mining.support.unwrap_or_else(|| floor::sent(None));
                params.push(("support", value::number(floor::as_number(floor))));
                params.push(("costs", value::flag(catalogue.has.cost)));
            }
            Aggregate::Values => {
                params.push(("country_names", names(&catalogue.countries)));
                params.push(("channel_names", names(&catalogue.channels)));
                params.push(("category_names", names(&catalogue.categories)));
                params.push(("tier_names", names(&catalogue.tiers)));
            }
            Aggregate::Rfm => {}
        }
        Ok(query)
    }

    /// The query for [`Table::Dimensions`]: it needs no catalogue, one is made from it.
    pub fn dimensions() -> Self {
        Self::whole(Table::Dimensions, DIMENSIONS)
    }

    /// The query for [`Table::Ledger`].
    pub fn ledger() -> Self {
        Self::whole(Table::Ledger, LEDGER)
    }

    /// Queries that stand for everything in the views: while their answers are the same, every table is.
    pub fn checksums(views: Views) -> Vec<Self> {
        let lines = Self::whole(Table::Ledger, CHECKSUM_LINES);
        let products = views.products.then_some(CHECKSUM_PRODUCTS);
        let campaigns = [CHECKSUM_CAMPAIGNS, CHECKSUM_EXPOSURES];
        let campaigns = campaigns.into_iter().filter(|_| views.campaigns);
        let beside = products.into_iter().chain(campaigns);
        let beside = beside.map(|sql| Self::whole(Table::Ledger, sql));
        std::iter::once(lines).chain(beside).collect()
    }

    /// A query that no filter changes.
    fn whole(table: Table, sql: &'static str) -> Self {
        Self {
            table,
            sql,
            params: vec![],
        }
    }

    /// With the parameters every table of a window has.
    fn over(table: Aggregate, sql: &'static str, window: &Window, product: String) -> Self {
        Self {
            table: Table::Of(table),
            sql,
            params: base(window, product),
        }
    }
}

/// The parameters of a window.
pub(super) fn base(window: &Window, product: String) -> Vec<(&'static str, String)> {
    let texts = |set: &BTreeSet<String>| value::texts(set.iter().map(String::as_str));
    let spend = window.spend;
    let listed = Dimension::LISTED
        .into_iter()
        .filter_map(|of| Some((of.many(), texts(window.listed(of)?))));
    let mut params = vec![
        ("from", value::day(window.days.first)),
        ("to", value::day(window.days.last)),
    ];
    params.extend(listed);
    params.extend([
        ("goods", texts(&window.goods)),
        ("product", product),
        ("returns", value::flag(window.returns == Returns::Netted)),
        (
            "spend_low",
            value::number(spend.low.unwrap_or(f64::NEG_INFINITY)),
        ),
        (
            "spend_high",
            value::number(spend.high.unwrap_or(f64::INFINITY)),
        ),
    ]);
    params
}

/// Days and buckets of both sides.
fn sides(window: &Window) -> [(&'static str, String); 4] {
    let buckets = buckets(window.days, unit(window.days));
    let edges = |by: By| value::days(buckets.iter().map(|days| by.earlier(days.first)));
    // A side that ends before it begins holds no day.
    let (then, then_edges) = match window.before {
        Some(shift) => (shift.days, edges(shift.by)),
        None => (Days { first: 1, last: 0 }, value::days([])),
    };
    [
        ("edges", edges(By::Days(0))),
        ("then_from", value::day(then.first)),
        ("then_to", value::day(then.last)),
        ("then_edges", then_edges),
    ]
}

/// First days of the full calendar months of a window, or of its full weeks where it has fewer than
/// six months, and the day after the last of them.
pub fn full_periods(window: Days) -> (Vec<Day>, Day) {
    let periods = Periods::of(window).days;
    let end = periods.last().map_or(window.first, |days| days.last + 1);
    (periods.iter().map(|days| days.first).collect(), end)
}

/// The channels that are no stores.
pub(super) fn online(channels: &[Value]) -> String {
    let names: Vec<String> = channels.iter().map(|value| value.name.clone()).collect();
    let flags = online_channels(&names);
    value::texts(
        names
            .iter()
            .zip(flags)
            .filter(|(_, online)| *online)
            .map(|(name, _)| name.as_str()),
    )
}

#[cfg(test)]
mod tests;
