//! The choice of a grouping on real customers, beside scikit-learn's numbers
//! (`tests/golden/cluster.py`; the scores of given groupings are in `parity`), and in the cases where there is little or nothing to choose.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use clientele_analysis::cluster::{
    Candidate, Grounds, Matrix, Params, Row, Selection, Standing, Task, TaskResult, run,
};
use clientele_model::segments::{Algorithm, Veto};
use serde_json::Value;

const RFM: &str = include_str!("golden/cluster_rfm.csv");
const GOLDEN: &str = include_str!("golden/cluster.json");

fn golden() -> Value {
    serde_json::from_str(GOLDEN).unwrap()
}

/// Recency, frequency and monetary value as they are.
fn raw_columns() -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::new(); 3];
    for line in RFM.lines().filter(|line| !line.starts_with('#')) {
        for (column, value) in columns.iter_mut().zip(line.split(',')) {
            column.push(value.parse().unwrap());
        }
    }
    columns
}

fn raw() -> Matrix {
    let narrow = |column: &Vec<f64>| column.iter().map(|&v| v as f32).collect::<Vec<_>>();
    Matrix::new(&raw_columns().iter().map(narrow).collect::<Vec<_>>()).unwrap()
}

/// As `prepared` in the golden script.
fn prepared() -> Matrix {
    let prepare = |column: &Vec<f64>| {
        let mut sorted = column.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = share * (sorted.len() - 1) as f64;
            let low = sorted[place as usize];
            low + (sorted[place as usize + 1] - low) * place.fract()
        };
        let (low, high) = (at(0.01), at(0.99));
        let logged: Vec<f64> = column.iter().map(|v| v.clamp(low, high).ln_1p()).collect();
        let mean = logged.iter().sum::<f64>() / logged.len() as f64;
        let spread = logged.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / logged.len() as f64;
        logged
            .iter()
            .map(|v| ((v - mean) / spread.sqrt()) as f32)
            .collect::<Vec<_>>()
    };
    Matrix::new(&raw_columns().iter().map(prepare).collect::<Vec<_>>()).unwrap()
}

fn finished(params: Params, matrix: &Matrix) -> Selection {
    let mut selection = Selection::new(params, matrix).unwrap();
    selection.finish(matrix);
    assert!(selection.done());
    selection
}

#[track_caller]
fn near(found: f64, expected: &Value, relative: f64) {
    let expected = expected.as_f64().unwrap();
    assert!(
        (found - expected).abs() <= relative * expected.abs(),
        "{found} is not {expected}"
    );
}

#[test]
fn preparation_is_that_of_the_golden_script() {
    let first: Vec<f32> = prepared().row(0).collect();
    for (found, expected) in first
        .iter()
        .zip(golden()["prepared_first_row"].as_array().unwrap())
    {
        near(f64::from(*found), expected, 1e-6);
    }
}

#[test]
fn k_means_is_as_tight_as_the_best_of_fifty_starts_of_scikit_learn() {
    let matrix = prepared();
    for best in golden()["best"].as_array().unwrap() {
        let k = best["k"].as_u64().unwrap() as u8;
        let candidate = Candidate {
            algorithm: Algorithm::KMeans,
            k,
        };
        let TaskResult::Fitted(fitted) = run(
            &Task::Fit {
                candidate,
                seed: 42,
            },
            &matrix,
        ) else {
            panic!("a fit answers a fit");
        };
        near(fitted.scores.unwrap().inertia, &best["inertia"], 1e-3);
    }
}

