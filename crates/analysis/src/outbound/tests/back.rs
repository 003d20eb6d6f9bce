//! The way back from a file to its customers.

use proptest::prelude::*;

use clientele_model::selection::ListBy;

use super::*;
use crate::set::CustomerSet;

#[test]
fn every_file_can_be_read_back() {
    let these = mixed();
    for destination in Destination::ALL {
        let report = file(&these, *destination);
        let back = back_among(&report.files[0].text, &these);
        assert_eq!(back.to, Some(*destination));
        assert_eq!(
            (back.rows, back.unknown),
            (report.files[0].rows, 0),
            "{destination:?}"
        );
        let expected: CustomerSet = match destination {
            Destination::Csv | Destination::Json | Destination::Ids => (0..9).collect(),
            Destination::Mailchimp => [0, 1, 2, 4].into_iter().collect(),
            Destination::Klaviyo => [0, 1, 2, 4, 5].into_iter().collect(),
            _ => [0, 1, 2, 4, 5, 8].into_iter().collect(),
        };
        let listed = |set: &CustomerSet| set.iter().collect::<Vec<_>>();
        assert_eq!(listed(&back.set), listed(&expected), "{destination:?}");
    }
    let text = "customer\r\n100139\r\n'=1+1\r\n999\r\n";
    let back = back_among(text, &these);
    assert_eq!((back.rows, back.unknown), (3, 2));
    assert_eq!(back.named, ["=1+1", "999"]);
    assert_eq!(back_among("", &these), Back::default());
    assert_eq!(back_among("customer\n", &these), Back::default());
}

/// Who of a file is among people.
fn back_among(text: &str, people: &impl People) -> Back {
    let contact = |row: usize| people.contact(row);
    read_back(text, &Everybody(people.len(), &contact), "")
}

#[test]
fn lists_from_elsewhere_are_read_by_heading_or_by_what_stands_in_them() {
    let these = mixed();
    let check = |text: &str, expected: &[u32], unknown: u32, by: ListBy| {
        let back = back_among(text, &these);
        assert_eq!(back.set.iter().collect::<Vec<_>>(), expected, "{text}");
        assert_eq!((back.to, back.unknown), (None, unknown), "{text}");
        let taken = take_list("pause.csv", text).map(|(listed, rows)| (listed.by, rows));
        assert_eq!(taken, Some((by, back.rows)), "{text}");
    };
    let id = |at: usize| these.contact(at).customer;
    let (a, b) = (id(0), id(1));
    let email = these.contact(0).get(Field::Email).to_owned();
    let hash = fingerprint(&email.trim().to_lowercase());
    check(
        &format!("Customer ID;Name\n{a};x\n{b};y\n77;z\n"),
        &[0, 1],
        1,
        ListBy::Number,
    );
    check(&format!("Kundennummer\t\n{b}\t\n"), &[1], 0, ListBy::Number);
    check(&format!("{a}\n{b}\n"), &[0, 1], 0, ListBy::Number);
    check(&format!("why\n{b}\n"), &[1], 0, ListBy::Number);
    check(
        &format!("E-Mail\n{}\n", email.to_uppercase()),
        &[0],
        0,
        ListBy::Contact,
    );
    check(&format!("note,who\nx,{email}\n"), &[0], 0, ListBy::Contact);
    check(
        &format!("{hash}\nnobody@example.org\n"),
        &[0],
        1,
        ListBy::Contact,
    );
    assert_eq!(take_list("x.csv", "\n\n"), None);
    // A line of JSON that is none is nobody, and said.
    let back = back_among(
        &format!("{{\"customer\":\"{b}\"}}\n{{\"customer\": 1"),
        &these,
    );
    assert_eq!((back.rows, back.unknown), (2, 1));
    assert_eq!(back.named, ["{\"customer\": 1"]);
}

proptest! {
    #[test]
    fn any_texts_give_a_file_that_is_read_back(
        rows in prop::collection::vec((any::<String>(), any::<String>(), any::<String>(), any::<String>()), 0..12),
        destination in 0..8_usize,
    ) {
        let rows: Vec<_> = rows.iter().enumerate().map(|(at, row)| (format!("{at:03}{}", row.0), row)).collect();
        let rows: Vec<_> = rows.iter().map(|(id, row)| (&**id, &*row.1, &*row.2, &*row.3, "France")).collect();
        let these = people(&rows);
        let to = Destination::ALL[destination];
        let report = file(&these, to);
        prop_assert_eq!(report.read, report.as_they_were + report.tidied + report.left_out);
        let back = back_among(&report.files[0].text, &these);
        prop_assert_eq!(back.rows, report.files[0].rows, "{}", report.files[0].text);
        prop_assert_eq!(back.unknown, 0, "{:?} {}", back.named, report.files[0].text);
        prop_assert_eq!(back.set.len() as u32, back.rows);
    }

    #[test]
    fn anything_can_be_dropped(text in any::<String>()) {
        back_among(&text, &mixed());
        back_among(&format!("customer\n{text}"), &mixed());
    }
}
