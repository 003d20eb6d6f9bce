//! Tables: what panels are computed from. Each takes a data set, a window and perhaps a set of
//! customers it is narrowed to.

pub mod customers;
pub mod overview;
pub mod products;
pub(crate) mod sieve;

#[cfg(test)]
mod naive;
#[cfg(test)]
pub(crate) mod sample;

pub use customers::{CustomersTable, customers};
pub use overview::{OverviewTable, overview};
pub use products::{ProductsTable, products};

use crate::dataset::Dataset;
use crate::set::CustomerSet;
use crate::window::Window;

/// The tables of one window.
#[derive(Clone, Debug, PartialEq)]
pub struct Tables {
    /// Key figures.
    pub overview: OverviewTable,
    /// Known customers.
    pub customers: CustomersTable,
    /// Products sold.
    pub products: ProductsTable,
}

impl Tables {
    /// All tables of a window, narrowed to a set of customers when there is one.
    pub fn of(dataset: &Dataset, window: &Window, within: Option<&CustomerSet>) -> Self {
        Self {
            overview: overview(dataset, window, within),
            customers: customers(dataset, window, within),
            products: products(dataset, window, within),
        }
    }
}
