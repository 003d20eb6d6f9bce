//! What a visitor downloads, compressed as a host would, against what is promised and the weights accepted last.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::step::{Broken, Done, read, root, say};

/// The weights of the last accepted build, and how much more is let through without a word.
const LEDGER: &str = "tests/sizes.toml";

/// Slack against promised and accepted weights: builds in other folders and by other patch versions of the
/// tools wobble by less than this.
const SLACK_BYTES: u64 = 1_000;
const SLACK_PERCENT: u64 = 1;

/// What is loaded before anything is shown, in bytes of brotli at quality 11 like all that follow.
const FIRST_LOAD: u64 = 300_000;
/// The worker before any of its parts.
const WORKER: u64 = 450_000;
/// What makes the page work without a network: comes after the first answer.
const OFFLINE: u64 = 12_000;
/// Each part of the page, and each piece that several of them share.
const PAGE_PART: u64 = 80_000;
/// Each part of the worker, and each piece that several of them share.
const WORKER_PART: u64 = 250_000;
/// The element with which other pages show this one.
const ELEMENT: u64 = 2_000;
/// Parts of the worker that may weigh more, or less: what reads files of the visitor's own, with CSV and workbooks, and what
/// reads Parquet.
const HEAVY: [(&str, u64); 2] = [
    ("worker-part-opening", 450_000),
    ("worker-part-parquet", 300_000),
];
/// What is over its promise today: it says “no”, as it weighs too much, and may not grow further. A line goes when its promise
/// is kept again. Exporting audiences made all code too heavy: it is 240 kB, 96 of these the numbering plans of all countries.
const MISSED: [&str; 1] = ["everything"];
/// All code: what a visitor loads who opens everything.
const EVERYTHING: u64 = 2_500_000;

/// One line of the budget.
struct Weight {
    /// Its name in the ledger.
    name: String,
    /// Its name in sentences.
    what: String,
    budget: u64,
    bytes: u64,
}

/// Prints the table; fails when something is heavier than promised, or grew since the accepted weights.
pub fn check() -> Done {
    let weights = weigh()?;
    let ledger = read(LEDGER)?;
    print(&weights, &ledger);
    weights.iter().try_for_each(|weight| judge(weight, &ledger))
}

fn judge(weight: &Weight, ledger: &str) -> Done {
    let Weight {
        name,
        what,
        budget,
        bytes,
    } = weight;
    let is_missed = MISSED.contains(&name.as_str());
    if *bytes > with_slack(*budget) && !is_missed {
        return Err(Broken::new(
            format!(
                "{what} weighs {}, and {} are promised.",
                kb(*bytes),
                kb(*budget)
            ),
            "Find what made it heavy and leave it out.",
        ));
    }
    let was = accepted(ledger, name).ok_or_else(|| {
        Broken::new(
            format!("{LEDGER} has no weight for {name}."),
            "Run `cargo xtask sizes --accept`.",
        )
    })?;
    if *bytes > with_slack(was) {
        return Err(Broken::new(
            format!("{what} grew from {} to {}.", kb(was), kb(*bytes)),
            "If it is worth it, run `cargo xtask sizes --accept` and commit the new weights.",
        ));
    }
    Ok(())
}

fn with_slack(bytes: u64) -> u64 {
    bytes + SLACK_BYTES.max(bytes * SLACK_PERCENT / 100)
}

/// Writes the weights of the built page down as the accepted ones.
pub fn accept() -> Done {
    let weights = weigh()?;
    print(&weights, &read(LEDGER)?);
    let mut text = String::from(
        "# Bytes of brotli (quality 11) a visitor downloads, written by `cargo xtask sizes --accept`.\n\
         # `cargo xtask test` fails when one grows past these; the promises are in xtask/src/sizes.rs.\n",
    );
    for weight in &weights {
        text.push_str(&format!("{} = {}\n", weight.name, weight.bytes));
    }
    fs::write(root().join(LEDGER), text).map_err(|e| {
        Broken::new(
            format!("{LEDGER} cannot be written ({e})."),
            "Make room on the disk.",
        )
    })
}

/// What is weighed, its compressed size and what is promised, both in bytes.
pub fn measured() -> Done<Vec<(String, u64, u64)>> {
    let rows = weigh()?.into_iter();
    Ok(rows.map(|w| (w.what, w.bytes, w.budget)).collect())
}

fn weigh() -> Done<Vec<Weight>> {
    let dist = root().join("dist");
    let (mut sums, mut everything) = (BTreeMap::<String, u64>::new(), 0);
    let mut folders = vec![dist.clone()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|e| {
            Broken::new(
                format!("{} cannot be read ({e}).", folder.display()),
                "Run `cargo xtask build` first.",
            )
        })?;
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if is_code(&path, &dist) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let (name, bytes) = (name_of(&name), compressed(&path)?);
                everything += bytes;
                let known = sums.entry(name.clone()).or_default();
                // Nobody needs all pieces that are shared: each is a part, and the heaviest is looked at.
                *known = match name.ends_with(SHARED) {
                    true => bytes.max(*known),
                    false => bytes + *known,
                };
            }
        }
    }
    Ok(lines(&sums, everything))
}

