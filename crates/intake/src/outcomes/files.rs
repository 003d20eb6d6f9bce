//! Result files of other kinds than text, for the command line: the page leaves their readers out for their weight.

use clientele_model::Date;

use super::{Outcomes, Unread, read};
use crate::column::Column;
use crate::dates::date_of;
use crate::kinds::Kind;
use crate::read_csv::Hints;
use crate::sought::Sought;
use crate::table::Table;
use crate::{File, open};

/// Reads a file of any kind that orders are read from.
///
/// # Errors
/// As [`read`], and whatever keeps a Parquet file or a workbook from being read.
pub fn read_any(file: File, today: Date) -> Result<Outcomes, Unread> {
    let is_parquet = file.bytes.starts_with(b"PAR1");
    if !is_parquet && Kind::of(&file.bytes, &file.name).is_none() {
        return read(&file.name, &file.bytes, today);
    }
    let name = file.name.clone();
    let hints = Hints {
        sought: Sought::Exposures,
        ..Hints::default()
    };
    let tables = open(file, hints, None).map_err(|trouble| Unread::Other {
        sentence: trouble
            .to_string()
            .replace("Nothing was written", "Nothing was loaded"),
    })?;
    match tables.first() {
        Some(table) => read(&name, written(table).as_bytes(), today),
        None => Err(Unread::Empty { file: name }),
    }
}

/// A table as text.
fn written(table: &Table) -> String {
    let texts: Vec<Column> = table.columns.iter().map(as_texts).collect();
    let mut text = String::new();
    let line = |text: &mut String, cells: &mut dyn Iterator<Item = &str>| {
        for (at, cell) in cells.enumerate() {
            let before = if at == 0 { "\"" } else { ",\"" };
            text.push_str(before);
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        }
        text.push('\n');
    };
    line(&mut text, &mut table.headings.iter().map(String::as_str));
    for row in 0..table.numbers.len() {
        let cells = texts.iter().map(|column| match column {
            Column::Text(texts) => texts.at(row),
            _ => "",
        });
        line(&mut text, &mut { cells });
    }
    text
}

fn as_texts(column: &Column) -> Column {
    match column {
        Column::Time(minutes) => {
            let days = minutes
                .iter()
                .map(|minute| minute.map(|minute| date_of(minute).to_string()));
            let days: Vec<String> = days.map(Option::unwrap_or_default).collect();
            Column::Text(days.iter().map(String::as_str).collect())
        }
        other => Column::Text(other.texts().unwrap_or_default()),
    }
}
