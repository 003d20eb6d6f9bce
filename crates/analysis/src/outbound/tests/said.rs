//! Who is held out, left out or too few, and what is said of it.

use super::*;
use crate::inference::assignment::{Customers, split};

#[test]
fn a_table_lists_those_held_out_and_all_others_do_not() {
    let mut these = people(&[]);
    for at in 0..40 {
        let email = format!("c{at}@example.com");
        let more = people(&[(&format!("c{at:02}"), &email, "", "", "France")]);
        these.rows.extend(more.rows);
    }
    these.groups = (0..40)
        .map(|at| if at < 25 { "Loyal" } else { "Lost" })
        .collect();
    let ids: Vec<&str> = these.rows.iter().map(|row| &*row.customer).collect();
    let segments: Vec<u32> = (0..40).map(|at| u32::from(at >= 25)).collect();
    let customers = Customers {
        ids: &ids,
        segments: &segments,
        names: &["Loyal", "Lost"],
    };
    let recency: Vec<f64> = (0..40).map(f64::from).collect();
    let holdout = hold(customers, 0.1, "holdout", &[&recency]).unwrap();
    // The split of every test, with the salt of the draw that was kept.
    let arms = split(customers, &[0.1, 0.9], &holdout.salt).unwrap();
    let twin: Vec<bool> = arms.iter().map(|&arm| arm == 0).collect();
    assert_eq!(holdout.held, twin);
    let held = holdout.len() as u32;
    assert!((3..=5).contains(&held), "{held}");
    let sums: u32 = holdout.groups.iter().map(|row| row.held).sum();
    assert_eq!(sums, held);
    let choices = Choices {
        hold: 10,
        ..to(Destination::Csv)
    };
    let table = made(&these, &choices, &holdout);
    assert_eq!(
        (table.read, table.held, table.files[0].rows),
        (40, held, 40)
    );
    assert_eq!(table.files[0].text.matches(",yes\r\n").count() as u32, held);
    assert_eq!(
        table.context.to_string(),
        format!(
            "{held} of 40 customers are held out, and marked as such, so that the effect can be measured. The file holds personal data in plain text: keep it as you keep those."
        )
    );
    let words = table.cells.as_ref().unwrap().words.to_string();
    assert_eq!(
        words,
        "Every combination of the added columns (rfm_group) holds at least 10 people."
    );
    let meta = made(
        &these,
        &Choices {
            hold: 10,
            ..to(Destination::Meta)
        },
        &holdout,
    );
    assert_eq!(
        (meta.read, meta.held, meta.files[0].rows),
        (40 - held, held, 40 - held)
    );
    for (at, row) in these.rows.iter().enumerate() {
        let there = meta.files[0].text.contains(&fingerprint(&row.customer));
        assert_eq!(there, !holdout.holds(at));
    }
    let manifest: serde_json::Value = serde_json::from_str(&meta.manifest).unwrap();
    assert_eq!(manifest["holdout"]["salt"], *holdout.salt);
    assert_eq!(manifest["holdout"]["per_cent"], 10);
    assert_eq!(manifest["rule"]["version"], "meta-2026-05");
    assert_eq!(manifest["files"][0]["sha256"], *meta.files[0].sha256);
    assert_eq!(manifest["counts"]["held_out"], held);
    assert_eq!(manifest["definition"], "rfm.champions");
}