#[test]
fn unscaled_amounts_are_vetoed_however_good_their_silhouette() {
    let selection = finished(Params::default(), &raw());
    let rows = selection.leaderboard();
    let tempting = |row: &&Row| row.silhouette.is_some_and(|found| found.mean > 0.8);
    assert!(rows.iter().filter(tempting).count() >= 4);
    for row in rows.iter().filter(tempting) {
        assert!(row.largest_share() > 0.9);
        assert!(row.vetoes.contains(&Veto::Dominant));
        assert_eq!(row.standing, Standing::RuledOut);
    }
    let five = |row: &&Row| {
        row.candidate
            == Candidate {
                algorithm: Algorithm::KMeans,
                k: 5,
            }
    };
    let five = rows.iter().find(five).unwrap();
    let trap = &golden()["unscaled_five"];
    near(five.inertia, &trap["inertia"], 1e-2);
    near(five.largest_share(), &trap["largest_share"], 1e-2);
    near(five.silhouette.unwrap().mean, &trap["silhouette"], 1e-2);
}

#[test]
fn prepared_customers_get_a_few_groups_of_some_size() {
    let selection = finished(Params::default(), &prepared());
    let winner = selection.winner().unwrap();
    assert_eq!(winner.grounds, Grounds::Rule);
    let rows = selection.leaderboard();
    assert_eq!(rows.len(), 18);
    let chosen = &rows[0];
    assert_eq!(
        (chosen.standing, chosen.candidate),
        (Standing::Chosen, winner.candidate)
    );
    assert!((3..=8).contains(&chosen.candidate.k));
    assert!(chosen.largest_share() < 0.6 && chosen.smallest_share() > 0.05);
    assert!(chosen.stability.as_ref().unwrap().overall > 0.75);
    assert_eq!(
        rows.iter()
            .filter(|row| row.standing == Standing::Chosen)
            .count(),
        1
    );
    assert!(
        rows.iter()
            .all(|row| row.standing != Standing::Open && row.stability.is_some())
    );
}

/// Customers in `k` clouds of very different distance from each other.
fn clouds(rows: usize, k: usize) -> Matrix {
    let mut state = 12_345u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 24) as f32
    };
    let cloud = |row: usize| (row % k) as f32;
    let columns: [Vec<f32>; 2] = [
        (0..rows).map(|row| cloud(row) * 5.0 + noise()).collect(),
        (0..rows).map(|row| cloud(row).powi(2) + noise()).collect(),
    ];
    Matrix::new(&columns).unwrap()
}

#[test]
fn order_and_wire_change_nothing() {
    let matrix = clouds(700, 5);
    let straight = finished(Params::default(), &matrix);
    let mut other = Selection::new(Params::default(), &matrix).unwrap();
    let matrix = Matrix::from_bytes(&matrix.to_bytes()).unwrap();
    while !other.done() {
        let tasks = other.next_tasks();
        assert_eq!(other.next_tasks(), [], "a wave is handed out once");
        let mut results: Vec<TaskResult> = tasks
            .iter()
            .rev()
            .map(|task| {
                let task: Task =
                    postcard::from_bytes(&postcard::to_allocvec(task).unwrap()).unwrap();
                let result = run(&task, &matrix);
                postcard::from_bytes(&postcard::to_allocvec(&result).unwrap()).unwrap()
            })
            .collect();
        results.reverse();
        other.supply(results);
    }
    assert_eq!(other.winner(), straight.winner());
    assert_eq!(other.leaderboard(), straight.leaderboard());
}

#[test]
fn the_winner_is_known_early_and_stays() {
    for seed in 0..5 {
        let matrix = prepared();
        let mut selection = Selection::new(
            Params {
                seed,
                ..Params::default()
            },
            &matrix,
        )
        .unwrap();
        let mut early = None;
        while !selection.done() {
            let tasks = selection.next_tasks();
            selection.supply(tasks.iter().map(|task| run(task, &matrix)).collect());
            early = early.or_else(|| {
                selection
                    .winner()
                    .map(|found| (found, selection.progress()))
            });
        }
        let (winner, progress) = early.unwrap();
        assert!(progress.done * 3 < progress.of, "{progress:?}");
        assert_eq!(selection.winner(), Some(winner));
        assert_eq!(selection.progress().done, selection.progress().of);
    }
}

