//! Revenue of the boxes by full period.

use clientele_model::overview::Unit;
use clientele_model::products::{Class, Column, Place, Season};
use clientele_model::words::Sentence;

use super::Judged;
use crate::assortment::{Assortment, Periods};
use crate::days::to_date;
use crate::rfm::share;

/// A quarter of a year.
const SPAN: usize = 3;

/// A span with so many times its even share is a season.
const PEAK: f64 = 1.3;

/// One row per box with products; none where the lines are not there or no period is full.
pub(super) fn of(now: &Assortment, judged: &Judged) -> Vec<Season> {
    if now.detail.is_none() || now.periods.is_empty() {
        return Vec::new();
    }
    let mut sums: Vec<Option<Vec<f64>>> = vec![None; Place::all().count()];
    for (row, place) in judged.rows() {
        let sum = sums[place.at()].get_or_insert_with(|| vec![0.0; now.periods.len()]);
        for (sum, sales) in sum.iter_mut().zip(now.series(row).1) {
            *sum += sales;
        }
    }
    let season = |(place, revenue): (Place, Option<Vec<f64>>)| {
        let revenue = revenue?;
        let above: f64 = revenue.iter().map(|&sum| sum.max(0.0)).sum();
        let part = |&sum: &f64| share(sum.max(0.0), above);
        Some(Season {
            place,
            share: revenue.iter().map(part).collect(),
            revenue,
        })
    };
    Place::all().zip(sums).filter_map(season).collect()
}

/// Whether erratic best-sellers have a season, against steady ones.
pub(super) fn title(season: &[Season], periods: &Periods) -> Sentence {
    let of = |column| {
        let place = Place {
            class: Class::A,
            column,
        };
        season.iter().find(|season| season.place == place)
    };
    let words = match periods.unit {
        Unit::Month => "Revenue of each box by month",
        Unit::Day | Unit::Week => "Revenue of each box by week",
    };
    let (Some(erratic), true) = (of(Column::Z), periods.len() >= 2 * SPAN) else {
        return words.into();
    };
    let span = |season: &Season, at: usize| season.share[at..at + SPAN].iter().sum::<f64>();
    let best = (0..=periods.len() - SPAN).max_by(|&one, &other| {
        let most = span(erratic, one).total_cmp(&span(erratic, other));
        most.then(other.cmp(&one))
    });
    let Some(at) = best else {
        return words.into();
    };
    let part = span(erratic, at);
    if part < PEAK * SPAN as f64 / periods.len() as f64 {
        let what = match periods.unit {
            Unit::Month => "season",
            Unit::Day | Unit::Week => "peak",
        };
        let words = "their revenue is spread over the whole period";
        return format!("Erratic best-sellers have no {what}: {words}").into();
    }
    let (first, last) = (periods.days[at], periods.days[at + SPAN - 1]);
    // Some weeks tell of no season.
    let begin = match periods.unit {
        Unit::Month => "Erratic best-sellers are seasonal: ",
        Unit::Day | Unit::Week => "Erratic best-sellers have a peak: ",
    };
    let title = Sentence::from(begin)
        .share(part)
        .text(" of their revenue falls in ");
    let title = match periods.unit {
        Unit::Month => title
            .month(to_date(first.first))
            .text(" to ")
            .month(to_date(last.first)),
        Unit::Day | Unit::Week => title
            .day(to_date(first.first))
            .text(" to ")
            .day(to_date(last.last)),
    };
    match of(Column::X) {
        Some(steady) => title.text(", of steady ones ").share(span(steady, at)),
        None => title,
    }
}
