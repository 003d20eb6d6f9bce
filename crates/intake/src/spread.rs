//! Discounts on whole orders, spread over the lines of the order.

use crate::classify::grouped;
use crate::column::MISSING;
use crate::lines::Lines;

/// What an export says about a whole order, one per line; NaN where a line does not say it.
#[derive(Debug)]
pub struct OnOrder {
    /// Discount on the order.
    pub discount: Vec<f64>,
    /// What the goods of the order came to after every discount.
    pub subtotal: Option<Vec<f64>>,
}

/// The share of every line in the discount on its order, in proportion to what the line is worth
/// after its own discount. The shares of an order add up to its discount to the cent.
///
/// Exports differ in whether the discount on the order holds those on the lines again, and postage
/// that was waived. The subtotal tells: only what the lines come to above it is spread. Where there
/// is none, or it was taken before discounts, the discounts on the lines are taken off first.
pub fn spread(lines: &Lines, on_order: &OnOrder) -> Vec<f64> {
    let mut shares = vec![0.0; lines.len()];
    let mut readable = vec![true; lines.len()];
    for (line, _) in &lines.wrong {
        readable[*line] = false;
    }
    let orders = grouped(
        (0..lines.len())
            .filter(|&line| lines.order.codes[line] != MISSING)
            .map(|line| (lines.order.codes[line], line as u32)),
        lines.order.distinct(),
    );
    for order in orders.iter() {
        let first = |values: &[f64]| {
            let known = order.iter().map(|&line| values[line as usize]);
            known.into_iter().find(|value| !value.is_nan())
        };
        let given = first(&on_order.discount).map_or(0.0, f64::abs);
        if given == 0.0 {
            continue;
        }
        let sold: Vec<usize> = order
            .iter()
            .map(|&line| line as usize)
            .filter(|&line| readable[line] && lines.quantity[line] > 0 && lines.price[line] > 0.0)
            .collect();
        let own = |line: usize| lines.discount.as_ref().map_or(0.0, |own| own[line]);
        let worth: Vec<f64> = sold
            .iter()
            .map(|&line| f64::from(lines.quantity[line]) * lines.price[line] - own(line))
            .map(|value| value.max(0.0))
            .collect();
        let all: f64 = worth.iter().sum();
        let on_lines: f64 = sold.iter().map(|&line| own(line)).sum();
        let above = on_order.subtotal.as_deref().and_then(first);
        let left = match above.map(|subtotal| all - subtotal) {
            Some(above) if above > -0.005 => above.clamp(0.0, given),
            _ => (given - on_lines).max(0.0),
        };
        for (&line, share) in sold.iter().zip(shared(left.min(all), &worth)) {
            shares[line] = share;
        }
    }
    shares
}

/// An amount in shares of these sizes, in cents (in hundredths of them where the amount has such),
/// so that the shares add up to the amount: what rounding leaves goes to those cut most.
fn shared(amount: f64, sizes: &[f64]) -> Vec<f64> {
    let all: f64 = sizes.iter().sum();
    if amount <= 0.0 || all <= 0.0 {
        return vec![0.0; sizes.len()];
    }
    let cents = amount * 100.0;
    let unit = if (cents - cents.round()).abs() < 1e-6 {
        100.0
    } else {
        10_000.0
    };
    let units = (amount * unit).round();
    let exact: Vec<f64> = sizes.iter().map(|size| units * size / all).collect();
    let mut shares: Vec<f64> = exact.iter().map(|share| share.floor()).collect();
    let mut by_cut: Vec<usize> = (0..sizes.len()).collect();
    by_cut.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()));
    let given: f64 = shares.iter().sum();
    for &at in by_cut.iter().take((units - given).max(0.0) as usize) {
        shares[at] += 1.0;
    }
    shares.iter().map(|share| share / unit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_add_up_to_the_cent() {
        assert_eq!(shared(10.0, &[1.0, 1.0, 1.0]), [3.34, 3.33, 3.33]);
        assert_eq!(shared(0.01, &[1.0, 5.0]), [0.0, 0.01]);
        assert_eq!(shared(2.0, &[30.0, 0.0, 10.0]), [1.5, 0.0, 0.5]);
        assert_eq!(shared(0.125, &[1.0, 1.0]), [0.0625, 0.0625]);
        assert_eq!(shared(1.0, &[0.0]), [0.0]);
        assert_eq!(shared(1.0, &[]), [0.0; 0]);
    }

    proptest! {
        #[test]
        fn prop_shares_are_proportional_and_exact(
            sizes in prop::collection::vec(1..100_000u32, 1..30),
            cents in 1..1_000_000u32,
        ) {
            let sizes: Vec<f64> = sizes.into_iter().map(f64::from).collect();
            let amount = f64::from(cents) / 100.0;
            let shares = shared(amount, &sizes);
            let in_cents: Vec<f64> = shares.iter().map(|share| (share * 100.0).round()).collect();
            prop_assert_eq!(in_cents.iter().sum::<f64>(), f64::from(cents));
            let all: f64 = sizes.iter().sum();
            for (share, size) in in_cents.iter().zip(&sizes) {
                prop_assert!((share - f64::from(cents) * size / all).abs() < 1.0 + 1e-6);
            }
        }
    }
}
