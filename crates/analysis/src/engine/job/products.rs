//! Questions about products.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::Spend;
use clientele_model::only::Only;
use clientele_model::products::Options;
use clientele_model::question::{AnyQuestion, AnyReport, FindProducts, Product, Products};
use clientele_model::words::Sentence;

use super::{Job, NOT_COMPARED, Step, not_there};
use crate::dataset::Dataset;
use crate::engine::shelf::products_key;
use crate::live;
use crate::products::{self, Assortment, Index, Past};
use crate::set::CustomerSet;
use crate::tables::{CustomersTable, customers};
use crate::window::Window;

impl Job {
    /// Whether the question is about products and needs to know nothing of customers.
    pub(super) fn is_about_all_products(&self) -> bool {
        let filters = self.question.filters();
        let is_all = filters.only.is_empty() && filters.spend == Spend::default();
        match self.question {
            AnyQuestion::Products(_) | AnyQuestion::FindProducts(_) => {
                is_all || self.sources.is_live()
            }
            _ => false,
        }
    }

    /// Answers it; `table` holds the customers it is narrowed to.
    pub(super) fn products(&mut self, table: Option<&CustomersTable>) -> Result<Step, Failure> {
        let filters = self.question.filters();
        let is_all = filters.only.is_empty() && filters.spend == Spend::default();
        let chosen = table.filter(|_| !is_all).map(CustomersTable::set);
        let report = match self.question.clone() {
            AnyQuestion::Products(question) => self.matrix(&question, chosen.as_ref())?,
            AnyQuestion::Product(question) => {
                let table = table.ok_or(Failure::Nothing)?;
                self.product(&question, table, chosen.as_ref())?
            }
            AnyQuestion::FindProducts(question) => self.found(&question, chosen.as_ref())?,
            _ => return Err(Failure::Nothing),
        };
        Ok(Step::Done(report))
    }

    fn matrix(
        &self,
        question: &Products,
        chosen: Option<&CustomerSet>,
    ) -> Result<AnyReport, Failure> {
        let is_compared = question.filters.only.is_empty();
        let options = &question.options;
        let now = self.assortment(&self.window, chosen, None)?;
        let earlier = self.earlier(&self.window).filter(|_| is_compared);
        let then = match &earlier {
            Some(window) => {
                Some(self.assortment(window, self.then(window).as_ref(), Some(options))?)
            }
            None => None,
        };
        let mut report = products::report(&now, then.as_deref(), &self.window, options)?;
        if !is_compared && self.window.before.is_some() {
            report.remarks.push(NOT_COMPARED.into());
        }
        Ok(AnyReport::Products(Box::new(report)))
    }

    fn product(
        &self,
        question: &Product,
        table: &CustomersTable,
        chosen: Option<&CustomerSet>,
    ) -> Result<AnyReport, Failure> {
        let lines = self.sources.lines.as_deref();
        let is_known = |lines: &Dataset| lines.products.id.binary_search(&question.id).is_ok();
        if lines.is_some_and(|lines| !is_known(lines)) {
            return Err(Failure::NoProduct {
                id: question.id.clone(),
            });
        }
        let options = &question.options;
        let by_day = match lines {
            Some(lines) => Arc::new(products::by_day(&question.id, &self.window, lines, chosen)),
            None => {
                let request = live::days(&question.filters, &question.id);
                let days = self.sources.live.product(&request);
                days.ok_or_else(|| not_there(request.name()))?
            }
        };
        let now = self.assortment(&self.window, chosen, None)?;
        let mut past: Vec<(Window, Arc<Assortment>)> = Vec::new();
        if question.filters.only.is_empty() {
            let catalogue = &self.sources.catalogue;
            for window in products::past(&self.window, question.filters.against, catalogue) {
                let then = self.then(&window);
                let assortment = match lines {
                    Some(lines) if !past.is_empty() => {
                        Arc::new(Assortment::of(lines, &window, then.as_ref()))
                    }
                    _ => self.assortment(&window, then.as_ref(), Some(options))?,
                };
                past.push((window, assortment));
            }
        }
        let before: Vec<Past<'_>> = past
            .iter()
            .map(|(window, assortment)| Past {
                days: window.days,
                assortment,
            })
            .collect();
        let mut report = products::one(
            &question.id,
            &now,
            &before,
            &self.window,
            options,
            &self.sources.catalogue,
            &by_day,
        )?;
        let bought = self.select(&Only::Product(question.id.clone()), table)?;
        (report.groups, report.groups_title) = products::buyers(table, &bought);
        if !question.filters.only.is_empty() && self.window.before.is_some() {
            report.remarks.push(NOT_COMPARED.into());
        }
        Ok(AnyReport::Product(Box::new(report)))
    }

    fn found(
        &self,
        question: &FindProducts,
        chosen: Option<&CustomerSet>,
    ) -> Result<AnyReport, Failure> {
        let key = products_key(self.question.filters());
        let index = match self.sources.shelf.names.get(&key) {
            Some(index) => index,
            None => {
                let now = self.assortment(&self.window, chosen, None)?;
                let index = Arc::new(Index::new(&now, self.sources.lines.as_deref()));
                self.sources.shelf.names.put(key, Arc::clone(&index));
                index
            }
        };
        let mut report = index.find(&question.text);
        if self.sources.lines.is_none() {
            let words = "Only products sold in these days are looked through.";
            report.remarks.push(Sentence::from(words));
        }
        Ok(AnyReport::FindProducts(Box::new(report)))
    }

    /// Products sold in a window: counted, or from what a gateway sent. `then` are the options of a
    /// window compared with, to tell it from the one looked at.
    fn assortment(
        &self,
        window: &Window,
        chosen: Option<&CustomerSet>,
        then: Option<&Options>,
    ) -> Result<Arc<Assortment>, Failure> {
        let filters = self.question.filters();
        if self.sources.is_live() {
            let request = match then {
                None => live::now(filters),
                Some(options) => live::then(filters, window, options),
            };
            let assortment = self.sources.live.products(&request);
            return assortment.ok_or_else(|| not_there(request.name()));
        }
        let key = products_key(filters) + if then.is_some() { "&then" } else { "" };
        if let Some(assortment) = self.sources.shelf.assortments.get(&key) {
            return Ok(assortment);
        }
        let assortment = Arc::new(Assortment::of(self.lines()?, window, chosen));
        let shelf = &self.sources.shelf.assortments;
        shelf.put(key, Arc::clone(&assortment));
        Ok(assortment)
    }

    /// The window compared with, cut to the days the data have, so that a first month that is not
    /// whole is no full period.
    fn earlier(&self, window: &Window) -> Option<Window> {
        window.earlier_within(&self.sources.catalogue)
    }

    /// Whose spend lay in the range asked for in an earlier window; none when none is asked for.
    fn then(&self, window: &Window) -> Option<CustomerSet> {
        let lines = self.sources.lines.as_deref()?;
        let is_asked = window.spend != Spend::default();
        is_asked.then(|| customers(lines, window, None).set())
    }

    fn lines(&self) -> Result<&Dataset, Failure> {
        self.sources
            .lines
            .as_deref()
            .ok_or_else(|| not_there("lines"))
    }
}
