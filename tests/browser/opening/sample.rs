//! What a thread says of a file, as in the picture of this view.

use super::*;

fn column(heading: &str, field: Option<&str>, sure: Sure, samples: &[&str]) -> ReadColumn {
    let fields = [
        ("order", "Order number"),
        ("time", "Date and time"),
        ("country", "Country"),
        ("product", "Product code"),
    ];
    ReadColumn {
        file: "orders.csv".to_owned(),
        heading: heading.to_owned(),
        values: "2,295 different".to_owned(),
        samples: samples.iter().map(|&text| text.to_owned()).collect(),
        field: field.map(str::to_owned),
        fields: fields.map(|(name, words)| (name.to_owned(), words.to_owned())).to_vec(),
        why: "The heading says so; 2,295 different numbers, 11 lines each typically; in all but one of them every line carries the same time.".to_owned(),
        sure,
        because: vec!["heading".to_owned(), "pattern".to_owned()],
    }
}

fn sign(is_for: bool, sentence: &str) -> Sign {
    Sign {
        is_for,
        sentence: sentence.to_owned(),
    }
}

/// A reading with one question, answered so.
pub(super) fn reading(day_first: bool) -> Reading {
    let told = |day_first| Told {
        dates: Some(match day_first {
            true => DayMonth::DayFirst,
            false => DayMonth::MonthFirst,
        }),
        ..Told::default()
    };
    let choice = |label: &str, day_first: bool| Choice {
        label: label.to_owned(),
        signs: vec![
            sign(
                day_first,
                "Order numbers rise with time: in 2,294 steps from one order to the next the date never goes back.",
            ),
            sign(
                !day_first,
                "All orders lie within two months, 1 Nov 2011 to 9 Dec 2011.",
            ),
        ],
        told: told(day_first),
    };
    let row = |class, lines, value| LedgerRow {
        class,
        lines,
        value,
        paid: None,
    };
    let line = |line, cells: [&str; 4], counts_as: &str| PreviewLine {
        line,
        cells: cells.map(str::to_owned).to_vec(),
        counts_as: counts_as.to_owned(),
    };
    Reading {
        headline: "orders.csv can be read: eight columns are sure, one question is left".to_owned(),
        context: "55,060 lines, 5.0 MB. Nothing has been loaded yet, and nothing leaves this device.".to_owned(),
        files: vec![ReadFile {
            name: "orders.csv".to_owned(),
            kind: FileKind::Orders,
            about: "Comma-separated, UTF-8, one heading line; 55,060 lines with 9 fields each, none irregular".to_owned(),
            bytes: 5_016_786,
            lines: 55_060,
        }],
        doubts: vec![Doubt {
            question: "In 01/11/2011, which comes first: the day or the month?".to_owned(),
            why: "No date in this file has a number above 12, so the dates alone cannot tell. The other columns can".to_owned(),
            choices: vec![choice("Day first: 1 November 2011", true), choice("Month first: 11 January 2011", false)],
            taken: Some(if day_first { 0 } else { 1 }),
            rates: vec![],
        }],
        columns: vec![
            column("Order no", Some("order"), Sure::Sure, &["573744", "573769", "574076"]),
            column("Order date", Some("time"), Sure::Asked, &["01/11/2011 08:16", "01/11/2011 10:04"]),
            column("Land", Some("country"), Sure::Sure, &["United Kingdom"]),
            column("Product", None, Sure::Unused, &["TRADITIONAL WOODEN CATCH CUP GAME", "WOODEN TREE CHRISTMAS SCANDINAVIAN"]),
        ],
        preview: Preview {
            headings: [("Order", "Order no"), ("Quantity", "Qty"), ("Price", "Unit price"), ("Customer", "Customer no")]
                .map(|(name, column)| (name.to_owned(), column.to_owned()))
                .to_vec(),
            lines: vec![
                line(2, ["573744", "8", "£2.10", "17733"], "sale"),
                line(124, ["C573750", "−2", "£1.95", "16150"], "return"),
                line(1_757, ["573916", "1", "£4.15", ""], "no customer number"),
            ],
        },
        ledger: Ledger {
            read: 55_060,
            source: "orders.csv".to_owned(),
            classes: vec![
                row(LineClass::SaleKnown, 40_271, 971_054.12),
                row(LineClass::SaleAnonymous, 13_666, 211_768.56),
                row(LineClass::ReturnKnown, 770, -185_422.72),
                row(LineClass::Service, 210, -10_882.71),
                row(LineClass::NoPrice, 143, 0.0),
            ],
            copies: (725, 2_000.0),
            ..Ledger::default()
        },
        decided: vec!["Decimal point, no thousands mark: quantity × price gives the line total on 55,060 of 55,060 lines.".to_owned()],
        gives: vec![
            Gives { works: true, words: "Segments, audiences".to_owned() },
            Gives { works: false, words: "Margin: no unit cost".to_owned() },
        ],
        sum: "1,821 orders, 1,165 customers, £997k of goods net".to_owned(),
        title: "orders".to_owned(),
        currency: "GBP".to_owned(),
        zone: "Europe/London".to_owned(),
        told: told(day_first),
    }
}

pub(super) fn kept() -> Kept {
    Kept {
        slug: "own/our-shop".to_owned(),
        title: "Our shop".to_owned(),
        bytes: 200_000,
        files: Vec::new(),
        said: vec!["It is kept on this device, for this browser only.".to_owned()],
    }
}

pub(super) fn own() -> OwnSet {
    OwnSet {
        slug: "own/our-shop".to_owned(),
        title: "Our shop".to_owned(),
        lines: 55_060,
        span: ("2011-11-01".parse().unwrap(), "2011-12-09".parse().unwrap()),
        bytes: 200_000,
    }
}
