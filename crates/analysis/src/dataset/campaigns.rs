//! Campaigns, and who was in which arm of them.

use std::ops::Range;

use super::NONE;
use crate::days::Day;
use crate::order::sort_by;
use crate::texts::Texts;

/// Campaigns, one per position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Campaigns {
    /// Code, ascending as text.
    pub id: Vec<String>,
    /// Name.
    pub name: Vec<String>,
    /// Day on which it began.
    pub day: Vec<Day>,
    /// Days in which an order counts for it, from the day of exposure on, that day included.
    pub window: Vec<u32>,
    /// What was offered, in words; empty text when unknown.
    pub offer: Vec<String>,
    /// Who was in which arm.
    pub exposures: Exposures,
}

impl Campaigns {
    /// Place of a campaign by its code.
    pub fn place(&self, code: &str) -> Option<usize> {
        self.id.binary_search_by(|id| id.as_str().cmp(code)).ok()
    }

    /// These with others beside them. Of two with the same code the exposures of the other count, and what these say of the
    /// campaign itself.
    #[must_use]
    pub fn beside(self, others: &Self) -> Self {
        let mut both = Self::default();
        let mut rows: Vec<(&Self, usize)> = (0..self.id.len())
            .filter(|&at| others.place(&self.id[at]).is_none())
            .map(|at| (&self, at))
            .chain((0..others.id.len()).map(|at| (others, at)))
            .collect();
        sort_by(&mut rows, |(a, at), (b, place)| {
            a.id[*at].cmp(&b.id[*place])
        });
        let arms = [&self.exposures.arms[..], &others.exposures.arms].concat();
        both.exposures.arms = arms;
        both.exposures.arms.sort_unstable();
        both.exposures.arms.dedup();
        for (of, at) in rows {
            let code = &of.id[at];
            let (by, place) = self.place(code).map_or((of, at), |place| (&self, place));
            both.id.push(code.clone());
            both.name.push(by.name[place].clone());
            both.day.push(by.day[place]);
            both.window.push(by.window[place]);
            both.offer.push(by.offer[place].clone());
            both.exposures
                .add(&of.exposures, at as u32, both.id.len() as u32 - 1);
        }
        both.exposures.fill();
        both
    }
}

/// Who was in which arm of a campaign, one per position, by campaign. Optional columns are empty when the
/// data have none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposures {
    /// Campaign.
    pub campaign: Vec<u32>,
    /// Customer number, of somebody who never ordered too.
    pub customer: Texts,
    /// Arm, as a position among `arms`.
    pub arm: Vec<u32>,
    /// Names of the arms of all campaigns, in the order of the alphabet.
    pub arms: Vec<String>,
    /// Day of the exposure.
    pub exposed: Vec<Day>,
    /// Whether they bought, [`NONE`] when unknown.
    pub converted: Vec<u32>,
    /// What was paid, NaN when unknown.
    pub revenue: Vec<f64>,
    /// What was earned, NaN when unknown.
    pub margin: Vec<f64>,
    /// Discount given, NaN when unknown.
    pub discount: Vec<f64>,
    /// Whether they unsubscribed, [`NONE`] when unknown.
    pub unsubscribed: Vec<u32>,
    /// Whether they complained, [`NONE`] when unknown.
    pub complained: Vec<u32>,
}

impl Exposures {
    /// Rows of a campaign: they stand side by side.
    pub fn rows(&self, campaign: u32) -> Range<usize> {
        let before = self.campaign.partition_point(|&of| of < campaign);
        before..self.campaign.partition_point(|&of| of <= campaign)
    }

    /// Adds the rows of another's campaign, under its new place. Its arms are among the names of these.
    fn add(&mut self, from: &Self, campaign: u32, place: u32) {
        let rows = from.rows(campaign);
        let before = self.campaign.len();
        self.campaign.resize(before + rows.len(), place);
        let arms: Vec<u32> = from
            .arms
            .iter()
            .map(|arm| self.arms.partition_point(|known| known < arm) as u32)
            .collect();
        let arm = |at: &u32| arms.get(*at as usize).copied().unwrap_or(NONE);
        self.arm.extend(from.arm[rows.clone()].iter().map(arm));
        self.exposed.extend_from_slice(&from.exposed[rows.clone()]);
        for row in rows.clone() {
            self.customer.push(from.customer.get(row));
        }
        for (to, from) in [
            (&mut self.converted, &from.converted),
            (&mut self.unsubscribed, &from.unsubscribed),
            (&mut self.complained, &from.complained),
        ] {
            add(to, from, rows.clone(), before, NONE);
        }
        for (to, from) in [
            (&mut self.revenue, &from.revenue),
            (&mut self.margin, &from.margin),
            (&mut self.discount, &from.discount),
        ] {
            add(to, from, rows.clone(), before, f64::NAN);
        }
    }

    /// Gives a column that one of the campaigns tells a value in every row.
    fn fill(&mut self) {
        let rows = self.campaign.len();
        for column in [
            &mut self.converted,
            &mut self.unsubscribed,
            &mut self.complained,
        ] {
            if !column.is_empty() {
                column.resize(rows, NONE);
            }
        }
        for column in [&mut self.revenue, &mut self.margin, &mut self.discount] {
            if !column.is_empty() {
                column.resize(rows, f64::NAN);
            }
        }
    }
}

/// Adds rows of a column that may be empty; there are `before` rows already.
fn add<T: Copy>(to: &mut Vec<T>, from: &[T], rows: Range<usize>, before: usize, unknown: T) {
    if let Some(from) = from.get(rows)
        && !from.is_empty()
    {
        to.resize(before, unknown);
        to.extend_from_slice(from);
    }
}
