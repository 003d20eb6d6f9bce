//! A result file: who was in which arm of a campaign, and perhaps what came of it, in one file that somebody brings.
//!
//! It has a line per customer with at least customer, arm and day, under the headings of a file of exposures. A million
//! lines are read in one go: what repeats is kept once, numbers and days in plain form are read where they stand, and only a
//! column that is written otherwise goes through [`numbers`](crate::numbers) and [`dates`](crate::dates).

mod cells;
mod files;
mod records;
mod told;
mod unread;

use std::cmp::Reverse;

use clientele_analysis::dataset::{Campaigns, NONE};
use clientele_analysis::texts;
use clientele_model::Date;
use clientele_model::experiments::Brought;
use clientele_model::words::{Sentence, agreeing, counted};

use crate::campaigns::{OF_EXPOSURES, USUAL_WINDOW};
use crate::column::{MISSING, Texts};
use crate::fields::Field;
use crate::spelling::Spelling;

use cells::Cells;
pub use cells::list_text;
pub use files::read_any;
use told::{Amounts, Days};
pub use unread::Unread;

/// What a result file says.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// Its campaigns and exposures.
    pub campaigns: Campaigns,
    /// Lines read.
    pub read: u64,
    /// Sentences about what was decided, and what was left out.
    pub said: Vec<String>,
}

impl Outcomes {
    /// What is said of the file of this name.
    pub fn told(&self, name: &str) -> Brought {
        let all = &self.campaigns;
        let customers = |place: usize| all.exposures.rows(place as u32).len();
        let mut order: Vec<usize> = (0..all.id.len()).collect();
        order.sort_by_key(|&place| Reverse(customers(place)));
        let kept = all.exposures.campaign.len() as u64;
        let headline = Sentence::new()
            .counted(kept, "line")
            .text(" of ")
            .name(name)
            .text(agreeing(kept, " was read: ", " were read: "))
            .counted(all.id.len() as u64, "campaign")
            .text(", ")
            .counted(all.exposures.arms.len() as u64, "arm")
            .text(". The file is kept in this page until it is reloaded.");
        Brought {
            campaigns: order.iter().map(|&place| all.id[place].clone()).collect(),
            headline,
            said: self.said.clone(),
        }
    }
}

/// No customer brings in or costs more in one window: it is a mistake.
const MOST: f64 = 1e9;

/// Reads a text file of any common separator, in UTF-8, UTF-16 or Windows-1252. `name` is what it is called, without its
/// folder. Two digits of a year are read as one up to `today`.
///
/// # Errors
/// One sentence each, see [`Unread`]; nothing of the file is taken then.
pub fn read(name: &str, bytes: &[u8], today: Date) -> Result<Outcomes, Unread> {
    let cells = Cells::of(name, bytes)?;
    let file = name.to_owned();
    let find = |field: Field| {
        let (_, names) = OF_EXPOSURES.iter().find(|(of, _)| *of == field)?;
        cells.find(names)
    };
    let need = |field: Field| {
        find(field).ok_or_else(|| Unread::NoColumn {
            file: file.clone(),
            field,
            columns: cells.listed(),
        })
    };
    let (arm, customer, exposed) = (
        need(Field::Arm)?,
        need(Field::Customer)?,
        need(Field::Exposed)?,
    );
    let about = cells.about();
    let texts = || {
        let mut texts = Texts::default();
        texts.codes.reserve(about);
        texts
    };
    let mut rows = Rows {
        campaign: find(Field::Campaign).map(|at| (at, texts())),
        customer: texts::Texts::with_room(about, 10 * about),
        odd: Texts::default(),
        arm: texts(),
        days: Days::new(exposed, about),
        answers: [Field::Converted, Field::Unsubscribed, Field::Complained]
            .map(|field| find(field).map(|at| (at, texts()))),
        amounts: [Field::Revenue, Field::Margin, Field::Discount]
            .map(|field| find(field).map(|at| Amounts::new(field, at, about))),
        lines: Vec::with_capacity(about),
        left: 0,
        first_left: None,
    };
    let read = cells.each(|line, record| rows.add(line, record, customer, arm))?;
    if read == 0 {
        return Err(Unread::NoLines { file });
    }
    let mut said = Vec::new();
    rows.days.settle(&cells, &rows.lines, today, &mut said)?;
    for amounts in rows.amounts.iter_mut().flatten() {
        amounts.settle(&cells, &rows.lines, &mut said)?;
    }
    let answers = rows.answered(&cells)?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut outcomes = rows.sorted(stem, answers, &cells)?;
    outcomes.read = read;
    said.append(&mut outcomes.said);
    outcomes.said = said;
    Ok(outcomes)
}

