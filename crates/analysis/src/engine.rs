//! Answers questions about one data set: the only door to everything in this crate.
//!
//! The worker and the command line use it alike: ask which files a question needs, supply them,
//! start a job, and step it until it is done. Heavy work comes out of a step as tasks that anybody
//! may run, on as many threads as there are; the answer does not depend on who ran them.
//!
//! A question about the data set's own period is answered from ready-made tables of some 100 kB;
//! any other from the lines. Both answers are the same. A live data set has neither: a gateway
//! makes the tables for each question ([`crate::live`]).

mod grouping;
mod job;
mod lookup;
mod shelf;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use clientele_model::catalogue::{Catalogue, File};
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::wire::Stage;

use crate::cluster::{self, Matrix, Task};
use crate::dataset::Dataset;
use crate::live::{self, Request};
use crate::only::needs_lines;
use crate::pack::{Parts, TABLES, USUAL};
use crate::tables::{CustomersTable, OverviewTable, ProductsTable};
use crate::window::Window;

pub use job::Job;
use shelf::Shelf;

/// One data set, its decoded tables, and what was computed from them lately.
pub struct Engine {
    sources: Sources,
    parts: Parts,
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
    /// Nothing can be done before the whole table of a preview is here: answer it, then go on.
    Waits,
    /// A report that stands, while a fuller one is computed.
    Partial(AnyReport),
    /// The report; the job is over.
    Done(AnyReport),
    /// There is no answer; the job is over.
    Failed(Failure),
}

/// What jobs read: shared, so that a job lives on its own.
#[derive(Clone)]
struct Sources {
    catalogue: Arc<Catalogue>,
    datasets: Arc<Vec<(String, String)>>,
    lines: Option<Arc<Dataset>>,
    usual: Usual,
    /// What a gateway sent, for a live data set.
    live: Arc<live::Shelf>,
    shelf: Arc<Shelf>,
}

impl Sources {
    /// Whether a gateway makes the tables.
    fn is_live(&self) -> bool {
        self.catalogue.is_live() && self.lines.is_none()
    }
}

/// Ready-made tables of the default question.
#[derive(Clone, Default)]
struct Usual {
    customers: Option<Arc<CustomersTable>>,
    overview: Option<Arc<OverviewTable>>,
    products: Option<Arc<ProductsTable>>,
}

impl Engine {
    /// An engine for the data set behind a catalogue. `datasets` lists slug and title of every
    /// bundled one, for the Data panel.
    pub fn new(catalogue: Catalogue, datasets: Vec<(String, String)>) -> Self {
        Self {
            sources: Sources {
                catalogue: Arc::new(catalogue),
                datasets: Arc::new(datasets),
                lines: None,
                usual: Usual::default(),
                live: Arc::default(),
                shelf: Arc::default(),
            },
            parts: Parts::default(),
        }
    }

    /// An engine over a data set that is in memory already.
    pub fn with_lines(dataset: Dataset, datasets: Vec<(String, String)>) -> Self {
        let mut engine = Self::new(dataset.catalogue.clone(), datasets);
        engine.sources.lines = Some(Arc::new(dataset));
        engine
    }

