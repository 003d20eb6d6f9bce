//! Names for segments: distinct, and true of the data.
//!
//! A segment takes the name from the table of plays whose place (recency, frequency, monetary) is
//! nearest to that of its customers; all segments together take the distinct names with the least
//! distance in all. Under the behaviour lens a segment that stands out by how it buys says so.

use clientele_model::filters::Lens;
use clientele_model::groups::slug;

use super::found::Group;
use super::ground::Ground;
use crate::order::sort_by;
use crate::plays::{self, Entry};

/// Standard deviations from which a way of buying names a segment.
const NAMES: f64 = 1.0;
/// Standard deviations from which it is said behind the name.
const SAID: f64 = 0.75;
/// Distance added where a name is true by comparison only: more than any other name is away.
const LAST_RESORT: f64 = 5.0;
/// Days within which a customer counts as new.
const NEW_DAYS: i32 = 90;
/// Palette places.
const COLOURS: std::ops::RangeInclusive<u8> = 1..=10;

/// Gives every segment its name, link, colour and play.
pub(super) fn name(ground: &Ground, segments: &mut [Group]) {
    let table = plays::table();
    let bases: Vec<&Entry> = table.iter().filter(|entry| entry.place.is_some()).collect();
    let costs: Vec<Vec<f64>> = segments
        .iter()
        .map(|group| {
            bases
                .iter()
                .map(|entry| cost(ground, group, entry))
                .collect()
        })
        .collect();
    let distinct = assign(&costs);
    let mut chosen = vec![false; segments.len()];
    if ground.lens == Lens::Behaviour {
        by_behaviour(ground, segments, &table, &mut chosen);
    }
    let nearest: Vec<usize> = costs.iter().map(|row| least(row)).collect();
    let traits: Vec<Option<(Entry, usize, bool)>> = segments
        .iter()
        .map(|group| match ground.lens {
            Lens::Behaviour => strongest(ground, group, &table, true)
                .filter(|(_, _, _, strength)| *strength >= SAID)
                .map(|(entry, at, high, _)| (entry, at, high)),
            Lens::Value => None,
        })
        .collect();
    // Nearest names may repeat where the words behind them differ; else names are dealt out.
    let full = |at: usize, base: Option<usize>| {
        let name = base.map_or_else(|| format!("Group {}", at + 1), |b| bases[b].name.clone());
        match &traits[at] {
            Some((entry, _, _)) => format!("{name}, {}", entry.name),
            None => name,
        }
    };
    let open: Vec<usize> = (0..segments.len()).filter(|&at| !chosen[at]).collect();
    let mut tried: Vec<String> = open.iter().map(|&at| full(at, Some(nearest[at]))).collect();
    sort_by(&mut tried, Ord::cmp);
    tried.dedup();
    let all_differ = tried.len() == open.len();
    for &at in &open {
        let base = if all_differ {
            Some(nearest[at])
        } else {
            distinct[at]
        };
        segments[at].name = full(at, base);
        let entry = base.map(|base| bases[base]);
        let play = entry.map(|entry| entry.play.clone()).unwrap_or_default();
        segments[at].play = match &traits[at] {
            Some((words, _, _)) => plays::combined(&play, &words.play),
            None => play,
        };
        segments[at].trait_of = traits[at].as_ref().map(|(_, at, high)| (*at, *high));
        segments[at].colour = entry.map_or(0, |entry| entry.colour);
    }
    segments
        .iter_mut()
        .for_each(|group| group.slug = slug(&group.name));
    paint(segments, &bases);
}

