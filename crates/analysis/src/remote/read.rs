//! From Arrow streams of the contract to tables.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Lens, Returns};
use clientele_model::table::columns::CATEGORY_GROSS;
use clientele_model::table::{Aggregate, RFM};

use super::{Asked, Request, products};
use crate::assortment::{Assortment, DaySales};
use crate::columns::{ColumnsMut, Lists};
use crate::pack::read::Source;
use crate::pack::usual;
use crate::tables::customers::CategoryGross;
use crate::tables::overview::{buckets, unit};
use crate::tables::{
    BasketsTable, CustomerMonthsTable, CustomersTable, OverviewTable, ValuesTable,
};
use crate::window::Window;

/// A table that a gateway sent.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Known customers.
    Customers(Arc<CustomersTable>),
    /// Known customers, month by month.
    CustomerMonths(Arc<CustomerMonthsTable>),
    /// Key figures.
    Overview(Arc<OverviewTable>),
    /// Products sold.
    Products(Arc<Assortment>),
    /// The days of one product.
    Product(Arc<Vec<DaySales>>),
    /// What stands together in an order.
    Baskets(Arc<BasketsTable>),
    /// Customers of each value of a filter.
    Values(Arc<ValuesTable>),
    /// One that stays as it came until somebody reads it, and its number of rows: few questions look at it.
    Unread(Arc<Vec<u8>>, usize),
}

impl Answer {
    /// Reads what came for a request.
    ///
    /// # Errors
    /// [`Failure::Refused`] for what is no whole and sound table of the contract, and what
    /// [`Window::new`] says of the filters.
    pub fn read(request: &Request, bytes: &[u8], catalogue: &Catalogue) -> Result<Self, Failure> {
        let window = Window::new(&request.filters, catalogue)?;
        Self::table(request, bytes, &window, catalogue).map_err(|why| refused(request.name(), why))
    }

    fn table(
        request: &Request,
        bytes: &[u8],
        window: &Window,
        catalogue: &Catalogue,
    ) -> Result<Self, Failure> {
        let source = Source::read(request.name(), bytes)?;
        let unread = || Self::Unread(Arc::new(bytes.to_vec()), source.rows());
        let Asked::Of(table) = request.table else {
            return Ok(unread());
        };
        Ok(match table {
            Aggregate::Responses => unread(),
            Aggregate::Customers => {
                Self::Customers(Arc::new(customers(source, window, catalogue)?))
            }
            Aggregate::Rfm => Self::Customers(Arc::new(rfm(source, window)?)),
            Aggregate::CustomerMonths => Self::CustomerMonths(Arc::new(months(source)?)),
            Aggregate::Overview => Self::Overview(Arc::new(overview(source, window)?)),
            Aggregate::Products => {
                let is_in_full = request.filters.lens == Lens::Behaviour;
                let table = products::read(source, window, catalogue, is_in_full)?;
                Self::Products(Arc::new(table))
            }
            Aggregate::Product => Self::Product(Arc::new(products::read_days(source)?)),
            Aggregate::Baskets => {
                let support = request.filters.mining.support;
                Self::Baskets(Arc::new(super::baskets::read(source, support)?))
            }
            Aggregate::Values => Self::Values(Arc::new(values(source)?)),
        })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        match self {
            Self::Customers(table) => table.len(),
            Self::CustomerMonths(table) => table.len(),
            Self::Overview(table) => table.buckets.len() + table.countries.len(),
            Self::Products(assortment) => assortment.table.len(),
            Self::Product(days) => days.len(),
            Self::Baskets(table) => table.item.len() + table.size.len(),
            Self::Values(table) => table.customers.len(),
            Self::Unread(_, rows) => *rows,
        }
    }
}

