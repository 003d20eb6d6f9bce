//! How many pieces a line is about.

use crate::fields::Field;
use crate::reader::Found;
use crate::wrong::Wrong;

/// How many pieces each line is about.
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

    /// One piece on every line.
    pub fn one_each(lines: usize) -> Self {
        Self {
            whole: vec![1; lines],
            parts: vec![],
        }
    }

    /// Pieces of a line without their sign; one where there are none.
    pub fn count(&self, line: usize) -> f64 {
        f64::from(self.whole[line].unsigned_abs().max(1))
    }
}
