//! Phone numbers as they are dialled at home.

use super::*;

#[test]
fn numbers_are_read_as_they_are_dialled_at_home() {
    let google = |raw, home| of(Field::Phone, Rule::Google, raw, Some(home)).1;
    for (raw, home, expected) in [
        ("0158 123457", "FR", "+33158123457"),
        ("0153 / 1234575", "Germany", "+491531234575"),
        ("0049 851-234-70", "FR", "+4985123470"),
        ("(650) 253-0000", "US", "+16502530000"),
        ("1 650 253 0000", "US", "+16502530000"),
        ("02 1234 5678", "IT", "+390212345678"),
        ("06 1 234 5678", "HU", "+3612345678"),
        ("8 495 123-45-67", "RU", "+74951234567"),
        ("612 345 678", "ES", "+34612345678"),
        ("34612345678", "ES", "+34612345678"),
        ("45 12 34 56 78", "DK", "+4512345678"),
        ("12 34 56 78", "DK", "+4512345678"),
        ("+44 (0)20 7946 0958", "DE", "+442079460958"),
        ("15112345678", "DE", "+4915112345678"),
        ("4915112345678", "DE", "+4915112345678"),
        ("030 1234567 ext. 5", "DE", "+49301234567"),
        ("٠٣٠ ١٢٣٤٥٦٧", "DE", "+49301234567"),
    ] {
        assert_eq!(google(raw, home), expected, "{raw} in {home}");
    }
    let (outcome, _) = of(Field::Phone, Rule::Google, "5627", Some("FR"));
    assert_eq!(outcome, Outcome::Invalid(Wrong::TooShort));
    let (outcome, _) = of(Field::Phone, Rule::Google, "0158 123457", None);
    assert_eq!(outcome, Outcome::Invalid(Wrong::NoCountryCode));
    let (outcome, _) = of(Field::Phone, Rule::Meta, "+49 1234 5678 9012 3456", None);
    assert_eq!(outcome, Outcome::Invalid(Wrong::TooLong));
}

/// Numbers of every country as they are dialled there, from Google's library for Python (`numbers.py`).
#[test]
fn numbers_of_every_country_are_those_of_googles_library() {
    let countries = Countries::new();
    let (mut all, mut without) = (0, 0);
    for line in include_str!("../numbers.tsv").lines() {
        let mut columns = line.split('\t');
        let mut next = || columns.next().unwrap();
        let (code, home, expected) = (next(), next(), next());
        let read = crate::outbound::numbering::read(home, code);
        assert_eq!(read.as_deref(), Some(expected), "{line}");
        // By country code and length alone, as long as the tables are not here.
        let Some(country) = countries.find(code) else {
            continue;
        };
        let mut out = String::new();
        phone(Rule::Google, home, Some(country), &mut out);
        all += 1;
        without += usize::from(out == expected);
    }
    assert!(without * 100 >= all * 97, "{without} of {all}");
}
