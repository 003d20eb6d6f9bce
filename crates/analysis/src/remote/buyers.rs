//! Selections by what was ordered: who they are is itself a table of customers, under narrower
//! filters.

use std::collections::BTreeSet;

use clientele_model::filters::{Filters, Period, Spend};
use clientele_model::only::Only;

use super::Request;
use crate::days::{Day, Days, to_date};
use crate::set::CustomerSet;
use crate::tables::CustomersTable;
use crate::window::Window;

/// The table of those who ordered what the selection says; none when nobody can have, when the
/// selection is not about orders, or when it is put together from others.
pub(crate) fn request(only: &Only, filters: &Filters, window: &Window) -> Option<Request> {
    let mut narrow = Filters {
        // Who spent how much was decided before.
        spend: Spend::default(),
        ..filters.clone()
    };
    let mut product = None;
    match only {
        Only::Everyone
        | Only::Rfm(_)
        | Only::Cell { .. }
        | Only::Segment(_)
        | Only::Band { .. }
        | Only::Bought { .. } => return None,
        Only::Ordered(from, to) | Only::New(from, to) | Only::Returning(from, to) => {
            let days = Days::of((*from, *to));
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
        Only::Country(name) => one_of(&mut narrow.countries, name)?,
        Only::Channel(name) => one_of(&mut narrow.channels, name)?,
        Only::Category(name) => one_of(&mut narrow.categories, name)?,
        Only::Product(id) => product = Some(id.clone()),
    }
    // Only who they are is looked at: neither shown recency nor categories.
    narrow.as_of = None;
    Some(Request {
        product,
        ..Request::customers(&narrow, false)
    })
}

/// Narrows a list of names, empty for all, to one of them; none when it is not among them.
fn one_of(names: &mut BTreeSet<String>, name: &str) -> Option<()> {
    if !names.is_empty() && !names.contains(name) {
        return None;
    }
    *names = BTreeSet::from([name.to_owned()]);
    Some(())
}

/// The customers of the table who are among the buyers, and whose first order of all is as the
/// selection says.
pub(crate) fn narrow(only: &Only, table: &CustomersTable, buyers: &CustomersTable) -> CustomerSet {
    let begun = |day: Day| match only {
        Only::New(from, to) => Days::of((*from, *to)).contains(day),
        Only::Returning(from, to) => day < Days::of((*from, *to)).first,
        _ => true,
    };
    let mut set = CustomerSet::none(table.len());
    // Both tables are in order of the customer number.
    let mut at = 0;
    for row in 0..table.len() {
        let id = table.customer.get(row);
        while at < buyers.len() && buyers.customer.get(at) < id {
            at += 1;
        }
        let buys = at < buyers.len() && buyers.customer.get(at) == id;
        if buys && begun(table.first_ever[row]) {
            set.insert(table.position[row]);
        }
    }
    set
}
