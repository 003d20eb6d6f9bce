//! Who was in which arm of a campaign: every row of the file in one account, every customer once.

use clientele_model::experiments::{Ledger, LedgerRow};
use clientele_model::words::{Sentence, agreeing};

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
    /// In an arm that is not compared.
    Aside,
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
        self.rows += 1;
        if let Some(arm) = arm {
            let at = usize::from(arm);
            if self.by_arm.len() <= at {
                self.by_arm.resize(at + 1, 0);
            }
            self.by_arm[at] += 1;
        }
        if self.some.len() < SOME && !customer.is_empty() {
            self.some.push(customer.to_owned());
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
            self.both.rows += 1;
            if let Some(count) = self.both.by_arm.get_mut(usize::from(arm)) {
                *count += 1;
            } else {
                self.both.by_arm.resize(usize::from(arm) + 1, 0);
                self.both.by_arm[usize::from(arm)] = 1;
            }
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

    /// Customers with this fate, by arm.
    pub fn account(&self, exposures: &Exposures, is: impl Fn(usize) -> bool) -> Account {
        let mut account = Account::default();
        for at in (0..self.len()).filter(|&at| is(at)) {
            account.add(
                Some(self.arm[at]),
                exposures.customer.get(self.row[at] as usize),
            );
        }
        account
    }

    /// Customers in each arm who are judged.
    pub fn sizes(&self) -> Vec<u32> {
        let mut sizes = vec![0; self.arms.len()];
        for (arm, fate) in self.arm.iter().zip(&self.fate) {
            sizes[usize::from(*arm)] += u32::from(*fate == Fate::Judged);
        }
        sizes
    }

    /// The day that most were exposed on, of those judged; the earliest of equals.
    pub fn main_day(&self) -> Option<Day> {
        let judged = self.day.iter().zip(&self.fate);
        let judged = judged.filter(|(_, fate)| **fate == Fate::Judged);
        let mut counts = std::collections::BTreeMap::<Day, u32>::new();
        for (day, _) in judged {
            *counts.entry(*day).or_default() += 1;
        }
        let most = counts.iter().max_by_key(|(day, count)| (**count, -**day));
        most.map(|(day, _)| *day)
    }
}

/// Everything the ledger tells besides what the exposures themselves hold.
pub struct Told {
    /// Code of the campaign.
    pub campaign: String,
    /// Position of the control among the arms.
    pub control: usize,
    /// Accounts by what they are.
    pub late: Account,
    /// The file tells what they did before they were exposed.
    pub early: Account,
    /// Below zero in the file.
    pub negative: Account,
    /// Without an order in the data set.
    pub unknown: Account,
    /// Not left by the filters; none where there are no filters.
    pub filtered: Option<Account>,
    /// In arms that are not compared; none where there are none.
    pub aside: Option<Account>,
    /// Judged.
    pub judged: Account,
}

/// The report's ledger.
pub fn ledger(exposed: &Exposed, told: &Told) -> Ledger {
    let arms = |account: &Account| {
        let control = account.by_arm.get(told.control).copied().unwrap_or(0);
        let all: u32 = account.by_arm.iter().sum();
        Some((all - control, control))
    };
    let row = |name: &str, account: &Account, fate: Sentence| LedgerRow {
        name: name.to_owned(),
        rows: account.rows,
        arms: arms(account),
        fate,
        some: account.some.clone(),
    };
    let plain = |name: &str, rows: u32, fate: &str| LedgerRow {
        name: name.to_owned(),
        rows,
        arms: None,
        fate: fate.into(),
        some: Vec::new(),
    };
    let said = |account: &Account, none: &str, some: &str| match account.rows {
        0 => Sentence::from(none),
        _ => Sentence::from(some),
    };
    let mine = exposed.read - exposed.others;
    let mut rows = vec![
        plain("Read", exposed.read, "Every row of the file."),
        plain(
            "Another campaign",
            exposed.others,
            "Judged on pages of their own.",
        ),
        plain("This campaign", mine, "Looked at here."),
        row(
            "In two arms",
            &exposed.both,
            said(
                &exposed.both,
                "None. They would be left out, listed by number and counted here.",
                "Left out: nobody can say which arm made them do what they did.",
            ),
        ),
        row(
            "The same row twice",
            &exposed.copies,
            said(&exposed.copies, "None.", "The second is left out."),
        ),
        row(
            "Exposed again later",
            &exposed.again,
            said(
                &exposed.again,
                "None.",
                "The first exposure counts, the later ones are left out.",
            ),
        ),
        LedgerRow {
            arms: None,
            ..row(
                "Arm, date or number missing",
                &exposed.missing,
                said(&exposed.missing, "None.", "Left out: they say too little."),
            )
        },
        row(
            "Exposed after the last day of the data",
            &told.late,
            said(
                &told.late,
                "None.",
                "Left out: nothing can be known of what they did.",
            ),
        ),
        row(
            "Outcome before the exposure",
            &told.early,
            said(
                &told.early,
                "None.",
                "Left out: the file says what they did before they were exposed.",
            ),
        ),
        row(
            "Below zero",
            &told.negative,
            said(
                &told.negative,
                "None.",
                "Kept as they are: more was paid back than bought.",
            ),
        ),
    ];
    rows.push(row(
        "Unknown to the data set",
        &told.unknown,
        said(
            &told.unknown,
            "None.",
            "Kept as “did not buy”: leaving them out would choose customers by what the campaign did.",
        ),
    ));
    if let Some(filtered) = &told.filtered {
        rows.push(row(
            "Not left by the filters",
            filtered,
            "Not looked at, whatever they did.".into(),
        ));
    }
    if let Some(aside) = &told.aside {
        rows.push(row(
            "In another arm",
            aside,
            "Compared with those held back on their own.".into(),
        ));
    }
    rows.push(row(
        "Judged",
        &told.judged,
        "In the arm they were drawn for, whatever they did.".into(),
    ));
    Ledger {
        title: title(exposed, told),
        rows,
    }
}

fn title(exposed: &Exposed, told: &Told) -> Sentence {
    let read = exposed.read;
    let words = Sentence::from(agreeing(read, "The ", "All "))
        .counted(read, "row")
        .text(agreeing(
            read,
            " of the file is accounted for",
            " of the file are accounted for",
        ));
    match (told.unknown.rows, exposed.both.rows) {
        (0, 0) => words,
        (unknown, 0) => words.text("; ").count(unknown.into()).text(agreeing(
            unknown,
            " names a customer who never bought",
            " name customers who never bought",
        )),
        (_, both) => words.text("; ").count(both.into()).text(agreeing(
            both,
            " is left out because its customer is in two arms",
            " are left out because their customers are in two arms",
        )),
    }
}
