use std::collections::BTreeMap;

use clientele_model::baskets::{BasketsReport, Reason};
use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Floor, Mining, Period, Rules, Spend};
use clientele_model::question::AnyReport;
use clientele_model::recommend::Whom;
use proptest::prelude::*;

use super::*;
use crate::baskets::job::{Asked, Work, Worked};
use crate::baskets::{Worth, baskets};
use crate::dataset::NONE;
use crate::engine::{Step, Work as _};
use crate::recommend::{self, Recommending};
use crate::remote::floor;
use crate::tables::products;
use crate::tables::sample::{CUSTOMERS, Line, Order, dataset, datasets, filters};
use crate::texts::Texts;
use crate::window::Window;

/// What a database would send, order by order.
fn naive(data: &Dataset, window: &Window, level: Level, floor: Floor) -> BasketsTable {
    let made = baskets(data, window, None, level, Worth::Margin).baskets;
    let least = floor::least(floor, made.len() as u32);
    let names = match level {
        Level::Product => &data.products.id,
        Level::Category => &data.values.categories,
    };
    let counts = made.counts();
    let mut sent: Vec<u32> = (0..made.kinds).collect();
    sent.retain(|&item| counts[item as usize] >= least);
    sent.sort_by_key(|&item| (u32::MAX - counts[item as usize], &names[item as usize]));
    let mut sets: BTreeMap<(Vec<u32>, u32), Vec<Vec<f64>>> = BTreeMap::new();
    for at in 0..made.len() {
        let row = |item: u32| Some(sent.iter().position(|&of| of == item)? as u32);
        let mut held: Vec<(u32, f64)> = made
            .range(at)
            .filter_map(|place| Some((row(made.items[place])?, made.value[place])))
            .collect();
        held.sort_by_key(|(row, _)| *row);
        let (rows, worths) = held.into_iter().unzip();
        let size = made.range(at).len() as u32;
        sets.entry((rows, size)).or_default().push(worths);
    }
    let mut table = BasketsTable {
        item: sent
            .iter()
            .map(|&item| &*names[item as usize])
            .collect::<Texts>(),
        least,
        start: vec![0],
        worth_start: vec![0],
        ..BasketsTable::default()
    };
    for ((rows, size), worths) in sets {
        match rows.len() {
            1 => table.worth.push(worths.iter().flatten().sum()),
            _ => table.worth.extend(worths.iter().flatten()),
        }
        table.items.extend(rows);
        table.start.push(table.items.len() as u32);
        table.worth_start.push(table.worth.len() as u32);
        table.orders.push(worths.len() as u32);
        table.size.push(size);
    }
    table
}

fn mined(asked: Asked) -> Option<BasketsReport> {
    let mut work = Work::new(asked);
    loop {
        match work.go_on() {
            Ok(Worked::More(..) | Worked::Partial(_)) => {}
            Ok(Worked::Done(report)) => return Some(*report),
            Err(_) => return None,
        }
    }
}

/// The report from what a database sends from the floor of these parameters on.
fn from_sent(data: &Dataset, window: &Window, params: Mining) -> Option<BasketsReport> {
    let table = naive(data, window, params.level, floor::sent(params.support));
    let products = products(data, window, None);
    let (dataset, sent) = Sent::new(Arc::new(table), &products, &data.catalogue);
    mined(Asked {
        dataset: Arc::new(dataset),
        window: window.clone(),
        within: None,
        params,
        sent: Some(sent),
    })
}

/// The whole year.
fn year(data: &Dataset) -> Window {
    let filters = Filters {
        period: Period::All,
        ..Filters::default()
    };
    Window::new(&filters, &data.catalogue).unwrap()
}

/// Two products in twelve orders, two others in three.
fn shop() -> Dataset {
    let line = |product| Line {
        product,
        quantity: 1,
        pence: 100,
        discount: 0,
        flags: 0,
    };
    let order = |day: i32| Order {
        day,
        customer: Some(day as u32 % CUSTOMERS),
        country: 0,
        channel: 0,
        lines: if day < 12 { [0, 1] } else { [2, 3] }.map(line).to_vec(),
    };
    let mut data = dataset((0..15).map(order).collect());
    data.products.service.fill(false);
    data
}

fn sent(data: &Dataset, level: Level, least: u32) -> (Dataset, Sent) {
    let window = year(data);
    let table = naive(data, &window, level, Floor::Orders(least));
    let products = products(data, &window, None);
    Sent::new(Arc::new(table), &products, &data.catalogue)
}

