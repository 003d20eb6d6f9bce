//! The rule that chooses, as a pure function of what is known so far.

use super::leaderboard::{Grounds, Row, Standing, vetoes};
use super::selection::{CHOSEN_GROUPS, Entry, Params};
use clientele_model::segments::{Algorithm, Veto};
use std::cmp::Reverse;

/// What the choice still needs.
pub(super) enum Need {
    /// Nothing: it is made (absent only when there is no candidate with a silhouette).
    Nothing(Option<(usize, Grounds)>),
    /// The next scores of these candidates.
    Scores(Vec<usize>),
}

/// Silhouettes this share below the best count as as good.
const AS_GOOD: f64 = 0.05;

/// Makes the choice, or says which candidates must be known better before it can be made.
pub(super) fn choose(entries: &[Entry], params: &Params) -> Need {
    let first: Vec<usize> = (0..entries.len())
        .filter(|&at| entries[at].first_choice)
        .collect();
    let unscored = |pool: &[usize]| -> Vec<usize> {
        pool.iter()
            .copied()
            .filter(|&at| entries[at].silhouette.is_none())
            .collect()
    };
    let asked = params.k.is_some();
    let plain = first
        .iter()
        .copied()
        .filter(|&at| is_plain(&entries[at]))
        .collect();
    // Where plain K-Means has anything to offer, mini-batch is not looked at: it need not be
    // scored before the choice is made.
    for pool in [plain, first.clone()] {
        let missing = unscored(&pool);
        if !missing.is_empty() {
            return Need::Scores(missing);
        }
        match most_groups(entries, &pool) {
            Step::Found(at) => {
                let grounds = if asked { Grounds::Asked } else { Grounds::Rule };
                return Need::Nothing(Some((at, grounds)));
            }
            Step::Unsure(needed) => return Need::Scores(needed),
            Step::Nobody => {}
        }
    }
    // What was asked for stays asked for: other numbers of groups are no way out then.
    let pool: Vec<usize> = if asked {
        first
    } else {
        (0..entries.len()).collect()
    };
    let missing = unscored(&pool);
    if !missing.is_empty() {
        return Need::Scores(missing);
    }
    match best_silhouette(entries, &pool) {
        Step::Found(at) => return Need::Nothing(Some((at, Grounds::OutsideRange))),
        Step::Unsure(needed) => return Need::Scores(needed),
        Step::Nobody => {}
    }
    let unfinished: Vec<usize> = pool
        .iter()
        .copied()
        .filter(|&at| !entries[at].complete())
        .collect();
    if !unfinished.is_empty() {
        return Need::Scores(unfinished);
    }
    let mildest = pool.iter().copied().min_by(|&a, &b| {
        let severity = |at: usize| severity(&entries[at]);
        severity(a)
            .cmp(&severity(b))
            .then_with(|| mean(&entries[b]).total_cmp(&mean(&entries[a])))
    });
    Need::Nothing(mildest.map(|at| (at, Grounds::LeastBad)))
}

/// Every candidate fitted so far, with its standing.
pub(super) fn leaderboard(entries: &[Entry], winner: Option<usize>, params: &Params) -> Vec<Row> {
    let eligible = plain_first(
        entries,
        (0..entries.len())
            .filter(|&at| entries[at].first_choice && free(&entries[at]))
            .collect(),
    );
    let best = best_of(entries, &eligible).map(|at| mean(&entries[at]));
    let mut rows: Vec<Row> = entries
        .iter()
        .enumerate()
        .filter_map(|(at, entry)| {
            let standing = if winner == Some(at) {
                Standing::Chosen
            } else {
                standing(entry, best, winner.map(|at| &entries[at]), params)
            };
            row(entry, standing)
        })
        .collect();
    let place = |row: &Row| match row.standing {
        Standing::Chosen => 0,
        Standing::RuledOut => 3,
        Standing::OutsideRange | Standing::NotAsked => 2,
        Standing::FewerGroups
        | Standing::SecondToKMeans
        | Standing::Below { .. }
        | Standing::Open => 1,
    };
    let silhouette = |row: &Row| row.silhouette.map_or(f64::MIN, |found| found.mean);
    crate::order::sort_by(&mut rows, |a, b| {
        place(a)
            .cmp(&place(b))
            .then_with(|| silhouette(b).total_cmp(&silhouette(a)))
    });
    rows
}

enum Step {
    Found(usize),
    Unsure(Vec<usize>),
    Nobody,
}

