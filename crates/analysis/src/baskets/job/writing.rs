//! The end of the work: what was found becomes a report.

use clientele_model::baskets::BasketsReport;
use clientele_model::failure::Failure;

use super::{RARE, Work};
use crate::baskets::report::{Basis, Writer};
use crate::baskets::{Followed, Mining};
use crate::engine::over;

impl Work {
    /// What is followed to next purchases.
    pub(super) fn followed(&self) -> Followed<'_> {
        Followed {
            dataset: &self.asked.dataset,
            window: &self.asked.window,
            customers: self.asked.within.as_ref(),
            level: self.asked.params.level,
            largest: self.largest,
        }
    }

    /// The report so far; sets and rules are let go.
    pub(super) fn tell(&mut self) -> Box<BasketsReport> {
        let left_out = std::mem::take(&mut self.left_out);
        let first = Writer::new(self.basis()).report(&self.rules, left_out);
        (self.rules, self.mining) = (Vec::new(), Mining::default());
        let so_far = Box::new(first.report.clone());
        self.first = Some(first);
        so_far
    }

    pub(super) fn report(&mut self) -> Result<BasketsReport, Failure> {
        let first = self.first.take().ok_or_else(over)?;
        Ok(first.complete(self.basis(), &self.valuable, &self.next))
    }

    fn basis(&self) -> Basis<'_> {
        Basis {
            dataset: &self.asked.dataset,
            window: &self.asked.window,
            params: &self.asked.params,
            worth: self.asked.worth(),
            sizes: &self.sizes,
            largest: self.largest,
            is_sent: self.asked.sent.is_some(),
            orders: self.orders,
            baskets: &self.baskets,
            orders_with: &self.orders_with,
            revenue: &self.revenue,
            support: self.support,
            floor: self.floor,
            first_confidence: self.first_confidence,
            confidence: self.confidence,
            would_find: self.would_find,
            length: self.asked.length(),
            rare: RARE,
            mining: &self.mining,
        }
    }
}
