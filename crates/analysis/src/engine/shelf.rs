//! What was computed lately, so that the side sheet and small changes are quick.

use std::sync::Arc;

use clientele_model::filters::Filters;
use clientele_model::segments::SegmentsReport;

use crate::latest::Latest;
use crate::products::{Assortment, Index};
use crate::segments::{Found, Ground};
use crate::tables::CustomersTable;

/// Tables and groupings by the text of what was asked.
#[derive(Default)]
pub(super) struct Shelf {
    pub tables: Latest<CustomersTable>,
    pub models: Latest<Model>,
    /// Those looked at and those compared with: each may hold every period of every product.
    pub assortments: Latest<Assortment, 2>,
    pub names: Latest<Index, 1>,
}

/// Customers in segments.
pub(super) struct Model {
    pub ground: Arc<Ground>,
    pub found: Arc<Found>,
    pub report: SegmentsReport,
}

/// What a table of customers is kept under: the filters as far as it depends on them.
pub(super) fn customers_key(filters: &Filters) -> String {
    let usual = Filters::default();
    let base = Filters {
        dataset: None,
        against: usual.against,
        only: Vec::new(),
        lens: usual.lens,
        k: usual.k,
        mining: usual.mining,
        seed: usual.seed,
        ..filters.clone()
    };
    base.to_string()
}

/// What products sold are kept under: the filters as far as they depend on them.
pub(super) fn products_key(filters: &Filters) -> String {
    let usual = Filters::default();
    let mut base = Filters {
        dataset: None,
        ..filters.clone()
    };
    if filters.only.is_empty() {
        base = Filters {
            as_of: None,
            lens: usual.lens,
            k: usual.k,
            seed: usual.seed,
            ..base
        };
    }
    base.to_string()
}
