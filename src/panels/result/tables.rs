//! The numbers behind the pictures.

use clientele_model::experiments::{
    Cut, Impact, Measure as Counted, ResultReport, Role, Sensitivity,
};

use super::words;
use crate::format::Format;
use crate::names::named;
use crate::table::{Cell, Measure, Table};

/// The unit of a column of changes, and what its cells are counted in: points for shares.
fn unit(of: Counted) -> Measure {
    match of {
        Counted::Share => Measure::Number(2),
        Counted::Money => Measure::Money,
        Counted::Number => Measure::Number(3),
    }
}

fn cell(of: Counted, v: f64) -> Cell {
    let v = if of == Counted::Share { v * 100.0 } else { v };
    Some(v).filter(|v| v.is_finite()).into()
}

fn heading(of: Counted, name: &str) -> String {
    match of {
        Counted::Share => format!("{name}, points"),
        Counted::Money | Counted::Number => name.to_owned(),
    }
}

/// Heading and unit of an effect and its two ends.
fn three(of: Counted, name: &str) -> [(String, Measure); 3] {
    [name, "From", "To"].map(|name| (heading(of, name), unit(of)))
}

fn cells(of: Counted, (v, low, high): (f64, f64, f64)) -> [Cell; 3] {
    [v, low, high].map(|v| cell(of, v))
}

fn made(fmt: &Format, caption: &str, columns: &[(String, Measure)], rows: Vec<Vec<Cell>>) -> Table {
    let columns: Vec<_> = columns
        .iter()
        .map(|(name, unit)| (name.as_str(), *unit))
        .collect();
    Table::new(fmt, caption, &columns, rows)
}

fn words_column(name: &str) -> (String, Measure) {
    (name.to_owned(), Measure::Words)
}

/// The goal and the profit in all ways; each value in the unit of its measure.
pub(super) fn effects(r: &ResultReport, fmt: &Format) -> Table {
    let columns = ["Measure", "Way", "Effect", "From", "To", "p"].map(words_column);
    let both = [words::goal(r), words::second(r)].into_iter().flatten();
    let rows = both.flat_map(|row| {
        row.ways.iter().map(|way| {
            let said = |v| Cell::from(words::with_unit(fmt, row.measure, v));
            vec![
                row.name.clone().into(),
                way.name.clone().into(),
                said(way.effect),
                said(way.low),
                said(way.high),
                fmt.number(way.p, 4).into(),
            ]
        })
    });
    made(fmt, "The goal and the profit", &columns, rows.collect())
}

pub(super) fn arms(r: &ResultReport, fmt: &Format) -> Table {
    let all = words::judged(r);
    let columns = [
        ("Arm", Measure::Words),
        ("Customers", Measure::Count),
        ("As planned", Measure::Number(1)),
        ("Share planned", Measure::Share),
        ("Bought", Measure::Count),
    ];
    let rows = words::arms(r).map(|arm| {
        vec![
            arm.name.clone().into(),
            arm.customers.into(),
            (arm.share * f64::from(all)).into(),
            arm.share.into(),
            arm.buyers.into(),
        ]
    });
    Table::new(fmt, "Customers in each arm", &columns, rows)
}

pub(super) fn guards(r: &ResultReport, fmt: &Format) -> Table {
    let names = [
        "Guardrail",
        "Held back",
        "Got it",
        "Change",
        "95% interval",
        "Agreed limit",
        "Where it stands",
    ];
    let columns = names.map(words_column);
    let all = r.measures.iter().filter(|row| row.role == Role::Guardrail);
    let rows = all.map(|row| {
        let m = row.measure;
        let way = words::counting(row);
        let of = |say: &dyn Fn(&clientele_model::experiments::Way) -> String| {
            Cell::from(way.map_or_else(|| "–".to_owned(), say))
        };
        let stand = row.stand.map_or("", |stand| words::sign(stand).2);
        let limit = row.limit.map(|limit| words::with_unit(fmt, m, limit));
        vec![
            row.name.clone().into(),
            words::level(fmt, m, row.control).into(),
            words::level(fmt, m, row.treated).into(),
            of(&|way| words::with_unit(fmt, m, way.effect)),
            of(&|way| words::between(fmt, m, way.low, way.high)),
            limit.unwrap_or_default().into(),
            stand.into(),
        ]
    });
    made(fmt, "Guardrails", &columns, rows.collect())
}

pub(super) fn course(r: &ResultReport, fmt: &Format) -> Table {
    let points = Measure::Number(2);
    let columns = [
        ("Day", Measure::Count),
        ("Held back, bought, per cent", points),
        ("Got it, bought, per cent", points),
        ("Lead, points", points),
        ("One look, from", points),
        ("One look, to", points),
        ("Any day, from", points),
        ("Any day, to", points),
    ];
    let days = r.course.iter().flat_map(|course| &course.days);
    let rows = days.map(|d| {
        let lead = d.treated - d.control;
        let all = [
            d.control,
            d.treated,
            lead,
            d.single.0,
            d.single.1,
            d.any_day.0,
            d.any_day.1,
        ];
        let all = all.map(|v| cell(Counted::Share, v));
        std::iter::once(Cell::from(d.day)).chain(all).collect()
    });
    Table::new(fmt, "The lead since the send", &columns, rows)
}

