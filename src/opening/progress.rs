//! How far the reading is, in words, with Cancel at every moment.

use clientele_model::opening::ReadingStage;
use leptos::prelude::*;

use super::desk::Desk;
use super::limits::size;
use crate::format::Format;

/// What the thread does.
#[derive(Clone, Debug, PartialEq)]
pub struct Busy {
    /// With what: the names of files, or of a data set.
    names: String,
    /// Whether it is about files that are read for the first time.
    pub fresh: bool,
    stage: Option<ReadingStage>,
    done: u64,
    of: u64,
    /// When this stage began, and what was done then.
    since: (f64, u64),
    /// When it was last heard of, in milliseconds.
    now: f64,
}

impl Busy {
    /// The thread was told, and has said nothing so far.
    pub fn start(names: String, fresh: bool) -> Self {
        let now = js_sys::Date::now();
        Self {
            names,
            fresh,
            stage: None,
            done: 0,
            of: 0,
            since: (now, 0),
            now,
        }
    }

    /// How far it is.
    pub fn hear(&mut self, stage: ReadingStage, done: u64, of: u64, now: f64) {
        if self.stage != Some(stage) || done < self.done {
            self.since = (now, done);
        }
        self.stage = Some(stage);
        (self.done, self.of, self.now) = (done, of, now);
    }

    /// Seconds that are left of this stage, once that can be told.
    fn left(&self) -> Option<u64> {
        let (began, from) = self.since;
        let (took, done) = (self.now - began, self.done.saturating_sub(from));
        let ahead = self.of.checked_sub(self.done)?;
        if took < 1_000.0 || done == 0 || ahead == 0 {
            return None;
        }
        let left = took / 1_000.0 * ahead as f64 / done as f64;
        Some(left.ceil().max(1.0) as u64)
    }

    fn words(&self, fmt: &Format) -> String {
        let Self {
            names, done, of, ..
        } = self;
        let kilobytes = |kb: u64| size(kb as f64 * 1e3);
        match self.stage {
            None => format!("Opening {names}"),
            Some(ReadingStage::Taking) if *of > 0 => {
                format!("Taking {names}: {} of {}", kilobytes(*done), kilobytes(*of))
            }
            Some(ReadingStage::Taking) => format!("Taking {names}: {}", kilobytes(*done)),
            Some(ReadingStage::Reading) if *of > 0 => format!(
                "Reading {names}: {} of {}",
                fmt.count(*done),
                fmt.counted(*of, "line")
            ),
            Some(ReadingStage::Reading) => {
                format!("Reading {names}: {}", fmt.counted(*done, "line"))
            }
            Some(ReadingStage::Making) => {
                format!("Making orders, customers and products of {names}")
            }
            Some(ReadingStage::Keeping) => format!("Packing {names}"),
        }
    }
}

/// How far it is.
#[component]
pub fn Progress(desk: Desk) -> impl IntoView {
    let fmt = Format::new("");
    let there = Memo::new(move |_| desk.busy.with(Option::is_some));
    let words = {
        let fmt = fmt.clone();
        move || {
            desk.busy
                .with(|busy| busy.as_ref().map(|busy| busy.words(&fmt)))
        }
    };
    let left = move || {
        let left = desk.busy.with(|busy| busy.as_ref().and_then(Busy::left));
        left.map(|left| format!("about {} left", fmt.counted(left, "second")))
    };
    // Without a value the bar says that nobody knows yet.
    let max = move || {
        desk.busy
            .with(|b| b.as_ref().filter(|b| b.of > 0).map(|b| b.of.to_string()))
    };
    let value = move || {
        desk.busy
            .with(|b| b.as_ref().filter(|b| b.of > 0).map(|b| b.done.to_string()))
    };
    let (words, left) = (StoredValue::new(words), StoredValue::new(left));
    view! {
        <div class="status opening-status" role="status" aria-live="polite">
            <Show when=move || there.get()>
                <div class="progress card">
                    <span>{move || words.with_value(|words| words())}</span>
                    <progress aria-label="Progress" max=max value=value></progress>
                    <span class="muted left">{move || left.with_value(|left| left())}</span>
                    <button type="button" class="btn" on:click=move |_| desk.cancel()>"Cancel"</button>
                </div>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy(stage: ReadingStage, done: u64, of: u64) -> Busy {
        Busy {
            names: "orders.csv".to_owned(),
            fresh: true,
            stage: Some(stage),
            done,
            of,
            since: (0.0, 0),
            now: 0.0,
        }
    }

    #[test]
    fn seconds_are_said_once_they_can_be_told() {
        let mut busy = busy(ReadingStage::Taking, 0, 100);
        busy.hear(ReadingStage::Reading, 100, 1_000, 5_000.0);
        assert_eq!(busy.left(), None);
        busy.hear(ReadingStage::Reading, 300, 1_000, 5_900.0);
        assert_eq!(busy.left(), None);
        // 400 in two seconds, 500 are left.
        busy.hear(ReadingStage::Reading, 500, 1_000, 7_000.0);
        assert_eq!(busy.left(), Some(3));
        busy.hear(ReadingStage::Reading, 1_000, 1_000, 9_000.0);
        assert_eq!(busy.left(), None);
        // Another stage begins anew.
        busy.hear(ReadingStage::Making, 1, 10, 9_000.0);
        assert_eq!(busy.left(), None);
    }
}
