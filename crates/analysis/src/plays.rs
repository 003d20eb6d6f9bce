//! The table of plays: what to do with a group of customers, and what must be true of them for it.
//!
//! The table is data, `plays/plays.txt`; nothing in here knows a play. It is read anew for every
//! report: some 200 lines. Conditions are absolute: a play is given to a group by its own figures, never by
//! how it compares with the groups beside it.

use clientele_model::segments::Play;

const TABLE: &str = include_str!("plays/plays.txt");

/// A group of customers in figures. What is not known is NaN, and satisfies no condition.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many customers.
    pub customers: f64,
    /// Below 1 where they are too few to advise on.
    pub enough: f64,
    /// Their share of the customers looked at.
    pub share: f64,
    /// Their share of these customers' revenue.
    pub revenue: f64,
    /// Revenue per customer against that of all looked at.
    pub worth: f64,
    /// Share who came on one day only: they have no gap between orders.
    pub once: f64,
    /// Median orders.
    pub orders: f64,
    /// The same against what is often in this shop.
    pub often: f64,
    /// Median days since the last order.
    pub days: f64,
    /// Median of their own mean gaps, in days.
    pub gap: f64,
    /// Where the middle half of these gaps lies.
    pub gaps: [f64; 2],
    /// Median of days since the last order against the own gap; where most have no gap, against 60 days.
    pub waits: f64,
    /// Median spend against that of the shop's typical customer.
    pub spend: f64,
    /// Median of average orders against the shop's typical one.
    pub basket: f64,
    /// Share whose first order ever was within 90 days.
    pub new: f64,
    /// Mean share bought at a discount.
    pub discount: f64,
}

impl Figures {
    fn of(&self, name: &str) -> Option<f64> {
        Some(match name {
            "customers" => self.customers,
            "enough" => self.enough,
            "revenue" => self.revenue,
            "worth" => self.worth,
            "once" => self.once,
            "orders" => self.orders,
            "often" => self.often,
            "days" => self.days,
            "waits" => self.waits,
            "spend" => self.spend,
            "basket" => self.basket,
            "new" => self.new,
            "discount" => self.discount,
            _ => return None,
        })
    }
}

/// One thing that must be true.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    figure: String,
    at_least: bool,
    bound: f64,
}

impl Condition {
    fn holds(&self, figures: &Figures) -> bool {
        figures
            .of(&self.figure)
            .is_some_and(|own| match self.at_least {
                true => own >= self.bound,
                false => own < self.bound,
            })
    }
}

/// A block of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// What it is called in the table.
    pub name: String,
    /// Whether it is a way of buying that adds to a play, rather than a play.
    pub adds: bool,
    /// All of this must be true.
    pub conditions: Vec<Condition>,
    /// What to do.
    pub play: Play,
    /// What to do or leave besides, for those of whom something more is true.
    lines: Vec<Line>,
}

/// A line of a play that is not for all who get the play.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    /// Whether it says what to leave.
    leaves: bool,
    condition: Condition,
    /// Whether it is for those of whom the condition is true, or for all others, also where nobody knows.
    is_for: bool,
    words: String,
}

/// The play that is right for customers with these figures: the first whose conditions hold.
pub fn of(figures: &Figures) -> Play {
    let mut entries = table().into_iter().filter(|entry| !entry.adds);
    entries
        .find(|entry| entry.holds(figures))
        .map(|entry| entry.play_of(figures))
        .unwrap_or_default()
}

/// A play with what a way of buying adds to it.
pub fn with(base: &Play, way: &str) -> Play {
    let mut play = base.clone();
    let Some(added) = table()
        .into_iter()
        .find(|entry| entry.adds && entry.name == way)
    else {
        return play;
    };
    play.does.extend(added.play.does);
    play.donts.extend(added.play.donts);
    for (own, added) in [
        (&mut play.channel, added.play.channel),
        (&mut play.offer, added.play.offer),
    ] {
        if !added.is_empty() {
            *own = added;
        }
    }
    play
}

impl Entry {
    fn holds(&self, figures: &Figures) -> bool {
        self.conditions
            .iter()
            .all(|condition| condition.holds(figures))
    }

    /// The play with those of its further lines that are right.
    fn play_of(self, figures: &Figures) -> Play {
        let mut play = self.play;
        for line in self.lines {
            if line.condition.holds(figures) == line.is_for {
                let list = match line.leaves {
                    true => &mut play.donts,
                    false => &mut play.does,
                };
                list.push(line.words);
            }
        }
        play
    }
}

fn table() -> Vec<Entry> {
    read(TABLE).unwrap_or_default()
}

/// Reads a table, or says which line cannot be read.
fn read(text: &str) -> Result<Vec<Entry>, String> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = || format!("line {}: {line}", at + 1);
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            entries.push(Entry {
                name: name.to_owned(),
                ..Entry::default()
            });
            continue;
        }
        let (key, value) = line.split_once(" = ").ok_or_else(wrong)?;
        let entry = entries.last_mut().ok_or_else(wrong)?;
        set(entry, key.trim(), value.trim()).ok_or_else(wrong)?;
    }
    Ok(entries)
}

fn set(entry: &mut Entry, key: &str, value: &str) -> Option<()> {
    let words = value.to_owned();
    match key {
        "if" => entry.conditions.push(condition(value)?),
        "adds" => entry.adds = (value == "yes").then_some(true)?,
        "summary" => entry.play.summary = words,
        "persona" => entry.play.persona = words,
        "do" => entry.play.does.push(words),
        "dont" => entry.play.donts.push(words),
        "channel" => entry.play.channel = words,
        "offer" => entry.play.offer = words,
        "cap" => entry.play.cap = words,
        _ => entry.lines.push(line(key, words)?),
    }
    Some(())
}

/// "dont unless discount at least 0.5", "do if spend at least 2".
fn line(key: &str, words: String) -> Option<Line> {
    let (list, rest) = key.split_once(' ')?;
    let (side, rest) = rest.split_once(' ')?;
    let one_of = |word: &str, yes: &str, no: &str| match word {
        word if word == yes => Some(true),
        word if word == no => Some(false),
        _ => None,
    };
    Some(Line {
        leaves: one_of(list, "dont", "do")?,
        is_for: one_of(side, "if", "unless")?,
        condition: condition(rest)?,
        words,
    })
}

/// "orders at least 4", "waits below 1.5".
fn condition(text: &str) -> Option<Condition> {
    let (figure, rest) = text.split_once(' ')?;
    let (side, bound) = rest.rsplit_once(' ')?;
    Figures::default().of(figure)?;
    Some(Condition {
        figure: figure.to_owned(),
        at_least: match side {
            "at least" => true,
            "below" => false,
            _ => return None,
        },
        bound: bound.parse().ok()?,
    })
}

#[cfg(test)]
mod tests;
