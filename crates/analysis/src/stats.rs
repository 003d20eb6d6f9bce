//! Means, spreads and skews of columns.

/// Mean; zero when there are no values.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// An amount to a millionth: sums of the same money differ in their last bits by the order in which it
/// was added up, and 10.10 + 20.20 is 30.30. What is too large for millionths stays as it is.
pub fn exact(amount: f64) -> f64 {
    const PARTS: f64 = 1e6;
    /// From here on there are gaps between whole numbers.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    let parts = amount * PARTS;
    match parts.abs() < WHOLE {
        true => parts.round() / PARTS,
        false => amount,
    }
}

/// A ratio to a thousand-millionth, to be compared with a boundary: a variation of exactly 1 is not
/// 0.9999….
pub fn ratio(value: f64) -> f64 {
    const PARTS: f64 = 1e9;
    (value * PARTS).round() / PARTS
}

/// The ends of the interval in which a share lies with 95 % certainty, seen `hits` times out of `of`: the
/// score interval. 0 and 1 when nothing was seen. Source: Wilson (1927), Probable inference, the law of
/// succession, and statistical inference, JASA 22.
pub fn wilson(hits: f64, of: f64) -> (f64, f64) {
    /// The 97.5 % point of the normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    score_interval(hits, of, Z)
}

/// Wilson's interval of a share whose ends are `z` standard errors away. 0 and 1 when nothing was seen.
pub fn score_interval(hits: f64, of: f64, z: f64) -> (f64, f64) {
    if of <= 0.0 {
        return (0.0, 1.0);
    }
    let share = hits / of;
    let scale = 1.0 + z * z / of;
    let middle = (share + z * z / (2.0 * of)) / scale;
    let spread = (share * (1.0 - share) / of + z * z / (4.0 * of * of)).max(0.0);
    let half = z / scale * spread.sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// Standard deviation of the values themselves (not of a population they stand for).
pub fn deviation(values: &[f64]) -> f64 {
    moment(values, 2).sqrt()
}

/// Skewness: third central moment over the cubed standard deviation (SciPy's default); zero when
/// all values are equal.
pub fn skew(values: &[f64]) -> f64 {
    let cubed = moment(values, 2).powf(1.5);
    if cubed > 0.0 {
        moment(values, 3) / cubed
    } else {
        0.0
    }
}

fn moment(values: &[f64], power: i32) -> f64 {
    let mean = mean(values);
    values
        .iter()
        .map(|value| (value - mean).powi(power))
        .sum::<f64>()
        / values.len().max(1) as f64
}

/// Fewer values than this are sorted by comparison.
const FEW: usize = 1024;

/// Sorts into ascending order, as `f64::total_cmp` has it. Every panel sorts columns of a quarter of
/// a million customers many times: by digits that takes a fifth of the time.
pub fn ascend(values: &mut [f64]) {
    if values.len() < FEW {
        return values.sort_unstable_by(f64::total_cmp);
    }
    let keys = values.iter().map(|&value| key(value)).collect();
    for (value, key) in values.iter_mut().zip(by_digits(keys, |&key| key)) {
        // Back from the key.
        let bits = match key >> 63 {
            1 => key ^ 1 << 63,
            _ => !key,
        };
        *value = f64::from_bits(bits);
    }
}

/// Positions of the values in ascending order, as `f64::total_cmp` has it; equal values stay in the
/// order they came in.
pub fn order(values: &[f64]) -> Vec<u32> {
    if values.len() < FEW {
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        order.sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
        return order;
    }
    let pairs = values
        .iter()
        .zip(0u32..)
        .map(|(&value, row)| (key(value), row));
    let pairs = by_digits(pairs.collect(), |&(key, _)| key);
    pairs.into_iter().map(|(_, row)| row).collect()
}

/// Positions of the keys in ascending order; equal keys stay in the order they came in.
pub fn order_by(keys: &[u64]) -> Vec<u32> {
    let pairs = by_digits(keys.iter().copied().zip(0u32..).collect(), |&(key, _)| key);
    pairs.into_iter().map(|(_, row)| row).collect()
}

/// A number whose order is that of the values: negative ones turned round, below all others.
fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    bits ^ (((bits as i64) >> 63) as u64 | 1 << 63)
}

/// Radix sort by key, from the last digit of 11 bits to the first. Stable.
fn by_digits<T: Copy>(mut items: Vec<T>, key: impl Fn(&T) -> u64) -> Vec<T> {
    const BITS: u32 = 11;
    const DIGITS: usize = 6;
    let digit =
        |item: &T, at: usize| (key(item) >> (at as u32 * BITS)) as usize & ((1 << BITS) - 1);
    let mut counts = vec![[0u32; 1 << BITS]; DIGITS];
    for item in &items {
        for (at, counts) in counts.iter_mut().enumerate() {
            counts[digit(item, at)] += 1;
        }
    }
    let mut other = items.clone();
    for (at, counts) in counts.iter_mut().enumerate() {
        let Some(first) = items.first() else {
            break;
        };
        if counts[digit(first, at)] as usize == items.len() {
            continue;
        }
        let mut next = 0;
        for count in counts.iter_mut() {
            (next, *count) = (next + *count, next);
        }
        for &item in &items {
            let place = &mut counts[digit(&item, at)];
            other[*place as usize] = item;
            *place += 1;
        }
        std::mem::swap(&mut items, &mut other);
    }
    items
}

