//! The naive twin from the lines, laws, bad input, and how long it takes.

mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use clientele_model::filters::{Filters, Returns};
use clientele_model::products::{Class, Column, Options, Pick, Sort};
use proptest::prelude::*;

use super::*;
use crate::assortment::{Detail, Periods, by_day};
use crate::dataset::{Dataset, Flags, NONE};
use crate::days::{self, Days};
use crate::set::CustomerSet;
use crate::tables::ProductsTable;
use crate::tables::products::Steady;
use crate::tables::sample::{self, CUSTOMERS, Line, Order, dataset, datasets, filters};
use crate::texts::Texts;

/// One product, line by line, in the words of the definitions.
#[derive(Debug, Default)]
struct Twin {
    revenue: f64,
    units: f64,
    margin: f64,
    /// Pieces per full period since the first sale.
    pieces: Vec<f64>,
}

fn twins(data: &Dataset, window: &Window, within: Option<&CustomerSet>) -> BTreeMap<String, Twin> {
    let periods = Periods::of(window.days);
    let listed = |names: &BTreeSet<String>, all: &[String], at: u32| {
        names.is_empty()
            || all
                .get(at as usize)
                .is_some_and(|name| names.contains(name))
    };
    let mut out: BTreeMap<String, Twin> = BTreeMap::new();
    for (product, id) in data.products.id.iter().enumerate() {
        let is_admitted = window.goods.contains(&id.to_uppercase());
        let category = data.products.category[product];
        if data.products.service[product] && !is_admitted
            || !listed(&window.categories, &data.values.categories, category)
        {
            continue;
        }
        let (mut twin, mut is_sold, mut begun) = (Twin::default(), false, i32::MAX);
        // What each customer bought and returned: day, whether it came back, pieces.
        let mut moved: BTreeMap<u32, Vec<(i32, bool, f64)>> = BTreeMap::new();
        for order in 0..data.orders.minute.len() {
            let day = days::of_minute(data.orders.minute[order]);
            let customer = data.orders.customer[order];
            let tier = data.customers.tier.get(customer as usize).copied();
            let passes = window.days.contains(day)
                && listed(
                    &window.countries,
                    &data.values.countries,
                    data.orders.country[order],
                )
                && listed(
                    &window.channels,
                    &data.values.channels,
                    data.orders.channel[order],
                )
                && listed(&window.tiers, &data.values.tiers, tier.unwrap_or(NONE))
                && within.is_none_or(|set| customer != NONE && set.contains(customer));
            let lines = data.orders.start[order] as usize..data.orders.start[order + 1] as usize;
            for line in lines.filter(|&line| data.lines.product[line] as usize == product) {
                let (flags, quantity) = (data.lines.flags[line], data.lines.quantity.at(line));
                if !flags.is_return() && day <= window.days.last {
                    begun = begun.min(day);
                }
                let is_out = flags.is_copy()
                    && window.copies == clientele_model::filters::Copies::Off
                    || flags.is_return() && window.returns == Returns::Off;
                if !passes || is_out {
                    continue;
                }
                // A return's quantity is below zero, and its discount was never given.
                let discount = match flags.is_return() {
                    true => -data.lines.discount.at(line),
                    false => data.lines.discount.at(line),
                };
                let value = quantity * data.lines.price.at(line) - discount;
                twin.revenue += value;
                twin.margin += value - data.products.unit_cost[product] * quantity;
                twin.units += quantity;
                let own = moved.entry(customer).or_default();
                own.push((day, flags.is_return(), quantity.abs()));
                is_sold |= !flags.is_return();
            }
        }
        if is_sold {
            let kept: Vec<_> = moved.into_values().flat_map(kept).collect();
            let own = periods.days.iter().filter(|days| days.last >= begun);
            let in_days = |days: &Days| {
                let own = kept.iter().filter(|(day, _)| days.contains(*day));
                own.map(|(_, pieces)| pieces).sum()
            };
            twin.pieces = own.map(in_days).collect();
            out.insert(id.clone(), twin);
        }
    }
    out
}

