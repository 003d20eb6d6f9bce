use super::*;
use proptest::prelude::*;

fn binned(columns: &[Vec<f64>]) -> Binned {
    Binned {
        rows: columns[0].len(),
        some: (0..columns[0].len() as u32).collect(),
        columns: columns
            .iter()
            .enumerate()
            .map(|(at, values)| Column::new(at, FeatureUnit::Count, values))
            .collect(),
    }
}

#[test]
fn a_box_is_found_and_told_in_round_numbers() {
    let days: Vec<f64> = (0..400).map(|at| f64::from(at % 20)).collect();
    let orders: Vec<f64> = (0..400).map(|at| f64::from(at / 20)).collect();
    let inside = |row: usize| days[row] <= 7.0 && orders[row] > 11.0;
    let branch = binned(&[days.clone(), orders.clone()]).best(&inside);
    assert_eq!((branch.coverage, branch.precision), (1.0, 1.0));
    let days = Bound {
        measure: 0,
        low: None,
        high: Some(7.0),
    };
    let orders = Bound {
        measure: 1,
        low: Some(11.0),
        high: None,
    };
    assert_eq!(branch.bounds, [days, orders]);
}

#[test]
fn numbers_are_rounded_as_one_would_say_them() {
    let check = |unit, value, expected| assert_eq!(round(unit, value), expected);
    check(FeatureUnit::Days, 30.7, 30.0);
    check(FeatureUnit::Money, 1483.35, 1500.0);
    check(FeatureUnit::Money, 87.4, 87.0);
    check(FeatureUnit::Money, 0.4, 0.0);
    check(FeatureUnit::Share, 0.3349, 0.33);
}

/// Looks at every cut of every column, row by row.
fn naive(binned: &Binned, rows: &[u32], member: &dyn Fn(usize) -> bool) -> f64 {
    let mut best = impurity(rows, member);
    for column in 0..binned.columns.len() {
        for cut in 0..binned.columns[column].cuts.len() {
            best = best.min(left(binned, column, cut, rows, member));
        }
    }
    best
}

fn impurity(side: &[u32], member: &dyn Fn(usize) -> bool) -> f64 {
    let inside = side.iter().filter(|&&row| member(row as usize));
    gini(side.len(), inside.count())
}

/// What is left by a split that has anybody on both sides: those without a value stand apart.
fn left(
    binned: &Binned,
    column: usize,
    cut: usize,
    rows: &[u32],
    member: &dyn Fn(usize) -> bool,
) -> f64 {
    let bins = &binned.columns[column].bins;
    let (known, missing): (Vec<u32>, Vec<u32>) =
        rows.iter().partition(|&&row| bins[row as usize] != MISSING);
    let (low, high): (Vec<u32>, Vec<u32>) = known
        .iter()
        .partition(|&&row| usize::from(bins[row as usize]) <= cut);
    match low.is_empty() || high.is_empty() {
        true => f64::INFINITY,
        false => impurity(&low, member) + impurity(&high, member) + impurity(&missing, member),
    }
}

/// Every ninth value is missing.
fn value(v: u32) -> f64 {
    if v % 9 == 8 { f64::NAN } else { f64::from(v) }
}

proptest! {
    #[test]
    fn prop_counted_as_told(
        values in prop::collection::vec((0u32..40, 0u32..9, any::<bool>()), 2..200),
    ) {
        let columns = [
            values.iter().map(|v| value(v.0)).collect::<Vec<_>>(),
            values.iter().map(|v| f64::from(v.1)).collect(),
        ];
        let member = |row: usize| values[row].2;
        let branch = binned(&columns).best(&member);
        let fits = |row: usize| branch.bounds.iter().all(|bound| {
            let value = columns[bound.measure][row];
            bound.low.is_none_or(|low| value > low) && bound.high.is_none_or(|high| value <= high)
        });
        let count = |test: &dyn Fn(usize) -> bool| (0..values.len()).filter(|&row| test(row)).count() as u32;
        let both = count(&|row| fits(row) && member(row));
        prop_assert_eq!(branch.coverage, share(both, count(&member)));
        prop_assert_eq!(branch.precision, share(both, count(&fits)));
    }

    #[test]
    fn prop_split_naive(
        values in prop::collection::vec((0u32..40, 0u32..9, any::<bool>()), 2..120),
    ) {
        let columns = [
            values.iter().map(|v| value(v.0)).collect::<Vec<_>>(),
            values.iter().map(|v| f64::from(v.1)).collect(),
        ];
        let binned = binned(&columns);
        let rows: Vec<u32> = (0..values.len() as u32).collect();
        let member = |row: usize| values[row].2;
        let left = match binned.split(&rows, &member) {
            Some((column, cut)) => left(&binned, column, cut, &rows, &member),
            None => impurity(&rows, &member),
        };
        prop_assert!((left - naive(&binned, &rows, &member)).abs() < 1e-6);
    }
}
