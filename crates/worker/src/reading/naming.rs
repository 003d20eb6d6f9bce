//! Names of data sets of one's own, as links take them.

use clientele_model::groups;

/// The longest name, without what tells it from others.
const LONGEST: usize = 40;

/// A name in links from the name that is shown.
pub fn slug(title: &str) -> String {
    let plain: String = groups::slug(title)
        .chars()
        .filter(char::is_ascii)
        .take(LONGEST)
        .collect();
    match plain.trim_matches('-') {
        "" => "data".to_owned(),
        plain => plain.to_owned(),
    }
}

/// The same with a number behind it: the second of that name, the third …
pub fn numbered(slug: &str, number: u32) -> String {
    match number {
        ..=1 => slug.to_owned(),
        number => format!("{slug}-{number}"),
    }
}

/// A title that no other data set has.
pub fn unlike(title: &str, others: &[String]) -> String {
    let title = match title.trim() {
        "" => "Data set",
        title => title,
    };
    let is_free = |wanted: &String| !others.contains(wanted);
    std::iter::once(title.to_owned())
        .chain((2u32..).map(|number| format!("{title} ({number})")))
        .find(is_free)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_links_take_and_tell_sets_apart() {
        for (title, name) in [
            ("Orders 2025", "orders-2025"),
            ("Aufträge März.csv", "auftr-ge-m-rz-csv"),
            ("注文", "data"),
            ("", "data"),
        ] {
            let slug = slug(title);
            assert!(
                slug.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
                "{slug}"
            );
            assert!(!slug.is_empty() && slug.len() <= LONGEST, "{slug} {name}");
        }
        assert_eq!(slug("Orders 2025"), "orders-2025");
        assert_eq!(numbered("orders", 1), "orders");
        assert_eq!(numbered("orders", 3), "orders-3");
        let others = ["Orders".to_owned(), "Orders (2)".to_owned()];
        assert_eq!(unlike(" Orders ", &others), "Orders (3)");
        assert_eq!(unlike("New", &others), "New");
        assert_eq!(unlike("  ", &others), "Data set");
    }
}
