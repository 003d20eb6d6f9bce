//! The simulated year, and what the test can tell day by day.

use clientele_model::experiments::PlanReport;
use leptos::prelude::*;

use super::{Seen, judged, plan_of};
use crate::charts::{Bin, Outcomes, Telling, TellingDay, Tip, outcomes, telling as drawn};
use crate::figure::Figure;
use crate::format::Format;
use crate::panels::experiments::{bare_points, in_hundred, odds, points};
use crate::state::{Change, State};
use crate::table::{Measure, Table};

/// The simulated year.
pub(super) fn year(seen: Seen) -> AnyView {
    let sub = seen.words(|r, fmt| {
        let sends = fmt.counted(r.choices.scenario.sends, "send");
        match r.year.runs {
            0 => format!("A year of {sends}: profit after discounts, sending and set-up"),
            runs => format!(
                "{} of {sends}: profit after discounts, sending and set-up",
                fmt.counted(runs, "simulated year")
            ),
        }
    });
    view! {
        <Figure
            class="span-8"
            title=seen.sentence(|r| &r.year.title)
            sub
            note=seen.sentence(|r| &r.year.note)
            legend=move || (move || seen.make(legend)).into_any()
            draw=move |w: f64| seen.make(|r, fmt| outcomes(&bins(r, fmt), w, &|v| fmt.money_short(v)))
            table=move |()| seen.make(year_table)
            open=seen.open
        />
    }
    .into_any()
}

fn years(r: &PlanReport) -> f64 {
    f64::from(r.year.runs).max(1.0)
}

fn legend(r: &PlanReport, fmt: &Format) -> AnyView {
    let loss = plan_of(r).map_or(0.0, |plan| plan.loss);
    let stopped = in_hundred(fmt, (1.0 - r.year.rolled_out).max(0.0));
    let stopped = match r.year.runs {
        0 => "stopped after the test".to_owned(),
        _ => format!("stopped after the test, {stopped}"),
    };
    let ends = match r.year.runs {
        0 => "ends with a loss".to_owned(),
        _ => format!("ends with a loss, {}", odds(fmt, loss)),
    };
    view! {
        <ul class="legend">
            <li><span class="sw cm"></span>"rolled out after the test"</li>
            <li><span class="sw cms"></span>{stopped}</li>
            <li><span class="sw cbad"></span>{ends}</li>
        </ul>
    }
    .into_any()
}

fn bins(r: &PlanReport, fmt: &Format) -> Outcomes {
    let plan = plan_of(r);
    let (mean, low, high, loss) = plan.map_or((0.0, 0.0, 0.0, 0.0), |plan| {
        (plan.gain, plan.low, plan.high, plan.loss)
    });
    let one = |bar: &clientele_model::experiments::YearBar| {
        let all = bar.rolled_out + bar.stopped;
        let share = fmt.share(f64::from(all) / years(r));
        let title = format!(
            "{} to {}",
            fmt.money_short(bar.from),
            fmt.money_short(bar.to)
        );
        let rows = vec![
            (
                "Years",
                format!("{} of {}", fmt.count(all), fmt.count(r.year.runs)),
            ),
            ("Share", share.clone()),
            ("Rolled out", fmt.count(bar.rolled_out)),
            ("Stopped after the test", fmt.count(bar.stopped)),
        ];
        Bin {
            from: bar.from,
            to: bar.to,
            whole: f64::from(bar.rolled_out),
            stopped: f64::from(bar.stopped),
            label: format!("{title}: {share} of the simulated years"),
            tip: Tip::new(&title, rows),
        }
    };
    let (low_words, high_words) = (fmt.money_short(low), fmt.money_short(high));
    let mean_words = format!("{} expected", fmt.money_short(mean));
    Outcomes {
        label: format!(
            "Simulated years by gain: {mean_words}; 8 in 10 lie between {low_words} and {high_words}"
        ),
        bins: r.year.bars.iter().map(one).collect(),
        mean,
        middle: (low, high),
        mean_words,
        middle_words: format!("8 years in 10: {low_words} to {high_words}"),
        sides: [format!("Loss: {}", odds(fmt, loss)), "Gain".to_owned()],
        waiting: "The years are being simulated …".to_owned(),
    }
}

fn year_table(r: &PlanReport, fmt: &Format) -> Table {
    let columns = [
        ("From", Measure::Money),
        ("To below", Measure::Money),
        ("Rolled out", Measure::Count),
        ("Stopped after the test", Measure::Count),
        ("Share of years", Measure::Share),
    ];
    let rows = r.year.bars.iter().map(|bar| {
        let all = f64::from(bar.rolled_out + bar.stopped);
        vec![
            bar.from.into(),
            bar.to.into(),
            bar.rolled_out.into(),
            bar.stopped.into(),
            (all / years(r)).into(),
        ]
    });
    Table::new(fmt, "Simulated years by gain", &columns, rows)
}

