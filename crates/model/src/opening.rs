//! A file of one's own, opened on the page: what the page and the thread that reads files say to each other.
//!
//! The thread reads what was dropped and says how ([`Reading`]); nothing is kept before the visitor says so. It is told what
//! to read otherwise ([`Told`]) as often as the visitor likes, and keeps the data set, packed, on this device ([`Kept`]).
//! Files ride behind the head of a message as the browser's own files: no byte of them is copied before it is read.

mod told;

use serde::{Deserialize, Serialize};

use crate::catalogue::Ledger;
use crate::date::Date;
use crate::wire::BuildId;

pub use told::{DayMonth, FORM, FileKind, Form, NotAnOrder, Told, ToldColumn};

/// The name under which the thread that reads files is started; it is the program of the worker.
pub const READER: &str = "clientele-reader";

/// What data sets of this device are called in a link: `data=own/orders`.
pub const OWN: &str = "own/";

/// What the page may say to the thread that reads files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToReader {
    /// Read these files, which ride behind, in the order of their names. The last word is [`FromReader::Read`] or
    /// [`FromReader::Refused`].
    Read {
        /// What the files are called, without a folder.
        names: Vec<String>,
        /// How to read them, where that was said by hand.
        told: Told,
        /// The visitor's day.
        today: Date,
        /// The visitor's time zone, an IANA name.
        zone: String,
    },
    /// Read the same files again, otherwise.
    Again {
        /// How to read them.
        told: Told,
    },
    /// Keep what was read, as a data set of this device.
    Keep {
        /// What it is to be called.
        title: String,
        /// The data set of this device that it is added to, by its name in links; a new one when absent.
        add_to: Option<String>,
    },
    /// Say what is kept on this device.
    List,
    /// Call a data set of this device otherwise.
    Rename {
        /// Its name in links.
        slug: String,
        /// What it is to be called.
        title: String,
    },
    /// Delete a data set of this device.
    Delete {
        /// Its name in links.
        slug: String,
    },
    /// Send a data set of this device as a folder that can be hosted, packed as one ZIP archive.
    Pack {
        /// Its name in links.
        slug: String,
    },
}

/// What the thread that reads files may say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromReader {
    /// It listens.
    Ready {
        /// Its build.
        build: BuildId,
    },
    /// How far it is; also a sign of life.
    Progress {
        /// What is being done.
        stage: ReadingStage,
        /// Lines, or kilobytes where lines are not known yet.
        done: u64,
        /// Of how many; 0 when unknown.
        of: u64,
    },
    /// The files can be read.
    Read(Box<Reading>),
    /// The files cannot be read, or not yet.
    Refused(Box<Refusal>),
    /// The data set is kept. Where this device keeps no files they ride behind, and the page hands them on to the worker
    /// that answers.
    Kept(Kept),
    /// What is kept on this device.
    Sets(Vec<OwnSet>),
    /// The ZIP archive rides behind.
    Packed {
        /// What it is to be called.
        name: String,
    },
    /// What was asked last cannot be done; everything is as it was before.
    Failed {
        /// One sentence.
        sentence: String,
    },
    /// Last words before the thread dies.
    Crashed {
        /// What the panic said.
        message: String,
    },
}

/// What is being done with files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadingStage {
    /// Bytes are taken from the file.
    Taking,
    /// Lines and columns are found.
    Reading,
    /// Lines become orders, customers and products.
    Making,
    /// The data set is packed and kept.
    Keeping,
}

/// What was read, and how. Nothing is kept yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What can be read and what is left to answer: "orders.csv can be read: eight columns are sure, one question is left".
    pub headline: String,
    /// How much there is of it.
    pub context: String,
    /// The files.
    pub files: Vec<ReadFile>,
    /// What only the visitor can know; usually nothing.
    pub doubts: Vec<Doubt>,
    /// Every column of every file, in order.
    pub columns: Vec<ReadColumn>,
    /// Some lines as they were read: ordinary ones, the first of each other kind.
    pub preview: Preview,
    /// What became of every line.
    pub ledger: Ledger,
    /// What was decided about whole files, one sentence each.
    pub decided: Vec<String>,
    /// What the data set will be able to answer, and what not, and why.
    pub gives: Vec<Gives>,
    /// How much it is: "1,821 orders, 1,165 customers, £997k of goods net".
    pub sum: String,
    /// What it might be called.
    pub title: String,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// IANA name of its time zone.
    pub zone: String,
    /// How it was read, as it may be kept for the next file with the same headings, and be given to `clientele pack --mapping`.
    pub told: Told,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadFile {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub kind: FileKind,
    /// How it is written: "Comma-separated, UTF-8, one heading line; 55,060 lines with 9 fields each, none irregular".
    pub about: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its lines, headings and notes apart.
    pub lines: u64,
}

