//! What a step of a job comes to, and all steps of one.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::question::AnyReport;
use clientele_model::wire::Stage;

use super::{Job, Reply};
use crate::work::Subject;

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
        /// What they are about; the same pointer for the same subject.
        about: Arc<dyn Subject>,
        /// What is to be done, independent of each other, as bytes.
        tasks: Vec<Vec<u8>>,
    },
    /// Nothing can be done before the table is here that a smaller one stands for: answer it, then go
    /// on.
    Waits,
    /// A report that stands, while a fuller one is computed.
    Partial(Box<dyn Reply>),
    /// The report; the job is over.
    Done(Box<dyn Reply>),
}

/// Runs a job to its end, here and now.
///
/// # Errors
/// When there is no answer.
pub fn finish(mut job: Job) -> Result<AnyReport, Failure> {
    loop {
        match job.step()? {
            Step::More { .. } | Step::Partial(_) => {}
            Step::Tasks { about, tasks } => {
                let results = tasks.iter().map(|task| about.run(task).unwrap_or_default());
                job.supply(results.collect());
            }
            Step::Done(report) => return Ok(report.into_any()),
            Step::Waits => {
                return Err(Failure::defect("it waits for a table that nobody sends"));
            }
        }
    }
}
