//! Data sets: what of them is here, what is on its way, what a question still waits for.

use clientele_analysis::engine::{Engine, Job, Source, Wants};
use clientele_analysis::remote::Request;
use clientele_analysis::studies;
use clientele_model::catalogue::File;
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;

use crate::catalogue;
use crate::config::Config;
use crate::origin::{Arrival, Origin, Origins};

/// Data sets whose tables are kept at a time.
const KEPT: usize = 2;

/// Bytes above which the rest of a data set is not fetched before it is needed.
const AHEAD: u64 = 64 << 20;

/// Something to fetch. A data set is named by its address: folder and slug.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// The page's own settings.
    Config,
    /// Which data sets a folder has.
    Index(String),
    /// The catalogue of this data set.
    Catalogue(String),
    /// A file of this data set.
    Table(String, File),
    /// A table that a gateway makes of this data set.
    Answer(String, Box<Request>),
    /// A smaller one that will do until another is here. One can go on without.
    First(String, Box<Request>),
}

/// What a question comes to right now.
pub enum Next {
    /// It waits for these.
    Wait(Vec<Item>),
    /// It can be stepped; the tables of a gateway came from there.
    Run(Box<Job>, Option<Origin>),
    /// It can be begun from a smaller table, which came from there, and waits for these.
    First(Box<Job>, Option<Origin>, Vec<Item>),
}

/// A data set that is offered.
#[derive(Clone, Debug)]
struct Offer {
    slug: String,
    title: String,
    address: String,
}

/// The data folders, as far as they are known.
pub struct Library {
    /// The page's own folder, absolute, with a slash at its end.
    data: String,
    config: Option<Config>,
    /// What the folders offer, and why one cannot be asked, in the order they were heard of.
    indexes: Vec<(String, Result<Vec<Offer>, Failure>)>,
    /// The data set used last is the last one.
    sets: Vec<(String, Engine)>,
    origins: Origins,
}

impl Library {
    /// Nothing is known of that folder.
    pub fn new(data: String) -> Self {
        Self {
            data,
            config: None,
            indexes: Vec::new(),
            sets: Vec::new(),
            origins: Origins::default(),
        }
    }

    /// Starts the question, or says what is missing. At `now`, in milliseconds, an answer of a
    /// gateway may be too old to be used; `old_will_do` when there is no newer one to be had, and
    /// `in_full` when no smaller table will do first.
    ///
    /// # Errors
    /// [`Failure::NoDataset`], [`Failure::NotListed`], and what the engine says of the question.
    pub fn next(
        &mut self,
        question: &AnyQuestion,
        now: f64,
        old_will_do: bool,
        in_full: bool,
    ) -> Result<Next, Failure> {
        let unknown = self.unknown();
        if !unknown.is_empty() {
            return Ok(Next::Wait(unknown));
        }
        let address = self.address(question.filters().dataset.as_deref())?;
        let Some(place) = self.sets.iter().position(|(of, _)| *of == address) else {
            return Ok(Next::Wait(vec![Item::Catalogue(address)]));
        };
        let set = self.sets.remove(place);
        self.sets.push(set);
        let Some((_, engine)) = self.sets.last_mut() else {
            return Ok(Next::Wait(vec![Item::Catalogue(address)]));
        };
        let fresh = self.config.as_ref().map_or(0.0, Config::fresh);
        let missing = |request: &Request| match engine.answered(request) {
            None => true,
            Some(_) => !old_will_do && self.origins.is_old(&address, request, now - fresh),
        };
        let mut items = Vec::new();
        let (mut requests, mut smaller) = (Vec::new(), None);
        match engine.wants(question)? {
            Wants::Study => return Err(Failure::defect("nobody answers this question")),
            Wants::Files(files) => {
                let files = files.into_iter();
                items.extend(files.map(|file| Item::Table(address.clone(), file)));
            }
            Wants::Tables { all, first } => {
                let wanted = all.iter().filter(|request| missing(request)).cloned();
                let answer = |request| Item::Answer(address.clone(), Box::new(request));
                items.extend(wanted.map(answer));
                (requests, smaller) = (all, first.filter(|_| !in_full));
            }
        }
        let rows = |request: &Request| engine.answered(request).unwrap_or(0) as u64;
        if items.is_empty() {
            let origin = self.origins.of(&address, &requests, rows);
            return Ok(Next::Run(Box::new(engine.start(question)?), origin));
        }
        if let Some(first) = smaller {
            if missing(&first) {
                return Ok(Next::Wait(vec![Item::First(address, first)]));
            }
            let origin = self.origins.of(&address, &[*first], rows);
            let job = Box::new(engine.start_first(question)?);
            return Ok(Next::First(job, origin, items));
        }
        Ok(Next::Wait(items))
    }

