//! Products: from Arrow to their tables.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::Returns;

use crate::assortment::{Assortment, DaySales, Detail, Periods, until};
use crate::days::Day;
use crate::pack::read::Source;
use crate::tables::ProductsTable;
use crate::tables::products::{ProductCourses, ProductDays};
use crate::window::Window;

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
        true => Some(course(source, window, periods.len(), catalogue)?),
        false => None,
    };
    Ok(Assortment {
        table: Arc::new(table),
        detail,
        periods,
    })
}

fn course(
    mut source: Source,
    window: &Window,
    width: usize,
    catalogue: &Catalogue,
) -> Result<Detail, Failure> {
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
        longest_wait: sent.longest_wait,
        sale_days: sent.sale_days,
        until: until(window, catalogue),
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
        units_back: sent.units_back[row],
        kept: sent.kept[row],
        orders: sent.orders[row],
    };
    Ok(sent.day.iter().enumerate().map(day).collect())
}
