//! Who took part in an arm of a campaign. What reads campaigns is long, and few selections ask for it: a study brings it.

use clientele_model::failure::Failure;

use super::Tables;
use crate::selection::no_arm;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

/// Finds those who took part in an arm of a campaign, among the customers of a table: given the campaign's code and the arm.
pub type Arms = fn(&Tables, &CustomersTable, &str, &str) -> Result<CustomerSet, Failure>;

/// The customers of `among` who took part in that arm.
///
/// # Errors
/// [`Failure::Refused`] when there is no such campaign or arm, and as [`Tables::campaigns`].
pub fn took_part(
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
        // Customers are in the order of their numbers.
        let id = exposures.customer.get(row);
        let (mut low, mut high) = (0, among.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match among.customer.get(middle) < id {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        if low < among.len() && among.customer.get(low) == id {
            set.insert(among.position[low]);
        }
    }
    Ok(set)
}
