//! What a mark is drawn with: names of design tokens, never colours.
//!
//! A token becomes a class of `styles/charts.css`. A chart therefore follows the theme without being drawn again, and its
//! golden file does not change when a colour does. The styles of plotters, a colour of three bytes and a width in pixels,
//! have no room for a class: [`super::canvas`] hands a [`Look`] to the backend beside the element that is drawn.

/// A token of `styles/tokens.css` that fills or strokes a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// One measure that is no segment.
    Mark,
    /// The pale form of [`Ink::Mark`].
    MarkSoft,
    /// What a measure is compared with.
    Compare,
    /// The pale form of [`Ink::Compare`].
    CompareSoft,
    /// The colour of a card.
    Surface,
    /// The colour of an empty cell.
    Sunken,
    /// The colour of text.
    Text,
    /// Better.
    Good,
    /// Worse.
    Bad,
    /// Worth a look.
    Warn,
    /// Grid lines.
    Grid,
    /// The zero line and leaders.
    Axis,
    /// A segment, 1 to 10; 0 is the neutral.
    Segment(u8),
    /// A step of the diverging ramp, 1 to 9; 5 is typical.
    Diverging(u8),
    /// A step of the sequential ramp, 1 to 7: little to much.
    Sequential(u8),
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// One crisp pixel: grid and axes.
    Hair,
    /// One and a half pixels.
    Thin,
    /// Two pixels: the subject of the chart.
    Line,
    /// One smooth pixel: one of many lines.
    Fine,
    /// Four pixels: the part of a line that counts.
    Wide,
    /// One dashed pixel.
    Dash,
}

/// How text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Values beside a mark.
    Plain,
    /// Axis and secondary words.
    Axis,
    /// What the title speaks of.
    Label,
    /// One size up.
    Big,
    /// The name of the main series, in its colour.
    Accent,
    /// What is lost, in its colour.
    Bad,
    /// A letter on a filled mark.
    OnMark,
    /// On a step of the diverging ramp.
    OnDiverging(u8),
    /// On a step of the sequential ramp.
    OnSequential(u8),
    /// The same, one size up.
    BigOnSequential(u8),
    /// The same, what the title speaks of.
    LabelOnSequential(u8),
}

/// How one element looks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    /// Classes of `styles/charts.css`, separated by spaces; none for plain text.
    pub(super) class: String,
    /// How much of what is behind it an element covers, from 0 to 1.
    pub(super) alpha: f64,
    /// The radius of a rectangle's corners, in pixels.
    pub(super) radius: u8,
}

impl Look {
    /// A filled shape.
    pub(super) fn fill(ink: Ink, alpha: f64) -> Self {
        Self {
            alpha,
            ..Self::of(format!("f-{}", ink.name()))
        }
    }

    /// A line, or the outline of a shape.
    pub(super) fn stroke(ink: Ink, stroke: Stroke) -> Self {
        let width = match stroke {
            Stroke::Hair => " crisp",
            Stroke::Thin => " w15",
            Stroke::Line => " w2",
            Stroke::Fine => "",
            Stroke::Wide => " w4",
            Stroke::Dash => " dash",
        };
        Self::of(format!("s-{}{width}", ink.name()))
    }

    /// A text, with a halo where it lies over marks.
    pub(super) fn text(set: Type, halo: bool) -> Self {
        let classes = [set.class(), if halo { "halo" } else { "" }];
        let classes: Vec<_> = classes.into_iter().filter(|c| !c.is_empty()).collect();
        Self::of(classes.join(" "))
    }

    /// The same with round corners.
    pub(super) fn round(self, radius: u8) -> Self {
        Self { radius, ..self }
    }

    fn of(class: String) -> Self {
        Self {
            class,
            alpha: 1.0,
            radius: 0,
        }
    }
}

const SEGMENTS: [&str; 11] = [
    "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10",
];
const DIVERGING: [&str; 9] = ["d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9"];

const SEQUENTIAL: [&str; 7] = ["q1", "q2", "q3", "q4", "q5", "q6", "q7"];
const BIG: [&str; 7] = [
    "big q1", "big q2", "big q3", "big q4", "big q5", "big q6", "big q7",
];
const LABEL: [&str; 7] = [
    "lab q1", "lab q2", "lab q3", "lab q4", "lab q5", "lab q6", "lab q7",
];

impl Ink {
    /// The end of its class names: `f-…` fills, `s-…` strokes.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::MarkSoft => "mark-soft",
            Self::Compare => "mark-2",
            Self::CompareSoft => "mark-2-soft",
            Self::Surface => "surface",
            Self::Sunken => "sunken",
            Self::Text => "ink",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Warn => "warn",
            Self::Grid => "grid",
            Self::Axis => "axis",
            Self::Segment(n) => SEGMENTS[usize::from(n.min(10))],
            Self::Diverging(n) => DIVERGING[usize::from(n.clamp(1, 9)) - 1],
            Self::Sequential(n) => SEQUENTIAL[usize::from(n.clamp(1, 7)) - 1],
        }
    }
}

impl Type {
    /// The class of the text; empty for plain text.
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Axis => "ax",
            Self::Label => "lab",
            Self::Big => "big",
            Self::Accent => "t-mark",
            Self::Bad => "t-bad",
            Self::OnMark => "on-mark",
            Self::OnDiverging(n) => DIVERGING[usize::from(n.clamp(1, 9)) - 1],
            Self::OnSequential(n) => SEQUENTIAL[usize::from(n.clamp(1, 7)) - 1],
            Self::BigOnSequential(n) => BIG[usize::from(n.clamp(1, 7)) - 1],
            Self::LabelOnSequential(n) => LABEL[usize::from(n.clamp(1, 7)) - 1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_a_class_for_the_token_and_one_for_the_width() {
        let class = |look: Look| look.class;
        assert_eq!(class(Look::fill(Ink::Compare, 0.5)), "f-mark-2");
        assert_eq!(class(Look::stroke(Ink::Grid, Stroke::Hair)), "s-grid crisp");
        assert_eq!(class(Look::stroke(Ink::Axis, Stroke::Dash)), "s-axis dash");
        assert_eq!(class(Look::text(Type::Plain, false)), "");
        assert_eq!(class(Look::text(Type::Plain, true)), "halo");
        assert_eq!(class(Look::text(Type::OnDiverging(7), true)), "d7 halo");
    }

    #[test]
    fn a_segment_or_step_beyond_the_last_has_the_class_of_the_last() {
        assert_eq!(Ink::Segment(200).name(), "s10");
        assert_eq!(Ink::Diverging(0).name(), "d1");
        assert_eq!(Ink::Diverging(200).name(), "d9");
        assert_eq!(Ink::Sequential(0).name(), "q1");
        assert_eq!(Ink::Sequential(200).name(), "q7");
    }
}
