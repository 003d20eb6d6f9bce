//! Seeded drawing that gives the same rows on 32-bit wasm and on 64-bit machines.
//!
//! `rand` draws a `usize` range differently on the two, so every draw here is over `u32`.

use rand::{Rng, RngCore, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A generator for one purpose: `seed` is the question's, `path` says what for.
///
/// Two purposes never share a stream, so the answer does not depend on the order of the work.
pub(crate) fn generator(seed: u64, path: &[u64]) -> Xoshiro256PlusPlus {
    let mixed = path.iter().fold(seed, |state, &step| {
        // SplitMix64's finaliser (Steele, Lea and Flood, 2014): every bit reaches every other.
        let mut z = state
            .wrapping_add(0x9e37_79b9_7f4a_7c15)
            .wrapping_mul(step.wrapping_add(1) | 1);
        z = (z ^ (z >> 30) ^ step).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    });
    Xoshiro256PlusPlus::seed_from_u64(mixed)
}

/// A number in `0..below`; `below` is at least 1.
pub(crate) fn below(rng: &mut impl RngCore, below: u32) -> u32 {
    rng.gen_range(0..below.max(1))
}

/// `wanted` different rows of `0..rows`, ascending; all of them when there are no more.
///
/// Selection sampling (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S).
pub(crate) fn distinct(rng: &mut impl RngCore, rows: u32, wanted: u32) -> Vec<u32> {
    let mut chosen = Vec::with_capacity(wanted.min(rows) as usize);
    let mut missing = wanted.min(rows);
    for row in 0..rows {
        if missing == 0 {
            break;
        }
        if below(rng, rows - row) < missing {
            chosen.push(row);
            missing -= 1;
        }
    }
    chosen
}

/// `draws` times any of `0..rows`, in the order drawn.
pub(crate) fn repeated(rng: &mut impl RngCore, rows: u32, draws: u32) -> Vec<u32> {
    (0..draws).map(|_| below(rng, rows)).collect()
}

/// A bootstrap draw: `draws` times any of `0..rows`, each row that came up once, ascending.
pub(crate) fn bootstrap(rng: &mut impl RngCore, rows: u32, draws: u32) -> Vec<u32> {
    let mut drawn = vec![false; rows as usize];
    for _ in 0..draws {
        drawn[below(rng, rows) as usize] = true;
    }
    (0..rows).filter(|&row| drawn[row as usize]).collect()
}

/// A position drawn in proportion to `weights`, which sum to `total`.
///
/// Rounding may leave a crumb after the last weight: then the last positive one is taken.
pub(crate) fn weighted(rng: &mut impl RngCore, weights: &[f32], total: f64) -> usize {
    let mut left = rng.r#gen::<f64>() * total;
    let mut last = 0;
    for (at, &weight) in weights.iter().enumerate() {
        if weight > 0.0 {
            left -= f64::from(weight);
            last = at;
            if left < 0.0 {
                break;
            }
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_different_ascending_and_as_many_as_asked() {
        let mut rng = generator(1, &[2, 3]);
        for (rows, wanted) in [(10, 3), (10, 10), (10, 40), (1, 1), (0, 4)] {
            let chosen = distinct(&mut rng, rows, wanted);
            assert_eq!(chosen.len() as u32, wanted.min(rows));
            assert!(chosen.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn a_stream_depends_on_the_seed_and_on_every_step_of_its_path() {
        let first = |seed, path: &[u64]| generator(seed, path).next_u64();
        assert_eq!(first(7, &[1, 2]), first(7, &[1, 2]));
        let others = [
            first(7, &[2, 1]),
            first(8, &[1, 2]),
            first(7, &[1]),
            first(7, &[1, 3]),
        ];
        assert!(others.iter().all(|&other| other != first(7, &[1, 2])));
    }

    #[test]
    fn a_weight_of_zero_is_never_drawn() {
        let mut rng = generator(5, &[]);
        for _ in 0..1000 {
            assert!([1, 3].contains(&weighted(&mut rng, &[0.0, 1.0, 0.0, 2.0, 0.0], 3.0)));
        }
    }
}
