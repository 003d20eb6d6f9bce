use super::*;
use crate::draw::{below, generator};
use proptest::prelude::*;

/// The definition, word for word, in `f64`.
fn naive(matrix: &Matrix, labels: &[u8], k: usize) -> Option<Vec<f64>> {
    let mut sizes = vec![0u32; k];
    labels.iter().for_each(|&label| sizes[label as usize] += 1);
    if sizes.iter().filter(|&&size| size > 0).count() < 2 {
        return None;
    }
    let distance = |i: usize, j: usize| {
        let gaps = matrix
            .row(i)
            .zip(matrix.row(j))
            .map(|(a, b)| (f64::from(a) - f64::from(b)).powi(2));
        gaps.sum::<f64>().sqrt()
    };
    let of_row = |i: usize| {
        let own = labels[i] as usize;
        if sizes[own] == 1 {
            return 0.0;
        }
        let sum = |cluster: usize| {
            let members = (0..labels.len()).filter(|&j| labels[j] as usize == cluster);
            members.map(|j| distance(i, j)).sum::<f64>()
        };
        let a = sum(own) / f64::from(sizes[own] - 1);
        let others = (0..k).filter(|&cluster| cluster != own && sizes[cluster] > 0);
        let b = others
            .map(|cluster| sum(cluster) / f64::from(sizes[cluster]))
            .fold(f64::MAX, f64::min);
        if a.max(b) > 0.0 {
            (b - a) / a.max(b)
        } else {
            0.0
        }
    };
    Some((0..labels.len()).map(of_row).collect())
}

fn random(rows: usize, cols: usize, k: u32, seed: u64) -> (Matrix, Vec<u8>) {
    use rand::Rng;
    let mut rng = generator(seed, &[]);
    let columns: Vec<Vec<f32>> = (0..cols)
        .map(|_| (0..rows).map(|_| rng.gen_range(-2.0f32..2.0)).collect())
        .collect();
    let labels = (0..rows).map(|_| below(&mut rng, k) as u8).collect();
    (Matrix::new(&columns).unwrap(), labels)
}

proptest! {
    #[test]
    fn tiles_find_what_the_definition_says(
        rows in 1usize..260,
        cols in 1usize..13,
        k in 1u32..7,
        seed in any::<u64>(),
    ) {
        let (matrix, labels) = random(rows, cols, k, seed);
        let fast = exact(&matrix, &labels, k as usize).map(|of| of.values);
        let slow = naive(&matrix, &labels, k as usize);
        prop_assert_eq!(fast.is_some(), slow.is_some());
        for (fast, slow) in fast.iter().flatten().zip(slow.iter().flatten()) {
            prop_assert!((f64::from(*fast) - slow).abs() < 1e-5, "{} {}", fast, slow);
        }
    }
}

#[test]
fn two_far_pairs_are_near_one_and_a_lone_customer_is_zero() {
    let matrix = Matrix::new(&[vec![0.0, 1.0, 100.0, 101.0, 500.0]]).unwrap();
    let of = exact(&matrix, &[0, 0, 1, 1, 2], 3).unwrap();
    assert!(of.values[..4].iter().all(|&value| value > 0.98));
    assert_eq!(of.values[4], 0.0);
    assert!(of.mean.sampled.is_none());
    assert!(of.mean.low < of.mean.mean && of.mean.mean < of.mean.high);
}

#[test]
fn a_single_cluster_has_none_and_identical_rows_have_zero() {
    let matrix = Matrix::new(&[vec![3.0; 6]]).unwrap();
    assert_eq!(exact(&matrix, &[0; 6], 1), None);
    assert_eq!(exact(&matrix, &[1; 6], 3), None);
    assert_eq!(
        exact(&matrix, &[0, 0, 0, 1, 1, 1], 2).unwrap().values,
        [0.0; 6]
    );
}

#[test]
fn blocks_computed_apart_and_out_of_order_give_the_same_bits() {
    let (matrix, labels) = random(20_000, 2, 3, 11);
    let whole = exact(&matrix, &labels, 3).unwrap();
    let mut sizes = [0u32; 3];
    labels.iter().for_each(|&label| sizes[label as usize] += 1);
    let pairs = block_pairs(&sizes);
    assert_eq!(pairs.len(), 6);
    let mut parts: Vec<_> = pairs
        .iter()
        .rev()
        .map(|&pair| pair_sums(&matrix, &labels, 3, pair))
        .collect();
    parts.reverse();
    assert_eq!(exact_from_parts(&matrix, &labels, 3, &parts), Some(whole));
}

#[test]
fn a_sample_keeps_small_clusters_and_its_interval_holds_the_exact_mean() {
    use rand::Rng;
    let mut held = 0;
    for seed in 0..40 {
        let mut rng = generator(seed, &[9]);
        let rows = 4_000;
        let labels: Vec<u8> = (0..rows)
            .map(|row| u8::from(row % 3 == 0) + 2 * u8::from(row < 12))
            .collect();
        let column: Vec<f32> = labels
            .iter()
            .map(|&label| f32::from(label) * 2.0 + rng.gen_range(-1.5f32..1.5))
            .collect();
        let matrix = Matrix::new(&[column]).unwrap();
        let all = exact(&matrix, &labels, 4).unwrap();
        let some = sampled(&matrix, &labels, 4, 500, seed).unwrap();
        let small = some.rows.iter().filter(|&&row| row < 12).count();
        assert_eq!(small, 12);
        assert!(some.mean.sampled.is_some_and(|customers| customers < 700));
        held += i32::from(some.mean.low <= all.mean.mean && all.mean.mean <= some.mean.high);
    }
    assert!(
        held >= 36,
        "the interval held the exact mean in {held} of 40 samples"
    );
}
