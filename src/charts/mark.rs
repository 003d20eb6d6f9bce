//! What a chart hands over: a drawing, and the marks on it that answer.

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
    pub fn new(title: &str, rows: Vec<(String, String)>) -> Self {
        Self {
            title: title.to_owned(),
            rows,
            note: String::new(),
        }
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
