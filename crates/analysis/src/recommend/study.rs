//! What to offer: what the question takes, and its work.

use clientele_model::failure::Failure;
use clientele_model::filters::Level;
use clientele_model::question::{AnyQuestion, Recommend};
use clientele_model::recommend::Whom;

use super::{Asked, Recommending};
use crate::audience::named;
use crate::baskets::{Orders, not_of_chosen};
use crate::engine::{Needs, Next, Plan, Scope, Shop, Study, Tables, then};
use crate::narrowing::{Marking, Narrowed};
use crate::set::CustomerSet;

/// What should be offered?
pub struct Offering;

impl Study for Offering {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        let AnyQuestion::Recommend(question) = question else {
            return None;
        };
        Some(plan(question, shop))
    }
}

/// A question that only needs to know whose orders count.
struct Offer {
    question: Recommend,
    scope: Scope,
    orders: Orders,
}

fn plan(question: &Recommend, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(&question.filters, shop)?;
    shop.names_products()?;
    let mut needs = Needs::default();
    let within = needs.within(&scope, not_of_chosen);
    let orders = Orders::new(&mut needs, Level::Product, &scope);
    let offer = Offer {
        question: question.clone(),
        scope,
        orders,
    };
    match &question.whom {
        Whom::Product(_) => {}
        Whom::Customer(_) => needs.orders_or(not_from_totals("What to offer to one customer")),
        Whom::Group(of) => {
            needs.orders_or(not_from_totals("What to offer to a group of customers"));
            let customers = needs.customers(&offer.scope);
            let (of, mark) = (of.clone(), needs.choice(of, &offer.scope));
            return Ok(Plan::new(needs, move |tables| {
                let marking = Marking::new(&tables, &customers, mark)?;
                Ok(then(marking, move |chosen| {
                    let within = offer.scope.is_narrowed().then(|| chosen.among.set());
                    let name = named(&of, &chosen, &tables, None)?.title;
                    offer.begin(&tables, within, Some((name, chosen.set)))
                }))
            }));
        }
    }
    Ok(Plan::new(needs, move |tables| {
        let narrowed = Narrowed::new(&tables, &within)?;
        Ok(then(narrowed, move |within| {
            offer.begin(&tables, within, None)
        }))
    }))
}

impl Offer {
    fn begin(
        self,
        tables: &Tables,
        within: Option<CustomerSet>,
        group: Option<(String, CustomerSet)>,
    ) -> Result<Next, Failure> {
        let (dataset, sent) = self.orders.of(tables)?;
        let asked = Asked {
            dataset,
            window: self.scope.window,
            within,
            params: self.question.filters.mining,
            whom: self.question.whom,
            group,
            sent,
        };
        Ok(Next::Work(Box::new(Recommending::new(asked))))
    }
}

fn not_from_totals(what: &str) -> Failure {
    Failure::NotFromTotals {
        what: what.to_owned(),
        instead: "Ask what goes with a product instead.".to_owned(),
    }
}
