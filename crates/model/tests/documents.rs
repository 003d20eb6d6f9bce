//! docs/packs.md and docs/clickhouse.md list the tables as they are declared.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write;
use std::path::Path;

use clientele_model::table::{
    Aggregate, CAMPAIGN_FILES, CONTACTS_FILE, Column, ColumnKind, DIMENSIONS_TABLE, FILES,
    LEDGER_TABLE, Table, USUAL_FILES,
};

#[track_caller]
fn check(document: &str, expected: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let text = std::fs::read_to_string(folder.join(document)).unwrap();
    let expected = expected.trim_end();
    assert!(
        text.contains(expected),
        "docs/{document} should contain:\n\n{expected}"
    );
}

fn kind(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::I32 => "Int32",
        ColumnKind::U32 => "UInt32",
        ColumnKind::F64 => "Float64",
        ColumnKind::Bool => "Boolean",
        ColumnKind::Text => "Utf8",
        ColumnKind::Name => "Dictionary of Utf8",
        ColumnKind::Day => "Date32",
        ColumnKind::U32List => "List of UInt32",
        ColumnKind::F64List => "List of Float64",
    }
}

fn presence(column: &Column) -> &'static str {
    match (column.is_optional, column.has_gaps) {
        (false, false) => "",
        (false, true) => "null for none",
        (true, false) => "left out where the data have none",
        (true, true) => "left out where the data have none; null for none",
    }
}

fn columns<'a>(tables: impl IntoIterator<Item = &'a Table>, with_presence: bool) -> String {
    let mut text = String::new();
    for table in tables {
        let Table { name, doc, .. } = table;
        writeln!(text, "`{name}`: {doc}.\n").unwrap();
        match with_presence {
            true => {
                text.push_str("| column | Arrow | missing | meaning |\n| --- | --- | --- | --- |\n")
            }
            false => text.push_str("| column | Arrow | meaning |\n| --- | --- | --- |\n"),
        }
        for column in table.columns() {
            let Column { name, doc, .. } = column;
            let kind = kind(column.kind);
            match with_presence {
                true => writeln!(text, "| `{name}` | {kind} | {} | {doc} |", presence(column)),
                false => writeln!(text, "| `{name}` | {kind} | {doc} |"),
            }
            .unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_files_of_a_pack_are_listed_with_their_columns() {
    let tables = FILES
        .iter()
        .chain([&CONTACTS_FILE])
        .chain(&CAMPAIGN_FILES)
        .chain(&USUAL_FILES);
    check("packs.md", &columns(tables, true));
}

#[test]
fn the_tables_of_a_database_are_listed_with_their_columns() {
    let whole = [DIMENSIONS_TABLE, LEDGER_TABLE];
    let tables: Vec<Table> = Aggregate::ALL
        .map(Aggregate::table)
        .into_iter()
        .chain(whole)
        .collect();
    let rows = tables
        .iter()
        .map(|table| format!("| `{}` | {} |\n", table.name, table.doc));
    check("clickhouse.md", &rows.collect::<String>());
    check("clickhouse.md", &columns(&tables, false));
}
