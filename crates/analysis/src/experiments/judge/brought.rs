//! A result file beside a live data set: the orders of its customers cannot be looked up, so the file alone tells what came of
//! the campaign. What it does not tell is left out.

use clientele_model::experiments::{Goal, JudgeTest};
use clientele_model::failure::Failure;

use super::doings::Doings;
use super::exposed::Exposed;
use super::refused;
use super::settled::Settled;
use crate::dataset::{Campaigns, Exposures, NONE};
use crate::engine::Shop;

/// Whether only the file tells what came of a campaign.
pub fn is_alone(shop: &Shop, campaigns: &Campaigns, campaign: u32) -> bool {
    let code = campaigns.id.get(campaign as usize);
    shop.is_live() && code.is_some_and(|code| shop.is_brought(code))
}

/// Whether such a file tells what is asked.
///
/// # Errors
/// When it does not.
pub fn check(
    asked: &JudgeTest,
    shop: &Shop,
    campaigns: &Campaigns,
    campaign: u32,
    settled: &Settled,
) -> Result<(), Failure> {
    if !is_alone(shop, campaigns, campaign) {
        return Ok(());
    }
    let at = campaign as usize;
    let name = campaigns.name.get(at).map_or("", String::as_str);
    if !settled.spans.from_file {
        let window = campaigns.window.get(at).copied().unwrap_or_default();
        return Err(refused::other_days(name, window));
    }
    let exposures = &campaigns.exposures;
    let rows = || exposures.rows(campaign);
    let amounts = |column: &[f64]| rows().any(|row| amount(column, row).is_some());
    let tells = match asked.judged.goal {
        Goal::Bought => rows().any(|row| bought(exposures, row).is_some()),
        Goal::Revenue => amounts(&exposures.revenue),
        Goal::Margin => amounts(&exposures.margin),
        Goal::Orders => false,
    };
    match tells {
        true => Ok(()),
        false => Err(refused::not_in_file(name, asked.judged.goal)),
    }
}

/// Whether the customer of a row bought; nothing where the file does not say. Who spent something did.
fn bought(exposures: &Exposures, row: usize) -> Option<bool> {
    let converted = exposures.converted.get(row).copied();
    let converted = converted.filter(|&told| told != NONE).map(|told| told > 0);
    converted.or_else(|| amount(&exposures.revenue, row).map(|revenue| revenue > 0.0))
}

fn amount(column: &[f64], row: usize) -> Option<f64> {
    column.get(row).copied().filter(|amount| amount.is_finite())
}

/// Takes what the file tells for what customers did. Returns of how many it tells nothing: they did not buy.
pub fn take(doings: &mut Doings, exposed: &Exposed, exposures: &Exposures) -> u32 {
    let mut silent = 0;
    for (at, &row) in exposed.row.iter().enumerate() {
        let row = row as usize;
        let bought = bought(exposures, row);
        silent += u32::from(bought.is_none());
        doings.orders[at] = u32::from(bought == Some(true));
        doings.gross[at] = amount(&exposures.revenue, row).unwrap_or(0.0);
        // What they cost is not known either.
        doings.margin[at] = f64::NAN;
    }
    silent
}
