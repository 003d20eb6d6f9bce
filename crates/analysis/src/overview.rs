//! How business is: tables to the Overview panel's report.
//!
//! Every sentence is a claim, and every claim is checked against the numbers before it is made.

mod facts;
mod finding;
mod groups;
mod places;
mod series;
mod study;
#[cfg(test)]
mod tests;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Segmentation, Spend};
use clientele_model::overview::{Bucket, Figures, OverviewReport, ProductRow};
use clientele_model::words::Sentence;

use crate::days::{self, Days};
use crate::rfm::share;
use crate::tables::overview::{Side, Sums};
use crate::tables::{OverviewTable, Tables};
use crate::window::Window;

pub(crate) use study::NOT_COMPARED;
pub use study::Overviews;

/// How many best sellers are listed.
const PRODUCTS: usize = 8;

/// Changes smaller than this are called none.
const STILL: f64 = 0.005;

/// The report, without groups of customers: [`groups`] adds those of the segmentation in force.
///
/// # Errors
/// [`Failure::Nothing`] when the window holds no sale.
pub fn report(
    tables: &Tables,
    window: &Window,
    catalogue: &Catalogue,
) -> Result<OverviewReport, Failure> {
    let table = &tables.overview;
    let now = figures(&table.now.all);
    if now.orders == 0 {
        return Err(Failure::Nothing);
    }
    // Days without a single sale say nothing about growth.
    let compared = table.then.as_ref().filter(|side| side.all.orders > 0);
    let then = compared.map(|side| figures(&side.all));
    let customers = &tables.customers;
    let buckets = buckets(table, compared);
    let places = places::of(table, compared);
    let data_begin = days::from_date(catalogue.first);
    let (products, products_title) = match catalogue.has.whole_orders {
        true => (Vec::new(), NO_PRODUCTS.into()),
        false => {
            let products = products(tables, &now);
            let title = products_title(&products);
            (products, title)
        }
    };
    Ok(OverviewReport {
        period: window.days.dates(),
        before: window
            .before
            .filter(|_| then.is_some())
            .map(|shift| shift.days.dates()),
        as_of: days::to_date(window.as_of),
        unit: table.unit,
        headline: finding::headline(&now, then.as_ref()),
        context: finding::context(&now, then.as_ref()),
        remarks: remarks(window, then.is_some()),
        series_title: series::title(&buckets, table.unit),
        customers_title: series::customers_title(&buckets, table.unit, data_begin),
        data_begin: catalogue.first,
        facts: Vec::new(),
        by: Segmentation::Found,
        finding: true,
        groups: Vec::new(),
        groups_title: Sentence::new(),
        known: (customers.len() as u32, customers.revenue()),
        places_title: places.title,
        places_note: places.note,
        places_are_channels: places.are_channels,
        places: places.shown,
        more_places: places.more,
        products_title,
        products,
        products_sold: tables.products.sold,
        series: buckets,
        now,
        then,
    })
}

/// How the periods are compared, where that is not plain.
fn remarks(window: &Window, compared: bool) -> Vec<Sentence> {
    let words = "Each period counts the customers whose spend in that period lies in the range \
         asked for, so the two are not all the same people.";
    let differs = compared && window.spend != Spend::default();
    differs.then(|| words.into()).into_iter().collect()
}

/// Figures from sums; revenue is net, and returns are zero where they are left out of sight.
fn figures(sums: &Sums) -> Figures {
    Figures {
        revenue: sums.gross - sums.returned,
        gross: sums.gross,
        returned: sums.returned,
        discount: sums.discount,
        anonymous: sums.anonymous_gross - sums.anonymous_returned,
        orders: sums.orders,
        customers: sums.customers,
        new_customers: sums.new_customers,
    }
}

fn buckets(table: &OverviewTable, compared: Option<&Side>) -> Vec<Bucket> {
    let bucket = |(at, (days, sums)): (usize, (&Days, &Sums))| Bucket {
        days: days.dates(),
        partial: is_cut(*days, table.unit),
        now: figures(sums),
        then: compared.map(|side| figures(&side.buckets[at])),
    };
    let all = table.buckets.iter().zip(&table.now.buckets);
    all.enumerate().map(bucket).collect()
}

/// Whether a bucket is shorter than its unit: only the first and last can be.
fn is_cut(days: Days, unit: clientele_model::overview::Unit) -> bool {
    use clientele_model::overview::Unit;
    match unit {
        Unit::Day => false,
        Unit::Week => days.count() < 7,
        Unit::Month => !days::begins_month(days.first) || !days::begins_month(days.last + 1),
    }
}

/// What is said in place of the best sellers, where no file named products.
const NO_PRODUCTS: &str = "Each line is a whole order: no product is named";

fn products(tables: &Tables, now: &Figures) -> Vec<ProductRow> {
    let table = &tables.products;
    let row = |row: usize| ProductRow {
        id: table.product.get(row).to_owned(),
        name: table.name.get(row).to_owned(),
        revenue: table.revenue(row),
        share: share(table.revenue(row), now.revenue),
        units: table.pieces(row),
        orders: table.orders[row],
    };
    (0..table.len().min(PRODUCTS)).map(row).collect()
}

fn products_title(products: &[ProductRow]) -> Sentence {
    let Some(first) = products.first() else {
        return Sentence::new();
    };
    let title = Sentence::new().name(&first.name);
    match products.len() {
        1 => title
            .text(" is the only product that was sold, for ")
            .money(first.revenue),
        _ => title
            .text(" leads with ")
            .money(first.revenue)
            .text(", ")
            .share(first.share)
            .text(" of all revenue"),
    }
}

/// Relative change; nothing where the value before is not above zero.
fn change(now: f64, then: f64) -> Option<f64> {
    (then > 0.0).then(|| now / then - 1.0)
}
