//! What was measured: the goal and the profit in several ways, the split, the guardrails, every arm, every measure.

use std::sync::Arc;

use clientele_model::experiments::{ArmEffect, MeasureRow, ResultReport, Role};
use leptos::prelude::*;

use super::shown::{Card, fixed, live};
use super::words::{self, HELD_BACK};
use super::{Seen, is_whole, pictures, tables, verdict};
use crate::charts;
use crate::format::Format;
use crate::names::named;
use crate::state::{Change, State};

/// The goal and the profit.
pub(super) fn effects(seen: Seen) -> AnyView {
    let draw = |r: &ResultReport, fmt: &Format, w: f64| {
        let rows = [words::goal(r), words::second(r)];
        let measures: Vec<_> = rows.into_iter().flatten().map(|row| row.measure).collect();
        let write = |block: usize, v: f64| {
            let measure = measures.get(block).or_else(|| measures.first());
            measure.map_or_else(String::new, |m| words::tick(fmt, *m, v))
        };
        charts::intervals(&pictures::effects(r, fmt), w, &write)
    };
    Card {
        class: "span-7",
        title: Arc::new(|r, fmt| fmt.sentence(&r.measures_title)),
        sub: Arc::new(|r, _| {
            let treated = words::treated(r);
            format!(
                "{treated} less held back, with 95% intervals; blue is what the verdict rests on"
            )
        }),
        note: Arc::new(|r, fmt| fmt.sentence(&r.measures_note)),
        legend: &[],
        draw: Arc::new(draw),
        table: Arc::new(tables::effects),
    }
    .shown(seen)
}

/// Beside them: the split, whether the arms were alike before, the guardrails.
#[component]
pub(super) fn Beside(seen: Seen) -> impl IntoView {
    let whole = Memo::new(move |_| seen.report.with(|r| is_whole(r)));
    let guarded = Memo::new(move |_| {
        let any = |r: &ResultReport| r.measures.iter().any(|row| row.role == Role::Guardrail);
        whole.get() && seen.report.with(|r| any(r))
    });
    let class = move || match whole.get() {
        true => "judge-column span-5 stretch",
        false => "judge-column",
    };
    view! {
        <div class=class>
            {split(seen)}
            {move || guarded.get().then(|| guardrails(seen))}
            {live(seen, before)}
        </div>
    }
}

fn split(seen: Seen) -> AnyView {
    let draw = |r: &ResultReport, fmt: &Format, w: f64| {
        let (rows, note) = pictures::arms(r, fmt);
        charts::arms(&rows, &note, "Customers in each arm", w)
    };
    Card {
        class: "",
        title: Arc::new(|r, fmt| fmt.sentence(&r.split.title)),
        sub: fixed("Customers in each arm"),
        note: Arc::new(|r, fmt| fmt.sentence(&r.split.note)),
        legend: &[],
        draw: Arc::new(draw),
        table: Arc::new(tables::arms),
    }
    .shown(seen)
}

fn guardrails(seen: Seen) -> AnyView {
    Card {
        class: "",
        title: Arc::new(|r, fmt| fmt.sentence(&r.guardrails_title)),
        sub: fixed("Change with the campaign; black: no change, red: agreed limit"),
        note: fixed(""),
        legend: &[],
        draw: Arc::new(|r, fmt, w| charts::guards(&pictures::guards(r, fmt), "Guardrails", w)),
        table: Arc::new(tables::guards),
    }
    .shown(seen)
}

/// Whether the arms differed before the send.
fn before(r: &ResultReport, fmt: &Format) -> AnyView {
    let Some(before) = &r.before else {
        return ().into_any();
    };
    let number = |v: f64| {
        let decimals = if v.abs() < 10.0 { 2 } else { 0 };
        fmt.number(v, decimals)
    };
    let rows = before
        .rows
        .iter()
        .map(|(name, control, treated, difference)| {
            view! {
                <tr>
                    <th scope="row">{name.clone()}</th>
                    <td class="num">{number(*control)}</td>
                    <td class="num">{number(*treated)}</td>
                    <td class="num">{fmt.signed(*difference, 2)}</td>
                </tr>
            }
        });
    let open = before.differed || r.split.is_broken;
    view! {
        <section class="card" aria-labelledby="before">
            <h2 id="before">{fmt.sentence_view(&before.title)}</h2>
            <details class="more" open=open>
                <summary>"Compare the arms before the send"</summary>
                <div class="table-wrap" tabindex="0" role="region" aria-label="The arms before the send">
                    <table class="tight">
                        <caption class="sr">"The arms before the send"</caption>
                        <thead><tr><th scope="col">"Before the send"</th><th scope="col" class="num">{HELD_BACK}</th>
                            <th scope="col" class="num">{words::treated(r)}</th><th scope="col" class="num">"Apart"</th></tr></thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
                <p class="chart-note">"Apart: the difference in units of the usual spread between customers; 0.1 and more is worth a look."</p>
            </details>
        </section>
    }
    .into_any()
}

