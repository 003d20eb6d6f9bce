//! Measures of a rule from four counts.

use clientele_model::baskets::Measures;

/// The counts behind a rule A → C.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Baskets.
    pub all: u32,
    /// With all of A.
    pub when: u32,
    /// With C.
    pub then: u32,
    /// With both.
    pub both: u32,
}

/// How many times more often than chance.
pub fn lift(counts: Counts) -> f64 {
    f64::from(counts.both) * f64::from(counts.all)
        / (f64::from(counts.when) * f64::from(counts.then))
}

/// All measures; formulas as in [`Measures`], which are those of mlxtend. Conviction is none at
/// confidence 1, also when every basket holds C.
pub fn measures(counts: Counts) -> Measures {
    let all = f64::from(counts.all);
    let (a, c) = (f64::from(counts.when) / all, f64::from(counts.then) / all);
    let both = f64::from(counts.both) / all;
    let confidence = f64::from(counts.both) / f64::from(counts.when);
    let leverage = both - a * c;
    let or_zero = |over: f64, under: f64| if under == 0.0 { 0.0 } else { over / under };
    let certain = counts.both == counts.when;
    Measures {
        support: both,
        confidence,
        lift: lift(counts),
        leverage,
        conviction: (!certain).then(|| (1.0 - c) / (1.0 - confidence)),
        zhang: or_zero(leverage, (both * (1.0 - a)).max(a * (c - both))),
        jaccard: or_zero(both, a + c - both),
        certainty: or_zero(confidence - c, 1.0 - c),
        kulczynski: (confidence + f64::from(counts.both) / f64::from(counts.then)) / 2.0,
    }
}
