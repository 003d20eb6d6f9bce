//! The few who bring much of the revenue: a note of their own, whatever segments they stand in.

use clientele_model::segments::KeyAccounts;
use clientele_model::selection::Only;
use clientele_model::words::{Sentence, agreeing};

use super::basis::Basis;
use super::found::Found;
use crate::rfm::figures;

/// Share of revenue from which a few customers are spoken of, and how many a few are: of all, and at most.
const HEAVY: f64 = 0.25;
const FEW_SHARE: f64 = 0.01;
const FEW: usize = 10;
/// How many times the typical spend makes a customer large.
const LARGE: f64 = 10.0;

/// The largest customers, where a few bring much of the revenue.
pub(super) fn key_accounts(basis: &Basis, found: &Found) -> Option<KeyAccounts> {
    let table = &basis.table;
    let all = table.revenue();
    let least = LARGE * basis.typical.spend;
    let mut rows: Vec<u32> = (0..table.len() as u32).collect();
    let spent = |row: &u32| table.monetary(*row as usize);
    rows.retain(|row| least > 0.0 && spent(row) >= least);
    let few = FEW.max((table.len() as f64 * FEW_SHARE) as usize);
    crate::order::sort_by(&mut rows, |a, b| spent(b).total_cmp(&spent(a)));
    // Who spent as much as the last of them is one of them, or none of these is.
    if let Some(next) = rows.get(few).map(spent) {
        rows.truncate(few);
        rows.retain(|row| spent(row) > next);
    }
    let brought: f64 = rows.iter().map(spent).sum();
    let lowest = rows.last().map(spent)?;
    if all <= 0.0 || brought / all < HEAVY {
        return None;
    }
    let mut inside: Vec<u8> = rows.iter().map(|row| found.labels[*row as usize]).collect();
    inside.sort_unstable();
    inside.dedup();
    let count = rows.len() as u64;
    let words = Sentence::new()
        .counted(count, "customer")
        .text(agreeing(count, " brings ", " bring "))
        .share(brought / all)
        .text(" of revenue")
        .text(agreeing(count, ", ", ", each "))
        .times(lowest / basis.typical.spend)
        .text(" the typical spend or more: know them by name. They stand in ");
    let words = inside
        .iter()
        .enumerate()
        .fold(words, |words, (at, &segment)| {
            let and = if at > 0 { "; and in " } else { "" };
            words
                .text(and)
                .name(&found.segments[usize::from(segment)].name)
        });
    // A round bound, where it means the same customers.
    let at_least = |bound: f64| {
        (0..table.len() as u32)
            .filter(|row| spent(row) >= bound)
            .count()
    };
    let round = lowest.floor();
    let low = if at_least(round) == rows.len() {
        round
    } else {
        lowest
    };
    Some(KeyAccounts {
        words: words.text("."),
        of: Only::Band {
            feature: "monetary".to_owned(),
            low: Some(low),
            high: None,
        },
        customers: rows.len() as u32,
        share: rows.len() as f64 / table.len() as f64,
        revenue: brought,
        revenue_share: brought / all,
        play: basis.plays.of(&figures(table, &rows, all, &basis.typical)),
    })
}
