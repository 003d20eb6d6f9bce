//! Saved audiences in a selection.

use super::*;
use crate::selection::Join;

fn only(text: &str) -> Only {
    text.parse().unwrap()
}

#[test]
fn saved_audiences_are_put_in_their_place() {
    let saved = |name: &str| match name {
        "a" => Some(only("all(rfm.loyal,audience.b)")),
        "b" => Some(only("tier.Gold")),
        "ring" => Some(only("any(rfm.loyal,audience.knot)")),
        "knot" => Some(only("audience.ring")),
        "large" => Some(Only::any(
            (0..40).map(|at| Only::Tier(at.to_string())).collect(),
        )),
        "larger" => Some(only("any(audience.large,all(may.email,audience.large))")),
        _ => None,
    };
    let of = |text: &str| only(text).resolved(&saved);
    assert_eq!(
        of("all(audience.a,may.email)"),
        Ok(only("all(rfm.loyal,tier.Gold,may.email)"))
    );
    // Each stays one line of those that speak of it.
    let lines = |text: &str| only(text).resolved_by_line(&saved).unwrap().lines();
    let told: Vec<(Join, String)> = lines("all(audience.a,may.email,not(audience.b))")
        .into_iter()
        .map(|(join, line)| (join, line.canonical().to_string()))
        .collect();
    assert_eq!(
        told,
        [
            (Join::And, "all(rfm.loyal,tier.Gold)".to_owned()),
            (Join::And, "may.email".to_owned()),
            (Join::Minus, "tier.Gold".to_owned())
        ]
    );
    assert_eq!(lines("audience.a").len(), 1);
    assert_eq!(lines("any(audience.a,audience.b)").len(), 2);
    let refused = |text: &str| of(text).unwrap_err().to_string();
    assert_eq!(
        refused("not(audience.none)"),
        "The audience “none” is not saved in this browser, so whoever refers to it cannot be counted. Import it, or take that line out."
    );
    assert_eq!(
        refused("audience.ring"),
        "The audience “ring” refers to itself, so it means nobody. Open it and take that line out."
    );
    assert_eq!(
        refused("audience.larger"),
        "With the audience “larger” this one holds more than 64 conditions. Take some lines out."
    );
    assert_eq!(
        only("any(audience.b,all(may.email,audience.a))").speaks_of(),
        ["a", "b"].into()
    );
}
