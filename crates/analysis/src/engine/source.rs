//! Where the tables of a data set come from.

use std::sync::Arc;

use clientele_model::catalogue::{Catalogue, File};
use clientele_model::failure::Failure;
use clientele_model::table::CONTACTS_FILE;

use super::campaigns::Files;
use super::needs::{Needs, Orders, Wanted};
use super::tables::{Held, Made};
use crate::assortment::{Assortment, Periods};
use crate::dataset::Dataset;
use crate::latest::{EIGHT, Latest};
use crate::pack::{Parts, TABLES};
use crate::remote::{Answer, Request};
use crate::tables::{CustomersTable, OverviewTable};
use crate::window::Window;

/// A data set, by where its tables come from.
pub enum Source {
    /// Files that are fetched as they are needed.
    Pack(Catalogue),
    /// A gateway makes the tables for each question.
    Gateway(Catalogue),
    /// It is in memory already.
    Memory(Box<Dataset>),
}

/// What of it is here.
pub(super) enum Here {
    Pack(Box<Pack>),
    Gateway(Gateway),
    Memory(Arc<Dataset>),
}

/// Files of a pack, as far as they came.
#[derive(Default)]
pub(super) struct Pack {
    parts: Parts,
    lines: Option<Arc<Dataset>>,
    pub campaigns: Files,
    /// As it came; who writes a file for a tool reads it.
    pub contacts: Option<Arc<Vec<u8>>>,
    pub customers: Option<Arc<CustomersTable>>,
    overview: Option<Arc<OverviewTable>>,
    products: Option<Arc<Assortment>>,
}

/// Tables that a gateway sent lately.
#[derive(Clone, Default)]
pub(super) struct Gateway {
    pub answers: Arc<Latest<Answer>>,
}

impl Pack {
    /// Takes a file.
    ///
    /// # Errors
    /// As [`Parts::supply`] and [`Parts::dataset`].
    pub fn supply(
        &mut self,
        table: &str,
        bytes: &[u8],
        catalogue: &Catalogue,
    ) -> Result<(), Failure> {
        self.parts.supply(table, bytes)?;
        self.campaigns.supply(table, bytes);
        match table {
            name if name == CONTACTS_FILE.name => self.contacts = Some(Arc::new(bytes.to_vec())),
            "usual/customers" => {
                self.customers = self.parts.usual_customers().cloned().map(Arc::new);
            }
            "usual/overview" => self.overview = self.parts.usual_overview().cloned().map(Arc::new),
            "usual/best_sellers" => {
                let periods = Periods::of(Window::usual(catalogue)?.days);
                let table = self.parts.usual_products().cloned().map(Arc::new);
                self.products = table.map(|table| {
                    Arc::new(Assortment {
                        table,
                        periods,
                        detail: None,
                    })
                });
            }
            _ => {}
        }
        if self.lines.is_none()
            && let Some(dataset) = self.parts.dataset(catalogue)
        {
            self.lines = Some(Arc::new(dataset?));
        }
        Ok(())
    }

    /// The files to supply before a question can be started.
    ///
    /// # Errors
    /// [`Failure::BadCatalogue`] when one is not listed.
    pub fn missing(&self, needs: &Needs, catalogue: &Catalogue) -> Result<Vec<File>, Failure> {
        let mut files = match (&self.lines, ready(needs)) {
            (Some(_), _) => Vec::new(),
            (None, Some(ready)) => match self.files(ready.into_iter(), catalogue) {
                Ok(files) => files,
                Err(_) => self.rest(catalogue)?,
            },
            (None, None) => self.rest(catalogue)?,
        };
        if needs.campaigns {
            files.extend(self.files(self.campaigns.missing(catalogue), catalogue)?);
        }
        if needs.contacts && self.contacts.is_none() {
            let listed = catalogue.files.iter();
            files.extend(
                listed
                    .filter(|file| file.table == CONTACTS_FILE.name)
                    .cloned(),
            );
        }
        Ok(files)
    }

    /// The files of the lines that are not here yet.
    ///
    /// # Errors
    /// As [`Pack::missing`].
    pub fn rest(&self, catalogue: &Catalogue) -> Result<Vec<File>, Failure> {
        match self.lines {
            Some(_) => Ok(Vec::new()),
            None => self.files(TABLES.into_iter(), catalogue),
        }
    }

