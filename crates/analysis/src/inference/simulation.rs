//! A campaign's year, drawn many times: what may come, not only what is expected.
//!
//! Runs come in blocks of a thousand, each with a generator of its own, so that helpers may share them and the answer does
//! not depend on how many there are. A run draws first what is not known (rates, lifts), then
//! chance, and what margins differ by at the end.

use serde::{Deserialize, Serialize};

use super::campaign::{Campaign, Cell, arms};
use super::moments::Sums;
use super::random::{Draws, Shares};
use super::unable::{Setting, check_alpha};
use super::{Interval, Unable};
use crate::draw::generator;
use crate::stats::ascend;

/// Runs of a block.
pub const BLOCK: u32 = 1_000;

/// What some runs brought. Put together with [`gathered`] in the order of the blocks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Gain of each run's year.
    pub gains: Vec<f64>,
    /// Gain of each year that was stopped after the test, which is among those as well.
    pub stopped: Vec<f64>,
    /// Sum over the runs of orders won.
    pub orders: f64,
    /// Sum over the runs of what was given to those who buy anyway.
    pub given: f64,
    /// Sum over the runs of each segment's gain at its mean margin, without the cost of a send.
    pub cells: Vec<f64>,
    /// Runs in which the sends after the test were made, or that had none.
    pub rolled_out: u32,
}

/// How many blocks so many runs are.
pub fn blocks(runs: u32) -> u32 {
    runs.div_ceil(BLOCK)
}

/// One block of runs; same campaign, seed and block, same answer.
///
/// # Errors
/// As [`Campaign::check`].
pub fn block(campaign: &Campaign, seed: u64, number: u32) -> Result<Block, Unable> {
    campaign.check()?;
    let mut draws = Draws::new(generator(seed, &[u64::from(number)]));
    let mut block = Block {
        gains: Vec::with_capacity(BLOCK as usize),
        cells: vec![0.0; campaign.cells.len()],
        ..Block::default()
    };
    let mut segments: Vec<Segment> = campaign.cells.iter().map(Segment::of).collect();
    for _ in 0..BLOCK {
        run(campaign, &mut segments, &mut draws, &mut block);
    }
    Ok(block)
}

/// A segment, made ready to be drawn, and what was drawn of it last.
struct Segment<'a> {
    cell: &'a Cell,
    rate: Shares,
    redeemed: Shares,
    truth: Truth,
    /// Orders won less those lost, and both together, of this run.
    orders: f64,
    changed: f64,
}

/// What is drawn of a segment that nobody knows.
#[derive(Default)]
struct Truth {
    rate: f64,
    lift: f64,
    redeemed: f64,
}

impl<'a> Segment<'a> {
    fn of(cell: &'a Cell) -> Self {
        Self {
            cell,
            rate: Shares::new(cell.rate),
            redeemed: Shares::new(cell.redeemed),
            truth: Truth::default(),
            orders: 0.0,
            changed: 0.0,
        }
    }

    fn draw(&mut self, shared: f64, draws: &mut Draws) {
        let lift = self.cell.lift;
        let rate = draws.share(&self.rate);
        let further = lift.mean + lift.error * draws.normal() + shared;
        self.truth = Truth {
            rate,
            lift: further.clamp(-rate, 1.0 - rate),
            redeemed: draws.share(&self.redeemed),
        };
        (self.orders, self.changed) = (0.0, 0.0);
    }

    /// Of what the orders bring beside their mean margin: the mean is off by as much for all of them, each order for itself.
    fn variance_of_margins(&self) -> f64 {
        let Cell { margin, spread, .. } = self.cell;
        let of_mean = margin.error * self.orders;
        of_mean * of_mean + spread * spread * self.changed
    }
}

/// What contacts with a segment brought, at the mean margin.
#[derive(Default)]
struct Brought {
    gain: f64,
    orders: f64,
    given: f64,
}

impl Brought {
    /// By orders won or lost, and orders that came anyway and used the offer, of `n` contacts.
    fn of(cell: &Cell, n: f64, orders: f64, used: f64) -> Self {
        let given = cell.offer * used;
        Self {
            gain: orders * cell.kept() - given - n * cell.contact,
            orders,
            given,
        }
    }
}

/// A first send, of which it is seen who buys; also the number of all who buy.
fn tested(segment: &Segment<'_>, n: f64, draws: &mut Draws) -> (Brought, f64) {
    let Segment { cell, truth, .. } = segment;
    let anyway = draws.hits(n, truth.rate);
    // Of those who would not buy some do, or of those who would some do not.
    let orders = match truth.lift >= 0.0 {
        true => draws.hits(n - anyway, part(truth.lift, 1.0 - truth.rate)),
        false => -draws.hits(anyway, part(-truth.lift, truth.rate)),
    };
    let used = draws.hits(anyway, truth.redeemed);
    (Brought::of(cell, n, orders, used), anyway + orders)
}

/// Sends of which only the sum counts: who is won and who uses the offer is drawn at once, without those who buy and do
/// neither.
fn sent(segment: &Segment<'_>, n: f64, draws: &mut Draws) -> Brought {
    let Segment { cell, truth, .. } = segment;
    let Truth {
        rate,
        lift,
        redeemed,
    } = *truth;
    let changed = draws.hits(n, lift.abs());
    let others = n - changed;
    let (orders, used) = match lift >= 0.0 {
        true => (
            changed,
            draws.hits(others, part(rate * redeemed, 1.0 - lift)),
        ),
        // Those lost are counted among those who would have used it, as in a test.
        false => {
            let stay = draws.hits(others, part((rate + lift) * redeemed, 1.0 + lift));
            (-changed, stay + draws.hits(changed, redeemed))
        }
    };
    Brought::of(cell, n, orders, used)
}

