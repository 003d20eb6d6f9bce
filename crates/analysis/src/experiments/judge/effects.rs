//! An effect in several ways, and which of them the verdict rests on.

use clientele_model::experiments::Way;

use super::groups::Cut;
use super::totals::{Arm, Value, strata};
use crate::inference::always_valid::{self, Hybrid, Look};
use crate::inference::{
    Arm as Moments, Effect, Interval, Method, Pairs, Scale, Share, Side, cuped, newcombe, pooled_z,
    post_stratified,
};

/// How an effect is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct How {
    /// Chance of a false alarm.
    pub alpha: f64,
    /// Whether the planned days have passed.
    pub is_over: bool,
    /// Days judged.
    pub days: u32,
    /// Whether groups of the day before the send are known.
    pub has_groups: bool,
}

/// An estimate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// The effect.
    pub effect: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Told {
    /// Of an effect and its interval.
    pub fn new(effect: f64, interval: Interval) -> Self {
        Self {
            effect,
            low: interval.low,
            high: interval.high,
        }
    }

    /// As the report has it.
    pub fn triple(&self) -> (f64, f64, f64) {
        (self.effect, self.low, self.high)
    }
}

/// A measure's effect in all ways.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// The ways, the one that counts marked.
    pub ways: Vec<Way>,
    /// The one that counts.
    pub counts: Told,
    /// Its p.
    pub p: f64,
    /// Its error, as a difference of means.
    pub plain: Effect,
    /// With past spend taken into account.
    pub adjusted: Effect,
}

/// Moments of a value in an arm.
pub fn moments(value: Value, pairs: Pairs) -> Option<Moments> {
    match value {
        Value::Bought => Moments::share(pairs.y.sum.round() as u32, pairs.y.n).ok(),
        Value::Orders | Value::Revenue | Value::Margin => Moments::mean(pairs.y).ok(),
    }
}

fn share(pairs: Pairs) -> Share {
    Share {
        hits: pairs.y.sum.round() as u32,
        n: pairs.y.n,
    }
}

/// The difference of two arms as it was measured: interval, p, error. Nothing where nothing varies.
pub fn measured(
    value: Value,
    control: Pairs,
    treated: Pairs,
    alpha: f64,
) -> Option<(Told, f64, Effect)> {
    let arms = (moments(value, control)?, moments(value, treated)?);
    let effect = Effect::between(arms.0, arms.1, Scale::Absolute).ok()?;
    if value == Value::Bought {
        let shares = (share(control), share(treated));
        let interval = newcombe(shares.0, shares.1, alpha).ok()?;
        let p = pooled_z(shares.0, shares.1).ok()?.p;
        return Some((Told::new(effect.estimate, interval), p, effect));
    }
    let interval = effect.interval(alpha, Side::Both).ok()?;
    Some((
        Told::new(effect.estimate, interval),
        effect.p(Side::Both),
        effect,
    ))
}

/// The difference with past spend taken into account.
pub fn adjusted(control: Pairs, treated: Pairs) -> Option<Effect> {
    let both = cuped(control, treated).ok()?;
    Effect::between(both.control, both.treated, Scale::Absolute).ok()
}

/// An effect in all ways.
pub fn effects(value: Value, control: &Arm, treated: &Arm, how: How) -> Option<Effects> {
    let alpha = how.alpha;
    let (a, b) = (control.all(value), treated.all(value));
    let (told, p, plain) = measured(value, a, b, alpha)?;
    // Where nobody had spent anything before there is nothing to be taken out.
    let has_past = a.and(b).x.variance() > 0.0;
    let adjusted = adjusted(a, b).filter(|_| has_past).unwrap_or(plain);
    let mut ways = vec![Way {
        name: "As measured".to_owned(),
        about: format!("one look, day {}", how.days),
        effect: told.effect,
        low: told.low,
        high: told.high,
        p,
        counts: how.is_over && (value == Value::Bought || !has_past),
    }];
    let mut add = |name: &str,
                   about: &str,
                   effect: &Effect,
                   interval: Option<Interval>,
                   p: Option<f64>,
                   counts: bool| {
        let (Some(interval), Some(p)) = (interval, p) else {
            return;
        };
        ways.push(Way {
            name: name.to_owned(),
            about: about.to_owned(),
            effect: effect.estimate,
            low: interval.low,
            high: interval.high,
            p,
            counts,
        });
    };
    let once = |effect: &Effect| {
        (
            effect.interval(alpha, Side::Both).ok(),
            Some(effect.p(Side::Both)),
        )
    };
    if has_past {
        let (interval, chance) = once(&adjusted);
        add(
            "Past spend counted",
            "narrower: what the year before explains is taken out",
            &adjusted,
            interval,
            chance,
            how.is_over && value != Value::Bought,
        );
    }
    if how.has_groups {
        let strata = strata(control, treated, Cut::Rfm, value);
        for (method, name, about) in [
            (
                Method::Plain,
                "Compared within groups",
                "arms compared within each RFM group",
            ),
            (
                Method::Adjusted,
                "Both together",
                "within groups, past spend counted",
            ),
        ] {
            if method == Method::Adjusted && !has_past {
                continue;
            }
            if let Ok(effect) = post_stratified(&strata, method, Scale::Absolute) {
                let (interval, chance) = once(&effect);
                add(name, about, &effect, interval, chance, false);
            }
        }
    }
    let tuning = always_valid::TUNING;
    add(
        "Any-day interval",
        "right however often one looks",
        &adjusted,
        always_valid::interval(&adjusted, alpha, Side::Both, tuning).ok(),
        always_valid::p(&adjusted, alpha, Side::Both, tuning).ok(),
        false,
    );
    let hybrid = Hybrid::planned(alpha, f64::from(adjusted.n));
    let (look, about) = match how.is_over {
        true => (Look::Planned, "wider, for having looked while it ran"),
        false => (
            Look::Running,
            "wide while it runs, narrow at the planned end",
        ),
    };
    add(
        "Looked at while it runs",
        about,
        &adjusted,
        hybrid.interval(&adjusted, Side::Both, look).ok(),
        hybrid.p(&adjusted, Side::Both, look).ok(),
        !how.is_over,
    );
    let counted = ways.iter().find(|way| way.counts).or(ways.first())?;
    Some(Effects {
        counts: Told {
            effect: counted.effect,
            low: counted.low,
            high: counted.high,
        },
        p: counted.p,
        plain,
        adjusted,
        ways,
    })
}
