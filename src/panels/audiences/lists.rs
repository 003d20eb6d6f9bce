//! Lists of customers that are brought as files: chosen, or dropped on the lines of an audience.

use std::rc::Rc;

use clientele_model::audiences::BroughtList;
use clientele_model::selection::{Listed, Only};
use clientele_model::wire::{self, BringKind};
use leptos::prelude::*;
use web_sys::{Blob, HtmlInputElement};

use crate::ask::Asker;
use crate::browser::today;
use crate::engine_client::{DroppedFile, Event, JobHandle};
use crate::state::State;

/// Takes lists to the worker; `Copy`.
#[derive(Clone, Copy)]
pub(super) struct Lists {
    state: State,
    asker: Asker,
    /// Dropping it gives up a file that is being read.
    handle: StoredValue<Option<JobHandle>, LocalStorage>,
}

const NOT_READ: &str = "The answer about the list could not be read. Nothing was added; reload the page and bring it again.";
const NOT_KEPT: &str = "This browser does not let the page keep the list: it is here until you leave the page. Bring its file again then.";

impl Lists {
    /// Of the panel that is shown.
    pub fn here() -> Self {
        Self {
            state: expect_context(),
            asker: expect_context(),
            handle: StoredValue::new_local(None),
        }
    }

    /// Has a list read; `then` gets what selections call it. What goes wrong is said.
    pub fn bring(self, name: String, content: Blob, then: impl Fn(Listed) + 'static) {
        let state = self.state;
        let file = DroppedFile {
            dataset: state
                .filters
                .with_untracked(|filters| filters.dataset.clone()),
            name,
            today: today(),
            kind: BringKind::List,
            content: Rc::new(content.into()),
        };
        let handle = self.asker.bring(file, move |event| match event {
            Event::Progress { .. } | Event::Origin(_) | Event::Partial(_) => {}
            Event::Done(bytes) => match wire::decode::<BroughtList>(&bytes) {
                Some(brought) => {
                    if !brought.is_kept {
                        state.notify(NOT_KEPT);
                    }
                    then(brought.listed);
                }
                None => state.notify(NOT_READ),
            },
            Event::Failed(why) => state.notify(&why.to_string()),
        });
        self.handle.set_value(handle);
    }
}

/// A button that takes a file with a list, and gives the condition that it is.
#[component]
pub(super) fn BringList(words: &'static str, #[prop(into)] on: Callback<Only>) -> impl IntoView {
    let lists = Lists::here();
    let chosen = move |event: web_sys::Event| {
        let input = event_target::<HtmlInputElement>(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            lists.bring(file.name(), file.into(), move |listed| {
                on.run(Only::Listed(listed));
            });
        }
        // The same file may be chosen again when it was mended.
        input.set_value("");
    };
    view! {
        <label class="btn file-btn">{words}<input type="file" accept=".csv,.tsv,.txt,.json,.jsonl" on:change=chosen/></label>
    }
}
