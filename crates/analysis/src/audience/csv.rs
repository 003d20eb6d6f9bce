//! Customers as a file for spreadsheets.

use std::fmt::Write;

use clientele_model::audience::Export;
use clientele_model::groups::slug;
use clientele_model::spreadsheet::cell as text;

use super::by_spend;
use crate::dataset::Dataset;
use crate::days;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;
use crate::window::Window;

/// Writes what a column says of a customer, by row of the table.
type Cell<'a> = &'a dyn Fn(&mut String, usize);

/// The customers of a mark as CSV (RFC 4180: commas, CRLF, quotes doubled; UTF-8 with a byte-order
/// mark), most spend first. Words are made safe for spreadsheets; numbers are ours and stay. E-mail addresses need the data set.
pub fn export(
    title: &str,
    everybody: &CustomersTable,
    these: &CustomerSet,
    window: &Window,
    dataset: Option<&Dataset>,
) -> Export {
    let table = everybody.narrowed(these);
    let emails = dataset
        .map(|dataset| &dataset.customers)
        .filter(|customers| !customers.email.is_empty());
    let opted_in = emails.is_some_and(|known| !known.email_opt_in.is_empty());
    let place = |row: usize| table.position[row] as usize;
    let columns: [(&str, bool, Cell<'_>); 16] = [
        ("customer", true, &|csv, row| {
            text(csv, table.customer.get(row))
        }),
        ("email", emails.is_some(), &|csv, row| {
            let known = emails.and_then(|known| known.email.get(place(row)));
            text(csv, known.map_or("", String::as_str));
        }),
        ("email_opt_in", opted_in, &|csv, row| {
            let known = emails.and_then(|known| known.email_opt_in.get(place(row)));
            csv.push_str(if known == Some(&true) { "yes" } else { "no" });
        }),
        ("country", !table.country.list.is_empty(), &|csv, row| {
            text(csv, table.country.get(row));
        }),
        ("tier", !table.tier.list.is_empty(), &|csv, row| {
            text(csv, table.tier.get(row));
        }),
        ("first_order", true, &|csv, row| {
            number(csv, days::to_date(table.first_ever[row]));
        }),
        ("last_order", true, &|csv, row| {
            number(csv, days::to_date(table.last[row]));
        }),
        ("days_since_last_order", true, &|csv, row| {
            number(csv, table.recency(row));
        }),
        ("orders", true, &|csv, row| number(csv, table.orders[row])),
        ("spend", true, &|csv, row| money(csv, table.monetary(row))),
        ("average_order", true, &|csv, row| {
            money(csv, table.aov(row));
        }),
        ("products", true, &|csv, row| {
            number(csv, table.products[row]);
        }),
        ("units", true, &|csv, row| number(csv, table.units[row])),
        ("returned", table.returns_netted, &|csv, row| {
            money(csv, table.returned[row]);
        }),
        ("discount", table.has_discounts, &|csv, row| {
            money(csv, table.discount[row]);
        }),
        ("online_orders", table.has_channels, &|csv, row| {
            number(csv, table.online_orders[row]);
        }),
    ];
    let shown: Vec<_> = columns.into_iter().filter(|(_, there, _)| *there).collect();
    let mut csv = String::from('\u{feff}');
    let headings: Vec<&str> = shown.iter().map(|(heading, ..)| *heading).collect();
    csv.push_str(&headings.join(","));
    csv.push_str("\r\n");
    for row in by_spend(&table) {
        for (at, (_, _, cell)) in shown.iter().enumerate() {
            if at > 0 {
                csv.push(',');
            }
            cell(&mut csv, row);
        }
        csv.push_str("\r\n");
    }
    let (first, last) = window.days.dates();
    let name = slug(title);
    let name = if name.is_empty() { "customers" } else { &name };
    Export {
        name: format!("{name}-{first}-{last}.csv"),
        rows: table.len() as u32,
        csv,
    }
}

fn number(out: &mut String, value: impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{value}");
}

fn money(out: &mut String, value: f64) {
    // Adding zero turns −0 into 0.
    let cents = (value * 100.0).round() / 100.0 + 0.0;
    let _ = write!(out, "{cents:.2}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_two_decimals_and_no_negative_zero() {
        let check = |value: f64, expected: &str| {
            let mut out = String::new();
            money(&mut out, value);
            assert_eq!(out, expected);
        };
        check(-0.001, "0.00");
        check(-12.345, "-12.35");
        check(1_234_567.891, "1234567.89");
    }
}
