//! Keeps who is in an audience today, as a list: later one sees who left and who joined.

use clientele_model::outbound::{Choices, Destination};
use clientele_model::question::AudienceFile;
use clientele_model::selection::Only;
use clientele_model::wire::Slot;
use leptos::prelude::*;
use web_sys::Blob;

use super::lists::Lists;
use super::saved::Shelf;
use crate::ask::{Asker, Status, ask};
use crate::effect::effect;
use crate::frame::Frame;
use crate::state::State;

/// Asks for the numbers of its members and has them kept as a list.
#[component]
pub(super) fn Members(
    name: String,
    of: Only,
    keeping: RwSignal<Option<(String, Only)>>,
) -> impl IntoView {
    let (state, shelf) = (expect_context::<State>(), expect_context::<Shelf>());
    let lists = Lists::here();
    let frame = expect_context::<Frame>();
    let until = Memo::new(move |_| frame.catalogue.with(|c| c.as_ref().map(|c| c.last)));
    let question = Signal::derive(move || AudienceFile {
        filters: state.filters.get(),
        of: of.clone(),
        choices: Choices {
            to: Destination::Ids,
            ..Choices::default()
        },
    });
    let answer = ask::<AudienceFile>(question, expect_context::<Asker>(), Slot::Download);
    let file = format!("{name}.csv");
    effect(move || {
        let text = answer.report.with(|report| {
            let files = report.as_ref()?.files.iter();
            Some(files.map(|file| file.text.as_str()).collect::<String>())
        });
        let (Some(text), Some(day)) = (text, until.get()) else {
            return;
        };
        let name = name.clone();
        let content: Blob = gloo::file::Blob::new(&*text).into();
        lists.bring(file.clone(), content, move |listed| {
            shelf.keep_members(state, &name, listed, day);
            state.notify("Who is in it today is kept. When the data have changed, “who left” and “who joined” show the difference.");
            keeping.set(None);
        });
    });
    view! {
        <p class="muted" role="status">
            {move || match answer.status.get() {
                Status::Failed(why) => why.to_string(),
                Status::Working { .. } | Status::Ready => "Keeping who is in it …".to_owned(),
            }}
        </p>
    }
}
