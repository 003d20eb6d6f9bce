//! Rows that are no orders: sums below and between the lines.

use clientele_model::words::{agreeing, counted};

use crate::column::{Column, MISSING, Texts};
use crate::fields::Field;
use crate::plain::folded;
use crate::recognise::Reading;
use crate::said::some;
use crate::table::Table;
use crate::wrong::shown;

/// What sums are called, without accents and in small letters.
const SUMS: [&str; 60] = [
    "total",
    "totals",
    "grand total",
    "grand totals",
    "subtotal",
    "sub total",
    "sub-total",
    "sum",
    "sums",
    "overall total",
    "total general",
    "report total",
    "page total",
    "daily total",
    "total sales",
    "order total",
    "total amount",
    "summe",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
    "endsumme",
    "tagessumme",
    "insgesamt",
    "total ht",
    "total ttc",
    "sous-total",
    "sous total",
    "total generale",
    "somme",
    "suma",
    "suma total",
    "totales",
    "totale",
    "totale generale",
    "totale complessivo",
    "subtotale",
    "somma",
    "soma",
    "totaal",
    "subtotaal",
    "eindtotaal",
    "razem",
    "suma czesciowa",
    "ogolem",
    "summa",
    "delsumma",
    "totalt",
    "i alt",
    "yhteensa",
    "celkem",
    "mezisoucet",
    "osszesen",
    "toplam",
    "genel toplam",
    "итого",
    "всего",
    "合计",
    "合計",
    "합계",
];

/// Takes sums out of a table, and says which.
pub fn leave_out(table: &mut Table, reading: &Reading) {
    let text = |field: Field| match reading.find(field).map(|at| &table.columns[at]) {
        Some(Column::Text(texts)) => Some(texts),
        _ => None,
    };
    let (order, product, name) = (text(Field::Order), text(Field::Product), text(Field::Name));
    let any = [order, product, name]
        .into_iter()
        .flatten()
        .any(|texts| texts.values().any(is_sum));
    if !any {
        return;
    }
    let mut gone = vec![];
    let mut words: Vec<String> = vec![];
    for line in 0..table.numbers.len() {
        let (order, product, name) = (at(order, line), at(product, line), at(name, line));
        let word = [order, product].into_iter().find(|text| is_sum(text));
        // A name says it only where there is no code: goods may be called anything.
        let word = word.or((product.is_empty() && is_sum(name)).then_some(name));
        if let Some(word) = word {
            gone.push(line);
            words.push(format!("line {} ({word})", table.numbers[line]));
        }
    }
    if !gone.is_empty() {
        table.said.say(format!(
            "Totals are not sales and were left out: {}.",
            some(&words)
        ));
        table.remove(&gone);
    }
}

/// Takes notes below a table out of it: last rows that say nothing but a few words in their first cell.
pub fn leave_out_notes(table: &mut Table) {
    const MOST: usize = 20;
    let lines = table.numbers.len();
    let Some(Column::Text(first)) = table.columns.first() else {
        return;
    };
    let is_note = |line: &usize| {
        let mut others = table.columns.iter().skip(1);
        first.at(*line).contains(char::is_whitespace) && others.all(|column| !column.holds(*line))
    };
    if table.columns.len() < 4 {
        return;
    }
    let notes = (0..lines).rev().take(MOST).take_while(is_note);
    let mut gone: Vec<usize> = notes.collect();
    gone.reverse();
    if gone.is_empty() || gone.len() == lines {
        return;
    }
    let words = gone.iter().map(|&line| {
        let text = shown(first.at(line));
        format!("line {} ({text})", table.numbers[line])
    });
    let words: Vec<String> = words.collect();
    table.said.say(format!(
        "Notes below the table were left out: {}.",
        some(&words)
    ));
    table.remove(&gone);
}

/// Takes lines of sales as a whole and of payments out of a table, where an export has them beside those of goods. What only the
/// line of the sale says holds for the goods below it.
pub fn keep_goods(table: &mut Table, reading: &Reading) {
    let Some((heading, goods)) = reading.source.goods() else {
        return;
    };
    let Some(Column::Text(kinds)) = table.find(heading).map(|at| &table.columns[at]) else {
        return;
    };
    let is_goods = |text: &str| text.eq_ignore_ascii_case(goods);
    let gone: Vec<usize> = (0..table.numbers.len())
        .filter(|&line| !is_goods(kinds.at(line)))
        .collect();
    if gone.is_empty() || gone.len() == table.numbers.len() {
        return;
    }
    let facts = [
        Field::Order,
        Field::Time,
        Field::Customer,
        Field::Email,
        Field::Status,
        Field::Store,
    ];
    for at in facts.into_iter().filter_map(|field| reading.find(field)) {
        let Column::Text(texts) = &mut table.columns[at] else {
            continue;
        };
        let mut gone = gone.iter().peekable();
        let mut last = MISSING;
        for (line, code) in texts.codes.iter_mut().enumerate() {
            match gone.next_if(|&&other| other == line) {
                Some(_) => last = *code,
                None if *code == MISSING => *code = last,
                None => {}
            }
        }
    }
    table.said.say(format!(
        "“{heading}”: {} for whole sales and payments {} left out; those for goods are read.",
        counted(gone.len() as u64, "line"),
        agreeing(gone.len() as u64, "was", "were")
    ));
    table.remove(&gone);
}

fn at(texts: Option<&Texts>, line: usize) -> &str {
    texts.map_or("", |texts| texts.at(line))
}

/// Whether a text is what a sum is called: "Total Care Cream" is not.
fn is_sum(text: &str) -> bool {
    if text.len() > 40 || !text.chars().any(char::is_alphabetic) {
        return false;
    }
    let plain = folded(text);
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    SUMS.contains(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_told_from_goods() {
        for text in [
            "Total",
            "GRAND TOTAL:",
            "Sub-Total",
            "Zwischensumme",
            "Sous-total",
            "Итого",
            "合計",
            "* Total *",
        ] {
            assert!(is_sum(text), "{text}");
        }
        for text in ["Total Care Cream", "Sum 41", "T1", "", "12", "Totally"] {
            assert!(!is_sum(text), "{text}");
        }
    }
}
