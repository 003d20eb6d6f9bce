//! Answers questions about one data set: the only door to everything in this crate.
//!
//! The worker and the command line use it alike: ask what a question wants, supply it, start a job,
//! and step it until it is done. Heavy work comes out of a step as tasks that anybody may run, on as
//! many threads as there are; the answer does not depend on who ran them.
//!
//! The engine knows no kind of question. Each is a [`Study`] that is plugged in: it says which
//! [`Needs`] a question has, and begins when the engine has filled them. A pack fills them from
//! ready-made tables of some 100 kB where the question is about the data set's own period, else from
//! the lines; a gateway sends a table for each; memory has the lines already. The answer is the same.

mod campaigns;
mod dealings;
mod job;
mod kept;
mod lists;
mod needs;
mod reply;
mod responses;
mod scope;
mod shop;
mod source;
mod step;
mod study;
mod tables;
#[cfg(test)]
mod tests;
mod wants;
mod whom;

use std::sync::Arc;

use clientele_model::catalogue::{Catalogue, File};
use clientele_model::failure::Failure;
use clientele_model::filters::Filters;
use clientele_model::question::AnyQuestion;
use clientele_model::selection::{Listed, Only};
use clientele_model::words::Sentence;

use crate::dataset::Campaigns;
use crate::plays::{Mistake, Plays};
use crate::remote::{Answer, Request};
use crate::window::{self, Window};

use campaigns::Told;
pub use dealings::{FindDealings, dealt};
pub use job::Job;
use lists::Lists;
pub use lists::{OnTheList, ReadList, not_here};
pub(crate) use needs::unnarrowed;
pub use needs::{Choice, Customers, Months, Need, Needs, Sold, Within};
pub use reply::Reply;
pub use responses::{CountingResponses, Responses};
pub use scope::Scope;
pub use shop::Shop;
pub use source::Source;
use source::{Gateway, Here};
pub use step::{Step, finish};
pub(crate) use study::over;
pub use study::{Begin, Block, Next, Plan, Study, Went, Work, counting, then};
pub use tables::{Counting, CountingMonths, Tables};
pub(crate) use tables::{Later, PER_STEP};
pub use wants::Wants;

/// One data set, its decoded tables, and what was computed from them lately.
pub struct Engine {
    shop: Shop,
    here: Here,
    studies: Vec<&'static dyn Study>,
    brought: Option<Arc<Campaigns>>,
}

