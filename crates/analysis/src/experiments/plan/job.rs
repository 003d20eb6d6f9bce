//! From a question about a plan to its report, step by step.

use std::sync::Arc;

use clientele_model::experiments::{Planned, Scenario};
use clientele_model::failure::Failure;
use clientele_model::question::AnyReport;
use clientele_model::wire::{decode, encode};

use super::audience::{Audience, Rule, today};
use super::ground::Ground;
use super::report::{self, Found, Way};
use super::sketch::Sketch;
use super::subject::{Campaigns, Task};
use super::sums::Sums;
use crate::days::{Day, Days};
use crate::engine::{
    Block, Choice, CountingMonths, Customers, Months, Scope, Step, Tables, Went, Work, counting,
    over,
};
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
    /// The report without simulated years.
    Closed,
    /// So many tasks are done.
    Years,
    Drawn(Vec<Vec<u8>>),
    Over,
}

/// Sketches that are kept.
const SKETCHES: usize = 16;

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

    /// The day of the send, and whether it is the one asked for.
    fn day(&self) -> Day {
        report::day(self.asked.planned.day, self.asked.days).0
    }

    /// The next scenario's customers, or the report where all are known.
    fn next(&mut self) -> Result<State, Failure> {
        let Some(mark) = self.asked.marks.get(self.ways.len()) else {
            return Ok(State::Closed);
        };
        let marking = Marking::new(&self.tables, &self.asked.customers, mark.clone())?;
        Ok(State::Choosing(Box::new(marking)))
    }

    fn choose(&mut self, chosen: &Chosen) -> Result<(), Failure> {
        let at = self.ways.len();
        let ground = self.ground.clone().ok_or_else(over)?;
        let scenario = self.scenario(at).ok_or_else(over)?.clone();
        let scope = &self.asked.scope;
        let day = self.day();
        let key = format!("{} {}", scope.filters, Sketch::key(&scenario, day));
        let scores = Scores::of(&chosen.among);
        if self.found.is_none() {
            self.found = Some(Found::new(&chosen.among, &scores));
        }
        if let Some(found) = &mut self.found
            && let Some(model) = &chosen.model
        {
            found.segments(model);
        }
        let kept = self.tables.kept::<Sketch, SKETCHES>();
        let sketch = match kept.get(&key) {
            Some(sketch) => sketch,
            None => {
                let rule = Rule::of(scenario.who.as_ref(), scope.is_narrowed());
                let today = today(chosen, &scores, &ground, self.tables.lines().is_some());
                let today = today
                    .into_iter()
                    .map(|(who, group, _)| (who, group))
                    .collect();
                let audience = Audience::new(rule, today, ground.past.len());
                let sketch = Arc::new(Sketch::of(&scenario, &audience, &ground, day));
                kept.put(key, Arc::clone(&sketch));
                sketch
            }
        };
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
        Ok(())
    }

    fn report(&self) -> Result<AnyReport, Failure> {
        let ground = self.ground.as_ref().ok_or_else(over)?;
        let found = self.found.as_ref().ok_or_else(over)?;
        let report = report::write(&self.asked, ground, found, &self.ways, &self.tables);
        Ok(report?.into())
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
                        &self.tables,
                        &self.asked.scope,
                        table,
                        self.asked.days,
                    )?);
                    self.state = self.next()?;
                    Ok(counting())
                }
            },
            State::Choosing(mut marking) => match marking.step()? {
                Went::On(step) => {
                    self.state = State::Choosing(marking);
                    Ok(step)
                }
                Went::There(chosen) => {
                    self.choose(&chosen)?;
                    self.state = self.next()?;
                    Ok(counting())
                }
            },
            State::Closed => {
                let report = self.report()?;
                if !self.ways.iter().any(|way| way.able().is_some()) {
                    return Ok(Step::Done(report));
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
                Ok(Step::Done(self.report()?))
            }
            State::Over => Err(over()),
        }
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        match &mut self.state {
            State::Choosing(marking) => marking.supply(results),
            _ if self.campaigns.is_some() => self.state = State::Drawn(results),
            _ => {}
        }
    }
}
