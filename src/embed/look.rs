//! Theme, colour and bars, as the page around this one wishes.

use clientele_model::link::{Embed, Rgb, Theme};
use web_sys::Element;

use super::accent::{DARK, Ground, LIGHT, Shades, legible};
use crate::browser;

/// The rules that only hold inside somebody else's page.
const RULES: &str = include_str!("../../styles/embed.css");

/// A style sheet of our own, after those of the page, the last of which may stand in its body.
pub fn sheet() -> Option<Element> {
    let document = browser::document()?;
    let style = document.create_element("style").ok()?;
    document.body()?.append_child(&style).ok()?;
    Some(style)
}

/// Dresses the page.
pub fn dress(embed: &Embed, style: Option<&Element>) {
    let (css, notes) = rules(embed.accent);
    if let Some(style) = style {
        style.set_text_content(Some(&format!("{RULES}{css}")));
    }
    for note in notes {
        web_sys::console::info_1(&note.into());
    }
    let Some(root) = browser::document().and_then(|d| d.document_element()) else {
        return;
    };
    let theme = match embed.theme {
        Theme::Auto => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    let filters = (!embed.filters).then_some("0");
    for (name, value) in [("data-theme", theme), ("data-filters", filters)] {
        // An element of ours takes any attribute.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// The rules of an accent colour in both themes, and what is said where it had to be changed.
fn rules(accent: Option<Rgb>) -> (String, Vec<String>) {
    let Some(wish) = accent else {
        return (String::new(), Vec::new());
    };
    let mut notes = Vec::new();
    let mut block = |on: &Ground| {
        let Shades { accent, soft } = legible(wish, on);
        if accent != wish {
            notes.push(format!(
                "Clientele: the accent {wish} cannot be read in the {} theme, so {accent} is used there.",
                on.name
            ));
        }
        format!("{{--accent:{accent};--accent-soft:{soft};--focus:{accent}}}")
    };
    let (light, dark) = (block(&LIGHT), block(&DARK));
    let css = format!(
        ":root{light}@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){dark}}}@media screen{{:root[data-theme=dark]{dark}}}"
    );
    (css, notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accent_holds_in_both_themes_and_a_change_is_said() {
        assert_eq!(rules(None), (String::new(), vec![]));
        let (css, notes) = rules(Some(Rgb([0xff, 0xee, 0])));
        assert_eq!(
            css,
            ":root{--accent:#706800;--accent-soft:#f1f0e6;--focus:#706800}\
             @media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){--accent:#ffee00;--accent-soft:#424119;--focus:#ffee00}}\
             @media screen{:root[data-theme=dark]{--accent:#ffee00;--accent-soft:#424119;--focus:#ffee00}}"
        );
        assert_eq!(
            notes,
            [
                "Clientele: the accent #ffee00 cannot be read in the light theme, so #706800 is used there."
            ]
        );
    }
}
