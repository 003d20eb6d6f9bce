//! Everything known about the customers before they are grouped.

use std::cmp::Ordering;
use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::Lens;

use crate::cluster::Matrix;
use crate::features::{self, Measure, Prepared};
use crate::plays::Plays;
use crate::rfm::{self, Scores, Typical};
use crate::stats;
use crate::tables::CustomersTable;

/// Customers, measured, prepared and scored.
#[derive(Clone, Debug)]
pub struct Basis {
    /// One row per customer.
    pub table: Arc<CustomersTable>,
    /// Which measures groups are made from.
    pub lens: Lens,
    /// Every measure, those that groups are made from first.
    pub measures: Vec<Measure>,
    /// Each on the common scale.
    pub prepared: Vec<Prepared>,
    /// Those that groups are made from, one column each; customers by their values, so that nothing depends on
    /// how they are numbered.
    pub matrix: Arc<Matrix>,
    /// The customer of each row of the matrix.
    pub order: Vec<u32>,
    /// What is typical of the whole shop.
    pub typical: Typical,
    /// What to do with groups.
    pub plays: Arc<Plays>,
    /// RFM scores.
    pub scores: Scores,
    /// Where each customer stands among all in recency, frequency and monetary: 0 weakest, 1
    /// strongest.
    pub standing: [Vec<f64>; 3],
}

impl Basis {
    /// Puts the parts together.
    ///
    /// # Errors
    /// [`Failure::AllAlike`] when nothing tells customers apart, [`Failure::Nothing`] without
    /// customers.
    pub fn new(
        table: Arc<CustomersTable>,
        lens: Lens,
        (typical, plays): (Typical, Arc<Plays>),
        measures: Vec<Measure>,
        prepared: Vec<Prepared>,
    ) -> Result<Self, Failure> {
        let have = table.len() as u32;
        if have == 0 {
            return Err(Failure::Nothing);
        }
        let columns = rfm::columns(&table);
        let [days, orders, spend] = &columns;
        // The most recent stand highest.
        let ago: Vec<f64> = days.iter().map(|days| -days).collect();
        let (recency, ago) = stats::standing(&ago);
        let (frequency, orders) = stats::standing(orders);
        let (monetary, spend) = stats::standing(spend);
        let days: Vec<f64> = ago.iter().rev().map(|ago| -ago).collect();
        let cuts = [days, orders, spend].map(|sorted| rfm::cuts_of(&sorted));
        let order = by_values(&table, &monetary, &measures);
        let matrix = features::matrix(&measures, &prepared, &order)
            .map_err(|_| Failure::AllAlike { have })?;
        Ok(Self {
            scores: Scores::cut(&columns, cuts),
            table,
            lens,
            measures,
            prepared,
            matrix: Arc::new(matrix),
            order,
            typical,
            plays,
            standing: [recency, frequency, monetary],
        })
    }

    /// What belongs to each row of the matrix, of what belongs to each customer.
    pub fn in_order<T: Copy>(&self, of: &[T]) -> Vec<T> {
        self.order.iter().map(|&row| of[row as usize]).collect()
    }

    /// A measure's place in `measures`.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.measures.iter().position(|measure| measure.key == key)
    }
}

/// Customers by days since the last order, orders and spend (its standing among all will do); those alike in
/// these by the other measures that groups are made from.
fn by_values(table: &CustomersTable, spend: &[f64], measures: &[Measure]) -> Vec<u32> {
    let last = table.len().saturating_sub(1) as f64;
    let keys = spend.iter().enumerate().map(|(row, standing)| {
        let days = u64::from(table.recency(row).min((1 << 20) - 1));
        let orders = u64::from(table.orders[row].min((1 << 16) - 1));
        // Twice a standing is a whole place.
        days << 44 | orders << 28 | (standing * last * 2.0).round() as u64
    });
    let keys: Vec<u64> = keys.collect();
    let mut order = stats::order_by(&keys);
    let used = || measures.iter().filter(|measure| measure.used);
    let of = |row: u32, measure: &Measure| measure.values[row as usize];
    for alike in order.chunk_by_mut(|&a, &b| keys[a as usize] == keys[b as usize]) {
        if alike.len() > 1 {
            let mut rows = alike.to_vec();
            crate::order::sort_by(&mut rows, |&a, &b| {
                let mut pairs = used().map(|measure| of(a, measure).total_cmp(&of(b, measure)));
                pairs.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
            });
            alike.copy_from_slice(&rows);
        }
    }
    order
}
