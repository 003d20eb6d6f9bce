//! The Pareto curve: what products are ranked by, and where the classes end, to be drawn along it.

use clientele_model::products::Measure;
use leptos::prelude::*;

use super::{Seen, pictures, press};
use crate::charts::{along, nearest, pareto};
use crate::figure::Figure;
use crate::frame::{Frame, Radio};
use crate::panels::seen::fixed;
use crate::state::{Change, State};

#[component]
pub(super) fn Curve(seen: Seen) -> impl IntoView {
    let over = Callback::new(move |w: f64| {
        view! { <Cut seen w first=true/><Cut seen w first=false/> }.into_any()
    });
    view! {
        <Figure
            class="span-5"
            title=seen.sentence(|r| &r.curve_title)
            sub=seen.words(|r, _| format!("Share of all {} that the best products make", r.options.by.noun()))
            note=fixed("Drag the two dots along the curve to change where classes A and B end, or move them with the arrow keys.")
            legend=move || view! { <Controls/> }.into_any()
            draw=move |w: f64| seen.make(|r, fmt| pareto(&pictures::curve(r, fmt), w, &|v| fmt.share(v)))
            table=move |()| seen.make(pictures::curve_table)
            open=seen.open
            press=press()
            over
        />
    }
}

/// What products are ranked by.
#[component]
fn Controls() -> impl IntoView {
    let state = expect_context::<State>();
    let by = Memo::new(move |_| state.view.with(|v| v.products.options.by));
    let frame = expect_context::<Frame>();
    let no_cost = Memo::new(move |_| {
        frame
            .catalogue
            .with(|c| c.as_ref().is_none_or(|c| !c.has.cost))
    });
    let choice = move |of: Measure, words: &'static str| {
        let on = Signal::derive(move || by.get() == of);
        let chosen = move |()| {
            state.products(Change::Step, |a| {
                a.options.by = of;
                a.options.page = 1;
            })
        };
        view! { <Radio group="by" words=fixed(words) on pick=chosen/> }
    };
    view! {
        <div class="pareto-controls">
            <fieldset class="seg-control">
                <legend class="sr">"Rank products by"</legend>
                {choice(Measure::Revenue, "Revenue")}
                {choice(Measure::Units, "Pieces")}
                <Show when=move || !no_cost.get()>{choice(Measure::Margin, "Margin")}</Show>
            </fieldset>
            <Show when=move || no_cost.get()>
                <p class="sub">"Ranking by margin is not possible: these data have no costs."</p>
            </Show>
        </div>
    }
}

/// A cut-off, on the curve of a picture `w` pixels wide. The first change of a drag is a step that
/// "back" undoes, the others write it anew; each key is a step.
#[component]
fn Cut(seen: Seen, w: f64, first: bool) -> impl IntoView {
    let state = expect_context::<State>();
    let set = Memo::new(move |_| {
        let options = state.view.with(|v| v.products.options);
        if first { options.a } else { options.b }
    });
    // While it is drawn: where it is; where it began, where the pointer was then, and whether it has moved since.
    let held = RwSignal::new(None::<f64>);
    let from = StoredValue::new(((0.0, 0.0), (0.0, 0.0), Change::Step));
    let now = Memo::new(move |_| held.get().unwrap_or_else(|| set.get()));
    let place = Memo::new(move |_| {
        let value = now.get() / 100.0;
        seen.make(|r, _| along(w, &pictures::points(r), value))
    });
    // Class A ends before class B does.
    let put = move |wanted: f64, kind: Change| {
        let options = state.newest().products.options;
        let wanted = match first {
            true => wanted.clamp(1.0, (options.b - 1.0).max(1.0)),
            false => wanted.clamp((options.a + 1.0).min(100.0), 100.0),
        };
        state.products(kind, |asked| {
            let options = &mut asked.options;
            *(if first {
                &mut options.a
            } else {
                &mut options.b
            }) = wanted;
            options.page = 1;
        });
        wanted
    };
    let down = move |e: web_sys::PointerEvent| {
        let at = (f64::from(e.client_x()), f64::from(e.client_y()));
        from.set_value((place.get_untracked(), at, Change::Step));
        let handle = event_target::<web_sys::Element>(&e);
        // Refused: the pointer then has to stay over the dot.
        let _ = handle.set_pointer_capture(e.pointer_id());
        // Which may be on its way into the address.
        let newest = state.newest().products.options;
        held.set(Some(if first { newest.a } else { newest.b }));
    };
    let drag = move |e: web_sys::PointerEvent| {
        let Some(before) = held.get_untracked() else {
            return;
        };
        let ((x, y), (px, py), kind) = from.get_value();
        let at = (
            x + f64::from(e.client_x()) - px,
            y + f64::from(e.client_y()) - py,
        );
        let value = seen.make(|r, _| nearest(w, &pictures::points(r), at));
        let wanted = (value * 100.0).round();
        if wanted != before {
            held.set(Some(put(wanted, kind)));
            from.update_value(|from| from.2 = Change::Drag);
        }
    };
    let up = move |_| held.set(None);
    let key = move |e: web_sys::KeyboardEvent| {
        let now = set.get_untracked();
        let wanted = match e.key().as_str() {
            "ArrowLeft" | "ArrowDown" => now - 1.0,
            "ArrowRight" | "ArrowUp" => now + 1.0,
            "PageDown" => now - 5.0,
            "PageUp" => now + 5.0,
            "Home" => 1.0,
            "End" => 100.0,
            _ => return,
        };
        e.prevent_default();
        put(wanted, Change::Step);
    };
    let (letter, name) = match first {
        true => ("A", "Class A ends at"),
        false => ("B", "Class B ends at"),
    };
    let style = move || {
        let (x, y) = place.get();
        format!("left:{x:.1}px;top:{y:.1}px")
    };
    let words = move || {
        seen.make(|r, fmt| {
            format!(
                "{} of {}",
                fmt.share(now.get() / 100.0),
                r.options.by.noun()
            )
        })
    };
    view! {
        <div class="cut no-print" role="slider" tabindex="0" aria-label=name style=style title=words
            aria-valuemin="1" aria-valuemax="100" aria-valuenow=move || now.get().to_string() aria-valuetext=words
            on:pointerdown=down on:pointermove=drag on:pointerup=up on:pointercancel=up on:keydown=key>
            {letter}
        </div>
    }
}
