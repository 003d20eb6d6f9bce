//! Key figures of the window and of the days compared with: in all, per bucket, per country, per
//! channel.

use clientele_model::columns;
use clientele_model::overview::Unit;

use super::line_filter::LineFilter;
use crate::columns::structure;
use crate::dataset::{Dataset, NONE};
use crate::days::{self, Day, Days};
use crate::set::CustomerSet;
use crate::window::{By, Window};

/// Figures of both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct OverviewTable {
    /// What one bucket is.
    pub unit: Unit,
    /// Buckets of the window, in order of time, none missing.
    pub buckets: Vec<Days>,
    /// Names behind `countries`; empty when the data have none.
    pub countries: Vec<String>,
    /// Names behind `channels`; empty when the data have none.
    pub channels: Vec<String>,
    /// The window.
    pub now: Side,
    /// The days compared with.
    pub then: Option<Side>,
}

/// Figures of one side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Side {
    /// Over the whole side.
    pub all: Sums,
    /// Per bucket.
    pub buckets: Vec<Sums>,
    /// Per country, in the order of the names.
    pub countries: Vec<Sums>,
    /// Per channel, in the order of the names.
    pub channels: Vec<Sums>,
}

columns!(overview => structure {
    /// Key figures as they travel: one row for all of a side, and one per bucket, country and channel.
    pub struct OverviewRows {}
});

/// The figures of one row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Goods sold, after discount.
    pub gross: f64,
    /// Goods returned, above zero; zero when returns are left out of sight.
    pub returned: f64,
    /// Discount given, above zero.
    pub discount: f64,
    /// Goods sold without a customer number.
    pub anonymous_gross: f64,
    /// Goods returned without a customer number.
    pub anonymous_returned: f64,
    /// Distinct orders with at least one sale.
    pub orders: u32,
    /// Distinct known customers with at least one order.
    pub customers: u32,
    /// Of those, the ones whose first order of all is in here.
    pub new_customers: u32,
}

impl Sums {
    fn add(&mut self, order: &Sums) {
        self.gross += order.gross;
        self.returned += order.returned;
        self.discount += order.discount;
        self.anonymous_gross += order.anonymous_gross;
        self.anonymous_returned += order.anonymous_returned;
        self.orders += order.orders;
    }
}

impl OverviewRows {
    /// A row for everything the table knows: now before then.
    pub fn of(table: &OverviewTable) -> Self {
        let mut rows = Self::default();
        rows.push_side("now", table, &table.now);
        if let Some(then) = &table.then {
            rows.push_side("then", table, then);
        }
        rows
    }

    fn push_side(&mut self, name: &str, table: &OverviewTable, side: &Side) {
        self.push([name, "all", ""], &side.all);
        for (days, sums) in table.buckets.iter().zip(&side.buckets) {
            self.push(
                [name, "bucket", &days::to_date(days.first).to_string()],
                sums,
            );
        }
        for (country, sums) in table.countries.iter().zip(&side.countries) {
            self.push([name, "country", country], sums);
        }
        for (channel, sums) in table.channels.iter().zip(&side.channels) {
            self.push([name, "channel", channel], sums);
        }
    }

    fn push(&mut self, [side, grouping, key]: [&str; 3], sums: &Sums) {
        self.side.push(side);
        self.grouping.push(grouping);
        self.key.push(key);
        self.gross.push(sums.gross);
        self.returned.push(sums.returned);
        self.discount.push(sums.discount);
        self.anonymous_gross.push(sums.anonymous_gross);
        self.anonymous_returned.push(sums.anonymous_returned);
        self.orders.push(sums.orders);
        self.customers.push(sums.customers);
        self.new_customers.push(sums.new_customers);
    }

    /// The figures of a row.
    pub(crate) fn sums(&self, row: usize) -> Sums {
        Sums {
            gross: self.gross[row],
            returned: self.returned[row],
            discount: self.discount[row],
            anonymous_gross: self.anonymous_gross[row],
            anonymous_returned: self.anonymous_returned[row],
            orders: self.orders[row],
            customers: self.customers[row],
            new_customers: self.new_customers[row],
        }
    }
}

/// Makes the table: the window, narrowed to the customers of `now`, and the days compared with when
/// there are any, narrowed to those of `then`; nothing narrows a side without a set.
pub fn overview(
    dataset: &Dataset,
    window: &Window,
    now: Option<&CustomerSet>,
    then: Option<&CustomerSet>,
) -> OverviewTable {
    let unit = unit(window.days);
    let buckets = buckets(window.days, unit);
    let filter = LineFilter::new(dataset, window, now);
    let first_ever = first_orders(&filter, filter.orders.end);
    let same = By::Days(0);
    let now = side(&filter, window.days, &edges(&buckets, same), &first_ever);
    let then = window.before.zip(window.earlier()).map(|(shift, earlier)| {
        let filter = LineFilter::new(dataset, &earlier, then);
        side(&filter, shift.days, &edges(&buckets, shift.by), &first_ever)
    });
    OverviewTable {
        unit,
        buckets,
        countries: dataset.values.countries.clone(),
        channels: dataset.values.channels.clone(),
        now,
        then,
    }
}

