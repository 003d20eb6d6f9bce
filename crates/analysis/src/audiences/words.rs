//! What the panel says of an audience.

use clientele_model::audiences::{AudiencesReport, Reach};
use clientele_model::selection::Only;
use clientele_model::words::{Sentence, agreeing};

use crate::engine::OnTheList;
use crate::rfm::share;

/// How many there are, and how many may be written to.
pub(super) fn headline(report: &AudiencesReport, of_whom: Option<u32>) -> Sentence {
    let all = Sentence::new().counted(report.customers, "customer");
    if is_everybody(report) {
        return Sentence::from("Whom do you want to reach? There ")
            .text(agreeing(report.customers, "is ", "are "))
            .counted(report.customers, "customer")
            .text(" to choose from");
    }
    match of_whom {
        _ if report.customers == 0 => "No customer is in this audience".into(),
        None => all.text(agreeing(
            report.customers,
            " is in this audience",
            " are in this audience",
        )),
        Some(some) => all
            .text(agreeing(report.customers, " is", " are"))
            .text(" in this audience; ")
            .count(u64::from(some))
            .text(" can be written to"),
    }
}

/// Whether nothing was said of whom is meant.
fn is_everybody(report: &AudiencesReport) -> bool {
    matches!(&report.lines[..], [only] if only.of == Only::Everyone)
}

/// What they brought, and whom the rules keep out.
pub(super) fn context(report: &AudiencesReport) -> Sentence {
    if report.customers == 0 {
        return "Take a line out, or widen the period: the counts beside the lines show where nobody is left.".into();
    }
    let mut words = Sentence::from("They brought ")
        .money(report.revenue)
        .text(" in these days, ")
        .share(report.revenue_share)
        .text(" of revenue.");
    for rule in report
        .rules
        .iter()
        .filter(|rule| rule.is_on && rule.takes > 0)
    {
        words = words
            .text(" ")
            .count(u64::from(rule.takes))
            .text(agreeing(rule.takes, " does", " do"))
            .text(" not meet the rule “")
            .text(rule.title.to_string())
            .text("”.");
    }
    words
}

/// How they can be reached. `may_email` is how many agreed, as far as the data tell.
pub(super) fn reach(has_email: bool, may_email: Option<u32>, sendable: u32) -> Vec<Reach> {
    let one = |by: &str, customers, note: Sentence| Reach {
        by: by.to_owned(),
        customers,
        note,
    };
    let email = match may_email {
        Some(_) => Sentence::new(),
        None => "no opt-in in the data".into(),
    };
    let ads = match (has_email, may_email) {
        (true, Some(_)) => (may_email, "with consent".into()),
        (true, None) => (None, "no consent in the data".into()),
        (false, _) => (None, "no e-mail address in the data".into()),
    };
    vec![
        one("May be e-mailed", may_email, email),
        one("After the rules", Some(sendable), Sentence::new()),
        one(
            "Text message",
            None,
            "no opt-in by phone in the data".into(),
        ),
        one("Post", None, "no postal address in the data".into()),
        one("Ads by e-mail address", ads.0, ads.1),
    ]
}

/// What to know of an audience that is very small or very large.
pub(super) fn remarks(report: &AudiencesReport) -> Vec<Sentence> {
    let mut all = Vec::new();
    if (1..10).contains(&report.customers) {
        all.push(
            Sentence::from("So few customers can be told apart by name: ")
                .text("look at them one by one rather than as a group."),
        );
    }
    if !is_everybody(report)
        && share(f64::from(report.customers), f64::from(report.everybody)) > 0.9
    {
        all.push("This is nearly everybody: a list this wide is no audience of its own.".into());
    }
    all
}

/// Who of a list is nobody here; nothing where everybody is known.
pub(super) fn of_list(name: &str, found: &OnTheList) -> Option<Sentence> {
    if found.unknown == 0 {
        return None;
    }
    if found.unknown == found.rows {
        let words = Sentence::from("None of the ")
            .counted(found.rows, "row")
            .text(" of ")
            .name(name)
            .text(" is a customer of these data: is it from another shop, or are its numbers written in another way?");
        return Some(words);
    }
    let more = found.unknown as usize - found.named.len();
    let words = Sentence::new()
        .count(u64::from(found.unknown))
        .text(" of ")
        .counted(found.rows, "row")
        .text(" of ")
        .name(name)
        .text(agreeing(
            found.unknown,
            " is nobody here: ",
            " are nobody here: ",
        ))
        .text(found.named.join(", "));
    Some(match more {
        0 => words.text("."),
        more => words.text(" and ").count(more as u64).text(" more."),
    })
}
