//! What the thread that reads files hears, one thing after the other, and what it answers.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use clientele_intake::opening::adding::{self, Source, together};
use clientele_intake::opening::{Asked, Opened, open_all};
use clientele_intake::{plug_parquet, plug_workbooks, zones};
use clientele_model::Date;
use clientele_model::opening::{FromReader, ReadingStage, Refusal, ToReader, Told};
use clientele_model::wire::{self, BUILD};
use gloo::events::EventListener;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent};

use super::{clocks, keeping, sources, taking};
use crate::letters;
use crate::part;
use crate::port;

/// What the thread has in hand.
#[derive(Default)]
struct State {
    given: Given,
    /// What was read last, to be kept.
    opened: Option<Opened>,
}

/// Files, as the browser hands them over, and what to know about whoever opened them.
#[derive(Default)]
struct Given {
    files: Vec<File>,
    names: Vec<String>,
    today: Option<Date>,
    zone: String,
}

/// Messages that wait until those before them are answered.
type Inbox = Rc<RefCell<(bool, VecDeque<(ToReader, Vec<File>)>)>>;

/// Listens, and says so.
pub fn start() {
    letters::plug();
    zones::plug(clocks::offset_at);
    let inbox = Inbox::default();
    let state = Rc::new(RefCell::new(State::default()));
    let on_message = move |event: &web_sys::Event| {
        if let Some(heard) = unpack(event) {
            let mut waiting = inbox.borrow_mut();
            waiting.1.push_back(heard);
            if !std::mem::replace(&mut waiting.0, true) {
                spawn_local(answer_all(inbox.clone(), state.clone()));
            }
        }
    };
    EventListener::new(&port::scope(), "message", on_message).forget();
    say(&FromReader::Ready { build: BUILD }, vec![]);
}

/// The head, and the files behind it; nothing when the message is not one of ours.
fn unpack(event: &web_sys::Event) -> Option<(ToReader, Vec<File>)> {
    let parts = event.dyn_ref::<MessageEvent>()?.data();
    let parts = parts.dyn_into::<Array>().ok()?;
    let head = parts.get(0).dyn_into::<ArrayBuffer>().ok()?;
    let message = wire::decode(&Uint8Array::new(&head).to_vec())?;
    let files = parts.iter().skip(1).filter_map(|part| part.dyn_into().ok());
    Some((message, files.collect()))
}

async fn answer_all(inbox: Inbox, state: Rc<RefCell<State>>) {
    loop {
        let next = {
            let mut waiting = inbox.borrow_mut();
            let next = waiting.1.pop_front();
            waiting.0 = next.is_some();
            next
        };
        let Some((message, files)) = next else {
            return;
        };
        // Nobody else has it in hand meanwhile: what comes waits.
        let mut hand = state.take();
        hand.answer(message, files).await;
        state.replace(hand);
    }
}

impl State {
    async fn answer(&mut self, message: ToReader, files: Vec<File>) {
        match message {
            ToReader::Read {
                names,
                told,
                today,
                zone,
            } => {
                self.given = Given {
                    files,
                    names,
                    today: Some(today),
                    zone,
                };
                self.read(told).await;
            }
            ToReader::Again { told } => self.read(told).await,
            ToReader::Keep { title, add_to } => self.keep(title, add_to).await,
            ToReader::List => keeping::say_sets().await,
            ToReader::Rename { slug, title } => keeping::rename(&slug, title).await,
            ToReader::Delete { slug } => keeping::delete(&slug).await,
            ToReader::Pack { slug } => keeping::pack(&slug).await,
        }
    }

    async fn read(&mut self, told: Told) {
        // What was read before would only be in the way of the new.
        self.opened = None;
        let refused = |sentence, told| {
            let refusal = Refusal {
                sentence,
                doubts: vec![],
                columns: vec![],
                told,
            };
            say(&FromReader::Refused(Box::new(refusal)), vec![]);
        };
        let Some(today) = self.given.today else {
            return refused("No file was given. Choose one.".to_owned(), told);
        };
        let mut progress = Progress::default();
        let mut tell = |stage, done, of| progress.tell(stage, done, of);
        let files = match taking::take(&self.given.files, &self.given.names, &mut tell) {
            Ok(files) => files,
            Err(sentence) => return refused(sentence, told),
        };
        if let Err(sentence) = ready_for(&files).await {
            return refused(sentence, told);
        }
        if files.iter().any(taking::may_hold_workbook) {
            match part::workbook_reader().await {
                Ok(read) => plug_workbooks(read),
                Err(_) => {
                    let sentence = "The code that reads workbooks could not be fetched. Nothing was read; try again when you are online.";
                    return refused(sentence.to_owned(), told);
                }
            }
        }
        let asked = Asked {
            told,
            today,
            zone: self.given.zone.clone(),
        };
        match open_all(files, &asked, &mut tell) {
            Ok(opened) => {
                say(&FromReader::Read(Box::new(opened.reading.clone())), vec![]);
                self.opened = Some(opened);
            }
            Err(refusal) => say(&FromReader::Refused(refusal), vec![]),
        }
    }

