//! Recency, frequency, monetary: tie-safe scores, 125 codes, eleven groups.

mod figures;
pub mod finding;
mod quintiles;
mod report;

use clientele_model::groups::RfmGroup;

use crate::tables::CustomersTable;

pub use figures::{FEW_IN_ALL, Typical, figures};
pub use quintiles::{cuts, cuts_of, quantile, quantile_of, score};
pub use report::{median, report, share, summaries};

/// Values at which a score changes: the 20th, 40th, 60th and 80th percentile.
pub type Cuts = [f64; 4];

/// Scores of every customer of a table, 1–5, 5 is best. Equal values have equal scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Recency, 5 is most recent.
    pub recency: Vec<u8>,
    /// Frequency, 5 is most orders.
    pub frequency: Vec<u8>,
    /// Monetary, 5 is most spend.
    pub monetary: Vec<u8>,
    /// Where the scores were cut.
    pub recency_cuts: Cuts,
    /// Where the scores were cut.
    pub frequency_cuts: Cuts,
    /// Where the scores were cut.
    pub monetary_cuts: Cuts,
}

impl Scores {
    /// Scores every row, cut at value quantiles (linear interpolation, as NumPy and pandas do).
    pub fn of(table: &CustomersTable) -> Self {
        let columns = columns(table);
        let cuts = columns.each_ref().map(|values| cuts(values));
        Self::cut(&columns, cuts)
    }

    /// Scores every row of [`columns`] that are to be cut there.
    pub fn cut([days, orders, spend]: &[Vec<f64>; 3], cuts: [Cuts; 3]) -> Self {
        let [recency_cuts, frequency_cuts, monetary_cuts] = cuts;
        Self {
            recency: days.iter().map(|&v| 6 - score(v, &recency_cuts)).collect(),
            frequency: orders.iter().map(|&v| score(v, &frequency_cuts)).collect(),
            monetary: spend.iter().map(|&v| score(v, &monetary_cuts)).collect(),
            recency_cuts,
            frequency_cuts,
            monetary_cuts,
        }
    }

    /// The group of a row.
    pub fn group(&self, row: usize) -> RfmGroup {
        group(self.recency[row], self.frequency[row], self.monetary[row])
    }

    /// The group of every row.
    pub fn groups(&self) -> Vec<RfmGroup> {
        (0..self.recency.len()).map(|row| self.group(row)).collect()
    }
}

/// The codes of each group (recency, frequency, monetary). Every one of the 125 codes stands here
/// once.
pub const CODES: [(RfmGroup, &[u16]); 11] = [
    (RfmGroup::Champions, &[555, 554, 544, 545, 454, 455, 445]),
    (RfmGroup::Loyal, &[543, 444, 435, 355, 354, 345, 344, 335]),
    (
        RfmGroup::PotentialLoyalist,
        &[
            553, 551, 552, 541, 542, 533, 532, 531, 452, 451, 442, 441, 431, 453, 433, 432, 423,
            353, 352, 351, 342, 341, 333, 323,
        ],
    ),
    (RfmGroup::NewCustomers, &[512, 511, 422, 421, 412, 411, 311]),
    (
        RfmGroup::Promising,
        &[
            525, 524, 523, 522, 521, 515, 514, 513, 425, 424, 413, 414, 415, 315, 314, 313,
        ],
    ),
    (
        RfmGroup::NeedAttention,
        &[535, 534, 443, 434, 343, 334, 325, 324],
    ),
    (
        RfmGroup::AboutToSleep,
        &[331, 321, 312, 221, 213, 231, 241, 251],
    ),
    (
        RfmGroup::AtRisk,
        &[
            255, 254, 245, 244, 253, 252, 243, 242, 235, 234, 225, 224, 153, 152, 145, 143, 142,
            135, 134, 133, 125, 124,
        ],
    ),
    (
        RfmGroup::CannotLoseThem,
        &[155, 154, 144, 214, 215, 115, 114, 113],
    ),
    (
        RfmGroup::Hibernating,
        &[332, 322, 233, 232, 223, 222, 132, 123, 122, 212, 211],
    ),
    (RfmGroup::Lost, &[111, 112, 121, 131, 141, 151]),
];

/// The group of a code; scores are cut to 1–5.
pub fn group(recency: u8, frequency: u8, monetary: u8) -> RfmGroup {
    GROUPS[position(recency, frequency, monetary)]
}

/// The codes turned inside out, once, at compile time.
const GROUPS: [RfmGroup; 125] = {
    let mut all = [RfmGroup::Lost; 125];
    let mut at = 0;
    while at < CODES.len() {
        let (group, codes) = CODES[at];
        let mut code = 0;
        while code < codes.len() {
            let value = codes[code];
            all[position(
                (value / 100) as u8,
                (value / 10 % 10) as u8,
                (value % 10) as u8,
            )] = group;
            code += 1;
        }
        at += 1;
    }
    all
};

const fn position(recency: u8, frequency: u8, monetary: u8) -> usize {
    const fn digit(score: u8) -> usize {
        match score {
            0 | 1 => 0,
            2 => 1,
            3 => 2,
            4 => 3,
            _ => 4,
        }
    }
    digit(recency) * 25 + digit(frequency) * 5 + digit(monetary)
}

