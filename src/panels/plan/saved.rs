//! Plans that were saved in this browser: listed, opened, removed, taken along as a file and brought back.

use clientele_model::Date;
use leptos::prelude::*;

use super::{Desk, alone, plan_of};
use crate::frame::{Frame, Link};
use crate::icon::{CROSS, icon};
use crate::panels::kept_list::{Field, Fields, Kept, Tools, keep, kept};
use crate::state::{Panel, State, View};

const STORED: &str = "clientele.plans";

/// More plans than these are not kept; the oldest go.
const MOST: usize = 100;

const NOT_KEPT: &str = "This browser does not let the page keep plans. The list is here until you leave the page; “Export” saves it as a file.";
const UNREADABLE: &str = "This file holds no plans that can be read. Nothing was added and your plans are as they were; choose a file that “Export” made.";

/// A plan as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    /// What it is called.
    name: String,
    /// The link that opens it.
    link: String,
    /// Day of the send.
    day: String,
    /// What its customers are drawn by; empty where it is not named.
    salt: String,
    /// Customers reached when it was saved.
    reached: u32,
}

impl Plan {
    /// The last day that counts.
    fn until(&self) -> Option<Date> {
        let window = View::of_page(&self.link).0.plan.scenario.window;
        let first: Date = self.day.parse().ok()?;
        Some(first.plus_days(i32::try_from(window).ok()? - 1))
    }

    /// Whether orders count on a day.
    fn runs_on(&self, day: Date) -> bool {
        let first = self.day.parse::<Date>();
        first.is_ok_and(|first| first <= day) && self.until().is_some_and(|last| day <= last)
    }
}

impl Kept for Plan {
    fn fields(&self) -> Vec<(&'static str, Field<'_>)> {
        let text = |key, text| (key, Field::Text(text));
        vec![
            text("name", &self.name),
            text("link", &self.link),
            text("day", &self.day),
            text("salt", &self.salt),
            ("reached", Field::Number(self.reached)),
        ]
    }

    fn of(fields: &Fields) -> Option<Self> {
        let plan = Self {
            name: fields.text("name")?.chars().take(120).collect(),
            link: fields.text("link")?,
            day: fields.text("day")?,
            salt: fields.text("salt").unwrap_or_default(),
            reached: fields.number("reached")?,
        };
        let opens = View::of_page(&plan.link).0.panel == Panel::Plan;
        (opens && plan.day.parse::<Date>().is_ok()).then_some(plan)
    }
}

/// The plans of this browser; `Copy`.
#[derive(Clone, Copy)]
pub(super) struct Shelf(RwSignal<Vec<Plan>>);

impl Shelf {
    /// What was saved before.
    pub(super) fn read() -> Self {
        Self(RwSignal::new(kept(STORED)))
    }

    /// Saves the plan that is shown; the same plan is not kept twice.
    pub(super) fn save(self, state: State, desk: Desk) {
        let Some(report) = desk.report.get_untracked() else {
            return;
        };
        let Some(plan) = plan_of(&report) else { return };
        let mut view = state.newest();
        let salt = view.plan.label.clone().unwrap_or_default();
        let name = match salt.is_empty() {
            true => format!("{}, {}", plan.name, plan.whom),
            false => salt.clone(),
        };
        // The day is part of the plan: a link without one would mean another day tomorrow.
        view.plan.day = Some(report.day);
        let saved = Plan {
            name,
            link: view.to_string(),
            day: report.day.to_string(),
            salt,
            reached: plan.reached,
        };
        self.add(state, vec![saved]);
    }

    /// Puts plans in front of the others.
    fn add(self, state: State, newer: Vec<Plan>) {
        let mut all = newer;
        let known = self.0.get_untracked();
        let is_new = |plan: &Plan| !all.iter().any(|other| other.link == plan.link);
        let older: Vec<_> = known.into_iter().filter(is_new).collect();
        all.extend(older);
        all.truncate(MOST);
        self.keep(state, all);
    }

    fn keep(self, state: State, all: Vec<Plan>) {
        keep(state, STORED, &all, NOT_KEPT);
        self.0.set(all);
    }
}

