//! Tables: what panels are computed from. Each takes a data set, a window and perhaps a set of
//! customers it is narrowed to.

pub mod customers;
pub mod overview;
pub mod products;
pub(crate) mod sieve;

pub use customers::CustomersTable;
pub use overview::OverviewTable;
pub use products::ProductsTable;
