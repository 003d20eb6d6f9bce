//! Claims and when they are made.

use clientele_model::date;
use clientele_model::filters::Filters;
use clientele_model::overview::Unit;
use proptest::prelude::*;

use super::*;
use crate::plays::Plays;
use crate::tables::sample::{datasets, filters};

fn of(revenue: f64, anonymous: f64, orders: u32) -> Figures {
    Figures {
        revenue,
        gross: revenue,
        anonymous,
        orders,
        customers: orders / 2,
        ..Figures::default()
    }
}

#[track_caller]
fn check_headline(now: Figures, then: Option<Figures>, headline: &str, context: &str) {
    assert_eq!(finding::headline(&now, then.as_ref()).to_string(), headline);
    assert_eq!(finding::context(&now, then.as_ref()).to_string(), context);
}

#[test]
fn headlines_say_what_happened() {
    check_headline(
        of(9.35e6, 1.40e6, 18_957),
        Some(of(9.19e6, 1.06e6, 19_743)),
        "Revenue grew 1.7% to 9,350,000.00, although known customers spent 2.2% less",
        "The growth came from orders without a customer number (their revenue up 32%). There were 4.0% fewer orders, but the average order rose 6.0% to 493.22.",
    );
    check_headline(
        of(900.0, 100.0, 90),
        Some(of(1000.0, 100.0, 100)),
        "Revenue fell 10% to 900.00, with 10% fewer orders",
        "There were 10% fewer orders, and the average order stayed at 10.00.",
    );
    check_headline(
        of(1200.0, 0.0, 100),
        Some(of(1000.0, 0.0, 100)),
        "Revenue grew 20% to 1,200.00, with the average order 20% higher",
        "There were about as many orders as before, and the average order rose 20% to 12.00.",
    );
    check_headline(
        of(1000.0, 0.0, 100),
        Some(of(1001.0, 0.0, 100)),
        "Revenue held at 1,000.00",
        "There were about as many orders as before, and the average order stayed at 10.00.",
    );
    check_headline(
        of(10.0, 0.0, 2),
        None,
        "Revenue was 10.00 from 2 orders",
        "1 known customer bought; the average order was 5.00.",
    );
    check_headline(
        of(10.0, 10.0, 1),
        None,
        "Revenue was 10.00 from 1 order",
        "None of the orders has a customer number; the average order was 10.00.",
    );
    check_headline(
        of(10.0, 0.0, 2),
        Some(of(-5.0, 0.0, 1)),
        "Revenue was 10.00 from 2 orders, after −5.00 before",
        "There were 100% more orders, and the average order stayed at 5.00.",
    );
}

#[test]
fn an_average_order_is_said_to_be_before_returns_where_there_are_any() {
    let back = |revenue: f64, orders: u32| Figures {
        gross: revenue + 20.0,
        returned: 20.0,
        ..of(revenue, 0.0, orders)
    };
    check_headline(
        back(80.0, 10),
        None,
        "Revenue was 80.00 from 10 orders",
        "5 known customers bought; the average order before returns was 10.00.",
    );
    check_headline(
        back(100.0, 10),
        Some(of(80.0, 0.0, 10)),
        "Revenue grew 25% to 100.00, with the average order before returns 50% higher",
        "There were about as many orders as before, and the average order before returns rose 50% to 12.00.",
    );
}

fn months(now: &[f64], then: Option<&[f64]>) -> Vec<Bucket> {
    let days = |at: usize| {
        let first = date(2011, at as i8 + 1, 1);
        (first, first.last_of_month())
    };
    now.iter()
        .enumerate()
        .map(|(at, &revenue)| Bucket {
            days: days(at),
            partial: false,
            now: of(revenue, 0.0, 1),
            then: then.map(|then| of(then[at], 0.0, 1)),
        })
        .collect()
}

#[track_caller]
fn check_series(now: &[f64], then: Option<&[f64]>, expected: &str) {
    let title = series::title(&months(now, then), Unit::Month);
    assert_eq!(title.to_string(), expected);
}

