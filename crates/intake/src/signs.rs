//! Money that went back: a line is a return when its pieces, its price or its amount are below zero, also
//! when two of them are.

use crate::lines::Lines;
use crate::services::Services;

/// Gives returns pieces below zero and a price above. Adjustments on service lines stay as they are; a
/// discount that is a line of its own comes off the other lines of its order.
pub fn settle(lines: &mut Lines, services: &Services) {
    let service: Vec<Option<bool>> = lines
        .product
        .values()
        .map(|code| {
            services
                .find(&code.to_uppercase())
                .map(|entry| services.is_discount(entry))
        })
        .collect();
    for line in 0..lines.len() {
        let (price, quantity) = (lines.price[line], lines.quantity[line]);
        if !(price < 0.0 || quantity < 0) {
            continue;
        }
        let kind = service
            .get(lines.product.codes[line] as usize)
            .copied()
            .flatten();
        if kind == Some(true) && price != 0.0 && !price.is_nan() {
            let off = f64::from(quantity.unsigned_abs()) * price.abs();
            let count = lines.len();
            lines.off_order.get_or_insert_with(|| vec![0.0; count])[line] = off;
        }
        if price < 0.0 && kind != Some(false) {
            lines.price[line] = -price;
            lines.quantity[line] = -quantity.saturating_abs();
        }
    }
}
