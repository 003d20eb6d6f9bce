//! Values of measures in words, and where a value stands among all customers.

use clientele_model::segments::{FeatureUnit, Profile};

use super::Format;

/// The value of a measure with its unit: "81 days", "£951".
pub(in crate::panels) fn value(fmt: &Format, unit: FeatureUnit, v: f64) -> String {
    match unit {
        FeatureUnit::Days => fmt.days(v),
        _ => bare(fmt, unit, v),
    }
}

/// The value of a measure where its unit stands elsewhere.
pub(super) fn bare(fmt: &Format, unit: FeatureUnit, v: f64) -> String {
    match unit {
        FeatureUnit::Days => fmt.number(v.round(), 0),
        FeatureUnit::Count => fmt.things(v),
        FeatureUnit::Money => fmt.money(v),
        FeatureUnit::Share => fmt.share(v),
    }
}

/// A value on an axis, as short as it can be.
pub(super) fn tick(fmt: &Format, unit: FeatureUnit, v: f64) -> String {
    match unit {
        FeatureUnit::Money => fmt.money_short(v),
        FeatureUnit::Share => fmt.share(v),
        FeatureUnit::Days | FeatureUnit::Count => fmt.short(v),
    }
}

/// The median of a profile.
pub(super) fn median(profile: &Profile) -> f64 {
    profile.quantiles[2]
}

/// A profile where anybody has the measure: who came once has no days between orders.
pub(super) fn told(profile: &Profile) -> Option<&Profile> {
    (profile.known > 0).then_some(profile)
}

/// What stands where nobody has the measure.
pub(super) const NONE: &str = "–";

/// Where a typical value lies among all customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Below the 5th percentile.
    Lowest,
    /// Below the lower quartile.
    Lower,
    /// Between the lower quartile and the median.
    LittleLower,
    /// At the median, as it is printed.
    Typical,
    /// Between the median and the upper quartile.
    LittleHigher,
    /// Above the upper quartile.
    Higher,
    /// Above the 95th percentile.
    Highest,
}

impl Place {
    /// Every place, lowest first.
    pub(super) const ALL: [Self; 7] = [
        Self::Lowest,
        Self::Lower,
        Self::LittleLower,
        Self::Typical,
        Self::LittleHigher,
        Self::Higher,
        Self::Highest,
    ];

    /// Where a value lies among all customers, by the percentiles of their profile.
    pub(super) fn of(value: f64, all: &Profile) -> Self {
        let [p5, p25, p50, p75, p95] = all.quantiles;
        match value {
            v if v < p5 => Self::Lowest,
            v if v < p25 => Self::Lower,
            v if v < p50 => Self::LittleLower,
            v if v > p95 => Self::Highest,
            v if v > p75 => Self::Higher,
            v if v > p50 => Self::LittleHigher,
            _ => Self::Typical,
        }
    }

    /// The step of the diverging ramp, 1 to 9.
    pub(super) fn step(self) -> u8 {
        match self {
            Self::Lowest => 1,
            Self::Lower => 3,
            Self::LittleLower => 4,
            Self::Typical => 5,
            Self::LittleHigher => 6,
            Self::Higher => 7,
            Self::Highest => 9,
        }
    }

    /// In words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Lowest => "lower than 95% of customers",
            Self::Lower => "lower than three in four customers",
            Self::LittleLower => "a little lower than the typical customer",
            Self::Typical => "as the typical customer",
            Self::LittleHigher => "a little higher than the typical customer",
            Self::Higher => "higher than three in four customers",
            Self::Highest => "higher than 95% of customers",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words for values among customers with these percentiles.
    fn words<const N: usize>(quantiles: [f64; 5], values: [f64; N]) -> [&'static str; N] {
        let all = Profile {
            quantiles,
            ..super::super::fixture::report().features[0].all
        };
        values.map(|value| Place::of(value, &all).words())
    }

    #[test]
    fn a_value_has_its_place_among_all_customers() {
        let quantiles = [2.0, 10.0, 50.0, 120.0, 300.0];
        assert_eq!(
            words(quantiles, [1.0, 2.0, 10.0, 50.0, 120.0, 300.0, 301.0]),
            [
                "lower than 95% of customers",
                "lower than three in four customers",
                "a little lower than the typical customer",
                "as the typical customer",
                "a little higher than the typical customer",
                "higher than three in four customers",
                "higher than 95% of customers",
            ]
        );
    }

    #[test]
    fn what_many_customers_share_is_typical_also_where_it_is_a_quartile() {
        let orders = [1.0, 1.0, 1.0, 3.0, 9.0];
        assert_eq!(
            words(orders, [1.0, 2.0]),
            [
                "as the typical customer",
                "a little higher than the typical customer",
            ]
        );
    }

    #[test]
    fn the_ramp_rises_from_the_lowest_to_the_highest() {
        let steps = Place::ALL.map(Place::step);
        assert!(steps.is_sorted());
        assert_eq!((steps[0], steps[3], steps[6]), (1, 5, 9));
    }
}
