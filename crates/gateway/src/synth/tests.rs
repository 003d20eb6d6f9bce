//! The retailer is the same for the same seed, has the size that was asked for, and its known
//! truths can be found in its sales.

use std::collections::BTreeSet;

use super::campaigns::{CAMPAIGNS, WINDOW};
use super::habits::{BARGAIN, CHANNELS, COUNTRIES, FAITHFUL, TIERS};
use super::{DAYS, Retailer, Size};

const SMALL: Size = Size {
    customers: 2_000,
    products: 400,
    lines: 40_000,
    seed: 7,
};

#[test]
fn the_same_seed_makes_the_same_retailer_and_another_seed_another() {
    let (a, b) = (Retailer::new(SMALL), Retailer::new(SMALL));
    assert_eq!(format!("{:?}", a.orders), format!("{:?}", b.orders));
    assert_eq!(format!("{:?}", a.lines), format!("{:?}", b.lines));
    let other = Retailer::new(Size { seed: 8, ..SMALL });
    assert_ne!(format!("{:?}", a.orders), format!("{:?}", other.orders));
}

#[test]
fn the_size_is_what_was_asked_for() {
    for lines in [20_000, 40_000, 80_000] {
        let retailer = Retailer::new(Size { lines, ..SMALL });
        let sold: u64 = retailer
            .orders
            .iter()
            .filter(|o| !o.is_return)
            .map(|o| u64::from(o.lines.1))
            .sum();
        let ratio = sold as f64 / lines as f64;
        assert!((0.8..1.25).contains(&ratio), "{sold} lines for {lines}");
        assert_eq!(retailer.people.len(), 2_000);
        assert_eq!(retailer.products.len(), 400);
    }
}

#[test]
fn every_reference_is_valid_and_lines_lie_in_their_orders() {
    let retailer = Retailer::new(SMALL);
    let mut next = 0;
    let mut last = 0;
    for order in &retailer.orders {
        assert_eq!(order.lines.0, next);
        assert!(order.lines.1 > 0 && order.minute >= last && order.minute < DAYS * 1440);
        assert!(order.person.is_none_or(|at| at < 2_000));
        assert!(usize::from(order.channel) < CHANNELS.len());
        assert!(usize::from(order.country) < COUNTRIES.len());
        next += order.lines.1;
        last = order.minute;
    }
    assert_eq!(next as usize, retailer.lines.len());
    for line in &retailer.lines {
        assert!(line.product < 400 && line.pieces > 0 && line.cents > 0);
        assert!(line.discount <= line.cents * line.pieces);
    }
    let codes: BTreeSet<_> = retailer
        .products
        .iter()
        .map(|product| &product.code)
        .collect();
    assert_eq!(codes.len(), 400, "product codes are distinct");
    for person in &retailer.people {
        assert!(person.email.ends_with("@example.com"));
        assert!(usize::from(person.tier) < TIERS.len());
    }
}

#[test]
fn companions_share_baskets_more_often_than_chance() {
    let retailer = Retailer::new(SMALL);
    let baskets: Vec<BTreeSet<u32>> = retailer
        .orders
        .iter()
        .filter(|order| !order.is_return)
        .map(|order| {
            let (first, count) = order.lines;
            let lines = &retailer.lines[first as usize..(first + count) as usize];
            lines.iter().map(|line| line.product).collect()
        })
        .collect();
    let (mut together, mut chance) = (0.0, 0.0);
    for (at, product) in retailer.products.iter().enumerate() {
        let Some((other, _)) = product.companion else {
            continue;
        };
        let has = |at: u32| baskets.iter().filter(|basket| basket.contains(&at)).count() as f64;
        let both =
            |basket: &&BTreeSet<u32>| basket.contains(&(at as u32)) && basket.contains(&other);
        together += baskets.iter().filter(both).count() as f64;
        chance += has(at as u32) * has(other) / baskets.len() as f64;
    }
    assert!(
        together > 4.0 * chance,
        "{together} baskets, {chance} by chance"
    );
}

#[test]
fn the_campaigns_move_whom_they_are_said_to_move() {
    let retailer = Retailer::new(Size {
        customers: 30_000,
        lines: 1_000,
        ..SMALL
    });
    for (at, campaign) in CAMPAIGNS.iter().enumerate() {
        let of = |treated| {
            retailer
                .exposures
                .iter()
                .filter(move |e| usize::from(e.campaign) == at && e.treated == treated)
        };
        let (treated, held) = (of(true).count() as f64, of(false).count() as f64);
        assert!(
            (treated / (treated + held) - 0.5).abs() < 0.02,
            "{treated} and {held}"
        );
        assert!(of(false).all(|exposure| !exposure.moved));
        let expected: f64 = of(true)
            .map(|e| campaign.effect_on(retailer.people[e.person as usize].habit_on(campaign.day)))
            .sum();
        let moved = of(true).filter(|exposure| exposure.moved).count() as f64;
        assert!(
            (moved - expected).abs() <= 4.0 * expected.sqrt(),
            "{moved} of {expected}"
        );
    }
}

/// The effects that docs/packs.md tells: extra orders per person in the window, of bargain hunters, of
/// regulars and big spenders, of everybody else.
const TOLD: [(&str, [f64; 3]); 3] = [
    ("spring-coupon", [0.09, 0.005, 0.03]),
    ("autumn-preview", [0.0, 0.07, 0.01]),
    ("summer-reminder", [0.0, 0.0, 0.0]),
];

#[test]
fn the_orders_of_the_treated_show_the_effects_that_are_told() {
    let retailer = Retailer::new(Size {
        customers: 40_000,
        lines: 250_000,
        ..SMALL
    });
    for (at, (campaign, (id, told))) in CAMPAIGNS.iter().zip(TOLD).enumerate() {
        assert_eq!((campaign.id, campaign.effect), (id, told));
        let window = campaign.day..campaign.day + WINDOW;
        let mut orders = vec![0.0; retailer.people.len()];
        for order in retailer.orders.iter().filter(|order| !order.is_return) {
            if let Some(person) = order
                .person
                .filter(|_| window.contains(&(order.minute / 1440)))
            {
                orders[person as usize] += 1.0;
            }
        }
        for (group, told) in told.into_iter().enumerate() {
            let is_in = |person: u32| {
                let habit = retailer.people[person as usize].habit_on(campaign.day);
                let of = match habit {
                    BARGAIN => 0,
                    faithful if FAITHFUL.contains(&faithful) => 1,
                    _ => 2,
                };
                of == group
            };
            let arm = |treated: bool| {
                let own = retailer.exposures.iter().filter(|exposure| {
                    usize::from(exposure.campaign) == at
                        && exposure.treated == treated
                        && is_in(exposure.person)
                });
                let counts: Vec<f64> = own.map(|e| orders[e.person as usize]).collect();
                let count = counts.len() as f64;
                let mean = counts.iter().sum::<f64>() / count;
                let spread = counts.iter().map(|n| (n - mean).powi(2)).sum::<f64>();
                (mean, spread / (count * (count - 1.0)))
            };
            let ((treated, a), (held, b)) = (arm(true), arm(false));
            let (effect, error) = (treated - held, (a + b).sqrt());
            assert!(
                (effect - told).abs() < 4.0 * error,
                "{id}, group {group}: {effect} ± {error}, told {told}"
            );
            // Large enough that the largest effects cannot be missed.
            assert!(
                told < 0.06 || effect > 2.0 * error,
                "{id}: {effect} ± {error}"
            );
        }
    }
}