/// Pieces that one customer kept, by the day they were bought: first each return takes the latest untouched
/// purchase of its size, then piece by piece the rest takes the latest there is.
fn kept(mut moved: Vec<(i32, bool, f64)>) -> Vec<(i32, f64)> {
    moved.sort_by_key(|&(day, is_return, _)| (day, is_return));
    let mut left: Vec<f64> = moved.iter().map(|&(_, _, pieces)| pieces).collect();
    for at in (0..moved.len()).filter(|&at| moved[at].1) {
        let same = |&other: &usize| {
            !moved[other].1 && left[other] == moved[at].2 && moved[other].2 == moved[at].2
        };
        if let Some(other) = (0..at).rev().find(same) {
            (left[at], left[other]) = (0.0, 0.0);
        }
    }
    for at in (0..moved.len()).filter(|&at| moved[at].1) {
        while left[at] > 0.0 {
            let Some(other) = (0..at)
                .rev()
                .find(|&other| !moved[other].1 && left[other] > 0.0)
            else {
                break;
            };
            left[at] -= 1.0;
            left[other] -= 1.0;
        }
    }
    let all = moved.into_iter().zip(left);
    let bought = all.filter(|((_, is_return, _), _)| !is_return);
    bought.map(|((day, _, _), left)| (day, left)).collect()
}

/// Sample deviation over mean.
fn variation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (count - 1.0)).sqrt() / mean
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * other.abs().max(1.0)
}

