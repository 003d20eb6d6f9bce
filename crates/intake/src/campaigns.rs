//! The optional files of campaigns, and of who was in which arm of them.

mod exposures;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use clientele_analysis::dataset::{Campaigns, NONE};
use clientele_analysis::days::Day;
use clientele_model::catalogue::{ColumnUse, ExposureLedger};
use clientele_model::words::{agreeing, counted};

use crate::column::Texts;
use crate::fields::Field;
use crate::lines::Manner;
use crate::people::{CUSTOMER, columns, key, texts};
use crate::said::Said;
use crate::spelling::Spelling;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::wrong::Wrong;
use exposures::Exposure;
use told::{amounts, days};

/// What both files say.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Campaigns and exposures.
    pub campaigns: Campaigns,
    /// What became of the exposures.
    pub ledger: ExposureLedger,
}

const CAMPAIGN: [&str; 4] = ["campaign_id", "campaign", "campaign_code", "id"];
const NAME: [&str; 3] = ["campaign_name", "name", "title"];
const BEGIN: [&str; 6] = ["day", "start_date", "begin", "sent_at", "sent", "date"];
const WINDOW: [&str; 3] = ["window_days", "window", "attribution_window"];
const OFFER: [&str; 3] = ["offer", "offered", "incentive"];
const ARM: [&str; 4] = ["arm", "variant", "test_group", "group"];
const EXPOSED: [&str; 6] = [
    "exposed_at",
    "exposed",
    "exposure_date",
    "sent_at",
    "sent",
    "date",
];
const CONVERTED: [&str; 3] = ["converted", "conversion", "bought"];
const REVENUE: [&str; 2] = ["revenue", "spend"];
const MARGIN: [&str; 2] = ["margin", "profit"];
const DISCOUNT: [&str; 2] = ["discount", "discount_given"];
const UNSUBSCRIBED: [&str; 3] = ["unsubscribed", "unsubscribe", "opted_out"];
const COMPLAINED: [&str; 3] = ["complained", "complaint", "spam_complaint"];

/// What is read of the file of campaigns, and the headings it goes by.
pub const OF_CAMPAIGNS: [(Field, &[&str]); 5] = [
    (Field::Campaign, &CAMPAIGN),
    (Field::Name, &NAME),
    (Field::Begin, &BEGIN),
    (Field::Window, &WINDOW),
    (Field::Offer, &OFFER),
];

/// What is read of the file of exposures, and the headings it goes by.
pub const OF_EXPOSURES: [(Field, &[&str]); 10] = [
    (Field::Campaign, &CAMPAIGN),
    (Field::Customer, &CUSTOMER),
    (Field::Arm, &ARM),
    (Field::Exposed, &EXPOSED),
    (Field::Converted, &CONVERTED),
    (Field::Revenue, &REVENUE),
    (Field::Margin, &MARGIN),
    (Field::Discount, &DISCOUNT),
    (Field::Unsubscribed, &UNSUBSCRIBED),
    (Field::Complained, &COMPLAINED),
];

/// Days in which an order counts where the file does not say it: four weeks.
pub(crate) const USUAL_WINDOW: u32 = 28;

/// No window is longer, in days.
const LONGEST_WINDOW: f64 = 366.0;

/// Both files; a sheet of a workbook is a table of its own.
pub struct Tables {
    /// Campaigns.
    pub campaigns: Vec<Table>,
    /// Exposures.
    pub exposures: Vec<Table>,
}

impl Tables {
    /// Reads them.
    ///
    /// # Errors
    /// When a column is missing or holds something else, a campaign cannot be read, or no exposure can.
    pub fn history(&self, manner: &Manner, said: &mut Said) -> Result<History, Trouble> {
        let mut rows = BTreeMap::new();
        for table in &self.campaigns {
            read_campaigns(table, manner, said, &mut rows)?;
        }
        let mut history = History::of(rows);
        let mut all = Vec::new();
        for table in &self.exposures {
            exposures::read(table, manner, said, &mut history, &mut all)?;
        }
        history.add(all);
        said_unreadable(&history.ledger, said);
        Ok(history)
    }

    /// Which column is read as what.
    pub fn columns(&self) -> impl Iterator<Item = ColumnUse> + '_ {
        let of = |tables: &[Table], reads| {
            tables
                .iter()
                .flat_map(|table| columns(table, reads))
                .collect::<Vec<_>>()
        };
        of(&self.campaigns, &OF_CAMPAIGNS[..])
            .into_iter()
            .chain(of(&self.exposures, &OF_EXPOSURES))
    }
}

impl History {
    fn of(rows: BTreeMap<String, Campaign>) -> Self {
        let mut campaigns = Campaigns::default();
        for (id, row) in rows {
            campaigns.name.push(match row.name.is_empty() {
                true => id.clone(),
                false => row.name,
            });
            campaigns.id.push(id);
            campaigns.day.push(row.day);
            campaigns.window.push(row.window);
            campaigns.offer.push(row.offer);
        }
        Self {
            campaigns,
            ledger: ExposureLedger::default(),
        }
    }

