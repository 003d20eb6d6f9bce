//! The filters as chips: each shows its value, each opens a small popover, every choice applies at once.

use std::collections::BTreeSet;

use clientele_model::catalogue::{Catalogue, Value};
use clientele_model::filters::{Against, Filters, Period, Returns, Spend};
use clientele_model::groups::RfmGroup;
use clientele_model::only::Only;
use clientele_model::{Date, decimal};
use leptos::prelude::*;

use super::Frame;
use crate::say::Say;
use crate::state::{Change, State};

/// The row of chips.
#[component]
pub fn Chips() -> impl IntoView {
    let frame = expect_context::<Frame>();
    let has =
        move |of: fn(&Catalogue) -> bool| frame.catalogue.with(|c| c.as_ref().is_some_and(of));
    view! {
        <div class="chips" role="group" aria-label="Filters">
            <Show when=move || has(|_| true)>
                <PeriodChip/>
                <AgainstChip/>
            </Show>
            <Show when=move || has(|c| c.has.country && c.countries.len() > 1)>
                <SetChip name="Country" many="countries" values=|c| &c.countries of=|f| &f.countries edit=|f| &mut f.countries/>
            </Show>
            <Show when=move || has(|c| c.has.channel && c.channels.len() > 1)>
                <SetChip name="Channel" many="channels" values=|c| &c.channels of=|f| &f.channels edit=|f| &mut f.channels/>
            </Show>
            <Show when=move || has(|c| c.has.category && c.categories.len() > 1)>
                <SetChip name="Category" many="categories" values=|c| &c.categories of=|f| &f.categories edit=|f| &mut f.categories/>
            </Show>
            <Show when=move || has(|c| c.has.tier && c.tiers.len() > 1)>
                <SetChip name="Tier" many="tiers" values=|c| &c.tiers of=|f| &f.tiers edit=|f| &mut f.tiers/>
            </Show>
            <Show when=move || has(|_| true)>
                <ReturnsChip/>
                <ValueChip/>
            </Show>
            <OnlyChips/>
        </div>
    }
}

/// A chip and its popover.
#[component]
fn Chip(
    name: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] set: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="chip" class:set=set name="filters">
            <summary>{name}" "<b>{value}</b>
                <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 6.500 8 10l4-3.500"/></svg>
            </summary>
            <div class="popover" role="group" aria-label=name>
                <h3>{name}</h3>
                {children()}
            </div>
        </details>
    }
}

/// One choice of several.
#[component]
fn Choice(
    group: &'static str,
    #[prop(into)] words: Signal<String>,
    #[prop(into)] on: Signal<bool>,
    pick: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="radio" name=group prop:checked=on on:change=move |_| pick()/>
            {words}
        </label>
    }
}

#[component]
fn PeriodChip() -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let period = Memo::new(move |_| state.filters.with(|f| f.period));
    let days = Memo::new(move |_| {
        frame
            .catalogue
            .with(|c| c.as_ref().map(|c| span_of(c, period.get())))
    });
    let value = move || {
        days.get()
            .map(|d| frame.say.with(|s| s.span(d)))
            .unwrap_or_default()
    };
    let to = move |next: Period| state.change(Change::Step, move |f| f.period = next);
    let preset = move |words: &'static str, of: Period| {
        view! { <Choice group="period" words=words.to_owned() on=Signal::derive(move || period.get() == of) pick=move || to(of)/> }
    };
    let usual = move || {
        frame
            .catalogue
            .with(|c| c.as_ref().map(|c| frame.say.with(|s| s.span(c.usual))))
            .unwrap_or_default()
    };
    let edge = move |first: bool| {
        let now = move || {
            days.get()
                .map(|(a, b)| (if first { a } else { b }).to_string())
                .unwrap_or_default()
        };
        let limit = move |low: bool| {
            frame
                .catalogue
                .with(|c| {
                    c.as_ref()
                        .map(|c| if low { c.first } else { c.last }.to_string())
                })
                .unwrap_or_default()
        };
        let set = move |e: web_sys::Event| {
            let Ok(day) = event_target_value(&e).parse::<Date>() else {
                return;
            };
            let Some((from, until)) = days.get_untracked() else {
                return;
            };
            let (from, until) = if first {
                (day, until.max(day))
            } else {
                (from.min(day), day)
            };
            to(Period::Range {
                from: Some(from),
                to: Some(until),
            });
        };
        view! { <input type="date" class="field" prop:value=now min=move || limit(true) max=move || limit(false) on:change=set/> }
    };
    view! {
        <Chip name="Period" value=Signal::derive(value) set=Signal::derive(move || period.get() != Period::Usual)>
            <div>
                <Choice group="period" words=Signal::derive(move || format!("Usual: {}", usual())) on=Signal::derive(move || period.get() == Period::Usual) pick=move || to(Period::Usual)/>
                {preset("Last 90 days", Period::Last(90))}
                {preset("Last 365 days", Period::Last(365))}
                {preset("All of the data", Period::All)}
            </div>
            <div class="pair-of">
                <label>"From"{edge(true)}</label>
                <label>"To"{edge(false)}</label>
            </div>
        </Chip>
    }
}

