//! A data set as the files of a pack: the same for the command line, which writes them into a folder, and for the page, which
//! keeps them on its device.

use clientele_analysis::dataset::Dataset;
use clientele_analysis::pack::contacts::{self, Contacts};
use clientele_analysis::pack::{encode, listed};
use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;

/// The name of the catalogue in the folder of a pack.
pub const CATALOGUE: &str = "catalogue.json";

/// The files of a pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Packed {
    /// Its catalogue, which names the files.
    pub catalogue: Catalogue,
    /// The files beside the catalogue, by their paths.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Packed {
    /// Packs a data set.
    ///
    /// # Errors
    /// When the data set is not well formed.
    pub fn of(dataset: &Dataset) -> Result<Self, Failure> {
        Self::with(dataset, None)
    }

    /// Packs a data set and the contact details of its customers, which stand in a file of their own.
    ///
    /// # Errors
    /// As [`Packed::of`].
    pub fn with(dataset: &Dataset, contacts: Option<&Contacts>) -> Result<Self, Failure> {
        let mut encoded = encode(dataset)?;
        if let Some(contacts) = contacts {
            encoded.push(contacts::encode(contacts, dataset.customers.id.len())?);
        }
        let catalogue = listed(&dataset.catalogue, &encoded);
        let paths = catalogue.files.iter().map(|file| file.path.clone());
        let files = paths.zip(encoded.into_iter().map(|of| of.bytes)).collect();
        Ok(Self { catalogue, files })
    }

    /// Bytes of the files beside the catalogue.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|(_, of)| of.len() as u64).sum()
    }
}

/// A catalogue as the text of its file.
pub fn text(catalogue: &Catalogue) -> Vec<u8> {
    // Names and numbers can always be written.
    let mut text = serde_json::to_vec_pretty(catalogue).unwrap_or_default();
    text.push(b'\n');
    text
}
