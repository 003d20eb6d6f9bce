//! Which of several files holds orders, and which stand beside them.

use clientele_model::opening::{FileKind, Told};

use super::silently;
use crate::File;
use crate::open;
use crate::read_csv::Hints;
use crate::recognise::Reading;
use crate::sought::Sought;
use crate::table::Table;

/// Bytes of a text file that are enough to see its headings.
const ENOUGH: usize = 64 << 10;

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub name: String,
    pub kind: FileKind,
}

/// Files by what they hold.
pub(super) struct Sorted {
    pub orders: Vec<File>,
    pub customers: Option<File>,
    pub products: Option<File>,
    pub campaigns: Option<(File, File)>,
    /// What each holds, in the order in which they came.
    pub files: Vec<Kind>,
}

/// Sorts files by what was told of them, else by their headings.
///
/// # Errors
/// One sentence, when there are no orders among them, or two lists of a kind.
pub(super) fn sorted(files: Vec<File>, told: &Told) -> Result<Sorted, String> {
    let mut sorted = Sorted {
        orders: vec![],
        customers: None,
        products: None,
        campaigns: None,
        files: vec![],
    };
    let (mut campaigns, mut exposures) = (None, None);
    let mut second: Option<String> = None;
    let is_alone = files.len() == 1;
    for file in files {
        let by_hand = told.kinds.iter().find(|(name, _)| *name == file.name);
        let kind = by_hand.map_or_else(|| of(&file, is_alone), |(_, kind)| *kind);
        sorted.files.push(Kind {
            name: file.name.clone(),
            kind,
        });
        let place = match kind {
            FileKind::Orders => {
                sorted.orders.push(file);
                continue;
            }
            FileKind::Customers => &mut sorted.customers,
            FileKind::Products => &mut sorted.products,
            FileKind::Campaigns => &mut campaigns,
            FileKind::Exposures => &mut exposures,
        };
        if place.is_some() {
            second = Some(format!(
                "{} is a second list of {}. Nothing was read; leave one of the two out.",
                file.name,
                plain(kind)
            ));
        }
        *place = Some(file);
    }
    if let Some(sentence) = second {
        return Err(sentence);
    }
    if sorted.orders.is_empty() {
        return Err(no_orders(&sorted.files));
    }
    sorted.campaigns = match (campaigns, exposures) {
        (Some(campaigns), Some(exposures)) => Some((campaigns, exposures)),
        (None, None) => None,
        (one, other) => {
            let name = one.or(other).map(|file| file.name).unwrap_or_default();
            return Err(format!(
                "{name} is about campaigns, and the other half is missing: campaigns, and who was in which arm, come in two files. Nothing was read; add the other one, or leave this one out."
            ));
        }
    };
    Ok(sorted)
}

fn no_orders(files: &[Kind]) -> String {
    match files {
        [] => "No file was given. Choose one with orders.".to_owned(),
        [one] => format!(
            "{} is a list of {}, not of orders. Nothing was read; open it together with the file of orders.",
            one.name,
            plain(one.kind)
        ),
        _ => "None of these files holds orders. Nothing was read; add the file with a line for each product bought.".to_owned(),
    }
}

fn plain(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Orders => "orders",
        FileKind::Customers => "customers",
        FileKind::Products => "products",
        FileKind::Campaigns => "campaigns",
        FileKind::Exposures => "customers in the arms of campaigns",
    }
}

/// What a file holds, by its headings: orders unless they say something else clearly. One that is alone and could only be
/// looked at by reading all of it is not read twice.
fn of(file: &File, is_alone: bool) -> FileKind {
    let begin = beginning(&file.bytes);
    if is_alone && begin.len() > 4 * ENOUGH {
        return FileKind::Orders;
    }
    let begin = File {
        name: file.name.clone(),
        bytes: begin.to_vec(),
    };
    for sought in [
        Sought::Orders,
        Sought::Exposures,
        Sought::Campaigns,
        Sought::Customers,
        Sought::Products,
    ] {
        let hints = Hints {
            encoding: None,
            wanted: &[],
            sought,
        };
        if let Ok(tables) = open(begin.clone(), hints, None)
            && let Some(table) = tables.first()
        {
            return of_table(table);
        }
    }
    FileKind::Orders
}

/// Whole lines from the beginning of a text; all of anything else.
fn beginning(bytes: &[u8]) -> &[u8] {
    let text = bytes.get(..ENOUGH).unwrap_or(bytes);
    let is_text = !text.contains(&0) && !bytes.starts_with(b"PK");
    let is_text = is_text && !bytes.starts_with(&[0x1f, 0x8b]) && !bytes.starts_with(b"PAR1");
    match text.iter().rposition(|byte| *byte == b'\n') {
        Some(end) if is_text && bytes.len() > ENOUGH => text.get(..=end).unwrap_or(bytes),
        _ => bytes,
    }
}

fn of_table(table: &Table) -> FileKind {
    let Ok(reading) = silently(|said| Reading::draft(table, &[], said)) else {
        return FileKind::Orders;
    };
    match Sought::of(table, &reading) {
        Sought::Orders => FileKind::Orders,
        Sought::Customers => FileKind::Customers,
        Sought::Products => FileKind::Products,
        Sought::Campaigns => FileKind::Campaigns,
        Sought::Exposures => FileKind::Exposures,
    }
}
