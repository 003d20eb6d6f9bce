//! What is drawn, beside what should be: how often each value, or range of values, comes.

use super::*;
use crate::draw::generator;
use crate::inference::{beta, chi_squared, normal, special};

const RUNS: u32 = 200_000;

fn draws(of: u64) -> Draws {
    Draws::new(generator(77, &[of]))
}

/// Chance of counts as far off as these from what is expected. Rare ones are looked at together.
fn agreement(counts: &[(u32, f64)]) -> f64 {
    const FEW: f64 = 10.0;
    let (mut chi, mut cells, mut rest) = (0.0, 0.0, (0.0, 0.0));
    let mut add = |seen: f64, expected: f64| {
        chi += (seen - expected).powi(2) / expected;
        cells += 1.0;
    };
    for &(seen, chance) in counts {
        let (seen, expected) = (f64::from(seen), chance * f64::from(RUNS));
        match expected < FEW {
            true => rest = (rest.0 + seen, rest.1 + expected),
            false => add(seen, expected),
        }
    }
    if rest.1 >= FEW {
        add(rest.0, rest.1);
    }
    assert!(rest.0 < 60.0 || rest.1 > 20.0, "{rest:?}");
    chi_squared::upper(chi, cells - 1.0)
}

/// Draws that are sorted into ranges of equal chance.
fn ranges(draw: &mut dyn FnMut() -> f64, cdf: &dyn Fn(f64) -> f64) -> f64 {
    const RANGES: usize = 500;
    let mut counts = vec![0u32; RANGES];
    for _ in 0..RUNS {
        let at = (cdf(draw()) * RANGES as f64) as usize;
        counts[at.min(RANGES - 1)] += 1;
    }
    let counts: Vec<_> = counts.iter().map(|&n| (n, 1.0 / RANGES as f64)).collect();
    agreement(&counts)
}

#[test]
fn layers_have_equal_areas_and_end_at_the_middle() {
    let Layers { ends, heights } = &*NORMAL;
    assert_eq!((ends[LAYERS], heights[LAYERS]), (0.0, 1.0));
    for layer in 1..LAYERS {
        let area = ends[layer] * (heights[layer + 1] - heights[layer]);
        assert!((area - AREA).abs() < 1e-13, "{layer} {area}");
    }
    let tail = (2.0 * std::f64::consts::PI).sqrt() * normal::upper(TAIL);
    assert!((TAIL * heights[1] + tail - AREA).abs() < 1e-13);
}

#[test]
fn normal_draws_are_normal_far_out_as_well() {
    let mut from = draws(1);
    let chance = ranges(&mut || from.normal(), &normal::cdf);
    assert!(chance > 0.001, "{chance}");
    // Both sides of where the tail begins, each by itself.
    let mut counts = [0u32; 8];
    let edges = [2.8, 3.2, 3.654_15, 4.0];
    for _ in 0..50 * RUNS {
        let z = from.normal();
        let at = edges.iter().filter(|edge| z.abs() > **edge).count();
        if at > 0 {
            counts[2 * at - 1 - usize::from(z < 0.0)] += 1;
        }
    }
    for (at, edge) in edges.iter().enumerate() {
        let beyond = edges.get(at + 1).map_or(0.0, |next| normal::upper(*next));
        let expected = (normal::upper(*edge) - beyond) * 50.0 * f64::from(RUNS);
        for side in [2 * at, 2 * at + 1] {
            let off = (f64::from(counts[side]) - expected) / expected.sqrt();
            assert!(off.abs() < 4.0, "{edge} {off}");
        }
    }
}

#[test]
fn shares_are_beta() {
    for (at, (a, b)) in [(0.3, 2.0), (1.0, 1.0), (7.0, 63.0), (405.0, 1_597.0)]
        .into_iter()
        .enumerate()
    {
        let mut from = draws(10 + at as u64);
        let shares = Shares::new(Beta { a, b });
        let chance = ranges(&mut || from.share(&shares), &|x| beta::cdf(x, a, b));
        assert!(chance > 0.001, "{a} {b} {chance}");
    }
}

#[test]
fn hits_are_binomial_whether_few_or_many() {
    for (at, (n, p)) in [
        (1u32, 0.3),
        (5, 0.5),
        (400, 0.002),
        (60, 0.16),
        (21, 0.49),
        (50, 0.21),
        (1_000, 0.010_001),
        (450, 0.05),
        (300, 0.9),
        (2_000, 0.2),
        (40_000, 0.5),
    ]
    .into_iter()
    .enumerate()
    {
        let mut from = draws(100 + at as u64);
        let mut counts = vec![0u32; n as usize + 1];
        for _ in 0..RUNS {
            counts[from.hits(n.into(), p) as usize] += 1;
        }
        let chance = |hits: usize| special::binomial(hits as f64, n.into(), p, 1.0 - p).exp();
        let counts: Vec<_> = counts
            .iter()
            .enumerate()
            .map(|(hits, &seen)| (seen, chance(hits)))
            .collect();
        let chance = agreement(&counts);
        assert!(chance > 0.001, "{n} {p} {chance}");
    }
}

/// By the other way to a binomial chance: the incomplete beta function.
#[test]
fn many_hits_have_their_chances_to_one_in_ten_thousand() {
    for p in [0.000_1, 0.01, 0.1, 0.25, 0.4, 0.5] {
        for variance in [MANY, 20.0, 100.0, 5_000.0] {
            let n = (variance / (p * (1.0 - p))).ceil();
            let deviation = (n * p * (1.0 - p)).sqrt();
            let mut worst: f64 = 0.0;
            for far in -50..=50 {
                let hits = (n * p + f64::from(far) * deviation / 10.0).floor();
                if hits < 0.0 {
                    continue;
                }
                let (mut low, mut high) = (-9.0, 9.0);
                for _ in 0..60 {
                    let z = 0.5 * (low + high);
                    match quantile(n, p, z) < hits + 0.5 {
                        true => low = z,
                        false => high = z,
                    }
                }
                let exact = 1.0 - beta::cdf(p, hits + 1.0, n - hits);
                worst = worst.max((normal::cdf(low) - exact).abs());
            }
            assert!(worst < 1e-4, "{n} {p} {worst}");
        }
    }
}

#[test]
fn hits_of_nothing_and_of_everything_are_certain() {
    let mut from = draws(2);
    assert_eq!((from.hits(0.0, 0.4), from.hits(9.0, 0.0)), (0.0, 0.0));
    assert_eq!((from.hits(9.0, 1.0), from.hits(9.0, -0.1)), (9.0, 0.0));
    for _ in 0..1_000 {
        assert!((0.0..=3.0).contains(&from.hits(3.0, 0.5)));
    }
}

/// Where a count in thirty-two bits would end.
#[test]
fn very_many_hits_keep_their_mean_and_spread() {
    let (n, p) = (4e9, 0.03);
    let mut from = draws(3);
    let all: Vec<f64> = (0..20_000).map(|_| from.hits(n, p)).collect();
    let sums = crate::inference::Sums::of(&all.iter().map(|hits| hits - n * p).collect::<Vec<_>>());
    let deviation = (n * p * (1.0 - p)).sqrt();
    assert!((sums.mean() / deviation).abs() < 4.0 / 20_000f64.sqrt());
    assert!((sums.variance().sqrt() / deviation - 1.0).abs() < 0.02);
}
