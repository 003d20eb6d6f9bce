//! What the customers of a campaign did: counted from lines, or sent by a gateway.

use std::ops::Range;
use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Period};
use clientele_model::words::short;

use super::needs::{Need, Needs, Wanted};
use super::study::{Block, Went, counting};
use super::tables::{Held, Tables};
use super::{Scope, Shop};
use crate::dataset::{Campaigns, Dataset};
use crate::days::Day;
use crate::latest::{EIGHT, Latest};
use crate::lookup::Lookup;
use crate::remote::{self, Answer, Request};
use crate::tables::{CustomersTable, Exposed, MOST_DAYS, ResponseCounting, ResponsesTable};
use crate::window::Window;

/// What the customers of a campaign did in so many days from the exposure on, and in the year before.
#[derive(Clone)]
pub struct Responses {
    campaign: String,
    days: u32,
    window: Window,
    request: Request,
}

/// A table as it was read, and what it was read from.
struct Read {
    from: From,
    table: Arc<ResponsesTable>,
}

#[derive(Clone)]
enum From {
    /// These campaigns, and lines.
    Lines(Arc<Campaigns>),
    /// What a gateway sent.
    Sent(Arc<Vec<u8>>),
}

impl From {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Lines(one), Self::Lines(other)) => Arc::ptr_eq(one, other),
            (Self::Sent(one), Self::Sent(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// Tables of responses that are kept.
const RESPONSES: usize = 2;

/// Exposures that are looked up in one step, and exposed customers whose orders are counted in one: some ten
/// milliseconds each.
const EXPOSURES_PER_STEP: usize = 50_000;
const CUSTOMERS_PER_STEP: usize = 5_000;

impl Needs {
    /// Whether so many more tables have room: a gateway makes no more than eight for a question.
    pub fn has_room(&self, tables: usize, shop: &Shop) -> bool {
        let has_history = self.campaigns && shop.catalogue.has.campaigns;
        let history = Request::history().len() * usize::from(has_history);
        self.tables.len() + history + tables <= EIGHT
    }

    /// Everybody with an order, whatever the days and filters.
    ///
    /// # Errors
    /// As [`Scope::new`].
    pub fn everybody(&mut self, shop: &Shop) -> Result<Need<CustomersTable>, Failure> {
        let filters = Filters {
            period: Period::All,
            ..Filters::default()
        };
        let scope = Scope::new(&filters, shop)?;
        Ok(self.add(Request::rfm(&filters), &scope, None))
    }

    /// What the customers of a campaign did in so many days from the exposure on, whatever the days looked at; the
    /// campaigns themselves as well. A plan may ask for it as soon as it knows the campaign: see [`Shop::campaigns`].
    ///
    /// # Errors
    /// As [`Window::new`]; and of a campaign that somebody brought, where the orders are in a database.
    pub fn responses(
        &mut self,
        campaign: &str,
        days: u32,
        scope: &Scope,
    ) -> Result<Responses, Failure> {
        let beside = scope.beside.as_ref();
        if beside.is_some_and(|beside| beside.place(campaign).is_some()) {
            return Err(Failure::NotFromTotals {
                what: format!("Orders after the dropped campaign “{}”", short(campaign)),
                instead: "Judge it by the outcomes of the file, or add it to the database."
                    .to_owned(),
            });
        }
        self.campaigns();
        let days = days.clamp(1, MOST_DAYS);
        let request = Request::responses(&scope.filters, campaign, days);
        let responses = Responses {
            campaign: campaign.to_owned(),
            days,
            window: Window::new(&request.filters, &scope.catalogue)?,
            request: request.clone(),
        };
        if self.tables.iter().all(|wanted| wanted.request != request) {
            self.tables.push(Wanted {
                request,
                ready: None,
            });
        }
        Ok(responses)
    }
}

impl Tables {
    /// What the customers of a campaign did. Nothing of a campaign that is not there.
    ///
    /// # Errors
    /// As [`Tables::campaigns`]; [`Failure::Refused`] for what came from a gateway and is no such table; a defect when
    /// nothing came.
    pub fn responses(&self, of: &Responses) -> Result<CountingResponses, Failure> {
        let kept = self.kept::<Read, RESPONSES>();
        let from = match &self.held {
            Held::Lines(_) => From::Lines(self.campaigns()?),
            Held::Made(made) => {
                let mut tables = made.tables.iter();
                let found = tables.find(|(request, _)| *request == of.request);
                match found.map(|(_, answer)| &**answer) {
                    Some(Answer::Unread(bytes, _)) => From::Sent(Arc::clone(bytes)),
                    _ => return Err(Failure::defect("responses were not loaded")),
                }
            }
        };
        let key = of.request.path();
        if let Some(read) = kept.get(&key).filter(|read| read.from.is_same(&from)) {
            return Ok(CountingResponses::Here(Arc::clone(&read.table)));
        }
        let keep = Keep { kept, key, from };
        match (&self.held, &keep.from) {
            (Held::Lines(lines), From::Lines(campaigns)) => {
                let place = campaigns.place(&of.campaign);
                let rows = place.map_or(0..0, |place| campaigns.exposures.rows(place as u32));
                Ok(CountingResponses::Lines(Box::new(FromLines {
                    lookup: Lookup::of(&lines.customers.id),
                    exposed: Exposed::nobody(lines.customers.id.len()),
                    rows,
                    found: Vec::new(),
                    counting: None,
                    lines: Arc::clone(lines),
                    campaigns: Arc::clone(campaigns),
                    of: of.clone(),
                    keep,
                })))
            }
            (_, From::Sent(bytes)) => {
                let table = remote::responses(&of.request, bytes)?;
                Ok(CountingResponses::Here(keep.keep(table)))
            }
            _ => Err(Failure::defect("lines and tables were mixed")),
        }
    }
}

/// Where the table is kept, and as what.
struct Keep {
    kept: Arc<Latest<Read, RESPONSES>>,
    key: String,
    from: From,
}

impl Keep {
    fn keep(&self, table: ResponsesTable) -> Arc<ResponsesTable> {
        let table = Arc::new(table);
        let read = Read {
            from: self.from.clone(),
            table: Arc::clone(&table),
        };
        self.kept.put(self.key.clone(), Arc::new(read));
        table
    }
}

/// Responses being counted.
pub enum CountingResponses {
    /// They are here.
    Here(Arc<ResponsesTable>),
    /// From lines.
    Lines(Box<FromLines>),
}

/// Responses being counted from lines: exposed customers are found, then their orders are counted.
pub struct FromLines {
    lines: Arc<Dataset>,
    campaigns: Arc<Campaigns>,
    of: Responses,
    lookup: Lookup,
    /// Exposures that are still to be looked up.
    rows: Range<usize>,
    exposed: Exposed,
    found: Vec<(u32, Day)>,
    counting: Option<ResponseCounting>,
    keep: Keep,
}

impl FromLines {
    fn find(&mut self) {
        let exposures = &self.campaigns.exposures;
        for row in self.rows.by_ref().take(EXPOSURES_PER_STEP) {
            let number = exposures.customer.get(row);
            if let Some(customer) = self.lookup.find(&self.lines.customers.id, number) {
                self.exposed.add(customer, exposures.exposed[row]);
            }
        }
    }

    fn step(&mut self) -> Option<Arc<ResponsesTable>> {
        let Some(counting) = &mut self.counting else {
            self.find();
            if self.rows.is_empty() {
                self.found = std::mem::take(&mut self.exposed).done();
                self.counting = Some(ResponseCounting::new(&self.lines));
            }
            return None;
        };
        let Responses { window, days, .. } = &self.of;
        let (lines, found) = (&self.lines, &self.found);
        let is_done = counting.step(lines, window, found, *days, CUSTOMERS_PER_STEP);
        is_done.then(|| self.keep.keep(std::mem::take(counting).done()))
    }
}

impl Block for CountingResponses {
    type Out = Arc<ResponsesTable>;

    fn step(&mut self) -> Result<Went<Self::Out>, Failure> {
        let counted = match self {
            Self::Here(table) => return Ok(Went::There(Arc::clone(table))),
            Self::Lines(from) => from.step(),
        };
        let Some(counted) = counted else {
            return Ok(Went::On(counting()));
        };
        *self = Self::Here(Arc::clone(&counted));
        Ok(Went::There(counted))
    }
}