/// What the test can tell, day by day.
pub(super) fn telling(seen: Seen) -> AnyView {
    let state = expect_context::<State>();
    let sub = seen.words(|r, fmt| {
        format!(
            "More buyers among 100, in points; {} sure, and seen in {} tests",
            fmt.share(1.0 - r.choices.alpha),
            in_hundred(fmt, r.choices.power)
        )
    });
    view! {
        <Figure
            class="span-8"
            title=seen.sentence(|r| &r.timeline.title)
            sub
            note=seen.sentence(|r| &r.timeline.note)
            draw=move |w: f64| seen.make(|r, fmt| drawn(&days(r, fmt), w, &|v| fmt.short(v * 100.0)))
            table=move |()| seen.make(days_table)
            open=seen.open
            below=move || holdouts(seen, state)
        />
    }
    .into_any()
}

fn days(r: &PlanReport, fmt: &Format) -> Telling {
    let one = |day: &clientele_model::experiments::DayPoint| {
        let title = format!("Day {}", fmt.count(day.day));
        let rows = vec![
            ("Have bought anyway", fmt.share(day.rate)),
            ("Can tell", points(fmt, day.detectable)),
            ("Looking on any day", points(fmt, day.any_day)),
            ("Expected by then", points(fmt, day.expected)),
            (
                "Would be seen in",
                format!("{} tests", in_hundred(fmt, day.power)),
            ),
        ];
        TellingDay {
            tells: day.detectable,
            expected: day.expected,
            label: format!(
                "{title}: can tell {}, {} expected",
                points(fmt, day.detectable),
                bare_points(fmt, day.expected)
            ),
            tip: Tip::new(&title, rows),
        }
    };
    let at = judged(r);
    let judged_words = at.map_or_else(String::new, |day| {
        format!(
            "Day {}: seen in {}",
            fmt.count(day.day),
            in_hundred(fmt, day.power)
        )
    });
    Telling {
        label: "Smallest lift the test can tell, against the lift expected by each day".to_owned(),
        days: r.timeline.days.iter().map(one).collect(),
        judged: at.map_or(1, |day| day.day as usize),
        judged_words,
        names: [
            "Smallest lift it can tell".to_owned(),
            "Lift expected by then".to_owned(),
        ],
        axis: "Days since the send →".to_owned(),
    }
}

fn days_table(r: &PlanReport, fmt: &Format) -> Table {
    let columns = [
        ("Day", Measure::Count),
        ("Have bought anyway", Measure::Share),
        ("Can tell, points", Measure::Number(1)),
        ("Looking on any day, points", Measure::Number(1)),
        ("Expected by then, points", Measure::Number(1)),
        ("Seen in tests", Measure::Share),
    ];
    let rows = r.timeline.days.iter().map(|day| {
        vec![
            day.day.into(),
            day.rate.into(),
            (day.detectable * 100.0).into(),
            (day.any_day * 100.0).into(),
            (day.expected * 100.0).into(),
            day.power.into(),
        ]
    });
    Table::new(fmt, "What the test can tell, day by day", &columns, rows)
}

/// What holding back costs, and what it tells: a table that is a choice.
fn holdouts(seen: Seen, state: State) -> AnyView {
    let rows = move |r: &PlanReport, fmt: &Format| {
        let row = |h: &clientele_model::experiments::Holdout| {
            let held = h.held;
            let is_chosen = (held - r.choices.scenario.held).abs() < 1e-6;
            let press = move |_| state.planned(Change::Step, |p| p.scenario.held = held);
            let share = fmt.share(held);
            view! {
                <tr class:won=is_chosen>
                    <th scope="row">
                        <button type="button" class="whole" aria-pressed=is_chosen.to_string() on:click=press>{share}</button>
                        {is_chosen.then(|| view! { " "<span class="tag">"chosen"</span> })}
                    </th>
                    <td class="num">{bare_points(fmt, h.detectable)}</td>
                    <td class="num">{in_hundred(fmt, h.power)}</td>
                    <td class="num">{fmt.money_short(h.forgone)}</td>
                </tr>
            }
        };
        r.holdouts.iter().map(row).collect_view()
    };
    let turned = seen.sentence(|r| &r.turned);
    let anybody = Memo::new(move |_| seen.report.with(|r| !r.holdouts.is_empty()));
    view! {
        <Show when=move || anybody.get()>
            <div class="trade">
                <table class="tight">
                    <caption class="sr">"What holding back costs, and what it tells"</caption>
                    <thead><tr>
                        <th scope="col">"Held back"</th><th scope="col" class="num">"Can tell, points"</th>
                        <th scope="col" class="num">"Tests that see it"</th><th scope="col" class="num">"Gain forgone"</th>
                    </tr></thead>
                    <tbody>{move || seen.make(rows)}</tbody>
                </table>
            </div>
        </Show>
        <p class="chart-note turned">{turned}</p>
    }
    .into_any()
}
