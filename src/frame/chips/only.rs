//! What everything is narrowed to.

use clientele_model::catalogue::Catalogue;
use clientele_model::filters::{Copies, Filters, Lens, Level, Returns};
use clientele_model::groups::RfmGroup;
use clientele_model::selection::{Chosen, Only, Under};
use clientele_model::words::counted;
use leptos::prelude::*;

use super::called::{Called, Naming};
use super::spent;
use crate::format::Format;
use crate::frame::Frame;
use crate::frame::switches::service;
use crate::icon::{CROSS, icon};
use crate::names::{capitalise, named};
use crate::state::{Change, State};

/// One chip for each; a click takes it away, with those that were chosen within it.
#[component]
pub(super) fn OnlyChips() -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let called = Called::default();
    let chips = move || {
        let fmt = frame.fmt.get();
        let filters = state.filters.get();
        let many = filters.only.len();
        let one = |(i, chosen): (usize, &Chosen)| {
            let name = |id: &str| called.get(filters.dataset.as_deref(), id);
            let words = describe(&chosen.only, &fmt, &name);
            let under = chosen.under.as_ref();
            let catalogue = |under: &Under| {
                frame
                    .catalogue
                    .with(|c| c.as_ref().map(|c| made_under(under, c, &fmt)))
            };
            let under = under.and_then(catalogue).unwrap_or_default();
            let also = match many - i {
                1 => String::new(),
                2 => " and the one within it".to_owned(),
                within => format!(" and the {} within it", within - 1),
            };
            let label = format!("Only {words}{under}: remove this choice{also}");
            let take = move |_| state.change(Change::Step, move |f| f.only.truncate(i));
            let anew = (!filters.made(chosen)).then(|| {
                let rebase = move |_| {
                    state.change(Change::Step, move |f| {
                        let now = f.clone();
                        if let Some(chosen) = f.only.get_mut(i) {
                            *chosen = Chosen::under(&chosen.only, &now);
                        }
                    });
                };
                let label = format!("Choose {words} anew, as of these filters");
                let title = label.clone();
                view! { <button type="button" class="chip-anew" aria-label=label title=title on:click=rebase>"As of these filters"</button> }
            });
            view! {
                <span class="chip-pair">
                    <button type="button" class="chip-only" aria-label=label on:click=take>
                        "Only "<b>{words}</b>
                        {(!under.is_empty()).then(|| view! { <span class="chip-under">{under}</span> })}
                        {icon(CROSS)}
                    </button>
                    {anew}
                </span>
            }
        };
        filters.only.iter().enumerate().map(one).collect_view()
    };
    view! { {chips}<Naming called/> }
}

/// Every selection in words, as its chip says it; products by their codes.
pub fn selections(filters: &Filters, catalogue: &Catalogue, fmt: &Format) -> Vec<String> {
    let one = |chosen: &Chosen| {
        let words = describe(&chosen.only, fmt, &str::to_owned);
        let under = chosen.under.as_ref();
        let under = under.map(|under| made_under(under, catalogue, fmt));
        words + &under.unwrap_or_default()
    };
    filters.only.iter().map(one).collect()
}

/// What a selection was made under: " of Dec 2010 – Nov 2011, Germany".
fn made_under(under: &Under, catalogue: &Catalogue, fmt: &Format) -> String {
    let f = under.filters();
    let mut words = format!(" of {}", fmt.span(catalogue.cut(f.period)));
    let mut add = |more: String| {
        words.push_str(", ");
        words.push_str(&more);
    };
    if let Some(day) = f.as_of {
        add(format!("as of {}", fmt.day(day)));
    }
    for names in [&f.countries, &f.channels, &f.categories, &f.tiers] {
        let mut shown: Vec<String> = names.iter().take(2).map(|name| named(name)).collect();
        if names.len() > 2 {
            shown.push(format!("+{}", names.len() - 2));
        }
        if !shown.is_empty() {
            add(shown.join(" + "));
        }
    }
    if let Some(words) = spent(f.spend, fmt) {
        add(words);
    }
    if f.returns == Returns::Off {
        add("returns left out".to_owned());
    }
    if f.copies == Copies::Off {
        add("copies left out".to_owned());
    }
    if !f.goods.is_empty() {
        let goods: Vec<String> = f
            .goods
            .iter()
            .map(|code| service(catalogue, code))
            .collect();
        add(format!("with {}", goods.join(" + ")));
    }
    if f.lens == Lens::Behaviour {
        add("by how they buy".to_owned());
    }
    if let Some(k) = f.k {
        add(counted(k, "segment"));
    }
    words
}

