//! Compression of answers while they are sent.

use axum::http::{Response, header};
use tower_http::compression::predicate::Predicate;
use tower_http::compression::{CompressionLayer, CompressionLevel};

use super::table::ARROW;

/// Compresses with zstd, Brotli or gzip, as the visitor's browser prefers; with equal preference
/// with zstd, which is the quickest. Tables are sent while they are made, so speed counts.
pub fn layer() -> CompressionLayer<Packable> {
    CompressionLayer::new()
        .quality(CompressionLevel::Precise(3))
        .compress_when(Packable)
}

/// What becomes smaller: texts, programs, tables. Files of packs and pictures are packed already.
#[derive(Clone, Copy, Debug)]
pub struct Packable;

impl Predicate for Packable {
    fn should_compress<B>(&self, response: &Response<B>) -> bool
    where
        B: hyper::body::Body,
    {
        const LEAST: u64 = 256;
        let kind = response
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        let is_small = response
            .body()
            .size_hint()
            .exact()
            .is_some_and(|n| n < LEAST);
        is_packable(kind) && !is_small
    }
}

/// Whether what is of that type becomes smaller.
pub fn is_packable(kind: &str) -> bool {
    let bare = kind.split(';').next().unwrap_or_default();
    bare.starts_with("text/")
        || [ARROW, "application/json", "application/manifest+json"].contains(&bare)
        || ["application/wasm", "image/svg+xml"].contains(&bare)
}
