//! One customer, on small data sets by hand and by chance.

use clientele_model::customer::CustomerReport;
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::{Date, date};
use proptest::prelude::*;

use super::history::{MOST_LINES, MOST_ORDERS, from_lines, from_months};
use super::*;
use crate::dataset::Flags;
use crate::engine::{Engine, Source, Step, finish};
use crate::selection::tests::small;
use crate::studies;
use crate::tables::sample::{self, datasets, filters};
use crate::tables::{customer_months, customers};

fn engine(data: Dataset) -> Engine {
    Engine::new(Source::Memory(Box::new(data)), vec![], &studies::all())
}

fn ask(data: Dataset, link: &str) -> Result<CustomerReport, Failure> {
    let (question, notices) = AnyQuestion::parse(link).unwrap();
    assert_eq!(notices, [], "{link}");
    match finish(engine(data).start(&question)?)? {
        AnyReport::Customer(report) => Ok(*report),
        other => panic!("{other:?}"),
    }
}

fn line(product: u32, quantity: i32, flags: u8) -> sample::Line {
    sample::Line {
        product,
        quantity,
        pence: 500,
        discount: 0,
        flags,
    }
}

fn order(day: i32, customer: u32, lines: Vec<sample::Line>) -> sample::Order {
    sample::Order {
        day,
        customer: Some(customer),
        country: 1,
        channel: 1,
        lines,
    }
}

/// Customer 1 orders every ten days and then stops; 2 and 3 come once.
fn shop() -> Dataset {
    let mut orders: Vec<_> = (0..6)
        .map(|at| order(200 + 10 * at, 1, vec![line(0, 2, 0), line(1, 1, 0)]))
        .collect();
    orders.push(order(251, 1, vec![line(0, 1, Flags::RETURN)]));
    orders.push(order(300, 2, vec![line(2, 30, 0)]));
    orders.push(order(360, 3, vec![line(2, 1, 0)]));
    sample::dataset(orders)
}

#[test]
fn a_customer_is_told_in_words_and_numbers() {
    let report = ask(shop(), "/customer?who=C1").unwrap();
    let said = [
        &report.headline,
        &report.context,
        &report.standing.words,
        &report.rhythm.words,
        &report.rfm.words,
        &report.no_segment,
        &report.orders_note,
    ];
    assert_eq!(
        said.map(ToString::to_string),
        [
            "Customer c1 spent 85.00 in 6 orders: rank 2 of 3 customers by spend",
            "First ordered on 20 Jul 2011, last on 8 Sep 2011, 115 days before 1 Jan 2012.",
            "50% of the others spent more; 35% of all customers’ revenue is theirs.",
            "About 10 days pass from one day with an order to the next; 115 days have passed since the last one, so the next is overdue: it was to be expected by 18 Sep 2011.",
            "Recency 1, orders 5 and spend 3, each from 1 to 5 among 3 customers. At Risk: Scores of 1 or 2 for recency, 2 or more for orders and spend.",
            "Groups need at least 30 customers, and these filters leave 3. Widen the period or remove a filter.",
            "",
        ]
    );
    assert!(report.rhythm.overdue);
    assert_eq!(report.person.email, "c1@example.com");
    assert_eq!(report.person.email_opt_in, Some(false));
    // The latest first; goods that came back stand by themselves.
    let orders: Vec<(Date, f64, f64, usize)> = report
        .orders
        .iter()
        .map(|order| (order.day, order.value, order.returned, order.lines.len()))
        .collect();
    assert_eq!(orders[0], (date(2011, 9, 9), 0.0, 5.0, 1));
    assert_eq!(orders[1], (date(2011, 9, 8), 15.0, 0.0, 2));
    assert_eq!(orders.len(), 7);
    assert_eq!(report.orders[0].lines[0].pieces, -1.0);
    assert_eq!(report.orders[0].lines[0].value, -5.0);
    // July to December.
    let months: Vec<(u32, f64)> = report.months.iter().map(|m| (m.orders, m.gross)).collect();
    let july = [(2, 30.0), (3, 45.0), (1, 15.0)];
    assert_eq!(months[..3], july);
    assert_eq!(months[3..], [(0, 0.0); 3]);
}

#[test]
fn who_came_once_has_no_rhythm() {
    let report = ask(shop(), "/customer?who=c3").unwrap();
    assert_eq!(
        [&report.headline, &report.context, &report.rhythm.words].map(ToString::to_string),
        [
            "Customer c3 spent 5.00 in 1 order: rank 3 of 3 customers by spend",
            "The only order was on 27 Dec 2011, 5 days before 1 Jan 2012.",
            "Ordered on 1 day: too few to say how often this customer orders.",
        ]
    );
    assert_eq!((report.rhythm.gap, report.rhythm.due), (None, None));
    assert!(!report.rhythm.overdue);
}

