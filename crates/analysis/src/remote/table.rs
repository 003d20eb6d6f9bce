//! The tables that answers hold, by their type.

use std::sync::Arc;

use super::read::Answer;
use crate::assortment::{Assortment, DaySales};
use crate::tables::{
    BasketsTable, CustomerMonthsTable, CustomersTable, OverviewTable, ValuesTable,
};

/// A table that an answer can hold.
pub(crate) trait Table {
    /// It, where the answer holds such a table.
    fn of(answer: &Answer) -> Option<Arc<Self>>;
}

macro_rules! tables {
    ($($kind:ident: $table:ty),+) => {$(
        impl Table for $table {
            fn of(answer: &Answer) -> Option<Arc<Self>> {
                match answer {
                    Answer::$kind(table) => Some(Arc::clone(table)),
                    _ => None,
                }
            }
        }
    )+};
}

tables! {
    Customers: CustomersTable,
    CustomerMonths: CustomerMonthsTable,
    Overview: OverviewTable,
    Products: Assortment,
    Product: Vec<DaySales>,
    Baskets: BasketsTable,
    Values: ValuesTable
}
