//! docs/parity.md as a page beside the others, for whoever asks on the page how a number was checked.

use std::path::Path;

use crate::post_build;
use crate::step::{Done, command, perform, read};

/// What the document is called in the built page.
const PAGE: &str = "parity.html";

const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n<title>Parity</title>\n\
    <style>body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: auto; padding: 1rem; } \
    div { overflow-x: auto; } table { border-collapse: collapse; } \
    td, th { padding: .3rem .6rem; border-bottom: 1px solid #8888; text-align: left; vertical-align: top; }</style>\n<main>\n";

/// Compares with every outside reference again, and writes the document.
pub fn write() -> Done {
    perform(
        "compare with the outside references and write docs/parity.md",
        command("cargo test --quiet --workspace --test parity").env("UPDATE_GOLDEN", "1"),
        "Mend what is said above.",
    )
}

/// Puts the document into the built page.
pub fn publish(folder: &Path) -> Done {
    let page = html(&read("docs/parity.md")?);
    post_build::write(&folder.join(PAGE), page.as_bytes())
}

/// Headings, paragraphs, tables and code in a line: what the document is made of.
fn html(markdown: &str) -> String {
    let mut page = HEAD.to_owned();
    for block in markdown.trim().split("\n\n") {
        if let Some(title) = block.strip_prefix("# ") {
            page += &format!("<h1>{}</h1>\n", line(title));
        } else if let Some(title) = block.strip_prefix("## ") {
            page += &format!("<h2>{}</h2>\n", line(title));
        } else if block.starts_with('|') {
            page += &table(block);
        } else {
            page += &format!("<p>{}</p>\n", line(block));
        }
    }
    page + "</main>\n"
}

fn table(block: &str) -> String {
    let mut rows = String::new();
    for (at, text) in block.lines().enumerate() {
        // The second line says which columns are numbers.
        let cell = match at {
            0 => "th",
            1 => continue,
            _ => "td",
        };
        let cells = text.trim_matches('|').split('|');
        let cells = cells.map(|text| format!("<{cell}>{}</{cell}>", line(text.trim())));
        rows += &format!("<tr>{}</tr>\n", cells.collect::<String>());
    }
    format!("<div><table>\n{rows}</table></div>\n")
}

/// Text with what is between back quotes as code.
fn line(text: &str) -> String {
    let plain = text.replace('&', "&amp;").replace('<', "&lt;");
    let parts = plain.split('`').enumerate();
    parts
        .map(|(at, part)| match at % 2 {
            0 => part.to_owned(),
            _ => format!("<code>{part}</code>"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_becomes_a_page() {
        let page = html("# A & b\n\nSay `x < y`.\n\n| n | of |\n| --- | ---: |\n| one | `1` |\n");
        let (_, body) = page.split_once("<main>\n").unwrap();
        assert_eq!(
            body,
            "<h1>A &amp; b</h1>\n<p>Say <code>x &lt; y</code>.</p>\n<div><table>\n<tr><th>n</th><th>of</th></tr>\n\
             <tr><td>one</td><td><code>1</code></td></tr>\n</table></div>\n</main>\n"
        );
    }
}
