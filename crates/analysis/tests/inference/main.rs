//! The statistics of experiments beside published vectors, SciPy and statsmodels (`tests/golden/inference.py`), and by simulation.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod assignment;
mod campaign;
mod chance;
mod distributions;
mod golden;
mod planning;
mod refusals;
mod vectors;

use serde_json::Value;

const GOLDEN: &str = include_str!("../golden/inference.json");

fn references(of: &str) -> Value {
    let all: Value = serde_json::from_str(GOLDEN).unwrap();
    all[of].clone()
}

/// A row of numbers.
fn numbers(row: &Value) -> Vec<f64> {
    let row = row.as_array().unwrap();
    row.iter().filter_map(Value::as_f64).collect()
}

fn rows(of: &Value) -> impl Iterator<Item = Vec<f64>> + '_ {
    of.as_array().unwrap().iter().map(numbers)
}

/// Within `allowed` of what is expected, relative to that.
#[track_caller]
fn close(found: f64, expected: f64, allowed: f64) {
    let gap = (found - expected).abs();
    assert!(
        gap <= allowed * expected.abs() || gap < 1e-300,
        "{found} is not {expected}: {:e}",
        gap / expected.abs()
    );
}

/// The same number as one that is printed with so many digits after the point.
#[track_caller]
fn printed(found: f64, expected: f64, digits: i32) {
    let half = 0.5 * 10f64.powi(-digits);
    assert!(
        (found - expected).abs() <= half * 1.000_001,
        "{found} is not {expected} to {digits} digits"
    );
}
