//! Customers to segments, in steps: measure, prepare, seek, compare.

mod compared;

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::segments::SegmentsReport;
use clientele_model::wire::Stage;

use super::report::{self, About};
use super::{Basis, Found, Model};
use crate::cluster::{Matrix, Selection, Task, TaskResult, Winner};
use crate::engine::over;
use crate::features::{self, Measure, Prepared, prepare};
use crate::rfm::Typical;
use crate::tables::CustomersTable;

use compared::Raw;

/// Fewer customers than this are not grouped: no group of two could pass.
pub(super) const LEAST: u32 = 30;
/// Values that are prepared in one step.
const PER_STEP: usize = 120_000;

/// Segments on their way.
pub(super) struct Grouping {
    about: About,
    table: Arc<CustomersTable>,
    /// What is typical of the whole shop.
    typical: Typical,
    /// Whether the table is a preview of one that is still to come.
    is_preview: bool,
    /// The whole table, once it is here.
    whole: Option<Arc<CustomersTable>>,
    phase: Phase,
}

/// What a step came to.
pub(super) enum Grouped {
    More {
        stage: Stage,
        done: u32,
        of: u32,
    },
    Tasks {
        matrix: Arc<Matrix>,
        tasks: Vec<Task>,
    },
    /// The grouping is chosen; scores of others, or the whole table, are still to come.
    Chosen(Arc<Model>),
    /// Nothing can be done before the whole table is here.
    Waits,
    Done(Arc<Model>),
    Failed(Failure),
}

enum Phase {
    Preparing {
        measures: Vec<Measure>,
        prepared: Vec<Prepared>,
    },
    Seeking(Box<Seeking>),
    Widening {
        seeking: Box<Seeking>,
        whole: Arc<CustomersTable>,
        measures: Vec<Measure>,
        prepared: Vec<Prepared>,
    },
    Comparing(Box<Chosen>, Raw),
    Over,
}

struct Seeking {
    basis: Arc<Basis>,
    selection: Selection,
    chosen: Option<(Winner, Arc<Found>, SegmentsReport)>,
}

struct Chosen {
    basis: Arc<Basis>,
    selection: Selection,
    winner: Winner,
    found: Arc<Found>,
    report: SegmentsReport,
}

impl Grouping {
    /// Begins to group the customers of a table. From a preview it comes as far as the scores, and
    /// waits for [`Grouping::widen`].
    ///
    /// # Errors
    /// [`Failure::Nobody`] and [`Failure::TooFew`].
    pub fn new(
        about: About,
        table: Arc<CustomersTable>,
        typical: Typical,
        is_preview: bool,
    ) -> Result<Self, Failure> {
        let have = table.len() as u32;
        if have == 0 {
            return Err(Failure::Nobody);
        }
        if have < LEAST {
            return Err(Failure::TooFew { need: LEAST, have });
        }
        let mut measures = features::measures(&table, about.filters.lens);
        // What groups are not made from can wait for the whole table.
        measures.retain(|measure| measure.used || !is_preview);
        let phase = Phase::Preparing {
            prepared: Vec::with_capacity(measures.len()),
            measures,
        };
        Ok(Self {
            about,
            table,
            typical,
            is_preview,
            whole: None,
            phase,
        })
    }

    /// Whether it goes on from the whole table rather than from its preview. `false` when that has
    /// other customers or figures: then only a new beginning is right.
    pub fn widen(&mut self, whole: &Arc<CustomersTable>) -> bool {
        let is_same = self.table.same_figures(whole);
        if is_same {
            self.whole = Some(Arc::clone(whole));
            self.is_preview = false;
        }
        is_same
    }

