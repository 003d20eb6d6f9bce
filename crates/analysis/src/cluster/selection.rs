//! The choice among all candidates, as a machine that hands out work in waves.
//!
//! The rule: fit every candidate to the same prepared customers; rule out one whose largest group
//! is over 80 %, whose smallest is under 1 % or 30 customers, or whose stability is under 0.60;
//! among those left with 3 to 8 groups (plain K-Means alone, where any is left) find the best
//! silhouette; of those within 5 % of it take the most groups.
//!
//! Work that decides comes first, so the winner is known before every candidate has every score. How sure the
//! number of groups is, is worked out last.
//! Waves depend on the numbers only, never on how many hands do the work.

use super::leaderboard::{Grounds, Row, Winner};
use super::matrix::Matrix;
use super::number::{CHOICES, Draws};
use super::rule::{self, Need};
use super::silhouette::Silhouette;
use super::stability::{self, REFITS, Stability};
use super::task::{Candidate, Fitted, Task, TaskResult, run};
use clientele_model::failure::Failure;
use clientele_model::segments::Algorithm;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    /// Seed of everything random.
    pub seed: u64,
    /// This many groups, if the question says so. More than there are different customers become
    /// as many as there are.
    pub k: Option<u8>,
    /// Silhouettes are exact up to this many customers.
    pub exact_customers: u32,
    /// Customers in the stratified sample beyond that.
    pub sample: u32,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            seed: 42,
            k: None,
            exact_customers: 12_000,
            sample: 10_000,
        }
    }
}

/// Numbers of groups that are tried.
pub const GROUPS: std::ops::RangeInclusive<u8> = 2..=10;
/// Numbers of groups that the rule chooses from.
pub const CHOSEN_GROUPS: std::ops::RangeInclusive<u8> = 3..=8;
/// Refits of one task.
const REFITS_PER_TASK: u32 = 5;

/// A selection under way.
#[derive(Clone, Debug)]
pub struct Selection {
    params: Params,
    rows: u32,
    pub(super) entries: Vec<Entry>,
    /// For each task handed out and not answered: whose it is; of no candidate when it asks for the number.
    wave: Vec<Option<usize>>,
    winner: Option<(usize, Grounds)>,
    /// The numbers of groups that draws of customers choose, as far as they are known.
    numbers: Vec<Option<u8>>,
}

/// One candidate as far as it has come.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub candidate: Candidate,
    /// Whether the rule may choose it before anything else is looked at.
    pub first_choice: bool,
    pub fitted: Option<Fitted>,
    /// Outer: computed at all. Inner: defined.
    pub silhouette: Option<Option<Silhouette>>,
    pub overlaps: Vec<Vec<Option<f64>>>,
    pub stability: Option<Stability>,
}

/// How far a selection is, in candidates with every score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Candidates with every score.
    pub done: u32,
    /// Candidates.
    pub of: u32,
}

impl Selection {
    /// Begins to choose a grouping of the customers in `matrix`.
    ///
    /// # Errors
    /// `TooFew` for fewer than two customers or fewer than the groups asked for; `AllAlike` when
    /// all customers are the same.
    pub fn new(params: Params, matrix: &Matrix) -> Result<Self, Failure> {
        let rows = matrix.rows() as u32;
        let need = u32::from(params.k.unwrap_or(2).max(2));
        if rows < need {
            return Err(Failure::TooFew { need, have: rows });
        }
        let most = params.k.unwrap_or(2).max(*GROUPS.end());
        let distinct = matrix.distinct_up_to(usize::from(most)) as u8;
        if distinct < 2 {
            return Err(Failure::AllAlike { have: rows });
        }
        let asked = params.k.map(|k| k.clamp(2, distinct));
        let mut groups: Vec<u8> = GROUPS.filter(|&k| k <= distinct).collect();
        groups.extend(asked.filter(|k| !groups.contains(k)));
        let entries = [Algorithm::KMeans, Algorithm::MiniBatch]
            .iter()
            .flat_map(|&algorithm| groups.iter().map(move |&k| Candidate { algorithm, k }))
            .map(|candidate| Entry {
                candidate,
                first_choice: asked
                    .map_or(CHOSEN_GROUPS.contains(&candidate.k), |k| candidate.k == k),
                fitted: None,
                silhouette: None,
                overlaps: Vec::new(),
                stability: None,
            })
            .collect();
        let params = Params { k: asked, ..params };
        Ok(Self {
            params,
            rows,
            entries,
            wave: Vec::new(),
            winner: None,
            numbers: Vec::new(),
        })
    }

    /// The next tasks, independent of each other; empty when all is done, or while tasks handed
    /// out before are not answered.
    pub fn next_tasks(&mut self) -> Vec<Task> {
        if !self.wave.is_empty() {
            return Vec::new();
        }
        let mut tasks = Vec::new();
        for at in self.due() {
            let steps = self.steps(at);
            self.wave.extend(steps.iter().map(|_| Some(at)));
            tasks.extend(steps);
        }
        if tasks.is_empty() && self.wants_numbers() {
            let seed = self.params.seed;
            tasks.extend((0..CHOICES).map(|draw| Task::Number { seed, draw }));
            self.wave = vec![None; tasks.len()];
        }
        tasks
    }

