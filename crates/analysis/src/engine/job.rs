//! A question under way.

mod baskets;
mod products;

use std::sync::Arc;

use clientele_model::audience::{AudienceReport, Export};
use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Mining, Period, Spend};
use clientele_model::only::Only;
use clientele_model::question::{AnyQuestion, AnyReport, Segments};
use clientele_model::recommend::Whom;
use clientele_model::wire::Stage;
use clientele_model::words::Sentence;

use super::grouping::{Grouped, Grouping, params};
use super::lookup::Features;
use super::shelf::{Model, customers_key};
use super::{Sources, Step};
use crate::audience::{self, Heading};
use crate::cluster::TaskResult;
use crate::live::{self, Request};
use crate::only::{self, needs_lines};
use crate::segments::report::About;
use crate::set::CustomerSet;
use crate::tables::{CustomersTable, Tables, customers};
use crate::window::Window;
use crate::{data, overview};

/// A question under way. Dropping it abandons the question; the engine keeps its tables.
pub struct Job {
    sources: Sources,
    question: AnyQuestion,
    window: Window,
    /// Whether it goes on from the preview of a table that is not here yet.
    is_preview: bool,
    /// What the answer is to say beside its numbers.
    remarks: Vec<Sentence>,
    state: State,
}

enum State {
    /// Nothing is there yet.
    Begin,
    /// The customers that the filters and so many selections leave.
    Narrowing {
        table: Arc<CustomersTable>,
        done: usize,
    },
    /// Segments are made: to narrow by one of them, for the side sheet, or as the answer.
    Grouping {
        table: Arc<CustomersTable>,
        grouping: Box<Grouping>,
        key: String,
        then: Then,
    },
    /// Sets of products are mined.
    Mining(Box<crate::baskets::job::Work>),
    /// The answer is known, or that there is none.
    Over(Result<AnyReport, Failure>),
}

/// Why a selection of customers has no period before.
const NOT_COMPARED: &str = "There is no comparison with the period before: these customers were \
     chosen by what they did in this period, so any change would come from that choice.";

/// What segments are made for.
#[derive(Clone, Debug, PartialEq)]
enum Then {
    /// The answer.
    Answer,
    /// The selection at this position.
    Narrow(usize, String),
    /// The mark of the side sheet or download.
    Mark(String),
}

impl Job {
    pub(super) fn new(
        sources: Sources,
        question: AnyQuestion,
        is_preview: bool,
    ) -> Result<Self, Failure> {
        let window = match &question {
            // The Data panel is about the pack, whatever the filters say.
            AnyQuestion::Data(_) => Window::usual(&sources.catalogue)
                .or_else(|_| Window::new(&all_days(), &sources.catalogue))?,
            _ => Window::new(question.filters(), &sources.catalogue)?,
        };
        let unknown = question.filters().unknown(&sources.catalogue);
        Ok(Self {
            sources,
            question,
            window,
            is_preview,
            remarks: unknown.iter().map(Sentence::from).collect(),
            state: State::Begin,
        })
    }

    /// Goes on for some 50 ms at most. After [`Step::Tasks`] call [`Job::supply`] first.
    pub fn step(&mut self) -> Step {
        let over = State::Over(Err(Failure::Nothing));
        let outcome = match std::mem::replace(&mut self.state, over) {
            State::Begin => self.begin(),
            State::Narrowing { table, done } => self.narrow(table, done),
            State::Grouping {
                table,
                grouping,
                key,
                then,
            } => self.group(table, grouping, key, then),
            State::Mining(work) => self.mine(work),
            State::Over(answer) => answer.map(|report| {
                self.state = State::Over(Err(Failure::Nothing));
                Step::Done(report)
            }),
        };
        match outcome {
            Ok(Step::Partial(report)) => Step::Partial(self.remarked(report)),
            Ok(Step::Done(report)) => Step::Done(self.remarked(report)),
            Ok(step) => step,
            Err(why) => Step::Failed(why),
        }
    }

    /// The report with what is to be said beside its numbers.
    fn remarked(&self, mut report: AnyReport) -> AnyReport {
        if let Some(remarks) = report.remarks() {
            remarks.splice(..0, self.remarks.iter().cloned());
        }
        report
    }

