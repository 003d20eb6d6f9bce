//! Products and baskets of the bundled packs: sentences, cut-offs, one product, the search; what is called the
//! most is the most of all. `parity` has the numbers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::studies;
use clientele_model::baskets::BasketsReport;
use clientele_model::failure::Failure;
use clientele_model::products::{FoundReport, ProductReport, ProductsReport};
use clientele_model::question::{AnyQuestion, AnyReport};

/// An engine with every file of a bundled pack.
fn engine(pack: &str) -> Engine {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../public/data")
        .join(pack);
    let catalogue = fs::read(folder.join("catalogue.json")).unwrap();
    let source = Source::Pack(serde_json::from_slice(&catalogue).unwrap());
    let mut engine = Engine::new(source, vec![], &studies::all());
    for file in engine.rest() {
        let bytes = fs::read(folder.join(&file.path)).unwrap();
        engine.supply(&file.table, &bytes).unwrap();
    }
    engine
}

#[track_caller]
fn ask(engine: &mut Engine, text: &str) -> Result<AnyReport, Failure> {
    let (question, notices) = AnyQuestion::parse(text).unwrap();
    assert!(notices.is_empty(), "{notices:?}");
    finish(engine.start(&question)?)
}

#[track_caller]
fn products(engine: &mut Engine, text: &str) -> ProductsReport {
    match ask(engine, text).unwrap() {
        AnyReport::Products(report) => *report,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn product(engine: &mut Engine, text: &str) -> ProductReport {
    match ask(engine, text).unwrap() {
        AnyReport::Product(report) => *report,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn found(engine: &mut Engine, text: &str) -> FoundReport {
    match ask(engine, text).unwrap() {
        AnyReport::FindProducts(report) => *report,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn near(own: f64, known: f64, what: &str) {
    let gap = (own - known).abs();
    assert!(
        gap <= 1e-9 * known.abs().max(1.0),
        "{what}: {own} is not {known}"
    );
}

#[test]
fn the_panel_says_what_the_numbers_say() {
    let report = products(&mut engine("online-retail-ii"), "/products");
    assert_eq!(
        report.headline.to_string(),
        "22% of products make 80% of revenue, and 276 of them sell steadily month after month"
    );
    assert_eq!(
        report.context.to_string(),
        "3,789 products were sold. The 276 steady best-sellers are 7.3% of the range and 31% of \
         revenue. At the other end, 1,421 products sell unevenly and bring 2.9%."
    );
    assert_eq!(
        report.boxes_title.to_string(),
        "Protect 260 products, plan 102 by season, review 1,198"
    );
    assert_eq!(
        report.curve_title.to_string(),
        "246 products make half of all revenue"
    );
    assert_eq!(
        report.season_title.to_string(),
        "Erratic best-sellers are seasonal: 49% of their revenue falls in Sep 2011 to Nov 2011, \
         of steady ones 31%"
    );
    assert_eq!(
        report.demand_title.to_string(),
        "993 products with smooth demand bring 58% of revenue"
    );
    assert_eq!(
        (report.sold, report.classed, report.worthless),
        (3789, 3781, 8)
    );
    let [a, b, c] = &report.classes[..] else {
        panic!("{:?}", report.classes)
    };
    assert_eq!((a.products, b.products, c.products), (830, 964, 1987));
    assert_eq!(report.periods.len(), 12);
    assert_eq!(report.best.len(), 12);
    assert_eq!(report.best[0].id, "22423");
    assert_eq!(report.best[0].pieces.len(), 12);
    let moved: u32 = report.moves.iter().map(|cell| cell.products).sum();
    assert!(moved >= report.classed);
}

#[test]
fn cut_offs_move_products_one_way_only() {
    let mut engine = engine("online-retail-ii");
    let mut last = 0;
    for a in [10, 50, 70, 80, 90, 94] {
        let report = products(&mut engine, &format!("/products?a={a}"));
        let top = report.classes[0].products;
        assert!(top > last);
        last = top;
        let all: u32 = report.boxes.iter().map(|one| one.products).sum();
        assert_eq!(all, report.classed);
        let shares: f64 = report.boxes.iter().map(|one| one.share).sum();
        near(shares, 1.0, "all shares");
    }
}

#[test]
fn a_product_has_a_page() {
    let mut engine = engine("online-retail-ii");
    let report = product(&mut engine, "/products?product=22423");
    assert_eq!(
        report.headline.to_string(),
        "REGENCY CAKESTAND 3 TIER is number 1 of 3,789 by revenue, class AX: never run out"
    );
    near(
        report.series.iter().map(|one| one.revenue).sum(),
        report.product.revenue,
        "series",
    );
    near(
        report.series.iter().map(|one| one.units).sum(),
        report.product.units,
        "pieces",
    );
    assert_eq!(report.season.len(), 12);
    assert_eq!(report.history.len(), 2);
    assert_eq!(report.product.was, report.history[1].place);
    let buyers: u32 = report.groups.iter().map(|group| group.buyers).sum();
    assert_eq!(buyers, report.product.customers);
    let customers: u32 = report.groups.iter().map(|group| group.customers).sum();
    assert_eq!(customers, 4293);
    assert_eq!(report.of.to_string(), "product.22423");

    let sentence = |engine: &mut Engine, text| ask(engine, text).unwrap_err().to_string();
    assert_eq!(
        sentence(&mut engine, "/products?product=nope"),
        "There is no product “nope” in this data set. Check its code, or look for it by name on Products."
    );
    assert_eq!(
        sentence(&mut engine, "/products?by=margin"),
        "Products cannot be ranked by margin here, because this data set has no unit costs. Rank \
         them by revenue or units, or make the pack again with a cost column."
    );
}

#[test]
fn products_are_found_by_name_and_code() {
    let mut engine = engine("online-retail-ii");
    let mut first = |text: &str| {
        let report = found(&mut engine, &format!("/products?find={text}"));
        let first = report.hits.first().map(|hit| hit.id.clone());
        (first.unwrap_or_default(), report.headline.to_string())
    };
    assert_eq!(
        first("85123a"),
        ("85123A".into(), "1 product matches “85123a”".into())
    );
    assert_eq!(first("r%C3%A9gency+cakestand").0, "22423");
    assert_eq!(first("holder+white+hanging+heart").0, "85123A");
    assert_eq!(
        first("T-LIGHT+HOLDER").1,
        "79 products match “T-LIGHT HOLDER”"
    );
    assert_eq!(
        first("zebra+crossing").1,
        "None is called “zebra crossing” among the 4,722 products that were ever sold or came back. Try fewer letters, or the code."
    );
}

#[test]
fn costs_rank_by_margin() {
    let mut engine = engine("omnichannel");
    let report = products(&mut engine, "/products?by=margin&sort=margin");
    let margins: Vec<f64> = report.rows.iter().map(|row| row.margin.unwrap()).collect();
    assert!(margins.windows(2).all(|pair| pair[0] >= pair[1]));
    assert_eq!(report.rows[0].margin, Some(report.rows[0].value));
    let of_category = products(&mut engine, "/products?category=Home");
    assert!(of_category.sold < report.sold);
    assert!(of_category.rows.iter().all(|row| row.category == "Home"));
}

#[track_caller]
fn baskets(engine: &mut Engine, text: &str) -> BasketsReport {
    match ask(engine, text).unwrap() {
        AnyReport::Baskets(report) => *report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn superlatives_are_those_of_all_rules_however_few_are_listed() {
    let mut engine = engine("online-retail-ii");
    let few = baskets(&mut engine, "/baskets?rows=10");
    let all = baskets(&mut engine, "/baskets?rows=100000");
    assert_eq!(few.rules.len(), 10);
    assert_eq!(all.rules.len() as u32, all.counts.telling);
    assert_eq!(few.rules[..], all.rules[..10]);
    assert_eq!(few.headline, all.headline);
    let name = |report: &BasketsReport, at: u32| report.items[at as usize].id.clone();
    let named = |report: &BasketsReport| {
        let rule = report.surest.clone().unwrap();
        let when: BTreeSet<String> = rule.when.iter().map(|&at| name(report, at)).collect();
        (when, name(report, rule.then), rule.orders, rule.when_orders)
    };
    assert_eq!(named(&few), named(&all));
    // As many orders as can be had weigh more than 100% of ten.
    let surest = all.surest.clone().unwrap();
    for rule in &all.rules {
        assert!(rule.low <= surest.low && rule.low <= rule.measures.confidence);
        assert!(rule.measures.leverage <= all.rules[0].measures.leverage + 1e-12);
    }
    assert!(all.next.windows(2).all(|pair| pair[0].low >= pair[1].low));
    let annual = all.bundles.windows(2);
    assert!(annual.clone().count() > 5);
    for pair in annual {
        assert!(pair[0].annual >= pair[1].annual);
    }
}

#[test]
fn what_is_bought_instead_is_alike() {
    let report = baskets(&mut engine("omnichannel"), "/baskets");
    for pair in &report.substitutes {
        let of = |at: u32| &report.items[at as usize].category;
        assert_eq!(of(pair.one), of(pair.other));
    }
    let report = baskets(&mut engine("omnichannel"), "/baskets?level=category");
    assert!(report.substitutes.is_empty());
    let report = baskets(&mut engine("online-retail-ii"), "/baskets");
    for pair in &report.substitutes {
        let words = |at: u32| -> BTreeSet<String> {
            let name = report.items[at as usize].name.to_lowercase();
            name.split(' ').map(str::to_owned).collect()
        };
        assert!(!words(pair.one).is_disjoint(&words(pair.other)));
    }
}

/// Codes of every product of a list, page by page.
fn listed(engine: &mut Engine, text: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for page in 1.. {
        let rows = products(engine, &format!("{text}&page={page}")).rows;
        if rows.is_empty() {
            break;
        }
        ids.extend(rows.into_iter().map(|row| row.id));
    }
    ids
}

#[test]
fn what_is_called_no_longer_sold_hardly_sells_again() {
    let mut engine = engine("online-retail-ii");
    let (mut gone, mut again) = (0, 0);
    for last in [
        "2010-10-31",
        "2010-12-31",
        "2011-02-28",
        "2011-04-30",
        "2011-06-30",
        "2011-08-31",
    ] {
        let called = format!("/products?from=2009-12-01&to={last}&stage=discontinued");
        let called = listed(&mut engine, &called);
        let after: clientele_model::Date = last.parse().unwrap();
        let later = format!("/products?from={}&to=2011-12-09", after.plus_days(1));
        let later = listed(&mut engine, &later);
        let both = called.intersection(&later).count();
        println!("{last}: {} of {} sold again", both, called.len());
        (gone, again) = (gone + called.len(), again + both);
    }
    assert!(gone > 500, "{gone}");
    assert!(again * 10 <= gone, "{again} of {gone} sold again");
}
