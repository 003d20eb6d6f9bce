//! The steps of a judgement, one after the other: what each does, and what comes next.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::Period;

use super::super::doings::Doings;
use super::super::exposed::Fate;
use super::super::groups::{CELLS, NOWHERE};
use super::super::impact::Today;
use super::super::refused;
use super::super::responding::{Responding, revenue, without_returns};
use super::super::settled::{Settled, settled};
use super::{Judgement, PER_STEP, Returned, State};
use crate::dataset::NONE;
use crate::days::{self, Days};
use crate::engine::Needs;
use crate::narrowing::Narrowing;
use crate::tables::{CustomersTable, ResponsesTable};

impl Judgement {
    pub(super) fn read(&mut self) -> Result<State, Failure> {
        let exposures = &self.campaigns.exposures;
        if !self.exposed.step(exposures, self.campaign, PER_STEP) {
            return Ok(State::Reading);
        }
        let last = days::from_date(self.tables.shop().catalogue.last);
        let choices = &self.asked.judged;
        self.settled = settled(
            &mut self.exposed,
            &self.campaigns,
            self.campaign,
            choices,
            last,
        )?;
        let everybody = self.exposed.len();
        self.persons = vec![NONE; self.lines.customers.id.len()];
        self.doings = Doings::nothing(everybody);
        self.cells = vec![NOWHERE; everybody];
        self.recency = vec![NONE; everybody];
        Ok(State::Knowing(0))
    }

    pub(super) fn know(&mut self, from: usize) -> Result<State, Failure> {
        let ids = &self.lines.customers.id;
        let end = ids.len().min(from + PER_STEP);
        let some = ids[from..end].iter().zip(&mut self.persons[from..end]);
        for (id, place) in some {
            let person = self.exposed.find(id, &self.campaigns.exposures);
            *place = person;
            if let Some(known) = self.doings.is_known.get_mut(person as usize) {
                *known = true;
            }
        }
        if end < ids.len() {
            return Ok(State::Knowing(end));
        }
        match self.scope(self.year_before())? {
            Some(scope) => {
                let of = Needs::default().customers(&scope);
                Ok(State::Before(self.tables.shop_as_a_whole(&of)?))
            }
            None if self.is_narrowed() => Err(refused::nobody_left(self.name())),
            None => self.respond(),
        }
    }

    /// The cell of everybody in the table of the day before.
    pub(super) fn group(&mut self, table: Arc<CustomersTable>, cells: &[u8]) {
        for (row, (&position, &cell)) in table.position.iter().zip(cells).enumerate() {
            if let Some(person) = self.person(position) {
                self.cells[person] = cell;
                self.recency[person] = table.recency(row);
            }
        }
        self.before = Some(table);
    }

    pub(super) fn narrow(&mut self) -> Result<State, Failure> {
        let scope = match self.is_narrowed() {
            true => self.scope(self.year_before())?,
            false => None,
        };
        match scope {
            None => self.respond(),
            Some(scope) => {
                let of = Needs::default().customers(&scope);
                let narrowing = Narrowing::new(&self.tables, &of)?;
                Ok(State::Narrowing(Box::new(narrowing)))
            }
        }
    }

    /// Leaves out whom the filters do not leave.
    pub(super) fn filter(&mut self, left: &CustomersTable) {
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

    pub(super) fn respond(&self) -> Result<State, Failure> {
        let days = 2 * self.settled.spans.window;
        let window = self.window()?;
        let responding =
            Responding::new(&self.lines, window, &self.persons, &self.exposed.day, days);
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
        self.answers = ResponsesTable::default();
        match returned {
            Returned::Netted => self.respond_again(),
            Returned::Off => self.begin_today(),
        }
    }

    /// What those earned who sent something back, had they kept it.
    pub(super) fn respond_again(&mut self) -> Result<State, Failure> {
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
        let responding = Responding::new(&self.lines, window, &persons, &self.exposed.day, days);
        Ok(State::Responding(Box::new(responding), Returned::Off))
    }

    pub(super) fn begin_today(&mut self) -> Result<State, Failure> {
        Ok(match self.scope(Period::Usual)? {
            None => State::Shop,
            Some(scope) => {
                let of = Needs::default().customers(&scope);
                State::Today(self.tables.shop_as_a_whole(&of)?)
            }
        })
    }

    pub(super) fn narrow_today(
        &mut self,
        table: Arc<CustomersTable>,
        cells: Vec<u8>,
    ) -> Result<State, Failure> {
        let scope = match self.is_narrowed() {
            true => self.scope(Period::Usual)?,
            false => None,
        };
        Ok(match scope {
            None => {
                self.count_today(&table, &cells, None);
                State::Shop
            }
            Some(scope) => {
                let of = Needs::default().customers(&scope);
                let narrowing = Narrowing::new(&self.tables, &of)?;
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
        let opted = &self.lines.customers.email_opt_in;
        let within = left.map(CustomersTable::set);
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

    /// The revenue of the whole shop in the days judged, where everybody was exposed on the same day and orders tell
    /// what was paid.
    pub(super) fn add_shop(&mut self) -> Result<(), Failure> {
        let Settled {
            sent, spans, pace, ..
        } = self.settled;
        let told = spans.from_file && !self.campaigns.exposures.revenue.is_empty();
        if pace.is_none() && !told && !self.is_narrowed() {
            let judged = i32::try_from(spans.judged()).unwrap_or(i32::MAX);
            let days = Days {
                first: sent,
                last: sent.saturating_add(judged - 1),
            };
            self.shop_revenue = Some(revenue(&self.lines, &self.window()?, days));
        }
        Ok(())
    }
}
