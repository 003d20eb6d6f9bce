//! What it would bring to send it to everybody of today.

use clientele_model::experiments::{Impact, ImpactRow};
use clientele_model::words::Sentence;

use super::cuts::Worked;
use super::totals::{Arm, Value};
use crate::inference::{Arm as Moments, normal};

/// Customers of today.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Today {
    /// Customers with an order in the usual period.
    pub customers: u32,
    /// Of those, who may be reached.
    pub reached: u32,
    /// Those by cell.
    pub cells: Vec<u32>,
    /// Whether the data say who may be written to.
    pub says_opt_in: bool,
}

/// The impact: rows by the groups of a cut, then the total. `buyers` and `gains` are the same cut worked out by buyers
/// and by what a customer brings; `what` names that.
pub fn impact(
    today: &Today,
    buyers: &Worked,
    gains: &Worked,
    what: &str,
    global: Option<(f64, f64, f64)>,
    alpha: f64,
) -> Option<Impact> {
    let shrunk = gains.shrunk.as_ref()?;
    let z = normal::upper_quantile(0.5 * alpha);
    let mut rows = Vec::new();
    let (mut total, mut own, mut shared, mut more, mut customers) = (0.0, 0.0, 0.0, 0.0, 0_u32);
    for (at, group) in gains.groups.iter().enumerate() {
        let inside = today.cells.iter().enumerate();
        let n: u32 = inside
            .filter(|(cell, _)| gains.cut.of(*cell) == group.at)
            .map(|(_, n)| *n)
            .sum();
        if n == 0 {
            continue;
        }
        let count = f64::from(n);
        let told = gains.shrunk(at, alpha);
        let found = buyers.groups.iter().position(|other| other.at == group.at);
        let further = found.map_or(0.0, |at| buyers.shrunk(at, alpha).effect * count);
        let variance = group.seen.error * group.seen.error;
        let drawn = variance / (variance + shrunk.spread * shrunk.spread);
        total += count * told.effect;
        own += count * count * variance * (1.0 - drawn);
        shared += count * drawn;
        more += further;
        customers += n;
        rows.push(ImpactRow {
            name: gains.cut.group(group.at).to_owned(),
            customers: n,
            buyers: further,
            gain: (count * told.effect, count * told.low, count * told.high),
            is_total: false,
        });
    }
    if rows.is_empty() {
        return None;
    }
    // Groups share the doubt about the common effect.
    let error = (own + (shared * shrunk.error).powi(2)).sqrt();
    let gain = (total, total - z * error, total + z * error);
    rows.push(ImpactRow {
        name: "Everybody".to_owned(),
        customers,
        buyers: more,
        gain,
        is_total: true,
    });
    Some(Impact {
        title: title(gain, what),
        note: note(today, normal::cdf(-total / error)),
        coverage: f64::from(today.reached) / f64::from(today.customers.max(1)),
        global,
        rows,
    })
}

fn title(gain: (f64, f64, f64), what: &str) -> Sentence {
    let words = Sentence::from("Sent to everybody once it would ");
    if gain.1 > 0.0 {
        return words
            .text("bring ")
            .money(gain.0)
            .text(" more ")
            .text(what)
            .text(", at least ")
            .money(gain.1);
    }
    if gain.2 < 0.0 {
        return words
            .text("cost ")
            .money(-gain.0)
            .text(" of ")
            .text(what)
            .text(", at least ")
            .money(-gain.2);
    }
    words
        .text("bring anything from ")
        .money(gain.1)
        .text(" to ")
        .money(gain.2)
        .text(" of ")
        .text(what)
}

fn note(today: &Today, loses: f64) -> Sentence {
    let words = Sentence::new()
        .part_of(today.reached, today.customers, "customer")
        .text(match today.says_opt_in {
            true => " of today may be written to",
            false => " of today could get it",
        })
        .text(". Each group is taken to bring what its customers brought in the test, drawn towards the whole; contacts and set-up are not in it. It loses with a chance of ");
    super::words::odds(words, loses).text(".")
}

/// Effect on the revenue of the whole shop (`shop`, in the days judged) while the test ran, had everybody in it been treated: Eppo's global lift with
/// everybody eligible in the test. Δ = N d / (shop − revenue of those in the test + N m), m being the mean of those held
/// back and d the difference; its error by the delta method.
pub fn global(shop: f64, control: &Arm, treated: &Arm, alpha: f64) -> Option<(f64, f64, f64)> {
    let (a, b) = (control.all(Value::Revenue).y, treated.all(Value::Revenue).y);
    let (control, treated) = (Moments::mean(a).ok()?, Moments::mean(b).ok()?);
    let n = f64::from(control.n) + f64::from(treated.n);
    let difference = treated.mean - control.mean;
    let without = shop - a.sum - b.sum + n * control.mean;
    if without <= 0.0 {
        return None;
    }
    let of_control = control.variance / f64::from(control.n);
    let of_difference = of_control + treated.variance / f64::from(treated.n);
    let by_difference = n / without;
    let by_control = -n * n * difference / (without * without);
    let variance = by_difference * by_difference * of_difference
        + by_control * by_control * of_control
        - 2.0 * by_difference * by_control * of_control;
    let half = normal::upper_quantile(0.5 * alpha) * variance.max(0.0).sqrt();
    let lift = n * difference / without;
    Some((lift, lift - half, lift + half))
}