/// The days a period stands for, near enough for a label; the report carries the exact ones.
fn span_of(catalogue: &Catalogue, period: Period) -> (Date, Date) {
    match period {
        Period::Usual => catalogue.usual,
        Period::All => (catalogue.first, catalogue.last),
        Period::Range { from, to } => (
            from.unwrap_or(catalogue.first),
            to.unwrap_or(catalogue.last),
        ),
        Period::Last(days) => {
            let back = i32::from(days) - 1;
            let from = catalogue.last.plus_days(-back).max(catalogue.first);
            (from, catalogue.last)
        }
    }
}

#[component]
fn AgainstChip() -> impl IntoView {
    let state = expect_context::<State>();
    let against = Memo::new(move |_| state.filters.with(|f| f.against));
    let words = |of| match of {
        Against::Before => "the period before",
        Against::Year => "a year earlier",
        Against::Nothing => "nothing",
    };
    let option = move |of: Against, text: &'static str| {
        view! {
            <Choice group="against" words=text.to_owned() on=Signal::derive(move || against.get() == of)
                pick=move || state.change(Change::Step, move |f| f.against = of)/>
        }
    };
    view! {
        <Chip name="Against" value=Signal::derive(move || words(against.get()).to_owned()) set=Signal::derive(move || against.get() != Against::Before)>
            <div>
                {option(Against::Before, "The period of the same length before")}
                {option(Against::Year, "The same days a year earlier")}
                {option(Against::Nothing, "Nothing")}
            </div>
        </Chip>
    }
}

/// A chip for one of the sets of names.
#[component]
fn SetChip(
    name: &'static str,
    many: &'static str,
    values: fn(&Catalogue) -> &Vec<Value>,
    of: fn(&Filters) -> &BTreeSet<String>,
    edit: fn(&mut Filters) -> &mut BTreeSet<String>,
) -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let chosen = Memo::new(move |_| state.filters.with(|f| of(f).clone()));
    let all = Memo::new(move |_| {
        frame
            .catalogue
            .with(|c| c.as_ref().map(|c| values(c).clone()).unwrap_or_default())
    });
    let wanted = RwSignal::new(String::new());
    let value = move || {
        let chosen = chosen.get();
        let mut names = chosen
            .iter()
            .take(2)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        if chosen.is_empty() {
            names = format!(
                "All {}",
                frame.say.with(|s| s.count(all.with(Vec::len) as u64))
            );
        } else if chosen.len() > 2 {
            names = format!("{names} +{}", chosen.len() - 2);
        }
        names
    };
    let shown = move || {
        let wanted = lower(&wanted.get());
        all.with(|all| {
            let fits = |v: &&Value| wanted.is_empty() || lower(&v.name).contains(&wanted);
            all.iter()
                .filter(fits)
                .take(60)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let find = format!("Find in {many}");
    let long = move || all.with(|a| a.len() > 8);
    view! {
        <Chip name=name value=Signal::derive(value) set=Signal::derive(move || chosen.with(|c| !c.is_empty()))>
            <Show when=long>
                <input class="field" type="search" placeholder=find.clone() aria-label=find.clone() prop:value=wanted
                    on:input=move |e| wanted.set(event_target_value(&e))/>
            </Show>
            <div class="long">
                <For each=shown key=|v| v.name.clone() let:item>
                    {
                        let (here, there) = (item.name.clone(), item.name.clone());
                        let toggle = move |e| {
                            let (on, name) = (event_target_checked(&e), there.clone());
                            state.change(Change::Step, move |f| {
                                let set = edit(f);
                                if on { set.insert(name); } else { set.remove(&name); }
                            });
                        };
                        let count = frame.say.with_untracked(|s| s.count(item.customers));
                        view! {
                            <label class="check">
                                <input type="checkbox" prop:checked=move || chosen.with(|c| c.contains(&here)) on:change=toggle/>
                                {item.name}
                                <span class="n">{count}</span>
                            </label>
                        }
                    }
                </For>
            </div>
            <p class="foot">
                <span>{move || if chosen.with(BTreeSet::is_empty) { format!("None chosen: all {many} count") } else { "Numbers: customers".to_owned() }}</span>
                <Show when=move || chosen.with(|c| !c.is_empty())>
                    <button type="button" class="btn quiet" on:click=move |_| state.change(Change::Step, |f| edit(f).clear())>"Clear"</button>
                </Show>
            </p>
        </Chip>
    }
}

#[component]
fn ReturnsChip() -> impl IntoView {
    let state = expect_context::<State>();
    let returns = Memo::new(move |_| state.filters.with(|f| f.returns));
    let option = move |of: Returns, text: &'static str| {
        view! {
            <Choice group="returns" words=text.to_owned() on=Signal::derive(move || returns.get() == of)
                pick=move || state.change(Change::Step, move |f| f.returns = of)/>
        }
    };
    let value = move || {
        if returns.get() == Returns::Netted {
            "netted"
        } else {
            "left out"
        }
        .to_owned()
    };
    view! {
        <Chip name="Returns" value=Signal::derive(value) set=Signal::derive(move || returns.get() != Returns::Netted)>
            <div>
                {option(Returns::Netted, "Taken off revenue")}
                {option(Returns::Off, "Left out")}
            </div>
            <p class="foot"><span>"A return is never an order"</span></p>
        </Chip>
    }
}

#[component]
fn ValueChip() -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let spend = Memo::new(move |_| state.filters.with(|f| f.spend));
    let value = move || {
        let say = frame.say.get();
        match (spend.get().low, spend.get().high) {
            (None, None) => "any".to_owned(),
            (Some(low), None) => format!("from {}", say.money(low)),
            (None, Some(high)) => format!("up to {}", say.money(high)),
            (Some(low), Some(high)) => format!("{} – {}", say.money(low), say.money(high)),
        }
    };
    let edge = move |low: bool| {
        let now = move || {
            let v = if low {
                spend.get().low
            } else {
                spend.get().high
            };
            v.map(|v| v.to_string()).unwrap_or_default()
        };
        let set = move |e: web_sys::Event| {
            let text = event_target_value(&e);
            let v = decimal::parse(text.trim());
            state.change(Change::Step, move |f| {
                if low {
                    f.spend.low = v
                } else {
                    f.spend.high = v
                }
                // The newer end pushes the older one along.
                if let (Some(a), Some(b)) = (f.spend.low, f.spend.high)
                    && a > b
                {
                    f.spend = Spend { low: v, high: v };
                }
            });
        };
        view! { <input type="number" step="any" class="field" placeholder="any" prop:value=now on:change=set/> }
    };
    view! {
        <Chip name="Value" value=Signal::derive(value) set=Signal::derive(move || spend.get() != Spend::default())>
            <p class="muted">"Spend of a customer in the period"</p>
            <div class="pair-of">
                <label>"At least"{edge(true)}</label>
                <label>"At most"{edge(false)}</label>
            </div>
            <Show when=move || spend.get() != Spend::default()>
                <p class="foot"><span></span><button type="button" class="btn quiet" on:click=move |_| state.change(Change::Step, |f| f.spend = Spend::default())>"Any value"</button></p>
            </Show>
        </Chip>
    }
}

