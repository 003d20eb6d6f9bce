//! Some lines as they were read.

use clientele_model::catalogue::LineClass;
use clientele_model::opening::{Preview, PreviewLine};
use clientele_model::words::Piece;

use crate::classify::Verdict;
use crate::column::Texts;
use crate::dates::{NO_TIME, date_of};
use crate::fields::Field;
use crate::lines::Lines;
use crate::recognise::Reading;
use crate::table::Table;

/// Ordinary lines that are shown.
const ORDINARY: usize = 3;

/// What is shown of a line, in order.
const SHOWN: [Field; 10] = [
    Field::Order,
    Field::Product,
    Field::Name,
    Field::Quantity,
    Field::Time,
    Field::Price,
    Field::Customer,
    Field::Country,
    Field::Channel,
    Field::Category,
];

/// What stands in which column, of the first table.
pub(super) fn headings(preview: &mut Preview, table: &Table, reading: &Reading) {
    let stands = |field: Field| {
        let others: &[Field] = match field {
            Field::Price => &[Field::Price, Field::Amount, Field::Gross],
            Field::Time => &[Field::Time, Field::DayNumber],
            Field::Customer => &[Field::Customer, Field::Email],
            Field::Product => &[Field::Product, Field::Name],
            _ => return reading.find(field),
        };
        others.iter().find_map(|field| reading.find(*field))
    };
    if !preview.headings.is_empty() {
        return;
    }
    for field in SHOWN {
        let heading = stands(field).map(|at| table.headings[at].clone());
        let always = matches!(field, Field::Quantity | Field::Customer);
        if heading.is_some() || always {
            preview
                .headings
                .push((field.title().to_owned(), heading.unwrap_or_default()));
        }
    }
}

/// Ordinary lines, and the first of each other kind.
pub(super) fn lines(preview: &mut Preview, lines: &Lines, verdict: &Verdict) {
    let mut shown: Vec<usize> = vec![];
    let first = |class: LineClass, most: usize| {
        let of = verdict.class.iter().enumerate();
        of.filter(move |(_, other)| **other == class)
            .map(|(line, _)| line)
            .take(most)
    };
    shown.extend(first(LineClass::SaleKnown, ORDINARY));
    for class in [
        LineClass::SaleAnonymous,
        LineClass::ReturnKnown,
        LineClass::ReturnAnonymous,
        LineClass::Service,
        LineClass::NoPrice,
        LineClass::NotSold,
        LineClass::Overlap,
        LineClass::Unreadable,
    ] {
        shown.extend(first(class, 1));
    }
    shown.sort_unstable();
    let titles: Vec<String> = preview
        .headings
        .iter()
        .map(|(title, _)| title.clone())
        .collect();
    preview.lines = shown
        .into_iter()
        .map(|line| PreviewLine {
            line: lines.numbers[line],
            cells: titles
                .iter()
                .map(|title| cell(lines, line, title))
                .collect(),
            counts_as: counts_as(lines, line, verdict.class[line]),
        })
        .collect();
}

fn cell(lines: &Lines, line: usize, title: &str) -> String {
    let text = |texts: &Option<Texts>| texts.as_ref().map(|texts| texts.at(line).to_owned());
    let field = SHOWN.into_iter().find(|field| field.title() == title);
    match field {
        Some(Field::Order) => lines.order.at(line).to_owned(),
        Some(Field::Product) => lines.product.at(line).to_owned(),
        Some(Field::Name) => text(&lines.name).unwrap_or_default(),
        Some(Field::Quantity) => match lines.quantity[line] {
            0 => String::new(),
            pieces => Piece::Number(f64::from(pieces), 0).to_string(),
        },
        Some(Field::Time) => match lines.minute[line] {
            NO_TIME => String::new(),
            minute => when(minute),
        },
        Some(Field::Price) => match lines.price[line] {
            price if price.is_nan() => String::new(),
            price => Piece::Money(price).to_string(),
        },
        Some(Field::Customer) => lines.customer.at(line).to_owned(),
        Some(Field::Country) => text(&lines.country).unwrap_or_default(),
        Some(Field::Channel) => text(&lines.channel).unwrap_or_default(),
        Some(Field::Category) => text(&lines.category).unwrap_or_default(),
        _ => String::new(),
    }
}

/// A day, with its time where there is one.
fn when(minute: i64) -> String {
    let (day, of_day) = (date_of(minute), minute.rem_euclid(1440));
    match of_day {
        0 => Piece::Day(day).to_string(),
        of_day => format!("{}, {:02}:{:02}", Piece::Day(day), of_day / 60, of_day % 60),
    }
}

fn counts_as(lines: &Lines, line: usize, class: LineClass) -> String {
    let wrong = || lines.wrong.iter().find(|(at, _)| *at == line);
    match class {
        LineClass::SaleKnown => "sale".to_owned(),
        LineClass::SaleAnonymous => "sale without a customer".to_owned(),
        LineClass::ReturnKnown => "return".to_owned(),
        LineClass::ReturnAnonymous => "return without a customer".to_owned(),
        LineClass::Service => "postage, fee or adjustment".to_owned(),
        LineClass::NoPrice => "no price".to_owned(),
        LineClass::NotSold => "never became a sale".to_owned(),
        LineClass::Overlap => "appears twice, counted once".to_owned(),
        LineClass::Unreadable => match wrong() {
            Some((_, why)) => format!("cannot be read: {why}"),
            None => "cannot be read".to_owned(),
        },
    }
}
