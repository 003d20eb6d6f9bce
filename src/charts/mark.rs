//! What a chart hands over: a drawing, and the marks on it that answer.

use std::fmt::Write;

use super::svg::escape;

/// A drawing and its marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The drawing, with classes of `styles/charts.css`.
    pub svg: String,
    /// Width in CSS pixels.
    pub w: f64,
    /// Height in CSS pixels.
    pub h: f64,
    /// What answers to hover, focus and click, in reading order.
    pub marks: Vec<Mark>,
}

impl Picture {
    /// The marks as real elements (HTML) to lie over the drawing: buttons, or for marks without a key, images that can be
    /// focused. `data-mark` is the place in `marks`.
    pub fn targets(&self) -> String {
        let mut html = String::new();
        for (i, mark) in self.marks.iter().enumerate() {
            let (open, close) = if mark.key.is_empty() {
                (r#"<span class="look" tabindex="0" role="img""#, "span")
            } else {
                (r#"<button type="button""#, "button")
            };
            let (class, place) = (mark.class(), mark.place());
            // Writing to a string cannot fail.
            let _ = write!(
                html,
                r#"<div class="{class}" style="{place}">{open} data-mark="{i}" aria-label=""#
            );
            escape(&mut html, &mark.label);
            let _ = write!(html, r#""></{close}></div>"#);
        }
        html
    }
}

/// One mark: a box over the drawing, in per cent of its width and height, that becomes a real button.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// Left edge, per cent.
    pub x: f64,
    /// Upper edge, per cent.
    pub y: f64,
    /// Width, per cent.
    pub w: f64,
    /// Height, per cent.
    pub h: f64,
    /// What it is, in words, for a screen reader.
    pub label: String,
    /// What appears beside it on hover and focus.
    pub tip: Tip,
    /// What the panel calls it; handed to the click. Empty: hover and focus only.
    pub key: String,
    /// The height at which the tip points, per cent of the box; for boxes as tall as the plot.
    pub at: Option<f64>,
    /// A round box over a dot.
    pub round: bool,
}

/// The words beside a mark.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tip {
    /// What the mark stands for.
    pub title: String,
    /// Name and value.
    pub rows: Vec<(String, String)>,
    /// A closing sentence.
    pub note: String,
}

impl Tip {
    /// A tip of a title and rows.
    pub fn new<N: Into<String>>(title: &str, rows: Vec<(N, String)>) -> Self {
        let rows = rows.into_iter();
        Self {
            title: title.to_owned(),
            rows: rows.map(|(name, value)| (name.into(), value)).collect(),
            note: String::new(),
        }
    }

    /// The same with a closing sentence.
    pub fn note(self, note: &str) -> Self {
        let note = note.to_owned();
        Self { note, ..self }
    }
}

impl Mark {
    /// A mark with its key, its words for a screen reader and its tip; the box is given by the canvas.
    pub fn new(key: &str, label: String, tip: Tip) -> Self {
        Self {
            label,
            tip,
            key: key.to_owned(),
            ..Self::default()
        }
    }

    /// The class of its box.
    pub fn class(&self) -> String {
        let round = if self.round { " round" } else { "" };
        let column = if self.at.is_some() { " col" } else { "" };
        format!("hit{round}{column}")
    }

    /// Its box, as CSS.
    pub fn place(&self) -> String {
        let Self { x, y, w, h, .. } = self;
        format!("left:{x:.1}%;top:{y:.1}%;width:{w:.1}%;height:{h:.1}%;")
    }

    /// The same, with a tip that points at the height `y` of the drawing, in pixels.
    pub fn pointing(self, y: f64) -> Self {
        Self {
            at: Some(y),
            ..self
        }
    }

    /// The same, round.
    pub fn round(self) -> Self {
        Self {
            round: true,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_buttons_with_words_and_nothing_in_words_is_markup() {
        let mark = |key: &str, label: &str| Mark::new(key, label.to_owned(), Tip::default());
        let picture = Picture {
            svg: String::new(),
            w: 100.0,
            h: 50.0,
            marks: vec![mark("everyone", "\"<b>A & B"), mark("", "C").round()],
        };
        assert_eq!(
            picture.targets(),
            "<div class=\"hit\" style=\"left:0.0%;top:0.0%;width:0.0%;height:0.0%;\">\
             <button type=\"button\" data-mark=\"0\" aria-label=\"&quot;&lt;b&gt;A &amp; B\"></button></div>\
             <div class=\"hit round\" style=\"left:0.0%;top:0.0%;width:0.0%;height:0.0%;\">\
             <span class=\"look\" tabindex=\"0\" role=\"img\" data-mark=\"1\" aria-label=\"C\"></span></div>"
        );
    }
}
