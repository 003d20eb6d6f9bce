//! The naive twin from the lines, laws, bad input, and how long it takes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use clientele_model::filters::{Filters, Returns};
use clientele_model::products::{Class, Column, Options, Pick, Sort};
use proptest::prelude::*;

use super::*;
use crate::dataset::{Dataset, Flags};
use crate::days;
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
        let mut pieces = vec![0.0; periods.len()];
        for order in 0..data.orders.id.len() {
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
                if !flags.is_return() {
                    is_sold = true;
                    twin.units += quantity;
                    for (at, days) in periods.days.iter().enumerate() {
                        if days.contains(day) {
                            pieces[at] += quantity;
                        }
                    }
                }
            }
        }
        if is_sold {
            let own = periods
                .days
                .iter()
                .zip(pieces)
                .filter(|(days, _)| days.last >= begun);
            twin.pieces = own.map(|(_, pieces)| pieces).collect();
            out.insert(id.clone(), twin);
        }
    }
    out
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
    let ids: Vec<&str> = assortment.table.id.iter().collect();
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
        assert!(near(assortment.table.units[row], twin.units));
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
        prop_assert!(serde_json::to_string(&report).unwrap().len() > 2);
    }

    #[test]
    fn folding_is_stable(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }
}

fn window(data: &Dataset, query: &str) -> Window {
    Window::new(&Filters::parse(query).0, &data.catalogue).unwrap()
}

fn line(product: u32, quantity: i32, flags: u8) -> Line {
    Line {
        product,
        quantity,
        pence: 100,
        discount: 0,
        flags,
    }
}

fn order(day: i32, lines: Vec<Line>) -> Order {
    Order {
        day,
        customer: Some(1),
        country: 0,
        channel: 0,
        lines,
    }
}

/// The report over all of the sample's year.
fn year(data: &Dataset, query: &str, options: &Options) -> ProductsReport {
    let window = window(data, &format!("period=all&{query}"));
    report(&Assortment::of(data, &window, None), None, &window, options).unwrap()
}

#[test]
fn one_product_with_no_name_is_called_by_its_code() {
    let mut data = dataset(
        (0..12)
            .map(|month| order(month * 30 + 2, vec![line(1, 5, 0)]))
            .collect(),
    );
    data.products.name[1] = String::new();
    let report = year(&data, "", &Options::default());
    assert_eq!(report.headline.to_string(), "One product makes all revenue");
    assert_eq!(report.rows[0].name, "p1");
    assert_eq!(report.rows[0].place.unwrap().to_string(), "AX");
    assert_eq!(report.curve.len(), 2);
    let window = window(&data, "period=all");
    let index = Index::new(&Assortment::of(&data, &window, None), Some(&data));
    assert_eq!(index.find("P1").hits[0].name, "p1");
}

#[test]
fn what_was_launched_in_the_last_period_is_too_new_to_tell() {
    let mut orders: Vec<Order> = (0..12)
        .map(|month| order(month * 30 + 2, vec![line(1, 5, 0)]))
        .collect();
    orders.push(order(350, vec![line(2, 500, 0)]));
    let report = year(&dataset(orders), "", &Options::default());
    let new = &report.rows[0];
    assert_eq!((new.id.as_str(), new.periods, new.cv), ("p2", 1, None));
    assert_eq!(new.place.unwrap().column, Column::New);
    assert_eq!(new.stage, Some(Stage::New));
    assert!(
        report
            .boxes_note
            .to_string()
            .starts_with("1 product with fewer than six")
    );
}

#[test]
fn what_is_no_longer_sold_and_what_grows_is_told_apart() {
    let lines = |month: i32| {
        let mut lines = vec![line(0, 100, 0), line(3, 1 + 4 * month, 0)];
        if month < 8 {
            lines.push(line(1, 5, 0));
        }
        lines
    };
    let data = dataset(
        (0..12)
            .map(|month| order(month * 30 + 3, lines(month)))
            .collect(),
    );
    let report = year(&data, "", &Options::default());
    let stage = |id: &str| report.rows.iter().find(|row| row.id == id).unwrap().stage;
    assert_eq!(stage("p0"), Some(Stage::Established));
    assert_eq!(stage("p1"), Some(Stage::Discontinued));
    assert_eq!(stage("p3"), Some(Stage::Growing));
    let options = Options {
        pick: Pick {
            stage: Some(Stage::Growing),
            ..Pick::default()
        },
        ..Options::default()
    };
    assert_eq!(year(&data, "", &options).picked, 1);
}

