//! What must not get worse by more than was agreed.

use clientele_model::experiments::{Judged, Measure, MeasureRow, Role, Stand, Way};
use clientele_model::words::{Sentence, agreeing};

use super::facts::Found;
use super::measures::Measured;
use super::totals::{Arm, Value};
use super::words;
use crate::inference::{
    Arm as Moments, Effect, Scale, Share, Side, Standing, Worse, guardrail, newcombe,
};

/// Where an effect stands to a limit, at the same surety as its interval.
pub fn stand(effect: &Effect, limit: f64, worse: Worse, alpha: f64) -> Stand {
    match guardrail(effect, limit.abs(), worse, 0.5 * alpha) {
        Ok(found) => match found.standing {
            Standing::Holds => Stand::Holds,
            Standing::Open => Stand::Open,
            Standing::Broken => Stand::Broken,
        },
        Err(_) => Stand::Unknown,
    }
}

/// A guardrail with the effect that decides it.
pub struct Guard {
    /// Its row.
    pub row: MeasureRow,
    /// The effect; none where the data do not say.
    pub effect: Option<Effect>,
    /// Which way is worse.
    pub worse: Worse,
}

/// Says of profit where it stands.
pub fn profit(measured: &mut Measured, choices: &Judged) -> Option<Guard> {
    if measured.value != Value::Margin || measured.row.role != Role::Guardrail {
        return None;
    }
    let effect = measured.effects.adjusted;
    let limit = choices.least_margin;
    let stand = stand(&effect, limit, Worse::Less, choices.alpha);
    measured.row.limit = Some(limit);
    measured.row.stand = Some(stand);
    Some(Guard {
        row: measured.row.clone(),
        effect: Some(effect),
        worse: Worse::Less,
    })
}

/// Profit where costs are not known.
pub fn unknown_profit(choices: &Judged, days: u32, file_alone: bool) -> Guard {
    let kind = super::measures::kind(Value::Margin, days);
    let about = match file_alone {
        false => "Unit costs are missing, so profit cannot be told.",
        true => "Add a column “margin” to the file to judge it too.",
    };
    Guard {
        row: MeasureRow {
            limit: Some(choices.least_margin),
            note: about.into(),
            ..unknown(kind.key, &kind.name, kind.measure)
        },
        effect: None,
        worse: Worse::Less,
    }
}

/// A guardrail of which the data say nothing.
fn unknown(key: &str, name: &str, measure: Measure) -> MeasureRow {
    MeasureRow {
        key: key.to_owned(),
        name: name.to_owned(),
        measure,
        role: Role::Guardrail,
        control: 0.0,
        treated: 0.0,
        ways: Vec::new(),
        relative: None,
        chance: None,
        corrected: None,
        limit: None,
        stand: Some(Stand::Unknown),
        note: Sentence::new(),
    }
}

/// The guardrails other than profit.
pub fn ratios(found: &Found, control: &Arm, treated: &Arm) -> Vec<Guard> {
    let choices = &found.choices;
    let ratio = |arm: &Arm, of: fn(&Arm) -> crate::inference::Pairs| Moments::ratio(of(arm)).ok();
    let discount = |arm: &Arm| ratio(arm, |arm| arm.discount);
    let returns = |arm: &Arm| ratio(arm, |arm| arm.returns);
    let share = |share: Share| Moments::share(share.hits, share.n).ok();
    let discount = match found.has_discount {
        true => (discount(control), discount(treated)),
        false => (None, None),
    };
    let returned = match found.file_alone() {
        false => (returns(control), returns(treated)),
        true => (None, None),
    };
    let alpha = choices.alpha;
    let lost = |key: &str, name: &str, of: fn(&Arm) -> Share| {
        let (a, b) = (of(control), of(treated));
        let guard = row(key, name, (share(a), share(b)), choices.most_lost, alpha);
        without_a_case(guard, a, b, alpha)
    };
    vec![
        row(
            "discount_share",
            "Discount, share of sales",
            discount,
            choices.most_discount,
            alpha,
        ),
        row(
            "return_share",
            "Returned, share of sales",
            returned,
            choices.most_returns,
            alpha,
        ),
        lost("unsubscribed", "Unsubscribed", |arm| arm.unsubscribed),
        lost("complained", "Complained", |arm| arm.complained),
    ]
}

