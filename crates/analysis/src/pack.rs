//! Data sets and ready-made tables as the files of a pack, and back.
//!
//! A file is Arrow IPC (file format) in gzip. What the page can work out again does not travel:
//! lines are sorted by order, so orders carry their number of lines; a price is its rank among the
//! prices of its product, most frequent first; amounts are whole numbers with a scale where that
//! loses no bit; every whole number has the narrowest width that holds it. Gaps are Arrow nulls,
//! and names are Arrow dictionaries, so any Arrow reader sees countries, not positions.
//!
//! Damage is told by the checksum of gzip before Arrow looks at the content, and every position is
//! checked: a broken file is a [`Failure`], never a panic.

pub mod campaigns;
pub mod contacts;
mod dataset;
pub(crate) mod read;
#[cfg(test)]
mod tests;
pub(crate) mod usual;
mod write;

use clientele_model::catalogue::{Catalogue, File};
use clientele_model::failure::Failure;
use clientele_model::table::{
    CAMPAIGNS_FILE, CONTACTS_FILE, CUSTOMERS_FILE, EXPOSURES_FILE, LINES_FILE, ORDERS_FILE,
    PRODUCTS_FILE, USUAL_CUSTOMERS_FILE, USUAL_OVERVIEW_FILE, USUAL_PRODUCTS_FILE,
};

use sha2::{Digest, Sha256};

use crate::dataset::Dataset;
use crate::tables::{CustomersTable, OverviewTable, ProductsTable, Tables};
use crate::window::Window;
use dataset::{CustomersFile, LinesFile, OrdersFile, ProductsFile};
use read::Source;
pub use write::gzip;

// Names of the files.
const CUSTOMERS: &str = CUSTOMERS_FILE.name;
const LINES: &str = LINES_FILE.name;
const ORDERS: &str = ORDERS_FILE.name;
const PRODUCTS: &str = PRODUCTS_FILE.name;
const CAMPAIGNS: &str = CAMPAIGNS_FILE.name;
const EXPOSURES: &str = EXPOSURES_FILE.name;
const CONTACTS: &str = CONTACTS_FILE.name;
const CUSTOMERS_NOW: &str = USUAL_CUSTOMERS_FILE.name;
const OVERVIEW_NOW: &str = USUAL_OVERVIEW_FILE.name;
const PRODUCTS_NOW: &str = USUAL_PRODUCTS_FILE.name;

/// The tables of a data set.
pub const TABLES: [&str; 4] = [CUSTOMERS, LINES, ORDERS, PRODUCTS];

/// Ready-made tables of the default question.
pub const USUAL: [&str; 3] = [CUSTOMERS_NOW, OVERVIEW_NOW, PRODUCTS_NOW];

/// How many products the ready-made table has.
pub const USUAL_PRODUCTS: usize = 200;

/// The most categories of which the ready-made customers have a column each.
const USUAL_CATEGORIES: usize = 200;

/// A file of a pack. The caller names and hashes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// Which table it holds, as in `catalogue::File::table`.
    pub table: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of rows.
    pub rows: u64,
}

/// Every file of a pack: the data set's four tables, campaigns where it has some, then the ready-made
/// tables (none of these when the proposed period holds no sale).
///
/// # Errors
/// [`Failure::NotArrow`] when the data set is not as [`Dataset`] says: positions outside their
/// lists, orders not in order of time.
pub fn encode(dataset: &Dataset) -> Result<Vec<Encoded>, Failure> {
    let mut files = dataset::encode(dataset)?;
    files.extend(campaigns::encode(&dataset.campaigns)?);
    if let Ok(window) = Window::usual(&dataset.catalogue) {
        files.extend(encode_usual(&Tables::of(dataset, &window, None))?);
    }
    Ok(files)
}

