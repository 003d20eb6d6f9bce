//! What this device keeps: data sets of one's own, in the browser's own file system.
//!
//! A data set is a folder, `own/<name>`, with the files of a pack. Its catalogue is written last, and whatever has no catalogue
//! that can be read does not exist. The code that reads them is a part: most visitors keep nothing.

pub mod folder;
pub mod kept;
pub mod lists;

use clientele_model::failure::Failure;

use folder::Folder;

use crate::part;
use crate::port;

/// Name of the list of data sets in their folder.
const INDEX: &str = "index.json";

/// Reads a file that this device keeps, given its path below the folder of data sets of one's own.
///
/// # Errors
/// [`Failure::Elsewhere`] when there is no such data set, and one sentence when a file of it is missing.
pub async fn read(path: &str) -> Result<Vec<u8>, Failure> {
    // The list of most visitors is empty, and they need no code for that.
    if path == INDEX && Folder::own(false).await.is_err() {
        return Ok(b"[]".to_vec());
    }
    let read = part::kept_reader().await.map_err(|_| Failure::NoCode)?;
    read(path.to_owned()).await
}

/// A file of a data set of this device is not as it was written.
pub fn damaged(file: &str) -> Failure {
    Failure::Refused {
        sentence: format!(
            "A part of this data set, {file}, is missing or damaged on this device. What is on the page is kept; delete the data set on the Data panel and open its file again."
        ),
    }
}

/// Whether this browser has a file system of its own and is not known to keep nothing in it.
pub fn may_keep() -> bool {
    let storage = js_sys::Reflect::get(&port::scope().navigator(), &"storage".into());
    storage.is_ok_and(|storage| {
        js_sys::Reflect::has(&storage, &"getDirectory".into()).unwrap_or_default()
    })
}