#[test]
fn more_returned_than_sold_stands_in_no_class() {
    let back = Flags::RETURN;
    let data = dataset(vec![
        order(10, vec![line(1, 5, 0), line(2, 3, 0)]),
        order(20, vec![line(1, 50, back), line(2, 3, back)]),
    ]);
    let report = year(&data, "", &Options::default());
    assert_eq!(
        report.headline.to_string(),
        "No product has any revenue after returns"
    );
    assert_eq!(
        (report.sold, report.classed, report.worthless, report.half),
        (2, 0, 2, 0)
    );
    assert!(
        report
            .rows
            .iter()
            .all(|row| row.place.is_none() && row.share == 0.0)
    );
    assert_eq!(
        report.remarks[0].to_string(),
        "2 products with nothing left after returns stand in no class."
    );
    assert_eq!(year(&data, "returns=off", &Options::default()).classed, 2);
}

#[test]
fn all_in_one_category_and_days_too_few() {
    let mut data = dataset(vec![order(10, vec![line(0, 5, 0), line(1, 3, 0)])]);
    data.values.categories = vec!["unknown".to_owned()];
    data.products.category = vec![0; data.products.id.len()];
    let window = window(&data, "from=2011-01-05&to=2011-01-20");
    let report = report(
        &Assortment::of(&data, &window, None),
        None,
        &window,
        &Options::default(),
    )
    .unwrap();
    assert!(report.rows.iter().all(|row| row.category == "unknown"));
    assert!(
        report
            .rows
            .iter()
            .all(|row| row.place.unwrap().column == Column::New && row.stage.is_none())
    );
    assert_eq!(
        report.remarks[0].to_string(),
        "How steadily products sell needs six full weeks or months, and these days hold fewer. \
         Widen the period to see it."
    );
    let nothing = Assortment::of(&dataset(vec![order(10, vec![])]), &window, None);
    let none = super::report(&nothing, None, &window, &Options::default());
    assert_eq!(none.unwrap_err(), Failure::Nothing);
}

#[test]
fn without_costs_there_is_no_margin_and_unknown_ones_are_counted() {
    let by = Options {
        by: clientele_model::products::Measure::Margin,
        ..Options::default()
    };
    let mut data = dataset(vec![order(10, vec![line(0, 5, 0), line(2, 3, 0)])]);
    // The third product's cost is not known.
    let report = year(&data, "", &by);
    assert_eq!(
        (report.without_cost, report.classed, report.worthless),
        (1, 1, 0)
    );
    assert!(
        report.remarks[0]
            .to_string()
            .starts_with("1 product without a known cost")
    );
    data.products.unit_cost.clear();
    let window = window(&data, "period=all");
    let refused = super::report(&Assortment::of(&data, &window, None), None, &window, &by);
    assert_eq!(refused.unwrap_err(), Failure::NoCosts);
}

#[test]
fn letters_are_folded() {
    for (text, folded) in [
        ("SET/6 T-LIGHTS, Café ", "set 6 t lights cafe"),
        (
            "Straße Œuvre Ærø Łódź Ñandú",
            "strasse oeuvre aero lodz nandu",
        ),
        ("50'S ЯБЛОКО Σ", "50s яблоко σ"),
        ("e\u{301}te\u{301}", "ete"),
        ("  --  ", ""),
        ("×0 2 × 3", "0 2 3"),
    ] {
        assert_eq!(fold(text), folded);
    }
}

