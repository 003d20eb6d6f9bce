//! The intake: files of transactions, given as bytes and names, become a data set.
//!
//! What is in an archive comes out of it ([`archives`]); a file is read into columns ([`read_csv`], [`read_parquet`], [`read_workbook`]), its headings say what it is
//! ([`recognise`]), its columns get meanings ([`reader`], [`lines`]), every line gets a class ([`classify`])
//! and is counted ([`ledger`]), and the lines become a data set ([`assemble`]). Every distinct text of a
//! column is read once, so that a million lines take about a second. Nothing here knows a path, a clock
//! or a terminal.

#![forbid(unsafe_code)]
#![expect(
    clippy::len_without_is_empty,
    reason = "columns and lines are counted; nobody asks whether there are none"
)]

pub mod archives;
pub mod assemble;
pub mod campaigns;
pub mod classify;
pub mod column;
pub mod contacts;
pub mod currency;
pub mod dates;
pub mod day_month;
pub mod discounts;
pub mod encoding;
pub mod epoch;
pub mod fate;
pub mod fields;
pub mod figure;
pub mod fill;
pub mod guess;
pub mod guests;
pub mod headings;
pub mod identity;
pub mod joined;
pub mod kinds;
pub mod known;
pub mod ledger;
pub mod letters;
pub mod lines;
pub mod looks;
mod make;
pub mod mapping;
pub mod months;
pub mod near;
pub mod numbers;
mod open;
pub mod opening;
pub mod orders;
pub mod outcomes;
pub mod overlap;
pub mod packed;
pub mod people;
pub mod pieces;
pub mod plain;
pub mod prices;
pub mod progress;
pub mod read_csv;
#[cfg(feature = "parquet")]
pub mod read_parquet;
#[cfg(feature = "workbooks")]
pub mod read_workbook;
pub mod reader;
pub mod receipts;
pub mod recognise;
pub mod said;
pub mod separator;
pub mod services;
#[cfg(feature = "workbooks")]
pub mod sheets;
pub mod signs;
pub mod sought;
pub mod spelling;
pub mod spread;
pub mod states;
pub mod sums;
pub mod table;
#[cfg(test)]
mod tests;
pub mod tokens;
pub mod totals;
pub mod trouble;
pub mod used;
pub mod usual;
pub mod values;
pub mod written;
pub mod wrong;
pub mod zones;
pub mod zstandard;

use assemble::About;
use fields::Mapped;
use lines::Manner;
use services::Entry;

pub use make::{Made, make, make_from, make_watched};
pub(crate) use open::is_json;
pub use open::{ReadParquet, ReadWorkbook, open, plug_parquet, plug_workbooks};

/// A file: what it is called, without its folder, and what is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// Name, for sentences and for the ending that tells Parquet and workbooks.
    pub name: String,
    /// Everything in it.
    pub bytes: Vec<u8>,
}

/// What to make a data set from, and how.
#[derive(Debug)]
pub struct Request {
    /// Files of transactions.
    pub files: Vec<File>,
    /// The customer file.
    pub customers: Option<File>,
    /// The product file.
    pub products: Option<File>,
    /// The file of campaigns, and that of who was in which arm.
    pub campaigns: Option<(File, File)>,
    /// Fields whose column is told by hand.
    pub mapped: Vec<Mapped>,
    /// Service codes told by hand.
    pub services: Vec<Entry>,
    /// How values are read.
    pub manner: Manner,
    /// What the data set says about itself.
    pub about: About,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.bytes.len())
    }
}