fn check(data: &Dataset, window: &Window, within: Option<&CustomerSet>) {
    let assortment = Assortment::of(data, window, within);
    let twins = twins(data, window, within);
    let ids: Vec<&str> = assortment.table.product.iter().collect();
    assert_eq!(
        ids.iter().map(|id| id.to_string()).collect::<BTreeSet<_>>(),
        twins.keys().cloned().collect()
    );
    let judged = judge(&assortment, &Options::default()).unwrap();
    let mut better = 0.0;
    for &row in &judged.ranked {
        let row = row as usize;
        let twin = &twins[ids[row]];
        assert!(near(judged.value[row], twin.revenue), "{twin:?}");
        let margin = assortment.detail.as_ref().unwrap().margin[row];
        assert!(near(margin, twin.margin) || margin.is_nan() && twin.margin.is_nan());
        assert!(near(assortment.table.pieces(row), twin.units));
        let own = judged.variation[row];
        let sold: Vec<f64> = twin
            .pieces
            .iter()
            .copied()
            .filter(|&pieces| pieces > 0.0)
            .collect();
        if twin.pieces.len() < 6 || sold.is_empty() {
            assert_eq!(own, Variation::default());
        } else {
            assert!(near(own.cv.unwrap(), variation(&twin.pieces)));
            assert!(near(
                own.adi.unwrap(),
                twin.pieces.len() as f64 / sold.len() as f64
            ));
            let cv2 = if sold.len() > 1 {
                variation(&sold).powi(2)
            } else {
                0.0
            };
            assert!(near(own.cv2.unwrap(), cv2));
        }
        // A product's class follows from the share of all better ones.
        if let Some(place) = judged.place[row] {
            let part = better / judged.total;
            let class = if part < 0.8 {
                Class::A
            } else if part < 0.95 {
                Class::B
            } else {
                Class::C
            };
            assert_eq!(place.class, class);
            better += judged.value[row];
        } else {
            assert!(judged.value[row] <= 0.0);
        }
    }
    assert!(near(better, judged.total));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn prop_products_naive(
        data in datasets(),
        filters in filters(),
        within in proptest::option::weighted(0.3, prop::collection::btree_set(0..CUSTOMERS, 0..6)),
    ) {
        let within: Option<CustomerSet> = within.map(|set| set.into_iter().collect());
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        check(&data, &window, within.as_ref());
    }

    #[test]
    fn prop_each_day_of_a_product_is_what_its_lines_of_that_day_say(
        data in datasets(), filters in filters(),
    ) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let days = data.orders.minute.iter().map(|&minute| days::of_minute(minute));
        let days: BTreeSet<_> = days.filter(|&day| day <= window.days.last).collect();
        for id in &data.products.id {
            let found = by_day(id, &window, &data, None);
            prop_assert!(found.is_sorted_by(|a, b| a.day < b.day));
            for &day in &days {
                let one = Window { days: Days { first: day, last: day }, ..window.clone() };
                let of_day = found.iter().find(|sales| sales.day == day);
                let sales = of_day.copied().unwrap_or_default();
                match twins(&data, &one, None).get(id) {
                    Some(twin) => {
                        prop_assert!(near(sales.gross - sales.returned, twin.revenue));
                        prop_assert!(near(sales.units - sales.units_back, twin.units));
                        prop_assert!(sales.kept >= 0.0 && sales.kept <= sales.units);
                        prop_assert!(sales.orders > 0);
                    }
                    None => prop_assert_eq!((sales.units, sales.kept, sales.orders), (0.0, 0.0, 0)),
                }
            }
        }
    }

    #[test]
    fn higher_cut_offs_never_take_a_product_down(
        data in datasets(),
        (a, more) in (1..98_u32, 0..20_u32),
        (x, wider) in (1..20_u32, 0..20_u32),
    ) {
        let window = Window::new(&Filters::parse("period=all").0, &data.catalogue).unwrap();
        let assortment = Assortment::of(&data, &window, None);
        let cut = |a: u32, x: u32| Options {
            a: f64::from(a),
            b: 99.0,
            x: f64::from(x) / 10.0,
            y: 5.0,
            ..Options::default()
        };
        let low = judge(&assortment, &cut(a, x)).unwrap();
        let high = judge(&assortment, &cut((a + more).min(98), x + wider)).unwrap();
        for (low, high) in low.place.iter().zip(&high.place) {
            prop_assert_eq!(low.is_some(), high.is_some());
            if let (Some(low), Some(high)) = (low, high) {
                prop_assert!(high.class <= low.class && high.column <= low.column);
            }
        }
    }

    #[test]
    fn the_report_adds_up(data in datasets(), page in 1..3_u32, sort in prop::sample::select(Sort::ALL)) {
        let window = Window::new(&Filters::default(), &data.catalogue).unwrap();
        let now = Assortment::of(&data, &window, None);
        let then = window.earlier_within(&data.catalogue).map(|window| Assortment::of(&data, &window, None));
        let options = Options { page, sort, ..Options::default() };
        let Ok(report) = report(&now, then.as_ref(), &window, &options) else {
            prop_assert!(now.table.is_empty());
            return Ok(());
        };
        let boxes: u32 = report.boxes.iter().map(|one| one.products).sum();
        let classes: u32 = report.classes.iter().map(|one| one.products).sum();
        let demand: u32 = report.demand.iter().map(|one| one.products).sum();
        prop_assert_eq!((boxes, classes, demand), (report.classed, report.classed, report.classed));
        prop_assert_eq!(report.classed + report.worthless, report.sold);
        let stand: u32 = report.moves.iter().filter(|cell| cell.to.is_some()).map(|cell| cell.products).sum();
        prop_assert!(report.moves.is_empty() || stand == report.classed);
        prop_assert!(report.curve.windows(2).all(|pair| pair[0].x < pair[1].x && pair[0].y <= pair[1].y + 1e-12));
        prop_assert_eq!(report.picked, report.sold);
        // One task each: what the facts are about adds up to no product twice.
        let mut with_task = 0;
        for fact in &report.facts {
            let options = Options { pick: fact.pick, ..options };
            let listed = super::report(&now, then.as_ref(), &window, &options).unwrap();
            prop_assert!(listed.picked > 0 && listed.rows.iter().all(|row| row.task == fact.pick.task));
            prop_assert!(fact.title.to_string().contains(&format!(" {} product", listed.picked)), "{}", fact.title);
            with_task += listed.picked;
        }
        prop_assert!(with_task <= report.classed);
        prop_assert!(serde_json::to_string(&report).unwrap().len() > 2);
    }

    #[test]
    fn folding_is_stable(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }
}
