//! How well customers fit their segment.

use clientele_model::segments::{Fit, SegmentFit};
use clientele_model::words::Sentence;

use super::basis::Basis;
use super::found::Found;
use crate::cluster::{Params, silhouette};

/// A silhouette from which a customer is clearly inside.
const CLEARLY: f32 = 0.25;
/// Points of a silhouette curve.
const POINTS: usize = 61;

/// Measures how well everybody fits, or a seeded sample of many.
pub(super) fn fit(basis: &Basis, found: &Found, params: &Params) -> Fit {
    let k = found.segments.len();
    let matrix = &basis.matrix;
    let labels = basis.in_order(&found.labels);
    let measured = if matrix.rows() as u32 > params.exact_customers {
        silhouette::sampled(matrix, &labels, k, params.sample, params.seed)
    } else {
        silhouette::exact(matrix, &labels, k)
    };
    let Some(measured) = measured else {
        return Fit::default();
    };
    let mut values: Vec<Vec<f32>> = vec![Vec::new(); k];
    for (&row, &value) in measured.rows.iter().zip(&measured.values) {
        values[usize::from(labels[row as usize])].push(value);
    }
    let segments: Vec<SegmentFit> = values.into_iter().map(one).collect();
    let all = basis.table.len().max(1) as f64;
    // Weighted by size: a sample takes more of small segments.
    let whole = |part: &dyn Fn(&SegmentFit) -> f64| {
        found
            .segments
            .iter()
            .zip(&segments)
            .map(|(group, fit)| part(fit) * group.rows.len() as f64 / all)
            .sum::<f64>()
    };
    let (clearly, between) = (whole(&|fit| fit.clearly), whole(&|fit| fit.between));
    Fit {
        clearly,
        between,
        mean: measured.mean.mean,
        sampled: measured.mean.sampled,
        title: title(clearly, between),
        picture_title: picture_title(found, &segments),
        segments,
    }
}

fn one(mut values: Vec<f32>) -> SegmentFit {
    crate::order::sort_by(&mut values, |a, b| b.total_cmp(a));
    let Some(last) = values.len().checked_sub(1) else {
        return SegmentFit::default();
    };
    let share = |test: &dyn Fn(f32) -> bool| {
        values.iter().filter(|&&value| test(value)).count() as f64 / values.len() as f64
    };
    SegmentFit {
        clearly: share(&|value| value >= CLEARLY),
        leaning: share(&|value| (0.0..CLEARLY).contains(&value)),
        between: share(&|value| value < 0.0),
        mean: values.iter().map(|&value| f64::from(value)).sum::<f64>() / values.len() as f64,
        curve: (0..POINTS)
            .map(|at| values[at * last / (POINTS - 1)])
            .collect(),
    }
}

fn title(clearly: f64, between: f64) -> Sentence {
    let title = Sentence::new()
        .share(clearly)
        .text(" of customers sit clearly inside their segment");
    if between > 0.0 {
        title.text("; ").share(between).text(" could belong to two")
    } else {
        title
    }
}

fn picture_title(found: &Found, fits: &[SegmentFit]) -> Sentence {
    let mut order: Vec<usize> = (0..fits.len()).collect();
    crate::order::sort_by(&mut order, |&a, &b| fits[b].mean.total_cmp(&fits[a].mean));
    match (order.first(), order.last()) {
        (Some(&first), Some(&last)) if first != last => Sentence::from("The clearest group: ")
            .name(&found.segments[first].name)
            .text("; the least clear: ")
            .name(&found.segments[last].name),
        _ => Sentence::from("How well every customer fits"),
    }
}
