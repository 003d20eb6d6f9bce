//! Where filters leave nothing: the steps back that help, as buttons that say what they do.

use std::collections::BTreeSet;

use clientele_model::catalogue::Catalogue;
use clientele_model::filters::{Filters, Period, Spend};
use leptos::prelude::*;

use crate::format::Format;
use crate::frame::Frame;
use crate::names::named;
use crate::state::{Panel, State, View};

/// One step: what it does, and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    words: String,
    to: View,
}

/// The steps that take one thing away from what is looked at, the likeliest to help first: other days where it is these
/// that hold nothing.
pub fn steps(
    view: &View,
    catalogue: Option<&Catalogue>,
    fmt: &Format,
    days_first: bool,
) -> Vec<Step> {
    let mut all = Vec::new();
    let mut step = |words: String, edit: &dyn Fn(&mut Filters)| {
        let mut to = view.clone();
        edit(&mut to.filters);
        to.filters.hold(&view.filters);
        if to != *view {
            all.push(Step { words, to });
        }
    };
    let f = &view.filters;
    let chosen = match f.only.len() {
        0 | 1 => "Clear the chosen customers",
        _ => "Clear the customers chosen last",
    };
    step(chosen.to_owned(), &|f: &mut Filters| drop(f.only.pop()));
    let words = |word: &str, names: &BTreeSet<String>| match names.first() {
        Some(name) if names.len() == 1 => format!("Not only {}", named(name)),
        _ => format!("Remove the {word} filter"),
    };
    step(words("country", &f.countries), &|f| f.countries.clear());
    step(words("channel", &f.channels), &|f| f.channels.clear());
    step(words("category", &f.categories), &|f| f.categories.clear());
    step(words("tier", &f.tiers), &|f| f.tiers.clear());
    step("Any value of a customer".to_owned(), &|f: &mut Filters| {
        f.spend = Spend::default();
    });
    if f.period != Period::Usual {
        let usual = catalogue.map(|c| fmt.span(c.usual)).unwrap_or_default();
        step(format!("Look at {usual}"), &|f: &mut Filters| {
            f.period = Period::Usual;
        });
    }
    step("Look at the whole period".to_owned(), &|f: &mut Filters| {
        f.period = Period::All;
    });
    if days_first {
        let moves = |step: &Step| step.to.filters.period != view.filters.period;
        let (mut days, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(moves);
        days.extend(rest);
        return days;
    }
    all
}

/// The steps as buttons.
#[component]
pub fn WayOut(
    /// Done after a step.
    #[prop(optional)]
    then: Option<Callback<()>>,
    /// Whether it is the days that hold nothing.
    #[prop(optional)]
    days_first: bool,
) -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let buttons = move || {
        let steps = frame.catalogue.with(|c| {
            let fmt = frame.fmt.get();
            state
                .view
                .with(|view| steps(view, c.as_ref(), &fmt, days_first))
        });
        let button = |Step { words, to }: Step| {
            let press = move |_| {
                state.go(to.clone());
                if let Some(then) = then {
                    then.run(());
                }
            };
            view! { <button type="button" class="btn" on:click=press>{words}</button> }
        };
        steps.into_iter().map(button).collect_view()
    };
    view! { <div class="steps">{buttons}</div> }
}

/// Goes to a panel that answers where this one cannot.
pub fn elsewhere(panel: Panel) -> impl IntoView {
    let state = expect_context::<State>();
    let words = format!("Open {}", panel.word().unwrap_or_default());
    let press = move |_| state.go(state.newest().on(panel));
    view! { <button type="button" class="btn" on:click=press>{words}</button> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(link: &str, expected: &[(&str, &str)]) {
        let (view, told) = View::of_page(link);
        assert_eq!(told, [""; 0]);
        let fmt = Format::new("GBP");
        let steps = steps(&view, None, &fmt, false);
        let found: Vec<_> = steps
            .iter()
            .map(|step| (step.words.as_str(), step.to.to_string()))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(words, to)| (*words, format!("?panel={to}")))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn where_days_hold_nothing_other_days_come_first() {
        let (view, _) = View::of_page("?panel=overview&from=2031-01-01&country=EIRE");
        let steps = steps(&view, None, &Format::new("GBP"), true);
        let words: Vec<_> = steps.iter().map(|step| step.words.as_str()).collect();
        assert_eq!(
            words,
            ["Look at ", "Look at the whole period", "Not only Ireland"]
        );
    }

    #[test]
    fn a_step_takes_one_thing_back_and_says_which() {
        check(
            "?panel=segments",
            &[("Look at the whole period", "segments&period=all")],
        );
        check(
            "?panel=overview&country=EIRE&only=rfm.lost&only=cell.1.1&spend=5..&period=all",
            &[
                (
                    "Clear the customers chosen last",
                    "overview&period=all&country=EIRE&spend=5..&only=rfm.lost",
                ),
                (
                    "Not only Ireland",
                    "overview&period=all&spend=5..&only=rfm.lost\
                     &under=period%3Dall%26country%3DEIRE%26spend%3D5..&only=cell.1.1\
                     &under=period%3Dall%26country%3DEIRE%26spend%3D5..",
                ),
                (
                    "Any value of a customer",
                    "overview&period=all&country=EIRE&only=rfm.lost\
                     &under=period%3Dall%26country%3DEIRE%26spend%3D5..&only=cell.1.1\
                     &under=period%3Dall%26country%3DEIRE%26spend%3D5..",
                ),
                (
                    "Look at ",
                    "overview&country=EIRE&spend=5..&only=rfm.lost\
                     &under=period%3Dall%26country%3DEIRE%26spend%3D5..&only=cell.1.1\
                     &under=period%3Dall%26country%3DEIRE%26spend%3D5..",
                ),
            ],
        );
        check(
            "?panel=products&channel=a&channel=b&from=2011-01-01&only=rfm.lost&under=usual",
            &[
                (
                    "Clear the chosen customers",
                    "products&from=2011-01-01&channel=a&channel=b",
                ),
                (
                    "Remove the channel filter",
                    "products&from=2011-01-01&only=rfm.lost&under=usual",
                ),
                (
                    "Look at ",
                    "products&channel=a&channel=b&only=rfm.lost&under=usual",
                ),
                (
                    "Look at the whole period",
                    "products&period=all&channel=a&channel=b&only=rfm.lost&under=usual",
                ),
            ],
        );
    }
}
