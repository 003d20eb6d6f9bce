//! The tables of a question, whoever made them: counted from lines, ready-made in a pack, or sent by
//! a gateway.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Spend};

use super::kept::Kept;
use super::needs::{Choice, Customers, Months, Need, Sold};
use super::study::{Block, Went};
use super::{Gateway, Shop};
use crate::assortment::Assortment;
use crate::dataset::Dataset;
use crate::latest::Latest;
use crate::remote::{Answer, Request, Table};
use crate::set::CustomerSet;
use crate::tables::{CustomerMonthsTable, CustomersTable, MonthCounting, customers};
use crate::window::Window;

/// What a question is answered from. Copies share the tables.
#[derive(Clone)]
pub struct Tables {
    shop: Shop,
    pub(super) held: Held,
}

/// Where they are.
#[derive(Clone)]
pub(super) enum Held {
    /// They are counted from these lines when asked for.
    Lines(Arc<Dataset>),
    /// They were made before.
    Made(Arc<Made>),
}

/// Tables by what was asked for.
#[derive(Default)]
pub(super) struct Made {
    pub tables: Vec<(Request, Arc<Answer>)>,
    /// Where one of them stands for another that is still to come: that one, and where it comes.
    pub later: Option<(Request, Gateway)>,
}

/// Products sold lately: those looked at and those compared with. Each may hold every period of every
/// product.
const ASSORTMENTS: usize = 2;
/// Tables of customers that are kept.
const CUSTOMERS: usize = 8;
/// Tables of customers by month that are kept.
const MONTHS: usize = 2;

/// What was kept that no campaign changes: tables that are counted from lines.
pub(super) fn without_campaigns(kept: &Kept) -> Kept {
    let some = Kept::default();
    some.share::<CustomersTable, CUSTOMERS>(kept);
    some.share::<CustomerMonthsTable, MONTHS>(kept);
    some.share::<Assortment, ASSORTMENTS>(kept);
    some
}

impl Tables {
    pub(super) fn new(shop: Shop, held: Held) -> Self {
        Self { shop, held }
    }

    /// The data set.
    pub fn shop(&self) -> &Shop {
        &self.shop
    }

    /// Every line, where the data set has them.
    pub fn lines(&self) -> Option<&Arc<Dataset>> {
        match &self.held {
            Held::Lines(lines) => Some(lines),
            Held::Made(_) => None,
        }
    }

    /// What was computed lately, of one type.
    pub(crate) fn kept<T: Send + Sync + 'static, const KEPT: usize>(&self) -> Arc<Latest<T, KEPT>> {
        self.shop.kept()
    }

    /// A table that was made before.
    ///
    /// # Errors
    /// A defect when it was not, as when everything is counted from lines.
    pub(crate) fn made<T: Table>(&self, need: &Need<T>) -> Result<Arc<T>, Failure> {
        let tables = match &self.held {
            Held::Lines(_) => &[][..],
            Held::Made(made) => &made.tables,
        };
        let found = tables.iter().find(|(request, _)| *request == need.request);
        found
            .and_then(|(_, answer)| T::of(answer))
            .ok_or_else(|| Failure::defect(&format!("{} was not loaded", need.request.name())))
    }

    /// The customers of a window, before any selection.
    ///
    /// # Errors
    /// As [`Tables::made`].
    pub fn customers(&self, of: &Customers) -> Result<Counting, Failure> {
        self.counting(&of.all, &of.scope.filters, || Ok(of.scope.window.clone()))
    }

    /// The customers of the same days whom no filter narrows: what is typical of a shop does not depend on
    /// whom one looks at. Of a database only the figures that groups by value are made from.
    ///
    /// # Errors
    /// As [`Tables::made`].
    pub fn shop_as_a_whole(&self, of: &Customers) -> Result<Counting, Failure> {
        let Some((need, filters)) = Need::shop_as_a_whole(&of.scope.filters) else {
            return self.customers(of);
        };
        self.counting(&need, &filters, || {
            Window::new(&filters, &self.shop.catalogue)
        })
    }

    fn counting(
        &self,
        need: &Need<CustomersTable>,
        filters: &Filters,
        window: impl FnOnce() -> Result<Window, Failure>,
    ) -> Result<Counting, Failure> {
        let Held::Lines(lines) = &self.held else {
            return self.made(need).map(Counting::Here);
        };
        let key = Request::customers(filters, true).path();
        let kept = self.kept::<CustomersTable, CUSTOMERS>();
        if let Some(table) = kept.get(&key) {
            return Ok(Counting::Here(table));
        }
        let window = window()?;
        Ok(Counting::Lines(Box::new(FromLines {
            counting: customers::Counting::new(lines, &window, None),
            lines: Arc::clone(lines),
            window,
            kept,
            key,
        })))
    }

    /// Known customers month by month.
    ///
    /// # Errors
    /// As [`Tables::made`].
    pub fn months(&self, of: &Months) -> Result<CountingMonths, Failure> {
        let Held::Lines(lines) = &self.held else {
            return self.made(&of.all).map(CountingMonths::Here);
        };
        let kept = self.kept::<CustomerMonthsTable, MONTHS>();
        if let Some(table) = kept.get(&of.key) {
            return Ok(CountingMonths::Here(table));
        }
        Ok(CountingMonths::Lines(Box::new(MonthsFromLines {
            counting: MonthCounting::new(lines, &of.window, None),
            lines: Arc::clone(lines),
            of: of.clone(),
            kept,
        })))
    }

    /// The whole table of these customers, where a smaller one stands for it so far.
    pub(crate) fn later(&self, of: &Customers) -> Option<Later> {
        match &self.held {
            Held::Lines(_) => None,
            Held::Made(made) => {
                let later = made.later.clone();
                later.filter(|(request, _)| *request == of.all.request)
            }
        }
        .map(|(request, gateway)| Later { request, gateway })
    }

    /// The customers of a selection among those of a table; `segment` tells who is in a segment.
    ///
    /// # Errors
    /// As [`Meaning::find`](crate::selection::Meaning::find), and as [`Tables::made`].
    pub fn select(
        &self,
        choice: &Choice,
        among: &CustomersTable,
        of: &Customers,
        segment: &dyn Fn(&str) -> Result<CustomerSet, Failure>,
    ) -> Result<CustomerSet, Failure> {
        self.find(&choice.meaning, choice, among, of, segment)
    }

    /// Products sold, narrowed to orders of these customers.
    ///
    /// # Errors
    /// As [`Tables::made`].
    pub fn sold(
        &self,
        sold: &Sold,
        within: Option<&CustomerSet>,
    ) -> Result<Arc<Assortment>, Failure> {
        let Held::Lines(lines) = &self.held else {
            return self.made(&sold.all);
        };
        let kept = self.kept::<Assortment, ASSORTMENTS>();
        if let Some(assortment) = kept.get(&sold.key) {
            return Ok(assortment);
        }
        let assortment = Arc::new(Assortment::of(lines, &sold.window, within));
        kept.put(sold.key.clone(), Arc::clone(&assortment));
        Ok(assortment)
    }

    /// Products sold in earlier days by those whose spend lay, in these days, in the range asked for.
    /// Those of more than one earlier window are not kept.
    ///
    /// # Errors
    /// As [`Tables::made`].
    pub fn sold_before(&self, sold: &Sold, is_kept: bool) -> Result<Arc<Assortment>, Failure> {
        let Held::Lines(lines) = &self.held else {
            return self.made(&sold.all);
        };
        let is_asked = sold.window.spend != Spend::default();
        let spenders = is_asked.then(|| customers(lines, &sold.window, None).set());
        match is_kept {
            true => self.sold(sold, spenders.as_ref()),
            false => {
                let assortment = Assortment::of(lines, &sold.window, spenders.as_ref());
                Ok(Arc::new(assortment))
            }
        }
    }
}

