use super::*;
use crate::figure::figure;

fn votes(texts: &[&str]) -> Votes {
    let mut votes = Votes::default();
    for text in texts {
        votes.count(text, &figure(text).unwrap(), 1);
    }
    votes
}

#[track_caller]
fn check(texts: &[&str], decimal: Decimal, because: Because) {
    assert_eq!(
        votes(texts).decide(None, None, None),
        Ok((decimal, because)),
        "{texts:?}"
    );
}

fn shown(text: &str) -> Because {
    Because::Value(text.to_owned())
}

#[test]
fn one_value_that_leaves_no_doubt_decides() {
    check(
        &["0,500", "1,250", "12,000"],
        Decimal::Comma,
        shown("0,500"),
    );
    check(
        &["12.990", "990", "1.250.000"],
        Decimal::Comma,
        shown("1.250.000"),
    );
    check(&["1,234,567.890", "2.5"], Decimal::Point, Because::Nothing);
    check(&["1.250", "0.995", "2.5"], Decimal::Point, shown("0.995"));
    check(&["1 234,500", "1,250"], Decimal::Comma, shown("1 234,500"));
    check(&["5", "7"], Decimal::Point, Because::Nothing);
}

#[test]
fn an_odd_value_does_not_flip_a_column() {
    check(
        &["2.50", "3.75", "1,5", "1.250"],
        Decimal::Point,
        shown("2.50"),
    );
    assert_eq!(value(&figure("1,5").unwrap(), Decimal::Point), None);
}

#[test]
fn small_numbers_without_a_sign_show_thousands() {
    check(
        &["1,234", "12"],
        Decimal::Point,
        Because::Groups("1,234".to_owned()),
    );
    let undecided = Err(Undecided("12.990".to_owned()));
    assert_eq!(
        votes(&["12.990", "7.500"]).decide(None, None, None),
        undecided
    );
    assert_eq!(
        votes(&["12.990", "7500"]).decide(None, None, None),
        undecided
    );
    let told = votes(&["12.990"]).decide(Some(Decimal::Comma), None, None);
    assert_eq!(told, Ok((Decimal::Comma, Because::Told)));
    let pesos = votes(&["12.990"]).decide(None, None, Some("CLP"));
    assert_eq!(
        pesos,
        Ok((Decimal::Comma, Because::NoCents("CLP".to_owned())))
    );
    let others = votes(&["12.990"]).decide(None, Some(Decimal::Point), None);
    assert_eq!(others, Ok((Decimal::Point, Because::Others)));
    assert!(votes(&["2,50", "2.50"]).decide(None, None, None).is_err());
}

#[test]
fn values_follow_the_sign() {
    let read = |text: &str, decimal| value(&figure(text).unwrap(), decimal);
    assert_eq!(read("1.234,50", Decimal::Comma), Some(1234.5));
    assert_eq!(read("1,23,456.00", Decimal::Point), Some(123_456.0));
    assert_eq!(read("(1,234.5)", Decimal::Point), Some(-1234.5));
    assert_eq!(read(",89", Decimal::Comma), Some(0.89));
    assert_eq!(read("1 234,50", Decimal::Comma), Some(1234.5));
    for text in ["1.2.3", "12,34", "1,234,56"] {
        assert_eq!(read(text, Decimal::Point), None, "{text}");
    }
}
