//! What is said of files as a whole.

use clientele_model::catalogue::{Catalogue, DECIDED, LineClass};
use clientele_model::opening::{Doubt, FileKind, Gives, ReadColumn, ReadFile, Sure};
use clientele_model::words::{Piece, agreeing, counted};

use super::kinds::Kind;
use crate::table::Table;
use crate::trouble::Trouble;

/// Customers below whom there are no segments.
const SEGMENTS: u32 = 30;

/// What a data set might be called: the file of orders without its ending.
pub(super) fn title(files: &[Kind]) -> String {
    let first = files.iter().find(|file| file.kind == FileKind::Orders);
    let name = first.map_or("", |file| file.name.as_str());
    let mut stem = name;
    // Compressed files have two endings.
    for _ in 0..2 {
        stem = match stem.rsplit_once('.') {
            Some((front, ending)) if !front.is_empty() && ending.len() <= 7 => front,
            _ => stem,
        };
    }
    stem.to_owned()
}

/// How a table is written.
pub(super) fn written(table: &Table) -> String {
    let lines = table.numbers.len() as u64;
    let odd = table.ragged.len() as u64;
    let odd = match odd {
        0 => "none irregular".to_owned(),
        odd => format!("{} of them irregular", Piece::Count(odd)),
    };
    format!(
        "{} with {} each, {odd}",
        counted(lines, "line"),
        counted(table.headings.len() as u64, "field")
    )
}

/// What can be read, and what is left to answer.
pub(super) fn headline(files: &[ReadFile], columns: &[ReadColumn], doubts: &[Doubt]) -> String {
    let what = match files {
        [one] => one.name.clone(),
        several => counted(several.len() as u64, "file"),
    };
    let sure = columns
        .iter()
        .filter(|column| column.sure == Sure::Sure)
        .count() as u64;
    let likely = columns
        .iter()
        .filter(|column| column.sure == Sure::Likely)
        .count() as u64;
    let mut parts = vec![format!(
        "{} {} sure",
        counted(sure, "column"),
        agreeing(sure, "is", "are")
    )];
    if likely > 0 {
        parts.push(format!("{} likely", Piece::Count(likely)));
    }
    match doubts.len() as u64 {
        0 => parts.push("no questions are left".to_owned()),
        left => parts.push(format!(
            "{} {} left",
            counted(left, "question"),
            agreeing(left, "is", "are")
        )),
    }
    format!("{what} can be read: {}", parts.join(", "))
}

/// How much there is of it.
pub(super) fn context(files: &[ReadFile], sizes: &[(String, u64)]) -> String {
    let lines: u64 = files.iter().map(|file| file.lines).sum();
    let bytes: u64 = sizes.iter().map(|(_, bytes)| bytes).sum();
    format!(
        "{}, {}. Nothing has been loaded yet, and nothing leaves this device.",
        counted(lines, "line"),
        size(bytes)
    )
}

fn size(bytes: u64) -> String {
    match bytes {
        ..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        mega => format!("{:.1} MB", mega as f64 / 1e6),
    }
}

/// What was decided about whole files.
pub(super) fn decided(catalogue: &Catalogue) -> Vec<String> {
    let of = catalogue.columns.iter();
    of.filter(|column| column.read_as == DECIDED)
        .map(|column| without_options(&column.note))
        .collect()
}

/// The sentence up to where it names an option of the command line: on the page the columns and the questions stand below.
fn without_options(sentence: &str) -> String {
    let Some(option) = sentence.find(" --") else {
        return sentence.to_owned();
    };
    let kept = &sentence[..option];
    let end = [kept.rfind("; "), kept.rfind(". ")]
        .into_iter()
        .max()
        .flatten();
    end.map_or_else(|| sentence.to_owned(), |end| format!("{}.", &kept[..end]))
}

