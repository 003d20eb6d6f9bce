//! A shallow tree that tells one segment from all others, and the one branch that says it best.
//!
//! Splits are looked for only at round numbers (whole days, whole orders, two digits of money), so
//! that the rule holds exactly as it is spoken. A customer without a value is on neither side of a split: no
//! sentence about the value is true of them. (CART: Breiman et al. 1984, Gini impurity.)

use clientele_model::segments::FeatureUnit;

use crate::features::{Measure, Prepared};
use crate::rfm::quantile;
use crate::stats::ascend;

/// `low < value ≤ high` in one measure; an open end is absent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bound {
    /// Which measure.
    pub measure: usize,
    /// Above this.
    pub low: Option<f64>,
    /// At most this.
    pub high: Option<f64>,
}

/// A branch and how well it tells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Branch {
    /// What holds along it, one entry per measure; nothing at the root.
    pub bounds: Vec<Bound>,
    /// Share of the segment that it describes.
    pub coverage: f64,
    /// Share of those described that belong to the segment.
    pub precision: f64,
}

/// Measures that groups are made from, cut at round numbers.
pub(super) struct Binned {
    columns: Vec<Column>,
    rows: usize,
    /// Rows that trees are grown on.
    some: Vec<u32>,
}

struct Column {
    measure: usize,
    /// Ascending; a split lies after a cut.
    cuts: Vec<f64>,
    /// Per row: how many cuts lie below its value; [`MISSING`] without one.
    bins: Vec<u8>,
}

/// Branches have so many splits at most.
const DEPTH: usize = 3;
/// Rows that a tree is grown on; all rows decide how well a branch tells.
const GROWN_ON: usize = 16_384;
/// Places where splits are looked for.
const CUTS: usize = 48;
/// The bin of those without a value.
const MISSING: u8 = u8::MAX;
/// How much better a longer branch must tell than a shorter one.
const WORTH_A_SPLIT: f64 = 0.02;

impl Binned {
    /// Cuts the measures that groups are made from, of rows in this order.
    pub fn new(measures: &[Measure], prepared: &[Prepared], order: &[u32]) -> Self {
        let step = order.len().div_ceil(GROWN_ON).max(1);
        let columns: Vec<Column> = measures
            .iter()
            .zip(prepared)
            .enumerate()
            .filter(|(_, (measure, prepared))| measure.used && !prepared.preparation.constant)
            .map(|(at, (measure, _))| Column::new(at, measure.unit, &measure.values))
            .collect();
        Self {
            rows: columns.first().map_or(0, |column| column.bins.len()),
            some: order.iter().copied().step_by(step).collect(),
            columns,
        }
    }

    /// The branch that tells the members best: the highest harmonic mean of coverage and
    /// precision, shorter branches first.
    pub fn best(&self, member: &dyn Fn(usize) -> bool) -> Branch {
        let mut nodes = vec![Node::default()];
        self.grow(&self.some, member, 0, &mut nodes);
        self.count(&mut nodes, member);
        let members = nodes[0].both;
        // The root stands first, then shorter paths before longer ones.
        crate::order::sort_by_key(&mut nodes, |node| node.path.len());
        let mut best: Option<(f64, Branch)> = None;
        for node in &nodes {
            let branch = Branch {
                bounds: self.bounds(&node.path),
                coverage: share(node.both, members),
                precision: share(node.both, node.described),
            };
            let sum = branch.coverage + branch.precision;
            let score = if sum > 0.0 {
                2.0 * branch.coverage * branch.precision / sum
            } else {
                0.0
            };
            if best
                .as_ref()
                .is_none_or(|(other, _)| score > other + WORTH_A_SPLIT)
            {
                best = Some((score, branch));
            }
        }
        best.map_or(
            Branch {
                bounds: vec![],
                coverage: 1.0,
                precision: 0.0,
            },
            |(_, branch)| branch,
        )
    }

    /// Grows what lies below a node.
    fn grow(&self, rows: &[u32], member: &dyn Fn(usize) -> bool, at: usize, nodes: &mut Vec<Node>) {
        if nodes[at].path.len() == DEPTH {
            return;
        }
        let Some((column, cut)) = self.split(rows, member) else {
            return;
        };
        let bins = &self.columns[column].bins;
        let known = rows.iter().filter(|&&row| bins[row as usize] != MISSING);
        let (low, high): (Vec<u32>, Vec<u32>) =
            known.partition(|&&row| usize::from(bins[row as usize]) <= cut);
        let below = [(false, low), (true, high)].map(|(above, side)| {
            let mut path = nodes[at].path.clone();
            path.push(Split { column, cut, above });
            let below = nodes.len();
            nodes.push(Node {
                path,
                ..Node::default()
            });
            self.grow(&side, member, below, nodes);
            below
        });
        nodes[at].below = Some((column, cut, below));
    }

