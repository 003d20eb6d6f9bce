//! Tables: what panels are computed from. Each takes a data set, a window and perhaps a set of
//! customers it is narrowed to.

pub mod baskets;
pub mod customers;
pub(crate) mod line_filter;
pub mod months;
pub mod overview;
pub mod products;
pub mod responses;
pub mod values;

#[cfg(test)]
mod naive;
#[cfg(test)]
pub(crate) mod sample;

pub use baskets::BasketsTable;
pub use customers::{CustomersTable, customers};
pub use months::{CustomerMonthsTable, MonthCounting, customer_months};
pub use overview::{OverviewTable, overview};
pub use products::{ProductsTable, products};
pub use responses::{DAYS_BEFORE, Exposed, MOST_DAYS, ResponseCounting, ResponsesTable, responses};
pub use values::{ValuesTable, values};

use clientele_model::filters::Spend;

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
    /// All tables of a window, narrowed to a set of customers when there is one. A range of spend
    /// is read in each period by itself: then as now, those count whose spend lay in it.
    pub fn of(dataset: &Dataset, window: &Window, within: Option<&CustomerSet>) -> Self {
        let table = customers(dataset, window, within);
        let earlier = window
            .earlier()
            .filter(|_| window.spend != Spend::default());
        let now = (window.spend != Spend::default()).then(|| table.set());
        let then = earlier.map(|earlier| customers(dataset, &earlier, within).set());
        let (now, then) = (now.as_ref().or(within), then.as_ref().or(within));
        Self {
            overview: overview(dataset, window, now, then),
            products: products(dataset, window, now),
            customers: table,
        }
    }
}
