//! Files of the page, compressed once: when the gateway starts, by a thread of its own. Until a file's turn has come it is
//! compressed while it is sent, as tables are.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::files::{self, content_type};
use super::pack_up::is_packable;

/// Files that are kept, and bytes of all of them once they are compressed: a page has some hundred and some megabytes.
const MOST: (usize, usize) = (2_000, 64 << 20);

/// Below it a file stays as it is.
const LEAST: u64 = 256;

/// Files as they are sent, by their path.
#[derive(Clone, Default)]
pub struct PackedFiles(Arc<RwLock<HashMap<PathBuf, Packed>>>);

/// A file in every coding that is sent.
struct Packed {
    /// Of the file it was made from.
    tag: String,
    /// Brotli, and gzip.
    codings: [(&'static str, Bytes); 2],
}

impl PackedFiles {
    /// Compresses every file of a folder that becomes smaller by it. What cannot be read is left out.
    pub fn fill(&self, folder: &Path) {
        let (mut files, mut bytes) = (vec![], 0);
        // Paths are compared with those of files that were found.
        if let Ok(folder) = folder.canonicalize() {
            collect(&folder, &mut files);
        }
        files.sort();
        for path in files.into_iter().take(MOST.0) {
            let Ok(packed) = Packed::of(&path) else {
                continue;
            };
            bytes += packed.codings.iter().map(|(_, of)| of.len()).sum::<usize>();
            if bytes > MOST.1 {
                return;
            }
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            known.insert(path, packed);
        }
    }

    /// A file in the best coding that the visitor takes; none when it has changed since, or was not compressed.
    pub fn find(&self, path: &Path, tag: &str, asked: &HeaderMap) -> Option<(&'static str, Bytes)> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let packed = known.get(path).filter(|packed| packed.tag == tag)?;
        let mut codings = packed.codings.iter();
        let (coding, bytes) = codings.find(|(coding, _)| takes(asked, coding))?;
        Some((coding, bytes.clone()))
    }
}

impl Packed {
    fn of(path: &Path) -> io::Result<Self> {
        let about = fs::metadata(path)?;
        let plain = fs::read(path)?;
        if about.len() < LEAST || !is_packable(content_type(path)) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let mut small = Vec::new();
        // The best that takes some seconds for all of a page, once.
        brotli::CompressorWriter::new(&mut small, 1 << 16, 9, 22).write_all(&plain)?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&plain)?;
        Ok(Self {
            tag: files::tag(&about),
            codings: [("br", small.into()), ("gzip", gzip.finish()?.into())],
        })
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !is_hidden => collect(&entry.path(), files),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            // Links are followed when somebody asks.
            _ => {}
        }
    }
}

/// Whether a visitor takes a coding: it is named, and not with a weight of nought.
fn takes(asked: &HeaderMap, coding: &str) -> bool {
    let values = asked.get_all(header::ACCEPT_ENCODING).iter();
    let named = values.filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let weight = weight.trim().trim_start_matches("q=");
        let is_none = !weight.is_empty() && weight.parse::<f32>().is_ok_and(|q| q <= 0.0);
        name.trim().eq_ignore_ascii_case(coding) && !is_none
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn files_are_compressed_once_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        let text = "a line of a script\n".repeat(500);
        for (name, bytes) in [
            ("a.js", text.as_bytes()),
            ("b.png", text.as_bytes()),
            ("c.js", b"1"),
        ] {
            fs::write(folder.join(name), bytes).unwrap();
        }
        let packed = PackedFiles::default();
        packed.fill(&folder);
        let tag = |name: &str| files::tag(&fs::metadata(folder.join(name)).unwrap());
        let find = |name: &str, takes: &str| {
            let mut asked = HeaderMap::new();
            asked.insert(header::ACCEPT_ENCODING, takes.parse().unwrap());
            packed.find(&folder.join(name), &tag(name), &asked)
        };
        let (coding, bytes) = find("a.js", "gzip, deflate, br, zstd").unwrap();
        assert_eq!(coding, "br");
        let mut plain = String::new();
        brotli::Decompressor::new(&bytes[..], 4096)
            .read_to_string(&mut plain)
            .unwrap();
        assert_eq!(plain, text);
        let (coding, bytes) = find("a.js", "gzip;q=0.5, br;q=0").unwrap();
        assert_eq!(coding, "gzip");
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&bytes[..])
            .read_to_string(&mut plain)
            .unwrap();
        assert_eq!(plain, text);
        assert_eq!(find("a.js", "identity"), None);
        // Pictures are compressed already, and small files stay as they are.
        assert_eq!(find("b.png", "br"), None);
        assert_eq!(find("c.js", "br"), None);
        // One that has changed is not sent as it was.
        fs::write(folder.join("a.js"), "another script").unwrap();
        assert_eq!(find("a.js", "br"), None);
    }
}