#[test]
fn nobody_no_consent_and_everybody_held_out_are_said() {
    let hint = |report: &AudienceFileReport| report.hints[0].to_string();
    let nobody = file(&people(&[]), Destination::Google);
    assert_eq!(
        nobody.files[0].text,
        "Email,Phone,First Name,Last Name,Country,Zip\r\n"
    );
    assert_eq!(
        nobody.headline.to_string(),
        "Nobody is ready for Google Customer Match"
    );
    assert_eq!(
        hint(&nobody),
        "Nobody is in this audience, so the file has its headings alone."
    );
    let mut these = people(&[
        ("a", "a@example.com", "", "", ""),
        ("b", "b@example.com", "", "", ""),
    ]);
    let all = Holdout {
        held: vec![true; 2],
        ..Holdout::default()
    };
    let report = made(&these, &to(Destination::Klaviyo), &all);
    assert_eq!(
        hint(&report),
        "Everybody is held out, so the file has its headings alone. Hold out a smaller share."
    );
    these.opt_ins = true;
    these.rows[0].opt_in = false;
    let report = file(&these, Destination::Klaviyo);
    assert_eq!(report.files[0].text, "Email\r\nb@example.com\r\n");
    assert_eq!(report.kinds[0].words, "Left out: has not agreed to e-mails");
    assert_eq!(
        report.headline.to_string(),
        "1 customer is ready for Klaviyo, as it was; 1 is left out"
    );
    let choices = Choices {
        consent: false,
        ..to(Destination::Klaviyo)
    };
    assert_eq!(made(&these, &choices, &Holdout::default()).files[0].rows, 2);
    // A table says what they agreed to.
    let text = file(&these, Destination::Csv).files[0].text.clone();
    assert_eq!(
        text,
        "\u{feff}customer,email,email_opt_in\r\na,a@example.com,no\r\nb,b@example.com,yes\r\n"
    );
    these.rows.iter_mut().for_each(|row| row.opt_in = false);
    let report = file(&these, Destination::Klaviyo);
    assert_eq!(
        hint(&report),
        "No customer has what this file needs, so it has its headings alone. The list below says why."
    );
}

#[test]
fn small_groups_carry_a_hint() {
    let mut these = people(&[]);
    for at in 0..30 {
        let more = people(&[(&format!("c{at:02}"), "", "", "", "")]);
        these.rows.extend(more.rows);
    }
    these.groups = (0..30)
        .map(|at| {
            if at < 20 {
                "Loyal"
            } else if at < 29 {
                "Lost"
            } else {
                "At Risk"
            }
        })
        .collect();
    let cells = file(&these, Destination::Csv).cells.unwrap();
    assert_eq!((cells.combinations, cells.small, cells.smallest), (3, 2, 1));
    assert_eq!(
        cells.words.to_string(),
        "2 of 3 combinations of the added columns (rfm_group) hold fewer than 10 people; the smallest holds 1. Leave a column out before the file goes to others."
    );
}

#[test]
fn a_file_above_the_limit_comes_in_parts() {
    let these = mixed();
    let klaviyo = terms(Destination::Klaviyo);
    let small: &'static Terms = Box::leak(Box::new(Terms {
        most_bytes: Some(120),
        ..*klaviyo
    }));
    let mut export = export::Export::new(these, small, Holdout::default(), true, "", "audience-7");
    let Went::There(exported) = export.step().unwrap() else {
        panic!("one step will do");
    };
    let parts = exported.parts;
    assert!(parts.len() > 1);
    for (number, part) in (1..).zip(&parts) {
        assert_eq!(part.name, format!("audience-7-{number}.csv"));
        assert!(
            part.text.len() <= 120
                && part
                    .text
                    .starts_with("Email,Phone Number,First Name,Country\r\n")
        );
        assert_eq!(part.sha256, fingerprint(&part.text));
        assert_eq!(part.text.matches("\r\n").count() as u32, part.rows + 1);
    }
    assert_eq!(parts.iter().map(|part| part.rows).sum::<u32>(), 5);
    let report = report::report(
        export::Exported {
            parts,
            as_they_were: 5,
            read: 5,
            ..Default::default()
        },
        small,
        &Holdout::default(),
        &to(Destination::Klaviyo),
        &origin(),
        5,
        "test",
    );
    assert_eq!(report.manifest_name, "audience-7.json");
    let last = report.hints.last().unwrap().to_string();
    assert!(
        last.starts_with("Klaviyo takes no file above 50 MB, so there are "),
        "{last}"
    );
}
