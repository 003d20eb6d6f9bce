//! Brings one measure to the common scale, and says in words what was done and why.
//!
//! In this order: gaps get the median; where a long tail reaches far above the rest (skewness above
//! one) what is below zero is raised to zero; the outermost hundredth on either side is capped; the
//! tail is brought in by log(1 + x); mean 0 and standard deviation 1. A share is never logged: it
//! cannot outgrow the others.

use clientele_model::segments::{FeatureUnit, Histogram, Preparation, Profile};
use clientele_model::words::{Sentence, agreeing};

use super::Measure;
use crate::rfm::quantile;
use crate::stats::{ascend, deviation, mean, skew};

/// A measure on the common scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// One per customer: mean 0, standard deviation 1; all zero when constant.
    pub values: Vec<f64>,
    /// What was done.
    pub preparation: Preparation,
    /// How to do the same to another value.
    pub recipe: Recipe,
    /// All customers as they are.
    pub all: Profile,
    /// The values as they are.
    pub before: Histogram,
    /// The values as prepared.
    pub after: Histogram,
}

/// The arithmetic that brings one value to the common scale.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Recipe {
    /// What stands in for a value that is missing.
    pub given: f64,
    /// The lowest and highest value there may be; as it is when absent.
    pub capped: Option<(f64, f64)>,
    /// What a value is divided by before log(1 + x) is taken of it, with what is below zero raised to zero; no logarithm
    /// when absent.
    pub logged: Option<f64>,
    /// What is taken off then.
    pub centre: f64,
    /// What it is multiplied by in the end; zero where all customers are alike.
    pub scale: f64,
}

impl Recipe {
    /// The value before it is brought to mean 0 and standard deviation 1.
    fn shaped(&self, value: f64) -> f64 {
        let value = self.logged.map_or(value, |_| value.max(0.0));
        let value = self
            .capped
            .map_or(value, |(low, high)| value.clamp(low, high));
        self.logged.map_or(value, |unit| (value / unit).ln_1p())
    }
}

/// Skewness above which the logarithm is taken.
const SKEWED: f64 = 1.0;
/// The share of values capped on either side.
const CAPPED: f64 = 0.01;
/// Bins of a histogram.
const BINS: usize = 20;
/// Percentiles of a profile.
pub(crate) const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Prepares one measure.
pub fn prepare(measure: &Measure) -> Prepared {
    let mut known: Vec<f64> = measure
        .values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .collect();
    ascend(&mut known);
    let as_is = mean(&known);
    let skew_before = skew(&known);
    let median = quantile(&known, 0.5);
    let missing = (measure.values.len() - known.len()) as u32;

    let mut values: Vec<f64> = measure
        .values
        .iter()
        .map(|&value| if value.is_finite() { value } else { median })
        .collect();
    let logged = skew_before > SKEWED && measure.unit != FeatureUnit::Share;
    let raised = if logged {
        values.iter().filter(|&&value| value < 0.0).count() as u32
    } else {
        0
    };
    let sorted = filled(&known, missing as usize, median, logged);
    let (low, high) = (quantile(&sorted, CAPPED), quantile(&sorted, 1.0 - CAPPED));
    let ends = (
        sorted.first().copied().unwrap_or(0.0),
        sorted.last().copied().unwrap_or(0.0),
    );
    // A measure that all but a hundredth share must not lose its only difference.
    let capped = (low < high && (ends.0 < low || high < ends.1)).then_some((low, high));
    let unit = match measure.unit {
        FeatureUnit::Money => hundredth(&known),
        _ => 1.0,
    };
    let mut recipe = Recipe {
        given: median,
        capped,
        logged: logged.then_some(unit),
        ..Recipe::default()
    };
    values
        .iter_mut()
        .for_each(|value| *value = recipe.shaped(*value));
    // Many are alike: a logarithm is taken once of each.
    let mut last = (f64::NAN, 0.0);
    let once = |&value: &f64| {
        if value != last.0 {
            last = (value, recipe.shaped(value));
        }
        last.1
    };
    let ordered: Vec<f64> = sorted.iter().map(once).collect();
    let (centre, spread) = (mean(&ordered), deviation(&ordered));
    // Below this, differences are rounding errors.
    let constant = spread <= 1e-9 * (1.0 + centre.abs());
    let scale = if constant { 0.0 } else { 1.0 / spread };
    (recipe.centre, recipe.scale) = (centre, scale);
    values
        .iter_mut()
        .for_each(|value| *value = (*value - centre) * scale);

    let mut preparation = Preparation {
        imputed: (missing > 0).then_some((missing, median)),
        capped,
        logged,
        skew_before,
        skew_after: if constant { 0.0 } else { skew(&ordered) },
        constant,
        words: Sentence::new(),
    };
    preparation.words = words(measure, &preparation, raised, ends);
    let whole = &known;
    Prepared {
        all: Profile {
            known: whole.len() as u32,
            mean: as_is,
            quantiles: QUANTILES.map(|q| quantile(whole, q)),
            sigma: 0.0,
        },
        before: before(whole),
        after: histogram(
            &values,
            values.iter().copied().fold(f64::INFINITY, f64::min),
            values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        ),
        preparation,
        recipe,
        values,
    }
}

