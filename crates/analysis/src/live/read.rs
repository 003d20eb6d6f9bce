//! From Arrow streams of the contract to tables.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Lens, Returns};

use super::{Kind, Request, products};
use crate::dataset::NONE;
use crate::pack::read::Source;
use crate::pack::usual;
use crate::products::{Assortment, DaySales};
use crate::tables::overview::{buckets, unit};
use crate::tables::{BasketsTable, CustomersTable, OverviewTable};
use crate::window::Window;

/// A table that a gateway sent.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Known customers.
    Customers(Arc<CustomersTable>),
    /// Key figures.
    Overview(Arc<OverviewTable>),
    /// Products sold.
    Products(Arc<Assortment>),
    /// The days of one product.
    Product(Arc<Vec<DaySales>>),
    /// What stands together in an order.
    Baskets(Arc<BasketsTable>),
}

impl Answer {
    /// Reads what came for a request.
    ///
    /// # Errors
    /// [`Failure::Refused`] for what is no whole and sound table of the contract, and what
    /// [`Window::new`] says of the filters.
    pub fn read(request: &Request, bytes: &[u8], catalogue: &Catalogue) -> Result<Self, Failure> {
        let window = Window::new(&request.filters, catalogue)?;
        Self::table(request, bytes, &window, catalogue).map_err(|why| {
            let detail = match why {
                Failure::NotArrow { detail, .. } => detail,
                Failure::MissingColumn { column, .. } => format!("no column “{column}”"),
                other => other.to_string(),
            };
            let what = request.name();
            Failure::Refused {
                sentence: format!(
                    "What came for {what} is broken or incomplete ({detail}), so none of it is shown. What is on the page is kept; try again, or tell whoever runs this page."
                ),
            }
        })
    }

    fn table(
        request: &Request,
        bytes: &[u8],
        window: &Window,
        catalogue: &Catalogue,
    ) -> Result<Self, Failure> {
        let source = Source::read(request.name(), bytes)?;
        Ok(match request.kind {
            Kind::Customers => Self::Customers(Arc::new(customers(&source, window, catalogue)?)),
            Kind::Rfm => Self::Customers(Arc::new(rfm(&source, window)?)),
            Kind::Overview => Self::Overview(Arc::new(overview(&source, window)?)),
            Kind::Products => {
                let is_in_full = request.filters.lens == Lens::Behaviour;
                let table = products::read(&source, window, catalogue, is_in_full)?;
                Self::Products(Arc::new(table))
            }
            Kind::Product => Self::Product(Arc::new(products::read_days(&source)?)),
            Kind::Baskets => {
                let support = request.filters.mining.support;
                Self::Baskets(Arc::new(super::baskets::read(&source, support)?))
            }
        })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        match self {
            Self::Customers(table) => table.len(),
            Self::Overview(table) => table.buckets.len() + table.countries.len(),
            Self::Products(assortment) => assortment.table.len(),
            Self::Product(days) => days.len(),
            Self::Baskets(table) => table.item.len() + table.size.len(),
        }
    }
}

fn customers(
    source: &Source,
    window: &Window,
    catalogue: &Catalogue,
) -> Result<CustomersTable, Failure> {
    let (country, countries) = named(source, "country")?;
    let (tier, tiers) = named(source, "tier")?;
    let (category_gross, starts) = source.lists("category_gross")?;
    let all = catalogue.categories.iter().map(|value| value.name.clone());
    let categories: Vec<String> = match category_gross.is_empty() {
        true => Vec::new(),
        false => all.collect(),
    };
    let width = categories.len() as u32;
    if starts.windows(2).any(|pair| pair[1] - pair[0] != width) {
        return Err(source.damaged("its categories are not those of the catalogue"));
    }
    if !category_gross.iter().all(|value| value.is_finite()) {
        return Err(source.damaged("column “category_gross” has gaps"));
    }
    let head = CustomersTable {
        as_of: window.as_of,
        returns_netted: window.returns == Returns::Netted,
        countries,
        tiers,
        categories,
        has_channels: catalogue.has.channel,
        has_discounts: catalogue.has.discount,
        position: positions(source)?,
        country,
        tier,
        category_gross,
        ..CustomersTable::default()
    };
    in_order(source, usual::counted(source, head)?)
}

/// A table of customers with the columns of `model::table::RFM`; the others stay empty.
fn rfm(source: &Source, window: &Window) -> Result<CustomersTable, Failure> {
    let table = CustomersTable {
        as_of: window.as_of,
        returns_netted: window.returns == Returns::Netted,
        position: positions(source)?,
        id: source.texts("customer")?,
        first_ever: source.days("first_ever")?,
        last: source.days("last")?,
        orders: source.numbers("orders")?,
        gross: source.finite("gross")?,
        returned: source.finite("returned")?,
        ..CustomersTable::default()
    };
    in_order(source, table)
}

fn positions(source: &Source) -> Result<Vec<u32>, Failure> {
    let rows = u32::try_from(source.rows()).map_err(|_| source.damaged("it has too many rows"))?;
    Ok((0..rows).collect())
}

fn in_order(source: &Source, table: CustomersTable) -> Result<CustomersTable, Failure> {
    let ids = &table.id;
    match (1..table.len()).any(|row| ids.get(row - 1) >= ids.get(row)) {
        true => Err(source.damaged("its customers are not in order")),
        false => Ok(table),
    }
}

fn overview(source: &Source, window: &Window) -> Result<OverviewTable, Failure> {
    let (unit, last) = (unit(window.days), window.days.dates().1);
    let table = usual::placed(source, unit, last)?;
    match table.buckets == buckets(window.days, unit) {
        true => Ok(table),
        false => Err(source.damaged("its buckets are not those of the period")),
    }
}

/// Positions in a list of names, and the names. A database says with an empty name that there is
/// none.
pub(super) fn named(source: &Source, column: &str) -> Result<(Vec<u32>, Vec<String>), Failure> {
    let (mut positions, mut names) = source.names(column)?;
    let mut places = Vec::with_capacity(names.len());
    let mut kept = 0;
    for name in &names {
        places.push(if name.is_empty() { NONE } else { kept });
        kept += u32::from(!name.is_empty());
    }
    names.retain(|name| !name.is_empty());
    for position in &mut positions {
        *position = places.get(*position as usize).copied().unwrap_or(NONE);
    }
    Ok((positions, names))
}
