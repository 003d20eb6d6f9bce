//! What selections need to know of features.

use clientele_model::failure::Failure;
use clientele_model::filters::Lens;

use crate::features;
use crate::only::Lookup;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

/// Everything except segments: those are made in steps, before.
pub(super) struct Features;

impl Lookup for Features {
    fn segment(&mut self, slug: &str, _: &CustomersTable) -> Result<CustomerSet, Failure> {
        Err(Failure::NoSegment {
            name: slug.to_owned(),
        })
    }

    fn feature(&mut self, key: &str, among: &CustomersTable) -> Result<Vec<f64>, Failure> {
        features::measures(among, Lens::Behaviour)
            .into_iter()
            .find(|measure| measure.key == key)
            .map(|measure| measure.values)
            .ok_or_else(|| Failure::NoSuchColumn {
                column: key.to_owned(),
            })
    }
}
