//! The side sheet and the file for spreadsheets, on a small data set.

use std::collections::BTreeSet;

use clientele_model::date;
use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Level};
use clientele_model::groups::RfmGroup;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::only::{self, Lookup};
use crate::rfm::Scores;
use crate::tables::line_filter::LineFilter;
use crate::tables::sample::{self, datasets, filters};
use crate::tables::{Tables, customers};

/// Recency is the only feature; there are no segments.
struct Plain;

impl Lookup for Plain {
    fn segment(&mut self, slug: &str, _: &CustomersTable) -> Result<CustomerSet, Failure> {
        Err(Failure::NoSegment {
            name: slug.to_owned(),
        })
    }

    fn feature(&mut self, key: &str, among: &CustomersTable) -> Result<Vec<f64>, Failure> {
        match key {
            "recency" => Ok((0..among.len())
                .map(|row| f64::from(among.recency(row)))
                .collect()),
            _ => Err(Failure::NoSuchColumn {
                column: key.to_owned(),
            }),
        }
    }
}

fn line(product: u32, quantity: i32) -> sample::Line {
    sample::Line {
        product,
        quantity,
        pence: 500,
        discount: 0,
        flags: 0,
    }
}

fn order(day: i32, customer: u32, country: u32, lines: Vec<sample::Line>) -> sample::Order {
    sample::Order {
        day,
        customer: Some(customer),
        country,
        channel: 2,
        lines,
    }
}

fn small() -> Dataset {
    let mut data = sample::dataset(vec![
        order(20, 1, 1, vec![line(0, 1)]),
        order(200, 1, 1, vec![line(0, 2), line(1, 1)]),
        order(250, 2, 0, vec![line(1, 9)]),
        order(330, 3, 2, vec![line(2, 1)]),
        order(331, 1, 1, vec![line(0, 1)]),
    ]);
    data.customers.id[2] = "=HYPERLINK(1)".into();
    data
}

fn select(data: &Dataset, of: &str) -> Result<Vec<u32>, Failure> {
    let window = Window::usual(&data.catalogue).unwrap();
    let table = customers(data, &window, None);
    let only: Only = of.parse().unwrap();
    let set = only::select(&only, &table, &window, Some(data), &mut Plain)?;
    Ok(set.iter().collect())
}

#[test]
fn selections_find_their_customers() {
    let data = small();
    let check = |of: &str, expected: &[u32]| {
        assert_eq!(select(&data, of).unwrap(), expected, "{of}");
    };
    check("everyone", &[1, 2, 3]);
    check("ordered.2011-07-01.2011-07-31", &[1]);
    check("ordered.2011-01-01.2011-12-31", &[1, 2, 3]);
    check("new.2011-07-01.2011-12-31", &[2, 3]);
    check("returning.2011-07-01.2011-12-31", &[1]);
    check("country.Atlantis", &[2]);
    check("channel.Store", &[1, 2, 3]);
    check("category.Garden", &[1]);
    check("category.Home", &[1, 2]);
    check("product.p1", &[1, 2]);
    check("bought.product.p1~not~p0", &[2]);
    check("bought.product.p0~p1~not~p2", &[1]);
    check("bought.product.p0~not~p0", &[]);
    check("bought.category.Home~not~Garden", &[2]);
    check("band.recency.50..", &[2]);
    let refused = |of: &str| select(&data, of).unwrap_err().to_string();
    assert_eq!(
        refused("country.Mars"),
        "“Mars” is not a country of this data set, so no sale matches. Remove it from the filters."
    );
    assert_eq!(
        refused("bought.product.p1~not~none"),
        refused("product.none")
    );
    assert_eq!(
        refused("product.none"),
        "“none” is not a product of this data set, so no sale matches. Remove it from the filters."
    );
    assert_eq!(
        select(&data, "segment.kings").unwrap_err().to_string(),
        "There is no segment “kings” under these filters. Open Segments and choose one of those shown."
    );
}

#[test]
fn selections_that_need_lines_say_so() {
    let data = small();
    let window = Window::usual(&data.catalogue).unwrap();
    let table = customers(&data, &window, None);
    let result = only::select(
        &Only::Product("p1".into()),
        &table,
        &window,
        None,
        &mut Plain,
    );
    assert_eq!(
        result,
        Err(Failure::NoSuchColumn {
            column: "lines".into()
        })
    );
}

#[test]
fn a_sheet_shows_who_they_are_and_what_they_buy() {
    let data = small();
    let window = Window::usual(&data.catalogue).unwrap();
    let table = customers(&data, &window, None);
    let these = [1, 2].into_iter().collect();
    let of = Only::Product("p1".into());
    let report = report(
        heading(&of, None),
        &of,
        &table,
        &these,
        &window,
        Some(&data),
    );
    assert_eq!(report.title, "Buyers of p1");
    assert_eq!(report.customers, 2);
    assert_eq!(report.revenue, 65.0);
    assert!((report.revenue_share - 65.0 / 70.0).abs() < 1e-12);
    let preview: Vec<&str> = report.preview.iter().map(|row| &row.id[..]).collect();
    assert_eq!(preview, ["=HYPERLINK(1)", "c1"]);
    let third = 2.0 / 3.0;
    assert_eq!(
        report.products,
        [
            ("p0".to_owned(), "Product 0".to_owned(), third),
            ("p1".to_owned(), "Product 1".to_owned(), third),
        ]
    );
    assert_eq!(report.typical.frequency, 1.5);
    assert!(!report.without_products);
}