pub(super) fn after(r: &ResultReport, fmt: &Format) -> Table {
    let columns = [
        words_column("Days"),
        ("Held back".to_owned(), Measure::Share),
        ("Got it".to_owned(), Measure::Share),
    ];
    let columns: Vec<_> = columns
        .into_iter()
        .chain(three(Counted::Share, "Difference"))
        .collect();
    let rows = r.after.iter().map(|after| {
        let days = fmt.counted(after.days, "day");
        let first: [Cell; 3] = [
            format!("The {days} after").into(),
            after.control.into(),
            after.treated.into(),
        ];
        first
            .into_iter()
            .chain(cells(Counted::Share, after.effect))
            .collect()
    });
    made(fmt, "Bought afterwards", &columns, rows.collect())
}

pub(super) fn cut(r: &ResultReport, cut: &Cut, fmt: &Format) -> Table {
    let m = words::goal_measure(r);
    let measured =
        ["As measured", "Measured from", "Measured to"].map(|name| (heading(m, name), unit(m)));
    let shrunk = ["Drawn to the whole", "From", "To"].map(|name| (heading(m, name), unit(m)));
    let level = match m {
        Counted::Share => Measure::Share,
        other => unit(other),
    };
    let first = [
        (cut.name.clone(), Measure::Name),
        ("Customers".to_owned(), Measure::Count),
        ("Held back".to_owned(), level),
        ("Got it".to_owned(), level),
    ];
    let last = [("p, corrected".to_owned(), Measure::Number(4))];
    let columns: Vec<_> = first
        .into_iter()
        .chain(measured)
        .chain(shrunk)
        .chain(last)
        .collect();
    let rows = cut.rows.iter().map(|row| {
        let first: [Cell; 4] = [
            row.name.clone().into(),
            row.customers.into(),
            row.control.into(),
            row.treated.into(),
        ];
        let rest = cells(m, row.measured)
            .into_iter()
            .chain(cells(m, row.shrunk));
        first
            .into_iter()
            .chain(rest)
            .chain([row.corrected.into()])
            .collect()
    });
    made(fmt, &cut.name, &columns, rows.collect())
}

pub(super) fn impact(impact: &Impact, fmt: &Format) -> Table {
    let first = [
        ("Group".to_owned(), Measure::Name),
        ("Customers".to_owned(), Measure::Count),
        ("Further buyers".to_owned(), Measure::Number(1)),
    ];
    let columns: Vec<_> = first
        .into_iter()
        .chain(three(Counted::Money, "Gain of a send"))
        .collect();
    let rows = impact.rows.iter().map(|row| {
        let first: [Cell; 3] = [
            named(&row.name).into(),
            row.customers.into(),
            row.buyers.into(),
        ];
        first
            .into_iter()
            .chain(cells(Counted::Money, row.gain))
            .collect()
    });
    made(fmt, "What a send would bring", &columns, rows.collect())
}

pub(super) fn sensitivity(s: &Sensitivity, fmt: &Format) -> Table {
    let first = [
        words_column("Choice"),
        ("Customers".to_owned(), Measure::Count),
    ];
    let columns: Vec<_> = first
        .into_iter()
        .chain(three(s.measure, "Effect"))
        .collect();
    let rows = s.rows.iter().map(|(name, customers, of)| {
        let first: [Cell; 2] = [name.clone().into(), (*customers).into()];
        first.into_iter().chain(cells(s.measure, *of)).collect()
    });
    made(fmt, "What the answer depends on", &columns, rows.collect())
}

/// What became of every row.
pub(super) fn ledger(r: &ResultReport, fmt: &Format) -> Table {
    let columns = [
        ("Row", Measure::Words),
        ("Rows", Measure::Count),
        ("Got it", Measure::Count),
        ("Held back", Measure::Count),
        ("What becomes of them", Measure::Words),
        ("Some of the customers", Measure::Words),
    ];
    let rows = r.ledger.rows.iter().map(|row| {
        let arms = row
            .arms
            .map(|(treated, held)| [treated, held].map(Cell::from));
        let [treated, held] = arms.unwrap_or([Cell::Nothing, Cell::Nothing]);
        vec![
            row.name.clone().into(),
            row.rows.into(),
            treated,
            held,
            fmt.sentence(&row.fate).into(),
            row.some.join(" ").into(),
        ]
    });
    Table::new(fmt, "Ledger of the result file", &columns, rows)
}
