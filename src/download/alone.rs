//! A drawing that stands alone: what the page says around a figure, set below and above it, with all colours in it.

use crate::charts::{Picture, escape, plain_width};

/// The space around everything, in pixels.
const EDGE: f64 = 24.0;

/// The height of a line of small text, in pixels.
const LINE: f64 = 18.0;

/// What stands around a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Around {
    /// The finding.
    pub title: String,
    /// The measure and its unit.
    pub sub: String,
    /// What the colours mean.
    pub legend: Vec<Vec<Piece>>,
    /// What else one should know; each begins a line.
    pub notes: Vec<String>,
}

/// A piece of one entry of a legend.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// A swatch of a colour.
    Swatch {
        /// Its colour, as CSS.
        colour: String,
        /// Whether it is filled, or only its edge is drawn.
        filled: bool,
        /// Whether it is a dot.
        round: bool,
        /// How much of it is seen, 0 to 1.
        alpha: String,
        /// Its width, in pixels.
        wide: f64,
    },
    /// Words.
    Words(String),
}

impl Piece {
    /// What it needs, in pixels, with the gap behind it.
    fn room(&self) -> f64 {
        match self {
            Self::Swatch { wide, .. } if *wide > 12.0 => wide + 1.0,
            Self::Swatch { wide, .. } => wide + 6.0,
            Self::Words(words) => plain_width(words) + 6.0,
        }
    }
}

/// The whole as SVG, and its size in pixels. `css` are the rules of charts with every token resolved, `surface` is the
/// colour behind.
pub(super) fn standalone(
    picture: &Picture,
    around: &Around,
    css: &str,
    surface: &str,
) -> (String, f64, f64) {
    // Words have no room beside a picture of a phone.
    let inside = picture.w.max(320.0);
    let mut y = EDGE;
    let mut words = String::new();
    for line in lines(&around.title, inside, 14.0 / 12.0 * 1.15) {
        y += 20.0;
        text(&mut words, EDGE, y - 5.0, "big", &line);
    }
    for line in lines(&around.sub, inside, 1.0) {
        y += LINE;
        text(&mut words, EDGE, y - 4.0, "ax", &line);
    }
    y += 10.0;
    legend(&mut words, &around.legend, inside, &mut y);
    let inner = format!("<svg x=\"{EDGE}\" y=\"{y}\" ");
    let inner = picture.svg.replacen("<svg ", &inner, 1);
    y += picture.h + 14.0;
    for note in &around.notes {
        for line in lines(note, inside, 1.0) {
            y += LINE;
            text(&mut words, EDGE, y - 4.0, "ax", &line);
        }
    }
    let (w, h) = (inside + 2.0 * EDGE, y + EDGE);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\"><title>"
    );
    escape(&mut svg, &around.title);
    svg.push_str("</title><style>");
    escape_style(&mut svg, css);
    svg.push_str("</style><rect width=\"100%\" height=\"100%\" fill=\"");
    escape(&mut svg, surface.trim());
    svg.push_str("\"/><g class=\"plot\">");
    svg.push_str(&words);
    svg.push_str(&inner);
    svg.push_str("</g></svg>");
    (svg, w, h)
}

/// Entry after entry, in as many lines as they need.
fn legend(out: &mut String, entries: &[Vec<Piece>], inside: f64, y: &mut f64) {
    if entries.is_empty() {
        return;
    }
    let mut x = 0.0;
    *y += LINE;
    for entry in entries {
        let room: f64 = entry.iter().map(Piece::room).sum();
        if x > 0.0 && x + room > inside {
            (x, *y) = (0.0, *y + LINE);
        }
        for piece in entry {
            match piece {
                Piece::Swatch {
                    colour,
                    filled,
                    round,
                    alpha,
                    wide,
                } => {
                    let inset = if *filled { 0.0 } else { 1.0 };
                    let (left, top) = (EDGE + x + inset, *y - 13.0 + inset);
                    let (wide, high) = (wide - 2.0 * inset, 10.0 - 2.0 * inset);
                    let corner = if *round { high / 2.0 } else { 2.0 };
                    let (fill, stroke) = match filled {
                        true => (colour.as_str(), "none"),
                        false => ("none", colour.as_str()),
                    };
                    let marks = format!(
                        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" rx=\"{corner}\" \
                         opacity=\"{alpha}\" stroke-width=\"2\" style=\"fill:{fill};stroke:{stroke}\"/>"
                    );
                    out.push_str(&marks);
                }
                Piece::Words(words) => {
                    // The last entry of a narrow picture may be wider than it.
                    for (i, line) in lines(words, inside, 1.0).iter().enumerate() {
                        *y += if i > 0 { LINE } else { 0.0 };
                        text(out, EDGE + x, *y - 4.0, "", line);
                    }
                }
            }
            x += piece.room();
        }
        x += 12.0;
    }
    *y += 12.0;
}

