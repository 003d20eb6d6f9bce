//! Answers questions about one data set: the only door to everything in this crate.
//!
//! The worker and the command line use it alike: ask which files a question needs, supply them,
//! start a job, and step it until it is done. Heavy work comes out of a step as tasks that anybody
//! may run, on as many threads as there are; the answer does not depend on who ran them.

use std::sync::Arc;

use clientele_model::catalogue::{Catalogue, File};
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::wire::Stage;

use crate::cluster::{self, Matrix, Task, TaskResult};

/// One data set, its decoded tables, and what was computed from them lately.
pub struct Engine {
    catalogue: Catalogue,
    datasets: Vec<(String, String)>,
}

/// What a step of a job came to.
pub enum Step {
    /// There is more to do.
    More {
        /// What is being done.
        stage: Stage,
        /// Steps done.
        done: u32,
        /// Steps in all; 0 when unknown.
        of: u32,
    },
    /// Run these and hand the results to [`Job::supply`], in the order of the tasks.
    Tasks {
        /// The customers they are about; the same pointer for the same customers.
        matrix: Arc<Matrix>,
        /// What is to be done, independent of each other.
        tasks: Vec<Task>,
    },
    /// A report that stands, while a fuller one is computed.
    Partial(AnyReport),
    /// The report; the job is over.
    Done(AnyReport),
    /// There is no answer; the job is over.
    Failed(Failure),
}

/// A question under way. Dropping it abandons the question; the engine keeps its tables.
pub struct Job {
    question: AnyQuestion,
}

impl Engine {
    /// An engine for the data set behind a catalogue. `datasets` lists slug and title of every
    /// bundled one, for the Data panel.
    pub fn new(catalogue: Catalogue, datasets: Vec<(String, String)>) -> Self {
        Self {
            catalogue,
            datasets,
        }
    }

    /// The data set's catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The files to supply before this question can be started; none when all are there.
    ///
    /// # Errors
    /// When the question cannot be answered from this data set at all.
    pub fn needs(&self, question: &AnyQuestion) -> Result<Vec<File>, Failure> {
        let _ = question;
        Ok(Vec::new())
    }

    /// The files that make every later question quick: the whole data set, as far as it is not
    /// there yet. Fetch them when there is nothing else to do.
    pub fn rest(&self) -> Vec<File> {
        Vec::new()
    }

    /// Takes a file of the pack.
    ///
    /// # Errors
    /// [`Failure::NotArrow`] or [`Failure::MissingColumn`]; what was supplied before is kept.
    pub fn supply(&mut self, table: &str, bytes: &[u8]) -> Result<(), Failure> {
        let _ = (table, bytes);
        Ok(())
    }

    /// Begins to answer.
    ///
    /// # Errors
    /// When the filters cannot be used with this data set.
    pub fn start(&mut self, question: &AnyQuestion) -> Result<Job, Failure> {
        let _ = &self.datasets;
        Ok(Job {
            question: question.clone(),
        })
    }
}

impl Job {
    /// Goes on for some 50 ms at most. After [`Step::Tasks`] call [`Job::supply`] first.
    pub fn step(&mut self) -> Step {
        let _ = &self.question;
        Step::Failed(Failure::Nothing)
    }

    /// Takes the results of the tasks handed out last, in their order.
    pub fn supply(&mut self, results: Vec<TaskResult>) {
        let _ = results;
    }
}

/// Runs a job to its end, here and now.
///
/// # Errors
/// When there is no answer.
pub fn finish(mut job: Job) -> Result<AnyReport, Failure> {
    loop {
        match job.step() {
            Step::More { .. } | Step::Partial(_) => {}
            Step::Tasks { matrix, tasks } => {
                job.supply(
                    tasks
                        .iter()
                        .map(|task| cluster::run(task, &matrix))
                        .collect(),
                );
            }
            Step::Done(report) => return Ok(report),
            Step::Failed(why) => return Err(why),
        }
    }
}
