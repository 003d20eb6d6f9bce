//! What the cards of this panel have in common. Everything here takes functions by pointer or box: the code that shows a
//! card stands in the panel's part once, and not once for each card.

use std::sync::Arc;

use clientele_model::experiments::ResultReport;
use leptos::prelude::*;

use super::Seen;
use crate::charts::Picture;
use crate::figure::Figure;
use crate::format::Format;
use crate::table::Table;

/// Something made from the report and the words of the visitor's language.
pub(super) type Of<T> = Arc<dyn Fn(&ResultReport, &Format) -> T + Send + Sync>;

/// Draws a picture of the report for a width in pixels.
pub(super) type Draw = Arc<dyn Fn(&ResultReport, &Format, f64) -> Picture + Send + Sync>;

/// A card with a picture.
pub(super) struct Card {
    /// How wide it is: `span-7`.
    pub class: &'static str,
    /// The finding.
    pub title: Of<String>,
    /// The measure and its unit.
    pub sub: Of<String>,
    /// What else one should know; may be empty.
    pub note: Of<String>,
    /// What the colours mean: class of the swatch and words.
    pub legend: &'static [(&'static str, &'static str)],
    /// Draws the picture for a width.
    pub draw: Draw,
    /// The numbers behind it.
    pub table: Of<Table>,
}

impl Card {
    /// The card over a report.
    pub(super) fn shown(self, seen: Seen) -> AnyView {
        let Self {
            class,
            title,
            sub,
            note,
            legend,
            draw,
            table,
        } = self;
        let words = |of: Of<String>| seen.words(move |r, fmt| of(r, fmt));
        let rows = move || {
            let row = |(class, words): &(&'static str, &'static str)| {
                view! { <li><span class=*class></span>{*words}</li> }
            };
            let rows: Vec<_> = legend.iter().map(row).collect();
            (!rows.is_empty()).then(|| view! { <ul class="legend">{rows}</ul> })
        };
        view! {
            <Figure
                class
                title=words(title)
                sub=words(sub)
                note=words(note)
                legend=move || rows().into_any()
                draw=move |w: f64| seen.make(|r, fmt| draw(r, fmt, w))
                table=move |()| seen.make(|r, fmt| table(r, fmt))
                open=seen.open
            />
        }
        .into_any()
    }
}

/// Words that do not depend on the report.
pub(super) fn fixed(words: &'static str) -> Of<String> {
    Arc::new(move |_, _| words.to_owned())
}

/// A part of the page that is made anew with every report.
pub(super) fn live(seen: Seen, of: fn(&ResultReport, &Format) -> AnyView) -> AnyView {
    (move || seen.make(of)).into_any()
}
