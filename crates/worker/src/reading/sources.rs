//! The files that a data set of this device was made from, kept beside it, so that months can be added to it.

use clientele_intake::File;
use clientele_intake::opening::adding::{
    Source, Sources, fingerprints, is_packed, piece, unpacked,
};
use clientele_model::catalogue::Catalogue;
use clientele_model::opening::{OWN, Told};
use wasm_bindgen::prelude::*;

use super::taking;
use crate::device::folder::Folder;
use crate::device::kept::sets;

/// What the files are, in the folder of the data set.
pub const SOURCES: &str = "sources.json";

/// What the files are called there, before a number.
pub const SOURCE: &str = "source-";

/// A data set of this device, and what it was made from.
pub struct Known {
    /// Its catalogue.
    pub catalogue: Catalogue,
    /// What it was made from.
    pub sources: Sources,
    /// The files, as they were.
    pub files: Vec<File>,
}

/// The name of the folder of a data set, from its name in links.
pub fn name(slug: &str) -> &str {
    slug.strip_prefix(OWN).unwrap_or(slug)
}

/// What a data set was made from, where its files are kept with it as it is now.
pub async fn of(folder: &Folder, catalogue: &Catalogue) -> Option<Sources> {
    let bytes = folder.read(SOURCES).await.ok()?;
    let sources: Sources = serde_json::from_slice(&bytes).ok()?;
    sources.made(catalogue).then_some(sources)
}

/// Reads a data set and its files; `more` are the bytes of the files that come to it.
///
/// # Errors
/// One sentence, when its files are not here, or are too much together.
pub async fn read(slug: &str, more: f64) -> Result<Known, String> {
    let own = name(slug);
    let found = sets().await.into_iter().find(|(of, _)| of == own);
    let (_, catalogue) = found.ok_or("This data set is no longer on this device. Nothing was changed; load the file as a data set of its own.")?;
    let title = &catalogue.title;
    let missing = || {
        format!(
            "{title} was kept without its files, so no months can be added to it. Nothing was changed; open the old and the new file together, and load them as one."
        )
    };
    let folder = async { Folder::own(false).await?.folder(own, false).await };
    let folder = folder.await.map_err(|_| missing())?;
    let sources = of(&folder, &catalogue).await.ok_or_else(missing)?;
    let bytes: u64 = sources.files.iter().map(|file| file.bytes).sum();
    let names = format!("The file of {title}");
    taking::bears(&names, sources.files.len() + 1, bytes as f64 + more)?;
    let mut files = Vec::new();
    for source in &sources.files {
        let bytes = folder.read(&source.path).await.map_err(|_| missing())?;
        files.push(unpacked(source, bytes).ok_or_else(missing)?);
    }
    Ok(Known {
        catalogue,
        sources,
        files,
    })
}

/// Keeps the files of a data set beside it: those that are not there yet, in the order in which they were `given`. Where there is no
/// room for them nothing of them stays, and the data set works without.
pub async fn keep(
    slug: &str,
    catalogue: &Catalogue,
    sources: Vec<Source>,
    told: Told,
    given: &[web_sys::File],
) {
    let folder = async { Folder::own(false).await?.folder(name(slug), false).await };
    let Ok(folder) = folder.await else {
        return;
    };
    let kept = fill(&folder, catalogue, sources, told, given).await;
    let kept = kept.unwrap_or_default();
    // What is not named any more; what cannot be removed lies idle.
    for name in folder.names().await.unwrap_or_default() {
        let is_idle = name.starts_with(SOURCE) && !kept.contains(&name);
        if is_idle || (kept.is_empty() && name == SOURCES) {
            folder.remove(&name).await.unwrap_or_default();
        }
    }
}

/// Writes them; what they are called there.
async fn fill(
    folder: &Folder,
    catalogue: &Catalogue,
    mut sources: Vec<Source>,
    told: Told,
    given: &[web_sys::File],
) -> Result<Vec<String>, JsValue> {
    let mut given = given.iter();
    let paths: Vec<String> = sources.iter().map(|source| source.path.clone()).collect();
    let mut free = (1u32..)
        .map(|number| format!("{SOURCE}{number}"))
        .filter(|path| !paths.contains(path));
    for source in &mut sources {
        if !source.path.is_empty() {
            continue;
        }
        let (Some(file), Some(path)) = (given.next(), free.next()) else {
            return Err(JsValue::NULL);
        };
        let open = folder.open(&path).await?;
        open.clear()?;
        let mut first = None;
        taking::pieces(file, &mut |bytes| {
            source.as_is = *first.get_or_insert_with(|| is_packed(bytes));
            let bytes = piece(bytes, source.as_is);
            source.packed += bytes.len() as u64;
            open.append(&bytes)
        })?;
        source.path = path;
    }
    let kept = sources.iter().map(|source| source.path.clone()).collect();
    let sources = Sources {
        made: fingerprints(&catalogue.files),
        files: sources,
        told,
    };
    let text = serde_json::to_vec(&sources).unwrap_or_default();
    folder.open(SOURCES).await?.write(&text)?;
    Ok(kept)
}
