//! Columns of numbers.

use crate::column::{Column, MISSING, Texts};
use crate::fields::Field;
use crate::figure::{Figure, figure};
use crate::said::Said;
use crate::separator::{Because, Decimal, Undecided, Votes, value};
use crate::tokens::{Role, is_none};
use crate::trouble::Trouble;
use crate::wrong::{Wrong, shown};

/// No shop has larger numbers; sums of them still fit.
const LARGEST: f64 = 1e12;

/// How numbers are written in the file around a column.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// The decimal sign that was told.
    pub told: Option<Decimal>,
    /// The decimal sign that other columns can only be read with.
    pub others: Option<Decimal>,
    /// The currency, when it has no cents.
    pub without_cents: Option<String>,
}

/// Where a column stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// What it is read as.
    pub field: Field,
    /// Its heading.
    pub heading: &'a str,
    /// The file.
    pub file: &'a str,
}

/// Numbers of one field, one per line, NaN where missing or wrong; and what is wrong where.
#[derive(Debug, Default)]
pub struct Numbers {
    /// One per line.
    pub values: Vec<f64>,
    /// Line and reason, ascending.
    pub wrong: Vec<(usize, Wrong)>,
    /// Lines with a percent sign behind their number, ascending.
    pub percent: Vec<usize>,
}

/// Reads a column as numbers.
///
/// # Errors
/// When the column holds times or something else that is no number, or nothing tells its decimal sign.
pub fn read(
    column: &Column,
    place: Place<'_>,
    style: &Style,
    said: &mut Said,
) -> Result<Numbers, Trouble> {
    match column {
        Column::Text(texts) => {
            let numbers = from_texts(texts, place, style, said)?;
            let none = numbers.values.iter().all(|value| value.is_nan());
            if none
                && numbers.wrong.len() == texts.codes.iter().filter(|&&c| c != MISSING).count()
                && !numbers.wrong.is_empty()
            {
                return Err(wrong_type(column, place));
            }
            Ok(numbers)
        }
        Column::Whole(values) => Ok(Numbers {
            values: values
                .iter()
                .map(|v| v.map_or(f64::NAN, |v| v as f64))
                .collect(),
            ..Numbers::default()
        }),
        Column::Number(values) => Ok(finite(values, place.field)),
        Column::Time(_) | Column::Other(..) => Err(wrong_type(column, place)),
    }
}

/// What the values of a column say about the decimal sign; nothing for columns that are no texts.
pub fn votes(column: &Column) -> Votes {
    let mut votes = Votes::default();
    if let Column::Text(texts) = column {
        let lines = lines_of(texts);
        for (text, lines) in texts.values().zip(lines) {
            if let Some(figure) = figure(text) {
                votes.count(text, &figure, lines);
            }
        }
    }
    votes
}

fn lines_of(texts: &Texts) -> Vec<u64> {
    let mut lines = vec![0; texts.distinct()];
    for &code in texts.codes.iter().filter(|&&code| code != MISSING) {
        lines[code as usize] += 1;
    }
    lines
}

