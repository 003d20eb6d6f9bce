//! Products sold: one row per product with its full periods, and the days of one product.

mod days;
mod kept;
mod periods;

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;

use crate::dataset::{Dataset, NONE};
use crate::days::{Day, from_date, of_minute};
use crate::set::CustomerSet;
use crate::tables::line_filter::{LineFilter, range};
use crate::tables::products::Steady;
use crate::tables::{ProductsTable, products};
use crate::window::Window;

pub use days::{DaySales, by_day};
pub use periods::{ENOUGH, Periods, past};

/// Products sold in a window, most revenue first.
#[derive(Clone, Debug, PartialEq)]
pub struct Assortment {
    /// Sums per product, and how steadily each sells.
    pub table: Arc<ProductsTable>,
    /// The full periods of the window.
    pub periods: Periods,
    /// Each product's course; none where a database was not asked for it.
    pub detail: Option<Detail>,
}

/// The course of each product, in the order of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detail {
    /// Day of the first sale of all, whatever the filters on orders and customers.
    pub first: Vec<Day>,
    /// Day of the last sale up to the last day looked at, whatever the filters.
    pub last: Vec<Day>,
    /// Longest wait between two days with a sale up to then, in days, whatever the filters; zero with
    /// fewer than two.
    pub longest_wait: Vec<u32>,
    /// Days with a sale up to then, whatever the filters.
    pub sale_days: Vec<u32>,
    /// The last day looked at of which there are data.
    pub until: Day,
    /// Pieces kept: products × full periods, row by row. A return in the window is taken off what it
    /// cancels, or off the customer's latest purchases, so that what was cancelled counts in no period.
    pub pieces: Vec<u32>,
    /// Revenue, net of returns in the period in which they came back unless those are left out of
    /// sight: products × full periods, row by row.
    pub sales: Vec<f64>,
    /// Revenue less the cost of the pieces, NaN where the cost is not known; empty when the data
    /// have no costs. The cost of pieces that came back is taken off the cost where returns are
    /// taken off revenue.
    pub margin: Vec<f64>,
}

impl Assortment {
    /// Counts the lines of a window; `within` narrows it to orders of these customers.
    pub fn of(dataset: &Dataset, window: &Window, within: Option<&CustomerSet>) -> Self {
        let mut table = products(dataset, window, within);
        let periods = Periods::of(window.days);
        let place = places(dataset, &table);
        let (rows, width) = (table.len(), periods.len());
        let filter = LineFilter::new(dataset, window, within);
        let mut detail = Detail {
            until: until(window, &dataset.catalogue),
            pieces: vec![0; rows * width],
            sales: vec![0.0; rows * width],
            ..lives(dataset, filter.orders.end, &place, rows)
        };
        for order in filter.orders.clone() {
            if !filter.customer(dataset.orders.customer[order]) || !filter.order(order) {
                continue;
            }
            let day = of_minute(dataset.orders.minute[order]);
            let period = periods.at(day);
            for line in filter.lines(order) {
                let row = place[line.product as usize] as usize;
                if row >= rows {
                    continue;
                }
                let at = period.map(|period| row * width + period);
                if line.is_return {
                    if let Some(at) = at {
                        detail.sales[at] -= line.paid_back();
                    }
                    continue;
                }
                if let Some(at) = at {
                    detail.sales[at] += line.value();
                    detail.pieces[at] = detail.pieces[at].saturating_add(line.quantity as u32);
                }
            }
        }
        kept::not_kept(&filter, &place, |row, day, pieces| {
            if let Some(period) = periods.at(day) {
                let cell = &mut detail.pieces[row as usize * width + period];
                *cell = cell.saturating_sub(pieces as u32);
            }
        });
        if !dataset.products.unit_cost.is_empty() {
            detail.margin = vec![f64::NAN; rows];
            for (product, &row) in place.iter().enumerate().filter(|(_, row)| **row != NONE) {
                let row = row as usize;
                let cost = dataset.products.unit_cost[product] * table.pieces(row);
                detail.margin[row] = table.revenue(row) - cost;
            }
        }
        table.steady = steady(&detail, &periods);
        Self {
            table: Arc::new(table),
            periods,
            detail: Some(detail),
        }
    }

    /// Pieces and revenue per full period of a row; empty when not known.
    pub fn series(&self, row: usize) -> (&[u32], &[f64]) {
        let width = self.periods.len();
        let cells = row * width..(row + 1) * width;
        match &self.detail {
            Some(detail) => (&detail.pieces[cells.clone()], &detail.sales[cells]),
            None => (&[], &[]),
        }
    }

    /// The row of a product; small and large letters are the same.
    pub fn row(&self, id: &str) -> Option<usize> {
        let ids = || self.table.product.iter();
        let same = ids().position(|known| known == id);
        same.or_else(|| {
            let wanted = id.to_lowercase();
            ids().position(|known| known.to_lowercase() == wanted)
        })
    }
}

/// Per product the row of the table, or [`NONE`]. Product codes ascend.
fn places(dataset: &Dataset, table: &ProductsTable) -> Vec<u32> {
    let ids = &dataset.products.id;
    let mut place = vec![NONE; ids.len()];
    for (row, id) in table.product.iter().enumerate() {
        if let Ok(product) = ids.binary_search_by(|known| known.as_str().cmp(id)) {
            place[product] = row as u32;
        }
    }
    place
}

/// The last day of the window of which there are data.
pub(crate) fn until(window: &Window, catalogue: &Catalogue) -> Day {
    window.days.last.min(from_date(catalogue.last))
}

/// Per row the days of its sales among the first `count` orders: first, last, how many, the longest
/// wait.
fn lives(dataset: &Dataset, count: usize, place: &[u32], rows: usize) -> Detail {
    let mut lives = Detail {
        first: vec![Day::MAX; rows],
        last: vec![Day::MIN; rows],
        longest_wait: vec![0; rows],
        sale_days: vec![0; rows],
        ..Detail::default()
    };
    for order in 0..count {
        let day = of_minute(dataset.orders.minute[order]);
        for line in range(dataset, order) {
            let row = place[dataset.lines.product[line] as usize] as usize;
            if row >= rows || dataset.lines.flags[line].is_return() || lives.last[row] == day {
                continue;
            }
            match lives.sale_days[row] {
                0 => lives.first[row] = day,
                _ => {
                    let wait = (day - lives.last[row]) as u32;
                    lives.longest_wait[row] = lives.longest_wait[row].max(wait);
                }
            }
            lives.last[row] = day;
            lives.sale_days[row] += 1;
        }
    }
    lives
}

/// Mean and deviation over the full periods since the first sale.
fn steady(detail: &Detail, periods: &Periods) -> Steady {
    let (rows, width) = (detail.first.len(), periods.len());
    let mut steady = Steady::default();
    for row in 0..rows {
        let since = periods.since(detail.first[row]);
        let pieces = &detail.pieces[(row + 1) * width - since..(row + 1) * width];
        let count = (since as f64).max(1.0);
        let mean = pieces.iter().map(|&sold| f64::from(sold)).sum::<f64>() / count;
        let squares = pieces.iter().map(|&sold| (f64::from(sold) - mean).powi(2));
        steady.periods.push(since as u32);
        let sold = pieces.iter().filter(|&&sold| sold > 0).count();
        steady.periods_sold.push(sold as u32);
        steady.period_mean.push(mean);
        steady
            .period_deviation
            .push((squares.sum::<f64>() / count).sqrt());
    }
    steady
}
