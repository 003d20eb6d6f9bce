//! Reads what a data folder says about itself.

use clientele_model::catalogue::{CONTRACT, Catalogue, shorten};
use clientele_model::failure::Failure;
use serde::Deserialize;

/// Reads `index.json`: slug and title of every data set, the first is shown when a link names
/// none.
///
/// # Errors
/// [`Failure::BadCatalogue`].
pub fn read_index(bytes: &[u8]) -> Result<Vec<(String, String)>, Failure> {
    #[derive(Deserialize)]
    struct Entry {
        slug: String,
        title: String,
    }
    let entries: Vec<Entry> = serde_json::from_slice(bytes).map_err(|error| bad(&error))?;
    let sets = entries.into_iter().map(|mut entry| {
        shorten(&mut entry.title);
        (entry.slug, entry.title)
    });
    Ok(sets.collect())
}

/// Reads `catalogue.json`. The contract version comes first: the catalogue of a newer one may look
/// like nothing known here.
///
/// # Errors
/// [`Failure::Newer`] or [`Failure::BadCatalogue`].
pub fn read(bytes: &[u8]) -> Result<Catalogue, Failure> {
    #[derive(Deserialize)]
    struct Version {
        contract: u32,
    }
    let Version { contract } = serde_json::from_slice(bytes).map_err(|error| bad(&error))?;
    if contract > CONTRACT {
        return Err(Failure::Newer {
            theirs: contract,
            ours: CONTRACT,
        });
    }
    let mut catalogue: Catalogue = serde_json::from_slice(bytes).map_err(|error| bad(&error))?;
    catalogue.shorten();
    Ok(catalogue)
}

fn bad(error: &serde_json::Error) -> Failure {
    Failure::BadCatalogue {
        detail: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, sentence: &str) {
        assert_eq!(read(text.as_bytes()).unwrap_err().to_string(), sentence);
    }

    #[test]
    fn a_catalogue_that_cannot_be_used_says_so() {
        check(
            "",
            "The catalogue of this data set cannot be read (EOF while parsing a value at line 1 \
             column 0). Nothing was loaded; make the pack again with “clientele pack”.",
        );
        check(
            r#"{"contract":1,"slug":"x"}"#,
            "The catalogue of this data set cannot be read (missing field `title` at line 1 column \
             25). Nothing was loaded; make the pack again with “clientele pack”.",
        );
        check(
            r#"{"contract":99,"all":"different"}"#,
            "This data set was made for a newer version (contract 99; this page reads up to 1). \
             Reload the page, or make the pack again with this version.",
        );
    }

    #[test]
    fn an_index_lists_slugs_and_titles() {
        let text = r#"[{"slug":"a","title":"A"},{"slug":"b","title":"B","more":1}]"#;
        let sets = read_index(text.as_bytes()).unwrap();
        assert_eq!(sets, [("a".into(), "A".into()), ("b".into(), "B".into())]);
        assert!(read_index(b"<!doctype html>").is_err());
        let long = format!(r#"[{{"slug":"a","title":"{}"}}]"#, "ß".repeat(100_000));
        let sets = read_index(long.as_bytes()).unwrap();
        assert_eq!(sets, [("a".to_owned(), "ß".repeat(500))]);
    }
}
