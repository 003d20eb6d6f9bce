//! Products: which tables they take, and from Arrow to those.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Against, Filters, Lens, Returns};
use clientele_model::only::Only;
use clientele_model::products::{Measure, Options};
use clientele_model::question::AnyQuestion;

use super::read::named;
use super::request::not_from_totals;
use super::{Kind, Request, buyers, customers};
use crate::pack::read::Source;
use crate::pack::usual;
use crate::products::{Assortment, DaySales, Detail, Periods, past};
use crate::tables::ProductsTable;
use crate::tables::products::Steady;
use crate::window::Window;

/// Products sold in a window, each with its course.
pub(crate) fn now(filters: &Filters) -> Request {
    in_full(Request::products(filters))
}

/// Products sold in earlier days; their margin is asked for only where they are ranked by it.
pub(crate) fn then(filters: &Filters, window: &Window, options: &Options) -> Request {
    let request = Request::products_in(filters, window.days);
    match options.by {
        Measure::Margin => in_full(request),
        Measure::Revenue | Measure::Units => request,
    }
}

/// The days of one product.
pub(crate) fn days(filters: &Filters, product: &str) -> Request {
    let against = Against::Before;
    Request {
        product: Some(product.to_owned()),
        ..Request::new(Kind::Product, filters, |base| Filters { against, ..base })
    }
}

fn in_full(mut request: Request) -> Request {
    request.filters.lens = Lens::Behaviour;
    request
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

/// The columns of `model::table::PRODUCTS` and what a database sends besides.
pub(super) fn read(
    source: &Source,
    window: &Window,
    catalogue: &Catalogue,
    is_in_full: bool,
) -> Result<Assortment, Failure> {
    let (category, categories) = named(source, "category")?;
    let head = ProductsTable {
        sold: u32::try_from(source.rows()).unwrap_or(u32::MAX),
        returns_netted: window.returns == Returns::Netted,
        categories,
        category,
        steady: Steady {
            periods: source.numbers("periods")?,
            sold: source.numbers("periods_sold")?,
            mean: source.finite("period_mean")?,
            deviation: source.finite("period_deviation")?,
        },
        ..ProductsTable::default()
    };
    let table = usual::sold(source, head)?;
    let periods = Periods::of(window.days);
    let course = || course(source, periods.len(), catalogue);
    let detail = is_in_full.then(course).transpose()?;
    Ok(Assortment {
        table: Arc::new(table),
        detail,
        periods,
    })
}

/// The columns of `model::table::PRODUCT_COURSE`.
fn course(source: &Source, width: usize, catalogue: &Catalogue) -> Result<Detail, Failure> {
    let list = |column: &str| {
        let (values, starts) = source.lists(column)?;
        let is_whole = starts
            .windows(2)
            .all(|ends| (ends[1] - ends[0]) as usize == width);
        match is_whole && values.iter().all(|value| value.is_finite()) {
            true => Ok(values),
            false => Err(source.damaged("its periods are not those of the window")),
        }
    };
    let pieces = list("pieces")?;
    Ok(Detail {
        first: source.days("first")?,
        last: source.days("last")?,
        pieces: pieces.into_iter().map(|sold| sold as u32).collect(),
        sales: list("sales")?,
        margin: match catalogue.has.cost {
            true => source.amounts("margin")?,
            false => Vec::new(),
        },
    })
}

/// The columns of `model::table::PRODUCT`.
pub(super) fn read_days(source: &Source) -> Result<Vec<DaySales>, Failure> {
    let (gross, returned) = (source.finite("gross")?, source.finite("returned")?);
    let (units, orders) = (source.finite("units")?, source.numbers("orders")?);
    let days = source.days("day")?.into_iter().enumerate();
    let day = |(row, day)| DaySales {
        day,
        gross: gross[row],
        returned: returned[row],
        units: units[row],
        orders: orders[row],
    };
    Ok(days.map(day).collect())
}
