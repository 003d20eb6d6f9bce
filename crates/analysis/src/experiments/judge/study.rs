//! From the question to the report, step by step.

use std::sync::Arc;

use clientele_model::experiments::{CampaignLine, JudgeTest};
use clientele_model::failure::Failure;
use clientele_model::filters::{Against, Filters, Period, Spend};
use clientele_model::question::AnyReport;
use clientele_model::wire::Stage;

use super::doings::{Doings, Spans};
use super::groups::{self, CELLS, NOWHERE};
use super::impact::Today;
use super::ledger::{Account, Exposed, Fate, Told};
use super::refused;
use super::report::{Found, report};
use super::sensitivity::{Caps, Tried};
use super::totals::{Arm, Costs, Sheet};
use crate::dataset::{Campaigns, Dataset, NONE};
use crate::days::{self, Day};
use crate::engine::{
    Block, Counting, Needs, Next, Plan, Scope, Shop, Step, Tables, Went, Work, counting,
};
use crate::experiments::arms;
use crate::narrowing::Narrowing;
use crate::tables::{CustomersTable, ResponsesTable, responses};
use crate::window::Window;

/// What it takes to judge a test.
///
/// # Errors
/// When the data set has no campaigns, or the filters cannot be used.
pub fn plan(asked: &JudgeTest, shop: &Shop) -> Result<Plan, Failure> {
    if !shop.catalogue.has.campaigns {
        return Err(refused::no_campaigns());
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
struct Judgement {
    asked: JudgeTest,
    tables: Tables,
    lines: Arc<Dataset>,
    campaigns: Arc<Campaigns>,
    campaign: u32,
    exposed: Exposed,
    control: usize,
    compared: Option<usize>,
    spans: Spans,
    planned: u32,
    sent: Day,
    /// Per customer of the data set whom of the exposed they are.
    persons: Vec<u32>,
    doings: Doings,
    cells: Vec<u8>,
    recency: Vec<u32>,
    table: Option<Arc<CustomersTable>>,
    today: Option<Today>,
    answers: ResponsesTable,
    gross: Vec<f64>,
    costs: Costs,
    arms: Vec<Arm>,
    tried: Tried,
    caps: Caps,
    told: Option<Told>,
    state: State,
}

enum State {
    /// The exposures.
    Reading,
    /// Whom of them the data set knows, from this customer on.
    Knowing(usize),
    /// Customers on the day before.
    Before(Counting),
    /// Those whom the filters leave.
    Narrowing(Box<Narrowing>),
    /// What they did.
    Responding,
    /// Adding it up by customer, from this row on.
    Taking(usize),
    /// Customers of today: all, then those the filters leave.
    Today(Counting),
    /// Those the filters leave today.
    Left(Box<Narrowing>, Arc<CustomersTable>),
    /// What is known of costs, from this customer on.
    Costs(usize),
    /// Adding customers up by arm.
    Adding(usize),
    /// The same with one choice changed.
    Trying(usize),
    Over,
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
            control: 0,
            compared: None,
            spans: Spans {
                window: 1,
                days: 1,
                from_file: false,
            },
            planned: 1,
            sent: 0,
            persons: Vec::new(),
            doings: Doings::default(),
            cells: Vec::new(),
            recency: Vec::new(),
            table: None,
            today: None,
            answers: ResponsesTable::default(),
            gross: Vec::new(),
            costs: Costs::default(),
            arms: Vec::new(),
            tried: Tried::new(0, true),
            caps: Caps::default(),
            told: None,
            state: State::Reading,
        })
    }

    fn name(&self) -> &str {
        self.campaigns
            .name
            .get(self.campaign as usize)
            .map_or("", String::as_str)
    }

    /// Arms and days, once every row is read.
    fn settle(&mut self) -> Result<(), Failure> {
        let choices = &self.asked.judged;
        if self.exposed.len() == 0 {
            return Err(refused::nobody_exposed(self.name()));
        }
        let last = days::from_date(self.tables.shop().catalogue.last);
        for at in 0..self.exposed.len() {
            if self.exposed.fate[at] == Fate::Judged && self.exposed.day[at] > last {
                self.exposed.fate[at] = match self.says_something(at) {
                    true => Fate::Early,
                    false => Fate::Late,
                };
            }
        }
        let names: Vec<&str> = self.exposed.arms.iter().map(String::as_str).collect();
        let named =
            |name: &str| arms::same(&names, name).ok_or_else(|| refused::no_arm(name, &names));
        if let [only] = names[..] {
            return Err(refused::one_arm(self.name(), only));
        }
        self.control = match &choices.control {
            Some(name) => named(name)?,
            None => {
                let held: Vec<&str> = names
                    .iter()
                    .copied()
                    .filter(|name| arms::is_held(name))
                    .collect();
                match held[..] {
                    [one] => named(one)?,
                    _ => return Err(refused::which_is_control(&names, &held)),
                }
            }
        };
        self.compared = match &choices.arm {
            Some(name) => Some(named(name)?),
            None if names.len() == 2 => Some(1 - self.control),
            None => None,
        };
        if self.compared == Some(self.control) {
            return Err(refused::same_arm(names[self.control]));
        }
        let Some(main) = self.exposed.main_day() else {
            return Err(refused::after_the_data(
                self.name(),
                self.tables.shop().catalogue.last,
            ));
        };
        let at = self.campaign as usize;
        self.sent = main;
        let own = self
            .campaigns
            .window
            .get(at)
            .copied()
            .unwrap_or(28)
            .clamp(1, 365);
        let window = choices.window.unwrap_or(own);
        let there = (last - main + 1).max(1) as u32;
        let days = there.min(2 * window);
        self.planned = choices.planned.unwrap_or(window);
        self.spans = Spans {
            window,
            days: choices.day.map_or(days, |day| days.min(day)),
            from_file: window == own && choices.day.is_none(),
        };
        Ok(())
    }

    fn says_something(&self, at: usize) -> bool {
        let row = self.exposed.row[at] as usize;
        let exposures = &self.campaigns.exposures;
        exposures
            .converted
            .get(row)
            .is_some_and(|&told| told != NONE && told > 0)
            || exposures
                .revenue
                .get(row)
                .is_some_and(|told| told.is_finite() && *told != 0.0)
    }

    /// The filters of the link in other days.
    fn filters(&self, period: Period) -> Filters {
        Filters {
            period,
            as_of: None,
            against: Against::Nothing,
            ..self.asked.filters.clone()
        }
    }

    fn is_narrowed(&self) -> bool {
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

    /// The year before the send.
    fn year_before(&self) -> Period {
        Period::Range {
            from: Some(days::to_date(self.sent - 365)),
            to: Some(days::to_date(self.sent - 1)),
        }
    }

    /// The days and lines in which outcomes are counted: whatever the filters, which choose customers.
    fn window(&self) -> Result<Window, Failure> {
        let filters = Filters {
            period: Period::All,
            returns: self.asked.filters.returns,
            goods: self.asked.filters.goods.clone(),
            copies: self.asked.filters.copies,
            ..Filters::default()
        };
        Window::new(&filters, &self.tables.shop().catalogue)
    }

    fn scope(&self, period: Period) -> Result<Option<Scope>, Failure> {
        match Scope::new(&self.filters(period), self.tables.shop()) {
            Ok(scope) => Ok(Some(scope)),
            Err(Failure::NoSales { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Whom a table's customer is among the exposed, by their position in the data set.
    fn person(&self, position: u32) -> Option<usize> {
        let person = self.persons.get(position as usize).copied()?;
        (person != NONE).then_some(person as usize)
    }

    fn next(&mut self) -> Result<State, Failure> {
        Ok(match std::mem::replace(&mut self.state, State::Over) {
            State::Reading => {
                match self
                    .exposed
                    .step(&self.campaigns.exposures, self.campaign, PER_STEP)
                {
                    false => State::Reading,
                    true => {
                        self.settle()?;
                        self.persons = vec![NONE; self.lines.customers.id.len()];
                        self.doings = Doings::nothing(self.exposed.len());
                        State::Knowing(0)
                    }
                }
            }
            State::Knowing(from) => {
                let ids = &self.lines.customers.id;
                let end = ids.len().min(from + PER_STEP);
                for at in from..end {
                    let person = self.exposed.find(&ids[at], &self.campaigns.exposures);
                    self.persons[at] = person;
                    if let Some(known) = self.doings.is_known.get_mut(person as usize) {
                        *known = true;
                    }
                }
                match end < ids.len() {
                    true => State::Knowing(end),
                    false => self.begin_before()?,
                }
            }
            State::Before(mut counting) => match counting.step()? {
                Went::On(_) => State::Before(counting),
                Went::There(table) => {
                    self.group(&table);
                    self.table = Some(table);
                    self.begin_narrowing()?
                }
            },
            State::Narrowing(mut narrowing) => match narrowing.step()? {
                Went::On(_) => State::Narrowing(narrowing),
                Went::There(left) => {
                    self.filter(&left);
                    State::Responding
                }
            },
            State::Responding => {
                let exposed: Vec<(u32, Day)> = (0..)
                    .zip(&self.persons)
                    .filter(|(_, person)| **person != NONE)
                    .map(|(position, &person)| (position, self.exposed.day[person as usize]))
                    .collect();
                let until = 2 * self.spans.window;
                self.answers = responses(&self.lines, &self.window()?, &exposed, until);
                State::Taking(0)
            }
            State::Taking(from) => {
                let end = self.answers.len().min(from + PER_STEP);
                self.doings
                    .add(&self.answers, from..end, &self.persons, self.spans);
                match end < self.answers.len() {
                    true => State::Taking(end),
                    false => self.begin_today()?,
                }
            }
            State::Today(mut counting) => match counting.step()? {
                Went::On(_) => State::Today(counting),
                Went::There(table) => match (self.is_narrowed(), self.scope(Period::Usual)?) {
                    (true, Some(scope)) => {
                        let of = Needs::default().customers(&scope);
                        State::Left(Box::new(Narrowing::new(&self.tables, &of)?), table)
                    }
                    _ => {
                        self.count_today(&table, None);
                        State::Costs(0)
                    }
                },
            },
            State::Left(mut narrowing, table) => match narrowing.step() {
                Ok(Went::On(_)) => State::Left(narrowing, table),
                Ok(Went::There(left)) => {
                    self.count_today(&table, Some(&left));
                    State::Costs(0)
                }
                // Nobody of today: there is nobody to send it to.
                Err(Failure::Nothing) => State::Costs(0),
                Err(other) => return Err(other),
            },
            State::Costs(from) => self.costs(from),
            State::Adding(from) => self.add(from),
            State::Trying(from) => self.try_choices(from),
            State::Over => return Err(crate::engine::over()),
        })
    }

    fn begin_before(&mut self) -> Result<State, Failure> {
        self.cells = vec![NOWHERE; self.exposed.len()];
        self.recency = vec![NONE; self.exposed.len()];
        let Some(scope) = self.scope(self.year_before())? else {
            return match self.is_narrowed() {
                true => Err(refused::nobody_left(self.name())),
                false => Ok(State::Responding),
            };
        };
        let of = Needs::default().customers(&scope);
        Ok(State::Before(self.tables.shop_as_a_whole(&of)?))
    }

    fn begin_narrowing(&mut self) -> Result<State, Failure> {
        if !self.is_narrowed() {
            return Ok(State::Responding);
        }
        let Some(scope) = self.scope(self.year_before())? else {
            return Ok(State::Responding);
        };
        let of = Needs::default().customers(&scope);
        Ok(State::Narrowing(Box::new(Narrowing::new(
            &self.tables,
            &of,
        )?)))
    }

    fn begin_today(&mut self) -> Result<State, Failure> {
        let Some(scope) = self.scope(Period::Usual)? else {
            return Ok(State::Costs(0));
        };
        let of = Needs::default().customers(&scope);
        Ok(State::Today(self.tables.shop_as_a_whole(&of)?))
    }

    /// The cell of everybody in the table of the day before.
    fn group(&mut self, table: &CustomersTable) {
        let cells = groups::cells(table);
        for (row, (&position, cell)) in table.position.iter().zip(cells).enumerate() {
            if let Some(person) = self.person(position) {
                self.cells[person] = cell;
                self.recency[person] = table.recency(row);
            }
        }
    }

    /// Leaves out whom the filters do not leave.
    fn filter(&mut self, left: &CustomersTable) {
        let mut stays = vec![false; self.exposed.len()];
        for &position in &left.position {
            if let Some(person) = self.person(position) {
                stays[person] = true;
            }
        }
        for (fate, stays) in self.exposed.fate.iter_mut().zip(stays) {
            if *fate == Fate::Judged && !stays {
                *fate = Fate::Filtered;
            }
        }
    }

    fn count_today(&mut self, table: &CustomersTable, left: Option<&CustomersTable>) {
        let opted = &self.lines.customers.email_opt_in;
        let within = left.map(CustomersTable::set);
        let mut today = Today {
            cells: vec![0; CELLS],
            says_opt_in: !opted.is_empty(),
            ..Today::default()
        };
        for (&position, cell) in table.position.iter().zip(groups::cells(table)) {
            if within
                .as_ref()
                .is_some_and(|within| !within.contains(position))
            {
                continue;
            }
            today.customers += 1;
            if opted.get(position as usize).copied().unwrap_or(true) {
                today.reached += 1;
                today.cells[usize::from(cell)] += 1;
            }
        }
        self.today = Some(today);
    }

    fn sheet(&self) -> Sheet<'_> {
        Sheet {
            exposed: &self.exposed,
            exposures: &self.campaigns.exposures,
            doings: &self.doings,
            cells: &self.cells,
            recency: &self.recency,
            spans: self.spans,
        }
    }

    fn costs(&mut self, from: usize) -> State {
        let end = self.exposed.len().min(from + PER_STEP);
        let mut costs = self.costs;
        for at in from..end {
            if let Some(outcome) = self.sheet().outcome(at) {
                costs.add(&outcome);
            }
        }
        self.costs = costs;
        if end < self.exposed.len() {
            return State::Costs(end);
        }
        self.arms = vec![Arm::empty(self.spans.days); self.exposed.arms.len()];
        self.tried = Tried::new(self.arms.len(), self.costs.are_known());
        State::Adding(0)
    }

    fn add(&mut self, from: usize) -> State {
        let end = self.exposed.len().min(from + PER_STEP);
        let mut arms = std::mem::take(&mut self.arms);
        self.sheet().add(&mut arms, &self.costs, from..end);
        self.arms = arms;
        if end < self.exposed.len() {
            return State::Adding(end);
        }
        let sheet = self.sheet();
        let judged = (0..self.exposed.len()).filter_map(|at| sheet.outcome(at));
        let values: Vec<f64> = judged
            .map(|outcome| self.tried.value(&outcome, &self.costs))
            .collect();
        self.caps = Caps::of(&values);
        State::Trying(0)
    }

    fn try_choices(&mut self, from: usize) -> State {
        let end = self.exposed.len().min(from + PER_STEP);
        let mut tried = std::mem::replace(&mut self.tried, Tried::new(0, true));
        tried.add(
            &self.sheet(),
            &self.costs,
            &self.caps,
            &self.gross,
            from..end,
        );
        self.tried = tried;
        match end < self.exposed.len() {
            true => State::Trying(end),
            false => State::Over,
        }
    }

    /// The report, once everything is added up.
    fn done(&mut self) -> Result<AnyReport, Failure> {
        let sizes = self.exposed.sizes();
        if sizes.iter().sum::<u32>() == 0 {
            return Err(refused::nobody_left(self.name()));
        }
        let wanted = [Some(self.control), self.compared];
        for at in wanted.into_iter().flatten() {
            if sizes[at] < 2 {
                return Err(refused::too_few(&self.exposed.arms[at], sizes[at], 2));
            }
        }
        let exposures = &self.campaigns.exposures;
        let account = |is: &dyn Fn(usize) -> bool| self.exposed.account(exposures, is);
        let fate = |fate: Fate| account(&|at| self.exposed.fate[at] == fate);
        let judged = |at: usize| self.exposed.fate[at] == Fate::Judged;
        let negative = |at: usize| {
            let row = self.exposed.row[at] as usize;
            exposures
                .revenue
                .get(row)
                .is_some_and(|revenue| *revenue < 0.0)
        };
        let filtered = fate(Fate::Filtered);
        let told = Told {
            campaign: self.campaigns.id[self.campaign as usize].clone(),
            control: self.control,
            late: fate(Fate::Late),
            early: fate(Fate::Early),
            negative: account(&|at| judged(at) && negative(at)),
            unknown: account(&|at| judged(at) && !self.doings.is_known[at]),
            filtered: self.is_narrowed().then_some(filtered),
            aside: None::<Account>,
            judged: fate(Fate::Judged),
        };
        let mut campaigns: Vec<CampaignLine> = (0..self.campaigns.id.len())
            .map(|at| line(&self.campaigns, at))
            .collect();
        campaigns.sort_by(|a, b| (b.day, &a.id).cmp(&(a.day, &b.id)));
        let has = self.tables.shop().catalogue.has;
        let found = Found {
            choices: self.asked.judged.clone(),
            campaigns,
            campaign: line(&self.campaigns, self.campaign as usize),
            spans: self.spans,
            planned: self.planned,
            control: self.control,
            compared: self.compared,
            arms: std::mem::take(&mut self.arms),
            cuts: groups::cuts(self.table.as_deref()),
            has_margin: self.costs.are_known(),
            guessed: self.costs.missing,
            has_discount: has.discount || !exposures.discount.is_empty(),
            today: self.today.take(),
            shop: None,
            tried: std::mem::replace(&mut self.tried, Tried::new(0, true)),
            caps: self.caps,
            has_gross: false,
            ledger: told,
            pace: None,
        };
        let report = report(&found, &self.exposed);
        Ok(AnyReport::JudgeTest(Box::new(report)))
    }
}

impl Work for Judgement {
    fn step(&mut self) -> Result<Step, Failure> {
        self.state = self.next()?;
        match self.state {
            State::Over => self.done().map(Step::Done),
            State::Reading => Ok(Step::More {
                stage: Stage::Counting,
                done: 0,
                of: 0,
            }),
            _ => Ok(counting()),
        }
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        match &mut self.state {
            State::Narrowing(narrowing) | State::Left(narrowing, _) => narrowing.supply(results),
            _ => {}
        }
    }
}

fn line(campaigns: &Campaigns, at: usize) -> CampaignLine {
    let mine = campaigns.exposures.campaign.iter();
    CampaignLine {
        id: campaigns.id[at].clone(),
        name: campaigns.name[at].clone(),
        day: days::to_date(campaigns.day[at]),
        window: campaigns.window[at],
        offer: campaigns.offer[at].clone(),
        customers: mine.filter(|&&of| of as usize == at).count() as u32,
        dropped: false,
    }
}

/// The campaign asked for; the latest one that had begun by the last day of the data when none is.
fn chosen(asked: &JudgeTest, campaigns: &Campaigns) -> Result<u32, Failure> {
    let ids: Vec<&str> = campaigns.id.iter().map(String::as_str).collect();
    if ids.is_empty() {
        return Err(refused::no_campaigns());
    }
    match &asked.judged.campaign {
        Some(code) => {
            let at = arms::same(&ids, code);
            at.map(|at| at as u32)
                .ok_or_else(|| refused::no_campaign(code, &ids))
        }
        None => {
            let latest =
                (0..ids.len()).max_by_key(|&at| (campaigns.day[at], std::cmp::Reverse(at)));
            Ok(latest.unwrap_or(0) as u32)
        }
    }
}