    /// Goes on.
    pub fn step(&mut self) -> Grouped {
        let (phase, step) = match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Preparing { measures, prepared } => self.prepare(measures, prepared),
            Phase::Seeking(seeking) => self.seek(seeking),
            Phase::Widening {
                seeking,
                whole,
                measures,
                prepared,
            } => self.go_on_widening(seeking, whole, measures, prepared),
            Phase::Comparing(chosen, raw) => self.compare(chosen, raw),
            Phase::Over => (Phase::Over, Grouped::Failed(over())),
        };
        self.phase = phase;
        step
    }

    /// Takes the results of the tasks handed out last.
    pub fn supply(&mut self, results: Vec<TaskResult>) {
        match &mut self.phase {
            Phase::Seeking(seeking) => seeking.selection.supply(results),
            Phase::Comparing(_, raw) => {
                let held = std::mem::replace(raw, Raw::None);
                *raw = match results.into_iter().next() {
                    Some(result) => held.take(result),
                    None => held,
                };
            }
            Phase::Preparing { .. } | Phase::Widening { .. } | Phase::Over => {}
        }
    }

    fn prepare(&self, measures: Vec<Measure>, mut prepared: Vec<Prepared>) -> (Phase, Grouped) {
        let more = prepare_some(&measures, &mut prepared);
        if prepared.len() < measures.len() {
            return (Phase::Preparing { measures, prepared }, more);
        }
        let begun = Basis::new(
            Arc::clone(&self.table),
            self.about.filters.lens,
            (self.typical, Arc::clone(&self.about.plays)),
            measures,
            prepared,
        )
        .and_then(|basis| {
            let selection = Selection::new(self.about.params, &basis.matrix)?;
            Ok(Seeking {
                basis: Arc::new(basis),
                selection,
                chosen: None,
            })
        });
        match begun {
            Ok(seeking) => (Phase::Seeking(Box::new(seeking)), more),
            Err(why) => (Phase::Over, Grouped::Failed(why)),
        }
    }

    fn seek(&mut self, mut seeking: Box<Seeking>) -> (Phase, Grouped) {
        if seeking.chosen.is_none()
            && let Some(winner) = seeking.selection.winner()
        {
            return self.choose(seeking, winner);
        }
        if seeking.chosen.is_some()
            && let Some(whole) = self.whole.take()
        {
            let measures = features::measures(&whole, self.about.filters.lens);
            let prepared = Vec::with_capacity(measures.len());
            return self.go_on_widening(seeking, whole, measures, prepared);
        }
        let tasks = seeking.selection.next_tasks();
        if !tasks.is_empty() {
            let matrix = Arc::clone(&seeking.basis.matrix);
            return (Phase::Seeking(seeking), Grouped::Tasks { matrix, tasks });
        }
        if self.is_preview && seeking.chosen.is_some() {
            return (Phase::Seeking(seeking), Grouped::Waits);
        }
        let progress = seeking.selection.progress();
        let more = Grouped::More {
            stage: Stage::Scoring,
            done: progress.done,
            of: progress.of,
        };
        let Seeking {
            basis,
            selection,
            chosen,
        } = *seeking;
        match chosen {
            Some((winner, found, report)) => {
                let chosen = Chosen {
                    basis,
                    selection,
                    winner,
                    found,
                    report,
                };
                (Phase::Comparing(Box::new(chosen), Raw::Begin), more)
            }
            // No candidate has a silhouette: nothing tells the customers apart.
            None => {
                let have = self.table.len() as u32;
                (Phase::Over, Grouped::Failed(Failure::AllAlike { have }))
            }
        }
    }

    /// Names the groups of the winner.
    fn choose(&self, mut seeking: Box<Seeking>, winner: Winner) -> (Phase, Grouped) {
        let found = Arc::new(Found::new(&seeking.basis, &winner));
        let mut report = report::report(&self.about, &seeking.basis, &found, self.is_preview);
        let selection = &seeking.selection;
        report::decide(&mut report, &self.about, &found, selection, &winner, &[]);
        let model = model(&seeking.basis, &found, &report);
        seeking.chosen = Some((winner, found, report));
        (Phase::Seeking(seeking), Grouped::Chosen(model))
    }

    /// Measures the customers anew, by all that the whole table says; who is in which group stays.
    fn go_on_widening(
        &mut self,
        mut seeking: Box<Seeking>,
        whole: Arc<CustomersTable>,
        measures: Vec<Measure>,
        mut prepared: Vec<Prepared>,
    ) -> (Phase, Grouped) {
        let more = prepare_some(&measures, &mut prepared);
        if prepared.len() < measures.len() {
            let widening = Phase::Widening {
                seeking,
                whole,
                measures,
                prepared,
            };
            return (widening, more);
        }
        let lens = self.about.filters.lens;
        let known = (self.typical, Arc::clone(&self.about.plays));
        let basis = match Basis::new(Arc::clone(&whole), lens, known, measures, prepared) {
            Ok(basis) => basis,
            Err(why) => return (Phase::Over, Grouped::Failed(why)),
        };
        seeking.basis = Arc::new(Basis {
            // The tasks under way, and those done, are about this one.
            matrix: Arc::clone(&seeking.basis.matrix),
            order: seeking.basis.order.clone(),
            ..basis
        });
        self.table = whole;
        match seeking.chosen.take() {
            Some((winner, _, _)) => self.choose(seeking, winner),
            None => (Phase::Seeking(seeking), more),
        }
    }
}

/// Prepares as many more measures as one step may, and says how many are.
fn prepare_some(measures: &[Measure], prepared: &mut Vec<Prepared>) -> Grouped {
    let rows = measures.first().map_or(1, |measure| measure.values.len());
    let some = (PER_STEP / rows.max(1)).max(1);
    for measure in measures.iter().skip(prepared.len()).take(some) {
        prepared.push(prepare(measure));
    }
    Grouped::More {
        stage: Stage::Counting,
        done: prepared.len() as u32,
        of: measures.len() as u32,
    }
}

fn model(basis: &Arc<Basis>, found: &Arc<Found>, report: &SegmentsReport) -> Arc<Model> {
    Arc::new(Model {
        basis: Arc::clone(basis),
        found: Arc::clone(found),
        report: report.clone(),
    })
}
