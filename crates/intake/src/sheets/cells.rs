//! Cells under one heading, and what a cell says.

use crate::column::{Column, Texts};
use crate::dates::{at_midnight, date_of};
use crate::epoch::Epoch;
use crate::read_workbook::{Book, Value};

/// Cells under one heading. Numbers among dates are dates whose cells lost their form; dates among numbers are
/// what a spreadsheet made of other numbers, and stay texts, so that they are named as no numbers.
pub fn column(values: &[Option<Value>], book: &Book) -> Column {
    let (mut texts, mut numbers, mut times) = (0, 0, 0);
    for value in values.iter().flatten() {
        match value {
            Value::Text(_) => texts += 1,
            Value::Number(_) => numbers += 1,
            Value::Time(_) => times += 1,
            Value::Unworked => {}
        }
    }
    let days = Epoch::Days {
        from_1904: book.from_1904,
    };
    match (texts, numbers, times) {
        (0, numbers, 1..) if numbers <= times => {
            let minute = |value: &Option<Value>| match (*value)? {
                Value::Time(minute) => Some(minute),
                Value::Number(number) => days.minute(number),
                Value::Text(_) | Value::Unworked => None,
            };
            Column::Time(values.iter().map(minute).collect())
        }
        (0, 1.., 0) => numbered(values),
        _ => {
            let mut all = Texts::default();
            for value in values {
                match value {
                    Some(value) => all.push(&text(*value, &book.texts)),
                    None => all.push_missing(),
                }
            }
            Column::Text(all)
        }
    }
}

/// A column of nothing but numbers.
fn numbered(values: &[Option<Value>]) -> Column {
    let number = |value: &Option<Value>| match value {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let numbers: Vec<Option<f64>> = values.iter().map(number).collect();
    let is_whole = |number: &f64| number.fract() == 0.0 && number.abs() < 9e15;
    if numbers.iter().flatten().all(is_whole) {
        let whole = numbers.into_iter().map(|n| n.map(|n| n as i64));
        return Column::Whole(whole.collect());
    }
    Column::Number(numbers)
}

/// What a cell says, as text.
pub fn text(value: Value, texts: &Texts) -> String {
    match value {
        Value::Text(code) => texts.value(code).to_owned(),
        Value::Number(number) => {
            let text = number.to_string();
            // Three decimals could be taken for thousands among texts.
            match text.split_once('.') {
                Some((_, decimals)) if decimals.len() == 3 => text + "0",
                _ => text,
            }
        }
        Value::Time(minute) => {
            let day = date_of(minute);
            match minute - at_midnight(day) {
                0 => day.to_string(),
                clock => format!("{day} {:02}:{:02}", clock / 60, clock % 60),
            }
        }
        Value::Unworked => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clientele_model::date;

    fn made(values: &[Value], texts: Texts) -> Column {
        let book = Book {
            texts,
            ..Book::default()
        };
        let values: Vec<Option<Value>> = values.iter().copied().map(Some).collect();
        column(&values, &book)
    }

    #[test]
    fn a_column_is_what_all_of_its_cells_are() {
        use Value::{Number, Text, Time};
        let day = at_midnight(date(2024, 1, 5));
        let of_numbers = made(&[Number(1.0), Number(2.0)], Texts::default());
        assert!(matches!(of_numbers, Column::Whole(all) if all == [Some(1), Some(2)]));
        let of_prices = made(&[Number(1.0), Number(2.5)], Texts::default());
        assert!(matches!(of_prices, Column::Number(all) if all == [Some(1.0), Some(2.5)]));
        // 45296 is a date whose cell lost its form.
        let of_dates = made(&[Time(day), Number(45296.0)], Texts::default());
        assert!(matches!(of_dates, Column::Time(all) if all == [Some(day), Some(day)]));
        // A price that a spreadsheet took for a date is no number.
        let spoilt = made(&[Number(1.5), Time(day), Number(2.0)], Texts::default());
        assert_eq!(spoilt.texts().unwrap().at(1), "2024-01-05");
        let mixed = made(
            &[Text(0), Number(22423.0), Number(1.125), Time(day + 630)],
            ["85123A"].into_iter().collect(),
        );
        let texts = mixed.texts().unwrap();
        let all: Vec<&str> = (0..4).map(|line| texts.at(line)).collect();
        assert_eq!(all, ["85123A", "22423", "1.1250", "2024-01-05 10:30"]);
    }
}
