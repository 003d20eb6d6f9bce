//! What may be wrong with a table of plays: a clause each, to follow “The table of plays could not be read: ”.

use thiserror::Error;

use super::{FIGURES, WAYS};

/// A mistake in a table of plays. `of` names where: “play “regulars””, “play 3”, “way “online””.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Mistake {
    /// There is no such file.
    #[error("there is no plays.json beside the page")]
    NotThere,
    /// It could not be had, and the sentence that says so.
    #[error("{}", .0.trim_end_matches('.'))]
    NotHad(String),
    /// More bytes than a table may have.
    #[error("it is larger than {kilobytes} kB")]
    TooLarge {
        /// How many it may have.
        kilobytes: usize,
    },
    /// Not JSON.
    #[error("it is not JSON, {0}")]
    NotJson(String),
    /// Something else than an object.
    #[error("{of} must be an object")]
    NotAnObject {
        /// Where.
        of: String,
    },
    /// A form of tables that this build does not know, or none.
    #[error("its version is {theirs}, and this build reads version {ours}")]
    Version {
        /// As the file says it.
        theirs: String,
        /// What is read.
        ours: u64,
    },
    /// A key that must be there.
    #[error("{of} has no “{key}”")]
    NoKey {
        /// Where.
        of: String,
        /// Which.
        key: &'static str,
    },
    /// A key that there is not.
    #[error("{of} has “{key}”, which is not one of its keys: {keys}")]
    UnknownKey {
        /// Where.
        of: String,
        /// Which.
        key: String,
        /// Those that there are.
        keys: String,
    },
    /// Something else than text.
    #[error("“{key}” of {of} must be text")]
    NotText {
        /// Where.
        of: String,
        /// Which.
        key: &'static str,
    },
    /// Something else than a list.
    #[error("“{key}” of {of} must be a list")]
    NotAList {
        /// Where.
        of: String,
        /// Which.
        key: &'static str,
    },
    /// Nothing is said.
    #[error("“{key}” of {of} is empty")]
    Empty {
        /// Where.
        of: String,
        /// Which.
        key: &'static str,
    },
    /// A text that no card has room for.
    #[error("“{key}” of {of} is longer than {most} characters")]
    TooLong {
        /// Where.
        of: String,
        /// Which.
        key: &'static str,
        /// How long it may be.
        most: usize,
    },
    /// A line that is for some only, and does not say for whom.
    #[error(
        "a line of “{key}” of {of} must be text, or an object with “say” and one of “if” and “unless”"
    )]
    NoLine {
        /// Where.
        of: String,
        /// Which list.
        key: &'static str,
    },
    /// A condition that is none.
    #[error(
        "“{text}” of {of} is no condition: write a figure, “at least” or “below”, and a number"
    )]
    NoCondition {
        /// Where.
        of: String,
        /// As it stands there.
        text: String,
    },
    /// A condition of a figure that there is not.
    #[error("{of} asks for “{figure}”, which is no figure: there are {}", FIGURES.join(", "))]
    NoFigure {
        /// Where.
        of: String,
        /// Which.
        figure: String,
    },
    /// A way of buying that there is not.
    #[error("“{name}” is no way of buying: there are {} and “fond of” with a category", WAYS.join(", "))]
    NoWay {
        /// Which.
        name: String,
    },
    /// Two of one name.
    #[error("there are two of the name “{name}”")]
    Twice {
        /// Which.
        name: String,
    },
    /// No play at all.
    #[error("there is no play in it")]
    NoPlay,
    /// A play that everybody gets, before the last one.
    #[error(
        "{of} has no “when”, so nobody would get the plays behind it: give it conditions, or put it last"
    )]
    InTheWay {
        /// Which.
        of: String,
    },
    /// A last play that not everybody gets.
    #[error(
        "the last play, {of}, has a “when”, so some customers would get no play: put one without it behind it"
    )]
    NobodyLeft {
        /// Which.
        of: String,
    },
}

impl Mistake {
    /// The whole sentence.
    pub fn sentence(&self) -> String {
        format!(
            "The table of plays could not be read: {self}. Groups of customers stand without advice."
        )
    }
}
