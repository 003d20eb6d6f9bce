//! Up to four ways to do it, side by side.

use clientele_model::experiments::{PlanReport, SCENARIOS, ScenarioReport};
use leptos::prelude::*;

use super::Seen;
use crate::browser;
use crate::charts::{Mark, Tip, Way, strip, ways};
use crate::figure::Figure;
use crate::format::Format;
use crate::icon::{CROSS, icon};
use crate::panels::experiments::{odds, points};
use crate::panels::seen::fixed;
use crate::state::{Change, State};
use crate::table::{Measure, Table};

/// From the standard error to the middle eighty of 100.
const EIGHTY: f64 = 1.2816;

/// The lines, and a card for each way.
pub(super) fn scenarios(seen: Seen) -> AnyView {
    let state = expect_context::<State>();
    let draw = move |w: f64| {
        seen.make(|r, fmt| {
            let all = lines(r, fmt);
            let names = all.iter().map(|way| way.mark.label.as_str());
            let label = format!(
                "Gain a year by lift. {}",
                names.collect::<Vec<_>>().join("; ")
            );
            let axis = "More buyers among 100 reached →";
            ways(&all, &label, axis, w, &|v| fmt.short(v * 100.0), &|v| {
                fmt.money_short(v)
            })
        })
    };
    let press = Callback::new(move |key: String| browser::show(&key));
    view! {
        <Figure
            class="span-12"
            title=seen.sentence(|r| &r.scenarios_title)
            sub=fixed("Gain a year by lift, all sends made. Thick: plausible lifts; red: the part that loses; dot: expected")
            note=seen.sentence(|r| &r.scenarios_note)
            draw
            table=move |()| seen.make(scenarios_table)
            open=seen.open
            press
            below=move || view! { <Cards seen state/> }.into_any()
        />
    }
    .into_any()
}

fn letter(at: usize) -> &'static str {
    ["A", "B", "C", "D"].get(at).copied().unwrap_or("–")
}

fn lines(r: &PlanReport, fmt: &Format) -> Vec<Way> {
    let plan = r.scenarios.first();
    let fine = r
        .scenarios
        .iter()
        .enumerate()
        .filter(|(_, s)| s.refused.is_none());
    let one = |(at, s): (usize, &ScenarioReport)| {
        let name = match plan {
            _ if at == 0 => "this plan".to_owned(),
            Some(plan) if plan.name == s.name => s.whom.clone(),
            _ => s.name.clone(),
        };
        let rows = vec![
            ("Reaches", fmt.count(s.reached)),
            ("Lift expected", points(fmt, s.lift)),
            (
                "Pays from",
                s.break_even
                    .map_or_else(|| "never".to_owned(), |lift| points(fmt, lift)),
            ),
            ("Gain a year", fmt.money_short(s.gain)),
        ];
        let label = format!(
            "{}, {}, {}: {} a year expected",
            letter(at),
            s.name,
            s.whom,
            fmt.money_short(s.gain)
        );
        let tip = Tip::new(&format!("{} · {}", letter(at), s.name), rows);
        let half = EIGHTY * s.lift_error;
        Way {
            letter: letter(at).to_owned(),
            name,
            ends: s.line,
            expected: (s.lift, s.lift - half, s.lift + half),
            on: at == 0,
            mark: Mark::new(
                &format!("way-{at}"),
                label,
                tip.note("Click for its figures"),
            ),
        }
    };
    fine.map(one).collect()
}

fn scenarios_table(r: &PlanReport, fmt: &Format) -> Table {
    let columns = [
        ("Way", Measure::Words),
        ("For whom", Measure::Words),
        ("Reaches", Measure::Count),
        ("Lift expected, points", Measure::Number(1)),
        ("Pays from, points", Measure::Number(1)),
        ("Gain a year", Measure::Money),
        ("8 in 10 from", Measure::Money),
        ("8 in 10 to", Measure::Money),
        ("Chance of a loss", Measure::Share),
        ("For each unit spent", Measure::Money),
        ("Orders won a year", Measure::Count),
        ("Revenue won a year", Measure::Money),
        ("Cost of an order won", Measure::Money),
        ("Discount without effect", Measure::Money),
    ];
    let drawn = r.year.runs > 0;
    let rows = r.scenarios.iter().enumerate().map(|(at, s)| {
        vec![
            format!("{} {}", letter(at), s.name).into(),
            s.whom.clone().into(),
            s.reached.into(),
            (s.lift * 100.0).into(),
            s.break_even.map(|lift| lift * 100.0).into(),
            s.gain.into(),
            drawn.then_some(s.low).into(),
            drawn.then_some(s.high).into(),
            drawn.then_some(s.loss).into(),
            s.per_spent.into(),
            s.orders.into(),
            s.revenue.into(),
            s.per_order.into(),
            s.given.into(),
        ]
    });
    Table::new(fmt, "Ways to do it", &columns, rows)
}

