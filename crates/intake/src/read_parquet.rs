//! Parquet files, in columns. The reader is our own: of what the format knows, flat columns of plain values are read, and all
//! else is named; every length is looked at before it is used.

mod bits;
mod codecs;
mod footer;
mod meaning;
mod pages;
#[cfg(test)]
mod tests;
mod thrift;
mod values;

use clientele_model::words::counted;

use crate::column::Column;
use crate::said::Said;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::zones::Clock;

use footer::Footer;
use meaning::Field;
use values::Reader;

/// What a page may hold: a multiple of the file's size, and so much.
const TIMES: usize = 4;
const ALWAYS: usize = 64 << 20;

/// Why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Damaged {
    #[error("it does not end as one")]
    End,
    #[error("it is encrypted")]
    Locked,
    #[error("its list of columns is damaged")]
    Footer,
    #[error("a column would end beyond the end of the file")]
    Beyond,
    #[error("its parts have another number of lines than it says")]
    Groups,
    #[error("it says it has {} in {bytes} bytes", counted(*.lines, "line"))]
    Lines { lines: u64, bytes: u64 },
    #[error("it says it has {claims} lines and has {held}")]
    Short { claims: u64, held: u64 },
    #[error("a page in it is damaged")]
    Page,
    #[error("a text in it is not UTF-8")]
    NotText,
}

/// Reads a Parquet file; `zone` is that of the shop.
///
/// # Errors
/// When the file is cut or damaged.
pub fn read(bytes: Vec<u8>, file: &str, zone: Option<&str>) -> Result<Table, Trouble> {
    table(&bytes, file, zone).map_err(|why| Trouble::NotParquet {
        file: file.to_owned(),
        detail: why.to_string(),
    })
}

fn table(bytes: &[u8], file: &str, zone: Option<&str>) -> Result<Table, Damaged> {
    let footer = Footer::of(bytes)?;
    let fields = meaning::fields(&footer)?;
    let mut said = Said::default();
    let clocks = clocks(&fields, zone, &mut said);
    let mut columns: Vec<Column> = fields.iter().map(Field::column).collect();
    for group in &footer.groups {
        let lines = usize::try_from(group.lines).map_err(|_| Damaged::Footer)?;
        for ((field, column), clock) in fields.iter().zip(&mut columns).zip(&clocks) {
            if let Column::Other(_, all) = column {
                *all += lines;
                continue;
            }
            let chunk = group.chunks.get(field.place).ok_or(Damaged::Footer)?;
            let reader = Reader {
                stored: field.stored,
                meaning: &field.meaning,
                clock,
            };
            let before = column.len();
            let read = pages::read(bytes, chunk, &reader, field.is_optional, lines, column)?;
            if read < lines {
                return Err(Damaged::Short {
                    claims: footer.lines,
                    held: (before + read) as u64,
                });
            }
        }
    }
    Ok(Table {
        file: file.to_owned(),
        headings: fields.into_iter().map(|field| field.name).collect(),
        columns,
        numbers: (1..=footer.lines).collect(),
        ragged: vec![],
        from_1904: false,
        said,
    })
}

/// The clock of every column of times. A column that knows its zone shows what the clock there showed; one
/// that says UTC, what the clock of the shop showed, where its zone was told.
fn clocks(fields: &[Field], told: Option<&str>, said: &mut Said) -> Vec<Clock> {
    let clock = |field: &Field| {
        let Some(zone) = field.zone.as_deref() else {
            return Clock::Fixed(0);
        };
        let utc = matches!(Clock::of(zone), Some(Clock::Fixed(0)));
        let taken = if utc { told.unwrap_or(zone) } else { zone };
        match Clock::of(taken) {
            Some(clock) => {
                if !matches!(clock, Clock::Fixed(0)) {
                    said.say(format!(
                        "“{}”: times as clocks showed them in {taken}.",
                        field.name
                    ));
                }
                clock
            }
            None => {
                said.say(format!(
                    "“{}”: the time zone {taken} is not known; times are in UTC.",
                    field.name
                ));
                Clock::Fixed(0)
            }
        }
    };
    fields.iter().map(clock).collect()
}
