//! One customer: what the question takes, and its work.

use std::sync::Arc;

use clientele_model::customer::{Beside, CustomerReport, InSegment};
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, Customer};
use clientele_model::words::{Sentence, short};

use super::history::{from_lines, from_months};
use super::{Place, find, report, words};
use crate::engine::{
    Customers, Months, Needs, Next, Plan, Scope, Shop, Step, Study, Tables, Work, over, then,
};
use crate::grouping::{Made, Making, Model};
use crate::narrowing::Narrowing;
use crate::tables::CustomersTable;

/// Who is this customer?
pub struct OneCustomer;

impl Study for OneCustomer {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        let AnyQuestion::Customer(question) = question else {
            return None;
        };
        Some(plan(question, shop))
    }
}

fn plan(question: &Customer, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(&question.filters, shop)?;
    shop.names_customers()?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    needs.segments(&scope);
    // Whoever has no orders has months.
    let months = needs.months(scope.window.days, &scope)?;
    needs.orders_welcome();
    let who = question.who.clone();
    Ok(Plan::new(needs, move |tables| {
        let narrowing = Narrowing::new(&tables, &customers)?;
        Ok(then(narrowing, move |table| {
            told(&who, tables, customers, &months, table)
        }))
    }))
}

/// All but the segment.
fn told(
    who: &str,
    tables: Tables,
    customers: Customers,
    months: &Months,
    table: Arc<CustomersTable>,
) -> Result<Next, Failure> {
    let lines = tables.lines().map(AsRef::as_ref);
    let place = find(who, &table, lines).ok_or_else(|| nobody(who, lines.is_none()))?;
    let window = customers.scope.window.clone();
    let Some(lines) = lines else {
        let counting = tables.months(months)?;
        return Ok(then(counting, move |months| {
            let id = table.customer.get(place.row);
            let told = from_months(&months, window.days, id);
            let report = report(&table, &place, &window, None, told);
            grouped(report, &tables, &customers, table, &place)
        }));
    };
    let position = table.position[place.row];
    let told = from_lines(lines, &window, position);
    let report = report(&table, &place, &window, Some(lines), told);
    grouped(report, &tables, &customers, table, &place)
}

/// Nobody of that number or address.
fn nobody(who: &str, is_of_totals: bool) -> Failure {
    match is_of_totals && who.contains('@') {
        true => Failure::Refused {
            sentence: format!(
                "There is no customer number “{who}” under these filters, and the database sends no e-mail addresses to look through. Look for the customer by number, or widen the period.",
                who = short(who)
            ),
        },
        false => Failure::NoCustomer { id: who.to_owned() },
    }
}

fn grouped(
    report: CustomerReport,
    tables: &Tables,
    customers: &Customers,
    table: Arc<CustomersTable>,
    place: &Place,
) -> Result<Next, Failure> {
    let position = table.position[place.row];
    let selections = customers.scope.filters.only.len();
    let making = Making::new(tables, customers, selections, table, false)?;
    Ok(Next::Work(Box::new(Grouping {
        report: Some(report),
        is_shown: false,
        position,
        making,
    })))
}

/// Segments are made while all else is shown.
struct Grouping {
    report: Option<CustomerReport>,
    is_shown: bool,
    position: u32,
    making: Making,
}

impl Work for Grouping {
    fn step(&mut self) -> Result<Step, Failure> {
        let report = self.report.as_mut().ok_or_else(over)?;
        if !self.is_shown {
            self.is_shown = true;
            let mut first = report.clone();
            first.no_segment = words::to_come();
            return Ok(Step::Partial(Box::new(first)));
        }
        match self.making.step() {
            Ok(Made::On(step)) => return Ok(step),
            Ok(Made::Chosen(model) | Made::Whole(model)) => {
                report.segment = segment(report, &model, self.position);
            }
            // Who is one of few has no segment, and all else is as before.
            Err(why @ (Failure::TooFew { .. } | Failure::AllAlike { .. })) => {
                report.no_segment = Sentence::from(why.to_string());
            }
            Err(why) => return Err(why),
        }
        let report = self.report.take().ok_or_else(over)?;
        Ok(Step::Done(Box::new(report)))
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        self.making.supply(results);
    }
}

/// The segment of the customer at a position, and how they compare with it.
fn segment(report: &CustomerReport, model: &Model, position: u32) -> Option<InSegment> {
    let places = &model.basis.table.position;
    let row = places.iter().position(|&at| at == position)?;
    let at = usize::from(*model.found.labels.get(row)?);
    let segment = model.report.segments.get(at)?;
    let features = model.report.features.iter().zip(&segment.profile);
    let figures = &report.figures;
    let beside = features.filter_map(|(feature, profile)| {
        let own = match &*feature.key {
            "recency" => f64::from(figures.recency),
            "frequency" => f64::from(figures.orders),
            "monetary" => figures.spend,
            "aov" => figures.aov,
            _ => return None,
        };
        Some(Beside {
            label: feature.label.clone(),
            unit: feature.unit,
            own,
            segment: profile.quantiles[2],
            all: feature.all.quantiles[2],
        })
    });
    Some(InSegment {
        name: segment.name.clone(),
        slug: segment.slug.clone(),
        colour: segment.colour,
        about: segment.about.clone(),
        rule: segment.rule.words.clone(),
        play: segment.play.summary.as_str().into(),
        beside: beside.collect(),
    })
}
