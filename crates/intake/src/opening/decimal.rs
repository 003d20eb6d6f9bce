//! Which sign is decimal, where the numbers alone cannot tell: pieces times price are the total.

use clientele_model::opening::{Choice, Doubt, Sign, Told};
use clientele_model::words::{Piece, counted};

use super::asked::sign;
use super::columns::{products, style, total};
use super::silently;
use crate::fields::Field;
use crate::lines::Manner;
use crate::numbers;
use crate::reader::Reader;
use crate::recognise::Reading;
use crate::separator::Decimal;
use crate::table::Table;
use crate::trouble::Trouble;

/// Columns that must be read.
const NUMBERS: [Field; 5] = [
    Field::Quantity,
    Field::Price,
    Field::Amount,
    Field::Gross,
    Field::Discount,
];

/// The question, where nothing decides the sign of a column. The answer that the sums of the lines speak for is taken, and put
/// into the manner.
pub(super) fn doubt(
    table: &Table,
    reading: &Reading,
    manner: &mut Manner,
    told: &mut Told,
) -> Option<Doubt> {
    let undecided = |manner: &Manner| {
        let reader = Reader::new(table, reading, manner);
        NUMBERS.into_iter().find_map(|field| {
            let at = reading.find(field)?;
            let read = silently(|said| {
                numbers::read(
                    &table.columns[at],
                    reader.place(at, field),
                    &reader.style,
                    said,
                )
            });
            match read {
                Err(Trouble::EitherSign {
                    column, example, ..
                }) => Some((column, example)),
                _ => None,
            }
        })
    };
    let (column, example) = undecided(manner)?;
    let signs = [Decimal::Point, Decimal::Comma];
    let sums = signs.map(|decimal| {
        let columns = [
            reading.find(Field::Quantity)?,
            reading.find(Field::Price)?,
            total(table, reading)?,
        ];
        let manner = Manner {
            decimal: Some(decimal),
            ..manner.clone()
        };
        products(table, columns, &style(&manner))
    });
    let fits = sums.map(|sum| sum.is_some_and(|(agree, of)| agree * 100 >= of * 95));
    let by_hand = told.decimal.and_then(sign);
    let taken = match (by_hand, fits) {
        (Some(told), _) => Some(told),
        (None, [true, false]) => Some(Decimal::Point),
        (None, [false, true]) => Some(Decimal::Comma),
        (None, _) => None,
    };
    if let Some(decimal) = taken {
        manner.decimal = Some(decimal);
        told.decimal = Some(decimal.sign());
    }
    let choice = |at: usize| {
        let decimal = signs[at];
        let sum = sums[at].map(|(agree, of)| Sign {
            is_for: fits[at],
            sentence: format!(
                "Quantity × price gives the total on {} of {}.",
                Piece::Count(agree),
                counted(of, "line")
            ),
        });
        Choice {
            label: format!(
                "The {} is decimal: {}",
                decimal.plain(),
                read(&example, decimal)
            ),
            signs: sum.into_iter().collect(),
            told: Told {
                decimal: Some(decimal.sign()),
                ..told.clone()
            },
        }
    };
    let mut choices = vec![choice(0), choice(1)];
    if taken == Some(Decimal::Comma) {
        choices.reverse();
    }
    Some(Doubt {
        question: format!("How much is {example}?"),
        why: format!(
            "The numbers in “{column}” may be written with a decimal or a thousands separator. {}",
            match (by_hand, taken) {
                (Some(_), _) => "You said which.",
                (_, Some(_)) => "The line totals tell which.",
                (_, None) => "No other column tells which.",
            }
        ),
        choices,
        taken: taken.map(|_| 0),
        rates: vec![],
    })
}

/// The number, written with a point.
fn read(example: &str, decimal: Decimal) -> String {
    let value =
        crate::figure::figure(example).and_then(|figure| crate::separator::value(&figure, decimal));
    value.map_or_else(|| example.to_owned(), |value| value.to_string())
}
