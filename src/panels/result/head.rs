//! Above the answer: the tabs, which campaign, a result file of one's own, the printer.

use clientele_model::experiments::{CampaignLine, Judged};
use leptos::prelude::*;

use super::Newest;
use crate::browser::{self, is_open};
use crate::format::Format;
use crate::frame::{Frame, Radio};
use crate::icon::icon;
use crate::names::named;
use crate::panels::experiments::Tabs;
use crate::panels::result_file::ResultFile;
use crate::state::{Change, State};

const PRINTER: &str = "M4.500 6V2.500h7V6M4.500 11.500H2.500V6h11v5.500h-2M4.500 9.500h7v4h-7v-4Z";

/// The bar.
#[component]
pub(super) fn Head() -> impl IntoView {
    view! {
        <div class="judge-bar no-print">
            <Tabs/>
            <Campaigns/>
            <div class="judge-acts">
                <ResultFile/>
                <Print/>
            </div>
        </div>
    }
}

/// Prints the report on one page.
#[component]
pub(super) fn Print() -> impl IntoView {
    let newest = expect_context::<Newest>();
    let print = move |_| {
        if let Some(window) = web_sys::window() {
            let _ = window.print();
        }
    };
    let nothing = move || newest.0.with(Option::is_none);
    view! {
        <button type="button" class="btn quiet no-print" disabled=nothing on:click=print>
            {icon(PRINTER)}"Print report"
        </button>
    }
}

/// Which campaign is judged; there once the data have said which there are.
#[component]
fn Campaigns() -> impl IntoView {
    let newest = expect_context::<Newest>();
    let open = RwSignal::new(false);
    let now = move || {
        newest.0.with(|r| {
            let c = &r.as_ref()?.campaign;
            Some(name(c))
        })
    };
    let inside = move || {
        open.get().then(|| {
            view! {
                <div class="popover" role="group" aria-label="Campaign">
                    <h3>"Campaign"</h3>
                    <div class="long">{list()}</div>
                </div>
            }
        })
    };
    view! {
        <Show when=move || newest.0.with(Option::is_some)>
            <details class="chip judge-pick" name="filters" prop:open=open on:toggle=move |e| open.set(is_open(&e))>
                <summary>"Campaign "<b>{now}</b>{icon("M4 6.500 8 10l4-3.500")}</summary>
                {inside}
            </details>
        </Show>
    }
}

fn name(c: &CampaignLine) -> String {
    named(if c.name.is_empty() { &c.id } else { &c.name })
}

/// Every campaign one may choose.
fn list() -> impl IntoView {
    let newest = expect_context::<Newest>();
    let (state, frame) = (expect_context::<State>(), expect_context::<Frame>());
    move || {
        let fmt = frame.fmt.get();
        newest.0.with(|r| {
            let r = r.as_ref()?;
            let here = r.campaign.id.clone();
            let one = |c: &CampaignLine| one(state, c, &fmt, c.id == here);
            Some(r.campaigns.iter().map(one).collect_view())
        })
    }
}

fn one(state: State, c: &CampaignLine, fmt: &Format, is_here: bool) -> impl IntoView + use<> {
    let id = c.id.clone();
    let pick = move |()| {
        // Its arms and days are those of another campaign.
        state.judged(Change::Step, |judged| {
            *judged = Judged {
                campaign: Some(id.clone()),
                window: None,
                control: None,
                arm: None,
                held: None,
                day: None,
                planned: None,
                ..judged.clone()
            };
        });
        browser::close_popovers(None);
    };
    let about = [
        fmt.day(c.day),
        fmt.counted(c.customers, "customer"),
        c.offer.clone(),
        if c.dropped { "from your file" } else { "" }.to_owned(),
    ];
    let about: Vec<_> = about.into_iter().filter(|part| !part.is_empty()).collect();
    view! {
        <div class="judge-one">
            <Radio class="check" group="campaign" words=Signal::stored(name(c)) on=Signal::stored(is_here) pick/>
            <span class="sub">{about.join(" · ")}</span>
        </div>
    }
}