/// Length of a bucket: days up to 31 days, weeks up to 26 weeks, else months.
pub fn unit(days: Days) -> Unit {
    match days.count() {
        ..=31 => Unit::Day,
        32..=182 => Unit::Week,
        _ => Unit::Month,
    }
}

/// The days cut into buckets; the first and last may be shorter.
pub fn buckets(days: Days, unit: Unit) -> Vec<Days> {
    let mut out = Vec::new();
    let mut first = days.first;
    while first <= days.last {
        let next = match unit {
            Unit::Day => first + 1,
            Unit::Week => first + 7 - days::weekday(first),
            Unit::Month => {
                let date = days::to_date(first);
                first - i32::from(date.day()) + 1 + i32::from(date.days_in_month())
            }
        };
        let last = (next - 1).min(days.last);
        out.push(Days { first, last });
        first = next;
    }
    out
}

/// First days of the buckets' counterparts.
fn edges(buckets: &[Days], by: By) -> Vec<Day> {
    buckets.iter().map(|days| by.earlier(days.first)).collect()
}

/// Per customer the day of the first order of all, whatever the filters; [`Day::MAX`] for none
/// among the first `count` orders.
pub(crate) fn first_orders(filter: &LineFilter<'_>, count: usize) -> Vec<Day> {
    let orders = &filter.dataset.orders;
    let mut first = vec![Day::MAX; filter.dataset.customers.id.len()];
    for (order, &customer) in orders.customer[..count].iter().enumerate() {
        if let Some(day) = first.get_mut(customer as usize)
            && *day == Day::MAX
            && filter.sells(order)
        {
            *day = days::of_minute(orders.minute[order]);
        }
    }
    first
}

fn side(filter: &LineFilter<'_>, days: Days, edges: &[Day], first_ever: &[Day]) -> Side {
    let dataset = filter.dataset;
    let mut side = Side {
        all: Sums::default(),
        buckets: vec![Sums::default(); edges.len()],
        countries: vec![Sums::default(); dataset.values.countries.len()],
        channels: vec![Sums::default(); dataset.values.channels.len()],
    };
    // Orders go by in order of time, so a customer was counted in a bucket when it is the last one
    // they were counted in.
    let mut counted_in = vec![NONE; dataset.customers.id.len()];
    let mut in_country = Vec::new();
    let mut in_channel = Vec::new();
    for order in filter.orders.clone() {
        let customer = dataset.orders.customer[order];
        if !filter.customer(customer) || !filter.order(order) {
            continue;
        }
        let Some(sums) = order_sums(filter, order, customer) else {
            continue;
        };
        let day = days::of_minute(dataset.orders.minute[order]);
        let country = dataset.orders.country.get(order).copied().unwrap_or(NONE);
        let channel = dataset.orders.channel.get(order).copied().unwrap_or(NONE);
        let bucket = edges.partition_point(|&first| first <= day) - 1;
        side.all.add(&sums);
        side.buckets[bucket].add(&sums);
        if let Some(place) = side.countries.get_mut(country as usize) {
            place.add(&sums);
        }
        if let Some(place) = side.channels.get_mut(channel as usize) {
            place.add(&sums);
        }
        if customer == NONE || sums.orders == 0 {
            continue;
        }
        let begun = first_ever[customer as usize];
        let counted = &mut counted_in[customer as usize];
        if *counted == NONE {
            side.all.customers += 1;
            side.all.new_customers += u32::from(days.contains(begun));
        }
        if *counted != bucket as u32 {
            *counted = bucket as u32;
            let next = edges.get(bucket + 1).copied().unwrap_or(days.last + 1);
            let new = edges[bucket] <= begun && begun < next;
            side.buckets[bucket].customers += 1;
            side.buckets[bucket].new_customers += u32::from(new);
        }
        in_country.push((country, customer));
        in_channel.push((channel, customer));
    }
    let is_new = |customer: u32| days.contains(first_ever[customer as usize]);
    count_distinct(in_country, &mut side.countries, is_new);
    count_distinct(in_channel, &mut side.channels, is_new);
    side
}

/// Sums of one order, or nothing when none of its lines counts.
fn order_sums(filter: &LineFilter<'_>, order: usize, customer: u32) -> Option<Sums> {
    let mut sums = Sums::default();
    let mut any = false;
    for line in filter.lines(order) {
        any = true;
        if line.is_return {
            sums.returned += line.paid_back();
        } else {
            sums.orders = 1;
            sums.gross += line.value();
            sums.discount += line.discount;
        }
    }
    if customer == NONE {
        sums.anonymous_gross = sums.gross;
        sums.anonymous_returned = sums.returned;
    }
    any.then_some(sums)
}

/// Counts distinct customers per place, and those who are new.
fn count_distinct(mut pairs: Vec<(u32, u32)>, places: &mut [Sums], is_new: impl Fn(u32) -> bool) {
    pairs.sort_unstable();
    pairs.dedup();
    for (place, customer) in pairs {
        if let Some(sums) = places.get_mut(place as usize) {
            sums.customers += 1;
            sums.new_customers += u32::from(is_new(customer));
        }
    }
}
