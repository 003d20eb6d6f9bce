//! The split of customers: the hash, the shares, balance.

use clientele_analysis::inference::assignment::{
    BALANCED, Customers, DRAWS, balance, draw, point, salt_of, split,
};
use clientele_analysis::inference::{Sums, chi_squared};
use proptest::prelude::*;

#[test]
fn points_are_those_of_sql() {
    // As ClickHouse and Python's hashlib give them.
    for (salt, customer, expected) in [
        ("spring", "12345", 0.03167770872823894),
        ("spring#2", "12345", 0.24524414516054094),
        ("", "a", 0.7100493980105966),
        ("spring", "Müller 7", 0.5733403374906629),
        ("autumn-2026", "C-000001", 0.09043944906443357),
    ] {
        assert_eq!(point(salt, customer), expected);
    }
}

/// Chance of counts at least as uneven.
fn even(counts: &[u32]) -> f64 {
    let expected = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
    let sum = counts
        .iter()
        .map(|&n| (f64::from(n) - expected).powi(2) / expected)
        .sum();
    chi_squared::upper(sum, counts.len() as f64 - 1.0)
}

#[test]
fn points_are_even_and_two_salts_do_not_know_of_each_other() {
    for form in ["{}", "C-{}", "{}@example.com", "000{}"] {
        let customers: Vec<String> = (10_000..60_000)
            .map(|at| form.replace("{}", &at.to_string()))
            .collect();
        let mut alone = vec![0; 100];
        let mut together = vec![0; 100];
        for customer in &customers {
            let (one, other) = (point("spring", customer), point("autumn", customer));
            alone[(one * 100.0) as usize] += 1;
            together[(one * 10.0) as usize * 10 + (other * 10.0) as usize] += 1;
        }
        assert!(even(&alone) > 0.001, "{form} {}", even(&alone));
        assert!(even(&together) > 0.001, "{form} {}", even(&together));
    }
}

