//! Sizes, power and what looking often does.

use clientele_analysis::inference::always_valid::{self, TUNING, reach};
use clientele_analysis::inference::peeking::false_alarms;
use clientele_analysis::inference::power::{
    Demand, Sizes, detectable, exact_size, more_buyers, power, sizes,
};
use clientele_analysis::inference::power_means::{
    self, Baseline, beyond, detectable_at, error_at, t_power, t_size,
};
use clientele_analysis::inference::{Arm, Belief, Effect, Prior, Scale, Side, Sums, normal};
use proptest::prelude::*;
use serde_json::Value;

use super::{close, printed, references, rows};

fn equal(n: u32) -> Sizes {
    Sizes {
        control: n,
        treated: n,
    }
}

#[test]
fn shares_are_planned_by_the_pooled_z_test() {
    // Pooled z; Cohen's h, another formula, says 31,217.42.
    let found = sizes(0.05, 0.055, 0.5, Demand::USUAL).unwrap();
    assert_eq!(found, equal(31_234));
    let planning = references("planning");
    for row in rows(&planning["sizes"]) {
        let demand = Demand {
            alpha: row[2],
            power: row[3],
        };
        close(
            exact_size(row[0], row[1], 0.5, demand).unwrap(),
            row[4],
            1e-9,
        );
    }
    for row in rows(&planning["powers"]) {
        // statsmodels counts the other tail, too.
        let found = power(row[0], row[1], equal(row[2] as u32), row[3]).unwrap();
        assert!((found - row[4]).abs() < 1e-9, "{found} {}", row[4]);
    }
}

#[test]
fn means_are_planned_as_statsmodels_does() {
    let planning = references("planning");
    for row in planning["t_powers"].as_array().unwrap() {
        let side = match row[3].as_str().unwrap() {
            "larger" => Side::Greater,
            _ => Side::Both,
        };
        let number = |at: usize| row[at].as_f64().unwrap();
        let found = t_power(number(0), number(1), number(2), 0.05, side).unwrap();
        close(found, number(4), 1e-9);
    }
    for row in rows(&planning["t_sizes"]) {
        let demand = Demand {
            alpha: 0.05,
            power: row[1],
        };
        close(t_size(row[0], demand).unwrap(), row[2], 1e-9);
    }
    // As R prints them.
    for (d, n, m, side, expected) in [
        (1.0, 30.0, 30.0, Side::Both, 0.967708258242517),
        (1.0, 30.0, 30.0, Side::Greater, 0.985459690251624),
        (0.1, 20.0, 20.0, Side::Both, 0.06095912465411235),
        (0.1, 20.0, 30.0, Side::Both, 0.0633081832564667),
        (0.1, 20.0, 30.0, Side::Greater, 0.09623589080917805),
    ] {
        close(t_power(d, n, m, 0.05, side).unwrap(), expected, 1e-10);
    }
    // A normal test of 80 in two arms: R's 0.475100870572638.
    close(
        beyond(0.3, (2.0 / 80f64).sqrt(), normal::upper_quantile(0.025)),
        0.475100870572638,
        1e-10,
    );
}

#[test]
fn w1_power_of_a_mean() {
    let baseline = Baseline {
        mean: 10.0,
        variance: 3909.9997749994377,
    };
    let n = 400_000.0 / 3.0;
    let error = error_at(baseline, 0.05, n, n).unwrap();
    let z = normal::upper_quantile(0.025);
    printed(beyond(0.05, error, z), 0.52144, 5);
    printed(
        detectable_at(baseline, n, n, Demand::USUAL, 1.0).unwrap(),
        0.07027,
        5,
    );
    // The vector counts the reach of the always-valid interval as if the error itself were as much larger; at the last look
    // the chance is the one below.
    let wider = always_valid::widening(2.0 * n, 0.05, TUNING).unwrap();
    printed(beyond(0.05, error * wider, z), 0.20596, 5);
    printed(
        detectable_at(baseline, n, n, Demand::USUAL, wider).unwrap(),
        0.12821,
        5,
    );
    let at_the_end = beyond(
        0.05,
        error,
        reach(2.0 * n, 0.05, Side::Both, TUNING).unwrap(),
    );
    assert!((0.0720..0.0721).contains(&at_the_end), "{at_the_end}");
}

