//! What the thread that reads files is told: what to read, how to read it otherwise, to keep it, and to stop.

use clientele_model::opening::{ToReader, Told, ToldColumn};
use leptos::prelude::*;

use super::desk::Desk;
use super::progress::Busy;
use super::{device, memory};
use crate::browser::{self, today};
use crate::reader_client::ReaderClient;

impl Desk {
    /// Has the files that came last, or else those that are shown, read from the beginning.
    pub(super) fn read(self, told: Told) {
        let (files, fresh) = self.files.with_value(|all| match &all.coming {
            Some(files) => (files.clone(), true),
            None => (all.shown.clone(), false),
        });
        let names: Vec<_> = files.iter().map(|file| file.name()).collect();
        self.busy.set(Some(Busy::start(names.join(", "), fresh)));
        self.asked.set_value(Some(told.clone()));
        let client = ReaderClient::start(&script());
        client.listen(move |message, behind| self.hear(message, behind));
        let message = ToReader::Read {
            names,
            told,
            today: today(),
            zone: device::zone(),
        };
        client.tell(&message, Some(files));
        // What ran before is given up, and its memory is free.
        self.client.set_value(Some(client));
    }

    /// Has the files read otherwise; while they are being read, as soon as that is done.
    pub(super) fn again(self, told: Told) {
        self.failed.set(None);
        match self.busy.with_untracked(Option::is_some) {
            true => self.next.set_value(Some(told)),
            false => self.ask_again(told),
        }
    }

    /// Has the files that the thread knows read otherwise.
    pub(super) fn ask_again(self, told: Told) {
        let is_told = self.client.with_value(|client| {
            let message = ToReader::Again { told: told.clone() };
            client
                .as_ref()
                .map(|client| client.tell(&message, None))
                .is_some()
        });
        if is_told {
            let fresh = self.files.with_value(|all| all.coming.is_some());
            self.busy.set(Some(Busy::start(self.names(), fresh)));
            self.asked.set_value(Some(told));
        } else {
            self.read(told);
        }
    }

    /// Has a column read as something else, or left out.
    pub(super) fn column(self, heading: &str, field: Option<String>) {
        let mut told = self.newest();
        told.columns.retain(|known| known.column != heading);
        told.columns.push(ToldColumn {
            column: heading.to_owned(),
            field,
        });
        self.again(told);
    }

    /// Has the files read with a change to what was said by hand.
    pub(super) fn tell(self, change: impl FnOnce(&mut Told)) {
        let mut told = self.newest();
        change(&mut told);
        self.again(told);
    }

    /// What was said by hand, also what is not answered yet.
    pub(super) fn newest(self) -> Told {
        let waits = self.next.get_value().or_else(|| self.asked.get_value());
        waits.unwrap_or_else(|| self.told.get_value())
    }

    /// Forgets what was asked and not answered.
    pub(super) fn give_up(self) {
        self.client.set_value(None);
        self.next.set_value(None);
        self.asked.set_value(None);
        self.keep.set_value(None);
        self.recalling.set_value(None);
        self.files.update_value(|all| all.coming = None);
        self.busy.set(None);
    }

    /// Gives up what runs; what was shown before stays, and what was chosen meanwhile is put back.
    pub(super) fn cancel(self) {
        self.give_up();
        self.settled.notify();
    }

    /// Keeps what was read, as a data set of its own or added to another.
    pub(super) fn keep(self, add_to: Option<String>) {
        let Some(reading) = self.reading.get_untracked() else {
            return;
        };
        let title = self.title.get_untracked();
        let title = title.filter(|title| !title.trim().is_empty());
        let title = title.unwrap_or_else(|| reading.title.clone());
        self.failed.set(None);
        self.remember_for(None);
        self.keep.set_value(Some((title, add_to)));
        if self.client.with_value(Option::is_some) {
            self.keep_now();
        } else {
            // After a cancelled reading the files are read again first.
            self.read(self.told.get_value());
        }
    }

    /// Remembers how what is shown was read, and which data set it became; or forgets it, where that is wanted.
    pub(super) fn remember_for(self, set: Option<String>) {
        let Some(reading) = self.reading.get_untracked() else {
            return;
        };
        let known = memory::Remembered::of(&reading);
        match self.remember.get_untracked() {
            true => {
                let _ = memory::remember(memory::Remembered { set, ..known });
            }
            false => memory::forget(&known.headings),
        }
    }

    /// Has kept what waits to be kept.
    pub(super) fn keep_now(self) {
        if let Some((title, add_to)) = self.keep.try_update_value(Option::take).flatten() {
            self.busy.set(Some(Busy::start(title.clone(), false)));
            self.client.with_value(|client| {
                if let Some(client) = client {
                    client.tell(&ToReader::Keep { title, add_to }, None);
                }
            });
        }
    }
}

/// The address of the script that reads files, which is the worker's.
pub(super) fn script() -> String {
    let meta = browser::document()
        .and_then(|d| {
            d.query_selector("meta[name=clientele-worker]")
                .ok()
                .flatten()
        })
        .and_then(|meta| meta.get_attribute("content"));
    let relative = meta.unwrap_or_else(|| "./worker.js".to_owned());
    browser::absolute(&relative).unwrap_or(relative)
}
