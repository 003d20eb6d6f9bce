//! What may get worse, and what one case of it costs, as far as the data tell.

use clientele_model::experiments::GuardrailBudget;
use clientele_model::words::Sentence;

use super::found::Way;
use super::ground::Ground;
use super::seen::Lost;
use super::sums::Sums;
use crate::inference::{Share, newcombe};

/// Chance that an interval misses.
const ALPHA: f64 = 0.05;

/// What may get worse: those who may no longer be written to, and complaints where a campaign tells of them.
pub fn guardrails(way: &Way, sums: &Sums, ground: &Ground) -> Vec<GuardrailBudget> {
    let unsubscribed = Sentence::one_after_the_other(
        [
            missed(way, sums),
            gone(way, sums),
            told(ground, sums, "unsubscribed", |lost| lost.unsubscribed),
        ]
        .into_iter()
        .flatten(),
    );
    let complained = told(ground, sums, "complained", |lost| lost.complained)
        .filter(|_| latest(ground, |lost| lost.complained).is_some());
    let budget = |name: &str, words: Sentence| GuardrailBudget {
        name: name.to_owned(),
        words,
    };
    let complained = complained.map(|words| {
        let words = words.text(" What a complaint costs is not known.");
        budget("Complained", words)
    });
    [budget("Unsubscribed", unsubscribed)]
        .into_iter()
        .chain(complained)
        .collect()
}

/// What somebody misses who may no longer be written to.
fn missed(way: &Way, sums: &Sums) -> Option<Sentence> {
    let later = way.scenario.sends.saturating_sub(1);
    let each = (sums.one_send() + sums.campaign.fixed) / f64::from(sums.reached);
    if later == 0 {
        return None;
    }
    if each <= 0.0 {
        return Some(
            "Nothing is expected of a contact, so who may no longer be written to misses nothing."
                .into(),
        );
    }
    let words = Sentence::from("Who may no longer be written to misses ");
    let words = match later {
        1 => words.text("the other send"),
        _ => words.text("the other ").counted(later, "send"),
    };
    Some(
        words
            .text(" of the year: ")
            .money(f64::from(later) * each)
            .text(" as expected."),
    )
}

/// What it is if it ends their buying.
fn gone(way: &Way, sums: &Sums) -> Option<Sentence> {
    let (earned, customers) = way.sketch.baseline.year;
    let value = earned / f64::from(customers);
    if customers == 0 || value <= 0.0 {
        return None;
    }
    let words = Sentence::from("If it also ends their buying, which nobody knows, up to ")
        .money(value)
        .text(" is lost, what a customer of these brought in the days looked at");
    let pays = (sums.one_send() / value).floor();
    Some(match pays >= 1.0 {
        true => words
            .text("; a send pays for ")
            .count(pays as u64)
            .text(" of them among the ")
            .count(sums.reached.into())
            .text(" written to."),
        false => words.text("; a send pays for none of them."),
    })
}

/// How many it is of those sent something and of those held back, in the latest campaign that tells.
fn latest(ground: &Ground, of: fn(&Lost) -> [Share; 2]) -> Option<(usize, [Share; 2])> {
    let campaigns = &ground.seen.campaigns;
    let told = ground.seen.lost.iter().enumerate();
    let told = told.map(|(at, lost)| (at, of(lost)));
    told.filter(|(_, [sent, _])| sent.n > 0)
        .max_by_key(|(at, _)| (campaigns.day.get(*at), std::cmp::Reverse(*at)))
}

/// The same in words, and how many of these customers that would be.
fn told(ground: &Ground, sums: &Sums, did: &str, of: fn(&Lost) -> [Share; 2]) -> Option<Sentence> {
    let Some((campaign, [sent, held])) = latest(ground, of) else {
        return Some("How many unsubscribe is not known: no campaign here tells.".into());
    };
    let name = ground.seen.campaigns.name.get(campaign);
    let words = Sentence::from("In ")
        .name(name.cloned().unwrap_or_default())
        .text(" ")
        .share(sent.rate())
        .text(format!(" of those written to {did}"));
    let Ok(range) = newcombe(held, sent, ALPHA) else {
        return Some(words.text("; of those held back nothing is told."));
    };
    let words = words
        .text(", and ")
        .share(held.rate())
        .text(" of those held back");
    let more = |share: f64| (share * f64::from(sums.reached)).round().max(0.0) as u64;
    let (low, high) = (more(range.low), more(range.high));
    Some(match low {
        0 => words
            .text("; up to ")
            .count(high)
            .text(" more of these customers would."),
        low => words
            .text("; ")
            .count(low)
            .text(" to ")
            .count(high)
            .text(" more of these customers would."),
    })
}