/// A question that the files themselves do not decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// The question: "In 01/11/2011, which comes first: the day or the month?".
    pub question: String,
    /// Why it is asked.
    pub why: String,
    /// The answers, the likeliest first.
    pub choices: Vec<Choice>,
    /// Which of them was followed, by its place; none when nothing can be read before there is an answer.
    pub taken: Option<u32>,
    /// What other currencies are worth in the one that is counted, to be said by hand; usually nothing.
    pub rates: Vec<RateAsked>,
}

/// What one of a currency is worth in the one that is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateAsked {
    /// ISO 4217 code of the currency.
    pub code: String,
    /// That of the currency that is counted.
    pub into: String,
    /// What was said; empty before.
    pub rate: String,
    /// What to tell the thread with `CODE=RATE` added to its rates.
    pub told: Told,
}

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The answer: "Day first: 1 November 2011".
    pub label: String,
    /// What speaks for it and against it.
    pub signs: Vec<Sign>,
    /// What to tell the thread when it is taken: all that was told before, with the answer.
    pub told: Told,
}

/// What speaks for an answer or against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// Whether it speaks for it.
    pub is_for: bool,
    /// What was seen, with its numbers.
    pub sentence: String,
}

/// How a column is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadColumn {
    /// The file it is in.
    pub file: String,
    /// Its heading.
    pub heading: String,
    /// What is in it: "2,295 different", "277 different, 25% empty".
    pub values: String,
    /// Three of its values, as they stand there.
    pub samples: Vec<String>,
    /// The name of the field it is read as, as in [`ToldColumn`]; nothing when it is left out.
    pub field: Option<String>,
    /// What it can be read as: names of fields, and how they are called.
    pub fields: Vec<(String, String)>,
    /// Why, one sentence or two.
    pub why: String,
    /// How sure that is.
    pub sure: Sure,
    /// What says so: "heading", "pattern", "total".
    pub because: Vec<String>,
}

/// How sure it is what a column is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sure {
    /// A known heading, values that all fit, and a second column that agrees; or somebody said so.
    Sure,
    /// Heading or values alone say so.
    Likely,
    /// The visitor is asked.
    Asked,
    /// It is not used.
    Unused,
}

/// Some lines as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// What stands in which column, and which heading of the file that is.
    pub headings: Vec<(String, String)>,
    /// The lines.
    pub lines: Vec<PreviewLine>,
}

/// A line as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLine {
    /// Its number in the file.
    pub line: u64,
    /// Its values, one for each heading.
    pub cells: Vec<String>,
    /// What it counts as: "sale", "return", "no customer number".
    pub counts_as: String,
}

/// Something that a data set can answer or cannot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gives {
    /// Whether it can.
    pub works: bool,
    /// What: "Baskets and bundles", "Margin: no unit cost".
    pub words: String,
}

/// Why files cannot be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// What happened, what is kept, what to do.
    pub sentence: String,
    /// Questions whose answer would help.
    pub doubts: Vec<Doubt>,
    /// The columns as far as they were read, so that one can say what they are; empty when there are none.
    pub columns: Vec<ReadColumn>,
    /// How the files were read so far.
    pub told: Told,
}

/// A data set that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its name in links, with [`OWN`] before it.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// Bytes on this device.
    pub bytes: u64,
    /// Names of its files, in the order in which they ride behind, with an archive of all of them at the end;
    /// nothing where this device keeps them.
    pub files: Vec<String>,
    /// What is to be said of it: where it is kept and for how long, what was counted once.
    pub said: Vec<String>,
}

/// A data set that this device keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSet {
    /// Its name in links, with [`OWN`] before it.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// Lines read.
    pub lines: u64,
    /// Its first and last day.
    pub span: (Date, Date),
    /// Bytes on this device.
    pub bytes: u64,
}
