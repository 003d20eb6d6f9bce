//! The steps of a judgement, one after the other: what each does, and what comes next.

use std::sync::Arc;

use clientele_model::failure::Failure;

use super::super::brought;
use super::super::doings::Doings;
use super::super::exposed::Fate;
use super::super::groups::{CELLS, NOWHERE};
use super::super::impact::Today;
use super::super::refused;
use super::super::responding::{Responding, revenue, without_returns};
use super::super::settled::{Settled, settled};
use super::looked::Looked;
use super::{Judgement, Met, Names, PER_STEP, Returned, State};
use crate::dataset::NONE;
use crate::days::Days;
use crate::engine::Needs;
use crate::narrowing::Narrowing;
use crate::tables::CustomersTable;

impl Judgement {
    pub(super) fn read(&mut self) -> Result<State, Failure> {
        let exposures = &self.campaigns.exposures;
        if !self.exposed.step(exposures, self.campaign, PER_STEP) {
            return Ok(State::Reading);
        }
        let shop = self.tables.shop();
        let choices = &self.asked.judged;
        self.settled = settled(
            &mut self.exposed,
            &self.campaigns,
            self.campaign,
            choices,
            shop,
        )?;
        brought::check(
            &self.asked,
            shop,
            &self.campaigns,
            self.campaign,
            &self.settled,
        )?;
        let code = &self.campaigns.id[self.campaign as usize];
        let mut needs = Needs::default();
        self.looked = Looked::new(&self.asked, shop, code, &self.settled, &mut needs)?;
        let everybody = self.exposed.len();
        self.doings = Doings::nothing(everybody);
        self.cells = vec![NOWHERE; everybody];
        self.recency = vec![NONE; everybody];
        if brought::is_alone(shop, &self.campaigns, self.campaign) {
            let exposures = &self.campaigns.exposures;
            let silent = brought::take(&mut self.doings, &self.exposed, exposures);
            self.file_alone = Some(silent);
        }
        Ok(match (&self.lines, &self.looked.everybody) {
            (Some(lines), _) => {
                let names = Names::Lines(Arc::clone(lines));
                State::Knowing(Met::Everybody(names))
            }
            (None, Some(need)) => {
                let names = Names::Table(self.tables.made(need)?);
                State::Knowing(Met::Everybody(names))
            }
            (None, None) => self.begin()?,
        })
    }

    /// Looks up who the customers of a table are, where that is not known.
    pub(super) fn meet(&mut self, met: Met) -> Result<State, Failure> {
        match self.lines {
            Some(_) => self.met(met),
            None => {
                self.persons.clear();
                Ok(State::Knowing(met))
            }
        }
    }

    pub(super) fn know(&mut self, met: Met) -> Result<State, Failure> {
        let from = self.persons.len();
        let exposures = &self.campaigns.exposures;
        let all = met.len();
        for at in from..all.min(from + PER_STEP) {
            let person = self.exposed.find(met.number(at), exposures);
            self.persons.push(person);
            if let Some(known) = self.doings.is_known.get_mut(person as usize) {
                *known = true;
            }
        }
        match self.persons.len() < all {
            true => Ok(State::Knowing(met)),
            false => self.met(met),
        }
    }

    fn met(&mut self, met: Met) -> Result<State, Failure> {
        match met {
            Met::Everybody(_) => self.begin(),
            Met::Before(table, cells) => {
                self.group(table, &cells);
                self.narrow()
            }
            Met::Left(table) => {
                self.filter(&table);
                self.respond()
            }
            Met::Told(table) => {
                self.answers = table;
                Ok(State::Taking(0, Returned::Netted))
            }
        }
    }

    /// The day before the send.
    fn begin(&self) -> Result<State, Failure> {
        match &self.looked.before {
            Some(side) => Ok(State::Before(self.tables.customers(&side.whole)?)),
            None if self.is_narrowed() => Err(refused::nobody_left(self.name())),
            None => self.respond(),
        }
    }

    /// The cell of everybody in the table of the day before.
    fn group(&mut self, table: Arc<CustomersTable>, cells: &[u8]) {
        for (row, &cell) in cells.iter().enumerate() {
            if let Some(person) = self.person(&table, row) {
                self.cells[person] = cell;
                self.recency[person] = table.recency(row);
                if self.file_alone.is_some() {
                    self.doings.spent[person] = table.gross[row] - table.returned[row];
                    self.doings.ordered[person] = table.orders[row];
                }
            }
        }
        self.before = Some(table);
    }

    fn narrow(&mut self) -> Result<State, Failure> {
        let side = self.looked.before.as_ref();
        match side.and_then(|side| side.left.as_ref()) {
            None => self.respond(),
            Some(left) => {
                let narrowing = Narrowing::new(&self.tables, left)?;
                Ok(State::Narrowing(Box::new(narrowing)))
            }
        }
    }

    /// Leaves out whom the filters do not leave.
    fn filter(&mut self, left: &CustomersTable) {
        let mut stays = vec![false; self.exposed.len()];
        for row in 0..left.len() {
            if let Some(person) = self.person(left, row) {
                stays[person] = true;
            }
        }
        for (fate, stays) in self.exposed.fate.iter_mut().zip(stays) {
            if *fate == Fate::Judged && !stays {
                *fate = Fate::Filtered;
            }
        }
    }

