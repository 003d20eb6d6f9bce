//! `clientele pack`: files of transactions become a pack. Here are the paths and the writing; what the
//! files say is read by `clientele_intake`.

pub mod mapping;
pub mod progress;
#[cfg(test)]
mod tests;
pub mod trouble;
pub mod write;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clientele_intake::File;

use trouble::Trouble;

/// Reads files whole.
///
/// # Errors
/// When one stands twice in the list, or cannot be read.
pub fn open_all(paths: &[PathBuf]) -> Result<Vec<File>, Trouble> {
    if let Some(again) = given_twice(paths) {
        return Err(Trouble::GivenTwice {
            file: file_name(again),
        });
    }
    paths.iter().map(|path| open(path)).collect()
}

/// Reads a file whole.
///
/// # Errors
/// When it cannot be read.
pub fn open(path: &Path) -> Result<File, Trouble> {
    let name = file_name(path);
    match fs::read(path) {
        Ok(bytes) => Ok(File { name, bytes }),
        Err(error) => Err(Trouble::Unopened {
            file: name,
            detail: plain(&error),
        }),
    }
}

/// What the system says, without its number.
pub fn plain(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            "a file stands where a folder should be".to_owned()
        }
        ErrorKind::ReadOnlyFilesystem => "nothing can be written there".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => {
            let text = error.to_string();
            let end = text.find(" (os error").unwrap_or(text.len());
            text[..end].to_lowercase()
        }
    }
}

/// A file that stands twice in the list: its orders would count twice.
fn given_twice(files: &[PathBuf]) -> Option<&Path> {
    let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
    let mut seen = BTreeSet::new();
    let again = files.iter().find(|path| !seen.insert(real(path)))?;
    Some(again)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
