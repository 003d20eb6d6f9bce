//! What is known besides orders: who may be e-mailed, and who was in which arm of earlier campaigns.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::past::Past;
use crate::dataset::{Campaigns, NONE, is_held};
use crate::days::{Day, Days};
use crate::experiments::arms::gives;
use crate::inference::Share;

/// Opt-ins and exposures, by names of the table of months.
pub struct Seen {
    /// The campaigns of the data set.
    pub campaigns: Arc<Campaigns>,
    /// Whether each may be e-mailed; nothing where the data do not say.
    opt_in: Option<Vec<bool>>,
    /// By name: campaign, day and whether held back.
    exposed: Vec<Vec<Exposed>>,
    /// By campaign who unsubscribed or complained.
    pub lost: Vec<Lost>,
}

/// Who unsubscribed or complained in a campaign, of those of whom it is told: sent something, and held back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lost {
    /// Who unsubscribed.
    pub unsubscribed: [Share; 2],
    /// Who complained.
    pub complained: [Share; 2],
}

/// Somebody in an arm of a campaign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exposed {
    /// Which campaign.
    pub campaign: u32,
    /// The day of the exposure.
    pub day: Day,
    /// Whether held back.
    pub is_held: bool,
}

impl Seen {
    /// What is known of these names.
    pub fn new(campaigns: Arc<Campaigns>, opt_in: Option<Vec<bool>>, past: &Past) -> Self {
        let mut exposed = vec![Vec::new(); past.len()];
        let exposures = &campaigns.exposures;
        if !exposures.campaign.is_empty() {
            let names: BTreeMap<&str, u32> = (0..past.len() as u32)
                .map(|who| (past.id(who), who))
                .collect();
            let held: Vec<bool> = exposures.arms.iter().map(|arm| is_held(arm)).collect();
            for row in 0..exposures.campaign.len() {
                let place = names.get(exposures.customer.get(row));
                let place = place.and_then(|&who| exposed.get_mut(who as usize));
                let Some(place) = place else { continue };
                place.push(Exposed {
                    campaign: exposures.campaign[row],
                    day: exposures.exposed[row],
                    is_held: held.get(exposures.arm[row] as usize) == Some(&true),
                });
            }
        }
        Self {
            lost: lost(&campaigns),
            campaigns,
            opt_in,
            exposed,
        }
    }

    /// Whether it is known who may be e-mailed.
    pub fn knows_opt_in(&self) -> bool {
        self.opt_in.is_some()
    }

    /// Whether somebody may be e-mailed; everybody where it is not known.
    pub fn may_be_mailed(&self, who: u32) -> bool {
        let known = self.opt_in.as_ref();
        known.is_none_or(|known| known.get(who as usize) == Some(&true))
    }

    /// The arms somebody was in.
    pub fn exposed(&self, who: u32) -> &[Exposed] {
        self.exposed.get(who as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether a campaign gave something; nothing where its offer does not say.
    pub fn gave(&self, campaign: u32) -> Option<bool> {
        let offer = self.campaigns.offer.get(campaign as usize)?;
        gives(offer)
    }

    fn window(&self, campaign: u32) -> Day {
        let window = self.campaigns.window.get(campaign as usize);
        window.copied().unwrap_or_default().max(1) as Day
    }

    /// The days in which an order counts for a campaign somebody was in.
    pub fn counted(&self, exposed: &Exposed) -> Days {
        Days {
            first: exposed.day,
            last: exposed.day + self.window(exposed.campaign) - 1,
        }
    }

    /// Whether somebody is in a test that runs on a day.
    pub fn is_tested(&self, who: u32, day: Day) -> bool {
        let mut exposed = self.exposed(who).iter();
        exposed.any(|exposed| self.counted(exposed).contains(day))
    }

    /// Whether a campaign that somebody was sent meets these days.
    pub fn was_sent(&self, who: u32, days: Days) -> bool {
        self.exposed(who).iter().any(|exposed| {
            let counted = self.counted(exposed);
            !exposed.is_held && counted.first <= days.last && days.first <= counted.last
        })
    }
}

fn lost(campaigns: &Campaigns) -> Vec<Lost> {
    let nobody = Lost {
        unsubscribed: [Share { hits: 0, n: 0 }; 2],
        complained: [Share { hits: 0, n: 0 }; 2],
    };
    let mut lost = vec![nobody; campaigns.id.len()];
    let exposures = &campaigns.exposures;
    let held: Vec<bool> = exposures.arms.iter().map(|arm| is_held(arm)).collect();
    for (row, (&campaign, &arm)) in exposures.campaign.iter().zip(&exposures.arm).enumerate() {
        let Some(of) = lost.get_mut(campaign as usize) else {
            continue;
        };
        let side = usize::from(held.get(arm as usize) == Some(&true));
        for (column, shares) in [
            (&exposures.unsubscribed, &mut of.unsubscribed),
            (&exposures.complained, &mut of.complained),
        ] {
            if let Some(&told) = column.get(row).filter(|told| **told != NONE) {
                shares[side].n += 1;
                shares[side].hits += u32::from(told > 0);
            }
        }
    }
    lost
}
