//! Names of tables, parameters of statements, full periods.

use super::*;
use clientele_analysis::days;

#[test]
fn tables_are_found_by_the_name_they_have() {
    for table in Table::all() {
        assert_eq!(Table::named(table.name()), Some(table));
    }
    assert_eq!(Table::named("lines"), None);
}

#[test]
fn every_parameter_of_a_statement_is_named_in_braces_with_its_type() {
    for sql in [
        CUSTOMERS,
        RFM,
        CUSTOMER_MONTHS,
        RESPONSES,
        OVERVIEW,
        BASKETS,
        CATEGORIES,
        PRODUCTS,
        NAMED_PRODUCTS,
        PRODUCT,
        VALUES,
    ]
    .as_flattened()
    .as_flattened()
    {
        for (at, _) in sql.match_indices('{') {
            let inside = &sql[at + 1..at + sql[at..].find('}').expect("a closing brace")];
            let (name, kind) = inside.split_once(':').expect("a type");
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
            assert!(!kind.is_empty());
        }
    }
}

#[test]
fn periods_are_full_months_or_weeks() {
    let check = |from: [i16; 3], to: [i16; 3], count: usize, end: &str| {
        let day = |[y, m, d]: [i16; 3]| days::from_date(clientele_model::date(y, m as i8, d as i8));
        let (edges, after) = full_periods(Days {
            first: day(from),
            last: day(to),
        });
        assert_eq!((edges.len(), value::day(after).as_str()), (count, end));
    };
    check([2011, 1, 1], [2011, 12, 31], 12, "2012-01-01");
    check([2011, 1, 2], [2011, 12, 9], 10, "2011-12-01");
    check([2011, 1, 1], [2011, 2, 28], 8, "2011-02-28");
    check([2011, 1, 4], [2011, 1, 8], 0, "2011-01-04");
}
