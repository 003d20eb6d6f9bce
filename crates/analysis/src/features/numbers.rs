//! Means, spreads and skews of columns.

/// Mean; zero when there are no values.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
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

/// Where each value stands among all, 0 lowest to 1 highest; equal values stand alike, in the
/// middle of their places.
pub fn standing(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
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
    places
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
    fn equal_values_stand_alike() {
        assert_eq!(
            standing(&[5.0, 1.0, 5.0, 9.0, 1.0]),
            [0.625, 0.125, 0.625, 1.0, 0.125]
        );
        assert_eq!(standing(&[3.0]), [0.5]);
        assert!(standing(&[]).is_empty());
    }
}
