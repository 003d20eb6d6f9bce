//! What can be taken along: texts as files, and drawings that stand alone, as SVG or PNG.

use gloo::events::EventListener;
use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

use crate::browser;
use crate::charts::Picture;
use crate::state::State;

/// Offers a text as a file, and says so where the browser does not take it.
pub fn save(state: State, name: &str, kind: &str, text: &str) {
    said(state, browser::download(name, kind, text));
}

/// The same for bytes.
pub fn save_bytes(state: State, name: &str, kind: &str, bytes: ArrayBuffer) {
    said(state, browser::download(name, kind, bytes));
}

fn said(state: State, saved: Option<()>) {
    if saved.is_none() {
        state.notify("This browser did not accept the file. Nothing was saved; allow downloads for this page and try again.");
    }
}

/// A drawing that stands alone: title, tokens resolved, background.
pub fn standalone(picture: &Picture, title: &str, sub: &str) -> (String, f64, f64) {
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

/// Draws an SVG text twice as large into a picture, offers it, and says so where that does not work.
pub fn save_png(state: State, svg: &str, w: f64, h: f64, name: String) {
    let Ok(image) = HtmlImageElement::new() else {
        return said(state, None);
    };
    let source = format!(
        "data:image/svg+xml;charset=utf-8,{}",
        js_sys::encode_uri_component(svg)
    );
    let drawn = image.clone();
    EventListener::once(&image, "load", move |_| {
        let url = painted(&drawn, w, h);
        said(state, url.and_then(|url| browser::offer(&name, &url)));
    })
    .forget();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_resolved_for_a_drawing_that_stands_alone() {
        let css = resolved("a{fill:var(--x)}b{fill:var(--y)}", &|name| {
            (name == "--x").then(|| " #123 ".into())
        });
        assert_eq!(css, "a{fill:#123}b{fill:}");
    }
}
