//! The effect on the whole shop's revenue, over many made-up tests of which the truth is known.

use rand::Rng;

use crate::draw::generator;
use crate::experiments::judge::impact::global;
use crate::experiments::judge::totals::{Arm, Value};

/// Chance to buy, held back and treated, and what a purchase brings at least and at most.
const CHANCES: [f64; 2] = [0.2, 0.26];
const BRINGS: (f64, f64) = (10.0, 90.0);
/// What everybody else in the shop spends.
const ELSEWHERE: f64 = 60_000.0;

fn arm(rng: &mut impl Rng, customers: u32, chance: f64) -> Arm {
    let mut arm = Arm::empty(28);
    arm.customers = customers;
    for _ in 0..customers {
        let spent = match rng.gen_bool(chance) {
            true => rng.gen_range(BRINGS.0..BRINGS.1),
            false => 0.0,
        };
        arm.cells[0][Value::Revenue as usize].push(spent, 0.0);
    }
    arm
}

#[test]
fn the_whole_shop_s_lift_is_covered() {
    let mut rng = generator(14, &[0x0067_6c6f_6261_6c00]);
    let (customers, runs) = ([700, 500], 2_000_u32);
    let mean = |chance: f64| chance * 0.5 * (BRINGS.0 + BRINGS.1);
    let n = f64::from(customers[0] + customers[1]);
    // Had nobody been treated, or everybody.
    let without = ELSEWHERE + n * mean(CHANCES[0]);
    let truth = n * (mean(CHANCES[1]) - mean(CHANCES[0])) / without;
    let (mut held, mut sum) = (0, 0.0_f64);
    for _ in 0..runs {
        let [control, treated] = [0, 1].map(|at| arm(&mut rng, customers[at], CHANCES[at]));
        let inside = control.all(Value::Revenue).y.sum + treated.all(Value::Revenue).y.sum;
        let (lift, low, high) = global(ELSEWHERE + inside, &control, &treated, 0.05).unwrap();
        held += u32::from(low <= truth && truth <= high);
        sum += lift / f64::from(runs);
    }
    // 94 to 96 % of two thousand, and unbiased to a few per cent of itself.
    assert!((1_880..=1_920).contains(&held), "{held}");
    assert!((sum / truth - 1.0).abs() < 0.03, "{sum} {truth}");
}

#[test]
fn a_shop_that_sold_nothing_else_has_the_lift_of_its_test() {
    let mut rng = generator(15, &[1]);
    let (control, treated) = (arm(&mut rng, 400, 0.3), arm(&mut rng, 600, 0.4));
    let (a, b) = (control.all(Value::Revenue).y, treated.all(Value::Revenue).y);
    let (lift, ..) = global(a.sum + b.sum, &control, &treated, 0.05).unwrap();
    assert!((lift - (b.mean() / a.mean() - 1.0)).abs() < 1e-12, "{lift}");
    assert_eq!(global(a.sum + b.sum - 1e6, &control, &treated, 0.05), None);
}
