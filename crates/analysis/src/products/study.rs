//! Which products matter, how one of them sells, and which are called so: what each question takes,
//! and its answer.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::products::Measure;
use clientele_model::question::{AnyQuestion, FindProducts, Product, Products};
use clientele_model::selection::Only;
use clientele_model::words::Sentence;

use super::{Index, Past, buyers, one, report};
use crate::assortment::{Assortment, DaySales, by_day, past};
use crate::engine::{
    Choice, Customers, Need, Needs, Next, Plan, Scope, Shop, Sold, Study, Tables, then,
};
use crate::narrowing::{Narrowed, Narrowing, members};
use crate::overview::NOT_COMPARED;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

/// Which products matter, and how steadily do they sell?
pub struct Assortments;

impl Study for Assortments {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::Products(question) => Some(list(question, shop)),
            AnyQuestion::Product(question) => Some(page(question, shop)),
            AnyQuestion::FindProducts(question) => Some(search(question, shop)),
            _ => None,
        }
    }
}

/// A database sends totals.
fn not_of_chosen() -> Failure {
    Failure::NotFromTotals {
        what: "The products of chosen customers".to_owned(),
        instead: "Open Segments, or remove this choice.".to_owned(),
    }
}

fn list(question: &Products, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(&question.filters, shop)?;
    shop.names_products()?;
    let mut needs = Needs::default();
    let within = needs.within(&scope, not_of_chosen);
    let now = needs.sold(&scope);
    // Cut to the days the data have, so that a first month that is not whole is no full period.
    let earlier = scope.window.earlier_within(&scope.catalogue);
    let earlier = earlier.filter(|_| !scope.is_chosen());
    let by_margin = question.options.by == Measure::Margin;
    let before = earlier.map(|window| needs.sold_in(window, by_margin, &scope));
    let options = question.options;
    Ok(Plan::new(needs, move |tables| {
        let narrowed = Narrowed::new(&tables, &within)?;
        Ok(then(narrowed, move |chosen| {
            let now = tables.sold(&now, chosen.as_ref())?;
            let before = before.map(|before| tables.sold_before(&before, true));
            let before = before.transpose()?;
            let mut report = report(&now, before.as_deref(), &scope.window, &options)?;
            if scope.is_chosen() && scope.window.before.is_some() {
                report.remarks.push(NOT_COMPARED.into());
            }
            Ok(Next::Answer(Box::new(report)))
        }))
    }))
}

/// What the page of one product is made from.
struct Page {
    question: Product,
    scope: Scope,
    now: Sold,
    /// The latest first.
    before: Vec<Sold>,
    days: Need<Vec<DaySales>>,
    customers: Customers,
    bought: Choice,
}

fn page(question: &Product, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(&question.filters, shop)?;
    shop.names_products()?;
    let mut needs = Needs::default();
    if scope.is_chosen() {
        needs.orders_or(not_of_chosen());
    }
    let now = needs.sold(&scope);
    let by_margin = question.options.by == Measure::Margin;
    let before = match scope.is_chosen() {
        true => Vec::new(),
        false => past(&scope.window, question.filters.against, &scope.catalogue),
    };
    let before = before.into_iter();
    let before = before.map(|window| needs.sold_in(window, by_margin, &scope));
    let page = Page {
        before: before.collect(),
        days: needs.days_of(&question.id, &scope),
        customers: needs.customers(&scope),
        bought: needs.choice(&Only::Product(question.id.clone()), &scope),
        question: question.clone(),
        scope,
        now,
    };
    Ok(Plan::new(needs, move |tables| {
        let narrowing = Narrowing::new(&tables, &page.customers)?;
        Ok(then(narrowing, move |table| page.answer(&tables, &table)))
    }))
}

impl Page {
    fn answer(&self, tables: &Tables, table: &CustomersTable) -> Result<Next, Failure> {
        let (id, scope) = (&self.question.id, &self.scope);
        let chosen = scope.is_narrowed().then(|| table.set());
        let days = self.days(tables, chosen.as_ref())?;
        let now = tables.sold(&self.now, chosen.as_ref())?;
        let before = self.before.iter().enumerate();
        // The latest is the one that the list is compared with.
        let before = before.map(|(at, sold)| Ok((sold, tables.sold_before(sold, at == 0)?)));
        let before: Vec<(&Sold, Arc<Assortment>)> = before.collect::<Result<_, Failure>>()?;
        let past = before.iter().map(|(sold, assortment)| Past {
            days: sold.window.days,
            assortment,
        });
        let past: Vec<Past<'_>> = past.collect();
        let (options, catalogue) = (&self.question.options, &scope.catalogue);
        let mut report = one(id, &now, &past, &scope.window, options, catalogue, &days)?;
        let bought = tables.select(&self.bought, table, &self.customers, &|slug| {
            members(None, slug)
        })?;
        (report.groups, report.groups_title) = buyers(table, &bought);
        if scope.is_chosen() && scope.window.before.is_some() {
            report.remarks.push(NOT_COMPARED.into());
        }
        Ok(Next::Answer(Box::new(report)))
    }

    fn days(
        &self,
        tables: &Tables,
        chosen: Option<&CustomerSet>,
    ) -> Result<Arc<Vec<DaySales>>, Failure> {
        let id = &self.question.id;
        let Some(lines) = tables.lines() else {
            return tables.made(&self.days);
        };
        match lines.product(id) {
            Some(_) => Ok(Arc::new(by_day(id, &self.scope.window, lines, chosen))),
            None => Err(Failure::NoProduct { id: id.clone() }),
        }
    }
}

/// How many indexes of names are kept.
const INDEXES: usize = 1;

fn search(question: &FindProducts, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(&question.filters, shop)?;
    shop.names_products()?;
    let mut needs = Needs::default();
    let within = needs.within(&scope, not_of_chosen);
    let now = needs.sold(&scope);
    let text = question.text.clone();
    Ok(Plan::new(needs, move |tables| {
        let narrowed = Narrowed::new(&tables, &within)?;
        Ok(then(narrowed, move |chosen| {
            let index = index(&tables, &now, chosen.as_ref())?;
            let mut report = index.find(&text);
            if tables.lines().is_none() {
                let words = "Only products sold in these days are looked through.";
                report.remarks.push(Sentence::from(words));
            }
            Ok(Next::Answer(Box::new(report)))
        }))
    }))
}

fn index(tables: &Tables, now: &Sold, chosen: Option<&CustomerSet>) -> Result<Arc<Index>, Failure> {
    let kept = tables.kept::<Index, INDEXES>();
    if let Some(index) = kept.get(now.key()) {
        return Ok(index);
    }
    let lines = tables.lines().map(AsRef::as_ref);
    let index = Arc::new(Index::new(&*tables.sold(now, chosen)?, lines));
    kept.put(now.key().to_owned(), Arc::clone(&index));
    Ok(index)
}
