//! When customers last changed their RFM group, as far as the first days of the last months tell: for flows that fire on a
//! change.

use clientele_model::failure::Failure;
use clientele_model::groups::RfmGroup;

use super::past::Past;
use crate::days::{self, Day, Days};
use crate::engine::{
    Block, CountingMonths, Months, Needs, Scope, Shop, Tables, Went, counting, over,
};
use crate::narrowing::Chosen;

/// Months that are looked back on.
const MONTHS: usize = 12;

/// A customer's last change of group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// The group before; none where the customer had not ordered before.
    pub from: Option<RfmGroup>,
    /// The first day that was looked at on which they stood in the group of today.
    pub day: Day,
}

/// What is asked of the tables.
#[derive(Clone)]
pub struct Asked {
    scope: Scope,
    months: Months,
    days: Days,
}

impl Asked {
    /// Says what it takes.
    ///
    /// # Errors
    /// As [`Needs::months`].
    pub fn new(scope: &Scope, shop: &Shop, needs: &mut Needs) -> Result<Self, Failure> {
        let days = Days::of(shop.catalogue.main());
        Ok(Self {
            months: needs.months(days, scope)?,
            scope: scope.clone(),
            days,
        })
    }
}

/// Changes on their way, month by month.
pub struct Moving {
    asked: Asked,
    state: State,
    /// By name: the row among the chosen, in their order.
    members: Vec<(u32, usize)>,
    groups: Vec<RfmGroup>,
    /// Whether the last change of each is still sought, and the first day on which they stood where they do today.
    since: Vec<Option<Day>>,
    found: Vec<Option<Moved>>,
    chosen: Vec<(u32, String)>,
}

enum State {
    Months(CountingMonths),
    Looking(Box<Past>, std::vec::IntoIter<Day>),
    Over,
}

impl Moving {
    /// Begins. `groups` are those of the chosen customers today, in their order.
    ///
    /// # Errors
    /// A defect when the tables are not those asked for.
    pub fn new(
        asked: Asked,
        tables: &Tables,
        chosen: &Chosen,
        groups: Vec<RfmGroup>,
    ) -> Result<Self, Failure> {
        let among = &chosen.among;
        let rows = (0..among.len()).filter(|&row| chosen.set.contains(among.position[row]));
        let has_lines = tables.lines().is_some();
        let name = |row: usize| match has_lines {
            true => (among.position[row], String::new()),
            false => (0, among.customer.get(row).to_owned()),
        };
        Ok(Self {
            state: State::Months(tables.months(&asked.months)?),
            since: vec![Some(asked.scope.window.as_of); groups.len()],
            found: vec![None; groups.len()],
            chosen: rows.map(name).collect(),
            members: Vec::new(),
            groups,
            asked,
        })
    }

    /// The names of the chosen in the table of months.
    fn named(&mut self, past: &Past) {
        let has_ids = self.chosen.iter().any(|(_, id)| !id.is_empty());
        let ids: std::collections::BTreeMap<&str, u32> = match has_ids {
            true => (0..past.len() as u32)
                .map(|who| (past.id(who), who))
                .collect(),
            false => Default::default(),
        };
        let named = self
            .chosen
            .iter()
            .enumerate()
            .filter_map(|(at, (position, id))| {
                let who = match has_ids {
                    true => *ids.get(id.as_str())?,
                    false => *position,
                };
                Some((who, at))
            });
        self.members = named.collect();
        self.members.sort_unstable();
    }

    /// Looks at one day more.
    fn look(&mut self, past: &Past, day: Day) {
        let standing = past.standing(day);
        for &(who, at) in &self.members {
            let Some(since) = self.since[at] else {
                continue;
            };
            let stood = standing.binary_search_by_key(&who, |stood| stood.who);
            let group = stood.ok().map(|place| standing[place].group);
            match group == Some(self.groups[at]) {
                true => self.since[at] = Some(day),
                false => {
                    self.found[at] = Some(Moved {
                        from: group,
                        day: since,
                    });
                    self.since[at] = None;
                }
            }
        }
    }
}

/// The first days of the last months, the latest first: those before a day on which the data have begun.
fn months(past: &Past, as_of: Day) -> Vec<Day> {
    let date = days::to_date(as_of - 1);
    let first = as_of - Day::from(date.day());
    let all = (0..MONTHS as i32).map(|back| days::add_months(first, -back));
    all.filter(|day| *day < as_of && *day > past.days.first)
        .collect()
}

impl Block for Moving {
    /// Each customer's last change, in their order; none where they stood in the same group all the time.
    type Out = Vec<Option<Moved>>;

    fn step(&mut self) -> Result<Went<Self::Out>, Failure> {
        self.state = match std::mem::replace(&mut self.state, State::Over) {
            State::Months(mut counted) => match counted.step()? {
                Went::On(step) => {
                    self.state = State::Months(counted);
                    return Ok(Went::On(step));
                }
                Went::There(table) => {
                    let window = &self.asked.scope.window;
                    let past = Past::new(table, self.asked.days, window.days, window.returns);
                    let days = months(&past, window.as_of);
                    self.named(&past);
                    State::Looking(Box::new(past), days.into_iter())
                }
            },
            State::Looking(past, mut days) => match days.next() {
                Some(day) => {
                    self.look(&past, day);
                    State::Looking(past, days)
                }
                None => return Ok(Went::There(std::mem::take(&mut self.found))),
            },
            State::Over => return Err(over()),
        };
        Ok(Went::On(counting()))
    }
}
