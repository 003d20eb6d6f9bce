//! Reads data sets that this device keeps.

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::opening::OWN;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::damaged;
use super::folder::Folder;
use crate::catalogue;

/// Name of the catalogue in the folder of a data set.
pub const CATALOGUE: &str = "catalogue.json";

/// How often a catalogue is looked at that cannot be read: half a set stays so, one that is being written does not.
const LOOKS: u32 = 20;

/// A data set in a list, as `index.json` has it.
#[derive(Serialize)]
pub struct Listed<'a> {
    /// Name of its folder.
    pub slug: &'a str,
    /// Name that is shown.
    pub title: &'a str,
}

/// Reads a file, given its path below the folder of data sets of one's own; or lists these, as `index.json`.
///
/// # Errors
/// [`Failure::Elsewhere`] when there is no such data set, and one sentence when a file of it is missing.
pub async fn read(path: String) -> Result<Vec<u8>, Failure> {
    let Some((slug, file)) = path.split_once('/') else {
        return Ok(index(&sets().await));
    };
    let (file, version) = file.split_once("?v=").unwrap_or((file, ""));
    let elsewhere = || Failure::Elsewhere {
        name: format!("{OWN}{slug}"),
    };
    let own = Folder::own(false).await.map_err(|_| elsewhere())?;
    let folder = own.folder(slug, false).await.map_err(|_| elsewhere())?;
    if file == CATALOGUE {
        let bytes = folder.read(file).await.map_err(|_| elsewhere())?;
        // Half a set: the catalogue is written last.
        return match bytes.is_empty() {
            true => Err(elsewhere()),
            false => Ok(bytes),
        };
    }
    table(&folder, file, version)
        .await
        .map_err(|_| damaged(file))
}

/// Reads a file of a data set: the one of this content, else, from before names told it, the one of this path.
///
/// # Errors
/// When there is none.
pub async fn table(folder: &Folder, path: &str, sha256: &str) -> Result<Vec<u8>, JsValue> {
    match folder.read(&place(path, sha256)).await {
        Ok(bytes) => Ok(bytes),
        Err(_) => folder.read(&flat(path)).await,
    }
}

/// What a file of a pack of this content is called here, so that another state of the data set is written beside it.
pub fn place(path: &str, sha256: &str) -> String {
    let version: String = sha256.chars().take(12).collect();
    format!("{}-{version}", flat(path))
}

/// The data sets that this device keeps whole, in the order of their names in links.
pub async fn sets() -> Vec<(String, Catalogue)> {
    let mut sets = Vec::new();
    let Ok(own) = Folder::own(false).await else {
        return sets;
    };
    for slug in own.names().await.unwrap_or_default() {
        let Ok(folder) = own.folder(&slug, false).await else {
            continue;
        };
        // Another tab may be writing a name at this moment.
        for _ in 0..LOOKS {
            let bytes = folder.read(CATALOGUE).await.unwrap_or_default();
            if let Ok(catalogue) = catalogue::read(&bytes) {
                sets.push((slug, catalogue));
                break;
            }
        }
    }
    sets
}

/// What a file of a pack is called here, where folders lie in no folders.
pub fn flat(path: &str) -> String {
    path.replace('/', "-")
}

fn index(sets: &[(String, Catalogue)]) -> Vec<u8> {
    let listed = sets.iter().map(|(slug, catalogue)| Listed {
        slug,
        title: &catalogue.title,
    });
    serde_json::to_vec(&listed.collect::<Vec<_>>()).unwrap_or_default()
}