    /// Takes the results of the tasks handed out last, in their order.
    pub fn supply(&mut self, results: Vec<TaskResult>) {
        if let State::Grouping { grouping, .. } = &mut self.state {
            grouping.supply(results);
        }
    }

    fn begin(&mut self) -> Result<Step, Failure> {
        if matches!(self.question, AnyQuestion::Data(_)) {
            let report = data::report(&self.sources.catalogue, &self.sources.datasets);
            return Ok(Step::Done(AnyReport::Data(Box::new(report))));
        }
        if self.is_about_all_products() {
            return self.products(None);
        }
        let is_of_baskets = matches!(
            self.question,
            AnyQuestion::Baskets(_) | AnyQuestion::Recommend(_)
        );
        if is_of_baskets && self.sources.is_live() {
            return self.answer_from_sent();
        }
        if let Some(params) = self.is_about_all_orders() {
            return self.begin_mining(None, params);
        }
        if self.is_offer_to_anybody() {
            return self.recommended(None, None);
        }
        let table = self.customers()?;
        self.state = State::Narrowing { table, done: 0 };
        Ok(Step::More {
            stage: Stage::Counting,
            done: 0,
            of: 0,
        })
    }

    /// The customers of the window, before any selection.
    fn customers(&self) -> Result<Arc<CustomersTable>, Failure> {
        if self.sources.is_live() {
            let whole = live::customers(&self.question);
            let preview = live::preview(&self.question).filter(|_| self.is_preview);
            let request = preview.unwrap_or(whole);
            let table = self.sources.live.customers(&request);
            return table.ok_or_else(|| not_there(request.name()));
        }
        let key = customers_key(self.question.filters());
        if let Some(table) = self.sources.shelf.tables.get(&key) {
            return Ok(table);
        }
        let table = match (&self.sources.lines, &self.sources.usual.customers) {
            (Some(lines), _) => Arc::new(customers(lines, &self.window, None)),
            (None, Some(table)) if self.window == Window::usual(&self.sources.catalogue)? => {
                Arc::clone(table)
            }
            (None, _) => return Err(not_there("lines")),
        };
        self.sources.shelf.tables.put(key, Arc::clone(&table));
        Ok(table)
    }

    fn narrow(&mut self, table: Arc<CustomersTable>, done: usize) -> Result<Step, Failure> {
        let chain = &self.question.filters().only;
        let Some(only) = chain.get(done) else {
            return self.narrowed(table);
        };
        if let Only::Segment(slug) = only {
            let then = Then::Narrow(done, slug.clone());
            return self.grouping(table, done, then);
        }
        let set = self.select(only, &table)?;
        self.keep(&table, &set, done)
    }

    /// The customers of a selection, other than of a segment.
    fn select(&self, only: &Only, table: &CustomersTable) -> Result<CustomerSet, Failure> {
        if self.sources.is_live() && needs_lines(only) {
            if let Only::Bought { .. } = only {
                let parts = only::parts(only);
                let sets = parts.iter().map(|part| self.select(part, table));
                return Ok(only::joined(sets.collect::<Result<_, _>>()?));
            }
            let filters = self.question.filters();
            let Some(request) = live::buyers(only, filters, &self.window) else {
                return Ok(CustomerSet::none(table.len()));
            };
            let buyers = self.sources.live.customers(&request);
            let buyers = buyers.ok_or_else(|| not_there(request.name()))?;
            return Ok(live::narrow(only, table, &buyers));
        }
        let lines = self.sources.lines.as_deref();
        only::select(only, table, &self.window, lines, &mut Features)
    }

    fn keep(
        &mut self,
        table: &CustomersTable,
        set: &CustomerSet,
        done: usize,
    ) -> Result<Step, Failure> {
        let table = table.narrowed(set);
        if table.is_empty() {
            return Err(Failure::Nothing);
        }
        self.state = State::Narrowing {
            table: Arc::new(table),
            done: done + 1,
        };
        Ok(Step::More {
            stage: Stage::Counting,
            done: 0,
            of: 0,
        })
    }

