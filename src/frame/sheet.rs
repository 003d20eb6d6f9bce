//! The side sheet every mark opens: who they are, what they buy, who spends most, and what to offer them.

use std::sync::Arc;

use clientele_model::audience::AudienceReport;
use clientele_model::catalogue::Catalogue;
use clientele_model::question::{Audience, ExportCsv};
use clientele_model::recommend::Whom;
use clientele_model::selection::Only;
use clientele_model::wire::Slot;
use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{Frame, Link};
use crate::ask::{Asker, ask};
use crate::browser;
use crate::download::{Kind, Saver};
use crate::effect::effect;
use crate::embed::Around;
use crate::engine_client::JobHandle;
use crate::icon::{CROSS, DOWNLOAD, INFO, OPENS, icon};
use crate::lazy::{MakeView, lazy};
use crate::names::named;
use crate::offers::{Lists, offered};
use crate::state::{Panel, State};
use crate::waiting::{AnswerView, Stop};
use crate::way_out::WayOut;

/// Whose sheet is open, and what closes it; from the context of what is in it.
#[derive(Clone, Copy)]
struct Opened {
    only: StoredValue<Only>,
    shut: Callback<()>,
}

/// The sheet for one selection; what is in it is a part that comes when the first one is opened.
#[component]
pub fn Sheet(of: Only, shut: Callback<()>) -> impl IntoView {
    provide_context(Opened {
        only: StoredValue::new(of),
        shut,
    });
    let dialog = NodeRef::<Dialog>::new();
    effect(move || {
        // The browser keeps the focus inside, closes on Escape and gives the focus back.
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    provide_context(Stop(shut));
    let outside = move |e: web_sys::MouseEvent| {
        let on_backdrop = e
            .target()
            .zip(dialog.get_untracked())
            .is_some_and(|(t, d)| {
                let d: &web_sys::EventTarget = &d;
                t == *d
            });
        if on_backdrop {
            shut.run(());
        }
    };
    view! {
        <dialog class="sheet" node_ref=dialog aria-labelledby="sheet-title" on:close=move |_| shut.run(()) on:click=outside>
            {lazy(|| Box::pin(inside()))}
        </dialog>
    }
}

/// What is in the sheet.
#[wasm_split(sheet, fallible)]
fn inside() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Inside/> }.into_any())
}

