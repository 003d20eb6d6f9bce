//! The panels, one module each.

mod audience_file;
mod audiences;
mod baskets;
mod command;
mod customer;
mod data;
mod experiments;
mod how;
mod kept_list;
mod overview;
mod plan;
mod playbook;
mod products;
mod result;
mod result_file;
mod seen;
mod segments;

pub use data::{ledger_table, line_classes};
pub use seen::whence;

use clientele_model::question::AnyQuestion;
use leptos::html::Button;
use leptos::prelude::*;

use crate::ask::Asker;
use crate::effect::effect;
use crate::lazy::lazy;
use crate::state::{Panel, State, View};
use crate::waiting::Stop;

/// How the page shows a panel.
pub struct Shown {
    /// Which.
    pub panel: Panel,
    /// The path of its icon in the rail; empty for one that has no place of its own there.
    pub icon: &'static str,
    /// The panel under whose place in the rail it is found, where that is another one.
    pub under: Option<Panel>,
    /// What is asked while its code is on its way.
    asks: fn(View) -> Option<AnyQuestion>,
    /// Shows it.
    view: fn() -> AnyView,
}

/// The panels of the page, in the order of the rail.
pub const PANELS: &[Shown] = &[
    Shown {
        panel: Panel::Overview,
        icon: "M2.5 8.5 8 3l5.5 5.5M4 7.5V13h8V7.5",
        under: None,
        asks: nothing,
        view: || view! { <overview::Overview/> }.into_any(),
    },
    Shown {
        panel: Panel::Segments,
        icon: "M8 8V2.2A5.8 5.8 0 1 1 2.2 8H8Z M5.6 2.6A5.8 5.8 0 0 0 2.6 5.6H5.6Z",
        under: None,
        asks: its_question,
        view: || lazy(|| Box::pin(segments::segments())),
    },
    Shown {
        panel: Panel::Customer,
        icon: "",
        under: Some(Panel::Segments),
        asks: its_question,
        view: || lazy(|| Box::pin(customer::customer())),
    },
    Shown {
        panel: Panel::Audiences,
        icon: "M5.800 7.500a2.400 2.400 0 1 0 0-4.800 2.400 2.400 0 0 0 0 4.800ZM1.500 13.300c.3-2.600 2-4 4.300-4s4 1.400 4.300 4M10.300 7.300a2 2 0 1 0-.6-3.900M11.700 9.500c1.700.3 2.700 1.600 2.900 3.800",
        under: None,
        asks: its_question,
        view: || lazy(|| Box::pin(audiences::audiences())),
    },
    Shown {
        panel: Panel::Playbook,
        icon: "",
        under: Some(Panel::Audiences),
        asks: its_question,
        view: || lazy(|| Box::pin(playbook::playbook())),
    },
    Shown {
        panel: Panel::AudienceFile,
        icon: "",
        under: Some(Panel::Audiences),
        asks: its_question,
        view: || lazy(|| Box::pin(audience_file::audience_file())),
    },
    Shown {
        panel: Panel::Baskets,
        icon: "M2 6h12l-1.300 7H3.300L2 6ZM5 6l2-3.500M11 6 9 2.500",
        under: None,
        asks: its_question,
        view: || lazy(|| Box::pin(baskets::baskets())),
    },
    Shown {
        panel: Panel::Products,
        icon: "M8 1.800 13.500 4.800v6.400L8 14.200 2.500 11.200V4.800L8 1.800ZM2.700 4.900 8 7.800l5.300-2.900M8 7.800v6.200",
        under: None,
        asks: its_question,
        view: || lazy(|| Box::pin(products::products())),
    },
    Shown {
        panel: Panel::Plan,
        icon: "M6 2.200v4L2.700 12.300A1 1 0 0 0 3.600 13.800h8.800a1 1 0 0 0 .9-1.500L10 6.200v-4M5 2.200h6M4.600 9.500h6.800",
        under: None,
        asks: its_question,
        view: || lazy(|| Box::pin(plan::plan())),
    },
    Shown {
        panel: Panel::Result,
        icon: "",
        under: Some(Panel::Plan),
        asks: its_question,
        view: || lazy(|| Box::pin(result::result())),
    },
    Shown {
        panel: Panel::Data,
        icon: "M8 6.2c3 0 5.5-.9 5.5-2.100S11 2 8 2s-5.5.9-5.5 2.100S5 6.200 8 6.200ZM2.500 4v8c0 1.200 2.500 2.100 5.500 2.100s5.500-.9 5.500-2.100V4M2.500 8c0 1.200 2.500 2.100 5.500 2.100s5.500-.9 5.500-2.100",
        under: None,
        asks: nothing,
        view: || lazy(|| Box::pin(data::data())),
    },
];

