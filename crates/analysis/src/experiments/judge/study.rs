//! From the question to the report, step by step.

mod looked;
mod steps;

use std::sync::Arc;

use clientele_model::experiments::JudgeTest;
use clientele_model::failure::Failure;

use super::doings::Doings;
use super::exposed::Exposed;
use super::gathering::Gathering;
use super::impact::Today;
use super::refused;
use super::responding::Responding;
use super::scoring::Scoring;
use super::settled::Settled;
use super::totals::Sheet;
use crate::dataset::{Campaigns, Dataset, NONE};
use crate::engine::{
    Block, Counting, CountingResponses, Needs, Next, Plan, Shop, Step, Tables, Went, Work,
    counting, over,
};
use crate::experiments::arms;
use crate::narrowing::Narrowing;
use crate::tables::{CustomersTable, ResponsesTable};
use crate::window::Window;
use looked::Looked;

/// What it takes to judge a test. Of a live data set most of it is known once its campaigns are here.
///
/// # Errors
/// When the data set has no campaigns; of a live one also when its rows cannot be judged.
pub fn plan(asked: &JudgeTest, shop: &Shop) -> Result<Plan, Failure> {
    // A result file that was dropped may bring some.
    let campaigns = shop.campaigns()?;
    if !shop.catalogue.has.campaigns && campaigns.as_ref().is_none_or(|all| all.id.is_empty()) {
        let code = asked.judged.campaign.as_deref();
        return Err(refused::no_campaigns(code, shop));
    }
    let mut needs = Needs::default();
    needs.campaigns();
    needs.orders_welcome();
    if let Some(campaigns) = campaigns.filter(|_| shop.is_live()) {
        let campaign = chosen(asked, &campaigns, shop)?;
        let settled = looked::sent(asked, shop, &campaigns, campaign)?;
        let code = &campaigns.id[campaign as usize];
        Looked::new(asked, shop, code, &settled, &mut needs)?;
    }
    let asked = asked.clone();
    Ok(Plan::new(needs, move |tables| {
        Ok(Next::Work(Box::new(Judgement::new(asked, tables)?)))
    }))
}

/// Rows, customers or names that are looked at in one step, some ten milliseconds.
const PER_STEP: usize = 100_000;

/// A test on its way to its verdict.
pub(super) struct Judgement {
    pub asked: JudgeTest,
    pub tables: Tables,
    /// None of a live data set.
    lines: Option<Arc<Dataset>>,
    pub campaigns: Arc<Campaigns>,
    pub campaign: u32,
    pub exposed: Exposed,
    pub settled: Settled,
    pub looked: Looked,
    /// Whom of the exposed each customer is: of the data set where there are lines, else of the table that was met last.
    persons: Vec<u32>,
    pub doings: Doings,
    cells: Vec<u8>,
    recency: Vec<u32>,
    /// Customers on the day before the send, where there were any.
    pub before: Option<Arc<CustomersTable>>,
    pub today: Option<Today>,
    answers: Arc<ResponsesTable>,
    /// Where the file alone tells what they did: of how many it tells nothing.
    pub file_alone: Option<u32>,
    /// Per customer what they earned with returns left out of sight; empty where that is not told.
    pub gross: Vec<f64>,
    pub gathering: Gathering,
    pub shop_revenue: Option<f64>,
    state: State,
}

/// What is done next.
enum State {
    /// The exposures.
    Reading,
    /// Whom of them it knows.
    Knowing(Met),
    /// Customers on the day before.
    Before(Counting),
    /// Their groups.
    Grouping(Box<Scoring>),
    /// Those whom the filters leave.
    Narrowing(Box<Narrowing>),
    /// What they did, or did with returns left out of sight.
    Responding(Box<Responding>, Returned),
    /// What they did, as a gateway tells it.
    Told(CountingResponses),
    /// Adding it up by customer, from this row on.
    Taking(usize, Returned),
    /// Customers of today.
    Today(Counting),
    /// Their groups.
    GroupingToday(Box<Scoring>),
    /// Those the filters leave today.
    Left(Box<Narrowing>, Arc<CustomersTable>, Vec<u8>),
    /// The revenue of the whole shop.
    Shop,
    /// Adding customers up by arm.
    Gathering,
    /// Everything is added up.
    Over,
}

/// Customers whose numbers are looked up among those of the exposed.
enum Met {
    /// All that the data know.
    Everybody(Names),
    /// Those of the day before, and the cell of each.
    Before(Arc<CustomersTable>, Vec<u8>),
    /// Those whom the filters leave.
    Left(Arc<CustomersTable>),
    /// Those who did something.
    Told(Arc<ResponsesTable>),
}

/// Where the numbers of everybody stand.
enum Names {
    Lines(Arc<Dataset>),
    Table(Arc<CustomersTable>),
}

/// What came back.
#[derive(Clone, Copy, PartialEq)]
enum Returned {
    /// Is taken off, where the question takes it off.
    Netted,
    /// Is left out of sight.
    Off,
}

impl Judgement {
    fn new(asked: JudgeTest, tables: Tables) -> Result<Self, Failure> {
        let campaigns = tables.campaigns()?;
        let campaign = chosen(&asked, &campaigns, tables.shop())?;
        Ok(Self {
            exposed: Exposed::new(&campaigns, campaign),
            asked,
            lines: tables.lines().cloned(),
            tables,
            campaigns,
            campaign,
            settled: Settled::default(),
            looked: Looked::default(),
            persons: Vec::new(),
            doings: Doings::default(),
            cells: Vec::new(),
            recency: Vec::new(),
            before: None,
            today: None,
            answers: Arc::default(),
            file_alone: None,
            gross: Vec::new(),
            gathering: Gathering::default(),
            shop_revenue: None,
            state: State::Reading,
        })
    }

