//! What a study is, and what it is made of: a plan, tables, work in steps.

use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::wire::{Stage, TaskKind};

use super::lists::ReadList;
use super::needs::Needs;
use super::tables::Tables;
use super::{FindDealings, Reply, Shop, Step};
use crate::work::Subject;

/// A kind of question and how it is answered. `crate::studies` lists them.
pub trait Study: Sync {
    /// What it takes to answer this question; none when the question is of another kind.
    ///
    /// # Errors
    /// Within: when the question cannot be asked of this data set, as far as its catalogue tells.
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>>;

    /// What finds the customers of a list that somebody brought, where it comes with this study.
    fn reads_lists(&self) -> Option<ReadList> {
        None
    }

    /// Reads the subject of tasks that only this study hands out, so that its code need not be where other subjects are
    /// read; none when it is damaged or of another kind.
    fn subject(&self, _kind: TaskKind, _bytes: &[u8]) -> Option<Box<dyn Subject>> {
        None
    }

    /// Finds with whom the shop had dealings, for whichever study asks; none when this study does not bring the code.
    fn dealings(&self) -> Option<FindDealings> {
        None
    }
}

/// How a question will be answered.
pub struct Plan {
    /// The tables it takes.
    pub needs: Needs,
    /// Begins, once they are here.
    pub begin: Begin,
}

/// Begins to answer from these tables.
pub type Begin = Box<dyn FnOnce(Tables) -> Result<Next, Failure> + Send>;

impl Plan {
    /// A plan.
    pub fn new(
        needs: Needs,
        begin: impl FnOnce(Tables) -> Result<Next, Failure> + Send + 'static,
    ) -> Self {
        Self {
            needs,
            begin: Box::new(begin),
        }
    }
}

/// What follows.
pub enum Next {
    /// The answer.
    Answer(Box<dyn Reply>),
    /// More work.
    Work(Box<dyn Work>),
}

/// An answer that is worked out in steps of some 50 ms at most.
pub trait Work: Send {
    /// Goes on.
    ///
    /// # Errors
    /// When there is no answer; the work is over.
    fn step(&mut self) -> Result<Step, Failure>;

    /// Takes the results of the tasks handed out last, in their order.
    fn supply(&mut self, _: Vec<Vec<u8>>) {}
}

/// A part of several works: something that is worked out in steps and then used.
pub trait Block: Send + 'static {
    /// What it comes to.
    type Out;

    /// Goes on. Not to be called again once it is there.
    ///
    /// # Errors
    /// When nothing can come of it.
    fn step(&mut self) -> Result<Went<Self::Out>, Failure>;

    /// Takes the results of the tasks handed out last, in their order.
    fn supply(&mut self, _: Vec<Vec<u8>>) {}
}

/// What a step of a block came to.
pub enum Went<T> {
    /// There is more to do.
    On(Step),
    /// This.
    There(T),
}

/// The work of a block and of what is made of it.
pub fn then<B: Block>(
    block: B,
    make: impl FnOnce(B::Out) -> Result<Next, Failure> + Send + 'static,
) -> Next {
    Next::Work(Box::new(Then {
        block,
        make: Some(Box::new(make)),
        work: None,
    }))
}

struct Then<B: Block> {
    block: B,
    make: Option<Make<B::Out>>,
    work: Option<Box<dyn Work>>,
}

type Make<T> = Box<dyn FnOnce(T) -> Result<Next, Failure> + Send>;

impl<B: Block> Work for Then<B> {
    fn step(&mut self) -> Result<Step, Failure> {
        if let Some(work) = &mut self.work {
            return work.step();
        }
        let out = match self.block.step()? {
            Went::On(step) => return Ok(step),
            Went::There(out) => out,
        };
        let make = self.make.take().ok_or_else(over)?;
        match make(out)? {
            Next::Answer(report) => Ok(Step::Done(report)),
            Next::Work(work) => {
                self.work = Some(work);
                Ok(counting())
            }
        }
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        match &mut self.work {
            Some(work) => work.supply(results),
            None => self.block.supply(results),
        }
    }
}

/// Something is counted, nobody knows for how long.
pub fn counting() -> Step {
    Step::More {
        stage: Stage::Counting,
        done: 0,
        of: 0,
    }
}

/// A step was asked for after the last one.
pub(crate) fn over() -> Failure {
    Failure::defect("a question that was over was to go on")
}
