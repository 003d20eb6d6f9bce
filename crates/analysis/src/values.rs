//! How many customers each value of a filter has: what it takes, and the answer.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use clientele_model::catalogue::Value;
use clientele_model::failure::Failure;
use clientele_model::filters::Dimension;
use clientele_model::question::{AnyQuestion, Values};
use clientele_model::values::{ABOUT, DimensionValues, ValuesReport};

use crate::dataset::Dataset;
use crate::engine::{Block, Needs, Next, PER_STEP, Plan, Scope, Shop, Study, Went, counting, then};
use crate::narrowing::Meant;
use crate::set::CustomerSet;
use crate::tables::ValuesTable;
use crate::tables::values::Counting;

/// What the numbers are where customers are chosen.
const CHOSEN: &str = "Numbers: chosen customers under the other filters";

/// What they are where only the page knows who was chosen.
const NOT_CHOSEN: &str = "Numbers: customers under the other filters, chosen or not: a choice never goes to the database";

/// How many customers has each value of a filter?
pub struct FilterValues;

impl Study for FilterValues {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::Values(question) => Some(plan(question, shop)),
            _ => None,
        }
    }
}

fn plan(Values(filters): &Values, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(filters, shop)?;
    let mut needs = Needs::default();
    let values = needs.values(&scope);
    let meant = needs.meant(&scope, shop);
    Ok(Plan::new(needs, move |tables| {
        let Some(lines) = tables.lines().cloned() else {
            let table = tables.made(&values)?;
            return Ok(report(&scope, &table, NOT_CHOSEN));
        };
        Ok(then(Meant::new(&tables, &meant)?, move |within| {
            let block = FromLines {
                counting: Counting::new(&lines, &scope.window),
                lines,
                within,
                scope: scope.clone(),
            };
            Ok(then(block, move |table| Ok(report(&scope, &table, CHOSEN))))
        }))
    }))
}

/// The values of the catalogue with what the table has of them; `chosen` says what the numbers are where
/// customers are chosen.
fn report(scope: &Scope, table: &ValuesTable, chosen: &str) -> Next {
    let rows = table.names();
    let dimensions = Dimension::LISTED.into_iter();
    let dimensions = dimensions.filter(|&of| scope.catalogue.has.dimension(of));
    let counted = |of: Dimension| {
        let value = |value: &Value| {
            let at = rows.binary_search(&(of.one(), value.name.as_str()));
            Value {
                name: value.name.clone(),
                customers: at.map_or(0, |at| table.customers[at]),
            }
        };
        DimensionValues {
            of,
            values: scope.catalogue.values(of).iter().map(value).collect(),
        }
    };
    Next::Answer(Box::new(ValuesReport {
        about: if scope.is_chosen() { chosen } else { ABOUT }.into(),
        remarks: Vec::new(),
        dimensions: dimensions.map(counted).collect(),
    }))
}

/// The table being counted from lines.
struct FromLines {
    lines: Arc<Dataset>,
    scope: Scope,
    within: Option<CustomerSet>,
    counting: Counting,
}

impl Block for FromLines {
    type Out = ValuesTable;

    fn step(&mut self) -> Result<Went<ValuesTable>, Failure> {
        let (lines, within) = (&self.lines, self.within.as_ref());
        let is_done = self
            .counting
            .step(lines, &self.scope.window, within, PER_STEP);
        Ok(match is_done {
            true => Went::There(std::mem::take(&mut self.counting).done(lines)),
            false => Went::On(counting()),
        })
    }
}