/// What the data set will be able to answer, and what not.
pub(super) fn gives(catalogue: &Catalogue) -> Vec<Gives> {
    let has = catalogue.has;
    let mut gives = vec![];
    let mut add = |works: bool, words: String| gives.push(Gives { works, words });
    let overview = match has.country {
        true => "Overview, countries",
        false => "Overview",
    };
    add(true, overview.to_owned());
    match catalogue.customers {
        SEGMENTS.. => add(true, "Segments, audiences".to_owned()),
        0 => add(false, "Segments, audiences: no known customer".to_owned()),
        few => add(
            false,
            format!(
                "Segments: {}, {SEGMENTS} are needed",
                counted(few, "customer")
            ),
        ),
    }
    for what in ["Baskets and bundles", "Products"] {
        match has.whole_orders {
            true => add(false, format!("{what}: lines are whole orders")),
            false => add(true, what.to_owned()),
        }
    }
    match has.cost {
        true => add(true, "Margin".to_owned()),
        false => add(false, "Margin: no unit cost".to_owned()),
    }
    let columns = [
        (has.channel, "channel"),
        (has.category, "category"),
        (has.discount, "discount"),
        (has.tier, "tier"),
    ];
    let list = |there: bool| {
        let of = columns.iter().filter(|(has, _)| *has == there);
        let mut words = of.map(|(_, word)| *word).collect::<Vec<_>>().join(", ");
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        words
    };
    if !list(true).is_empty() {
        add(true, list(true));
    }
    if !list(false).is_empty() {
        add(false, format!("{}: no column", list(false)));
    }
    match has.email {
        true => add(true, "Export with hashed addresses".to_owned()),
        false => add(false, "Export with hashed addresses: no e-mail".to_owned()),
    }
    if has.campaigns {
        add(true, "Results of campaigns".to_owned());
    }
    gives
}

/// How much it is.
pub(super) fn sum(catalogue: &Catalogue) -> String {
    let goods = [
        LineClass::SaleKnown,
        LineClass::SaleAnonymous,
        LineClass::ReturnKnown,
        LineClass::ReturnAnonymous,
    ];
    let rows = catalogue.ledger.classes.iter();
    let net: f64 = rows
        .filter(|row| goods.contains(&row.class))
        .map(|row| row.paid.unwrap_or(row.value))
        .sum();
    format!(
        "{}, {}, {} {} of goods net",
        counted(catalogue.orders, "order"),
        counted(catalogue.customers, "customer"),
        Piece::Number(net, 0),
        catalogue.currency
    )
}

/// What is said on the page, where nobody writes options of a command line.
pub(super) fn of_page(trouble: &Trouble) -> String {
    let text = trouble.to_string();
    match trouble {
        Trouble::NoCustomers { file, .. } => format!(
            "No column of {file} is recognised as the customer. Nothing was loaded; say below which one does."
        ),
        Trouble::Ambiguous {
            column, example, ..
        } => format!(
            "The dates in column “{column}”, such as {example}, may have the day or the month first, and no other column tells which. Nothing was loaded; say below which."
        ),
        Trouble::EitherSign {
            column, example, ..
        } => format!(
            "The numbers in column “{column}”, such as {example}, may be written with a decimal or a thousands separator, and no other column tells which. Nothing was loaded; say below which."
        ),
        Trouble::Currencies { file, found, .. } => format!(
            "The amounts in {file} are in several currencies: {found}. Nothing was loaded; choose one below, which leaves out lines in the others, or say what one unit of each is worth."
        ),
        Trouble::MissingField { file, field, .. } => format!(
            "The file {file} has no {} column that is recognised. Nothing was loaded; say below which one it is.",
            field.plain()
        ),
        Trouble::MaybeQuantity { file, column } => format!(
            "The file {file} has no quantity column that is recognised, but “{column}” may be one. Nothing was loaded; say below what it is."
        ),
        Trouble::OtherCurrency {
            column, mark, told, ..
        } => format!(
            "The amounts in column “{column}” are in {mark}, not in {told}. Nothing was loaded; choose another currency."
        ),
        _ => text.replace("Nothing was written", "Nothing was loaded"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_the_command_line_are_not_said_on_the_page() {
        for (said, here) in [
            (
                "“a”: the day comes first, because of 31.12.",
                "“a”: the day comes first, because of 31.12.",
            ),
            (
                "“off” was read as a percentage, because as money it would be more than the price on most lines; if it is money, say so with --map discount=off.",
                "“off” was read as a percentage, because as money it would be more than the price on most lines.",
            ),
            (
                "x.csv is not UTF-8: it was read as windows-1252, for example “ä; b”. If names look wrong, say what it is with --encoding NAME, or save it as UTF-8.",
                "x.csv is not UTF-8: it was read as windows-1252, for example “ä; b”.",
            ),
        ] {
            assert_eq!(without_options(said), here);
        }
    }
}
