//! Files of a folder: the built page, and packs.

use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio_util::io::ReaderStream;

use super::packed::PackedFiles;
use super::refusal::Refusal;
use super::table::is_known;

/// Bytes that are read at once.
const PIECE: usize = 64 << 10;

/// A file that was found.
pub struct OpenFile {
    path: PathBuf,
    file: File,
    length: u64,
    tag: String,
}

/// How long a browser may keep a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// For a year: what is at this address never changes.
    Forever,
    /// It asks each time whether it has changed.
    Ask,
}

/// Opens a file of a folder. `inside` is the decoded path of an address.
///
/// # Errors
/// [`Refusal::NoFile`] for a path that leads out of the folder, whether by dots or by a link, that is
/// hidden, or where there is no file; [`Refusal::Unreadable`] for a file that cannot be opened.
pub async fn find(folder: &Path, inside: &str) -> Result<OpenFile, Refusal> {
    find_below(folder, "", inside).await
}

/// The same in a folder within it, which no link may lead out of, nor to it.
///
/// # Errors
/// As [`find`].
pub async fn find_below(folder: &Path, below: &str, inside: &str) -> Result<OpenFile, Refusal> {
    let plain = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '\0', ':'])
    };
    if !inside.split('/').all(plain) {
        return Err(Refusal::NoFile);
    }
    let (folder, below, inside) = (folder.to_owned(), below.to_owned(), inside.to_owned());
    let opened = tokio::task::spawn_blocking(move || open(&folder, &below, &inside)).await;
    opened.map_err(|_| Refusal::Unreadable)?
}

fn open(folder: &Path, below: &str, inside: &str) -> Result<OpenFile, Refusal> {
    let folder = folder.canonicalize().map_err(|_| Refusal::NoFile)?;
    let folder = folder.join(below);
    let path = folder.join(inside);
    let path = path.canonicalize().map_err(|_| Refusal::NoFile)?;
    if !path.starts_with(&folder) || !path.is_file() {
        return Err(Refusal::NoFile);
    }
    let file = File::open(&path).map_err(|_| Refusal::Unreadable)?;
    let about = file.metadata().map_err(|_| Refusal::Unreadable)?;
    Ok(OpenFile {
        path,
        file,
        length: about.len(),
        tag: tag(&about),
    })
}

/// Length and time of the last change, which is how static servers tell versions apart.
pub fn tag(about: &Metadata) -> String {
    let changed = about.modified().ok();
    let since = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let nanos = since.map_or(0, |since| since.as_nanos());
    format!("W/\"{:x}-{nanos:x}\"", about.len())
}

impl OpenFile {
    /// Sends the file as it was compressed once, or says that the visitor has it; none when it was not compressed.
    pub fn send_packed(
        &self,
        packed: &PackedFiles,
        keep: Keep,
        asked: &HeaderMap,
    ) -> Option<Response> {
        let (coding, bytes) = packed.find(&self.path, &self.tag, asked)?;
        let mut headers = self.headers(keep, false);
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if is_known(asked, &self.tag) {
            return Some((StatusCode::NOT_MODIFIED, headers).into_response());
        }
        let kind = HeaderValue::from_static(content_type(&self.path));
        headers.insert(header::CONTENT_TYPE, kind);
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        Some((headers, Body::from(bytes)).into_response())
    }

    /// Sends the file, or says that the visitor has it.
    pub fn send(self, keep: Keep, is_private: bool, asked: &HeaderMap) -> Response {
        let mut headers = self.headers(keep, is_private);
        if is_known(asked, &self.tag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let kind = HeaderValue::from_static(content_type(&self.path));
        headers.insert(header::CONTENT_TYPE, kind);
        headers.insert(header::CONTENT_LENGTH, self.length.into());
        let file = tokio::fs::File::from_std(self.file);
        let stream = ReaderStream::with_capacity(file, PIECE);
        (headers, Body::from_stream(stream)).into_response()
    }

    fn headers(&self, keep: Keep, is_private: bool) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let kept = match (keep, is_private) {
            (Keep::Forever, false) => "public, max-age=31536000, immutable",
            (Keep::Forever, true) => "private, max-age=31536000, immutable",
            (Keep::Ask, false) => "no-cache",
            (Keep::Ask, true) => "private, no-cache",
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(header::ETAG, tag);
        }
        headers
    }
}

/// What a file is, by the end of its name.
pub fn content_type(path: &Path) -> &'static str {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending.unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        // Arrow files of packs are packed as a whole, so they are no Arrow to a browser.
        _ => "application/octet-stream",
    }
}

/// Whether a name carries sixteen hexadecimal digits after a hyphen, as the build gives them to
/// files whose content they stand for.
pub fn is_hashed(name: &str) -> bool {
    let hash = |part: &str| {
        let digits = part.split(|c: char| !c.is_ascii_hexdigit()).next();
        digits.is_some_and(|digits| digits.len() == 16) && part[16..].starts_with(['.', '_'])
    };
    name.split('-')
        .skip(1)
        .any(|part| part.len() > 16 && hash(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_known() {
        for hashed in [
            "clientele-app-433af7ed04695bea.js",
            "clientele-app-433af7ed04695bea_bg.wasm",
            "style-9395b0ac3c437208.css",
        ] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in [
            "index.html",
            "clientele-app.js",
            "a-433af7ed04695be.js",
            "a-433af7ed04695bea0.js",
            "433af7ed04695bea.js",
            "a-433af7ed04695beg.js",
            "a-433af7ed04695bea",
        ] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }
}
