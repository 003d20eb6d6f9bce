//! How long a file of a million customers takes: `cargo run --release --example outbound [ROWS]`. `tests/bench/outbound.py` makes
//! the same file of the same people with pandas and hashlib; both print the middle of three times and its SHA-256.
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]

use std::time::Instant;

use clientele_analysis::outbound::{Holdout, Origin, write};
use clientele_model::outbound::{Choices, Destination};
use people::Made;

mod people;

fn main() {
    let rows = std::env::args().nth(1);
    let rows: usize = rows.map_or(1_000_000, |rows| rows.parse().unwrap());
    let choices = Choices {
        to: Destination::Meta,
        ..Choices::default()
    };
    let mut times = Vec::new();
    let mut sha = String::new();
    for _ in 0..3 {
        let people = Made::new(rows);
        let begin = Instant::now();
        let none = (Holdout::default(), Origin::default());
        let report = write(people, &choices, &none.0, &none.1, "audience", "bench").unwrap();
        times.push(begin.elapsed().as_secs_f64());
        sha.clone_from(&report.files[0].sha256);
    }
    times.sort_by(f64::total_cmp);
    println!("{{\"seconds\": {}, \"sha256\": \"{sha}\"}}", times[1]);
}