#[component]
fn Inside() -> impl IntoView {
    let state = expect_context::<State>();
    let asker = expect_context::<Asker>();
    let frame = expect_context::<Frame>();
    let Opened { only, shut } = expect_context::<Opened>();
    let question = Signal::derive(move || Audience {
        filters: state.filters.get(),
        of: only.get_value(),
    });
    let answer = ask::<Audience>(question, asker, Slot::Sheet);
    if let Some(around) = use_context::<Around>() {
        effect(move || {
            if let Some(report) = answer.report.get() {
                around.told.run((only.get_value(), report));
            }
        });
    }
    let narrow = move |_| {
        let mut next = state.newest();
        next.sheet = None;
        next.filters = next.filters.narrowed(&only.get_value());
        let is_live = frame
            .catalogue
            .with_untracked(|c| c.as_ref().is_some_and(Catalogue::is_live));
        // The Overview of a live data set is about everybody, Segments about whom one likes.
        if is_live && next.panel == Panel::Overview && !next.filters.only.is_empty() {
            next.panel = Panel::Segments;
        }
        state.go(next);
        shut.run(());
    };
    // On the panel of audiences these become a further line, from anywhere else the first one.
    let is_building = move || {
        state
            .view
            .with(|view| view.panel == Panel::Audiences && view.of.is_some())
    };
    let audience = move |_| {
        let now = state.newest();
        let mut next = now.on(Panel::Audiences);
        let before = now.of.filter(|_| now.panel == Panel::Audiences);
        let these = before.into_iter().chain([only.get_value()]);
        next.of = Some(Only::all(these.collect()));
        next.send = now.send;
        state.go(next);
        shut.run(());
    };
    let waiting = RwSignal::new(false);
    let handle = StoredValue::<Option<JobHandle>, LocalStorage>::new_local(None);
    let title = move || {
        answer.report.with(|r| {
            r.as_ref()
                .map(|r| r.title.clone())
                .unwrap_or_else(|| "Customers".to_owned())
        })
    };
    let saver = Saver::here();
    let export = move |_| {
        waiting.set(true);
        let question = ExportCsv {
            filters: state.filters.get_untracked(),
            of: only.get_value(),
        };
        let job = asker.once(Slot::Download, question, move |file| {
            waiting.set(false);
            match file {
                Ok(file) => saver.text(Kind::Csv, &untrack(title), file.csv),
                Err(why) => state.notify(&why.to_string()),
            }
        });
        handle.set_value(job);
    };
    let about = move || {
        answer.report.with(|r| {
            r.as_ref()
                .map(|r| frame.fmt.with(|s| s.sentence_view(&r.about)))
        })
    };
    let swatch = move || {
        answer
            .report
            .with(|r| r.as_ref().and_then(|r| r.colour))
            .map(|c| view! { <span class=format!("sw big c{c}") aria-hidden="true"></span> })
    };
    view! {
            <header class="sheet-head">
                {swatch}
                <div><h2 id="sheet-title">{title}</h2><p class="muted">{about}</p></div>
                <button type="button" class="btn quiet icon" aria-label="Close" on:click=move |_| shut.run(())>
                    {icon(CROSS)}
                </button>
            </header>
            <div class="sheet-body" tabindex="0" role="region" aria-label="Details">
                <AnswerView answer show=move |report| view! { <Body report only/> }.into_any()/>
            </div>
            <footer class="sheet-foot">
                <button type="button" class="btn primary" on:click=narrow>"Filter everything to these"</button>
                <button type="button" class="btn" on:click=audience>
                    {move || if is_building() { "Add to the audience" } else { "Make an audience" }}
                </button>
                <button type="button" class="btn" disabled=waiting on:click=export>
                    {icon(DOWNLOAD)}
                    {move || if waiting.get() { "Preparing …" } else { "Download CSV" }}
                </button>
            </footer>
    }
}

