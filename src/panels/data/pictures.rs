//! From the catalogue to what the charts are given.

use clientele_model::catalogue::{Catalogue, Ledger, LineClass};
use clientele_model::selection::Only;

use crate::charts::{Column, Columns, Ink, Period, Step, Tip};
use crate::format::Format;
use crate::table::{Measure, Table};

/// Every class in the order of the table.
pub(super) const CLASSES: [LineClass; 9] = [
    LineClass::SaleKnown,
    LineClass::SaleAnonymous,
    LineClass::ReturnKnown,
    LineClass::ReturnAnonymous,
    LineClass::Service,
    LineClass::NoPrice,
    LineClass::Overlap,
    LineClass::NotSold,
    LineClass::Unreadable,
];

/// Name and reason of a class, and whether it counts for revenue, customers, products, baskets.
pub(super) fn words(class: LineClass) -> (&'static str, &'static str, [bool; 4]) {
    match class {
        LineClass::SaleKnown => (
            "Sales to known customers",
            "Goods, price and quantity above zero",
            [true; 4],
        ),
        LineClass::SaleAnonymous => (
            "Sales without customer",
            "No customer number on the line",
            [true, false, true, true],
        ),
        LineClass::ReturnKnown => (
            "Returns, known customers",
            "Returned or cancelled",
            [true, true, true, false],
        ),
        LineClass::ReturnAnonymous => (
            "Returns without customer",
            "Returned or cancelled, no customer",
            [true, false, true, false],
        ),
        LineClass::Service => (
            "Postage, fees, adjustments",
            "Product code on the service list",
            [false; 4],
        ),
        LineClass::NoPrice => (
            "No price",
            "Price zero or negative: stock corrections, write-offs",
            [false; 4],
        ),
        LineClass::Overlap => ("In two sheets or files", "Counted once", [false; 4]),
        LineClass::NotSold => (
            "Not sold",
            "Cancelled, failed, never paid, a test, or paid back in full",
            [false; 4],
        ),
        LineClass::Unreadable => ("Unreadable", "A value could not be read", [false; 4]),
    }
}

fn lines(ledger: &Ledger, classes: &[LineClass]) -> u64 {
    ledger
        .classes
        .iter()
        .filter(|row| classes.contains(&row.class))
        .map(|row| row.lines)
        .sum()
}

/// From every line read to the sales that every panel uses.
pub(super) fn steps(ledger: &Ledger, fmt: &Format) -> Vec<Step> {
    let all = ledger.read as f64;
    let total = |name: &str, why: &str, n: f64, key: String| Step {
        key,
        name: name.to_owned(),
        why: why.to_owned(),
        from: 0.0,
        to: n,
        left: n,
        ink: Ink::Mark,
        text: fmt.number(n, 0),
        said: fmt.counted(n as u64, "line"),
        total: true,
        tip: Tip::new(
            name,
            vec![
                ("Lines", fmt.number(n, 0)),
                ("Share of the file", fmt.share(n / all.max(1.0))),
            ],
        ),
    };
    let mut out = vec![total("Lines read", &ledger.source, all, String::new())];
    let leaving: [(&[LineClass], &str, &str, Ink); 7] = [
        (
            &[LineClass::Unreadable],
            "Unreadable",
            "A value could not be read",
            Ink::Bad,
        ),
        (
            &[LineClass::NotSold],
            "Not sold",
            "Never became a sale, or was paid back",
            Ink::Compare,
        ),
        (
            &[LineClass::Overlap],
            "In two sheets or files",
            "Counted once",
            Ink::Compare,
        ),
        (
            &[LineClass::NoPrice],
            "No price",
            "Zero or negative",
            Ink::Compare,
        ),
        (
            &[LineClass::Service],
            "Postage, fees, adjustments",
            "Kept apart, listed below",
            Ink::Warn,
        ),
        (
            &[LineClass::ReturnKnown, LineClass::ReturnAnonymous],
            "Returns",
            "Taken off revenue",
            Ink::Bad,
        ),
        (
            &[LineClass::SaleAnonymous],
            "Sales without customer",
            "For products and baskets",
            Ink::MarkSoft,
        ),
    ];
    let mut left = all;
    for (classes, name, why, ink) in leaving {
        let n = lines(ledger, classes) as f64;
        if n == 0.0 {
            continue;
        }
        let rows = vec![
            ("Lines", fmt.number(n, 0)),
            ("Share of the file", fmt.share(n / all.max(1.0))),
        ];
        out.push(Step {
            key: String::new(),
            name: name.to_owned(),
            why: why.to_owned(),
            from: left - n,
            to: left,
            left: left - n,
            ink,
            text: format!("−{}", fmt.number(n, 0)),
            said: format!("−{}", fmt.counted(n as u64, "line")),
            total: false,
            tip: Tip::new(name, rows).note(why),
        });
        left -= n;
    }
    out.push(total(
        "Sales to known customers",
        "For every panel",
        left,
        Only::Everyone.to_string(),
    ));
    out
}

