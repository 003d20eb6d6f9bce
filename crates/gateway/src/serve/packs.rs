//! The folder of packs: which there are, and their files.

use std::fs;
use std::path::Path;

use clientele_model::catalogue::shorten;

use crate::pack::write::{CATALOGUE, INDEX, Listed};

/// The packs of a folder: those its `index.json` lists, or without one every folder that holds a
/// `catalogue.json`, by name. What cannot be read is left out.
pub fn listed(folder: &Path) -> Vec<Listed> {
    let in_index = fs::read(folder.join(INDEX))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok());
    let mut listed: Vec<Listed> = in_index.unwrap_or_else(|| found(folder));
    listed.iter_mut().for_each(|pack| shorten(&mut pack.title));
    listed
}

fn found(folder: &Path) -> Vec<Listed> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut packs: Vec<Listed> = entries
        .filter_map(|entry| {
            // In links a pack is called by its folder.
            let slug = entry.file_name().into_string().ok()?;
            let text = fs::read(entry.path().join(CATALOGUE)).ok()?;
            let Listed { title, .. } = serde_json::from_slice(&text).ok()?;
            Some(Listed { slug, title })
        })
        .collect();
    packs.sort_by(|a, b| a.slug.cmp(&b.slug));
    packs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_are_listed_with_and_without_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let list = || -> Vec<String> {
            let packs = listed(folder.path());
            packs
                .into_iter()
                .map(|p| p.slug + ": " + &p.title)
                .collect()
        };
        for slug in ["b", "a", "broken"] {
            fs::create_dir(folder.path().join(slug)).unwrap();
            let text = match slug {
                "broken" => "{".to_owned(),
                slug => format!(r#"{{"slug": "other", "title": "Shop {slug}"}}"#),
            };
            fs::write(folder.path().join(slug).join("catalogue.json"), text).unwrap();
        }
        assert_eq!(list(), ["a: Shop a", "b: Shop b"]);
        let index = r#"[{"slug": "b", "title": "Bee"}]"#;
        fs::write(folder.path().join("index.json"), index).unwrap();
        assert_eq!(list(), ["b: Bee"]);
        assert_eq!(listed(Path::new("/nowhere")), []);
    }
}