    /// Counts the rows that come through each node: all of them, each once down the tree.
    fn count(&self, nodes: &mut [Node], member: &dyn Fn(usize) -> bool) {
        for row in 0..self.rows {
            let own = u32::from(member(row));
            let mut at = 0;
            loop {
                let node = &mut nodes[at];
                node.described += 1;
                node.both += own;
                let Some((column, cut, below)) = node.below else {
                    break;
                };
                let bin = self.columns[column].bins[row];
                if bin == MISSING {
                    break;
                }
                let is_above = usize::from(bin) > cut;
                at = below[usize::from(is_above)];
            }
        }
    }

    /// The split that leaves the least Gini impurity; nothing when none helps.
    fn split(&self, rows: &[u32], member: &dyn Fn(usize) -> bool) -> Option<(usize, usize)> {
        let inside = rows.iter().filter(|&&row| member(row as usize)).count();
        let mut best = (gini(rows.len(), inside) - 1e-9, None);
        for (at, column) in self.columns.iter().enumerate() {
            let mut all = [0usize; CUTS + 1];
            let mut own = [0usize; CUTS + 1];
            let (mut known, mut known_own) = (0, 0);
            for &row in rows {
                let bin = column.bins[row as usize];
                if bin != MISSING {
                    let is_member = usize::from(member(row as usize));
                    all[usize::from(bin)] += 1;
                    own[usize::from(bin)] += is_member;
                    known += 1;
                    known_own += is_member;
                }
            }
            let missing = gini(rows.len() - known, inside - known_own);
            let (mut below, mut below_own) = (0, 0);
            for cut in 0..column.cuts.len() {
                below += all[cut];
                below_own += own[cut];
                let above = gini(known - below, known_own - below_own);
                let left = gini(below, below_own) + above + missing;
                if left < best.0 && below > 0 && below < known {
                    best = (left, Some((at, cut)));
                }
            }
        }
        best.1
    }

    /// Several splits in one measure become one range.
    fn bounds(&self, path: &[Split]) -> Vec<Bound> {
        let mut bounds: Vec<Bound> = Vec::new();
        for split in path {
            let column = &self.columns[split.column];
            let cut = column.cuts[split.cut];
            let at = bounds
                .iter()
                .position(|bound| bound.measure == column.measure);
            let at = at.unwrap_or_else(|| {
                bounds.push(Bound {
                    measure: column.measure,
                    low: None,
                    high: None,
                });
                bounds.len() - 1
            });
            let bound = &mut bounds[at];
            if split.above {
                bound.low = Some(bound.low.map_or(cut, |low| low.max(cut)));
            } else {
                bound.high = Some(bound.high.map_or(cut, |high| high.min(cut)));
            }
        }
        crate::order::sort_by_key(&mut bounds, |bound| bound.measure);
        bounds
    }
}

/// A node of the tree.
#[derive(Default)]
struct Node {
    /// The splits on the way to it.
    path: Vec<Split>,
    /// The column and the cut that split it, and the positions of the sides, the low one first.
    below: Option<(usize, usize, [usize; 2])>,
    /// Rows that come here.
    described: u32,
    /// Members among them.
    both: u32,
}

#[derive(Clone, Copy)]
struct Split {
    column: usize,
    cut: usize,
    above: bool,
}

impl Column {
    fn new(measure: usize, unit: FeatureUnit, values: &[f64]) -> Self {
        let known = values.iter().copied().filter(|value| value.is_finite());
        let mut sorted: Vec<f64> = known.collect();
        ascend(&mut sorted);
        let mut cuts: Vec<f64> = (1..=CUTS)
            .map(|at| round(unit, quantile(&sorted, at as f64 / (CUTS + 1) as f64)))
            .collect();
        ascend(&mut cuts);
        cuts.dedup();
        let bins = values
            .iter()
            .map(|value| match value.is_finite() {
                true => cuts.partition_point(|cut| cut < value) as u8,
                false => MISSING,
            })
            .collect();
        Self {
            measure,
            cuts,
            bins,
        }
    }
}

/// A number as one would say it.
fn round(unit: FeatureUnit, value: f64) -> f64 {
    match unit {
        FeatureUnit::Days | FeatureUnit::Count => value.floor(),
        FeatureUnit::Share => (value * 100.0).round() / 100.0,
        FeatureUnit::Money if value.abs() < 1.0 => 0.0,
        FeatureUnit::Money => {
            let unit = 10f64.powf(value.abs().log10().floor() - 1.0);
            // Whole amounts only, and no −0.
            ((value / unit).round() * unit).round() + 0.0
        }
    }
}

/// A part of something; nothing of nothing.
fn share(part: u32, of: u32) -> f64 {
    if of > 0 {
        f64::from(part) / f64::from(of)
    } else {
        0.0
    }
}

/// Gini impurity times the number of rows.
fn gini(rows: usize, inside: usize) -> f64 {
    let (rows, inside) = (rows as f64, inside as f64);
    if rows > 0.0 {
        2.0 * inside * (rows - inside) / rows
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests;
