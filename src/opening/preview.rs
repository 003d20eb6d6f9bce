//! How lines come out, where all of them will go, and what can be asked of them then.

use clientele_model::catalogue::{Ledger, LineClass};
use clientele_model::opening::{Preview, Reading};
use clientele_model::words::agreeing;
use leptos::prelude::*;

use crate::format::Format;
use crate::icon::{CROSS, icon};
use crate::panels::{ledger_table, line_classes};

/// Some lines as they were read.
pub fn lines(preview: &Preview, fmt: &Format) -> AnyView {
    let numeric: Vec<_> = (0..preview.headings.len())
        .map(|at| is_number(preview, at))
        .collect();
    let class = |at: usize| {
        if numeric.get(at) == Some(&true) {
            "num"
        } else {
            ""
        }
    };
    let heads = preview
        .headings
        .iter()
        .enumerate()
        .map(|(at, (name, column))| {
            view! { <th scope="col" class=class(at)><b>{name.clone()}</b>{column.clone()}</th> }
        });
    let rows = preview.lines.iter().map(|line| {
        let cells =
            line.cells
                .iter()
                .enumerate()
                .map(|(at, cell)| match cell.is_empty() {
                    true => view! { <td class=class(at)><span class="muted">"none"</span></td> }
                        .into_any(),
                    false => view! { <td class=class(at)>{cell.clone()}</td> }.into_any(),
                });
        let tag = match &*line.counts_as {
            "sale" => "tag good",
            "return" => "tag warn",
            _ => "tag",
        };
        view! {
            <tr><th scope="row" class="num muted">{fmt.count(line.line)}</th>{cells.collect_view()}
                <td><span class=tag>{line.counts_as.clone()}</span></td></tr>
        }
    });
    let rows = rows.collect_view();
    let heads = heads.collect_view();
    view! {
        <section class="card" aria-labelledby="read-lines">
            <h2 id="read-lines">"As it will be read"</h2>
            <p class="chart-sub">"Ordinary lines, and the first of each other kind"</p>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Some lines as they will be read">
                <table class="preview">
                    <caption class="sr">"Some lines as they will be read"</caption>
                    <thead><tr><th scope="col" class="num">"Line"</th>{heads}<th scope="col"><b>"Counts as"</b></th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// Whether a column holds amounts or quantities, which stand to the right.
fn is_number(preview: &Preview, at: usize) -> bool {
    let named = preview.headings.get(at).is_some_and(|(name, _)| {
        let name = name.to_lowercase();
        ["quantity", "price", "discount", "cost", "total", "amount"]
            .iter()
            .any(|word| name.contains(word))
    });
    named
        && preview.lines.iter().all(|line| {
            line.cells.get(at).is_none_or(|cell| {
                !cell.contains(char::is_whitespace) || cell.contains(|c: char| c.is_ascii_digit())
            })
        })
}

/// Where every line will go.
pub fn ledger(ledger: &Ledger, fmt: &Format) -> AnyView {
    let lines = |class: LineClass| {
        ledger
            .classes
            .iter()
            .filter(|row| row.class == class)
            .map(|row| row.lines)
            .sum::<u64>()
    };
    let known = lines(LineClass::SaleKnown) as f64 / ledger.read.max(1) as f64;
    let title = match known > 0.0 {
        true => format!(
            "{} of the lines describe what known customers bought; nothing disappears silently",
            fmt.share(known)
        ),
        false => "Every line has its place; nothing disappears silently".to_owned(),
    };
    let bar = line_classes()
        .iter()
        .map(|class| (lines(*class), ink(*class)))
        .filter(|(lines, _)| *lines > 0);
    let bar = bar
        .map(|(lines, ink)| view! { <i class=ink style=format!("flex:{lines}")></i> })
        .collect_view();
    let copies = ledger.copies.0;
    let note = (copies > 0).then(|| {
        let words = format!(
            "{} {} of another line in the same order; {} kept unless you leave them out in the Data panel.",
            fmt.counted(copies, "line"),
            agreeing(copies, "is an exact copy", "are exact copies"),
            agreeing(copies, "it is", "they are"),
        );
        view! { <p class="chart-note">{words}</p> }
    });
    let services: Vec<_> = ledger
        .services
        .iter()
        .take(6)
        .map(|s| format!("{} {}", s.code, fmt.count(s.lines)))
        .collect();
    let services = (!services.is_empty()).then(|| {
        let words = format!(
            "Kept apart as postage, fees and adjustments: {}. That can be changed after loading.",
            services.join(", ")
        );
        view! { <p class="chart-note">{words}</p> }
    });
    let paid = ledger.classes.iter().any(|row| {
        row.paid
            .is_some_and(|paid| (paid - row.value).abs() > 0.005)
    });
    view! {
        <section class="card span-8 stretch" aria-labelledby="read-ledger">
            <h2 id="read-ledger">{title}</h2>
            <p class="chart-sub">{format!("Where the {} will go", fmt.counted(ledger.read, "line"))}</p>
            <div class="stackbar" aria-hidden="true">{bar}</div>
            {ledger_table(ledger, paid, fmt, Some(ink))}
            {note}
            {services}
        </section>
    }
    .into_any()
}

/// The ink of a class in the bar.
fn ink(class: LineClass) -> &'static str {
    match class {
        LineClass::SaleKnown => "cm",
        LineClass::SaleAnonymous => "cms",
        LineClass::ReturnKnown | LineClass::ReturnAnonymous => "cbad",
        LineClass::Service => "cwarn",
        LineClass::NoPrice | LineClass::Overlap | LineClass::NotSold | LineClass::Unreadable => {
            "cm2"
        }
    }
}

/// What the data set will be able to answer.
pub fn gives(reading: &Reading) -> AnyView {
    let items = reading.gives.iter().map(|gives| {
        let (class, path, said) = match gives.works {
            true => ("", "M3.500 8.500 6.500 11.500 12.500 5", "Yes: "),
            false => ("n", CROSS, "No: "),
        };
        view! { <li class=class>{icon(path)}<span><span class="sr">{said}</span>{gives.words.clone()}</span></li> }
    });
    let items = items.collect_view();
    view! {
        <section class="card span-4 stretch" aria-labelledby="read-gives">
            <h2 id="read-gives">"What you will get from it"</h2>
            <p class="chart-sub">{reading.sum.clone()}</p>
            <ul class="yes-no">{items}</ul>
        </section>
    }
    .into_any()
}
