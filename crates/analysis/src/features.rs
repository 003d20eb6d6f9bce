//! From the table of customers to numbers that can be compared: measures, and their preparation.
//!
//! A [`Measure`] is a column as it is, with its plain name; the lens says which of them groups are
//! made from. [`prepare`] brings one to the common scale and says in words what it did and why.

pub mod prepare;

use clientele_model::filters::Lens;
use clientele_model::segments::FeatureUnit;

use crate::cluster::{Matrix, MatrixError};
use crate::stats;
use crate::tables::CustomersTable;

pub use prepare::{Prepared, Recipe, prepare};

/// A measure of every customer, as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Stable key, as in `model::segments::Feature::key`.
    pub key: String,
    /// Plain name.
    pub label: String,
    /// What the numbers are.
    pub unit: FeatureUnit,
    /// Whether groups are made from it under the lens.
    pub used: bool,
    /// One per customer; NaN where there is none.
    pub values: Vec<f64>,
}

/// Categories that have a measure of their own: those with the most sales.
const CATEGORIES: usize = 5;

/// Every measure that the data have, those that groups are made from first. A table that came
/// without days with an order, or products, has no measure of them.
pub fn measures(table: &CustomersTable, lens: Lens) -> Vec<Measure> {
    let behaviour = lens == Lens::Behaviour;
    let column = |value: &dyn Fn(usize) -> f64| (0..table.len()).map(value).collect::<Vec<_>>();
    let measure = |key: &str, label: &str, unit, used, value: &dyn Fn(usize) -> f64| Measure {
        key: key.to_owned(),
        label: label.to_owned(),
        unit,
        used,
        values: column(value),
    };
    let spend = if table.returns_netted {
        "Net spend"
    } else {
        "Spend"
    };
    let has_returns = table.returns_netted && table.returned.iter().any(|&back| back > 0.0);
    let average = match has_returns {
        true => "Average order before returns",
        false => "Average order",
    };
    let mut all = vec![
        measure(
            "recency",
            "Days since the last order",
            FeatureUnit::Days,
            true,
            &|row| f64::from(table.recency(row)),
        ),
        measure("frequency", "Orders", FeatureUnit::Count, true, &|row| {
            f64::from(table.orders[row])
        }),
        measure("monetary", spend, FeatureUnit::Money, true, &|row| {
            table.monetary(row)
        }),
        measure("aov", average, FeatureUnit::Money, behaviour, &|row| {
            table.aov(row)
        }),
    ];
    if table.has_discounts {
        let label = "Share bought at a discount";
        all.push(measure(
            "discount_share",
            label,
            FeatureUnit::Share,
            behaviour,
            &|row| {
                part(
                    f64::from(table.discounted_lines[row]),
                    f64::from(table.lines[row]),
                )
            },
        ));
    }
    if table.has_channels {
        let label = "Share of orders online";
        all.push(measure(
            "online_share",
            label,
            FeatureUnit::Share,
            behaviour,
            &|row| {
                part(
                    f64::from(table.online_orders[row]),
                    f64::from(table.orders[row]),
                )
            },
        ));
    }
    if table.returns_netted {
        let label = "Share returned";
        all.push(measure(
            "return_share",
            label,
            FeatureUnit::Share,
            behaviour,
            &|row| part(table.returned[row], table.gross[row]),
        ));
    }
    if !table.order_days.is_empty() {
        let label = "Days between orders";
        all.push(measure(
            "gap",
            label,
            FeatureUnit::Days,
            behaviour,
            &|row| table.gap(row).unwrap_or(f64::NAN),
        ));
    }
    for at in leading_categories(table) {
        let name = &table.categories[at];
        all.push(measure(
            &format!("category:{name}"),
            &format!("Share spent on {name}"),
            FeatureUnit::Share,
            behaviour,
            &|row| part(table.gross_in(at, row), table.gross[row]),
        ));
    }
    if !table.products.is_empty() {
        let label = "Different products";
        all.push(measure(
            "products",
            label,
            FeatureUnit::Count,
            false,
            &|row| f64::from(table.products[row]),
        ));
    }
    // Stable: within the used and within the rest the order above stays.
    crate::order::sort_by_key(&mut all, |measure| !measure.used);
    all
}

