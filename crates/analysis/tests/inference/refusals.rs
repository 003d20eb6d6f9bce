//! What cannot be answered is refused, each for its own reason, and nothing answers with a number that is none.

use clientele_analysis::inference::always_valid;
use clientele_analysis::inference::assignment::{Customers, draw, split};
use clientele_analysis::inference::campaign::{Campaign, Cell, Figure};
use clientele_analysis::inference::peeking::false_alarms;
use clientele_analysis::inference::power::{Demand, Sizes, detectable, power, sizes};
use clientele_analysis::inference::power_means::{self, Baseline};
use clientele_analysis::inference::simulation::{block, gathered};
use clientele_analysis::inference::winsor::{KEPT, cap};
use clientele_analysis::inference::{
    Arm, Belief, Beta, Effect, Method, Pairs, Prior, Scale, Seen, Setting, Share, Side, Standing,
    Sums, Unable, Worse, guardrail, interaction, newcombe, pooled_z, post_stratified, sample_ratio,
    shrink,
};
use proptest::prelude::*;

fn effect() -> Effect {
    Effect::checked(0.2, 0.01, 100.0, 500).unwrap()
}

#[test]
fn arms_that_say_nothing_are_refused() {
    let few = Unable::TooFew {
        customers: 1,
        needed: 2,
    };
    assert_eq!(Arm::mean(Sums::of(&[5.0])), Err(few));
    assert_eq!(
        Arm::mean(Sums::of(&[5.0, f64::NAN])),
        Err(Unable::Impossible)
    );
    assert_eq!(
        Arm::mean(Sums::of(&[5.0, f64::INFINITY])),
        Err(Unable::Impossible)
    );
    assert_eq!(Arm::share(5, 4), Err(Unable::Impossible));
    let none = Pairs::of(&[(1.0, 0.0), (2.0, 0.0)]);
    assert_eq!(Arm::ratio(none), Err(Unable::NoBaseline));
    let flat = Arm::mean(Sums::of(&[5.0, 5.0])).unwrap();
    assert_eq!(
        Effect::between(flat, flat, Scale::Absolute),
        Err(Unable::NoSpread)
    );
    let zero = Arm::mean(Sums::of(&[-1.0, 1.0])).unwrap();
    assert_eq!(
        Effect::between(zero, zero, Scale::Relative),
        Err(Unable::NoBaseline)
    );
    assert!(Effect::between(zero, zero, Scale::Absolute).is_ok());
}

#[test]
fn shares_that_say_nothing_are_refused() {
    let share = |hits, n| Share { hits, n };
    assert_eq!(pooled_z(share(0, 50), share(0, 60)), Err(Unable::NoSpread));
    assert_eq!(
        pooled_z(share(50, 50), share(60, 60)),
        Err(Unable::NoSpread)
    );
    assert_eq!(
        pooled_z(share(51, 50), share(0, 60)),
        Err(Unable::Impossible)
    );
    let empty = Unable::TooFew {
        customers: 0,
        needed: 1,
    };
    assert_eq!(pooled_z(share(0, 0), share(1, 60)), Err(empty));
    assert_eq!(newcombe(share(0, 0), share(1, 60), 0.05), Err(empty));
    // The interval still says something where nobody bought.
    let interval = newcombe(share(0, 50), share(0, 60), 0.05).unwrap();
    assert!(
        interval.low < 0.0 && interval.high > 0.0 && interval.high < 0.1,
        "{interval:?}"
    );
    assert_eq!(Beta::FLAT.after(share(2, 1)), Err(Unable::Impossible));
}

#[test]
fn settings_are_checked() {
    let alpha = Unable::Setting(Setting::Alpha);
    for bad in [0.0, 1.0, -0.1, f64::NAN] {
        assert_eq!(effect().interval(bad, Side::Both), Err(alpha));
        assert_eq!(
            always_valid::interval(&effect(), bad, Side::Both, 5_000.0),
            Err(alpha)
        );
        assert_eq!(Beta::FLAT.interval(bad), Err(alpha));
        assert_eq!(guardrail(&effect(), 0.1, Worse::More, bad), Err(alpha));
    }
    assert_eq!(
        always_valid::p(&effect(), 0.5, Side::Less, 5_000.0),
        Err(alpha)
    );
    let count = Unable::Setting(Setting::Count);
    assert_eq!(
        always_valid::p(&effect(), 0.05, Side::Both, 0.0),
        Err(count)
    );
    let spread = Unable::Setting(Setting::Spread);
    let prior = Prior {
        mean: 0.0,
        variance: 0.0,
    };
    assert_eq!(Belief::after(effect(), Some(prior)), Err(spread));
    assert_eq!(guardrail(&effect(), -0.1, Worse::More, 0.05), Err(spread));
    assert_eq!(false_alarms(&[1.96, f64::NAN]), Err(spread));
    assert_eq!(false_alarms(&[]), Err(Unable::Nothing));
}

