//! Can this test tell a difference, and what does the campaign bring?
//!
//! From tables only, whoever made them: the customers of each scenario, all customers month by month, and campaigns where the
//! data have some. `ground` keeps what all scenarios stand on, `sketch` what a scenario is without its money, `sums` is the
//! arithmetic that a slider moves; the rest turns it into a report, at once in closed form and then with simulated years. Last
//! come the segments one may choose among, which are made where nobody has made them so far.

pub(super) mod audience;
mod baseline;
mod best;
mod cells;
mod curves;
pub(super) mod found;
pub(super) mod ground;
mod guardrails;
mod job;
mod lifts;
mod looks;
mod merged;
mod money;
pub(crate) mod moves;
mod notes;
pub(crate) mod outlook;
mod past;
mod redemption;
mod report;
mod scenario;
mod seen;
mod sketch;
mod subject;
mod sums;
#[cfg(test)]
mod tests;
mod words;

use clientele_model::experiments::PlanTest;
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::wire::TaskKind;

use crate::days::Days;
use crate::engine::{Needs, Next, Plan, Scope, Shop, Study};
use crate::work::Subject;
use job::{Asked, Job};
use subject::Campaigns;

/// Can this test tell a difference, and what does the campaign bring?
pub struct Planning;

impl Study for Planning {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::PlanTest(asked) => Some(plan(asked, shop)),
            _ => None,
        }
    }

    fn subject(&self, kind: TaskKind, bytes: &[u8]) -> Option<Box<dyn Subject>> {
        match kind {
            TaskKind::Simulation => Some(Box::new(Campaigns::from_bytes(bytes)?)),
            TaskKind::Clustering => None,
        }
    }
}

fn plan(asked: &PlanTest, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(&asked.filters, shop)?;
    shop.names_customers()?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    let planned = &asked.planned;
    let scenarios = std::iter::once(&planned.scenario).chain(&planned.others);
    let marks = scenarios.map(|scenario| {
        let who = scenario.who.as_ref();
        needs.choice(
            who.unwrap_or(&clientele_model::selection::Only::Everyone),
            &scope,
        )
    });
    let marks = marks.collect();
    let days = Days::of(shop.catalogue.main());
    let months = needs.months(days, &scope)?;
    needs.campaigns();
    // One may choose among them.
    needs.segments(&scope);
    let asked = Asked {
        planned: planned.clone(),
        scope,
        customers,
        marks,
        months,
        days,
    };
    Ok(Plan::new(needs, move |tables| {
        Ok(Next::Work(Box::new(Job::new(asked, tables)?)))
    }))
}
