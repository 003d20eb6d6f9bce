//! Tables of a database: the lines of orders in one file, the orders they belong to in another, customers and
//! products in others. What one row says for each order, customer or product is put beside the lines.

#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use crate::column::{Column, MISSING};
use crate::fields::Field;
use crate::recognise::Reading;
use crate::said::{Said, quoted};
use crate::table::{Table, bare};
use crate::trouble::Trouble;

/// What is taken from a table of customers or products; of orders, everything is.
const ABOUT: [Field; 7] = [
    Field::Customer,
    Field::Person,
    Field::Email,
    Field::Tier,
    Field::Country,
    Field::Category,
    Field::Name,
];

/// Lines without times get those of their orders, where another table has one row for each order; then what
/// tables of customers and products say. Tables that hold no lines are gone then, which is said. Everything stays
/// as it is where lines know their own times.
pub fn joined(tables: Vec<Table>, said: &mut Said) -> Vec<Table> {
    let drafts: Vec<Option<Reading>> = tables.iter().map(draft).collect();
    let is_lines = |at: usize| {
        let has = |field| drafts[at].as_ref().is_some_and(|d| d.find(field).is_some());
        has(Field::Order)
            && (has(Field::Product) || has(Field::Name))
            && !has(Field::Time)
            && !has(Field::DayNumber)
    };
    let of_orders = |at: usize| {
        let draft = drafts[at].as_ref()?;
        let order = draft.find(Field::Order)?;
        let goods = draft.find(Field::Product).or(draft.find(Field::Name));
        let fits = draft.find(Field::Time).is_some() && goods.is_none();
        (fits && is_key(&tables[at].columns[order])).then_some((at, order))
    };
    let lines = (0..tables.len()).find(|&at| is_lines(at));
    let orders = (0..tables.len()).find_map(of_orders);
    let (Some(lines), Some((orders, key))) = (lines, orders) else {
        return tables;
    };
    let mut others: Vec<Option<Table>> = tables.into_iter().map(Some).collect();
    let (Some(mut table), Some(heads)) = (others[lines].take(), others[orders].take()) else {
        return vec![];
    };
    let Some(place) = table.find(&heads.headings[key]) else {
        others[lines] = Some(table);
        others[orders] = Some(heads);
        return others.into_iter().flatten().collect();
    };
    put_beside(&mut table, place, &heads, key, |_| true, said);
    let mut left_out = vec![];
    for other in others.into_iter().flatten() {
        let Some((place, key, wanted)) = about(&table, &other) else {
            left_out.push(other.file);
            continue;
        };
        put_beside(
            &mut table,
            place,
            &other,
            key,
            |at| wanted.contains(&at),
            said,
        );
    }
    if !left_out.is_empty() {
        let names: Vec<&str> = left_out.iter().map(String::as_str).collect();
        said.say(format!(
            "{}: nothing in it adds to the lines of {}, so it was left out.",
            quoted(&names),
            table.file
        ));
    }
    vec![table]
}

/// Whether tables say which products stand in which order, and none of them when, or for how much.
///
/// # Errors
/// [`Trouble::NoDaysNoMoney`] when they do.
pub fn refuse_undated(tables: &[Table]) -> Result<(), Trouble> {
    let drafts: Vec<Reading> = tables.iter().filter_map(draft).collect();
    let some = |fields: &[Field]| {
        let mut of = fields
            .iter()
            .flat_map(|&field| drafts.iter().map(move |d| d.find(field)));
        of.any(|found| found.is_some())
    };
    let has = |draft: &Reading, field| draft.find(field).is_some();
    let lines = |draft: &Reading| has(draft, Field::Order) && has(draft, Field::Product);
    let heads = |draft: &Reading| has(draft, Field::Order) && !has(draft, Field::Product);
    let days = [Field::Time, Field::DayNumber];
    let money = [Field::Price, Field::Amount, Field::Gross, Field::Total];
    if !drafts.iter().any(lines) || !drafts.iter().any(heads) || some(&days) || some(&money) {
        return Ok(());
    }
    let files: Vec<&str> = tables.iter().map(|table| table.file.as_str()).collect();
    Err(Trouble::NoDaysNoMoney {
        files: quoted(&files),
    })
}

fn draft(table: &Table) -> Option<Reading> {
    Reading::draft(table, &[], &mut Said::default()).ok()
}

/// Whether every row has a value of its own.
fn is_key(column: &Column) -> bool {
    column.texts().is_some_and(|texts| {
        texts.distinct() == texts.codes.len() && !texts.codes.contains(&MISSING)
    })
}

/// Where a table of customers or products can be put beside lines: the column of the lines, that of the table
/// under the same heading, and the columns that say something new.
fn about(lines: &Table, table: &Table) -> Option<(usize, usize, Vec<usize>)> {
    let draft = draft(table)?;
    let key = (0..table.headings.len())
        .find(|&at| lines.find(&table.headings[at]).is_some() && is_key(&table.columns[at]))?;
    let new = |at: usize| at != key && lines.find(&table.headings[at]).is_none();
    let wanted: Vec<usize> = draft
        .columns
        .iter()
        .filter(|(field, at)| ABOUT.contains(field) && new(*at))
        .map(|(_, at)| *at)
        .collect();
    (!wanted.is_empty()).then_some((lines.find(&table.headings[key])?, key, wanted))
}

/// Puts columns of a table beside lines, by the values under the same heading.
fn put_beside(
    lines: &mut Table,
    place: usize,
    table: &Table,
    key: usize,
    wanted: impl Fn(usize) -> bool,
    said: &mut Said,
) {
    let (Some(of_lines), Some(of_table)) =
        (lines.columns[place].texts(), table.columns[key].texts())
    else {
        return;
    };
    let rows: FxHashMap<&str, usize> = (0..of_table.codes.len())
        .map(|row| (of_table.at(row), row))
        .collect();
    let row_of: Vec<Option<usize>> = of_lines
        .values()
        .map(|text| rows.get(text).copied())
        .collect();
    let rows: Vec<Option<usize>> = of_lines
        .codes
        .iter()
        .map(|&code| row_of.get(code as usize).copied().flatten())
        .collect();
    for at in (0..table.headings.len()).filter(|&at| at != key && wanted(at)) {
        let heading = &table.headings[at];
        if lines
            .headings
            .iter()
            .all(|other| bare(other) != bare(heading))
        {
            lines.headings.push(heading.clone());
            lines.columns.push(taken(&table.columns[at], &rows));
        }
    }
    said.append(table.said.clone());
    said.say(format!(
        "{} was joined to the lines of {} by “{}”.",
        table.file, lines.file, table.headings[key]
    ));
}

/// The values of some rows; none where there is no row.
fn taken(column: &Column, rows: &[Option<usize>]) -> Column {
    fn of<T: Copy>(values: &[Option<T>], rows: &[Option<usize>]) -> Vec<Option<T>> {
        rows.iter()
            .map(|row| row.and_then(|row| values[row]))
            .collect()
    }
    match column {
        Column::Text(texts) => {
            let mut of_rows = texts.clone();
            let code = |row: &Option<usize>| row.map_or(MISSING, |row| texts.codes[row]);
            of_rows.codes = rows.iter().map(code).collect();
            Column::Text(of_rows)
        }
        Column::Whole(values) => Column::Whole(of(values, rows)),
        Column::Number(values) => Column::Number(of(values, rows)),
        Column::Time(values) => Column::Time(of(values, rows)),
        Column::Other(kind, _) => Column::Other(kind.clone(), rows.len()),
    }
}
