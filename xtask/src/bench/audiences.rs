//! Audiences: conditions combined, the count after a change, and a file of a million customers.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use clientele_driver::{Browser, Server, dist};
use serde_json::Value;

use super::kernels::{in_chromium, number};
use super::table::Row;
use super::{broken, output};
use crate::setup;
use crate::step::{Broken, Done, command, root};

/// Customers of the combined sets and of the file.
const CUSTOMERS: u32 = 1_000_000;

/// Seconds to combine ten conditions.
const COMBINED: f64 = 0.05;

/// Seconds from a change to the new count.
const COUNTED: f64 = 0.1;

/// Seconds to tidy, hash and write them in the browser.
const WRITTEN: f64 = 4.0;

/// Of the time of pandas and hashlib.
const OF_PEER: f64 = 1.0 / 3.0;

/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Changes the days of a line back and forth, and takes the time until its count stands there, the middle of nine.
const CHANGES: &str = "return (async () => { \
    const times = []; \
    for (let at = 0; at < 9; at += 1) { \
      const field = document.querySelector('.line-of:last-child input[aria-label=\"any number of\"]'); \
      const before = document.querySelector('.line-of:last-child .left b').textContent; \
      const counted = new Promise((done) => { \
        const watch = new MutationObserver(() => { \
          const now = document.querySelector('.line-of:last-child .left b')?.textContent; \
          if (now && now !== before) { watch.disconnect(); done(performance.now()); } }); \
        watch.observe(document.body, { childList: true, subtree: true, characterData: true }); }); \
      const begin = performance.now(); \
      field.value = String(30 + 20 * (at % 2) + at); \
      field.dispatchEvent(new Event('change', { bubbles: true })); \
      times.push((await counted - begin) / 1000); \
      await new Promise((done) => setTimeout(done, 400)); \
    } \
    times.sort((a, b) => a - b); \
    return { seconds: times[4], most: times[8] }; \
    })();";

/// All rows.
pub fn rows(bench: &Path) -> Done<Vec<Row>> {
    let combined = in_chromium(
        bench,
        &format!("return window.bench.combined({CUSTOMERS});"),
    )?;
    let note = format!(
        "dense bits; compressed bitmaps (roaring) take {:.2} ms; {} are left",
        number(&combined["compressed"]) * 1e3,
        combined["customers"]
    );
    let mut rows = vec![
        Row::plain(
            "ten conditions over 1,000,000 customers combined",
            number(&combined["seconds"]),
            "s",
            COMBINED,
        )
        .with_note(note),
    ];
    rows.push(counted()?);
    let file = in_chromium(bench, &format!("return window.bench.file({CUSTOMERS});"))?;
    let native = native()?;
    let theirs = output(
        Command::new(setup::bench_peers()?)
            .current_dir(root())
            .args(["tests/bench/outbound.py", &CUSTOMERS.to_string()]),
    )?;
    for ours in [&file, &native] {
        if ours["sha256"] != theirs["sha256"] {
            return Err(Broken::new(
                "The file of a million customers is not that of the peer.",
                "Compare what both write of the first few.",
            ));
        }
    }
    rows.push(
        Row::plain(
            "1,000,000 customers tidied, hashed and written for Meta, in Chromium",
            number(&file["seconds"]),
            "s",
            WRITTEN,
        )
        .with_note("one thread; the same bytes as natively and as the peer's"),
    );
    rows.push(Row::against(
        "the same natively",
        number(&native["seconds"]),
        ("pandas and hashlib", number(&theirs["seconds"])),
        OF_PEER,
    ));
    Ok(rows)
}

/// The example of the analysis, built as whoever uses it would.
fn native() -> Done<Value> {
    output(&mut command(&format!(
        "cargo run --release --quiet -p clientele-analysis --example outbound {CUSTOMERS}"
    )))
}

/// From a change of a line to its count, on the pack that is shipped.
fn counted() -> Done<Row> {
    let server = Server::start(&dist(), "/").map_err(broken)?;
    let browser = Browser::alone().map_err(broken)?;
    let link = "?panel=audiences&data=omnichannel&of=all(any(rfm.at-risk,rfm.cannot-lose-them),not(had.anything~45d))";
    let page = format!("{}{link}", server.url());
    browser.open(&page).map_err(broken)?;
    browser
        .wait_until(
            "document.querySelectorAll('.line-of .left b').length === 2 && document.querySelector('[aria-labelledby=audience-sample]')",
            PATIENCE,
        )
        .map_err(broken)?;
    let times = browser.run(CHANGES, &[]).map_err(broken)?;
    let note = format!("the slowest of nine {:.0} ms", number(&times["most"]) * 1e3);
    Ok(Row::plain(
        "a change of an audience's line to its new count on the screen",
        number(&times["seconds"]),
        "s",
        COUNTED,
    )
    .with_note(note))
}