/// What everything is narrowed to; each can be taken away.
#[component]
fn OnlyChips() -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let all = Memo::new(move |_| state.filters.with(|f| f.only.clone()));
    move || {
        let say = frame.say.get();
        let one = |(i, only): (usize, &Only)| {
            let words = describe(only, &say);
            let label = format!("Remove “{words}”");
            view! {
                <button type="button" class="chip-only" aria-label=label
                    on:click=move |_| state.change(Change::Step, move |f| if i < f.only.len() { f.only.remove(i); })>
                    "Only "<b>{words}</b>
                    <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg>
                </button>
            }
        };
        all.with(|all| all.iter().enumerate().map(one).collect_view())
    }
}

/// A selection in a few words.
fn describe(only: &Only, say: &Say) -> String {
    match only {
        Only::Everyone => "everyone".to_owned(),
        Only::Rfm(group) => RfmGroup::name(*group).to_owned(),
        Only::Cell { recency, frequency } => format!("R {recency} · F {frequency}"),
        Only::Segment(slug) => {
            let words: Vec<String> = slug
                .split('-')
                .map(|word| {
                    let mut word = word.to_owned();
                    // Names of segments begin with plain letters.
                    if let Some(first) = word.get_mut(..1) {
                        first.make_ascii_uppercase();
                    }
                    word
                })
                .collect();
            words.join(" ")
        }
        Only::Band { feature, low, high } => {
            let end = |v: &Option<f64>| v.map(|v| say.short(v)).unwrap_or_default();
            format!("{feature} {}–{}", end(low), end(high))
        }
        Only::Ordered(from, to) => format!("bought {}", say.span((*from, *to))),
        Only::New(from, to) => format!("new in {}", say.span((*from, *to))),
        Only::Returning(from, to) => format!("returning in {}", say.span((*from, *to))),
        Only::Country(name) | Only::Channel(name) | Only::Category(name) => name.clone(),
        Only::Product(id) => format!("buyers of {id}"),
    }
}

/// In small letters, by the browser's rules: ours would bring their own tables of letters along.
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}
