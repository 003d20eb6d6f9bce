//! What is known of a data set before a question's tables are here.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::words::Sentence;

use super::FindDealings;
use super::campaigns::Told;
use super::kept::Kept;
use super::lists::{Lists, ReadList};
use crate::latest::Latest;
use crate::plays::{Mistake, Plays};

/// What is known of a data set before a question's tables are here.
#[derive(Clone)]
pub struct Shop {
    /// Its catalogue.
    pub catalogue: Arc<Catalogue>,
    /// Slug and title of every data set that is offered.
    pub datasets: Arc<Vec<(String, String)>>,
    /// Whether a gateway makes its tables for each question.
    pub(super) is_made: bool,
    pub(super) told: Told,
    /// Finds with whom the shop had dealings, where the code for it is here.
    pub(super) dealings: Option<FindDealings>,
    pub(super) contacts: Option<Arc<Vec<u8>>>,
    /// Lists of customers that somebody brought.
    pub(super) lists: Lists,
    /// Finds their customers, where the code for it is here.
    pub(super) reads_lists: Option<ReadList>,
    pub(super) plays: Arc<Plays>,
    pub(super) without_plays: Option<Mistake>,
    pub(super) kept: Arc<Kept>,
}

impl Shop {
    /// What to do with groups of customers; an empty table where there is none.
    pub(crate) fn plays(&self) -> Arc<Plays> {
        Arc::clone(&self.plays)
    }

    /// Why there is no table of plays, where one was to be read.
    pub(crate) fn without_plays(&self) -> Option<Sentence> {
        let why = self.without_plays.as_ref()?;
        Some(why.sentence().into())
    }

    /// Contact details of customers, for `pack::contacts::read`; none where the data set has none or nobody asked for them.
    pub(crate) fn contacts(&self) -> Option<&[u8]> {
        self.contacts.as_deref().map(Vec::as_slice)
    }

    /// Whether it is live: a gateway makes a table for each question, and sends no order.
    pub fn is_live(&self) -> bool {
        self.is_made
    }

    /// What was computed lately, of one type.
    pub(crate) fn kept<T: Send + Sync + 'static, const KEPT: usize>(&self) -> Arc<Latest<T, KEPT>> {
        self.kept.of()
    }
}