    /// What must be known before any question: the settings, and what each folder offers.
    fn unknown(&self) -> Vec<Item> {
        let mut items = Vec::new();
        let mut folders = vec![self.data.clone()];
        match &self.config {
            Some(config) => folders.extend(config.gateways()),
            None => items.push(Item::Config),
        }
        folders.retain(|folder| self.indexes.iter().all(|(of, _)| of != folder));
        items.extend(folders.into_iter().map(Item::Index));
        items
    }

    /// Address of the data set of that name, or of the first one.
    fn address(&mut self, named: Option<&str>) -> Result<String, Failure> {
        if let (Some(name), Some(config)) = (named, &self.config)
            && name.contains("://")
        {
            let (folder, slug) = config.named(name)?;
            return Ok(format!("{folder}{slug}/"));
        }
        let wanted = |offer: &&Offer| named.is_none_or(|name| name == offer.slug);
        if let Some(offer) = self.offers().find(wanted) {
            return Ok(offer.address.clone());
        }
        // It may lie in a folder that could not be asked; the next question asks again.
        let failed = self.indexes.iter().find_map(|(_, of)| of.clone().err());
        self.indexes.retain(|(_, of)| of.is_ok());
        Err(failed.unwrap_or_else(|| Failure::NoDataset {
            name: named.unwrap_or_default().to_owned(),
        }))
    }

    fn offers(&self) -> impl Iterator<Item = &Offer> {
        // The page's own folder first, then the gateways in the order of the settings.
        let gateways = self.config.iter().flat_map(Config::gateways);
        let folders = std::iter::once(self.data.clone()).chain(gateways);
        folders.flat_map(|folder| {
            let known = self.indexes.iter().filter(move |(of, _)| *of == folder);
            known.filter_map(|(_, of)| of.as_ref().ok()).flatten()
        })
    }

    /// Takes what came.
    ///
    /// # Errors
    /// When it cannot be read; what was there before is kept.
    pub fn supply(&mut self, item: &Item, bytes: &[u8], arrival: Arrival) -> Result<(), Failure> {
        match item {
            Item::Config => self.config = Some(Config::read(bytes)?),
            Item::Index(folder) => {
                let sets = catalogue::read_index(bytes)?.into_iter();
                let offers = sets.map(|(slug, title)| Offer {
                    address: format!("{folder}{slug}/"),
                    slug,
                    title,
                });
                self.indexes.push((folder.clone(), Ok(offers.collect())));
            }
            Item::Catalogue(address) => {
                let catalogue = catalogue::read(bytes)?;
                let sets = self.offers();
                let sets = sets
                    .map(|set| (set.slug.clone(), set.title.clone()))
                    .collect();
                // The only word that a catalogue has for it: whoever sends no files makes tables.
                let source = match catalogue.is_live() {
                    true => Source::Gateway(catalogue),
                    false => Source::Pack(catalogue),
                };
                let engine = Engine::new(source, sets, &studies::all());
                self.sets.retain(|(of, _)| of != address);
                self.sets.push((address.clone(), engine));
                if self.sets.len() > KEPT {
                    self.sets.remove(0);
                }
            }
            // A data set that was put away meanwhile has no use for its tables.
            Item::Table(address, file) => {
                if let Some(engine) = self.engine(address) {
                    engine.supply(&file.table, bytes)?;
                }
            }
            Item::Answer(address, request) | Item::First(address, request) => {
                if let Some(engine) = self.engine(address) {
                    engine.answer(request, bytes)?;
                    self.origins.came(address, request, bytes.len(), arrival);
                }
            }
        }
        Ok(())
    }