/// Of the unvetoed whose silhouette is within 5 % of the best: the one with the most groups.
fn most_groups(entries: &[Entry], pool: &[usize]) -> Step {
    let eligible = plain_first(
        entries,
        pool.iter()
            .copied()
            .filter(|&at| free(&entries[at]))
            .collect(),
    );
    let Some(best) = best_of(entries, &eligible) else {
        return Step::Nobody;
    };
    let floor = floor(mean(&entries[best]));
    let near = eligible
        .into_iter()
        .filter(|&at| mean(&entries[at]) >= floor);
    let Some(most) = near.max_by_key(|&at| (entries[at].candidate.k, Reverse(at))) else {
        return Step::Nobody;
    };
    let mut unsure: Vec<usize> = [best, most]
        .into_iter()
        .filter(|&at| !entries[at].complete())
        .collect();
    unsure.dedup();
    if unsure.is_empty() {
        Step::Found(most)
    } else {
        Step::Unsure(unsure)
    }
}

/// Of the unvetoed: the one with the best silhouette.
fn best_silhouette(entries: &[Entry], pool: &[usize]) -> Step {
    let eligible: Vec<usize> = pool
        .iter()
        .copied()
        .filter(|&at| free(&entries[at]))
        .collect();
    match best_of(entries, &eligible) {
        Some(best) if entries[best].complete() => Step::Found(best),
        Some(best) => Step::Unsure(vec![best]),
        None => Step::Nobody,
    }
}

/// Plain K-Means alone where there is any: mini-batch stops short of the best centroids, and a
/// silhouette that is higher for it is luck.
fn plain_first(entries: &[Entry], pool: Vec<usize>) -> Vec<usize> {
    let plain: Vec<usize> = pool
        .iter()
        .copied()
        .filter(|&at| is_plain(&entries[at]))
        .collect();
    if plain.is_empty() { pool } else { plain }
}

fn is_plain(entry: &Entry) -> bool {
    entry.candidate.algorithm == Algorithm::KMeans
}

/// The best silhouette; of equal ones the first, which is plain K-Means with the fewest groups.
fn best_of(entries: &[Entry], pool: &[usize]) -> Option<usize> {
    pool.iter().copied().reduce(|best, at| {
        if mean(&entries[at]) > mean(&entries[best]) {
            at
        } else {
            best
        }
    })
}

/// Whether it has a silhouette and no veto known so far.
fn free(entry: &Entry) -> bool {
    entry.silhouette.flatten().is_some() && held(entry).is_some_and(|held| held.is_empty())
}

fn held(entry: &Entry) -> Option<Vec<Veto>> {
    let scores = entry.fitted.as_ref()?.scores.as_ref()?;
    Some(vetoes(&scores.sizes, entry.stability.as_ref()))
}

fn mean(entry: &Entry) -> f64 {
    entry
        .silhouette
        .flatten()
        .map_or(f64::MIN, |silhouette| silhouette.mean)
}

/// The silhouette from which on a candidate counts as as good as the best.
pub(super) fn floor(best: f64) -> f64 {
    best - AS_GOOD * best.abs()
}

/// Milder is smaller: one group with nearly everybody says nothing at all, chance groups mislead,
/// a tiny group is merely hard to use.
fn severity(entry: &Entry) -> u8 {
    let weight = |veto: &Veto| match veto {
        Veto::Dominant => 4,
        Veto::Unstable => 2,
        Veto::Tiny => 1,
    };
    held(entry).map_or(u8::MAX, |held| held.iter().map(weight).sum())
}

fn standing(entry: &Entry, best: Option<f64>, winner: Option<&Entry>, params: &Params) -> Standing {
    if held(entry).is_some_and(|held| !held.is_empty()) {
        return Standing::RuledOut;
    }
    if !entry.first_choice {
        let asked = params.k.is_some() || !CHOSEN_GROUPS.contains(&entry.candidate.k);
        return match (params.k, asked) {
            (None, true) => Standing::OutsideRange,
            _ => Standing::NotAsked,
        };
    }
    let (Some(best), Some(winner), Some(Some(silhouette))) = (best, winner, entry.silhouette)
    else {
        return Standing::Open;
    };
    if silhouette.mean < floor(best) {
        return Standing::Below {
            share: (best - silhouette.mean) / best.abs().max(f64::MIN_POSITIVE),
        };
    }
    if is_plain(winner) && !is_plain(entry) {
        return Standing::SecondToKMeans;
    }
    Standing::FewerGroups
}

fn row(entry: &Entry, standing: Standing) -> Option<Row> {
    let scores = entry.fitted.as_ref()?.scores.as_ref()?;
    Some(Row {
        candidate: entry.candidate,
        sizes: scores.sizes.clone(),
        inertia: scores.inertia,
        silhouette: entry.silhouette.flatten(),
        calinski_harabasz: scores.calinski_harabasz,
        davies_bouldin: scores.davies_bouldin,
        stability: entry.stability.clone(),
        vetoes: vetoes(&scores.sizes, entry.stability.as_ref()),
        standing,
    })
}