#[test]
fn series_titles_are_true() {
    check_series(
        &[5.0, 1.0, 9.0],
        Some(&[5.0, 3.0, 6.0]),
        "Mar 2011 made up what Feb 2011 lost: 3.00 more, after 2.00 less",
    );
    // The gain came first: it cannot make up for what is lost later.
    check_series(
        &[9.0, 1.0, 5.0],
        Some(&[6.0, 3.0, 5.0]),
        "Jan 2011 gained most, 3.00 more; Feb 2011 lost 2.00",
    );
    check_series(
        &[2.0, 3.0],
        Some(&[1.0, 1.0]),
        "All 2 months were above the period before, Feb 2011 most: 2.00 more",
    );
    check_series(
        &[1.0, 1.0],
        Some(&[2.0, 3.0]),
        "All 2 months were below the period before, Feb 2011 most: 2.00 less",
    );
    check_series(
        &[1.0, 1.0],
        Some(&[1.0, 1.0]),
        "All 2 months were as in the period before",
    );
    check_series(
        &[1.0, 2.0],
        Some(&[1.0, 1.0]),
        "Feb 2011 gained most: 1.00 more",
    );
    check_series(
        &[1.0, 2.0],
        Some(&[1.0, 3.0]),
        "Feb 2011 lost most: 1.00 less",
    );
    check_series(
        &[2.0, 6.0, 3.0],
        None,
        "Feb 2011 was the strongest month, with 6.00, 3.0× as much as Jan 2011",
    );
    check_series(&[2.0], None, "Revenue was 2.00");
}

#[test]
fn new_customers_peak_only_where_they_do() {
    let check = |new: &[u32], begin: clientele_model::Date, expected: &str| {
        let mut buckets = months(&vec![1.0; new.len()], None);
        for (bucket, &new) in buckets.iter_mut().zip(new) {
            bucket.now.customers = 10;
            bucket.now.new_customers = new;
        }
        let title = series::customers_title(&buckets, Unit::Month, days::from_date(begin));
        assert_eq!(title.to_string(), expected);
    };
    let early = date(2009, 12, 1);
    check(
        &[1, 2, 3],
        early,
        "80% of a month’s buyers had bought before; new ones peaked in Mar 2011",
    );
    check(
        &[2, 3, 3],
        early,
        "73% of a month’s buyers had bought before",
    );
    // Where the data begin everybody is new.
    check(
        &[10, 3, 2],
        date(2011, 1, 1),
        "50% of a month’s buyers had bought before",
    );
    check(&[10], early, "0% of buyers had bought before");
}

proptest! {
    /// Whatever the data and filters, a report comes out whose parts add up, or a sentence.
    #[test]
    fn prop_reports_add_up(data in datasets(), filters in filters()) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let tables = Tables::of(&data, &window, None);
        let mut report = match report(&tables, &window, &data.catalogue) {
            Ok(report) => report,
            Err(failure) => {
                prop_assert_eq!(failure, Failure::Nothing);
                prop_assert_eq!(tables.overview.now.all.orders, 0);
                return Ok(());
            }
        };
        let sum = |of: fn(&Figures) -> f64| report.series.iter().map(|b| of(&b.now)).sum::<f64>();
        prop_assert!((sum(|f| f.revenue) - report.now.revenue).abs() < 1e-6);
        prop_assert_eq!(sum(|f| f64::from(f.orders)), f64::from(report.now.orders));
        groups::by_rule(&mut report, &tables.customers, &Plays::own());
        let grouped: u32 = report.groups.iter().map(|group| group.customers).sum();
        prop_assert_eq!(grouped, report.known.0);
        prop_assert_eq!(report.then.is_some(), report.before.is_some());
        for text in [&report.headline, &report.context, &report.series_title, &report.customers_title] {
            let text = text.to_string();
            prop_assert!(!text.is_empty() && !text.contains("NaN") && !text.contains("inf"), "{}", text);
        }
    }
}

#[test]
fn an_empty_window_has_no_report() {
    let data = crate::tables::sample::dataset(vec![]);
    let window = Window::new(&Filters::default(), &data.catalogue).unwrap();
    let tables = Tables::of(&data, &window, None);
    assert_eq!(
        report(&tables, &window, &data.catalogue),
        Err(Failure::Nothing)
    );
}
