//! What earlier campaigns brought: lifts by group, drawn towards the whole.

use std::collections::BTreeMap;

use clientele_model::groups::RfmGroup;

use super::audience::Audience;
use super::past::{Past, Stood};
use super::seen::Seen;
use crate::days::{Day, Days};
use crate::inference::{self, Seen as Estimate};

/// Campaigns looked at, the latest first.
pub const CAMPAIGNS: usize = 2;
/// Fewer customers in an arm of a group tell nothing.
const FEW: u32 = 10;

/// Customers and buyers in both arms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counted {
    /// Sent: customers.
    pub sent: u32,
    /// Of those, who bought in the window.
    pub sent_bought: u32,
    /// Held back.
    pub held: u32,
    /// Of those, who bought in the window.
    pub held_bought: u32,
}

/// What a campaign brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Which, as a position among the campaigns.
    pub campaign: u32,
    /// Its first day.
    pub day: Day,
    /// Everybody who stood in a group then.
    pub all: Counted,
    /// Those of the scenario's customers.
    pub those: Counted,
    /// By group then.
    pub groups: BTreeMap<RfmGroup, Counted>,
}

/// What is expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Lifts {
    /// By group.
    pub groups: BTreeMap<RfmGroup, Estimate>,
    /// Of whoever is in no group that was measured.
    pub common: Estimate,
    /// Error that all share.
    pub shared: f64,
    /// Where it comes from; nothing where it is assumed.
    pub from: Option<Measured>,
}

impl Counted {
    fn add(&mut self, is_held: bool, bought: bool) {
        let (all, some) = match is_held {
            true => (&mut self.held, &mut self.held_bought),
            false => (&mut self.sent, &mut self.sent_bought),
        };
        *all += 1;
        *some += u32::from(bought);
    }

    /// The lift; none where an arm has too few.
    pub fn lift(&self) -> Option<Estimate> {
        if self.sent.min(self.held) < FEW {
            return None;
        }
        let share = |some: u32, all: u32| f64::from(some) / f64::from(all);
        // Agresti and Caffo's extra buyer and non-buyer in each arm: an error of zero would be a lie.
        let variance = |some: u32, all: u32| {
            let p = (f64::from(some) + 1.0) / (f64::from(all) + 2.0);
            p * (1.0 - p) / (f64::from(all) + 2.0)
        };
        Some(Estimate {
            estimate: share(self.sent_bought, self.sent) - share(self.held_bought, self.held),
            error: (variance(self.sent_bought, self.sent) + variance(self.held_bought, self.held))
                .sqrt(),
        })
    }
}

/// Campaigns that can tell, the latest first: those with both arms whose window the data hold whole.
pub fn campaigns(past: &Past, seen: &Seen, window: Day) -> Vec<(u32, Day)> {
    let mut found: BTreeMap<u32, (Day, Day, bool, bool)> = BTreeMap::new();
    for who in 0..past.len() as u32 {
        for exposed in seen.exposed(who) {
            let of =
                found
                    .entry(exposed.campaign)
                    .or_insert((exposed.day, exposed.day, false, false));
            of.0 = of.0.min(exposed.day);
            of.1 = of.1.max(exposed.day);
            of.2 |= exposed.is_held;
            of.3 |= !exposed.is_held;
        }
    }
    let mut able: Vec<(u32, Day)> = found
        .into_iter()
        .filter(|(_, (_, last, held, sent))| *held && *sent && last + window - 1 <= past.days.last)
        .map(|(campaign, (first, ..))| (campaign, first))
        .collect();
    crate::order::sort_by_key(&mut able, |&(campaign, day)| {
        (std::cmp::Reverse(day), campaign)
    });
    able.truncate(CAMPAIGNS);
    able
}

/// What a campaign brought, by where customers stood before it.
pub fn measured(
    (campaign, day): (u32, Day),
    audience: &Audience,
    past: &Past,
    seen: &Seen,
    standing: &[Stood],
    window: Day,
) -> Measured {
    let mut measured = Measured {
        campaign,
        day,
        all: Counted::default(),
        those: Counted::default(),
        groups: BTreeMap::new(),
    };
    for stood in standing {
        let exposed = seen.exposed(stood.who).iter();
        for exposed in exposed.filter(|exposed| exposed.campaign == campaign) {
            let days = Days {
                first: exposed.day,
                last: exposed.day + window - 1,
            };
            let bought = past.bought(stood.who, days).is_some();
            measured.all.add(exposed.is_held, bought);
            let group = measured.groups.entry(stood.group).or_default();
            group.add(exposed.is_held, bought);
            if audience.held(stood) {
                measured.those.add(exposed.is_held, bought);
            }
        }
    }
    measured
}

/// What is expected where a campaign tells; nothing where it has too few.
pub fn expected(measured: &Measured) -> Option<Lifts> {
    let all = measured.all.lift()?;
    let mut names = Vec::new();
    let mut seen = Vec::new();
    for (group, counted) in &measured.groups {
        if let Some(lift) = counted.lift() {
            names.push(*group);
            seen.push(lift);
        }
    }
    let shrunk = inference::shrink(&seen).ok();
    let (groups, common, shared) = match shrunk {
        Some(shrunk) => (
            names.into_iter().zip(shrunk.segments).collect(),
            Estimate {
                estimate: shrunk.common,
                error: (shrunk.error * shrunk.error + shrunk.spread * shrunk.spread).sqrt(),
            },
            shrunk.error,
        ),
        None => (BTreeMap::new(), all, all.error),
    };
    Some(Lifts {
        groups,
        common,
        shared,
        from: Some(measured.clone()),
    })
}

/// One tenth of the rate, and as uncertain.
pub fn assumed(rate: f64) -> Lifts {
    let lift = 0.1 * rate;
    Lifts {
        groups: BTreeMap::new(),
        common: Estimate {
            estimate: lift,
            error: lift,
        },
        shared: lift,
        from: None,
    }
}
