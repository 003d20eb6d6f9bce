//! A picture on the page: its finding as a title, the drawing, the marks that answer, the table behind it, the downloads.

use clientele_model::groups::slug;
use clientele_model::only::Only;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

use crate::browser;
use crate::charts::{Mark, NARROW, Picture};

/// The numbers behind a picture, in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What the numbers are.
    pub caption: String,
    /// The heads of the columns; the first names the row.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table.
    pub fn new(caption: &str, heads: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        Self {
            caption: caption.to_owned(),
            heads,
            rows,
        }
    }

    /// The table for a spreadsheet: RFC 4180 with a byte-order mark; no cell can be taken for a formula.
    pub fn csv(&self) -> String {
        let line = |cells: &[String]| cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join(",");
        let lines = std::iter::once(line(&self.heads)).chain(self.rows.iter().map(|r| line(r)));
        lines.fold("\u{feff}".to_owned(), |all, line| all + &line + "\r\n")
    }
}

fn cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let safe = if risky {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if safe.contains([',', '"', '\n', '\r', ';', '\t']) || safe.starts_with([' ', '\'']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

/// A card with a picture.
#[component]
pub fn Figure(
    /// How wide it is: `span-7`.
    class: &'static str,
    /// The finding.
    #[prop(into)]
    title: Signal<String>,
    /// The measure and its unit.
    #[prop(into)]
    sub: Signal<String>,
    /// What else one should know; may be empty.
    #[prop(into)]
    note: Signal<String>,
    /// What the colours mean, where no label says it.
    #[prop(optional, into)]
    legend: Option<ViewFn>,
    /// Draws the picture for a width.
    draw: impl Fn(f64) -> Picture + Send + Sync + 'static,
    /// Makes the table.
    table: impl Fn() -> Table + Send + Sync + 'static,
    /// What a click on a mark does.
    open: Callback<Only>,
) -> impl IntoView {
    let width = RwSignal::new(0.0_f64);
    let plot = NodeRef::<Div>::new();
    watch_width(plot, width);
    let as_table = RwSignal::new(false);
    let picture = Memo::new(move |_| {
        let w = width.get();
        (w > 40.0).then(|| draw(w))
    });
    let table = Memo::new(move |_| table());
    let drawing = move || picture.with(|p| p.as_ref().map(|p| p.svg.clone()).unwrap_or_default());
    let marks = move || {
        picture.with(|p| {
            let narrow = p.as_ref().is_some_and(|p| p.w < NARROW);
            let marks = p.iter().flat_map(|p| p.marks.clone());
            marks.map(|m| hit(m, narrow, open)).collect_view()
        })
    };
    let switch = move || format!("Show “{}” as a table", title.get());
    let name = move || {
        slug(&title.get_untracked())
            .chars()
            .take(60)
            .collect::<String>()
    };
    let csv = move |_| {
        let _ = browser::download(
            &format!("{}.csv", name()),
            "text/csv",
            &table.get_untracked().csv(),
        );
        browser::close_popovers(None);
    };
    let alone = move || {
        picture
            .get_untracked()
            .map(|p| standalone(&p, &title.get_untracked(), &sub.get_untracked()))
    };
    let svg = move |_| {
        if let Some((text, ..)) = alone() {
            let _ = browser::download(&format!("{}.svg", name()), "image/svg+xml", &text);
        }
        browser::close_popovers(None);
    };
    let png = move |_| {
        if let Some((text, w, h)) = alone() {
            let _ = save_png(&text, w, h, format!("{}.png", name()));
        }
        browser::close_popovers(None);
    };
    view! {
        <figure class=format!("card chart {class} stretch") aria-label=title>
            <div class="chart-head">
                <div>
                    <h2 class="chart-title">{title}</h2>
                    <p class="chart-sub">{sub}</p>
                </div>
                <div class="chart-tools no-print">
                    <label class="switch">
                        <input
                            class="as-table"
                            type="checkbox"
                            role="switch"
                            aria-label=switch
                            prop:checked=as_table
                            on:change=move |e| as_table.set(event_target_checked(&e))
                        />
                        "As table"
                    </label>
                    <details class="menu">
                        <summary aria-label="Download" title="Download">
                            <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.5V10M5 7.5 8 10.2l3-2.7M3 11v2.5h10V11"/></svg>
                        </summary>
                        <ul>
                            <li><button type="button" on:click=png>"Picture (PNG)"</button></li>
                            <li><button type="button" on:click=svg>"Drawing (SVG)"</button></li>
                            <li><button type="button" on:click=csv>"Numbers (CSV)"</button></li>
                        </ul>
                    </details>
                </div>
            </div>
            <Show when=move || !as_table.get()>
                {legend.clone().map(|l| l.run())}
            </Show>
            <div class="plot" class:gone=as_table node_ref=plot>
                <div class="drawing" inner_html=drawing></div>
                <div class="hits">{marks}</div>
            </div>
            <Show when=move || as_table.get()>
                {move || table.with(shown)}
            </Show>
            <Show when=move || !note.get().is_empty()>
                <figcaption class="chart-note">{note}</figcaption>
            </Show>
        </figure>
    }
}

/// The table as it stands in the page; all but the first column to the right.
fn shown(table: &Table) -> impl IntoView + use<> {
    let heads: Vec<_> = table
        .heads
        .iter()
        .enumerate()
        .map(|(i, h)| view! { <th scope="col" class:num=i != 0>{h.clone()}</th> })
        .collect();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = row
                .iter()
                .enumerate()
                .map(|(i, text)| match i {
                    0 => view! { <th scope="row">{text.clone()}</th> }.into_any(),
                    _ => view! { <td class="num">{text.clone()}</td> }.into_any(),
                })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let (caption, label) = (table.caption.clone(), table.caption.clone());
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=label>
            <table>
                <caption>{caption}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// A mark as a real element over the drawing.
fn hit(mark: Mark, narrow: bool, open: Callback<Only>) -> impl IntoView {
    let mid = mark.x + mark.w / 2.0;
    let (left, right) = if narrow { (42.0, 58.0) } else { (20.0, 80.0) };
    let class = format!(
        "hit{}{}",
        if mark.round { " round" } else { "" },
        if mark.at.is_some() { " col" } else { "" }
    );
    let tip = format!(
        "tip{}{}{}",
        if mid < left {
            " l"
        } else if mid > right {
            " r"
        } else {
            ""
        },
        if mark.at.is_none() && mark.y < 18.0 {
            " below"
        } else {
            ""
        },
        if mark.at.is_some() { " at" } else { "" },
    );
    let only: Option<Only> = mark.key.parse().ok();
    let label = mark.label.clone();
    let target = match only {
        Some(only) => view! {
            <button type="button" aria-label=label on:click=move |_| open.run(only.clone())></button>
        }
        .into_any(),
        None => view! { <span class="look" tabindex="0" role="img" aria-label=label></span> }.into_any(),
    };
    let words = mark.tip;
    let rows: Vec<_> = words
        .rows
        .into_iter()
        .map(|(name, value)| view! { <span class="row"><span>{name}</span><span>{value}</span></span> })
        .collect();
    let note = (!words.note.is_empty()).then(|| view! { <em>{words.note}</em> });
    let per_cent = |v: f64| format!("{v:.1}%");
    view! {
        <div
            class=class
            style:left=per_cent(mark.x)
            style:top=per_cent(mark.y)
            style:width=per_cent(mark.w)
            style:height=per_cent(mark.h)
        >
            {target}
            <span class=tip style=("--ty", per_cent(mark.at.unwrap_or_default())) aria-hidden="true">
                <b>{words.title}</b>
                {rows}
                {note}
            </span>
        </div>
    }
}

/// Keeps `width` at the width of the element, as long as the owner lives.
pub fn watch_width(element: NodeRef<Div>, width: RwSignal<f64>) {
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let seen = element.clone();
        let measure = move || {
            let now = f64::from(seen.client_width());
            if now > 0.0 && (width.get_untracked() - now).abs() >= 1.0 {
                width.set(now);
            }
        };
        measure();
        let on = Closure::<dyn FnMut()>::new(measure);
        let Ok(observer) = web_sys::ResizeObserver::new(on.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&element);
        let kept = StoredValue::new_local(Some((on, observer)));
        on_cleanup(move || {
            if let Some(Some((_, observer))) = kept.try_update_value(Option::take) {
                observer.disconnect();
            }
        });
    });
}

/// A drawing that stands alone: title, tokens resolved, background.
fn standalone(picture: &Picture, title: &str, sub: &str) -> (String, f64, f64) {
    const EDGE: f64 = 24.0;
    const HEAD: f64 = 72.0;
    let (w, h) = (picture.w + 2.0 * EDGE, picture.h + HEAD + EDGE);
    let css = resolved(include_str!("../styles/charts.css"), &|name| {
        browser::token(name)
    });
    let surface = browser::token("--surface").unwrap_or_default();
    let words = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let inner = picture
        .svg
        .replacen("<svg ", &format!("<svg x=\"{EDGE}\" y=\"{HEAD}\" "), 1);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\">\
         <style>{}</style><rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/><g class=\"plot\">\
         <text x=\"{EDGE}\" y=\"34\" class=\"big\">{}</text><text x=\"{EDGE}\" y=\"54\" class=\"ax\">{}</text>{inner}</g></svg>",
        words(&css),
        surface.trim(),
        words(title),
        words(sub),
    );
    (svg, w, h)
}

