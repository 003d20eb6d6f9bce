//! What stands around every panel: the rail, the top bar, notices, the side sheet.

mod chips;
mod hint;
mod origin;
mod rail;
mod sheet;
mod switches;
mod theme;

use clientele_model::filters::Filters;
use clientele_model::question;
use clientele_model::selection::Only;
use clientele_model::wire::Slot;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ask::{Asker, Status, ask};
use crate::browser;
use crate::effect::effect;
use crate::embed::{Around, embedded};
use crate::format::Format;
use crate::icon::{CROSS, WARN, icon};
use crate::idle_queue::IdleQueue;
use crate::lazy::lazy;
use crate::opening::{self, Door};
use crate::panels::PanelView;
use crate::state::State;
use crate::waiting::clear;

use rail::Rail;

pub use chips::{described, selections, spent};
pub use switches::said;
pub use theme::Theme;

/// What every panel finds in the context.
#[derive(Clone, Copy)]
pub struct Frame {
    /// What the data set is; nothing until it is known.
    pub catalogue: Memo<Option<clientele_model::catalogue::Catalogue>>,
    /// The data sets there are: slug and title.
    pub datasets: Memo<Vec<(String, String)>>,
    /// How numbers are written.
    pub fmt: Signal<Format>,
    /// Opens the side sheet.
    pub open: Callback<Only>,
}

/// The page, by itself or, once that part is here, in somebody else's.
#[component]
pub fn Page(
    /// Whom to ask.
    asker: Asker,
) -> impl IntoView {
    let state = State::start();
    provide_context(state);
    provide_context(asker);
    match state.view.with_untracked(|v| v.embed.is_empty()) {
        true => view! { <App/> }.into_any(),
        false => lazy(|| Box::pin(embedded())),
    }
}

