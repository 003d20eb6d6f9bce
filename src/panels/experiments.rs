//! What both panels of experiments share: the way from one to the other, and how lifts and chances are written.

use leptos::prelude::*;

use crate::format::Format;
use crate::frame::Link;
use crate::state::{Panel, State};

/// The two panels, side by side, and what one does with the whole of a panel.
#[component]
pub fn Tabs(
    /// Buttons at the other end of the bar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let state = expect_context::<State>();
    let tabs = [Panel::Plan, Panel::Result].map(|panel| {
        let words = match panel {
            Panel::Plan => "Plan a test",
            _ => "Judge a result",
        };
        view! {
            <Link
                class="tab"
                to=Signal::derive(move || state.view.with(|v| if v.panel == panel { v.clone() } else { v.on(panel) }))
                current=Signal::derive(move || state.view.with(|v| v.panel == panel))
            >
                {words}
            </Link>
        }
    });
    view! {
        <div class="subbar no-print">
            <nav class="seg-control links" aria-label="Experiments">{tabs}</nav>
            {children.map(|children| view! { <div class="acts">{children()}</div> })}
        </div>
    }
}

/// A lift in points, with their name: 5.0 points.
pub(super) fn points(fmt: &Format, lift: f64) -> String {
    format!("{} points", bare_points(fmt, lift))
}

/// A lift in points without their name.
pub(super) fn bare_points(fmt: &Format, lift: f64) -> String {
    fmt.number(lift * 100.0, 1)
}

/// A chance as one says it: 1 in 27, or so many in 100 where it is more likely than not.
pub(super) fn odds(fmt: &Format, chance: f64) -> String {
    if chance < 0.001 {
        format!("less than 1 in {}", fmt.count(1_000_u32))
    } else if chance <= 0.4 {
        format!("1 in {}", fmt.number((1.0 / chance).round(), 0))
    } else {
        in_hundred(fmt, chance)
    }
}

/// A share of 100 tests or years: 86 of 100.
pub(super) fn in_hundred(fmt: &Format, share: f64) -> String {
    format!("{} of 100", fmt.number(share * 100.0, 0))
}
