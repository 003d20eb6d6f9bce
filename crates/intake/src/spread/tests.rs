use super::*;
use proptest::prelude::*;

#[test]
fn shares_add_up_to_the_cent() {
    assert_eq!(shared(10.0, &[1.0, 1.0, 1.0]), [3.34, 3.33, 3.33]);
    assert_eq!(shared(0.01, &[1.0, 5.0]), [0.0, 0.01]);
    assert_eq!(shared(2.0, &[30.0, 0.0, 10.0]), [1.5, 0.0, 0.5]);
    assert_eq!(shared(0.125, &[1.0, 1.0]), [0.0625, 0.0625]);
    assert_eq!(shared(1.0, &[0.0]), [0.0]);
    assert_eq!(shared(1.0, &[]), [0.0; 0]);
}

proptest! {
    #[test]
    fn prop_shares_are_proportional_and_exact(
        sizes in prop::collection::vec(1..100_000u32, 1..30),
        cents in 1..1_000_000u32,
    ) {
        let sizes: Vec<f64> = sizes.into_iter().map(f64::from).collect();
        let amount = f64::from(cents) / 100.0;
        let shares = shared(amount, &sizes);
        let in_cents: Vec<f64> = shares.iter().map(|share| (share * 100.0).round()).collect();
        prop_assert_eq!(in_cents.iter().sum::<f64>(), f64::from(cents));
        let all: f64 = sizes.iter().sum();
        for (share, size) in in_cents.iter().zip(&sizes) {
            prop_assert!((share - f64::from(cents) * size / all).abs() < 1.0 + 1e-6);
        }
    }
}
