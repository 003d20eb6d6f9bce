//! How the grouping was decided: every candidate, the rule, the parameters.

mod parameters;

use clientele_model::segments::{Algorithm, Candidate, SegmentsReport, Verdict, Veto, Why};
use clientele_model::words::Sentence;

use super::beside::Comparison;
use super::report::About;
use super::rules::lower;
use super::titles::number;
use crate::cluster::{
    CHOICES, CHOSEN_GROUPS, Grounds, LARGEST_SHARE, LEAST_STABILITY, Row, SMALLEST_COUNT, Standing,
    Winner,
};

use parameters::parameters;

/// Puts everything into words.
pub(super) fn why(
    report: &SegmentsReport,
    about: &About,
    rows: &[Row],
    winner: &Winner,
    comparisons: &[Comparison],
    (question, complete): (String, bool),
    number: Sentence,
) -> Why {
    let best = best(rows);
    let mut candidates: Vec<Candidate> = rows
        .iter()
        .map(|row| candidate(row, winner, best))
        .collect();
    candidates.extend(
        comparisons
            .iter()
            .map(|comparison| comparison.candidate.clone()),
    );
    Why {
        headline: headline(winner, best),
        context: context(report, &candidates, winner, best, comparisons),
        candidates,
        rule: rule(),
        number,
        elbow_title: elbow(rows, winner),
        parameters: parameters(report, about),
        question,
        complete,
    }
}

/// The best silhouette that the rule measures others by: its number of groups and mean.
fn best(rows: &[Row]) -> Option<(u8, f64)> {
    best_of(rows.iter().filter(|row| row.is_plain())).or_else(|| best_of(rows.iter()))
}

fn best_of<'a>(rows: impl Iterator<Item = &'a Row>) -> Option<(u8, f64)> {
    rows.filter(|row| {
        matches!(
            row.standing,
            Standing::Chosen
                | Standing::FewerGroups
                | Standing::SecondToKMeans
                | Standing::Below { .. }
        )
    })
    .filter_map(|row| Some((row.candidate.k, row.silhouette?.mean)))
    .fold(None, |best: Option<(u8, f64)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    })
}

fn candidate(row: &Row, winner: &Winner, best: Option<(u8, f64)>) -> Candidate {
    let stability = row.stability.as_ref().map(|found| found.overall);
    Candidate {
        algorithm: row.candidate.algorithm,
        k: row.candidate.k,
        inertia: row.inertia,
        silhouette: row.silhouette,
        calinski_harabasz: row.calinski_harabasz,
        davies_bouldin: row.davies_bouldin,
        stability,
        largest: row.largest_share(),
        smallest: row.smallest_share(),
        verdict: row.verdict(),
        reason: reason(row, winner, best),
    }
}

fn reason(row: &Row, winner: &Winner, best: Option<(u8, f64)>) -> Sentence {
    let is_best = row
        .silhouette
        .is_some_and(|own| best.is_some_and(|(_, best)| own.mean >= best));
    match row.standing {
        Standing::Chosen => Sentence::from(match winner.grounds {
            Grounds::Rule if is_best => {
                "Best separation, and none with more groups comes within 5% of it"
            }
            Grounds::Rule => "Most groups within 5% of the best",
            Grounds::Asked => "Asked for",
            Grounds::OutsideRange => "Best separation; nothing with 3 to 8 groups passed",
            Grounds::LeastBad => "No candidate passed; this one is the least doubtful",
        }),
        Standing::FewerGroups if is_best => Sentence::from("Best separation, but fewer groups"),
        Standing::FewerGroups => Sentence::from("Within 5% of the best, but fewer groups"),
        Standing::SecondToKMeans => {
            Sentence::from("Plain K-Means goes first: it reaches better centres")
        }
        Standing::Below { share } => Sentence::from("Separation ")
            .change(share)
            .text(" below the best"),
        Standing::OutsideRange => Sentence::from("Outside 3 to 8 groups"),
        Standing::NotAsked => Sentence::from("Another number of groups was asked for"),
        Standing::RuledOut => {
            let stability = row.stability.as_ref().map(|found| found.overall);
            match row.vetoes.first() {
                Some(&veto) => {
                    ruled_out(veto, row.largest_share(), row.smallest_count(), stability)
                }
                None => Sentence::from("Ruled out"),
            }
        }
        Standing::Open => Sentence::from("Scores are on their way"),
    }
}