impl Engine {
    /// An engine for a data set, answering the questions of these studies. `datasets` lists slug and
    /// title of every data set that is offered, for the Data panel.
    pub fn new(
        source: Source,
        datasets: Vec<(String, String)>,
        studies: &[&'static dyn Study],
    ) -> Self {
        let (catalogue, here) = match source {
            Source::Pack(mut catalogue) => {
                // Who wrote it may not have known of dates far from all others: ready-made tables of a
                // period without sales are of no use.
                if catalogue.mend() {
                    catalogue
                        .files
                        .retain(|file| !file.table.starts_with("usual/"));
                }
                (catalogue, Here::Pack(Box::default()))
            }
            Source::Gateway(catalogue) => (catalogue, Here::Gateway(Gateway::default())),
            Source::Memory(mut dataset) => {
                dataset.catalogue.mend();
                (dataset.catalogue.clone(), Here::Memory(Arc::from(dataset)))
            }
        };
        Self {
            shop: Shop {
                catalogue: Arc::new(catalogue),
                datasets: Arc::new(datasets),
                is_made: matches!(here, Here::Gateway(_)),
                told: Told::default(),
                dealings: None,
                contacts: None,
                lists: Lists::default(),
                reads_lists: None,
                plays: Arc::default(),
                without_plays: None,
                kept: Arc::default(),
            },
            here,
            studies: studies.to_vec(),
            brought: None,
        }
    }

    /// Answers the questions of one more study.
    pub fn plug(&mut self, study: &'static dyn Study) {
        self.studies.push(study);
    }

    /// Other data sets are offered than before.
    pub fn offer(&mut self, datasets: Vec<(String, String)>) {
        self.shop.datasets = Arc::new(datasets);
    }

    /// Takes campaigns that somebody brought, in place of those brought before. They stand beside those of the data
    /// set, and for one that it knows by the same code. They last as long as this engine.
    pub fn bring(&mut self, campaigns: Arc<Campaigns>) {
        self.brought = Some(campaigns);
        self.shop.kept = Arc::new(tables::without_campaigns(&self.shop.kept));
    }

    /// Takes the text of a list that somebody brought, under its fingerprint.
    pub fn bring_list(&mut self, key: &str, text: String) {
        self.shop.lists.put(key, text);
    }

    /// Whether a question speaks of lists, and the code that finds their customers is not here.
    pub fn seeks_list_reader(&self, question: &AnyQuestion) -> bool {
        let mut selections = question.selections().into_iter();
        self.reads_lists().is_none() && selections.any(|only| !only.lists().is_empty())
    }

    /// The lists that a question speaks of and that are not here.
    pub fn lists(&self, question: &AnyQuestion) -> Vec<Listed> {
        let selections = question.selections();
        let lists = selections.iter().flat_map(Only::lists);
        let mut lists: Vec<Listed> = lists.cloned().collect();
        lists.retain(|listed| !self.shop.lists.has(&listed.key));
        lists
    }

    /// Takes the table of plays, or why there is none. Without either, groups of customers stand without advice and nothing
    /// is said about it.
    pub fn advise(&mut self, plays: Result<Arc<Plays>, Mistake>) {
        self.shop.kept = Arc::default();
        match plays {
            Ok(plays) => (self.shop.plays, self.shop.without_plays) = (plays, None),
            Err(why) => (self.shop.plays, self.shop.without_plays) = (Arc::default(), Some(why)),
        }
    }

    /// The data set's catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.shop.catalogue
    }

    /// What must be here before this question can be started.
    ///
    /// # Errors
    /// When the question cannot be answered from this data set at all, and
    /// [`Failure::BadCatalogue`] when a file it takes is not listed.
    pub fn wants(&self, question: &AnyQuestion) -> Result<Wants, Failure> {
        let Some(plan) = self.plan(question) else {
            return Ok(Wants::Study);
        };
        let needs = plan?.needs;
        if needs.dealings && self.dealings().is_none() {
            return Ok(Wants::Dealings);
        }
        Ok(match &self.here {
            Here::Memory(_) => Wants::Files(Vec::new()),
            Here::Pack(pack) => Wants::Files(pack.missing(&needs, self.catalogue())?),
            Here::Gateway(gateway) => Wants::Tables {
                all: Gateway::requests(&needs, self.catalogue())?,
                first: gateway.first(&needs).map(Box::new),
            },
        })
    }

    /// The files that make every later question quick: the whole data set, as far as it is not
    /// there yet. Fetch them when there is nothing else to do.
    pub fn rest(&self) -> Vec<File> {
        match &self.here {
            Here::Pack(pack) => pack.rest(self.catalogue()).unwrap_or_default(),
            Here::Gateway(_) | Here::Memory(_) => Vec::new(),
        }
    }

    /// Number of rows of a table that a gateway sent and that is still here.
    pub fn answered(&self, request: &Request) -> Option<usize> {
        match &self.here {
            Here::Gateway(gateway) => gateway.rows(request),
            Here::Pack(_) | Here::Memory(_) => None,
        }
    }

    /// Reads a gateway's answer to a request, and takes it.
    ///
    /// # Errors
    /// As [`Answer::read`]; what was there before is kept.
    pub fn answer(&mut self, request: &Request, bytes: &[u8]) -> Result<(), Failure> {
        let answer = Answer::read(request, bytes, &self.shop.catalogue)?;
        self.take(request, answer);
        Ok(())
    }

