//! Dates far from all others: typing errors, and times that were never set.

use std::collections::BTreeMap;

/// The days that the data are about, and those far from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day of the main part.
    pub first: i64,
    /// Last day of the main part.
    pub last: i64,
    /// Days far from it, and how many lines each.
    pub strays: Vec<(i64, u64)>,
}

/// Sets days aside that hold hardly any line and lie more than a year, and half as long as the others
/// last, from these. `days` has the number of lines of each day.
pub fn span(days: &BTreeMap<i64, u64>) -> Option<Span> {
    let mut main: Vec<(i64, u64)> = days.iter().map(|(&day, &lines)| (day, lines)).collect();
    let all: u64 = main.iter().map(|(_, lines)| lines).sum();
    let mut strays = vec![];
    while let Some(cut) = cut(&main, all) {
        match cut {
            Cut::Front(at) => strays.extend(main.drain(..at)),
            Cut::Back(at) => strays.extend(main.drain(at..)),
        }
    }
    strays.sort_unstable();
    let (first, last) = (main.first()?.0, main.last()?.0);
    Some(Span {
        first,
        last,
        strays,
    })
}

enum Cut {
    Front(usize),
    Back(usize),
}

fn cut(main: &[(i64, u64)], all: u64) -> Option<Cut> {
    let (first, last) = (main.first()?.0, main.last()?.0);
    let few = |side: &[(i64, u64)]| {
        let lines: u64 = side.iter().map(|(_, lines)| lines).sum();
        lines <= (all / 200).max(1) || (side.len() == 1 && lines * 10 <= all)
    };
    let far = |gap: i64, rest: i64| gap > 366.max(rest / 2);
    // The outermost gap that is wide enough.
    for at in 1..main.len() {
        if !few(&main[..at]) {
            break;
        }
        if far(main[at].0 - main[at - 1].0, last - main[at].0) {
            return Some(Cut::Front(at));
        }
    }
    for at in (1..main.len()).rev() {
        if !few(&main[at..]) {
            break;
        }
        if far(main[at].0 - main[at - 1].0, main[at - 1].0 - first) {
            return Some(Cut::Back(at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strays(days: &[i64]) -> Vec<i64> {
        let mut counts = BTreeMap::new();
        for &day in days {
            *counts.entry(day).or_default() += 1;
        }
        span(&counts)
            .unwrap()
            .strays
            .into_iter()
            .map(|(day, _)| day)
            .collect()
    }

    #[test]
    fn lonely_days_far_away_are_strays() {
        assert_eq!(strays(&[0, 30, 60, 5000]), [5000]);
        assert_eq!(strays(&[-20000, 0, 1]), [-20000]);
        assert_eq!(strays(&[0, 1, 2]), [0i64; 0]);
    }

    #[test]
    fn seasons_and_long_lives_are_none() {
        // A shop that closed for a year and opened again.
        assert_eq!(strays(&[0, 1, 2, 400, 401, 402]), [0i64; 0]);
        let years: Vec<i64> = (0..2000).step_by(10).chain([2600]).collect();
        assert_eq!(strays(&years), [0i64; 0]);
    }
}
