//! Which filter looks at which column, and which tables differ by it: said once, for whoever reads
//! filters.
//!
//! A pack's lines are filtered by the column; a gateway's table is asked for under the filters that
//! it differs by, and those alone, so that what is the same is asked for once.

use super::{Aggregate, CUSTOMERS_FILE, LINES_FILE, ORDERS_FILE, PRODUCTS_FILE, Table};
use crate::filters::{Dimension, Filters};

/// One of the filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Days looked at.
    Days,
    /// Days compared with.
    Against,
    /// The day up to which recency is counted.
    AsOf,
    /// Values of a dimension.
    Listed(Dimension),
    /// A range of spend.
    Spend,
    /// Whether returns are taken off.
    Returns,
    /// Service codes that count as goods.
    Goods,
    /// Whether exact copies of a line count.
    Copies,
    /// What else a table carries.
    Lens,
    /// In how many orders items must stand together.
    Support,
    /// Whether items are products or categories.
    Level,
    /// One product: it is part of addresses of tables, not of links.
    Product,
}

/// What a column of a pack tells about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Customers.
    Customer,
    /// Lines of orders.
    Line,
    /// Orders.
    Order,
    /// Products.
    Product,
}

impl Subject {
    /// The file of a pack about it.
    pub const fn file(self) -> Table {
        match self {
            Self::Customer => CUSTOMERS_FILE,
            Self::Line => LINES_FILE,
            Self::Order => ORDERS_FILE,
            Self::Product => PRODUCTS_FILE,
        }
    }
}

/// What one filter needs.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// The filter.
    pub filter: Filter,
    /// What it is about.
    pub of: Subject,
    /// The column of a pack it looks at.
    pub column: &'static str,
    /// The tables that differ by it.
    pub tables: &'static [Aggregate],
}

/// Every filter's need.
pub const NEEDS: [Need; 15] = [
    need(Filter::Days, Subject::Order, "minutes_later", &WITHIN_DAYS),
    need(
        Filter::Against,
        Subject::Order,
        "minutes_later",
        &[Aggregate::Overview],
    ),
    need(
        Filter::AsOf,
        Subject::Order,
        "minutes_later",
        &[Aggregate::Customers, Aggregate::Rfm],
    ),
    need(
        Filter::Listed(Dimension::Country),
        Subject::Order,
        "country",
        &Aggregate::ALL,
    ),
    need(
        Filter::Listed(Dimension::Channel),
        Subject::Order,
        "channel",
        &Aggregate::ALL,
    ),
    need(
        Filter::Listed(Dimension::Category),
        Subject::Product,
        "category",
        &Aggregate::ALL,
    ),
    need(
        Filter::Listed(Dimension::Tier),
        Subject::Customer,
        "tier",
        &Aggregate::ALL,
    ),
    need(Filter::Spend, Subject::Order, "customer", &WITHIN_DAYS),
    need(Filter::Returns, Subject::Line, "flags", &Aggregate::ALL),
    need(Filter::Goods, Subject::Product, "service", &Aggregate::ALL),
    need(Filter::Copies, Subject::Line, "flags", &Aggregate::ALL),
    need(
        Filter::Lens,
        Subject::Product,
        "category",
        &[Aggregate::Customers, Aggregate::Products],
    ),
    need(
        Filter::Support,
        Subject::Line,
        "product",
        &[Aggregate::Baskets],
    ),
    need(
        Filter::Level,
        Subject::Product,
        "category",
        &[Aggregate::Baskets],
    ),
    need(
        Filter::Product,
        Subject::Line,
        "product",
        &[Aggregate::Customers, Aggregate::Product],
    ),
];

/// The tables of the days looked at and of what was spent in them; the days of a campaign are its own.
const WITHIN_DAYS: [Aggregate; 8] = [
    Aggregate::Overview,
    Aggregate::Customers,
    Aggregate::Rfm,
    Aggregate::CustomerMonths,
    Aggregate::Products,
    Aggregate::Product,
    Aggregate::Baskets,
    Aggregate::Values,
];

