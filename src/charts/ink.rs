//! What a mark is drawn with: names of design tokens, never colours.
//!
//! plotters hands a backend nothing but a colour of three bytes, so a token travels as its number in the first byte and
//! comes out of [`super::canvas`] as a class of `styles/charts.css`. A chart therefore follows the theme without being
//! drawn again, and its golden file does not change when a colour does.

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
    /// On a step of the diverging ramp.
    OnDiverging(u8),
}

const NAMED: [&str; 12] = [
    "mark",
    "mark-soft",
    "mark-2",
    "mark-2-soft",
    "surface",
    "sunken",
    "ink",
    "good",
    "bad",
    "warn",
    "grid",
    "axis",
];
const SEGMENTS: [&str; 11] = [
    "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10",
];
const DIVERGING: [&str; 9] = ["d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9"];

impl Ink {
    /// The number under which the token travels through plotters.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Mark => 0,
            Self::MarkSoft => 1,
            Self::Compare => 2,
            Self::CompareSoft => 3,
            Self::Surface => 4,
            Self::Sunken => 5,
            Self::Text => 6,
            Self::Good => 7,
            Self::Bad => 8,
            Self::Warn => 9,
            Self::Grid => 10,
            Self::Axis => 11,
            Self::Segment(n) => 20 + n.min(10),
            Self::Diverging(n) => 50 + n.clamp(1, 9) - 1,
        }
    }

    /// The end of the class name: `f-…` fills, `s-…` strokes.
    pub(super) fn name(code: u8) -> &'static str {
        let of = |names: &'static [&'static str], at: u8| names.get(usize::from(at)).copied();
        match code {
            0..20 => of(&NAMED, code),
            20..50 => of(&SEGMENTS, code - 20),
            _ => of(&DIVERGING, code - 50),
        }
        .unwrap_or("mark")
    }
}

impl Type {
    /// The number under which the style travels through plotters.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Plain => 0,
            Self::Axis => 1,
            Self::Label => 2,
            Self::Big => 3,
            Self::Accent => 4,
            Self::OnDiverging(n) => 50 + n.clamp(1, 9) - 1,
        }
    }

    /// The class of the text; none for plain text.
    pub(super) fn class(code: u8) -> Option<&'static str> {
        match code {
            0 => None,
            1 => Some("ax"),
            2 => Some("lab"),
            3 => Some("big"),
            4 => Some("t-mark"),
            _ => DIVERGING.get(usize::from(code.saturating_sub(50))).copied(),
        }
    }
}
