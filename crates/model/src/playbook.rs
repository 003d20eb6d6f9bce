//! A playbook card: what to do with some customers, made from their figures. Question and report of the panel Playbook.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::audience::OF;
use crate::filters::Filters;
use crate::lines::Lines;
use crate::link::{Declaration, Link};
use crate::question::{NotAQuestion, Question, Report};
use crate::selection::Only;
use crate::words::Sentence;

/// What is to be done with these customers, and how will it be measured? `/playbook?of=rfm.at-risk`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WritePlaybook {
    /// What is being looked at.
    pub filters: Filters,
    /// Whom the card is for.
    pub of: Only,
}

impl Question for WritePlaybook {
    type Report = PlaybookReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.of = Some(self.of.clone());
    }
}

pub(crate) const PANEL: Declaration = Declaration {
    params: &[OF],
    ..Declaration::new(
        "playbook",
        Some("Playbook"),
        "What is to be done with these customers, and how will it be measured?",
        |link| {
            let of = link.of.ok_or(NotAQuestion::Of)?;
            Ok(WritePlaybook {
                filters: link.filters,
                of,
            }
            .into())
        },
    )
};

/// A playbook card. `/playbook`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaybookReport {
    /// What to do, in a line, and why now.
    pub headline: Sentence,
    /// Who they are and how many can be written to.
    pub context: Sentence,
    /// What to know before reading on.
    pub remarks: Vec<Sentence>,
    /// What these customers are called.
    pub title: String,
    /// How many they are.
    pub customers: u32,
    /// Their revenue in the days looked at.
    pub revenue: f64,
    /// How many of them can be written to by e-mail; all where the data do not say.
    pub reached: u32,
    /// The day up to which everything is counted.
    pub as_of: Date,
    /// What the table of plays is called.
    pub table: String,
    /// The card, in the order it is read.
    pub entries: Vec<Entry>,
    /// Cards for those who stand between these customers and another segment, the largest first.
    pub hybrids: Vec<Hybrid>,
}

/// What an entry of a card is about, in the order of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum About {
    /// What is to be reached.
    Goal,
    /// What is offered, and how much at most.
    Offer,
    /// What to speak of.
    Focus,
    /// Where to reach them.
    Channel,
    /// When, and how often.
    Cadence,
    /// What must not get worse.
    Guardrails,
    /// What to do.
    Do,
    /// What to leave.
    Dont,
    /// How it will be known that it worked.
    Measurement,
    /// On which ground they may be written to.
    Compliance,
    /// When the list is to be made anew.
    KeptUp,
    /// When to look at the card again.
    Review,
    /// Who answers for it.
    Owner,
}

impl About {
    /// All of them, in the order of the card.
    pub const ALL: [Self; 13] = [
        Self::Goal,
        Self::Offer,
        Self::Focus,
        Self::Channel,
        Self::Cadence,
        Self::Guardrails,
        Self::Do,
        Self::Dont,
        Self::Measurement,
        Self::Compliance,
        Self::KeptUp,
        Self::Review,
        Self::Owner,
    ];

    /// What it is called on the card.
    pub fn label(self) -> &'static str {
        match self {
            Self::Goal => "Goal",
            Self::Offer => "Offer and cap",
            Self::Focus => "Product focus",
            Self::Channel => "Channel",
            Self::Cadence => "Cadence",
            Self::Guardrails => "Guardrails",
            Self::Do => "Do",
            Self::Dont => "Don’t",
            Self::Measurement => "Measurement",
            Self::Compliance => "May they be written to",
            Self::KeptUp => "Kept up to date",
            Self::Review => "Review",
            Self::Owner => "Owner",
        }
    }

    /// As it stands in files and in what a browser keeps.
    pub fn key(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Offer => "offer",
            Self::Focus => "focus",
            Self::Channel => "channel",
            Self::Cadence => "cadence",
            Self::Guardrails => "guardrails",
            Self::Do => "do",
            Self::Dont => "dont",
            Self::Measurement => "measurement",
            Self::Compliance => "compliance",
            Self::KeptUp => "kept",
            Self::Review => "review",
            Self::Owner => "owner",
        }
    }
}

/// An entry of a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is about.
    pub about: About,
    /// What it says, a line each.
    pub lines: Vec<Sentence>,
    /// Where that comes from.
    pub why: Sentence,
}

/// A card for those who stand between two segments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hybrid {
    /// The other segment, as it stands in links.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// How many stand between.
    pub customers: u32,
    /// Their revenue in the days looked at.
    pub revenue: f64,
    /// The segment whose play comes first.
    pub first: String,
    /// Which play comes first and why, and what follows.
    pub lines: Vec<Sentence>,
    /// What to do first.
    pub does: Vec<String>,
}

impl Report for PlaybookReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.remarks(&self.remarks);
        for entry in &self.entries {
            lines.line(&format!("{}:", entry.about.label()));
            for line in &entry.lines {
                lines.item(line);
            }
        }
        for hybrid in &self.hybrids {
            lines.line(&format!("Between {} and {}:", self.title, hybrid.name));
            for line in &hybrid.lines {
                lines.item(line);
            }
        }
    }
}
