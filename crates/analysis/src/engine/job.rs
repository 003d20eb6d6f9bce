//! A question under way.

use clientele_model::failure::Failure;
use clientele_model::words::Sentence;

use super::study::{Begin, Next, Work, counting, over};
use super::{Reply, Step, Tables};

/// A question under way. Dropping it abandons the question; the engine keeps its tables.
pub struct Job {
    /// What the answer is to say beside its numbers.
    remarks: Vec<Sentence>,
    state: State,
}

enum State {
    /// Nothing is done so far.
    Begin(Begin, Box<Tables>),
    Working(Box<dyn Work>),
    /// It was answered, or has no answer.
    Over,
}

impl Job {
    pub(super) fn new(begin: Begin, tables: Tables, remarks: Vec<Sentence>) -> Self {
        Self {
            remarks,
            state: State::Begin(begin, Box::new(tables)),
        }
    }

    /// Goes on for a while. After [`Step::Tasks`] call [`Job::supply`] first.
    ///
    /// # Errors
    /// When there is no answer; the job is over.
    pub fn step(&mut self) -> Result<Step, Failure> {
        let mut work = match std::mem::replace(&mut self.state, State::Over) {
            State::Begin(begin, tables) => match begin(*tables)? {
                Next::Answer(report) => return Ok(Step::Done(self.remarked(report))),
                Next::Work(work) => {
                    self.state = State::Working(work);
                    return Ok(counting());
                }
            },
            State::Working(work) => work,
            State::Over => return Err(over()),
        };
        let step = match work.step()? {
            Step::Done(report) => return Ok(Step::Done(self.remarked(report))),
            Step::Partial(report) => Step::Partial(self.remarked(report)),
            step @ (Step::More { .. } | Step::Tasks { .. } | Step::Waits) => step,
        };
        self.state = State::Working(work);
        Ok(step)
    }

    /// Takes the results of the tasks handed out last, in their order.
    pub fn supply(&mut self, results: Vec<Vec<u8>>) {
        if let State::Working(work) = &mut self.state {
            work.supply(results);
        }
    }

    /// The report with what is to be said beside its numbers.
    fn remarked(&self, mut report: Box<dyn Reply>) -> Box<dyn Reply> {
        if let Some(remarks) = report.remarks() {
            remarks.splice(..0, self.remarks.iter().cloned());
        }
        report
    }
}