/// What the visitor sees. Where an [`Around`] is in the context, that is what decides about rail, theme and the like.
#[component]
pub fn App() -> impl IntoView {
    let (state, asker) = (expect_context::<State>(), expect_context::<Asker>());
    let around = use_context::<Around>();
    let queue = IdleQueue::start();
    provide_context(queue);
    provide_context(Door::start(state));
    for make in Format::warm_up() {
        queue.add(make);
    }
    let theme = around.is_none().then(Theme::start);

    let dataset = Memo::new(move |_| state.filters.with(|f| f.dataset.clone()));
    let known = ask::<question::Data>(
        Signal::derive(move || {
            question::Data(Filters {
                dataset: dataset.get(),
                ..Filters::default()
            })
        }),
        asker,
        Slot::Frame,
    );
    let catalogue = Memo::new(move |_| {
        known
            .report
            .with(|r| r.as_ref().map(|r| r.catalogue.clone()))
    });
    let datasets = Memo::new(move |_| {
        known
            .report
            .with(|r| r.as_ref().map(|r| r.datasets.clone()).unwrap_or_default())
    });
    let fmt = Memo::new(move |_| {
        Format::new(&catalogue.with(|c| c.as_ref().map(|c| c.currency.clone()).unwrap_or_default()))
    });
    // A page around this one hears of what is opened; anywhere else it stands in the address.
    let in_link = Memo::new(move |_| state.view.with(|v| v.sheet.clone()));
    let opened = Signal::derive(move || match around {
        Some(around) => around.opened.get(),
        None => in_link.get(),
    });
    let frame = Frame {
        catalogue,
        datasets,
        fmt: fmt.into(),
        open: Callback::new(move |only| match around {
            Some(around) => around.opened.set(Some(only)),
            None => state.open_sheet(only),
        }),
    };
    let shut = Callback::new(move |()| match around {
        Some(around) => around.opened.set(None),
        None => state.close_sheet(),
    });
    provide_context(frame);

    let panel = Memo::new(move |_| state.view.with(|v| v.panel));
    let mut before = None;
    effect(move || {
        let panel = panel.get();
        if let Some(document) = browser::document() {
            document.set_title(&format!("{} · Clientele", panel.word().unwrap_or_default()));
        }
        if before.replace(panel).is_some_and(|before| before != panel) {
            if let Some(around) = around {
                around.opened.set(None);
            }
            if let Some(window) = web_sys::window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
    });
    let press = window_event_listener(leptos::ev::keydown, move |e| {
        if e.key() == "Escape"
            && let Some(summary) = browser::close_popovers(None)
        {
            let _ = summary.focus();
        }
    });
    let click = window_event_listener(leptos::ev::mousedown, move |e| {
        let around = e.target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        browser::close_popovers(around.as_ref());
    });
    on_cleanup(move || {
        press.remove();
        click.remove();
    });

    view! {
        <a class="skip" href="#main">"Skip to the content"</a>
        <div class="app" class:embed=around.is_some()>
            {around.is_none().then(|| view! { <Rail panel/> })}
            <div class="page">
                <Top theme status=known.status/>
                <main class="content" id="main" tabindex="-1">
                    <div class="notices" role="status">
                        <For each=move || state.notices.get() key=Clone::clone let:words>
                            <Notice words/>
                        </For>
                        {opening::kept()}
                        {origin::older(asker)}
                    </div>
                    {around.is_none().then(hint::hint)}
                    {move || view! { <PanelView panel=panel.get()/> }}
                    {origin::origin(asker)}
                </main>
            </div>
        </div>
        {opening::overlay()}
        {move || opened.get().map(|of| view! { <sheet::Sheet of shut/> })}
    }
}

/// A sentence that can be closed.
#[component]
fn Notice(words: String) -> impl IntoView {
    let state = expect_context::<State>();
    let text = words.clone();
    view! {
        <div class="notice warn">
            {icon(WARN)}
            <p>{words}</p>
            <button type="button" class="btn quiet icon" aria-label="Close this notice" on:click=move |_| state.close(&text)>
                {icon(CROSS)}
            </button>
        </div>
    }
}

/// One choice of several.
#[component]
pub fn Radio(
    /// Its class.
    #[prop(optional)]
    class: &'static str,
    /// The name the choices share.
    group: &'static str,
    /// Its words.
    #[prop(into)]
    words: Signal<String>,
    /// Whether it is chosen.
    #[prop(into)]
    on: Signal<bool>,
    /// Chooses it.
    #[prop(into)]
    pick: Callback<()>,
) -> impl IntoView {
    view! {
        <label class=class>
            <input type="radio" name=group prop:checked=on on:change=move |_| pick.run(())/>
            {words}
        </label>
    }
}

/// A link to another view of this page, followed without loading it again.
#[component]
pub fn Link(
    /// Where to.
    #[prop(into)]
    to: Signal<crate::state::View>,
    /// Its classes.
    #[prop(optional)]
    class: &'static str,
    /// Whether it is where we are.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let state = expect_context::<State>();
    let follow = move |e: web_sys::MouseEvent| {
        // A new tab or window is the browser's business.
        if e.button() == 0 && !(e.ctrl_key() || e.meta_key() || e.shift_key() || e.alt_key()) {
            e.prevent_default();
            state.go(to.get_untracked());
        }
    };
    view! {
        <a class=class href=move || to.with(ToString::to_string) aria-current=move || current.get().then_some("page") on:click=follow>
            {children()}
        </a>
    }
}

#[component]
fn Top(theme: Option<Theme>, status: Signal<Status>) -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let title = move || {
        frame
            .catalogue
            .with(|c| c.as_ref().map(|c| c.title.clone()))
    };
    let as_of = move || {
        let chosen = state.filters.with(|f| f.as_of);
        let usual = |c: &clientele_model::catalogue::Catalogue| {
            let period = state.filters.with(|f| f.period);
            c.day_after(c.cut(period))
        };
        let day = frame
            .catalogue
            .with(|c| c.as_ref().map(|c| chosen.unwrap_or_else(|| usual(c))));
        day.map(|day| frame.fmt.with(|s| format!("As of {}", s.day(day))))
    };
    // What cannot be known yet, or at all, has a name, too.
    let called = move || {
        let unknown = || match status.with(|status| matches!(status, Status::Failed(_))) {
            true => "Data sets",
            false => "Loading the data sets",
        };
        title().unwrap_or_else(|| unknown().to_owned())
    };
    let name = view! { <span class="dataset"><b>{called}</b><span>{as_of}</span></span> };
    let listed = RwSignal::new(false);
    let switcher = match state.view.with_untracked(|view| !view.embed.is_empty()) {
        true => name.into_any(),
        false => view! {
            <details class="switcher" on:toggle=move |e| listed.set(browser::is_open(&e))>
                <summary>{name}{icon("M4 6.500 8 10l4-3.500")}</summary>
                {move || listed.get().then(|| view! { <div class="popover" role="group" aria-label="Data sets">{opening::menu()}</div> })}
            </details>
        }
        .into_any(),
    };
    let changed = Memo::new(move |_| {
        let mut bare = state.view.get();
        reset(&mut bare);
        state.view.with(|view| bare != *view)
    });
    let shared = RwSignal::new("Share link");
    let share = move |_| {
        let done = move |fine: bool| {
            if fine {
                shared.set("Link copied");
                let _ = set_timeout_with_handle(
                    move || shared.set("Share link"),
                    std::time::Duration::from_millis(2500),
                );
            } else {
                state.notify("This browser does not let the page copy. Copy the link from the address bar: it holds everything you see.");
            }
        };
        let link = frame.catalogue.with_untracked(|c| {
            frame
                .datasets
                .with_untracked(|all| state.link(all, c.as_ref()))
        });
        browser::copy(&link, done);
    };
    view! {
        <header class="top">
            {switcher}
            <chips::Chips/>
            <div class="top-actions no-print">
                <button class="btn quiet reset" type="button" disabled=move || !changed.get()
                    on:click=move |_| state.edit(reset)>"Reset"</button>
                <button class="btn" type="button" aria-label="Share link" on:click=share>
                    {icon("M8 10V2.5M5 5l3-2.7L11 5M3.500 8.500V13h9V8.500")}
                    <span role="status">{shared}</span>
                </button>
                {theme.map(switch)}
            </div>
        </header>
    }
}

/// Back to what is usual: no filter, and products in their usual classes.
fn reset(view: &mut crate::state::View) {
    clear(&mut view.filters);
    view.products.options = view.products.options.with_usual_cuts();
}

/// The switch of the theme; a page around this one has its own.
fn switch(theme: Theme) -> impl IntoView {
    view! {
        <button class="btn quiet icon" type="button" aria-label=move || theme.words() title=move || theme.words() on:click=move |_| theme.next()>
            <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d=move || theme.icon()/></svg>
        </button>
    }
}