#[track_caller]
fn left_out(data: &Dataset, level: Level, reason: Reason) -> String {
    let (dataset, sent) = sent(data, level, 6);
    let report = mined(Asked {
        dataset: Arc::new(dataset),
        window: year(data),
        within: None,
        params: Mining {
            support: Some(Floor::Orders(2)),
            level,
            ..Mining::default()
        },
        sent: Some(sent),
    });
    let left_out = report.unwrap().left_out;
    let left = left_out.iter().find(|left| left.reason == reason).unwrap();
    left.words.to_string()
}

#[test]
fn what_was_not_sent_is_said() {
    let mut data = shop();
    assert_eq!(
        left_out(&data, Level::Product, Reason::NotSent),
        "The database sends products in at least 6 orders, so sets in fewer were not looked for."
    );
    data.products.category.fill(0);
    data.products.category[0] = NONE;
    assert_eq!(
        left_out(&data, Level::Category, Reason::NoCategory),
        "1 product without a category is left out."
    );
    data.products.category[2] = NONE;
    assert_eq!(
        left_out(&data, Level::Category, Reason::NoCategory),
        "2 products without a category are left out."
    );
    assert_eq!(
        left_out(&data, Level::Category, Reason::NotSent),
        "The database sends categories in at least 6 orders, so sets in fewer were not looked for."
    );
}

#[test]
fn offers_for_a_product_say_what_was_not_sent() {
    let data = shop();
    let offers = |product: &str| {
        let (dataset, sent) = sent(&data, Level::Product, 6);
        let mut work = Recommending::new(recommend::Asked {
            dataset: Arc::new(dataset),
            window: year(&data),
            within: None,
            params: Mining::default(),
            whom: Whom::Product(product.to_owned()),
            group: None,
            sent: Some(sent),
        });
        loop {
            if let Step::Done(report) = work.step()?
                && let AnyReport::Recommend(report) = report.into_any()
            {
                return Ok::<_, Failure>(*report);
            }
        }
    };
    let remarks = offers(&data.products.id[0]).unwrap().remarks;
    assert_eq!(
        remarks[0].to_string(),
        "The database sends totals: only products in at least 6 orders are looked at, and not what is bought in later orders."
    );
    assert_eq!(
        offers(&data.products.id[2]).unwrap_err().to_string(),
        "What goes with Product 2 cannot be shown here, because the database sends totals and not every order. It is there only for products in at least 6 orders; choose one of those."
    );
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * (1.0 + other.abs())
}

proptest! {
    #[test]
    fn what_a_database_sends_makes_the_report_of_the_lines(
        data in datasets(),
        filters in filters(),
        largest in proptest::option::of(2..4_u32),
        support in prop_oneof![
            Just(None), Just(Some(Floor::Orders(2))), Just(Some(Floor::Share(0.2))),
        ],
        by_category in any::<bool>(),
    ) {
        let filters = Filters { spend: Spend::default(), ..filters };
        let Ok(window) = Window::new(&filters, &data.catalogue) else { return Ok(()) };
        let level = if by_category { Level::Category } else { Level::Product };
        let params = Mining {
            support,
            confidence: Some(0.1),
            rules: Rules::All,
            largest,
            level,
            ..Mining::default()
        };
        let found = from_sent(&data, &window, params);
        let expected = mined(Asked {
            dataset: Arc::new(data),
            window,
            within: None,
            params,
            sent: None,
        });
        prop_assert_eq!(found.is_some(), expected.is_some());
        let (Some(mut found), Some(mut expected)) = (found, expected) else { return Ok(()) };
        // A floor below what is sent is raised, and it is said.
        if found.left_out.iter().any(|left| left.reason == Reason::NotSent) {
            prop_assert!(found.thresholds.support_orders > expected.thresholds.support_orders);
            return Ok(());
        }
        for (one, other) in found.valuable.iter().zip(&expected.valuable) {
            prop_assert!(near(one.value, other.value));
        }
        prop_assert_eq!(found.valuable.len(), expected.valuable.len());
        for (one, other) in found.items.iter().zip(&expected.items) {
            prop_assert!(near(one.revenue, other.revenue));
        }
        let sold = found.counts.items == expected.counts.items;
        for report in [&mut found, &mut expected] {
            report.valuable.clear();
            report.items.iter_mut().for_each(|item| item.revenue = 0.0);
            report.next_why = None;
            // Of lines without a category, or of products.
            report.left_out.retain(|left| left.reason != Reason::NoCategory);
            report.remarks.clear();
            // Where some orders are left out, products of those alone are sold as well, and that only one
            // product was sold is not said.
            if largest.is_some() && !sold {
                report.counts.items = 0;
                report.why_none = None;
            }
        }
        prop_assert_eq!(found, expected);
    }
}