/// The prepared values of the measures that groups are made from, one column each, of the customers in this
/// order. Measures in which all customers are alike are left out.
///
/// # Errors
/// `NoFeatures` when nothing is left, `NoCustomers` when nobody is.
pub fn matrix(
    measures: &[Measure],
    prepared: &[Prepared],
    order: &[u32],
) -> Result<Matrix, MatrixError> {
    let columns: Vec<Vec<f32>> = measures
        .iter()
        .zip(prepared)
        .filter(|(measure, prepared)| measure.used && !prepared.preparation.constant)
        .map(|(_, prepared)| {
            let values = order.iter().map(|&row| prepared.values[row as usize]);
            values.map(|value| value as f32).collect()
        })
        .collect();
    Matrix::new(&columns)
}

/// The same measures as they are, only moved to mean zero: what groups would be made from without
/// any preparation.
///
/// # Errors
/// As [`matrix`].
pub fn raw_matrix(
    measures: &[Measure],
    prepared: &[Prepared],
    order: &[u32],
) -> Result<Matrix, MatrixError> {
    let columns: Vec<Vec<f32>> = measures
        .iter()
        .zip(prepared)
        .filter(|(measure, prepared)| measure.used && !prepared.preparation.constant)
        .map(|(measure, prepared)| {
            let given = prepared.preparation.imputed.map_or(0.0, |(_, given)| given);
            let filled = |value: &f64| if value.is_finite() { *value } else { given };
            let values = order
                .iter()
                .map(|&row| filled(&measure.values[row as usize]));
            let values: Vec<f64> = values.collect();
            let mean = stats::mean(&values);
            values.iter().map(|value| (value - mean) as f32).collect()
        })
        .collect();
    Matrix::new(&columns)
}

/// Positions of the categories with the most sales, most first.
fn leading_categories(table: &CustomersTable) -> Vec<usize> {
    let width = table.categories.len();
    let mut sums = vec![0.0f64; width];
    for row in 0..table.len() {
        for (at, gross) in table.category_gross.row(row) {
            sums[at] += gross;
        }
    }
    let mut order: Vec<usize> = (0..width).filter(|&at| sums[at] > 0.0).collect();
    crate::order::sort_by(&mut order, |&a, &b| {
        sums[b].total_cmp(&sums[a]).then(a.cmp(&b))
    });
    order.truncate(CATEGORIES);
    order
}

fn part(some: f64, of: f64) -> f64 {
    if of > 0.0 {
        (some / of).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::customers::CategoryGross;

    fn table() -> CustomersTable {
        CustomersTable {
            as_of: 100,
            returns_netted: true,
            categories: vec!["Tea".to_owned(), "Cups".to_owned(), "Never".to_owned()],
            has_discounts: true,
            position: vec![0, 1],
            last: vec![90, 40],
            first: vec![50, 40],
            orders: vec![3, 1],
            order_days: vec![3, 1],
            gross: vec![300.0, 50.0],
            returned: vec![30.0, 60.0],
            products: vec![7, 1],
            lines: vec![10, 1],
            discounted_lines: vec![5, 0],
            category_gross: CategoryGross::of_rows([&[100.0, 200.0, 0.0][..], &[50.0, 0.0, 0.0]]),
            ..CustomersTable::default()
        }
    }

    #[track_caller]
    fn check(lens: Lens, expected: &[(&str, bool, [f64; 2])]) {
        let found = measures(&table(), lens);
        assert_eq!(found.len(), expected.len());
        for (measure, (key, used, values)) in found.iter().zip(expected) {
            assert_eq!((measure.key.as_str(), measure.used), (*key, *used));
            let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
            assert!(measure.values.iter().zip(values).all(same), "{measure:?}");
        }
    }

    #[test]
    fn measures_are_those_the_data_have() {
        check(
            Lens::Value,
            &[
                ("recency", true, [10.0, 60.0]),
                ("frequency", true, [3.0, 1.0]),
                ("monetary", true, [270.0, -10.0]),
                ("aov", false, [100.0, 50.0]),
                ("discount_share", false, [0.5, 0.0]),
                ("return_share", false, [0.1, 1.0]),
                ("gap", false, [20.0, f64::NAN]),
                ("category:Cups", false, [2.0 / 3.0, 0.0]),
                ("category:Tea", false, [1.0 / 3.0, 1.0]),
                ("products", false, [7.0, 1.0]),
            ],
        );
    }

    #[test]
    fn the_behaviour_lens_uses_all_but_the_number_of_products() {
        let unused: Vec<String> = measures(&table(), Lens::Behaviour)
            .into_iter()
            .filter(|measure| !measure.used)
            .map(|measure| measure.key)
            .collect();
        assert_eq!(unused, ["products"]);
    }
}
