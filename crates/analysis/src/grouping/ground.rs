//! Everything known about the customers before they are grouped.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::Lens;

use crate::cluster::Matrix;
use crate::features::{self, Measure, Prepared};
use crate::rfm::{self, Scores};
use crate::stats;
use crate::tables::CustomersTable;

/// Customers, measured, prepared and scored.
#[derive(Clone, Debug)]
pub struct Ground {
    /// One row per customer.
    pub table: Arc<CustomersTable>,
    /// Which measures groups are made from.
    pub lens: Lens,
    /// Every measure, those that groups are made from first.
    pub measures: Vec<Measure>,
    /// Each on the common scale.
    pub prepared: Vec<Prepared>,
    /// Those that groups are made from, one column each.
    pub matrix: Arc<Matrix>,
    /// RFM scores.
    pub scores: Scores,
    /// Where each customer stands among all in recency, frequency and monetary: 0 weakest, 1
    /// strongest.
    pub standing: [Vec<f64>; 3],
}

impl Ground {
    /// Puts the parts together.
    ///
    /// # Errors
    /// [`Failure::AllAlike`] when nothing tells customers apart, [`Failure::Nothing`] without
    /// customers.
    pub fn new(
        table: Arc<CustomersTable>,
        lens: Lens,
        measures: Vec<Measure>,
        prepared: Vec<Prepared>,
    ) -> Result<Self, Failure> {
        let have = table.len() as u32;
        if have == 0 {
            return Err(Failure::Nothing);
        }
        let matrix =
            features::matrix(&measures, &prepared).map_err(|_| Failure::AllAlike { have })?;
        let columns = rfm::columns(&table);
        let [days, orders, spend] = &columns;
        // The most recent stand highest.
        let ago: Vec<f64> = days.iter().map(|days| -days).collect();
        let (recency, ago) = stats::standing(&ago);
        let (frequency, orders) = stats::standing(orders);
        let (monetary, spend) = stats::standing(spend);
        let days: Vec<f64> = ago.iter().rev().map(|ago| -ago).collect();
        let cuts = [days, orders, spend].map(|sorted| rfm::cuts_of(&sorted));
        Ok(Self {
            scores: Scores::cut(&columns, cuts),
            table,
            lens,
            measures,
            prepared,
            matrix: Arc::new(matrix),
            standing: [recency, frequency, monetary],
        })
    }

    /// A measure's place in `measures`.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.measures.iter().position(|measure| measure.key == key)
    }
}
