//! Which rules are shown, and in which order.

use clientele_model::baskets::{BasketsReport, Rule};

use super::column::Column;

/// What is looked for, on either side and on each.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sought {
    pub(super) either: String,
    pub(super) when: String,
    pub(super) then: String,
}

/// Which column sorts, and whether from most to least.
pub(super) type Sorting = (Column, bool);

/// The places of the rules that are shown, in their order.
pub(super) fn order(r: &BasketsReport, sought: &Sought, (by, down): Sorting) -> Vec<u32> {
    let hits = |text: &str| -> Option<Vec<bool>> {
        let words: Vec<String> = text
            .split_whitespace()
            .map(str::to_ascii_lowercase)
            .collect();
        let found = |text: &str| {
            let text = text.to_ascii_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        };
        let all = r.items.iter();
        (!words.is_empty()).then(|| all.map(|i| found(&i.name) || found(&i.id)).collect())
    };
    let (either, when, then) = (hits(&sought.either), hits(&sought.when), hits(&sought.then));
    let is = |of: &Option<Vec<bool>>, at: u32| match of {
        Some(of) => of.get(at as usize).copied().unwrap_or(false),
        None => true,
    };
    let fits = |rule: &Rule| {
        let any = |of: &Option<Vec<bool>>| rule.when.iter().any(|&at| is(of, at));
        (any(&either) || is(&either, rule.then)) && any(&when) && is(&then, rule.then)
    };
    let rules = r.rules.iter().zip(0_u32..);
    let mut shown: Vec<(f64, u32)> = rules
        .filter(|(rule, _)| fits(rule))
        .map(|(rule, at)| (by.value(r, rule), at))
        .collect();
    shown.sort_by(|a, b| {
        let by_value = if down {
            b.0.total_cmp(&a.0)
        } else {
            a.0.total_cmp(&b.0)
        };
        by_value.then(a.1.cmp(&b.1))
    });
    shown.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::report;
    use super::*;

    const DOWN: Sorting = (Column::Lift, true);

    fn sought(either: &str, when: &str, then: &str) -> Sought {
        let [either, when, then] = [either, when, then].map(str::to_owned);
        Sought { either, when, then }
    }

    #[test]
    fn rules_are_found_on_either_side_by_words_in_any_order_and_by_code() {
        let r = report(&[(&[0], 1, 2.0), (&[2, 4], 3, 5.0), (&[1], 0, 2.0)]);
        let found = |s: Sought| order(&r, &s, DOWN);
        assert_eq!(found(sought("", "", "")), [1, 0, 2]);
        assert_eq!(found(sought("teacup green", "", "")), [0, 2]);
        assert_eq!(found(sought("p4", "", "")), [1]);
        assert_eq!(found(sought("teacup", "red", "")), [0]);
        assert_eq!(found(sought("", "", "red")), [2]);
        assert!(found(sought("", "clock", "teacup")).is_empty());
    }

    #[test]
    fn a_second_click_turns_the_order_and_equals_stay_as_they_were() {
        let r = report(&[(&[0], 1, 2.0), (&[2], 3, 5.0), (&[1], 0, 2.0)]);
        let all = Sought::default();
        assert_eq!(order(&r, &all, (Column::Lift, false)), [0, 2, 1]);
        assert_eq!(order(&r, &all, (Column::Confidence, true)), [2, 1, 0]);
        assert_eq!(order(&r, &all, (Column::Beyond, true)), [0, 1, 2]);
    }
}