    /// Adds exposures by campaign, those of one in the order of the file. Columns in which nothing is told
    /// stay empty.
    fn add(&mut self, mut all: Vec<Exposure>) {
        all.sort_by_key(|row| row.campaign);
        self.ledger.kept = all.len() as u64;
        let to = &mut self.campaigns.exposures;
        let arms: BTreeSet<&str> = all.iter().map(|row| row.arm.as_str()).collect();
        to.arms = arms.into_iter().map(str::to_owned).collect();
        for row in &all {
            to.campaign.push(row.campaign);
            to.customer.push(&row.customer);
            let arm = to.arms.partition_point(|arm| *arm < row.arm);
            to.arm.push(arm as u32);
            to.exposed.push(row.exposed);
        }
        let answers = |at: usize| {
            let told = all.iter().any(|row| row.answers[at] != NONE);
            all.iter()
                .filter(move |_| told)
                .map(move |row| row.answers[at])
                .collect()
        };
        (to.converted, to.unsubscribed, to.complained) = (answers(0), answers(1), answers(2));
        let amounts = |at: usize| {
            let told = all.iter().any(|row| !row.amounts[at].is_nan());
            all.iter()
                .filter(move |_| told)
                .map(move |row| row.amounts[at])
                .collect()
        };
        (to.revenue, to.margin, to.discount) = (amounts(0), amounts(1), amounts(2));
    }
}

struct Campaign {
    name: String,
    day: Day,
    window: u32,
    offer: String,
}

fn read_campaigns(
    table: &Table,
    manner: &Manner,
    said: &mut Said,
    rows: &mut BTreeMap<String, Campaign>,
) -> Result<(), Trouble> {
    let ids = key(table, Field::Campaign, &CAMPAIGN)?;
    let days = days(table, Field::Begin, &BEGIN, manner, said)?;
    let days = days.ok_or_else(|| Trouble::NoKey {
        file: table.file.clone(),
        field: Field::Begin,
        looked_for: BEGIN.join(", "),
        columns: table.listed(),
    })?;
    let windows = amounts(table, Field::Window, &WINDOW, manner, said)?;
    if windows.is_none() {
        said.say(format!(
            "No column of {} says how long orders count for a campaign: {} are assumed.",
            table.file,
            counted(USUAL_WINDOW, "day")
        ));
    }
    let (name, offer) = (texts(table, &NAME), texts(table, &OFFER));
    let at = |texts: &Option<Texts>, line: usize| {
        texts.as_ref().map_or("", |texts| texts.at(line)).to_owned()
    };
    let spelling = Spelling::of(&ids);
    for (line, number) in table.numbers.iter().enumerate() {
        let refused = |why: String| Trouble::BadCampaign {
            file: table.file.clone(),
            line: *number,
            why,
        };
        let id = spelling.plain(ids.at(line));
        if id.is_empty() {
            return Err(refused(Wrong::Missing(Field::Campaign).to_string()));
        }
        let day = days.at(line).map_err(|wrong| refused(wrong.to_string()))?;
        let window = match windows.as_ref().map(|windows| windows.at(line)) {
            None => USUAL_WINDOW,
            Some(Ok(days)) if days.fract() == 0.0 && (1.0..=LONGEST_WINDOW).contains(&days) => {
                days as u32
            }
            Some(Ok(days)) if days.is_nan() => USUAL_WINDOW,
            Some(_) => {
                return Err(refused(format!(
                    "its window is not a whole number of days from 1 to {LONGEST_WINDOW}"
                )));
            }
        };
        let campaign = Campaign {
            name: at(&name, line),
            day,
            window,
            offer: at(&offer, line),
        };
        if rows.insert(id.clone(), campaign).is_some() {
            return Err(refused(format!("the campaign “{id}” appears twice")));
        }
    }
    Ok(())
}

fn said_unreadable(ledger: &ExposureLedger, said: &mut Said) {
    if let Some((line, why)) = ledger.unreadable.first() {
        let left = ledger.read - ledger.kept;
        said.say(format!(
            "{} cannot be read and {} left out, the first on line {line}: {why}.",
            counted(left, "exposure"),
            agreeing(left, "is", "are"),
        ));
    }
}

/// What is said of exposures of customers who are on no line; nothing where there are none.
pub fn said_unknown(ledger: &ExposureLedger) -> Option<String> {
    let unknown = ledger.unknown;
    (unknown > 0).then(|| {
        format!(
            "{} {} without any order, who {} as not having bought.",
            counted(unknown, "exposure"),
            agreeing(unknown, "is of a customer", "are of customers"),
            agreeing(unknown, "counts", "count"),
        )
    })
}
