//! Who was in which arm of a campaign: every row of the file in one account, every customer once.

use std::collections::BTreeMap;

use super::index::Index;
use crate::dataset::{Campaigns, Exposures, NONE};
use crate::days::Day;

/// What becomes of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Judged in the arm they were drawn for.
    Judged,
    /// In two arms.
    Both,
    /// Exposed after the last day of the data.
    Late,
    /// The file tells what they did before they were exposed.
    Early,
    /// The filters do not leave them.
    Filtered,
}

/// Some rows: how many, of those by arm, and some customer numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// Rows.
    pub rows: u32,
    /// By arm; empty where they are in none.
    pub by_arm: Vec<u32>,
    /// Some of the customers.
    pub some: Vec<String>,
}

/// Numbers that an account lists.
const SOME: usize = 10;

impl Account {
    /// One more row.
    pub fn add(&mut self, arm: Option<u16>, customer: &str) {
        self.count(arm);
        if self.some.len() < SOME && !customer.is_empty() {
            self.some.push(customer.to_owned());
        }
    }

    fn count(&mut self, arm: Option<u16>) {
        self.rows += 1;
        if let Some(arm) = arm {
            let at = usize::from(arm);
            if self.by_arm.len() <= at {
                self.by_arm.resize(at + 1, 0);
            }
            self.by_arm[at] += 1;
        }
    }
}

/// The customers of a campaign, and what became of the rows of the file.
#[derive(Default)]
pub struct Exposed {
    /// Per customer the row that counts.
    pub row: Vec<u32>,
    /// Their arm, a position in `arms`.
    pub arm: Vec<u16>,
    /// Day of the exposure.
    pub day: Vec<Day>,
    /// What becomes of them.
    pub fate: Vec<Fate>,
    /// Names of the arms, as first written, in the order of the alphabet.
    pub arms: Vec<String>,
    /// Arms that are written in more than one way.
    pub same_arms: Vec<String>,
    /// Rows read of all campaigns.
    pub read: u32,
    /// Rows of other campaigns.
    pub others: u32,
    /// Arm or date missing.
    pub missing: Account,
    /// Rows that stand twice.
    pub copies: Account,
    /// Later exposures of the same customer.
    pub again: Account,
    /// Rows of customers in two arms.
    pub both: Account,
    index: Index,
    /// Per arm of the file the position in `arms`, [`NONE`] for one without a name.
    of_arm: Vec<u32>,
    next: usize,
}

/// Days that no file means: before 1900 or after 2200.
const DAYS: std::ops::Range<Day> = -25_567..84_006;

impl Exposed {
    /// Begins with a campaign.
    pub fn new(campaigns: &Campaigns, campaign: u32) -> Self {
        let exposures = &campaigns.exposures;
        let mine = exposures.campaign.iter().filter(|&&at| at == campaign);
        let mut exposed = Self {
            index: Index::with_room(mine.count()),
            ..Self::default()
        };
        exposed.name_arms(exposures, campaign);
        exposed
    }

    /// Arms whose names differ in spaces and capital letters alone are the same.
    fn name_arms(&mut self, exposures: &Exposures, campaign: u32) {
        let mut occurs = vec![false; exposures.arms.len()];
        let rows = exposures.campaign.iter().zip(&exposures.arm);
        for (_, &arm) in rows.filter(|(at, _)| **at == campaign) {
            if let Some(occurs) = occurs.get_mut(arm as usize) {
                *occurs = true;
            }
        }
        let mut plain: Vec<String> = Vec::new();
        for (name, occurs) in exposures.arms.iter().zip(occurs) {
            let small = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let small = small.to_lowercase();
            if !occurs || small.is_empty() {
                self.of_arm.push(NONE);
                continue;
            }
            let known = plain.iter().position(|known| *known == small);
            self.of_arm.push(match known {
                Some(at) => {
                    self.same_arms.push(name.clone());
                    at as u32
                }
                None => {
                    plain.push(small);
                    self.arms.push(name.trim().to_owned());
                    plain.len() as u32 - 1
                }
            });
        }
    }

    /// Reads so many more rows. Returns whether all were read.
    pub fn step(&mut self, exposures: &Exposures, campaign: u32, rows: usize) -> bool {
        let end = exposures.campaign.len().min(self.next.saturating_add(rows));
        for row in self.next..end {
            self.read += 1;
            match exposures.campaign[row] == campaign {
                true => self.take(exposures, row),
                false => self.others += 1,
            }
        }
        self.next = end;
        end == exposures.campaign.len()
    }

    fn take(&mut self, exposures: &Exposures, row: usize) {
        let number = exposures.customer.get(row);
        let arm = exposures.arm.get(row).copied().unwrap_or(NONE);
        let arm = self.of_arm.get(arm as usize).copied().unwrap_or(NONE);
        let day = exposures.exposed.get(row).copied().unwrap_or(Day::MIN);
        if arm == NONE || !DAYS.contains(&day) || number.is_empty() {
            return self.missing.add(None, number);
        }
        let arm = arm as u16;
        let place = self
            .index
            .find_or_put(number, &exposures.customer, &self.row) as usize;
        if place == self.row.len() {
            self.row.push(row as u32);
            self.arm.push(arm);
            self.day.push(day);
            self.fate.push(Fate::Judged);
        } else if self.fate[place] == Fate::Both || self.arm[place] != arm {
            if self.fate[place] != Fate::Both {
                self.fate[place] = Fate::Both;
                self.both.add(Some(self.arm[place]), number);
            }
            // Their number is listed once.
            self.both.add(Some(arm), "");
        } else if self.day[place] == day {
            self.copies.add(Some(arm), number);
        } else {
            self.again.add(Some(arm), number);
            if day < self.day[place] {
                self.row[place] = row as u32;
                self.day[place] = day;
            }
        }
    }

    /// How many customers.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// The customer with a number, [`NONE`] when nobody of the campaign has it.
    pub fn find(&self, number: &str, exposures: &Exposures) -> u32 {
        self.index.find(number, &exposures.customer, &self.row)
    }

    /// One more customer in an account; their number is looked up where it is listed.
    pub fn note(&self, account: &mut Account, exposures: &Exposures, at: usize) {
        let arm = Some(self.arm[at]);
        match account.some.len() < SOME {
            true => account.add(arm, exposures.customer.get(self.row[at] as usize)),
            false => account.count(arm),
        }
    }

    /// Customers in each arm who are judged.
    pub fn sizes(&self) -> Vec<u32> {
        let mut sizes = vec![0; self.arms.len()];
        for (arm, fate) in self.arm.iter().zip(&self.fate) {
            sizes[usize::from(*arm)] += u32::from(*fate == Fate::Judged);
        }
        sizes
    }

    /// Days of exposure of those judged, with how many there were on each.
    pub fn days(&self) -> BTreeMap<Day, u32> {
        let mut counts = BTreeMap::new();
        // Mostly everybody is exposed on one day.
        let (mut day, mut count) = (Day::MIN, 0);
        let judged = self.day.iter().zip(&self.fate);
        for (&next, _) in judged.filter(|(_, fate)| **fate == Fate::Judged) {
            if next != day {
                *counts.entry(day).or_default() += count;
                (day, count) = (next, 0);
            }
            count += 1;
        }
        *counts.entry(day).or_default() += count;
        counts.retain(|_, count| *count > 0);
        counts
    }
}
