//! The campaigns of a data set and those that somebody brought: they stay as they came until a study reads them,
//! since few questions look at them.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::table::{CAMPAIGNS_FILE, EXPOSURES_FILE};

use super::kept::Kept;
use super::{Gateway, Shop, Tables};
use crate::dataset::{Campaigns, Dataset};
use crate::pack;
use crate::remote::{Request, refused};

/// The two files of a pack or tables of a database.
#[derive(Clone, Default)]
pub(super) struct Files {
    campaigns: Option<Arc<Vec<u8>>>,
    exposures: Option<Arc<Vec<u8>>>,
}

/// The campaigns that an engine knows of.
#[derive(Clone, Default)]
pub(super) struct Told {
    /// Those of the data set.
    own: Own,
    /// Those that somebody brought.
    brought: Option<Arc<Campaigns>>,
}

/// Where the campaigns of a data set are.
#[derive(Clone, Default)]
enum Own {
    /// It has none.
    #[default]
    Nothing,
    /// In memory.
    Here(Arc<Dataset>),
    /// Files of a pack.
    Pack(Files),
    /// Tables of a gateway.
    Gateway(Files),
}

/// Campaigns as they were read, and from what.
struct Read {
    from: Told,
    all: Arc<Campaigns>,
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

    /// Both, where both are here.
    fn both(&self) -> Option<(&[u8], &[u8])> {
        Some((self.campaigns.as_deref()?, self.exposures.as_deref()?))
    }

    fn is_same(&self, other: &Self) -> bool {
        is_same(self.campaigns.as_ref(), other.campaigns.as_ref())
            && is_same(self.exposures.as_ref(), other.exposures.as_ref())
    }
}

fn is_same<T: ?Sized>(one: Option<&Arc<T>>, other: Option<&Arc<T>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (None, None) => true,
        _ => false,
    }
}

impl Told {
    /// Those of a data set in memory.
    pub fn here(dataset: &Arc<Dataset>) -> Self {
        Self::of(Own::Here(Arc::clone(dataset)))
    }

    /// Those of a pack, as far as its files are here.
    pub fn pack(files: &Files, catalogue: &Catalogue) -> Self {
        Self::of(match catalogue.has.campaigns {
            true => Own::Pack(files.clone()),
            false => Own::Nothing,
        })
    }

    /// Those of a gateway, as far as its tables are here.
    pub fn gateway(gateway: &Gateway, catalogue: &Catalogue) -> Self {
        if !catalogue.has.campaigns {
            return Self::default();
        }
        let [campaigns, exposures] = Request::history().map(|request| gateway.unread(&request));
        Self::of(Own::Gateway(Files {
            campaigns,
            exposures,
        }))
    }

    fn of(own: Own) -> Self {
        Self { own, brought: None }
    }

    /// With those that somebody brought.
    pub fn beside(self, brought: Option<&Arc<Campaigns>>) -> Self {
        Self {
            brought: brought.cloned(),
            ..self
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        let is_own = match (&self.own, &other.own) {
            (Own::Nothing, Own::Nothing) => true,
            (Own::Here(one), Own::Here(other)) => Arc::ptr_eq(one, other),
            (Own::Pack(one), Own::Pack(other)) | (Own::Gateway(one), Own::Gateway(other)) => {
                one.is_same(other)
            }
            _ => false,
        };
        is_own && is_same(self.brought.as_ref(), other.brought.as_ref())
    }

    /// All of them; none where files of the data set are still to come.
    fn read(&self, kept: &Kept) -> Result<Option<Arc<Campaigns>>, Failure> {
        let kept = kept.of::<Read, 1>();
        if let Some(read) = kept.get("").filter(|read| read.from.is_same(self)) {
            return Ok(Some(Arc::clone(&read.all)));
        }
        let own = match &self.own {
            Own::Nothing => Campaigns::default(),
            Own::Here(dataset) => dataset.campaigns.clone(),
            Own::Pack(files) => match files.both() {
                None => return Ok(None),
                Some((campaigns, exposures)) => pack::campaigns::read(campaigns, exposures)?,
            },
            Own::Gateway(files) => match files.both() {
                None => return Ok(None),
                Some((campaigns, exposures)) => pack::campaigns::read(campaigns, exposures)
                    .map_err(|why| refused(&Files::NAMES.join(" and "), why))?,
            },
        };
        let all = Arc::new(match &self.brought {
            None => own,
            Some(brought) => own.beside(brought),
        });
        kept.put(
            String::new(),
            Arc::new(Read {
                from: self.clone(),
                all: Arc::clone(&all),
            }),
        );
        Ok(Some(all))
    }
}

impl Shop {
    /// The campaigns, once they are here: before that a plan asks for them by `Needs::campaigns`, and is made again
    /// when they came. What it then takes for one of them, it asks for then; of a pack that is the lines, which a plan that
    /// will need them asks for from the beginning (`Needs::orders_welcome`).
    ///
    /// # Errors
    /// As [`pack::campaigns::read`].
    pub fn campaigns(&self) -> Result<Option<Arc<Campaigns>>, Failure> {
        self.told.read(&self.kept)
    }

    /// Campaigns that somebody brought beside a database, which knows nothing of them.
    pub(super) fn brought_beside_database(&self) -> Option<Arc<Campaigns>> {
        self.told.brought.clone().filter(|_| self.is_live())
    }

    /// Whether somebody brought this campaign: the data set knows nothing of it, or something else.
    pub fn is_brought(&self, campaign: &str) -> bool {
        let brought = self.told.brought.as_ref();
        brought.is_some_and(|brought| brought.place(campaign).is_some())
    }
}

impl Tables {
    /// The campaigns of the data set and those that somebody brought; none where there are none. A question says by
    /// `Needs::campaigns` that it asks for them.
    ///
    /// # Errors
    /// As [`pack::campaigns::read`].
    pub fn campaigns(&self) -> Result<Arc<Campaigns>, Failure> {
        Ok(self.shop().campaigns()?.unwrap_or_default())
    }
}
