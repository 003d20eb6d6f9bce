//! The days of one product.

use super::kept::not_kept;
use crate::dataset::{Dataset, NONE};
use crate::days::{self, Day, Days};
use crate::set::CustomerSet;
use crate::tables::line_filter::LineFilter;
use crate::window::Window;

/// What was sold of one product on a day, and what came back.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DaySales {
    /// The day.
    pub day: Day,
    /// Goods sold.
    pub gross: f64,
    /// Goods returned, above zero.
    pub returned: f64,
    /// Pieces sold.
    pub units: f64,
    /// Pieces that came back on the day.
    pub units_back: f64,
    /// Pieces sold on the day that did not come back by the window's last day.
    pub kept: f64,
    /// Distinct orders.
    pub orders: u32,
}

/// The days of one product from the data set's first day to the last of the window, in order; `within`
/// narrows them to orders of these customers.
pub fn by_day(
    id: &str,
    window: &Window,
    dataset: &Dataset,
    within: Option<&CustomerSet>,
) -> Vec<DaySales> {
    let window = Window {
        days: Days {
            first: days::from_date(dataset.catalogue.first),
            last: window.days.last,
        },
        ..window.clone()
    };
    let filter = LineFilter::new(dataset, &window, within);
    let product = dataset.product(id);
    let orders = &dataset.orders;
    let mut all: Vec<DaySales> = Vec::new();
    for order in filter.orders.clone() {
        if !filter.customer(orders.customer[order]) || !filter.order(order) {
            continue;
        }
        let day = days::of_minute(orders.minute[order]);
        let mut is_sold = false;
        let own = filter.lines(order);
        for line in own.filter(|line| Some(line.product as usize) == product) {
            if all.last().is_none_or(|last| last.day != day) {
                all.push(DaySales {
                    day,
                    ..DaySales::default()
                });
            }
            let Some(last) = all.last_mut() else { continue };
            if line.is_return {
                last.returned += line.paid_back();
                last.units_back -= line.quantity;
                continue;
            }
            last.gross += line.value();
            last.units += line.quantity;
            last.kept += line.quantity;
            last.orders += u32::from(!is_sold);
            is_sold = true;
        }
    }
    let mut place = vec![NONE; dataset.products.id.len()];
    if let Some(product) = product {
        place[product] = 0;
    }
    not_kept(&filter, &place, |_, day, pieces| {
        if let Ok(at) = all.binary_search_by_key(&day, |sales| sales.day) {
            all[at].kept -= pieces;
        }
    });
    all
}