pub(super) fn ruled_out(
    veto: Veto,
    largest: f64,
    smallest: u32,
    stability: Option<f64>,
) -> Sentence {
    match veto {
        Veto::Dominant => Sentence::from("One group holds ")
            .share(largest)
            .text(" of customers (limit ")
            .share(LARGEST_SHARE)
            .text(")"),
        Veto::Tiny => Sentence::from("The smallest group has ")
            .counted(smallest, "customer")
            .text(" (at least ")
            .count(u64::from(SMALLEST_COUNT))
            .text(" and 1% of all)"),
        Veto::Unstable => Sentence::from("Only ")
            .number(stability.unwrap_or(0.0), 2)
            .text(" stable: comes out differently each time (at least ")
            .number(LEAST_STABILITY, 2)
            .text(")"),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn headline(winner: &Winner, best: Option<(u8, f64)>) -> Sentence {
    let groups = capital(&number(usize::from(winner.candidate.k)));
    let because = match winner.grounds {
        Grounds::Rule => match best {
            Some((k, _)) if k != winner.candidate.k => format!(
                "because they separate almost as well as {} and say more",
                number(usize::from(k))
            ),
            _ => "because they separate customers best".to_owned(),
        },
        Grounds::Asked => "because the link asks for as many".to_owned(),
        Grounds::OutsideRange => {
            "because nothing with three to eight groups passed every check".to_owned()
        }
        Grounds::LeastBad => "though no grouping passed every check".to_owned(),
    };
    Sentence::from(format!("{groups} groups, {because}"))
}

fn context(
    report: &SegmentsReport,
    candidates: &[Candidate],
    winner: &Winner,
    best: Option<(u8, f64)>,
    comparisons: &[Comparison],
) -> Sentence {
    let out = candidates
        .iter()
        .filter(|candidate| matches!(candidate.verdict, Verdict::RuledOut(_)))
        .count() as u64;
    let mut sentence = Sentence::new()
        .count(candidates.len() as u64)
        .text(" groupings were made of ")
        .counted(report.customers, "customer")
        .text("; ")
        .count(out)
        .text(if out == 1 {
            " was ruled out."
        } else {
            " were ruled out."
        });
    if winner.grounds == Grounds::Rule {
        let of = match winner.candidate.algorithm {
            Algorithm::KMeans => "Among the plain K-Means left",
            _ => "Among those left",
        };
        sentence = sentence.text(format!(
            " {of} with 3 to 8 groups, the rule takes the most groups whose separation is within \
             5% of the best"
        ));
        if let (Some((k, mean)), Some(own)) = (best, winner.silhouette) {
            sentence = sentence
                .text(": ")
                .number(mean, 3)
                .text(format!(" for {} groups", k));
            if k != winner.candidate.k {
                sentence = sentence
                    .text(", ")
                    .number(own.mean, 3)
                    .text(format!(" for {}", winner.candidate.k));
            }
        }
        sentence = sentence.text(".");
    }
    let raw = comparisons
        .iter()
        .find(|comparison| comparison.candidate.algorithm == Algorithm::KMeansRaw);
    if let Some((own, raw)) = raw.and_then(|raw| Some((raw.own?, &raw.candidate))) {
        sentence = sentence
            .text(" K-Means on the amounts as they are scores ")
            .number(own, 2)
            .text(" in its own space and puts ")
            .share(raw.largest)
            .text(" of customers into one group: no grouping is chosen by silhouette alone.");
    }
    sentence
}

fn rule() -> Vec<Sentence> {
    vec![
        Sentence::from("Fit every candidate to the same prepared customers."),
        Sentence::from("Rule out a grouping when its largest group is over ")
            .share(LARGEST_SHARE)
            .text(", its smallest under 1% or ")
            .counted(SMALLEST_COUNT, "customer")
            .text(", or its stability under ")
            .number(LEAST_STABILITY, 2)
            .text("."),
        Sentence::from(format!(
            "Keep those with {} to {} groups: fewer say too little, more are hard to act on.",
            CHOSEN_GROUPS.start(),
            CHOSEN_GROUPS.end()
        )),
        Sentence::from(
            "Of plain K-Means (of mini-batch only where none is left) find the best silhouette; of \
             those within 5% of it take the one with the most groups.",
        ),
        Sentence::from(format!(
            "Draw the customers again {CHOICES} times, and see how often the rule chooses as many groups."
        )),
        Sentence::from(
            "Name each group by what its customers did: how often they came, what they spent against the shop’s \
             typical customer, and how long ago, by their own gaps.",
        ),
    ]
}

/// What the last group added, and what the next would.
fn elbow(rows: &[Row], winner: &Winner) -> Sentence {
    let inertia = |k: u8| {
        rows.iter()
            .find(|row| row.is_plain() && row.candidate.k == k)
            .map(|row| row.inertia)
            .filter(|&inertia| inertia > 0.0)
    };
    let k = winner.candidate.k;
    let removed = |from: u8| Some(1.0 - inertia(from + 1)? / inertia(from)?);
    let fallback = || Sentence::from("Scatter inside groups by number of groups");
    let (Some(last), Some(next)) = (removed(k.saturating_sub(1)), removed(k)) else {
        return fallback();
    };
    if last <= 0.0 || next <= 0.0 {
        return fallback();
    }
    Sentence::from(format!("The {} group removes ", ordinal(k)))
        .share(last)
        .text(format!(" of the scatter, the {} ", ordinal(k + 1)))
        .share(next)
}

fn ordinal(k: u8) -> &'static str {
    match k {
        2 => "second",
        3 => "third",
        4 => "fourth",
        5 => "fifth",
        6 => "sixth",
        7 => "seventh",
        8 => "eighth",
        9 => "ninth",
        10 => "tenth",
        _ => "next",
    }
}
