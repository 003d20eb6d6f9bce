//! From a question about a plan to its report, step by step.

use std::sync::Arc;

use clientele_model::experiments::{Planned, Scenario};
use clientele_model::failure::Failure;
use clientele_model::wire::{decode, encode};

use super::audience::{Audience, Rule};
use super::found::{self, Found, Way};
use super::ground::Ground;
use super::report;
use super::sketch::{Sketch, Sketching};
use super::subject::{Campaigns, Task};
use super::sums::Sums;
use crate::days::{Day, Days};
use crate::engine::{
    Block, Choice, CountingMonths, Customers, Months, Reply, Scope, Step, Tables, Went, Work,
    counting, over,
};
use crate::grouping::{Made, Making};
use crate::inference::power::Demand;
use crate::inference::simulation::{self, blocks};
use crate::narrowing::{Chosen, Marking};
use crate::rfm::Scores;

/// What was asked.
pub struct Asked {
    /// The plan.
    pub planned: Planned,
    /// What is looked at.
    pub scope: Scope,
    /// The customers that the filters leave.
    pub customers: Customers,
    /// Whom each scenario is for.
    pub marks: Vec<Choice>,
    /// Everybody's months.
    pub months: Months,
    /// The days the data hold.
    pub days: Days,
}

/// A question under way.
pub struct Job {
    asked: Asked,
    tables: Tables,
    ground: Option<Arc<Ground>>,
    ways: Vec<Way>,
    found: Option<Found>,
    campaigns: Option<Arc<Campaigns>>,
    state: State,
}

enum State {
    Months(CountingMonths),
    /// The customers of the scenario after so many.
    Choosing(Box<Marking>),
    /// What these do anyway, and what earlier campaigns brought.
    Sketching(Box<Sketching>, Box<Chosen>),
    /// The report without simulated years.
    Closed,
    /// The simulated years are to be drawn.
    Years,
    Drawn(Vec<Vec<u8>>),
    /// The segments one may choose.
    Segments(Box<Making>),
    Over,
}

/// Sketches that are kept.
const SKETCHES: usize = 16;
/// Scores that are kept.
const SCORES: usize = 2;

impl Job {
    /// Begins.
    ///
    /// # Errors
    /// A defect when the tables are not those asked for.
    pub fn new(asked: Asked, tables: Tables) -> Result<Self, Failure> {
        let state = State::Months(tables.months(&asked.months)?);
        Ok(Self {
            asked,
            tables,
            ground: None,
            ways: Vec::new(),
            found: None,
            campaigns: None,
            state,
        })
    }

    fn scenario(&self, at: usize) -> Option<&Scenario> {
        let planned = &self.asked.planned;
        match at.checked_sub(1) {
            None => Some(&planned.scenario),
            Some(other) => planned.others.get(other),
        }
    }

    /// The day of the send.
    fn day(&self) -> Day {
        found::day(self.asked.planned.day, self.asked.days).0
    }

    /// The next scenario's customers, or the report where all are known.
    fn next(&mut self) -> Result<State, Failure> {
        let Some(mark) = self.asked.marks.get(self.ways.len()) else {
            return Ok(State::Closed);
        };
        let marking = Marking::new(&self.tables, &self.asked.customers, mark.clone())?;
        Ok(State::Choosing(Box::new(marking)))
    }

