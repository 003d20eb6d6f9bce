//! Between a question and its answer: skeleton, the previous answer dimmed, progress with Cancel, or one plain sentence.

use std::sync::Arc;
use std::time::Duration;

use clientele_model::failure::Failure;
use clientele_model::filters::Filters;
use clientele_model::products::Measure;
use clientele_model::wire::Stage;
use clientele_model::words::Sentence;
use leptos::prelude::*;

use crate::ask::{Answer, Status};
use crate::effect::effect;
use crate::format::Format;
use crate::icon::{INFO, icon};
use crate::idle_queue::IdleQueue;
use crate::lazy::lazy;
use crate::sign_in;
use crate::state::{Panel, State, View};
use crate::way_out::{WayOut, elsewhere};

/// How long a visitor waits before being told how far it is.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long an earlier answer stays as it is while the next is on its way. Most come sooner, and a page that is dimmed and lit
/// up again is laid out twice for nothing.
const MOMENT: Duration = Duration::from_millis(150);

/// Whether something has been so for a while.
pub fn for_long(is_so: Memo<bool>, long: Duration) -> ReadSignal<bool> {
    let (is_long, set) = signal(false);
    effect(move || {
        set.set(false);
        if is_so.get()
            && let Ok(handle) = set_timeout_with_handle(move || set.set(true), long)
        {
            on_cleanup(move || handle.clear());
        }
    });
    is_long
}

/// Whether an earlier answer is to be dimmed because the next one is on its way.
pub fn dimmed(working: Memo<bool>) -> ReadSignal<bool> {
    for_long(working, MOMENT)
}

/// What Cancel does where there is no earlier answer to go back to; from the context.
#[derive(Clone, Copy)]
pub struct Stop(pub Callback<()>);

/// Shows what follows from a question.
#[component]
pub fn AnswerView<R>(
    /// The question and what is known.
    answer: Answer<R>,
    /// Shows a report; called once, with a report that changes.
    show: impl Fn(Signal<Arc<R>>) -> AnyView + Send + Sync + 'static,
) -> impl IntoView
where
    R: Send + Sync + 'static,
{
    let there = Memo::new(move |_| answer.report.with(Option::is_some));
    let body = move || {
        let first = there
            .get()
            .then(|| answer.report.get_untracked())
            .flatten()?;
        Some(show(Signal::derive(move || {
            answer.report.get().unwrap_or_else(|| first.clone())
        })))
    };
    around(
        answer.status,
        there,
        answer.again,
        (move || body()).into_any(),
    )
}

/// What stands around a report: how far it is, why there is none, what it will look like.
fn around(
    status: Signal<Status>,
    there: Memo<bool>,
    again: Trigger,
    body: AnyView,
) -> impl IntoView {
    let state = expect_context::<State>();
    let queue = expect_context::<IdleQueue>();
    let working = Memo::new(move |_| status.with(|now| matches!(now, Status::Working { .. })));
    let failed = Memo::new(move |_| match status.get() {
        Status::Failed(why) => Some(why),
        Status::Working { .. } | Status::Ready => None,
    });
    let (late, dimmed) = (for_long(working, PATIENCE), dimmed(working));
    let answered = StoredValue::new(None::<View>);
    effect(move || {
        if !working.get() && failed.with(Option::is_none) {
            answered.set_value(Some(state.view.get_untracked()));
        }
    });
    let stop = expect_context::<Stop>();
    let cancel = move |_| match answered.get_value() {
        Some(view) if view != state.newest() => state.go(view),
        _ => stop.0.run(()),
    };
    let far = move || {
        let Status::Working { stage, done, of } = status.get() else {
            return None;
        };
        // Without a value the bar says that nobody knows yet.
        let (max, value) = (of > 0).then(|| (of.to_string(), done.to_string())).unzip();
        Some(view! {
            <span>{words(stage)}</span>
            <progress aria-label="Progress" max=max value=value></progress>
        })
    };
    let progress = move || {
        (late.get() && working.get()).then(|| {
            view! {
                <div class="progress card">{far}<button type="button" class="btn" on:click=cancel>"Cancel"</button></div>
            }
        })
    };
    let old = move || there.get() && (dimmed.get() || failed.with(Option::is_some));
    let shape = move || (!there.get() && failed.with(Option::is_none)).then(skeleton);
    view! {
        <div class="status" role="status" aria-live="polite">{progress}</div>
        {move || failed.get().map(|why| {
            let before = answered.get_value().filter(|view| *view != state.newest());
            refused(&why, state, again, before)
        })}
        {shape}
        <div class="answer" class:dim=old aria-busy=move || (working.get() || queue.is_busy()).to_string()>{body}</div>
    }
}

