//! Tests and intervals beside SciPy and statsmodels.

use clientele_analysis::inference::multiple::{benjamini_hochberg, findings, holm};
use clientele_analysis::inference::{
    Arm, Beta, BetaDifference, Effect, Pairs, Scale, Seen, Share, Side, Sums, cuped, interaction,
    newcombe, pooled_z, sample_ratio, shrink,
};
use serde_json::Value;

use super::{close, numbers, references, rows};

fn share(of: &Value) -> Share {
    let row = numbers(of);
    Share {
        hits: row[0] as u32,
        n: row[1] as u32,
    }
}

#[test]
fn conversions_are_those_of_statsmodels_and_of_quadrature() {
    for case in references("conversions").as_array().unwrap() {
        let (control, treated) = (share(&case["control"]), share(&case["treated"]));
        let number = |name: &str| case[name].as_f64().unwrap();
        let test = pooled_z(control, treated).unwrap();
        close(test.z, number("z"), 1e-12);
        close(test.p, number("p"), 1e-12);
        let (found, expected) = (
            newcombe(control, treated, 0.05).unwrap(),
            numbers(&case["newcombe"]),
        );
        close(found.low, expected[0], 1e-10);
        close(found.high, expected[1], 1e-10);
        let after = |seen| Beta::FLAT.after(seen).unwrap();
        let belief = BetaDifference::new(after(control), after(treated));
        assert!((belief.chance_to_win() - number("chance_to_win")).abs() < 1e-10);
        let (found, expected) = (belief.interval(0.05).unwrap(), numbers(&case["interval"]));
        assert!(
            (found.low - expected[0]).abs() < 1e-9,
            "{found:?} {expected:?}"
        );
        assert!(
            (found.high - expected[1]).abs() < 1e-9,
            "{found:?} {expected:?}"
        );
        assert!((belief.risk().of_treatment - number("risk")).abs() < 1e-9);
        let risk = belief.risk();
        close(risk.of_control - risk.of_treatment, belief.mean(), 1e-9);
    }
}

fn pairs(of: &Value) -> Pairs {
    let sums = |of: &Value| {
        let row = numbers(of);
        Sums {
            n: row[0] as u32,
            sum: row[1],
            squares: row[2],
        }
    };
    Pairs {
        y: sums(&of[0]),
        x: sums(&of[1]),
        products: of[2].as_f64().unwrap(),
    }
}

#[test]
fn means_are_compared_as_statsmodels_does() {
    for case in references("means").as_array().unwrap() {
        let (control, treated) = (pairs(&case["control"]), pairs(&case["treated"]));
        let arm = |pairs: Pairs| Arm::mean(pairs.y).unwrap();
        let effect = Effect::between(arm(control), arm(treated), Scale::Absolute).unwrap();
        let expected = numbers(&case["welch"]);
        let found = [
            effect.estimate,
            effect.error,
            effect.df,
            effect.p(Side::Both),
            effect.p(Side::Greater),
        ];
        for (found, expected) in found.into_iter().zip(expected) {
            close(found, expected, 1e-9);
        }
        let (found, expected) = (
            effect.interval(0.05, Side::Both).unwrap(),
            numbers(&case["interval"]),
        );
        close(found.low, expected[0], 1e-9);
        close(found.high, expected[1], 1e-9);
        let sharper = cuped(control, treated).unwrap();
        close(sharper.theta, case["theta"].as_f64().unwrap(), 1e-9);
        let effect = Effect::between(sharper.control, sharper.treated, Scale::Absolute).unwrap();
        let found = [effect.estimate, effect.error, effect.p(Side::Both)];
        for (found, expected) in found.into_iter().zip(numbers(&case["cuped"])) {
            close(found, expected, 1e-9);
        }
        let (ratio, expected) = (Arm::ratio(control).unwrap(), numbers(&case["ratio"]));
        close(ratio.mean, expected[0], 1e-12);
        close(ratio.variance, expected[1], 1e-9);
    }
}

#[test]
fn many_tests_are_corrected_as_statsmodels_does() {
    for case in references("several").as_array().unwrap() {
        let p = numbers(&case["p"]);
        let q = benjamini_hochberg(&p, 0);
        for (found, expected) in holm(&p).into_iter().zip(numbers(&case["holm"])) {
            close(found, expected, 1e-12);
        }
        for (found, expected) in q.iter().zip(numbers(&case["benjamini_hochberg"])) {
            close(*found, expected, 1e-12);
        }
        let mut ascending = p.clone();
        ascending.sort_by(f64::total_cmp);
        for alpha in [0.01, 0.05, 0.3] {
            let found = findings(ascending.iter().copied(), 0, alpha);
            assert_eq!(found, q.iter().filter(|q| **q <= alpha).count());
        }
    }
    assert_eq!(holm(&[]), [0.0; 0]);
    assert_eq!(benjamini_hochberg(&[0.02], 10), [0.2]);
}

#[test]
fn sizes_are_compared_as_scipy_does() {
    for case in references("ratios").as_array().unwrap() {
        let customers: Vec<u32> = numbers(&case[0]).iter().map(|n| *n as u32).collect();
        let found = sample_ratio(&customers, &numbers(&case[1])).unwrap();
        close(found.chi_squared, case[2].as_f64().unwrap(), 1e-11);
        close(found.p, case[3].as_f64().unwrap(), 1e-11);
    }
}

#[test]
fn segments_are_compared_and_drawn_together() {
    for case in references("segments").as_array().unwrap() {
        let seen: Vec<Seen> = rows(&case["seen"])
            .map(|row| Seen {
                estimate: row[0],
                error: row[1],
            })
            .collect();
        let test = interaction(&seen).unwrap();
        close(test.q, case["q"].as_f64().unwrap(), 1e-9);
        close(test.p, case["p"].as_f64().unwrap(), 1e-9);
        let common = numbers(&case["common"]);
        close(test.common, common[0], 1e-9);
        close(test.error, common[1], 1e-9);
        // The reference seeks a flat top, so it knows the spread to half the digits.
        let shrunk = shrink(&seen).unwrap();
        close(shrunk.spread, case["spread"].as_f64().unwrap(), 1e-6);
        for (found, expected) in shrunk.segments.iter().zip(rows(&case["shrunk"])) {
            close(found.estimate, expected[0], 1e-6);
            close(found.error, expected[1], 1e-6);
        }
    }
}
