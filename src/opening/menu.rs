//! The list of all data sets at the top left, and what is said once one was kept.

use clientele_model::groups::RfmGroup;
use clientele_model::opening::OWN;
use clientele_model::selection::Only;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::desk::desk;
use super::files::Chooser;
use super::limits::size;
use super::sets::{about, view_of};
use crate::frame::{Frame, Link};
use crate::icon::{CROSS, icon};
use crate::lazy::MakeView;
use crate::state::{Panel, State, View};

/// The list of all data sets, from the name at the top left.
#[wasm_split(sets, fallible)]
pub fn menu() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Menu/> }.into_any())
}

/// That a data set was kept.
#[wasm_split(sets, fallible)]
pub fn kept() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <JustKept/> }.into_any())
}

/// All data sets, and how to open another.
#[component]
fn Menu() -> impl IntoView {
    let (desk, state, frame) = (desk(), expect_context::<State>(), expect_context::<Frame>());
    let now = move || frame.catalogue.with(|c| c.as_ref().map(|c| c.slug.clone()));
    let panel = move || state.view.with(|v| v.panel);
    let shipped = move || {
        let all = frame.datasets.get();
        let first = all.first().map(|(slug, _)| slug.clone());
        let item = move |(slug, title): (String, String)| {
            let is_first = first.as_ref() == Some(&slug);
            let own = slug.clone();
            let here = Signal::derive(move || now().as_ref() == Some(&own));
            let to = Signal::derive(move || match is_first {
                true => View {
                    panel: panel(),
                    ..View::default()
                },
                false => view_of(&slug, panel()),
            });
            view! { <li class:here=here><Link to current=here><b>{title}</b></Link></li> }
        };
        all.into_iter()
            .filter(|(slug, _)| !slug.starts_with(OWN))
            .map(item)
            .collect_view()
    };
    let own = move || {
        let known = desk
            .sets
            .get()
            .into_iter()
            .map(|set| (set.slug.clone(), set.title.clone(), about(&set)));
        let passing = desk
            .passing
            .get()
            .into_iter()
            .map(|(slug, title)| (slug, title, "only until this page is closed".to_owned()));
        let item = move |(slug, title, about): (String, String, String)| {
            let own = slug.clone();
            let here =
                Signal::derive(move || state.filters.with(|f| f.dataset.as_ref() == Some(&own)));
            let to = Signal::derive(move || view_of(&slug, panel()));
            view! { <li class:here=here><Link to current=here><b>{title}</b><span class="sub">{about}</span></Link></li> }
        };
        known.chain(passing).map(item).collect_view()
    };
    let any = Memo::new(move |_| {
        desk.sets.with(|all| !all.is_empty()) || desk.passing.with(|all| !all.is_empty())
    });
    let kept = move || {
        let bytes: u64 = desk.sets.with(|all| all.iter().map(|set| set.bytes).sum());
        (bytes > 0).then(|| {
            format!(
                "{} kept · only this browser can read it",
                size(bytes as f64)
            )
        })
    };
    view! {
        <p class="sets-head">"Data sets of this page"</p>
        <ul class="set-list">{shipped}</ul>
        <Show when=move || any.get()>
            <p class="sets-head">"Your data sets"<span>"on this device"</span></p>
            <ul class="set-list">{own}</ul>
        </Show>
        <div class="sets-foot">
            <Chooser door=desk.door words="Open a file…"/>
            <button type="button" class="link" on:click=move |_| desk.door.show()>"Rename, delete, add months"</button>
            <span class="sub">{kept}</span>
        </div>
    }
}

/// What was kept, what is to be known of it, and where to go on.
#[component]
fn JustKept() -> impl IntoView {
    let (desk, state, frame) = (desk(), expect_context::<State>(), expect_context::<Frame>());
    let words = move || {
        let (title, said) = desk.kept.get();
        match said.is_empty() {
            true => format!("Loaded {title}; only this browser can read it."),
            false => format!("Loaded {title}. {}", said.join(" ")),
        }
    };
    let segments = Signal::derive(move || state.view.with(|v| v.on(Panel::Segments)));
    let late = move |_| {
        let group = RfmGroup::AtRisk;
        frame.open.run(Only::Rfm(group));
    };
    view! {
        <div class="notice good-news">
            {icon("M3.500 8.500 6.500 11.500 12.500 5")}
            <div class="body"><p>{words}</p>
                <p class="acts"><Link class="link" to=segments>"See its segments"</Link>
                    <button type="button" class="link" on:click=late>"Customers to win back, as a list"</button></p></div>
            <button type="button" class="btn quiet icon" aria-label="Close this notice" on:click=move |_| desk.door.kept.set(false)>{icon(CROSS)}</button>
        </div>
    }
}
