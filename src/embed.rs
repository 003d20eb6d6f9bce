//! The page inside somebody else's: one panel without the rail, dressed as the page around it wishes, talking with it through
//! a port. `docs/embedding.md` is the manual, `public/clientele-embed.js` the other end.
//!
//! The first module knows nothing but [`Around`]; all else is a part that comes where the address says `embed=1`, before
//! anything is drawn. What the address says about the frame is read by [`clientele_model::link::Embed`].

mod accent;
mod height;
mod host;
mod look;
mod messages;
mod reach;

use std::sync::Arc;

use clientele_model::audience::AudienceReport;
use clientele_model::link::Embed;
use clientele_model::selection::Only;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use self::host::Host;
use crate::ask::Asker;
use crate::effect::effect;
use crate::frame::{App, Link};
use crate::lazy::MakeView;
use crate::state::{Panel, State, View};

/// What the page tells the one around it; in the context where there is one.
#[derive(Clone, Copy)]
pub struct Around {
    /// The selection whose side sheet is open.
    pub opened: RwSignal<Option<Only>>,
    /// Hears who is behind it, as soon as that is known.
    pub told: Callback<(Only, Arc<AudienceReport>)>,
}

/// The page in somebody else's; its code comes only there.
#[wasm_split(embed, fallible)]
pub fn embedded() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Embedded/> }.into_any())
}

#[component]
fn Embedded() -> impl IntoView {
    let (state, asker) = (expect_context::<State>(), expect_context::<Asker>());
    // What of the first address was refused: the page around hears it as soon as it listens.
    let refused = state.view.with_untracked(|view| {
        let panel = kept_out(view).map(|(_, why)| why);
        let notices = Embed::read(&view.embed).1;
        panel
            .into_iter()
            .chain(notices.iter().map(ToString::to_string))
            .collect()
    });
    state.keep_to(kept_out);
    let switches = Memo::new(move |_| state.view.with(|view| view.embed.clone()));
    let read = Memo::new(move |_| Embed::read(&switches.get()));
    let style = look::sheet();
    effect(move || {
        read.with(|(embed, notices)| {
            look::dress(embed, style.as_ref());
            for notice in notices {
                state.notify(&notice.to_string());
            }
        });
    });
    let host = Host::listen(state, asker, refused);
    let opened = RwSignal::new(None);
    let told = Callback::new(move |(only, report): (Only, Arc<AudienceReport>)| {
        host.selected(&only, &report);
    });
    provide_context(Around { opened, told });
    height::tell();
    reach::follow();
    let panels = Memo::new(move |_| read.with(|(embed, _)| embed.panels.clone()));
    view! {
        {move || panels.with(|panels| (panels.len() > 1).then(|| tabs(state, panels)))}
        <App/>
    }
}

/// The only way from one chosen panel to another: there is no rail.
fn tabs(state: State, panels: &[Panel]) -> impl IntoView + use<> {
    let tab = |panel: &Panel| {
        let panel = *panel;
        let is_here = move |view: &View| view.panel == panel;
        let to = move |view: &View| match is_here(view) {
            true => view.clone(),
            false => view.on(panel),
        };
        view! {
            <Link class="tab" to=Signal::derive(move || state.view.with(to)) current=Signal::derive(move || state.view.with(is_here))>
                {panel.word()}
            </Link>
        }
    };
    view! { <nav class="embed-tabs seg-control links no-print" aria-label="Panels">{panels.iter().map(tab).collect_view()}</nav> }
}

/// What is shown in the place of a panel that the page around this one did not choose.
fn kept_out(view: &View) -> Option<(Panel, String)> {
    Embed::read(&view.embed).0.instead_of(view.panel)
}
