//! The lists of the test: asked for when somebody wants them, beside the panel's own question.

use std::sync::Arc;

use clientele_model::experiments::{BalanceRow, SplitArm, SplitReport, SplitTest};
use clientele_model::wire::Slot;
use leptos::prelude::*;

use super::{Desk, Seen, alone};
use crate::ask::{Asker, Status, ask};
use crate::download;
use crate::effect::effect;
use crate::format::Format;
use crate::icon::{DOWNLOAD, icon};
use crate::state::State;
use crate::waiting::dimmed;

/// The difference beyond which a split is drawn again, in standard deviations.
const ALLOWED: f64 = 0.1;

/// The way to the lists, and the lists once they are asked for.
#[component]
pub(super) fn Lists(seen: Seen) -> impl IntoView {
    let wanted = RwSignal::new(false);
    let first = move || {
        view! {
            <section class="card get-lists no-print" aria-labelledby="lists">
                <div>
                    <h2 class="chart-title" id="lists">"Before the first message goes out"</h2>
                    <p class="chart-sub">"Draws who gets it and who is held back, checks that both are alike, and gives a file for each. Anybody can repeat the draw."</p>
                </div>
                <button type="button" class="btn primary lists-btn" on:click=move |_| wanted.set(true)>"Get the lists"</button>
            </section>
        }
    };
    move || match wanted.get() {
        true => view! { <Drawn seen/> }.into_any(),
        false => first().into_any(),
    }
}

#[component]
fn Drawn(seen: Seen) -> impl IntoView {
    let (state, asker) = (expect_context::<State>(), expect_context::<Asker>());
    let desk = expect_context::<Desk>();
    let question = Memo::new(move |_| {
        state.view.with(|v| SplitTest {
            filters: v.filters.clone(),
            planned: alone(&v.plan),
        })
    });
    let answer = ask::<SplitTest>(question, asker, Slot::Part);
    let working = Memo::new(move |_| answer.status.with(|s| matches!(s, Status::Working { .. })));
    let failed = Memo::new(move |_| match answer.status.get() {
        Status::Failed(why) => Some(why.to_string()),
        Status::Working { .. } | Status::Ready => None,
    });
    effect(move || {
        let is_good = !working.get() && failed.with(Option::is_none);
        desk.lists.set(answer.report.get().filter(|_| is_good));
    });
    on_cleanup(move || {
        let _ = desk.lists.try_set(None);
    });
    let body = move || {
        if let Some(why) = failed.get() {
            return view! {
                <section class="card"><p class="muted" role="alert">{why}" "
                    <button type="button" class="link" on:click=move |_| answer.again.notify()>"Try again"</button></p></section>
            }
            .into_any();
        }
        match answer.report.get() {
            Some(report) => seen.fmt.with(|fmt| shown(&report, fmt, state)),
            None => view! { <section class="card"><p class="muted" role="status">"Drawing the lists …"</p></section> }
                .into_any(),
        }
    };
    view! {
        <div class="grid lists" class:dim=dimmed(working) aria-busy=move || working.get().to_string()>{body}</div>
    }
}

