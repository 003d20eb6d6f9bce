//! The side sheet and the file for spreadsheets, on a small data set.

use super::*;
use crate::selection::heading;
use crate::selection::tests::small;
use crate::tables::customers;

#[test]
fn a_sheet_shows_who_they_are_and_what_they_buy() {
    let data = small();
    let window = Window::usual(&data.catalogue).unwrap();
    let table = customers(&data, &window, None);
    let these = [1, 2].into_iter().collect();
    let of = Only::Product("p1".into());
    let report = report(
        heading(&of, &|_| None),
        &of,
        &table,
        &these,
        &window,
        Some(&data),
    );
    assert_eq!(report.title, "Buyers of p1");
    assert_eq!(report.customers, 2);
    assert_eq!(report.revenue, 65.0);
    assert!((report.revenue_share - 65.0 / 70.0).abs() < 1e-12);
    let preview: Vec<&str> = report.preview.iter().map(|row| &row.id[..]).collect();
    assert_eq!(preview, ["=HYPERLINK(1)", "c1"]);
    let third = 2.0 / 3.0;
    assert_eq!(
        report.products,
        [
            ("p0".to_owned(), "Product 0".to_owned(), third),
            ("p1".to_owned(), "Product 1".to_owned(), third),
        ]
    );
    assert_eq!(report.typical.frequency, 1.5);
    assert!(!report.without_products);
}

#[test]
fn a_file_is_safe_in_spreadsheets() {
    let data = small();
    let window = Window::usual(&data.catalogue).unwrap();
    let table = customers(&data, &window, None);
    let these = [1, 2].into_iter().collect();
    let export = export("At Risk", &table, &these, &window, Some(&data));
    assert_eq!(export.name, "at-risk-2011-07-01-2011-12-31.csv");
    assert_eq!(export.rows, 2);
    assert_eq!(
        export.csv,
        "\u{feff}customer,email,email_opt_in,country,tier,first_order,last_order,days_since_last_order,orders,spend,average_order,products,units,returned,discount,online_orders\r\n\
         \"'=HYPERLINK(1)\",c2@example.com,yes,Atlantis,,2011-09-08,2011-09-08,115,1,45.00,45.00,1,9,0.00,0.00,0\r\n\
         c1,c1@example.com,no,France,Silver,2011-01-21,2011-11-28,34,2,20.00,10.00,2,4,0.00,0.00,0\r\n"
    );
}
