//! `clientele pack`: files of transactions become a pack.
//!
//! A file is read into columns ([`read_csv`], [`read_parquet`]), its headings say what it is
//! ([`recognise`]), its columns get meanings ([`reader`], [`lines`]), every line gets a class ([`classify`])
//! and is counted ([`ledger`]), and the lines become a data set ([`assemble`]) that is written
//! beside its catalogue ([`write`]). Every distinct text of a column is read once, so that a
//! million lines take about a second.

pub mod assemble;
pub mod classify;
pub mod column;
pub mod dates;
pub mod day_month;
pub mod fields;
pub mod known;
pub mod ledger;
pub mod lines;
pub mod numbers;
pub mod orders;
pub mod people;
pub mod read_csv;
pub mod read_parquet;
pub mod reader;
pub mod recognise;
pub mod services;
pub mod spread;
pub mod table;
#[cfg(test)]
mod tests;
pub mod trouble;
pub mod used;
pub mod values;
pub mod write;
pub mod written;
pub mod wrong;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clientele_analysis::dataset::Dataset;
use clientele_model::catalogue::LineClass;

use assemble::{About, Origin, assemble};
use classify::Verdict;
use fields::Mapped;
use lines::{Lines, Manner};
use people::Extras;
use recognise::Reading;
use services::{Entry, Services};
use table::Table;
use trouble::Trouble;
use wrong::Wrong;

/// What to make a pack from, and how.
#[derive(Debug)]
pub struct Request {
    /// Files of transactions.
    pub files: Vec<PathBuf>,
    /// The customer file.
    pub customers: Option<PathBuf>,
    /// The product file.
    pub products: Option<PathBuf>,
    /// Fields whose column is told by hand.
    pub mapped: Vec<Mapped>,
    /// Service codes told by hand.
    pub services: Vec<Entry>,
    /// How values are read.
    pub manner: Manner,
    /// What the pack says about itself.
    pub about: About,
}

/// Reads the files and makes the data set.
///
/// # Errors
/// One sentence each, see [`Trouble`].
pub fn make(request: Request) -> Result<Dataset, Trouble> {
    if let Some(again) = given_twice(&request.files) {
        return Err(Trouble::GivenTwice {
            file: file_name(again),
        });
    }
    let mut lines = Lines::default();
    let mut sources = Vec::new();
    let mut origin = Origin::default();
    let mut names = Vec::new();
    for path in &request.files {
        let table = open(path)?;
        let reading = Reading::of(&table, &request.mapped)?;
        let mut more = Lines::read(&table, &reading, request.manner)?;
        refuse_nothing(&table, &more)?;
        if request.files.len() > 1 {
            more.name_file(&table.file);
        }
        let columns = used::columns(&table, &reading, &request.about, more.parts);
        let new = columns
            .into_iter()
            .filter(|column| origin.columns.iter().all(|o| o.column != column.column));
        origin.columns.extend(new.collect::<Vec<_>>());
        names.push(match reading.source.title() {
            Some(title) => format!("{}, recognised as {title}", table.file),
            None => table.file.clone(),
        });
        sources.push(reading.source);
        match lines.len() {
            0 => lines = more,
            _ => lines.append(more),
        }
    }
    origin.source = names.join("; ");
    let beside = |path: &Option<PathBuf>| path.as_deref().map(open).transpose();
    let (customers, products) = (beside(&request.customers)?, beside(&request.products)?);
    let extras = Extras {
        customers: customers.as_ref().map(people::people).transpose()?,
        products: products.as_ref().map(people::shelf).transpose()?,
    };
    let of_customers = customers.as_ref().map(people::columns_of_people);
    let of_products = products.as_ref().map(people::columns_of_shelf);
    origin
        .columns
        .extend([of_customers, of_products].into_iter().flatten().flatten());
    let services = Services::of(&sources, &request.services);
    let verdict = Verdict::of(&lines, &services);
    let read = lines.len() as u64;
    let file = request
        .files
        .iter()
        .map(|path| file_name(path))
        .collect::<Vec<_>>()
        .join(", ");
    let none_became_a_sale = verdict.class.iter().all(|&c| c == LineClass::NotSold);
    assemble(&lines, &verdict, &extras, request.about, origin).ok_or(match none_became_a_sale {
        true => Trouble::AllCancelled { file, lines: read },
        false => Trouble::NoSale { file, lines: read },
    })
}

/// Reads a file into columns.
///
/// # Errors
/// When it cannot be read, is empty, or is of another kind.
pub fn open(path: &Path) -> Result<Table, Trouble> {
    let file = file_name(path);
    let start = first_bytes(path).map_err(|error| Trouble::Unopened {
        file: file.clone(),
        detail: plain(&error),
    })?;
    let ends = |ending: &str| file.to_lowercase().ends_with(ending);
    let kind = |what| {
        Err(Trouble::Kind {
            file: file.clone(),
            what,
        })
    };
    let table = match &start[..] {
        _ if start.is_empty() => return Err(Trouble::Empty { file }),
        [b'P', b'A', b'R', b'1', ..] => read_parquet::read(path, &file)?,
        _ if ends(".parquet") => read_parquet::read(path, &file)?,
        [b'P', b'K', 3, 4, ..] if ends(".xlsx") => return kind("an Excel workbook"),
        [b'P', b'K', 3, 4, ..] => return kind("a ZIP archive"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return kind("an old Excel workbook"),
        [0x1f, 0x8b, ..] => return kind("a gzip archive"),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => return kind("an Arrow file"),
        [b'%', b'P', b'D', b'F', ..] => return kind("a PDF document"),
        [b'<', b'!' | b'?' | b'h' | b'H', ..] => return kind("a web page or XML"),
        [b'{', ..] | [b'[', b'{', ..] => return kind("JSON"),
        _ => read_csv::read(path, &file)?,
    };
    match table.numbers.len() {
        0 => Err(Trouble::NoLines { file }),
        _ => Ok(table),
    }
}

/// A file that stands twice in the list: its orders would count twice.
fn given_twice(files: &[PathBuf]) -> Option<&Path> {
    let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
    let mut seen = BTreeSet::new();
    let again = files.iter().find(|path| !seen.insert(real(path)))?;
    Some(again)
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

fn first_bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut start = Vec::new();
    std::fs::File::open(path)?.take(8).read_to_end(&mut start)?;
    Ok(start)
}

/// What the system says, without its number.
pub fn plain(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            "a file stands where a folder should be".to_owned()
        }
        ErrorKind::ReadOnlyFilesystem => "nothing can be written there".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => {
            let text = error.to_string();
            let end = text.find(" (os error").unwrap_or(text.len());
            text[..end].to_lowercase()
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
