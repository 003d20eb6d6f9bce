//! One table written in hundreds of styles is read back the same: separators, quotes, encodings, ends of lines, decimal signs,
//! thousands, currencies, minus signs, dates with months in numbers and in the words of seven languages, as days of a spreadsheet and
//! as seconds, headings in ten languages, titles and merged headings above, sums and notes below, facts of an order on its first
//! line; as text, packed, and as cells of a workbook, whose days may count from 1900 or 1904, or of a Parquet file.

use super::rows::{Days, parquet, workbook};
use super::*;
use clientele_analysis::days::{Day, from_date};
use proptest::prelude::*;

mod style;
mod words;

use style::style;

/// A line: order, day, customer, product, pieces, price of one in cents.
type Line = (u32, u32, Option<u32>, u32, i32, u32);

/// The day of a line: months of 28 days, from January 2023 on.
fn date_of(number: u32) -> clientele_model::Date {
    date(
        2023 + (number / 336) as i16,
        1 + (number / 28 % 12) as i8,
        1 + (number % 28) as i8,
    )
}

/// The same, in days since 1970.
fn day(number: u32) -> Day {
    from_date(date_of(number))
}

/// Orders of one to three lines; the first one has what tells day from month and comma from point.
fn table() -> impl Strategy<Value = Vec<Line>> {
    let pieces = prop_oneof![6 => 1..4i32, 1 => -3..0i32];
    let line = (1..40u32, pieces, 1..2_000_000u32);
    let order = (
        0..670u32,
        prop::option::of(100..130u32),
        prop::collection::vec(line, 1..4),
    );
    prop::collection::vec(order, 1..12).prop_map(|orders| {
        let mut lines = vec![(1, 27, Some(100), 1, 1, 95), (2, 40, Some(101), 2, 1, 1250)];
        for (at, (day, customer, goods)) in orders.into_iter().enumerate() {
            lines.extend(goods.into_iter().map(|(product, pieces, cents)| {
                (3 + at as u32, day, customer, product, pieces, cents)
            }));
        }
        lines
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn prop_a_table_in_any_style_reads_the_same(style in style(), lines in table()) {
        let dataset = from_text(style.write(&lines));
        let dataset = dataset.map_err(|trouble| TestCaseError::fail(format!("{style:?}: {trouble}")))?;
        let catalogue = &dataset.catalogue;
        prop_assert_eq!(&catalogue.ledger.unreadable, &[]);
        prop_assert_eq!(catalogue.ledger.read, lines.len() as u64);
        let distinct = |values: Vec<u32>| values.into_iter().collect::<std::collections::BTreeSet<_>>().len();
        let sold = || lines.iter().filter(|line| line.4 > 0);
        prop_assert_eq!(catalogue.orders as usize, distinct(sold().map(|line| line.0).collect()));
        prop_assert_eq!(catalogue.customers as usize, distinct(sold().filter_map(|line| line.2).collect()));
        prop_assert_eq!(catalogue.products as usize, distinct(sold().map(|line| line.3).collect()));
        let worth: f64 = dataset.lines.price.iter().zip(dataset.lines.quantity.iter()).map(|(price, pieces)| price * pieces).sum();
        let expected: f64 = lines.iter().map(|line| f64::from(line.5) / 100.0 * f64::from(line.4)).sum();
        prop_assert!((worth - expected).abs() < 0.005, "{} and {}", worth, expected);
        let first = lines.iter().map(|line| date_of(line.1)).min();
        let last = lines.iter().map(|line| date_of(line.1)).max();
        prop_assert_eq!((Some(catalogue.first), Some(catalogue.last)), (first, last));
        let currency = if style.mark == 0 { "GBP" } else { "EUR" };
        prop_assert_eq!(catalogue.currency.as_str(), currency);
    }
}
