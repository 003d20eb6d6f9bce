//! What earlier campaigns brought: lifts by group, drawn towards the whole.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use clientele_model::groups::RfmGroup;

use super::audience::Audience;
use super::ground::Ground;
use super::past::Past;
use super::seen::Seen;
use crate::days::{Day, Days};
use crate::inference::{self, Seen as Estimate};

/// Campaigns of a kind that are looked at, the latest first.
const CAMPAIGNS: usize = 2;
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
    /// Of those sent, who bought and had no discount in the months of the window.
    pub sent_plain: u32,
    /// Of those held back, who bought and had no discount in the months of the window.
    pub held_plain: u32,
}

/// What a campaign brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Which, as a position among the campaigns.
    pub campaign: u32,
    /// Its first day.
    pub day: Day,
    /// Whether it gave something; nothing where its offer does not say.
    pub gave: Option<bool>,
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
    /// Where it comes from, the latest first; nothing where it is assumed.
    pub from: Vec<Measured>,
    /// Whether these gave something where this plan does not, or the other way round.
    pub is_other_kind: bool,
}

impl Counted {
    fn add(&mut self, is_held: bool, bought: bool, is_plain: bool) {
        let (all, some, plain) = match is_held {
            true => (&mut self.held, &mut self.held_bought, &mut self.held_plain),
            false => (&mut self.sent, &mut self.sent_bought, &mut self.sent_plain),
        };
        *all += 1;
        *some += u32::from(bought);
        *plain += u32::from(bought && is_plain);
    }

