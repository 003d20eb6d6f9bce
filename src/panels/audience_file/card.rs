//! The playbook card that goes along with the file, with what was changed on it by hand.

use clientele_model::playbook::WritePlaybook;
use clientele_model::selection::{Only, Unresolved};
use clientele_model::wire::Slot;
use leptos::prelude::*;

use crate::ask::{Asker, Status, ask};
use crate::download;
use crate::effect::effect;
use crate::frame::{Frame, Link};
use crate::icon::{DOWNLOAD, icon};
use crate::panels::playbook::{changes_of, text};
use crate::state::{Panel, State};

/// What the card is called as a file.
const NAME: &str = "playbook.md";

/// The card as a file; it is made when it is asked for.
#[component]
pub(super) fn CardFile(of: Memo<Result<Only, Unresolved>>) -> impl IntoView {
    let state = expect_context::<State>();
    let wanted = RwSignal::new(false);
    let whom = Signal::derive(move || of.get().unwrap_or(Only::Everyone));
    let to = Signal::derive(move || {
        let mut next = state.view.with(|view| view.on(Panel::Playbook));
        next.of = Some(whom.get());
        next
    });
    view! {
        <section class="card span-12 lists" aria-labelledby="card-file">
            <h2 class="chart-title" id="card-file">"The playbook card"</h2>
            <p class="chart-sub">"What to do with them, what to offer at most, and how it will be known that it worked"</p>
            <div class="files">
                <div class="file">
                    <p><b>{NAME}</b><br/>"As it stands on the page, with what was changed by hand"</p>
                    <div class="acts">
                        <Link class="btn quiet" to>"See and change it"</Link>
                        <button type="button" class="btn" aria-label="Download the playbook card" on:click=move |_| wanted.set(true)>{icon(DOWNLOAD)}"Download"</button>
                    </div>
                </div>
            </div>
            {move || wanted.get().then(|| view! { <Made of=whom wanted/> })}
        </section>
    }
}

/// Asks for the card and saves it.
#[component]
fn Made(of: Signal<Only>, wanted: RwSignal<bool>) -> impl IntoView {
    let (state, frame) = (expect_context::<State>(), expect_context::<Frame>());
    let changes = changes_of(state, of);
    let question = Signal::derive(move || WritePlaybook {
        filters: state.filters.get(),
        of: of.get(),
    });
    let answer = ask::<WritePlaybook>(question, expect_context::<Asker>(), Slot::Download);
    effect(move || {
        if !answer.status.with(|now| matches!(now, Status::Ready)) {
            return;
        }
        let words = answer.report.with(|report| {
            let report = report.as_ref()?;
            Some(frame.fmt.with(|fmt| text(report, changes, fmt)))
        });
        if let Some(words) = words {
            download::save(state, NAME, "text/markdown", &words);
            wanted.set(false);
        }
    });
    view! {
        <p class="muted" role="status">
            {move || match answer.status.get() {
                Status::Failed(why) => why.to_string(),
                Status::Working { .. } | Status::Ready => "Making the card …".to_owned(),
            }}
        </p>
    }
}
