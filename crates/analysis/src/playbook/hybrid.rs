//! Those who stand between two segments: whose play comes first for them, and why.
//!
//! Somebody stands between when the middle of another segment is hardly farther away than that of their own, in the prepared
//! measures that segments are made from.

use clientele_model::playbook::Hybrid;
use clientele_model::words::{Sentence, agreeing};

use crate::cluster::Matrix;
use crate::grouping::Model;
use crate::order::sort_by;
use crate::plays::Figures;
use crate::rfm::{figures, share};

/// The middle of the other segment is at most so much farther away, as a part of its own distance.
const NEAR: f64 = 0.1;
/// Fewer of them can be told apart by name.
const FEWEST: usize = 10;
/// Cards for these many neighbours.
const MOST: usize = 2;

/// Cards for those of a segment who stand between it and another one, the largest first.
pub fn hybrids(model: &Model, slug: &str) -> Vec<Hybrid> {
    let Some(own) = model.found.segment(slug) else {
        return Vec::new();
    };
    let (basis, found) = (&model.basis, &model.found);
    let labels = basis.in_order(&found.labels);
    let between = between(&basis.matrix, &labels, found.segments.len(), own);
    let of_table = |rows: Vec<u32>| -> Vec<u32> {
        let rows = rows.iter().map(|&at| basis.order[at as usize]);
        rows.collect()
    };
    let between = between.into_iter().map(of_table).enumerate();
    let mut large: Vec<(usize, Vec<u32>)> =
        between.filter(|(_, rows)| rows.len() >= FEWEST).collect();
    // Stable: of two as large the more valuable segment goes first.
    sort_by(&mut large, |(_, a), (_, b)| b.len().cmp(&a.len()));
    large.truncate(MOST);
    let card = |(other, rows)| hybrid(model, own, other, rows);
    large.into_iter().map(card).collect()
}

/// Rows of a matrix that belong to a group and stand between it and each of the `groups`.
fn between(matrix: &Matrix, labels: &[u8], groups: usize, own: usize) -> Vec<Vec<u32>> {
    let middles = middles(matrix, labels, groups);
    let mut rows = vec![Vec::new(); groups];
    for (at, &label) in labels.iter().enumerate() {
        if usize::from(label) != own {
            continue;
        }
        let place: Vec<f64> = matrix.row(at).map(f64::from).collect();
        let to = |middle: &Vec<f64>| {
            let squares = middle.iter().zip(&place).map(|(a, b)| (a - b).powi(2));
            squares.sum::<f64>().sqrt()
        };
        let others = middles
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != own);
        let nearest = others
            .map(|(other, middle)| (other, to(middle)))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((other, far)) = nearest
            && far - to(&middles[own]) <= NEAR * far
        {
            rows[other].push(at as u32);
        }
    }
    rows
}

/// The middle of each group.
fn middles(matrix: &Matrix, labels: &[u8], groups: usize) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; matrix.cols()]; groups];
    let mut counts = vec![0.0; groups];
    for (at, &label) in labels.iter().enumerate() {
        counts[usize::from(label)] += 1.0;
        for (sum, value) in sums[usize::from(label)].iter_mut().zip(matrix.row(at)) {
            *sum += f64::from(value);
        }
    }
    for (sum, count) in sums.iter_mut().zip(counts) {
        sum.iter_mut().for_each(|sum| *sum /= f64::max(count, 1.0));
    }
    sums
}

fn hybrid(model: &Model, own: usize, other: usize, mut rows: Vec<u32>) -> Hybrid {
    rows.sort_unstable();
    let basis = &model.basis;
    let all = basis.table.revenue();
    let these = figures(&basis.table, &rows, all, &basis.typical);
    let [own, other] = [own, other].map(|at| &model.found.segments[at]);
    let telling = telling(&own.figures, &other.figures);
    let is_other_first = first(&these, &own.figures, &other.figures);
    let (first, second) = match is_other_first {
        true => (other, own),
        false => (own, other),
    };
    let count = rows.len() as u32;
    let revenue: f64 = rows
        .iter()
        .map(|&row| basis.table.monetary(row as usize))
        .sum();
    let mut lines = vec![
        Sentence::new()
            .counted(count, "customer")
            .text(" of ")
            .name(&own.name)
            .text(agreeing(count, " is", " are"))
            .text(" hardly nearer to it than to ")
            .name(&other.name)
            .text("; ")
            .text(agreeing(count, "it brings ", "they bring "))
            .share(share(revenue, all))
            .text(" of the revenue"),
    ];
    let summary = |play: &str, name: &str| match play.is_empty() {
        true => name.to_owned(),
        false => format!("{name}: {play}"),
    };
    let words = Sentence::from("First ").name(summary(&first.play.summary, &first.name));
    lines.push(match telling {
        Some(of) => {
            let say = |words: Sentence, figures: &Figures| (of.say)(words, (of.value)(figures));
            let words = say(
                words.text(format!(". By {} they are nearer to it: ", of.name)),
                &these,
            );
            let words = say(
                words.text(", against ").name(&first.name).text(" "),
                &first.figures,
            );
            say(
                words.text(" and ").name(&second.name).text(" "),
                &second.figures,
            )
        }
        None => words.text(": the two hardly differ in what plays go by"),
    });
    let then = Sentence::from("Then, if nothing came of it");
    let then = match these.gap.is_finite() && these.once <= 0.5 {
        true => then
            .text(" in ")
            .days((2.0 * these.gap).round().max(1.0))
            .text(", twice their gap between orders"),
        false => then.text(" in ").days(60.0),
    };
    lines.push(
        then.text(": ")
            .name(summary(&second.play.summary, &second.name)),
    );
    Hybrid {
        slug: other.slug.clone(),
        name: other.name.clone(),
        customers: count,
        revenue,
        first: first.name.clone(),
        lines,
        does: first.play.does.clone(),
    }
}