/// A table of many products, as a gateway sends it, with every period beside it.
fn many(count: usize, width: i16) -> (Assortment, Window) {
    let last = clientele_model::date(2010 + width / 12 - 1, 12, 31);
    let days = (clientele_model::date(2010, 1, 1), last);
    let catalogue = sample::catalogue(days.0, days.1, days);
    let window = Window::new(&Filters::parse("period=all").0, &catalogue).unwrap();
    let periods = Periods::of(window.days);
    let mut state = 1_u64;
    let mut draw = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 40) as u32
    };
    let (mut table, mut detail) = (ProductsTable::default(), Detail::default());
    let mut names = Texts::default();
    for at in 0..count {
        let mut pieces: Vec<u32> = (0..periods.len())
            .map(|_| draw() % 40 * (draw() % 3))
            .collect();
        pieces[0] += 1;
        let sum: f64 = pieces.iter().map(|&sold| f64::from(sold)).sum();
        let mean = sum / periods.len() as f64;
        let squares: f64 = pieces
            .iter()
            .map(|&sold| (f64::from(sold) - mean).powi(2))
            .sum();
        table.id.push(&format!("{at:06}"));
        names.push(&format!("Product number {at} in Colour {}", draw() % 1000));
        table.category.push(NONE);
        table.gross.push(sum * f64::from(draw() % 100 + 1));
        table.returned.push(0.0);
        table.units.push(sum);
        table.orders.push(sum as u32);
        table.customers.push(sum as u32);
        table.steady.periods.push(periods.len() as u32);
        table
            .steady
            .sold
            .push(pieces.iter().filter(|&&sold| sold > 0).count() as u32);
        table.steady.mean.push(mean);
        table
            .steady
            .deviation
            .push((squares / periods.len() as f64).sqrt());
        detail.first.push(0);
        detail.last.push(window.days.last);
        detail
            .sales
            .extend(pieces.iter().map(|&sold| f64::from(sold)));
        detail.pieces.extend(pieces);
    }
    table.name = names;
    table.sold = count as u32;
    let assortment = Assortment {
        table: Arc::new(table),
        periods,
        detail: Some(detail),
    };
    (assortment, window)
}

/// `cargo test --release -p clientele-analysis --lib products::tests::how_long -- --ignored --nocapture`
#[test]
#[ignore = "a measurement, in release mode"]
fn how_long_70000_products_take() {
    let clock = std::time::Instant::now;
    let (now, window) = many(70_000, 24);
    let (then, _) = many(70_000, 24);
    let options = Options::default();
    for _ in 0..3 {
        let begin = clock();
        let alone = report(&now, None, &window, &options).unwrap();
        let alone_took = begin.elapsed();
        let begin = clock();
        let compared = report(&now, Some(&then), &window, &options).unwrap();
        println!(
            "ABC-XYZ of 70,000 × {}: {alone_took:.1?}, with movement {:.1?}",
            now.periods.len(),
            begin.elapsed()
        );
        assert_eq!(alone.boxes.len(), compared.boxes.len());
    }
    let begin = clock();
    let index = Index::new(&now, None);
    println!("index of 70,000 names: {:.1?}", begin.elapsed());
    for text in ["colour", "number 69", "9 col pro", "069999", "xyz", "e"] {
        let begin = clock();
        let found = index.find(text).found;
        println!("{text}: {found} in {:.1?}", begin.elapsed());
    }
}

#[test]
fn totals_without_a_course_have_boxes_but_no_season_and_no_stages() {
    let (full, window) = many(50, 24);
    let totals = |table| Assortment {
        table,
        periods: full.periods.clone(),
        detail: None,
    };
    let options = Options::default();
    let (whole, bare) = (
        report(&full, None, &window, &options).unwrap(),
        report(&totals(Arc::clone(&full.table)), None, &window, &options).unwrap(),
    );
    assert_eq!(whole.boxes, bare.boxes);
    assert_eq!((whole.curve, whole.demand), (bare.curve, bare.demand));
    assert!(bare.season.is_empty() && bare.stages.is_empty());
    let unknown = ProductsTable {
        steady: Steady::default(),
        ..full.table.as_ref().clone()
    };
    let blind = report(&totals(Arc::new(unknown)), None, &window, &options);
    assert!(blind.unwrap().rows.iter().all(|row| row.cv.is_none()));
}