    /// Whom the next scenario is for is known: its sketch is kept, or is to be made.
    fn choose(&mut self, chosen: Box<Chosen>) -> Result<State, Failure> {
        let scenario = self.scenario(self.ways.len()).ok_or_else(over)?;
        let key = self.key(scenario);
        let kept = self.tables.kept::<Sketch, SKETCHES>();
        let scores = self.scores(&chosen);
        let found = self
            .found
            .get_or_insert_with(|| Found::new(&chosen.among, &scores));
        if let Some(model) = &chosen.model {
            found.segments(model);
        }
        if let Some(sketch) = kept.get(&key) {
            return self.settle(&chosen, sketch);
        }
        let scenario = self.scenario(self.ways.len()).ok_or_else(over)?;
        let ground = self.ground.clone().ok_or_else(over)?;
        let rule = Rule::of(scenario.who.as_ref(), self.asked.scope.is_narrowed());
        let has_lines = self.tables.lines().is_some();
        let today = ground.past.named(&chosen, &scores, has_lines);
        let audience = Audience::new(rule, today, ground.past.len());
        let sketching = Sketching::new(scenario.clone(), audience, ground, self.day());
        Ok(State::Sketching(Box::new(sketching), chosen))
    }

    /// Scores of those among whom customers were chosen, made or kept.
    fn scores(&self, chosen: &Chosen) -> Arc<Scores> {
        let key = self.asked.scope.filters.to_string();
        let kept = self.tables.kept::<Scores, SCORES>();
        kept.get(&key).unwrap_or_else(|| {
            let scores = Arc::new(Scores::of(&chosen.among));
            kept.put(key, Arc::clone(&scores));
            scores
        })
    }

    /// What a sketch is kept under.
    fn key(&self, scenario: &Scenario) -> String {
        let filters = &self.asked.scope.filters;
        format!("{filters} {}", Sketch::key(scenario, self.day()))
    }

    /// The scenario with its money; then the next.
    fn settle(&mut self, chosen: &Chosen, sketch: Arc<Sketch>) -> Result<State, Failure> {
        let scenario = self.scenario(self.ways.len()).ok_or_else(over)?.clone();
        let whom = match &scenario.who {
            None => None,
            Some(of) => Some(crate::audience::named(of, chosen, &self.tables, None)?.title),
        };
        let planned = &self.asked.planned;
        let demand = Demand {
            alpha: planned.alpha,
            power: planned.power,
        };
        let sums = Sums::of(&scenario, &sketch, demand);
        self.ways.push(Way {
            scenario,
            whom,
            sketch,
            sums,
            year: None,
            refused: None,
        });
        self.next()
    }

    fn report(&self) -> Result<Box<dyn Reply>, Failure> {
        let ground = self.ground.as_ref().ok_or_else(over)?;
        let found = self.found.as_ref().ok_or_else(over)?;
        let report = report::write(&self.asked, ground, found, &self.ways, &self.tables);
        Ok(Box::new(report?))
    }

    /// The campaigns to simulate: that of each scenario that can be, then the plan's without a test.
    fn simulated(&self) -> Campaigns {
        let mut all: Vec<_> = self
            .ways
            .iter()
            .filter_map(|way| way.able().map(|sums| sums.campaign.clone()))
            .collect();
        let plan = self.ways.first().and_then(Way::able);
        all.extend(plan.map(Sums::straight));
        Campaigns {
            all,
            seed: self.asked.scope.filters.seed.into(),
        }
    }

    fn tasks(&self, campaigns: &Campaigns) -> Vec<Task> {
        let each = blocks(self.asked.planned.runs);
        let all = 0..campaigns.all.len() as u32;
        all.flat_map(|campaign| (0..each).map(move |number| Task { campaign, number }))
            .collect()
    }

    /// The report, which is the last one where nobody has to make segments first.
    fn last(&mut self) -> Result<Step, Failure> {
        let report = self.report()?;
        let found = self.found.as_ref().ok_or_else(over)?;
        let customers = &self.asked.customers;
        let (selections, among) = (customers.chain.len(), Arc::clone(&found.among));
        if found.has_segments() {
            return Ok(Step::Done(report));
        }
        Ok(
            match Making::new(&self.tables, customers, selections, among, false) {
                Ok(making) => {
                    self.state = State::Segments(Box::new(making));
                    Step::Partial(report)
                }
                Err(_) => Step::Done(report),
            },
        )
    }