/// Columns while lines go by.
struct Rows {
    campaign: Option<(usize, Texts)>,
    customer: texts::Texts,
    /// Numbers of customers that may be spelled in another way.
    odd: Texts,
    arm: Texts,
    days: Days,
    answers: [Option<(usize, Texts)>; 3],
    amounts: [Option<Amounts>; 3],
    /// The line of the file that each row stands on.
    lines: Vec<u64>,
    /// Lines without customer, arm or campaign.
    left: u64,
    first_left: Option<(u64, Field)>,
}

impl Rows {
    fn add(&mut self, line: u64, record: &cells::Record<'_>, customer: usize, arm: usize) {
        let campaign = self.campaign.as_ref();
        let campaign = campaign.map_or("-", |(at, _)| record.get(*at));
        let (number, arm, day) = (
            record.get(customer),
            record.get(arm),
            record.get(self.days.at),
        );
        let needed = [
            (Field::Customer, number),
            (Field::Arm, arm),
            (Field::Campaign, campaign),
            (Field::Exposed, day),
        ];
        if let Some((field, _)) = needed.iter().find(|(_, text)| text.is_empty()) {
            self.left += 1;
            self.first_left.get_or_insert((line, *field));
            return;
        }
        if let Some((_, texts)) = &mut self.campaign {
            texts.push(campaign);
        }
        if is_odd(number) {
            self.odd.push(number);
        }
        self.customer.push(number);
        self.arm.push(arm);
        self.days.add(day);
        for (at, texts) in self.answers.iter_mut().flatten() {
            texts.push(record.get(*at));
        }
        for amounts in self.amounts.iter_mut().flatten() {
            amounts.add(record.get(amounts.at));
        }
        self.lines.push(line);
    }

    /// Yes, no and nothing of each column of answers, row by row.
    fn answered(&self, cells: &Cells<'_>) -> Result<[Vec<u32>; 3], Unread> {
        let mut all = [const { Vec::new() }; 3];
        for (to, column) in all.iter_mut().zip(&self.answers) {
            let Some((at, texts)) = column else { continue };
            let mut meant = Vec::with_capacity(texts.distinct());
            for (code, text) in (0u32..).zip(texts.values()) {
                meant.push(told::answer(text).ok_or_else(|| Unread::NoAnswer {
                    file: cells.file.to_owned(),
                    column: cells.heading(*at),
                    line: self.line_of(texts, code),
                    text: crate::wrong::shown(text),
                })?);
            }
            let answer = |code: &u32| match *code {
                MISSING => NONE,
                code => meant.get(code as usize).copied().unwrap_or(NONE),
            };
            *to = texts.codes.iter().map(answer).collect();
        }
        Ok(all)
    }

    fn line_of(&self, texts: &Texts, code: u32) -> u64 {
        let row = texts.codes.iter().position(|of| *of == code);
        row.and_then(|row| self.lines.get(row))
            .copied()
            .unwrap_or(0)
    }