/// A selection in a few words, products by their codes.
pub fn described(only: &Only, fmt: &Format) -> String {
    describe(only, fmt, &|id| id.to_owned())
}

/// A selection in a few words; `name` tells what a product is called.
fn describe(only: &Only, fmt: &Format, name: &dyn Fn(&str) -> String) -> String {
    match only {
        Only::Everyone => "everyone".to_owned(),
        Only::Rfm(group) => RfmGroup::name(*group).to_owned(),
        Only::Cell { recency, frequency } => format!("R {recency} · F {frequency}"),
        Only::Segment(slug) => {
            let words: Vec<String> = slug
                .split('-')
                .map(|word| {
                    let mut word = word.to_owned();
                    capitalise(&mut word);
                    word
                })
                .collect();
            words.join(" ")
        }
        Only::Band { feature, low, high } => {
            let (what, write): (_, &dyn Fn(f64) -> String) = match feature.as_str() {
                "monetary" => ("spent".to_owned(), &|v| fmt.money(v)),
                key => (key.replace(['_', ':'], " "), &|v| fmt.short(v)),
            };
            match (low.map(write), high.map(write)) {
                (Some(low), Some(high)) => format!("{what} {low}–{high}"),
                (Some(low), None) => format!("{what} {low} or more"),
                (None, Some(high)) => format!("{what} below {high}"),
                (None, None) => what,
            }
        }
        Only::Code {
            recency,
            frequency,
            monetary,
        } => format!("R {recency} · F {frequency} · M {monetary}"),
        Only::Tier(name) => named(name),
        Only::MayEmail => "may be e-mailed".to_owned(),
        Only::Arm { campaign, arm } => format!("{} of {}", named(arm), named(campaign)),
        Only::Sent { times, days } => format!(
            "sent {} in {}",
            fmt.counted(*times, "campaign"),
            fmt.counted(*days, "day")
        ),
        Only::Earned(least) => format!("earned {} or more", fmt.money(*least)),
        Only::Saved(name) => named(name),
        Only::Listed(listed) => format!("on the list {}", named(&listed.name)),
        Only::Had(had) => {
            let what = match had.level {
                Some(Level::Product) => name(&had.item),
                Some(Level::Category) => named(&had.item),
                None => "anything".to_owned(),
            };
            format!("bought {what}")
        }
        Only::All(parts) => parts_of(parts, " and ", fmt, name),
        Only::Any(parts) => parts_of(parts, " or ", fmt, name),
        Only::Not(inner) => format!("not {}", describe(inner, fmt, name)),
        Only::Ordered(from, to) => format!("bought {}", fmt.span((*from, *to))),
        Only::New(from, to) => format!("new in {}", fmt.span((*from, *to))),
        Only::Returning(from, to) => format!("returning in {}", fmt.span((*from, *to))),
        Only::Country(name) | Only::Channel(name) | Only::Category(name) => named(name),
        Only::Product(id) => format!("buyers of {}", name(id)),
        Only::Bought { level, all, but } => {
            let item = |id: &String| match level {
                Level::Product => name(id),
                Level::Category => named(id),
            };
            let all: Vec<String> = all.iter().map(item).collect();
            format!("bought {}, not {}", all.join(" and "), item(but))
        }
    }
}

/// Several selections in a few words: the first two, and how many more.
fn parts_of(parts: &[Only], sign: &str, fmt: &Format, name: &dyn Fn(&str) -> String) -> String {
    let shown = parts.iter().take(2);
    let words: Vec<String> = shown.map(|part| describe(part, fmt, name)).collect();
    let words = words.join(sign);
    match parts.len() {
        0..=2 => words,
        more => format!("{words} +{}", more - 2),
    }
}
