//! One customer: figures, where they stand among all, how often they order, their groups, their orders.

mod history;
mod study;
#[cfg(test)]
mod tests;
mod words;

use clientele_model::customer::{
    ByRule, CustomerReport, Figures, Month, Order, Person, Rhythm, Standing,
};
use clientele_model::words::Sentence;

use crate::dataset::{Dataset, coded};
use crate::days;
use crate::rfm::{Scores, share};
use crate::tables::CustomersTable;
use crate::window::Window;

pub use study::OneCustomer;

/// Days with an order from which on it can be said how often somebody orders: two gaps.
const TELLING: u32 = 3;

/// Nobody is late within a week.
const LEAST_WAIT: f64 = 7.0;

/// How many times their own gap somebody is waited for, as in the names of segments.
const LATE: f64 = 1.5;

/// Where somebody was found.
struct Place {
    /// Row of the table of customers.
    row: usize,
    /// Customers with the e-mail address that was looked for; 1 for who was found by number.
    alike: usize,
}

/// Looks for a customer by number, then by e-mail address where these are known; of several with one address
/// the first by number.
fn find(who: &str, table: &CustomersTable, dataset: Option<&Dataset>) -> Option<Place> {
    let one = |row| Place { row, alike: 1 };
    let small = who.to_lowercase();
    let Some(dataset) = dataset else {
        let rows = || (0..table.len()).map(|row| (row, table.customer.get(row)));
        let same = rows().find(|(_, id)| *id == who);
        let same = same.or_else(|| rows().find(|(_, id)| id.to_lowercase() == small));
        return same.map(|(row, _)| one(row));
    };
    let row_of = |position: usize| {
        let position = u32::try_from(position).ok()?;
        table.position.iter().position(|&at| at == position)
    };
    if let Some(row) = coded(&dataset.customers.id, who).and_then(row_of) {
        return Some(one(row));
    }
    let known = (0..table.len()).filter(|&row| {
        let email = address(dataset, table, row);
        !email.is_empty() && email.trim().to_lowercase() == small
    });
    let rows: Vec<usize> = known.collect();
    let row = *rows.first()?;
    Some(Place {
        row,
        alike: rows.len(),
    })
}

/// The e-mail address of a row, or empty.
fn address<'a>(dataset: &'a Dataset, table: &CustomersTable, row: usize) -> &'a str {
    let emails = &dataset.customers.email;
    let position = table.position.get(row).map(|&at| at as usize);
    let email = position.and_then(|at| emails.get(at));
    email.map_or("", String::as_str)
}

/// What is told of orders: of lines all, of totals the months.
struct Told {
    months: Vec<Month>,
    orders: Vec<Order>,
    note: Sentence,
}

/// The report of a row of the table, without a segment.
fn report(
    table: &CustomersTable,
    place: &Place,
    window: &Window,
    dataset: Option<&Dataset>,
    told: Told,
) -> CustomerReport {
    let row = place.row;
    let person = person(table, row, dataset);
    let figures = figures(table, row);
    let standing = standing(table, row);
    let several = place.alike > 1;
    CustomerReport {
        headline: words::headline(&person.id, &figures, &standing),
        context: words::context(&figures, days::to_date(table.as_of)),
        remarks: several
            .then(|| words::alike(place.alike, &person))
            .into_iter()
            .collect(),
        period: window.days.dates(),
        as_of: days::to_date(table.as_of),
        rhythm: rhythm(table, row),
        rfm: by_rule(table, row),
        segment: None,
        no_segment: Sentence::new(),
        months: told.months,
        orders: told.orders,
        orders_note: told.note,
        person,
        figures,
        standing,
    }
}

fn person(table: &CustomersTable, row: usize, dataset: Option<&Dataset>) -> Person {
    let known = dataset.map(|dataset| &dataset.customers);
    let position = table
        .position
        .get(row)
        .map_or(usize::MAX, |&at| at as usize);
    Person {
        id: table.customer.get(row).to_owned(),
        email: dataset.map_or_else(String::new, |dataset| {
            address(dataset, table, row).to_owned()
        }),
        email_opt_in: known.and_then(|known| known.email_opt_in.get(position).copied()),
        country: table.country.get(row).to_owned(),
        tier: table.tier.get(row).to_owned(),
    }
}

fn figures(table: &CustomersTable, row: usize) -> Figures {
    Figures {
        orders: table.orders[row],
        spend: table.monetary(row),
        returned: table.returned[row],
        aov: table.aov(row),
        units: table.units[row],
        products: table.products[row],
        discount: table.has_discounts.then(|| table.discount[row]),
        first_ever: days::to_date(table.first_ever[row]),
        first: days::to_date(table.first[row]),
        last: days::to_date(table.last[row]),
        recency: table.recency(row),
    }
}

fn standing(table: &CustomersTable, row: usize) -> Standing {
    let own = table.monetary(row);
    let spends = || (0..table.len()).map(|row| table.monetary(row));
    let more = spends().filter(|&spend| spend > own).count();
    let less = spends().filter(|&spend| spend < own).count();
    let others = table.len().saturating_sub(1) as f64;
    let mut standing = Standing {
        rank: more as u32 + 1,
        customers: table.len() as u32,
        below: share(less as f64, others),
        share: share(own, table.revenue()),
        words: Sentence::new(),
    };
    standing.words = words::standing(&standing, share(more as f64, others));
    standing
}

fn rhythm(table: &CustomersTable, row: usize) -> Rhythm {
    let days = table.order_days[row];
    let gap = table.gap(row).filter(|_| days >= TELLING);
    let recency = table.recency(row);
    let due = gap.map(|gap| days::to_date(table.last[row] + gap.round() as days::Day));
    let overdue = gap.is_some_and(|gap| f64::from(recency) >= LATE * gap.max(LEAST_WAIT));
    let words = match gap.zip(due) {
        None => words::no_rhythm(days),
        Some((gap, due)) => words::rhythm(gap, due, recency, overdue),
    };
    Rhythm {
        gap,
        due,
        overdue,
        words,
    }
}

fn by_rule(table: &CustomersTable, row: usize) -> ByRule {
    let scores = Scores::of(table);
    let mut rule = ByRule {
        group: scores.group(row),
        recency: scores.recency[row],
        frequency: scores.frequency[row],
        monetary: scores.monetary[row],
        words: Sentence::new(),
    };
    rule.words = words::by_rule(&rule, table.len());
    rule
}