/// Customers of segments of very different size.
fn shop() -> (Vec<String>, Vec<u32>, [&'static str; 5]) {
    let ids: Vec<String> = (0..9_000).map(|at| format!("C{at:05}")).collect();
    let segments = (0..9_000u32).map(|at| match at {
        0..2 => 0,
        2..40 => 1,
        at => 2 + at % 3,
    });
    (
        ids,
        segments.collect(),
        ["Gone", "New", "Loyal", "Rare", "Bargains"],
    )
}

#[test]
fn each_arm_has_its_share_of_every_segment_whatever_the_order() {
    let (ids, segments, names) = shop();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let shares = [0.5, 0.0, 0.3, 0.2];
    let customers = |ids, segments| Customers {
        ids,
        segments,
        names: &names,
    };
    let arms = split(customers(&ids, &segments), &shares, "spring").unwrap();
    for segment in 0..5 {
        let n = segments.iter().filter(|&&at| at == segment).count() as f64;
        for (at, share) in shares.iter().enumerate() {
            let mut both = segments.iter().zip(&arms);
            let there = both
                .by_ref()
                .filter(|(s, arm)| **s == segment && **arm as usize == at)
                .count() as f64;
            assert!(
                (there - n * share).abs() < 1.0,
                "{segment} {at} {there} of {n}"
            );
        }
    }
    // Backwards, and one at a time: the same.
    let turned: Vec<&str> = ids.iter().rev().copied().collect();
    let of_turned: Vec<u32> = segments.iter().rev().copied().collect();
    let mut again = split(customers(&turned, &of_turned), &shares, "spring").unwrap();
    again.reverse();
    assert_eq!(arms, again);
    assert_ne!(
        arms,
        split(customers(&ids, &segments), &shares, "autumn").unwrap()
    );
}

#[test]
fn single_customers_fall_to_both_arms_alike() {
    let names: Vec<String> = (0..4_000).map(|at| format!("Segment {at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let segments: Vec<u32> = (0..4_000).collect();
    let customers = Customers {
        ids: &names,
        segments: &segments,
        names: &names,
    };
    let arms = split(customers, &[1.0, 1.0], "spring").unwrap();
    let treated = arms.iter().filter(|arm| **arm == 1).count() as u32;
    assert!(even(&[treated, 4_000 - treated]) > 0.001, "{treated}");
}

#[test]
fn balance_is_told_in_deviations() {
    let found = balance(Sums::of(&[1.0, 2.0, 3.0]), Sums::of(&[3.0, 4.0, 5.0])).unwrap();
    assert_eq!(
        (found.control, found.treated, found.difference),
        (2.0, 4.0, 2.0)
    );
    let same = balance(Sums::of(&[1.0, 1.0]), Sums::of(&[1.0, 1.0])).unwrap();
    assert_eq!(same.difference, 0.0);
    let apart = balance(Sums::of(&[1.0, 1.0]), Sums::of(&[0.0, 0.0])).unwrap();
    assert_eq!(apart.difference, f64::NEG_INFINITY);
}

#[test]
fn a_split_that_is_off_is_drawn_again_and_says_so() {
    let ids: Vec<String> = (0..400).map(|at| at.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let customers = Customers {
        ids: &ids,
        segments: &[0; 400],
        names: &["all"],
    };
    let spend: Vec<f64> = (0..400).map(|at| f64::from(at * at % 97)).collect();
    let recency: Vec<f64> = (0..400).map(|at| f64::from(at * 31 % 101)).collect();
    let mut again = 0;
    for at in 0..40 {
        let salt = format!("salt {at}");
        let found = draw(customers, &[1.0, 1.0], &salt, &[&spend, &recency]).unwrap();
        assert!(found.largest <= BALANCED, "{found:?}");
        assert_eq!(found.salt, salt_of(&salt, found.number));
        assert_eq!(
            found.arms,
            split(customers, &[1.0, 1.0], &found.salt).unwrap()
        );
        again += u32::from(found.number > 1);
    }
    // Of 400 customers each figure differs by more than a tenth of a deviation in a third of all draws.
    assert!((10..35).contains(&again), "{again}");
    // A handful is never balanced: the best draw is kept.
    let few = Customers {
        ids: &ids[..6],
        segments: &[0; 6],
        names: &["all"],
    };
    let values = [0.0, 1.0, 10.0, 100.0, 1000.0, 10000.0];
    let kept = draw(few, &[1.0, 1.0], "few", &[&values]).unwrap();
    assert!(kept.largest > BALANCED && kept.number <= DRAWS);
}

proptest! {
    #[test]
    fn any_shares_are_kept_to_one_customer(n in 1u32..300, shares in prop::collection::vec(0.0..1.0f64, 1..6), salt in "[a-z]{0,8}") {
        prop_assume!(shares.iter().sum::<f64>() > 0.01);
        let ids: Vec<String> = (0..n).map(|at| at.to_string()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let segments = vec![0; n as usize];
        let customers = Customers { ids: &ids, segments: &segments, names: &["all"] };
        let arms = split(customers, &shares, &salt).unwrap();
        let whole: f64 = shares.iter().sum();
        for (at, share) in shares.iter().enumerate() {
            let there = arms.iter().filter(|arm| **arm as usize == at).count() as f64;
            prop_assert!((there - f64::from(n) * share / whole).abs() < 1.0 + 1e-9);
        }
    }
}

#[test]
fn the_document_says_what_the_code_does() {
    let text = include_str!("../../../../docs/split.md");
    let rows = text.lines().filter(|line| line.starts_with("| "));
    let mut held = 0;
    for row in rows.skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(point(cells[0], cells[1]).to_string(), cells[2], "{row}");
        held += 1;
    }
    assert_eq!(held, 4);
    // Word for word the expressions of the code's own comment.
    let code = include_str!("../../src/inference/assignment.rs");
    let expressions = text.split("```sql\n").nth(1).unwrap();
    for line in expressions.split("```").next().unwrap().lines() {
        assert!(code.contains(line), "{line}");
    }
    assert!(text.contains("Above 0.1 in any") && BALANCED == 0.1);
    assert!(text.contains("twenty times at most") && DRAWS == 20);
}
