//! The rows of a list of customers, and in which of its columns they are told apart.

use super::destination::{Cell, Column, DESTINATIONS, Form, Terms, terms as terms_of};
use super::fingerprint::parse;
use clientele_model::outbound::{Destination, Field};

/// A list as a table.
pub(super) struct Sheet {
    /// The destination that it was made for, where it was made here.
    pub terms: Option<&'static Terms>,
    /// Rows of cells, without headings.
    pub rows: Vec<Vec<String>>,
    /// Where customer numbers stand.
    pub id: Option<usize>,
    /// Where e-mail addresses stand.
    pub email: Option<usize>,
    /// Where phone numbers stand.
    pub phone: Option<usize>,
    /// Where it says who is held out.
    pub held: Option<usize>,
}

/// Usual headings of files from elsewhere, in small letters and digits alone.
const IDS: &[&str] = &[
    "customer",
    "customerid",
    "customernumber",
    "customerno",
    "custid",
    "clientid",
    "userid",
    "memberid",
    "contactid",
    "externid",
    "externalid",
    "subscriberkey",
    "kundennummer",
    "kundennr",
    "kundenid",
    "numeroclient",
    "idclient",
    "id",
];
const EMAILS: &[&str] = &[
    "email",
    "emailaddress",
    "mail",
    "emailsha256",
    "sha256email",
    "hashedemail",
    "emailhash",
    "mailadresse",
    "emailadresse",
    "adresseemail",
    "courriel",
    "correo",
];
const PHONES: &[&str] = &[
    "phone",
    "phonenumber",
    "mobile",
    "mobilephone",
    "telephone",
    "phonesha256",
    "sha256phone",
    "hashedphone",
    "telefon",
];

impl Sheet {
    /// Reads a list; none where it has no rows.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let mut table = match text.trim_start().starts_with('{') {
            true => lines(text),
            false => records(text),
        };
        let is_blank = |row: &Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
        table.retain(|row| !is_blank(row));
        let head = table.first()?.clone();
        let sheet = match of(&head, text) {
            Some(terms) => Self::made_here(terms, &head),
            None => Self::from_elsewhere(&head, &table),
        };
        // Whoever writes no headings begins with somebody.
        let begins_at_once = sheet.terms.is_none() && head.iter().any(|cell| is_somebody(cell));
        let rows = table.split_off(usize::from(!begins_at_once));
        (!rows.is_empty()).then_some(Self { rows, ..sheet })
    }

    fn made_here(terms: &'static Terms, head: &[String]) -> Self {
        let place = |is: &dyn Fn(Cell) -> bool| {
            let mut columns = terms.columns.iter();
            let column = columns.find(|column: &&Column| is(column.cell));
            column.and_then(|column| head.iter().position(|heading| heading == column.heading))
        };
        let of_field =
            |field| move |cell| cell == Cell::Plain(field) || cell == Cell::Hashed(field);
        Self {
            terms: Some(terms),
            rows: Vec::new(),
            id: place(&|cell| matches!(cell, Cell::Id | Cell::IdHashed)),
            email: place(&of_field(Field::Email)),
            phone: place(&of_field(Field::Phone)),
            held: place(&|cell| cell == Cell::Held),
        }
    }

    /// By its headings, else by what stands in it: addresses and fingerprints first, and the first column otherwise.
    fn from_elsewhere(head: &[String], table: &[Vec<String>]) -> Self {
        let bare = |cell: &String| -> String {
            let small = cell.to_lowercase();
            small.chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let heads: Vec<String> = head.iter().map(bare).collect();
        let named = |names: &[&str]| {
            let mut names = names.iter();
            names.find_map(|name| heads.iter().position(|heading| heading == name))
        };
        let (id, mut email, phone) = (named(IDS), named(EMAILS), named(PHONES));
        if (id, email, phone) == (None, None, None) {
            let some = &table[..table.len().min(100)];
            let share = |at: usize| {
                let cells = some.iter().filter_map(|row| row.get(at));
                2 * cells
                    .filter(|cell| cell.contains('@') || parse(cell.trim()).is_some())
                    .count()
                    >= some.len()
            };
            email = (0..head.len()).find(|&at| share(at));
        }
        let nothing = (id, email, phone) == (None, None, None);
        Self {
            terms: None,
            rows: Vec::new(),
            id: id.or(nothing.then_some(0)),
            email,
            phone,
            held: None,
        }
    }

    /// Whether there are fingerprints in a column.
    pub fn has_fingerprints(&self, column: Option<usize>) -> bool {
        let cells = column
            .into_iter()
            .flat_map(|at| self.rows.iter().filter_map(move |row| row.get(at)));
        cells.into_iter().any(|cell| parse(cell.trim()).is_some())
    }
}

