//! What is known of files that are being opened, and what can be done with them.
//!
//! The thread is told one thing at a time: what is asked while it reads waits, and only the newest is asked then, so a late answer
//! never overwrites a newer one. Files that cannot be read, and a reading that is cancelled, leave what was shown before.

use std::cell::RefCell;
use std::sync::Arc;

use clientele_model::opening::{Doubt, OwnSet, ReadColumn, Reading, Refusal, Told};
use gloo::file::Blob;
use leptos::prelude::*;
use web_sys::File;

use super::Door;
use super::device::{self, Room};
use super::limits::too_big;
use super::memory;
use super::progress::Busy;
use crate::ask::Asker;
use crate::effect::effect;
use crate::reader_client::ReaderClient;
use crate::state::State;

thread_local! {
    /// The desk of this page, which stays when a panel is left.
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

/// Everything about files that are being opened; `Copy`.
#[derive(Clone, Copy)]
pub struct Desk {
    pub(super) state: State,
    pub(super) asker: Asker,
    pub(super) door: Door,
    /// The thread that has read the files of `names`; none after a cancelled reading.
    pub(super) client: StoredValue<Option<ReaderClient>, LocalStorage>,
    /// The files that are shown, and those that are being read.
    pub(super) files: StoredValue<Pair, LocalStorage>,
    /// What was said by hand of the files that are shown.
    pub(super) told: StoredValue<Told>,
    /// What was said by hand of what is being read.
    pub(super) asked: StoredValue<Option<Told>>,
    /// What is to be asked as soon as the thread has answered.
    pub(super) next: StoredValue<Option<Told>>,
    /// What is to be kept as soon as the files are read again: its title, and what it is added to.
    pub(super) keep: StoredValue<Option<(String, Option<String>)>>,
    /// What the thread does; nothing while it waits.
    pub(super) busy: RwSignal<Option<Busy>>,
    /// What was read.
    pub(super) reading: RwSignal<Option<Arc<Reading>>>,
    /// Why the newest files cannot be read.
    pub(super) refusal: RwSignal<Option<Arc<Refusal>>>,
    /// What was shown before files that cannot be read.
    pub(super) before: StoredValue<Option<Before>, LocalStorage>,
    /// Why the last thing that was asked was not done.
    pub(super) failed: RwSignal<Option<String>>,
    /// Tells fields to show what is so: what was chosen may have been given up.
    pub(super) settled: Trigger,
    /// Why files were not tried: they are too big.
    pub(super) too_big: RwSignal<Option<String>>,
    /// What the files were called whose reading was taken over, as their headings are the same.
    pub(super) recalled: RwSignal<Option<String>>,
    /// The same, of files that are being read.
    pub(super) recalling: StoredValue<Option<memory::Remembered>>,
    /// What the data set is to be called, where that was typed.
    pub(super) title: RwSignal<Option<String>>,
    /// The data set that months are added to, where they were brought for one.
    pub(super) add_to: RwSignal<Option<String>>,
    /// The data set that files with the same headings became.
    pub(super) continues: RwSignal<Option<String>>,
    /// Whether the reading is remembered for files with the same headings.
    pub(super) remember: RwSignal<bool>,
    /// The data sets of this device.
    pub(super) sets: RwSignal<Vec<OwnSet>>,
    /// Data sets that only this page holds, until it is closed: name in links, title.
    pub(super) passing: RwSignal<Vec<(String, String)>>,
    /// The same as archives, to be taken along.
    pub(super) archives: StoredValue<Vec<(String, Blob)>, LocalStorage>,
    /// What was kept last: its title, and what is to be said of it.
    pub(super) kept: RwSignal<(String, Vec<String>)>,
    /// The room there is for them.
    pub(super) room: RwSignal<Room>,
    /// Why the last thing that was asked of them was not done.
    pub(super) sets_failed: RwSignal<Option<String>>,
    /// The thread that is asked about them, while it works.
    pub(super) keeper: StoredValue<Option<ReaderClient>, LocalStorage>,
    /// How many answers it owes.
    pub(super) owed: StoredValue<u32>,
    /// The data set that it deletes.
    pub(super) deleting: StoredValue<String>,
    /// The data set that it renames or deletes, of which whoever answers is told then.
    pub(super) changing: StoredValue<Option<String>>,
    /// What this page called a data set last: its name in links, and its title.
    pub(super) named: StoredValue<Option<(String, String)>>,
}

/// Files that are shown, and files that are being read for the first time.
#[derive(Default)]
pub(super) struct Pair {
    pub(super) shown: Vec<File>,
    pub(super) coming: Option<Vec<File>>,
}

/// What was shown before.
pub(super) struct Before {
    files: Vec<File>,
    told: Told,
    reading: Arc<Reading>,
    title: Option<String>,
}

/// The desk of this page; made when it is first asked for.
pub fn desk() -> Desk {
    if let Some(desk) = DESK.with_borrow(|desk| *desk) {
        return desk;
    }
    let (state, asker) = (expect_context(), expect_context());
    let door = expect_context::<Door>();
    let make = || Desk::new(state, asker, door);
    // It outlives the panel that asks for it first.
    let desk = match door.owner.get_value() {
        Some(owner) => owner.with(make),
        None => make(),
    };
    DESK.set(Some(desk));
    desk
}

impl Desk {
    fn new(state: State, asker: Asker, door: Door) -> Self {
        let desk = Self {
            state,
            asker,
            door,
            client: StoredValue::new_local(None),
            files: StoredValue::new_local(Pair::default()),
            told: StoredValue::default(),
            asked: StoredValue::default(),
            next: StoredValue::default(),
            keep: StoredValue::default(),
            busy: RwSignal::default(),
            reading: RwSignal::default(),
            refusal: RwSignal::default(),
            before: StoredValue::new_local(None),
            failed: RwSignal::default(),
            settled: Trigger::new(),
            too_big: RwSignal::default(),
            recalled: RwSignal::default(),
            recalling: StoredValue::default(),
            title: RwSignal::default(),
            add_to: RwSignal::default(),
            continues: RwSignal::default(),
            remember: RwSignal::new(true),
            sets: RwSignal::new(memory::sets()),
            passing: RwSignal::default(),
            archives: StoredValue::new_local(Vec::new()),
            kept: RwSignal::default(),
            room: RwSignal::default(),
            sets_failed: RwSignal::default(),
            keeper: StoredValue::new_local(None),
            owed: StoredValue::default(),
            deleting: StoredValue::default(),
            changing: StoredValue::default(),
            named: StoredValue::default(),
        };
        effect(move || {
            door.come.track();
            let given = door.given.try_update_value(std::mem::take);
            let given = given.filter(|files| !files.is_empty());
            if let Some(files) = given {
                untrack(|| desk.take(files));
            }
        });
        // Another tab has kept, renamed or deleted one.
        let other = window_event_listener(leptos::ev::storage, move |event| {
            if event.key().is_none_or(|key| key == super::LIST) {
                desk.other_tab(memory::sets());
            }
        });
        on_cleanup(move || other.remove());
        device::room(false, desk.room);
        desk
    }

    /// Has files read that came now.
    fn take(self, files: Vec<File>) {
        self.too_big.set(None);
        self.failed.set(None);
        let sizes: Vec<_> = files.iter().map(|f| (f.name(), f.size() as u64)).collect();
        if let Some(why) = too_big(&sizes, device::memory()) {
            self.too_big.set(Some(why));
            return;
        }
        self.give_up();
        self.files.update_value(|all| all.coming = Some(files));
        self.read(Told::default());
    }

    /// Puts the files away; nothing was loaded of them.
    pub(super) fn put_away(self) {
        self.give_up();
        self.told.set_value(Told::default());
        self.files.set_value(Pair::default());
        self.before.set_value(None);
        self.reading.set(None);
        self.refusal.set(None);
        self.failed.set(None);
        self.too_big.set(None);
        self.recalled.set(None);
        self.title.set(None);
        self.add_to.set(None);
        self.continues.set(None);
    }

    /// Another tab has changed the list of data sets: whoever answers may know an earlier state of one that has grown.
    fn other_tab(self, now: Vec<OwnSet>) {
        let is_other = |set: &&OwnSet| {
            let grown = |old: &OwnSet| old.slug == set.slug && old.lines != set.lines;
            self.sets.with_untracked(|before| before.iter().any(grown))
        };
        for set in now.iter().filter(is_other) {
            self.asker.own(set.slug.clone(), Vec::new(), Vec::new());
        }
        // Where both tabs have just called one otherwise, the device knows who came later.
        let named = self.named.try_update_value(Option::take).flatten();
        let is_other = |(slug, title): (String, String)| {
            now.iter().any(|set| set.slug == slug && set.title != title)
        };
        self.sets.set(now.clone());
        if named.is_some_and(is_other) {
            self.list();
        }
    }

    /// Whether something was shown before the files that cannot be read.
    pub(super) fn title_before(self) -> Option<String> {
        self.before
            .with_value(|before| before.as_ref().map(|before| before.reading.title.clone()))
    }

    /// Shows again what was shown before files that cannot be read.
    pub(super) fn go_back(self) {
        if let Some(before) = self.before.try_update_value(Option::take).flatten() {
            self.client.set_value(None);
            self.refusal.set(None);
            self.recalled.set(None);
            self.told.set_value(before.told);
            self.title.set(before.title);
            self.files.update_value(|all| all.shown = before.files);
            self.reading.set(Some(before.reading));
        }
    }

    /// Remembers what is shown, as other files take its place.
    pub(super) fn set_aside(self) {
        if let Some(reading) = self.reading.get_untracked() {
            self.before.set_value(Some(Before {
                files: self.files.with_value(|all| all.shown.clone()),
                told: self.told.get_value(),
                reading,
                title: self.title.get_untracked(),
            }));
        }
    }

    /// What the files are called that are being read, or else shown.
    pub(super) fn names(self) -> String {
        let names = self.files.with_value(|all| {
            let files = all.coming.as_ref().unwrap_or(&all.shown);
            files.iter().map(|file| file.name()).collect::<Vec<_>>()
        });
        names.join(", ")
    }

    /// The columns that are shown, of files that can be read or not yet.
    pub(super) fn columns(self) -> Vec<ReadColumn> {
        self.of(
            |refusal| refusal.columns.clone(),
            |reading| reading.columns.clone(),
        )
    }

    /// The columns that are shown now.
    pub(super) fn columns_now(self) -> Vec<ReadColumn> {
        untrack(|| self.columns())
    }

    /// How what is shown was read.
    pub(super) fn told_so_far(self) -> Told {
        untrack(|| {
            self.of(
                |refusal| refusal.told.clone(),
                |reading| reading.told.clone(),
            )
        })
    }

    /// The questions that are shown.
    pub(super) fn doubts(self) -> Vec<Doubt> {
        self.of(
            |refusal| refusal.doubts.clone(),
            |reading| reading.doubts.clone(),
        )
    }

    /// Something of what is shown.
    fn of<T: Default>(self, no: fn(&Refusal) -> T, yes: fn(&Reading) -> T) -> T {
        match (self.refusal.get(), self.reading.get()) {
            (Some(refusal), _) => no(&refusal),
            (None, Some(reading)) => yes(&reading),
            (None, None) => T::default(),
        }
    }
}
