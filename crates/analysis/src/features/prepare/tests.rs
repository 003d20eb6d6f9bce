use proptest::prelude::*;

use super::*;

fn measure(unit: FeatureUnit, values: Vec<f64>) -> Measure {
    Measure {
        key: "test".to_owned(),
        label: "Test".to_owned(),
        unit,
        used: true,
        values,
    }
}

#[track_caller]
fn said(unit: FeatureUnit, values: Vec<f64>, expected: &str) {
    assert_eq!(
        prepare(&measure(unit, values))
            .preparation
            .words
            .to_string(),
        expected
    );
}

#[test]
fn what_was_done_is_said() {
    said(
        FeatureUnit::Count,
        vec![2.0, 4.0],
        "capped at 2.0 and 4.0, the outermost hundredths; brought to the common scale.",
    );
    said(
        FeatureUnit::Count,
        vec![3.0; 9],
        "Left out of grouping: all customers are alike in it.",
    );
    said(
        FeatureUnit::Days,
        vec![10.0, f64::NAN, 30.0, 20.0],
        "1 customer has none and counts as 20, the typical value; capped at 10.3 and 29.7, the \
         outermost hundredths; brought to the common scale.",
    );
}

#[test]
fn long_tails_are_brought_in_but_never_those_of_shares() {
    let tail: Vec<f64> = (0..200)
        .map(|at| if at < 190 { 0.01 } else { 1.0 })
        .collect();
    assert!(
        !prepare(&measure(FeatureUnit::Share, tail.clone()))
            .preparation
            .logged
    );
    let prepared = prepare(&measure(FeatureUnit::Money, tail));
    assert!(prepared.preparation.logged);
}

#[test]
fn a_measure_in_which_few_differ_keeps_its_difference() {
    let mut values = vec![0.0; 1000];
    values[7] = 5.0;
    let prepared = prepare(&measure(FeatureUnit::Count, values));
    assert_eq!(prepared.preparation.capped, None);
    assert!(!prepared.preparation.constant);
}

#[test]
fn nobody_at_all_is_no_trouble() {
    let prepared = prepare(&measure(FeatureUnit::Days, vec![]));
    assert!(prepared.preparation.constant && prepared.values.is_empty());
}

/// The same preparation, one plain loop per step.
fn naive(values: &[f64], share: bool) -> Vec<f64> {
    let mut known: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    let n = known.len() as f64;
    let mean: f64 = known.iter().sum::<f64>() / n.max(1.0);
    let m = |p: i32| known.iter().map(|v| (v - mean).powi(p)).sum::<f64>() / n.max(1.0);
    let log = m(2) > 0.0 && m(3) / m(2).powf(1.5) > 1.0 && !share;
    known.sort_by(f64::total_cmp);
    let median = quantile(&known, 0.5);
    let filled = values
        .iter()
        .map(|v| if v.is_finite() { *v } else { median });
    let mut out: Vec<f64> = filled
        .map(|v| if log && v < 0.0 { 0.0 } else { v })
        .collect();
    let mut sorted = out.clone();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (quantile(&sorted, 0.01), quantile(&sorted, 0.99));
    if low < high {
        out = out.iter().map(|v| v.max(low).min(high)).collect();
    }
    if log {
        let paid: Vec<f64> = known.iter().copied().filter(|v| *v > 0.0).collect();
        let unit = if paid.is_empty() {
            1.0
        } else {
            quantile(&paid, 0.5) / 100.0
        };
        out = out.iter().map(|v| (1.0 + v / unit).ln()).collect();
    }
    let n = out.len() as f64;
    let mean = out.iter().sum::<f64>() / n;
    let sd = (out.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt();
    if sd <= 1e-9 * (1.0 + mean.abs()) {
        return vec![0.0; out.len()];
    }
    out.iter().map(|v| (v - mean) / sd).collect()
}

proptest! {
    #[test]
    fn prop_prepare_naive(
        values in prop::collection::vec(
            prop_oneof![8 => -50.0..5000.0f64, 1 => Just(f64::NAN), 1 => Just(0.0)], 1..80),
        share in any::<bool>(),
    ) {
        let unit = if share { FeatureUnit::Share } else { FeatureUnit::Money };
        let prepared = prepare(&measure(unit, values.clone()));
        for (a, b) in prepared.values.iter().zip(naive(&values, share)) {
            prop_assert!((a - b).abs() < 1e-6, "{a} {b}");
        }
        let counted: u32 = prepared.after.counts.iter().sum();
        prop_assert_eq!(counted as usize, values.len());
        if !prepared.preparation.constant {
            prop_assert!(mean(&prepared.values).abs() < 1e-6);
            prop_assert!((deviation(&prepared.values) - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn prop_the_unit_of_money_and_the_order_of_customers_do_not_matter(
        values in prop::collection::vec(prop_oneof![8 => -50.0..5000.0f64, 1 => Just(0.0)], 1..80),
        unit in prop::sample::select(vec![0.01, 100.0]),
    ) {
        let prepared = prepare(&measure(FeatureUnit::Money, values.clone()));
        let other: Vec<f64> = values.iter().rev().map(|value| value * unit).collect();
        let other = prepare(&measure(FeatureUnit::Money, other));
        for (a, b) in prepared.values.iter().zip(other.values.iter().rev()) {
            prop_assert!((a - b).abs() < 1e-6, "{a} {b}");
        }
        let turned: Vec<f64> = values.iter().rev().copied().collect();
        let turned = prepare(&measure(FeatureUnit::Money, turned));
        prop_assert!(prepared.values.iter().eq(turned.values.iter().rev()));
    }
}
