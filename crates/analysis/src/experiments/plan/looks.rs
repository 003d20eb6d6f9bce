//! Why looking early misleads: false alarms of looks, and some useless tests.

use clientele_model::experiments::Peeking;
use clientele_model::words::Sentence;

use crate::draw::generator;
use crate::inference::always_valid::{self, TUNING};
use crate::inference::{Draws, Side, normal, peeking};

/// Useless tests that are drawn.
const PATHS: u32 = 24;
/// More looks than this are not counted one by one.
const LOOKS: u32 = 60;

/// Peeking at a test of so many days and customers.
pub fn peeking(window: u32, customers: u32, alpha: f64, seed: u64) -> Peeking {
    let usual = normal::upper_quantile(0.5 * alpha);
    let alarms = |limits: &[f64]| peeking::false_alarms(limits).unwrap_or(alpha);
    let looks = window.min(LOOKS);
    let any_limit = |look: u32, of: u32| {
        let n = f64::from(customers.max(1)) * f64::from(look) / f64::from(of);
        always_valid::reach(n, alpha, Side::Both, TUNING).unwrap_or(f64::MAX)
    };
    let any: Vec<f64> = (1..=looks).map(|look| any_limit(look, looks)).collect();
    let same = |looks: u32| alarms(&vec![usual; looks as usize]);
    let weeks = window / 7;
    let mut rows = vec![(format!("Once, on day {window}"), 1, same(1))];
    rows.push(("Five times, at equal distances".to_owned(), 5, same(5)));
    if weeks > 1 && weeks != 5 {
        rows.push(("Every week".to_owned(), weeks, same(weeks)));
    }
    let daily = same(looks);
    let every = match looks == window {
        true => "Every day".to_owned(),
        false => format!("{looks} times, at equal distances"),
    };
    if looks > 1 {
        rows.push((every, looks, daily));
        rows.push((
            "On any day, with the limit made for it".to_owned(),
            looks,
            alarms(&any),
        ));
    }
    let title = match looks {
        1 => Sentence::from("Looked at once, "),
        looks if looks == window => Sentence::from("Looked at every day, "),
        looks => Sentence::from("Looked at ")
            .count(looks.into())
            .text(" times, "),
    };
    let title = title
        .count((daily * 100.0).round() as u64)
        .text(" of 100 useless campaigns look as if they worked or did harm");
    Peeking {
        title,
        note: "Each line is one simulated test of an offer that does nothing.".into(),
        rows,
        paths: (0..PATHS).map(|path| null(seed, path, window)).collect(),
        usual: vec![usual; window as usize],
        any_day: (1..=window).map(|day| any_limit(day, window)).collect(),
    }
}

/// A test without a difference: standard errors from zero, day by day.
fn null(seed: u64, path: u32, window: u32) -> Vec<f64> {
    // "peek", so that no other purpose shares the stream.
    let mut draws = Draws::new(generator(seed, &[0x7065_656b, path.into()]));
    let mut sum = 0.0;
    (1..=window)
        .map(|day| {
            sum += draws.normal();
            sum / f64::from(day).sqrt()
        })
        .collect()
}
