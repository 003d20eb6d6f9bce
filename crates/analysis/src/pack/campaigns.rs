//! The two files of campaigns, which a pack may have; a database sends the same tables.

use std::collections::BTreeSet;

use clientele_model::columns;
use clientele_model::failure::Failure;

use super::read::Source;
use super::write::Writer;
use super::{CAMPAIGNS, EXPOSURES, Encoded, not_arrow};
use crate::columns::{Names, structure};
use crate::dataset::{Campaigns, Exposures, NONE};
use crate::texts::Texts;

columns!(campaigns => structure {
    /// `campaigns`.
    struct CampaignsFile {}
});

columns!(exposures => structure {
    /// `exposures`.
    struct ExposuresFile {}
});

impl CampaignsFile {
    fn of(mut source: Source) -> Result<Self, Failure> {
        let mut file = Self::default();
        source.fill(file.columns_mut())?;
        let ids = &file.id;
        match (1..ids.len()).any(|row| ids.get(row - 1) >= ids.get(row)) {
            true => Err(source.damaged("its campaigns are not in order")),
            false => Ok(file),
        }
    }
}

impl ExposuresFile {
    fn of(mut source: Source) -> Result<Self, Failure> {
        let mut file = Self::default();
        source.fill(file.columns_mut())?;
        let answers = [&file.converted, &file.unsubscribed, &file.complained];
        let is_answer = |&answer: &u32| answer == NONE || answer < 2;
        if !answers.into_iter().flatten().all(is_answer) {
            return Err(source.damaged("a yes or no is neither"));
        }
        file.leave_out_untold();
        Ok(file)
    }

    /// A database sends every column; one in which nothing is told is as good as none.
    fn leave_out_untold(&mut self) {
        for answers in [
            &mut self.converted,
            &mut self.unsubscribed,
            &mut self.complained,
        ] {
            if answers.iter().all(|&answer| answer == NONE) {
                answers.clear();
            }
        }
        for amounts in [&mut self.revenue, &mut self.margin, &mut self.discount] {
            if amounts.iter().all(|amount| amount.is_nan()) {
                amounts.clear();
            }
        }
    }
}

/// Both files; none when there are no campaigns.
pub(super) fn encode(campaigns: &Campaigns) -> Result<Vec<Encoded>, Failure> {
    if campaigns.id.is_empty() {
        return Ok(Vec::new());
    }
    let of_campaigns = CampaignsFile {
        id: campaigns.id.iter().map(String::as_str).collect(),
        name: campaigns.name.iter().map(String::as_str).collect(),
        day: campaigns.day.clone(),
        window: campaigns.window.clone(),
        offer: campaigns.offer.iter().map(String::as_str).collect(),
    };
    let exposures = campaigns.exposures.clone();
    let of_exposures = ExposuresFile {
        campaign: Names {
            list: campaigns.id.clone(),
            at: exposures.campaign,
        },
        customer: exposures.customer,
        arm: Names {
            list: exposures.arms,
            at: exposures.arm,
        },
        exposed: exposures.exposed,
        converted: exposures.converted,
        revenue: exposures.revenue,
        margin: exposures.margin,
        discount: exposures.discount,
        unsubscribed: exposures.unsubscribed,
        complained: exposures.complained,
    };
    Ok(vec![
        Writer::new(CAMPAIGNS, campaigns.id.len())
            .columns(&of_campaigns.columns())?
            .finish()?,
        Writer::new(EXPOSURES, of_exposures.exposed.len())
            .columns(&of_exposures.columns())?
            .finish()?,
    ])
}

/// The arms that occur, in the order of the alphabet, and which of them each exposure has: a database lists
/// them in any order, and perhaps an empty one that does not occur.
fn arms(names: &Names) -> (Vec<String>, Vec<u32>) {
    let rows = 0..names.at.len();
    let occurring: BTreeSet<&str> = rows.clone().map(|row| names.get(row)).collect();
    let list: Vec<&str> = occurring.into_iter().collect();
    let place = |row: usize| list.partition_point(|&name| name < names.get(row)) as u32;
    let at = rows.map(place).collect();
    (list.into_iter().map(str::to_owned).collect(), at)
}

/// Campaigns, from the two files of a pack or the two tables of a database.
///
/// # Errors
/// [`Failure::NotArrow`] for a damaged file, or one of other campaigns; [`Failure::MissingColumn`]; and
/// [`Failure::Newer`] when it was written for a newer contract.
pub fn read(campaigns: &[u8], exposures: &[u8]) -> Result<Campaigns, Failure> {
    let campaigns = CampaignsFile::of(Source::read(CAMPAIGNS, campaigns)?)?;
    let exposures = ExposuresFile::of(Source::read(EXPOSURES, exposures)?)?;
    let strings = |texts: &Texts| -> Vec<String> { texts.iter().map(str::to_owned).collect() };
    let id = strings(&campaigns.id);
    let names = exposures.campaign.list.iter();
    let places: Vec<Option<usize>> = names.map(|name| id.binary_search(name).ok()).collect();
    let place = |at: &u32| Some((*places.get(*at as usize)?)? as u32);
    let campaign: Option<Vec<u32>> = exposures.campaign.at.iter().map(place).collect();
    let campaign = campaign.ok_or_else(|| not_arrow(EXPOSURES, "a campaign is not in the list"))?;
    let (arms, arm) = arms(&exposures.arm);
    Ok(Campaigns {
        id,
        name: strings(&campaigns.name),
        day: campaigns.day,
        window: campaigns.window,
        offer: strings(&campaigns.offer),
        exposures: Exposures {
            campaign,
            customer: exposures.customer,
            arm,
            arms,
            exposed: exposures.exposed,
            converted: exposures.converted,
            revenue: exposures.revenue,
            margin: exposures.margin,
            discount: exposures.discount,
            unsubscribed: exposures.unsubscribed,
            complained: exposures.complained,
        },
    })
}
