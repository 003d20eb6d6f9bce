//! Files that somebody opens on the page: which is which, how they are read, what only the visitor can know, and what becomes of
//! every line. The data set is made and nothing is kept; the page shows what is said here and tells what to read otherwise.

pub mod adding;
mod asked;
mod columns;
mod dates;
mod decimal;
mod kinds;
mod money;
mod people;
mod preview;
#[cfg(test)]
mod tests;
mod words;

use clientele_analysis::dataset::Dataset;
use clientele_model::Date;
use clientele_model::opening::{
    Doubt, Preview, ReadColumn, ReadFile, Reading, ReadingStage, Refusal, Told,
};

use crate::classify::Verdict;
use crate::fields::Mapped;
use crate::lines::{Lines, Manner};
use crate::progress::Progress;
use crate::recognise;
use crate::said::Said;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::{File, Made, make_watched};

/// What is asked of files.
#[derive(Clone, Debug)]
pub struct Asked {
    /// How to read them, as far as that was said.
    pub told: Told,
    /// The visitor's day; later ones are wrong.
    pub today: Date,
    /// The visitor's time zone, an IANA name.
    pub zone: String,
}

/// Files that were read.
#[derive(Debug)]
pub struct Opened {
    /// What became of them.
    pub dataset: Dataset,
    /// How they were read.
    pub reading: Reading,
    /// Orders that stand in several of them, and are counted once.
    pub repeated: u64,
}

/// Who is told what is being done, how far it is, and of how much.
pub type Tell<'a> = dyn FnMut(ReadingStage, u64, u64) + 'a;

/// Who looks on while files become a data set. Nothing that is seen changes what is read but what is put into the manner.
pub trait Watch {
    /// The columns of a table have meanings. Where nothing in a column decides how it is to be read, other columns may: then the
    /// answer is put into the manner.
    fn read(&mut self, table: &Table, reading: &recognise::Reading, manner: &mut Manner) {
        let _ = (table, reading, manner);
    }

    /// The columns of a table have no meanings that suffice; some were told.
    fn unread(&mut self, table: &Table, mapped: &[Mapped]) {
        let _ = (table, mapped);
    }

    /// Every line has a class.
    fn judged(&mut self, lines: &Lines, verdict: &Verdict) {
        let _ = (lines, verdict);
    }
}

/// Nobody looks on.
pub struct Nobody;

impl Watch for Nobody {}

/// Reads the files and makes a data set of them.
///
/// # Errors
/// One sentence, perhaps with questions whose answer would help.
pub fn open_all(
    files: Vec<File>,
    asked: &Asked,
    tell: &mut Tell<'_>,
) -> Result<Opened, Box<Refusal>> {
    let told = &asked.told;
    let refused = |sentence: String| refusal(sentence, told.clone());
    let sizes: Vec<(String, u64)> = files
        .iter()
        .map(|file| (file.name.clone(), file.bytes.len() as u64))
        .collect();
    let sorted = kinds::sorted(files, told).map_err(refused)?;
    let read = sorted.files.clone();
    let title = words::title(&read);
    let request = asked::request(sorted, asked, &title).map_err(refused)?;
    let mapping = asked::mapping(told).map_err(refused)?;
    let mut seen = Seen {
        told: told.clone(),
        files: read,
        about: vec![],
        columns: vec![],
        doubts: vec![],
        preview: Preview::default(),
    };
    let mut progress = |progress: Progress<'_>| match progress.file {
        "" => tell(ReadingStage::Making, 0, progress.lines),
        // Lines of the whole, as far as those that were read tell.
        _ => tell(
            ReadingStage::Reading,
            progress.lines,
            progress.lines * progress.all / progress.bytes.max(1),
        ),
    };
    match make_watched(request, &mapping, &mut progress, &mut seen) {
        Ok(made) => Ok(seen.opened(made, &sizes, title)),
        Err(trouble) => Err(seen.refused(&trouble)),
    }
}

fn refusal(sentence: String, told: Told) -> Box<Refusal> {
    Box::new(Refusal {
        sentence,
        doubts: vec![],
        columns: vec![],
        told,
    })
}

/// What was seen while the files were read.
struct Seen {
    /// How they are read so far.
    told: Told,
    files: Vec<kinds::Kind>,
    /// How each table is written, its file and its lines.
    about: Vec<(String, String, u64)>,
    columns: Vec<ReadColumn>,
    doubts: Vec<Doubt>,
    preview: Preview,
}

impl Watch for Seen {
    fn read(&mut self, table: &Table, reading: &recognise::Reading, manner: &mut Manner) {
        self.about.push((
            table.file.clone(),
            words::written(table),
            table.numbers.len() as u64,
        ));
        if let Some(doubt) = dates::doubt(table, reading, manner, &mut self.told) {
            self.doubts.push(doubt);
        }
        if let Some(doubt) = decimal::doubt(table, reading, manner, &mut self.told) {
            self.doubts.push(doubt);
        }
        self.doubts
            .extend(money::doubt(table, reading, manner, &self.told));
        self.doubts
            .extend(people::doubt(table, reading, manner, &self.told));
        self.columns
            .extend(columns::of(table, reading, &self.doubts));
        preview::headings(&mut self.preview, table, reading);
    }

    fn unread(&mut self, table: &Table, mapped: &[Mapped]) {
        if let Ok(draft) = recognise::Reading::draft(table, mapped, &mut Said::default()) {
            self.columns.extend(columns::of(table, &draft, &[]));
        }
    }

    fn judged(&mut self, lines: &Lines, verdict: &Verdict) {
        preview::lines(&mut self.preview, lines, verdict);
    }
}

impl Seen {
    fn opened(self, made: Made, sizes: &[(String, u64)], title: String) -> Opened {
        let Made {
            dataset,
            mapping,
            repeated,
        } = made;
        let catalogue = &dataset.catalogue;
        let kind = |name: &str| self.files.iter().find(|kind| kind.name == name);
        let files: Vec<ReadFile> = sizes
            .iter()
            .filter_map(|(name, bytes)| {
                let of = self
                    .about
                    .iter()
                    .filter(|(file, ..)| file.starts_with(name));
                Some(ReadFile {
                    name: name.clone(),
                    kind: kind(name)?.kind,
                    about: of
                        .clone()
                        .map(|(_, about, _)| about.as_str())
                        .next()?
                        .to_owned(),
                    bytes: *bytes,
                    lines: of.map(|(.., lines)| lines).sum(),
                })
            })
            .collect();
        let reading = Reading {
            headline: words::headline(&files, &self.columns, &self.doubts),
            context: words::context(&files, sizes),
            files,
            doubts: self.doubts,
            columns: self.columns,
            preview: self.preview,
            ledger: catalogue.ledger.clone(),
            decided: words::decided(catalogue),
            gives: words::gives(catalogue),
            sum: words::sum(catalogue),
            title,
            currency: catalogue.currency.clone(),
            zone: catalogue.zone.clone(),
            told: asked::told(&mapping, &self.told),
        };
        Opened {
            dataset,
            reading,
            repeated,
        }
    }

    fn refused(self, trouble: &Trouble) -> Box<Refusal> {
        let open = self.doubts.into_iter();
        Box::new(Refusal {
            sentence: words::of_page(trouble),
            doubts: open.filter(|doubt| doubt.taken.is_none()).collect(),
            columns: self.columns,
            told: self.told,
        })
    }
}

/// What a column would say of itself, where only whether it can be read is asked.
fn silently<T>(read: impl FnOnce(&mut Said) -> T) -> T {
    read(&mut Said::default())
}