#[test]
fn sizes_of_arms_and_segments_are_checked() {
    assert_eq!(sample_ratio(&[5, 6], &[1.0, 0.0]), Err(Unable::Nothing));
    assert_eq!(
        sample_ratio(&[5, 6], &[1.0]),
        Err(Unable::Setting(Setting::Shares))
    );
    assert_eq!(
        sample_ratio(&[5, 6], &[1.0, -1.0]),
        Err(Unable::Setting(Setting::Shares))
    );
    assert_eq!(
        sample_ratio(&[0, 0], &[1.0, 1.0]),
        Err(Unable::TooFew {
            customers: 0,
            needed: 1
        })
    );
    assert_eq!(
        post_stratified(&[], Method::Plain, Scale::Absolute),
        Err(Unable::Nothing)
    );
    let seen = |estimate, error| Seen { estimate, error };
    assert_eq!(interaction(&[seen(1.0, 1.0)]), Err(Unable::Nothing));
    assert_eq!(
        shrink(&[seen(1.0, 1.0), seen(1.0, 0.0)]),
        Err(Unable::Setting(Setting::Spread))
    );
    assert_eq!(
        shrink(&[seen(1.0, 1.0), seen(f64::NAN, 1.0)]),
        Err(Unable::Impossible)
    );
    assert_eq!(cap(&[&[0.0, 0.0], &[]], KEPT), Err(Unable::Nothing));
    assert_eq!(cap(&[&[f64::NAN]], KEPT), Err(Unable::Impossible));
    assert_eq!(cap(&[&[1.0]], 1.5), Err(Unable::Setting(Setting::Rate)));
}

#[test]
fn plans_that_cannot_be_are_refused() {
    let equal = |n| Sizes {
        control: n,
        treated: n,
    };
    assert_eq!(
        sizes(0.1, 0.1, 0.5, Demand::USUAL),
        Err(Unable::Unreachable)
    );
    assert_eq!(
        sizes(0.1, 1.1, 0.5, Demand::USUAL),
        Err(Unable::Setting(Setting::Rate))
    );
    assert_eq!(
        sizes(0.1, f64::NAN, 0.5, Demand::USUAL),
        Err(Unable::Setting(Setting::Rate))
    );
    assert_eq!(
        sizes(0.1, 0.2, 1.0, Demand::USUAL),
        Err(Unable::Setting(Setting::Shares))
    );
    assert_eq!(
        sizes(0.1, 0.100_000_01, 0.5, Demand::USUAL),
        Err(Unable::Unreachable)
    );
    let certain = Demand {
        alpha: 0.05,
        power: 1.0,
    };
    assert_eq!(
        sizes(0.1, 0.2, 0.5, certain),
        Err(Unable::Setting(Setting::Power))
    );
    assert_eq!(
        power(0.1, 0.2, equal(0), 0.05),
        Err(Unable::TooFew {
            customers: 0,
            needed: 1
        })
    );
    assert_eq!(power(0.0, 1.0, equal(10), 0.05), Err(Unable::NoSpread));
    assert_eq!(
        detectable(0.9, equal(5), Demand::USUAL),
        Err(Unable::Unreachable)
    );
    assert_eq!(
        detectable(1.0, equal(500), Demand::USUAL),
        Err(Unable::NoSpread)
    );
    let baseline = |mean, variance| Baseline { mean, variance };
    let usual = Demand::USUAL;
    assert_eq!(
        power_means::detectable(baseline(0.0, 1.0), equal(9), usual),
        Err(Unable::NoBaseline)
    );
    assert_eq!(
        power_means::detectable(baseline(1.0, 0.0), equal(9), usual),
        Err(Unable::NoSpread)
    );
    assert_eq!(
        power_means::detectable(baseline(1.0, 9.0), equal(9), usual),
        Err(Unable::Unreachable)
    );
    assert_eq!(
        power_means::size(baseline(1.0, 1.0), 0.0, 1.0, usual),
        Err(Unable::Unreachable)
    );
    assert_eq!(power_means::t_size(0.0, usual), Err(Unable::Unreachable));
}

#[test]
fn splits_that_cannot_be_are_refused() {
    let customers = |ids, segments| Customers {
        ids,
        segments,
        names: &["all"],
    };
    assert_eq!(
        split(customers(&[], &[]), &[1.0], "s"),
        Err(Unable::Nothing)
    );
    assert_eq!(
        split(customers(&["a"], &[0]), &[], "s"),
        Err(Unable::Setting(Setting::Shares))
    );
    assert_eq!(
        split(customers(&["a"], &[0]), &[0.0], "s"),
        Err(Unable::Setting(Setting::Shares))
    );
    assert_eq!(
        split(customers(&["a"], &[1]), &[1.0], "s"),
        Err(Unable::Impossible)
    );
    assert_eq!(
        split(customers(&["a"], &[]), &[1.0], "s"),
        Err(Unable::Impossible)
    );
    assert_eq!(
        draw(customers(&["a"], &[0]), &[1.0], "s", &[&[]]),
        Err(Unable::Impossible)
    );
}

