//! Every candidate and what happened to it.

use clientele_model::segments::{Algorithm, Candidate, Silhouette, Verdict};
use leptos::prelude::*;

use super::{Format, Seen};

/// The leaderboard.
#[component]
pub(super) fn Board(seen: Seen) -> impl IntoView {
    let rows = move || {
        let fmt = seen.fmt.get();
        seen.report.with(|r| {
            let scale = Scale::of(&r.why.candidates);
            r.why
                .candidates
                .iter()
                .map(|c| row(c, &scale, r.why.complete, &fmt))
                .collect_view()
        })
    };
    let waiting = move || seen.report.with(|r| !r.why.complete);
    view! {
        <section class="card" aria-labelledby="board" aria-busy=move || waiting().to_string()>
            <h2 id="board">"Every candidate and what happened to it"</h2>
            <p class="chart-sub">"Scored on the same prepared customers. Dot: silhouette; line: its 95% interval"</p>
            {move || waiting().then(|| view! {
                <p class="notice" role="status">"Scores are still being computed; the groups above will not change."</p>
            })}
            <div class="table-wrap" tabindex="0" role="region" aria-label="Leaderboard">
                <table class="board">
                    <caption class="sr">"Candidate models with scores and verdicts"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Model"</th>
                            <th scope="col" class="num">"Groups"</th>
                            <th scope="col" class="num">"Silhouette"</th>
                            <th scope="col" class="num">"Stability"</th>
                            <th scope="col" class="num">"Largest"</th>
                            <th scope="col" class="num">"Smallest"</th>
                            <th scope="col" class="num"><abbr title="Davies–Bouldin index, less is better">"Davies–B."</abbr></th>
                            <th scope="col" class="num"><abbr title="Caliński–Harabasz index, more is better">"Caliński–H."</abbr></th>
                            <th scope="col">"Verdict"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="chart-note">
                "No model is chosen by its silhouette alone: a grouping of amounts as they are can score high by putting nearly everybody into one group. Stability: mean Jaccard overlap over bootstrap refits."
            </p>
        </section>
    }
}

/// How a candidate groups, in words.
pub(super) fn algorithm(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::KMeans => "K-Means",
        Algorithm::MiniBatch => "K-Means, mini-batch",
        Algorithm::KMeansRaw => "K-Means, amounts as they are",
        Algorithm::RfmRules => "RFM rules",
    }
}

/// The silhouettes that are there, from least to most.
struct Scale {
    low: f64,
    high: f64,
}

const WIDE: f64 = 132.0;

impl Scale {
    fn of(candidates: &[Candidate]) -> Self {
        let seen = candidates.iter().filter_map(|c| c.silhouette);
        let (low, high) = seen.fold((f64::MAX, f64::MIN), |(low, high), s| {
            (low.min(s.low.min(s.mean)), high.max(s.high.max(s.mean)))
        });
        if low < high {
            Self { low, high }
        } else {
            Self {
                low: 0.0,
                high: 1.0,
            }
        }
    }

    fn at(&self, v: f64) -> f64 {
        6.0 + (WIDE - 12.0) * ((v - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

fn tag(verdict: Verdict) -> Option<(&'static str, &'static str)> {
    match verdict {
        Verdict::Chosen => Some(("tag on", "Chosen")),
        Verdict::Doubtful => Some(("tag warn", "Doubtful")),
        Verdict::RuledOut(_) => Some(("tag bad", "Ruled out")),
        Verdict::Comparison => Some(("tag", "Comparison")),
        Verdict::Passed | Verdict::OutsideRange => None,
    }
}

fn row(c: &Candidate, scale: &Scale, complete: bool, fmt: &Format) -> impl IntoView + use<> {
    let missing = if complete { "–" } else { "…" };
    let number = |v: Option<f64>, decimals: u8| {
        v.filter(|v| v.is_finite())
            .map_or_else(|| missing.to_owned(), |v| fmt.number(v, decimals))
    };
    let class = match c.verdict {
        Verdict::Chosen => "won",
        Verdict::RuledOut(_) => "out",
        _ => "",
    };
    let tag = tag(c.verdict).map(|(class, word)| view! { <span class=class>{word}</span>" " });
    view! {
        <tr class=class>
            <th scope="row">{algorithm(c.algorithm)}</th>
            <td class="num">{c.k}</td>
            <td>
                <div class="sil">
                    {c.silhouette.map(|s| dot(s, scale, c.verdict == Verdict::Chosen))}
                    <span>{number(c.silhouette.map(|s| s.mean), 3)}</span>
                </div>
            </td>
            <td class="num">{number(c.stability, 2)}</td>
            <td class="num">{fmt.share(c.largest)}</td>
            <td class="num">{fmt.share(c.smallest)}</td>
            <td class="num">{number(c.davies_bouldin, 2)}</td>
            <td class="num">{number(c.calinski_harabasz, 0)}</td>
            <td class="verdict">{tag}<span class="why-out">{fmt.sentence(&c.reason)}</span></td>
        </tr>
    }
}

fn dot(s: Silhouette, scale: &Scale, chosen: bool) -> impl IntoView + use<> {
    let at = |v: f64| format!("{:.1}", scale.at(v));
    view! {
        <svg viewBox=format!("0 0 {WIDE} 16") width="132" height="16" aria-hidden="true">
            <line x1="0" y1="8" x2="132" y2="8" class="base"/>
            <line x1=at(s.low) y1="8" x2=at(s.high) y2="8" class="span"/>
            <circle cx=at(s.mean) cy="8" r=if chosen { "5" } else { "3.5" }/>
        </svg>
    }
}
