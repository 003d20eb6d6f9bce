//! A campaign's year, drawn many times: what may come, not only what is expected.
//!
//! Runs come in blocks of a thousand, each with a generator of its own, so that helpers may share them and the answer does
//! not depend on how many there are. A run draws first what is not known (rates, lifts, margins), then chance.

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
    /// Sum over the runs of each segment's gain, without the cost of a send.
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
}

/// What is drawn of a segment that nobody knows.
#[derive(Default)]
struct Truth {
    rate: f64,
    lift: f64,
    margin: f64,
    redeemed: f64,
}

impl<'a> Segment<'a> {
    fn of(cell: &'a Cell) -> Self {
        Self {
            cell,
            rate: Shares::new(cell.rate),
            redeemed: Shares::new(cell.redeemed),
            truth: Truth::default(),
        }
    }

    fn draw(&mut self, shared: f64, draws: &mut Draws) {
        let Cell { lift, margin, .. } = self.cell;
        let rate = draws.share(&self.rate);
        let further = lift.mean + lift.error * draws.normal() + shared;
        self.truth = Truth {
            rate,
            lift: further.clamp(-rate, 1.0 - rate),
            margin: margin.mean + margin.error * draws.normal(),
            redeemed: draws.share(&self.redeemed),
        };
    }
}

/// What contacts with a segment brought.
#[derive(Default)]
struct Brought {
    gain: f64,
    anyway: f64,
    orders: f64,
    given: f64,
}

fn contacts(segment: &Segment<'_>, n: f64, draws: &mut Draws) -> Brought {
    let Segment { cell, truth, .. } = segment;
    let anyway = draws.hits(n, truth.rate);
    // Of those who would not buy some do, or of those who would some do not.
    let orders = match truth.lift >= 0.0 {
        true => draws.hits(
            n - anyway,
            truth.lift / (1.0 - truth.rate).max(f64::MIN_POSITIVE),
        ),
        false => -draws.hits(anyway, -truth.lift / truth.rate),
    };
    let each = orders * (truth.margin - cell.offer);
    let apart = cell.spread * orders.abs().sqrt() * draws.normal();
    let given = cell.offer * draws.hits(anyway, truth.redeemed);
    Brought {
        gain: each + apart - given - n * cell.contact,
        anyway,
        orders,
        given,
    }
}

fn run(campaign: &Campaign, segments: &mut [Segment<'_>], draws: &mut Draws, block: &mut Block) {
    let shared = campaign.shared * draws.normal();
    for segment in segments.iter_mut() {
        segment.draw(shared, draws);
    }
    let (mut gain, mut sends, mut goes_on) = (0.0, f64::from(campaign.sends), true);
    let mut count = |at: usize, brought: &Brought| {
        block.cells[at] += brought.gain;
        block.orders += brought.orders;
        block.given += brought.given;
        brought.gain
    };
    if let Some(held_out) = campaign.held_out {
        let mut seen = -campaign.fixed;
        for (at, segment) in segments.iter().enumerate() {
            let cell = segment.cell;
            let (treated, control) = arms(cell, held_out);
            let brought = contacts(segment, treated, draws);
            let without = draws.hits(control, segment.truth.rate);
            let lift = (brought.anyway + brought.orders) / treated - without / control;
            seen += f64::from(cell.customers) * (lift * cell.kept() - cell.lost());
            gain += count(at, &brought);
        }
        gain -= campaign.fixed;
        sends -= 1.0;
        goes_on = seen > 0.0;
    }
    if goes_on {
        block.rolled_out += 1;
        for (at, segment) in segments.iter().enumerate() {
            let n = f64::from(segment.cell.customers) * sends;
            gain += count(at, &contacts(segment, n, draws));
        }
        gain -= campaign.fixed * sends;
    } else {
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
