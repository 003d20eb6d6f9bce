//! How sure are we? A few facts in plain words.

use clientele_model::segments::{SegmentsReport, Verdict};
use clientele_model::words::agreeing;
use leptos::prelude::*;

use super::{Format, Seen};

/// The card.
#[component]
pub(super) fn Sure(seen: Seen, how: RwSignal<bool>) -> impl IntoView {
    let facts = move || {
        let fmt = seen.fmt.get();
        let (facts, ruled_out) = seen.report.with(|r| (facts(r, &fmt), ruled_out(r)));
        let last = facts.len().saturating_sub(1);
        let facts = facts.into_iter().enumerate();
        let facts = facts.map(|(i, (bold, words))| {
            let more = (i == last).then(|| {
                view! {
                    {format!(" {ruled_out} ")}
                    <a href="#why" on:click=move |_| how.set(true)>"See every way and its score"</a>
                }
            });
            view! { <div><b>{bold}</b><p>{words}{more}</p></div> }
        });
        facts.collect_view()
    };
    view! {
        <section class="card span-4 stretch" aria-labelledby="sure">
            <h2 id="sure">"How sure are we?"</h2>
            <p class="chart-sub">"In plain words"</p>
            <div class="fact-list">{facts}</div>
        </section>
    }
}

fn facts(report: &SegmentsReport, fmt: &Format) -> Vec<(String, String)> {
    let chosen = report
        .why
        .candidates
        .iter()
        .find(|c| c.verdict == Verdict::Chosen);
    let again = match chosen.and_then(|c| c.stability) {
        Some(overlap) => (
            format!("{} the same", fmt.share(overlap)),
            "Draw the customers again at random, group them afresh, and this much of each group comes back.".to_owned(),
        ),
        None if report.why.complete => (
            "Not measured again".to_owned(),
            "There are too few customers to draw them again at random and compare.".to_owned(),
        ),
        None => (
            "Still being measured".to_owned(),
            "Customers are drawn again at random and grouped afresh; the overlap follows in a moment.".to_owned(),
        ),
    };
    let mut out = vec![again];
    if !report.why.number.is_empty() {
        let groups = "As many groups?".to_owned();
        out.push((groups, fmt.sentence(&report.why.number)));
    }
    if let Some(least) = report.segments.iter().min_by_key(|s| s.customers) {
        let words = if least.share < 0.05 {
            format!(
                "“{}” is small: {}.",
                least.name,
                fmt.counted(least.customers, "customer")
            )
        } else {
            format!(
                "No segment is too small to address: {} at least.",
                fmt.counted(least.customers, "customer")
            )
        };
        out.push((format!("{} is the smallest", fmt.share(least.share)), words));
    }
    let tried = u32::try_from(report.why.candidates.len()).unwrap_or(u32::MAX);
    let were = agreeing(tried, "was", "were");
    let ways = format!("{} {were} tried", fmt.counted(tried, "way"));
    out.push((ways, String::new()));
    out
}

fn ruled_out(report: &SegmentsReport) -> String {
    let out = report
        .why
        .candidates
        .iter()
        .filter(|c| matches!(c.verdict, Verdict::RuledOut(_)))
        .count();
    let waiting = if report.why.complete { "" } else { " so far" };
    match out {
        0 => format!("None had to be ruled out{waiting}."),
        1 => format!("One was ruled out{waiting}."),
        n => format!("{n} were ruled out{waiting}."),
    }
}