/// Why there is no answer, and the ways out: for filters that leave nothing, to take one of them back; for anything else,
/// to try again.
fn refused(
    why: &Failure,
    state: State,
    again: Trigger,
    answered: Option<View>,
) -> impl IntoView + use<> {
    let undo = answered.map(|view| {
        let press = move |_| state.go(view.clone());
        view! { <button type="button" class="btn" on:click=press>"Undo the last change"</button> }
    });
    let edit = move |words: &'static str, edit: fn(&mut View)| {
        view! { <button type="button" class="btn" on:click=move |_| state.edit(edit)>{words}</button> }
            .into_any()
    };
    let clear_all = move || edit("Remove all filters", |view| clear(&mut view.filters));
    let (class, title, ways) = match why {
        Failure::NoDataset { .. } | Failure::NotListed { .. } | Failure::Elsewhere { .. } => {
            let first = edit("Show the first data set", |v| v.filters = Filters::default());
            ("empty", "No such data set", first)
        }
        Failure::Nothing
        | Failure::NoSales { .. }
        | Failure::NoSuchValue { .. }
        | Failure::TooFew { .. }
        | Failure::AllAlike { .. }
        | Failure::NoCustomer { .. }
        | Failure::NoSuchColumn { .. } => (
            "empty",
            "Nothing to show",
            view! { {undo}<WayOut days_first=matches!(why, Failure::NoSales { .. })/>{clear_all()} }.into_any(),
        ),
        Failure::NoSegment { .. } => (
            "empty",
            "Nothing to show",
            view! { {undo}<WayOut/>{elsewhere(Panel::Segments)} }.into_any(),
        ),
        // What only orders can say, a database that sends totals will not say the next time either.
        Failure::OnlyTotals => (
            "empty",
            "Not from this database",
            view! { {edit("Clear the chosen customers", |v| v.filters.only.clear())}{elsewhere(Panel::Segments)} }.into_any(),
        ),
        Failure::NotFromTotals { .. } => (
            "empty",
            "Not from this database",
            state
                .filters
                .with_untracked(|f| !f.only.is_empty())
                .then(|| edit("Clear the chosen customers", |v| v.filters.only.clear()))
                .into_any(),
        ),
        Failure::NoProduct { .. } => (
            "empty",
            "No such product",
            edit("Show all products", |v| v.products.product = None),
        ),
        Failure::WholeOrders => (
            "empty",
            "No products in this data set",
            elsewhere(Panel::Segments).into_any(),
        ),
        Failure::NoCustomers => (
            "empty",
            "No customers in this data set",
            elsewhere(Panel::Products).into_any(),
        ),
        Failure::NoCosts => (
            "empty",
            "No costs in this data set",
            edit("Rank by revenue", |v| v.products.options.by = Measure::Revenue),
        ),
        Failure::SignIn { .. } => (
            "empty",
            "Sign in",
            lazy(|| Box::pin(sign_in::form())),
        ),
        _ => (
            "empty bad",
            "No answer yet",
            view! { <button type="button" class="btn" on:click=move |_| again.notify()>"Try again"</button> }.into_any(),
        ),
    };
    view! {
        <div class=class role="alert">
            <h1>{title}</h1>
            <p>{why.to_string()}</p>
            <div class="ways">{ways}</div>
        </div>
    }
}

/// What to know before reading a report's numbers.
pub fn remarks(words: &[Sentence], fmt: &Format) -> AnyView {
    let remark = |words: &Sentence| {
        view! {
            <div class="notice">
                {icon(INFO)}
                <p>{fmt.sentence_view(words)}</p>
            </div>
        }
    };
    words.iter().map(remark).collect_view().into_any()
}

/// Takes every filter away, but stays with the data set.
pub fn clear(filters: &mut Filters) {
    *filters = Filters {
        dataset: filters.dataset.take(),
        ..Filters::default()
    };
}

fn words(stage: Option<Stage>) -> &'static str {
    match stage {
        None => "Starting",
        Some(Stage::Fetching) => "Fetching the data",
        Some(Stage::Counting) => "Counting orders and customers",
        Some(Stage::Grouping) => "Trying groupings",
        Some(Stage::Scoring) => "Scoring the groupings",
        Some(Stage::Mining) => "Finding what is bought together",
    }
}

/// What a panel will look like.
pub fn skeleton() -> impl IntoView {
    view! {
        <div class="answer" aria-hidden="true">
            <div class="skeleton sk-head"></div>
            <div class="skeleton sk-line"></div>
            <div class="skeleton sk-row"></div>
            <div class="skeleton sk-chart span-8"></div>
            <div class="skeleton sk-chart span-4"></div>
        </div>
    }
}