/// What is said of something that came for a table and is none.
pub(crate) fn refused(what: &str, why: Failure) -> Failure {
    let detail = match why {
        Failure::NotArrow { detail, .. } => detail,
        Failure::MissingColumn { column, .. } => format!("no column “{column}”"),
        other => other.to_string(),
    };
    Failure::Refused {
        sentence: format!(
            "What came for {what} is broken or incomplete ({detail}), so none of it is shown. What is on the page is kept; try again, or tell whoever runs this page."
        ),
    }
}

fn customers(
    mut source: Source,
    window: &Window,
    catalogue: &Catalogue,
) -> Result<CustomersTable, Failure> {
    let mut sent = Lists::default();
    source.fill(ColumnsMut::new(CATEGORY_GROSS, [(&mut sent).into()]))?;
    let all = catalogue.categories.iter().map(|value| value.name.clone());
    let categories: Vec<String> = match sent.values.is_empty() {
        true => Vec::new(),
        false => all.collect(),
    };
    let width = categories.len() as u32;
    if sent
        .starts
        .windows(2)
        .any(|pair| pair[1] - pair[0] != width)
    {
        return Err(source.damaged("its categories are not those of the catalogue"));
    }
    if !sent.values.iter().all(|value| value.is_finite()) {
        return Err(source.damaged("column “category_gross” has gaps"));
    }
    let starts = sent.starts.windows(2);
    let rows = starts.map(|ends| &sent.values[ends[0] as usize..ends[1] as usize]);
    let mut table = CustomersTable {
        as_of: window.as_of,
        returns_netted: window.returns == Returns::Netted,
        categories,
        has_channels: catalogue.has.channel,
        has_discounts: catalogue.has.discount,
        position: positions(&source)?,
        category_gross: CategoryGross::of_rows(rows),
        ..CustomersTable::default()
    };
    source.fill(table.columns_mut())?;
    table.country.drop_empty();
    table.tier.drop_empty();
    in_order(&source, table)
}

/// A table of customers with the columns of [`RFM`]; the others stay empty, but for the first order in the
/// days looked at: one that came before them is taken to have come on the first of them.
fn rfm(mut source: Source, window: &Window) -> Result<CustomersTable, Failure> {
    let mut table = CustomersTable {
        as_of: window.as_of,
        returns_netted: window.returns == Returns::Netted,
        position: positions(&source)?,
        ..CustomersTable::default()
    };
    source.fill(table.columns_mut().only(&RFM))?;
    let first = |&day: &i32| day.max(window.days.first);
    table.first = table.first_ever.iter().map(first).collect();
    in_order(&source, table)
}

fn months(mut source: Source) -> Result<CustomerMonthsTable, Failure> {
    let mut table = CustomerMonthsTable::default();
    source.fill(table.columns_mut())?;
    match table.is_sound() {
        true => Ok(table),
        false => Err(source.damaged("its months are not in order")),
    }
}

fn positions(source: &Source) -> Result<Vec<u32>, Failure> {
    let rows = u32::try_from(source.rows()).map_err(|_| source.damaged("it has too many rows"))?;
    Ok((0..rows).collect())
}

fn in_order(source: &Source, table: CustomersTable) -> Result<CustomersTable, Failure> {
    let ids = &table.customer;
    match (1..table.len()).any(|row| ids.get(row - 1) >= ids.get(row)) {
        true => Err(source.damaged("its customers are not in order")),
        false => Ok(table),
    }
}

fn values(mut source: Source) -> Result<ValuesTable, Failure> {
    let mut table = ValuesTable::default();
    source.fill(table.columns_mut())?;
    match table.names().is_sorted_by(|a, b| a < b) {
        true => Ok(table),
        false => Err(source.damaged("its values are not in order")),
    }
}

fn overview(mut source: Source, window: &Window) -> Result<OverviewTable, Failure> {
    let (unit, last) = (unit(window.days), window.days.dates().1);
    let table = usual::placed(&mut source, unit, last)?;
    match table.buckets == buckets(window.days, unit) {
        true => Ok(table),
        false => Err(source.damaged("its buckets are not those of the period")),
    }
}
