//! A campaign's year: drawn, and in closed form.

use clientele_analysis::inference::Beta;
use clientele_analysis::inference::campaign::{Campaign, Cell, Figure};
use clientele_analysis::inference::simulation::{Year, block, blocks, gathered};

fn cell(customers: u32, buyers: f64, of: f64, lift: f64) -> Cell {
    Cell {
        customers,
        rate: Beta {
            a: 1.0 + buyers,
            b: 1.0 + of - buyers,
        },
        lift: Figure {
            mean: lift,
            error: 0.012,
        },
        margin: Figure {
            mean: 42.0,
            error: 2.5,
        },
        spread: 30.0,
        offer: 9.0,
        redeemed: Beta { a: 7.0, b: 63.0 },
        contact: 0.02,
    }
}

fn campaign(held_out: Option<f64>) -> Campaign {
    Campaign {
        cells: vec![
            cell(2_000, 404.0, 2_000.0, 0.055),
            cell(900, 130.0, 900.0, 0.03),
            cell(300, 21.0, 300.0, 0.04),
        ],
        shared: 0.008,
        fixed: 900.0,
        sends: 4,
        held_out,
    }
}

fn drawn(campaign: &Campaign, seed: u64, runs: u32) -> Year {
    let all: Vec<_> = (0..blocks(runs))
        .map(|at| block(campaign, seed, at).unwrap())
        .collect();
    gathered(&all).unwrap()
}

#[test]
fn a_year_without_a_test_is_that_of_the_closed_form() {
    let campaign = campaign(None);
    let expected = campaign.expected().unwrap();
    let year = drawn(&campaign, 14, 40_000);
    assert!(
        (year.mean - expected.mean).abs() < 3.0 * year.error,
        "{year:?} {expected:?}"
    );
    let deviation = year.error * 200.0;
    let said = expected.deviation.unwrap();
    assert!((deviation / said - 1.0).abs() < 0.015, "{deviation} {said}");
    // Gains are not quite normal: the chances agree to a percent.
    let loss = expected.chance_of_loss().unwrap();
    assert!(
        (year.loss - loss).abs() < 0.01 + 3.0 * year.loss_error(),
        "{} {loss}",
        year.loss
    );
    assert_eq!(year.rolled_out, 1.0);
    // Segments are counted at their mean margins, the year with those that were drawn.
    let cells: f64 = year.cells.iter().sum();
    assert!((cells - 4.0 * 900.0 - year.mean).abs() < 3.0 * year.error);
}

#[test]
fn a_test_first_is_that_of_the_closed_form_and_saves_losses() {
    let campaign = campaign(Some(0.5));
    let expected = campaign.expected().unwrap();
    let year = drawn(&campaign, 15, 40_000);
    assert!(
        (year.mean - expected.mean).abs() < 4.0 * year.error,
        "{} {} {expected:?}",
        year.mean,
        year.error
    );
    assert!(
        (year.rolled_out - expected.rolled_out).abs() < 0.01,
        "{} {expected:?}",
        year.rolled_out
    );
    assert!(expected.deviation.is_none() && expected.chance_of_loss().is_none());
    // One that mostly loses, sent blindly or tested first.
    let poor = |held_out| {
        let mut campaign = super::campaign::campaign(held_out);
        campaign
            .cells
            .iter_mut()
            .for_each(|cell| cell.lift.mean -= 0.035);
        campaign
    };
    let (blind, tested) = (
        drawn(&poor(None), 1, 5_000),
        drawn(&poor(Some(0.3)), 1, 5_000),
    );
    assert!(tested.mean > blind.mean, "{} {}", tested.mean, blind.mean);
}

#[test]
fn the_answer_does_not_depend_on_who_drew_which_block() {
    let campaign = campaign(Some(0.4));
    let one: Vec<_> = (0..6).map(|at| block(&campaign, 9, at).unwrap()).collect();
    let mut other: Vec<_> = (0..6)
        .rev()
        .map(|at| (at, block(&campaign, 9, at).unwrap()))
        .collect();
    other.sort_by_key(|(at, _)| *at);
    let other: Vec<_> = other.into_iter().map(|(_, block)| block).collect();
    assert_eq!(gathered(&one).unwrap(), gathered(&other).unwrap());
    assert_ne!(one[0], one[1]);
    assert_ne!(one[0], block(&campaign, 10, 0).unwrap());
    let sent = postcard::to_allocvec(&one[2]).unwrap();
    assert_eq!(
        postcard::from_bytes::<clientele_analysis::inference::simulation::Block>(&sent).unwrap(),
        one[2]
    );
}

#[test]
fn what_is_not_known_widens_the_range() {
    let mut sure = campaign(None);
    sure.shared = 0.0;
    for cell in &mut sure.cells {
        cell.lift.error = 0.0;
        cell.margin.error = 0.0;
        cell.rate = Beta {
            a: cell.rate.a * 1e6,
            b: cell.rate.b * 1e6,
        };
        cell.redeemed = Beta { a: 7e6, b: 63e6 };
    }
    let width = |campaign: &Campaign| {
        let range = drawn(campaign, 3, 10_000).interval(0.2).unwrap();
        range.high - range.low
    };
    let (known, unknown) = (width(&sure), width(&campaign(None)));
    assert!(unknown > 2.0 * known, "{unknown} {known}");
    let expected = sure.expected().unwrap().deviation.unwrap();
    assert!(
        (known / (2.0 * 1.2816 * expected) - 1.0).abs() < 0.03,
        "{known} {expected}"
    );
}

#[test]
fn at_break_even_nothing_is_won() {
    let campaign = campaign(None);
    let lift = campaign.break_even_lift().unwrap();
    let mut even = campaign.clone();
    even.cells.iter_mut().for_each(|cell| cell.lift.mean = lift);
    assert!(even.expected().unwrap().mean.abs() < 1e-6);
    let times = campaign.break_even_offer().unwrap();
    let mut even = campaign.clone();
    even.cells.iter_mut().for_each(|cell| cell.offer *= times);
    assert!(even.expected().unwrap().mean.abs() < 1e-6);
}

#[test]
fn counts_are_drawn_with_their_mean_and_variance() {
    // Nothing unknown, and margins that do not vary: gains are counts.
    for (customers, rate, lift) in [
        (50, 0.02, 0.0),
        (400, 0.3, 0.04),
        (30, 0.9, 0.05),
        (100_000, 0.5, -0.1),
    ] {
        let certain = Beta {
            a: rate * 1e12,
            b: (1.0 - rate) * 1e12,
        };
        let campaign = Campaign {
            cells: vec![Cell {
                customers,
                rate: certain,
                lift: Figure {
                    mean: lift,
                    error: 0.0,
                },
                margin: Figure {
                    mean: 10.0,
                    error: 0.0,
                },
                spread: 0.0,
                offer: 0.0,
                redeemed: Beta::FLAT,
                contact: 0.0,
            }],
            shared: 0.0,
            fixed: 0.0,
            sends: 1,
            held_out: None,
        };
        let year = drawn(&campaign, 2, 20_000);
        let mean = 10.0 * f64::from(customers) * lift;
        assert!(
            (year.mean - mean).abs() <= 4.0 * year.error + 1e-9,
            "{customers} {} {mean}",
            year.mean
        );
        if lift > 0.0 {
            let variance = year.error.powi(2) * 20_000.0;
            let expected = 100.0 * f64::from(customers) * lift * (1.0 - lift);
            assert!(
                (variance / expected - 1.0).abs() < 0.05,
                "{customers} {variance} {expected}"
            );
        }
    }
}