    fn respond(&self) -> Result<State, Failure> {
        if let Some(of) = &self.looked.responses {
            return Ok(State::Told(self.tables.responses(of)?));
        }
        let Some(lines) = &self.lines else {
            return self.begin_today();
        };
        let days = 2 * self.settled.spans.window;
        let window = self.window()?;
        let responding = Responding::new(lines, window, &self.persons, &self.exposed.day, days);
        Ok(State::Responding(Box::new(responding), Returned::Netted))
    }

    pub(super) fn take(&mut self, from: usize, returned: Returned) -> Result<State, Failure> {
        let end = self.answers.len().min(from + PER_STEP);
        let spans = self.settled.spans;
        match returned {
            Returned::Netted => self
                .doings
                .add(&self.answers, from..end, &self.persons, spans),
            Returned::Off => {
                let gross = &mut self.gross;
                Doings::add_gross(gross, &self.answers, from..end, &self.persons, spans);
            }
        }
        if end < self.answers.len() {
            return Ok(State::Taking(end, returned));
        }
        self.answers = Arc::default();
        match returned {
            Returned::Netted => self.respond_again(),
            Returned::Off => self.begin_today(),
        }
    }

    /// What those earned who sent something back, had they kept it.
    fn respond_again(&mut self) -> Result<State, Failure> {
        let Some(lines) = &self.lines else {
            return self.begin_today();
        };
        let returned = &self.doings.returned;
        let sent_back = |person: u32| {
            returned
                .get(person as usize)
                .is_some_and(|back| *back > 0.0)
        };
        let persons: Vec<u32> = self
            .persons
            .iter()
            .map(|&person| if sent_back(person) { person } else { NONE })
            .collect();
        if persons.iter().all(|person| *person == NONE) {
            return self.begin_today();
        }
        self.gross = self.doings.kept();
        let window = without_returns(self.window()?);
        let days = self.settled.spans.judged();
        let responding = Responding::new(lines, window, &persons, &self.exposed.day, days);
        Ok(State::Responding(Box::new(responding), Returned::Off))
    }

    fn begin_today(&self) -> Result<State, Failure> {
        Ok(match &self.looked.today {
            None => State::Shop,
            Some(side) => State::Today(self.tables.customers(&side.whole)?),
        })
    }

    pub(super) fn narrow_today(
        &mut self,
        table: Arc<CustomersTable>,
        cells: Vec<u8>,
    ) -> Result<State, Failure> {
        let side = self.looked.today.as_ref();
        Ok(match side.and_then(|side| side.left.as_ref()) {
            None => {
                self.count_today(&table, &cells, None);
                State::Shop
            }
            Some(left) => {
                let narrowing = Narrowing::new(&self.tables, left)?;
                State::Left(Box::new(narrowing), table, cells)
            }
        })
    }

    pub(super) fn count_today(
        &mut self,
        table: &CustomersTable,
        cells: &[u8],
        left: Option<&CustomersTable>,
    ) {
        let opted = self
            .lines
            .as_ref()
            .map(|lines| &lines.customers.email_opt_in[..]);
        let opted = opted.unwrap_or_default();
        // Tables of a database have places of their own.
        let within = left.map(|left| match self.lines {
            Some(_) => left.set(),
            None => left.same(&left.set(), table),
        });
        let mut today = Today {
            cells: vec![0; CELLS],
            says_opt_in: !opted.is_empty(),
            ..Today::default()
        };
        for (&position, &cell) in table.position.iter().zip(cells) {
            let is_left = within
                .as_ref()
                .is_none_or(|within| within.contains(position));
            if !is_left {
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

    /// The revenue of the whole shop in the days judged, where it can be compared.
    pub(super) fn add_shop(&mut self) -> Result<(), Failure> {
        let Settled { sent, spans, .. } = self.settled;
        if let Some(lines) = &self.lines
            && self.has_one_day()
        {
            let judged = i32::try_from(spans.judged()).unwrap_or(i32::MAX);
            let days = Days {
                first: sent,
                last: sent.saturating_add(judged - 1),
            };
            self.shop_revenue = Some(revenue(lines, &self.window()?, days));
        }
        Ok(())
    }
}

impl Met {
    /// How many numbers.
    fn len(&self) -> usize {
        match self {
            Self::Everybody(Names::Lines(lines)) => lines.customers.id.len(),
            Self::Everybody(Names::Table(table)) | Self::Before(table, _) | Self::Left(table) => {
                table.len()
            }
            Self::Told(table) => table.customer.list.len(),
        }
    }

    /// One of them.
    fn number(&self, at: usize) -> &str {
        match self {
            Self::Everybody(Names::Lines(lines)) => &lines.customers.id[at],
            Self::Everybody(Names::Table(table)) | Self::Before(table, _) | Self::Left(table) => {
                table.customer.get(at)
            }
            Self::Told(table) => &table.customer.list[at],
        }
    }
}
