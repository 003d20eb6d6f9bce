//! The table of plays: what to do with a group of customers, and what must be true of them for it.
//!
//! The table is data, `plays.json` beside the page, which a company may replace (`docs/plays.md`); nothing in here knows a
//! play. Conditions are absolute: a play is given to a group by its own figures, never by how it compares with the groups
//! beside it.

mod mistake;
mod read;

use clientele_model::segments::Play;

pub use mistake::Mistake;

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

/// The names of the figures that conditions may speak of.
pub const FIGURES: [&str; 13] = [
    "customers",
    "enough",
    "revenue",
    "worth",
    "once",
    "orders",
    "often",
    "days",
    "waits",
    "spend",
    "basket",
    "new",
    "discount",
];

/// Ways of buying that may add to a play, beside “fond of” and the name of a category.
pub const WAYS: [&str; 7] = [
    "bargain hunters",
    "full-price buyers",
    "returners",
    "online",
    "in store",
    "big baskets",
    "small baskets",
];

impl Figures {
    /// A figure by its name in the table.
    pub fn of(&self, name: &str) -> Option<f64> {
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

/// The table of plays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plays {
    /// What the table is called, for whoever reads a card that was made from it.
    pub name: String,
    /// Plays: a group gets the first all of whose conditions hold. The last one has none.
    pub plays: Vec<Entry>,
    /// What ways of buying add to a play.
    pub ways: Vec<Way>,
}

/// A play of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// What it is called in the table.
    pub name: String,
    /// All of this must be true.
    pub conditions: Vec<Condition>,
    /// What to do in one line.
    pub summary: String,
    /// Who they are, in a sentence.
    pub persona: String,
    /// What to do.
    pub does: Vec<Advice>,
    /// What to leave.
    pub donts: Vec<Advice>,
    /// Where to reach them.
    pub channel: String,
    /// What kind of offer.
    pub offer: String,
    /// How often at most.
    pub cap: String,
}

/// What a way of buying adds to a play.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// The way of buying.
    pub name: String,
    /// What to do besides.
    pub does: Vec<String>,
    /// What to leave besides.
    pub donts: Vec<String>,
    /// Where to reach them instead; as the play says where it is empty.
    pub channel: String,
    /// What kind of offer instead; as the play says where it is empty.
    pub offer: String,
}

/// A line of a play.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// What to do or leave.
    pub words: String,
    /// For whom, where it is not for all who get the play.
    pub only: Option<OnlyFor>,
}

/// For whom of those who get a play a line of it is.
#[derive(Clone, Debug, PartialEq)]
pub enum OnlyFor {
    /// Those of whom it is true.
    If(Condition),
    /// All others, also where nobody knows.
    Unless(Condition),
}

/// One thing that must be true.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// One of [`FIGURES`].
    pub figure: &'static str,
    /// Whether it must be at least the bound, or below it.
    pub at_least: bool,
    /// The bound.
    pub bound: f64,
}

impl Plays {
    /// Reads a table.
    ///
    /// # Errors
    /// The first mistake in it.
    pub fn read(text: &[u8]) -> Result<Self, Mistake> {
        read::read(text)
    }

    /// The product's own table, for programs without a page beside them.
    pub fn own() -> Self {
        // A test reads it.
        Self::read(include_bytes!("../../../public/plays.json")).unwrap_or_default()
    }

    /// The play that is right for customers with these figures: the first whose conditions hold. Without a table it says
    /// nothing.
    pub fn of(&self, figures: &Figures) -> Play {
        let right = self.right(figures);
        right.map_or_else(Play::default, |entry| entry.play(figures))
    }

    /// The entry that is right for customers with these figures.
    pub fn right(&self, figures: &Figures) -> Option<&Entry> {
        self.plays.iter().find(|entry| entry.holds(figures))
    }

    /// A play with what a way of buying adds to it.
    pub fn with(&self, base: &Play, way: &str) -> Play {
        let mut play = base.clone();
        let Some(added) = self.ways.iter().find(|of| of.name == way) else {
            return play;
        };
        play.does.extend(added.does.iter().cloned());
        play.donts.extend(added.donts.iter().cloned());
        for (own, added) in [
            (&mut play.channel, &added.channel),
            (&mut play.offer, &added.offer),
        ] {
            if !added.is_empty() {
                own.clone_from(added);
            }
        }
        play
    }
}

impl Entry {
    fn holds(&self, figures: &Figures) -> bool {
        let mut conditions = self.conditions.iter();
        conditions.all(|condition| condition.holds(figures))
    }

    /// The play, with those of its lines that are right.
    fn play(&self, figures: &Figures) -> Play {
        let right = |lines: &[Advice]| {
            let lines = lines.iter().filter(|line| match &line.only {
                None => true,
                Some(OnlyFor::If(condition)) => condition.holds(figures),
                Some(OnlyFor::Unless(condition)) => !condition.holds(figures),
            });
            lines.map(|line| line.words.clone()).collect()
        };
        Play {
            summary: self.summary.clone(),
            persona: self.persona.clone(),
            does: right(&self.does),
            donts: right(&self.donts),
            channel: self.channel.clone(),
            offer: self.offer.clone(),
            cap: self.cap.clone(),
        }
    }
}

impl Condition {
    fn holds(&self, figures: &Figures) -> bool {
        figures
            .of(self.figure)
            .is_some_and(|own| match self.at_least {
                true => own >= self.bound,
                false => own < self.bound,
            })
    }
}

#[cfg(test)]
mod tests;
