//! The tables a gateway sent lately.

use std::sync::Arc;

use super::read::Answer;
use super::request::Request;
use crate::latest::Latest;
use crate::products::{Assortment, DaySales};
use crate::tables::{BasketsTable, CustomersTable, OverviewTable};

/// Tables by what was requested.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Latest<Answer>);

impl Shelf {
    /// Keeps a table, in place of an older answer or of the one not used for longest.
    pub fn put(&self, request: &Request, answer: Answer) {
        self.0.put(request.path(), Arc::new(answer));
    }

    /// Number of rows of a table that is here.
    pub fn rows(&self, request: &Request) -> Option<usize> {
        self.get(request).map(|answer| answer.rows())
    }

    /// A table of customers.
    pub fn customers(&self, request: &Request) -> Option<Arc<CustomersTable>> {
        match &*self.get(request)? {
            Answer::Customers(table) => Some(Arc::clone(table)),
            _ => None,
        }
    }

    /// A table of key figures.
    pub fn overview(&self, request: &Request) -> Option<Arc<OverviewTable>> {
        match &*self.get(request)? {
            Answer::Overview(table) => Some(Arc::clone(table)),
            _ => None,
        }
    }

    /// A table of products.
    pub fn products(&self, request: &Request) -> Option<Arc<Assortment>> {
        match &*self.get(request)? {
            Answer::Products(table) => Some(Arc::clone(table)),
            _ => None,
        }
    }

    /// The days of one product.
    pub fn product(&self, request: &Request) -> Option<Arc<Vec<DaySales>>> {
        match &*self.get(request)? {
            Answer::Product(days) => Some(Arc::clone(days)),
            _ => None,
        }
    }

    /// A table of baskets.
    pub fn baskets(&self, request: &Request) -> Option<Arc<BasketsTable>> {
        match &*self.get(request)? {
            Answer::Baskets(table) => Some(Arc::clone(table)),
            _ => None,
        }
    }

    fn get(&self, request: &Request) -> Option<Arc<Answer>> {
        self.0.get(&request.path())
    }
}
