//! Which tool the file is for, and who is held out.

use clientele_model::outbound::DestinationLine;
use leptos::prelude::*;

use super::Seen;
use crate::format::Format;
use crate::state::State;

/// The destinations.
#[component]
pub(super) fn Destinations(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let one = move |line: &DestinationLine, chosen: bool, fmt: &Format| {
        let to = line.to;
        let of = match line.of {
            Some(day) => format!("Rule of {} ({})", fmt.month(day), line.source),
            None => format!("Rule {} ({})", line.version, line.source),
        };
        let pick = move |_| state.edit(|view| view.outbound.to = to);
        let plain = line
            .plain
            .then(|| view! { <span class="tag warn">"personal data in plain text"</span> });
        view! {
            <label class="destination" class:on=chosen>
                <span class="head"><b>{line.name.clone()}</b><input type="radio" name="destination" prop:checked=chosen on:change=pick/></span>
                <span>{fmt.sentence_view(&line.holds)}</span>
                {plain}
                <span class="sub">{of}</span>
            </label>
        }
    };
    let all = move || {
        seen.make(|r, fmt| {
            let lines = r.destinations.iter();
            lines
                .map(|line| one(line, line.to == r.to, fmt))
                .collect_view()
        })
    };
    view! {
        <fieldset class="destinations span-12 no-print"><legend class="sr">"Where the file goes"</legend>{all}</fieldset>
    }
}

/// Who is held out, and where phone numbers belong.
#[component]
pub(super) fn Settings(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let choices = Memo::new(move |_| state.view.with(|view| view.outbound.clone()));
    let put = move |key: &'static str| {
        move |e: web_sys::Event| {
            let text = event_target_value(&e);
            if let Some(next) = state.newest().with(key, text.trim()) {
                state.go(next);
            }
        }
    };
    let hold = move || choices.with(|c| c.hold.to_string());
    let (salt, home) = (
        move || choices.with(|c| c.salt.clone()),
        move || choices.with(|c| c.home.clone()),
    );
    let consent = move |e: web_sys::Event| {
        let on = event_target_checked(&e);
        state.edit(|view| view.outbound.consent = on);
    };
    let draw = move || seen.make(|r, fmt| r.draw.as_ref().map(|draw| fmt.sentence_view(draw)));
    view! {
        <section class="card span-5 stretch no-print export-settings" aria-labelledby="export-settings">
            <h2 class="chart-title" id="export-settings">"Who is held out"</h2>
            <p class="chart-sub">"Customers who get nothing, so that the effect can be measured"</p>
            <div class="ask numbers">
                <div class="typed"><label for="hold">"Held out, per cent"</label><input class="field" id="hold" inputmode="numeric" prop:value=hold on:change=put("hold")/></div>
                <div class="typed"><label for="salt">"Drawn by this word"</label><input class="field" id="salt" prop:value=salt on:change=put("salt")/></div>
            </div>
            <p class="hint">{draw}</p>
            <div class="ask">
                <label class="switch-row">
                    <input type="checkbox" class="switch" prop:checked=move || choices.with(|c| c.consent) on:change=consent/>
                    <span><b>"Only who agreed to e-mails"</b><span class="sub">"Where the data say who did"</span></span>
                </label>
                <div class="typed"><label for="home">"Country of phone numbers without a country code"</label><input class="field" id="home" placeholder="such as DE" prop:value=home on:change=put("home")/></div>
            </div>
        </section>
    }
}
