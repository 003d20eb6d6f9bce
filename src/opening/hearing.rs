//! What the thread that reads files says, and what follows from it.

use std::sync::Arc;

use clientele_model::filters::Filters;
use clientele_model::opening::{FromReader, Kept, ReadColumn, Reading, Refusal, Told};
use gloo::file::Blob;
use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;

use super::desk::Desk;
use super::{ZIP, device, memory};
use crate::state::{Panel, View};

impl Desk {
    /// Hears the thread that reads the files.
    pub(super) fn hear(self, message: FromReader, behind: Vec<ArrayBuffer>) {
        match message {
            FromReader::Progress { stage, done, of } => {
                let now = js_sys::Date::now();
                self.busy.update(|busy| {
                    if let Some(busy) = busy {
                        busy.hear(stage, done, of, now);
                    }
                });
            }
            FromReader::Read(reading) => {
                if !self.asks_anew(&reading.columns, &reading.told) {
                    self.show(Arc::new(*reading));
                }
            }
            FromReader::Refused(refusal) => {
                if !self.asks_anew(&refusal.columns, &refusal.told) {
                    self.refuse(Arc::new(*refusal));
                }
            }
            FromReader::Kept(kept) => self.kept(kept, behind),
            FromReader::Failed { sentence } => self.fail(sentence),
            FromReader::Crashed { message } => {
                self.client.set_value(None);
                self.fail(crashed(&message));
            }
            FromReader::Ready { .. } | FromReader::Sets(_) | FromReader::Packed { .. } => {}
        }
    }

    /// Asks what waits to be asked, or, for files that nobody has said anything of, what was said last time of the same
    /// headings. Whether an answer is of no use any more.
    fn asks_anew(self, columns: &[ReadColumn], used: &Told) -> bool {
        if let Some(told) = self.next.try_update_value(Option::take).flatten() {
            self.ask_again(told);
            return true;
        }
        let fresh = self.files.with_value(|all| all.coming.is_some());
        let is_known = self.recalling.with_value(Option::is_some);
        if !fresh || is_known || columns.is_empty() {
            return false;
        }
        let Some((mut told, known)) = memory::recall(&memory::headings(columns)) else {
            return false;
        };
        // What lists beside the orders hold is no part of what is remembered.
        if told.kinds.is_empty() {
            told.kinds.clone_from(&used.kinds);
        }
        self.recalling.set_value(Some(known));
        if told == *used {
            return false;
        }
        self.ask_again(told);
        true
    }

    /// The files that came are now those that are shown; whether any came.
    fn settle(self) {
        let came = self.files.try_update_value(|all| {
            let came = all.coming.take();
            came.map(|files| all.shown = files).is_some()
        });
        if came == Some(true) {
            self.title.set(None);
            let recalled = self.recalling.try_update_value(Option::take).flatten();
            let set = recalled.as_ref().and_then(|known| known.set.clone());
            // What is brought for a data set stays meant for it.
            let before = self.continues.get_untracked();
            let meant = self
                .add_to
                .get_untracked()
                .filter(|to| before.as_ref() != Some(to));
            self.add_to.set(meant.or_else(|| set.clone()));
            self.continues.set(set);
            self.recalled.set(recalled.map(|known| known.names()));
        }
        let asked = self.asked.try_update_value(Option::take).flatten();
        self.told.set_value(asked.unwrap_or_default());
        self.busy.set(None);
        self.failed.set(None);
        self.settled.notify();
    }

    fn show(self, reading: Arc<Reading>) {
        self.settle();
        self.before.set_value(None);
        self.refusal.set(None);
        self.reading.set(Some(reading));
        self.keep_now();
    }

    fn refuse(self, refusal: Arc<Refusal>) {
        self.set_aside();
        self.settle();
        self.keep.set_value(None);
        self.reading.set(None);
        self.refusal.set(Some(refusal));
    }

    fn fail(self, sentence: String) {
        self.next.set_value(None);
        self.asked.set_value(None);
        self.keep.set_value(None);
        self.files.update_value(|all| all.coming = None);
        self.busy.set(None);
        self.failed.set(Some(sentence));
        self.settled.notify();
    }

    /// Goes to the new data set.
    fn kept(self, kept: Kept, mut behind: Vec<ArrayBuffer>) {
        let Kept {
            slug,
            title,
            said,
            files,
            ..
        } = kept;
        if let Some(archive) = behind.pop() {
            let archive = Blob::new_with_options(archive, Some(ZIP));
            self.archives
                .update_value(|all| all.push((slug.clone(), archive)));
            self.passing.update(|all| {
                all.retain(|(known, _)| *known != slug);
                all.push((slug.clone(), title.clone()));
            });
        }
        // Whoever answers may know an earlier state of it, and has no other way to files that this device does not keep.
        let behind = behind.iter().map(|file| Uint8Array::new(file).to_vec());
        let behind: Vec<_> = behind.collect();
        let sizes = behind.iter().map(|file| file.len() as u64);
        let files = files.into_iter().zip(sizes).collect();
        self.asker.own(slug.clone(), files, behind.concat());
        self.goes_on();
        self.remember_for(Some(slug.clone()));
        self.put_away();
        self.kept.set((title, said));
        self.door.shown.set(false);
        self.door.kept.set(true);
        self.state.go(View {
            panel: Panel::Overview,
            filters: Filters {
                dataset: Some(slug),
                ..Filters::default()
            },
            ..View::default()
        });
        self.list();
        // The browser is asked once there is something to be kept.
        device::room(true, self.room);
    }
}

/// What is said when the thread that reads files dies.
pub(super) fn crashed(message: &str) -> String {
    format!(
        "Reading was stopped by the browser or by a defect ({}). Nothing was loaded and your data sets are as they were; try again, with other tabs closed if the file is large.",
        message.trim_end_matches('.')
    )
}
