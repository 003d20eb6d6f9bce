//! The prepared matrix: customers by features, checked once at the door.

use thiserror::Error;

/// Customers × features, finite, as one `f32` column after the other.
///
/// Columns lie one after the other because every hot loop reads one feature of many customers at
/// a time: that is what vectorises.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: u32,
    cols: u32,
    columns: Vec<f32>,
}

/// Why numbers were refused as a matrix.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MatrixError {
    /// There is not a single customer.
    #[error("There are no customers to group: widen the period or the filters.")]
    NoCustomers,
    /// There is not a single feature.
    #[error("There is nothing to compare customers by: choose at least one measure.")]
    NoFeatures,
    /// A column is longer or shorter than the first.
    #[error("Measure {col} has {found} values where {expected} customers need one each.")]
    Ragged {
        /// Which column, from 0.
        col: u32,
        /// How many values it has.
        found: u32,
        /// How many the first column has.
        expected: u32,
    },
    /// A value is not a number or infinite.
    #[error(
        "Measure {col} of customer {row} is not a finite number: fill gaps before customers are grouped."
    )]
    NotFinite {
        /// Which row, from 0.
        row: u32,
        /// Which column, from 0.
        col: u32,
    },
    /// Bytes that are not a matrix: cut short, or written by something else.
    #[error("The customers' numbers arrived damaged: ask again.")]
    Damaged,
}

impl Matrix {
    /// Checks and keeps `columns`: one per feature, each with one value per customer.
    ///
    /// # Errors
    /// No customers, no features, columns of different lengths, or a value that is not finite.
    pub fn new<C: AsRef<[f32]>>(columns: &[C]) -> Result<Self, MatrixError> {
        let Some(first) = columns.first() else {
            return Err(MatrixError::NoFeatures);
        };
        let rows = first.as_ref().len();
        let mut flat = Vec::with_capacity(rows * columns.len());
        for (col, column) in columns.iter().enumerate() {
            let column = column.as_ref();
            if column.len() != rows {
                return Err(MatrixError::Ragged {
                    col: col as u32,
                    found: column.len() as u32,
                    expected: rows as u32,
                });
            }
            flat.extend_from_slice(column);
        }
        Self::checked(rows as u32, columns.len() as u32, flat)
    }

    /// Checks and keeps rows: one per customer, each with one value per feature.
    ///
    /// # Errors
    /// As [`Matrix::new`]; a row of another length counts as ragged.
    pub fn from_rows<R: AsRef<[f32]>>(rows: &[R]) -> Result<Self, MatrixError> {
        let Some(first) = rows.first() else {
            return Err(MatrixError::NoCustomers);
        };
        let cols = first.as_ref().len();
        let mut columns = vec![Vec::with_capacity(rows.len()); cols];
        for row in rows {
            for (column, &value) in columns.iter_mut().zip(row.as_ref()) {
                column.push(value);
            }
        }
        Self::new(&columns)
    }

