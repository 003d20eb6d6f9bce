//! What is done one after the other, each in a task of its own, so that the page answers in between: above all, the parts
//! of a panel are drawn like this.

use std::collections::VecDeque;
use std::sync::Arc;

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use crate::effect::effect;

type Job = Box<dyn FnOnce()>;

/// What is still to be done; `Copy`, from the context.
#[derive(Clone, Copy)]
pub struct IdleQueue {
    waiting: StoredValue<VecDeque<Job>, LocalStorage>,
    busy: RwSignal<bool>,
}

impl IdleQueue {
    /// An empty queue. Once per page.
    pub fn start() -> Self {
        Self {
            waiting: StoredValue::new_local(VecDeque::new()),
            busy: RwSignal::new(false),
        }
    }

    /// Whether something is still to be done.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Does something in a task of its own, after what was added before.
    pub fn add(self, job: impl FnOnce() + 'static) {
        self.push(Box::new(job));
    }

    fn push(self, job: Job) {
        self.waiting.update_value(|all| all.push_back(job));
        if !self.busy.get_untracked() {
            self.busy.set(true);
            self.soon();
        }
    }

    fn soon(self) {
        Timeout::new(0, move || self.step()).forget();
    }

    fn step(self) {
        match self.waiting.try_update_value(VecDeque::pop_front).flatten() {
            Some(job) => {
                job();
                self.soon();
            }
            None => self.busy.set(false),
        }
    }
}

/// Shows a part of a panel after what stands before it has been drawn, and after every new report again.
pub fn deferred<R: Send + Sync + 'static>(
    report: Signal<Arc<R>>,
    show: Box<dyn Fn(Signal<Arc<R>>) -> AnyView + Send>,
) -> AnyView {
    let queue = expect_context::<IdleQueue>();
    let seen = RwSignal::new(None::<Arc<R>>);
    effect(move || {
        let report = report.get();
        // The panel may be gone by then.
        queue.add(move || drop(seen.try_set(Some(report))));
    });
    let there = Memo::new(move |_| seen.with(Option::is_some));
    (move || {
        let first = there.get().then(|| seen.get_untracked()).flatten()?;
        Some(show(Signal::derive(move || {
            seen.get().unwrap_or_else(|| first.clone())
        })))
    })
    .into_any()
}
