//! Columns of numbers in as little memory as they need: a browser keeps millions of lines.

/// Numbers by position: whole numbers of few bits with a common divisor where that loses no bit of
/// any of them, as cents do.
#[derive(Clone, Debug)]
pub struct Numbers {
    divisor: f64,
    kept: Kept,
}

/// The numbers times the divisor.
#[derive(Clone, Debug)]
enum Kept {
    Bytes(Vec<i8>),
    Shorts(Vec<u16>),
    Wholes(Vec<i32>),
    Floats(Vec<f64>),
}

/// Digits after the point that are tried.
const MOST_DIGITS: u8 = 4;

impl Numbers {
    /// Whole numbers that stand for themselves divided by ten to this power.
    pub(crate) fn whole(values: Vec<i32>, digits: u8) -> Self {
        let fits = |low: i32, high: i32| values.iter().all(|value| (low..=high).contains(value));
        Self {
            divisor: divisor(digits),
            kept: if fits(i32::from(i8::MIN), i32::from(i8::MAX)) {
                Kept::Bytes(values.iter().map(|&value| value as i8).collect())
            } else if fits(0, i32::from(u16::MAX)) {
                Kept::Shorts(values.iter().map(|&value| value as u16).collect())
            } else {
                Kept::Wholes(values)
            },
        }
    }

    /// As [`Numbers::whole`], of numbers that are narrow already.
    pub(crate) fn bytes(values: Vec<i8>, digits: u8) -> Self {
        Self {
            divisor: divisor(digits),
            kept: Kept::Bytes(values),
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        match &self.kept {
            Kept::Bytes(values) => values.len(),
            Kept::Shorts(values) => values.len(),
            Kept::Wholes(values) => values.len(),
            Kept::Floats(values) => values.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number at a position, 0 beyond the end.
    pub fn at(&self, at: usize) -> f64 {
        let kept = match &self.kept {
            Kept::Bytes(values) => values.get(at).map(|&value| f64::from(value)),
            Kept::Shorts(values) => values.get(at).map(|&value| f64::from(value)),
            Kept::Wholes(values) => values.get(at).map(|&value| f64::from(value)),
            Kept::Floats(values) => values.get(at).copied(),
        };
        kept.unwrap_or(0.0) / self.divisor
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = f64> + '_ {
        (0..self.len()).map(|at| self.at(at))
    }

    /// All of them, in order.
    pub fn to_vec(&self) -> Vec<f64> {
        self.iter().collect()
    }

    /// The numbers at these positions, `count` of them; none when one has no position, or one
    /// beyond the end.
    pub(crate) fn picked(
        &self,
        count: usize,
        places: impl Iterator<Item = Option<u32>>,
    ) -> Option<Self> {
        Some(Self {
            divisor: self.divisor,
            kept: match &self.kept {
                Kept::Bytes(values) => Kept::Bytes(pick(values, count, places)?),
                Kept::Shorts(values) => Kept::Shorts(pick(values, count, places)?),
                Kept::Wholes(values) => Kept::Wholes(pick(values, count, places)?),
                Kept::Floats(values) => Kept::Floats(pick(values, count, places)?),
            },
        })
    }
}

impl Default for Numbers {
    fn default() -> Self {
        Self::whole(Vec::new(), 0)
    }
}

impl From<Vec<f64>> for Numbers {
    fn from(values: Vec<f64>) -> Self {
        match (0..=MOST_DIGITS).find_map(|digits| Some((digits, scaled(&values, digits)?))) {
            Some((digits, whole)) => Self::whole(whole, digits),
            None => Self {
                divisor: 1.0,
                kept: Kept::Floats(values),
            },
        }
    }
}

impl FromIterator<f64> for Numbers {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        values.into_iter().collect::<Vec<f64>>().into()
    }
}

impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// The values times ten to that power, when dividing gives back every bit. NaN becomes 0.
pub(crate) fn scaled(values: &[f64], digits: u8) -> Option<Vec<i32>> {
    let divisor = divisor(digits);
    let whole = |&value: &f64| {
        if value.is_nan() {
            return Some(0);
        }
        let whole = (value * divisor).round() as i32;
        let same = (f64::from(whole) / divisor).to_bits() == value.to_bits();
        same.then_some(whole)
    };
    values.iter().map(whole).collect()
}

fn divisor(digits: u8) -> f64 {
    10f64.powi(i32::from(digits))
}

fn pick<T: Copy>(
    values: &[T],
    count: usize,
    places: impl Iterator<Item = Option<u32>>,
) -> Option<Vec<T>> {
    let mut picked = Vec::with_capacity(count);
    for place in places {
        picked.push(*values.get(place? as usize)?);
    }
    Some(picked)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(values: &[f64], is_kept: impl Fn(&Kept) -> bool) {
        let numbers = Numbers::from(values.to_vec());
        assert!(is_kept(&numbers.kept), "{numbers:?}");
        assert_eq!(numbers.to_vec(), values);
        assert_eq!(
            (numbers.len(), numbers.at(values.len())),
            (values.len(), 0.0)
        );
    }

    #[test]
    fn numbers_take_as_few_bits_as_they_need() {
        check(&[], |kept| matches!(kept, Kept::Bytes(_)));
        check(&[-4.0, 127.0], |kept| matches!(kept, Kept::Bytes(_)));
        check(&[0.0, 655.35], |kept| matches!(kept, Kept::Shorts(_)));
        check(&[-1.0, 128.0], |kept| matches!(kept, Kept::Wholes(_)));
        check(&[0.1, 655.36], |kept| matches!(kept, Kept::Wholes(_)));
        check(&[1.0 / 3.0], |kept| matches!(kept, Kept::Floats(_)));
        check(&[1e12, -0.0], |kept| matches!(kept, Kept::Floats(_)));
    }

    proptest! {
        #[test]
        fn numbers_come_back_bit_for_bit(
            values in prop::collection::vec(
                prop_oneof![any::<i32>().prop_map(|v| f64::from(v) / 100.0), -1e6..1e6_f64], 0..20,
            ),
            cents in prop::collection::vec(-99_999..99_999_i32, 0..20),
        ) {
            let cents: Vec<f64> = cents.iter().map(|&cents| f64::from(cents) / 100.0).collect();
            for values in [values, cents] {
                let numbers: Numbers = values.iter().copied().collect();
                let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
                prop_assert_eq!(bits(&numbers.to_vec()), bits(&values));
                let back = (0..values.len() as u32).rev().map(Some);
                let picked = numbers.picked(values.len(), back).unwrap();
                prop_assert!(picked.iter().eq(values.iter().rev().copied()));
                prop_assert!(numbers.picked(1, [Some(values.len() as u32)].into_iter()).is_none());
                prop_assert!(numbers.picked(1, [None].into_iter()).is_none());
            }
        }
    }
}