fn shown(report: &Arc<SplitReport>, fmt: &Format, state: State) -> AnyView {
    let balance = report.balance.iter().map(|row| balance_row(row, fmt));
    let left = report.left_out.iter().filter(|(n, _)| *n > 0);
    let left = left.map(|(_, why)| view! { <li>{fmt.sentence_view(why)}</li> });
    let files = report.arms.iter().map(|arm| file(arm, fmt, state));
    let manifest = {
        let report = report.clone();
        move |_| {
            let name = format!(
                "{}-manifest.json",
                clientele_model::groups::slug(&report.label)
            );
            download::save(state, &name, "application/json", &report.manifest);
        }
    };
    let remarks = report
        .remarks
        .iter()
        .map(|s| view! { <p class="chart-note">{fmt.sentence_view(s)}</p> });
    view! {
        <section class="card chart span-7 stretch" aria-labelledby="balance">
            <h2 class="chart-title" id="balance">{fmt.sentence(&report.balance_title)}</h2>
            <p class="chart-sub">{fmt.sentence(&report.context)}</p>
            <div class="table-wrap" tabindex="0" role="region" aria-label="How alike the lists are">
                <table class="tight balance">
                    <caption class="sr">"How alike the lists are"</caption>
                    <thead><tr>
                        <th scope="col">"On average"</th><th scope="col" class="num">"Get it"</th><th scope="col" class="num">"Held back"</th>
                        <th scope="col" class="num">"Difference"</th><th scope="col" class="num">{format!("Allowed: ±{}", fmt.number(ALLOWED, 2))}</th>
                    </tr></thead>
                    <tbody>{balance.collect_view()}</tbody>
                </table>
            </div>
            <p class="chart-note">{fmt.sentence(&report.balance_note)}</p>
        </section>
        <section class="card span-5 stretch" aria-labelledby="files">
            <h2 id="files">{fmt.sentence(&report.headline)}</h2>
            <ul class="out-rows">{left.collect_view()}</ul>
            <div class="files">
                {files.collect_view()}
                <div class="file">
                    <p><b>"How to repeat the draw"</b><span class="sub">"Every choice, the salt and fingerprints of the files, as JSON"</span></p>
                    <button type="button" class="btn manifest" on:click=manifest>{icon(DOWNLOAD)}"Download"</button>
                </div>
            </div>
            {remarks.collect_view()}
            <p class="chart-note">"Salt "<code>{report.salt.clone()}</code>{format!(", draw {} within {}: ", fmt.count(report.draw), fmt.counted(report.strata, "segment"))}
                "who is where follows from the salt and the customer’s number alone."</p>
        </section>
    }
    .into_any()
}

fn balance_row(row: &BalanceRow, fmt: &Format) -> AnyView {
    let number = |v: f64| match v.abs() {
        a if a < 10.0 => fmt.number(v, 2),
        a if a < 100.0 => fmt.number(v, 1),
        _ => fmt.number(v, 0),
    };
    let is_off = row.difference.abs() > ALLOWED;
    // The band is what is allowed; a dot beyond twice of it stands at the edge.
    let at = 48.0 + 24.0 * (row.difference / ALLOWED).clamp(-1.9, 1.9);
    view! {
        <tr>
            <th scope="row">{row.name.clone()}</th>
            <td class="num">{number(row.treated)}</td>
            <td class="num">{number(row.control)}</td>
            <td class="num" class:bad=is_off>{fmt.signed(row.difference, 2)}</td>
            <td class="smd"><svg viewBox="0 0 96 16" width="96" height="16" aria-hidden="true">
                <rect x="24" y="1" width="48" height="14" rx="2" class="f-sunken"/>
                <line x1="48" x2="48" y1="1" y2="15" class="s-axis"/>
                <circle cx=format!("{at:.1}") cy="8" r="4.5" class={if is_off { "f-bad" } else { "f-mark" }}/>
            </svg></td>
        </tr>
    }
    .into_any()
}

fn file(arm: &SplitArm, fmt: &Format, state: State) -> AnyView {
    let does = match arm.name.as_str() {
        "control" => "nothing is sent to them",
        _ => "it is sent to them",
    };
    let words = format!("{}, {does}", fmt.counted(arm.customers, "customer"));
    let (name, csv) = (arm.file.clone(), arm.csv.clone());
    let save = move |_| download::save(state, &name, "text/csv", &csv);
    let label = format!("Download {}", arm.file);
    view! {
        <div class="file">
            <p><b>{arm.file.clone()}</b><span class="sub">{words}</span></p>
            <button type="button" class="btn arm" aria-label=label on:click=save>{icon(DOWNLOAD)}"Download"</button>
        </div>
    }
    .into_any()
}
