//! Who they are and what to do with them: one card a segment.

use clientele_model::filters::Segmentation;
use clientele_model::segments::{GroupSummary, KeyAccounts, Play, Rule, Segment};
use clientele_model::selection::Only;
use leptos::prelude::*;

use super::{Format, Seen};
use crate::frame::Link;
use crate::state::{Panel, State};

/// The cards of the segmentation that is shown.
#[component]
pub(super) fn Plays(seen: Seen) -> impl IntoView {
    let cards = move || {
        let fmt = seen.fmt.get();
        seen.report.with(|r| match r.by {
            Segmentation::Found => {
                let few = r.key_accounts.iter().map(of_key_accounts);
                let segments = r.segments.iter().map(|s| of_segment(s, &fmt));
                few.chain(segments)
                    .map(|c| card(c, &fmt, seen.open))
                    .collect_view()
            }
            Segmentation::Rfm => r
                .rfm
                .groups
                .iter()
                .map(|g| card(of_group(g), &fmt, seen.open))
                .collect_view(),
        })
    };
    view! {
        <header class="section-head">
            <h2>"Who they are, and what to do"</h2>
            <p>{move || match seen.report.with(|r| r.by) {
                Segmentation::Found => "One card per segment. The sentence says who belongs, as far as one sentence can.",
                Segmentation::Rfm => "One card per group of the RFM rule. The rule gives the name; what to do follows from the group’s own figures.",
            }}</p>
        </header>
        <div class="plays">{cards}</div>
    }
}

struct Card<'a> {
    only: Only,
    name: &'a str,
    /// None for those who stand in other cards as well.
    colour: Option<u8>,
    customers: u32,
    share: f64,
    revenue_share: f64,
    play: &'a Play,
    rule: Option<&'a Rule>,
    stability: Option<String>,
}

fn of_segment<'a>(s: &'a Segment, fmt: &Format) -> Card<'a> {
    Card {
        only: Only::Segment(s.slug.clone()),
        name: &s.name,
        colour: Some(s.colour),
        customers: s.customers,
        share: s.share,
        revenue_share: s.revenue_share,
        play: &s.play,
        rule: Some(&s.rule),
        stability: Some(match s.stability {
            Some(overlap) => format!(
                "{}: {} came back when drawn again",
                steadiness(overlap),
                fmt.share(overlap)
            ),
            None => "Still being measured".to_owned(),
        }),
    }
}

fn of_key_accounts(k: &KeyAccounts) -> Card<'_> {
    Card {
        only: k.of.clone(),
        name: "Key accounts",
        colour: None,
        customers: k.customers,
        share: k.share,
        revenue_share: k.revenue_share,
        play: &k.play,
        rule: None,
        stability: None,
    }
}

fn of_group(g: &GroupSummary) -> Card<'_> {
    Card {
        only: Only::Rfm(g.group),
        name: g.group.name(),
        colour: Some(g.group.colour()),
        customers: g.customers,
        share: g.share,
        revenue_share: g.revenue_share,
        play: &g.play,
        rule: None,
        stability: None,
    }
}

/// Stability in words; bounds as in the definitions.
pub(super) fn steadiness(overlap: f64) -> &'static str {
    if overlap > 0.85 {
        "Very steady"
    } else if overlap >= 0.75 {
        "Steady"
    } else if overlap >= 0.60 {
        "Somewhat unsteady"
    } else {
        "Unsteady"
    }
}

fn card(card: Card<'_>, fmt: &Format, open: Callback<Only>) -> impl IntoView + use<> {
    let only = card.only;
    let play = card.play.clone();
    let state = expect_context::<State>();
    let of = only.clone();
    let playbook = Signal::derive(move || {
        let mut next = state.view.with(|view| view.on(Panel::Playbook));
        next.of = Some(of.clone());
        next
    });
    let list = |items: Vec<String>| {
        items
            .into_iter()
            .map(|item| view! { <li>{item}</li> })
            .collect_view()
    };
    let fact = |name: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
    };
    let rule = card.rule.map(|r| {
        let words = fmt.sentence(&r.words);
        let fits = format!(
            "True for {} of them; {} of those it names belong.",
            fmt.share(r.coverage),
            fmt.share(r.precision)
        );
        view! { <div><dt>"Who belongs"</dt><dd>{words}<span class="sub">{fits}</span></dd></div> }
    });
    let see = match card.customers {
        1 => "See the customer".to_owned(),
        customers => format!("See the {}", fmt.counted(customers, "customer")),
    };
    // Where there is no table of plays, nothing is said.
    let lines = (!play.does.is_empty()).then(|| {
        view! {
            <div class="do-dont">
                <div><h4 class="does">"Do"</h4><ul>{list(play.does)}</ul></div>
                <div><h4 class="donts">"Don’t"</h4><ul>{list(play.donts)}</ul></div>
            </div>
        }
    });
    let persona =
        (!play.persona.is_empty()).then(|| view! { <p class="persona">{play.persona}</p> });
    view! {
        <article class="card play" aria-label=card.name.to_owned()>
            <h3>{card.colour.map(|c| view! { <span class=format!("sw c{c}")></span> })}{card.name.to_owned()}</h3>
            <p class="sub">{format!("{} of customers, {} of revenue", fmt.share(card.share), fmt.share(card.revenue_share))}</p>
            {persona}
            {lines}
            <dl>
                {fact("Where", play.channel)}
                {fact("Offer", play.offer)}
                {fact("How often", play.cap)}
                {rule}
                {card.stability.and_then(|s| fact("How steady", s))}
            </dl>
            <div class="acts">
                <button type="button" class="btn" on:click=move |_| open.run(only.clone())>
                    {see}
                </button>
                <Link class="btn quiet" to=playbook>"Playbook card"</Link>
            </div>
        </article>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stability_is_told_in_words() {
        let told = [0.92, 0.85, 0.75, 0.74, 0.6, 0.59].map(steadiness);
        assert_eq!(
            told,
            [
                "Very steady",
                "Steady",
                "Steady",
                "Somewhat unsteady",
                "Somewhat unsteady",
                "Unsteady"
            ]
        );
    }
}
