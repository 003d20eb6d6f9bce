//! Data sets: what of them is here, what is on its way, what a question still waits for.

mod brought;
mod fetching;
mod own;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use clientele_analysis::engine::{Engine, Job, Source, Study, Wants};
use clientele_analysis::plays::{Mistake, Plays};
use clientele_analysis::remote::Request;
use clientele_analysis::studies;
use clientele_model::failure::Failure;
use clientele_model::opening::OWN;
use clientele_model::question::AnyQuestion;

use crate::catalogue;
use crate::config::Config;
use crate::item::Item;
use crate::origin::{Arrival, Origin, Origins};
use crate::part::{Part, ReadAnswer, Studies};

/// Data sets whose tables are kept at a time.
const KEPT: usize = 2;

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
    /// What the visitor signed in with: for that folder only.
    token: Option<String>,
    config: Option<Config>,
    /// The table of plays, or why there is none; nothing before it was asked for.
    plays: Option<Result<Arc<Plays>, Mistake>>,
    /// What the folders offer, and why one cannot be asked, in the order they were heard of.
    indexes: Vec<(String, Result<Vec<Offer>, Failure>)>,
    /// The data set used last is the last one.
    sets: Vec<(String, Engine)>,
    origins: Origins,
    /// The studies whose code is here.
    studies: Vec<&'static dyn Study>,
    /// Files of data sets of one's own that the device does not keep, by their address.
    handed: Vec<(String, Vec<u8>)>,
    /// Lists of customers that were brought or read, by their fingerprint.
    lists: Vec<(String, String)>,
    /// The parts they came in.
    parts: Vec<Part>,
    /// Reads what gateways send, once the code for it is here.
    read: Option<ReadAnswer>,
}

