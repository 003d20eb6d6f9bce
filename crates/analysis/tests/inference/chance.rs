//! Proof by drawing: made-up tests, of which the truth is known. Seeds are fixed, so what holds holds always.

use clientele_analysis::inference::always_valid::{self, Hybrid, Look};
use clientele_analysis::inference::{
    Arm, Beta, BetaDifference, Effect, Method, Pairs, Scale, Seen, Share, Side, Stratum, Sums,
    cuped, newcombe, pooled_z, post_stratified, shrink,
};
use proptest::prelude::*;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

fn generator(seed: u64) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(seed)
}

fn normal(rng: &mut impl Rng) -> f64 {
    let (u, v): (f64, f64) = (rng.r#gen(), rng.r#gen());
    (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// Share of `runs` in which something holds.
fn share(runs: u32, mut holds: impl FnMut(u32) -> bool) -> f64 {
    f64::from((0..runs).filter(|&run| holds(run)).count() as u32) / f64::from(runs)
}

/// Revenue per customer: most buy nothing, the others log-normal; a lift for those who buy.
fn revenue(rng: &mut impl Rng, n: u32, lift: f64) -> Sums {
    let mut sums = Sums::default();
    for _ in 0..n {
        let bought = rng.gen_bool(0.3);
        sums.push(match bought {
            true => (3.0 + 0.5 * normal(rng)).exp() * (1.0 + lift),
            false => 0.0,
        });
    }
    sums
}

#[test]
fn intervals_of_means_cover_the_truth_and_err_at_alpha() {
    let mut rng = generator(1);
    let arm = |sums| Arm::mean(sums).unwrap();
    for scale in [Scale::Absolute, Scale::Relative] {
        let mut alarms = 0;
        let covered = share(4_000, |_| {
            let (a, b) = (revenue(&mut rng, 400, 0.0), revenue(&mut rng, 300, 0.0));
            let effect = Effect::between(arm(a), arm(b), scale).unwrap();
            alarms += u32::from(effect.p(Side::Both) < 0.05);
            effect.interval(0.05, Side::Both).unwrap().holds(0.0)
        });
        assert!((0.94..0.96).contains(&covered), "{scale:?} {covered}");
        assert!((160..240).contains(&alarms), "{scale:?} {alarms}");
    }
    let covered = share(4_000, |_| {
        let (a, b) = (revenue(&mut rng, 400, 0.0), revenue(&mut rng, 400, 0.2));
        let effect = Effect::between(arm(a), arm(b), Scale::Relative).unwrap();
        effect.interval(0.05, Side::Both).unwrap().holds(0.2)
    });
    assert!((0.94..0.96).contains(&covered), "{covered}");
}

#[test]
fn intervals_of_shares_cover_the_truth_and_err_at_alpha() {
    let mut rng = generator(2);
    let mut seen = |rate: f64, n: u32| Share {
        hits: (0..n).filter(|_| rng.gen_bool(rate)).count() as u32,
        n,
    };
    let (mut alarms, mut believed) = (0.0, 0.0);
    let covered = share(4_000, |run| {
        let (a, b) = (seen(0.1, 500), seen(0.1, 400));
        alarms += f64::from(u8::from(pooled_z(a, b).unwrap().p < 0.05)) / 4_000.0;
        if run % 10 == 0 {
            let after = |seen| Beta::FLAT.after(seen).unwrap();
            let belief = BetaDifference::new(after(a), after(b));
            let chance = belief.chance_to_win();
            believed += f64::from(u8::from((0.025..0.975).contains(&chance))) / 400.0;
        }
        newcombe(a, b, 0.05).unwrap().holds(0.0)
    });
    assert!((0.94..0.96).contains(&covered), "{covered}");
    assert!((0.04..0.06).contains(&alarms), "{alarms}");
    assert!((0.92..0.98).contains(&believed), "{believed}");
    // Where hardly anybody buys, too: the interval holds back rather than promise.
    let covered = share(4_000, |_| {
        let (a, b) = (seen(0.01, 200), seen(0.03, 200));
        newcombe(a, b, 0.05).unwrap().holds(0.02)
    });
    assert!((0.94..0.98).contains(&covered), "{covered}");
}

/// Looks at a test without a difference, a hundred times as it grows: whether any of them was beyond the limit of each.
fn looked_at(seed: u64, beyond: &mut [u32], judge: impl Fn(&Effect, usize) -> Vec<bool>) {
    let mut rng = generator(seed);
    let (mut a, mut b) = (Sums::default(), Sums::default());
    let mut ever = vec![false; beyond.len()];
    for look in 0..100 {
        for _ in 0..40 {
            a.push(normal(&mut rng));
            b.push(normal(&mut rng));
        }
        let arm = |sums| Arm::mean(sums).unwrap();
        let effect = Effect::between(arm(a), arm(b), Scale::Absolute).unwrap();
        for (ever, now) in ever.iter_mut().zip(judge(&effect, look)) {
            *ever |= now;
        }
    }
    for (beyond, ever) in beyond.iter_mut().zip(ever) {
        *beyond += u32::from(ever);
    }
}

#[test]
fn a_hundred_looks_err_at_most_at_alpha_when_always_valid() {
    let runs = 1_000u32;
    let hybrid = Hybrid::planned(0.05, 8_000.0);
    let mut beyond = [0; 4];
    for seed in 0..runs {
        looked_at(u64::from(seed), &mut beyond, |effect, look| {
            let interval = always_valid::interval(effect, 0.05, Side::Both, 5_000.0).unwrap();
            let one = always_valid::p(effect, 0.05, Side::Greater, 5_000.0).unwrap();
            let at = if look == 99 {
                Look::Planned
            } else {
                Look::Running
            };
            vec![
                !interval.holds(0.0),
                one < 0.05,
                hybrid.p(effect, Side::Both, at).unwrap() < 0.05,
                effect.p(Side::Both) < 0.05,
            ]
        });
    }
    let shares = beyond.map(|n| f64::from(n) / f64::from(runs));
    assert!(shares[0] <= 0.05, "{shares:?}");
    assert!(shares[1] <= 0.05, "{shares:?}");
    assert!(shares[2] <= 0.06 && shares[2] > 0.02, "{shares:?}");
    // And what would have happened otherwise.
    assert!(shares[3] > 0.25, "{shares:?}");
}

#[test]
fn always_valid_p_and_interval_say_the_same() {
    for (z, n) in [
        (0.3, 500),
        (2.9, 4_000),
        (3.1, 5_000),
        (-3.4, 20_000),
        (5.0, 100),
    ] {
        let effect = Effect::checked(z, 1.0, f64::INFINITY, n).unwrap();
        for side in [Side::Both, Side::Greater, Side::Less] {
            let interval = always_valid::interval(&effect, 0.05, side, 5_000.0).unwrap();
            let p = always_valid::p(&effect, 0.05, side, 5_000.0).unwrap();
            assert_eq!(p < 0.05, !interval.holds(0.0), "{z} {n} {side:?} {p}");
        }
    }
}

#[test]
fn the_hybrid_pays_for_its_looks_at_the_end() {
    let effect = Effect::checked(1.0, 0.25, f64::INFINITY, 8_000).unwrap();
    let hybrid = Hybrid::planned(0.05, 8_000.0);
    let width = |look| hybrid.interval(&effect, Side::Both, look).unwrap();
    let fixed = effect.interval(0.05, Side::Both).unwrap();
    let (end, running) = (width(Look::Planned), width(Look::Running));
    assert!(
        end.low < fixed.low && end.low > fixed.low - 0.05,
        "{end:?} {fixed:?}"
    );
    assert!(running.low < end.low);
}

/// Both arms of a shop of three segments; spend before goes with spend after by ρ.
fn shop(rng: &mut impl Rng, n: u32, rho: f64, effect: f64) -> Vec<Stratum> {
    let level = [10.0, 25.0, 60.0];
    let mut strata = vec![Stratum::default(); 3];
    for _ in 0..n {
        let segment = rng.gen_range(0..3u32) as usize;
        let before = normal(rng);
        let after = rho * before + (1.0 - rho * rho).sqrt() * normal(rng);
        let treated = rng.gen_bool(0.5);
        let value = level[segment] + 5.0 * after + if treated { effect } else { 0.0 };
        let arm = match treated {
            true => &mut strata[segment].treated,
            false => &mut strata[segment].control,
        };
        arm.push(value, before);
    }
    strata
}

fn whole(strata: &[Stratum]) -> (Pairs, Pairs) {
    let both = |of: fn(&Stratum) -> Pairs| strata.iter().map(of).fold(Pairs::default(), Pairs::and);
    (both(|part| part.control), both(|part| part.treated))
}

#[test]
fn cuped_is_unbiased_and_leaves_one_less_rho_squared() {
    let mut rng = generator(4);
    let (rho, runs, truth) = (0.7, 2_000, 0.5);
    let (mut plain, mut sharper) = (Sums::default(), Sums::default());
    let mut said = 0.0;
    for _ in 0..runs {
        let arms: [Pairs; 2] = [0.0, truth].map(|lift| {
            let mut pairs = Pairs::default();
            for _ in 0..200 {
                let before = normal(&mut rng);
                let own = normal(&mut rng);
                pairs.push(
                    rho * before + (1.0 - rho * rho).sqrt() * own + lift,
                    3.0 + 2.0 * before,
                );
            }
            pairs
        });
        let [a, b] = arms.map(|pairs| Arm::mean(pairs.y).unwrap());
        plain.push(Effect::between(a, b, Scale::Absolute).unwrap().estimate);
        let adjusted = cuped(arms[0], arms[1]).unwrap();
        let effect = Effect::between(adjusted.control, adjusted.treated, Scale::Absolute).unwrap();
        sharper.push(effect.estimate);
        said += effect.error.powi(2) / f64::from(runs);
    }
    let error = (sharper.variance() / f64::from(runs)).sqrt();
    assert!(
        (sharper.mean() - truth).abs() < 3.0 * error,
        "{}",
        sharper.mean()
    );
    let left = sharper.variance() / plain.variance();
    assert!((left / (1.0 - rho * rho) - 1.0).abs() < 0.12, "{left}");
    assert!((said / sharper.variance() - 1.0).abs() < 0.1, "{said}");
}

#[test]
fn strata_and_cuped_cover_the_truth_and_sharpen() {
    let mut rng = generator(5);
    let mut errors = [0.0; 3];
    let mut held = [0; 3];
    let runs = 2_000;
    for _ in 0..runs {
        let strata = shop(&mut rng, 600, 0.8, 1.0);
        let (a, b) = whole(&strata);
        let arm = |pairs: Pairs| Arm::mean(pairs.y).unwrap();
        let effects = [
            Effect::between(arm(a), arm(b), Scale::Absolute).unwrap(),
            post_stratified(&strata, Method::Plain, Scale::Absolute).unwrap(),
            post_stratified(&strata, Method::Adjusted, Scale::Absolute).unwrap(),
        ];
        for (at, effect) in effects.iter().enumerate() {
            errors[at] += effect.error / f64::from(runs);
            held[at] += u32::from(effect.interval(0.05, Side::Both).unwrap().holds(1.0));
        }
    }
    for held in held {
        assert!((1_880..1_920).contains(&held), "{held}");
    }
    assert!(
        errors[1] < 0.3 * errors[0] && errors[2] < 0.7 * errors[1],
        "{errors:?}"
    );
}

#[test]
fn small_segments_join_others() {
    let mut rng = generator(6);
    let mut strata = shop(&mut rng, 400, 0.5, 1.0);
    let before = post_stratified(&strata, Method::Plain, Scale::Absolute).unwrap();
    let lone = Stratum {
        control: Pairs::of(&[(12.0, 0.0)]),
        treated: Pairs::default(),
    };
    strata.push(lone);
    let after = post_stratified(&strata, Method::Plain, Scale::Absolute).unwrap();
    assert_eq!(after.n, before.n + 1);
    assert!((after.estimate - before.estimate).abs() < before.error);
}

#[test]
fn drawn_together_effects_are_nearer_the_truth() {
    let mut rng = generator(7);
    let (mut alone, mut together, mut held) = (0.0, 0.0, 0);
    for _ in 0..1_000 {
        let truths: Vec<f64> = (0..6).map(|_| 2.0 + 0.7 * normal(&mut rng)).collect();
        let seen: Vec<Seen> = truths
            .iter()
            .map(|truth| Seen {
                estimate: truth + normal(&mut rng),
                error: 1.0,
            })
            .collect();
        let shrunk = shrink(&seen).unwrap();
        for ((truth, seen), shrunk) in truths.iter().zip(&seen).zip(&shrunk.segments) {
            alone += (seen.estimate - truth).powi(2);
            together += (shrunk.estimate - truth).powi(2);
            held += u32::from((shrunk.estimate - truth).abs() < 1.96 * shrunk.error);
        }
    }
    assert!(together < 0.7 * alone, "{together} {alone}");
    assert!(held > 5_550, "{held} of 6,000");
}

proptest! {
    #[test]
    fn shrinkage_never_widens_and_stays_between(
        seen in prop::collection::vec((-100.0..100.0f64, 0.01..50.0f64), 2..15),
    ) {
        let seen: Vec<Seen> = seen.into_iter().map(|(estimate, error)| Seen { estimate, error }).collect();
        let shrunk = shrink(&seen).unwrap();
        for (seen, shrunk_to) in seen.iter().zip(&shrunk.segments) {
            prop_assert!(shrunk_to.error <= seen.error);
            let (low, high) = (seen.estimate.min(shrunk.common), seen.estimate.max(shrunk.common));
            prop_assert!(shrunk_to.estimate >= low - 1e-9 && shrunk_to.estimate <= high + 1e-9);
        }
    }
}