/// Days since the last order, orders and spend of every customer.
pub fn columns(table: &CustomersTable) -> [Vec<f64>; 3] {
    let column = |value: &dyn Fn(usize) -> f64| (0..table.len()).map(value).collect();
    [
        column(&|row| f64::from(table.recency(row))),
        column(&|row| f64::from(table.orders[row])),
        column(&|row| table.monetary(row)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::ascend;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_code_stands_in_exactly_one_group() {
        let mut codes: Vec<u16> = CODES
            .iter()
            .flat_map(|(_, codes)| codes.iter().copied())
            .collect();
        codes.sort_unstable();
        let all: Vec<u16> = (1..=5u16)
            .flat_map(|r| (1..=5).flat_map(move |f| (1..=5).map(move |m| r * 100 + f * 10 + m)))
            .collect();
        assert_eq!(codes, all);
        for (named, codes) in CODES {
            for code in codes {
                let digits = [code / 100, code / 10 % 10, code % 10].map(|digit| digit as u8);
                assert_eq!(group(digits[0], digits[1], digits[2]), named);
            }
        }
    }

    #[test]
    fn the_meaning_of_a_group_is_that_of_its_codes() {
        for (named, codes) in CODES {
            for (place, what) in [(100, "recency"), (10, "orders"), (1, "spend")] {
                let digits = codes.iter().map(|code| code / place % 10);
                let (low, high) = (digits.clone().min().unwrap(), digits.max().unwrap());
                let range = match (low, high) {
                    (1, 5) => continue,
                    (low, high) if low == high => format!("{low}"),
                    (low, 5) if low < 4 => format!("{low} or more"),
                    (low, high) if low + 1 == high => format!("{low} or {high}"),
                    (low, high) => format!("{low} to {high}"),
                };
                let said = named.meaning();
                let parts: Vec<&str> = said.split(" for ").collect();
                let mut pairs = parts.windows(2);
                let holds = pairs.any(|pair| pair[0].ends_with(&range) && pair[1].contains(what));
                assert!(holds, "{said}: {range} for {what}");
            }
        }
    }

    #[test]
    fn cuts_are_those_of_numpy() {
        assert_eq!(cuts(&[]), [0.0; 4]);
        assert_eq!(cuts(&[7.0]), [7.0; 4]);
        // numpy.quantile([1, 2, 4, 8, 16, 32], [.2, .4, .6, .8])
        assert_eq!(
            cuts(&[32.0, 1.0, 8.0, 2.0, 16.0, 4.0]),
            [2.0, 4.0, 8.0, 16.0]
        );
        assert_eq!(cuts(&[1.0, 2.0, 3.0]), [1.4, 1.8, 2.2, 2.6]);
    }

    /// `tests/golden/rfm.py` does the same in pandas on 4,338 real customers.
    #[test]
    fn real_customers_are_scored_as_pandas_does() {
        #[derive(serde::Deserialize)]
        struct Golden {
            cuts: BTreeMap<String, Cuts>,
            codes: BTreeMap<String, u32>,
            groups: BTreeMap<String, u32>,
        }
        let golden: Golden =
            serde_json::from_str(include_str!("../tests/golden/rfm.json")).unwrap();
        let mut table = CustomersTable::default();
        let rows = include_str!("../tests/golden/cluster_rfm.csv").lines();
        for row in rows.filter(|row| !row.starts_with('#')) {
            let mut values = row.split(',').map(|value| value.parse::<f64>().unwrap());
            let mut next = || values.next().unwrap();
            table.position.push(table.position.len() as u32);
            table.last.push(-next() as i32);
            table.orders.push(next() as u32);
            table.gross.push(next());
            table.returned.push(0.0);
        }
        let scores = Scores::of(&table);
        for (ours, key) in [
            (scores.recency_cuts, "recency"),
            (scores.frequency_cuts, "frequency"),
            (scores.monetary_cuts, "monetary"),
        ] {
            let pairs = ours.iter().zip(&golden.cuts[key]);
            // The JSON reader rounds the last bit.
            assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() <= 1e-12 * a));
        }
        let (mut codes, mut groups) = (BTreeMap::new(), BTreeMap::new());
        for row in 0..table.len() {
            let code = format!(
                "{}{}{}",
                scores.recency[row], scores.frequency[row], scores.monetary[row]
            );
            *codes.entry(code).or_default() += 1;
            *groups
                .entry(scores.group(row).name().to_owned())
                .or_default() += 1;
        }
        assert_eq!(codes, golden.codes);
        assert_eq!(groups, golden.groups);
    }

    proptest! {
        #[test]
        fn cuts_are_those_of_the_sorted_values_to_the_bit(
            mut values in prop::collection::vec(prop_oneof![-9.0..9.0f64, (0u8..4).prop_map(f64::from)], 0..60),
        ) {
            let found = cuts(&values);
            ascend(&mut values);
            prop_assert_eq!(found.map(f64::to_bits), cuts_of(&values).map(f64::to_bits));
        }

        #[test]
        fn prop_quantile_of_naive(values in prop::collection::vec(-9..9i32, 0..40), share in 0.0..1.0f64) {
            let mut values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            prop_assert_eq!(quantile_of(&mut values, share), quantile(&sorted, share));
        }

        #[test]
        fn equal_values_have_equal_scores_and_more_is_never_less(
            values in prop::collection::vec(0..30i32, 1..200),
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let cuts = cuts(&values);
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let scores: Vec<u8> = sorted.iter().map(|&value| score(value, &cuts)).collect();
            prop_assert!(scores.windows(2).all(|pair| pair[0] <= pair[1]));
            prop_assert!(scores.iter().all(|score| (1..=5).contains(score)));
        }
    }
}
