//! The intake: files of transactions, given as bytes and names, become a data set.
//!
//! A file is read into columns ([`read_csv`], [`read_parquet`], [`read_workbook`]), its headings say what it is
//! ([`recognise`]), its columns get meanings ([`reader`], [`lines`]), every line gets a class ([`classify`])
//! and is counted ([`ledger`]), and the lines become a data set ([`assemble`]). Every distinct text of a
//! column is read once, so that a million lines take about a second. Nothing here knows a path, a clock
//! or a terminal.

#![expect(
    clippy::len_without_is_empty,
    reason = "columns and lines are counted; nobody asks whether there are none"
)]

pub mod assemble;
pub mod campaigns;
pub mod classify;
pub mod column;
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
pub mod guests;
pub mod headings;
pub mod identity;
pub mod known;
pub mod ledger;
pub mod lines;
pub mod months;
pub mod numbers;
pub mod orders;
pub mod outcomes;
pub mod overlap;
pub mod people;
pub mod pieces;
pub mod plain;
pub mod prices;
pub mod read_csv;
pub mod read_parquet;
pub mod read_workbook;
pub mod reader;
pub mod recognise;
pub mod said;
pub mod separator;
pub mod services;
pub mod sheets;
pub mod signs;
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

use clientele_analysis::dataset::Dataset;
use clientele_model::catalogue::LineClass;

use assemble::{About, Origin, assemble};
use classify::Verdict;
use fields::{Field, Mapped};
use known::Source;
use lines::{Lines, Manner};
use people::Extras;
use read_csv::Hints;
use read_workbook::Kind;
use recognise::Reading;
use said::Said;
use services::{Entry, Services};
use sheets::Sought;
use table::Table;
use trouble::Trouble;
use wrong::Wrong;

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

/// Reads the files and makes the data set.
///
/// # Errors
/// One sentence each, see [`Trouble`].
pub fn make(request: Request) -> Result<Dataset, Trouble> {
    let mut lines = Lines::default();
    let mut sources = Vec::new();
    let mut origin = Origin::default();
    let mut about = request.about;
    let mut names = Vec::new();
    let mut files = request.files;
    let twice = leave_out_copies(&mut files);
    let file = files
        .iter()
        .map(|file| file.name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let wanted: Vec<&str> = request
        .mapped
        .iter()
        .map(|mapped| mapped.column.as_str())
        .collect();
    let hints = Hints {
        encoding: request.manner.encoding,
        wanted: &wanted,
        sought: Sought::Orders,
    };
    let told = request.manner.currency.as_deref();
    let mut tables = Vec::new();
    for file in files {
        tables.extend(open(file, hints, Some(&about.zone))?);
    }
    let several = tables.len() > 1;
    for mut table in tables {
        let mut said = std::mem::take(&mut table.said);
        let reading = Reading::of(&table, &request.mapped, &mut said)?;
        refuse_nobody(&table, &reading, request.manner.anonymous, &mut said)?;
        table.said = said;
        sums::leave_out(&mut table, &reading);
        let mut more = Lines::read(&table, &reading, &request.manner)?;
        refuse_nothing(&table, &more)?;
        if several {
            more.name_file(&table.file);
        }
        let parts = more.parts;
        match lines.len() {
            0 => lines = more,
            _ => lines.append(more),
        }
        let currency = lines
            .marks
            .decide(told, &table.file, &mut Said::default())?;
        about.currency = currency.code.unwrap_or(about.currency);
        let columns = used::columns(&table, &reading, &about, parts);
        let new = columns
            .into_iter()
            .filter(|column| origin.columns.iter().all(|o| o.column != column.column));
        origin.columns.extend(new.collect::<Vec<_>>());
        names.push(match reading.source.title() {
            Some(title) => format!("{}, recognised as {title}", table.file),
            None => table.file.clone(),
        });
        sources.push(reading.source);
    }
    twice
        .into_iter()
        .for_each(|sentence| lines.said.say(sentence));
    origin.source = names.join("; ");
    let mut beside = |file: Option<File>, sought| -> Result<Vec<Table>, Trouble> {
        let hints = Hints { sought, ..hints };
        let mut tables = file.map_or(Ok(vec![]), |file| open(file, hints, None))?;
        for table in &mut tables {
            lines.said.append(std::mem::take(&mut table.said));
        }
        Ok(tables)
    };
    let customers = beside(request.customers, Sought::Customers)?;
    let products = beside(request.products, Sought::Products)?;
    let mut extras = Extras {
        customers: people::people(&customers)?,
        products: people::shelf(&products)?,
        campaigns: None,
    };
    let of_customers = customers.iter().flat_map(people::columns_of_people);
    let of_products = products.iter().flat_map(people::columns_of_shelf);
    origin.columns.extend(of_customers.chain(of_products));
    if let Some((campaigns, exposures)) = request.campaigns {
        let both = campaigns::Tables {
            campaigns: beside(Some(campaigns), Sought::Campaigns)?,
            exposures: beside(Some(exposures), Sought::Exposures)?,
        };
        origin.columns.extend(both.columns());
        extras.campaigns = Some(both.history(&request.manner, &mut lines.said)?);
    }
    let services = Services::of(&sources, &request.services);
    let mut said = std::mem::take(&mut lines.said);
    let currency = lines.marks.decide(told, &file, &mut said)?;
    lines.said = said;
    lines.set_aside(&currency.aside);
    signs::settle(&mut lines, &services);
    identity::settle(&mut lines);
    overlap::settle(&mut lines);
    spread::spread(&mut lines);
    origin.decided = lines.said.sentences().to_vec();
    origin.files.clone_from(&file);
    let verdict = Verdict::of(&lines, &services);
    let read = lines.len() as u64;
    let none_became_a_sale = verdict.class.iter().all(|&c| c == LineClass::NotSold);
    assemble(&lines, &verdict, &extras, about, origin).ok_or(match none_became_a_sale {
        true => Trouble::AllCancelled { file, lines: read },
        false => Trouble::NoSale { file, lines: read },
    })
}

/// Reads a file into columns: one table, or one for each sheet of a workbook that is read.
///
/// # Errors
/// When it cannot be read, is empty, or is of another kind.
pub fn open(
    File { name: file, bytes }: File,
    hints: Hints<'_>,
    zone: Option<&str>,
) -> Result<Vec<Table>, Trouble> {
    if let Some(kind) = Kind::of(&bytes, &file) {
        let book = read_workbook::read(bytes, kind, &file)?;
        let tables = sheets::tables(&book, &file, hints)?;
        return match tables.iter().all(|table| table.numbers.is_empty()) {
            true => Err(Trouble::NoLines { file }),
            false => Ok(tables),
        };
    }
    let ends = |ending: &str| file.to_lowercase().ends_with(ending);
    let kind = |what| {
        Err(Trouble::Kind {
            file: file.clone(),
            what,
        })
    };
    let table = match &bytes[..] {
        [] => return Err(Trouble::Empty { file }),
        [b'P', b'A', b'R', b'1', ..] => read_parquet::read(bytes, &file, zone)?,
        _ if ends(".parquet") => read_parquet::read(bytes, &file, zone)?,
        [b'P', b'K', 3, 4, ..] => return kind("a ZIP archive"),
        [0x1f, 0x8b, ..] => return kind("a gzip archive"),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => return kind("an Arrow file"),
        [b'%', b'P', b'D', b'F', ..] => return kind("a PDF document"),
        [b'<', b'!' | b'?' | b'h' | b'H', ..] => return kind("a web page or XML"),
        _ if is_json(&bytes) => return kind("JSON"),
        _ => read_csv::read(&bytes, &file, hints)?,
    };
    match table.numbers.len() {
        0 => Err(Trouble::NoLines { file }),
        _ => Ok(vec![table]),
    }
}

/// Whether a text begins as a list or record of JSON does.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    let mut signs = bytes.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (signs.next(), signs.next()),
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b'[' | b'"'))
    )
}

