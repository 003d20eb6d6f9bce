//! What is known when the customers are: scenarios on their way into the report, and whom one may choose.

use std::collections::BTreeMap;
use std::sync::Arc;

use clientele_model::date::Date;
use clientele_model::experiments::{AudienceChoice, Scenario};
use clientele_model::groups::RfmGroup;
use clientele_model::selection::Only;
use clientele_model::words::Sentence;

use super::sketch::Sketch;
use super::sums::Sums;
use super::words;
use crate::days::{self, Day, Days};
use crate::grouping::Model;
use crate::inference::simulation::Year;
use crate::rfm::Scores;
use crate::tables::CustomersTable;

/// What everybody is called.
pub const EVERYBODY: &str = "All customers";
/// The same within a sentence.
pub const ALL: &str = "all customers";
/// Days after the data on which a send may be planned.
const AHEAD: Day = 366;

/// A scenario on its way into the report.
pub struct Way {
    /// As asked.
    pub scenario: Scenario,
    /// Whom it is for; nothing for everybody.
    pub whom: Option<String>,
    /// Without its money.
    pub sketch: Arc<Sketch>,
    /// In figures.
    pub sums: Option<Sums>,
    /// Its simulated years, once they are here.
    pub year: Option<Year>,
    /// Why nothing is known of it.
    pub refused: Option<Sentence>,
}

impl Way {
    /// A scenario whose customers cannot be found.
    pub fn refused(scenario: Scenario, why: Sentence) -> Self {
        Self {
            whom: scenario.who.as_ref().map(ToString::to_string),
            scenario,
            sketch: Arc::default(),
            sums: None,
            year: None,
            refused: Some(why),
        }
    }

    /// What it is called within a sentence: "10% coupon by e-mail, all customers".
    pub fn name(&self, currency: &str) -> String {
        let whom = self.whom.as_deref().unwrap_or(ALL);
        format!("{}, {whom}", words::name(&self.scenario, currency))
    }

    /// Its figures, where its year can be computed.
    pub fn able(&self) -> Option<&Sums> {
        let sums = self.sums.as_ref()?;
        sums.campaign.check().is_ok().then_some(sums)
    }
}

/// What is known when the customers are.
pub struct Found {
    /// Customers that the filters leave.
    pub customers: u32,
    /// Those, for segments that are made of them.
    pub among: Arc<CustomersTable>,
    groups: Vec<(RfmGroup, u32)>,
    segments: Vec<AudienceChoice>,
    /// The plan's year without a test.
    pub straight: Option<Year>,
}

impl Found {
    /// Of the customers that the filters leave.
    pub fn new(among: &Arc<CustomersTable>, scores: &Scores) -> Self {
        let mut groups: BTreeMap<RfmGroup, u32> = BTreeMap::new();
        for row in 0..among.len() {
            *groups.entry(scores.group(row)).or_default() += 1;
        }
        Self {
            customers: among.len() as u32,
            among: Arc::clone(among),
            groups: groups.into_iter().collect(),
            segments: Vec::new(),
            straight: None,
        }
    }

    /// Segments that were made.
    pub fn segments(&mut self, model: &Model) {
        let segments = model.report.segments.iter();
        self.segments = segments
            .map(|segment| AudienceChoice {
                of: Some(Only::Segment(segment.slug.clone())),
                name: segment.name.clone(),
                customers: segment.customers,
            })
            .collect();
    }

    /// Whether they were.
    pub fn has_segments(&self) -> bool {
        !self.segments.is_empty()
    }

    /// Whom one may choose.
    pub fn audiences(&self) -> Vec<AudienceChoice> {
        let everybody = AudienceChoice {
            of: None,
            name: EVERYBODY.to_owned(),
            customers: self.customers,
        };
        let groups = self
            .groups
            .iter()
            .map(|&(group, customers)| AudienceChoice {
                of: Some(Only::Rfm(group)),
                name: group.name().to_owned(),
                customers,
            });
        let segments = self.segments.iter().cloned();
        std::iter::once(everybody)
            .chain(segments)
            .chain(groups)
            .collect()
    }
}

/// The day of the send, and what is wrong with the one asked for.
pub fn day(asked: Option<Date>, data: Days) -> (Day, Option<Sentence>) {
    let usual = data.last + 1;
    let Some(asked) = asked else {
        return (usual, None);
    };
    let day = days::from_date(asked);
    if (usual..=usual + AHEAD).contains(&day) {
        return (day, None);
    }
    let words = Sentence::from("A send on ").day(asked);
    let words = match day < usual {
        true => words.text(" lies in the past of these data, which end on "),
        false => words.text(" lies more than a year after these data, which end on "),
    };
    let words = words
        .day(days::to_date(data.last))
        .text("; the plan is made for the day after that.");
    (usual, Some(words))
}