#[test]
fn another_order_of_rows_gives_the_same_groups() {
    let matrix = clouds(900, 4);
    let shuffled: Vec<u32> = (0..900u32).map(|row| row * 7 % 900).collect();
    let labels = |matrix: &Matrix| {
        let winner = finished(Params::default(), matrix).winner().unwrap();
        assert_eq!(winner.candidate.k, 4);
        winner.centroids.assign(matrix)
    };
    let (before, after) = (labels(&matrix), labels(&matrix.select(&shuffled)));
    for (at, &row) in shuffled.iter().enumerate() {
        for (other, &other_row) in shuffled.iter().enumerate().step_by(37) {
            let together = before[row as usize] == before[other_row as usize];
            assert_eq!(after[at] == after[other], together);
        }
    }
}

#[test]
fn a_number_of_groups_can_be_asked_for() {
    let matrix = prepared();
    let winner = finished(
        Params {
            k: Some(7),
            ..Params::default()
        },
        &matrix,
    )
    .winner()
    .unwrap();
    assert_eq!((winner.candidate.k, winner.grounds), (7, Grounds::Asked));
    let asked = Params {
        k: Some(12),
        ..Params::default()
    };
    let selection = finished(asked, &matrix);
    assert_eq!(selection.winner().unwrap().candidate.k, 12);
    assert_eq!(selection.leaderboard().len(), 20);
}

#[track_caller]
fn refused(values: &[f32], k: Option<u8>, sentence: &str) {
    let matrix = Matrix::new(&[values]).unwrap();
    let failure = Selection::new(
        Params {
            k,
            ..Params::default()
        },
        &matrix,
    )
    .unwrap_err();
    assert_eq!(failure.to_string(), sentence);
}

#[test]
fn too_few_or_identical_customers_are_refused_in_words() {
    refused(
        &[1.0],
        None,
        "Groups need at least 2 customers, and these filters leave 1. Widen the period or remove a \
         filter.",
    );
    refused(
        &[1.0, 2.0, 3.0],
        Some(5),
        "Groups need at least 5 customers, and these filters leave 3. Widen the period or remove a \
         filter.",
    );
    refused(
        &[4.0; 50],
        None,
        "The 50 customers these filters leave are alike in every measure, so there are no groups to \
         find. Widen the period or remove a filter.",
    );
}

#[track_caller]
fn least_bad(values: &[f32], k: Option<u8>, most: u8) {
    let matrix = Matrix::new(&[values]).unwrap();
    let selection = finished(
        Params {
            k,
            ..Params::default()
        },
        &matrix,
    );
    let winner = selection.winner().unwrap();
    assert_eq!(winner.grounds, Grounds::LeastBad);
    assert!(winner.candidate.k <= most, "{} groups", winner.candidate.k);
    let rows = selection.leaderboard();
    assert_eq!(rows[0].standing, Standing::Chosen);
    assert!(rows.iter().all(|row| row.vetoes.contains(&Veto::Tiny)));
    assert!(
        rows.iter()
            .all(|row| row.sizes.iter().all(|&size| size > 0))
    );
}

#[test]
fn where_everything_is_vetoed_the_least_bad_is_shown_as_such() {
    least_bad(&[1.0, 2.0], None, 2);
    least_bad(&[1.0, 1.0, 1.0, 2.0], None, 2);
    least_bad(&[1.0, 1.0, 2.0, 2.0, 3.0], Some(5), 3);
    let few: Vec<f32> = (0..40).map(|row| (row * row) as f32).collect();
    least_bad(&few, None, 10);
}

#[test]
fn where_only_two_groups_are_sound_there_are_two() {
    // Two clouds and forty customers: any third group would be under 30.
    let values: Vec<f32> = (0..64)
        .map(|row| (row % 2) as f32 * 50.0 + row as f32 * 0.01)
        .collect();
    let selection = finished(Params::default(), &Matrix::new(&[values]).unwrap());
    let winner = selection.winner().unwrap();
    assert_eq!(
        (winner.candidate.k, winner.grounds),
        (2, Grounds::OutsideRange)
    );
}
