//! Which tables of a gateway each question takes.

use clientele_model::date;

use super::*;
use crate::remote::Request;
use crate::tables::sample;

fn catalogue() -> Catalogue {
    let days = (date(2024, 1, 1), date(2025, 12, 31));
    sample::catalogue(days.0, days.1, (date(2025, 1, 1), days.1))
}

fn requests(question: &AnyQuestion, catalogue: &Catalogue) -> Result<Vec<Request>, Failure> {
    let source = Source::Gateway(catalogue.clone());
    let engine = Engine::new(source, Vec::new(), &all());
    engine.wants(question).map(Wants::tables)
}

#[track_caller]
fn check(text: &str, paths: &[&str]) {
    let (question, notices) = AnyQuestion::parse(text).unwrap();
    assert_eq!(notices, []);
    let requests = requests(&question, &catalogue()).unwrap();
    let found: Vec<String> = requests.iter().map(Request::path).collect();
    assert_eq!(found, paths, "{text}");
}

#[test]
fn a_question_takes_the_tables_it_is_made_of_and_no_filter_they_do_not_depend_on() {
    check("/data?last=3", &[]);
    check(
        "/overview?against=year&lens=behaviour&k=4",
        &[
            "customers.arrow?lens=behaviour",
            "overview.arrow?against=year",
            "products.arrow",
        ],
    );
    check(
        "/segments?k=4&seed=7&against=year",
        &["customers.arrow?lens=behaviour"],
    );
    check(
        "/segments?only=rfm.champions&only=segment.loyal",
        &["customers.arrow?lens=behaviour"],
    );
    // Segments of some are named by what is typical of all.
    check(
        "/segments?last=90&spend=10..&copies=off",
        &[
            "customers.arrow?last=90&spend=10..&copies=off&lens=behaviour",
            "rfm.arrow?last=90&copies=off",
        ],
    );
    check(
        "/audience?spend=10..&of=segment.one-time-buyers-recent",
        &["customers.arrow?spend=10..&lens=behaviour", "rfm.arrow"],
    );
}

#[test]
fn a_selection_by_orders_is_a_table_of_its_own() {
    check(
        "/audience?of=product.A%2FB&spend=10..",
        &[
            "customers.arrow?spend=10..&lens=behaviour",
            "customers.arrow?product=A%2FB",
            // For its name.
            "products.arrow",
        ],
    );
    // Days outside the window, or a country that is filtered out, leave nobody: nothing is asked.
    check(
        "/audience?of=ordered.1999-01-01.1999-02-01",
        &["customers.arrow?lens=behaviour"],
    );
}

#[test]
fn who_bought_one_thing_and_not_another_is_a_table_of_each() {
    check(
        "/audience?of=bought.product.p1~p2~not~p3",
        &[
            "customers.arrow?lens=behaviour",
            "customers.arrow?product=p1",
            "customers.arrow?product=p2",
            "customers.arrow?product=p3",
            "products.arrow",
        ],
    );
    // Where so many tables are asked for that names have no room, codes stand.
    check(
        "/audience?of=bought.product.p1~p2~p3~p4~p5~not~p6&only=product.p7",
        &[
            "customers.arrow?lens=behaviour",
            "customers.arrow?product=p7",
            "customers.arrow?product=p1",
            "customers.arrow?product=p2",
            "customers.arrow?product=p3",
            "customers.arrow?product=p4",
            "customers.arrow?product=p5",
            "customers.arrow?product=p6",
        ],
    );
    check(
        "/segments?only=bought.category.Home~not~Garden",
        &[
            "customers.arrow?lens=behaviour",
            "customers.arrow?category=Home",
            "customers.arrow?category=Garden",
        ],
    );
    let many = "/audience?of=bought.product.p1~p2~p3~p4~p5~not~p6&only=bought.product.a~not~b";
    let (question, _) = AnyQuestion::parse(many).unwrap();
    assert_eq!(
        requests(&question, &catalogue()).unwrap_err().to_string(),
        "So many choices at once cannot be shown here, because the database sends totals and not every order. Remove one of them."
    );
}

#[test]
fn products_are_a_table_now_and_one_before() {
    check(
        "/products?by=units&a=70&box=AX&k=3",
        &[
            "products.arrow?lens=behaviour",
            "products.arrow?from=2024-01-01&to=2024-12-31",
        ],
    );
    check(
        "/products?by=margin&last=365",
        &[
            "products.arrow?last=365&lens=behaviour",
            "products.arrow?from=2024-01-01&to=2024-12-31&lens=behaviour",
        ],
    );
    check(
        "/products?against=none&spend=5..",
        &["products.arrow?spend=5..&lens=behaviour"],
    );
    check("/products?find=lamp", &["products.arrow?lens=behaviour"]);
    check(
        "/products?product=A%2FB&spend=5..",
        &[
            "products.arrow?spend=5..&lens=behaviour",
            "products.arrow?from=2024-01-01&to=2024-12-31&spend=5..",
            "product.arrow?spend=5..&product=A%2FB",
            "customers.arrow?spend=5..&lens=behaviour",
            "customers.arrow?product=A%2FB",
        ],
    );
    let refused = |text: &str, sentence: &str| {
        let (question, _) = AnyQuestion::parse(text).unwrap();
        let why = requests(&question, &catalogue()).unwrap_err();
        assert_eq!(why.to_string(), sentence);
    };
    refused(
        "/products?only=rfm.loyal",
        "The products of chosen customers cannot be shown here, because the database sends totals and not every order. Open Segments, or remove this choice.",
    );
}

#[test]
fn baskets_take_the_sets_from_a_little_below_the_floor_and_products_for_their_names() {
    check(
        "/baskets?k=3&against=year&confidence=0.5",
        &["baskets.arrow?support=0.00198", "products.arrow"],
    );
    check(
        "/baskets?support=40&level=category&spend=5..",
        &[
            "baskets.arrow?spend=5..&support=40&level=category",
            "products.arrow?spend=5..",
        ],
    );
    check(
        "/recommend?product=A&level=category&support=0.01",
        &["baskets.arrow?support=0.0099", "products.arrow"],
    );
    let refused = |text: &str, sentence: &str| {
        let (question, _) = AnyQuestion::parse(text).unwrap();
        let why = requests(&question, &catalogue()).unwrap_err();
        assert_eq!(why.to_string(), sentence);
    };
    refused(
        "/baskets?only=rfm.loyal",
        "What chosen customers buy together cannot be shown here, because the database sends totals and not every order. Open Segments, or remove this choice.",
    );
    refused(
        "/recommend?customer=7",
        "What to offer to one customer cannot be shown here, because the database sends totals and not every order. Ask what goes with a product instead.",
    );
    refused(
        "/recommend?of=rfm.loyal",
        "What to offer to a group of customers cannot be shown here, because the database sends totals and not every order. Ask what goes with a product instead.",
    );
}

#[test]
fn values_of_filters_are_one_table_without_choices() {
    check("/values", &["values.arrow"]);
    check(
        "/values?last=90&spend=5..&copies=off&k=3&only=rfm.loyal&only=segment.loyal",
        &["values.arrow?last=90&spend=5..&copies=off"],
    );
}

#[test]
fn what_needs_every_line_is_refused_before_anything_is_asked() {
    let (question, _) = AnyQuestion::parse("/overview?only=rfm.loyal").unwrap();
    let refused = requests(&question, &catalogue());
    assert_eq!(refused, Err(Failure::OnlyTotals));
}
