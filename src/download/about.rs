//! What a figure rests on, in words: data set, days, filters, source.

use std::collections::BTreeSet;

use clientele_model::catalogue::Catalogue;
use clientele_model::filters::{Against, Filters};
use leptos::prelude::*;

use super::Saver;
use crate::format::Format;
use crate::frame::{said, selections, spent};
use crate::names::named;
use crate::panels::whence;
use crate::state::{Panel, View};

/// What stands below a figure that was taken out of the page, a line each; nothing while the data set is not known.
pub(super) fn about(saver: Saver) -> Vec<String> {
    let Saver { state, frame } = saver;
    let view = state.view.get_untracked();
    let fmt = frame.fmt.get_untracked();
    frame.catalogue.with_untracked(|catalogue| {
        let Some(catalogue) = catalogue else {
            return Vec::new();
        };
        let mut lines = match view.panel {
            // About the whole data set, whatever is chosen.
            Panel::Data => vec![whole(catalogue, &fmt)],
            _ => vec![
                days(catalogue, &view, &fmt),
                filters(&chosen(catalogue, &view.filters, &fmt), &said(&view, frame)),
            ],
        };
        lines.push(whence(&catalogue.attribution, &catalogue.licence) + "Made with Clientele.");
        lines
    })
}

fn whole(catalogue: &Catalogue, fmt: &Format) -> String {
    let days = fmt.span((catalogue.first, catalogue.last));
    format!("{}, all of the data: {days}.", catalogue.title)
}

fn days(catalogue: &Catalogue, view: &View, fmt: &Format) -> String {
    let days = fmt.span(catalogue.cut(view.filters.period));
    let against = match (view.panel, view.filters.against) {
        (Panel::Overview, Against::Before) => ", compared with the period before",
        (Panel::Overview, Against::Year) => ", compared with the same days a year earlier",
        _ => "",
    };
    format!("{}, {days}{against}.", catalogue.title)
}

/// The filters that are set, each in a few words.
fn chosen(catalogue: &Catalogue, f: &Filters, fmt: &Format) -> Vec<String> {
    let set = |name: &str, values: &BTreeSet<String>| {
        let values: Vec<String> = values.iter().map(|value| named(value)).collect();
        (!values.is_empty()).then(|| format!("{name}: {}", values.join(", ")))
    };
    let mut all: Vec<String> = [
        ("Country", &f.countries),
        ("Channel", &f.channels),
        ("Category", &f.categories),
        ("Tier", &f.tiers),
    ]
    .into_iter()
    .filter_map(|(name, values)| set(name, values))
    .collect();
    all.extend(spent(f.spend, fmt).map(|words| format!("Spend of a customer: {words}")));
    all.extend(
        selections(f, catalogue, fmt)
            .into_iter()
            .map(|words| format!("Only {words}")),
    );
    all
}

fn filters(chosen: &[String], switches: &str) -> String {
    let chosen = match chosen {
        [] => "No filters.".to_owned(),
        some => format!("Filters: {}.", some.join("; ")),
    };
    match switches {
        "" => chosen,
        more => format!("{chosen} {more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_said_and_none_are_said_too() {
        assert_eq!(filters(&[], ""), "No filters.");
        let chosen = [
            "Country: France, Ireland".to_owned(),
            "Only Champions".to_owned(),
        ];
        assert_eq!(
            filters(&chosen, "Returns are left out."),
            "Filters: Country: France, Ireland; Only Champions. Returns are left out."
        );
    }
}
