//! What the browser knows of letters, for the intake.

use clientele_intake::letters::{Letters, plug_letters};
use js_sys::{JsString, RegExp};

/// Hands it over, before any file is read.
pub fn plug() {
    plug_letters(Letters { bare, together });
}

fn bare(text: &str) -> String {
    let marks = RegExp::new("\\p{M}", "gu");
    let apart = JsString::from(text).normalize("NFKD");
    apart.replace_by_pattern(&marks, "").into()
}

fn together(text: &str) -> String {
    JsString::from(text).normalize("NFC").into()
}
