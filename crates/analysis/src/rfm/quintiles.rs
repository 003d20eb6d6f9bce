//! Where a fifth of the values ends and the next begins, and the score that follows.

use super::Cuts;

/// One more than the number of cuts below the value: equal values, equal scores.
pub fn score(value: f64, cuts: &Cuts) -> u8 {
    1 + cuts.iter().filter(|&&cut| value > cut).count() as u8
}

/// Quintiles by linear interpolation; zeros when there are no values. Nothing is sorted for it: each is sought among the
/// values that are not below the one before.
pub fn cuts(values: &[f64]) -> Cuts {
    let Some(last) = values.len().checked_sub(1) else {
        return Cuts::default();
    };
    let mut values = values.to_vec();
    let (mut rest, mut below) = (&mut values[..], 0);
    SHARES.map(|share| {
        let place = share * last as f64;
        let at = place as usize - below;
        let (_, &mut low, above) = rest.select_nth_unstable_by(at, f64::total_cmp);
        let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
        rest = &mut std::mem::take(&mut rest)[at..];
        below += at;
        between(low, high, place.fract())
    })
}

/// As [`cuts`], of ascending values.
pub fn cuts_of(sorted: &[f64]) -> Cuts {
    SHARES.map(|share| quantile(sorted, share))
}

const SHARES: [f64; 4] = [0.2, 0.4, 0.6, 0.8];

/// The quantile of ascending values by linear interpolation between the two nearest (NumPy's
/// default); zero when there are no values.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let low = sorted[place as usize];
    let high = sorted[(place as usize + 1).min(last)];
    between(low, high, place.fract())
}

/// The same of values in any order, which it reorders: a fraction of the time that sorting takes.
pub fn quantile_of(values: &mut [f64], share: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else {
        return 0.0;
    };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let (_, low, above) = values.select_nth_unstable_by(place as usize, f64::total_cmp);
    let high = above.iter().copied().reduce(f64::min).unwrap_or(*low);
    between(*low, high, place.fract())
}

/// The same two branches as NumPy, so that the last bit agrees.
fn between(low: f64, high: f64, part: f64) -> f64 {
    if part < 0.5 {
        low + (high - low) * part
    } else {
        high - (high - low) * (1.0 - part)
    }
}