const fn need(
    filter: Filter,
    of: Subject,
    column: &'static str,
    tables: &'static [Aggregate],
) -> Need {
    Need {
        filter,
        of,
        column,
        tables,
    }
}

impl Filter {
    /// What it needs.
    pub fn need(self) -> Option<&'static Need> {
        NEEDS.iter().find(|need| need.filter == self)
    }

    fn copy(self, from: &Filters, to: &mut Filters) {
        match self {
            Self::Days => to.period = from.period,
            Self::Against => to.against = from.against,
            Self::AsOf => to.as_of = from.as_of,
            Self::Listed(Dimension::Country) => to.countries.clone_from(&from.countries),
            Self::Listed(Dimension::Channel) => to.channels.clone_from(&from.channels),
            Self::Listed(Dimension::Category) => to.categories.clone_from(&from.categories),
            Self::Listed(Dimension::Tier) => to.tiers.clone_from(&from.tiers),
            Self::Spend => to.spend = from.spend,
            Self::Returns => to.returns = from.returns,
            Self::Goods => to.goods.clone_from(&from.goods),
            Self::Copies => to.copies = from.copies,
            Self::Lens => to.lens = from.lens,
            Self::Support => to.mining.support = from.mining.support,
            Self::Level => to.mining.level = from.mining.level,
            // No filter of a link.
            Self::Listed(Dimension::Product) | Self::Product => {}
        }
    }
}

impl Aggregate {
    /// Whether the table differs by a filter.
    pub fn differs_by(self, filter: Filter) -> bool {
        let need = filter.need();
        need.is_some_and(|need| need.tables.contains(&self))
    }

    /// The filters that the table differs by; the others are at their defaults. Equal ones have equal
    /// tables.
    pub fn filters(self, asked: &Filters) -> Filters {
        let mut filters = Filters::default();
        for need in NEEDS.iter().filter(|need| need.tables.contains(&self)) {
            need.filter.copy(asked, &mut filters);
        }
        filters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_look_at_columns_that_packs_have() {
        for need in NEEDS {
            let file = need.of.file();
            let column = file.columns().find(|column| column.name == need.column);
            let column = column.unwrap_or_else(|| panic!("there is no {}", need.column));
            if matches!(need.filter, Filter::Listed(_)) {
                assert!(column.is_optional, "{}", column.name);
            }
        }
    }

    #[test]
    fn a_table_is_asked_for_under_the_filters_it_differs_by() {
        let check = |table: Aggregate, kept: &str| {
            let link = "data=shop&last=90&against=year&asof=2024-01-01&country=France&tier=Gold&spend=1..2&only=rfm.loyal&goods=POST&copies=off&lens=behaviour&k=3&support=40&confidence=0.5&level=category&seed=7";
            let filters = table.filters(&Filters::parse(link).0);
            assert_eq!(filters.to_string(), kept, "{}", table.name());
        };
        let all = "country=France&tier=Gold&spend=1..2&goods=POST&copies=off";
        check(Aggregate::Overview, &format!("last=90&against=year&{all}"));
        let customers = format!("last=90&asof=2024-01-01&{all}");
        check(Aggregate::Customers, &format!("{customers}&lens=behaviour"));
        check(Aggregate::Rfm, &customers);
        check(Aggregate::CustomerMonths, &format!("last=90&{all}"));
        check(
            Aggregate::Responses,
            "country=France&tier=Gold&goods=POST&copies=off",
        );
        check(
            Aggregate::Products,
            &format!("last=90&{all}&lens=behaviour"),
        );
        check(Aggregate::Product, &format!("last=90&{all}"));
        check(
            Aggregate::Baskets,
            &format!("last=90&{all}&support=40&level=category"),
        );
        check(Aggregate::Values, &format!("last=90&{all}"));
    }
}