/// Customers being counted.
pub enum Counting {
    /// They are here.
    Here(Arc<CustomersTable>),
    /// From lines.
    Lines(Box<FromLines>),
}

/// Customers being counted from lines.
pub struct FromLines {
    counting: customers::Counting,
    lines: Arc<Dataset>,
    window: Window,
    kept: Arc<Latest<CustomersTable, CUSTOMERS>>,
    key: String,
}

/// Lines that are counted in one step, some ten milliseconds.
pub(crate) const PER_STEP: usize = 250_000;

impl Block for Counting {
    type Out = Arc<CustomersTable>;

    fn step(&mut self) -> Result<Went<Self::Out>, Failure> {
        let counted = match self {
            Self::Here(table) => return Ok(Went::There(Arc::clone(table))),
            Self::Lines(from) => {
                let FromLines {
                    counting,
                    lines,
                    window,
                    ..
                } = &mut **from;
                if !counting.step(lines, window, None, PER_STEP) {
                    return Ok(Went::On(super::counting()));
                }
                let table = Arc::new(std::mem::take(counting).done());
                from.kept.put(from.key.clone(), Arc::clone(&table));
                table
            }
        };
        *self = Self::Here(Arc::clone(&counted));
        Ok(Went::There(counted))
    }
}

/// Customers being counted month by month.
pub enum CountingMonths {
    /// They are here.
    Here(Arc<CustomerMonthsTable>),
    /// From lines.
    Lines(Box<MonthsFromLines>),
}

/// Customers being counted month by month from lines.
pub struct MonthsFromLines {
    counting: MonthCounting,
    lines: Arc<Dataset>,
    of: Months,
    kept: Arc<Latest<CustomerMonthsTable, MONTHS>>,
}

/// Orders that are counted in one step, some ten milliseconds.
const ORDERS_PER_STEP: usize = 20_000;

impl Block for CountingMonths {
    type Out = Arc<CustomerMonthsTable>;

    fn step(&mut self) -> Result<Went<Self::Out>, Failure> {
        let counted = match self {
            Self::Here(table) => return Ok(Went::There(Arc::clone(table))),
            Self::Lines(from) => {
                let MonthsFromLines {
                    counting,
                    lines,
                    of,
                    ..
                } = &mut **from;
                if !counting.step(lines, &of.window, None, ORDERS_PER_STEP) {
                    return Ok(Went::On(super::counting()));
                }
                let table = Arc::new(std::mem::take(counting).done());
                from.kept.put(from.of.key.clone(), Arc::clone(&table));
                table
            }
        };
        *self = Self::Here(Arc::clone(&counted));
        Ok(Went::There(counted))
    }
}

/// A table that is still to come.
pub(crate) struct Later {
    request: Request,
    gateway: Gateway,
}

impl Later {
    /// It, once it is here.
    pub fn come(&self) -> Option<Arc<CustomersTable>> {
        let answer = self.gateway.answers.get(&self.request.path())?;
        CustomersTable::of(&answer)
    }
}
