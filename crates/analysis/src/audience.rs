//! Who is behind a mark: the side sheet's report, and the same customers as a spreadsheet.

mod behind;
mod csv;
mod study;
#[cfg(test)]
mod tests;

use clientele_model::audience::{AudienceReport, CustomerRow, Typical};
use clientele_model::selection::Only;
use clientele_model::words::Sentence;

use crate::dataset::Dataset;
use crate::order::sort_by;
use crate::rfm::{median, share};
use crate::selection::Heading;
use crate::set::CustomerSet;
use crate::tables::{CustomersTable, products};
use crate::window::Window;

pub use csv::export;
pub use study::Audiences;
pub(crate) use study::named;

/// How many customers are shown.
const PREVIEW: usize = 10;

/// How many products are shown.
const PRODUCTS: usize = 6;

/// Who has not ordered for longer than this is said to have gone quiet.
const QUIET_DAYS: u32 = 90;

/// The report. `everybody` are the customers the filters leave, `these` the ones of the mark, as
/// [`Meaning::find`](crate::selection::Meaning::find) says; without a data set it has no products.
pub fn report(
    heading: Heading,
    of: &Only,
    everybody: &CustomersTable,
    these: &CustomerSet,
    window: &Window,
    dataset: Option<&Dataset>,
) -> AudienceReport {
    let table = everybody.narrowed(these);
    let revenue = table.revenue();
    AudienceReport {
        title: heading.title,
        about: heading.about,
        remarks: Vec::new(),
        colour: heading.colour,
        customers: table.len() as u32,
        share: share(table.len() as f64, everybody.len() as f64),
        behind: None,
        revenue,
        revenue_share: share(revenue, everybody.revenue()),
        typical: typical(&table),
        notice: notice(of, &table),
        products: dataset.map_or_else(Vec::new, |dataset| bought(dataset, window, &table)),
        preview: preview(&table),
        without_products: dataset.is_none(),
    }
}

/// Their typical (median) figures.
pub(crate) fn typical(table: &CustomersTable) -> Typical {
    let column = |value: &dyn Fn(usize) -> f64| median((0..table.len()).map(value));
    Typical {
        recency: column(&|row| f64::from(table.recency(row))),
        frequency: column(&|row| f64::from(table.orders[row])),
        monetary: column(&|row| table.monetary(row)),
        aov: column(&|row| table.aov(row)),
    }
}

/// Rows with the most spend first; ties by customer number.
pub(crate) fn by_spend(table: &CustomersTable) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..table.len()).collect();
    sort_by(&mut rows, |&a, &b| {
        let spend = table.monetary(b).total_cmp(&table.monetary(a));
        spend.then_with(|| table.customer.get(a).cmp(table.customer.get(b)))
    });
    rows
}

fn preview(table: &CustomersTable) -> Vec<CustomerRow> {
    let row = |row: usize| CustomerRow {
        id: table.customer.get(row).to_owned(),
        country: table.country.get(row).to_owned(),
        recency: table.recency(row),
        orders: table.orders[row],
        spend: table.monetary(row),
    };
    by_spend(table).into_iter().take(PREVIEW).map(row).collect()
}

/// Products by the share of these customers' orders that hold them.
fn bought(
    dataset: &Dataset,
    window: &Window,
    table: &CustomersTable,
) -> Vec<(String, String, f64)> {
    let orders: f64 = table.orders.iter().map(|&orders| f64::from(orders)).sum();
    let products = products(dataset, window, Some(&table.set()));
    let mut rows: Vec<usize> = (0..products.len()).collect();
    sort_by(&mut rows, |&a, &b| {
        let most = products.orders[b].cmp(&products.orders[a]);
        most.then_with(|| products.product.get(a).cmp(products.product.get(b)))
    });
    let row = |row: usize| {
        (
            products.product.get(row).to_owned(),
            products.name.get(row).to_owned(),
            share(f64::from(products.orders[row]), orders),
        )
    };
    rows.into_iter().take(PRODUCTS).map(row).collect()
}

/// Those who have gone quiet, when they are some but not all, so that narrowing to them says more.
fn notice(of: &Only, table: &CustomersTable) -> Option<(Sentence, Only)> {
    if matches!(of, Only::Band { feature, .. } if feature == "recency") {
        return None;
    }
    let quiet: Vec<usize> = (0..table.len())
        .filter(|&row| table.recency(row) > QUIET_DAYS)
        .collect();
    let part = share(quiet.len() as f64, table.len() as f64);
    if quiet.len() < 10 || !(0.02..=0.9).contains(&part) {
        return None;
    }
    let spent = quiet.iter().map(|&row| table.monetary(row)).sum();
    let words = Sentence::new()
        .count(quiet.len() as u64)
        .text(" of them have not ordered for over 90 days. They spent ")
        .money(spent)
        .text(" in the period.");
    let only = Only::Band {
        feature: "recency".to_owned(),
        low: Some(f64::from(QUIET_DAYS) + 1.0),
        high: None,
    };
    Some((words, only))
}
