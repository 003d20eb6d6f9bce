//! The same small shops, asked: what every panel says about them.

use std::fmt::Write as _;

use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::pack;
use clientele_analysis::plays::Plays;
use clientele_analysis::rfm::Scores;
use clientele_analysis::studies;
use clientele_analysis::tables::customers;
use clientele_analysis::window::Window;
use clientele_model::failure::Failure;
use clientele_model::filters::Filters;
use clientele_model::products::{Column, ProductsReport};
use clientele_model::question::{AnyQuestion, AnyReport};

use super::*;

const HEAD: &str = "order_id,customer_id,order_date,product_id,quantity,unit_price\n";

fn ask(dataset: &Dataset, text: &str) -> Result<AnyReport, Failure> {
    let source = Source::Memory(Box::new(dataset.clone()));
    let mut engine = Engine::new(source, vec![], &studies::all());
    engine.advise(Ok(Plays::own().into()));
    let (question, notices) = AnyQuestion::parse(text).unwrap();
    assert!(notices.is_empty(), "{text}: {notices:?}");
    finish(engine.start(&question)?)
}

fn products(dataset: &Dataset, text: &str) -> ProductsReport {
    match ask(dataset, text).unwrap() {
        AnyReport::Products(report) => *report,
        other => panic!("{other:?}"),
    }
}

/// All that a report says in words.
fn said(report: &AnyReport) -> String {
    serde_json::to_string(report).unwrap()
}

#[test]
fn categories_are_held_where_somebody_bought_of_them() {
    let mut text =
        String::from("order_id,customer_id,order_date,product_id,category,quantity,unit_price\n");
    for at in 0..24_000 {
        let (month, day, of) = (1 + at % 12, 1 + at % 28, at % 12_000);
        let _ = writeln!(
            text,
            "{at},c{of},2023-{month:02}-{day:02},P{of},cat{of},1,{}",
            5 + at % 9
        );
    }
    let dataset = from_text(text).unwrap();
    let window = Window::new(&Filters::parse("period=all").0, &dataset.catalogue).unwrap();
    let table = customers(&dataset, &window, None);
    assert_eq!((table.len(), table.categories.len()), (12_000, 12_000));
    // One each, not 144 million.
    assert_eq!(table.category_gross.held(), 12_000);
    assert_eq!(table.gross_in(0, 0), table.gross[0]);
    // Nor has the pack a column per category.
    let files = pack::encode(&dataset).unwrap();
    let tables: Vec<&str> = files.iter().map(|file| file.table).collect();
    assert!(!tables.contains(&"usual/customers") && tables.contains(&"usual/best_sellers"));
}

#[test]
fn a_variation_of_exactly_one_is_erratic() {
    let mut text = HEAD.to_owned();
    let mut order = 0;
    for (product, pieces) in [
        ("P1", [1, 2, 3, 1, 1, 0, 1, 0, 0]),
        ("P2", [3, 2, 1, 1, 1, 1, 0, 0, 0]),
    ] {
        for (month, pieces) in (1..).zip(pieces).filter(|(_, pieces)| *pieces > 0) {
            let _ = writeln!(
                text,
                "{order},c{},2023-{month:02}-15,{product},{pieces},10",
                order % 3
            );
            order += 1;
        }
    }
    for month in 1..=9 {
        for day in [1, 28] {
            let _ = writeln!(text, "9{month}{day},c9,2023-{month:02}-{day:02},BASE,1,10");
        }
    }
    text += "999,c9,2023-09-30,BASE,1,10\n998,c9,2023-01-01,P1,0,10\n";
    let report = products(&from_text(text).unwrap(), "/products?period=all");
    for id in ["P1", "P2"] {
        let row = report.rows.iter().find(|row| row.id == id).unwrap();
        assert_eq!(
            (row.cv, row.place.unwrap().column),
            (Some(1.0), Column::Z),
            "{id}"
        );
    }
}

#[test]
fn equal_money_is_equal_however_it_was_spent() {
    let mut text = HEAD.to_owned();
    for at in 0..10 {
        match at % 2 {
            0 => {
                text +=
                    &format!("o{at},c{at},2024-01-05,A,1,10.1\no{at},c{at},2024-01-05,B,1,20.2\n")
            }
            _ => text += &format!("o{at},c{at},2024-01-05,A,1,30.3\n"),
        }
    }
    let dataset = from_text(text).unwrap();
    let table = |link: &str| {
        let window = Window::new(&Filters::parse(link).0, &dataset.catalogue).unwrap();
        customers(&dataset, &window, None)
    };
    let all = table("period=all");
    assert!((0..10).all(|row| all.monetary(row) == 30.3));
    let scores = Scores::of(&all);
    assert!(
        scores
            .monetary
            .iter()
            .all(|score| *score == scores.monetary[0])
    );
    for (link, len) in [
        ("spend=30.3..", 10),
        ("spend=..30.3", 10),
        ("spend=30.31..", 0),
    ] {
        assert_eq!(table(&format!("period=all&{link}")).len(), len, "{link}");
    }
}

#[test]
fn a_product_is_found_by_its_code_in_small_letters() {
    let text = format!(
        "{HEAD}o1,c1,2023-01-01,abc-1,1,5\no2,c2,2023-01-02,abc-1,1,5\no3,c2,2023-01-02,X,1,5\n"
    );
    let dataset = from_text(text).unwrap();
    for link in [
        "/products?product=abc-1",
        "/products?product=ABC-1",
        "/recommend?product=abc-1",
    ] {
        ask(&dataset, &format!("{link}&period=all")).unwrap_or_else(|why| panic!("{link}: {why}"));
    }
    for of in ["product.abc-1", "bought.product.abc-1~not~x"] {
        let customers = match ask(&dataset, &format!("/audience?period=all&of={of}")).unwrap() {
            AnyReport::Audience(report) => report.customers,
            other => panic!("{other:?}"),
        };
        assert_eq!(customers, if of.contains("not") { 1 } else { 2 }, "{of}");
    }
}

#[test]
fn a_product_sold_at_half_price_is_not_said_to_need_no_discount() {
    let mut text =
        String::from("order_id,customer_id,order_date,product_id,quantity,unit_price,discount\n");
    for at in 0..364 {
        let date = date(2022, 1, 1).plus_days(at);
        let (half, free) = ("10,5", "10,10");
        let money = if at % 2 == 1 { half } else { free };
        let _ = writeln!(text, "{at},c{},{date},P{},1,{money}", at % 40, at % 2);
    }
    let dataset = from_text(text).unwrap();
    for link in [
        "/products",
        "/products?product=P1",
        "/products?product=P0",
        "/data",
    ] {
        let report = ask(
            &dataset,
            &format!(
                "{link}{}",
                if link.contains('?') {
                    "&period=all"
                } else {
                    "?period=all"
                }
            ),
        );
        let said = said(&report.unwrap());
        for wrong in ["without a discount", "no discount", "after returns"] {
            assert!(!said.contains(wrong), "{link}: {said}");
        }
    }
    let AnyReport::Data(report) = ask(&dataset, "/data").unwrap() else {
        panic!("another report")
    };
    assert_eq!(
        report.money.to_string(),
        "Goods sold for 3,640.00 before discount, less 2,730.00 of discount, are the revenue of 910.00 over all days, customers without a number included."
    );
    let AnyReport::Overview(overview) = ask(&dataset, "/overview?period=all").unwrap() else {
        panic!("another report")
    };
    assert_eq!(overview.now.revenue, 910.0);
}
