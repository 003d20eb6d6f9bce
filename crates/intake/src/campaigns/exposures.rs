//! Who was in which arm: one line of the file after the other.

use clientele_analysis::dataset::NONE;
use clientele_analysis::days::Day;

use super::told::{amounts, days};
use super::{
    ARM, CAMPAIGN, COMPLAINED, CONVERTED, DISCOUNT, EXPOSED, History, MARGIN, REVENUE, UNSUBSCRIBED,
};
use crate::column::Texts;
use crate::fields::Field;
use crate::lines::Manner;
use crate::people::{CUSTOMER, key, texts};
use crate::said::Said;
use crate::spelling::Spelling;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::values::is_yes;
use crate::wrong::{Wrong, shown};

/// So many exposures that cannot be read are listed.
const MOST_LISTED: usize = 20;

/// An exposure that can be read.
pub(super) struct Exposure {
    pub campaign: u32,
    pub customer: String,
    pub arm: String,
    pub exposed: Day,
    /// Converted, unsubscribed, complained.
    pub answers: [u32; 3],
    /// Revenue, margin, discount.
    pub amounts: [f64; 3],
}

/// Adds the exposures of a table, and counts those that cannot be read.
pub(super) fn read(
    table: &Table,
    manner: &Manner,
    said: &mut Said,
    history: &mut History,
    all: &mut Vec<Exposure>,
) -> Result<(), Trouble> {
    let campaigns = key(table, Field::Campaign, &CAMPAIGN)?;
    let customers = key(table, Field::Customer, &CUSTOMER)?;
    let arms = key(table, Field::Arm, &ARM)?;
    let exposed = days(table, Field::Exposed, &EXPOSED, manner, said)?;
    if exposed.is_none() {
        said.say(format!(
            "No column of {} says when customers were exposed: the first day of their campaign is assumed.",
            table.file
        ));
    }
    let answers =
        [&CONVERTED[..], &UNSUBSCRIBED, &COMPLAINED].map(|headings| texts(table, headings));
    let mut money = Vec::with_capacity(3);
    for (field, headings) in [
        (Field::Revenue, &REVENUE[..]),
        (Field::Margin, &MARGIN),
        (Field::Discount, &DISCOUNT),
    ] {
        money.push(amounts(table, field, headings, manner, said)?);
    }
    let spelling = [&campaigns, &customers].map(Spelling::of);
    let known = &history.campaigns;
    let one = |line: usize| -> Result<Exposure, Wrong> {
        let text = |texts: &Texts, field: Field| match texts.at(line) {
            "" => Err(Wrong::Missing(field)),
            text => Ok(text.to_owned()),
        };
        let id = spelling[0].plain(&text(&campaigns, Field::Campaign)?);
        let campaign = known.id.binary_search(&id);
        let campaign = campaign.map_err(|_| Wrong::NoCampaign(shown(&id)))?;
        let mut amounts = [f64::NAN; 3];
        for (amount, money) in amounts.iter_mut().zip(&money) {
            if let Some(money) = money {
                *amount = money.at(line)?;
            }
        }
        let answer = |texts: &Option<Texts>| match texts.as_ref().map(|texts| texts.at(line)) {
            None | Some("") => NONE,
            Some(text) => u32::from(is_yes(text)),
        };
        Ok(Exposure {
            campaign: campaign as u32,
            customer: spelling[1].plain(&text(&customers, Field::Customer)?),
            arm: text(&arms, Field::Arm)?,
            exposed: match &exposed {
                Some(days) => days.at(line)?,
                None => known.day[campaign],
            },
            answers: [0, 1, 2].map(|at: usize| answer(&answers[at])),
            amounts,
        })
    };
    let before = all.len();
    let mut first = None;
    for (line, &number) in table.numbers.iter().enumerate() {
        match one(line) {
            Ok(exposure) => all.push(exposure),
            Err(wrong) => {
                let wrong = wrong.to_string();
                first.get_or_insert((number, wrong.clone()));
                if history.ledger.unreadable.len() < MOST_LISTED {
                    history.ledger.unreadable.push((number, wrong));
                }
            }
        }
    }
    history.ledger.read += table.numbers.len() as u64;
    match first {
        Some((line, why)) if all.len() == before => Err(Trouble::NoExposure {
            file: table.file.clone(),
            line,
            why,
        }),
        _ => Ok(()),
    }
}
