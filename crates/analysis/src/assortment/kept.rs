//! Pieces that customers did not keep, on the day they bought them.

use std::collections::BTreeSet;

use crate::dataset::NONE;
use crate::days::{Day, of_minute};
use crate::tables::line_filter::{LineFilter, range};

/// A purchase, or a return, of somebody who returned the product.
struct Moved {
    customer: u32,
    product: u32,
    day: Day,
    is_return: bool,
    pieces: f64,
    /// How many of the pieces a return took off, or a purchase lost.
    matched: f64,
}

/// Tells of every purchase of which pieces came back: the row of the product (`place` says which; those
/// without one are passed over), the day of the purchase, and how many pieces.
///
/// A return cancels the customer's latest purchase of the product of just as many pieces, on that day or
/// before; what no such purchase is found for is taken off their latest purchases. Customers without a
/// number count as one. What was bought before the window is in no purchase of it.
pub(super) fn not_kept(
    filter: &LineFilter<'_>,
    place: &[u32],
    mut tell: impl FnMut(u32, Day, f64),
) {
    let mut moved = moved(filter, place);
    moved.sort_by_key(|one| (one.customer, one.product, one.day, one.is_return));
    for own in moved.chunk_by_mut(|a, b| (a.customer, a.product) == (b.customer, b.product)) {
        take_off(own, |purchase, back| {
            purchase.matched == 0.0 && purchase.pieces == back.pieces
        });
        take_off(own, |_, _| true);
        for purchase in own.iter().filter(|one| !one.is_return && one.matched > 0.0) {
            tell(
                place[purchase.product as usize],
                purchase.day,
                purchase.matched,
            );
        }
    }
}

/// Takes what is left of each return off the latest purchases before it that fit.
fn take_off(own: &mut [Moved], fits: impl Fn(&Moved, &Moved) -> bool) {
    for at in 0..own.len() {
        let (before, rest) = own.split_at_mut(at);
        let back = &mut rest[0];
        let mut purchases = before.iter_mut().rev();
        while back.is_return && back.matched < back.pieces {
            let Some(purchase) =
                purchases.find(|one| !one.is_return && one.matched < one.pieces && fits(one, back))
            else {
                break;
            };
            let taken = (purchase.pieces - purchase.matched).min(back.pieces - back.matched);
            purchase.matched += taken;
            back.matched += taken;
        }
    }
}

/// What customers bought and returned of the products they returned.
fn moved(filter: &LineFilter<'_>, place: &[u32]) -> Vec<Moved> {
    let dataset = filter.dataset;
    let customers = &dataset.orders.customer;
    let counts = |order: usize| filter.customer(customers[order]) && filter.order(order);
    let of = |order: usize, is_return: bool| {
        let lines = filter.lines(order);
        let wanted = lines.filter(move |line| {
            line.is_return == is_return && place[line.product as usize] != NONE
        });
        wanted.map(move |line| Moved {
            customer: customers[order],
            product: line.product,
            day: of_minute(dataset.orders.minute[order]),
            is_return,
            pieces: line.quantity.abs(),
            matched: 0.0,
        })
    };
    let mut all = Vec::new();
    for order in filter.orders.clone() {
        let flags = &dataset.lines.flags[range(dataset, order)];
        if flags.iter().any(|flags| flags.is_return()) && counts(order) {
            all.extend(of(order, true));
        }
    }
    let returned: BTreeSet<(u32, u32)> =
        all.iter().map(|one| (one.customer, one.product)).collect();
    // Most purchases are of products that nobody returned, and are passed over by this alone.
    let mut has_returns = vec![false; dataset.products.id.len()];
    for (_, product) in &returned {
        has_returns[*product as usize] = true;
    }
    for order in filter.orders.clone() {
        let products = &dataset.lines.product[range(dataset, order)];
        let is_concerned = products
            .iter()
            .any(|&product| has_returns[product as usize]);
        if is_concerned && counts(order) {
            let bought = of(order, false);
            all.extend(bought.filter(|one| returned.contains(&(one.customer, one.product))));
        }
    }
    all
}
