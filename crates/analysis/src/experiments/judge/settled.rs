//! Which arms are compared over which days, once every row of the file is read.

use clientele_model::experiments::Judged;
use clientele_model::failure::Failure;

use super::doings::Spans;
use super::exposed::{Exposed, Fate};
use super::refused;
use crate::dataset::{Campaigns, NONE, is_held};
use crate::days::{self, Day};
use crate::engine::Shop;
use crate::experiments::arms;

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Settled {
    /// Position of the arm that was held back.
    pub control: usize,
    /// Position of the arm compared with it; none for all others together.
    pub compared: Option<usize>,
    /// Days that count.
    pub spans: Spans,
    /// Days that were planned.
    pub planned: u32,
    /// The day that most were exposed on.
    pub sent: Day,
    /// Customers a day, where they were exposed on several.
    pub pace: Option<f64>,
}

/// Days of a campaign whose file says nothing of them.
const USUAL_WINDOW: u32 = 28;
/// The longest window.
const LONGEST: u32 = 365;

/// Settles it. Customers exposed after the last day of the data are put aside.
///
/// # Errors
/// When there are not two arms, or nobody can say which was held back, or nobody can be judged.
pub fn settled(
    exposed: &mut Exposed,
    campaigns: &Campaigns,
    campaign: u32,
    choices: &Judged,
    shop: &Shop,
) -> Result<Settled, Failure> {
    let last = days::from_date(shop.catalogue.last);
    let at = campaign as usize;
    let name = campaigns.name.get(at).map_or("", String::as_str);
    if exposed.len() == 0 {
        return Err(refused::nobody_exposed(name, shop.is_live()));
    }
    let (control, compared) = sides(&exposed.arms, choices, name)?;
    for at in 0..exposed.len() {
        if exposed.fate[at] == Fate::Judged && exposed.day[at] > last {
            let row = exposed.row[at] as usize;
            exposed.fate[at] = match says_something(campaigns, row) {
                true => Fate::Early,
                false => Fate::Late,
            };
        }
    }
    let counts = exposed.days();
    let most = counts.iter().max_by_key(|(day, count)| (**count, -**day));
    let Some((&sent, _)) = most else {
        let all_late = exposed.fate.iter().all(|fate| *fate != Fate::Both);
        return Err(match all_late {
            true => refused::after_the_data(name, days::to_date(last)),
            false => refused::all_in_two_arms(name),
        });
    };
    let own = campaigns.window.get(at).copied().unwrap_or(USUAL_WINDOW);
    let own = own.clamp(1, LONGEST);
    let window = choices.window.unwrap_or(own);
    let there = (last.saturating_sub(sent).saturating_add(1)).max(1) as u32;
    let days = there.min(2 * window);
    let pace = counts.keys().next().zip(counts.keys().next_back());
    let pace = pace
        .filter(|(first, last)| first < last)
        .map(|(first, last)| {
            let all: u32 = counts.values().sum();
            f64::from(all) / f64::from(last.saturating_sub(*first).saturating_add(1))
        });
    Ok(Settled {
        control,
        compared,
        spans: Spans {
            window,
            days: choices.day.map_or(days, |day| days.min(day)),
            from_file: window == own && choices.day.is_none(),
        },
        planned: choices.planned.unwrap_or(window),
        sent,
        pace,
    })
}

/// Whether the file tells of an outcome in a row.
fn says_something(campaigns: &Campaigns, row: usize) -> bool {
    let exposures = &campaigns.exposures;
    let bought = exposures.converted.get(row);
    let amount = |column: &[f64]| {
        column
            .get(row)
            .is_some_and(|told| told.is_finite() && *told != 0.0)
    };
    bought.is_some_and(|&told| told != NONE && told > 0)
        || amount(&exposures.revenue)
        || amount(&exposures.margin)
}

/// The arm that was held back, and the one compared with it.
fn sides(
    names: &[String],
    choices: &Judged,
    campaign: &str,
) -> Result<(usize, Option<usize>), Failure> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let named = |name: &str| arms::same(&names, name).ok_or_else(|| refused::no_arm(name, &names));
    if let [only] = names[..] {
        return Err(refused::one_arm(campaign, only));
    }
    let control = match &choices.control {
        Some(name) => named(name)?,
        None => {
            let held = names.iter().copied().filter(|name| is_held(name));
            let held: Vec<&str> = held.collect();
            match held[..] {
                [one] => named(one)?,
                _ => return Err(refused::which_is_control(&names, &held)),
            }
        }
    };
    let compared = match &choices.arm {
        Some(name) => Some(named(name)?),
        None if names.len() == 2 => Some(1 - control),
        None => None,
    };
    match compared == Some(control) {
        true => Err(refused::same_arm(names[control])),
        false => Ok((control, compared)),
    }
}