pub(super) fn steps_table(ledger: &Ledger, fmt: &Format) -> Table {
    let rows = steps(ledger, fmt).into_iter().map(|s| {
        let lines = s.to - s.from;
        vec![
            s.name.into(),
            if s.total { lines } else { -lines }.into(),
            s.why.into(),
        ]
    });
    let columns = [
        ("Step", Measure::Words),
        ("Lines", Measure::Number(0)),
        ("Why", Measure::Words),
    ];
    Table::new(fmt, "What became of every line", &columns, rows)
}

/// How this count meets the usual "clean" one.
pub(super) fn clean_note(catalogue: &Catalogue, fmt: &Format) -> String {
    let (lines, orders, customers, value) = catalogue.ledger.clean;
    if lines == 0 {
        return String::new();
    }
    let before = match catalogue.has.discount {
        true => "before discount and returns",
        false => "before returns",
    };
    format!(
        "With postage and fees of known customers it is the usual “clean” count: {}, {}, {}, {} {before}.",
        fmt.counted(lines, "line"),
        fmt.counted(orders, "order"),
        fmt.counted(customers, "customer"),
        fmt.money_exact(value)
    )
}

/// Lines per month.
pub(super) fn months(catalogue: &Catalogue, fmt: &Format) -> Columns {
    let columns = catalogue
        .ledger
        .months
        .iter()
        .map(|&(month, with, without)| {
            let (name, all) = (fmt.month(month), with + without);
            let last = month.last_of_month();
            Column {
                period: Period {
                    key: Only::Ordered(month, last).to_string(),
                    label: format!(
                        "{name}: {}, {} without customer",
                        fmt.counted(all, "line"),
                        fmt.count(without)
                    ),
                    tip: Tip::new(
                        &name,
                        vec![
                            ("Lines", fmt.count(all)),
                            (
                                "Without customer",
                                fmt.share(without as f64 / (all.max(1)) as f64),
                            ),
                        ],
                    ),
                    name,
                },
                lower: without as f64,
                upper: with as f64,
            }
        })
        .collect();
    Columns {
        label: "Lines per month, with and without a customer".to_owned(),
        lower: ("without".to_owned(), Ink::Compare),
        upper: ("with customer".to_owned(), Ink::Mark),
        named: false,
        // As high as the table of columns beside it.
        height: (40.0 * catalogue.columns.len() as f64).clamp(320.0, 600.0),
        columns,
    }
}

pub(super) fn months_table(ledger: &Ledger, fmt: &Format) -> Table {
    let rows = ledger.months.iter().map(|&(month, with, without)| {
        vec![
            fmt.month(month).into(),
            (with + without).into(),
            with.into(),
            without.into(),
        ]
    });
    let columns = [
        ("Month", Measure::Words),
        ("Lines", Measure::Count),
        ("With customer", Measure::Count),
        ("Without", Measure::Count),
    ];
    Table::new(fmt, "Lines per month", &columns, rows)
}

/// Optional columns that are not there.
pub(super) fn missing(catalogue: &Catalogue) -> Vec<&'static str> {
    let has = catalogue.has;
    [
        (has.country, "country"),
        (has.channel, "channel"),
        (has.category, "category"),
        (has.tier, "tier"),
        (has.discount, "discount"),
        (has.cost, "unit cost"),
        (has.email, "e-mail"),
    ]
    .into_iter()
    .filter(|(there, _)| !there)
    .map(|(_, name)| name)
    .collect()
}
