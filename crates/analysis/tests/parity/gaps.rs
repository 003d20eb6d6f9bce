//! How far numbers here are from those of the outside references.

use std::collections::BTreeMap;

use serde_json::Value;

/// What was compared of one field.
#[derive(Debug, Default, Clone, Copy)]
pub struct Gap {
    /// Numbers.
    pub compared: u64,
    /// The largest difference.
    pub largest: f64,
}

impl Gap {
    /// Adds a difference, or none for a number that is equal.
    fn add(&mut self, difference: f64) {
        self.compared += 1;
        // What is no number differs without end.
        self.largest = match difference.is_nan() {
            true => f64::INFINITY,
            false => self.largest.max(difference),
        };
    }

    /// Both together.
    pub fn and(self, more: Gap) -> Gap {
        Gap {
            compared: self.compared + more.compared,
            largest: self.largest.max(more.largest),
        }
    }
}

/// The differences found, by field: `overview.now.revenue`.
#[derive(Debug, Default)]
pub struct Gaps(pub BTreeMap<String, Gap>);

impl Gaps {
    /// Compares relative to the reference's number, or to one where that is smaller.
    pub fn near(&mut self, field: &str, ours: f64, theirs: f64) {
        let difference = match ours == theirs {
            true => 0.0,
            false => (ours - theirs).abs() / theirs.abs().max(1.0),
        };
        self.0.entry(field.to_owned()).or_default().add(difference);
    }

    /// Compares relative to the reference's number, however small: for probabilities.
    pub fn near_in_size(&mut self, field: &str, ours: f64, theirs: f64) {
        // Below this both round to zero sooner or later.
        let difference = match ours == theirs || ours.max(theirs) < 1e-300 {
            true => 0.0,
            false => (ours - theirs).abs() / theirs.abs(),
        };
        self.0.entry(field.to_owned()).or_default().add(difference);
    }

    /// Compares two numbers of JSON; both may be absent.
    #[track_caller]
    pub fn same(&mut self, field: &str, ours: &Value, theirs: &Value) {
        match (ours.as_f64(), theirs.as_f64()) {
            (Some(ours), Some(theirs)) => self.near(field, ours, theirs),
            (None, None) if ours == theirs => {}
            _ => panic!("{field}: {ours} here, {theirs} in the reference"),
        }
    }
}

/// A difference as the document has it: rounded up to a power of ten, so that it is the same on every machine.
pub fn rounded(difference: f64) -> String {
    if difference == 0.0 {
        return "none".to_owned();
    }
    // The last bits are the machine's.
    let power = difference.log10().ceil().max(-12.0) as i32;
    format!("≤ 1e{power}")
}

#[test]
fn differences_are_relative_and_rounded_up() {
    let mut gaps = Gaps::default();
    gaps.near("a", 1001.0, 1000.0);
    gaps.near("a", 0.5, 0.5);
    gaps.near_in_size("p", 1.5e-20, 1e-20);
    assert_eq!(gaps.0["a"].compared, 2);
    assert!((gaps.0["a"].largest - 1e-3).abs() < 1e-12);
    assert_eq!(rounded(gaps.0["p"].largest), "≤ 1e0");
    assert_eq!(rounded(2e-7), "≤ 1e-6");
    assert_eq!(rounded(1e-16), "≤ 1e-12");
    assert_eq!(rounded(0.0), "none");
}