    /// Campaigns in the order of their codes, exposures by campaign.
    fn sorted(
        self,
        stem: &str,
        answers: [Vec<u32>; 3],
        cells: &Cells<'_>,
    ) -> Result<Outcomes, Unread> {
        let mut outcomes = Outcomes::default();
        let rows = self.lines.len();
        if let Some((line, field)) = self.first_left {
            if rows == 0 {
                return Err(Unread::Nothing {
                    file: cells.file.to_owned(),
                    line,
                    field,
                });
            }
            outcomes.said.push(format!(
                "{} of {} {} left out, the first on line {line}: it has no {}.",
                counted(self.left, "line"),
                cells.file,
                agreeing(self.left, "is", "are"),
                field.plain(),
            ));
        }
        let (codes, names) = match &self.campaign {
            Some((_, texts)) => (texts.codes.clone(), texts.values().map(plain).collect()),
            None => (vec![0; rows], vec![plain(stem)]),
        };
        let (place, names) = places(names);
        let of: Vec<u32> = codes.iter().map(|&code| place[code as usize]).collect();
        let order = order(&of, names.len());
        let (arm, arms) = places(self.arm.values().map(str::to_owned).collect());
        let arm: Vec<u32> = self.arm.codes.iter().map(|&of| arm[of as usize]).collect();
        let campaigns = &mut outcomes.campaigns;
        let to = &mut campaigns.exposures;
        to.customer = match (&order, self.odd.distinct()) {
            (None, 0) => self.customer,
            (order, _) => {
                let spelling = Spelling::of(&self.odd);
                let mut customer = texts::Texts::default();
                let mut take = |row: usize| match self.customer.get(row) {
                    number if is_odd(number) => customer.push(&spelling.plain(number)),
                    number => customer.push(number),
                };
                match order {
                    None => (0..rows).for_each(take),
                    Some(order) => order.iter().for_each(|&row| take(row as usize)),
                }
                customer
            }
        };
        to.campaign = in_order(of, &order);
        to.arm = in_order(arm, &order);
        to.exposed = in_order(self.days.values, &order);
        to.arms = arms;
        let taken = |column: Vec<u32>| match column.iter().any(|&answer| answer != NONE) {
            true => in_order(column, &order),
            false => Vec::new(),
        };
        [to.converted, to.unsubscribed, to.complained] = answers.map(taken);
        let taken = |column: Option<Amounts>| match column {
            Some(column) if column.values.iter().any(|amount| !amount.is_nan()) => {
                in_order(column.values, &order)
            }
            _ => Vec::new(),
        };
        [to.revenue, to.margin, to.discount] = self.amounts.map(taken);
        for at in 0..names.len() {
            let own = campaigns.exposures.rows(at as u32);
            let first = campaigns.exposures.exposed[own].iter().min();
            campaigns.day.push(first.copied().unwrap_or_default());
        }
        campaigns.window = vec![USUAL_WINDOW; names.len()];
        campaigns.offer = vec![String::new(); names.len()];
        campaigns.name.clone_from(&names);
        campaigns.id = names;
        Ok(outcomes)
    }
}

/// The rows by campaign, those of one in the order of the file, by counting; nothing where they stand so already.
fn order(of: &[u32], campaigns: usize) -> Option<Vec<u32>> {
    if of.is_sorted() {
        return None;
    }
    let mut next = vec![0usize; campaigns + 1];
    of.iter().for_each(|&at| next[at as usize + 1] += 1);
    (0..campaigns).for_each(|at| next[at + 1] += next[at]);
    let mut order = vec![0u32; of.len()];
    for (row, &at) in (0u32..).zip(of) {
        order[next[at as usize]] = row;
        next[at as usize] += 1;
    }
    Some(order)
}

/// A column in that order; an empty one stays empty.
fn in_order<T: Copy>(column: Vec<T>, order: &Option<Vec<u32>>) -> Vec<T> {
    match order {
        None => column,
        Some(order) => {
            let rows = order.iter().filter_map(|&row| column.get(row as usize));
            rows.copied().collect()
        }
    }
}

/// Whether a number of a customer may be one that is spelled in another way: most are not, and cost nothing.
fn is_odd(number: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/');
    !number.bytes().all(is_plain)
}

fn plain(code: &str) -> String {
    let plain = Spelling::default().plain(code);
    if plain.is_empty() {
        "result".to_owned()
    } else {
        plain
    }
}

/// The different texts in the order of the alphabet, and the place of each text among them.
fn places(texts: Vec<String>) -> (Vec<u32>, Vec<String>) {
    let mut sorted = texts.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let place = |text: &String| sorted.partition_point(|other| other < text) as u32;
    (texts.iter().map(place).collect(), sorted)
}