    /// Takes a gateway's answer to a request. Reports made from the answer before are forgotten.
    pub fn take(&mut self, request: &Request, answer: Answer) {
        if let Here::Gateway(gateway) = &self.here {
            if gateway.rows(request).is_some() {
                self.shop.kept = Arc::default();
            }
            gateway.answers.put(request.path(), Arc::new(answer));
        }
    }

    /// Takes a file of the pack.
    ///
    /// # Errors
    /// [`Failure::NotArrow`] or [`Failure::MissingColumn`]; what was supplied before is kept.
    pub fn supply(&mut self, table: &str, bytes: &[u8]) -> Result<(), Failure> {
        match &mut self.here {
            Here::Pack(pack) => pack.supply(table, bytes, &self.shop.catalogue),
            Here::Gateway(_) | Here::Memory(_) => Ok(()),
        }
    }

    /// Begins to answer.
    ///
    /// # Errors
    /// When the question cannot be answered from this data set, and a defect when what it wants is
    /// not here.
    pub fn start(&self, question: &AnyQuestion) -> Result<Job, Failure> {
        self.job(question, false)
    }

    /// Begins to answer from the smaller table of [`Wants::Tables`]: the report that stands comes from
    /// it, the last one from the whole table, which is looked for at every step.
    ///
    /// # Errors
    /// As [`Engine::start`].
    pub fn start_first(&self, question: &AnyQuestion) -> Result<Job, Failure> {
        self.job(question, true)
    }

    fn job(&self, question: &AnyQuestion, from_first: bool) -> Result<Job, Failure> {
        let plan = self.plan(question);
        let plan = plan.ok_or_else(|| Failure::defect("nobody answers this question"))??;
        let held = match &self.here {
            Here::Memory(lines) => tables::Held::Lines(Arc::clone(lines)),
            Here::Pack(pack) => pack.fill(&plan.needs)?,
            Here::Gateway(gateway) => gateway.fill(&plan.needs, from_first)?,
        };
        let tables = Tables::new(self.shop(), held);
        Ok(Job::new(
            plan.begin,
            tables,
            self.remarks(question.filters()),
        ))
    }

    /// What an answer is to say beside its numbers about what was asked.
    fn remarks(&self, filters: &Filters) -> Vec<Sentence> {
        let catalogue = self.catalogue();
        let mut remarks: Vec<Sentence> =
            filters.unknown(catalogue).iter().map(Into::into).collect();
        if let Ok(window) = Window::new(filters, catalogue) {
            remarks.extend(window::remarks(filters, &window, catalogue));
        }
        remarks
    }

    fn plan(&self, question: &AnyQuestion) -> Option<Result<Plan, Failure>> {
        let shop = self.shop();
        let mut studies = self.studies.iter();
        studies.find_map(|study| study.plan(question, &shop))
    }

    fn reads_lists(&self) -> Option<ReadList> {
        self.studies.iter().find_map(|study| study.reads_lists())
    }

    fn dealings(&self) -> Option<FindDealings> {
        self.studies.iter().find_map(|study| study.dealings())
    }

    /// What is known now.
    fn shop(&self) -> Shop {
        let told = match &self.here {
            Here::Memory(lines) => Told::here(lines),
            Here::Pack(pack) => Told::pack(&pack.campaigns, self.catalogue()),
            Here::Gateway(gateway) => Told::gateway(gateway, self.catalogue()),
        };
        let contacts = match &self.here {
            Here::Pack(pack) => pack.contacts.clone(),
            Here::Gateway(_) | Here::Memory(_) => None,
        };
        Shop {
            told: told.beside(self.brought.as_ref()),
            dealings: self.dealings(),
            reads_lists: self.reads_lists(),
            contacts,
            ..self.shop.clone()
        }
    }
}