#[test]
fn w4_how_many_more_a_running_test_needs() {
    // As many times the customers of now are to be added as their search found, until the power differs from 80 % by less
    // than 1e-5, to tell a relative lift of 5 %.
    let sums = |sum, squares| Sums {
        n: 500,
        sum,
        squares,
    };
    let (a, b) = (sums(500.0, 1500.0), sums(525.0, 1551.25));
    let (a, b) = (Arm::mean(a).unwrap(), Arm::mean(b).unwrap());
    let now = Effect::between(a, b, Scale::Relative).unwrap();
    let n = f64::from(now.n);
    let target = 0.05;
    let error = |more: f64| now.error / (1.0 + more).sqrt();
    let usual = normal::upper_quantile(0.025);
    let fixed = |more: f64| beyond(target, error(more), usual);
    let any_day = |more: f64| {
        let limit = reach(n * (1.0 + more), 0.05, Side::Both, TUNING).unwrap();
        beyond(target, error(more), limit)
    };
    // Told when the belief after it leaves out zero: the estimates at which it does are two, and in between it is linear.
    let believed = |more: f64| {
        let prior = Prior {
            mean: 0.05,
            variance: 0.001,
        };
        let short = |estimate: f64, sign: f64| {
            let seen = Effect::checked(estimate, error(more).powi(2), f64::INFINITY, 1_000);
            let belief = Belief::after(seen.unwrap(), Some(prior)).unwrap();
            sign * belief.mean - usual * belief.deviation
        };
        let at = |sign: f64| {
            let (zero, one) = (short(0.0, sign), short(1.0, sign));
            zero / (zero - one)
        };
        normal::cdf((target - at(1.0)) / error(more))
            + normal::cdf((at(-1.0) - target) / error(more))
    };
    let cases: [(&dyn Fn(f64) -> f64, f64); 3] = [
        (&fixed, 25.457_031_25),
        (&any_day, 55.667_968_75),
        (&believed, 13.940_429_687_5),
    ];
    for (power, more) in cases {
        let found = power(more);
        assert!((found - 0.8).abs() < 1e-5, "{more}: {found}");
        // A step of their search aside it is another one.
        assert!((power(more * 1.01) - 0.8).abs() > 1e-4);
    }
}

proptest! {
    #[test]
    fn sizes_power_and_what_can_be_told_agree(
        rate in 0.01..0.6f64, lift in 0.005..0.2f64, held_out in 0.1..0.9f64, wanted in 0.5..0.95f64,
    ) {
        let demand = Demand { alpha: 0.05, power: wanted };
        let found = sizes(rate, rate + lift, held_out, demand).unwrap();
        let reached = power(rate, rate + lift, found, 0.05).unwrap();
        prop_assert!(reached >= wanted - 1e-9, "{reached} {found:?}");
        // One percent fewer do not reach it, but for the other tail and whole customers.
        let fewer = Sizes { control: found.control * 95 / 100, treated: found.treated * 95 / 100 };
        if fewer.control.min(fewer.treated) > 40 {
            prop_assert!(power(rate, rate + lift, fewer, 0.05).unwrap() < wanted);
        }
        let told = detectable(rate, found, demand).unwrap();
        prop_assert!((power(rate, rate + told, found, 0.05).unwrap() - wanted).abs() < 1e-9);
        prop_assert!(told <= lift + 1e-9);
        let more = more_buyers(rate, found, demand).unwrap();
        prop_assert!((f64::from(more) - told * f64::from(found.treated)).abs() <= 1.0);
    }

    #[test]
    fn sizes_of_means_reach_their_power(mean in 1.0..100.0f64, spread in 0.5..3.0f64, lift in 0.02..0.5f64, ratio in 0.3..3.0f64) {
        let baseline = Baseline { mean, variance: (mean * spread).powi(2) };
        let n = power_means::size(baseline, lift, ratio, Demand::USUAL).unwrap();
        let error = error_at(baseline, lift, n, n * ratio).unwrap();
        let found = beyond(lift, error, normal::upper_quantile(0.025));
        prop_assert!((found - 0.8).abs() < 1e-4, "{found}");
        let told = detectable_at(baseline, n, n * ratio, Demand::USUAL, 1.0).unwrap();
        prop_assert!((told - lift).abs() < 1e-9);
    }
}

#[test]
fn a_thousand_customers_tell_so_many_more_buyers() {
    // 14 % buy anyway: of 500 treated, 34 more must.
    let more = more_buyers(0.14, equal(500), Demand::USUAL).unwrap();
    let told = detectable(0.14, equal(500), Demand::USUAL).unwrap();
    assert_eq!(more, (told * 500.0).ceil() as u32);
    assert!((30..40).contains(&more), "{more}");
}

#[test]
fn five_looks_at_1_96_mislead_14_times_in_a_hundred() {
    let five = false_alarms(&[1.96; 5]).unwrap();
    printed(five, 0.142, 3);
    let cases = references("peeking");
    for case in cases.as_array().map(Vec::as_slice).unwrap_or_default() {
        let number = |at: usize| case.get(at).and_then(Value::as_f64).unwrap();
        let limits = vec![number(0); number(1) as usize];
        let found = false_alarms(&limits).unwrap();
        assert!((found - number(2)).abs() < 2e-6, "{found} {}", number(2));
    }
}

#[test]
fn limits_that_are_always_valid_hold_for_a_hundred_looks() {
    let limits: Vec<f64> = (1..=100)
        .map(|look| reach(f64::from(look) * 100.0, 0.05, Side::Both, TUNING).unwrap())
        .collect();
    let found = false_alarms(&limits).unwrap();
    assert!(found > 0.005 && found <= 0.05, "{found}");
}
