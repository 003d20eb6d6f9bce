//! Whom selections mean, on a small data set, and what they are called.

use std::collections::BTreeSet;

use clientele_model::failure::Failure;
use clientele_model::filters::Level;
use clientele_model::groups::RfmGroup;
use clientele_model::selection::{Had, Only, When};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::dataset::Dataset;
use crate::days::to_date;
use crate::narrowing::members;
use crate::rfm::Scores;
use crate::set::CustomerSet;
use crate::tables::line_filter::LineFilter;
use crate::tables::sample::{self, datasets, filters};
use crate::tables::{CustomersTable, Tables, customers};
use crate::window::Window;

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

pub(crate) fn small() -> Dataset {
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

fn find(
    only: &Only,
    data: &Dataset,
    window: &Window,
    among: &CustomersTable,
) -> Result<CustomerSet, Failure> {
    Meaning::of(only).find(
        among,
        &OverLines {
            data,
            window,
            among,
        },
    )
}

/// Lines tell who ordered what, and the customers of a data set whom one may write to.
struct OverLines<'a> {
    data: &'a Dataset,
    window: &'a Window,
    among: &'a CustomersTable,
}

impl Known for OverLines<'_> {
    fn buyers(&self, who: &Buyers) -> Result<CustomerSet, Failure> {
        who.over_lines(self.data, self.window, self.among)
    }

    fn segment(&self, slug: &str) -> Result<CustomerSet, Failure> {
        members(None, slug)
    }

    fn dealt(&self, dealing: &Dealing) -> Result<CustomerSet, Failure> {
        panic!("nobody knows of {dealing:?}")
    }

    fn listed(&self, listed: &clientele_model::selection::Listed) -> Result<CustomerSet, Failure> {
        panic!("nobody brought {}", listed.name)
    }

    fn may_email(&self) -> Result<CustomerSet, Failure> {
        let may = self.among.position.iter().copied();
        Ok(may
            .filter(|&at| self.data.customers.email_opt_in[at as usize])
            .collect())
    }
}

fn select(data: &Dataset, of: &str) -> Result<Vec<u32>, Failure> {
    let window = Window::usual(&data.catalogue).unwrap();
    let table = customers(data, &window, None);
    let set = find(&of.parse().unwrap(), data, &window, &table)?;
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
    check("may.email", &[2]);
    check("tier.Silver", &[1]);
    check("code.5.5.5", &[]);
    check("had.product.p0", &[1]);
    check("had.product.p0~2x", &[1]);
    check("had.product.p0~3x", &[]);
    check("had.anything~34d", &[1]);
    check("had.anything~33d", &[]);
    check("had.product.p1~first", &[1, 2]);
    check("had.product.p1~last", &[2]);
    check("had.anything~2x", &[1]);
    check("all(product.p0,product.p1)", &[1]);
    check("any(product.p0,product.p2)", &[1, 3]);
    check("not(product.p1)", &[3]);
    check(
        "all(any(product.p0,product.p2),not(had.anything~34d))",
        &[3],
    );
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
fn orders_must_be_known_where_figures_of_customers_are_not_enough() {
    let check = |of: &str, expected: usize| {
        let meaning = Meaning::of(&of.parse().unwrap());
        assert_eq!(meaning.buyers().len(), expected, "{of}");
    };
    check("everyone", 0);
    check("rfm.champions", 0);
    check("cell.5.3", 0);
    check("segment.champions", 0);
    check("band.recency.30..90", 0);
    check("ordered.2011-07-01.2011-07-31", 1);
    check("country.France", 1);
    check("bought.product.p0~p1~not~p2", 3);
    check("all(rfm.champions,not(had.anything~45d))", 1);
    check("any(country.France,not(all(product.p1,may.email)))", 2);
}

#[test]
fn marks_have_names() {
    let check = |of: &str, title: &str, about: &str| {
        let heading = heading(&of.parse().unwrap(), &|_| None);
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
        "band.monetary.17476..",
        "Spent 17,476 or more",
        "Customers who spent 17,476.00 or more.",
    );
    check(
        "band.monetary.100..500.5",
        "Spent 100 to below 500.50",
        "Customers who spent 100.00 to below 500.50.",
    );
    check(
        "band.monetary...50",
        "Spent less than 50",
        "Customers who spent less than 50.00.",
    );
    check(
        "bought.product.p0~p1~not~p2",
        "Bought p0 and p1, not p2",
        "Bought p0 and p1 and not p2 in the days looked at: customers to offer it to.",
    );
    check(
        "had.product.p0~3x~90d~first",
        "Bought p0 at least 3 times on the first day they ordered within the last 90 days",
        "Bought p0 at least 3 times on the first day they ordered within the last 90 days.",
    );
    check(
        "had.anything~1d",
        "Ordered within the last 1 day",
        "Ordered within the last 1 day.",
    );
    check(
        "all(any(rfm.champions,tier.Gold),not(may.email))",
        "(Champions or Gold) and not May be e-mailed",
        "Everybody who is in all of these: (Champions or Gold) and not May be e-mailed.",
    );
    check(
        "not(country.France)",
        "Not: France",
        "Everybody but these: France.",
    );
    check(
        "arm.SPRING~offer",
        "offer of SPRING",
        "They took part in the arm offer of the campaign SPRING.",
    );
    let name = |id: &str| Some(id.replace('p', "Product "));
    let named = heading(&"bought.product.p1~not~p2".parse().unwrap(), &name);
    assert_eq!(
        named.about.to_string(),
        "Bought Product 1 and not Product 2 in the days looked at: customers to offer it to."
    );
    let category = heading(&"bought.category.p1~not~p2".parse().unwrap(), &name);
    assert_eq!(category.title, "Bought p1, not p2");
    let group = heading(&Only::Rfm(RfmGroup::Champions), &|_| None);
    assert_eq!((&group.title[..], group.colour), ("Champions", Some(1)));
}

/// Selections put together by chance.
fn put_together() -> impl Strategy<Value = Only> {
    let leaf = prop_oneof![
        Just(Only::Everyone),
        (0..11_usize).prop_map(|at| Only::Rfm(RfmGroup::ALL[at])),
        (0..4_u32).prop_map(|at| Only::Product(format!("p{at}"))),
        (1..200_u16).prop_map(|days| Only::Had(Had {
            days: Some(days),
            ..Had::anything()
        })),
        Just(Only::MayEmail),
        (0.0..60.0_f64).prop_map(|low| Only::Band {
            feature: "monetary".into(),
            low: Some(low),
            high: None
        }),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Only::all),
            vec(inner.clone(), 1..4).prop_map(Only::any),
            inner.prop_map(Only::but),
        ]
    })
}

