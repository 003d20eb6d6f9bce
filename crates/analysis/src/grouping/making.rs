//! Segments for whoever needs them: those made lately, or new ones in steps.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Mining, Segmentation};
use clientele_model::question::{AnyQuestion, Segments};
use clientele_model::segments::SegmentsReport;
use clientele_model::wire::{Stage, decode, encode};

use super::report::About;
use super::steps::{Grouped, Grouping};
use super::{Basis, Found};
use crate::cluster::Params;
use crate::engine::{Block, Counting, Customers, Later, Step, Tables, Went, counting};
use crate::latest::Latest;
use crate::rfm::Typical;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

/// Customers in segments.
pub struct Model {
    /// The customers.
    pub basis: Arc<Basis>,
    /// Who is in which segment.
    pub found: Arc<Found>,
    /// All of it in words.
    pub report: SegmentsReport,
}

/// How many are kept.
const KEPT: usize = 8;

/// Segments on their way.
pub struct Making {
    key: String,
    models: Arc<Latest<Model, KEPT>>,
    state: State,
}

enum State {
    /// They were made lately.
    There(Arc<Model>),
    /// The shop as a whole is counted: it says what is typical.
    Counting(Counting, Box<Begin>),
    Grouping(Box<Grouping>, Option<Box<Whole>>),
    /// A result came that is none.
    Unreadable,
}

/// What groups are made of, once it is known what is typical.
struct Begin {
    about: About,
    table: Arc<CustomersTable>,
    later: Option<Later>,
}

/// The whole table that a smaller one stands for, and what to begin anew with if it differs.
struct Whole {
    later: Later,
    about: About,
    typical: Typical,
}

/// What a step came to.
pub enum Made {
    /// There is more to do.
    On(Step),
    /// The grouping is chosen; scores of others, or the whole table, are still to come.
    Chosen(Arc<Model>),
    /// All is done.
    Whole(Arc<Model>),
}

impl Model {
    /// The customers of a segment, by position in the data set.
    ///
    /// # Errors
    /// [`Failure::NoSegment`] when there is none of that name.
    pub fn members(&self, slug: &str) -> Result<CustomerSet, Failure> {
        let members = self.found.members(&self.basis, slug);
        members.ok_or_else(|| Failure::NoSegment {
            name: slug.to_owned(),
        })
    }
}

impl Making {
    /// Begins to make segments of the customers that the first `selections` selections leave, or takes
    /// those made before; `complete` when these must have every score.
    ///
    /// # Errors
    /// A defect when the tables are not those that segments need.
    pub fn new(
        tables: &Tables,
        of: &Customers,
        selections: usize,
        table: Arc<CustomersTable>,
        complete: bool,
    ) -> Result<Self, Failure> {
        let mut filters = of.scope.filters.clone();
        filters.only.truncate(selections);
        // Segments depend neither on how products bought together are looked for, nor on which
        // segmentation is in force.
        filters.mining = Mining::default();
        filters.by = Segmentation::Found;
        let key = AnyQuestion::from(Segments(filters.clone())).to_string();
        let models = tables.kept::<Model, KEPT>();
        let kept = models.get(&key);
        if let Some(model) = kept.filter(|model| model.report.why.complete || !complete) {
            let state = State::There(model);
            return Ok(Self { key, models, state });
        }
        let about = About {
            period: of.scope.window.days.dates(),
            params: params(&filters),
            plays: tables.shop().plays(),
            filters,
        };
        let begin = Begin {
            about,
            table,
            later: tables.later(of),
        };
        Ok(Self {
            key,
            models,
            state: State::Counting(tables.shop_as_a_whole(of)?, Box::new(begin)),
        })
    }

    /// Goes on.
    ///
    /// # Errors
    /// [`Failure::Nobody`] without customers, [`Failure::TooFew`], and when they cannot be grouped.
    pub fn step(&mut self) -> Result<Made, Failure> {
        if let State::Counting(counting, begin) = &mut self.state {
            let shop = match counting.step()? {
                Went::On(step) => return Ok(Made::On(step)),
                Went::There(shop) => shop,
            };
            let (about, typical) = (begin.about.clone(), Typical::of(&shop));
            let later = begin.later.take();
            let grouping = Grouping::new(
                about.clone(),
                Arc::clone(&begin.table),
                typical,
                later.is_some(),
            )?;
            let whole = |later| Whole {
                later,
                about,
                typical,
            };
            let whole = later.map(|later| Box::new(whole(later)));
            self.state = State::Grouping(Box::new(grouping), whole);
        }
        let (grouping, whole) = match &mut self.state {
            State::There(model) => return Ok(Made::Whole(Arc::clone(model))),
            State::Counting(..) => return Ok(Made::On(counting())),
            State::Grouping(grouping, whole) => (grouping, whole),
            State::Unreadable => {
                return Err(Failure::defect("the result of a task cannot be read"));
            }
        };
        if let Some(table) = whole.as_ref().and_then(|whole| whole.later.come())
            && let Some(whole) = whole.take()
            && !grouping.widen(&table)
        {
            **grouping = Grouping::new(whole.about, table, whole.typical, false)?;
            return Ok(Made::On(Step::More {
                stage: Stage::Grouping,
                done: 0,
                of: 0,
            }));
        }
        Ok(match grouping.step() {
            Grouped::Waits => Made::On(Step::Waits),
            Grouped::More { stage, done, of } => Made::On(Step::More { stage, done, of }),
            Grouped::Tasks { matrix, tasks } => Made::On(Step::Tasks {
                about: matrix,
                tasks: tasks.iter().map(encode).collect(),
            }),
            Grouped::Failed(why) => return Err(why),
            Grouped::Done(model) => {
                self.models.put(self.key.clone(), Arc::clone(&model));
                Made::Whole(model)
            }
            Grouped::Chosen(model) => {
                if whole.is_none() {
                    self.models.put(self.key.clone(), Arc::clone(&model));
                }
                Made::Chosen(model)
            }
        })
    }

    /// Takes the results of the tasks handed out last, in their order.
    pub fn supply(&mut self, results: Vec<Vec<u8>>) {
        if let State::Grouping(grouping, _) = &mut self.state {
            let results: Option<Vec<_>> = results.iter().map(|bytes| decode(bytes)).collect();
            match results {
                Some(results) => grouping.supply(results),
                None => self.state = State::Unreadable,
            }
        }
    }
}

/// How groupings are sought for these filters.
pub(super) fn params(filters: &Filters) -> Params {
    Params {
        seed: u64::from(filters.seed),
        k: filters.k,
        ..Params::default()
    }
}