    fn gather(&mut self, results: &[Vec<u8>]) -> Result<(), Failure> {
        let broken = || Failure::defect("simulated years cannot be read");
        let each = blocks(self.asked.planned.runs) as usize;
        let mut years = results.chunks(each.max(1)).map(|results| {
            let blocks = results.iter().map(|result| decode(result));
            let blocks: Option<Vec<simulation::Block>> = blocks.collect();
            simulation::gathered(&blocks.ok_or_else(broken)?).map_err(|_| broken())
        });
        for way in &mut self.ways {
            if way.able().is_some() {
                way.year = Some(years.next().ok_or_else(broken)??);
            }
        }
        if let Some(found) = &mut self.found {
            found.straight = years.next().transpose()?;
        }
        Ok(())
    }
}

impl Work for Job {
    fn step(&mut self) -> Result<Step, Failure> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Months(mut months) => match months.step()? {
                Went::On(step) => {
                    self.state = State::Months(months);
                    Ok(step)
                }
                Went::There(table) => {
                    self.ground = Some(Ground::of(
                        table,
                        self.asked.days,
                        &self.asked.scope,
                        &self.tables,
                    )?);
                    self.state = self.next()?;
                    Ok(counting())
                }
            },
            State::Choosing(mut marking) => match marking.step() {
                // The other ways to do it stand beside the plan: one that cannot be does not take it away.
                Err(why) if !self.ways.is_empty() => {
                    let scenario = self.scenario(self.ways.len()).ok_or_else(over)?;
                    let refused = Way::refused(scenario.clone(), why.to_string().into());
                    self.ways.push(refused);
                    self.state = self.next()?;
                    Ok(counting())
                }
                Err(why) => Err(why),
                Ok(Went::On(step)) => {
                    self.state = State::Choosing(marking);
                    Ok(step)
                }
                Ok(Went::There(chosen)) => {
                    self.state = self.choose(Box::new(chosen))?;
                    Ok(counting())
                }
            },
            State::Sketching(mut sketching, chosen) => {
                self.state = match sketching.step() {
                    None => State::Sketching(sketching, chosen),
                    Some(sketch) => {
                        let scenario = self.scenario(self.ways.len()).ok_or_else(over)?;
                        let (key, sketch) = (self.key(scenario), Arc::new(sketch));
                        let kept = self.tables.kept::<Sketch, SKETCHES>();
                        kept.put(key, Arc::clone(&sketch));
                        self.settle(&chosen, sketch)?
                    }
                };
                Ok(counting())
            }
            State::Closed => {
                let report = self.report()?;
                if !self.ways.iter().any(|way| way.able().is_some()) {
                    return self.last();
                }
                self.campaigns = Some(Arc::new(self.simulated()));
                self.state = State::Years;
                Ok(Step::Partial(report))
            }
            State::Years => {
                let about = self.campaigns.clone().ok_or_else(over)?;
                let tasks = self.tasks(&about);
                Ok(Step::Tasks {
                    tasks: tasks.iter().map(encode).collect(),
                    about,
                })
            }
            State::Drawn(results) => {
                self.gather(&results)?;
                self.last()
            }
            State::Segments(mut making) => match making.step() {
                Ok(Made::On(step)) => {
                    self.state = State::Segments(making);
                    Ok(step)
                }
                Ok(Made::Chosen(model) | Made::Whole(model)) => {
                    if let Some(found) = &mut self.found {
                        found.segments(&model);
                    }
                    Ok(Step::Done(self.report()?))
                }
                // Without segments there is less to choose among, and the plan stands.
                Err(_) => Ok(Step::Done(self.report()?)),
            },
            State::Over => Err(over()),
        }
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        match &mut self.state {
            State::Choosing(marking) => marking.supply(results),
            State::Segments(making) => making.supply(results),
            _ if self.campaigns.is_some() => self.state = State::Drawn(results),
            _ => {}
        }
    }
}
