//! Numbers as shops write them.

use crate::column::{Column, MISSING, Texts};
use crate::fields::Field;
use crate::trouble::Trouble;
use crate::wrong::{Wrong, shown};

/// No shop has larger numbers; sums of them still fit.
const LARGEST: f64 = 1e12;

/// Numbers of one field, one per line, NaN where missing or wrong; and what is wrong where.
#[derive(Debug, Default)]
pub struct Numbers {
    /// One per line.
    pub values: Vec<f64>,
    /// Line and reason, ascending.
    pub wrong: Vec<(usize, Wrong)>,
}

/// Reads a column as numbers.
///
/// # Errors
/// When the column holds times or something else that is no number.
pub fn read(column: &Column, field: Field, heading: &str, file: &str) -> Result<Numbers, Trouble> {
    match column {
        Column::Text(texts) => {
            let numbers = from_texts(texts, field);
            if texts.distinct() > 0 && numbers.values.iter().all(|value| value.is_nan()) {
                return Err(wrong_type(column, field, heading, file));
            }
            Ok(numbers)
        }
        Column::Whole(values) => Ok(Numbers {
            values: values
                .iter()
                .map(|v| v.map_or(f64::NAN, |v| v as f64))
                .collect(),
            wrong: vec![],
        }),
        Column::Number(values) => Ok(finite(values, field)),
        Column::Time(_) | Column::Other(..) => Err(wrong_type(column, field, heading, file)),
    }
}

fn wrong_type(column: &Column, field: Field, heading: &str, file: &str) -> Trouble {
    Trouble::WrongType {
        file: file.to_owned(),
        column: heading.to_owned(),
        holds: column.kind().to_owned(),
        field,
    }
}

fn finite(values: &[Option<f64>], field: Field) -> Numbers {
    let mut numbers = Numbers::default();
    for (line, value) in values.iter().enumerate() {
        numbers.values.push(match value {
            Some(value) if value.abs() <= LARGEST => *value,
            Some(value) if value.is_finite() => {
                let wrong = Wrong::TooLarge(field, value.to_string());
                numbers.wrong.push((line, wrong));
                f64::NAN
            }
            Some(value) => {
                let wrong = Wrong::NotFinite(field, value.to_string());
                numbers.wrong.push((line, wrong));
                f64::NAN
            }
            None => f64::NAN,
        });
    }
    numbers
}

/// Every distinct text is read once.
fn from_texts(texts: &Texts, field: Field) -> Numbers {
    let comma = comma_is_decimal(texts);
    let parsed: Vec<Result<f64, Wrong>> = texts
        .values()
        .map(|text| match parse(text, comma) {
            Some(value) if value.abs() <= LARGEST => Ok(value),
            Some(value) if value.is_finite() => Err(Wrong::TooLarge(field, shown(text))),
            Some(_) => Err(Wrong::NotFinite(field, shown(text))),
            None => Err(Wrong::NotANumber(field, shown(text))),
        })
        .collect();
    let mut numbers = Numbers::default();
    for (line, &code) in texts.codes.iter().enumerate() {
        numbers.values.push(match code {
            MISSING => f64::NAN,
            code => parsed[code as usize].clone().unwrap_or_else(|wrong| {
                numbers.wrong.push((line, wrong));
                f64::NAN
            }),
        });
    }
    numbers
}

/// Whether some value of the column can only be read with a decimal comma: "2,5", "1.234,56".
fn comma_is_decimal(texts: &Texts) -> bool {
    texts.values().any(|text| {
        let Some((_, after)) = text.rsplit_once(',') else {
            return false;
        };
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        !after.contains('.') && digits != 3
    })
}

/// Reads one number: a currency sign and thousands separators may stand in it.
fn parse(text: &str, comma: bool) -> Option<f64> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "£$€¥%".contains(c));
    if !text.contains(',') && !text.contains(['\'', '\u{a0}', '\u{202f}', ' ']) && !comma {
        return text.parse().ok();
    }
    let (decimal, thousands) = if comma { (',', '.') } else { ('.', ',') };
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c == decimal => plain.push('.'),
            c if c == thousands && !grouped(text, thousands, decimal) => return None,
            c if c == thousands || matches!(c, '\'' | '\u{a0}' | '\u{202f}' | ' ') => {}
            c => plain.push(c),
        }
    }
    plain.parse().ok()
}

/// Whether every thousands separator has three digits after it: "1,234.5" but not "12,34".
fn grouped(text: &str, thousands: char, decimal: char) -> bool {
    let whole = text.split(decimal).next().unwrap_or(text);
    let whole = whole.trim_start_matches(['-', '+']);
    let mut groups = whole.split(thousands);
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(texts: &[&str]) -> Vec<f64> {
        let texts = texts.iter().copied().collect();
        from_texts(&texts, Field::Price).values
    }

    #[test]
    fn numbers_read_as_shops_write_them() {
        assert_eq!(
            values(&["2.55", "-6", "£1,234.50", "1e3", "+5"]),
            [2.55, -6.0, 1234.5, 1000.0, 5.0]
        );
        assert_eq!(
            values(&["2,55", "1.234,50", "3", "1 000,5"]),
            [2.55, 1234.5, 3.0, 1000.5]
        );
        assert_eq!(values(&["1,234", "12"]), [1234.0, 12.0]);
        assert_eq!(values(&["$5", "5 €", "1'000.25"]), [5.0, 5.0, 1000.25]);
    }

    #[test]
    fn what_is_no_number_says_so() {
        let texts: Texts = ["x", "NaN", "inf", "1.2.3", "", "7", "1e300"]
            .into_iter()
            .collect();
        let say: Vec<String> = from_texts(&texts, Field::Price)
            .wrong
            .iter()
            .map(|(line, wrong)| format!("{line}: {wrong}"))
            .collect();
        assert_eq!(
            say,
            [
                "0: the unit price “x” is not a number",
                "1: the unit price “NaN” is not a finite number",
                "2: the unit price “inf” is not a finite number",
                "3: the unit price “1.2.3” is not a number",
                "6: the unit price “1e300” is too large",
            ]
        );
    }
}
