//! The eleven groups in numbers, and the grid of recency and frequency.

use std::collections::BTreeMap;

use clientele_model::groups::RfmGroup;
use clientele_model::segments::{Cell, GroupSummary, Rfm};
use clientele_model::words::{Sentence, counted};

use super::figures::{Typical, figures};
use super::{Cuts, Scores, quantile};
use crate::plays::Plays;
use crate::stats::ascend;
use crate::tables::CustomersTable;

/// Groups, grid and labels; what to do is told by what is typical of the shop.
pub fn report(table: &CustomersTable, scores: &Scores, typical: &Typical, plays: &Plays) -> Rfm {
    let cells = cells(scores);
    Rfm {
        title: grid_title(&cells),
        groups: summaries_by(table, scores, typical, plays),
        recency_labels: recency_labels(&scores.recency_cuts),
        frequency_labels: frequency_labels(&scores.frequency_cuts),
        cells,
    }
}

/// Groups with customers, best first, where these customers are the whole shop.
pub fn summaries(table: &CustomersTable, scores: &Scores, plays: &Plays) -> Vec<GroupSummary> {
    summaries_by(table, scores, &Typical::of(table), plays)
}

fn summaries_by(
    table: &CustomersTable,
    scores: &Scores,
    typical: &Typical,
    plays: &Plays,
) -> Vec<GroupSummary> {
    let mut rows: BTreeMap<RfmGroup, Vec<u32>> = BTreeMap::new();
    for row in 0..table.len() {
        rows.entry(scores.group(row)).or_default().push(row as u32);
    }
    let all = table.revenue();
    let summary = |(group, rows): (RfmGroup, Vec<u32>)| {
        let own = figures(table, &rows, all, typical);
        let rows: Vec<usize> = rows.into_iter().map(|row| row as usize).collect();
        let revenue: f64 = rows.iter().map(|&row| table.monetary(row)).sum();
        GroupSummary {
            group,
            customers: rows.len() as u32,
            share: rows.len() as f64 / table.len() as f64,
            revenue,
            revenue_share: share(revenue, all),
            recency: median(rows.iter().map(|&row| f64::from(table.recency(row)))),
            frequency: median(rows.iter().map(|&row| f64::from(table.orders[row]))),
            monetary: median(rows.iter().map(|&row| table.monetary(row))),
            play: plays.of(&own),
        }
    };
    rows.into_iter().map(summary).collect()
}

/// The middle value; zero of nothing.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    ascend(&mut sorted);
    quantile(&sorted, 0.5)
}

/// A part's share of a whole; zero when the whole is not above zero.
pub fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// 25 cells: recency 1–5 within frequency 5–1.
fn cells(scores: &Scores) -> Vec<Cell> {
    let mut groups: BTreeMap<(u8, u8), BTreeMap<RfmGroup, u32>> = BTreeMap::new();
    for (row, (&recency, &frequency)) in scores.recency.iter().zip(&scores.frequency).enumerate() {
        let cell = groups.entry((recency, frequency)).or_default();
        *cell.entry(scores.group(row)).or_default() += 1;
    }
    let cell = |recency: u8, frequency: u8| {
        let found = groups.get(&(recency, frequency)).into_iter().flatten();
        let mut groups: Vec<(RfmGroup, u32)> =
            found.map(|(&group, &count)| (group, count)).collect();
        crate::order::sort_by_key(&mut groups, |&(group, count)| {
            (std::cmp::Reverse(count), group)
        });
        Cell {
            recency,
            frequency,
            customers: groups.iter().map(|&(_, count)| count).sum(),
            groups,
        }
    };
    (1..=5)
        .rev()
        .flat_map(|frequency| (1..=5).map(move |recency| (recency, frequency)))
        .map(|(recency, frequency)| cell(recency, frequency))
        .collect()
}

fn grid_title(cells: &[Cell]) -> Sentence {
    let count = |recency: u8, frequency: u8| {
        let cell = cells
            .iter()
            .find(|cell| (cell.recency, cell.frequency) == (recency, frequency));
        u64::from(cell.map_or(0, |cell| cell.customers))
    };
    let of = |sentence: Sentence, many: u64| sentence.counted(many, "customer").text(" with a ");
    let first = of(Sentence::new(), count(5, 5)).text("5 for recency and orders, ");
    of(first, count(1, 1)).text("1 for both")
}

/// Words for recency scores 1–5. A score that no whole number of days can get is an en dash.
fn recency_labels(cuts: &Cuts) -> [String; 5] {
    let ends = cuts.map(|cut| cut.floor() as i64);
    let range = |above: i64, to: i64| {
        if above >= to {
            "–".to_owned()
        } else if above + 1 == to {
            format!("{to} d")
        } else {
            format!("{}–{to} d", above + 1)
        }
    };
    [
        format!("over {} d", ends[3]),
        range(ends[2], ends[3]),
        range(ends[1], ends[2]),
        range(ends[0], ends[1]),
        format!("{} d or less", ends[0]),
    ]
}

/// Words for frequency scores 1–5.
fn frequency_labels(cuts: &Cuts) -> [String; 5] {
    let ends = cuts.map(|cut| cut.floor() as i64);
    let range = |above: i64, to: i64| {
        if above >= to {
            "–".to_owned()
        } else if above + 1 == to {
            orders(to)
        } else {
            format!("{}–{to} orders", above + 1)
        }
    };
    [
        range(0, ends[0]),
        range(ends[0], ends[1]),
        range(ends[1], ends[2]),
        range(ends[2], ends[3]),
        format!("{}+ orders", ends[3] + 1),
    ]
}

fn orders(count: i64) -> String {
    counted(count.unsigned_abs(), "order")
}
