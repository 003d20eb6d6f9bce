//! Every number of every report beside an outside reference, or with the reason why there is none: `docs/parity.md`.
//!
//! `cargo xtask parity` writes the document; this test fails when it is not what would be written.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod baskets;
mod experiments;
mod gaps;
mod overview;
mod own;
mod own_experiments;
mod products;
mod reports;
mod rows;
mod rows_experiments;
mod segments;

use std::fs;
use std::path::Path;

use gaps::{Gap, Gaps, rounded};
use own::OWN;
use own_experiments::OWN_OF_EXPERIMENTS;
use rows::{Basis, COMPARED, Row};
use rows_experiments::COMPARED_OF_EXPERIMENTS;

const HEAD: &str = "\
# Parity

What every number on the page is held against. Written by `cargo xtask parity`; a test fails when a number is in no row,
when a difference grew past what is allowed, and when this document is not what would be written.

Everything outside is Python: pandas, NumPy, SciPy, statsmodels, scikit-learn and mlxtend compute their numbers from the same orders
(`tests/golden`), and the tests compare them with whole reports of this product (`crates/analysis/tests/parity`).
Differences are relative to the reference's number, or to one where that is smaller; of probabilities always relative.
They are rounded up to a power of ten, and those below 1e-12 are the last bits of a sum made in another order.

## With an outside reference

| number | reference | data | numbers compared | largest difference | allowed |
| --- | --- | --- | ---: | ---: | ---: |
";

const OWN_HEAD: &str = "
## Without one

| number | why, and what holds it instead |
| --- | --- |
";

const FIELDS_HEAD: &str = "
## Where they are

The fields of the reports, as `clientele ask` prints them.

| number | fields |
| --- | --- |
";

/// Everything that is compared.
fn compared() -> Gaps {
    let mut engine = reports::engine("online-retail-ii");
    let mut gaps = Gaps::default();
    overview::compare(&mut engine, &mut gaps);
    segments::compare(&mut engine, &mut gaps);
    products::compare(&mut engine, &mut gaps);
    baskets::compare(&mut engine, &mut gaps);
    experiments::compare(&mut reports::engine("omnichannel"), &mut gaps);
    gaps
}

/// Rows with a reference.
fn compared_rows() -> impl Iterator<Item = &'static Row> + Clone {
    COMPARED.iter().chain(COMPARED_OF_EXPERIMENTS)
}

/// Rows without one.
fn own_rows() -> impl Iterator<Item = &'static Row> + Clone {
    OWN.iter().chain(OWN_OF_EXPERIMENTS)
}

#[test]
fn numbers_are_those_of_the_references_and_the_document_says_so() {
    let gaps = compared();
    for field in gaps.0.keys() {
        assert!(
            compared_rows().any(|row| row.has(field)),
            "{field} is in no row"
        );
    }
    let mut text = HEAD.to_owned();
    for row in compared_rows() {
        let Basis::Reference { by, data, allowed } = row.basis else {
            panic!("{} has no reference", row.number);
        };
        let of = gaps.0.iter().filter(|(field, _)| row.has(field));
        let gap = of.map(|(_, gap)| *gap).fold(Gap::default(), Gap::and);
        let (number, compared) = (row.number, gap.compared);
        assert!(compared > 0, "nothing was compared: {number}");
        assert!(
            gap.largest <= allowed,
            "{number}: {} is more than {allowed}",
            gap.largest
        );
        let largest = rounded(gap.largest);
        text += &format!("| {number} | {by} | {data} | {compared} | {largest} | {allowed:e} |\n");
    }
    text += OWN_HEAD;
    for row in own_rows() {
        let Basis::Own(why) = row.basis else {
            panic!("{} has a reference", row.number);
        };
        text += &format!("| {} | {why} |\n", row.number);
    }
    text += FIELDS_HEAD;
    for row in compared_rows().chain(own_rows()) {
        text += &format!("| {} | {} |\n", row.number, fields(row));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/parity.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, &text).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        there, text,
        "docs/parity.md is not current: run `cargo xtask parity`"
    );
}

#[test]
fn every_number_of_every_report_is_in_a_row() {
    for field in reports::fields() {
        assert!(
            compared_rows().chain(own_rows()).any(|row| row.has(&field)),
            "{field} is in no row"
        );
    }
}

/// `overview.now`, `overview.then`: revenue, gross.
fn fields(row: &Row) -> String {
    let groups = row.fields.iter().map(|(places, names)| {
        let places: Vec<String> = places.iter().map(|place| format!("`{place}`")).collect();
        format!("{}: {}", places.join(", "), names.join(", "))
    });
    groups.collect::<Vec<_>>().join("; ")
}
