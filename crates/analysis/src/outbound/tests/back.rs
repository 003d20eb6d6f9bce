//! The way back from a file to its customers.

use proptest::prelude::*;

use super::*;
use crate::set::CustomerSet;

#[test]
fn every_file_can_be_read_back() {
    let these = mixed();
    for destination in Destination::ALL {
        let report = file(&these, *destination);
        let back = read_back(report.files[0].text.as_bytes(), &these, "");
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
    let back = read_back(text.as_bytes(), &these, "");
    assert_eq!((back.rows, back.unknown), (3, 2));
    assert_eq!(back.named, ["=1+1", "999"]);
    assert_eq!(read_back(b"a,b\r\n1,2\r\n", &these, ""), Back::default());
    assert_eq!(read_back(b"", &these, ""), Back::default());
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
        let back = read_back(report.files[0].text.as_bytes(), &these, "");
        prop_assert_eq!(back.rows, report.files[0].rows, "{}", report.files[0].text);
        prop_assert_eq!(back.unknown, 0, "{:?} {}", back.named, report.files[0].text);
        prop_assert_eq!(back.set.len() as u32, back.rows);
    }

    #[test]
    fn anything_can_be_dropped(text in any::<String>()) {
        read_back(text.as_bytes(), &mixed(), "");
        read_back(format!("customer\n{text}").as_bytes(), &mixed(), "");
    }
}
