//! What every part of a panel needs: the report, the words of the visitor's language, and the side sheet.

use std::sync::Arc;

use clientele_model::question::Question;
use clientele_model::selection::Only;
use clientele_model::wire::Slot;
use clientele_model::words::Sentence;
use leptos::prelude::*;

use crate::ask::{Asker, ask};
use crate::format::Format;
use crate::frame::{Frame, Link, said};
use crate::idle_queue::deferred;
use crate::state::{Panel, State};
use crate::waiting::{AnswerView, remarks};

/// A report and what it takes to show it.
pub(super) struct Seen<R: Send + Sync + 'static> {
    pub(super) report: Signal<Arc<R>>,
    pub(super) fmt: Signal<Format>,
    pub(super) open: Callback<Only>,
}

impl<R: Send + Sync + 'static> Clone for Seen<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Send + Sync + 'static> Copy for Seen<R> {}

impl<R: Send + Sync + 'static> Seen<R> {
    /// A report in the frame of the page.
    pub(super) fn new(report: Signal<Arc<R>>, frame: Frame) -> Self {
        let Frame { fmt, open, .. } = frame;
        Self { report, fmt, open }
    }

    /// Something made from the report and its words.
    pub(super) fn make<T>(self, of: impl Fn(&R, &Format) -> T) -> T {
        self.fmt.with(|fmt| self.report.with(|r| of(r, fmt)))
    }

    /// Words made from the report.
    pub(super) fn words(
        self,
        of: impl Fn(&R, &Format) -> String + Send + Sync + 'static,
    ) -> Signal<String> {
        Signal::derive(move || self.make(&of))
    }

    /// A sentence of the report.
    pub(super) fn sentence(self, of: fn(&R) -> &Sentence) -> Signal<String> {
        self.words(move |r, fmt| fmt.sentence(of(r)))
    }

    /// The finding of the panel, what it rests on, and what is not as usual.
    pub(super) fn headline(self, of: fn(&R) -> (&Sentence, Vec<&Sentence>)) -> AnyView {
        let shown = move |r: &R, fmt: &Format| {
            let (headline, context) = of(r);
            let context = context
                .into_iter()
                .map(|s| view! { {fmt.sentence_view(s)}" " });
            view! { <h1>{fmt.sentence_view(headline)}</h1><p>{context.collect_view()}</p> }
                .into_any()
        };
        let state = expect_context::<State>();
        let frame = expect_context::<Frame>();
        let said = move || {
            let said = state.view.with(|view| said(view, frame));
            (!said.is_empty()).then(|| view! { <p class="said">{said}</p> })
        };
        view! { <header class="headline">{move || self.make(shown)}{said}</header> }.into_any()
    }

    /// What to know before reading the numbers.
    pub(super) fn remarks(self, of: fn(&R) -> &[Sentence]) -> AnyView {
        (move || self.make(|r, fmt| remarks(of(r), fmt))).into_any()
    }

    /// A part of the panel that is drawn after those before it.
    pub(super) fn deferred(self, show: impl Fn(Self) -> AnyView + Send + 'static) -> AnyView {
        let show = move |report| show(Self { report, ..self });
        deferred(self.report, Box::new(show))
    }

    /// The same for a part that only some reports have.
    pub(super) fn deferred_where(
        self,
        there: fn(&R) -> bool,
        show: impl Fn(Self) -> AnyView + Copy + Send + 'static,
    ) -> AnyView {
        let there = Memo::new(move |_| self.report.with(|r| there(r)));
        self.deferred(move |seen| (move || there.get().then(|| show(seen))).into_any())
    }
}

/// Asks what a panel is about, and shows the report that answers it.
pub(super) fn answered<Q: Question>(
    question: impl Into<Signal<Q>>,
    show: fn(Seen<Q::Report>) -> AnyView,
) -> AnyView {
    let frame = expect_context::<Frame>();
    let answer = ask::<Q>(question, expect_context::<Asker>(), Slot::Panel);
    view! { <AnswerView answer show=move |report| show(Seen::new(report, frame))/> }.into_any()
}

/// Words that do not depend on the report.
pub(super) fn fixed(words: &'static str) -> Signal<String> {
    Signal::stored(words.to_owned())
}

/// Where the data come from, at the end of a panel.
#[component]
pub(super) fn Source() -> impl IntoView {
    let (state, frame) = (expect_context::<State>(), expect_context::<Frame>());
    let source = move || {
        frame.catalogue.with(|c| {
            let c = c.as_ref()?;
            Some(whence(&c.attribution, &c.licence))
        })
    };
    let to = Signal::derive(move || state.view.with(|v| v.on(Panel::Data)));
    view! {
        <p class="foot-line">
            {source}"Goods only: postage, fees and adjustments are "<Link to>"listed apart"</Link>". "
            <a href="words.html" target="_blank">"What the words mean"</a>
        </p>
    }
}

/// Who made the data, and their licence, as far as a data set says so.
pub fn whence(attribution: &str, licence: &str) -> String {
    let said = [attribution, licence].map(|text| text.trim().trim_end_matches('.'));
    let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
    match &said[..] {
        [] => String::new(),
        said => format!("Source: {}. ", said.join(". ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_data_set_does_not_say_leaves_no_marks() {
        assert_eq!(whence("UCI.", "CC BY 4.0"), "Source: UCI. CC BY 4.0. ");
        assert_eq!(whence("", "CC0 1.0."), "Source: CC0 1.0. ");
        assert_eq!(whence(" ", ""), "");
    }
}