#[test]
fn a_file_is_safe_in_spreadsheets() {
    let data = small();
    let window = Window::usual(&data.catalogue).unwrap();
    let table = customers(&data, &window, None);
    let these = [1, 2].into_iter().collect();
    let export = export("At Risk", &table, &these, &window, Some(&data));
    assert_eq!(export.name, "at-risk-2011-07-01-2011-12-31.csv");
    assert_eq!(export.rows, 2);
    assert_eq!(
        export.csv,
        "\u{feff}customer,email,email_opt_in,country,tier,first_order,last_order,days_since_last_order,orders,spend,average_order,products,units,returned,discount,online_orders\r\n\
         '=HYPERLINK(1),c2@example.com,yes,Atlantis,,2011-09-08,2011-09-08,115,1,45.00,45.00,1,9,0.00,0.00,0\r\n\
         c1,c1@example.com,no,France,Silver,2011-01-21,2011-11-28,34,2,20.00,10.00,2,4,0.00,0.00,0\r\n"
    );
}

#[test]
fn marks_have_names() {
    let check = |of: &str, title: &str, about: &str| {
        let heading = heading(&of.parse().unwrap(), None);
        assert_eq!(
            (&heading.title[..], &heading.about.to_string()[..]),
            (title, about)
        );
    };
    check(
        "everyone",
        "All customers",
        "Everybody with an order under these filters.",
    );
    check(
        "ordered.2011-04-01.2011-04-30",
        "Customers in Apr 2011",
        "With at least one order in Apr 2011.",
    );
    check(
        "new.2011-04-04.2011-04-10",
        "New in 4 Apr 2011 – 10 Apr 2011",
        "Their first order of all was between 4 Apr 2011 and 10 Apr 2011.",
    );
    check(
        "band.recency.30..90",
        "Recency",
        "Customers whose recency is from 30 to below 90.",
    );
    check(
        "bought.product.p0~p1~not~p2",
        "Bought p0 and p1, not p2",
        "Bought p0 and p1 and not p2 in the days looked at: customers to offer it to.",
    );
    let data = small();
    let named = heading(&"bought.product.p1~not~p2".parse().unwrap(), Some(&data));
    assert_eq!(
        named.about.to_string(),
        "Bought Product 1 and not Product 2 in the days looked at: customers to offer it to."
    );
    let group = heading(&Only::Rfm(RfmGroup::Champions), None);
    assert_eq!((&group.title[..], group.colour), ("Champions", Some(1)));
    assert_eq!(date(2011, 4, 30).to_string(), "2011-04-30");
}

proptest! {
    /// Who bought some products and not another one, read off the orders one by one.
    #[test]
    fn prop_bought_is_every_one_of_these_and_not_that(
        data in datasets(), filters in filters(), left in vec(0..4_usize, 1..4), right in 0..4_usize,
    ) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let id = |at: usize| data.products.id[at % data.products.id.len()].clone();
        let everybody = customers(&data, &window, None);
        let only = Only::Bought {
            level: Level::Product,
            all: left.iter().map(|&at| id(at)).collect(),
            but: id(right),
        };
        let set = only::select(&only, &everybody, &window, Some(&data), &mut Plain).unwrap();
        for &customer in &everybody.position {
            let mut bought = BTreeSet::new();
            let filter = LineFilter::new(&data, &window, None);
            for order in filter.orders.clone() {
                if data.orders.customer[order] == customer && filter.order(order) {
                    let sales = filter.lines(order).filter(|line| !line.is_return);
                    bought.extend(sales.map(|line| data.products.id[line.product as usize].clone()));
                }
            }
            let fits = left.iter().all(|&at| bought.contains(&id(at))) && !bought.contains(&id(right));
            prop_assert_eq!(set.contains(customer), fits);
        }
    }

    /// Narrowing is consistent: the customers of a chain are those left by each of its parts in
    /// turn, tables narrowed to them hold them and nobody else, and groups part everybody.
    #[test]
    fn prop_selections_nest(data in datasets(), filters in filters()) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let everybody = customers(&data, &window, None);
        let scores = Scores::of(&everybody);
        let mut count = 0;
        for group in RfmGroup::ALL {
            let chain = [Only::Rfm(group), Only::Everyone];
            match only::resolve(&data, &window, &chain, &mut Plain) {
                Ok((table, set)) => {
                    count += table.len();
                    let held = (0..everybody.len()).all(|row| {
                        (scores.group(row) == group)
                            == table.position.contains(&everybody.position[row])
                    });
                    prop_assert!(held);
                    let tables = Tables::of(&data, &window, set.as_ref());
                    prop_assert_eq!(&tables.customers, &table);
                    prop_assert_eq!(tables.overview.now.all.customers as usize, table.len());
                }
                Err(failure) => prop_assert_eq!(failure, Failure::Nothing),
            }
        }
        prop_assert_eq!(count, everybody.len());
    }
}

#[test]
fn default_filters_narrow_nothing() {
    let data = small();
    let window = Window::new(&Filters::default(), &data.catalogue).unwrap();
    let (table, set) = only::resolve(&data, &window, &[], &mut Plain).unwrap();
    assert_eq!((table.len(), set), (3, None));
}
