//! What to do next.

use clientele_model::experiments::{Narrower, ResultReport, Stand, Verdict};
use clientele_model::words::Sentence;

use super::effects::Told;
use super::parts::Parts;
use super::words;

/// What to do next; `needed` customers settle what is open.
pub fn next(report: &ResultReport, parts: &Parts<'_>, needed: f64) -> Vec<Sentence> {
    let settled = parts.found.settled;
    let mut next = Vec::new();
    match report.verdict {
        Verdict::Ship => {
            next.push(match &parts.found.today {
                Some(today) => Sentence::from("Send it to all ")
                    .counted(today.reached, "customer")
                    .text(" who may be reached today, and hold some back again, so that you see whether it lasts."),
                None => Sentence::from(
                    "Send it to everybody who may be reached, and hold some back again, so that you see whether it lasts.",
                ),
            });
        }
        Verdict::RollBack => next.push(Sentence::from(
            "Do not send it again as it is. What broke is named above: change that, and test anew.",
        )),
        Verdict::KeepRunning if !parts.how.is_over => {
            let left = settled.planned.saturating_sub(settled.spans.days);
            next.push(
                Sentence::from("Let it run for ")
                    .counted(left, "more day")
                    .text(", as planned, then look again."),
            );
        }
        Verdict::KeepRunning | Verdict::Narrower => {
            let left = (2 * settled.spans.window).saturating_sub(settled.spans.days);
            let is_open = report
                .after
                .as_ref()
                .is_none_or(|after| after.stand == Stand::Open);
            if is_open && left > 0 {
                next.push(
                    Sentence::from("Look again in ")
                        .counted(left, "day")
                        .text(", so that orders that came earlier are not counted as more orders."),
                );
            }
            next.extend(settle(parts, needed));
        }
        Verdict::Broken => {}
    }
    match (&report.narrower, report.verdict) {
        (Some(narrower), _) => next.push(ask(narrower)),
        (None, Verdict::Narrower) => next.push(Sentence::from(
            "No group settles it either. Plan a new test with an offer that may do more, or leave it.",
        )),
        (None, _) => {}
    }
    next
}

/// How many customers would settle it.
fn settle(parts: &Parts<'_>, needed: f64) -> Option<Sentence> {
    if needed <= 0.0 {
        return None;
    }
    /// More than any shop has.
    const ENDLESS: f64 = 1e8;
    let judged = f64::from(parts.found.judged());
    if needed <= judged {
        // As many as were judged did not settle it: what was seen of them is too rough to go by.
        return None;
    }
    if needed > ENDLESS {
        return Some(Sentence::from(
            "No number of customers settles a difference as small as the one that was seen.",
        ));
    }
    // Three figures are as sure as it gets.
    let step = 10_f64.powf((needed.log10().floor() - 2.0).max(0.0));
    let round = (needed / step).ceil() * step;
    let words = Sentence::from("To settle what is open, about ")
        .counted(round as u64, "customer")
        .text(" would be needed; this test had ")
        .count(judged as u64);
    let pace = parts.found.settled.pace.filter(|pace| *pace > 0.0);
    if let Some(pace) = pace {
        let days = ((needed - judged) / pace).ceil() as u64;
        return Some(
            words
                .text(". At the pace of this test that takes ")
                .counted(days, "more day")
                .text("."),
        );
    }
    Some(match &parts.found.today {
        Some(today) if today.says_opt_in => words
            .text(", and ")
            .counted(today.reached, "customer")
            .text(" may be written to today."),
        Some(today) => words
            .text(", and today there are ")
            .count(today.customers.into())
            .text("."),
        None => words.text("."),
    })
}

fn ask(narrower: &Narrower) -> Sentence {
    let (effect, low, high) = narrower.effect;
    let words = Sentence::from("Ask a narrower question. The group “")
        .name(&narrower.name)
        .text("” had ")
        .counted(narrower.customers, "customer")
        .text(" in this test: ");
    words::told(words, narrower.measure, Told { effect, low, high })
        .text(". This was found by looking at the result, so it needs a test of its own.")
}