/// What a file counts to: the first load, the worker, use without a network, a part by its name, or what other pages load.
fn name_of(file: &str) -> String {
    match file {
        "clientele-embed.js" => return "element".to_owned(),
        "embed.html" | "embed-demo.js" => return "demo".to_owned(),
        // Where numbers come from: a document that nothing loads before somebody opens it.
        "parity.html" | "words.html" => return "document".to_owned(),
        _ => {}
    }
    let stem = file.rsplit_once('-').map_or(file, |(stem, _)| stem);
    if stem.starts_with("part-") || stem.starts_with("worker-part-") {
        // What several parts need lies in files that are numbered anew by every build.
        return stem
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned();
    }
    match stem {
        "worker" => "worker".to_owned(),
        "offline" | "sw.js" | "icon.svg" | "manifest.webmanifest" => "offline".to_owned(),
        _ => "first_load".to_owned(),
    }
}

/// How the names of pieces end that several parts share.
const SHARED: &str = "-shared";

/// The lines of the budget, from the weights by name and that of all files.
fn lines(sums: &BTreeMap<String, u64>, everything: u64) -> Vec<Weight> {
    let line = |name: &str, what: String, budget| Weight {
        name: name.to_owned(),
        what,
        budget,
        bytes: sums.get(name).copied().unwrap_or_default(),
    };
    let parts = |begin: &'static str, whose: &'static str| {
        let parts = sums.keys().filter_map(move |name| {
            let part = name.strip_prefix(begin)?;
            Some((name.clone(), part.to_owned()))
        });
        parts.map(move |(name, part)| match part.as_str() {
            "shared" => {
                let what = format!("The heaviest piece that parts of the {whose} share");
                (name, what)
            }
            part => (name, format!("The part “{part}” of the {whose}")),
        })
    };
    let mut lines = vec![line(
        "first_load",
        "The first load (html, css, js, wasm)".to_owned(),
        FIRST_LOAD,
    )];
    let of_page = parts("part-", "page");
    lines.extend(of_page.map(|(name, what)| line(&name, what, PAGE_PART)));
    lines.push(line(
        "worker",
        "The worker before any part (js, wasm)".to_owned(),
        WORKER,
    ));
    let of_worker = parts("worker-part-", "worker");
    let heavy = |name: &str| {
        HEAVY
            .iter()
            .find(|(of, _)| *of == name)
            .map(|(_, most)| *most)
    };
    lines.extend(of_worker.map(|(name, what)| {
        let most = heavy(&name).unwrap_or(WORKER_PART);
        line(&name, what, most)
    }));
    let element = "The element for other pages (js)".to_owned();
    lines.push(line("element", element, ELEMENT));
    lines.push(line(
        "offline",
        "Use without a network (js, manifest, svg)".to_owned(),
        OFFLINE,
    ));
    lines.push(Weight {
        name: "everything".to_owned(),
        what: "All code".to_owned(),
        budget: EVERYTHING,
        bytes: everything,
    });
    lines
}

/// Data sets have budgets of their own, and 404.html is index.html again.
fn is_code(path: &Path, dist: &Path) -> bool {
    let kind = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    !path.starts_with(dist.join("data"))
        && path != dist.join("404.html")
        && matches!(
            kind,
            "html" | "css" | "js" | "wasm" | "svg" | "ico" | "json" | "webmanifest"
        )
}

fn compressed(path: &Path) -> Done<u64> {
    let unreadable = |e: std::io::Error| {
        Broken::new(
            format!("{} cannot be read ({e}).", path.display()),
            "Run `cargo xtask build` again.",
        )
    };
    let bytes = fs::read(path).map_err(unreadable)?;
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut out, &params).map_err(unreadable)?;
    Ok(out.len() as u64)
}

/// The accepted weight of that name in bytes, if there is one.
fn accepted(ledger: &str, name: &str) -> Option<u64> {
    let mut lines = ledger.lines().filter_map(|line| line.split_once(" = "));
    lines.find_map(|(key, value)| (key == name).then(|| value.trim().parse().ok()).flatten())
}

fn print(weights: &[Weight], ledger: &str) {
    let row = |cells: [&str; 5]| {
        let [what, now, was, promise, kept] = cells;
        say(&format!(
            "{what:44} {now:>10} {was:>13} {promise:>10}  {kept}"
        ));
    };
    row(["what", "now", "last accepted", "promise", "kept"]);
    for weight in weights {
        let was = accepted(ledger, &weight.name);
        let is_light = weight.bytes <= with_slack(weight.budget);
        let kept = if is_light && judge(weight, ledger).is_ok() {
            "yes"
        } else {
            "no"
        };
        row([
            &weight.what,
            &kb(weight.bytes),
            &was.map_or_else(|| "–".to_owned(), kb),
            &kb(weight.budget),
            kept,
        ]);
    }
}

fn kb(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests;
