//! Keeps data sets on this device: written as packs, their catalogue last.

use clientele_analysis::dataset::Dataset;
use clientele_intake::opening::adding::fingerprints;
use clientele_intake::packed::{CATALOGUE, Packed, text};
use clientele_model::catalogue::Catalogue;
use clientele_model::opening::{FromReader, Kept, OWN, OwnSet};
use wasm_bindgen::prelude::*;

use super::listening::{fail, say};
use super::naming::{numbered, slug, unlike};
use super::sources::{self, SOURCE, SOURCES, name};
use super::zip::stored;
use crate::catalogue;
use crate::device::folder::{Folder, Open, is_called};
use crate::device::kept::{Listed, flat, place, sets, table};

/// Names that are tried before one gives up: as many data sets of the same name.
const TRIES: u32 = 100;

/// The data set with its catalogue; where this device does not keep it its files, and behind them all of it as an archive.
type Done = (Kept, Catalogue, Vec<Vec<u8>>);

/// Keeps a data set under a title that no other one has.
///
/// # Errors
/// One sentence, when it cannot be packed.
pub async fn keep(dataset: &mut Dataset, title: String) -> Result<Done, String> {
    let others: Vec<String> = sets().await.into_iter().map(|(_, c)| c.title).collect();
    let title = unlike(&title, &others);
    dataset.catalogue.title.clone_from(&title);
    let Packed {
        mut catalogue,
        mut files,
    } = Packed::of(dataset).map_err(|why| why.to_string())?;
    let bytes = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    let wanted = slug(&title);
    let mut kept = Kept {
        slug: String::new(),
        title,
        bytes,
        files: vec![],
        said: vec![],
    };
    match write(&mut catalogue, &wanted, &files).await {
        Ok(()) => {
            kept.said.push(format!(
                "It is kept on this device, packed to {}, for this browser only.",
                size(bytes)
            ));
            kept.slug = format!("{OWN}{}", catalogue.slug);
            Ok((kept, catalogue, vec![]))
        }
        Err(why) => {
            // A name that no data set on the device has: those lie in folders.
            catalogue.slug = format!("{wanted}-{:x}", js_sys::Date::now() as u64);
            files.insert(0, (CATALOGUE.to_owned(), text(&catalogue)));
            kept.slug = format!("{OWN}{}", catalogue.slug);
            kept.said.push(not_kept(is_full(&why), bytes));
            let whole = archive(&catalogue, &files);
            let (names, mut files): (_, Vec<_>) = files.into_iter().unzip();
            kept.files = names;
            files.push(whole);
            Ok((kept, catalogue, files))
        }
    }
}

/// Puts a data set in the place of an earlier state of it. The files of both lie side by side until the catalogue names the new ones.
///
/// # Errors
/// One sentence; then it is as it was.
pub async fn replace(dataset: &mut Dataset, before: &Catalogue) -> Result<Done, String> {
    let Catalogue { title, slug, .. } = before;
    dataset.catalogue.title.clone_from(title);
    dataset.catalogue.slug.clone_from(slug);
    let packed = Packed::of(dataset).map_err(|why| why.to_string())?;
    let bytes = packed.bytes();
    let folder = async { Folder::own(false).await?.folder(slug, false).await };
    let Ok(folder) = folder.await else {
        return Err(GONE.to_owned());
    };
    let Ok(head) = folder.open(CATALOGUE).await else {
        return Err(format!(
            "{title} is being changed in another tab. Nothing was changed here; try again in a moment."
        ));
    };
    // Another tab may have been quicker, and what it added would be lost.
    let there = head
        .read()
        .ok()
        .and_then(|text| catalogue::read(&text).ok());
    if there.is_none_or(|there| fingerprints(&there.files) != fingerprints(&before.files)) {
        return Err(format!(
            "{title} was changed in another tab meanwhile. Nothing was changed here; try again."
        ));
    }
    let written = fill(&folder, &head, &packed.catalogue, &packed.files).await;
    drop(head);
    let now = match written {
        Ok(()) => &packed.catalogue,
        Err(_) => before,
    };
    tidy(&folder, now).await;
    if let Err(why) = written {
        return Err(match is_full(&why) {
            true => format!(
                "This device has no space for {} more. {title} is as it was; delete another data set and try again.",
                size(bytes)
            ),
            false => format!("The browser could not write it. {title} is as it was; try again."),
        });
    }
    let kept = Kept {
        slug: format!("{OWN}{slug}"),
        title: title.clone(),
        bytes,
        files: vec![],
        said: vec![],
    };
    Ok((kept, packed.catalogue, vec![]))
}

/// Takes files out that the catalogue does not name; what cannot be removed lies idle.
async fn tidy(folder: &Folder, catalogue: &Catalogue) {
    let named = |name: &String| {
        let mut files = catalogue.files.iter();
        files.any(|file| *name == place(&file.path, &file.sha256) || *name == flat(&file.path))
    };
    for name in folder.names().await.unwrap_or_default() {
        let is_other = name == CATALOGUE || name == SOURCES || name.starts_with(SOURCE);
        if !is_other && !named(&name) {
            folder.remove(&name).await.unwrap_or_default();
        }
    }
}

/// A size in words.
fn size(bytes: u64) -> String {
    match bytes {
        ..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        mega => format!("{:.1} MB", mega as f64 / 1e6),
    }
}

/// Why a data set is not kept, and for how long it is here.
fn not_kept(is_full: bool, bytes: u64) -> String {
    match is_full {
        true => format!(
            "This device has no space for {} MB, so the data set is here only until this page is closed; delete another one and open its file again to keep it.",
            bytes.div_ceil(1_000_000)
        ),
        false => "This browser keeps no files, as in a private window, so the data set is here only until this page is closed; open its file again to have it back.".to_owned(),
    }
}

