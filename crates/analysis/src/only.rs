//! From a selection to the customers it stands for.
//!
//! A selection is always read among the customers that the filters and the selections before it
//! leave: RFM scores, segments and bands are worked out anew among them.

use clientele_model::Date;
use clientele_model::failure::Failure;
use clientele_model::filters::Dimension;
use clientele_model::only::Only;

use crate::dataset::Dataset;
use crate::days::{Day, Days};
use crate::rfm::Scores;
use crate::set::CustomerSet;
use crate::tables::line_filter::LineFilter;
use crate::tables::{CustomersTable, customers};
use crate::window::Window;

/// What selections need that is worked out elsewhere.
pub trait Lookup {
    /// Customers of the segment with that slug, when segments are made from these customers.
    ///
    /// # Errors
    /// [`Failure::NoSegment`] when there is none of that name, or whatever keeps these customers
    /// from being grouped.
    fn segment(&mut self, slug: &str, among: &CustomersTable) -> Result<CustomerSet, Failure>;

    /// The feature with that key, one value per row; NaN where it is missing.
    ///
    /// # Errors
    /// [`Failure::NoSuchColumn`] when there is no such feature in the data.
    fn feature(&mut self, key: &str, among: &CustomersTable) -> Result<Vec<f64>, Failure>;
}

/// Whether the selection needs the lines, or a customers table is enough.
pub fn needs_lines(only: &Only) -> bool {
    match only {
        Only::Everyone
        | Only::Rfm(_)
        | Only::Cell { .. }
        | Only::Segment(_)
        | Only::Band { .. } => false,
        Only::Ordered(..)
        | Only::New(..)
        | Only::Returning(..)
        | Only::Country(_)
        | Only::Channel(_)
        | Only::Category(_)
        | Only::Product(_)
        | Only::Bought { .. } => true,
    }
}

/// The selections that one is put together from: who bought each item; for most just itself.
pub fn parts(only: &Only) -> Vec<Only> {
    match only {
        Only::Bought { level, all, but } => {
            let items = all.iter().chain([but]).cloned();
            items.map(|id| Only::buyers(*level, id)).collect()
        }
        other => vec![other.clone()],
    }
}

/// The customers of a selection from those of its [`parts`]: in all but the last, and not in that.
pub fn joined(mut parts: Vec<CustomerSet>) -> CustomerSet {
    let but = parts.pop().unwrap_or_default();
    let mut parts = parts.into_iter();
    let mut set = parts.next().unwrap_or_default();
    parts.for_each(|part| set.keep(&part));
    set.remove(&but);
    set
}

/// The customers a window and a chain of selections leave, and, when that is fewer than everybody,
/// the set to narrow other tables to (anonymous orders are then left out as well).
///
/// # Errors
/// [`Failure::Nothing`] when a selection leaves nobody, and what [`select`] says.
pub fn resolve(
    dataset: &Dataset,
    window: &Window,
    chain: &[Only],
    lookup: &mut dyn Lookup,
) -> Result<(CustomersTable, Option<CustomerSet>), Failure> {
    let table = customers(dataset, window, None);
    let by_spend = window.spend.low.is_some() || window.spend.high.is_some();
    if chain.is_empty() && !by_spend {
        return Ok((table, None));
    }
    let table = narrow(table, window, chain, Some(dataset), lookup)?;
    let set = table.set();
    Ok((table, Some(set)))
}

/// Narrows a customers table to a chain of selections, one inside the one before.
///
/// # Errors
/// [`Failure::Nothing`] when a selection leaves nobody, and what [`select`] says.
pub fn narrow(
    mut table: CustomersTable,
    window: &Window,
    chain: &[Only],
    dataset: Option<&Dataset>,
    lookup: &mut dyn Lookup,
) -> Result<CustomersTable, Failure> {
    for only in chain {
        let set = select(only, &table, window, dataset, lookup)?;
        table = table.narrowed(&set);
    }
    if table.is_empty() {
        return Err(Failure::Nothing);
    }
    Ok(table)
}