/// Whether a cell is no heading: an address, a fingerprint, a number.
fn is_somebody(cell: &str) -> bool {
    let cell = cell.trim();
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    cell.contains('@') || parse(cell).is_some() || 2 * digits > cell.len()
}

/// The destination whose headings these are: all of them are its own, and those that it always has are there.
fn of(head: &[String], text: &str) -> Option<&'static Terms> {
    let is_lines = text.trim_start().starts_with('{');
    let fits = |terms: &&Terms| {
        let own = |heading: &String| terms.columns.iter().any(|column| column.heading == heading);
        let mut always = terms.columns.iter().filter(|column| column.always);
        (terms.form == Form::Lines) == is_lines
            && head.iter().all(own)
            && always.all(|column| head.iter().any(|heading| heading == column.heading))
    };
    // A file of numbers alone has all the headings of a table; other tables of customers have more.
    let numbers = head.iter().any(|heading| heading == "customer") && !is_lines;
    let to = match head.len() {
        1 => Destination::Ids,
        _ => Destination::Csv,
    };
    match numbers {
        true => Some(terms_of(to)),
        false => DESTINATIONS.iter().find(fits),
    }
}

/// Records of CSV; an apostrophe that guards a cell is taken off. Cells are parted by what parts most of the headings.
fn records(text: &str) -> Vec<Vec<String>> {
    let head = text.lines().next().unwrap_or_default();
    let mut between = ',';
    for sign in [';', '\t', '|'] {
        if head.matches(sign).count() > head.matches(between).count() {
            between = sign;
        }
    }
    let (mut all, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut signs) = (false, text.chars().peekable());
    while let Some(sign) = signs.next() {
        match (quoted, sign) {
            (true, '"') if signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            (_, '"') => quoted = !quoted,
            (false, sign) if sign == between => row.push(unguarded(&mut cell)),
            (false, '\r') if signs.peek() == Some(&'\n') => {}
            (false, '\n') => {
                row.push(unguarded(&mut cell));
                all.push(std::mem::take(&mut row));
            }
            (_, sign) => cell.push(sign),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(unguarded(&mut cell));
        all.push(row);
    }
    all
}

fn unguarded(cell: &mut String) -> String {
    let cell = std::mem::take(cell);
    match cell.strip_prefix('\'') {
        Some(rest)
            if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) =>
        {
            rest.to_owned()
        }
        _ => cell,
    }
}

/// Objects of JSON, one a line, as a table under the headings of the first one; a line that is none stands as it is in the first
/// column.
fn lines(text: &str) -> Vec<Vec<String>> {
    let mut head: Vec<String> = Vec::new();
    let mut all = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let Ok(object) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line)
        else {
            all.push(vec![line.chars().take(GLANCE).collect()]);
            continue;
        };
        if head.is_empty() {
            head = object.keys().cloned().collect();
            all.insert(0, head.clone());
        }
        let cell = |heading: &String| match object.get(heading) {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(serde_json::Value::Bool(flag)) => flag.to_string(),
            Some(serde_json::Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        all.push(head.iter().map(cell).collect());
    }
    all
}

/// How much of a line that cannot be read is shown.
const GLANCE: usize = 40;
