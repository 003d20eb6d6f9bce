//! Known customers month by month, asked as of any day: who had ordered, in which group they stood, what they bought.

use std::collections::BTreeMap;
use std::sync::Arc;

use clientele_model::filters::Returns;
use clientele_model::groups::RfmGroup;

use crate::days::{self, Day, Days};
use crate::narrowing::Chosen;
use crate::rfm::Scores;
use crate::tables::{CustomerMonthsTable, CustomersTable};

/// Everybody's months.
pub struct Past {
    months: Arc<CustomerMonthsTable>,
    /// First and one past the last row of each name of the table.
    rows: Vec<(u32, u32)>,
    /// The days the data hold.
    pub days: Days,
    /// How far one looks back.
    back: Back,
    nets_returns: bool,
}

/// How long the days looked at are.
#[derive(Clone, Copy)]
enum Back {
    Months(i32),
    Days(i32),
}

/// Where somebody stood on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stood {
    /// Who: a name of the table of months.
    pub who: u32,
    /// Recency score.
    pub recency: u8,
    /// Frequency score.
    pub frequency: u8,
    /// Group.
    pub group: RfmGroup,
}

/// What was bought, summed over months.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bought {
    /// Orders.
    pub orders: f64,
    /// Goods sold, after discount.
    pub gross: f64,
    /// Goods that came back.
    pub returned: f64,
    /// Discount given.
    pub discount: f64,
    /// What was earned, where it is known.
    pub margin: f64,
    /// Orders in months whose margin is known.
    pub known: f64,
}

impl Past {
    /// Of the whole data; `looked_at` are the days of the question, whose length is how far one looks back.
    pub fn new(
        months: Arc<CustomerMonthsTable>,
        days: Days,
        looked_at: Days,
        returns: Returns,
    ) -> Self {
        let mut rows = vec![(0, 0); months.customer.list.len()];
        for (row, &who) in (0u32..).zip(&months.customer.at) {
            if let Some(range) = rows.get_mut(who as usize) {
                if range.1 == 0 {
                    range.0 = row;
                }
                range.1 = row + 1;
            }
        }
        Self {
            rows,
            days,
            back: Back::of(looked_at),
            nets_returns: returns == Returns::Netted,
            months,
        }
    }

    /// Names of the table.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The customer number of a name.
    pub fn id(&self, who: u32) -> &str {
        self.months
            .customer
            .list
            .get(who as usize)
            .map_or("", String::as_str)
    }

    /// Those chosen: their name, and their row in the table they were chosen from. Where the data have lines, names are
    /// positions in the data set.
    pub fn members(&self, chosen: &Chosen, has_lines: bool) -> Vec<(u32, usize)> {
        let among = &chosen.among;
        let rows = (0..among.len()).filter(|&row| chosen.set.contains(among.position[row]));
        if has_lines {
            return rows.map(|row| (among.position[row], row)).collect();
        }
        let names = (0..self.len() as u32).map(|who| (self.id(who), who));
        let names: BTreeMap<&str, u32> = names.collect();
        let member = |row| Some((*names.get(among.customer.get(row))?, row));
        rows.filter_map(member).collect()
    }

    /// The same by name, with their groups.
    pub fn named(&self, chosen: &Chosen, scores: &Scores, has_lines: bool) -> Vec<(u32, RfmGroup)> {
        let members = self.members(chosen, has_lines).into_iter();
        members.map(|(who, row)| (who, scores.group(row))).collect()
    }

    fn rows(&self, who: u32) -> std::ops::Range<usize> {
        let (first, end) = self.rows.get(who as usize).copied().unwrap_or_default();
        first as usize..end as usize
    }

    /// The first day in this range with an order.
    pub fn bought(&self, who: u32, days: Days) -> Option<Day> {
        self.rows(who).find_map(|row| {
            let month = self.months.month[row];
            let bits = within(self.months.days[row], month, days);
            (bits != 0).then(|| month + bits.trailing_zeros() as Day)
        })
    }

    /// The first of the days one looks back on from a day, that day itself left out.
    pub fn back_from(&self, day: Day) -> Day {
        match self.back {
            Back::Months(count) => days::add_months(day, -count),
            Back::Days(count) => day - count,
        }
    }

    /// Whether somebody had no discount in the months that these days touch.
    pub fn is_plain(&self, who: u32, days: Days) -> bool {
        let mut rows = self.rows(who);
        rows.all(|row| {
            let month = self.months.month[row];
            let next = days::add_months(month, 1);
            next <= days.first || month > days.last || self.months.discount[row] <= 0.0
        })
    }