/// The customers of a selection among those of the table, which may be nobody.
///
/// # Errors
/// [`Failure::NoSuchColumn`] when the data do not have what the selection is about (a data set
/// given as ready-made tables has no lines: see [`needs_lines`]), [`Failure::NoSuchValue`] when
/// they have no such country, channel, category or product, and what `lookup` says.
pub fn select(
    only: &Only,
    table: &CustomersTable,
    window: &Window,
    dataset: Option<&Dataset>,
    lookup: &mut dyn Lookup,
) -> Result<CustomerSet, Failure> {
    let keep = |test: &dyn Fn(usize) -> bool| {
        let rows = (0..table.len()).filter(|&row| test(row));
        rows.map(|row| table.position[row]).collect()
    };
    let lines = || dataset.ok_or_else(|| missing("lines"));
    Ok(match only {
        Only::Everyone => table.set(),
        Only::Rfm(group) => {
            let scores = Scores::of(table);
            keep(&|row| scores.group(row) == *group)
        }
        Only::Cell { recency, frequency } => {
            let scores = Scores::of(table);
            keep(&|row| scores.recency[row] == *recency && scores.frequency[row] == *frequency)
        }
        Only::Segment(slug) => {
            let mut set = lookup.segment(slug, table)?;
            set.keep(&table.set());
            set
        }
        Only::Band { feature, low, high } => {
            let values = lookup.feature(feature, table)?;
            keep(&|row| {
                let value = values.get(row).copied().unwrap_or(f64::NAN);
                !value.is_nan()
                    && low.is_none_or(|low| value >= low)
                    && high.is_none_or(|high| value < high)
            })
        }
        Only::Ordered(from, to) => {
            let days = Days::of((*from, *to));
            buyers(lines()?, window, days, table, &Buys::Anything, &|_| true)
        }
        Only::New(from, to) => {
            let days = Days::of((*from, *to));
            buyers(lines()?, window, days, table, &Buys::Anything, &|begun| {
                days.contains(begun)
            })
        }
        Only::Returning(from, to) => {
            let days = Days::of((*from, *to));
            buyers(lines()?, window, days, table, &Buys::Anything, &|begun| {
                begun < days.first
            })
        }
        Only::Country(name) => {
            let dataset = lines()?;
            let (names, column) = (&dataset.values.countries, &dataset.orders.country);
            let buys = Buys::In(column, place(names, name, column, Dimension::Country)?);
            buyers(dataset, window, window.days, table, &buys, &|_| true)
        }
        Only::Channel(name) => {
            let dataset = lines()?;
            let (names, column) = (&dataset.values.channels, &dataset.orders.channel);
            let buys = Buys::In(column, place(names, name, column, Dimension::Channel)?);
            buyers(dataset, window, window.days, table, &buys, &|_| true)
        }
        Only::Category(name) => {
            let dataset = lines()?;
            let (names, column) = (&dataset.values.categories, &dataset.products.category);
            let buys = Buys::Category(column, place(names, name, column, Dimension::Category)?);
            buyers(dataset, window, window.days, table, &buys, &|_| true)
        }
        Only::Product(id) => {
            let dataset = lines()?;
            let buys = Buys::Product(position(&dataset.products.id, id, Dimension::Product)?);
            buyers(dataset, window, window.days, table, &buys, &|_| true)
        }
        Only::Bought { .. } => {
            let of = parts(only);
            let sets = of
                .iter()
                .map(|of| select(of, table, window, dataset, lookup));
            joined(sets.collect::<Result<_, _>>()?)
        }
    })
}

/// Whole days as a selection names them.
pub fn ordered(days: Days) -> Only {
    let (from, to): (Date, Date) = days.dates();
    Only::Ordered(from, to)
}

/// What an order must hold.
enum Buys<'a> {
    Anything,
    /// The order's value in this column is that one.
    In(&'a [u32], u32),
    /// A product of that category.
    Category(&'a [u32], u32),
    /// That product.
    Product(u32),
}

/// Customers of the table with an order in these days that holds what it must, and whose first
/// order of all passes the test.
fn buyers(
    dataset: &Dataset,
    window: &Window,
    days: Days,
    table: &CustomersTable,
    buys: &Buys<'_>,
    begun: &dyn Fn(Day) -> bool,
) -> CustomerSet {
    let rows = (0..table.len()).filter(|&row| begun(table.first_ever[row]));
    let among: CustomerSet = rows.map(|row| table.position[row]).collect();
    let window = Window {
        days,
        ..window.clone()
    };
    let filter = LineFilter::new(dataset, &window, Some(&among));
    let mut set = CustomerSet::none(dataset.customers.id.len());
    for order in filter.orders.clone() {
        let customer = dataset.orders.customer[order];
        if !filter.customer(customer) || !filter.order(order) || set.contains(customer) {
            continue;
        }
        let mut sales = filter.lines(order).filter(|line| !line.is_return);
        let holds = match buys {
            Buys::Anything => sales.next().is_some(),
            Buys::In(column, place) => column[order] == *place && sales.next().is_some(),
            Buys::Category(column, place) => {
                sales.any(|line| column[line.product as usize] == *place)
            }
            Buys::Product(product) => sales.any(|line| line.product == *product),
        };
        if holds {
            set.insert(customer);
        }
    }
    set
}

/// The position of a name in a dimension that the data may not have.
fn place(names: &[String], name: &str, column: &[u32], of: Dimension) -> Result<u32, Failure> {
    if column.is_empty() {
        return Err(missing(of.one()));
    }
    position(names, name, of)
}

fn position(names: &[String], name: &str, of: Dimension) -> Result<u32, Failure> {
    let at = names.iter().position(|known| known == name);
    at.map(|at| at as u32).ok_or_else(|| Failure::NoSuchValue {
        of,
        values: vec![name.to_owned()],
    })
}

fn missing(column: &str) -> Failure {
    Failure::NoSuchColumn {
        column: column.to_owned(),
    }
}