    /// Whether it is to be seen how many groups draws of customers choose: where the rule chose the number.
    fn wants_numbers(&self) -> bool {
        let by_rule = self
            .winner
            .is_some_and(|(_, grounds)| grounds == Grounds::Rule);
        by_rule && (self.numbers.len() as u32) < CHOICES
    }

    /// Takes the results of the tasks handed out last, in their order. Results that do not answer
    /// a task are ignored, and their tasks are handed out again.
    pub fn supply(&mut self, results: Vec<TaskResult>) {
        let wave = std::mem::take(&mut self.wave);
        let mut numbers = Vec::new();
        for (of, result) in wave.into_iter().zip(results) {
            match (of, result) {
                (Some(at), result) => self.entries[at].take(result, self.rows),
                (None, TaskResult::Number(number)) => numbers.push(number),
                (None, _) => {}
            }
        }
        if numbers.len() as u32 == CHOICES {
            self.numbers = numbers;
        }
        if self.winner.is_none() {
            self.winner = match rule::choose(&self.entries, &self.params) {
                Need::Nothing(winner) => winner,
                Need::Scores(_) => None,
            };
        }
    }

    /// The chosen grouping, as soon as nothing outstanding can change the choice.
    #[must_use]
    pub fn winner(&self) -> Option<Winner> {
        let (at, grounds) = self.winner?;
        let entry = &self.entries[at];
        let fitted = entry.fitted.as_ref()?;
        Some(Winner {
            candidate: entry.candidate,
            centroids: fitted.centroids.clone(),
            grounds,
            silhouette: entry.silhouette.flatten(),
        })
    }

    /// Whether every candidate has every score, and it is known how sure the number of groups is.
    #[must_use]
    pub fn done(&self) -> bool {
        self.entries.iter().all(Entry::complete) && !self.wants_numbers()
    }

    /// How often draws of customers choose as many groups, where the rule chose the number, once it is known.
    #[must_use]
    pub fn draws(&self) -> Option<Draws> {
        let (at, _) = self.winner?;
        let is_known = !self.numbers.is_empty();
        is_known.then(|| Draws::of(&self.numbers, self.entries[at].candidate.k))
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let done = self.entries.iter().filter(|entry| entry.complete()).count() as u32;
        Progress {
            done,
            of: self.entries.len() as u32,
        }
    }

    /// Every candidate fitted so far: the chosen one first, then those not ruled out, then the
    /// rest, each by silhouette.
    #[must_use]
    pub fn leaderboard(&self) -> Vec<Row> {
        rule::leaderboard(&self.entries, self.winner.map(|(at, _)| at), &self.params)
    }

    /// Does all work that is left, here and now.
    pub fn finish(&mut self, matrix: &Matrix) {
        while !self.done() {
            let tasks = self.next_tasks();
            if tasks.is_empty() {
                break;
            }
            self.supply(tasks.iter().map(|task| run(task, matrix)).collect());
        }
    }

    /// Candidates whose next step is due: first what the choice turns out to need, then the
    /// rest.
    fn due(&self) -> Vec<usize> {
        let unscored = |entry: &Entry| entry.silhouette.is_none();
        let open = |wanted: &dyn Fn(&Entry) -> bool| -> Vec<usize> {
            (0..self.entries.len())
                .filter(|&at| wanted(&self.entries[at]))
                .collect()
        };
        if self.winner.is_none()
            && let Need::Scores(needed) = rule::choose(&self.entries, &self.params)
        {
            return needed;
        }
        let second = open(&unscored);
        if second.is_empty() {
            open(&|entry| !entry.complete())
        } else {
            second
        }
    }

    /// The next tasks of one candidate.
    fn steps(&self, at: usize) -> Vec<Task> {
        let entry = &self.entries[at];
        let (candidate, seed) = (entry.candidate, self.params.seed);
        let Some(fitted) = &entry.fitted else {
            return vec![Task::Fit { candidate, seed }];
        };
        let centroids = fitted.centroids.clone();
        if fitted.scores.is_none() {
            return vec![Task::Polish {
                centroids,
                rounds: fitted.rounds,
            }];
        }
        if entry.silhouette.is_none() {
            let sample = (self.rows > self.params.exact_customers).then_some(self.params.sample);
            return vec![Task::Silhouette {
                centroids,
                sample,
                seed,
            }];
        }
        if entry.stability.is_some() {
            return Vec::new();
        }
        (0..REFITS)
            .step_by(REFITS_PER_TASK as usize)
            .map(|from| Task::Bootstrap {
                candidate,
                centroids: centroids.clone(),
                seed,
                from,
                to: (from + REFITS_PER_TASK).min(REFITS),
            })
            .collect()
    }
}

impl Entry {
    pub fn complete(&self) -> bool {
        self.stability.is_some()
    }

    fn take(&mut self, result: TaskResult, rows: u32) {
        match result {
            TaskResult::Fitted(fitted) => self.fitted = Some(fitted),
            TaskResult::Silhouette(silhouette) => self.silhouette = Some(silhouette),
            TaskResult::Overlaps(overlaps) => {
                self.overlaps.extend(overlaps);
                if self.overlaps.len() as u32 >= REFITS {
                    let k = usize::from(self.candidate.k);
                    self.stability =
                        Some(stability::mean(&self.overlaps, k, stability::draws(rows)));
                    self.overlaps.clear();
                }
            }
            TaskResult::Number(_) => {}
        }
    }
}
