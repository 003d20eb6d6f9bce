//! Lists of customers that somebody brought, as far as they are here.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use clientele_model::failure::Failure;
use clientele_model::selection::Listed;

use super::Tables;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

/// Finds the customers of a list, given its text, among those of a table; where the data set has lines, among everybody in
/// them. The code for it comes with the study that writes lists as files.
pub type ReadList = fn(&Listed, &str, &Tables, &CustomersTable) -> Result<OnTheList, Failure>;

/// Who is on a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnTheList {
    /// Customers, by their positions.
    pub set: CustomerSet,
    /// Rows of the list.
    pub rows: u32,
    /// Rows that are nobody here.
    pub unknown: u32,
    /// Some of them, as they are written.
    pub named: Vec<String>,
}

/// The lists that are here, by their fingerprint. Copies share them.
#[derive(Clone, Default)]
pub(super) struct Lists(BTreeMap<String, Arc<List>>);

struct List {
    text: String,
    /// Who is on it, where the data set has lines.
    found: OnceLock<Arc<OnTheList>>,
}

impl Lists {
    pub fn put(&mut self, key: &str, text: String) {
        let list = List {
            text,
            found: OnceLock::new(),
        };
        self.0
            .entry(key.to_owned())
            .or_insert_with(|| Arc::new(list));
    }

    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }
}

impl Tables {
    /// Who is on a list that somebody brought.
    ///
    /// # Errors
    /// When it is not here, or the data have nothing by which its people could be known.
    pub fn on_the_list(
        &self,
        listed: &Listed,
        among: &CustomersTable,
    ) -> Result<Arc<OnTheList>, Failure> {
        let shop = self.shop();
        let list = shop
            .lists
            .0
            .get(&listed.key)
            .ok_or_else(|| not_here(listed))?;
        if let Some(found) = list.found.get() {
            return Ok(Arc::clone(found));
        }
        let read = shop.reads_lists;
        let read = read.ok_or_else(|| Failure::defect("nobody reads lists of customers"))?;
        let found = Arc::new(read(listed, &list.text, self, among)?);
        match self.lines() {
            Some(_) => Ok(Arc::clone(list.found.get_or_init(|| found))),
            None => Ok(found),
        }
    }
}

/// Why nobody can say who is on a list.
pub fn not_here(listed: &Listed) -> Failure {
    Failure::Refused {
        sentence: format!(
            "The list “{}” is not kept in this browser, so nobody can say who is on it. Bring its file on Audiences again, or take that condition out.",
            listed.name
        ),
    }
}
