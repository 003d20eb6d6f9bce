//! Data sets: what of them is here, what is on its way, what a question still waits for.

use clientele_analysis::engine::{Engine, Job};
use clientele_model::catalogue::File;
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;

use crate::catalogue;

/// Data sets whose tables are kept at a time.
const KEPT: usize = 2;

/// Bytes above which the rest of a data set is not fetched before it is needed.
const AHEAD: u64 = 64 << 20;

/// A file of the data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Which data sets there are.
    Index,
    /// The catalogue of this data set.
    Catalogue(String),
    /// A table of this data set.
    Table(String, File),
}

/// What a question comes to right now.
pub enum Next {
    /// It waits for these.
    Wait(Vec<Item>),
    /// It can be stepped.
    Run(Box<Job>),
}

/// The data folder, as far as it is known.
#[derive(Default)]
pub struct Library {
    index: Option<Vec<(String, String)>>,
    /// The data set used last is the last one.
    sets: Vec<(String, Engine)>,
}

impl Library {
    /// Starts the question, or says what is missing.
    ///
    /// # Errors
    /// [`Failure::NoDataset`], and what the engine says of the question.
    pub fn next(&mut self, question: &AnyQuestion) -> Result<Next, Failure> {
        let Some(index) = &self.index else {
            return Ok(Next::Wait(vec![Item::Index]));
        };
        let named = question.filters().dataset.as_deref();
        let known = index.iter().map(|(slug, _)| slug);
        let slug = match named {
            Some(name) => known.clone().find(|slug| *slug == name),
            None => known.clone().next(),
        };
        let Some(slug) = slug.cloned() else {
            let name = named.unwrap_or_default().to_owned();
            return Err(Failure::NoDataset { name });
        };
        let Some(place) = self.sets.iter().position(|(of, _)| *of == slug) else {
            return Ok(Next::Wait(vec![Item::Catalogue(slug)]));
        };
        let set = self.sets.remove(place);
        self.sets.push(set);
        let Some((_, engine)) = self.sets.last_mut() else {
            return Ok(Next::Wait(vec![Item::Catalogue(slug)]));
        };
        let needs = engine.needs(question)?;
        if needs.is_empty() {
            return Ok(Next::Run(Box::new(engine.start(question)?)));
        }
        let needs = needs.into_iter();
        Ok(Next::Wait(
            needs.map(|file| Item::Table(slug.clone(), file)).collect(),
        ))
    }

    /// Takes a file.
    ///
    /// # Errors
    /// When it cannot be read; what was there before is kept.
    pub fn supply(&mut self, item: &Item, bytes: &[u8]) -> Result<(), Failure> {
        match item {
            Item::Index => {
                self.index = Some(catalogue::read_index(bytes)?);
            }
            Item::Catalogue(slug) => {
                let catalogue = catalogue::read(bytes)?;
                let sets = self.index.clone().unwrap_or_default();
                self.sets.retain(|(of, _)| of != slug);
                self.sets.push((slug.clone(), Engine::new(catalogue, sets)));
                if self.sets.len() > KEPT {
                    self.sets.remove(0);
                }
            }
            Item::Table(slug, file) => {
                // A data set that was put away meanwhile has no use for it.
                if let Some((_, engine)) = self.sets.iter_mut().find(|(of, _)| of == slug) {
                    engine.supply(&file.table, bytes)?;
                }
            }
        }
        Ok(())
    }

    /// What would make the next question about the data set used last quick: nothing when all is
    /// here, or when it is much.
    pub fn ahead(&self) -> Vec<Item> {
        let Some((slug, engine)) = self.sets.last() else {
            return Vec::new();
        };
        let files = engine.rest();
        if files.iter().map(|file| file.bytes).sum::<u64>() > AHEAD {
            return Vec::new();
        }
        let files = files.into_iter();
        files.map(|file| Item::Table(slug.clone(), file)).collect()
    }
}

impl Item {
    /// Its address below the data folder. A table is asked for by its content, so that a browser
    /// never mixes files of two versions of a pack.
    pub fn path(&self) -> String {
        match self {
            Self::Index => "index.json".into(),
            Self::Catalogue(slug) => format!("{slug}/catalogue.json"),
            Self::Table(slug, file) => {
                let version: String = file.sha256.chars().take(12).collect();
                format!("{slug}/{}?v={version}", file.path)
            }
        }
    }

    /// Its name in sentences.
    pub fn name(&self) -> String {
        match self {
            Self::Index => "index.json".into(),
            Self::Catalogue(_) => "catalogue.json".into(),
            Self::Table(_, file) => file.path.clone(),
        }
    }

    /// What the catalogue promises: length and SHA-256.
    pub fn promised(&self) -> Option<(u64, String)> {
        match self {
            Self::Index | Self::Catalogue(_) => None,
            Self::Table(_, file) => Some((file.bytes, file.sha256.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(text: &str) -> AnyQuestion {
        AnyQuestion::parse(text).unwrap().0
    }

    #[track_caller]
    fn check(library: &mut Library, text: &str, waits_for: &str) {
        let Ok(Next::Wait(items)) = library.next(&question(text)) else {
            panic!("{text} does not wait");
        };
        let paths: Vec<String> = items.iter().map(Item::path).collect();
        assert_eq!(paths.join(" "), waits_for, "{text}");
    }

    #[test]
    fn a_question_waits_for_the_index_then_for_its_catalogue() {
        let mut library = Library::default();
        check(&mut library, "/overview", "index.json");
        assert!(library.supply(&Item::Index, b"<html>").is_err());
        check(&mut library, "/overview", "index.json");
        let index = br#"[{"slug":"a","title":"A"},{"slug":"b","title":"B"}]"#;
        library.supply(&Item::Index, index).unwrap();
        check(&mut library, "/overview", "a/catalogue.json");
        check(&mut library, "/overview?data=b", "b/catalogue.json");
        let why = library.next(&question("/overview?data=c")).err().unwrap();
        assert_eq!(
            why.to_string(),
            "There is no data set “c” here. Choose one on the Data panel."
        );
        assert!(library.ahead().is_empty());
    }

    #[test]
    fn a_table_is_asked_for_by_its_content() {
        let file = File {
            table: "lines".into(),
            path: "lines.arrow".into(),
            bytes: 10,
            rows: 1,
            sha256: "0123456789abcdef0123".into(),
        };
        let item = Item::Table("a".into(), file);
        assert_eq!(item.path(), "a/lines.arrow?v=0123456789ab");
        assert_eq!(item.name(), "lines.arrow");
    }
}