/// Chance within a share of all.
fn part(of: f64, all: f64) -> f64 {
    of / all.max(f64::MIN_POSITIVE)
}

fn run(campaign: &Campaign, segments: &mut [Segment<'_>], draws: &mut Draws, block: &mut Block) {
    let shared = campaign.shared * draws.normal();
    for segment in segments.iter_mut() {
        segment.draw(shared, draws);
    }
    let (mut gain, mut sends, mut goes_on) = (0.0, f64::from(campaign.sends), true);
    let mut count = |at: usize, segment: &mut Segment<'_>, brought: &Brought| {
        block.cells[at] += brought.gain;
        block.orders += brought.orders;
        block.given += brought.given;
        segment.orders += brought.orders;
        segment.changed += brought.orders.abs();
        brought.gain
    };
    if let Some(held_out) = campaign.held_out {
        let mut seen = -campaign.fixed;
        for (at, segment) in segments.iter_mut().enumerate() {
            let cell = segment.cell;
            let (treated, control) = arms(cell, held_out);
            let (brought, buyers) = tested(segment, treated, draws);
            let without = draws.hits(control, segment.truth.rate);
            let lift = buyers / treated - without / control;
            seen += f64::from(cell.customers) * (lift * cell.kept() - cell.lost());
            gain += count(at, segment, &brought);
        }
        gain -= campaign.fixed;
        sends -= 1.0;
        goes_on = seen > 0.0;
    }
    if goes_on {
        block.rolled_out += 1;
        for (at, segment) in segments.iter_mut().enumerate() {
            let n = f64::from(segment.cell.customers) * sends;
            let brought = sent(segment, n, draws);
            gain += count(at, segment, &brought);
        }
        gain -= campaign.fixed * sends;
    }
    // Margins decide nothing on the way: what is not known of their means and what differs from order to order is normal, and
    // the sum of all of it is one draw.
    let variance: f64 = segments.iter().map(Segment::variance_of_margins).sum();
    gain += variance.sqrt() * draws.normal();
    if !goes_on {
        block.stopped.push(gain);
    }
    block.gains.push(gain);
}

/// A year as drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    /// Gain of each run, ascending.
    pub gains: Vec<f64>,
    /// Gain of each run that was stopped after the test, ascending; they are among those as well.
    pub stopped: Vec<f64>,
    /// Mean gain.
    pub mean: f64,
    /// Standard error of that mean, for there are only so many runs.
    pub error: f64,
    /// Share of runs that lose.
    pub loss: f64,
    /// Mean of orders won.
    pub orders: f64,
    /// Mean of what was given to those who buy anyway.
    pub given: f64,
    /// Mean gain of each segment, without the cost of a send.
    pub cells: Vec<f64>,
    /// Share of runs in which the sends after the test were made.
    pub rolled_out: f64,
}

impl Year {
    /// Range that holds the gain of 1 − α of the runs, as many left out below as above.
    ///
    /// # Errors
    /// [`Unable::Setting`] of an α that is none.
    pub fn interval(&self, alpha: f64) -> Result<Interval, Unable> {
        check_alpha(alpha)?;
        let last = self.gains.len() - 1;
        let at = |share: f64| self.gains[((share * last as f64).round() as usize).min(last)];
        Ok(Interval {
            low: at(0.5 * alpha),
            high: at(1.0 - 0.5 * alpha),
        })
    }

    /// Standard error of the share that loses.
    pub fn loss_error(&self) -> f64 {
        (self.loss * (1.0 - self.loss) / self.gains.len() as f64).sqrt()
    }
}

/// All blocks, in their order, as one answer.
///
/// # Errors
/// [`Unable::Nothing`] without blocks; [`Unable::Setting`] when they are of different campaigns.
pub fn gathered(blocks: &[Block]) -> Result<Year, Unable> {
    let first = blocks.first().ok_or(Unable::Nothing)?;
    if blocks
        .iter()
        .any(|block| block.cells.len() != first.cells.len())
    {
        return Err(Unable::Setting(Setting::Count));
    }
    let all = |of: fn(&Block) -> &Vec<f64>| -> Vec<f64> {
        blocks
            .iter()
            .flat_map(|block| of(block).iter().copied())
            .collect()
    };
    let mut gains = all(|block| &block.gains);
    let mut stopped = all(|block| &block.stopped);
    if gains.is_empty() {
        return Err(Unable::Nothing);
    }
    let sums = Sums::of(&gains);
    let runs = gains.len() as f64;
    ascend(&mut gains);
    ascend(&mut stopped);
    let mean = |of: &dyn Fn(&Block) -> f64| blocks.iter().map(of).sum::<f64>() / runs;
    Ok(Year {
        mean: sums.mean(),
        error: (sums.variance() / runs).sqrt(),
        loss: gains.partition_point(|&gain| gain < 0.0) as f64 / runs,
        orders: mean(&|block| block.orders),
        given: mean(&|block| block.given),
        cells: (0..first.cells.len())
            .map(|at| mean(&|block| block.cells[at]))
            .collect(),
        rolled_out: mean(&|block| f64::from(block.rolled_out)),
        gains,
        stopped,
    })
}
