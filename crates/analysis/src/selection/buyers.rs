//! Customers who ordered something: read off the lines, or asked of a database, which answers with
//! a table of customers under narrower filters.

use std::collections::BTreeSet;

use clientele_model::Date;
use clientele_model::failure::Failure;
use clientele_model::filters::{Dimension, Filters, Period, Spend};
use clientele_model::selection::{Had, When};

use super::meaning::holds;
use crate::dataset::{Dataset, coded};
use crate::days::{Day, Days, of_minute, to_date};
use crate::remote::Request;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;
use crate::tables::line_filter::LineFilter;
use crate::window::Window;

/// Customers with an order in some days that holds something, whose first order of all was at some
/// time.
#[derive(Clone, Debug, PartialEq)]
pub struct Buyers {
    /// The days; those looked at when absent.
    pub days: Option<Days>,
    /// What one of these orders must hold.
    pub holds: Holds,
    /// When their first order of all was.
    pub first: First,
    /// In how many orders, 1 or more.
    pub times: u16,
    /// Only so many days before the day up to which recency is counted.
    pub lately: Option<u16>,
    /// Which of their orders count.
    pub when: When,
}

/// What an order must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Holds {
    /// Anything.
    Anything,
    /// It is from this country.
    Country(String),
    /// It came through this channel.
    Channel(String),
    /// Something of this category.
    Category(String),
    /// The product with this id.
    Product(String),
}

/// When the first order of all was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum First {
    /// No matter when.
    Whenever,
    /// In these days.
    In(Days),
    /// Before this day.
    Before(Day),
}

impl Buyers {
    /// With an order in these days, both included.
    pub fn within(from: Date, to: Date) -> Self {
        Self {
            days: Some(Days::of((from, to))),
            ..Self::of(Holds::Anything)
        }
    }

    /// With an order that holds something, in the days looked at.
    pub fn of(holds: Holds) -> Self {
        Self {
            days: None,
            holds,
            first: First::Whenever,
            times: 1,
            lately: None,
            when: When::Ever,
        }
    }

    /// Who had an item so often, so lately, first or last.
    pub fn had(had: &Had) -> Self {
        let item = |level| holds(level)(had.item.clone());
        Self {
            times: had.times.max(1),
            lately: had.days,
            when: had.when,
            ..Self::of(had.level.map_or(Holds::Anything, item))
        }
    }

    /// Whether the day of somebody's first order among those looked at must be known.
    pub fn takes_first(&self) -> bool {
        self.when == When::First
    }

    /// The days in which an order counts; none when there are none.
    pub fn days_of(&self, window: &Window) -> Option<Days> {
        let mut days = self.days.unwrap_or(window.days);
        if let Some(lately) = self.lately {
            days.first = days.first.max(window.as_of - Day::from(lately));
        }
        (days.first <= days.last).then_some(days)
    }

    /// The day on which a customer's orders count, where only one does.
    fn day_of(&self, table: &CustomersTable, row: usize) -> Option<Day> {
        match self.when {
            When::Ever => None,
            When::First => table.first.get(row).copied(),
            When::Last => table.last.get(row).copied(),
        }
    }

    /// Only those whose first order of all lies in the days.
    pub fn first_then(mut self) -> Self {
        self.first = self.days.map_or(First::Whenever, First::In);
        self
    }

    /// Only those who had ordered before the days.
    pub fn first_before(mut self) -> Self {
        let before = |days: Days| First::Before(days.first);
        self.first = self.days.map_or(First::Whenever, before);
        self
    }

    fn begun(&self, day: Day) -> bool {
        match self.first {
            First::Whenever => true,
            First::In(days) => days.contains(day),
            First::Before(first) => day < first,
        }
    }

    /// Who they are among the customers of a table, read off the lines.
    ///
    /// # Errors
    /// [`Failure::NoSuchColumn`] when the data do not say what an order must hold, and
    /// [`Failure::NoSuchValue`] when they have no such country, channel, category or product.
    pub fn over_lines(
        &self,
        dataset: &Dataset,
        window: &Window,
        among: &CustomersTable,
    ) -> Result<CustomerSet, Failure> {
        let held = held(dataset, &self.holds)?;
        let rows = (0..among.len()).filter(|&row| self.begun(among.first_ever[row]));
        let may_be: CustomerSet = rows.map(|row| among.position[row]).collect();
        let customers = dataset.customers.id.len();
        let mut set = CustomerSet::none(customers);
        let Some(days) = self.days_of(window) else {
            return Ok(set);
        };
        let window = Window {
            days,
            ..window.clone()
        };
        let mut times: Vec<u16> = match self.times {
            1 => Vec::new(),
            _ => vec![0; customers],
        };
        let day: Vec<Option<Day>> = match self.when {
            When::Ever => Vec::new(),
            _ => {
                let mut day = vec![None; customers];
                for (row, &at) in among.position.iter().enumerate() {
                    if let Some(day) = day.get_mut(at as usize) {
                        *day = self.day_of(among, row);
                    }
                }
                day
            }
        };
        let filter = LineFilter::new(dataset, &window, Some(&may_be));
        for order in filter.orders.clone() {
            let customer = dataset.orders.customer[order];
            if !filter.customer(customer) || !filter.order(order) || set.contains(customer) {
                continue;
            }
            if let Some(Some(day)) = day.get(customer as usize)
                && of_minute(dataset.orders.minute[order]) != *day
            {
                continue;
            }
            let mut sales = filter.lines(order).filter(|line| !line.is_return);
            let holds = match held {
                Held::Anything => sales.next().is_some(),
                Held::Order(column, place) => column[order] == place && sales.next().is_some(),
                Held::Category(column, place) => {
                    sales.any(|line| column[line.product as usize] == place)
                }
                Held::Product(product) => sales.any(|line| line.product == product),
            };
            if !holds {
                continue;
            }
            if let Some(times) = times.get_mut(customer as usize) {
                *times = times.saturating_add(1);
                if *times < self.times {
                    continue;
                }
            }
            set.insert(customer);
        }
        Ok(set)
    }

