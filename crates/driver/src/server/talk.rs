//! The words of HTTP: requests, addresses, media types, statuses.

use std::io::BufRead;

/// A request: what is read of it.
pub struct Asked {
    /// `GET` and the like.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Whether the visitor unpacks brotli.
    pub unpacks: bool,
}

/// The next request, or `None` when the visitor is gone.
pub fn read_request(reader: &mut impl BufRead) -> Option<Asked> {
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let mut words = line.split_whitespace();
    let mut asked = Asked {
        method: words.next()?.to_owned(),
        target: words.next()?.to_owned(),
        unpacks: false,
    };
    loop {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            return Some(asked);
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("accept-encoding")
        {
            asked.unpacks = value.split(',').any(|one| one.trim() == "br");
        }
    }
}

/// Whether a name carries a content hash, as in `worker-0123456789abcdef.js`.
pub fn is_hashed(name: &str) -> bool {
    name.split(['-', '_', '.'])
        .any(|part| part.len() == 16 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The media type of a file, by the end of its name.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "arrow" => "application/vnd.apache.arrow.file",
        _ => "application/octet-stream",
    }
}

/// Whether a host would pack a file of this media type.
pub fn is_packed(kind: &str) -> bool {
    let plain = [
        "text/",
        "application/json",
        "application/wasm",
        "application/manifest",
        "image/svg",
    ];
    plain.iter().any(|start| kind.starts_with(start))
}

/// The words that go with a status.
pub fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Broken",
    }
}
