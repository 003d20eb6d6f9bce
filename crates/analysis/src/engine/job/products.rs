//! Questions about products.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::{Dimension, Spend};
use clientele_model::only::Only;
use clientele_model::question::{AnyQuestion, AnyReport, FindProducts, Product, Products};
use clientele_model::words::Sentence;

use super::{Job, NOT_COMPARED, Step, not_there};
use crate::dataset::Dataset;
use crate::engine::shelf::products_key;
use crate::live::Request;
use crate::products::{self, Assortment, Index, Past};
use crate::set::CustomerSet;
use crate::tables::{CustomersTable, customers};
use crate::window::Window;

/// How many periods before are looked at for the history of a product.
const HISTORY: usize = 4;

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
        let now = self.assortment(&self.window, chosen, "")?;
        let earlier = self.earlier(&self.window).filter(|_| is_compared);
        let then = match &earlier {
            Some(window) => Some(self.assortment(window, self.then(window).as_ref(), "&then")?),
            None => None,
        };
        let options = &question.options;
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
        let lines = self.lines()?;
        let known = lines.products.id.binary_search(&question.id);
        known.map_err(|_| Failure::NoSuchValue {
            of: Dimension::Product,
            values: vec![question.id.clone()],
        })?;
        let now = self.assortment(&self.window, chosen, "")?;
        let mut past: Vec<(Window, Arc<Assortment>)> = Vec::new();
        let mut at = self.window.clone();
        while question.filters.only.is_empty()
            && past.len() < HISTORY
            && let Some(window) = self.earlier(&at)
        {
            let then = self.then(&window);
            let assortment = match past.len() {
                0 => self.assortment(&window, then.as_ref(), "&then")?,
                _ => Arc::new(Assortment::of(lines, &window, then.as_ref())),
            };
            let against = question.filters.against;
            at = window.clone().compared(against, &self.sources.catalogue);
            past.push((window, assortment));
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
            &question.options,
            lines,
            chosen,
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
                let now = self.assortment(&self.window, chosen, "")?;
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

    /// Products sold in a window: counted, or from what a gateway sent. `side` tells the one
    /// compared with from the one looked at.
    fn assortment(
        &self,
        window: &Window,
        chosen: Option<&CustomerSet>,
        side: &str,
    ) -> Result<Arc<Assortment>, Failure> {
        let filters = self.question.filters();
        if self.sources.is_live() {
            let request = match side {
                "" => Request::products(filters),
                _ => Request::products_in(filters, window.days),
            };
            let table = self.sources.live.products(&request);
            let table = table.ok_or_else(|| not_there(request.name()))?;
            return Ok(Arc::new(Assortment::live(table, window)));
        }
        let key = products_key(filters) + side;
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
