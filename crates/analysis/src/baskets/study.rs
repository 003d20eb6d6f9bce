//! What is bought together: what the question takes, and its work.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::Level;
use clientele_model::question::{AnyQuestion, Baskets};
use clientele_model::wire::Stage;

use super::Sent;
use super::job::{Asked, Work as Mining, Worked};
use crate::assortment::Assortment;
use crate::dataset::Dataset;
use crate::engine::{Need, Needs, Next, Plan, Scope, Shop, Step, Study, Tables, Work, then};
use crate::narrowing::Narrowed;
use crate::tables::BasketsTable;

/// What is bought together?
pub struct Together;

impl Study for Together {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        let AnyQuestion::Baskets(question) = question else {
            return None;
        };
        Some(plan(question, shop))
    }
}

/// What baskets are made from: the lines, or what a database sends in their place.
pub(crate) struct Orders {
    sets: Need<BasketsTable>,
    names: Need<Assortment>,
}

impl Orders {
    /// Asks for it.
    pub fn new(needs: &mut Needs, level: Level, scope: &Scope) -> Self {
        Self {
            sets: needs.baskets(level, scope),
            names: needs.names(scope),
        }
    }

    /// The data, and the baskets where a database sent them; then the data have no lines.
    ///
    /// # Errors
    /// A defect when neither is here.
    pub fn of(&self, tables: &Tables) -> Result<(Arc<Dataset>, Option<Sent>), Failure> {
        if let Some(lines) = tables.lines() {
            return Ok((Arc::clone(lines), None));
        }
        let (sets, names) = (tables.made(&self.sets)?, tables.made(&self.names)?);
        let (dataset, sent) = Sent::new(sets, &names.table, &tables.shop().catalogue);
        Ok((Arc::new(dataset), Some(sent)))
    }
}

/// A database sends totals.
pub(crate) fn not_of_chosen() -> Failure {
    Failure::NotFromTotals {
        what: "What chosen customers buy together".to_owned(),
        instead: "Open Segments, or remove this choice.".to_owned(),
    }
}

fn plan(Baskets(filters): &Baskets, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(filters, shop)?;
    shop.names_products()?;
    let params = filters.mining;
    if params.level == Level::Category && !shop.catalogue.has.category {
        return Err(Failure::NoSuchColumn {
            column: "category".to_owned(),
        });
    }
    let mut needs = Needs::default();
    let within = needs.within(&scope, not_of_chosen);
    let orders = Orders::new(&mut needs, params.level, &scope);
    Ok(Plan::new(needs, move |tables| {
        let narrowed = Narrowed::new(&tables, &within)?;
        Ok(then(narrowed, move |within| {
            let (dataset, sent) = orders.of(&tables)?;
            let asked = Asked {
                dataset,
                window: scope.window,
                within,
                params,
                sent,
            };
            Ok(Next::Work(Box::new(Mining::new(asked))))
        }))
    }))
}

impl Work for Mining {
    fn step(&mut self) -> Result<Step, Failure> {
        Ok(match self.go_on()? {
            Worked::Done(report) => Step::Done(report),
            Worked::Partial(report) => Step::Partial(report),
            Worked::More(done, of) => Step::More {
                stage: Stage::Mining,
                done,
                of,
            },
        })
    }
}
