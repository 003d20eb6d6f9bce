//! Which column of a file became what, in words.

use clientele_model::catalogue::ColumnUse;
use clientele_model::words::{Piece, agreeing, counted};

use crate::assemble::About;
use crate::column::Column;
use crate::fields::Field;
use crate::recognise::Reading;
use crate::table::Table;

/// One entry per column of the file; `parts` lines are about a part of a piece.
pub fn columns(table: &Table, reading: &Reading, about: &About, parts: u64) -> Vec<ColumnUse> {
    let entry = |(at, heading): (usize, &String)| {
        let fields: Vec<Field> = reading
            .columns
            .iter()
            .filter(|(_, column)| *column == at)
            .map(|(field, _)| *field)
            // Only looked at to tell whether the customers' numbers are those of people.
            .filter(|field| *field != Field::Person)
            .collect();
        let titles: Vec<&str> = fields
            .iter()
            .map(|field| field.title())
            .filter(|t| !t.is_empty())
            .collect();
        ColumnUse {
            column: heading.clone(),
            read_as: titles.join(", "),
            note: fields.first().map_or(String::new(), |&field| {
                note(&table.columns[at], field, reading, about, parts)
            }),
        }
    };
    table.headings.iter().enumerate().map(entry).collect()
}

fn note(column: &Column, field: Field, reading: &Reading, about: &About, parts: u64) -> String {
    let said = match field {
        Field::Order if reading.source.is_online_retail() => {
            "a leading C marks a return".to_owned()
        }
        Field::Name => "most frequent spelling".to_owned(),
        Field::Quantity if parts > 0 => format!(
            "{} with part of a piece, counted as one piece{}",
            counted(parts, "line"),
            agreeing(parts, "", " each")
        ),
        Field::OrderDiscount => format!("{}, spread over the lines of the order", about.currency),
        Field::Subtotal => "only to tell discounts on goods".to_owned(),
        Field::CancelledAt => "marks cancelled orders".to_owned(),
        Field::Kind => "marks returns".to_owned(),
        Field::Payment => "marks test payments".to_owned(),
        Field::Refund => format!("{}, taken off", about.currency),
        Field::Sheet => "only to find the overlap".to_owned(),
        Field::Time => format!("wall clock, {}", about.zone),
        Field::Price | Field::Amount | Field::Gross | Field::Discount | Field::Cost => {
            about.currency.clone()
        }
        Field::Country | Field::Channel | Field::Category | Field::Tier | Field::Status => {
            counted(distinct(column) as u64, "value")
        }
        _ => String::new(),
    };
    // Names and sheets may be missing without any loss; facts of an order stand on one of its lines.
    match missing(column) {
        share
            if share > 0.0
                && !matches!(
                    field,
                    Field::Name
                        | Field::Sheet
                        | Field::OrderDiscount
                        | Field::Subtotal
                        | Field::CancelledAt
                        | Field::Refund
                        | Field::Payment
                        | Field::Currency
                ) =>
        {
            let gap = format!("missing on {}", Piece::Share(share));
            if said.is_empty() {
                gap
            } else {
                format!("{said}; {gap}")
            }
        }
        _ => said,
    }
}

fn distinct(column: &Column) -> usize {
    match column {
        Column::Text(texts) => texts.distinct(),
        other => other.texts().map_or(0, |texts| texts.distinct()),
    }
}

fn missing(column: &Column) -> f64 {
    let gaps = (0..column.len())
        .filter(|&line| !column.holds(line))
        .count();
    gaps as f64 / column.len().max(1) as f64
}