impl Library {
    /// Nothing is known of that folder.
    pub fn new(data: String, token: Option<String>) -> Self {
        Self {
            data,
            token,
            config: None,
            plays: None,
            indexes: Vec::new(),
            sets: Vec::new(),
            origins: Origins::default(),
            studies: studies::FIRST.to_vec(),
            handed: Vec::new(),
            lists: Vec::new(),
            parts: Vec::new(),
            read: None,
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
        let code = Part::of(question).filter(|part| !self.parts.contains(part));
        let mut items: Vec<Item> = code.into_iter().map(Item::Code).collect();
        let mut unknown = self.unknown();
        if self.plays.is_none() && brought::takes_plays(question) {
            unknown.push(Item::Plays);
        }
        if !unknown.is_empty() {
            items.extend(unknown);
            return Ok(Next::Wait(items));
        }
        let address = self.address(question.filters().dataset.as_deref())?;
        let Some(place) = self.sets.iter().position(|(of, _)| *of == address) else {
            items.push(Item::Catalogue(address));
            return Ok(Next::Wait(items));
        };
        let set = self.sets.remove(place);
        self.sets.push(set);
        let Some((_, engine)) = self.sets.last_mut() else {
            items.push(Item::Catalogue(address));
            return Ok(Next::Wait(items));
        };
        for listed in engine.lists(question) {
            match self.lists.iter().find(|(key, _)| *key == listed.key) {
                Some((key, text)) => engine.bring_list(key, text.clone()),
                None => items.push(Item::List(listed)),
            }
        }
        if engine.seeks_list_reader(question) {
            items.push(Item::Code(Part::Outbound));
        }
        // Nothing can be begun before they are here.
        let lacks_lists = !items.is_empty();
        let fresh = self.config.as_ref().map_or(0.0, Config::fresh);
        let missing = |request: &Request| match engine.answered(request) {
            None => true,
            Some(_) => !old_will_do && self.origins.is_old(&address, request, now - fresh),
        };
        let (mut requests, mut smaller) = (Vec::new(), None);
        match engine.wants(question)? {
            Wants::Study if items.is_empty() => {
                return Err(Failure::defect("nobody answers this question"));
            }
            // What it will want is not known before; all that is known of now will be of use.
            wants @ (Wants::Study | Wants::Dealings) => {
                let code = (wants == Wants::Dealings).then_some(Item::Code(Part::DEALINGS));
                let files = engine.rest().into_iter();
                let files = files.map(|file| Item::Table(address.clone(), file));
                items.extend(code.into_iter().chain(files));
                return Ok(Next::Wait(items));
            }
            Wants::Files(files) => {
                let files = files.into_iter();
                items.extend(files.map(|file| Item::Table(address.clone(), file)));
            }
            Wants::Tables { all, first } => {
                let wanted = all.iter().filter(|request| missing(request)).cloned();
                let answer = |request| Item::Answer(address.clone(), Box::new(request));
                items.extend(wanted.map(answer));
                (requests, smaller) = (all, first.filter(|_| !in_full && !lacks_lists));
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
        let mut folders = vec![self.data.clone(), OWN.to_owned()];
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
        if let Some(name) = named.filter(|name| name.starts_with(OWN)) {
            return Ok(format!("{name}/"));
        }
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

    /// Name in links and title of every data set that is offered.
    fn titles(&self) -> Vec<(String, String)> {
        let sets = self.offers();
        sets.map(|set| (set.slug.clone(), set.title.clone()))
            .collect()
    }

    fn offers(&self) -> impl Iterator<Item = &Offer> {
        // The page's own folder first, then the gateways in the order of the settings.
        let gateways = self.config.iter().flat_map(Config::gateways);
        let folders = std::iter::once(self.data.clone()).chain(gateways);
        let folders = folders.chain([OWN.to_owned()]);
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
            // They come another way: see `plug`, `bring_list` and `advise`.
            Item::Code(_) | Item::List(_) | Item::Plays => {}
            Item::Config => self.config = Some(Config::read(bytes)?),
            Item::Index(folder) => {
                let sets = catalogue::read_index(bytes)?.into_iter();
                let offers = sets.map(|(slug, title)| Offer {
                    address: format!("{folder}{slug}/"),
                    slug: match &**folder {
                        OWN => format!("{OWN}{slug}"),
                        _ => slug,
                    },
                    title,
                });
                let mut offers: Vec<Offer> = offers.collect();
                if folder == OWN {
                    offers.extend(self.handed_over());
                }
                self.indexes.push((folder.clone(), Ok(offers)));
                let sets = self.titles();
                for (_, engine) in &mut self.sets {
                    engine.offer(sets.clone());
                }
            }
            Item::Catalogue(address) => {
                let mut catalogue = catalogue::read(bytes)?;
                if address.starts_with(OWN) {
                    catalogue.slug = address.trim_end_matches('/').to_owned();
                }
                let sets = self.titles();
                // The only word that a catalogue has for it: whoever sends no files makes tables.
                let source = match catalogue.is_live() {
                    true => Source::Gateway(catalogue),
                    false => Source::Pack(catalogue),
                };
                let mut engine = Engine::new(source, sets, &self.studies);
                if let Some(plays) = &self.plays {
                    engine.advise(plays.clone());
                }
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
                let read = self.read.ok_or(Failure::NoCode)?;
                if let Some(engine) = self.engine(address) {
                    let answer = read(request, bytes, engine.catalogue())?;
                    engine.take(request, answer);
                    self.origins.came(address, request, bytes.len(), arrival);
                }
            }
        }
        Ok(())
    }

    /// The code of a part is here.
    pub fn plug(&mut self, part: Part, studies: Studies) {
        self.parts.push(part);
        for &study in studies {
            self.studies.push(study);
            for (_, engine) in &mut self.sets {
                engine.plug(study);
            }
        }
    }

    /// The code that reads what gateways send is here.
    pub fn plug_reader(&mut self, read: ReadAnswer) {
        self.read = Some(read);
    }

    fn engine(&mut self, address: &str) -> Option<&mut Engine> {
        let mut sets = self.sets.iter_mut();
        sets.find(|(of, _)| of == address).map(|(_, engine)| engine)
    }
}
