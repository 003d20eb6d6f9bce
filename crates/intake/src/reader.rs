//! Columns of a file as fields: texts, numbers, prices and times.

use clientele_model::Date;

use crate::column::{MISSING, Texts};
use crate::dates::{self, NO_TIME, Times};
use crate::fields::Field;
use crate::numbers;
use crate::recognise::Reading;
use crate::spread::OnOrder;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::wrong::Wrong;

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
        self.numbers_at(at, field, wrong).map(Some)
    }

    fn numbers_at(&self, at: usize, field: Field, wrong: &mut Found) -> Result<Vec<f64>, Trouble> {
        let heading = &self.table.headings[at];
        let numbers = numbers::read(&self.table.columns[at], field, heading, &self.table.file)?;
        wrong.extend(numbers.wrong);
        Ok(numbers.values)
    }

    /// Per line whether a field has any value; nothing when no column holds it.
    pub fn filled(&self, field: Field) -> Option<Vec<bool>> {
        let column = &self.table.columns[self.reading.find(field)?];
        Some((0..column.len()).map(|line| column.holds(line)).collect())
    }

    /// States of orders; a cancelled one is "cancelled" whatever its state.
    ///
    /// # Errors
    /// When a column holds no texts.
    pub fn states(&self) -> Result<Option<Texts>, Trouble> {
        let mut states = self.texts(Field::Status)?;
        if let Some(cancelled) = self.filled(Field::CancelledAt) {
            let states = states.get_or_insert_with(|| none(cancelled.len()));
            let code = states.code("cancelled");
            for (state, _) in states.codes.iter_mut().zip(cancelled).filter(|(_, c)| *c) {
                *state = code;
            }
        }
        Ok(states)
    }

    /// Discounts on lines in money, not below zero: the sum of every column that holds such.
    fn discounts(&self, wrong: &mut Found) -> Result<Option<Vec<f64>>, Trouble> {
        let mut all: Option<Vec<f64>> = None;
        for at in self.reading.all(Field::Discount) {
            let values = self.numbers_at(at, Field::Discount, wrong)?;
            let sums = all.get_or_insert_with(|| vec![0.0; values.len()]);
            for (sum, value) in sums.iter_mut().zip(values) {
                // Some shops write discounts below zero.
                *sum += if value.is_nan() { 0.0 } else { value.abs() };
            }
        }
        Ok(all)
    }

    /// What the export says about whole orders.
    ///
    /// # Errors
    /// When a column holds no numbers.
    pub fn on_order(&self) -> Result<Option<OnOrder>, Trouble> {
        let Some(discount) = self.numbers(Field::OrderDiscount, &mut Vec::new())? else {
            return Ok(None);
        };
        let subtotal = self.numbers(Field::Subtotal, &mut Vec::new())?;
        Ok(Some(OnOrder { discount, subtotal }))
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
        pieces: &Pieces,
        wrong: &mut Found,
    ) -> Result<(Vec<f64>, Option<Vec<f64>>), Trouble> {
        let mut discount = self.discounts(wrong)?;
        let quantity = &pieces.whole;
        let count = |line: usize| f64::from(quantity[line].unsigned_abs().max(1));
        let price = if self.reading.find(Field::Price).is_some() {
            let mut price = self.needed_numbers(Field::Price, wrong)?;
            for &(line, part) in &pieces.parts {
                price[line] *= part;
            }
            price
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
                *amount = (paid + off) / count(line);
            }
            amounts
        };
        if let Some(pct) = self.numbers(Field::DiscountPct, wrong)?
            && discount.is_none()
        {
            let in_shares = pct.iter().all(|value| value.is_nan() || value.abs() <= 1.0);
            let unit = if in_shares { 1.0 } else { 0.01 };
            let off = |(line, value): (usize, &f64)| match value * unit * price[line] * count(line)
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

/// How many pieces a line is about.
#[derive(Debug, Default)]
pub struct Pieces {
    /// Whole pieces, below zero for returns; zero where wrong.
    pub whole: Vec<i32>,
    /// Lines about a part of a piece, such as half a kilogram, and how much, above zero. Such a
    /// line counts as one piece at the price of the part.
    pub parts: Vec<(usize, f64)>,
}

impl Pieces {
    /// From a column of quantities; what cannot be pieces is named.
    pub fn of(numbers: &[f64], wrong: &mut Found) -> Self {
        let mut named = vec![false; numbers.len()];
        for (line, _) in wrong.iter() {
            named[*line] = true;
        }
        let mut pieces = Self::default();
        for (line, &number) in numbers.iter().enumerate() {
            let why = if number.is_nan() {
                Some(Wrong::Missing(Field::Quantity))
            } else if number.abs() > f64::from(i32::MAX) {
                Some(Wrong::TooLarge(Field::Quantity, number.to_string()))
            } else {
                None
            };
            pieces.whole.push(match why {
                Some(_) => 0,
                None if number.fract() != 0.0 => {
                    pieces.parts.push((line, number.abs()));
                    if number < 0.0 { -1 } else { 1 }
                }
                None => number as i32,
            });
            wrong.extend(why.filter(|_| !named[line]).map(|why| (line, why)));
        }
        pieces
    }
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
