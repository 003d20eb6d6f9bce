//! The statements of docs/clickhouse.md, from its own text.

use super::engine::root;

/// The statements of a block of the document; `kind` is `run` or `parse`.
#[track_caller]
pub fn block(kind: &str, name: &str) -> String {
    let text = std::fs::read_to_string(root().join("docs/clickhouse.md")).unwrap();
    let mark = format!("<!-- {kind}: {name} -->\n```sql\n");
    let (_, rest) = text
        .split_once(&mark)
        .unwrap_or_else(|| panic!("there is no {mark}"));
    rest.split_once("```").unwrap().0.to_owned()
}
