//! Engines for the tests of studies.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;

use super::Engine;
use super::source::{Here, Source};
use crate::dataset::Dataset;
use crate::studies::all;
use crate::tables::CustomersTable;

impl Engine {
    /// A pack of which only the ready-made customers are here.
    pub(crate) fn over(catalogue: Catalogue, table: CustomersTable) -> Self {
        let mut engine = Self::new(Source::Pack(catalogue), Vec::new(), &all());
        if let Here::Pack(pack) = &mut engine.here {
            pack.customers = Some(Arc::new(table));
        }
        engine
    }

    /// A data set in memory.
    pub(crate) fn of(dataset: Dataset) -> Self {
        Self::new(Source::Memory(Box::new(dataset)), Vec::new(), &all())
    }
}
