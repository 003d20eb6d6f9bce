//! Large files of a report: the browser takes them over, which keeps them on its disk where they are many megabytes, and the
//! page gets their addresses. So nothing large rides through messages, and the page never holds a file as text.

use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;

use clientele_analysis::engine::Reply;
use clientele_model::outbound::{AudienceFileReport, Destination};
use clientele_model::wire::encode;
use js_sys::{Array, Uint8Array};
use web_sys::{Blob, Url};

/// Bytes of a file that still rides along.
const LARGE: usize = 1_000_000;

/// Reports whose files are kept; the page shows one, and may go back to others.
const KEPT: usize = 8;

thread_local! {
    static HELD: RefCell<VecDeque<Vec<String>>> = const { RefCell::new(VecDeque::new()) };
}

/// A report without its large files, as the page reads it. Numbers alone always ride along: the page reads them itself.
pub fn aside(report: Box<dyn Reply>) -> Vec<u8> {
    let report: Box<dyn Any> = report;
    let Ok(mut report) = report.downcast::<AudienceFileReport>() else {
        return Vec::new();
    };
    let mut held = Vec::new();
    if report.to != Destination::Ids {
        for file in report.files.iter_mut().filter(|f| f.text.len() > LARGE) {
            if let Some(address) = hold(&file.text) {
                held.push(address.clone());
                file.held_at = address;
                file.text = String::new();
            }
        }
    }
    if !held.is_empty() {
        forget_oldest(held);
    }
    encode(&*report)
}

/// Hands a text to the browser; nothing where it does not take it.
fn hold(text: &str) -> Option<String> {
    let parts = Array::of1(&Uint8Array::from(text.as_bytes()));
    let blob = Blob::new_with_u8_array_sequence(&parts).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

fn forget_oldest(newest: Vec<String>) {
    HELD.with_borrow_mut(|all| {
        all.push_back(newest);
        while all.len() > KEPT {
            for address in all.pop_front().unwrap_or_default() {
                // An address that is none any more needs no forgetting.
                let _ = Url::revoke_object_url(&address);
            }
        }
    });
}
