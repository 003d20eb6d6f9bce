//! Filters as they are shared.

use super::{Filters, Period};
use crate::catalogue::Catalogue;

impl Filters {
    /// Says what would else be taken for granted, so that a link means the same elsewhere and later: the
    /// data set, and as days a period that moves with the data.
    pub fn state(&mut self, dataset: Option<&str>, catalogue: Option<&Catalogue>) {
        if self.dataset.is_none() {
            self.dataset = dataset.map(str::to_owned);
        }
        let Some(catalogue) = catalogue else {
            return;
        };
        let fixed = |period: Period| match period {
            Period::Usual | Period::Last(_) => {
                let (from, to) = catalogue.asked(period);
                Period::Range {
                    from: Some(from.max(catalogue.first)),
                    to: Some(to),
                }
            }
            Period::All | Period::Range { .. } => period,
        };
        self.period = fixed(self.period);
        let chosen = self.only.iter_mut();
        for under in chosen.filter_map(|chosen| chosen.under.as_mut()) {
            let filters = under.filters_mut();
            filters.period = fixed(filters.period);
        }
    }
}
