//! What a visitor downloads, compressed as a host would, against the budget and the last weights.

use std::fs;
use std::path::Path;

use crate::step::{Broken, Done, read, root, say};

/// The weights of the last accepted build, and how much more is let through without a word.
const LEDGER: &str = "tests/sizes.toml";

/// Slack against promised and accepted weights: builds in other folders and by other patch versions of the
/// tools wobble by less than this.
const SLACK_BYTES: u64 = 1_000;
const SLACK_PERCENT: u64 = 1;

/// One line of the budget, in bytes of brotli at quality 11.
struct Weight {
    name: &'static str,
    what: &'static str,
    budget: u64,
    bytes: u64,
}

/// Fails when the built page is heavier than promised, or grew since the accepted weights.
pub fn check() -> Done {
    let weights = weigh()?;
    print(&weights);
    let accepted = read(LEDGER)?;
    for weight in &weights {
        if weight.bytes > with_slack(weight.budget) {
            return Err(Broken::new(
                format!(
                    "{} weighs {}, and {} are promised.",
                    weight.what,
                    kb(weight.bytes),
                    kb(weight.budget)
                ),
                "Find what made it heavy and leave it out.",
            ));
        }
        let was = accepted_bytes(&accepted, weight.name)?;
        if weight.bytes > with_slack(was) {
            return Err(Broken::new(
                format!(
                    "{} grew from {} to {}.",
                    weight.what,
                    kb(was),
                    kb(weight.bytes)
                ),
                "If it is worth it, run `cargo xtask sizes --accept` and commit the new weights.",
            ));
        }
    }
    Ok(())
}

fn with_slack(bytes: u64) -> u64 {
    bytes + SLACK_BYTES.max(bytes * SLACK_PERCENT / 100)
}

/// Writes the weights of the built page down as the accepted ones.
pub fn accept() -> Done {
    let weights = weigh()?;
    print(&weights);
    let mut text = String::from(
        "# Bytes of brotli (quality 11) a visitor downloads, written by `cargo xtask sizes --accept`.\n\
         # `cargo xtask test` fails when the page grows past these; the promises are in xtask/src/sizes.rs.\n",
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

/// The compressed sizes and their budgets, in bytes: first load, later parts, worker, everything.
pub fn measured() -> Done<[(&'static str, u64, u64); 4]> {
    Ok(weigh()?.map(|w| (w.what, w.bytes, w.budget)))
}

fn weigh() -> Done<[Weight; 4]> {
    let dist = root().join("dist");
    let (mut first, mut parts, mut worker) = (0, 0, 0);
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
                let bytes = compressed(&path)?;
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let sum = match name.split('-').next() {
                    Some("worker") => &mut worker,
                    Some("part") => &mut parts,
                    _ => &mut first,
                };
                *sum += bytes;
            }
        }
    }
    Ok([
        Weight {
            name: "first_load",
            what: "The first load (html, css, js, wasm)",
            budget: 300_000,
            bytes: first,
        },
        Weight {
            name: "parts",
            what: "The parts that come later (wasm)",
            budget: 300_000,
            bytes: parts,
        },
        Weight {
            name: "worker",
            what: "The worker (js, wasm)",
            budget: 560_000,
            bytes: worker,
        },
        Weight {
            name: "everything",
            what: "All code",
            budget: 1_000_000,
            bytes: first + parts + worker,
        },
    ])
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
            "html" | "css" | "js" | "wasm" | "svg" | "ico" | "json"
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

fn accepted_bytes(ledger: &str, name: &str) -> Done<u64> {
    ledger
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .find_map(|(key, value)| (key == name).then(|| value.trim().parse().ok()).flatten())
        .ok_or_else(|| {
            Broken::new(
                format!("{LEDGER} has no weight for {name}."),
                "Run `cargo xtask sizes --accept`.",
            )
        })
}

fn print(weights: &[Weight]) {
    for weight in weights {
        say(&format!(
            "{}: {}, promised {}",
            weight.what,
            kb(weight.bytes),
            kb(weight.budget)
        ));
    }
}

fn kb(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accepted_weight_is_found_by_its_whole_name() {
        let ledger = "# note\nfirst_load = 12\nworker = 34\n";
        assert_eq!(accepted_bytes(ledger, "worker").unwrap(), 34);
        let missing = accepted_bytes(ledger, "work").unwrap_err().to_string();
        assert_eq!(
            missing,
            "tests/sizes.toml has no weight for work. Run `cargo xtask sizes --accept`."
        );
    }
}