    /// Whether a table is here already, so that asking again is to find out whether it changed.
    pub fn holds(&self, item: &Item) -> bool {
        let (Item::Answer(address, request) | Item::First(address, request)) = item else {
            return false;
        };
        let mut sets = self.sets.iter();
        sets.any(|(of, engine)| of == address && engine.answered(request).is_some())
    }

    /// Takes note that something did not come. Returns whether one can go on without it.
    pub fn do_without(&mut self, item: &Item, why: &Failure) -> bool {
        match item {
            // A page without settings, as it was before there were any.
            Item::Config if matches!(why, Failure::Http { status: 404, .. }) => {
                self.config = Some(Config::default());
                true
            }
            Item::Index(folder) if *folder != self.data => {
                self.indexes.push((folder.clone(), Err(why.clone())));
                true
            }
            Item::Answer(..) => self.holds(item),
            Item::First(..) => true,
            Item::Config | Item::Index(_) | Item::Catalogue(_) | Item::Table(..) => false,
        }
    }

    /// The token to send with a request for this address.
    pub fn key(&self, url: &str) -> Option<String> {
        self.config.as_ref()?.key(url).map(str::to_owned)
    }

    /// What would make the next question about the data set used last quick: nothing when all is
    /// here, or when it is much.
    pub fn ahead(&self) -> Vec<Item> {
        let Some((address, engine)) = self.sets.last() else {
            return Vec::new();
        };
        let files = engine.rest();
        if files.iter().map(|file| file.bytes).sum::<u64>() > AHEAD {
            return Vec::new();
        }
        let files = files.into_iter();
        files
            .map(|file| Item::Table(address.clone(), file))
            .collect()
    }

    fn engine(&mut self, address: &str) -> Option<&mut Engine> {
        let mut sets = self.sets.iter_mut();
        sets.find(|(of, _)| of == address).map(|(_, engine)| engine)
    }
}

impl Item {
    /// Its address; the settings lie beside the page's own folder of data. A file is asked for by
    /// its content, so that a browser never mixes files of two versions of a pack.
    pub fn url(&self, data: &str) -> String {
        match self {
            Self::Config => format!("{data}../config.json"),
            Self::Index(folder) => format!("{folder}index.json"),
            Self::Catalogue(address) => format!("{address}catalogue.json"),
            Self::Table(address, file) => {
                let version: String = file.sha256.chars().take(12).collect();
                format!("{address}{}?v={version}", file.path)
            }
            Self::Answer(address, request) | Self::First(address, request) => {
                format!("{address}{}", request.path())
            }
        }
    }

    /// Its name in sentences.
    pub fn name(&self) -> String {
        match self {
            Self::Config => "config.json".into(),
            Self::Index(_) => "index.json".into(),
            Self::Catalogue(_) => "catalogue.json".into(),
            Self::Table(_, file) => file.path.clone(),
            Self::Answer(_, request) | Self::First(_, request) => request.name().into(),
        }
    }

    /// What the catalogue promises: length and SHA-256.
    pub fn promised(&self) -> Option<(u64, String)> {
        match self {
            Self::Table(_, file) => Some((file.bytes, file.sha256.clone())),
            Self::Config
            | Self::Index(_)
            | Self::Catalogue(_)
            | Self::Answer(..)
            | Self::First(..) => None,
        }
    }

    /// Whether the browser may answer from its cache as the server allowed.
    pub fn may_be_cached(&self) -> bool {
        self.is_table()
    }

    /// Whether it is a table, of a pack or a gateway.
    pub fn is_table(&self) -> bool {
        matches!(self, Self::Table(..) | Self::Answer(..) | Self::First(..))
    }

