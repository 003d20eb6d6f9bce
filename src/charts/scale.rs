//! From values to pixels, by the coordinates of plotters.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

/// A linear scale from values to pixels.
#[derive(Clone, Debug)]
pub struct Linear {
    lo: f64,
    hi: f64,
    from: f64,
    to: f64,
}

impl Linear {
    /// A scale on which `lo` lies at pixel `from` and `hi` at pixel `to`. An empty or unusable range becomes 0 to 1.
    pub fn new(lo: f64, hi: f64, from: f64, to: f64) -> Self {
        let (lo, hi) = if lo.is_finite() && hi.is_finite() && hi > lo {
            (lo, hi)
        } else if lo.is_finite() && hi.is_finite() && lo == hi && lo != 0.0 {
            (lo.min(0.0), hi.max(0.0))
        } else {
            (0.0, 1.0)
        };
        Self { lo, hi, from, to }
    }

    /// A scale that holds zero and all `values`, widened to round steps; at most `steps` of them.
    pub fn round(values: impl IntoIterator<Item = f64>, steps: usize, from: f64, to: f64) -> Self {
        let (mut lo, mut hi) = (0.0_f64, 0.0_f64);
        for v in values {
            if v.is_finite() {
                lo = lo.min(v);
                hi = hi.max(v);
            }
        }
        let draft = Self::new(lo, hi, from, to);
        let step = draft.step(steps);
        Self::new(
            (draft.lo / step).floor() * step,
            (draft.hi / step - 1e-9).ceil() * step,
            from,
            to,
        )
    }

    /// Where a value lies; one far outside the scale lies no further away than a thousand times its length.
    pub fn at(&self, v: f64) -> f64 {
        // plotters maps to whole pixels; a canvas counts tenths, so ask for a hundred times as many.
        let range = RangedCoordf64::from(self.lo..self.hi);
        let far = 1e3 * (self.hi - self.lo);
        f64::from(range.map(
            &v.clamp(self.lo - far, self.hi + far),
            (hundredth(self.from), hundredth(self.to)),
        )) / 100.0
    }

    /// The values at both ends.
    pub fn ends(&self) -> (f64, f64) {
        (self.lo, self.hi)
    }

    fn step(&self, steps: usize) -> f64 {
        let range = RangedCoordf64::from(self.lo..self.hi);
        let points = range.key_points(steps.max(2) + 1);
        match points.as_slice() {
            [a, b, ..] if b > a => b - a,
            _ => self.hi - self.lo,
        }
    }

    /// At most about `steps` round values inside the scale.
    pub fn ticks(&self, steps: usize) -> Vec<f64> {
        let step = self.step(steps);
        let first = (self.lo / step - 1e-9).ceil();
        let count = ((self.hi / step + 1e-9).floor() - first).clamp(0.0, 50.0) as usize;
        (0..=count).map(|i| (first + i as f64) * step).collect()
    }
}

/// A logarithmic scale from values to pixels; values below `lo` lie at its edge.
#[derive(Clone, Debug)]
pub struct Log {
    inner: Linear,
    lo: f64,
    hi: f64,
}

impl Log {
    /// A scale from `lo` (above zero) to `hi`.
    pub fn new(lo: f64, hi: f64, from: f64, to: f64) -> Self {
        let lo = if lo.is_finite() && lo > 0.0 { lo } else { 1.0 };
        let hi = if hi.is_finite() && hi > lo {
            hi
        } else {
            lo * 10.0
        };
        Self {
            inner: Linear::new(lo.log10(), hi.log10(), from, to),
            lo,
            hi,
        }
    }

    /// Where a value lies.
    pub fn at(&self, v: f64) -> f64 {
        self.inner.at(v.max(self.lo).min(self.hi).log10())
    }

    /// The powers of ten inside the scale.
    pub fn decades(&self) -> Vec<f64> {
        let (first, last) = (
            self.lo.log10().ceil() as i32,
            self.hi.log10().floor() as i32,
        );
        (first..=last).map(|e| 10_f64.powi(e)).collect()
    }

    /// Whether a value lies inside the scale.
    pub fn holds(&self, v: f64) -> bool {
        v >= self.lo && v <= self.hi
    }
}

/// How high a row is, in pixels, so that few rows fill the room that a card has beside others; never less than `least` or
/// more than `most`.
pub(super) fn row_height(rows: usize, room: f64, (least, most): (f64, f64)) -> f64 {
    (room / rows.max(1) as f64).clamp(least, most)
}

fn hundredth(px: f64) -> i32 {
    (px.clamp(-1e6, 1e6) * 100.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_every_value() {
        let s = Linear::round([483_000.0, 1_430_000.0], 4, 100.0, 0.0);
        assert_eq!(s.ticks(4), vec![0.0, 500_000.0, 1_000_000.0, 1_500_000.0]);
        assert_eq!(s.at(0.0), 100.0);
        assert_eq!(s.at(1_500_000.0), 0.0);
        let s = Linear::round([-30.0, 100.0], 4, 100.0, 0.0);
        assert!(s.at(-30.0) <= 100.0 && s.at(100.0) >= 0.0);
    }

    #[test]
    fn nothing_to_show_is_still_a_scale() {
        for values in [vec![], vec![0.0], vec![f64::NAN], vec![f64::INFINITY]] {
            let s = Linear::round(values, 4, 0.0, 100.0);
            assert!(s.at(0.5).is_finite());
            assert!(s.at(f64::INFINITY) > 100.0 && s.at(f64::MIN) < 0.0);
            assert!(!s.ticks(4).is_empty());
        }
    }

    #[test]
    fn few_rows_are_higher_than_many() {
        let high = |rows| row_height(rows, 300.0, (37.0, 56.0));
        assert_eq!([0, 1, 6, 8, 100].map(high), [56.0, 56.0, 50.0, 37.5, 37.0]);
    }

    #[test]
    fn a_logarithmic_scale_keeps_zero_at_its_edge() {
        let s = Log::new(1.0, 1000.0, 0.0, 300.0);
        assert_eq!(s.at(0.0), 0.0);
        assert_eq!(s.at(10.0), 100.0);
        assert_eq!(s.decades(), vec![1.0, 10.0, 100.0, 1000.0]);
    }
}