/// Its answer is there before its code, or asked for by the frame anyway.
fn nothing(_: View) -> Option<AnyQuestion> {
    None
}

/// What the link asks; what is looked for by name stands beside the list, which is asked for first.
fn its_question(view: View) -> Option<AnyQuestion> {
    let list = view.of_products(|asked| asked.find = None);
    list.question().ok()
}

/// Shows a panel; once its first answer was cancelled, a way to ask again instead.
#[component]
pub fn PanelView(
    /// Which.
    panel: Panel,
) -> impl IntoView {
    let state = expect_context::<State>();
    // The panel's code and its answer come side by side.
    let shown = PANELS.iter().find(|shown| shown.panel == panel);
    let asked = shown.and_then(|shown| (shown.asks)(state.view.get_untracked()));
    if let Some(question) = asked {
        expect_context::<Asker>().prefetch(question);
    }
    let stopped = RwSignal::new(false);
    provide_context(Stop(Callback::new(move |()| stopped.set(true))));
    // Whoever changes a filter wants an answer.
    effect(move || {
        state.filters.track();
        stopped.set(false);
    });
    let is_stopped = Memo::new(move |_| stopped.get());
    move || match is_stopped.get() {
        true => view! { <Stopped again=move |()| stopped.set(false)/> }.into_any(),
        false => shown.map(|shown| (shown.view)()).into_any(),
    }
}

/// What is left when the first answer was cancelled. Leaving the panel away has abandoned its question.
#[component]
fn Stopped(#[prop(into)] again: Callback<()>) -> impl IntoView {
    let button = NodeRef::<Button>::new();
    effect(move || {
        if let Some(button) = button.get() {
            let _ = button.focus();
        }
    });
    view! {
        <div class="empty" role="status">
            <h1>"Stopped before the first answer"</h1>
            <p>"Nothing was calculated. Your filters are kept."</p>
            <button type="button" class="btn" node_ref=button on:click=move |_| again.run(())>"Calculate again"</button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rail_has_every_panel_that_has_a_word() {
        let named: Vec<_> = Panel::ALL
            .iter()
            .filter(|panel| panel.word().is_some())
            .collect();
        assert_eq!(PANELS.len(), named.len());
        for panel in named {
            assert!(
                PANELS.iter().any(|shown| shown.panel == *panel),
                "{panel:?}"
            );
        }
    }

    #[test]
    fn what_is_asked_early_is_what_the_panel_asks() {
        let check = |address: &str, expected: Option<&str>| {
            let (view, _) = View::of_page(address);
            let shown = PANELS
                .iter()
                .find(|shown| shown.panel == view.panel)
                .unwrap();
            let asked = (shown.asks)(view).map(|question| question.to_string());
            assert_eq!(asked.as_deref(), expected, "{address}");
        };
        check("?country=France", None);
        check("?panel=data", None);
        check("?panel=segments&k=4&embed=1", Some("/segments?k=4"));
        check("?panel=baskets", Some("/baskets"));
        check("?panel=customer", None);
        check("?panel=customer&who=12347", Some("/customer?who=12347"));
        check(
            "?panel=products&product=1&by=units",
            Some("/products?by=units&product=1"),
        );
        check(
            "?panel=products&find=bag&by=units",
            Some("/products?by=units"),
        );
    }
}