/// A hundredth of the typical amount above zero, of ascending ones. What is left when all is given back may be
/// a crumb of rounding: it is zero.
fn hundredth(known: &[f64]) -> f64 {
    let crumb = known.last().map_or(0.0, |most| most.max(0.0) * 1e-9);
    let paid = &known[known.partition_point(|&value| value <= crumb)..];
    match quantile(paid, 0.5) / 100.0 {
        unit if unit > 0.0 => unit,
        _ => 1.0,
    }
}

/// The known values, ascending, with as many of the given one as are missing, and in the end what is
/// below zero raised to it.
fn filled(known: &[f64], missing: usize, given: f64, raised: bool) -> Vec<f64> {
    let place = known.partition_point(|&value| value < given);
    let given = std::iter::repeat_n(&given, missing);
    let all = known[..place].iter().chain(given).chain(&known[place..]);
    let low = if raised { 0.0 } else { f64::NEG_INFINITY };
    all.map(|&value| value.max(low)).collect()
}

fn before(sorted: &[f64]) -> Histogram {
    let low = quantile(sorted, CAPPED).min(0.0);
    histogram(sorted, low, quantile(sorted, 1.0 - CAPPED))
}

/// Counts in equal bins; what lies outside goes into the first and last.
fn histogram(values: &[f64], low: f64, high: f64) -> Histogram {
    let low = if low.is_finite() { low } else { 0.0 };
    let high = if high.is_finite() && high > low {
        high
    } else {
        low + 1.0
    };
    let mut counts = vec![0u32; BINS];
    let per = BINS as f64 / (high - low);
    for value in values {
        // A float to an integer saturates: below the first bin is the first.
        let bin = ((value - low) * per) as usize;
        counts[bin.min(BINS - 1)] += 1;
    }
    Histogram { low, high, counts }
}

/// `ends` are the lowest and highest value before capping.
fn words(measure: &Measure, done: &Preparation, raised: u32, ends: (f64, f64)) -> Sentence {
    if done.constant {
        return Sentence::from("Left out of grouping: all customers are alike in it.");
    }
    let value = |sentence: Sentence, value: f64| match measure.unit {
        FeatureUnit::Money => sentence.money(value),
        FeatureUnit::Share => sentence.share(value),
        FeatureUnit::Days | FeatureUnit::Count if value.fract() == 0.0 && value >= 0.0 => {
            sentence.count(value as u64)
        }
        FeatureUnit::Days | FeatureUnit::Count => sentence.number(value, 1),
    };
    let mut sentence = Sentence::new();
    if let Some((missing, given)) = done.imputed {
        sentence = sentence.counted(missing, "customer").text(agreeing(
            missing,
            " has none and counts as ",
            " have none and count as ",
        ));
        sentence = value(sentence, given).text(", the typical value; ");
    }
    if raised > 0 {
        sentence = sentence.count(u64::from(raised)).text(agreeing(
            raised,
            " below zero counts as zero; ",
            " below zero count as zero; ",
        ));
    }
    if let Some((low, high)) = done.capped {
        sentence = sentence.text("capped at ");
        if ends.0 < low {
            sentence = value(sentence, low);
        }
        if ends.0 < low && high < ends.1 {
            sentence = sentence.text(" and ");
        }
        if high < ends.1 {
            sentence = value(sentence, high);
        }
        sentence = sentence.text(", the outermost hundredths; ");
    }
    if done.logged {
        sentence = sentence
            .text(match measure.unit {
                FeatureUnit::Money => "logarithm taken of hundredths of the typical amount",
                _ => "logarithm taken",
            })
            .text(", because a few large values would outweigh all others (skew ")
            .number(done.skew_before, 1)
            .text(" before, ")
            .number(done.skew_after, 1)
            .text(" after); ");
    }
    sentence.text("brought to the common scale.")
}

#[cfg(test)]
mod tests;
