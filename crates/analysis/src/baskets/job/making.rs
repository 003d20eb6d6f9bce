//! The beginning of the work: orders become baskets, step by step.

use clientele_model::failure::Failure;

use super::{Phase, Work};
use crate::baskets::{Looked, Made, Making, PER_STEP, Sizes, report};

impl Work {
    pub(super) fn begin(&mut self) -> Result<Phase, Failure> {
        let Some(sent) = self.asked.sent.clone() else {
            return Ok(self.all());
        };
        self.open(&sent);
        self.opened()
    }

    /// Baskets of all items, giants included, without values.
    pub(super) fn all(&self) -> Phase {
        let making = Making::new(&self.looked(), self.asked.params.level, None);
        Phase::Making(Box::new(making))
    }

    fn looked(&self) -> Looked<'_> {
        Looked {
            dataset: &self.asked.dataset,
            window: &self.asked.window,
            within: self.asked.within.as_ref(),
        }
    }

    pub(super) fn make(&mut self, mut making: Box<Making>) -> Result<Phase, Failure> {
        if !making.step(&self.looked(), PER_STEP) {
            return Ok(Phase::Making(making));
        }
        let made = making.done();
        if self.orders == 0 {
            self.made(made);
            return self.opened();
        }
        // Made again for a higher floor.
        self.baskets = made.baskets.without_giants(self.largest);
        Ok(self.miner())
    }

    /// Keeps what was made, but for giants.
    fn made(&mut self, made: Made) {
        let params = &self.asked.params;
        self.sizes = Sizes::of(&made.baskets);
        self.revenue = made.revenue;
        if made.without_category > 0 {
            self.left_out
                .push(report::no_category(made.without_category));
        }
        self.baskets = match params.largest.or_else(|| self.sizes.giant()) {
            Some(largest) if self.sizes.above(largest) > 0 => {
                let baskets = made.baskets.len();
                let giants = report::giants(&self.sizes, baskets, largest, params.level);
                self.left_out.push(giants);
                self.largest = largest;
                made.baskets.without_giants(largest)
            }
            _ => made.baskets,
        };
    }

    /// The baskets are there.
    fn opened(&mut self) -> Result<Phase, Failure> {
        if self.baskets.is_empty() {
            return Err(Failure::Nothing);
        }
        self.orders = self.baskets.len() as u32;
        self.orders_with = self.baskets.counts();
        Ok(Phase::Choosing)
    }
}
