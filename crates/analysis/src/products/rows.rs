//! Products as they stand in a list.

use std::cmp::Ordering;

use clientele_model::products::{BEST, Options, PAGE, Pick, Place, ProductLine, Sort};

use super::{Judged, called};
use crate::assortment::Assortment;
use crate::order::sort_by;
use crate::rfm::share;

/// The best sellers by the measure.
pub(super) fn best(
    now: &Assortment,
    judged: &Judged,
    was: Option<&[Option<Place>]>,
) -> Vec<ProductLine> {
    let rows = judged.ranked.iter().enumerate().take(BEST);
    rows.map(|(rank, &row)| line(now, judged, was, rank, row as usize))
        .collect()
}

/// The asked page of the products picked, and how many are picked.
pub(super) fn page(
    now: &Assortment,
    judged: &Judged,
    was: Option<&[Option<Place>]>,
    options: &Options,
) -> (Vec<ProductLine>, u32) {
    let ranked = judged.ranked.iter().enumerate();
    let picked = ranked.filter(|&(_, &row)| is_picked(judged, &options.pick, row as usize));
    let mut picked: Vec<(usize, usize)> = picked.map(|(rank, &row)| (rank, row as usize)).collect();
    if options.sort != Sort::Value {
        // Stable: equal ones stay in the order of the measure.
        sort_by(&mut picked, |&(_, one), &(_, other)| {
            compare(now, judged, options.sort, one, other)
        });
    }
    let begin = (options.page as usize - 1).saturating_mul(PAGE);
    let shown = picked.iter().skip(begin).take(PAGE);
    let rows = shown.map(|&(rank, row)| line(now, judged, was, rank, row));
    (rows.collect(), picked.len() as u32)
}

fn is_picked(judged: &Judged, pick: &Pick, row: usize) -> bool {
    let place = judged.place[row];
    (pick.class.is_none() || place.map(|place| place.class) == pick.class)
        && (pick.column.is_none() || place.map(|place| place.column) == pick.column)
        && (pick.demand.is_none() || judged.variation[row].demand == pick.demand)
        && (pick.stage.is_none() || judged.stage[row] == pick.stage)
        && (pick.task.is_none() || judged.task[row] == pick.task)
}

fn compare(now: &Assortment, judged: &Judged, sort: Sort, one: usize, other: usize) -> Ordering {
    let table = &now.table;
    let most = |value: &dyn Fn(usize) -> f64| value(other).total_cmp(&value(one));
    match sort {
        Sort::Value => Ordering::Equal,
        Sort::Revenue => most(&|row| table.revenue(row)),
        Sort::Units => most(&|row| table.pieces(row)),
        Sort::Margin => most(&|row| margin(now, row).unwrap_or(f64::NEG_INFINITY)),
        Sort::Orders => table.orders[other].cmp(&table.orders[one]),
        Sort::Customers => table.customers[other].cmp(&table.customers[one]),
        Sort::Variation => {
            most(&|row| judged.variation[row].cv.map_or(f64::NEG_INFINITY, |cv| -cv))
        }
        Sort::Name => {
            let name = |row: usize| called(table.product.get(row), table.name.get(row));
            name(one).cmp(name(other))
        }
        Sort::Code => table.product.get(one).cmp(table.product.get(other)),
    }
}

fn margin(now: &Assortment, row: usize) -> Option<f64> {
    let margin = now.detail.as_ref()?.margin.get(row).copied();
    margin.filter(|margin| !margin.is_nan())
}

/// A row of the table at its place in the ranking, counted from 0.
pub(super) fn line(
    now: &Assortment,
    judged: &Judged,
    was: Option<&[Option<Place>]>,
    rank: usize,
    row: usize,
) -> ProductLine {
    let table = &now.table;
    let variation = judged.variation[row];
    let (pieces, sales) = now.series(row);
    let value = judged.value[row];
    let (id, name) = (table.product.get(row), table.name.get(row));
    ProductLine {
        id: id.to_owned(),
        name: called(id, name).to_owned(),
        category: table.category.get(row).to_owned(),
        rank: rank as u32 + 1,
        place: judged.place[row],
        was: was.and_then(|was| was[row]),
        demand: variation.demand,
        stage: judged.stage[row],
        task: judged.task[row],
        // JSON has no NaN.
        value: if value.is_nan() { 0.0 } else { value },
        share: judged.place[row].map_or(0.0, |_| share(value, judged.total)),
        cumulative: judged.cumulative[row],
        revenue: table.revenue(row),
        returned: table.returned[row],
        units: table.pieces(row),
        units_back: table.units_back[row],
        orders: table.orders[row],
        customers: table.customers[row],
        price: share(table.gross[row], table.units[row]),
        margin: margin(now, row),
        cv: variation.cv,
        adi: variation.adi,
        cv2: variation.cv2,
        periods: table.steady.periods.get(row).copied().unwrap_or(0),
        pieces: pieces.iter().map(|&sold| f64::from(sold)).collect(),
        sales: sales.to_vec(),
    }
}
