//! What segments were called before they had words of their own: the names of RFM groups, by where the typical
//! customer stands among those looked at. Links that were shared then still find their segment.

use clientele_model::groups::{RfmGroup, slug};

use super::basis::Basis;
use super::found::Group;

/// A name: recency, frequency, monetary from 0 (weakest) to 1 (strongest), and for how many days the typical
/// customer had to be away, or the name was a last resort.
type Place = (RfmGroup, [f64; 3], f64);

const PLACES: [Place; 11] = [
    (RfmGroup::Champions, [0.88, 0.93, 0.95], 0.0),
    (RfmGroup::Loyal, [0.76, 0.74, 0.74], 0.0),
    (RfmGroup::PotentialLoyalist, [0.72, 0.52, 0.40], 0.0),
    (RfmGroup::NewCustomers, [0.90, 0.22, 0.22], 0.0),
    (RfmGroup::Promising, [0.70, 0.24, 0.32], 0.0),
    (RfmGroup::NeedAttention, [0.44, 0.58, 0.58], 0.0),
    (RfmGroup::AboutToSleep, [0.40, 0.26, 0.30], 30.0),
    (RfmGroup::AtRisk, [0.22, 0.66, 0.64], 60.0),
    (RfmGroup::CannotLoseThem, [0.12, 0.84, 0.88], 90.0),
    (RfmGroup::Hibernating, [0.16, 0.24, 0.24], 60.0),
    (RfmGroup::Lost, [0.06, 0.12, 0.10], 90.0),
];
/// Distance added where a name was a last resort: more than any other name is away.
const LAST_RESORT: f64 = 5.0;

/// What the segments were called in links.
pub(super) fn slugs(basis: &Basis, segments: &[Group]) -> Vec<Option<String>> {
    let costs: Vec<Vec<f64>> = segments
        .iter()
        .map(|group| {
            PLACES
                .iter()
                .map(|place| cost(basis, group, place))
                .collect()
        })
        .collect();
    let nearest: Vec<usize> = costs.iter().map(|row| least(row)).collect();
    let mut different = nearest.clone();
    different.sort_unstable();
    different.dedup();
    let dealt = match different.len() == nearest.len() {
        true => nearest.into_iter().map(Some).collect(),
        false => assign(&costs),
    };
    let slug = |at: Option<usize>| at.map(|at| slug(PLACES[at].0.name()));
    dealt.into_iter().map(slug).collect()
}

/// Squared distance between a segment and a name; without bound where the name would have been untrue.
fn cost(basis: &Basis, group: &Group, (name, place, away): &Place) -> f64 {
    if *name == RfmGroup::NewCustomers && group.figures.new < 0.5 {
        return f64::INFINITY;
    }
    let gaps = (0..3).map(|at| {
        let standing = group
            .rows
            .iter()
            .map(|&row| basis.standing[at][row as usize]);
        place[at] - standing.sum::<f64>() / group.rows.len().max(1) as f64
    });
    let distance: f64 = gaps.map(|gap| gap * gap).sum();
    distance
        + if group.figures.days < *away {
            LAST_RESORT
        } else {
            0.0
        }
}

fn least(costs: &[f64]) -> usize {
    let mut best = 0;
    for (at, cost) in costs.iter().enumerate() {
        if *cost < costs[best] {
            best = at;
        }
    }
    best
}

/// Distinct columns for the rows with the least sum of costs; rows beyond the columns, and those
/// for which no column is left that may be had, go without. Columns are few: every subset is
/// looked at once.
fn assign(costs: &[Vec<f64>]) -> Vec<Option<usize>> {
    let columns = costs.first().map_or(0, Vec::len);
    // Going without costs more than any distance.
    const WITHOUT: f64 = 1e3;
    let subsets = 1usize << columns;
    let mut best = vec![f64::INFINITY; subsets];
    best[0] = 0.0;
    let mut from: Vec<Vec<(usize, Option<usize>)>> = Vec::with_capacity(costs.len());
    for row in costs {
        let mut next = vec![f64::INFINITY; subsets];
        let mut came = vec![(0, None); subsets];
        for subset in (0..subsets).filter(|&subset| best[subset].is_finite()) {
            let mut offer = |to: usize, cost: f64, column: Option<usize>| {
                if best[subset] + cost < next[to] {
                    next[to] = best[subset] + cost;
                    came[to] = (subset, column);
                }
            };
            offer(subset, WITHOUT, None);
            for (column, &cost) in row.iter().enumerate() {
                if subset >> column & 1 == 0 {
                    offer(subset | 1 << column, cost, Some(column));
                }
            }
        }
        best = next;
        from.push(came);
    }
    let mut subset = least(&best);
    let mut columns = vec![None; costs.len()];
    for row in (0..costs.len()).rev() {
        let (before, column) = from[row][subset];
        columns[row] = column;
        subset = before;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every way to deal out columns, one after the other.
    fn naive(costs: &[Vec<f64>], used: &mut Vec<usize>) -> f64 {
        let Some((row, rest)) = costs.split_first() else {
            return 0.0;
        };
        (0..row.len())
            .filter_map(|column| {
                if used.contains(&column) {
                    return None;
                }
                used.push(column);
                let cost = row[column] + naive(rest, used);
                used.pop();
                Some(cost)
            })
            .fold(f64::INFINITY, f64::min)
    }

    proptest! {
        #[test]
        fn prop_assign_naive(costs in prop::collection::vec(prop::collection::vec(0.0..3.0f64, 6), 1..5)) {
            let found = assign(&costs);
            let sum: f64 = found.iter().zip(&costs).map(|(at, row)| row[at.unwrap()]).sum();
            prop_assert!((sum - naive(&costs, &mut Vec::new())).abs() < 1e-9);
            let mut columns: Vec<_> = found.iter().flatten().collect();
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!(columns.len(), costs.len());
        }
    }

    #[test]
    fn a_name_that_may_not_be_had_is_not_dealt_out() {
        let never = f64::INFINITY;
        assert_eq!(
            assign(&[vec![0.1, 0.2], vec![never, 0.1]]),
            [Some(0), Some(1)]
        );
        assert_eq!(assign(&[vec![0.1], vec![0.2]]), [Some(0), None]);
        assert_eq!(assign(&[vec![never]]), [None]);
        assert!(assign(&[]).is_empty());
    }
}