/// Names that say nothing but how customers buy, where that is what stands out most.
fn by_behaviour(ground: &Ground, segments: &mut [Group], table: &[Entry], chosen: &mut [bool]) {
    for entry in table
        .iter()
        .filter(|entry| entry.when.is_some() && !entry.suffix)
    {
        let mut best: Option<(usize, f64, (usize, bool))> = None;
        for (at, group) in segments.iter().enumerate().filter(|(at, _)| !chosen[*at]) {
            let Some((place, high)) = place_of(ground, entry) else {
                continue;
            };
            let strength = strength(group, place, high);
            let leads = group
                .profile
                .iter()
                .zip(&ground.measures)
                .all(|(profile, measure)| !measure.used || profile.sigma.abs() <= strength);
            if strength >= NAMES && leads && best.is_none_or(|(_, other, _)| strength > other) {
                best = Some((at, strength, (place, high)));
            }
        }
        if let Some((at, _, trait_of)) = best {
            chosen[at] = true;
            segments[at].name.clone_from(&entry.name);
            segments[at].play = entry.play.clone();
            segments[at].colour = entry.colour;
            segments[at].trait_of = Some(trait_of);
        }
    }
}

/// The way of buying in which a segment stands out most, of those said behind a name; categories
/// speak for themselves.
fn strongest(
    ground: &Ground,
    group: &Group,
    table: &[Entry],
    suffix: bool,
) -> Option<(Entry, usize, bool, f64)> {
    let listed = table
        .iter()
        .filter(|entry| entry.suffix == suffix)
        .filter_map(|entry| {
            let (place, high) = place_of(ground, entry)?;
            Some((entry.clone(), place, high))
        });
    let categories = ground
        .measures
        .iter()
        .enumerate()
        .filter_map(|(place, measure)| {
            let name = measure.key.strip_prefix("category:")?;
            Some((
                Entry {
                    name: format!("fond of {name}"),
                    ..Entry::default()
                },
                place,
                true,
            ))
        });
    listed
        .chain(categories)
        .map(|(entry, place, high)| {
            let strength = strength(group, place, high);
            (entry, place, high, strength)
        })
        .fold(
            None,
            |best: Option<(Entry, usize, bool, f64)>, next| match best {
                Some(best) if best.3 >= next.3 => Some(best),
                _ => Some(next),
            },
        )
}

fn place_of(ground: &Ground, entry: &Entry) -> Option<(usize, bool)> {
    let (key, high) = entry.when.as_ref()?;
    let place = ground.place(key)?;
    ground.measures[place].used.then_some((place, *high))
}

fn strength(group: &Group, place: usize, high: bool) -> f64 {
    let sigma = group.profile[place].sigma;
    if high { sigma } else { -sigma }
}

/// Squared distance between a segment's place and a name's; without bound where the name would be
/// untrue.
fn cost(ground: &Ground, group: &Group, entry: &Entry) -> f64 {
    let since = ground.table.as_of - NEW_DAYS;
    let new = group
        .rows
        .iter()
        .filter(|&&row| ground.table.first_ever[row as usize] >= since);
    if entry.newcomers && new.count() * 2 < group.rows.len() {
        return f64::INFINITY;
    }
    let place = entry.place.unwrap_or([0.5; 3]);
    let distance: f64 = place
        .iter()
        .zip(group.place)
        .map(|(a, b)| (a - b) * (a - b))
        .sum();
    let days = ground
        .place("recency")
        .map_or(0.0, |at| group.profile[at].quantiles[2]);
    distance + if days < entry.away { LAST_RESORT } else { 0.0 }
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
pub(super) fn assign(costs: &[Vec<f64>]) -> Vec<Option<usize>> {
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

/// Plain names keep their colour; the others take their own where it is free, else the next free.
fn paint(segments: &mut [Group], bases: &[&Entry]) {
    let plain = |group: &Group| bases.iter().any(|entry| entry.name == group.name);
    let mut taken: Vec<u8> = segments
        .iter()
        .filter(|group| plain(group))
        .map(|group| group.colour)
        .collect();
    for group in segments.iter_mut().filter(|group| !plain(group)) {
        if group.colour == 0 || taken.contains(&group.colour) {
            group.colour = COLOURS
                .clone()
                .find(|colour| !taken.contains(colour))
                .unwrap_or(0);
        }
        taken.push(group.colour);
    }
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
