//! The thread that reads files of the visitor's own, and keeps what became of them on this device.
//!
//! Its code is a part ([`listening`] and all below it); here it is only fetched.

mod clocks;
pub mod keeping;
pub mod listening;
pub mod naming;
pub mod sources;
pub mod taking;
pub mod zip;

use clientele_model::opening::FromReader;
use wasm_bindgen_futures::spawn_local;

use crate::part;
use crate::port;

/// Fetches the code of this thread, which then listens.
pub fn fetch() {
    spawn_local(async {
        match part::file_reader().await {
            Ok(start) => start(),
            Err(_) => {
                let message = "The code that reads files could not be fetched.".to_owned();
                // Whoever started this thread hears it, or is gone.
                let _ = port::tell(&FromReader::Crashed { message }, None);
            }
        }
    });
}
