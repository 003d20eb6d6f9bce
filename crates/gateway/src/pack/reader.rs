//! Columns of a file as fields: texts, numbers, prices and times.

use jiff::civil::Date;

use super::column::{MISSING, Texts};
use super::dates::{self, NO_TIME, Times};
use super::fields::Field;
use super::numbers;
use super::recognise::Reading;
use super::table::Table;
use super::trouble::Trouble;
use super::wrong::Wrong;

/// Reads the columns of a table as fields.
pub struct Reader<'a> {
    /// The file.
    pub table: &'a Table,
    /// Which column holds what.
    pub reading: &'a Reading,
}

/// Lines that cannot be read, and why.
pub type Found = Vec<(usize, Wrong)>;

impl Reader<'_> {
    /// A field as texts; nothing when no column holds it.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn texts(&self, field: Field) -> Result<Option<Texts>, Trouble> {
        let Some(at) = self.reading.find(field) else {
            return Ok(None);
        };
        let column = &self.table.columns[at];
        match column.texts() {
            Some(texts) => Ok(Some(texts)),
            None => Err(Trouble::WrongType {
                file: self.table.file.clone(),
                column: self.table.headings[at].clone(),
                holds: column.kind().to_owned(),
                field,
            }),
        }
    }

    /// A field as numbers, NaN where missing; nothing when no column holds it.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn numbers(&self, field: Field, wrong: &mut Found) -> Result<Option<Vec<f64>>, Trouble> {
        let Some(at) = self.reading.find(field) else {
            return Ok(None);
        };
        let heading = &self.table.headings[at];
        let numbers = numbers::read(&self.table.columns[at], field, heading, &self.table.file)?;
        wrong.extend(numbers.wrong);
        Ok(Some(numbers.values))
    }

    /// A field as numbers, NaN where missing, and all NaN when no column holds it.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn needed_numbers(&self, field: Field, wrong: &mut Found) -> Result<Vec<f64>, Trouble> {
        let lines = self.table.numbers.len();
        Ok(self
            .numbers(field, wrong)?
            .unwrap_or_else(|| vec![f64::NAN; lines]))
    }

    /// Unit prices before discount, and discounts in money.
    ///
    /// # Errors
    /// When a column holds no numbers.
    pub fn prices(
        &self,
        quantity: &[i32],
        wrong: &mut Found,
    ) -> Result<(Vec<f64>, Option<Vec<f64>>), Trouble> {
        let mut discount = self.numbers(Field::Discount, wrong)?.map(|values| {
            // Some shops write discounts below zero.
            values
                .into_iter()
                .map(|v| if v.is_nan() { 0.0 } else { v.abs() })
                .collect::<Vec<_>>()
        });
        let pieces = |line: usize| f64::from(quantity[line].unsigned_abs().max(1));
        let price = if self.reading.find(Field::Price).is_some() {
            self.needed_numbers(Field::Price, wrong)?
        } else {
            let mut amounts = self.needed_numbers(Field::Amount, wrong)?;
            for (line, amount) in amounts.iter_mut().enumerate() {
                let off = discount.as_ref().map_or(0.0, |discount| discount[line]);
                // A return is paid back: its amount has the sign of its quantity.
                let paid = if quantity[line] < 0 {
                    amount.abs()
                } else {
                    *amount
                };
                *amount = (paid + off) / pieces(line);
            }
            amounts
        };
        if let Some(pct) = self.numbers(Field::DiscountPct, wrong)?
            && discount.is_none()
        {
            let in_shares = pct.iter().all(|value| value.is_nan() || value.abs() <= 1.0);
            let unit = if in_shares { 1.0 } else { 0.01 };
            let off = |(line, value): (usize, &f64)| match value * unit * price[line] * pieces(line)
            {
                off if off.is_nan() => 0.0,
                off => off.abs(),
            };
            discount = Some(pct.iter().enumerate().map(off).collect());
        }
        Ok((price, discount))
    }

    /// Times from day numbers.
    ///
    /// # Errors
    /// When the columns hold no numbers.
    pub fn day_numbers(&self, day_one: Date, wrong: &mut Found) -> Result<Times, Trouble> {
        let days = self.needed_numbers(Field::DayNumber, wrong)?;
        let clock = self.numbers(Field::Clock, &mut Vec::new())?;
        let start = i64::from(dates::day_number(day_one)) - 1;
        let minutes = days.iter().enumerate().map(|(line, day)| {
            if !(day.is_finite() && day.abs() < 1e5) {
                return NO_TIME;
            }
            let hhmm = clock
                .as_ref()
                .map_or(0.0, |clock| clock[line])
                .clamp(0.0, 2359.0) as i64;
            (start + *day as i64) * 1440 + hhmm / 100 * 60 + (hhmm % 100).min(59)
        });
        Ok(Times {
            minutes: minutes.collect(),
            wrong: vec![],
        })
    }
}

/// Pieces as whole numbers; zero where they are none.
pub fn whole(pieces: &[f64], wrong: &mut Found) -> Vec<i32> {
    let mut named = vec![false; pieces.len()];
    for (line, _) in wrong.iter() {
        named[*line] = true;
    }
    let mut quantity = Vec::with_capacity(pieces.len());
    for (line, &number) in pieces.iter().enumerate() {
        let why = match number {
            _ if named[line] => None,
            number if number.is_nan() => Some(Wrong::Missing(Field::Quantity)),
            number if number.fract() != 0.0 => Some(Wrong::NotWhole(number.to_string())),
            number if number.abs() > f64::from(i32::MAX) => {
                Some(Wrong::TooLarge(Field::Quantity, number.to_string()))
            }
            _ => None,
        };
        let bad = why.is_some() || number.is_nan() || number.fract() != 0.0;
        wrong.extend(why.map(|why| (line, why)));
        // Within range: larger ones were named above, and `as` saturates.
        quantity.push(if bad { 0 } else { number as i32 });
    }
    quantity
}

/// Puts the product's name where its code is missing.
pub fn stand_in(product: &mut Texts, name: &Texts) {
    for (line, &code) in name.codes.iter().enumerate() {
        if product.codes[line] == MISSING && code != MISSING {
            product.codes[line] = product.code(name.value(code));
        }
    }
}

/// Texts that are all missing.
pub fn none(lines: usize) -> Texts {
    let mut texts = Texts::default();
    texts.append_missing(lines);
    texts
}

/// "13085.0", as spreadsheets export customer numbers with gaps, is "13085".
pub fn without_decimals(text: &str) -> &str {
    match text.strip_suffix(".0") {
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits,
        _ => text,
    }
}
