//! What is known of files before they are fetched, what to do without one, and what to fetch ahead.

use clientele_model::failure::Failure;
use clientele_model::opening::OWN;

use super::Library;
use crate::config::Config;
use crate::item::Item;

/// Bytes above which the rest of a data set is not fetched before it is needed.
const AHEAD: u64 = 64 << 20;

impl Library {
    /// Whether a table is here already, so that asking again is to find out whether it changed.
    pub fn holds(&self, item: &Item) -> bool {
        let (Item::Answer(address, request) | Item::First(address, request)) = item else {
            return false;
        };
        let mut sets = self.sets.iter();
        sets.any(|(of, engine)| of == address && engine.answered(request).is_some())
    }

    /// Takes note that something did not come. Returns whether one can go on without it.
    pub fn do_without(&mut self, item: &Item, why: &Failure) -> bool {
        match item {
            // A page without settings, as it was before there were any.
            Item::Config if matches!(why, Failure::Http { status: 404, .. }) => {
                self.config = Some(Config::default());
                true
            }
            // Without a place to keep files there may be some that were handed over.
            Item::Index(folder) if folder == OWN => {
                let offers = self.handed_over();
                self.indexes.push((OWN.to_owned(), Ok(offers)));
                true
            }
            Item::Index(folder) if *folder != self.data => {
                self.indexes.push((folder.clone(), Err(why.clone())));
                true
            }
            Item::Answer(..) => self.holds(item),
            Item::First(..) => true,
            Item::Code(_)
            | Item::List(_)
            | Item::Config
            | Item::Plays
            | Item::Index(_)
            | Item::Catalogue(_)
            | Item::Table(..) => false,
        }
    }

    /// The token to send with a request for this address.
    pub fn key(&self, url: &str) -> Option<String> {
        let token = self.token.clone().filter(|_| url.starts_with(&self.data));
        token.or_else(|| self.config.as_ref()?.key(url).map(str::to_owned))
    }

    /// What would make the next question about the data set used last quick: nothing when all is
    /// here, or when it is much.
    pub fn ahead(&self) -> Vec<Item> {
        let Some((address, engine)) = self.sets.last() else {
            return Vec::new();
        };
        if self.plays.is_none() {
            return vec![Item::Plays];
        }
        let files = engine.rest();
        if files.iter().map(|file| file.bytes).sum::<u64>() > AHEAD {
            return Vec::new();
        }
        let files = files.into_iter();
        files
            .map(|file| Item::Table(address.clone(), file))
            .collect()
    }
}