    async fn keep(&mut self, title: String, add_to: Option<String>) {
        let Some(opened) = &mut self.opened else {
            return fail("There is nothing to keep yet. Choose a file first.");
        };
        progress(ReadingStage::Keeping);
        if let Some(slug) = add_to {
            if let Err(sentence) = self.add(&slug).await {
                fail(&sentence);
            }
            return;
        }
        match keeping::keep(&mut opened.dataset, title).await {
            Ok((kept, catalogue, files)) => {
                let slug = kept.files.is_empty().then(|| kept.slug.clone());
                say(&FromReader::Kept(kept), files);
                if let Some(slug) = slug {
                    let told = opened.reading.told.clone();
                    let given = self.given.files.iter().zip(&self.given.names);
                    let new =
                        given.map(|(file, name)| Source::new(name, file.size() as u64, &told));
                    let new = new.collect();
                    sources::keep(&slug, &catalogue, new, told, &self.given.files).await;
                }
            }
            Err(sentence) => fail(&sentence),
        }
    }

    /// Makes a data set anew, with the files that were read last beside its own.
    async fn add(&self, slug: &str) -> Result<(), String> {
        let (Some(opened), Some(today)) = (&self.opened, self.given.today) else {
            return Ok(());
        };
        let Given {
            files: given,
            names,
            zone,
            ..
        } = &self.given;
        let mut progress = Progress::default();
        let mut tell = |stage, done, of| progress.tell(stage, done, of);
        let more = given.iter().map(|file| file.size()).sum();
        let known = sources::read(slug, more).await?;
        let new = taking::take(given, names, &mut tell)?;
        let before = known.catalogue;
        let all = together(
            &before.title,
            (&known.sources, known.files),
            (&opened.reading.told, new),
        )?;
        ready_for(&all.files).await?;
        let asked = Asked {
            told: all.told,
            today,
            zone: zone.clone(),
        };
        let mut now = open_all(all.files, &asked, &mut tell).map_err(|refusal| refusal.sentence)?;
        let (mut kept, catalogue, _) = keeping::replace(&mut now.dataset, &before).await?;
        kept.said = adding::said(&before, &now);
        kept.said.extend(all.said);
        say(&FromReader::Kept(kept), vec![]);
        let told = now.reading.told;
        sources::keep(slug, &catalogue, all.sources, told, given).await;
        Ok(())
    }
}

/// Fetches the code that reads Parquet, where some may be among the files.
///
/// # Errors
/// One sentence, when it cannot be fetched.
async fn ready_for(files: &[clientele_intake::File]) -> Result<(), String> {
    if files.iter().any(taking::may_hold_parquet) {
        let read = part::parquet_reader().await.map_err(|_| {
            "The code that reads Parquet could not be fetched. Nothing was read; try again when you are online."
        })?;
        plug_parquet(read);
    }
    Ok(())
}

/// Says how far the thread is, some times a second.
#[derive(Default)]
struct Progress {
    last: Option<(ReadingStage, f64)>,
}

impl Progress {
    fn tell(&mut self, stage: ReadingStage, done: u64, of: u64) {
        const EVERY: f64 = 100.0;
        let now = port::now();
        if self
            .last
            .is_some_and(|(told, at)| told == stage && now - at < EVERY)
        {
            return;
        }
        self.last = Some((stage, now));
        say(&FromReader::Progress { stage, done, of }, vec![]);
    }
}

/// Says that something begins whose length is not known.
fn progress(stage: ReadingStage) {
    say(
        &FromReader::Progress {
            stage,
            done: 0,
            of: 0,
        },
        vec![],
    );
}

/// What was asked last cannot be done.
pub fn fail(sentence: &str) {
    let sentence = sentence.to_owned();
    say(&FromReader::Failed { sentence }, vec![]);
}

/// Says something; files ride behind.
pub fn say(message: &FromReader, files: Vec<Vec<u8>>) {
    let buffer = |bytes: &[u8]| Uint8Array::from(bytes).buffer();
    let list = Array::of1(&buffer(&wire::encode(message)));
    for file in files {
        list.push(&buffer(&file));
    }
    // Without anybody to hear it the thread is of no use and will be ended.
    let _ = port::scope().post_message_with_transfer(&list, &list);
}
