//! What is said of a test that cannot be read: its split is off, or nothing varies.

use clientele_model::experiments::{Reason, ResultReport, Stand, Verdict};
use clientele_model::words::Sentence;

use super::facts::Found;
use super::said::were_split;

/// A test whose split is off.
pub fn broken(report: &mut ResultReport, found: &Found) {
    report.verdict = Verdict::Broken;
    report.headline = Sentence::from("Broken: the split of “")
        .name(&report.campaign.name)
        .text("” is off, so no effect can be trusted");
    report.context = were_split(found.judged())
        .text(" on ")
        .day(report.campaign.day)
        .text(". Something decides who is in the file, and may decide who buys.");
    report.why = report.split.title.clone().text(".");
    report.reasons = vec![Reason {
        stand: Stand::Broken,
        title: "The split is off".into(),
        about: report.split.note.clone(),
    }];
    report.next = vec![
        Sentence::from(
            "Find out how customers were drawn, and who is missing in the file: bounces, opt-outs, and customers without an order are the usual causes.",
        ),
        Sentence::from(
            "If the arms were not to be of equal size, say what was planned: held=10 for one in ten held back.",
        ),
        Sentence::from("Mend the file and look again, or repeat the test with lists drawn here."),
    ];
}

/// A test in which nothing varies.
pub fn nothing(report: &mut ResultReport, found: &Found) {
    let bought = found.sums.arms.iter().any(|arm| arm.bought().hits > 0);
    report.verdict = Verdict::KeepRunning;
    report.headline = match bought {
        false => Sentence::from("Keep running: nobody in “")
            .name(&report.campaign.name)
            .text("” has bought so far, so nothing can be told"),
        true => Sentence::from("Keep running: all customers of “")
            .name(&report.campaign.name)
            .text("” did the same, so nothing can be told"),
    };
    report.context = were_split(found.judged())
        .text(" on ")
        .day(report.campaign.day)
        .text(".");
    report.why = "Nothing varies between the customers, so there is nothing to compare.".into();
    report.reasons = vec![Reason {
        stand: Stand::Open,
        title: "There is nothing to compare".into(),
        about: "Both arms are the same in what they are judged by.".into(),
    }];
    report.next = vec!["Wait until somebody has bought, or judge by something else.".into()];
}
