//! Questions about baskets and recommendations over data made by hand, most of it bad.

use clientele_model::baskets::{BasketsReport, Reason};
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::recommend::{OfferKind, RecommendReport};

use crate::dataset::{Dataset, NONE};
use crate::engine::{Engine, finish};
use crate::tables::sample::{Line, Order, dataset};

fn order(day: i32, customer: u32, products: &[u32]) -> Order {
    let line = |&product: &u32| Line {
        product,
        quantity: 1,
        pence: 1000,
        discount: 0,
        flags: 0,
    };
    Order {
        day,
        customer: Some(customer),
        country: 0,
        channel: 0,
        lines: products.iter().map(line).collect(),
    }
}

fn ask(dataset: Dataset, question: &str) -> Result<AnyReport, Failure> {
    let (question, notices) = AnyQuestion::parse(question).expect("the question can be read");
    assert_eq!(notices, []);
    finish(Engine::of(dataset).start(&question)?)
}

#[track_caller]
fn baskets(dataset: Dataset, question: &str) -> BasketsReport {
    match ask(dataset, question) {
        Ok(AnyReport::Baskets(report)) => *report,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn recommended(dataset: Dataset, question: &str) -> RecommendReport {
    match ask(dataset, question) {
        Ok(AnyReport::Recommend(report)) => *report,
        other => panic!("{other:?}"),
    }
}

/// 0 and 1 go together; 2 and 3 go alone; 4 follows 2 a week later, in some orders twice.
fn shop() -> Dataset {
    let mut orders = Vec::new();
    for at in 0..60 {
        let customer = at as u32 % 9;
        orders.push(order(at, customer, &[0, 1, 1]));
        orders.push(order(at, customer, &[2 + at as u32 % 2]));
    }
    for at in 0..9 {
        orders.push(order(100 + at, at as u32, &[4, 4]));
    }
    dataset(orders)
}

#[test]
fn what_goes_together_is_found_and_priced() {
    let report = baskets(shop(), "/baskets?period=all");
    assert_eq!((report.counts.orders, report.counts.with_pairs), (129, 60));
    assert!(report.by_margin);
    let names = |rule: &clientele_model::baskets::Rule| {
        (
            report.items[rule.when[0] as usize].id.clone(),
            report.items[rule.then as usize].id.clone(),
        )
    };
    let rules: Vec<_> = report.rules.iter().map(names).collect();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(rules, [pair("p1", "p0"), pair("p0", "p1")]);
    assert_eq!(report.rules[0].orders, 60);
    assert_eq!(report.rules[0].measures.conviction, None);
    assert_eq!(report.why_none, None);
    assert_eq!(
        report.headline.to_string(),
        "100% of orders with Product 1 also hold Product 0: 2.1× as many as chance would give"
    );
    // Two lines of product 1 at 10.00 with a cost of 1.25 each; one of product 0 with 0.25.
    assert_eq!(report.valuable[0].value, 60.0 * (2.0 * 8.75 + 9.75));
    // Product 0 is never bought with 2 or 3, where chance would give 14 orders each.
    assert!(
        report
            .substitutes
            .iter()
            .all(|pair| pair.orders == 0 && pair.expected > 10.0)
    );
    assert!(!report.substitutes.is_empty());
}

#[test]
fn of_one_order_nothing_is_said_to_stand_in_two() {
    let report = baskets(dataset(vec![order(1, 1, &[0, 1])]), "/baskets?period=all");
    assert_eq!(
        report.context.to_string(),
        "There is 1 order: too few for a pair to stand together in 2 orders, which is the least that says something."
    );
}

#[test]
fn an_empty_group_is_told_apart_from_one_that_nothing_stands_out_for() {
    let headline = |of: &str| {
        let report = recommended(shop(), &format!("/recommend?period=all&of={of}"));
        assert!(report.lists.is_empty());
        report.headline.to_string()
    };
    assert_eq!(
        headline("band.monetary.1000000.."),
        "There is nobody to offer anything to: no customer is behind “Spent 1,000,000 or more” under these filters."
    );
    assert_eq!(
        headline("everyone"),
        "Nothing stands out for All customers: they buy no product more than all customers do beyond chance. A longer period may tell more."
    );
}

#[test]
fn no_rule_is_explained() {
    let ones = || {
        dataset(
            (0..30)
                .map(|at| order(at, at as u32 % 9, &[at as u32 % 3]))
                .collect(),
        )
    };
    let report = baskets(ones(), "/baskets?period=all");
    assert_eq!(
        report.why_none.expect("there is no pair").to_string(),
        "There is no rule because no order holds two products; what customers buy in later orders may still tell something."
    );
    let report = baskets(ones(), "/baskets?period=all&support=31");
    assert_eq!((report.counts.frequent_items, report.rules.len()), (0, 0));
    let always = dataset((0..30).map(|at| order(at, 1, &[0, 1])).collect());
    let report = baskets(always, "/baskets?period=all");
    assert_eq!((report.counts.reaching, report.counts.telling), (2, 0));
    assert_eq!(
        report.why_none.expect("all is chance").to_string(),
        "The 2 rules that reach the floors are explained by chance or by shorter rules; rules=all in the link shows them, and a lower limit would find none: the products are not bought together beyond what chance explains. A longer period, other filters or the other level may tell more."
    );
    let one = dataset(vec![order(0, 1, &[0])]);
    let report = baskets(one, "/baskets?period=all");
    assert!(
        report
            .why_none
            .expect("one item")
            .to_string()
            .contains("only one of the products")
    );
}

/// One best-seller that is bought alone, and two that are often bought together.
fn best_seller() -> Dataset {
    let two = |at: i32| match at {
        0..30 => vec![0, 1],
        30..100 => vec![0],
        100..170 => vec![1],
        _ => vec![2],
    };
    let all = (0..1_000).map(|at| {
        let products = if at < 500 { vec![4] } else { two(at - 500) };
        order(at % 300, at as u32 % 9, &products)
    });
    dataset(all.collect())
}

#[test]
fn a_floor_that_the_data_set_too_high_is_lowered_and_says_so() {
    let report = baskets(best_seller(), "/baskets?period=all");
    assert_eq!((report.counts.telling, report.why_none), (2, None));
    assert_eq!(report.thresholds.confidence, 0.1);
    assert_eq!(
        report.thresholds.confidence_why.to_string(),
        "Chosen from the data: a rule has to do better than offering everybody the best-seller, so it is the share of orders with that; at least 10% and at most 50%; lowered from 50%, because no rule that tells anything reaches that."
    );
    // A floor that somebody names stays.
    let report = baskets(best_seller(), "/baskets?period=all&confidence=0.5");
    assert_eq!(
        report.thresholds.confidence_why.to_string(),
        "As the link asks."
    );
    assert_eq!(
        report.why_none.expect("no pair is as sure").to_string(),
        "There is no rule because of the orders with either of the one pair fewer than 50% hold the other, too. A limit of 30% would find some."
    );
}

#[test]
fn bad_data_are_named_and_do_no_harm() {
    let mut nameless = shop();
    nameless.products.name[1].clear();
    let report = baskets(nameless, "/baskets?period=all&rows=1");
    assert!(report.items.iter().any(|item| item.name == "p1"));
    assert_eq!(report.rules.len(), 1);
    assert_eq!(
        report.left_out.last().map(|left| (left.reason, left.count)),
        Some((Reason::Rows, 1))
    );

    let mut unknown = shop();
    unknown.products.category.fill(NONE);
    assert_eq!(
        ask(unknown, "/baskets?period=all&level=category"),
        Err(Failure::Nothing)
    );

    let mut without = shop();
    without.products.category.clear();
    without.catalogue.has.category = false;
    let failure = ask(without, "/baskets?period=all&level=category");
    assert_eq!(
        failure,
        Err(Failure::NoSuchColumn {
            column: "category".into()
        })
    );

    let giants = baskets(shop(), "/baskets?period=all&level=product&largest=2");
    assert!(giants.left_out.is_empty());
}

#[test]
fn recommendations_have_reasons() {
    let report = recommended(shop(), "/recommend?period=all&product=p0");
    let with = &report.lists[0];
    assert_eq!(
        (with.kind, with.offers[0].id.as_str()),
        (OfferKind::With, "p1")
    );
    assert_eq!(
        with.offers[0].reason.to_string(),
        "In 60 of the 60 orders with it: 2.1× as many as chance would give."
    );
    let report = recommended(shop(), "/recommend?period=all&customer=c1");
    assert_eq!(
        report.headline.to_string(),
        "Nothing can be recommended for customer c1: there is no product that they have not bought. Remove a filter to see more."
    );
    assert_eq!(
        ask(shop(), "/recommend?period=all&product=p99"),
        Err(Failure::NoProduct { id: "p99".into() })
    );
    assert_eq!(
        ask(shop(), "/recommend?period=all&customer=nobody"),
        Err(Failure::NoCustomer {
            id: "nobody".into()
        })
    );
    let report = recommended(shop(), "/recommend?period=all&of=country.Atlantis");
    assert!(report.lists.is_empty());
}