/// Writes the files into a folder of their own; nothing stays of it when that fails.
async fn write(
    catalogue: &mut Catalogue,
    wanted: &str,
    files: &[(String, Vec<u8>)],
) -> Result<(), JsValue> {
    let own = Folder::own(true).await?;
    let (name, folder, head) = claim(&own, wanted).await?;
    catalogue.slug.clone_from(&name);
    let written = fill(&folder, &head, catalogue, files).await;
    drop(head);
    if written.is_err() {
        own.remove(&name).await.unwrap_or_default();
    }
    written
}

async fn fill(
    folder: &Folder,
    head: &Open,
    catalogue: &Catalogue,
    files: &[(String, Vec<u8>)],
) -> Result<(), JsValue> {
    for ((path, bytes), file) in files.iter().zip(&catalogue.files) {
        let name = place(path, &file.sha256);
        folder.open(&name).await?.write(bytes)?;
    }
    head.write(&text(catalogue))
}

/// A folder that is nobody else's: its catalogue is empty and open for this thread alone, so that two tabs never take the same.
async fn claim(own: &Folder, wanted: &str) -> Result<(String, Folder, Open), JsValue> {
    let mut why = JsValue::NULL;
    for number in 1..=TRIES {
        let name = numbered(wanted, number);
        let folder = own.folder(&name, true).await?;
        match folder.open(CATALOGUE).await {
            Ok(head) if head.size() == 0.0 => return Ok((name, folder, head)),
            Ok(_) => {}
            Err(error) if is_full(&error) => return Err(error),
            Err(error) => why = error,
        }
    }
    Err(why)
}

/// Whether the browser says that there is no room.
fn is_full(why: &JsValue) -> bool {
    is_called(why, "QuotaExceededError")
}

/// Says what is kept.
pub async fn say_sets() {
    let own = Folder::own(false).await;
    let mut all = Vec::new();
    for (slug, catalogue) in sets().await {
        let packed: u64 = catalogue.files.iter().map(|file| file.bytes).sum();
        let folder = async { own.as_ref().ok()?.folder(&slug, false).await.ok() };
        let sources = match folder.await {
            Some(folder) => sources::of(&folder, &catalogue).await,
            None => None,
        };
        let sources = sources.iter().flat_map(|sources| &sources.files);
        let beside: u64 = sources.map(|file| file.packed).sum();
        all.push(OwnSet {
            slug: format!("{OWN}{slug}"),
            title: catalogue.title,
            lines: catalogue.ledger.read,
            span: (catalogue.first, catalogue.last),
            bytes: packed + beside,
        });
    }
    say(&FromReader::Sets(all), vec![]);
}

/// Calls a data set otherwise. What another tab wrote of it meanwhile stays, but for its name: the later one holds.
pub async fn rename(slug: &str, title: String) {
    let sets = sets().await;
    let own = name(slug);
    if !sets.iter().any(|(of, _)| of == own) {
        return gone();
    }
    let others = sets.into_iter().filter(|(of, _)| of != own);
    let others: Vec<String> = others.map(|(_, c)| c.title).collect();
    let written = async {
        let folder = Folder::own(false).await?.folder(own, false).await?;
        let head = folder.open_in_turn(CATALOGUE).await?;
        let before = head.read()?;
        let mut catalogue = catalogue::read(&before).map_err(|_| JsValue::NULL)?;
        catalogue.title = unlike(&title, &others);
        let written = head.write(&text(&catalogue));
        if written.is_err() {
            // There is room for what was there.
            head.write(&before)?;
        }
        written
    };
    match written.await {
        Ok(()) => say_sets().await,
        Err(_) => {
            fail("The name could not be written. The data set is as it was; try again.");
        }
    }
}

/// Deletes a data set.
pub async fn delete(slug: &str) {
    let removed = async { Folder::own(false).await?.remove(name(slug)).await };
    match removed.await {
        Ok(()) => say_sets().await,
        Err(_) => gone(),
    }
}

/// Sends a data set as a folder that can be hosted.
pub async fn pack(slug: &str) {
    let own = name(slug);
    let found = sets().await.into_iter().find(|(of, _)| of == own);
    let Some((_, catalogue)) = found else {
        return gone();
    };
    let mut files = vec![(CATALOGUE.to_owned(), text(&catalogue))];
    let read = async {
        let folder = Folder::own(false).await?.folder(own, false).await?;
        for file in &catalogue.files {
            let bytes = table(&folder, &file.path, &file.sha256).await?;
            files.push((file.path.clone(), bytes));
        }
        Ok::<_, JsValue>(())
    };
    match read.await {
        Ok(()) => {
            let name = format!("{own}.zip");
            say(
                &FromReader::Packed { name },
                vec![archive(&catalogue, &files)],
            );
        }
        Err(_) => fail(
            "A part of this data set is missing or damaged on this device. Nothing was downloaded; delete the data set and open its file again.",
        ),
    }
}

/// A folder that can be hosted: the files of a data set and a list of it.
fn archive(catalogue: &Catalogue, files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let Catalogue { slug, title, .. } = catalogue;
    let mut index = serde_json::to_vec_pretty(&[Listed { slug, title }]).unwrap_or_default();
    index.push(b'\n');
    let within = |(path, bytes): &(String, Vec<u8>)| (format!("{slug}/{path}"), bytes.clone());
    let mut all = vec![("index.json".to_owned(), index)];
    all.extend(files.iter().map(within));
    stored(&all)
}

const GONE: &str = "This data set is no longer on this device. Nothing was changed.";

fn gone() {
    fail(GONE);
}
