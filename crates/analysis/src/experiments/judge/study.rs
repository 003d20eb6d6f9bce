//! From the question to the report, step by step.

mod steps;

use std::sync::Arc;

use clientele_model::experiments::JudgeTest;
use clientele_model::failure::Failure;
use clientele_model::filters::{Against, Filters, Period, Spend};

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
use crate::days;
use crate::engine::{
    Block, Counting, Needs, Next, Plan, Scope, Shop, Step, Tables, Went, Work, counting, over,
};
use crate::experiments::arms;
use crate::narrowing::Narrowing;
use crate::tables::{CustomersTable, ResponsesTable};
use crate::window::Window;

/// What it takes to judge a test.
///
/// # Errors
/// When the data set has no campaigns.
pub fn plan(asked: &JudgeTest, shop: &Shop) -> Result<Plan, Failure> {
    // A result file that was dropped may bring some.
    let brought = shop.campaigns()?;
    if !shop.catalogue.has.campaigns && brought.is_none_or(|all| all.id.is_empty()) {
        return Err(refused::no_campaigns(asked.judged.campaign.as_deref()));
    }
    let mut needs = Needs::default();
    needs.campaigns();
    needs.orders_or(refused::from_totals());
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
    lines: Arc<Dataset>,
    pub campaigns: Arc<Campaigns>,
    pub campaign: u32,
    pub exposed: Exposed,
    pub settled: Settled,
    /// Per customer of the data set whom of the exposed they are.
    persons: Vec<u32>,
    pub doings: Doings,
    cells: Vec<u8>,
    recency: Vec<u32>,
    /// Customers on the day before the send, where there were any.
    pub before: Option<Arc<CustomersTable>>,
    pub today: Option<Today>,
    answers: ResponsesTable,
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
    /// Whom of them the data set knows, from this customer on.
    Knowing(usize),
    /// Customers on the day before.
    Before(Counting),
    /// Their groups.
    Grouping(Box<Scoring>),
    /// Those whom the filters leave.
    Narrowing(Box<Narrowing>),
    /// What they did, or did with returns left out of sight.
    Responding(Box<Responding>, Returned),
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
        let lines = tables.lines().cloned().ok_or_else(refused::from_totals)?;
        let campaigns = tables.campaigns()?;
        let campaign = chosen(&asked, &campaigns)?;
        Ok(Self {
            exposed: Exposed::new(&campaigns, campaign),
            asked,
            tables,
            lines,
            campaigns,
            campaign,
            settled: Settled::default(),
            persons: Vec::new(),
            doings: Doings::default(),
            cells: Vec::new(),
            recency: Vec::new(),
            before: None,
            today: None,
            answers: ResponsesTable::default(),
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
        let filters = &self.asked.filters;
        let lists = [
            &filters.countries,
            &filters.channels,
            &filters.categories,
            &filters.tiers,
        ];
        lists.iter().any(|list| !list.is_empty())
            || filters.spend != Spend::default()
            || !filters.only.is_empty()
    }

    /// What the filters come to in other days; nothing where the data have none of them.
    fn scope(&self, period: Period) -> Result<Option<Scope>, Failure> {
        let filters = Filters {
            period,
            as_of: None,
            against: Against::Nothing,
            ..self.asked.filters.clone()
        };
        match Scope::new(&filters, self.tables.shop()) {
            Ok(scope) => Ok(Some(scope)),
            Err(Failure::NoSales { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The year before the send.
    fn year_before(&self) -> Period {
        let sent = self.settled.sent;
        Period::Range {
            from: Some(days::to_date(sent - 365)),
            to: Some(days::to_date(sent - 1)),
        }
    }

    /// The lines in which outcomes are counted: filters choose customers, not what they bought.
    fn window(&self) -> Result<Window, Failure> {
        let asked = &self.asked.filters;
        let filters = Filters {
            period: Period::All,
            returns: asked.returns,
            goods: asked.goods.clone(),
            copies: asked.copies,
            ..Filters::default()
        };
        Window::new(&filters, &self.tables.shop().catalogue)
    }

    /// Whom a customer of the data set is among the exposed.
    fn person(&self, position: u32) -> Option<usize> {
        let person = self.persons.get(position as usize).copied()?;
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
            State::Knowing(from) => self.know(from)?,
            State::Before(mut counting) => match counting.step()? {
                Went::On(_) => State::Before(counting),
                Went::There(table) => State::Grouping(Box::new(Scoring::new(table))),
            },
            State::Grouping(mut scoring) => match scoring.step(PER_STEP) {
                false => State::Grouping(scoring),
                true => {
                    let (table, cells) = scoring.done();
                    self.group(table, &cells);
                    self.narrow()?
                }
            },
            State::Narrowing(mut narrowing) => match narrowing.step()? {
                Went::On(step) => {
                    self.state = State::Narrowing(narrowing);
                    return Ok(step);
                }
                Went::There(left) => {
                    self.filter(&left);
                    self.respond()?
                }
            },
            State::Responding(mut responding, returned) => match responding.step() {
                None => State::Responding(responding, returned),
                Some(table) => {
                    self.answers = table;
                    State::Taking(0, returned)
                }
            },
            State::Taking(from, returned) => self.take(from, returned)?,
            State::Today(mut counting) => match counting.step()? {
                Went::On(_) => State::Today(counting),
                Went::There(table) => State::GroupingToday(Box::new(Scoring::new(table))),
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
fn chosen(asked: &JudgeTest, campaigns: &Campaigns) -> Result<u32, Failure> {
    let ids: Vec<&str> = campaigns.id.iter().map(String::as_str).collect();
    if ids.is_empty() {
        return Err(refused::no_campaigns(asked.judged.campaign.as_deref()));
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
