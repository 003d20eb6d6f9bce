//! What the shop did with customers, and what they earned it. What reads campaigns is long, and few selections ask for it: a
//! study brings it.

use std::collections::BTreeMap;

use clientele_model::failure::Failure;

use super::needs::Months;
use super::{Block, Tables, Went};
use crate::dataset::is_held;
use crate::days::Day;
use crate::selection::{Dealing, no_arm};
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

/// Finds those among the customers of a table with whom the shop had such dealings.
pub type FindDealings =
    fn(&Tables, &CustomersTable, &DealingsAsked<'_>, &Dealing) -> Result<CustomerSet, Failure>;

/// What was asked for beside the customers.
pub struct DealingsAsked<'a> {
    /// The months of the days looked at, where a selection speaks of earnings.
    pub(super) months: Option<&'a Months>,
    /// The day up to which recency is counted.
    pub(super) as_of: Day,
}

/// Those of `among` with whom the shop had such dealings.
///
/// # Errors
/// [`Failure::Refused`] when there is no such campaign or arm, and as [`Tables::campaigns`].
pub fn dealt(
    tables: &Tables,
    among: &CustomersTable,
    asked: &DealingsAsked<'_>,
    dealing: &Dealing,
) -> Result<CustomerSet, Failure> {
    match dealing {
        Dealing::Arm(campaign, arm) => took_part(tables, among, campaign, arm),
        Dealing::Sent { times, days } => sent(tables, among, asked.as_of, *times, *days),
        Dealing::Earned(least) => earned(tables, among, asked.months, *least),
    }
}

/// Who took part in an arm of a campaign.
fn took_part(
    tables: &Tables,
    among: &CustomersTable,
    campaign: &str,
    arm: &str,
) -> Result<CustomerSet, Failure> {
    let campaigns = tables.campaigns()?;
    let place = campaigns.place(campaign);
    let missing = || no_arm(campaign, arm);
    let rows = place.map(|place| campaigns.exposures.rows(place as u32));
    let rows = rows.ok_or_else(missing)?;
    let exposures = &campaigns.exposures;
    let arm = exposures.arms.iter().position(|name| name == arm);
    let arm = arm.ok_or_else(missing)? as u32;
    let mut set = CustomerSet::default();
    for row in rows.filter(|&row| exposures.arm[row] == arm) {
        if let Some(at) = row_of(among, exposures.customer.get(row)) {
            set.insert(among.position[at]);
        }
    }
    Ok(set)
}

/// Who was sent at least so many campaigns within so many days. Nobody where there are no campaigns.
fn sent(
    tables: &Tables,
    among: &CustomersTable,
    as_of: Day,
    times: u16,
    days: u16,
) -> Result<CustomerSet, Failure> {
    let campaigns = tables.campaigns()?;
    let exposures = &campaigns.exposures;
    let held: Vec<bool> = exposures.arms.iter().map(|arm| is_held(arm)).collect();
    let within = as_of - Day::from(days)..as_of;
    let mut of: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for row in 0..exposures.campaign.len() {
        let is_sent = held.get(exposures.arm[row] as usize) == Some(&false);
        if is_sent
            && within.contains(&exposures.exposed[row])
            && let Some(at) = row_of(among, exposures.customer.get(row))
        {
            of.entry(at).or_default().push(exposures.campaign[row]);
        }
    }
    let often = of.into_iter().filter(|(_, campaigns)| {
        let mut distinct = campaigns.clone();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.len() >= usize::from(times)
    });
    Ok(often.map(|(at, _)| among.position[at]).collect())
}

/// Who earned the shop at least so much: margin where every cost is known, else what was paid for goods less what came back.
fn earned(
    tables: &Tables,
    among: &CustomersTable,
    months: Option<&Months>,
    least: f64,
) -> Result<CustomerSet, Failure> {
    let months = months.ok_or_else(|| Failure::defect("what was earned was not asked for"))?;
    let mut counting = tables.months(months)?;
    let table = loop {
        match counting.step()? {
            Went::On(_) => {}
            Went::There(table) => break table,
        }
    };
    let mut sums = vec![(0.0, 0.0, true); table.customer.list.len()];
    for row in 0..table.len() {
        let Some((paid, margin, is_known)) = sums.get_mut(table.customer.at[row] as usize) else {
            continue;
        };
        *paid += table.gross[row] - table.returned[row];
        match table.margin.get(row).filter(|margin| !margin.is_nan()) {
            Some(own) => *margin += own,
            None => *is_known = false,
        }
    }
    let mut set = CustomerSet::default();
    for (id, (paid, margin, is_known)) in table.customer.list.iter().zip(sums) {
        let earned = crate::stats::exact(if is_known { margin } else { paid });
        if earned >= least
            && let Some(at) = row_of(among, id)
        {
            set.insert(among.position[at]);
        }
    }
    Ok(set)
}

/// The row of a customer: they are in the order of their numbers.
fn row_of(among: &CustomersTable, id: &str) -> Option<usize> {
    let (mut low, mut high) = (0, among.len());
    while low < high {
        let middle = low + (high - low) / 2;
        match among.customer.get(middle) < id {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    (low < among.len() && among.customer.get(low) == id).then_some(low)
}