/// The catalogue with these files in it: their paths, sizes and fingerprints.
pub fn listed(catalogue: &Catalogue, files: &[Encoded]) -> Catalogue {
    let files = files.iter().map(|file| File {
        table: file.table.to_owned(),
        path: file_name(file.table),
        bytes: file.bytes.len() as u64,
        rows: file.rows,
        sha256: hex(&Sha256::digest(&file.bytes)),
    });
    Catalogue {
        files: files.collect(),
        ..catalogue.clone()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The ready-made tables. Customers are left out where they would have a column for each of very many
/// categories: whoever needs them takes the lines.
///
/// # Errors
/// As [`encode`].
pub fn encode_usual(tables: &Tables) -> Result<Vec<Encoded>, Failure> {
    let mut files = Vec::with_capacity(USUAL.len());
    if tables.customers.categories.len() <= USUAL_CATEGORIES {
        files.push(usual::encode_customers(&tables.customers)?);
    }
    files.push(usual::encode_overview(&tables.overview)?);
    let products = tables.products.first(USUAL_PRODUCTS);
    files.push(usual::encode_products(&products)?);
    Ok(files)
}

/// Files of a pack on their way into memory; they may come in any order.
#[derive(Debug, Default)]
pub struct Parts {
    lines: Option<LinesFile>,
    orders: Option<OrdersFile>,
    products: Option<ProductsFile>,
    customers: Option<CustomersFile>,
    usual_customers: Option<CustomersTable>,
    usual_overview: Option<OverviewTable>,
    usual_products: Option<ProductsTable>,
}

impl Parts {
    /// Takes one file. A table that is not known here is left aside.
    ///
    /// # Errors
    /// [`Failure::NotArrow`] for a damaged or impossible file, [`Failure::MissingColumn`], and
    /// [`Failure::Newer`] when it was written for a newer contract.
    pub fn supply(&mut self, table: &str, bytes: &[u8]) -> Result<(), Failure> {
        let source = || Source::read(table, bytes);
        match table {
            LINES => self.lines = Some(LinesFile::of(source()?)?),
            ORDERS => self.orders = Some(OrdersFile::of(source()?)?),
            PRODUCTS => self.products = Some(ProductsFile::of(source()?)?),
            CUSTOMERS => self.customers = Some(CustomersFile::of(source()?)?),
            CUSTOMERS_NOW => self.usual_customers = Some(usual::customers(source()?)?),
            OVERVIEW_NOW => self.usual_overview = Some(usual::overview(source()?)?),
            PRODUCTS_NOW => self.usual_products = Some(usual::products(source()?)?),
            _ => {}
        }
        Ok(())
    }

    /// Whether that table is here.
    pub fn has(&self, table: &str) -> bool {
        match table {
            LINES => self.lines.is_some(),
            ORDERS => self.orders.is_some(),
            PRODUCTS => self.products.is_some(),
            CUSTOMERS => self.customers.is_some(),
            CUSTOMERS_NOW => self.usual_customers.is_some(),
            OVERVIEW_NOW => self.usual_overview.is_some(),
            PRODUCTS_NOW => self.usual_products.is_some(),
            _ => false,
        }
    }

    /// The data set, when its four tables are here; they are used up. Its campaigns are read apart, by
    /// [`campaigns::read`]: few questions look at them.
    ///
    /// # Errors
    /// [`Failure::NotArrow`] when positions of one table point outside another.
    pub fn dataset(&mut self, catalogue: &Catalogue) -> Option<Result<Dataset, Failure>> {
        if !TABLES.iter().all(|table| self.has(table)) {
            return None;
        }
        let (lines, orders) = (self.lines.take()?, self.orders.take()?);
        let (products, customers) = (self.products.take()?, self.customers.take()?);
        Some(dataset::assemble(
            catalogue.clone(),
            lines,
            orders,
            products,
            customers,
        ))
    }

    /// The ready-made customers of the default question.
    pub fn usual_customers(&self) -> Option<&CustomersTable> {
        self.usual_customers.as_ref()
    }

    /// The ready-made overview of the default question.
    pub fn usual_overview(&self) -> Option<&OverviewTable> {
        self.usual_overview.as_ref()
    }

    /// The ready-made products of the default question: the first [`USUAL_PRODUCTS`] only.
    pub fn usual_products(&self) -> Option<&ProductsTable> {
        self.usual_products.as_ref()
    }

    /// The ready-made tables of the default question, when all are here.
    pub fn usual(&self) -> Option<Tables> {
        Some(Tables {
            overview: self.usual_overview.clone()?,
            customers: self.usual_customers.clone()?,
            products: self.usual_products.clone()?,
        })
    }
}

fn not_arrow(table: &str, detail: impl Into<String>) -> Failure {
    Failure::NotArrow {
        what: file_name(table),
        detail: detail.into(),
    }
}

fn file_name(table: &str) -> String {
    format!("{table}.arrow")
}
