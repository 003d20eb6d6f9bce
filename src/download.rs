//! What can be taken along: texts as files, and drawings that stand alone, as SVG or PNG.
//!
//! Files are made, and named, in a part of their own, which comes when the first one is asked for.

mod about;
mod alone;
mod name;
mod take;

use gloo::file::BlobContents;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Element;

use crate::browser;
use crate::charts::Picture;
use crate::frame::Frame;
use crate::state::State;
use crate::table::Table;

/// Offers files, and says so where one cannot be made.
#[derive(Clone, Copy)]
pub struct Saver {
    state: State,
    frame: Frame,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A picture.
    Png,
    /// A drawing.
    Svg,
    /// Numbers.
    Csv,
    /// Anything that a program reads again.
    Json,
}

/// A figure as it stands on the page.
pub struct Drawn {
    /// The picture.
    pub picture: Picture,
    /// The finding.
    pub title: String,
    /// The measure and its unit.
    pub sub: String,
    /// What else one should know.
    pub note: String,
    /// The element around it, in which the legend is found.
    pub element: Option<Element>,
}

/// What is to become a file.
pub enum Taken {
    /// A text as it is; what it shows, in a few words.
    Text(String, String),
    /// A table.
    Numbers(Table),
    /// A figure, and its numbers, which name it.
    Figure(Drawn, Table),
}

impl Saver {
    /// The saver of the page; where the context is at hand.
    pub fn here() -> Self {
        Self {
            state: expect_context::<State>(),
            frame: expect_context::<Frame>(),
        }
    }

    /// Offers a file. Its name says data set, panel, what it shows and the last day of the data.
    pub fn save(self, kind: Kind, taken: Taken) {
        let Self { state, .. } = self;
        spawn_local(async move {
            if take::take(self, kind, Box::new(taken)).await.is_err() {
                state.notify("Nothing was saved: the part of the page that makes files could not be fetched. Try again when you are online, and if that does not help, reload the page.");
            }
        });
        browser::close_popovers(None);
    }

    /// Offers a table as numbers for a spreadsheet.
    pub fn numbers(self, table: Table) {
        self.save(Kind::Csv, Taken::Numbers(table));
    }

    /// Offers a text; `what` says in a few words what it shows.
    pub fn text(self, kind: Kind, what: &str, text: String) {
        self.save(kind, Taken::Text(what.to_owned(), text));
    }
}

/// Offers a text as a file, and says so where the browser does not take it.
pub fn save(state: State, name: &str, kind: &str, text: &str) {
    said(state, browser::download(name, kind, text));
}

/// The same for bytes.
pub fn save_bytes(state: State, name: &str, kind: &str, bytes: impl BlobContents) {
    said(state, browser::download(name, kind, bytes));
}

/// The same for what this browser holds at an address.
pub fn save_from(state: State, name: &str, address: &str) {
    said(state, browser::offer(name, address));
}

fn said(state: State, saved: Option<()>) {
    if saved.is_none() {
        state.notify("This browser did not accept the file. Nothing was saved; allow downloads for this page and try again.");
    }
}