fn wrong_type(
    column: &Column,
    Place {
        field,
        heading,
        file,
    }: Place<'_>,
) -> Trouble {
    Trouble::WrongType {
        file: file.to_owned(),
        column: heading.to_owned(),
        holds: column.example(),
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
            // Libraries write a missing number so.
            Some(value) if value.is_nan() && no_value(field) => f64::NAN,
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

/// Fields without which a line is still a sale: a word for "no value" is none there.
fn no_value(field: Field) -> bool {
    !matches!(
        field,
        Field::Quantity | Field::Price | Field::Amount | Field::Gross | Field::DayNumber
    )
}

/// Every distinct text is read once.
fn from_texts(
    texts: &Texts,
    place: Place<'_>,
    style: &Style,
    said: &mut Said,
) -> Result<Numbers, Trouble> {
    let field = place.field;
    let lines = lines_of(texts);
    let figures: Vec<Option<Figure>> = texts.values().map(figure).collect();
    let mut votes = Votes::default();
    for ((text, figure), &lines) in texts.values().zip(&figures).zip(&lines) {
        if let Some(figure) = figure {
            votes.count(text, figure, lines);
        }
    }
    let decided = votes.decide(style.told, style.others, style.without_cents.as_deref());
    let (decimal, because) = decided.map_err(|Undecided(example)| Trouble::EitherSign {
        file: place.file.to_owned(),
        column: place.heading.to_owned(),
        example: shown(&example),
    })?;
    if let Some(sentence) = sentence(place.heading, decimal, &because) {
        said.say(sentence);
    }
    let parsed: Vec<Result<f64, Option<Wrong>>> = texts
        .values()
        .zip(&figures)
        .map(|(text, figure)| match figure {
            Some(figure) => match value(figure, decimal) {
                Some(value) if value.abs() <= LARGEST => Ok(value),
                Some(_) => Err(Some(Wrong::TooLarge(field, shown(text)))),
                None if value(figure, decimal.other()).is_some() => {
                    Err(Some(Wrong::OtherNumber(field, shown(text))))
                }
                None => Err(Some(Wrong::NotANumber(field, shown(text)))),
            },
            None if no_value(field) && is_none(text, Role::Value) => Err(None),
            None if text.parse::<f64>().is_ok_and(|value| !value.is_finite()) => {
                Err(Some(Wrong::NotFinite(field, shown(text))))
            }
            None => Err(Some(Wrong::NotANumber(field, shown(text)))),
        })
        .collect();
    let mut numbers = Numbers {
        values: Vec::with_capacity(texts.codes.len()),
        ..Numbers::default()
    };
    for (line, &code) in texts.codes.iter().enumerate() {
        if code == MISSING {
            numbers.values.push(f64::NAN);
            continue;
        }
        let value = match &parsed[code as usize] {
            Ok(value) => *value,
            Err(wrong) => {
                numbers
                    .wrong
                    .extend(wrong.clone().map(|wrong| (line, wrong)));
                f64::NAN
            }
        };
        numbers.values.push(value);
        if figures[code as usize]
            .as_ref()
            .is_some_and(|figure| figure.percent)
        {
            numbers.percent.push(line);
        }
    }
    Ok(numbers)
}

fn sentence(heading: &str, decimal: Decimal, because: &Because) -> Option<String> {
    let (sign, other) = (decimal.plain(), decimal.other().plain());
    match because {
        Because::Nothing => None,
        Because::Told => Some(format!("“{heading}”: decimal {sign}, as you said.")),
        Because::Value(shown) => Some(format!("“{heading}”: decimal {sign}, because of {shown}.")),
        Because::Others => Some(format!(
            "“{heading}”: decimal {sign}, as in the other columns."
        )),
        Because::NoCents(currency) => Some(format!(
            "“{heading}”: a {other} separates thousands, because {currency} has no cents."
        )),
        Because::Groups(shown) => Some(format!(
            "“{heading}”: a {other} separates thousands ({shown}), because three digits follow every {other} and small numbers have none; if it is decimal, say so with --decimal {}",
            decimal.other().sign()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'static> = Place {
        field: Field::Price,
        heading: "price",
        file: "x.csv",
    };

    fn numbers(texts: &[&str]) -> (Numbers, Said) {
        let mut said = Said::default();
        let texts = Column::Text(texts.iter().copied().collect());
        (
            read(&texts, PLACE, &Style::default(), &mut said).unwrap(),
            said,
        )
    }

    fn values(texts: &[&str]) -> Vec<f64> {
        numbers(texts).0.values
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
    fn what_was_decided_is_said() {
        let said = |texts: &[&str]| numbers(texts).1.into_sentences();
        assert_eq!(said(&["2.55"]), [""; 0]);
        assert_eq!(
            said(&["0,500", "1,250"]),
            ["“price”: decimal comma, because of 0,500."]
        );
        assert_eq!(
            said(&["1,234", "12"]),
            [
                "“price”: a comma separates thousands (1,234), because three digits follow every comma and small numbers have none; if it is decimal, say so with --decimal ,"
            ]
        );
    }

    #[test]
    fn what_is_no_number_says_so() {
        let (numbers, _) = numbers(&[
            "x", "NaN", "inf", "1.2.3", "", "7", "1e300", "2.5", "2.5", "2,5",
        ]);
        let say: Vec<String> = numbers
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
                "9: the unit price “2,5” is not written like the others",
            ]
        );
    }

    #[test]
    fn a_column_that_reads_both_ways_is_refused() {
        let texts = Column::Text(["12.990", "7.500"].into_iter().collect());
        let said = read(&texts, PLACE, &Style::default(), &mut Said::default())
            .unwrap_err()
            .to_string();
        assert_eq!(
            said,
            "The numbers in column “price” of x.csv, such as 12.990, may be written with a decimal or a thousands separator. Nothing was written; say which sign is the decimal separator with --decimal . or --decimal ,"
        );
    }

    #[test]
    fn percent_signs_are_kept() {
        let (numbers, _) = numbers(&["€5", "20%", "$7"]);
        assert_eq!(numbers.percent, [1]);
    }
}
