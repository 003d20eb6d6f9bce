//! The styles in which one table is written.

use proptest::prelude::*;

use super::words::{HEADINGS, MONTHS, NONE};
use super::{Days, Line, parquet, workbook};
use crate::archives::tests::{gzip, zip};

#[derive(Clone, Debug)]
pub(super) struct Style {
    separator: char,
    comma: bool,
    thousands: usize,
    pub(super) mark: usize,
    date: usize,
    language: usize,
    quoted: bool,
    titles: usize,
    notes: bool,
    negative: usize,
    first_line_only: bool,
    total: bool,
    headings_again: bool,
    ids: usize,
    none: usize,
    ending: usize,
    encoding: usize,
    packing: usize,
    days: Days,
}

/// Forms of dates in which the month is a number, or the day.
const FORMS: usize = 13;

/// How a table may be handed over.
const PACKINGS: [&str; 6] = ["csv", "gz", "zip", "zst", "xlsx", "parquet"];

pub(super) fn style() -> impl Strategy<Value = Style> {
    let first = (
        0..4usize,
        any::<bool>(),
        0..7usize,
        0..6usize,
        0..(FORMS + 3 * MONTHS.len()),
        0..HEADINGS.len(),
        any::<bool>(),
        0..4usize,
    );
    let second = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        0..3usize,
        0..NONE.len(),
        0..3usize,
        0..6usize,
        // Mostly text.
        prop_oneof![3 => Just(0), 4 => 1..PACKINGS.len()],
    );
    let serials = (any::<bool>(), any::<bool>())
        .prop_map(|(from_1904, formed)| Days::Serials { from_1904, formed });
    let days = prop_oneof![1 => Just(Days::Texts), 2 => serials];
    let third = (any::<bool>(), 0..4usize, days);
    (first, second, third).prop_map(|(a, b, (notes, negative, days))| {
        let (separator, comma, thousands, mark, date, language, quoted, titles) = a;
        let (first_line_only, total, headings_again, ids, none, ending, encoding, packing) = b;
        Style {
            separator: [',', ';', '\t', '|'][separator],
            comma,
            thousands,
            mark,
            date,
            language,
            quoted,
            titles,
            notes,
            negative,
            first_line_only,
            total,
            headings_again,
            ids,
            none,
            ending,
            encoding,
            packing,
            days,
        }
    })
}

impl Style {
    fn money(&self, cents: u32) -> String {
        let (decimal, thousands) = match (self.comma, self.thousands) {
            (_, 0) => (if self.comma { ',' } else { '.' }, None),
            (comma, 1) => (
                if comma { ',' } else { '.' },
                Some(if comma { '.' } else { ',' }),
            ),
            (comma, at) => {
                let signs = ['’', '\'', '\u{202f}', '\u{a0}', ' '];
                (if comma { ',' } else { '.' }, signs.get(at - 2).copied())
            }
        };
        let (whole, rest) = (cents / 100, cents % 100);
        let whole = match thousands {
            Some(sign) if whole >= 1000 => format!("{}{sign}{:03}", whole / 1000, whole % 1000),
            _ => whole.to_string(),
        };
        let number = format!("{whole}{decimal}{rest:02}");
        match self.mark {
            0 => number,
            1 => format!("€{number}"),
            2 => format!("{number} €"),
            3 => format!("EUR {number}"),
            4 => format!("{number} EUR"),
            _ => format!(" € {number} "),
        }
    }

    fn day(&self, number: u32) -> String {
        let (month, day) = (1 + number / 28 % 12, 1 + number % 28);
        let year = 2023 + number / 336;
        // Days of the year before, and of the months before; no year here is a leap year but the second.
        let serial = super::day(number);
        let since_1970 = i64::from(serial) * 86_400 + 10 * 3600 + 1800;
        if let ("xlsx", Days::Serials { from_1904, .. }) = (PACKINGS[self.packing], self.days) {
            // 1970 began on this day of the workbook; every other style has a time of day as well.
            let serial = serial + if from_1904 { 24_107 } else { 25_569 };
            let time = [0.0, 0.4375][self.date % 2];
            return (f64::from(serial) + time).to_string();
        }
        match self.date {
            0 => format!("{year}-{month:02}-{day:02}"),
            1 => format!("{year}-{month:02}-{day:02}T10:30:00+01:00"),
            2 => format!("{day:02}.{month:02}.{year} 10:30"),
            3 => format!("{day}/{month}/{year}"),
            4 => format!("{month}/{day}/{year} 9:05 PM"),
            5 => format!("{year}{month:02}{day:02}"),
            6 => format!("{day:02}/{month:02}/{:02}", year % 100),
            7 => format!("{year}/{month}/{day} 9:05"),
            8 => format!("{month:02}-{day:02}-{year}"),
            9 => since_1970.to_string(),
            10 => format!("{since_1970}000"),
            11 => (serial + 25_569).to_string(),
            12 => format!("{}.4375", serial + 25_569),
            named => {
                let at = named - FORMS;
                let language = MONTHS[at % MONTHS.len()];
                let name = language.split(' ').nth(month as usize - 1).unwrap();
                match at / MONTHS.len() {
                    0 => format!("{day} {name} {year}"),
                    1 => format!("{name} {day}, {year}"),
                    _ => format!("{day:02}-{name}-{year} 10:30:00"),
                }
            }
        }
    }