/// Where each value stands among all, 0 lowest to 1 highest; equal values stand alike, in the
/// middle of their places. And the values in ascending order.
pub fn standing(values: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let order = order(values);
    let mut places = vec![0.5; values.len()];
    let last = values.len().saturating_sub(1) as f64;
    let mut from = 0;
    while from < order.len() && last > 0.0 {
        let value = values[order[from] as usize];
        let same = order[from..]
            .iter()
            .take_while(|&&row| values[row as usize] == value)
            .count();
        let place = (from as f64 + (same - 1) as f64 / 2.0) / last;
        order[from..from + same]
            .iter()
            .for_each(|&row| places[row as usize] = place);
        from += same;
    }
    let sorted = order.iter().map(|&row| values[row as usize]).collect();
    (places, sorted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_described_as_scipy_describes_them() {
        let values = [1.0, 2.0, 3.0, 10.0];
        assert_eq!(mean(&values), 4.0);
        assert!((deviation(&values) - 12.5f64.sqrt()).abs() < 1e-12);
        // scipy.stats.skew([1, 2, 3, 10])
        assert!((skew(&values) - 1.018_233_764_908_628_6).abs() < 1e-12);
        assert_eq!((mean(&[]), skew(&[]), skew(&[7.0, 7.0])), (0.0, 0.0, 0.0));
    }

    #[test]
    fn equal_money_is_equal_however_it_was_added_up() {
        assert_ne!(10.1 + 20.2, 30.3);
        assert_eq!(exact(10.1 + 20.2), 30.3);
        assert_eq!(exact(0.1 + 0.2 - 0.3), 0.0);
        let (mut up, mut down) = (0.0, 0.0);
        for at in 0..10_000 {
            up += f64::from(at) / 100.0;
            down += f64::from(9_999 - at) / 100.0;
        }
        assert_eq!((exact(up), exact(down)), (499_950.0, 499_950.0));
        assert_eq!(exact(1e300), 1e300);
        assert_eq!(ratio(0.999_999_999_999_9), 1.0);
    }

    #[test]
    fn shares_lie_where_wilson_says() {
        // The closed form, worked out apart in Python.
        for (hits, of, low, high) in [
            (10.0, 10.0, 0.722_467_200_137_109, 1.0),
            (0.0, 10.0, 0.0, 0.277_532_799_862_891),
            (14.0, 100.0, 0.085_263_436_6, 0.221_371_882_1),
        ] {
            let found = wilson(hits, of);
            assert!(
                (found.0 - low).abs() < 1e-6 && (found.1 - high).abs() < 1e-6,
                "{found:?}"
            );
        }
        assert_eq!(wilson(0.0, 0.0), (0.0, 1.0));
    }

    #[test]
    fn sorting_by_digits_is_sorting_by_comparison() {
        // Deterministic values of all sizes and signs, with many that are equal.
        let mut state = 7u64;
        let values: Vec<f64> = (0..5000)
            .map(|at| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(at);
                match at % 7 {
                    0 => f64::from_bits(state),
                    1 => -0.0,
                    2 => (state >> 60) as f64,
                    3 => -((state >> 50) as f64) / 100.0,
                    4 => f64::NAN,
                    5 => f64::NEG_INFINITY,
                    _ => (state >> 40) as f64 * 0.01,
                }
            })
            .collect();
        let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        let mut expected = values.clone();
        expected.sort_by(f64::total_cmp);
        let mut found = values.clone();
        ascend(&mut found);
        assert_eq!(bits(&found), bits(&expected));
        let mut rows: Vec<u32> = (0..5000).collect();
        rows.sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
        assert_eq!(order(&values), rows);
        assert_eq!(order(&[3.0; 2000]), (0..2000).collect::<Vec<u32>>());
        let keys: Vec<u64> = values.iter().map(|value| value.to_bits()).collect();
        rows.sort_by_key(|&row| (keys[row as usize], row));
        assert_eq!(order_by(&keys), rows);
    }

    #[test]
    fn equal_values_stand_alike() {
        assert_eq!(
            standing(&[5.0, 1.0, 5.0, 9.0, 1.0]),
            (
                vec![0.625, 0.125, 0.625, 1.0, 0.125],
                vec![1.0, 1.0, 5.0, 5.0, 9.0]
            )
        );
        assert_eq!(standing(&[3.0]), (vec![0.5], vec![3.0]));
        assert_eq!(standing(&[]), (vec![], vec![]));
    }
}