/// The slow way, by sets of the standard library.
fn naive(only: &Only, all: &BTreeSet<u32>, one: &dyn Fn(&Only) -> BTreeSet<u32>) -> BTreeSet<u32> {
    match only {
        Only::All(parts) => parts
            .iter()
            .map(|part| naive(part, all, one))
            .fold(all.clone(), |so_far, part| &so_far & &part),
        Only::Any(parts) => parts
            .iter()
            .map(|part| naive(part, all, one))
            .fold(BTreeSet::new(), |so_far, part| &so_far | &part),
        Only::Not(inner) => all - &naive(inner, all, one),
        leaf => one(leaf),
    }
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
        let set = find(&only, &data, &window, &everybody).unwrap();
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

    /// What is put together from conditions is what sets of the standard library say.
    #[test]
    fn prop_selections_put_together_are_sets(
        data in datasets(), filters in filters(), only in put_together(),
    ) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let everybody = customers(&data, &window, None);
        let set = find(&only, &data, &window, &everybody).unwrap();
        let all: BTreeSet<u32> = everybody.position.iter().copied().collect();
        let one = |one: &Only| {
            let set = find(one, &data, &window, &everybody).unwrap();
            set.iter().collect::<BTreeSet<u32>>()
        };
        prop_assert_eq!(set.iter().collect::<BTreeSet<u32>>(), naive(&only, &all, &one));
        // The lines of a builder mean the same.
        prop_assert_eq!(Only::of_lines(&only.lines()), only);
    }

    /// Groups part everybody, and tables narrowed to one of them hold its customers and nobody else.
    #[test]
    fn prop_groups_part_everybody(data in datasets(), filters in filters()) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let everybody = customers(&data, &window, None);
        let scores = Scores::of(&everybody);
        let mut count = 0;
        for group in RfmGroup::ALL {
            let set = find(&Only::Rfm(group), &data, &window, &everybody).unwrap();
            let table = everybody.narrowed(&set);
            count += table.len();
            let held = (0..everybody.len()).all(|row| {
                (scores.group(row) == group) == set.contains(everybody.position[row])
            });
            prop_assert!(held);
            let tables = Tables::of(&data, &window, Some(&set));
            prop_assert_eq!(&tables.customers, &table);
            prop_assert_eq!(tables.overview.now.all.customers as usize, table.len());
        }
        prop_assert_eq!(count, everybody.len());
    }

    /// The table that a database is asked for tells who they are as the lines do.
    #[test]
    fn prop_a_table_tells_what_the_lines_tell(
        data in datasets(), filters in filters(), kind in 0..8, at in 0..4_usize, days in (0..500_i32, 0..200_i32),
    ) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        // A mark stands for days that are looked at: of others a database is asked for nobody, and lines
        // tell who ordered then.
        let first = window.days.first + days.0 % window.days.count();
        let last = (first + days.1).min(window.days.last);
        let (from, to) = (to_date(first), to_date(last));
        let name = |names: &[String]| names.get(at).cloned().unwrap_or_default();
        let only = match kind {
            0 => Only::Ordered(from, to),
            1 => Only::New(from, to),
            2 => Only::Returning(from, to),
            3 => Only::Country(name(&data.values.countries)),
            4 => Only::Channel(name(&data.values.channels)),
            5 => Only::Category(name(&data.values.categories)),
            // Of one day a table does not tell how often.
            6 => Only::Had(Had {
                times: 1 + (days.0 % 3) as u16,
                days: (days.1 % 2 == 0).then_some(days.1 as u16),
                ..Had::once(Level::Category, name(&data.values.categories))
            }),
            _ => Only::Had(Had {
                when: [When::First, When::Last][at % 2],
                ..Had::once(Level::Category, name(&data.values.categories[at / 2..]))
            }),
        };
        let Meaning::Buyers(who) = Meaning::of(&only) else {
            panic!("{only} is about orders");
        };
        let everybody = customers(&data, &window, None);
        let Ok(expected) = who.over_lines(&data, &window, &everybody) else {
            return Ok(());
        };
        let told = match who.request(&filters, &window) {
            None => CustomerSet::none(everybody.len()),
            Some(request) => {
                let window = Window::new(&request.filters, &data.catalogue).unwrap();
                who.over_table(&everybody, &customers(&data, &window, None))
            }
        };
        for &customer in &everybody.position {
            prop_assert_eq!(told.contains(customer), expected.contains(customer));
        }
    }
}