#[test]
fn campaigns_that_cannot_be_are_refused() {
    let figure = |mean, error| Figure { mean, error };
    let cell = Cell {
        customers: 10,
        rate: Beta::FLAT,
        lift: figure(0.1, 0.0),
        margin: figure(10.0, 1.0),
        spread: 1.0,
        offer: 1.0,
        redeemed: Beta::FLAT,
        contact: 0.0,
    };
    let of = |cells: Vec<Cell>| Campaign {
        cells,
        shared: 0.0,
        fixed: 0.0,
        sends: 1,
        held_out: None,
    };
    assert!(of(vec![cell]).check().is_ok());
    assert_eq!(of(vec![]).check(), Err(Unable::Nothing));
    assert_eq!(
        of(vec![Cell {
            customers: 0,
            ..cell
        }])
        .check(),
        Err(Unable::Nothing)
    );
    assert_eq!(block(&of(vec![]), 1, 0), Err(Unable::Nothing));
    let bad = Cell {
        lift: figure(f64::NAN, 0.0),
        ..cell
    };
    assert_eq!(of(vec![bad]).expected(), Err(Unable::Impossible));
    let bad = Cell {
        spread: -1.0,
        ..cell
    };
    assert_eq!(of(vec![bad]).check(), Err(Unable::Setting(Setting::Spread)));
    let held = |share| Campaign {
        held_out: Some(share),
        ..of(vec![cell])
    };
    assert_eq!(held(1.0).check(), Err(Unable::Setting(Setting::Shares)));
    assert_eq!(
        held(0.01).check(),
        Err(Unable::TooFew {
            customers: 10,
            needed: 100
        })
    );
    let dear = Cell {
        offer: 50.0,
        ..cell
    };
    assert_eq!(of(vec![dear]).break_even_lift(), Err(Unable::Unreachable));
    assert_eq!(gathered(&[]), Err(Unable::Nothing));
}

#[test]
fn guardrails_hold_are_open_or_break() {
    let at = |estimate: f64| Effect::checked(estimate, 1e-4, f64::INFINITY, 900).unwrap();
    let standing = |estimate, worse| {
        guardrail(&at(estimate), 0.05, worse, 0.05)
            .unwrap()
            .standing
    };
    assert_eq!(standing(0.024, Worse::More), Standing::Holds);
    assert_eq!(standing(0.045, Worse::More), Standing::Open);
    assert_eq!(standing(0.09, Worse::More), Standing::Broken);
    assert_eq!(standing(-0.2, Worse::More), Standing::Holds);
    assert_eq!(standing(-0.024, Worse::Less), Standing::Holds);
    assert_eq!(standing(-0.09, Worse::Less), Standing::Broken);
    let found = guardrail(&at(0.024), 0.05, Worse::More, 0.05).unwrap();
    assert!((found.at_worst - (0.024 + 1.644_853_626_951_472 * 0.01)).abs() < 1e-12);
}

#[test]
fn one_cap_is_found_over_all_arms_among_buyers_alone() {
    let control: Vec<f64> = (1..=600).map(f64::from).chain([0.0; 5_000]).collect();
    let treated: Vec<f64> = (601..=2_000).map(f64::from).chain([-7.0, 0.0]).collect();
    let found = cap(&[&control, &treated], KEPT).unwrap();
    assert_eq!(
        (found.at, found.buyers, found.capped, found.negative),
        (1_998.0, 2_000, 2, 1)
    );
    assert_eq!(
        (found.apply(2_000.0), found.apply(3.0), found.apply(-7.0)),
        (1_998.0, 3.0, -7.0)
    );
    // Of fewer than a thousand buyers nobody is capped.
    let found = cap(&[&control], KEPT).unwrap();
    assert_eq!((found.at, found.capped), (600.0, 0));
}

proptest! {
    #[test]
    fn no_answer_is_not_a_number(a in prop::collection::vec(-1e9..1e9f64, 0..6), b in prop::collection::vec(-1e9..1e9f64, 0..6)) {
        let arms = (Arm::mean(Sums::of(&a)), Arm::mean(Sums::of(&b)));
        if let (Ok(a), Ok(b)) = arms {
            for scale in [Scale::Absolute, Scale::Relative] {
                let Ok(effect) = Effect::between(a, b, scale) else { continue };
                let interval = effect.interval(0.05, Side::Both).unwrap();
                let valid = always_valid::interval(&effect, 0.05, Side::Both, 5_000.0).unwrap();
                let p = always_valid::p(&effect, 0.05, Side::Both, 5_000.0).unwrap();
                let all = [effect.estimate, effect.error, effect.df, effect.p(Side::Both), interval.low, interval.high, valid.low, valid.high, p];
                prop_assert!(all.iter().all(|number| !number.is_nan()), "{all:?}");
            }
        }
    }
}
