//! A result file, dropped anywhere on the panel or chosen: the worker reads it, and it is judged in the place of what stood in
//! the link.

use std::rc::Rc;

use clientele_model::experiments::{Brought, Judged};
use clientele_model::wire::{self, BringKind};
use leptos::ev;
use leptos::prelude::*;
use web_sys::{DragEvent, File, FileList, HtmlInputElement};

use crate::ask::Asker;
use crate::browser::today;
use crate::engine_client::{DroppedFile, Event, JobHandle};
use crate::frame::Frame;
use crate::opening::{is_result, listed};
use crate::state::State;

/// How it stands with the file.
#[derive(Clone)]
enum Stand {
    /// None was given.
    Nothing,
    /// It is being read.
    Reading,
    /// It was read.
    Taken(Brought),
    /// It cannot be read.
    Wrong(String),
}

/// Takes a result file, and says what became of it.
#[component]
pub fn ResultFile() -> impl IntoView {
    let frame = expect_context::<Frame>();
    let taker = Taker {
        state: expect_context(),
        asker: expect_context(),
        stand: RwSignal::new(Stand::Nothing),
        handle: StoredValue::new_local(None),
    };
    let over = RwSignal::new(false);
    let above = window_event_listener(ev::dragover, move |event| {
        event.prevent_default();
        over.set(true);
    });
    let away = window_event_listener(ev::dragleave, move |event| {
        // Between two elements of the page it goes on.
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        // Others are opened as a data set.
        if is_result(&listed(files.clone())) {
            taker.take(files);
        }
    });
    on_cleanup(move || {
        above.remove();
        away.remove();
        dropped.remove();
    });
    let chosen = move |event: ev::Event| {
        let input = event_target::<HtmlInputElement>(&event);
        taker.take(input.files());
        // The same file may be chosen again when it was mended.
        input.set_value("");
    };
    let words = move || match taker.stand.get() {
        Stand::Nothing => Vec::new(),
        Stand::Reading => vec!["The file is being read …".to_owned()],
        Stand::Taken(brought) => {
            let headline = frame.fmt.with(|fmt| fmt.sentence(&brought.headline));
            std::iter::once(headline).chain(brought.said).collect()
        }
        Stand::Wrong(sentence) => vec![sentence],
    };
    let is_wrong = move || taker.stand.with(|stand| matches!(stand, Stand::Wrong(_)));
    view! {
        <div class="result-file" class:over=over>
            <label class="btn">
                "Drop a result file"
                <input type="file" accept=".csv,.tsv,.txt" on:change=chosen/>
            </label>
            <div role="status" class:wrong=is_wrong>
                {move || words().into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
            </div>
        </div>
    }
}

/// Takes files to the worker.
#[derive(Clone, Copy)]
struct Taker {
    state: State,
    asker: Asker,
    stand: RwSignal<Stand>,
    /// Dropping it gives up a file that is being read.
    handle: StoredValue<Option<JobHandle>, LocalStorage>,
}

impl Taker {
    /// Takes the first of these files.
    fn take(self, files: Option<FileList>) {
        if let Some(file) = files.and_then(|files| files.get(0)) {
            self.read(file);
        }
    }

    fn read(self, file: File) {
        self.stand.set(Stand::Reading);
        let file = DroppedFile {
            dataset: self
                .state
                .filters
                .with_untracked(|filters| filters.dataset.clone()),
            name: file.name(),
            today: today(),
            kind: BringKind::Result,
            content: Rc::new(file.into()),
        };
        let handle = self.asker.bring(file, move |event| match event {
            Event::Progress { .. } | Event::Origin(_) | Event::Partial(_) => {}
            Event::Done(bytes) => match wire::decode::<Brought>(&bytes) {
                Some(brought) => self.show(brought),
                None => self.stand.set(Stand::Wrong(
                    "The answer about the file could not be read. Nothing was loaded; reload the page and drop it again.".to_owned(),
                )),
            },
            Event::Failed(why) => self.stand.set(Stand::Wrong(why.to_string())),
        });
        self.handle.set_value(handle);
    }

    /// Judges the campaign of the file; how it was judged before does not fit another one.
    fn show(self, brought: Brought) {
        let campaign = brought.campaigns.first().cloned();
        self.stand.set(Stand::Taken(brought));
        self.state.edit(|view| {
            view.judged = Judged {
                campaign,
                ..Judged::default()
            };
        });
    }
}
