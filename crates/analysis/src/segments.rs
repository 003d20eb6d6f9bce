//! Who the customers are: what segments take, and their reports.

use clientele_model::failure::Failure;
use clientele_model::filters::{self, Lens};
use clientele_model::question::{AnyQuestion, Segments};
use clientele_model::words::Sentence;

use crate::engine::{Needs, Next, Plan, Reply, Scope, Shop, Step, Study, Work, then};
use crate::grouping::{Made, Making, Model};
use crate::narrowing::Narrowing;
use crate::rfm::finding;

/// Who are the customers?
pub struct Segmentation;

impl Study for Segmentation {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        let AnyQuestion::Segments(question) = question else {
            return None;
        };
        Some(plan(question, shop))
    }
}

fn plan(Segments(asked): &Segments, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(asked, shop)?;
    shop.names_customers()?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    needs.segments(&scope);
    if asked.lens == Lens::Value && !scope.is_chosen() {
        needs.figures_first(&customers);
    }
    Ok(Plan::new(needs, move |tables| {
        let narrowing = Narrowing::new(&tables, &customers)?;
        let without_plays = tables.shop().without_plays();
        Ok(then(narrowing, move |table| {
            let selections = customers.scope.filters.only.len();
            let by = customers.scope.filters.by;
            let making = Making::new(&tables, &customers, selections, table, true)?;
            Ok(Next::Work(Box::new(Answering {
                making,
                by,
                without_plays,
            })))
        }))
    }))
}

/// Segments as an answer: as soon as they are chosen, and again with every score.
struct Answering {
    making: Making,
    by: filters::Segmentation,
    /// Why nobody says what to do with them; nothing as a rule.
    without_plays: Option<Sentence>,
}

impl Work for Answering {
    fn step(&mut self) -> Result<Step, Failure> {
        Ok(match self.making.step()? {
            Made::On(step) => step,
            Made::Chosen(model) => Step::Partial(self.report(&model)),
            Made::Whole(model) => Step::Done(self.report(&model)),
        })
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        self.making.supply(results);
    }
}

impl Answering {
    /// The report, with the words of the segmentation in force at its head.
    fn report(&self, model: &Model) -> Box<dyn Reply> {
        let mut report = model.report.clone();
        report.by = self.by;
        if self.by == filters::Segmentation::Rfm {
            report.headline = finding::title(&report.rfm.groups);
            report.context = finding::context(report.customers, report.revenue);
            report.sureness = finding::SURENESS.into();
            // They name segments.
            report.remarks.clear();
        }
        report.remarks.extend(self.without_plays.clone());
        Box::new(report)
    }
}