/// Where no customer of either arm was such a case there may be some all the same: the fewer customers, the more. It holds
/// when Newcombe's interval of the difference does.
fn without_a_case(mut guard: Guard, a: Share, b: Share, alpha: f64) -> Guard {
    if guard.effect.is_some() || guard.row.stand != Some(Stand::Holds) {
        return guard;
    }
    if let Ok(interval) = newcombe(a, b, alpha) {
        let limit = guard.row.limit.unwrap_or_default();
        guard.row.ways = vec![Way {
            name: "As measured".to_owned(),
            about: "no case in either arm".to_owned(),
            effect: 0.0,
            low: interval.low,
            high: interval.high,
            p: 1.0,
            counts: true,
        }];
        if interval.high >= limit {
            guard.row.stand = Some(Stand::Open);
        }
    }
    guard
}

fn row(
    key: &str,
    name: &str,
    (control, treated): (Option<Moments>, Option<Moments>),
    limit: f64,
    alpha: f64,
) -> Guard {
    let both = control.zip(treated);
    let effect = both.and_then(|(a, b)| Effect::between(a, b, Scale::Absolute).ok());
    let interval = effect.and_then(|effect| effect.interval(alpha, Side::Both).ok());
    let ways = effect.zip(interval).map(|(effect, interval)| Way {
        name: "As measured".to_owned(),
        about: "ratio of the arms' sums".to_owned(),
        effect: effect.estimate,
        low: interval.low,
        high: interval.high,
        p: effect.p(Side::Both),
        counts: true,
    });
    // Both arms without one case differ by nothing, and nothing more is known.
    let stand = match (&effect, both) {
        (Some(effect), _) => stand(effect, limit, Worse::More, alpha),
        (None, Some((a, b))) if a.mean == b.mean => Stand::Holds,
        (None, _) => Stand::Unknown,
    };
    let note = match stand {
        Stand::Unknown if ["unsubscribed", "complained"].contains(&key) => {
            Sentence::from("Add a column “")
                .text(key)
                .text("” to the file to judge it too.")
        }
        Stand::Unknown => Sentence::from("The data do not say."),
        Stand::Holds | Stand::Open | Stand::Broken => Sentence::new(),
    };
    let mean = |arm: Option<Moments>| arm.map_or(0.0, |arm| arm.mean);
    Guard {
        row: MeasureRow {
            control: mean(control),
            treated: mean(treated),
            ways: ways.into_iter().collect(),
            limit: Some(limit),
            stand: Some(stand),
            note,
            ..unknown(key, name, Measure::Share)
        },
        effect,
        worse: Worse::More,
    }
}

/// "Of 3 guardrails 1 holds and 2 are open".
pub fn title(rows: &[MeasureRow]) -> Sentence {
    let stands = || rows.iter().filter_map(|row| row.stand);
    let count = |of: Stand| stands().filter(|stand| *stand == of).count() as u64;
    let told = stands().filter(|stand| *stand != Stand::Unknown).count() as u64;
    if told == 0 {
        return Sentence::from("The data say nothing of what must not get worse");
    }
    let parts = [
        (count(Stand::Holds), " holds", " hold"),
        (count(Stand::Open), " is open", " are open"),
        (count(Stand::Broken), " is broken", " are broken"),
    ];
    let there: Vec<_> = parts.into_iter().filter(|part| part.0 > 0).collect();
    if let [(count, one, many)] = there[..] {
        let all = Sentence::from(agreeing(count, "The only ", "All "));
        let all = match count {
            1 => all.text("guardrail"),
            _ => all.counted(count, "guardrail"),
        };
        return all.text(agreeing(count, one, many));
    }
    let mut words = Sentence::from("Of ").counted(told, "guardrail").text(" ");
    for (at, (count, one, many)) in there.iter().enumerate() {
        words = match at {
            0 => words,
            _ if at + 1 == there.len() => words.text(" and "),
            _ => words.text(", "),
        };
        words = words.count(*count).text(agreeing(*count, one, many));
    }
    words
}

/// What a guardrail's reason says.
pub fn about(row: &MeasureRow) -> Sentence {
    let Some(way) = row.ways.iter().find(|way| way.counts).or(row.ways.first()) else {
        return row.note.clone();
    };
    let told = super::effects::Told {
        effect: way.effect,
        low: way.low,
        high: way.high,
    };
    let words = words::told(Sentence::new(), row.measure, told);
    match row.limit {
        Some(limit) => words::change(words.text("; agreed limit "), row.measure, limit),
        None => words,
    }
}
