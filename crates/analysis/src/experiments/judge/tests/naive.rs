//! Who bought what, once more in the simplest way: every order of everybody, day by day.

use std::collections::BTreeSet;

use clientele_model::date;
use clientele_model::experiments::{JudgeTest, Judged};
use clientele_model::filters::{Copies, Filters, Returns};
use clientele_model::question::{AnyQuestion, AnyReport};
use proptest::prelude::*;

use super::shop::campaigns;
use crate::dataset::Dataset;
use crate::days;
use crate::engine::{Engine, Source, finish};
use crate::experiments::Judging;
use crate::tables::sample::{CUSTOMERS, PRODUCTS, datasets};

/// What somebody did in some days after an exposure.
#[derive(Default)]
struct Did {
    orders: u32,
    kept: f64,
    first: Option<i32>,
    days: BTreeSet<i32>,
}

/// The orders of a customer in the days `from..to` after `sent`.
fn did(
    data: &Dataset,
    customer: u32,
    sent: i32,
    days: std::ops::Range<i32>,
    filters: &Filters,
) -> Did {
    let mut did = Did::default();
    for order in 0..data.orders.minute.len() {
        let after = days::of_minute(data.orders.minute[order]) - sent;
        if data.orders.customer[order] != customer || !days.contains(&after) {
            continue;
        }
        let mut sold = false;
        for line in data.orders.start[order] as usize..data.orders.start[order + 1] as usize {
            let flags = data.lines.flags[line];
            let is_service = data.lines.product[line] + 1 == PRODUCTS && filters.goods.is_empty();
            let is_copy = flags.is_copy() && filters.copies == Copies::Off;
            let is_off = flags.is_return() && filters.returns == Returns::Off;
            if is_service || is_copy || is_off {
                continue;
            }
            let value = data.lines.quantity.at(line) * data.lines.price.at(line);
            let discount = data.lines.discount.at(line);
            match flags.is_return() {
                true => did.kept += value + discount,
                false => {
                    sold = true;
                    did.kept += value - discount;
                }
            }
        }
        if sold {
            did.orders += 1;
            did.first = did.first.or(Some(after + 1));
            did.days.insert(after + 1);
        }
    }
    did
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + b.abs())
}

proptest! {
    #[test]
    fn counted_by_customer_the_arms_are_the_same(
        data in datasets(),
        sent in 20..300i32,
        window in 1..120u32,
        first in 0..2usize,
        on in any::<[bool; 3]>(),
    ) {
        let mut data = data;
        let numbers: Vec<String> = (0..CUSTOMERS + 3).map(|at| format!("c{at}")).collect();
        let arms = ["control", "mail"];
        let arm = |at: usize| arms[(at + first) % 2];
        let rows: Vec<_> = numbers.iter().enumerate().map(|(at, number)| (number.as_str(), arm(at), sent)).collect();
        data.campaigns = campaigns(&rows);
        data.catalogue.has.campaigns = true;
        let filters = Filters {
            returns: if on[0] { Returns::Netted } else { Returns::Off },
            copies: if on[1] { Copies::Kept } else { Copies::Off },
            goods: on[2].then(|| "p6".to_owned()).into_iter().collect(),
            ..Filters::default()
        };
        let judged = Judged {
            campaign: Some("coupon".to_owned()),
            window: Some(window),
            ..Judged::default()
        };
        let question = AnyQuestion::JudgeTest(JudgeTest { filters: filters.clone(), judged });
        let sample = data.clone();
        let engine = Engine::new(Source::Memory(Box::new(data)), vec![], &[&Judging]);
        let Ok(AnyReport::JudgeTest(report)) = engine.start(&question).and_then(finish) else {
            return Err(TestCaseError::fail("no report"));
        };
        let day = days::from_date(date(2011, 1, 1)) + sent;
        let last = days::from_date(sample.catalogue.last);
        let until = (last - day + 1).min(2 * window as i32);
        let judged = until.min(window as i32);
        for (side, name) in report.arms.iter().zip(["control", "mail"]) {
            prop_assert_eq!(&side.name, name);
            let who: Vec<u32> = (0..numbers.len()).filter(|&at| arm(at) == name).map(|at| at as u32).collect();
            let n = who.len() as f64;
            let within = |days: std::ops::Range<i32>| -> Vec<Did> {
                who.iter().map(|&at| did(&sample, at, day, days.clone(), &filters)).collect()
            };
            let inside = within(0..judged);
            let share = |of: &[Did]| of.iter().filter(|did| did.orders > 0).count() as f64 / n;
            prop_assert_eq!(side.customers as usize, who.len());
            prop_assert_eq!(f64::from(side.buyers), share(&inside) * n);
            let value = |control: f64, treated: f64| if name == "control" { control } else { treated };
            for row in &report.measures {
                let found = value(row.control, row.treated);
                match row.key.as_str() {
                    "bought" => prop_assert!(near(found, share(&inside))),
                    "orders" => prop_assert!(near(found, inside.iter().map(|did| f64::from(did.orders)).sum::<f64>() / n)),
                    "revenue" => prop_assert!(near(found, inside.iter().map(|did| did.kept).sum::<f64>() / n)),
                    _ => {}
                }
            }
            if let Some(course) = &report.course {
                prop_assert_eq!(course.days.len() as i32, until);
                for point in &course.days {
                    let by = within(0..point.day as i32);
                    prop_assert!(near(value(point.control, point.treated), share(&by)));
                }
            }
            if let Some(after) = &report.after {
                let later = within(window as i32..until);
                prop_assert!(near(value(after.control, after.treated), share(&later)));
                if let Some(again) = after.again {
                    let buyers = inside.iter().zip(&later).filter(|(did, _)| did.orders > 0);
                    let back = buyers.clone().filter(|(_, later)| later.orders > 0).count() as f64;
                    prop_assert!(near(value(again.0, again.1), back / buyers.count() as f64));
                }
            }
            if let Some(before) = &report.before {
                let year = within(-365..0);
                let spent = year.iter().map(|did| did.kept).sum::<f64>() / n;
                prop_assert!(near(value(before.rows[0].1, before.rows[0].2), spent));
            }
        }
    }
}