    /// The data set's catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.sources.catalogue
    }

    /// The files to supply before this question can be started; none when all are there.
    ///
    /// # Errors
    /// When the question cannot be answered from this data set at all, and
    /// [`Failure::BadCatalogue`] when a file it takes is not listed.
    pub fn needs(&self, question: &AnyQuestion) -> Result<Vec<File>, Failure> {
        let is_known = matches!(question, AnyQuestion::Data(_)) || self.sources.lines.is_some();
        if is_known || self.catalogue().is_live() {
            return Ok(Vec::new());
        }
        let usual = usual_tables(question, &self.sources.catalogue)?;
        let missing = |tables: &[&str]| -> Result<Vec<File>, Failure> {
            tables
                .iter()
                .filter(|table| !self.has(table))
                .map(|table| self.file(table))
                .collect()
        };
        if !usual.is_empty()
            && let Ok(files) = missing(usual)
        {
            return Ok(files);
        }
        missing(&TABLES)
    }

    /// The files that make every later question quick: the whole data set, as far as it is not
    /// there yet. Fetch them when there is nothing else to do.
    pub fn rest(&self) -> Vec<File> {
        if self.sources.lines.is_some() || self.catalogue().is_live() {
            return Vec::new();
        }
        TABLES
            .iter()
            .filter(|table| !self.has(table))
            .filter_map(|table| self.file(table).ok())
            .collect()
    }

    /// The tables of a live data set that a question takes, whether they are here or not; none for
    /// a pack.
    ///
    /// # Errors
    /// As [`live::requests`].
    pub fn requests(&self, question: &AnyQuestion) -> Result<Vec<Request>, Failure> {
        match self.sources.is_live() {
            true => live::requests(question, self.catalogue()),
            false => Ok(Vec::new()),
        }
    }

    /// Number of rows of a table that was answered and is still here.
    pub fn answered(&self, request: &Request) -> Option<usize> {
        self.sources.live.rows(request)
    }

    /// Takes a gateway's answer to a request. Reports made from the answer before are forgotten.
    ///
    /// # Errors
    /// [`Failure::Refused`]; what was there before is kept.
    pub fn answer(&mut self, request: &Request, bytes: &[u8]) -> Result<(), Failure> {
        let answer = live::Answer::read(request, bytes, self.catalogue())?;
        if self.answered(request).is_some() {
            self.sources.shelf = Arc::default();
        }
        self.sources.live.put(request, answer);
        Ok(())
    }

    /// Takes a file of the pack.
    ///
    /// # Errors
    /// [`Failure::NotArrow`] or [`Failure::MissingColumn`]; what was supplied before is kept.
    pub fn supply(&mut self, table: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.parts.supply(table, bytes)?;
        let usual = &mut self.sources.usual;
        match table {
            "usual/customers" => {
                usual.customers = self.parts.usual_customers().cloned().map(Arc::new);
            }
            "usual/overview" => {
                usual.overview = self.parts.usual_overview().cloned().map(Arc::new);
            }
            "usual/products" => {
                usual.products = self.parts.usual_products().cloned().map(Arc::new);
            }
            _ => {}
        }
        if self.sources.lines.is_none()
            && let Some(dataset) = self.parts.dataset(&self.sources.catalogue)
        {
            self.sources.lines = Some(Arc::new(dataset?));
        }
        Ok(())
    }

    /// Begins to answer.
    ///
    /// # Errors
    /// When the filters cannot be used with this data set.
    pub fn start(&mut self, question: &AnyQuestion) -> Result<Job, Failure> {
        Job::new(self.sources.clone(), question.clone(), false)
    }

    /// A smaller table from which a question can be begun by [`Engine::start_preview`] while those
    /// of [`Engine::requests`] are still to come; none when they are here, or when it would not do.
    pub fn preview(&self, question: &AnyQuestion) -> Option<Request> {
        let is_there = || self.answered(&live::customers(question)).is_some();
        match self.sources.is_live() && !is_there() {
            true => live::preview(question),
            false => None,
        }
    }

    /// Begins to answer from the preview: the report that stands comes from it, the last one from
    /// the whole table, which is looked for at every step.
    ///
    /// # Errors
    /// As [`Engine::start`].
    pub fn start_preview(&self, question: &AnyQuestion) -> Result<Job, Failure> {
        Job::new(self.sources.clone(), question.clone(), true)
    }

    fn has(&self, table: &str) -> bool {
        self.parts.has(table)
    }

    fn file(&self, table: &str) -> Result<File, Failure> {
        let files = &self.sources.catalogue.files;
        files
            .iter()
            .find(|file| file.table == table)
            .cloned()
            .ok_or_else(|| Failure::BadCatalogue {
                detail: format!("it lists no table “{table}”"),
            })
    }
}

/// The ready-made tables that answer a question; none when it needs the lines.
fn usual_tables(
    question: &AnyQuestion,
    catalogue: &Catalogue,
) -> Result<&'static [&'static str], Failure> {
    let filters = question.filters();
    if Window::new(filters, catalogue)? != Window::usual(catalogue)? {
        return Ok(&[]);
    }
    Ok(match question {
        AnyQuestion::Overview(_) if filters.only.is_empty() => &USUAL,
        AnyQuestion::Segments(_) if !filters.only.iter().any(needs_lines) => &USUAL[..1],
        AnyQuestion::Overview(_)
        | AnyQuestion::Segments(_)
        | AnyQuestion::Data(_)
        | AnyQuestion::Audience(_)
        | AnyQuestion::Export(_)
        | AnyQuestion::Products(_)
        | AnyQuestion::Product(_)
        | AnyQuestion::FindProducts(_)
        | AnyQuestion::Baskets(_)
        | AnyQuestion::Recommend(_) => &[],
    })
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
            Step::Waits => return Err(Failure::Nothing),
            Step::Failed(why) => return Err(why),
        }
    }
}
