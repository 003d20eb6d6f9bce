//! Marks on the browser's time line: a question asked, its first report, its last. The measures
//! `clientele.panel.first` and `clientele.panel.done` are what the benchmarks read.

use std::cell::Cell;
use std::rc::Rc;

use clientele_model::wire::Slot;
use web_sys::Performance;

use crate::engine_client::{Event, Listener};

/// A question is asked.
pub fn asked(slot: Slot) {
    if let Some(performance) = performance() {
        // A mark that cannot be set costs a benchmark its number and nobody else anything.
        let _ = performance.mark(&format!("{}.asked", name(slot)));
    }
}

/// Measures from the asking to the first report that reaches whoever shows it, and to the last.
pub fn heard(slot: Slot, on: Listener) -> Listener {
    let Some(performance) = performance() else {
        return on;
    };
    let name = name(slot);
    let asked = format!("{name}.asked");
    let measure = move |what: &str| {
        let _ = performance.measure_with_start_mark(&format!("{name}.{what}"), &asked);
    };
    let first = Cell::new(true);
    Rc::new(move |event| {
        let (is_report, is_last) = match &event {
            Event::Progress { .. } | Event::Origin(_) | Event::Failed(_) => (false, false),
            Event::Partial(_) => (true, false),
            Event::Done(_) => (true, true),
        };
        if is_report && first.replace(false) {
            measure("first");
        }
        if is_last {
            measure("done");
        }
        on(event);
    })
}

fn name(slot: Slot) -> &'static str {
    match slot {
        Slot::Panel => "clientele.panel",
        Slot::Part => "clientele.part",
        Slot::Sheet => "clientele.sheet",
        Slot::Offer => "clientele.offer",
        Slot::Download => "clientele.download",
        Slot::Frame => "clientele.frame",
        Slot::Filter => "clientele.filter",
        Slot::Name => "clientele.name",
        Slot::File => "clientele.file",
    }
}

/// Nothing outside a browser, where tests ask.
fn performance() -> Option<Performance> {
    match cfg!(target_arch = "wasm32") {
        true => web_sys::window()?.performance(),
        false => None,
    }
}