/// The cards, and the way to one more.
#[component]
fn Cards(seen: Seen, state: State) -> impl IntoView {
    let add = move |_| {
        state.planned(Change::Step, |p| {
            if p.others.len() + 1 < SCENARIOS {
                p.others.push(p.scenario.clone());
            }
        });
    };
    let is_full = Memo::new(move |_| state.view.with(|v| v.plan.others.len() + 1 >= SCENARIOS));
    let words = move || match is_full.get() {
        true => "Four ways fit side by side; remove one to add another.",
        false => {
            "A copy of the plan is put beside it. Change the plan then: the copy stays as it is."
        }
    };
    let cards = move |r: &PlanReport, fmt: &Format| {
        let ends = r.scenarios.iter().flat_map(|s| [s.low, s.high]);
        let scale = ends.fold((0.0, 0.0), |(lo, hi): (f64, f64), v| (lo.min(v), hi.max(v)));
        let all = r.scenarios.iter().enumerate();
        let drawn = r.year.runs > 0;
        all.map(|(at, s)| card(at, s, fmt, scale, state, drawn))
            .collect_view()
    };
    view! {
        <div class="scens">
            {move || seen.make(cards)}
            <div class="scen add-way" class:full=is_full>
                <button type="button" class="btn" disabled=is_full on:click=add>"Add another way"</button>
                <p class="sub">{words}</p>
            </div>
        </div>
    }
}

/// `drawn` says whether the years are simulated: ranges and chances are rough before.
fn card(
    at: usize,
    s: &ScenarioReport,
    fmt: &Format,
    scale: (f64, f64),
    state: State,
    drawn: bool,
) -> AnyView {
    let id = format!("way-{at}");
    let head = view! {
        <h3 id=id><span class="badge" class:on={at == 0}>{letter(at)}</span><span>{s.name.clone()}<span class="sub">{s.whom.clone()}</span></span></h3>
    };
    let figures = match &s.refused {
        Some(why) => view! {
            <p class="v">"–"<small>{fmt.sentence(why)}</small></p><span></span>
            <dl><div><dt>"Reaches"</dt><dd>{fmt.count(s.reached)}</dd></div></dl>
        }
        .into_any(),
        None => {
            let (low, high) = (fmt.money_short(s.low), fmt.money_short(s.high));
            let (range, loss) = match drawn {
                true => (
                    format!("a year; 8 in 10: {low} to {high}"),
                    odds(fmt, s.loss),
                ),
                false => ("a year".to_owned(), "–".to_owned()),
            };
            let ends = if drawn {
                (s.low, s.gain, s.high)
            } else {
                (s.gain, s.gain, s.gain)
            };
            let line = strip(ends, scale, at == 0, 220.0).svg;
            let pays = s
                .break_even
                .map_or_else(|| "never".to_owned(), |lift| points(fmt, lift));
            let each = s
                .per_spent
                .map_or_else(|| "–".to_owned(), |each| fmt.money_exact(each));
            let again = s.retention.map(|(with, without)| {
                let words = format!("{}, else {}", fmt.share(with), fmt.share(without));
                view! { <div><dt>"Buy again later"</dt><dd>{words}</dd></div> }
            });
            let won = s.per_order.map(|cost| {
                view! { <div><dt>"Cost of an order won"</dt><dd>{fmt.money_exact(cost)}</dd></div> }
            });
            view! {
                <p class="v"><data value=s.gain.to_string() title=fmt.money_exact(s.gain)>{fmt.money_short(s.gain)}</data>
                    <small>{range}</small></p>
                <div class="strip plot" aria-hidden="true" inner_html=line></div>
                <dl>
                    <div><dt>"Reaches"</dt><dd>{fmt.count(s.reached)}</dd></div>
                    <div><dt>"Lift expected"</dt><dd>{points(fmt, s.lift)}</dd></div>
                    <div><dt>"Pays from"</dt><dd>{pays}</dd></div>
                    <div><dt>"Chance of a loss"</dt><dd class:bad={drawn && s.loss >= 0.1}>{loss}</dd></div>
                    <div><dt>{format!("For each {} spent", fmt.money(1.0))}</dt><dd>{each}</dd></div>
                    {won}{again}
                    <div><dt>"Discount without effect"</dt><dd>{fmt.money_short(s.given)}</dd></div>
                </dl>
            }
            .into_any()
        }
    };
    view! { <article class="scen" aria-labelledby=format!("way-{at}")>{head}{figures}{acts(at, state)}</article> }
        .into_any()
}

/// What one does with a way.
fn acts(at: usize, state: State) -> AnyView {
    let change = || browser::show("plan-form");
    let Some(other) = at.checked_sub(1) else {
        return view! {
            <p class="acts no-print"><span class="tag">"the plan"</span>
                <button type="button" class="link" on:click=move |_| change()>"Change"</button></p>
        }
        .into_any();
    };
    let name = |does: &str| format!("{does} {}", letter(at));
    let swap = move || {
        state.planned(Change::Step, |p| {
            if let Some(other) = p.others.get_mut(other) {
                std::mem::swap(other, &mut p.scenario);
            }
        })
    };
    let remove = move |_| {
        state.planned(Change::Step, |p| {
            if other < p.others.len() {
                p.others.remove(other);
            }
        })
    };
    view! {
        <p class="acts no-print">
            <button type="button" class="link make-plan" aria-label=name("Make it the plan:") on:click=move |_| swap()>"Make it the plan"</button>
            <button type="button" class="link" aria-label=name("Change") title="It becomes the plan, and the plan takes its place"
                on:click=move |_| { swap(); change(); }>"Change"</button>
            <button type="button" class="btn quiet icon" aria-label=name("Remove") title="Remove" on:click=remove>{icon(CROSS)}</button>
        </p>
    }
    .into_any()
}