    /// Share of those who would have bought anyway without a discount who used the offer: by so much fewer bought without
    /// one among those who were sent it. With its standard error; none where too few bought without.
    pub fn redeemed(&self) -> Option<Estimate> {
        let (sent, held) = (f64::from(self.sent_plain), f64::from(self.held_plain));
        if self.sent_plain.min(self.held_plain) < FEW {
            return None;
        }
        let ratio = (sent / f64::from(self.sent)) / (held / f64::from(self.held));
        let relative =
            1.0 / sent - 1.0 / f64::from(self.sent) + 1.0 / held - 1.0 / f64::from(self.held);
        Some(Estimate {
            estimate: 1.0 - ratio,
            error: ratio * relative.max(0.0).sqrt(),
        })
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

/// Campaigns that can tell, the latest first, two of each kind at most: those with both arms whose window the data hold whole.
pub fn campaigns(past: &Past, seen: &Seen, window: Day) -> Vec<(u32, Day)> {
    /// First and last day of exposures, and whether somebody was held back or sent it.
    type Arms = (Day, Day, bool, bool);
    let mut found: BTreeMap<u32, Arms> = BTreeMap::new();
    for who in 0..past.len() as u32 {
        for exposed in seen.exposed(who) {
            let day = exposed.day;
            let of = found
                .entry(exposed.campaign)
                .or_insert((day, day, false, false));
            (of.0, of.1) = (of.0.min(day), of.1.max(day));
            of.2 |= exposed.is_held;
            of.3 |= !exposed.is_held;
        }
    }
    let able = found.into_iter();
    let able = able
        .filter(|(_, (_, last, held, sent))| *held && *sent && last + window - 1 <= past.days.last);
    let mut able: Vec<(u32, Day)> = able
        .map(|(campaign, (first, ..))| (campaign, first))
        .collect();
    crate::order::sort_by_key(&mut able, |&(campaign, day)| (Reverse(day), campaign));
    let mut taken: BTreeMap<Option<bool>, usize> = BTreeMap::new();
    able.retain(|&(campaign, _)| {
        let taken = taken.entry(seen.gave(campaign)).or_default();
        *taken += 1;
        *taken <= CAMPAIGNS
    });
    able
}

/// What a campaign brought, by where customers stood before it.
pub fn measured(
    (campaign, day): (u32, Day),
    audience: &Audience,
    ground: &Ground,
    window: Day,
) -> Measured {
    let Ground { past, seen, .. } = ground;
    let mut measured = Measured {
        campaign,
        day,
        gave: seen.gave(campaign),
        all: Counted::default(),
        those: Counted::default(),
        groups: BTreeMap::new(),
    };
    for stood in ground.standing(day).iter() {
        let exposed = seen.exposed(stood.who).iter();
        for exposed in exposed.filter(|exposed| exposed.campaign == campaign) {
            let days = Days {
                first: exposed.day,
                last: exposed.day + window - 1,
            };
            let bought = past.bought(stood.who, days).is_some();
            let is_plain = bought && past.is_plain(stood.who, days);
            let add = |to: &mut Counted| to.add(exposed.is_held, bought, is_plain);
            add(&mut measured.all);
            add(measured.groups.entry(stood.group).or_default());
            if audience.held(stood) {
                add(&mut measured.those);
            }
        }
    }
    measured
}

/// What earlier campaigns let expect of one that gives something or not; nothing where none tells.
pub fn expected(measured: &[Measured], gives: bool) -> Option<Lifts> {
    let tells = |measured: &&Measured| measured.all.lift().is_some();
    let same = |measured: &&Measured| measured.gave.is_none_or(|gave| gave == gives);
    let able = || measured.iter().filter(tells);
    let alike: Vec<&Measured> = able().filter(same).take(CAMPAIGNS).collect();
    match alike.is_empty() {
        false => of(&alike),
        true => {
            let others: Vec<&Measured> = able().take(CAMPAIGNS).collect();
            let mut lifts = of(&others)?;
            lifts.is_other_kind = true;
            // What it is with another offer nobody knows: it may as well be nothing.
            lifts.widen(lifts.common.estimate.abs());
            Some(lifts)
        }
    }
}

/// Groups by the latest campaign, drawn towards their whole; the whole by all of these, which differ among each other.
fn of(from: &[&Measured]) -> Option<Lifts> {
    let latest = from.first()?;
    let all: Vec<Estimate> = from.iter().filter_map(|one| one.all.lift()).collect();
    let whole = *all.first()?;
    let seen = latest.groups.iter();
    let (names, seen): (Vec<RfmGroup>, Vec<Estimate>) = seen
        .filter_map(|(group, counted)| Some((*group, counted.lift()?)))
        .unzip();
    let mut lifts = match inference::shrink(&seen) {
        Ok(shrunk) => Lifts {
            groups: names.into_iter().zip(shrunk.segments).collect(),
            common: Estimate {
                estimate: shrunk.common,
                error: shrunk.error.hypot(shrunk.spread),
            },
            shared: shrunk.error,
            from: Vec::new(),
            is_other_kind: false,
        },
        Err(_) => Lifts {
            groups: BTreeMap::new(),
            common: whole,
            shared: whole.error,
            from: Vec::new(),
            is_other_kind: false,
        },
    };
    if let Ok(pooled) = inference::shrink(&all) {
        let by = pooled.common - lifts.common.estimate;
        for lift in lifts.groups.values_mut().chain([&mut lifts.common]) {
            lift.estimate += by;
        }
        lifts.widen(pooled.error.hypot(pooled.spread));
    }
    lifts.from = from.iter().map(|&one| one.clone()).collect();
    Some(lifts)
}

impl Lifts {
    /// Makes the error that all share at least so large.
    fn widen(&mut self, shared: f64) {
        let wider = (shared * shared - self.shared * self.shared).max(0.0);
        for lift in self.groups.values_mut().chain([&mut self.common]) {
            lift.error = (lift.error * lift.error + wider).sqrt();
        }
        self.shared = self.shared.max(shared);
    }

    /// One tenth of the rate, and as uncertain.
    pub fn assumed(rate: f64) -> Self {
        let lift = 0.1 * rate;
        Self {
            groups: BTreeMap::new(),
            common: Estimate {
                estimate: lift,
                error: lift,
            },
            shared: lift,
            from: Vec::new(),
            is_other_kind: false,
        }
    }
}
