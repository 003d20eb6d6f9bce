//! A pack whose files are not what its catalogue says.

use super::Desk;

#[test]
fn a_file_that_is_not_the_one_in_the_catalogue_is_refused() {
    let desk = Desk::new();
    desk.answered(&["pack", "good.csv", "--out", "shop"]);
    desk.answered(&["ask", "shop", "/data"]);
    let text = std::fs::read_to_string(desk.path().join("shop/catalogue.json")).unwrap();
    let whole = std::fs::read(desk.path().join("shop/lines.arrow")).unwrap();
    let refused = |detail: &str| {
        desk.refused(
            &["ask", "shop", "/products"],
            1,
            &format!(
                "The file lines.arrow is damaged or incomplete ({detail}). What is on the page is kept; reload, or make the pack again."
            ),
        );
    };
    // Another file of the same length: every number in it could be another one.
    let mut other = whole.clone();
    let middle = other.len() / 2;
    other[middle] ^= 1;
    desk.put("shop/lines.arrow", &other);
    refused("its fingerprint is not the one in the catalogue");
    // A file that would fill the memory is not read.
    desk.put("shop/lines.arrow", [&whole[..], &[0; 9]].concat());
    let length = whole.len();
    refused(&format!(
        "it has {} bytes, and {length} in the catalogue",
        length + 9
    ));
    desk.put("shop/lines.arrow", &whole);
    desk.put("secret.arrow", &whole);
    for path in ["../secret.arrow", "/etc/hostname", "./lines.arrow"] {
        desk.put(
            "shop/catalogue.json",
            text.replace("\"lines.arrow\"", &format!("{path:?}")),
        );
        desk.refused(
            &["ask", "shop", "/products"],
            1,
            &format!(
                "The file {path} is damaged or incomplete (it lies outside the pack). What is on the page is kept; reload, or make the pack again."
            ),
        );
    }
}