    fn files<'a>(
        &self,
        tables: impl Iterator<Item = &'a str>,
        catalogue: &Catalogue,
    ) -> Result<Vec<File>, Failure> {
        let listed = |table: &str| {
            let mut files = catalogue.files.iter();
            files
                .find(|file| file.table == table)
                .cloned()
                .ok_or_else(|| Failure::BadCatalogue {
                    detail: format!("it lists no table “{table}”"),
                })
        };
        tables
            .filter(|table| !self.parts.has(table))
            .map(listed)
            .collect()
    }

    fn table(&self, name: &str) -> Option<Answer> {
        match name {
            "usual/customers" => self.customers.clone().map(Answer::Customers),
            "usual/overview" => self.overview.clone().map(Answer::Overview),
            "usual/best_sellers" => self.products.clone().map(Answer::Products),
            _ => None,
        }
    }

    /// What a question is answered from.
    ///
    /// # Errors
    /// A defect when its files were not supplied.
    pub fn fill(&self, needs: &Needs) -> Result<Held, Failure> {
        if let Some(lines) = &self.lines {
            return Ok(Held::Lines(Arc::clone(lines)));
        }
        let ready = ready(needs).ok_or_else(|| not_loaded("lines"))?;
        let wanted = needs.tables.iter().zip(ready);
        let tables = wanted.map(|(wanted, name)| {
            let table = self.table(name).ok_or_else(|| not_loaded(name))?;
            Ok((wanted.request.clone(), Arc::new(table)))
        });
        Ok(Held::Made(Arc::new(Made {
            tables: tables.collect::<Result<_, Failure>>()?,
            later: None,
        })))
    }
}

/// The ready-made tables that a question can be answered from; none when it takes the lines.
fn ready(needs: &Needs) -> Option<Vec<&'static str>> {
    match needs.orders {
        Orders::No => needs.tables.iter().map(|wanted| wanted.ready).collect(),
        Orders::Welcome | Orders::Or(_) => None,
    }
}

impl Gateway {
    /// The tables a question takes.
    ///
    /// # Errors
    /// When only the orders themselves could tell, or it takes more tables than are kept.
    pub fn requests(needs: &Needs, catalogue: &Catalogue) -> Result<Vec<Request>, Failure> {
        if let Orders::Or(refusal) = &needs.orders {
            return Err(refusal.clone());
        }
        let tables = needs.tables.iter().map(|wanted| wanted.request.clone());
        let history = Request::history().into_iter();
        let history = history.filter(|_| needs.campaigns && catalogue.has.campaigns);
        let requests: Vec<Request> = tables.chain(history).collect();
        if requests.len() > EIGHT {
            return Err(Failure::NotFromTotals {
                what: "So many choices at once".to_owned(),
                instead: "Remove one of them.".to_owned(),
            });
        }
        Ok(requests)
    }

    /// A smaller table that will do until the one it stands for is here, where that is all that is missing.
    pub fn first(&self, needs: &Needs) -> Option<Request> {
        // What depends on campaigns is asked for when they are here.
        let first = needs.first.as_ref().filter(|_| !needs.campaigns)?;
        let missing = |wanted: &&Wanted| self.rows(&wanted.request).is_none();
        let mut missing = needs.tables.iter().filter(missing);
        let is_all = missing.next()?.request == first.until && missing.next().is_none();
        is_all.then(|| first.request.clone())
    }

    /// Number of rows of a table that is here.
    pub fn rows(&self, request: &Request) -> Option<usize> {
        let answer = self.answers.get(&request.path())?;
        Some(answer.rows())
    }

    /// A table that stays as it came, where it is here.
    pub fn unread(&self, request: &Request) -> Option<Arc<Vec<u8>>> {
        match &*self.answers.get(&request.path())? {
            Answer::Unread(bytes, _) => Some(Arc::clone(bytes)),
            _ => None,
        }
    }

    /// What a question is answered from; `from_first` when it begins from the smaller table.
    ///
    /// # Errors
    /// A defect when a table was not answered.
    pub fn fill(&self, needs: &Needs, from_first: bool) -> Result<Held, Failure> {
        let first = needs.first.as_ref().filter(|_| from_first);
        let mut later = None;
        let tables = needs.tables.iter().map(|wanted| {
            let mut request = &wanted.request;
            if let Some(first) = first.filter(|first| first.until == *request) {
                later = Some((request.clone(), self.clone()));
                request = &first.request;
            }
            let answer = self.answers.get(&request.path());
            let answer = answer.ok_or_else(|| not_loaded(request.name()))?;
            Ok((wanted.request.clone(), answer))
        });
        let tables = tables.collect::<Result<_, Failure>>()?;
        Ok(Held::Made(Arc::new(Made { tables, later })))
    }
}

fn not_loaded(table: &str) -> Failure {
    Failure::defect(&format!("{table} was not loaded"))
}
