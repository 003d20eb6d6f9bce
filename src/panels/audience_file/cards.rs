//! The file, what was done to make it, and where rules differ.

use clientele_model::outbound::{Example, Fate, HeldRow, KindRow, OutFile, PreviewRow};
use leptos::prelude::*;

use super::Seen;
use crate::download;
use crate::format::Format;
use crate::icon::{DOWNLOAD, icon};
use crate::panels::how::How;
use crate::panels::seen::fixed;
use crate::state::State;

/// The files, and what to look after before they are sent.
#[component]
pub(super) fn Files(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let file = move |at: usize, file: &OutFile, fmt: &Format| {
        let name = file.name.clone();
        let (kind, label) = match name.ends_with(".json") {
            true => ("application/json", format!("Download {name}")),
            false => ("text/csv", format!("Download {name}")),
        };
        let size = fmt.short(file.size as f64 / 1000.0);
        let words = format!("{}, {size} kB", fmt.counted(file.rows, "row"));
        let save = move |_| {
            let text = seen.report.with_untracked(|r| {
                let file = r.files.get(at);
                file.cloned()
            });
            match text {
                Some(file) if file.held_at.is_empty() => {
                    download::save(state, &file.name, kind, &file.text);
                }
                // The browser writes it to the disk by itself.
                Some(file) => download::save_from(state, &file.name, &file.held_at),
                None => {}
            }
        };
        let fingerprint = format!("SHA-256 {}", file.sha256);
        view! {
            <div class="file">
                <p><b>{name}</b><br/>{words}<span class="sub fingerprint" title=fingerprint>"fingerprint " {file.sha256.chars().take(16).collect::<String>()} "…"</span></p>
                <button type="button" class="btn primary" aria-label=label on:click=save>{icon(DOWNLOAD)}"Download"</button>
            </div>
        }
    };
    let files = move || {
        seen.make(|r, fmt| {
            let all = r.files.iter().enumerate();
            all.map(|(at, one)| file(at, one, fmt)).collect_view()
        })
    };
    let manifest = move |_| {
        let (name, text) = seen
            .report
            .with_untracked(|r| (r.manifest_name.clone(), r.manifest.clone()));
        download::save(state, &name, "application/json", &text);
    };
    let manifest_name = seen.words(|r, _| r.manifest_name.clone());
    let columns = move || {
        seen.make(|r, _| {
            let one = |column: &clientele_model::outbound::FileColumn| {
                view! { <code title=if column.hashed { "fingerprint" } else { "plain text" }>{column.heading.clone()}</code>" " }
            };
            r.columns.iter().map(one).collect_view()
        })
    };
    let hints = move || {
        seen.make(|r, fmt| {
            let cells = r
                .cells
                .as_ref()
                .filter(|cells| cells.small > 0)
                .map(|cells| &cells.words);
            let all = r.hints.iter().chain(cells);
            all.map(|hint| view! { <li>{fmt.sentence_view(hint)}</li> })
                .collect_view()
        })
    };
    view! {
        <section class="card span-7 stretch lists" aria-labelledby="export-files">
            <h2 class="chart-title" id="export-files">"The file"</h2>
            <p class="chart-sub">"Made in this browser. The name is neutral: destinations refuse those that hint at income or health"</p>
            <div class="files">
                {files}
                <div class="file">
                    <p><b>{manifest_name}</b><br/>"What it is: definition, counts, rule, draw, fingerprints"</p>
                    <button type="button" class="btn" on:click=manifest>{icon(DOWNLOAD)}"Download"</button>
                </div>
            </div>
            <p class="columns-of">{columns}</p>
            <ul class="dots">{hints}</ul>
        </section>
    }
}

fn fate(fate: Fate) -> (&'static str, &'static str) {
    match fate {
        Fate::AsItWas => ("kept", "tag"),
        Fate::Tidied => ("tidied", "tag good"),
        Fate::LeftOut => ("left out", "tag warn"),
    }
}

