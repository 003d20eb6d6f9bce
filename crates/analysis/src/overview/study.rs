//! What the Overview takes, and its answer.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::Segmentation;
use clientele_model::overview::OverviewReport;
use clientele_model::question::{AnyQuestion, Overview};

use super::{groups, report};
use crate::assortment::Assortment;
use crate::engine::{
    Customers, Need, Needs, Next, Plan, Reply, Scope, Shop, Step, Study, Tables, Work, then,
};
use crate::grouping::{Made, Making};
use crate::narrowing::Narrowing;
use crate::plays::Plays;
use crate::tables::{self, CustomersTable, OverviewTable};
use crate::window::Window;

/// Why a selection of customers has no period before.
pub(crate) const NOT_COMPARED: &str = "There is no comparison with the period before: these customers were \
     chosen by what they did, so any change would come from that choice.";

/// How is business?
pub struct Overviews;

impl Study for Overviews {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        let AnyQuestion::Overview(question) = question else {
            return None;
        };
        Some(plan(question, shop))
    }
}

/// Figures of the window, whoever made them.
struct Figures {
    overview: Need<OverviewTable>,
    products: Need<Assortment>,
}

fn plan(Overview(filters): &Overview, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(filters, shop)?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    if filters.by == Segmentation::Found {
        needs.segments(&scope);
    }
    if scope.is_chosen() {
        needs.orders_or(Failure::OnlyTotals);
    }
    let figures = Figures {
        overview: needs.overview(&scope),
        products: needs.best_sellers(&scope),
    };
    Ok(Plan::new(needs, move |tables| {
        let narrowing = Narrowing::new(&tables, &customers)?;
        Ok(then(narrowing, move |table| {
            let report = answer(&scope, &figures, &tables, &table)?;
            grouped(report, &customers, &tables, table)
        }))
    }))
}

fn answer(
    scope: &Scope,
    figures: &Figures,
    from: &Tables,
    table: &CustomersTable,
) -> Result<OverviewReport, Failure> {
    let chosen = scope.is_chosen().then(|| table.set());
    // Chosen by what they did in the period, they did something else before: a comparison would
    // show the choice, as growth or as loss.
    let window = Window {
        before: scope.window.before.filter(|_| chosen.is_none()),
        ..scope.window.clone()
    };
    let tables = match from.lines() {
        Some(lines) => tables::Tables::of(lines, &window, chosen.as_ref()),
        None => tables::Tables {
            overview: from.made(&figures.overview)?.as_ref().clone(),
            customers: table.clone(),
            products: from.made(&figures.products)?.table.as_ref().clone(),
        },
    };
    let mut report = report(&tables, &window, &scope.catalogue)?;
    if window.before != scope.window.before {
        report.remarks.push(NOT_COMPARED.into());
    }
    Ok(report)
}

/// The report with groups of customers: those of the rule at once, segments when they are found.
fn grouped(
    mut report: OverviewReport,
    of: &Customers,
    tables: &Tables,
    table: Arc<CustomersTable>,
) -> Result<Next, Failure> {
    let filters = &of.scope.filters;
    let plays = tables.shop().plays();
    if filters.by == Segmentation::Rfm || table.is_empty() {
        groups::by_rule(&mut report, &table, &plays);
        // Of nobody there are none by either.
        report.by = filters.by;
        return Ok(Next::Answer(Box::new(report)));
    }
    let among = Arc::clone(&table);
    let making = match Making::new(tables, of, filters.only.len(), among, false) {
        Ok(making) => making,
        Err(why) => return not_found(report, &table, &plays, why).map(Next::Answer),
    };
    Ok(Next::Work(Box::new(Finding {
        report,
        table,
        plays,
        making,
        is_told: false,
    })))
}

/// Customers who cannot be grouped are sorted by the rule.
fn not_found(
    mut report: OverviewReport,
    table: &CustomersTable,
    plays: &Plays,
    why: Failure,
) -> Result<Box<dyn Reply>, Failure> {
    match why {
        Failure::TooFew { .. } | Failure::AllAlike { .. } => {
            groups::by_rule(&mut report, table, plays);
            report.remarks.push(groups::NOT_FOUND.into());
            Ok(Box::new(report))
        }
        why => Err(why),
    }
}

/// The figures stand at once, segments follow.
struct Finding {
    report: OverviewReport,
    table: Arc<CustomersTable>,
    plays: Arc<Plays>,
    making: Making,
    is_told: bool,
}

impl Work for Finding {
    fn step(&mut self) -> Result<Step, Failure> {
        let made = match self.making.step() {
            Ok(made) => made,
            Err(why) => {
                return not_found(self.report.clone(), &self.table, &self.plays, why)
                    .map(Step::Done);
            }
        };
        let model = match made {
            // What was asked of helpers must not wait for what is told meanwhile.
            Made::On(step @ Step::Tasks { .. }) => return Ok(step),
            Made::On(_) if !self.is_told => {
                self.is_told = true;
                let report = Box::new(self.report.clone());
                return Ok(Step::Partial(report));
            }
            Made::On(step) => return Ok(step),
            Made::Chosen(model) | Made::Whole(model) => model,
        };
        let mut report = self.report.clone();
        groups::found(&mut report, &model);
        Ok(Step::Done(Box::new(report)))
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        self.making.supply(results);
    }
}