    /// Pieces; those that came back are below zero in every way that is written.
    fn pieces(&self, pieces: i32) -> String {
        match (pieces < 0, self.negative) {
            (true, 1) => format!("({})", -pieces),
            (true, 2) => format!("{}-", -pieces),
            (true, 3) => format!("−{}", -pieces),
            _ => pieces.to_string(),
        }
    }

    fn id(&self, number: u32) -> String {
        match self.ids {
            0 => number.to_string(),
            1 => format!("{number}.0"),
            _ => format!("'{number}"),
        }
    }

    fn cell(&self, text: &str) -> String {
        let needs = self.quoted || text.contains([self.separator, '"', '\n']);
        if needs {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    }

    fn row(&self, cells: &[String]) -> String {
        let cells: Vec<String> = cells.iter().map(|cell| self.cell(cell)).collect();
        cells.join(&self.separator.to_string())
    }

    /// What stands above the headings.
    fn titles(&self) -> Vec<Vec<String>> {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        match self.titles {
            0 => vec![],
            1 => vec![row(&["Sales report"])],
            2 => vec![row(&["Sales of the year", ""]), row(&["", ""])],
            // Merged headings above the headings.
            _ => vec![row(&["Order", "", "Customer", "Goods", "", ""])],
        }
    }

    /// The rows below the headings.
    fn rows(&self, lines: &[Line]) -> Vec<Vec<String>> {
        let mut rows = vec![];
        let mut before = None;
        for (at, &(order, day, customer, product, pieces, cents)) in lines.iter().enumerate() {
            if self.headings_again && at == lines.len() / 2 {
                rows.push(HEADINGS[self.language].map(str::to_owned).to_vec());
            }
            let below = self.first_line_only && before == Some(order);
            let fact = |text: String| if below { String::new() } else { text };
            let who = customer.map_or(NONE[self.none].to_owned(), |customer| self.id(customer));
            rows.push(vec![
                self.id(order),
                fact(self.day(day)),
                fact(who),
                format!("P{product}"),
                self.pieces(pieces),
                self.money(cents),
            ]);
            before = Some(order);
        }
        if self.total {
            let pieces: i32 = lines.iter().map(|line| line.4).sum();
            let mut total = vec![
                "Total".to_owned(),
                String::new(),
                String::new(),
                String::new(),
            ];
            total.extend([pieces.to_string(), self.money(123_456)]);
            rows.push(total);
        }
        if self.notes {
            rows.push(vec![String::new(); 6]);
            rows.push(vec!["Exported by the till on Monday".to_owned()]);
        }
        rows
    }

    pub(super) fn write(&self, lines: &[Line]) -> Vec<u8> {
        let headings = HEADINGS[self.language].map(str::to_owned).to_vec();
        let below = self.rows(lines);
        match PACKINGS[self.packing] {
            // Its headings are none of its lines.
            "parquet" => {
                let mut below = below;
                below.retain(|row| *row != headings && row.iter().any(|cell| !cell.is_empty()));
                parquet(&headings, &below)
            }
            "xlsx" => {
                let above = self.titles().into_iter().chain([headings]);
                workbook(above.chain(below), self.days)
            }
            packing => {
                let above = self.titles().into_iter().chain([headings]);
                let rows: Vec<String> = above
                    .chain(below)
                    .map(|cells| match cells.len() {
                        1 => cells[0].clone(),
                        _ => self.row(&cells),
                    })
                    .collect();
                let text = self.encoded(rows.join(["\n", "\r\n", "\r"][self.ending]) + "\n");
                match packing {
                    "gz" => gzip(&text),
                    "zip" => zip(&[("folder/orders.csv", &text)]),
                    "zst" => zstd::encode_all(&text[..], 3).unwrap(),
                    _ => text,
                }
            }
        }
    }

    fn encoded(&self, text: String) -> Vec<u8> {
        let marked = || format!("\u{feff}{text}");
        let utf16 = |bytes: fn(u16) -> [u8; 2]| {
            marked().encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
        };
        // A code page has no room for every sign.
        let page = |page: &'static encoding_rs::Encoding| {
            let (bytes, _, lost) = page.encode(&text);
            (!lost).then(|| bytes.into_owned())
        };
        match self.encoding {
            0 => text.clone().into_bytes(),
            1 => marked().into_bytes(),
            2 => utf16(u16::to_le_bytes),
            3 => utf16(u16::to_be_bytes),
            4 => page(encoding_rs::WINDOWS_1252).unwrap_or_else(|| text.clone().into_bytes()),
            _ => page(encoding_rs::WINDOWS_1250).unwrap_or_else(|| text.clone().into_bytes()),
        }
    }
}
