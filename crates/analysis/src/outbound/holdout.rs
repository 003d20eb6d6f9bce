//! Those held out, so that the effect of what is sent can be measured: a seeded share of every group.
//!
//! The split is that of every test of this product (`crate::inference::assignment`), so anybody can repeat it. They are drawn
//! from all customers of the audience, whatever the destination: the same people are held out everywhere.

use clientele_model::outbound::HeldRow;

use crate::inference::Unable;
use crate::inference::assignment::{Customers, draw, split};

/// Those held out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holdout {
    /// Whether each customer is, in the order given; empty where nobody is.
    pub held: Vec<bool>,
    /// What they were drawn by.
    pub salt: String,
    /// Which draw it is, from 1.
    pub number: u32,
    /// The largest difference between both, in deviations; none where it cannot be told.
    pub largest: Option<f64>,
    /// Group by group.
    pub groups: Vec<HeldRow>,
}

/// Draws a share (from 0, below 1) of customers, stratified by group. `figures` hold a value per customer each, in which both
/// are to be alike.
///
/// # Errors
/// As [`split`].
pub fn hold(
    customers: Customers<'_>,
    share: f64,
    salt: &str,
    figures: &[&[f64]],
) -> Result<Holdout, Unable> {
    if share <= 0.0 || customers.ids.is_empty() {
        return Ok(Holdout::default());
    }
    let shares = [share, 1.0 - share];
    // Too few to compare: the first draw stands.
    let (arms, salt, number, largest) = match draw(customers, &shares, salt, figures) {
        Ok(draw) => (draw.arms, draw.salt, draw.number, Some(draw.largest)),
        Err(_) => (split(customers, &shares, salt)?, salt.to_owned(), 1, None),
    };
    let held: Vec<bool> = arms.iter().map(|&arm| arm == 0).collect();
    let mut counts = vec![[0_u32; 2]; customers.names.len()];
    for (&group, &held) in customers.segments.iter().zip(&held) {
        if let Some(counts) = counts.get_mut(group as usize) {
            counts[usize::from(held)] += 1;
        }
    }
    let rows = customers.names.iter().zip(counts);
    let rows = rows.filter(|(_, counts)| counts.iter().any(|&count| count > 0));
    Ok(Holdout {
        groups: rows
            .map(|(name, [kept, held])| HeldRow {
                name: (*name).to_owned(),
                kept,
                held,
            })
            .collect(),
        held,
        salt,
        number,
        largest: largest.filter(|largest| largest.is_finite()),
    })
}

impl Holdout {
    /// Whether the customer at this place is held out.
    pub fn holds(&self, at: usize) -> bool {
        self.held.get(at).copied().unwrap_or(false)
    }

    /// How many are.
    pub fn len(&self) -> usize {
        self.held.iter().filter(|&&held| held).count()
    }

    /// Whether nobody is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
