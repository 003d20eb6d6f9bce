//! Pictures to take along: a drawing that stands alone, as SVG or PNG.

use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

use crate::browser;
use crate::charts::Picture;

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

/// Draws an SVG text twice as large into a picture and offers it.
pub fn save_png(svg: &str, w: f64, h: f64, name: String) -> Option<()> {
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
    fn tokens_are_resolved_for_a_drawing_that_stands_alone() {
        let css = resolved("a{fill:var(--x)}b{fill:var(--y)}", &|name| {
            (name == "--x").then(|| " #123 ".into())
        });
        assert_eq!(css, "a{fill:#123}b{fill:}");
    }
}
