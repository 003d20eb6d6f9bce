//! Whom a scenario is for: today, and by the same rule on any day before.

use std::collections::BTreeMap;

use clientele_model::experiments::Scenario;
use clientele_model::groups::RfmGroup;
use clientele_model::selection::Only;
use clientele_model::words::{Sentence, agreeing};

use super::past::{Past, Stood};
use super::seen::Seen;
use crate::days::{Day, Days};

/// How it is told who was among them on a day before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Whoever had ordered in the days one looks back on.
    Everyone,
    /// Those of a group then.
    Group(RfmGroup),
    /// Those with these scores then.
    Scores(u8, u8),
    /// Those of today, as far as they had ordered then: the rule cannot be asked of a day before.
    Today,
}

/// The customers of a scenario.
pub struct Audience {
    /// How it is told who was among them before.
    pub rule: Rule,
    /// Those of today, by name, and their groups.
    pub today: Vec<(u32, RfmGroup)>,
    /// Whether a name is among those of today.
    is_today: Vec<bool>,
}

impl Rule {
    /// The rule of a selection. Where the filters narrow customers by more than days, only today's are known.
    pub fn of(who: Option<&Only>, is_narrowed: bool) -> Self {
        match who {
            _ if is_narrowed => Self::Today,
            None | Some(Only::Everyone) => Self::Everyone,
            Some(Only::Rfm(group)) => Self::Group(*group),
            Some(Only::Cell { recency, frequency }) => Self::Scores(*recency, *frequency),
            Some(_) => Self::Today,
        }
    }

    fn holds(self, stood: &Stood) -> bool {
        match self {
            Self::Everyone | Self::Today => true,
            Self::Group(group) => stood.group == group,
            Self::Scores(recency, frequency) => {
                (stood.recency, stood.frequency) == (recency, frequency)
            }
        }
    }
}

impl Audience {
    /// Of these names today.
    pub fn new(rule: Rule, today: Vec<(u32, RfmGroup)>, names: usize) -> Self {
        let mut is_today = vec![false; names];
        for &(who, _) in &today {
            if let Some(place) = is_today.get_mut(who as usize) {
                *place = true;
            }
        }
        Self {
            rule,
            today,
            is_today,
        }
    }

    /// Whether somebody who stood so on a day was among them then.
    pub fn held(&self, stood: &Stood) -> bool {
        match self.rule {
            Rule::Today => self.is_today.get(stood.who as usize) == Some(&true),
            rule => rule.holds(stood),
        }
    }
}

/// Who is written to, and who is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    /// Customers chosen.
    pub customers: u32,
    /// Those reached, group by group.
    pub groups: BTreeMap<RfmGroup, u32>,
    /// Who is left out, and why.
    pub left_out: Vec<(u32, Sentence)>,
}

impl Reach {
    /// How many are reached.
    pub fn reached(&self) -> u32 {
        self.groups.values().sum()
    }
}

/// What keeps a scenario from writing to somebody on a day, besides a running test; the first that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// E-mails may not be sent to them.
    OptIn,
    /// They bought a short while ago.
    Rested,
    /// They earned the shop too little.
    Floor,
    /// They are in another test.
    Tested,
}

/// Whether one may write to somebody on a day, as far as the scenario and their history say.
pub fn kept(scenario: &Scenario, past: &Past, seen: &Seen, who: u32, day: Day) -> Option<Kept> {
    if scenario.via.needs_opt_in() && !seen.may_be_mailed(who) {
        return Some(Kept::OptIn);
    }
    if scenario.rested > 0 {
        let days = Days {
            first: day - scenario.rested as Day,
            last: day - 1,
        };
        if past.bought(who, days).is_some() {
            return Some(Kept::Rested);
        }
    }
    let earned = scenario.floor.map(|floor| {
        let sums = past.looked_back(who, day);
        let earned = match sums.known >= sums.orders && sums.known > 0.0 {
            true => sums.margin,
            false => sums.gross - sums.returned,
        };
        earned < floor
    });
    (earned == Some(true)).then_some(Kept::Floor)
}

/// What keeps a scenario from writing to somebody on the day of the send.
pub fn kept_today(
    scenario: &Scenario,
    past: &Past,
    seen: &Seen,
    who: u32,
    day: Day,
) -> Option<Kept> {
    let why = kept(scenario, past, seen, who, day);
    let is_tested = || !scenario.tested && seen.is_tested(who, day);
    why.or_else(|| is_tested().then_some(Kept::Tested))
}

/// Who is reached on the day of the send.
pub fn reach(
    scenario: &Scenario,
    audience: &Audience,
    past: &Past,
    seen: &Seen,
    day: Day,
) -> Reach {
    let mut reach = Reach {
        customers: audience.today.len() as u32,
        ..Reach::default()
    };
    let mut left_out: BTreeMap<Kept, u32> = BTreeMap::new();
    // What they earned is told by the days looked at, which end where the data do.
    for &(who, group) in &audience.today {
        match kept_today(scenario, past, seen, who, day) {
            Some(why) => *left_out.entry(why).or_default() += 1,
            None => *reach.groups.entry(group).or_default() += 1,
        }
    }
    reach.left_out = in_words(left_out, scenario);
    reach
}

/// How many are left out, and why.
pub fn in_words(left_out: BTreeMap<Kept, u32>, scenario: &Scenario) -> Vec<(u32, Sentence)> {
    let words = |(why, count): (Kept, u32)| (count, why.words(count, scenario));
    left_out.into_iter().map(words).collect()
}

impl Kept {
    /// Why so many are left out.
    fn words(self, count: u32, scenario: &Scenario) -> Sentence {
        let who = Sentence::new().counted(count, "customer");
        match self {
            Self::OptIn => who
                .text(agreeing(count, " has", " have"))
                .text(" not agreed to get e-mails."),
            Self::Rested => who
                .text(" bought in the ")
                .days(f64::from(scenario.rested))
                .text(" before the send."),
            Self::Floor => who
                .text(" earned the shop less than ")
                .money(scenario.floor.unwrap_or_default())
                .text("."),
            Self::Tested => who
                .text(agreeing(count, " is", " are"))
                .text(" in a test that is still running on that day."),
        }
    }
}