/// Takes files out that hold the same bytes as an earlier one; a sentence for each.
fn leave_out_copies(files: &mut Vec<File>) -> Vec<String> {
    let mut sentences = vec![];
    let mut at = 1;
    while at < files.len() {
        match files[..at]
            .iter()
            .find(|other| other.bytes == files[at].bytes)
        {
            Some(other) => {
                sentences.push(format!(
                    "{} holds the same as {} and was left out.",
                    files[at].name, other.name
                ));
                files.remove(at);
            }
            None => at += 1,
        }
    }
    sentences
}

/// A file that names no customers was read the wrong way, unless its kind never does or somebody said so.
fn refuse_nobody(
    table: &Table,
    reading: &Reading,
    anonymous: bool,
    said: &mut Said,
) -> Result<(), Trouble> {
    if [Field::Customer, Field::Email]
        .into_iter()
        .any(|field| reading.find(field).is_some())
    {
        return Ok(());
    }
    if anonymous || reading.source != Source::Other {
        said.say("No column tells customers apart: every sale is one without a customer.");
        return Ok(());
    }
    Err(Trouble::NoCustomers {
        file: table.file.clone(),
        columns: table.listed(),
    })
}

/// A file of which not one line can be read was read the wrong way.
fn refuse_nothing(table: &Table, lines: &Lines) -> Result<(), Trouble> {
    let Some((line, why)) = lines.wrong.first() else {
        return Ok(());
    };
    // A quantity of zero was read well.
    let read = |(_, why): &(usize, Wrong)| matches!(why, Wrong::Zero);
    if lines.wrong.len() < lines.len() || lines.wrong.iter().any(read) {
        return Ok(());
    }
    Err(Trouble::NothingReadable {
        file: table.file.clone(),
        lines: lines.len() as u64,
        first: table.numbers[*line],
        why: why.to_string(),
    })
}