#[component]
fn Body(report: Signal<Arc<AudienceReport>>, only: StoredValue<Only>) -> impl IntoView {
    let frame = expect_context::<Frame>();
    let state = expect_context::<State>();
    let Opened { shut, .. } = expect_context::<Opened>();
    let anybody = Memo::new(move |_| report.with(|r| r.customers > 0));
    let body = move || {
        let (r, fmt) = (report.get(), frame.fmt.get());
        let notice = r.notice.clone().map(|(words, only)| {
            view! {
                <div class="notice">
                    {icon(INFO)}
                    <p>{fmt.sentence_view(&words)}" "
                        <button type="button" class="link" on:click=move |_| frame.open.run(only.clone())>"Look at these"</button>
                    </p>
                </div>
            }
        });
        let most = r.products.iter().map(|p| p.2).fold(0.0, f64::max).max(1e-9);
        let products: Vec<_> = r
            .products
            .iter()
            .map(|(_, name, share)| {
                let wide = format!("{:.1}", 64.0 * share / most);
                view! {
                    <tr><th scope="row">{named(name)}</th><td class="num"><div class="mini">
                        <svg viewBox="0 0 64 8" aria-hidden="true"><rect width=wide height="8" class="f-mark"/></svg>
                        <span class="num">{fmt.share(*share)}</span>
                    </div></td></tr>
                }
            })
            .collect();
        let customers: Vec<_> = r
            .preview
            .iter()
            .map(|c| {
                let (id, name) = (c.id.clone(), c.id.clone());
                let to = Signal::derive(move || {
                    let mut next = state.view.with(|v| v.on(Panel::Customer));
                    next.customer.clone_from(&id);
                    next
                });
                view! {
                    <tr>
                        <th scope="row"><Link to class="link">{name}</Link><span class="sub">{named(&c.country)}</span></th>
                        <td class="num">{fmt.days(f64::from(c.recency))}" ago"</td>
                        <td class="num">{fmt.count(c.orders)}</td>
                        <td class="num"><data value=c.spend.to_string() title=fmt.money_exact(c.spend)>{fmt.money_short(c.spend)}</data></td>
                    </tr>
                }
            })
            .collect();
        let typical = format!(
            "{} {}, {} ago",
            fmt.short(r.typical.frequency),
            if r.typical.frequency == 1.0 {
                "order"
            } else {
                "orders"
            },
            fmt.days(r.typical.recency)
        );
        let buy = (!products.is_empty()).then(|| view! {
            <section>
                <h3>"What they buy: share of their orders"</h3>
                <table class="tight"><caption class="sr">"What they buy"</caption>
                    <thead class="sr"><tr><th scope="col">"Product"</th><th scope="col">"Share of their orders"</th></tr></thead>
                    <tbody>{products}</tbody></table>
            </section>
        });
        let who = (!customers.is_empty()).then(|| view! {
            <section>
                <h3>"Highest spenders first"<span class="muted">{format!(" · {} of {}", r.preview.len(), fmt.count(r.customers))}</span></h3>
                <table><caption class="sr">"Highest spenders"</caption>
                    <thead><tr><th scope="col">"Customer"</th><th scope="col" class="num">"Last order"</th><th scope="col" class="num">"Orders"</th><th scope="col" class="num">"Spend"</th></tr></thead>
                    <tbody>{customers}</tbody></table>
            </section>
        });
        let empty = (r.customers == 0).then(|| view! {
            <div class="empty"><h3>"No customer is behind this mark"</h3><p>"The filters leave nobody here."</p>
                <WayOut then=shut/></div>
        });
        // The figure of the mark first, then the wider one.
        let behind = r.behind.as_ref().map(|(name, value)| view! {
            <div><dt>{name.clone()}</dt><dd title=fmt.money_exact(*value)>{fmt.money_short(*value)}</dd></div>
        });
        let whole = if behind.is_some() {
            "All they bought"
        } else {
            "Net revenue"
        };
        view! {
            <dl class="stat-row">
                <div><dt>"Customers"</dt><dd>{fmt.count(r.customers)}<small>{fmt.share(r.share)}" of all"</small></dd></div>
                {behind}
                <div><dt>{whole}</dt><dd title=fmt.money_exact(r.revenue)>{fmt.money_short(r.revenue)}<small>{fmt.share(r.revenue_share)}" of all"</small></dd></div>
                <div><dt>"Typical spend"</dt><dd>{fmt.money_short(r.typical.monetary)}<small>{typical}</small></dd></div>
            </dl>
            {empty}{notice}{buy}{who}
        }
    };
    view! {
        {body}
        <Show when=move || anybody.get()><Offer only/></Show>
    }
}

/// What to offer to all of them; asked for when it is unfolded.
#[component]
fn Offer(only: StoredValue<Only>) -> impl IntoView {
    let state = expect_context::<State>();
    let Opened { shut, .. } = expect_context::<Opened>();
    let unfolded = RwSignal::new(false);
    let whom = Signal::derive(move || Whom::Group(only.get_value()));
    let press = Callback::new(move |id| {
        let mut next = state.newest().on(Panel::Products);
        next.products.product = Some(id);
        state.go(next);
        shut.run(());
    });
    let lists = move || {
        unfolded
            .get()
            .then(|| view! { <Lists answer=offered(whom, Slot::Offer) press/> })
    };
    view! {
        <details class="how" id="offer" prop:open=unfolded on:toggle=move |e| unfolded.set(browser::is_open(&e))>
            <summary>{icon(OPENS)}"What to offer them"</summary>
            {lists}
        </details>
    }
}