/// A figure by which segments differ.
struct Telling {
    name: &'static str,
    value: fn(&Figures) -> f64,
    say: fn(Sentence, f64) -> Sentence,
}

const TELLING: [Telling; 4] = [
    Telling {
        name: "days since the last order",
        value: |figures| figures.days,
        say: Sentence::days,
    },
    Telling {
        name: "orders",
        value: |figures| figures.orders,
        say: |words, orders| words.number(orders, u8::from(orders.fract() != 0.0)),
    },
    Telling {
        name: "spend against what is typical here",
        value: |figures| figures.spend,
        say: Sentence::times,
    },
    Telling {
        name: "average order against what is typical here",
        value: |figures| figures.basket,
        say: Sentence::times,
    },
];

/// The figure in which two segments differ most, as many times the smaller.
fn telling(own: &Figures, other: &Figures) -> Option<&'static Telling> {
    let apart = |of: &Telling| {
        let (a, b) = ((of.value)(own), (of.value)(other));
        let times = (a.max(b) + 1e-9) / (a.min(b) + 1e-9);
        if times.is_finite() { times } else { 0.0 }
    };
    let most = TELLING.iter().max_by(|a, b| apart(a).total_cmp(&apart(b)));
    most.filter(|of| apart(of) > 1.05)
}

/// Whether the other segment's play comes first: its figure in which the two differ most is nearer, on a scale of ratios, to
/// that of those between.
fn first(these: &Figures, own: &Figures, other: &Figures) -> bool {
    let Some(of) = telling(own, other) else {
        return false;
    };
    let log = |figures: &Figures| ((of.value)(figures).max(0.0) + 1e-9).ln();
    let far = |to: &Figures| (log(these) - log(to)).abs();
    far(other) < far(own)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn prop_those_between_are_hardly_farther_from_another_middle(
            points in prop::collection::vec(((0i8..40, 0i8..40), 0..3u8), 6..60),
        ) {
            let groups = 3;
            let column = |of: fn(&(i8, i8)) -> i8| points.iter().map(|(point, _)| f32::from(of(point))).collect::<Vec<_>>();
            let columns = [column(|point| point.0), column(|point| point.1)];
            let matrix = Matrix::new(&columns).unwrap();
            let labels: Vec<u8> = points.iter().map(|(_, label)| *label).collect();
            // The middle of a group, and how far a point is from it.
            let far = |at: usize, group: u8| {
                let own: Vec<(f64, f64)> = points.iter().filter(|(_, label)| *label == group).map(|((x, y), _)| (f64::from(*x), f64::from(*y))).collect();
                let n = own.len().max(1) as f64;
                let (x, y) = own.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0 / n, sum.1 + point.1 / n));
                let (a, b) = points[at].0;
                (f64::from(a) - x).hypot(f64::from(b) - y)
            };
            for own in 0..groups {
                let found = between(&matrix, &labels, groups, own);
                prop_assert!(found[own].is_empty());
                for (at, label) in labels.iter().enumerate() {
                    let is_own = usize::from(*label) == own;
                    let others = (0..groups as u8).filter(|other| usize::from(*other) != own);
                    let nearest = others.map(|other| far(at, other)).fold(f64::INFINITY, f64::min);
                    let margin = nearest * (1.0 - NEAR) - far(at, own as u8);
                    let is_found = found.iter().any(|rows| rows.contains(&(at as u32)));
                    // On the very line rounding may tell either way.
                    if margin.abs() > 1e-9 {
                        prop_assert_eq!(is_found, is_own && margin < 0.0, "{} {}", at, margin);
                    }
                }
            }
        }
    }
}