    /// Whether a gateway makes it.
    pub fn is_made(&self) -> bool {
        matches!(self, Self::Answer(..) | Self::First(..))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = "https://page/data/";
    const LIVE: &str = "https://gate/data/";

    fn question(text: &str) -> AnyQuestion {
        AnyQuestion::parse(text).unwrap().0
    }

    fn library() -> Library {
        Library::new(DATA.to_owned())
    }

    #[track_caller]
    fn check(library: &mut Library, text: &str, waits_for: &[&str]) {
        let Ok(Next::Wait(items)) = library.next(&question(text), 0.0, false, false) else {
            panic!("{text} does not wait");
        };
        let urls: Vec<String> = items.iter().map(|item| item.url(DATA)).collect();
        assert_eq!(urls, waits_for, "{text}");
    }

    fn supply(library: &mut Library, item: Item, bytes: &[u8]) -> Result<(), Failure> {
        library.supply(&item, bytes, Arrival::default())
    }

    #[track_caller]
    fn refused(library: &mut Library, text: &str, sentence: &str) {
        let why = library
            .next(&question(text), 0.0, false, false)
            .err()
            .unwrap();
        assert_eq!(why.to_string(), sentence);
    }

    #[test]
    fn a_question_waits_for_settings_and_index_then_for_its_catalogue() {
        let mut library = library();
        let first = [
            "https://page/data/../config.json",
            "https://page/data/index.json",
        ];
        check(&mut library, "/overview", &first);
        assert!(supply(&mut library, Item::Index(DATA.into()), b"<html>").is_err());
        check(&mut library, "/overview", &first);
        let missing = Failure::Http {
            status: 404,
            what: "config.json".into(),
        };
        assert!(library.do_without(&Item::Config, &missing));
        let index = br#"[{"slug":"a","title":"A"},{"slug":"b","title":"B"}]"#;
        supply(&mut library, Item::Index(DATA.into()), index).unwrap();
        check(
            &mut library,
            "/overview",
            &["https://page/data/a/catalogue.json"],
        );
        check(
            &mut library,
            "/overview?data=b",
            &["https://page/data/b/catalogue.json"],
        );
        refused(
            &mut library,
            "/overview?data=c",
            "There is no data set “c” here. Choose one on the Data panel.",
        );
        refused(
            &mut library,
            "/overview?data=https%3A%2F%2Fevil.example%2Fdata%2Fshop",
            "This link asks for data at https://evil.example/data/shop, which is not among the \
             addresses this page may use. Ask whoever runs the page to list it in config.json.",
        );
        assert!(library.ahead().is_empty());
    }

    #[test]
    fn a_gateway_that_is_away_costs_only_its_own_data_sets() {
        let mut library = library();
        let config = br#"{"gateways":[{"address":"https://gate/data"}]}"#;
        supply(&mut library, Item::Config, config).unwrap();
        let index = br#"[{"slug":"a","title":"A"}]"#;
        supply(&mut library, Item::Index(DATA.into()), index).unwrap();
        check(&mut library, "/overview", &["https://gate/data/index.json"]);
        assert!(library.do_without(&Item::Index(LIVE.into()), &Failure::Offline));
        check(
            &mut library,
            "/overview",
            &["https://page/data/a/catalogue.json"],
        );
        refused(
            &mut library,
            "/overview?data=shop",
            "The data could not be fetched because the network did not answer. What is on the page \
             is kept; try again when you are online.",
        );
        // Asked again with the next question.
        check(
            &mut library,
            "/overview?data=shop",
            &["https://gate/data/index.json"],
        );
        let index = br#"[{"slug":"shop","title":"Shop"}]"#;
        supply(&mut library, Item::Index(LIVE.into()), index).unwrap();
        check(
            &mut library,
            "/overview?data=shop",
            &["https://gate/data/shop/catalogue.json"],
        );
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
        let item = Item::Table("https://page/data/a/".into(), file);
        assert_eq!(
            item.url(DATA),
            "https://page/data/a/lines.arrow?v=0123456789ab"
        );
        assert_eq!(item.name(), "lines.arrow");
    }
}
