//! How the conditions of an audience overlap: each combination of them, and how many customers meet just these.

use clientele_model::audiences::{Combination, LineRow, Overlap};
use clientele_model::selection::Only;
use clientele_model::words::{Sentence, agreeing};

use crate::order::sort_by;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

/// More conditions than these are not told apart.
const SETS: usize = 6;
/// More combinations than these are not listed.
const COLUMNS: usize = 14;

/// The overlap of the first conditions; none where there is only one.
pub(super) fn overlap(
    among: &CustomersTable,
    these: &CustomerSet,
    lines: &[(LineRow, CustomerSet)],
) -> Option<Overlap> {
    let lines: Vec<_> = lines
        .iter()
        .filter(|(line, _)| line.of != Only::Everyone)
        .take(SETS)
        .collect();
    if lines.len() < 2 {
        return None;
    }
    // By which conditions are met, and whether they are in the audience: with more conditions than are told apart both happen.
    let mut counts = vec![0_u32; 2 << lines.len()];
    for &customer in &among.position {
        let bits = lines.iter().enumerate();
        let met = bits.fold(0_usize, |met, (at, (_, set))| {
            met | usize::from(set.contains(customer)) << (at + 1)
        });
        counts[met | usize::from(these.contains(customer))] += 1;
    }
    let mut columns: Vec<Combination> = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        // Who meets none of the conditions is everybody else.
        .filter(|(met, _)| met >> 1 != 0)
        .map(|(met, &customers)| {
            let meets: Vec<bool> = (0..lines.len())
                .map(|at| met >> (at + 1) & 1 == 1)
                .collect();
            let of = lines
                .iter()
                .zip(&meets)
                .map(|((line, _), meets)| match meets {
                    true => line.of.clone(),
                    false => line.of.clone().but(),
                });
            Combination {
                of: Only::all(of.collect()),
                is_in: met & 1 == 1,
                customers,
                meets,
            }
        })
        .collect();
    sort_by(&mut columns, |a, b| {
        let first = b.is_in.cmp(&a.is_in);
        first
            .then(b.customers.cmp(&a.customers))
            .then_with(|| b.meets.cmp(&a.meets))
    });
    let rest = columns.split_off(columns.len().min(COLUMNS));
    let held: u32 = rest.iter().map(|column| column.customers).sum();
    let title = title(&columns, &lines);
    Some(Overlap {
        title,
        sets: lines
            .iter()
            .map(|(line, _)| (line.title.clone(), line.fit))
            .collect(),
        rest: (rest.len() as u32, held),
        columns,
    })
}

/// How many miss the audience by one condition only: the one by which most do.
fn title(columns: &[Combination], lines: &[&(LineRow, CustomerSet)]) -> Sentence {
    let mut nearest: Option<(u32, &str)> = None;
    for out in columns.iter().filter(|column| !column.is_in) {
        for inside in columns.iter().filter(|column| column.is_in) {
            let differ = out.meets.iter().zip(&inside.meets).enumerate();
            let mut differ = differ.filter(|(_, (out, inside))| out != inside);
            let (Some((at, _)), None) = (differ.next(), differ.next()) else {
                continue;
            };
            if nearest.is_none_or(|(most, _)| out.customers > most) {
                nearest = Some((out.customers, &lines[at].0.title));
            }
        }
    }
    match nearest {
        Some((customers, name)) => Sentence::new()
            .counted(customers, "customer")
            .text(agreeing(customers, " misses", " miss"))
            .text(" the audience by one line alone: ")
            .name(name),
        None => "Nobody misses the audience by one line alone".into(),
    }
}
