//! A picture on the page: its finding as a title, the drawing, the marks that answer, the table behind it, the downloads.

use clientele_model::selection::Only;
use gloo::events::EventListener;
use leptos::html::{Div, Span};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::charts::{Mark, NARROW, Picture};
use crate::download::{Drawn, Kind, Saver, Taken};
use crate::effect::effect;
use crate::icon::{DOWNLOAD, icon};
use crate::table::Table;

/// From so many marks on there is a way past them.
const MANY: usize = 20;

/// The width of a picture on A4 between the margins of `styles/print.css`, in pixels.
const PAPER: f64 = 654.0;

/// A card with a picture.
#[component]
pub fn Figure(
    /// How wide it is: `span-7`.
    class: &'static str,
    /// The finding.
    #[prop(into)]
    title: Signal<String>,
    /// The measure and its unit.
    #[prop(into)]
    sub: Signal<String>,
    /// What else one should know; may be empty.
    #[prop(into)]
    note: Signal<String>,
    /// What the colours mean, where no label says it.
    #[prop(optional, into)]
    legend: Option<ViewFn>,
    /// Draws the picture for a width.
    #[prop(into)]
    draw: Callback<f64, Picture>,
    /// Makes the table.
    #[prop(into)]
    table: Callback<(), Table>,
    /// What a click on a mark does.
    open: Callback<Only>,
    /// What a click on a mark does that stands for something else than customers.
    #[prop(optional, into)]
    press: Option<Callback<String>>,
    /// What lies over the picture and stays when it is drawn anew, for its width; places are in pixels.
    #[prop(optional, into)]
    over: Option<Callback<f64, AnyView>>,
    /// What stands below the picture, and below its table.
    #[prop(optional, into)]
    below: Option<ViewFn>,
) -> impl IntoView {
    let width = RwSignal::new(0.0_f64);
    let plot = NodeRef::<Div>::new();
    watch_width(plot, width);
    let as_table = RwSignal::new(false);
    let picture = Memo::new(move |_| {
        let w = width.get();
        (w > 40.0).then(|| draw.run(w))
    });
    let table = Memo::new(move |_| table.run(()));
    let drawing = move || picture.with(|p| p.as_ref().map(|p| p.svg.clone()).unwrap_or_default());
    let targets = move || picture.with(|p| p.as_ref().map(Picture::targets).unwrap_or_default());
    // Whoever goes from mark to mark by the keyboard can pass a picture that has very many.
    let end = NodeRef::<Span>::new();
    let marks = move || picture.with(|p| p.as_ref().map_or(0, |p| p.marks.len()));
    let many = Memo::new(move |_| marks() > MANY);
    let pass = move |_| {
        if let Some(end) = end.get_untracked() {
            let _ = end.focus();
        }
    };
    let at = RwSignal::new(None::<usize>);
    let look = move |css| move |e: &web_sys::Event| at.set(mark_of(e, css));
    let (hover, focus) = (look("[data-mark]"), look("[data-mark]:focus-visible"));
    let tip = move || {
        picture.with(|p| {
            let p = p.as_ref()?;
            Some(tip(p.marks.get(at.get()?)?, p.w < NARROW))
        })
    };
    let click = move |e: &web_sys::Event| {
        let key = picture.with_untracked(|p| {
            let mark = p.as_ref()?.marks.get(mark_of(e, "[data-mark]")?)?;
            Some(mark.key.clone())
        });
        let Some(key) = key else { return };
        match (key.parse::<Only>(), press) {
            (Ok(only), _) => open.run(only),
            (Err(_), Some(press)) => press.run(key),
            (Err(_), None) => {}
        }
    };
    let above = move || over.map(|over| over.run(width.get()));
    let switch = move || format!("Show “{}” as a table", title.get());
    let saver = Saver::here();
    let take = move |kind: Kind| {
        move |_| {
            let drawn = picture.get_untracked().map(|picture| {
                let near = plot.get_untracked();
                Drawn {
                    picture,
                    title: title.get_untracked(),
                    sub: sub.get_untracked(),
                    note: note.get_untracked(),
                    element: near.and_then(|plot| plot.closest("figure").ok().flatten()),
                }
            });
            if let Some(drawn) = drawn {
                saver.save(kind, Taken::Figure(drawn, table.get_untracked()));
            }
        }
    };
    view! {
        <figure class=format!("card chart {class} stretch") aria-label=title>
            <div class="chart-head">
                <div>
                    <h2 class="chart-title">{title}</h2>
                    <p class="chart-sub">{sub}</p>
                </div>
                <div class="chart-tools no-print">
                    <label class="switch">
                        <input
                            class="as-table"
                            type="checkbox"
                            role="switch"
                            aria-label=switch
                            prop:checked=as_table
                            on:change=move |e| as_table.set(event_target_checked(&e))
                        />
                        "As table"
                    </label>
                    <details class="menu">
                        <summary aria-label="Download" title="Download">
                            {icon(DOWNLOAD)}
                        </summary>
                        <ul>
                            <li><button type="button" on:click=take(Kind::Png)>"Picture (PNG)"</button></li>
                            <li><button type="button" on:click=take(Kind::Svg)>"Drawing (SVG)"</button></li>
                            <li><button type="button" on:click=take(Kind::Csv)>"Numbers (CSV)"</button></li>
                        </ul>
                    </details>
                </div>
            </div>
            {legend.map(|legend| view! { <div class:gone=as_table>{legend.run()}</div> })}
            <div class="plot" class:gone=as_table node_ref=plot>
                <div class="drawing" inner_html=drawing></div>
                {move || many.get().then(|| view! { <button type="button" class="skip" on:click=pass>{format!("Skip {} marks of this picture", marks())}</button> })}
                <div
                    class="hits"
                    inner_html=targets
                    on:click=move |e| click(&e)
                    on:pointerover=move |e| hover(&e)
                    on:pointerleave=move |_| at.set(None)
                    on:focusin=move |e| focus(&e)
                    on:focusout=move |_| at.set(None)
                ></div>
                <span tabindex="-1" node_ref=end></span>
                {tip}
                {above}
            </div>
            <Show when=move || as_table.get()>
                {move || table.with(Table::shown)}
            </Show>
            {below.map(|below| below.run())}
            <Show when=move || !note.get().is_empty()>
                <figcaption class="chart-note">{note}</figcaption>
            </Show>
        </figure>
    }
}