/// Puts values in the place of `var(--name)`.
fn resolved(css: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("var(") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some(end) = from.find(')') else { break };
        out.push_str(value(&from[4..end]).unwrap_or_default().trim());
        rest = &from[end + 1..];
    }
    out + rest
}

/// Draws an SVG text twice as large into a picture and offers it.
fn save_png(svg: &str, w: f64, h: f64, name: String) -> Option<()> {
    let image = HtmlImageElement::new().ok()?;
    let source = format!(
        "data:image/svg+xml;charset=utf-8,{}",
        js_sys::encode_uri_component(svg)
    );
    let drawn = image.clone();
    let on = Closure::once_into_js(move || {
        let canvas = browser::document()
            .and_then(|d| d.create_element("canvas").ok())
            .and_then(|c| c.dyn_into::<HtmlCanvasElement>().ok());
        let Some(canvas) = canvas else { return };
        canvas.set_width((w * 2.0) as u32);
        canvas.set_height((h * 2.0) as u32);
        let context = canvas.get_context("2d").ok().flatten();
        let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok())
        else {
            return;
        };
        if context
            .draw_image_with_html_image_element_and_dw_and_dh(&drawn, 0.0, 0.0, w * 2.0, h * 2.0)
            .is_ok()
            && let Ok(url) = canvas.to_data_url()
        {
            let _ = browser::offer(&name, &url);
        }
    });
    image.set_onload(Some(on.unchecked_ref()));
    image.set_src(&source);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_can_be_taken_for_a_formula() {
        let cells = [
            "=1+1",
            "+1",
            "-1",
            "@a",
            "\tb",
            "\rc",
            "plain",
            "a,b",
            "say \"hi\"",
            "−24%",
        ];
        let table = Table::new("", cells.map(str::to_owned).to_vec(), vec![]);
        assert_eq!(
            table.csv(),
            "\u{feff}\"'=1+1\",\"'+1\",\"'-1\",\"'@a\",\"'\tb\",\"'\rc\",plain,\"a,b\",\"say \"\"hi\"\"\",−24%\r\n"
        );
    }

    #[test]
    fn tokens_are_resolved_for_a_drawing_that_stands_alone() {
        let css = resolved("a{fill:var(--x)}b{fill:var(--y)}", &|name| {
            (name == "--x").then(|| " #123 ".into())
        });
        assert_eq!(css, "a{fill:#123}b{fill:}");
    }
}
