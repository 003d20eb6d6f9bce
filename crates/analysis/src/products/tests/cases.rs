//! Data made by hand, most of it bad, and the largest range of products.

use clientele_model::products::{Measure, Place, Task};

use super::*;
use crate::tables::CustomersTable;

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
    // Every ten days, so that three months without are long for it.
    let data = dataset(
        (0..36)
            .map(|at| order(at * 10 + 3, lines(at / 3)))
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
fn a_cancelled_bulk_order_makes_no_product_erratic() {
    // Ten pieces a month, one order of 5,000 in March and its cancellation, at once or in May.
    for back_on in [70, 140] {
        let mut orders: Vec<Order> = (0..12)
            .map(|month| order(month * 30 + 14, vec![line(1, 10, 0)]))
            .collect();
        orders.push(order(69, vec![line(1, 5_000, 0)]));
        orders.push(order(back_on, vec![line(1, 5_000, Flags::RETURN)]));
        let report = year(&dataset(orders.clone()), "", &Options::default());
        let row = &report.rows[0];
        assert_eq!((row.cv, row.demand), (Some(0.0), Some(Demand::Smooth)));
        assert_eq!((row.units, row.units_back), (120.0, 5_000.0));
        assert_eq!(row.price, 1.0);
        // Left out of sight, returns take nothing off.
        let all = year(&dataset(orders), "returns=off", &Options::default());
        assert_eq!(all.rows[0].units, 5_120.0);
        assert!(all.rows[0].cv.unwrap() > 1.0);
    }
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
    // Nothing is called new for want of days.
    assert_eq!(
        report.boxes_note.to_string(),
        "2 products with fewer than six full periods in these days since the first sale (100% of revenue) are left \
         out of the grid."
    );
    assert_eq!(
        report.demand_title.to_string(),
        "How smooth demand is cannot be told from fewer than six full weeks"
    );
    let first = report.boxes.iter().find(|one| one.products > 0).unwrap();
    assert_eq!(
        (&first.advice[..], &first.policy[..]),
        (
            "Too few periods to tell",
            "These days hold fewer than six full periods since their first sale: steadiness cannot be told yet. \
             Look again later, or widen the period."
        )
    );
    let nothing = Assortment::of(&dataset(vec![order(10, vec![])]), &window, None);
    let none = super::report(&nothing, None, &window, &Options::default());
    assert_eq!(none.unwrap_err(), Failure::Nothing);
}

#[test]
fn without_costs_there_is_no_margin_and_unknown_ones_are_counted() {
    let by = Options {
        by: Measure::Margin,
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
    let mut table = ProductsTable::default();
    let mut detail = Detail {
        until: window.days.last,
        ..Detail::default()
    };
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
        table.product.push(&format!("{at:06}"));
        names.push(&format!("Product number {at} in Colour {}", draw() % 1000));
        table.category.at.push(NONE);
        table.gross.push(sum * f64::from(draw() % 100 + 1));
        table.returned.push(0.0);
        table.units.push(sum);
        table.units_back.push(0.0);
        table.orders.push(sum as u32);
        table.customers.push(sum as u32);
        table.steady.periods.push(periods.len() as u32);
        table
            .steady
            .periods_sold
            .push(pieces.iter().filter(|&&sold| sold > 0).count() as u32);
        table.steady.period_mean.push(mean);
        table
            .steady
            .period_deviation
            .push((squares / periods.len() as f64).sqrt());
        detail.first.push(0);
        detail.last.push(window.days.last);
        detail.longest_wait.push(1);
        detail.sale_days.push(100);
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

#[test]
fn who_buys_a_product_is_told_by_group_of_the_rule() {
    // A hundred who come often, lately and for much; a hundred who came once, long ago, for little.
    let many = 100_u32;
    let rows = 0..2 * many;
    let often = |row: u32| row < many;
    let table = CustomersTable {
        as_of: 400,
        position: rows.clone().collect(),
        first_ever: rows.clone().map(|_| 10).collect(),
        first: rows.clone().map(|_| 10).collect(),
        last: rows
            .clone()
            .map(|row| if often(row) { 395 } else { 10 })
            .collect(),
        orders: rows
            .clone()
            .map(|row| if often(row) { 12 } else { 1 })
            .collect(),
        gross: rows
            .clone()
            .map(|row| if often(row) { 900.0 } else { 9.0 })
            .collect(),
        returned: rows.clone().map(|_| 0.0).collect(),
        ..CustomersTable::default()
    };
    let title = |bought: std::ops::Range<u32>| buyers(&table, &bought.collect()).1.to_string();
    assert_eq!(title(0..0), "No known customer bought it in this period");
    let said = title(0..80);
    assert!(
        said.starts_with("Of the RFM groups, ")
            && said.ends_with(" buy it 2.0× as often as the average customer: 80 of 100 did"),
        "{said}"
    );
    assert_eq!(
        title(60..140),
        "40% of known customers bought it, and no RFM group surely more than the others"
    );
}

#[test]
fn what_a_box_says_is_of_what_products_are_ranked_by() {
    for place in Place::all() {
        for (by, others) in [
            (Measure::Revenue, ["margin", "pieces"]),
            (Measure::Margin, ["revenue", "pieces"]),
            (Measure::Units, ["revenue", "margin"]),
        ] {
            let (_, why) = boxes::words(place, by);
            assert!(!why.contains(['{', '}']), "{why}");
            assert!(
                !others.iter().any(|other| why.contains(other)),
                "{by:?}: {why}"
            );
        }
    }
    let why = |class, column, by| boxes::words(Place { class, column }, by).1;
    assert!(
        why(Class::A, Column::X, Measure::Units)
            .starts_with("They are among those that sell in most pieces, and sell alike")
    );
    assert!(why(Class::A, Column::Z, Measure::Margin).starts_with("Much margin in few periods: "));
    assert!(why(Class::C, Column::Y, Measure::Units).starts_with("Few pieces, uneven: "));
    assert!(
        why(Class::C, Column::Z, Measure::Revenue)
            .starts_with("They hardly bring revenue, and nobody knows when: ")
    );
    let place = Place {
        class: Class::A,
        column: Column::X,
    };
    let (_, why) = boxes::todo(place, Some(Task::Explain), Measure::Margin);
    assert!(
        why.starts_with("It is among those that bring most margin, and its pieces and its share")
    );
}
