//! What the work is about.

use std::sync::Arc;

use clientele_model::filters::{self, USUAL_LENGTH};

use crate::baskets::{Sent, Worth};
use crate::dataset::Dataset;
use crate::set::CustomerSet;
use crate::window::Window;

/// What is asked.
pub struct Asked {
    /// The data.
    pub dataset: Arc<Dataset>,
    /// What is looked at.
    pub window: Window,
    /// Only orders of these customers; all when absent.
    pub within: Option<CustomerSet>,
    /// Floors and the like.
    pub params: filters::Mining,
    /// What a database sent; the data then have no lines.
    pub sent: Option<Sent>,
}

impl Asked {
    /// Margin where the data have costs, else revenue.
    pub fn worth(&self) -> Worth {
        if self.dataset.products.unit_cost.is_empty() {
            Worth::Revenue
        } else {
            Worth::Margin
        }
    }

    pub(super) fn length(&self) -> u8 {
        self.params.length.unwrap_or(USUAL_LENGTH)
    }
}
