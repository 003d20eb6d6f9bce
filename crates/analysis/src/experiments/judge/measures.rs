//! The goal and the other measures.

use clientele_model::experiments::{Goal, Measure, MeasureRow, Role, Stand};
use clientele_model::words::{Sentence, counted};

use super::effects::{Effects, How, effects, moments};
use super::totals::{Arm, Value};
use crate::inference::{Belief, Beta, BetaDifference, Effect, Interval, Scale, Side, multiple};

/// What is measured, as it is named and counted.
pub struct Kind {
    /// Stable name.
    pub key: &'static str,
    /// Name, after the days judged.
    pub name: String,
    /// What it is counted in.
    pub measure: Measure,
}

/// How a value is named.
pub fn kind(value: Value, days: u32) -> Kind {
    let (key, name, measure) = match value {
        Value::Bought => (
            "bought",
            format!("Bought within {}", counted(days, "day")),
            Measure::Share,
        ),
        Value::Orders => ("orders", "Orders per customer".to_owned(), Measure::Number),
        Value::Revenue => ("revenue", "Revenue per customer".to_owned(), Measure::Money),
        Value::Margin => ("margin", "Profit per customer".to_owned(), Measure::Money),
    };
    Kind { key, name, measure }
}

/// What a goal is.
pub fn value_of(goal: Goal) -> Value {
    match goal {
        Goal::Bought => Value::Bought,
        Goal::Revenue => Value::Revenue,
        Goal::Margin => Value::Margin,
        Goal::Orders => Value::Orders,
    }
}

/// A value with its row and effects.
pub struct Measured {
    /// Which value.
    pub value: Value,
    /// Its row.
    pub row: MeasureRow,
    /// Its effects.
    pub effects: Effects,
}

impl Measured {
    /// Where a goal stands: met, surely missed, or open.
    pub fn stand(&self) -> Stand {
        match self.effects.counts {
            counts if counts.low > 0.0 => Stand::Holds,
            counts if counts.high < 0.0 => Stand::Broken,
            _ => Stand::Open,
        }
    }
}

/// The goal first, then the others that are told and whose values vary; profit is a guardrail where it is not the goal.
pub fn measures(
    control: &Arm,
    treated: &Arm,
    goal: Value,
    untold: &[Value],
    how: How,
) -> Vec<Measured> {
    let mut values = vec![goal];
    let all = [Value::Bought, Value::Orders, Value::Revenue, Value::Margin];
    values.extend(all.into_iter().filter(|value| *value != goal));
    values.retain(|value| !untold.contains(value));
    let rows = values
        .into_iter()
        .filter_map(|value| one(value, control, treated, goal, how));
    let mut rows: Vec<Measured> = rows.collect();
    let family: Vec<usize> = (0..rows.len())
        .filter(|&at| rows[at].row.role != Role::Guardrail)
        .collect();
    let p: Vec<f64> = family.iter().map(|&at| rows[at].effects.p).collect();
    for (at, corrected) in family.into_iter().zip(multiple::holm(&p)) {
        rows[at].row.corrected = Some(corrected);
    }
    rows
}

fn one(value: Value, control: &Arm, treated: &Arm, goal: Value, how: How) -> Option<Measured> {
    let effects = effects(value, control, treated, how)?;
    let kind = kind(value, how.days);
    let (a, b) = (control.all(value), treated.all(value));
    let relative = || {
        let effect =
            Effect::between(moments(value, a)?, moments(value, b)?, Scale::Relative).ok()?;
        let Interval { low, high } = effect.interval(how.alpha, Side::Both).ok()?;
        Some((effect.estimate, low, high))
    };
    let role = match value {
        value if value == goal => Role::Goal,
        Value::Margin => Role::Guardrail,
        Value::Bought | Value::Orders | Value::Revenue => Role::Other,
    };
    let row = MeasureRow {
        key: kind.key.to_owned(),
        name: kind.name,
        measure: kind.measure,
        role,
        control: a.y.mean(),
        treated: b.y.mean(),
        ways: effects.ways.clone(),
        relative: relative(),
        chance: chance(value, control, treated, &effects),
        corrected: None,
        limit: None,
        stand: None,
        note: Sentence::new(),
    };
    Some(Measured {
        value,
        row,
        effects,
    })
}

/// Chance that it helps.
fn chance(value: Value, control: &Arm, treated: &Arm, effects: &Effects) -> Option<f64> {
    if value == Value::Bought {
        let after = |arm: &Arm| Beta::FLAT.after(arm.bought()).ok();
        let difference = BetaDifference::new(after(control)?, after(treated)?);
        return Some(difference.chance_to_win());
    }
    let belief = Belief::after(effects.adjusted, None).ok()?;
    Some(belief.chance_to_win())
}
