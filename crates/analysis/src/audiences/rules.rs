//! Rules that hold for a send: who must not be written to, whatever the audience is.

use clientele_model::audiences::SendRule;
use clientele_model::selection::{Had, Only};
use clientele_model::words::{Sentence, counted};

use crate::dataset::Campaigns;
use crate::days::Day;

/// Who bought within so many days is left in peace, where a link does not say how many.
const QUIET_DAYS: u16 = 45;

/// Who was sent so many campaigns within so many days gets no further one, where a link does not say how many.
const CAP: (u16, u16) = (3, 30);
/// Who earned less than this costs more than they bring, where a link does not say how much.
const FLOOR: f64 = 0.0;

/// A rule before it is counted.
pub(super) struct Rule {
    /// Who may be written to by it; none where there is nobody whom it could keep out.
    pub keeps: Option<Only>,
    pub title: Sentence,
    pub about: Sentence,
}

impl Rule {
    /// As the report has it.
    pub fn counted(self, takes: u32, is_on: bool) -> SendRule {
        SendRule {
            keeps: self.keeps,
            title: self.title,
            about: self.about,
            is_on,
            takes,
        }
    }

    /// As the report has it where the data cannot tell.
    pub fn unknown(self, about: Sentence) -> SendRule {
        SendRule {
            keeps: None,
            about,
            ..self.counted(0, false)
        }
    }
}

/// Those that are offered; what a link says beside them stands behind.
pub(super) fn offered(send: &Only, campaigns: &Campaigns, as_of: Day) -> Vec<Rule> {
    let said = said(send);
    let mut all = vec![
        Rule {
            keeps: Some(Only::MayEmail),
            title: "May be e-mailed".into(),
            about: "They agreed to be written to.".into(),
        },
        quiet(&said),
        untested(campaigns, as_of),
        capped(&said, campaigns),
        floored(&said),
    ];
    let known: Vec<Only> = all.iter().filter_map(|rule| rule.keeps.clone()).collect();
    all.extend(
        said.into_iter()
            .filter(|one| !known.contains(one))
            .map(beside),
    );
    all
}

/// A rule that a link says.
fn beside(one: Only) -> Rule {
    let off = match &one {
        Only::Not(inner) => match inner.as_ref() {
            Only::Listed(listed) => Some(&listed.name),
            _ => None,
        },
        _ => None,
    };
    match off {
        Some(name) => Rule {
            title: Sentence::from("Not on the list ").name(name),
            about: "Whoever stands on it gets nothing.".into(),
            keeps: Some(one),
        },
        None => Rule {
            title: Sentence::from("Only ").name(one.to_string()),
            about: "This rule stands in the link.".into(),
            keeps: Some(one),
        },
    }
}

/// The rules that a link says.
pub(super) fn said(send: &Only) -> Vec<Only> {
    match send {
        Only::Everyone => Vec::new(),
        Only::All(parts) => parts.clone(),
        one => vec![one.clone()],
    }
}

/// Not those who bought lately; how lately, as the link says it.
fn quiet(said: &[Only]) -> Rule {
    let days = said.iter().find_map(|one| match one {
        Only::Not(inner) => match inner.as_ref() {
            Only::Had(had) => had.days.filter(|days| *had == lately(*days)),
            _ => None,
        },
        _ => None,
    });
    let days = days.unwrap_or(QUIET_DAYS);
    Rule {
        keeps: Some(Only::Had(lately(days)).but()),
        title: Sentence::from("Did not buy in the last ").text(counted(days, "day")),
        about: "Who has just bought need not be asked to.".into(),
    }
}

/// Not those who were sent enough lately; how much that is, as the link says it.
fn capped(said: &[Only], campaigns: &Campaigns) -> Rule {
    let cap = said.iter().find_map(|one| match one {
        Only::Not(inner) => match inner.as_ref() {
            Only::Sent { times, days } => Some((*times, *days)),
            _ => None,
        },
        _ => None,
    });
    let (times, days) = cap.unwrap_or(CAP);
    let title = Sentence::from("Sent fewer than ")
        .text(counted(times, "campaign"))
        .text(" in the last ")
        .text(counted(days, "day"));
    if campaigns.id.is_empty() {
        return Rule {
            keeps: None,
            title,
            about: "The data hold no campaigns.".into(),
        };
    }
    Rule {
        keeps: Some(Only::Sent { times, days }.but()),
        title,
        about: "Who hears too often stops to listen. Those held back were sent nothing.".into(),
    }
}

/// Those who earned enough; how much that is, as the link says it.
fn floored(said: &[Only]) -> Rule {
    let least = said.iter().find_map(|one| match one {
        Only::Earned(least) => Some(*least),
        _ => None,
    });
    let least = least.unwrap_or(FLOOR);
    Rule {
        keeps: Some(Only::Earned(least)),
        title: Sentence::from("Earned the shop at least ").money(least),
        about: "In the days looked at: margin where every cost is known, what was paid otherwise."
            .into(),
    }
}

fn lately(days: u16) -> Had {
    Had {
        days: Some(days),
        ..Had::anything()
    }
}

/// Not those who take part in a test that is still counted.
fn untested(campaigns: &Campaigns, as_of: Day) -> Rule {
    let running = |&at: &usize| {
        let until = campaigns.day[at] + campaigns.window[at] as Day;
        campaigns.day[at] <= as_of && as_of < until
    };
    let running: Vec<usize> = (0..campaigns.id.len()).filter(running).collect();
    let title = Sentence::from("Not in a running test");
    let names: Vec<&str> = running
        .iter()
        .map(|&at| campaigns.name[at].as_str())
        .collect();
    if running.is_empty() {
        let about = match campaigns.id.is_empty() {
            true => "The data hold no campaigns.",
            false => "No campaign of the data is still counted on that day.",
        };
        return Rule {
            keeps: None,
            title,
            about: about.into(),
        };
    }
    let mut arms = Vec::new();
    for &at in &running {
        let rows = campaigns.exposures.rows(at as u32);
        let mut of: Vec<u32> = campaigns.exposures.arm[rows].to_vec();
        of.sort_unstable();
        of.dedup();
        arms.extend(of.into_iter().map(|arm| Only::Arm {
            campaign: campaigns.id[at].clone(),
            arm: campaigns.exposures.arms[arm as usize].clone(),
        }));
    }
    Rule {
        keeps: Some(Only::any(arms).but()),
        title,
        about: Sentence::new()
            .name(names.join(", "))
            .text(": who takes part must get nothing else until it is over."),
    }
}
