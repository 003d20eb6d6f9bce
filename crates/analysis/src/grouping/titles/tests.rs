use super::*;

#[test]
fn sureness_says_no_more_than_is_known() {
    let check = |stability, grounds, draws: Option<(u32, Option<u8>)>, expected: &str| {
        let draws = draws.map(|(same, other)| Draws {
            same,
            of: 12,
            other,
        });
        let said = sureness(900, stability, (grounds, 5), draws.as_ref());
        assert_eq!(said.to_string(), expected);
    };
    check(
        Some(0.88),
        Grounds::Rule,
        Some((12, None)),
        "We are sure of the picture: repeated on resampled customers, the groups overlap 88%, and 12 of 12 draws \
         choose five groups.",
    );
    check(
        Some(0.88),
        Grounds::Rule,
        Some((10, Some(6))),
        "We are fairly sure of the picture: repeated on resampled customers, the groups overlap 88%, and 10 of 12 \
         draws choose five groups.",
    );
    check(
        Some(0.93),
        Grounds::Rule,
        Some((5, Some(6))),
        "Treat the number of groups with caution: repeated on resampled customers, the groups overlap 93%, and 5 of 12 \
         draws choose five groups (most of the others six).",
    );
    check(
        Some(0.93),
        Grounds::Rule,
        None,
        "Repeated on resampled customers, the groups overlap 93%; whether as many would be chosen again is being \
         worked out.",
    );
    check(
        Some(0.7),
        Grounds::Asked,
        None,
        "Treat the borders between groups with caution: repeated on resampled customers, the groups overlap 70%.",
    );
    check(
        Some(0.9),
        Grounds::LeastBad,
        None,
        "No grouping passed every check, so treat this one as a sketch: repeated on resampled customers, the groups \
         overlap 90%.",
    );
    check(
        None,
        Grounds::Rule,
        None,
        "How sure this is, is being worked out.",
    );
    let few = sureness(49, Some(0.99), (Grounds::Rule, 3), None);
    assert_eq!(
        few.to_string(),
        "These are only 49 customers: too few to be sure of any group."
    );
}

#[test]
fn a_rhythm_is_one_number_only_where_most_have_it() {
    let said = |gap: f64, gaps: [f64; 2]| {
        let figures = Figures {
            gap,
            gaps,
            ..Figures::default()
        };
        rhythm(&figures).to_string()
    };
    assert_eq!(said(28.2, [27.0, 30.0]), "Order every 28 days or so");
    assert_eq!(said(2.0, [2.0, 2.0]), "Order every 2 days or so");
    assert_eq!(said(1.0, [1.0, 1.0]), "Order nearly every day");
    assert_eq!(said(0.4, [0.2, 1.3]), "Order nearly every day");
    assert_eq!(said(1.0, [1.0, 3.0]), "Order every 1 to 3 days");
    assert_eq!(said(40.0, [12.4, 90.0]), "Order every 12 to 90 days");
}
