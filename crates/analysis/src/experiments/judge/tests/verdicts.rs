//! Every case of the verdict.

use clientele_model::experiments::{Stand, Verdict};

use crate::experiments::judge::verdict::{Case, needed, verdict};
use crate::inference::power::{Sizes, power};
use crate::inference::{Arm, Effect, Scale, Sums};

fn case() -> Case {
    Case {
        split_is_broken: false,
        is_over: true,
        goal: Stand::Holds,
        guards: vec![Stand::Holds, Stand::Unknown],
        after: Stand::Holds,
        more_days: false,
        can_settle: true,
    }
}

#[test]
fn a_verdict_follows_from_its_case() {
    let guards = |stand: Stand| Case {
        guards: vec![Stand::Holds, stand],
        ..case()
    };
    let goal = |goal: Stand| Case { goal, ..case() };
    let after = |after: Stand, more_days: bool| Case {
        after,
        more_days,
        ..case()
    };
    let running = |of: Case| Case {
        is_over: false,
        after: Stand::Unknown,
        more_days: true,
        ..of
    };
    let small = |of: Case| Case {
        can_settle: false,
        ..of
    };
    for (case, expected) in [
        (case(), Verdict::Ship),
        // Nothing counts when the split is off.
        (
            Case {
                split_is_broken: true,
                ..case()
            },
            Verdict::Broken,
        ),
        // What is broken is broken, however the rest stands.
        (goal(Stand::Broken), Verdict::RollBack),
        (guards(Stand::Broken), Verdict::RollBack),
        (running(guards(Stand::Broken)), Verdict::RollBack),
        (running(goal(Stand::Broken)), Verdict::RollBack),
        (after(Stand::Broken, false), Verdict::RollBack),
        // Before the planned end nothing is shipped.
        (running(case()), Verdict::KeepRunning),
        (running(goal(Stand::Open)), Verdict::KeepRunning),
        (small(running(goal(Stand::Open))), Verdict::KeepRunning),
        // The days after the window are waited for.
        (after(Stand::Unknown, true), Verdict::KeepRunning),
        (after(Stand::Open, true), Verdict::KeepRunning),
        (small(after(Stand::Unknown, true)), Verdict::KeepRunning),
        // What is open goes on where that settles it, else it is asked more narrowly.
        (goal(Stand::Open), Verdict::KeepRunning),
        (guards(Stand::Open), Verdict::KeepRunning),
        (after(Stand::Open, false), Verdict::KeepRunning),
        (small(goal(Stand::Open)), Verdict::Narrower),
        (small(guards(Stand::Open)), Verdict::Narrower),
        (small(after(Stand::Open, false)), Verdict::Narrower),
        // Nobody need settle what is settled.
        (small(case()), Verdict::Ship),
    ] {
        assert_eq!(verdict(&case), expected, "{case:?}");
    }
}

#[test]
fn as_many_as_are_needed_tell_it_four_times_in_five() {
    let (control, treated) = (Arm::share(140, 1000), Arm::share(170, 1000));
    let effect = Effect::between(control.unwrap(), treated.unwrap(), Scale::Absolute).unwrap();
    let n = needed(&effect, effect.estimate, 0.05);
    let half = (n / 2.0).round() as u32;
    let sizes = Sizes {
        control: half,
        treated: half,
    };
    let found = power(0.14, 0.17, sizes, 0.05).unwrap();
    assert!((found - 0.8).abs() < 0.005, "{found}");
    assert_eq!(needed(&effect, 0.0, 0.05), f64::INFINITY);
}

#[test]
fn as_many_are_needed_as_gbstats_says() {
    // Its vector of a running test: 25.457 times the customers of now are to be added to tell a relative lift of 5 %, to the
    // width of its search.
    let mean = |sum, squares| {
        Arm::mean(Sums {
            n: 500,
            sum,
            squares,
        })
        .unwrap()
    };
    let effect = Effect::between(mean(500.0, 1500.0), mean(525.0, 1551.25), Scale::Relative);
    let more = needed(&effect.unwrap(), 0.05, 0.05) / 1_000.0 - 1.0;
    assert!((more - 25.457_031_25).abs() < 1e-3, "{more}");
}