    /// All selections are made: to the question itself.
    fn narrowed(&mut self, table: Arc<CustomersTable>) -> Result<Step, Failure> {
        let selections = self.question.filters().only.len();
        match &self.question {
            AnyQuestion::Overview(_) => self.overview(&table),
            AnyQuestion::Segments(_) => self.grouping(table, selections, Then::Answer),
            AnyQuestion::Audience(_) | AnyQuestion::Export(_) => {
                let Some(of) = self.mark().cloned() else {
                    return Err(Failure::Nothing);
                };
                if let Only::Segment(slug) = of {
                    return self.grouping(table, selections, Then::Mark(slug));
                }
                let set = self.select(&of, &table)?;
                let heading = audience::heading(&of, self.sources.lines.as_deref());
                Ok(self.marked(heading, &of, &table, &set))
            }
            AnyQuestion::Products(_) | AnyQuestion::Product(_) | AnyQuestion::FindProducts(_) => {
                self.products(Some(&table))
            }
            AnyQuestion::Baskets(question) => self.begin_mining(Some(&table), question.0.mining),
            AnyQuestion::Recommend(question) => match &question.whom {
                Whom::Group(Only::Segment(slug)) => {
                    let then = Then::Mark(slug.clone());
                    self.grouping(table, selections, then)
                }
                Whom::Group(of) => {
                    let set = self.select(of, &table)?;
                    let heading = audience::heading(of, self.sources.lines.as_deref());
                    self.recommended(Some(&table), Some((heading.title, set)))
                }
                Whom::Product(_) | Whom::Customer(_) => self.recommended(Some(&table), None),
            },
            AnyQuestion::Data(_) => Err(Failure::Nothing),
        }
    }

    fn overview(&self, table: &CustomersTable) -> Result<Step, Failure> {
        let filters = self.question.filters();
        let chosen = (!filters.only.is_empty()).then(|| table.set());
        // Chosen by what they did in the period, they did something else before: a comparison would
        // show the choice, as growth or as loss.
        let window = Window {
            before: self.window.before.filter(|_| chosen.is_none()),
            ..self.window.clone()
        };
        let all = chosen.is_none() && filters.spend == Spend::default();
        let usual = &self.sources.usual;
        let live = &self.sources.live;
        let (overview, products) = match self.sources.is_live() {
            true => (
                live.overview(&Request::overview(filters)),
                live.products(&Request::products(filters))
                    .map(|sold| Arc::clone(&sold.table)),
            ),
            false if all => (usual.overview.clone(), usual.products.clone()),
            false => (None, None),
        };
        let tables = match (&self.sources.lines, overview, products) {
            (Some(lines), _, _) => Tables::of(lines, &window, chosen.as_ref()),
            (None, Some(overview), Some(products)) => Tables {
                overview: overview.as_ref().clone(),
                customers: table.clone(),
                products: products.as_ref().clone(),
            },
            (None, _, _) => return Err(not_there("lines")),
        };
        let mut report = overview::report(&tables, &window, &self.sources.catalogue)?;
        if window.before != self.window.before {
            report.remarks.push(NOT_COMPARED.into());
        }
        Ok(Step::Done(AnyReport::Overview(Box::new(report))))
    }

    /// Begins to make segments of the customers that the first `selections` selections leave, or
    /// takes those made before.
    fn grouping(
        &mut self,
        table: Arc<CustomersTable>,
        selections: usize,
        then: Then,
    ) -> Result<Step, Failure> {
        let mut filters = self.question.filters().clone();
        filters.only.truncate(selections);
        // Segments do not depend on how products bought together are looked for.
        filters.mining = Mining::default();
        let key = AnyQuestion::from(Segments(filters.clone())).to_string();
        if let Some(model) = self.sources.shelf.models.get(&key)
            && (model.report.why.complete || then != Then::Answer)
        {
            return self.with_model(&table, &model, then);
        }
        let about = About {
            period: self.window.days.dates(),
            params: params(&filters),
            filters,
        };
        let grouping = Box::new(Grouping::new(about, Arc::clone(&table), self.is_preview)?);
        self.state = State::Grouping {
            table,
            grouping,
            key,
            then,
        };
        Ok(Step::More {
            stage: Stage::Grouping,
            done: 0,
            of: 0,
        })
    }

