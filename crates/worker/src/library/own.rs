//! Data sets of one's own: files that the page handed over, and what changes when there is another one.

use clientele_model::opening::OWN;

use super::{Library, Offer};
use crate::catalogue;
use crate::item::Item;

/// Name of the catalogue in the folder of a data set.
const CATALOGUE: &str = "catalogue.json";

impl Library {
    /// A data set of one's own changed: what is known of it and of the list of them is forgotten. Files that the device does
    /// not keep come along, one after the other.
    pub fn own(&mut self, slug: &str, files: Vec<(String, u64)>, mut bytes: &[u8]) {
        let address = format!("{slug}/");
        self.indexes.retain(|(folder, _)| folder != OWN);
        self.sets.retain(|(of, _)| *of != address);
        self.handed.retain(|(of, _)| !of.starts_with(&address));
        for (name, size) in files {
            let size = usize::try_from(size).unwrap_or(usize::MAX).min(bytes.len());
            let (file, rest) = bytes.split_at(size);
            self.handed
                .push((format!("{address}{name}"), file.to_vec()));
            bytes = rest;
        }
    }

    /// The file, where the page handed it over.
    pub fn handed(&self, item: &Item) -> Option<Vec<u8>> {
        let of = match item {
            Item::Catalogue(address) => format!("{address}{CATALOGUE}"),
            Item::Table(address, file) => format!("{address}{}", file.path),
            _ => return None,
        };
        let file = self.handed.iter().find(|(path, _)| *path == of)?;
        Some(file.1.clone())
    }

    /// Data sets that were handed over.
    pub(super) fn handed_over(&self) -> Vec<Offer> {
        let sets = self.handed.iter().filter_map(|(path, bytes)| {
            let address = path.strip_suffix(CATALOGUE)?;
            Some(Offer {
                slug: address.trim_end_matches('/').to_owned(),
                title: catalogue::read(bytes).ok()?.title,
                address: address.to_owned(),
            })
        });
        sets.collect()
    }
}
