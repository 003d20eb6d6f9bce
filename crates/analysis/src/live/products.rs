//! Products: which tables they take, and from Arrow to those.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Returns};
use clientele_model::only::Only;
use clientele_model::products::{Measure, Options};
use clientele_model::question::AnyQuestion;
use clientele_model::table::Aggregate;

use super::request::not_from_totals;
use super::{Request, buyers, customers};
use crate::days::Day;
use crate::pack::read::Source;
use crate::products::{Assortment, DaySales, Detail, Periods, past};
use crate::tables::ProductsTable;
use crate::tables::products::{ProductCourses, ProductDays};
use crate::window::Window;

/// Products sold in a window, each with its course.
pub(crate) fn now(filters: &Filters) -> Request {
    Request::products(filters).in_full()
}

/// Products sold in earlier days; their margin is asked for only where they are ranked by it.
pub(crate) fn then(filters: &Filters, window: &Window, options: &Options) -> Request {
    let request = Request::products_in(filters, window.days);
    match options.by {
        Measure::Margin => request.in_full(),
        Measure::Revenue | Measure::Units => request,
    }
}

/// The days of one product.
pub(crate) fn days(filters: &Filters, product: &str) -> Request {
    Request {
        product: Some(product.to_owned()),
        ..Request::new(Aggregate::Product, filters)
    }
}

/// The tables of a question about products.
///
/// # Errors
/// [`Failure::NotFromTotals`] for the products of chosen customers, and as [`Window::new`].
pub(super) fn requests(
    question: &AnyQuestion,
    catalogue: &Catalogue,
) -> Result<Vec<Request>, Failure> {
    let filters = question.filters();
    if !filters.only.is_empty() {
        let what = "The products of chosen customers";
        let instead = "Open Segments, or remove this choice.";
        return Err(not_from_totals(what, instead));
    }
    let window = Window::new(filters, catalogue)?;
    let mut wanted = vec![now(filters)];
    match question {
        AnyQuestion::Products(question) => {
            let earlier = window.earlier_within(catalogue);
            wanted.extend(earlier.map(|window| then(filters, &window, &question.options)));
        }
        AnyQuestion::Product(asked) => {
            let earlier = past(&window, filters.against, catalogue);
            wanted.extend(
                earlier
                    .iter()
                    .map(|past| then(filters, past, &asked.options)),
            );
            wanted.push(days(filters, &asked.id));
            wanted.push(customers(question));
            wanted.extend(buyers(&Only::Product(asked.id.clone()), filters, &window));
        }
        _ => {}
    }
    Ok(wanted)
}

/// Sums and steadiness, and the course where that was asked for.
pub(super) fn read(
    mut source: Source,
    window: &Window,
    catalogue: &Catalogue,
    is_in_full: bool,
) -> Result<Assortment, Failure> {
    let mut table = ProductsTable {
        sold: u32::try_from(source.rows()).unwrap_or(u32::MAX),
        returns_netted: window.returns == Returns::Netted,
        ..ProductsTable::default()
    };
    source.fill(table.columns_mut())?;
    source.fill(table.steady.columns_mut())?;
    table.category.drop_empty();
    let periods = Periods::of(window.days);
    let detail = match is_in_full {
        true => Some(course(source, periods.len(), catalogue)?),
        false => None,
    };
    Ok(Assortment {
        table: Arc::new(table),
        detail,
        periods,
    })
}

fn course(mut source: Source, width: usize, catalogue: &Catalogue) -> Result<Detail, Failure> {
    let mut sent = ProductCourses::default();
    source.fill(sent.columns_mut())?;
    for lists in [&sent.pieces, &sent.sales] {
        let mut ends = lists.starts.windows(2);
        let is_whole = ends.all(|ends| (ends[1] - ends[0]) as usize == width);
        if !is_whole || !lists.values.iter().all(|value| value.is_finite()) {
            return Err(source.damaged("its periods are not those of the window"));
        }
    }
    let pieces = sent.pieces.values.into_iter();
    Ok(Detail {
        first: sent.first,
        last: sent.last,
        pieces: pieces.map(|sold| sold as u32).collect(),
        sales: sent.sales.values,
        margin: match catalogue.has.cost {
            true => sent.margin,
            false => Vec::new(),
        },
    })
}

/// The days of one product.
pub(super) fn read_days(mut source: Source) -> Result<Vec<DaySales>, Failure> {
    let mut sent = ProductDays::default();
    source.fill(sent.columns_mut())?;
    let day = |(row, &day): (usize, &Day)| DaySales {
        day,
        gross: sent.gross[row],
        returned: sent.returned[row],
        units: sent.units[row],
        orders: sent.orders[row],
    };
    Ok(sent.day.iter().enumerate().map(day).collect())
}
