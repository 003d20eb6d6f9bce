//! Every column: what is in it, what it is read as, why, and how sure that is.

use clientele_model::opening::{ReadColumn, Sure};
use clientele_model::words::agreeing;
use leptos::prelude::*;

use super::desk::Desk;
use crate::format::Format;
use crate::icon::icon;

/// The table of the columns.
#[component]
pub fn Columns(desk: Desk) -> impl IntoView {
    let all = Memo::new(move |_| desk.columns());
    let keys = move || {
        let key =
            |(at, column): (usize, &ReadColumn)| (at, column.file.clone(), column.heading.clone());
        all.with(|all| all.iter().enumerate().map(key).collect::<Vec<_>>())
    };
    let title = move || all.with(|all| title(all, &Format::new("")));
    let several = Memo::new(move |_| {
        all.with(|all| {
            all.iter()
                .any(|c| Some(&c.file) != all.first().map(|c| &c.file))
        })
    });
    let there = Memo::new(move |_| all.with(|all| !all.is_empty()));
    view! {
        <Show when=move || there.get()>
            <section class="card" aria-labelledby="read-columns">
                <h2 id="read-columns">{title}</h2>
                <p class="chart-sub">"What each column is read as, and why. “Sure” needs a known heading or rule, values that all fit, and a second column that agrees"</p>
                <div class="table-wrap" tabindex="0" role="region" aria-label="Columns and what they are read as">
                    <table class="cols">
                        <caption class="sr">"Columns, sample values and how they are read"</caption>
                        <thead><tr><th scope="col">"Column"</th><th scope="col">"Values"</th><th scope="col">"Read as"</th><th scope="col">"Why"</th><th scope="col">"How sure"</th></tr></thead>
                        <tbody>
                            <For each=keys key=Clone::clone let:key>
                                <Row desk all at=key.0 several/>
                            </For>
                        </tbody>
                    </table>
                </div>
            </section>
        </Show>
    }
}

#[component]
fn Row(desk: Desk, all: Memo<Vec<ReadColumn>>, at: usize, several: Memo<bool>) -> impl IntoView {
    let column = Memo::new(move |_| all.with(|all| all.get(at).cloned()));
    let words = move |of: fn(&ReadColumn) -> String| move || column.with(|c| c.as_ref().map(of));
    let heading =
        column.with_untracked(|c| c.as_ref().map(|c| c.heading.clone()).unwrap_or_default());
    let heading = StoredValue::new(heading);
    let file = move || several.get().then(|| words(|c| c.file.clone())());
    let samples = move || {
        let samples = column.with(|c| c.as_ref().map(|c| c.samples.clone()));
        let sample = |text: String| view! { <code>{text}</code> };
        samples
            .unwrap_or_default()
            .into_iter()
            .map(sample)
            .collect_view()
    };
    let fields = Memo::new(move |_| {
        column.with(|c| c.as_ref().map(|c| c.fields.clone()).unwrap_or_default())
    });
    let field = move || {
        desk.settled.track();
        column.with(|c| c.as_ref().and_then(|c| c.field.clone()))
    };
    let options = move || {
        let option = |(name, words): (String, String)| {
            let value = name.clone();
            view! { <option value=value prop:selected=move || field().as_deref() == Some(&*name)>{words}</option> }
        };
        fields.get().into_iter().map(option).collect_view()
    };
    let choose = move |event| {
        let name = event_target_value(&event);
        let field = (!name.is_empty()).then_some(name);
        heading.with_value(|heading| desk.column(heading, field));
    };
    let sure = move || {
        let (sure, because) =
            column.with(|c| c.as_ref().map(|c| (c.sure, c.because.join(", "))))?;
        let (class, words) = match sure {
            Sure::Sure => ("tag good", "sure"),
            Sure::Likely => ("tag", "likely"),
            Sure::Asked => ("tag warn", "asked above"),
            Sure::Unused => ("tag", "not used"),
        };
        let check = (sure == Sure::Sure).then(|| icon("M3.500 8.500 6.500 11.500 12.500 5"));
        Some(view! { <span class=class>{check}{words}</span><span class="sub">{because}</span> })
    };
    let open = move || column.with(|c| c.as_ref().is_some_and(|c| c.sure == Sure::Asked));
    view! {
        <tr class:open=open>
            <th scope="row"><code>{heading.get_value()}</code><span class="sub">{words(|c| c.values.clone())}</span><span class="sub">{file}</span></th>
            <td data-l="Values"><span class="samples">{samples}</span></td>
            <td data-l="Read as">
                <select class="field" aria-label=format!("Read {} as", heading.get_value()) on:change=choose>
                    {options}
                    <option value="" prop:selected=move || field().is_none()>"Leave out"</option>
                </select>
            </td>
            <td class="why" data-l="Why">{words(|c| c.why.clone())}</td>
            <td data-l="How sure">{sure}</td>
        </tr>
    }
}

/// How many columns are sure, and how many wait.
fn title(all: &[ReadColumn], fmt: &Format) -> String {
    let count = |sure: Sure| all.iter().filter(|c| c.sure == sure).count() as u64;
    let (sure, likely, asked, unused) = (
        count(Sure::Sure),
        count(Sure::Likely),
        count(Sure::Asked),
        count(Sure::Unused),
    );
    let mut said = format!(
        "{} {} sure",
        fmt.counted(sure, "column"),
        agreeing(sure, "is", "are")
    );
    let mut more = |count: u64, words: &str| {
        if count > 0 {
            said.push_str(&format!(", {} {words}", fmt.count(count)));
        }
    };
    more(likely, agreeing(likely, "is likely", "are likely"));
    more(asked, agreeing(asked, "waits for you", "wait for you"));
    more(unused, agreeing(unused, "is not used", "are not used"));
    said
}