/// One example of each thing that was done.
#[component]
pub(super) fn Examples(seen: Seen) -> impl IntoView {
    let row = |example: &Example| {
        let (word, class) = fate(example.fate);
        let field = example.field.map(|field| field.name());
        view! {
            <tr>
                <th scope="row">{example.customer.clone()}<span class="sub">{field}</span></th>
                <td><code>{example.was.clone()}</code></td>
                <td><code>{example.now.clone()}</code></td>
                <td class="wraps">{example.why.clone()}</td>
                <td><span class=class>{word}</span></td>
            </tr>
        }
    };
    let rows = move || seen.make(|r, _| r.examples.iter().map(row).collect_view());
    let title = seen.words(|r, fmt| {
        format!(
            "{} as they were, {} tidied, {} left out",
            fmt.count(r.as_they_were),
            fmt.count(r.tidied),
            fmt.count(r.left_out)
        )
    });
    view! {
        <section class="card span-8 stretch" aria-labelledby="export-examples">
            <h2 class="chart-title" id="export-examples">{title}</h2>
            <p class="chart-sub">"One example of each kind; letters are covered on the screen, not in the file"</p>
            <div class="table-wrap"><table class="tight">
                <caption class="sr">"What was done"</caption>
                <thead><tr><th scope="col">"Customer"</th><th scope="col">"Was"</th><th scope="col">"Now"</th><th scope="col">"Why"</th><th scope="col">"Result"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
}

/// How often each thing was done.
#[component]
pub(super) fn Kinds(seen: Seen) -> impl IntoView {
    let rows = move || {
        seen.make(|r, fmt| {
            let most = r.kinds.iter().map(|kind| kind.customers).max().unwrap_or(1).max(1);
            let row = |kind: &KindRow| {
                let wide = format!("{:.1}", 100.0 * f64::from(kind.customers) / f64::from(most));
                let class = match kind.fate {
                    Fate::LeftOut => "f-bad",
                    Fate::AsItWas => "f-cmp",
                    Fate::Tidied => "f-mark",
                };
                view! {
                    <li><span>{kind.words.clone()}</span><b class="num">{fmt.count(kind.customers)}</b>
                        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width=wide height="4" class=class/></svg></li>
                }
            };
            r.kinds.iter().map(row).collect_view()
        })
    };
    view! {
        <section class="card span-4 stretch" aria-labelledby="export-kinds">
            <h2 class="chart-title" id="export-kinds">"What had to be done"</h2>
            <p class="chart-sub">"Customers; one may have several"</p>
            <ul class="reach">{rows}</ul>
        </section>
    }
}

/// The first rows.
#[component]
pub(super) fn Preview(seen: Seen) -> impl IntoView {
    let heads = move || {
        seen.make(|r, _| {
            let one = |c: &clientele_model::outbound::FileColumn| view! { <th scope="col">{c.heading.clone()}</th> };
            r.columns.iter().map(one).collect_view()
        })
    };
    let row = |row: &PreviewRow| {
        let cell = |(plain, hash): &(String, String)| {
            let short: String = hash.chars().take(12).collect();
            let hash = (!hash.is_empty())
                .then(|| view! { <span class="sub"><code>{short}"…"</code></span> });
            view! { <td><code>{plain.clone()}</code>{hash}</td> }
        };
        view! { <tr><th scope="row">{row.customer.clone()}</th>{row.cells.iter().map(cell).collect_view()}</tr> }
    };
    let rows = move || seen.make(|r, _| r.preview.iter().map(row).collect_view());
    view! {
        <section class="card span-12 stretch" aria-labelledby="export-preview">
            <h2 class="chart-title" id="export-preview">"The first rows"</h2>
            <p class="chart-sub">"What the file is made from, and below it the fingerprint that stands in the file instead"</p>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Rows, to be scrolled"><table class="tight">
                <caption class="sr">"The first rows"</caption>
                <thead><tr><th scope="col">"Customer"</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
}

/// Who is held out, group by group.
#[component]
pub(super) fn Held(seen: Seen) -> impl IntoView {
    let row = |row: &HeldRow, fmt: &Format| {
        view! { <tr><th scope="row">{row.name.clone()}</th><td class="num">{fmt.count(row.kept)}</td><td class="num">{fmt.count(row.held)}</td></tr> }
    };
    let rows = move || seen.make(|r, fmt| r.groups.iter().map(|g| row(g, fmt)).collect_view());
    view! {
        <section class="card span-12 stretch" aria-labelledby="export-held">
            <h2 class="chart-title" id="export-held">"Held out, group by group"</h2>
            <p class="chart-sub">"Drawn within each group, so that both sides are alike"</p>
            <div class="table-wrap"><table class="tight">
                <caption class="sr">"Held out"</caption>
                <thead><tr><th scope="col">"Group"</th><th scope="col" class="num">"In the file"</th><th scope="col" class="num">"Held out"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
}

/// Where the rules differ, and how it was made.
#[component]
pub(super) fn Why(seen: Seen) -> impl IntoView {
    let how = RwSignal::new(false);
    let differences = move || {
        seen.make(|r, _| {
            let one = |d: &clientele_model::outbound::Disagreement| {
                let said = d.said.iter().map(|said| view! { <td class="wraps">{said.clone()}</td> });
                view! { <tr><th scope="row">{d.what.clone()}</th>{said.collect_view()}<td class="wraps">{d.followed.clone()}</td></tr> }
            };
            r.differences.iter().map(one).collect_view()
        })
    };
    let steps = move || {
        seen.make(|r, fmt| {
            let one = |(what, words): &(String, clientele_model::words::Sentence)| {
                view! { <div><dt>{what.clone()}</dt><dd>{fmt.sentence_view(words)}</dd></div> }
            };
            r.how.iter().map(one).collect_view()
        })
    };
    view! {
        <How how summary=fixed("rules, sources, fingerprints, the draw")>
            <div class="how-body grid">
                <section class="card span-12 stretch" aria-labelledby="export-differ">
                    <h2 id="export-differ">"Where official rules differ"</h2>
                    <div class="table-wrap" tabindex="0" role="region" aria-label="Rules, to be scrolled"><table class="tight">
                        <caption class="sr">"Where official rules differ"</caption>
                        <thead><tr><th scope="col">"What"</th><th scope="col">"Google"</th><th scope="col">"Meta"</th><th scope="col">"TikTok"</th><th scope="col">"Klaviyo, Mailchimp"</th><th scope="col">"Followed here"</th></tr></thead>
                        <tbody>{differences}</tbody>
                    </table></div>
                </section>
                <section class="card span-12 stretch" aria-labelledby="export-how">
                    <h2 id="export-how">"How the file was made"</h2>
                    <dl class="how-list">{steps}</dl>
                </section>
            </div>
        </How>
    }
}
