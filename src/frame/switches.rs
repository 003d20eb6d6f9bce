//! Choices that change the figures and have no chip of their own: each is a chip, and said under the headline.

use clientele_model::catalogue::Catalogue;
use clientele_model::filters::{Copies, Lens, Mining, Returns, Segmentation};
use clientele_model::products::Options;
use clientele_model::words::counted;
use leptos::prelude::*;

use super::Frame;
use crate::format::Format;
use crate::icon::{CROSS, icon};
use crate::state::{Panel, State, View};

/// One of them that is not as usual.
struct Switch {
    /// In a few words, on its chip; none where another chip shows it.
    chip: Option<String>,
    /// As a sentence.
    said: String,
    /// Puts it back.
    undo: fn(&mut View),
}

/// What a product code is called that is kept apart as a service; the code where the data set does not know it.
pub(super) fn service(catalogue: &Catalogue, code: &str) -> String {
    let mut services = catalogue.ledger.services.iter();
    let known = services.find(|service| service.code == code);
    known.map_or_else(|| code.to_owned(), |service| service.name.clone())
}

/// All that are not as usual and change something on the panel of this view.
fn all(view: &View, fmt: &Format, catalogue: Option<&Catalogue>) -> Vec<Switch> {
    let f = &view.filters;
    let mut all = Vec::new();
    let mut add = |there: bool, chip: Option<String>, said: String, undo: fn(&mut View)| {
        if there {
            all.push(Switch { chip, said, undo });
        }
    };
    let day = f.as_of.map(|day| fmt.day(day)).unwrap_or_default();
    add(
        f.as_of.is_some(),
        Some(format!("As of {day}")),
        format!("Recency is counted up to {day}."),
        |v| v.filters.as_of = None,
    );
    add(
        f.returns == Returns::Off,
        None,
        "Returns are left out.".to_owned(),
        |v| v.filters.returns = Returns::Netted,
    );
    add(
        f.copies == Copies::Off,
        Some("Copies left out".to_owned()),
        "Exact copies of a line are left out.".to_owned(),
        |v| v.filters.copies = Copies::Kept,
    );
    let names = f.goods.iter().map(|code| match catalogue {
        Some(catalogue) => service(catalogue, code),
        None => code.clone(),
    });
    let names = names.collect::<Vec<_>>().join(", ");
    let verb = if f.goods.len() == 1 {
        "counts"
    } else {
        "count"
    };
    add(
        !f.goods.is_empty(),
        Some(format!("As goods: {names}")),
        format!("{names} {verb} as goods."),
        |v| v.filters.goods.clear(),
    );
    let found = f.by == Segmentation::Found;
    let grouped = found && matches!(view.panel, Panel::Overview | Panel::Segments);
    add(
        grouped && f.lens == Lens::Behaviour && view.panel == Panel::Overview,
        Some("Segments by how they buy, too".to_owned()),
        "Segments are made from how customers buy, too.".to_owned(),
        |v| v.filters.lens = Lens::Value,
    );
    let groups = f.k.unwrap_or_default();
    add(
        grouped && f.k.is_some(),
        Some(counted(groups, "segment")),
        format!("The link asks for {}.", counted(groups, "segment")),
        |v| v.filters.k = None,
    );
    let usual = clientele_model::filters::DEFAULT_SEED;
    add(
        grouped && f.seed != usual,
        Some(format!("Seed {}", f.seed)),
        format!("Segments start from seed {}.", f.seed),
        |v| v.filters.seed = clientele_model::filters::DEFAULT_SEED,
    );
    let level = f.mining.level;
    add(
        view.panel == Panel::Baskets
            && f.mining
                != Mining {
                    level,
                    ..Mining::default()
                },
        Some("Own settings for rules".to_owned()),
        "Rules use settings of this link, not those chosen from the data.".to_owned(),
        |v| {
            let level = v.filters.mining.level;
            v.filters.mining = Mining {
                level,
                ..Mining::default()
            };
        },
    );
    let (now, usual) = (view.products.options, Options::default());
    let cuts = |of: Options| (of.a, of.b, of.x, of.y);
    add(
        view.panel == Panel::Products && cuts(now) != cuts(usual),
        Some("Own cut-offs".to_owned()),
        format!(
            "Classes end at {} % and {} % of value, columns at a variation of {} and {}.",
            now.a, now.b, now.x, now.y
        ),
        |v| {
            let (options, usual) = (&mut v.products.options, Options::default());
            (options.a, options.b, options.x, options.y) = (usual.a, usual.b, usual.x, usual.y);
        },
    );
    all
}

/// What is not as usual, in sentences; nothing on the panel about the whole data set.
pub fn said(view: &View, frame: Frame) -> String {
    let all = match view.panel {
        Panel::Data => Vec::new(),
        _ => of(view, frame),
    };
    let said: Vec<String> = all.into_iter().map(|switch| switch.said).collect();
    said.join(" ")
}

/// As [`all`], of the data set that is shown.
fn of(view: &View, frame: Frame) -> Vec<Switch> {
    frame.fmt.with(|fmt| {
        frame
            .catalogue
            .with(|catalogue| all(view, fmt, catalogue.as_ref()))
    })
}

/// A chip for each; a click puts it back.
#[component]
pub(super) fn Switches() -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    move || {
        let all = state.view.with(|view| of(view, frame));
        let chip = |Switch { chip, undo, .. }: Switch| {
            let words = chip?;
            let label = format!("{words}: put it back");
            let press = move |_| state.edit(undo);
            Some(view! {
                <button type="button" class="chip-only" aria-label=label on:click=press>
                    <b>{words}</b>
                    {icon(CROSS)}
                </button>
            })
        };
        all.into_iter().filter_map(chip).collect_view()
    }
}
