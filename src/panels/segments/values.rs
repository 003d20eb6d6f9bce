//! Values of measures in words, and where a value stands among all customers.

use clientele_model::segments::{Feature, FeatureUnit, Profile};

use super::Format;

/// The value of a measure with its unit: "81 days", "£951".
pub(super) fn value(fmt: &Format, unit: FeatureUnit, v: f64) -> String {
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

/// The step of the diverging ramp: half a standard deviation each, 5 is typical, 9 far stronger.
pub(super) fn step(feature: &Feature, profile: &Profile) -> u8 {
    let strength = if feature.fewer_is_stronger {
        -profile.sigma
    } else {
        profile.sigma
    };
    let steps = (strength * 2.0).round();
    // NaN compares false with everything and stays typical.
    if steps >= 4.0 {
        9
    } else if steps <= -4.0 {
        1
    } else if steps.is_finite() {
        (5.0 + steps) as u8
    } else {
        5
    }
}

/// What a step of the ramp means.
pub(super) fn strength(step: u8) -> &'static str {
    match step {
        0..=2 => "far weaker than typical",
        3 => "weaker than typical",
        4 => "a little weaker than typical",
        5 => "typical",
        6 => "a little stronger than typical",
        7 => "stronger than typical",
        _ => "far stronger than typical",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(sigma: f64, fewer_is_stronger: bool) -> u8 {
        let feature = Feature {
            fewer_is_stronger,
            ..super::super::fixture::report().features[1].clone()
        };
        let profile = Profile {
            sigma,
            ..feature.all
        };
        step(&feature, &profile)
    }

    #[test]
    fn half_a_standard_deviation_is_a_step() {
        assert_eq!(
            [-9.0, -2.0, -0.5, -0.2, 0.0, 0.3, 1.1, 2.0, 9.0].map(|s| at(s, false)),
            [1, 1, 4, 5, 5, 6, 7, 9, 9]
        );
        assert_eq!(at(1.0, true), 3);
        assert_eq!(at(f64::NAN, false), 5);
    }
}
