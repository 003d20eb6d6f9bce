//! Between a question and its answer: skeleton, the previous answer dimmed, progress with Cancel, or one plain sentence.

use std::sync::Arc;
use std::time::Duration;

use clientele_model::filters::Filters;
use clientele_model::wire::Stage;
use clientele_model::words::Sentence;
use leptos::prelude::*;

use crate::ask::{Answer, Asked};
use crate::say::Say;
use crate::state::{Change, State};

/// How long a visitor waits before being told how far it is.
const PATIENCE: Duration = Duration::from_millis(500);

/// Shows what follows from a question.
#[component]
pub fn Answered<R>(
    /// The question and what is known.
    asked: Asked<R>,
    /// Shows a report; called once, with a report that changes.
    show: impl Fn(Signal<Arc<R>>) -> AnyView + Send + Sync + 'static,
) -> impl IntoView
where
    R: Send + Sync + 'static,
{
    let state = expect_context::<State>();
    let working = Memo::new(move |_| asked.answer.with(|a| matches!(a, Answer::Working { .. })));
    let there = Memo::new(move |_| asked.report.with(Option::is_some));
    let failed = Memo::new(move |_| {
        asked.answer.with(|a| match a {
            Answer::Failed { why, .. } => Some(why.to_string()),
            Answer::Working { .. } | Answer::Ready { .. } => None,
        })
    });
    let late = RwSignal::new(false);
    let answered = StoredValue::new(None);
    Effect::new(move |_| {
        late.set(false);
        if working.get() {
            if let Ok(handle) = set_timeout_with_handle(move || late.set(true), PATIENCE) {
                on_cleanup(move || handle.clear());
            }
        } else if failed.with(Option::is_none) {
            answered.set_value(Some(state.view.get_untracked()));
        }
    });
    let body = move || {
        there.get().then(|| {
            let first = asked.report.get_untracked();
            first.map(|first| {
                let report =
                    Signal::derive(move || asked.report.get().unwrap_or_else(|| first.clone()));
                show(report)
            })
        })
    };
    let far = move || {
        asked.answer.with(|a| match a {
            Answer::Working {
                stage, done, of, ..
            } => (words(*stage), *done, *of),
            Answer::Ready { .. } | Answer::Failed { .. } => ("", 0, 0),
        })
    };
    let cancel = move |_| {
        if let Some(view) = answered.get_value() {
            state.go(view);
        }
    };
    view! {
        <div class="status" role="status" aria-live="polite">
            <Show when=move || late.get() && working.get()>
                <div class="progress card">
                    <span>{move || far().0}</span>
                    {move || {
                        let (_, done, of) = far();
                        if of > 0 {
                            view! { <progress aria-label="Progress" max=of.to_string() value=done.to_string()></progress> }.into_any()
                        } else {
                            view! { <progress aria-label="Progress"></progress> }.into_any()
                        }
                    }}
                    <Show when=move || there.get()>
                        <button type="button" class="btn" on:click=cancel>"Cancel"</button>
                    </Show>
                </div>
            </Show>
        </div>
        {move || failed.get().map(|why| view! {
            <div class="notice bad" role="alert">
                <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2 14.5 13.500H1.500ZM8 6.500v3.500M8 11.800v.2"/></svg>
                <div>
                    <p>{why}</p>
                    <p class="acts">
                        <button type="button" class="btn" on:click=move |_| asked.again.notify()>"Try again"</button>
                        <button type="button" class="btn" on:click=move |_| state.change(Change::Step, clear)>"Remove all filters"</button>
                    </p>
                </div>
            </div>
        })}
        <Show when=move || !there.get() && failed.with(Option::is_none)>
            <Skeleton/>
        </Show>
        <div class="answer" class:dim=move || there.get() && (working.get() || failed.with(Option::is_some)) aria-busy=move || working.get().to_string()>
            {body}
        </div>
    }
}

/// What to know before reading a report's numbers.
pub fn remarks(words: &[Sentence], say: &Say) -> AnyView {
    let remark = |words: &Sentence| {
        view! {
            <div class="notice">
                <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.500V11M8 5v.2"/></svg>
                <p>{say.shown(words)}</p>
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
    }
}

#[component]
fn Skeleton() -> impl IntoView {
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
