//! Pieces that customers did not keep, on the day they bought them.

use std::collections::HashMap;

use crate::dataset::NONE;
use crate::days::{Day, of_minute};
use crate::tables::line_filter::{LineFilter, range};

/// Tells of every purchase of which pieces came back: the row of the product (`place` says which; those
/// without one are passed over), the day of the purchase, and how many pieces.
///
/// What a customer returns is taken off their latest purchases of the product, on that day or before;
/// customers without a number count as one. What was bought before the window is in no purchase of it.
/// One way back through the orders: what came back waits by customer and product until a purchase of
/// theirs turns up.
pub(super) fn not_kept(
    filter: &LineFilter<'_>,
    place: &[u32],
    mut tell: impl FnMut(u32, Day, f64),
) {
    let dataset = filter.dataset;
    let (minutes, customers) = (&dataset.orders.minute, &dataset.orders.customer);
    let counts = |order: usize| filter.customer(customers[order]) && filter.order(order);
    let mut waiting: HashMap<(u32, u32), f64> = HashMap::new();
    // Most purchases are of products that nobody returned, and are passed over by this alone.
    let mut has_returns = vec![false; dataset.products.id.len()];
    let (begin, mut end) = (filter.orders.start, filter.orders.end);
    while end > begin {
        let day = of_minute(minutes[end - 1]);
        let of_day = minutes[begin..end].partition_point(|&minute| of_minute(minute) < day);
        let of_day = begin + of_day..end;
        end = of_day.start;
        for order in of_day.clone() {
            let flags = &dataset.lines.flags[range(dataset, order)];
            if !flags.iter().any(|flags| flags.is_return()) || !counts(order) {
                continue;
            }
            for line in filter.lines(order).filter(|line| line.is_return) {
                let key = (customers[order], line.product);
                *waiting.entry(key).or_default() -= line.quantity;
                has_returns[line.product as usize] = true;
            }
        }
        if waiting.is_empty() {
            continue;
        }
        for order in of_day {
            let products = &dataset.lines.product[range(dataset, order)];
            let is_concerned = products
                .iter()
                .any(|&product| has_returns[product as usize]);
            if !is_concerned || !counts(order) {
                continue;
            }
            for line in filter.lines(order).filter(|line| !line.is_return) {
                let key = (customers[order], line.product);
                let row = place[line.product as usize];
                if !has_returns[line.product as usize] || row == NONE {
                    continue;
                }
                let Some(left) = waiting.get_mut(&key) else {
                    continue;
                };
                let taken = left.min(line.quantity);
                *left -= taken;
                if *left <= 0.0 {
                    waiting.remove(&key);
                }
                tell(row, day, taken);
            }
        }
    }
}