    /// Number of customers.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows as usize
    }

    /// Number of features.
    #[must_use]
    pub fn cols(&self) -> usize {
        self.cols as usize
    }

    /// One feature of every customer.
    ///
    /// # Panics
    /// When there is no such feature.
    #[must_use]
    pub fn column(&self, col: usize) -> &[f32] {
        let rows = self.rows();
        &self.columns[col * rows..(col + 1) * rows]
    }

    /// Copies the given customers, in the given order, into a matrix of their own.
    ///
    /// # Panics
    /// When a row does not exist.
    #[must_use]
    pub fn select(&self, rows: &[u32]) -> Self {
        let mut columns = Vec::with_capacity(rows.len() * self.cols());
        for col in 0..self.cols() {
            let column = self.column(col);
            columns.extend(rows.iter().map(|&row| column[row as usize]));
        }
        Self {
            rows: rows.len() as u32,
            cols: self.cols,
            columns,
        }
    }

    /// The values of one customer.
    ///
    /// # Panics
    /// When there is no such customer.
    pub fn row(&self, row: usize) -> impl Iterator<Item = f32> + '_ {
        (0..self.cols()).map(move |col| self.column(col)[row])
    }

    /// Whether at least `wanted` rows differ from each other (`wanted` is small: it looks no
    /// further than needed and compares with the rows kept so far).
    #[must_use]
    pub fn distinct_at_least(&self, wanted: usize) -> bool {
        self.distinct_up_to(wanted) >= wanted
    }

    /// How many rows differ from each other, counted no further than `limit` (which is small).
    #[must_use]
    pub fn distinct_up_to(&self, limit: usize) -> usize {
        let mut kept: Vec<usize> = Vec::with_capacity(limit);
        for row in 0..self.rows() {
            if kept.len() >= limit {
                break;
            }
            if !kept.iter().any(|&other| self.row(other).eq(self.row(row))) {
                kept.push(row);
            }
        }
        kept.len()
    }

    /// The matrix as bytes: two little-endian `u32` (rows, columns), then the columns' `f32`.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + 4 * self.columns.len());
        bytes.extend_from_slice(&self.rows.to_le_bytes());
        bytes.extend_from_slice(&self.cols.to_le_bytes());
        for value in &self.columns {
            bytes.extend_from_slice(&value.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`Matrix::to_bytes`] wrote.
    ///
    /// # Errors
    /// `Damaged` when the length does not fit the header, else as [`Matrix::new`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, MatrixError> {
        let (header, body) = bytes.split_at_checked(8).ok_or(MatrixError::Damaged)?;
        let word = |at: usize| {
            u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        };
        let (rows, cols) = (word(0), word(4));
        if u64::from(rows) * u64::from(cols) * 4 != body.len() as u64 {
            return Err(MatrixError::Damaged);
        }
        let columns = body
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        Self::checked(rows, cols, columns)
    }

    fn checked(rows: u32, cols: u32, columns: Vec<f32>) -> Result<Self, MatrixError> {
        if cols == 0 {
            return Err(MatrixError::NoFeatures);
        }
        if rows == 0 {
            return Err(MatrixError::NoCustomers);
        }
        match columns.iter().position(|value| !value.is_finite()) {
            Some(at) => Err(MatrixError::NotFinite {
                row: (at % rows as usize) as u32,
                col: (at / rows as usize) as u32,
            }),
            None => Ok(Self {
                rows,
                cols,
                columns,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(columns: &[Vec<f32>], sentence: &str) {
        assert_eq!(Matrix::new(columns).unwrap_err().to_string(), sentence);
    }

    #[test]
    fn what_cannot_be_grouped_is_refused_in_words() {
        refused(
            &[],
            "There is nothing to compare customers by: choose at least one measure.",
        );
        refused(
            &[vec![]],
            "There are no customers to group: widen the period or the filters.",
        );
        refused(
            &[vec![1.0, 2.0], vec![1.0]],
            "Measure 1 has 1 values where 2 customers need one each.",
        );
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            refused(
                &[vec![1.0, 2.0], vec![1.0, bad]],
                "Measure 1 of customer 1 is not a finite number: fill gaps before customers are \
                 grouped.",
            );
        }
    }

    #[test]
    fn bytes_come_back_as_the_same_matrix_and_damage_is_noticed() {
        let matrix = Matrix::new(&[vec![1.0, -2.5, 3.0], vec![0.0, 4.0, 1e-9]]).unwrap();
        let bytes = matrix.to_bytes();
        assert_eq!(Matrix::from_bytes(&bytes), Ok(matrix));
        for cut in [0, 7, 8, bytes.len() - 1] {
            let error = Matrix::from_bytes(&bytes[..cut]).unwrap_err();
            assert_eq!(
                error.to_string(),
                "The customers' numbers arrived damaged: ask again."
            );
        }
    }

    #[test]
    fn distinct_rows_are_counted_no_further_than_asked() {
        let matrix = Matrix::new(&[vec![1.0, 1.0, 2.0, 3.0, 3.0]]).unwrap();
        assert_eq!(matrix.distinct_up_to(10), 3);
        assert_eq!(matrix.distinct_up_to(2), 2);
        assert!(!matrix.distinct_at_least(4));
    }

    #[test]
    fn rows_and_columns_name_the_same_numbers() {
        let by_rows = Matrix::from_rows(&[[1.0, 2.0], [3.0, 4.0]]).unwrap();
        assert_eq!(by_rows, Matrix::new(&[[1.0, 3.0], [2.0, 4.0]]).unwrap());
        assert_eq!(
            by_rows.select(&[1, 1]).row(0).collect::<Vec<_>>(),
            [3.0, 4.0]
        );
    }
}