/// Every arm against the one held back.
pub(super) fn others(seen: Seen) -> AnyView {
    view! {
        <section class="card" aria-labelledby="arms">
            <div class="chart-head">
                <div>
                    <h2 class="chart-title" id="arms">"Every arm against the one held back"</h2>
                    <p class="chart-sub">"Effect on the goal with its 95% interval; whether it is more than chance takes into account how many arms were looked at"</p>
                </div>
                {live(seen, together)}
            </div>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Every arm">
                <table>
                    <caption class="sr">"Every arm against the one held back"</caption>
                    <thead><tr><th scope="col">"Arm"</th><th scope="col" class="num">"Customers"</th><th scope="col" class="num">"Effect"</th>
                        <th scope="col" class="num">"95% interval"</th><th scope="col">"Chance?"</th><th scope="col"><span class="sr">"Judge it alone"</span></th></tr></thead>
                    <tbody>{live(seen, |r, fmt| {
                        let state = expect_context::<State>();
                        let rows: Vec<_> = r.others.iter().map(|arm| other(state, r, arm, fmt)).collect();
                        rows.into_any()
                    })}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The way back from one arm to all.
fn together(r: &ResultReport, _: &Format) -> AnyView {
    let state = expect_context::<State>();
    let back = move |_| state.judged(Change::Step, |judged| judged.arm = None);
    let one = r.choices.arm.is_some();
    one.then(|| view! { <button type="button" class="btn no-print" on:click=back>"Judge all arms together"</button> })
        .into_any()
}

fn other(state: State, r: &ResultReport, arm: &ArmEffect, fmt: &Format) -> impl IntoView + use<> {
    let m = words::goal_measure(r);
    let (v, low, high) = arm.effect;
    let here = r.choices.arm.as_deref() == Some(&arm.name);
    let customers = r.arms.iter().find(|known| known.name == arm.name);
    let customers = customers.map_or_else(String::new, |known| fmt.count(known.customers));
    let (class, chance) = match arm.corrected < r.choices.alpha {
        true => ("tag good", "more than chance"),
        false => ("tag", "may be chance"),
    };
    let name = arm.name.clone();
    let press = move |_| {
        let name = name.clone();
        state.judged(Change::Step, |judged| judged.arm = Some(name));
    };
    let last = match here {
        true => view! { <span class="muted">"judged on this page"</span> }.into_any(),
        false => {
            view! { <button type="button" class="link" on:click=press>"Judge it alone"</button> }
                .into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">{named(&arm.name)}</th>
            <td class="num">{customers}</td>
            <td class="num">{words::with_unit(fmt, m, v)}</td>
            <td class="num">{words::between(fmt, m, low, high)}</td>
            <td><span class=class>{chance}</span></td>
            <td class="no-print">{last}</td>
        </tr>
    }
}

/// Every measure in one table.
pub(super) fn all(seen: Seen) -> AnyView {
    view! {
        <section class="card" aria-labelledby="measures">
            <h2 id="measures">"Everything that was measured"</h2>
            <p class="chart-sub">{seen.words(|r, fmt| format!("Per customer, within {} of the send", fmt.counted(r.window, "day")))}</p>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Every measure">
                {live(seen, table)}
            </div>
        </section>
    }
    .into_any()
}

/// The table of every measure; also on the printed page.
pub(super) fn table(r: &ResultReport, fmt: &Format) -> AnyView {
    let rows = r.measures.iter().map(|row| measure(row, fmt));
    view! {
        <table class="tight judge-effects">
            <caption class="sr">"Every measure"</caption>
            <thead><tr><th scope="col">"Measure"</th><th scope="col" class="num">{HELD_BACK}</th><th scope="col" class="num">{words::treated(r)}</th>
                <th scope="col" class="num">"Change"</th><th scope="col" class="num">"95% interval"</th><th scope="col">"Where it stands"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn measure(row: &MeasureRow, fmt: &Format) -> impl IntoView + use<> {
    let m = row.measure;
    let way = words::counting(row);
    let of = |say: &dyn Fn(f64, f64, f64) -> String| {
        way.map_or_else(|| "–".to_owned(), |way| say(way.effect, way.low, way.high))
    };
    let level = |v: f64| match way {
        Some(_) => words::level(fmt, m, v),
        None => "–".to_owned(),
    };
    let role = match row.role {
        Role::Goal => Some("the goal"),
        Role::Guardrail => Some("guardrail"),
        Role::Other => None,
    };
    let stand = row.stand.or_else(|| words::met(row)).map(|stand| {
        let word = words::stands(row, stand);
        view! { <span class="judge-stand">{verdict::sign(stand)}<span aria-hidden="true">{word}</span></span> }
    });
    view! {
        <tr>
            <th scope="row">{row.name.clone()}<span class="sub">{role}</span></th>
            <td class="num">{level(row.control)}</td>
            <td class="num">{level(row.treated)}</td>
            <td class="num">{of(&|v, _, _| words::with_unit(fmt, m, v))}</td>
            <td class="num">{of(&|_, low, high| words::between(fmt, m, low, high))}</td>
            <td>{stand}</td>
        </tr>
    }
}
