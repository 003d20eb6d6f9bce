//! The number of groups: would as many be chosen had other customers come?
//!
//! For each of some bootstrap draws the drawn customers are grouped anew into every number of groups that the
//! rule chooses from, and the rule chooses among them: by size and silhouette, as it does for all customers.

use super::kmeans;
use super::leaderboard::{LARGEST_SHARE, SMALLEST_COUNT, SMALLEST_SHARE};
use super::matrix::Matrix;
use super::rule::floor;
use super::selection::CHOSEN_GROUPS;
use super::silhouette::exact;
use crate::draw::{bootstrap, generator};

/// Draws of customers.
pub const CHOICES: u32 = 12;
/// Customers drawn for each at most.
const DRAWN: u32 = 2_048;

/// How often other draws of customers choose as many groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// Draws that choose as many.
    pub same: u32,
    /// Draws that choose any number.
    pub of: u32,
    /// The number that most others choose.
    pub other: Option<u8>,
}

impl Draws {
    /// What the draws chose, against `k` groups.
    pub(crate) fn of(chosen: &[Option<u8>], k: u8) -> Self {
        let chosen: Vec<u8> = chosen.iter().copied().flatten().collect();
        let times = |k: u8| chosen.iter().filter(|&&other| other == k).count() as u32;
        let others = CHOSEN_GROUPS.filter(|&other| other != k && times(other) > 0);
        Self {
            same: times(k),
            of: chosen.len() as u32,
            // Of equally many the fewest groups.
            other: others.rev().max_by_key(|&other| times(other)),
        }
    }

    /// Share of draws that choose as many; 0 when none chooses any.
    #[must_use]
    pub fn as_many(&self) -> f64 {
        f64::from(self.same) / f64::from(self.of.max(1))
    }
}

/// The number of groups that draw number `draw` chooses; nothing when no number passes.
pub(crate) fn choose(matrix: &Matrix, seed: u64, draw: u32) -> Option<u8> {
    let rows = matrix.rows() as u32;
    let mut rng = generator(seed, &[DRAW_STREAM, u64::from(draw)]);
    let drawn = matrix.select(&bootstrap(&mut rng, rows, rows.min(DRAWN)));
    let all = drawn.rows() as f64;
    let least = f64::from(SMALLEST_COUNT) * (all / f64::from(rows)).min(1.0);
    let seed = seed ^ (u64::from(draw) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let distinct = drawn.distinct_up_to(usize::from(*CHOSEN_GROUPS.end())) as u8;
    let passed = CHOSEN_GROUPS.filter(|&k| k <= distinct).filter_map(|k| {
        let groups = usize::from(k);
        let labels = kmeans::refit(&drawn, groups, seed).assign(&drawn);
        let mut sizes = vec![0u32; groups];
        labels
            .iter()
            .for_each(|&label| sizes[usize::from(label)] += 1);
        let (small, large) = (*sizes.iter().min()?, *sizes.iter().max()?);
        let (small, large) = (f64::from(small), f64::from(large));
        let passes =
            small >= least && small >= SMALLEST_SHARE * all && large <= LARGEST_SHARE * all;
        let silhouette = exact(&drawn, &labels, groups).filter(|_| passes)?;
        Some((k, silhouette.mean.mean))
    });
    let passed: Vec<(u8, f64)> = passed.collect();
    let best = passed
        .iter()
        .map(|(_, mean)| *mean)
        .fold(f64::MIN, f64::max);
    let mut near = passed.iter().rev();
    near.find(|(_, mean)| *mean >= floor(best)).map(|(k, _)| *k)
}

/// Keeps the stream of draws apart from others of the same seed.
const DRAW_STREAM: u64 = 0x10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_counted_and_of_the_others_the_most_frequent_is_named() {
        let draws = Draws::of(
            &[Some(5), Some(6), None, Some(5), Some(4), Some(6), Some(6)],
            5,
        );
        assert_eq!((draws.same, draws.of, draws.other), (2, 6, Some(6)));
        let draws = Draws::of(&[Some(4), Some(6)], 5);
        assert_eq!(
            (draws.same, draws.other, draws.as_many()),
            (0, Some(4), 0.0)
        );
        assert_eq!(Draws::of(&[None], 3).of, 0);
    }

    #[test]
    fn three_clear_groups_are_three_in_every_draw() {
        let spread = |at: u32| (at.wrapping_mul(2_654_435_761) >> 16) as f32 / 65_536.0;
        let column: Vec<f32> = (0..600)
            .map(|at| (at % 3) as f32 * 100.0 + spread(at))
            .collect();
        let matrix = Matrix::new(&[column]).unwrap();
        for draw in 0..4 {
            assert_eq!(choose(&matrix, 42, draw), Some(3));
        }
    }
}
