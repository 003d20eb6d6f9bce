//! What is bought together, and what should be offered.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::{Mining, Spend};
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::wire::Stage;

use super::super::Step;
use super::{Job, State};
use crate::baskets::{self, job::Worked};
use crate::dataset::Dataset;
use crate::recommend;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

impl Job {
    /// Begins to mine the orders of these customers.
    pub(super) fn begin_mining(
        &mut self,
        table: &CustomersTable,
        params: Mining,
    ) -> Result<Step, Failure> {
        let work = baskets::job::Work::new(baskets::job::Asked {
            dataset: self.every_line()?,
            window: self.window.clone(),
            within: self.chosen(table),
            params,
        });
        self.mine(Box::new(work))
    }

    /// The customers that orders are narrowed to; none when nothing is asked of customers.
    fn chosen(&self, table: &CustomersTable) -> Option<CustomerSet> {
        let filters = self.question.filters();
        let is_narrowed = !filters.only.is_empty() || filters.spend != Spend::default();
        is_narrowed.then(|| table.set())
    }

    fn every_line(&self) -> Result<Arc<Dataset>, Failure> {
        self.sources.lines.clone().ok_or(Failure::NoBaskets)
    }

    /// Goes on mining.
    pub(super) fn mine(&mut self, mut work: Box<baskets::job::Work>) -> Result<Step, Failure> {
        match work.step()? {
            Worked::Done(report) => Ok(Step::Done(AnyReport::Baskets(report))),
            Worked::More(done, of) => {
                self.state = State::Mining(work);
                Ok(Step::More {
                    stage: Stage::Mining,
                    done,
                    of,
                })
            }
        }
    }

    /// What should be offered, to these customers where a group is asked about.
    pub(super) fn recommended(
        &self,
        table: &CustomersTable,
        group: Option<(String, CustomerSet)>,
    ) -> Result<Step, Failure> {
        let AnyQuestion::Recommend(question) = &self.question else {
            return Err(Failure::Nothing);
        };
        let report = recommend::recommend(&recommend::Asked {
            dataset: self.every_line()?,
            window: self.window.clone(),
            within: self.chosen(table),
            params: question.filters.mining,
            whom: question.whom.clone(),
            group,
        })?;
        Ok(Step::Done(AnyReport::Recommend(Box::new(report))))
    }
}
