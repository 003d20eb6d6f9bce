//! `clientele ask … --plays FILE`.

use super::*;

#[test]
fn a_table_of_plays_with_a_mistake_is_refused_and_another_one_is_used() {
    let desk = Desk::new();
    desk.answered(&["pack", "good.csv", "--out", "shop"]);
    let ask = ["ask", "shop", "/overview", "--text", "--plays"];
    desk.refused(
        &[&ask[..], &["none.json"]].concat(),
        1,
        "The table of plays none.json cannot be read: there is no such file or folder.",
    );
    desk.put(
        "plays.json",
        r#"{ "version": 1, "name": "Ours", "plays": [] }"#,
    );
    desk.refused(
        &[&ask[..], &["plays.json"]].concat(),
        1,
        "The table of plays plays.json was not used, so nothing was answered: there is no play in it.",
    );
    let own = include_str!("../../../../public/plays.json");
    desk.put("plays.json", own);
    let (said, _) = desk.answered(&[&ask[..], &["plays.json"]].concat());
    assert_eq!(said, "");
}
