//! Why a result file cannot be read: one sentence each.

use crate::fields::Field;

/// Why a result file cannot be read. Nothing of it is taken in any of these cases.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// There is nothing in it.
    #[error("The file {file} is empty. Nothing was loaded; export it again.")]
    Empty {
        /// The file.
        file: String,
    },
    /// There are headings and nothing below them.
    #[error("The file {file} has headings but no lines. Nothing was loaded; export it again.")]
    NoLines {
        /// The file.
        file: String,
    },
    /// The kind of file is not read.
    #[error(
        "The file {file} is {what}, which is not supported. Nothing was loaded; save it as CSV and drop it again."
    )]
    Kind {
        /// The file.
        file: String,
        /// What it seems to be.
        what: &'static str,
    },
    /// The bytes are no text in a known encoding.
    #[error(
        "The file {file} is not text in a known encoding. Nothing was loaded; save it as CSV in UTF-8 and drop it again."
    )]
    Encoding {
        /// The file.
        file: String,
    },
    /// It ends in the middle.
    #[error(
        "The file {file} ends in the middle of line {line}, so a part of it is missing. Nothing was loaded; copy or export it again."
    )]
    Half {
        /// The file.
        file: String,
        /// The last line.
        line: u64,
    },
    /// A column is missing.
    #[error("{}", missing(file, *field, columns))]
    NoColumn {
        /// The file.
        file: String,
        /// What is missing.
        field: Field,
        /// The headings.
        columns: String,
    },
    /// No line has all that is needed.
    #[error(
        "No line of {file} can be used; line {line} has no {field}. Nothing was loaded; correct the file.", field = field.plain()
    )]
    Nothing {
        /// The file.
        file: String,
        /// The first line.
        line: u64,
        /// What it lacks.
        field: Field,
    },
    /// A yes or no is neither.
    #[error(
        "Line {line} of {file} says “{text}” in column “{column}”, which is neither yes nor no. Nothing was loaded; write 1 or 0, or leave it empty where it is not known."
    )]
    NoAnswer {
        /// The file.
        file: String,
        /// The heading.
        column: String,
        /// Line of the file.
        line: u64,
        /// What stands there.
        text: String,
    },
    /// An amount is none, or one that no customer has.
    #[error(
        "Line {line} of {file} cannot be right: {why}. Nothing was loaded; correct it, or leave it empty where it is not known."
    )]
    Amount {
        /// The file.
        file: String,
        /// Line of the file.
        line: u64,
        /// Why.
        why: String,
    },
    /// A column cannot be read as numbers or days.
    #[error(
        "The column “{column}” of {file} cannot be read as {form}. Nothing was loaded; write {such}."
    )]
    Column {
        /// The file.
        file: String,
        /// The heading.
        column: String,
        /// What it should be.
        form: &'static str,
        /// How it is written.
        such: &'static str,
    },
    /// Whatever the reader of another kind of file says.
    #[error("{sentence}")]
    Other {
        /// What it says.
        sentence: String,
    },
    /// A day is none.
    #[error(
        "A day in column “{column}” of {file} cannot be read: {why}. Nothing was loaded; write dates as 2025-04-15."
    )]
    Day {
        /// The file.
        file: String,
        /// The heading.
        column: String,
        /// Why.
        why: String,
    },
}

fn missing(file: &str, field: Field, columns: &str) -> String {
    let (what, add) = match field {
        Field::Arm => (
            "which arm a customer was in",
            "a column “arm”, such as treated and control",
        ),
        Field::Exposed => (
            "when customers were reached",
            "a column “exposed_at” with the day, such as 2025-04-15, also for those who were held back",
        ),
        _ => (
            "who the customers are",
            "a column “customer_id” with the numbers of your orders",
        ),
    };
    format!(
        "No column of {file} says {what}. Nothing was loaded; add {add}, and drop it again. Its columns are: {columns}."
    )
}
