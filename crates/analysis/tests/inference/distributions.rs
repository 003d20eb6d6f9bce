//! Distributions beside SciPy.

use clientele_analysis::inference::{beta, chi_squared, normal, student};
use proptest::prelude::*;

use super::{close, references, rows};

#[test]
fn distributions_are_those_of_scipy() {
    let all = references("distributions");
    for row in rows(&all["normal"]) {
        close(normal::cdf(row[0]), row[1], 1e-13);
        close(normal::upper(-row[0]), row[1], 1e-13);
        close(normal::density(row[0]), row[2], 1e-12);
    }
    for row in rows(&all["normal_quantile"]) {
        // SciPy's own value next to one has lost what 1 − p has lost.
        close(normal::quantile(row[0]), row[1], 1e-12);
        close(-normal::upper_quantile(row[0]), row[1], 1e-12);
    }
    for row in rows(&all["student"]) {
        close(student::upper(row[0], row[1]), row[2], 1e-10);
        close(student::cdf(-row[0], row[1]), row[2], 1e-10);
    }
    for row in rows(&all["student_quantile"]) {
        close(student::upper_quantile(row[0], row[1]), row[2], 1e-10);
    }
    for row in rows(&all["chi_squared"]) {
        close(chi_squared::upper(row[0], row[1]), row[2], 1e-11);
    }
    for row in rows(&all["beta"]) {
        close(beta::cdf(row[0], row[1], row[2]), row[3], 1e-9);
    }
    for row in rows(&all["beta_quantile"]) {
        close(beta::quantile(row[0], row[1], row[2]), row[3], 1e-9);
    }
}

#[test]
fn ends_are_ends() {
    assert_eq!(normal::quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal::quantile(1.0), f64::INFINITY);
    assert_eq!(student::upper_quantile(0.0, 5.0), f64::INFINITY);
    assert_eq!(student::quantile(0.5, 5.0), 0.0);
    assert_eq!(
        (beta::quantile(0.0, 2.0, 3.0), beta::quantile(1.0, 2.0, 3.0)),
        (0.0, 1.0)
    );
    assert_eq!(chi_squared::upper(-1.0, 3.0), 1.0);
    close(
        student::upper_quantile(0.025, f64::INFINITY),
        1.959_963_984_540_054,
        1e-14,
    );
}

proptest! {
    #[test]
    fn quantiles_undo_chances(p in 1e-9..1.0f64, df in 1.0..1e6f64, a in 0.5..1e5f64, b in 0.5..1e5f64) {
        prop_assert!((normal::cdf(normal::quantile(p)) - p).abs() < 1e-13);
        prop_assert!((student::cdf(student::quantile(p, df), df) - p).abs() < 1e-10);
        prop_assert!((beta::cdf(beta::quantile(p, a, b), a, b) - p).abs() < 1e-9);
    }

    #[test]
    fn chances_grow_and_their_parts_are_one(x in 0.0..1.0f64, step in 0.0..0.1f64, a in 0.3..1e4f64, b in 0.3..1e4f64) {
        let further = (x + step).min(1.0);
        prop_assert!(beta::cdf(x, a, b) <= beta::cdf(further, a, b) + 1e-12);
        prop_assert!((beta::cdf(x, a, b) + beta::cdf(1.0 - x, b, a) - 1.0).abs() < 1e-9);
    }
}
