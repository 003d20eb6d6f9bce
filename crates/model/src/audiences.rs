//! An audience being built: question and report of the panel Audiences.
//!
//! An audience is a selection ([`Only`]) put together from conditions, and a second one that says who of it may be written
//! to. Both stand in the link as text.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::audience::{CustomerRow, Typical};
use crate::filters::Filters;
use crate::groups::RfmGroup;
use crate::lines::Lines;
use crate::link::{Declaration, Link, NoticeKind, Param, once};
use crate::question::{Question, Report};
use crate::segments::FeatureUnit;
use crate::selection::{Join, Listed, Only};
use crate::words::Sentence;

/// Who is in this audience, what are they like, and whom of them may one write to?
/// `/audiences?of=all(rfm.at-risk,category.Home)&send=may.email`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BuildAudience {
    /// What is being looked at.
    pub filters: Filters,
    /// Whom it means; everybody when nothing is said.
    pub of: Only,
    /// Who of them may be written to; all of them when nothing is said.
    pub send: Only,
}

impl Question for BuildAudience {
    type Report = AudiencesReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.of = said(&self.of);
        link.send = said(&self.send);
    }
}

/// What stands in a link: nothing for everybody.
fn said(only: &Only) -> Option<Only> {
    (*only != Only::Everyone).then(|| only.clone())
}

pub(crate) const PANEL: Declaration = Declaration {
    params: &[OF, SEND],
    ..Declaration::new(
        "audiences",
        Some("Audiences"),
        "Who is in this audience, and whom of them may one write to?",
        |link| {
            Ok(BuildAudience {
                filters: link.filters,
                of: link.of.unwrap_or(Only::Everyone),
                send: link.send.unwrap_or(Only::Everyone),
            }
            .into())
        },
    )
};

const OF: Param<Link> = once(
    "of",
    "The audience: selections of customers put together, such as all(rfm.at-risk,not(had.anything~45d)).",
    |link, text| {
        let only = text.parse().map_err(|_| NoticeKind::Unreadable)?;
        link.of = said(&only);
        Ok(())
    },
    |link, out| out.shown(link.of.as_ref()),
);

const SEND: Param<Link> = once(
    "send",
    "Who of the audience may be written to, such as may.email.",
    |link, text| {
        let only = text.parse().map_err(|_| NoticeKind::Unreadable)?;
        link.send = said(&only);
        Ok(())
    },
    |link, out| out.shown(link.send.as_ref()),
);

/// What became of a list of customers that somebody brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BroughtList {
    /// How selections speak of it.
    pub listed: Listed,
    /// How many rows it has.
    pub rows: u32,
    /// Whether this device keeps it.
    pub is_kept: bool,
}

/// An audience: how many, what they are like, whom one can reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudiencesReport {
    /// How many there are and how many can be written to, in a sentence.
    pub headline: Sentence,
    /// What they brought, and why some cannot be written to.
    pub context: Sentence,
    /// What to know before reading on.
    pub remarks: Vec<Sentence>,
    /// First and last day looked at.
    pub period: (Date, Date),
    /// Recency counts up to this day.
    pub as_of: Date,
    /// What the audience is called by its conditions.
    pub title: String,
    /// How many customers.
    pub customers: u32,
    /// How many customers there are, under the filters.
    pub everybody: u32,
    /// Their revenue in the period.
    pub revenue: f64,
    /// Its share of all customers' revenue.
    pub revenue_share: f64,
    /// Median spend, orders and days since the last order.
    pub typical: Typical,
    /// The conditions, one a line.
    pub lines: Vec<LineRow>,
    /// How they can be reached.
    pub reach: Vec<Reach>,
    /// Rules that hold for a send.
    pub rules: Vec<SendRule>,
    /// How many may be written to under the rules that are on.
    pub sendable: u32,
    /// How the conditions overlap; nothing where there is one.
    pub overlap: Option<Overlap>,
    /// What they are like beside everybody.
    pub profile: Profile,
    /// Products that stand in more of their orders than in everybody's: those that are surest first.
    pub bought_more: Vec<BoughtMore>,
    /// The highest spenders, ten at most.
    pub preview: Vec<Member>,
    /// What the conditions may speak of in this data set.
    pub choices: Choices,
}

/// A condition of an audience.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineRow {
    /// How it is joined to those before it.
    pub join: Join,
    /// The condition.
    pub of: Only,
    /// What it is called.
    pub title: String,
    /// How many customers meet it.
    pub fit: u32,
    /// How many are left after it.
    pub left: u32,
}

/// A way to reach customers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reach {
    /// What it is.
    pub by: String,
    /// How many of the audience; absent where the data do not say.
    pub customers: Option<u32>,
    /// Why it is not known, or a word about it; may be empty.
    pub note: Sentence,
}

/// A rule that holds for a send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendRule {
    /// Who may be written to by it; absent where the data cannot tell.
    pub keeps: Option<Only>,
    /// What it is called.
    pub title: Sentence,
    /// A sentence about it.
    pub about: Sentence,
    /// Whether it is on.
    pub is_on: bool,
    /// How many of the audience it takes out, by itself.
    pub takes: u32,
}

/// How the conditions of an audience overlap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overlap {
    /// The largest overlap in words.
    pub title: Sentence,
    /// Each condition, and how many customers meet it.
    pub sets: Vec<(String, u32)>,
    /// Combinations: those in the audience first, then by how many customers they hold.
    pub columns: Vec<Combination>,
    /// How many combinations are not listed, and how many customers these hold.
    pub rest: (u32, u32),
}

/// A combination of conditions: who meets these and none of the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Combination {
    /// Whether each condition is met, in their order.
    pub meets: Vec<bool>,
    /// How many customers.
    pub customers: u32,
    /// Whether they are in the audience.
    pub is_in: bool,
    /// Who they are.
    pub of: Only,
}

/// What an audience is like beside everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// What is most unlike, in a sentence.
    pub title: Sentence,
    /// Measures, those that are most unlike first.
    pub rows: Vec<ProfileRow>,
}

/// A measure of an audience beside everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileRow {
    /// Stable key.
    pub key: String,
    /// Plain name.
    pub label: String,
    /// What the numbers are.
    pub unit: FeatureUnit,
    /// Of the audience: the mean of shares, the median of others.
    pub these: f64,
    /// Of everybody.
    pub everybody: f64,
    /// How far the means lie apart, in standard deviations of everybody.
    pub deviations: f64,
}

/// A product that stands in more of their orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoughtMore {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Share of the audience's orders that hold it.
    pub these: f64,
    /// Share of everybody's orders that hold it.
    pub everybody: f64,
}

/// A customer of an audience.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub row: CustomerRow,
    /// Their RFM group.
    pub group: RfmGroup,
    /// Whether they may be written to by e-mail; absent where the data do not say.
    pub may_email: Option<bool>,
}

/// What conditions may speak of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choices {
    /// Measures of customers: key, name, unit.
    pub measures: Vec<(String, String, FeatureUnit)>,
    /// Campaigns: code, name, arms.
    pub campaigns: Vec<(String, String, Vec<String>)>,
}

impl Report for AudiencesReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.remarks(&self.remarks);
        for line in &self.lines {
            let join = match line.join {
                Join::And => "and",
                Join::Or => "or",
                Join::Minus => "minus",
            };
            lines.item(&format!(
                "{join} {}: {} fit, {} left",
                line.title, line.fit, line.left
            ));
        }
        for rule in self.rules.iter().filter(|rule| rule.is_on) {
            lines.item(&format!("{}: takes {}", rule.title, rule.takes));
        }
        lines.line(&self.profile.title);
    }
}