#[test]
fn a_customer_is_found_by_number_and_by_address() {
    let id = |link: &str| ask(small(), link).map(|report| report.person.id);
    assert_eq!(id("/customer?who=c1").as_deref(), Ok("c1"));
    assert_eq!(id("/customer?who=C1%40Example.COM").as_deref(), Ok("c1"));
    assert_eq!(
        id("/customer?who=c2%40example.com").as_deref(),
        Ok("=HYPERLINK(1)")
    );
    let mut twins = small();
    twins.customers.email[3] = "C1@example.com ".into();
    let report = ask(twins, "/customer?who=c1@example.com").unwrap();
    assert_eq!(report.person.id, "c1");
    assert_eq!(
        report.remarks[0].to_string(),
        "2 customers have the e-mail address c1@example.com; this is the first of them by number."
    );
    // Nobody at all, and somebody without an order in these days.
    for who in ["nobody", "c5", "nobody@example.com"] {
        let why = ask(small(), &format!("/customer?who={who}")).unwrap_err();
        let expected = format!(
            "There is no customer “{who}” under these filters. Check how it is written, or widen the period."
        );
        assert_eq!(why.to_string(), expected);
    }
    let why = AnyQuestion::parse("/customer").unwrap_err();
    assert_eq!(
        why.to_string(),
        "This question needs a readable who=…, for example who=12347."
    );
}

#[test]
fn all_else_is_shown_before_segments_are_made() {
    let (question, _) = AnyQuestion::parse("/customer?who=c1").unwrap();
    let mut job = engine(shop()).start(&question).unwrap();
    loop {
        match job.step().unwrap() {
            Step::More { .. } => {}
            Step::Partial(report) => {
                let AnyReport::Customer(report) = report.into_any() else {
                    panic!("another report");
                };
                assert_eq!(report.no_segment.to_string(), "Segments are being made …");
                assert_eq!(report.orders.len(), 7);
                return;
            }
            _ => panic!("the answer waits for segments"),
        }
    }
}

#[test]
fn a_customer_of_many_orders_is_listed_in_part_and_says_so() {
    let many = |lines: usize| {
        let lines = (0..lines)
            .map(|at| line(at as u32 % 7, 1, 0))
            .collect::<Vec<_>>();
        let orders = (0..250).map(|at| order(190 + at % 170, 1, lines.clone()));
        sample::dataset(orders.collect())
    };
    let told = |data: &Dataset| from_lines(data, &Window::usual(&data.catalogue).unwrap(), 1);
    let few = told(&many(1));
    assert_eq!(few.orders.len(), MOST_ORDERS);
    assert_eq!(
        few.note.to_string(),
        "The latest 200 of 250 entries are listed; the figures above count them all."
    );
    let counted: u32 = few.months.iter().map(|month| month.orders).sum();
    assert_eq!(counted, 250);
    let wide = told(&many(100));
    // Some of the lines are of services, which do not count.
    let each = wide.orders[0].lines.len();
    assert_eq!(wide.orders.len(), MOST_LINES / each);
    // The latest is there however long it is.
    assert_eq!(told(&many(MOST_LINES + 1)).orders.len(), 1);
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

proptest! {
    /// Orders, months and ranks once more, from the table of customers and from everybody's months.
    #[test]
    fn prop_one_customer_naive(data in datasets(), filters in filters()) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else { return Ok(()) };
        let table = customers(&data, &window, None);
        let everybody = customer_months(&data, &window, None);
        let mut spends: Vec<f64> = (0..table.len()).map(|row| table.monetary(row)).collect();
        spends.sort_by(|a, b| b.total_cmp(a));
        for row in 0..table.len() {
            let told = from_lines(&data, &window, table.position[row]);
            let sold = told.orders.iter().filter(|order| order.lines.iter().any(|line| line.pieces > 0.0));
            prop_assert_eq!(sold.count() as u32, table.orders[row]);
            let value: f64 = told.orders.iter().map(|order| order.value).sum();
            let returned: f64 = told.orders.iter().map(|order| order.returned).sum();
            prop_assert!(near(value, table.gross[row]), "{} {}", value, table.gross[row]);
            prop_assert!(near(returned, table.returned[row]));
            let latest = told.orders.iter().filter(|order| order.value != 0.0).map(|order| order.day).max();
            prop_assert!(latest.is_none_or(|day| day <= days::to_date(table.last[row])));
            let months = from_months(&everybody, window.days, table.customer.get(row)).months;
            prop_assert_eq!(months.len(), told.months.len());
            for (a, b) in months.iter().zip(&told.months) {
                prop_assert_eq!((a.month, a.orders), (b.month, b.orders));
                prop_assert!(near(a.gross, b.gross) && near(a.returned, b.returned), "{:?} {:?}", a, b);
            }
            let standing = standing(&table, row);
            let first = spends.iter().position(|&spend| spend == table.monetary(row));
            prop_assert_eq!(first, Some(standing.rank as usize - 1));
        }
    }
}
