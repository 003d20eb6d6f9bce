//! What is bought together, and what should be offered.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::{Mining, Spend};
use clientele_model::question::{AnyQuestion, AnyReport, Recommend};
use clientele_model::recommend::Whom;
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
    /// Whether it is mined in the lines of all orders of the period, so that nothing needs to be
    /// known of customers.
    pub(super) fn is_about_all_orders(&self) -> Option<Mining> {
        match &self.question {
            AnyQuestion::Baskets(question) if !self.is_narrowed() => Some(question.0.mining),
            _ => None,
        }
        .filter(|_| self.sources.lines.is_some())
    }

    /// Whether a recommendation takes no more than the lines: nobody was chosen, and no group is meant.
    pub(super) fn is_offer_to_anybody(&self) -> bool {
        let is_of_group = |question: &Recommend| matches!(question.whom, Whom::Group(_));
        self.sources.lines.is_some()
            && !self.is_narrowed()
            && matches!(&self.question, AnyQuestion::Recommend(question) if !is_of_group(question))
    }

    /// Begins to mine the orders of these customers, or of all.
    pub(super) fn begin_mining(
        &mut self,
        table: Option<&CustomersTable>,
        params: Mining,
    ) -> Result<Step, Failure> {
        let asked = baskets::job::Asked {
            dataset: self.every_line()?,
            window: self.window.clone(),
            within: table.and_then(|table| self.chosen(table)),
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
        self.is_narrowed().then(|| table.set())
    }

    /// Whether anything is asked of customers.
    fn is_narrowed(&self) -> bool {
        let filters = self.question.filters();
        !filters.only.is_empty() || filters.spend != Spend::default()
    }

    fn every_line(&self) -> Result<Arc<Dataset>, Failure> {
        self.sources.lines.clone().ok_or_else(|| not_there("lines"))
    }

    /// Goes on mining.
    pub(super) fn mine(&mut self, mut work: Box<baskets::job::Work>) -> Result<Step, Failure> {
        match work.step()? {
            Worked::Done(report) => Ok(Step::Done(AnyReport::Baskets(report))),
            Worked::Partial(report) => {
                self.state = State::Mining(work);
                Ok(Step::Partial(AnyReport::Baskets(report)))
            }
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
        table: Option<&CustomersTable>,
        group: Option<(String, CustomerSet)>,
    ) -> Result<Step, Failure> {
        let AnyQuestion::Recommend(question) = &self.question else {
            return Err(Failure::Nothing);
        };
        let report = recommend::recommend(&recommend::Asked {
            dataset: self.every_line()?,
            window: self.window.clone(),
            within: table.and_then(|table| self.chosen(table)),
            params: question.filters.mining,
            whom: question.whom.clone(),
            group,
            sent: None,
        })?;
        Ok(Step::Done(AnyReport::Recommend(Box::new(report))))
    }
}
