//! The campaigns of a data set: they stay as they came until a study reads them, since few questions look at them.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::table::{CAMPAIGNS_FILE, EXPOSURES_FILE};

use super::Tables;
use crate::dataset::{Campaigns, Dataset};
use crate::pack;

/// The two files of a pack or tables of a database.
#[derive(Clone, Default)]
pub(super) struct Files {
    campaigns: Option<Arc<Vec<u8>>>,
    exposures: Option<Arc<Vec<u8>>>,
}

/// Where the campaigns of a data set are.
#[derive(Clone)]
pub(super) enum Told {
    /// It has none, or the question does not ask for them.
    Nothing,
    /// In memory.
    Here(Arc<Dataset>),
    /// As they came.
    Files(Files),
}

impl Files {
    /// Their names.
    pub const NAMES: [&str; 2] = [CAMPAIGNS_FILE.name, EXPOSURES_FILE.name];

    /// Takes a file, if it is one of them.
    pub fn supply(&mut self, table: &str, bytes: &[u8]) {
        let place = match table {
            name if name == Self::NAMES[0] => &mut self.campaigns,
            name if name == Self::NAMES[1] => &mut self.exposures,
            _ => return,
        };
        *place = Some(Arc::new(bytes.to_vec()));
    }

    /// Those that are not here yet, of a data set that has campaigns.
    pub fn missing(&self, catalogue: &Catalogue) -> impl Iterator<Item = &'static str> + use<> {
        let here = [self.campaigns.is_some(), self.exposures.is_some()];
        let has = catalogue.has.campaigns;
        let names = Self::NAMES.into_iter().zip(here);
        names.filter_map(move |(name, here)| (has && !here).then_some(name))
    }
}

impl Tables {
    /// The campaigns of the data set; none where it has none. A question says by `Needs::campaigns` that it
    /// asks for them.
    ///
    /// # Errors
    /// As [`pack::campaigns::read`].
    pub fn campaigns(&self) -> Result<Arc<Campaigns>, Failure> {
        let kept = self.kept::<Campaigns, 1>();
        if let Some(campaigns) = kept.get("") {
            return Ok(campaigns);
        }
        let campaigns = match &self.told {
            Told::Nothing => Campaigns::default(),
            Told::Here(dataset) => dataset.campaigns.clone(),
            Told::Files(files) => match (&files.campaigns, &files.exposures) {
                (Some(campaigns), Some(exposures)) => pack::campaigns::read(campaigns, exposures)?,
                _ => Campaigns::default(),
            },
        };
        let campaigns = Arc::new(campaigns);
        kept.put(String::new(), Arc::clone(&campaigns));
        Ok(campaigns)
    }
}