/// The place of the mark that an event is about, if it is one that `css` selects.
fn mark_of(e: &web_sys::Event, css: &str) -> Option<usize> {
    let target: Element = e.target()?.dyn_into().ok()?;
    let mark = target.closest(css).ok()??;
    mark.get_attribute("data-mark")?.parse().ok()
}

/// The words beside a mark, in a box as large as the mark.
fn tip(mark: &Mark, narrow: bool) -> AnyView {
    let mid = mark.x + mark.w / 2.0;
    let (left, right) = if narrow { (42.0, 58.0) } else { (20.0, 80.0) };
    let side = match mid {
        m if m < left => " l",
        m if m > right => " r",
        _ => "",
    };
    let height = match mark.at {
        Some(_) => " at",
        None if mark.y < 18.0 => " below",
        None => "",
    };
    let words = &mark.tip;
    let row = |(name, value): &(String, String)| view! { <span class="row"><span>{name.clone()}</span><span>{value.clone()}</span></span> };
    let rows: Vec<_> = words.rows.iter().map(row).collect();
    let at = format!("{}--ty:{:.1}%", mark.place(), mark.at.unwrap_or_default());
    view! {
        <div class=format!("{} shown", mark.class()) style=at aria-hidden="true">
            <span class=format!("tip{side}{height}")>
                <b>{words.title.clone()}</b>
                {rows}
                {(!words.note.is_empty()).then(|| view! { <em>{words.note.clone()}</em> })}
            </span>
        </div>
    }
    .into_any()
}

/// Keeps `width` at the width of the element, as long as the owner lives.
pub fn watch_width(element: NodeRef<Div>, width: RwSignal<f64>) {
    effect(move || {
        let Some(element) = element.get() else { return };
        let seen = element.clone();
        let measure = move || {
            let now = f64::from(seen.client_width());
            if now > 0.0 && (width.get_untracked() - now).abs() >= 1.0 {
                width.set(now);
            }
        };
        measure();
        // On paper a picture is as wide as a sheet, whatever screen it was drawn for.
        let screen = measure.clone();
        let prints = web_sys::window().map(|window| {
            let paper = EventListener::new(&window, "beforeprint", move |_| width.set(PAPER));
            [
                paper,
                EventListener::new(&window, "afterprint", move |_| screen()),
            ]
        });
        let on = Closure::<dyn FnMut()>::new(measure);
        let Ok(observer) = web_sys::ResizeObserver::new(on.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&element);
        let kept = StoredValue::new_local(Some((on, observer, prints)));
        on_cleanup(move || {
            if let Some(Some((_, observer, _))) = kept.try_update_value(Option::take) {
                observer.disconnect();
            }
        });
    });
}
