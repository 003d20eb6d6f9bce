//! Some customers in a few figures, measured by what is typical of the whole shop: what names, sentences and
//! plays are chosen by.

use super::quantile_of;
use crate::plays::Figures;
use crate::stats::mean;
use crate::tables::CustomersTable;

/// Days that somebody without gaps of their own is waited for.
const WAITED: f64 = 60.0;
/// Nobody is late within a week.
const LEAST_WAIT: f64 = 7.0;
/// Days within which a first order makes somebody new.
const NEW_DAYS: i32 = 90;
/// Orders that are many in any shop.
const MANY: f64 = 5.0;
/// Fewer customers than this are few to advise on.
const FEW: f64 = 10.0;
/// And so are all groups of fewer customers than this.
pub const FEW_IN_ALL: usize = 50;

/// What is typical of the customers of a shop, whatever few of them are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Typical {
    /// Median spend.
    pub spend: f64,
    /// Median of average orders.
    pub basket: f64,
    /// Orders that only a tenth of the customers exceed, but never fewer than are many anywhere.
    pub often: f64,
}

impl Typical {
    /// Of these customers.
    pub fn of(table: &CustomersTable) -> Self {
        let quantile = |value: &dyn Fn(usize) -> f64, share: f64| {
            let mut values: Vec<f64> = (0..table.len()).map(value).collect();
            quantile_of(&mut values, share)
        };
        Self {
            spend: quantile(&|row| table.monetary(row), 0.5),
            basket: quantile(&|row| table.aov(row), 0.5),
            often: quantile(&|row| f64::from(table.orders[row]), 0.9).max(MANY),
        }
    }
}

/// The figures of these rows of a table. `revenue` is that of all of them.
pub fn figures(table: &CustomersTable, rows: &[u32], revenue: f64, typical: &Typical) -> Figures {
    let known = |value: &dyn Fn(usize) -> Option<f64>| -> Vec<f64> {
        let rows = rows.iter().map(|&row| row as usize);
        rows.filter_map(value).collect()
    };
    let median =
        |value: &dyn Fn(usize) -> f64| quantile_of(&mut known(&|row| Some(value(row))), 0.5);
    let part = |test: &dyn Fn(usize) -> bool| {
        let some = rows.iter().filter(|&&row| test(row as usize)).count();
        some as f64 / rows.len().max(1) as f64
    };
    let by = |own: f64, typical: f64| match typical > 0.0 {
        true => own / typical,
        false => f64::NAN,
    };
    let mut gaps = known(&|row| table.gap(row));
    let mut waits = known(&|row| {
        let wait = table.gap(row)?.max(LEAST_WAIT);
        Some(f64::from(table.recency(row)) / wait)
    });
    let days = median(&|row| f64::from(table.recency(row)));
    let rhythm = gaps.len() as f64 / rows.len().max(1) as f64;
    // Discounts are not in every table that comes before the whole one.
    let discounted = |row: usize| {
        let lines = f64::from(*table.lines.get(row)?);
        (table.has_discounts && lines > 0.0).then(|| f64::from(table.discounted_lines[row]) / lines)
    };
    let discounted = known(&discounted);
    let mut own = known(&|row| Some(table.monetary(row)));
    let orders = median(&|row| f64::from(table.orders[row]));
    let (share, part_of_revenue) = (
        rows.len() as f64 / table.len().max(1) as f64,
        by(own.iter().sum(), revenue),
    );
    Figures {
        customers: rows.len() as f64,
        enough: (rows.len() as f64 / FEW).min(table.len() as f64 / FEW_IN_ALL as f64),
        share,
        revenue: part_of_revenue,
        worth: by(part_of_revenue, share),
        once: 1.0 - rhythm,
        orders,
        often: by(orders, typical.often),
        days,
        gap: match gaps.is_empty() {
            true => f64::NAN,
            false => quantile_of(&mut gaps, 0.5),
        },
        gaps: [0.25, 0.75].map(|share| quantile_of(&mut gaps, share)),
        waits: match rhythm > 0.5 {
            true => quantile_of(&mut waits, 0.5),
            false => days / WAITED,
        },
        spend: by(quantile_of(&mut own, 0.5), typical.spend),
        basket: by(median(&|row| table.aov(row)), typical.basket),
        new: part(&|row| table.first_ever[row] >= table.as_of - NEW_DAYS),
        discount: match discounted.is_empty() {
            true => f64::NAN,
            false => mean(&discounted),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> CustomersTable {
        CustomersTable {
            as_of: 100,
            position: vec![0, 1, 2, 3],
            first_ever: vec![10, 95, 40, 20],
            first: vec![10, 95, 40, 20],
            last: vec![70, 95, 60, 20],
            orders: vec![4, 1, 2, 1],
            order_days: vec![3, 1, 2, 1],
            gross: vec![400.0, 50.0, 100.0, 100.0],
            returned: vec![0.0; 4],
            lines: vec![4, 1, 2, 2],
            discounted_lines: vec![2, 0, 0, 2],
            has_discounts: true,
            ..CustomersTable::default()
        }
    }

    #[test]
    fn lateness_is_measured_by_the_members_own_gaps() {
        let table = table();
        let typical = Typical::of(&table);
        let known = Typical {
            spend: 100.0,
            basket: 75.0,
            often: 5.0,
        };
        assert_eq!(typical, known);
        let two = figures(&table, &[0, 2], 650.0, &typical);
        // 30 days against gaps of 30, 40 against 20.
        assert_eq!((two.waits, two.gap), (1.5, 25.0));
        assert_eq!(
            (two.spend, two.revenue, two.once),
            (2.5, 500.0 / 650.0, 0.0)
        );
        assert_eq!((two.discount, two.new), (0.25, 1.0));
        // Without gaps of their own they are waited for a fixed time.
        let once = figures(&table, &[1, 3], 650.0, &typical);
        assert!(once.gap.is_nan());
        assert_eq!((once.once, once.days, once.waits), (1.0, 42.5, 42.5 / 60.0));
        // Four of four customers are few.
        assert_eq!(once.enough, 0.08);
    }
}