    /// Name of the campaign.
    pub fn name(&self) -> &str {
        let name = self.campaigns.name.get(self.campaign as usize);
        name.map_or("", String::as_str)
    }

    /// Whether filters choose customers.
    pub fn is_narrowed(&self) -> bool {
        looked::is_narrowed(&self.asked.filters)
    }

    /// Whether a gateway made the tables.
    pub fn is_live(&self) -> bool {
        self.lines.is_none()
    }

    /// Whether all customers were exposed on one day and orders tell what was paid, so that the whole shop can be compared.
    pub fn has_one_day(&self) -> bool {
        let Settled { pace, spans, .. } = self.settled;
        let told = spans.from_file && !self.campaigns.exposures.revenue.is_empty();
        pace.is_none() && !told && !self.is_narrowed()
    }

    /// The lines in which outcomes are counted.
    fn window(&self) -> Result<Window, Failure> {
        let filters = looked::of_orders(&self.asked.filters);
        Window::new(&filters, &self.tables.shop().catalogue)
    }

    /// Whom a row of a table of customers is among the exposed.
    fn person(&self, table: &CustomersTable, row: usize) -> Option<usize> {
        let place = match self.lines {
            Some(_) => *table.position.get(row)? as usize,
            None => row,
        };
        let person = self.persons.get(place).copied()?;
        (person != NONE).then_some(person as usize)
    }

    /// Everything about the customers.
    pub fn sheet(&self) -> Sheet<'_> {
        Sheet {
            exposed: &self.exposed,
            exposures: &self.campaigns.exposures,
            doings: &self.doings,
            cells: &self.cells,
            recency: &self.recency,
            spans: self.settled.spans,
        }
    }
}

impl Work for Judgement {
    fn step(&mut self) -> Result<Step, Failure> {
        self.state = match std::mem::replace(&mut self.state, State::Over) {
            State::Reading => self.read()?,
            State::Knowing(met) => self.know(met)?,
            State::Before(mut counting) => match counting.step()? {
                Went::On(_) => State::Before(counting),
                Went::There(table) => State::Grouping(Box::new(Scoring::new(table, &self.tables))),
            },
            State::Grouping(mut scoring) => match scoring.step(PER_STEP) {
                false => State::Grouping(scoring),
                true => {
                    let (table, cells) = scoring.done();
                    self.meet(Met::Before(table, cells))?
                }
            },
            State::Narrowing(mut narrowing) => match narrowing.step()? {
                Went::On(step) => {
                    self.state = State::Narrowing(narrowing);
                    return Ok(step);
                }
                Went::There(left) => self.meet(Met::Left(left))?,
            },
            State::Responding(mut responding, returned) => match responding.step() {
                None => State::Responding(responding, returned),
                Some(table) => {
                    self.answers = Arc::new(table);
                    State::Taking(0, returned)
                }
            },
            State::Told(mut counting) => match counting.step()? {
                Went::On(_) => State::Told(counting),
                Went::There(table) => self.meet(Met::Told(table))?,
            },
            State::Taking(from, returned) => self.take(from, returned)?,
            State::Today(mut counting) => match counting.step()? {
                Went::On(_) => State::Today(counting),
                Went::There(table) => {
                    State::GroupingToday(Box::new(Scoring::new(table, &self.tables)))
                }
            },
            State::GroupingToday(mut scoring) => match scoring.step(PER_STEP) {
                false => State::GroupingToday(scoring),
                true => {
                    let (table, cells) = scoring.done();
                    self.narrow_today(table, cells)?
                }
            },
            State::Left(mut narrowing, table, cells) => match narrowing.step() {
                Ok(Went::On(step)) => {
                    self.state = State::Left(narrowing, table, cells);
                    return Ok(step);
                }
                Ok(Went::There(left)) => {
                    self.count_today(&table, &cells, Some(&left));
                    State::Shop
                }
                // Nobody of today is left: there is nobody to send it to.
                Err(Failure::Nothing) => State::Shop,
                Err(other) => return Err(other),
            },
            State::Shop => {
                self.add_shop()?;
                State::Gathering
            }
            State::Gathering => {
                let mut gathering = std::mem::take(&mut self.gathering);
                let is_done = gathering.step(&self.sheet(), &self.gross, PER_STEP);
                self.gathering = gathering;
                match is_done {
                    false => State::Gathering,
                    true => return self.report().map(Step::Done),
                }
            }
            State::Over => return Err(over()),
        };
        Ok(counting())
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        match &mut self.state {
            State::Narrowing(narrowing) | State::Left(narrowing, ..) => narrowing.supply(results),
            _ => {}
        }
    }
}

/// The campaign asked for; the latest one when none is.
fn chosen(asked: &JudgeTest, campaigns: &Campaigns, shop: &Shop) -> Result<u32, Failure> {
    let ids: Vec<&str> = campaigns.id.iter().map(String::as_str).collect();
    if ids.is_empty() {
        let code = asked.judged.campaign.as_deref();
        return Err(refused::no_campaigns(code, shop));
    }
    let at = match &asked.judged.campaign {
        Some(code) => arms::same(&ids, code).ok_or_else(|| refused::no_campaign(code, &ids))?,
        None => {
            let latest =
                (0..ids.len()).max_by_key(|&at| (campaigns.day[at], std::cmp::Reverse(at)));
            latest.unwrap_or(0)
        }
    };
    Ok(at as u32)
}
