//! The making of files: the part that comes with the first download.

use gloo::events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlImageElement, Node};

use super::about::about;
use super::alone::{Around, Piece, resolved, standalone};
use super::name::file_name;
use super::{Drawn, Kind, Saver, Taken, said, save};
use crate::browser;
use crate::state::State;

/// Makes a file and offers it.
#[wasm_split(download, fallible)]
pub(super) fn take(saver: Saver, kind: Kind, taken: Box<Taken>) -> Result<(), SplitLoaderError> {
    let state = saver.state;
    let view = state.view.get_untracked();
    let named = |what: &str| {
        let (dataset, day) = saver
            .frame
            .catalogue
            .with_untracked(|c| {
                let c = c.as_ref()?;
                let end = c.cut(view.filters.period).1;
                Some((c.slug.clone(), end))
            })
            .unzip();
        let dataset = dataset
            .or_else(|| view.filters.dataset.clone())
            .unwrap_or_default();
        let panel = view.panel.word().unwrap_or_default();
        let ending = match kind {
            Kind::Png => "png",
            Kind::Svg => "svg",
            Kind::Csv => "csv",
            Kind::Json => "json",
        };
        file_name([&dataset, panel, what], day, ending)
    };
    match (*taken, kind) {
        (Taken::Text(what, text), Kind::Json) => {
            save(state, &named(&what), "application/json", &text)
        }
        (Taken::Text(what, text), _) => save(state, &named(&what), "text/csv", &text),
        (Taken::Numbers(table) | Taken::Figure(_, table), Kind::Csv | Kind::Json) => {
            save(state, &named(table.caption()), "text/csv", &table.csv());
        }
        (Taken::Numbers(table), _) => {
            save(state, &named(table.caption()), "text/csv", &table.csv())
        }
        (Taken::Figure(drawn, table), kind) => {
            let name = named(table.caption());
            let (svg, w, h) = alone(saver, drawn);
            match kind {
                Kind::Png => save_png(state, &svg, w, h, name),
                _ => save(state, &name, "image/svg+xml", &svg),
            }
        }
    }
    Ok(())
}

/// The figure by itself.
fn alone(saver: Saver, drawn: Drawn) -> (String, f64, f64) {
    let (css, surface, legend) = in_light(|| {
        let css = resolved(include_str!("../../styles/charts.css"), &browser::token);
        let surface = browser::token("--surface").unwrap_or_default();
        let legend = drawn.element.as_ref().map(legend).unwrap_or_default();
        (css, surface, legend)
    });
    let mut notes = vec![drawn.note];
    notes.extend(about(saver));
    let around = Around {
        title: drawn.title,
        sub: drawn.sub,
        legend,
        notes,
    };
    standalone(&drawn.picture, &around, &css, &surface)
}

/// What is read of the page as it is in the light theme, which is that of documents; nothing of that is ever painted.
fn in_light<T>(read: impl FnOnce() -> T) -> T {
    const THEME: &str = "data-theme";
    let root = browser::document().and_then(|document| document.document_element());
    let Some(root) = root else {
        return read();
    };
    let before = root.get_attribute(THEME);
    // An element of ours takes any attribute.
    let _ = root.set_attribute(THEME, "light");
    let seen = read();
    let _ = match before {
        Some(theme) => root.set_attribute(THEME, &theme),
        None => root.remove_attribute(THEME),
    };
    seen
}

/// The entries of the legend as it stands on the page: swatches in their colours, and words.
fn legend(figure: &Element) -> Vec<Vec<Piece>> {
    let Ok(entries) = figure.query_selector_all(".legend > li, .people-line > div") else {
        return Vec::new();
    };
    let all = (0..entries.length()).filter_map(|at| entries.item(at));
    let entry = |entry: Node| {
        let mut pieces = Vec::new();
        collect(&entry, &mut pieces);
        pieces
    };
    all.map(entry).collect()
}

fn collect(node: &Node, pieces: &mut Vec<Piece>) {
    let children = node.child_nodes();
    for child in (0..children.length()).filter_map(|at| children.item(at)) {
        match child.dyn_ref::<Element>() {
            Some(element) if element.matches(".sw, .ramp > i").unwrap_or_default() => {
                pieces.extend(swatch(element));
            }
            Some(element) if element.matches(".sr").unwrap_or_default() => {}
            Some(element) => collect(element, pieces),
            None => {
                let words = child.text_content().unwrap_or_default();
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                if child.node_type() == Node::TEXT_NODE && !words.is_empty() {
                    pieces.push(Piece::Words(words));
                }
            }
        }
    }
}

fn swatch(element: &Element) -> Option<Piece> {
    let style = web_sys::window()?.get_computed_style(element).ok()??;
    let value = |name: &str| style.get_property_value(name).unwrap_or_default();
    let within = element.matches(".ramp > i").unwrap_or_default();
    let filled = !element.matches(".open").unwrap_or_default();
    let colour = match filled {
        true => value("background-color"),
        // "rgb(1, 2, 3) 0px 0px 0px 2px inset"
        false => value("box-shadow").split_inclusive(')').next()?.to_owned(),
    };
    Some(Piece::Swatch {
        colour,
        filled,
        round: element.matches(".dot").unwrap_or_default(),
        alpha: value("opacity"),
        wide: if within { 18.0 } else { 10.0 },
    })
}

/// Draws an SVG text twice as large into a picture, offers it, and says so where that does not work.
fn save_png(state: State, svg: &str, w: f64, h: f64, name: String) {
    let Ok(image) = HtmlImageElement::new() else {
        return said(state, None);
    };
    let source = format!(
        "data:image/svg+xml;charset=utf-8,{}",
        js_sys::encode_uri_component(svg)
    );
    let drawn = image.clone();
    let painted = move || painted(&drawn, w, h);
    EventListener::once(&image, "load", move |_| {
        said(state, painted().and_then(|url| browser::offer(&name, &url)));
    })
    .forget();
    EventListener::once(&image, "error", move |_| said(state, None)).forget();
    image.set_src(&source);
}

/// The picture twice as large, as an address that holds it.
fn painted(image: &HtmlImageElement, w: f64, h: f64) -> Option<String> {
    let canvas = browser::document()?.create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    canvas.set_width((w * 2.0) as u32);
    canvas.set_height((h * 2.0) as u32);
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    context
        .draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, w * 2.0, h * 2.0)
        .ok()?;
    canvas.to_data_url().ok()
}