fn text(out: &mut String, x: f64, y: f64, class: &str, words: &str) {
    out.push_str(&format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" class=\"{class}\">"
    ));
    escape(out, words);
    out.push_str("</text>");
}

/// A style sheet as text of an element: no rule of ours has a quote that must stay.
fn escape_style(out: &mut String, css: &str) {
    out.push_str(&css.replace('&', "&amp;").replace('<', "&lt;"));
}

/// The words in lines no wider than `room` pixels, at `scale` times the width of small text. Nothing is left out: what has
/// no gap where it could be broken is broken anywhere.
fn lines(words: &str, room: f64, scale: f64) -> Vec<String> {
    let width = |text: &str| plain_width(text) * scale;
    let mut all: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        if let Some(line) = all.last_mut()
            && width(line) + width(" ") + width(word) <= room
        {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        let mut line = String::new();
        let mut used = 0.0;
        for c in word.chars() {
            let wide = width(c.encode_utf8(&mut [0; 4]));
            if used + wide > room && !line.is_empty() {
                all.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(c);
            used += wide;
        }
        all.push(line);
    }
    all
}

/// Puts values in the place of `var(--name)`.
pub(super) fn resolved(css: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, from)) = rest.split_once("var(") {
        out.push_str(before);
        let Some((name, after)) = from.split_once(')') else {
            return out;
        };
        out.push_str(value(name).unwrap_or_default().trim());
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(w: f64) -> Picture {
        Picture {
            svg: "<svg width=\"10\"><path class=\"s-mark\"/></svg>".to_owned(),
            w,
            h: 100.0,
            marks: vec![],
        }
    }

    fn alone(around: &Around, w: f64) -> (String, f64, f64) {
        standalone(&picture(w), around, "a{content:\"<&\"}", " #fff ")
    }

    /// What an SVG says, text by text.
    fn said(svg: &str) -> Vec<String> {
        let texts = svg.split("<text ").skip(1);
        let inside = texts.filter_map(|text| {
            let (_, text) = text.split_once('>')?;
            Some(text.split_once("</text>")?.0.to_owned())
        });
        inside.collect()
    }

    #[test]
    fn tokens_are_resolved_for_a_drawing_that_stands_alone() {
        let css = resolved("a{fill:var(--x)}b{fill:var(--y)}", &|name| {
            (name == "--x").then(|| " #123 ".into())
        });
        assert_eq!(css, "a{fill:#123}b{fill:}");
    }

    #[test]
    fn all_that_the_page_says_around_a_figure_is_in_it() {
        let swatch = Piece::Swatch {
            colour: "rgb(1, 2, 3)".into(),
            filled: true,
            round: false,
            alpha: "1".into(),
            wide: 10.0,
        };
        let around = Around {
            title: "Revenue <fell> & “rose”".into(),
            sub: "Net revenue a month".into(),
            legend: vec![vec![swatch, Piece::Words("this period".into())]],
            notes: vec!["A note.".into(), "Source: “UCI”.".into()],
        };
        let (svg, w, h) = alone(&around, 400.0);
        assert_eq!(
            said(&svg),
            [
                "Revenue &lt;fell&gt; &amp; “rose”",
                "Net revenue a month",
                "this period",
                "A note.",
                "Source: “UCI”."
            ]
        );
        assert!(svg.contains("style=\"fill:rgb(1, 2, 3);stroke:none\""));
        assert!(svg.contains("<style>a{content:\"&lt;&amp;\"}</style>"));
        assert!(svg.contains("fill=\"#fff\""));
        assert_eq!(w, 448.0);
        assert!(h > 100.0 + 5.0 * LINE, "{h}");
    }

    #[test]
    fn nothing_that_is_said_is_wider_than_the_drawing() {
        let long = "x".repeat(1_000);
        let around = Around {
            title: format!("A title of many words with a name in it that is {long} long"),
            sub: "日本語の長い題名".repeat(40),
            legend: vec![vec![Piece::Words(long.clone())]; 3],
            notes: vec!["Many words, ".repeat(60)],
        };
        for w in [200.0, 320.0, 900.0] {
            let (svg, wide, high) = alone(&around, w);
            let all = said(&svg);
            for line in &all {
                assert!(
                    plain_width(line) <= wide - 2.0 * EDGE,
                    "{line} in {wide} px"
                );
            }
            let letters = all.concat().matches('x').count();
            assert_eq!(letters, 4 * 1_000, "nothing is left out");
            let last = svg
                .rsplit(" y=\"")
                .find_map(|rest| rest.split_once('"')?.0.parse().ok());
            assert!(last.is_some_and(|y: f64| y < high), "{last:?} in {high}");
        }
    }
}
