//! What is bought together, and what should be offered.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::{Mining, Spend};
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::wire::Stage;

use super::super::Step;
use super::{Job, State, not_there};
use crate::baskets::{self, job::Worked};
use crate::dataset::Dataset;
use crate::live::{self, Request};
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
        let asked = baskets::job::Asked {
            dataset: self.every_line()?,
            window: self.window.clone(),
            within: self.chosen(table),
            params,
            sent: None,
        };
        self.mine(Box::new(baskets::job::Work::new(asked)))
    }

    /// Answers from what a gateway sent.
    pub(super) fn answer_from_sent(&mut self) -> Result<Step, Failure> {
        let filters = self.question.filters();
        let (request, sold) = (live::baskets(&self.question), Request::products(filters));
        let here = &self.sources.live;
        let table = here.baskets(&request);
        let table = table.ok_or_else(|| not_there(request.name()))?;
        let products = here.products(&sold);
        let products = products.ok_or_else(|| not_there(sold.name()))?;
        let (dataset, sent) = baskets::Sent::new(table, &products.table, &self.sources.catalogue);
        let (dataset, window) = (Arc::new(dataset), self.window.clone());
        let (within, params, sent) = (None, filters.mining, Some(sent));
        if let AnyQuestion::Recommend(question) = &self.question {
            let report = recommend::recommend(&recommend::Asked {
                dataset,
                window,
                within,
                params,
                whom: question.whom.clone(),
                group: None,
                sent,
            })?;
            return Ok(Step::Done(AnyReport::Recommend(Box::new(report))));
        }
        let asked = baskets::job::Asked {
            dataset,
            window,
            within,
            params,
            sent,
        };
        self.mine(Box::new(baskets::job::Work::new(asked)))
    }

    /// The customers that orders are narrowed to; none when nothing is asked of customers.
    fn chosen(&self, table: &CustomersTable) -> Option<CustomerSet> {
        let filters = self.question.filters();
        let is_narrowed = !filters.only.is_empty() || filters.spend != Spend::default();
        is_narrowed.then(|| table.set())
    }

    fn every_line(&self) -> Result<Arc<Dataset>, Failure> {
        self.sources.lines.clone().ok_or_else(|| not_there("lines"))
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
            sent: None,
        })?;
        Ok(Step::Done(AnyReport::Recommend(Box::new(report))))
    }
}