/// The list.
#[component]
pub(super) fn Saved() -> impl IntoView {
    let (state, frame) = (expect_context::<State>(), expect_context::<Frame>());
    let shelf = expect_context::<Desk>().shelf;
    // The day that counts as today, as in the bar above.
    let today = Memo::new(move |_| {
        let (chosen, period) = state.filters.with(|f| (f.as_of, f.period));
        frame.catalogue.with(|c| {
            c.as_ref()
                .map(|c| chosen.unwrap_or_else(|| c.day_after(c.cut(period))))
        })
    });
    let nobody = Memo::new(move |_| shelf.0.with(Vec::is_empty));
    let running = move || {
        let day = today.get()?;
        let fmt = frame.fmt.get();
        let all = shelf.0.get();
        let names: Vec<_> = all
            .iter()
            .filter(|plan| plan.runs_on(day))
            .map(|plan| plan.name.clone())
            .collect();
        (!names.is_empty()).then(|| {
            let words = format!("{} as of {}: ", running_words(names.len()), fmt.day(day));
            view! { <p class="running-plans"><b>{words}</b>{names.join("; ")}"."</p> }
        })
    };
    let row = move |plan: Plan| {
        let link = StoredValue::new(View::of_page(&plan.link).0);
        let text = plan.link.clone();
        let is_shown = move || {
            state.view.with(|v| {
                link.with_value(|l| alone(&l.plan) == alone(&v.plan) && l.filters == v.filters)
            })
        };
        let runs = today.get().is_some_and(|day| plan.runs_on(day));
        let remove = move |_| {
            let mut all = shelf.0.get_untracked();
            all.retain(|plan| plan.link != text);
            shelf.keep(state, all);
        };
        let fmt = frame.fmt.get();
        let day = plan
            .day
            .parse::<Date>()
            .map_or_else(|_| plan.day.clone(), |day| fmt.day(day));
        let label = format!("Remove {}", plan.name);
        view! {
            <tr>
                <th scope="row">
                    <Link class="link" to=Signal::derive(move || link.get_value()) current=Signal::derive(is_shown)>{plan.name.clone()}</Link>
                    {runs.then(|| view! { " "<span class="tag good">"running"</span> })}
                </th>
                <td class="num">{day}</td>
                <td class="num">{fmt.count(plan.reached)}</td>
                <td class="num"><button type="button" class="btn quiet icon" aria-label=label title="Remove" on:click=remove>{icon(CROSS)}</button></td>
            </tr>
        }
    };
    view! {
        <section class="card saved-plans no-print" aria-labelledby="saved">
            <div class="list-head">
                <div><h2 class="chart-title" id="saved">"Saved plans"</h2><p class="chart-sub">"Kept in this browser; a file takes them elsewhere"</p></div>
                <Tools file="plans.json" all=move |()| shelf.0.get_untracked() bring=move |brought| shelf.add(state, brought) unreadable=UNREADABLE nobody/>
            </div>
            {running}
            <Show when=move || nobody.get()><p class="muted">"None yet: “Save plan” above keeps the plan that is shown."</p></Show>
            <Show when=move || !nobody.get()>
                <div class="table-wrap"><table class="tight">
                    <caption class="sr">"Saved plans"</caption>
                    <thead><tr><th scope="col">"Plan"</th><th scope="col" class="num">"Send on"</th><th scope="col" class="num">"Reached"</th><th scope="col" class="num"><span class="sr">"Remove"</span></th></tr></thead>
                    <tbody>{move || shelf.0.get().into_iter().map(row).collect_view()}</tbody>
                </table></div>
            </Show>
        </section>
    }
}

fn running_words(plans: usize) -> &'static str {
    clientele_model::words::agreeing(plans as u64, "This plan runs", "These plans run")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_runs_from_its_send_to_the_last_day_that_counts() {
        let plan = Plan {
            name: "Spring".to_owned(),
            link: "?panel=experiments/plan&window=14&send=2026-01-10".to_owned(),
            day: "2026-01-10".to_owned(),
            salt: String::new(),
            reached: 100,
        };
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (text, runs) in [
            ("2026-01-09", false),
            ("2026-01-10", true),
            ("2026-01-23", true),
            ("2026-01-24", false),
        ] {
            assert_eq!(plan.runs_on(day(text)), runs, "{text}");
        }
        let unreadable = Plan {
            day: "soon".to_owned(),
            ..plan
        };
        assert!(!unreadable.runs_on(day("2026-01-10")));
    }
}
