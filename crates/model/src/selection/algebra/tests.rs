//! One way to write a selection, and its lines.

use super::*;
use crate::filters::Level;

#[test]
fn selections_of_products_speak_of_products() {
    let bought = |level| Only::Bought {
        level,
        all: vec!["A".to_owned(), "B".to_owned()],
        but: "C".to_owned(),
    };
    assert_eq!(bought(Level::Product).products(), ["A", "B", "C"]);
    assert!(bought(Level::Category).products().is_empty());
    assert_eq!(Only::Product("A".to_owned()).products(), ["A"]);
    assert!(Only::Everyone.products().is_empty());
}

fn only(text: &str) -> Only {
    text.parse().unwrap()
}

#[test]
fn there_is_one_way_to_write_a_selection() {
    let check = |text: &str, canonical: &str| {
        assert_eq!(only(text).to_string(), canonical, "{text}");
    };
    check("all(rfm.loyal)", "rfm.loyal");
    check("all(everyone,rfm.loyal)", "rfm.loyal");
    check("all(everyone)", "everyone");
    check(
        "all(rfm.loyal,all(tier.Gold,may.email))",
        "all(rfm.loyal,tier.Gold,may.email)",
    );
    check("any(any(rfm.loyal,tier.Gold))", "any(rfm.loyal,tier.Gold)");
    check("not(not(rfm.loyal))", "rfm.loyal");
}

#[test]
fn lines_of_a_builder_are_conditions_one_after_the_other() {
    let check = |text: &str, lines: &[(Join, &str)]| {
        let only = only(text);
        let found = only.lines();
        let found: Vec<_> = found
            .iter()
            .map(|(join, one)| (*join, one.to_string()))
            .collect();
        let lines: Vec<_> = lines
            .iter()
            .map(|(join, one)| (*join, (*one).to_owned()))
            .collect();
        assert_eq!(found, lines, "{text}");
        assert_eq!(Only::of_lines(&only.lines()), only);
    };
    check("everyone", &[(Join::And, "everyone")]);
    check("rfm.loyal", &[(Join::And, "rfm.loyal")]);
    check(
        "any(rfm.loyal,rfm.at-risk,audience.a)",
        &[
            (Join::And, "any(rfm.loyal,rfm.at-risk)"),
            (Join::Or, "audience.a"),
        ],
    );
    check(
        "all(any(rfm.loyal,audience.a),category.Home,not(had.anything~45d),any(tier.Gold,tier.Silver))",
        &[
            (Join::And, "rfm.loyal"),
            (Join::Or, "audience.a"),
            (Join::And, "category.Home"),
            (Join::Minus, "had.anything~45d"),
            (Join::And, "any(tier.Gold,tier.Silver)"),
        ],
    );
    check(
        "not(rfm.loyal)",
        &[(Join::And, "everyone"), (Join::Minus, "rfm.loyal")],
    );
}
