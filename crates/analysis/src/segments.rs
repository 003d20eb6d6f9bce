//! Who the customers are: what segments take, and their reports.

use clientele_model::failure::Failure;
use clientele_model::filters::Lens;
use clientele_model::question::{AnyQuestion, AnyReport, Segments};

use crate::engine::{Needs, Next, Plan, Scope, Shop, Step, Study, Work, then};
use crate::grouping::{Made, Making, Model};
use crate::narrowing::Narrowing;

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

fn plan(Segments(filters): &Segments, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(filters, shop)?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    if filters.lens == Lens::Value && !scope.is_chosen() {
        needs.figures_first(&customers);
    }
    Ok(Plan::new(needs, move |tables| {
        let narrowing = Narrowing::new(&tables, &customers)?;
        Ok(then(narrowing, move |table| {
            let selections = customers.scope.filters.only.len();
            let making = Making::new(&tables, &customers, selections, table, true)?;
            Ok(Next::Work(Box::new(Answering(making))))
        }))
    }))
}

/// Segments as an answer: as soon as they are chosen, and again with every score.
struct Answering(Making);

impl Work for Answering {
    fn step(&mut self) -> Result<Step, Failure> {
        Ok(match self.0.step()? {
            Made::On(step) => step,
            Made::Chosen(model) => Step::Partial(report(&model)),
            Made::Whole(model) => Step::Done(report(&model)),
        })
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        self.0.supply(results);
    }
}

fn report(model: &Model) -> AnyReport {
    AnyReport::Segments(Box::new(model.report.clone()))
}
