//! Data sets and ready-made tables as the files of a pack, and back.

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;

use crate::dataset::Dataset;
use crate::tables::{CustomersTable, OverviewTable, ProductsTable};

/// Tables of `lines`, `orders`, `products`, `customers`.
pub const TABLES: [&str; 4] = ["customers", "lines", "orders", "products"];

/// Ready-made tables of the default question.
pub const USUAL: [&str; 3] = ["usual/customers", "usual/overview", "usual/products"];

/// A file of a pack: which table, its bytes and its number of rows. The caller names and hashes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// As in `catalogue::File::table`.
    pub table: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of rows.
    pub rows: u64,
}

/// Every file of a pack: the data set's four tables, then the ready-made ones.
///
/// # Errors
/// [`Failure::NotArrow`] when the writer refuses, which well-formed data do not make it do.
pub fn encode(dataset: &Dataset) -> Result<Vec<Encoded>, Failure> {
    unimplemented!("{}", dataset.catalogue.slug)
}

/// Files of a pack on their way into memory: supply them in any order.
#[derive(Debug, Default)]
pub struct Parts {
    overview: Option<OverviewTable>,
    customers: Option<CustomersTable>,
    products: Option<ProductsTable>,
}

impl Parts {
    /// Takes one file. A table that is not known is left aside.
    ///
    /// # Errors
    /// [`Failure::NotArrow`] for damaged or impossible content, [`Failure::MissingColumn`].
    pub fn supply(&mut self, table: &str, bytes: &[u8]) -> Result<(), Failure> {
        unimplemented!("{table} {}", bytes.len())
    }

    /// Whether that table was supplied.
    pub fn has(&self, table: &str) -> bool {
        unimplemented!("{table}")
    }

    /// The data set, once its four tables were supplied; they are consumed.
    ///
    /// # Errors
    /// [`Failure::NotArrow`] when positions of one table point outside another.
    pub fn dataset(&mut self, catalogue: &Catalogue) -> Option<Result<Dataset, Failure>> {
        unimplemented!("{}", catalogue.slug)
    }

    /// The ready-made customers of the default question.
    pub fn usual_customers(&self) -> Option<&CustomersTable> {
        self.customers.as_ref()
    }

    /// The ready-made overview of the default question.
    pub fn usual_overview(&self) -> Option<&OverviewTable> {
        self.overview.as_ref()
    }

    /// The ready-made products of the default question: the first ones only, most revenue first.
    pub fn usual_products(&self) -> Option<&ProductsTable> {
        self.products.as_ref()
    }
}
