//! What an audience is like beside everybody.

use clientele_model::audiences::{Profile, ProfileRow};
use clientele_model::filters::Lens;
use clientele_model::segments::FeatureUnit;
use clientele_model::words::Sentence;

use crate::features::{Measure, measures};
use crate::order::sort_by;
use crate::rfm::median;
use crate::set::CustomerSet;
use crate::stats::{deviation, mean};
use crate::tables::CustomersTable;

/// Nearer than this to everybody is like everybody, in standard deviations.
const ALIKE: f64 = 0.2;

/// Each measure of these customers beside that of everybody.
pub(crate) fn profile(among: &CustomersTable, these: &CustomerSet) -> Profile {
    let rows = measures(among, Lens::Behaviour)
        .into_iter()
        .filter_map(|measure| row(among, these, &measure));
    let mut rows: Vec<ProfileRow> = rows.collect();
    sort_by(&mut rows, |a, b| {
        b.deviations.abs().total_cmp(&a.deviations.abs())
    });
    Profile {
        title: title(&rows),
        rows,
    }
}

fn row(among: &CustomersTable, these: &CustomerSet, measure: &Measure) -> Option<ProfileRow> {
    let known = |value: &f64| !value.is_nan();
    let all: Vec<f64> = measure.values.iter().copied().filter(known).collect();
    let own: Vec<f64> = measure
        .values
        .iter()
        .zip(&among.position)
        .filter(|(_, customer)| these.contains(**customer))
        .map(|(value, _)| *value)
        .filter(known)
        .collect();
    if own.is_empty() || all.is_empty() {
        return None;
    }
    let usual = |values: &[f64]| match measure.unit {
        FeatureUnit::Share => mean(values),
        _ => median(values.iter().copied()),
    };
    let spread = deviation(&all);
    let apart = mean(&own) - mean(&all);
    Some(ProfileRow {
        key: measure.key.clone(),
        label: measure.label.clone(),
        unit: measure.unit,
        these: usual(&own),
        everybody: usual(&all),
        deviations: if spread > 0.0 { apart / spread } else { 0.0 },
    })
}

/// The measure that is most unlike, where one is.
fn title(rows: &[ProfileRow]) -> Sentence {
    let most = rows.iter().find(|row| {
        row.deviations.abs() >= ALIKE && (row.these - row.everybody) * row.deviations > 0.0
    });
    let Some(row) = most else {
        return "They are much like everybody else".into();
    };
    let value = |words: Sentence, value: f64| match row.unit {
        FeatureUnit::Days => words.days(value),
        FeatureUnit::Count => words.number(value, u8::from(value.fract() != 0.0)),
        FeatureUnit::Money => words.money(value),
        FeatureUnit::Share => words.share(value),
    };
    let begin = Sentence::from(format!("{}: ", row.label));
    value(
        value(begin, row.these).text(", where it is "),
        row.everybody,
    )
    .text(" for everybody")
}
