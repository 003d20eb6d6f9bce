//! Drives Chromium and serves the built page, for tests and benchmarks only.
//!
//! A test needs three things, in this order:
//!
//! 1. [`Server`] serves the built page (`dist`) from memory of nothing but the disk, on a free port of
//!    this machine, under any sub-path, and can be told to fail in the ways networks fail.
//! 2. [`Browser`] starts ChromeDriver and a headless Chromium, and closes both when dropped.
//! 3. [`Browser::violations`] runs axe-core over what is on the screen.
//!
//! A [`Guest`] is another browser, for what must work in every one. Beside them, [`mod@http`] asks servers without a browser, and [`Program`] starts what a test needs and ends it with
//! the test.
//!
//! It speaks the WebDriver protocol itself (JSON over HTTP on the loopback address), because that is two
//! hundred lines and every client crate brings an async runtime with it.

#![deny(missing_docs)]

mod browser;
mod failure;
mod guest;
pub mod http;
mod port;
mod program;
mod server;

pub use browser::{Browser, Element, Key, Page, Theme};
pub use failure::Failure;
pub use guest::{Engine, Guest};
pub use http::get;
pub use port::steady_port;
pub use program::Program;
pub use server::{Fault, Request, Server};

use std::path::{Path, PathBuf};

/// The top folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// The folder of the built page: `CLIENTELE_DIST` if it is set, else `dist` at the top of the repository.
pub fn dist() -> PathBuf {
    std::env::var_os("CLIENTELE_DIST").map_or_else(|| root().join("dist"), PathBuf::from)
}