    fn group(
        &mut self,
        mut table: Arc<CustomersTable>,
        mut grouping: Box<Grouping>,
        key: String,
        then: Then,
    ) -> Result<Step, Failure> {
        if self.is_preview
            && let Some(whole) = self
                .sources
                .live
                .customers(&live::customers(&self.question))
        {
            self.is_preview = false;
            if !grouping.widen(&whole) {
                return self.narrow(whole, 0);
            }
            table = whole;
        }
        let step = match grouping.step() {
            Grouped::Waits => Step::Waits,
            Grouped::More { stage, done, of } => Step::More { stage, done, of },
            Grouped::Tasks { matrix, tasks } => Step::Tasks { matrix, tasks },
            Grouped::Failed(why) => return Err(why),
            Grouped::Done(model) => {
                self.sources.shelf.models.put(key, Arc::clone(&model));
                return self.with_model(&table, &model, then);
            }
            Grouped::Chosen(model) => {
                if !self.is_preview {
                    let models = &self.sources.shelf.models;
                    models.put(key.clone(), Arc::clone(&model));
                }
                if then != Then::Answer {
                    return self.with_model(&table, &model, then);
                }
                Step::Partial(AnyReport::Segments(Box::new(model.report.clone())))
            }
        };
        self.state = State::Grouping {
            table,
            grouping,
            key,
            then,
        };
        Ok(step)
    }

    fn with_model(
        &mut self,
        table: &CustomersTable,
        model: &Model,
        then: Then,
    ) -> Result<Step, Failure> {
        let members = |slug: &str| {
            model
                .found
                .members(&model.ground, slug)
                .ok_or_else(|| Failure::NoSegment {
                    name: slug.to_owned(),
                })
        };
        match then {
            Then::Answer => Ok(Step::Done(AnyReport::Segments(Box::new(
                model.report.clone(),
            )))),
            Then::Narrow(done, slug) => {
                let set = members(&slug)?;
                self.keep(table, &set, done)
            }
            Then::Mark(slug) => {
                let set = members(&slug)?;
                let heading = model
                    .report
                    .segments
                    .iter()
                    .find(|segment| segment.slug == slug)
                    .map(|segment| Heading {
                        title: segment.name.clone(),
                        about: segment.about.clone(),
                        colour: Some(segment.colour),
                    });
                let of = Only::Segment(slug);
                let heading = heading.unwrap_or_else(|| audience::heading(&of, None));
                if matches!(self.question, AnyQuestion::Recommend(_)) {
                    return self.recommended(Some(table), Some((heading.title, set)));
                }
                Ok(self.marked(heading, &of, table, &set))
            }
        }
    }

    /// The answer about the customers behind a mark.
    fn marked(
        &self,
        heading: Heading,
        of: &Only,
        table: &CustomersTable,
        set: &CustomerSet,
    ) -> Step {
        let lines = self.sources.lines.as_deref();
        Step::Done(if matches!(self.question, AnyQuestion::Export(_)) {
            let export: Export = audience::export(&heading.title, table, set, &self.window, lines);
            AnyReport::Export(Box::new(export))
        } else {
            let report: AudienceReport =
                audience::report(heading, of, table, set, &self.window, lines);
            AnyReport::Audience(Box::new(report))
        })
    }

    fn mark(&self) -> Option<&Only> {
        match &self.question {
            AnyQuestion::Audience(question) => Some(&question.of),
            AnyQuestion::Export(question) => Some(&question.of),
            AnyQuestion::Overview(_)
            | AnyQuestion::Segments(_)
            | AnyQuestion::Data(_)
            | AnyQuestion::Products(_)
            | AnyQuestion::Product(_)
            | AnyQuestion::FindProducts(_)
            | AnyQuestion::Baskets(_)
            | AnyQuestion::Recommend(_) => None,
        }
    }
}

fn all_days() -> Filters {
    Filters {
        period: Period::All,
        ..Filters::default()
    }
}

/// A table was not supplied before the question was started.
fn not_there(table: &str) -> Failure {
    Failure::NotArrow {
        what: table.to_owned(),
        detail: "it was not loaded".to_owned(),
    }
}