    /// The table of them that a database is asked for; none when nobody can have ordered so.
    pub fn request(&self, filters: &Filters, window: &Window) -> Option<Request> {
        let mut narrow = Filters {
            // Who spent how much was decided before.
            spend: Spend::default(),
            // Only who they are is looked at: neither shown recency nor categories.
            as_of: None,
            ..filters.clone()
        };
        if self.days.is_some() || self.lately.is_some() {
            let days = self.days_of(window)?;
            let (first, last) = (
                days.first.max(window.days.first),
                days.last.min(window.days.last),
            );
            if first > last {
                return None;
            }
            narrow.period = Period::Range {
                from: Some(to_date(first)),
                to: Some(to_date(last)),
            };
        }
        let mut product = None;
        match &self.holds {
            Holds::Anything => {}
            Holds::Country(name) => one_of(&mut narrow.countries, name)?,
            Holds::Channel(name) => one_of(&mut narrow.channels, name)?,
            Holds::Category(name) => one_of(&mut narrow.categories, name)?,
            Holds::Product(id) => product = Some(id.clone()),
        }
        Some(Request {
            product,
            ..Request::customers(&narrow, false)
        })
    }

    /// Who they are among the customers of a table, from the table that was requested.
    pub fn over_table(&self, among: &CustomersTable, sent: &CustomersTable) -> CustomerSet {
        let mut set = CustomerSet::none(among.len());
        // Both tables are in order of the customer number.
        let mut at = 0;
        for row in 0..among.len() {
            let id = among.customer.get(row);
            while at < sent.len() && sent.customer.get(at) < id {
                at += 1;
            }
            let buys = at < sent.len() && sent.customer.get(at) == id;
            if buys && self.begun(among.first_ever[row]) && self.fits(among, row, sent, at) {
                set.insert(among.position[row]);
            }
        }
        set
    }
}

impl Buyers {
    /// Whether what was sent of somebody fits how often, first and last.
    fn fits(&self, among: &CustomersTable, row: usize, sent: &CustomersTable, at: usize) -> bool {
        let day = self.day_of(among, row);
        let same = match self.when {
            When::Ever => true,
            When::First => sent.first.get(at).copied() == day,
            When::Last => sent.last.get(at).copied() == day,
        };
        // Of one day it is not told how many of the orders were on it.
        same && sent.orders[at] >= u32::from(self.times)
    }
}

/// Narrows a list of names, empty for all, to one of them; none when it is not among them.
fn one_of(names: &mut BTreeSet<String>, name: &str) -> Option<()> {
    if !names.is_empty() && !names.contains(name) {
        return None;
    }
    *names = BTreeSet::from([name.to_owned()]);
    Some(())
}

/// What an order must hold, as the lines have it.
enum Held<'a> {
    Anything,
    /// The order's value in this column is that one.
    Order(&'a [u32], u32),
    /// A product of that category.
    Category(&'a [u32], u32),
    /// That product.
    Product(u32),
}

fn held<'a>(dataset: &'a Dataset, holds: &Holds) -> Result<Held<'a>, Failure> {
    let (values, orders, products) = (&dataset.values, &dataset.orders, &dataset.products);
    Ok(match holds {
        Holds::Anything => Held::Anything,
        Holds::Country(name) => {
            let (column, of) = (&orders.country, Dimension::Country);
            Held::Order(column, place(&values.countries, name, column, of)?)
        }
        Holds::Channel(name) => {
            let (column, of) = (&orders.channel, Dimension::Channel);
            Held::Order(column, place(&values.channels, name, column, of)?)
        }
        Holds::Category(name) => {
            let (column, of) = (&products.category, Dimension::Category);
            Held::Category(column, place(&values.categories, name, column, of)?)
        }
        Holds::Product(id) => {
            let at = coded(&products.id, id).map(|at| at as u32);
            Held::Product(at.ok_or_else(|| unknown(id, Dimension::Product))?)
        }
    })
}

/// The position of a name in a dimension that the data may not have.
fn place(names: &[String], name: &str, column: &[u32], of: Dimension) -> Result<u32, Failure> {
    if column.is_empty() {
        return Err(Failure::NoSuchColumn {
            column: of.one().to_owned(),
        });
    }
    position(names, name, of)
}

fn position(names: &[String], name: &str, of: Dimension) -> Result<u32, Failure> {
    let at = names.iter().position(|known| known == name);
    at.map(|at| at as u32).ok_or_else(|| unknown(name, of))
}

fn unknown(name: &str, of: Dimension) -> Failure {
    Failure::NoSuchValue {
        of,
        values: vec![name.to_owned()],
    }
}