    /// Orders and margins of the months that begin in these days, a row each.
    pub fn each_month(&self, who: u32, days: Days) -> impl Iterator<Item = Bought> + '_ {
        let rows = self.rows(who);
        rows.filter(move |&row| days.contains(self.months.month[row]))
            .map(|row| {
                let mut sums = Bought::default();
                self.add(&mut sums, row, 1.0);
                sums
            })
    }

    fn add(&self, sums: &mut Bought, row: usize, part: f64) {
        let months = &self.months;
        let orders = f64::from(months.orders[row]) * part;
        sums.orders += orders;
        sums.gross += months.gross[row] * part;
        sums.returned += months.returned[row] * part;
        sums.discount += months.discount[row] * part;
        if let Some(margin) = months.margin.get(row).filter(|margin| !margin.is_nan()) {
            sums.margin += margin * part;
            sums.known += orders;
        }
    }

    /// What was bought in the days one looks back on from a day. Of a month that lies in them in part, as large a part of
    /// its sums as of its days with an order.
    pub fn looked_back(&self, who: u32, day: Day) -> Bought {
        let mut sums = Bought::default();
        let back = Days {
            first: self.back_from(day),
            last: day - 1,
        };
        for row in self.rows(who) {
            self.add(&mut sums, row, self.part(row, back));
        }
        sums
    }

    /// The part of a month that lies in these days.
    fn part(&self, row: usize, days: Days) -> f64 {
        let month = self.months.month[row];
        let last = month + Day::from(days::to_date(month).days_in_month()) - 1;
        if days.contains(month) && days.contains(last) {
            return 1.0;
        }
        if last < days.first || month > days.last {
            return 0.0;
        }
        let all = self.months.days[row].count_ones();
        match all {
            // Only goods came back.
            0 => f64::from(u8::from(days.contains(month))),
            all => {
                let some = within(self.months.days[row], month, days).count_ones();
                f64::from(some) / f64::from(all)
            }
        }
    }

    /// Everybody with an order in the days one looks back on from a day, with the groups they stood in then, in the order of
    /// the names.
    pub fn standing(&self, day: Day) -> Vec<Stood> {
        let table = self.table(day);
        let scores = Scores::of(&table);
        let stood = |row: usize| Stood {
            who: table.position[row],
            recency: scores.recency[row],
            frequency: scores.frequency[row],
            group: scores.group(row),
        };
        (0..table.len()).map(stood).collect()
    }

    /// What groups by value are made from, as of a day.
    fn table(&self, day: Day) -> CustomersTable {
        let back = Days {
            first: self.back_from(day),
            last: day - 1,
        };
        let mut table = CustomersTable {
            as_of: day,
            returns_netted: self.nets_returns,
            ..CustomersTable::default()
        };
        for who in 0..self.len() as u32 {
            let mut sums = Bought::default();
            let mut last = None;
            for row in self.rows(who) {
                let part = self.part(row, back);
                if part > 0.0 {
                    self.add(&mut sums, row, part);
                }
                let month = self.months.month[row];
                let bits = within(self.months.days[row], month, back);
                if bits != 0 {
                    last = Some(month + bits.ilog2() as Day);
                }
            }
            let Some(last) = last else { continue };
            table.position.push(who);
            table.last.push(last);
            table.orders.push(sums.orders.round().max(1.0) as u32);
            table.gross.push(crate::stats::exact(sums.gross));
            table.returned.push(crate::stats::exact(sums.returned));
        }
        table
    }
}

impl Back {
    fn of(looked_at: Days) -> Self {
        let (first, next) = (looked_at.first, looked_at.last + 1);
        if !days::begins_month(first) || !days::begins_month(next) {
            return Self::Days(looked_at.count());
        }
        let (from, to) = (days::to_date(first), days::to_date(next));
        let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
            - i32::from(from.month());
        Self::Months(months)
    }
}

/// Those of the days of a month, a bit for each, that lie in a range.
fn within(bits: u32, month: Day, days: Days) -> u32 {
    let from = i64::from(days.first) - i64::from(month);
    let to = i64::from(days.last) - i64::from(month);
    if to < 0 || from > 31 {
        return 0;
    }
    let from = from.max(0) as u32;
    let low = if from >= 32 { 0 } else { u32::MAX << from };
    let high = match to {
        31.. => u32::MAX,
        to => (1u32 << (to as u32 + 1)).wrapping_sub(1),
    };
    bits & low & high
}
