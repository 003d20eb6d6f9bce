//! What the Overview takes, and its answer.

use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport, Overview};

use super::report;
use crate::assortment::Assortment;
use crate::engine::{Need, Needs, Next, Plan, Scope, Shop, Study, Tables, then};
use crate::narrowing::Narrowing;
use crate::tables::{self, CustomersTable, OverviewTable};
use crate::window::Window;

/// Why a selection of customers has no period before.
pub(crate) const NOT_COMPARED: &str = "There is no comparison with the period before: these customers were \
     chosen by what they did in this period, so any change would come from that choice.";

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
            answer(&scope, &figures, &tables, &table)
        }))
    }))
}

fn answer(
    scope: &Scope,
    figures: &Figures,
    from: &Tables,
    table: &CustomersTable,
) -> Result<Next, Failure> {
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
    Ok(Next::Answer(AnyReport::Overview(Box::new(report))))
}
