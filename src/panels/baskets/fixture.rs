//! A small report for tests.

use clientele_model::baskets::{BasketsReport, Counts, Item, Measures, Rule, Thresholds};
use clientele_model::filters::Level;
use clientele_model::words::Sentence;

/// Five items, and rules with what stands left and right and their lift, surest last.
pub(super) fn report(rules: &[(&[u32], u32, f64)]) -> BasketsReport {
    let names = ["RED TEACUP", "GREEN TEACUP", "RED BAG", "PINK BAG", "CLOCK"];
    let items = names.iter().enumerate().map(|(i, name)| Item {
        id: format!("P{i}"),
        name: (*name).to_owned(),
        category: String::new(),
        orders: 100 - i as u32,
        revenue: 1.0,
    });
    let rules = rules
        .iter()
        .zip(1_u32..)
        .map(|(&(when, then, lift), n)| Rule {
            when: when.to_vec(),
            then,
            orders: 100 - n,
            when_orders: 200,
            measures: Measures {
                support: 0.01,
                confidence: 0.1 * f64::from(n),
                lift,
                leverage: 0.01 / f64::from(n),
                conviction: None,
                zhang: 0.9,
                jaccard: 0.3,
                certainty: 0.4,
                kulczynski: 0.5,
            },
            low: 0.09 * f64::from(n),
            p: 0.0,
            q: 0.0,
            significant: true,
            redundant: false,
        });
    let day = "2011-01-01".parse().unwrap();
    BasketsReport {
        headline: Sentence::new(),
        context: Sentence::new(),
        remarks: Vec::new(),
        period: (day, day),
        level: Level::Product,
        counts: Counts {
            orders: 1_000,
            ..Counts::default()
        },
        thresholds: Thresholds {
            support_orders: 10,
            support: 0.01,
            support_why: Sentence::new(),
            confidence: 0.1,
            confidence_why: Sentence::new(),
            length: 4,
            alpha: 0.01,
        },
        left_out: Vec::new(),
        sizes: Vec::new(),
        items: items.collect(),
        bundles: Vec::new(),
        surest: None,
        by_margin: false,
        valuable: Vec::new(),
        rules: rules.collect(),
        substitutes: Vec::new(),
        next: Vec::new(),
        next_why: None,
        within: 90,
        why_none: None,
        complete: true,
    }
}
