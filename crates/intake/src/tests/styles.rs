//! One table written in three hundred styles is read back the same: separators, decimal signs, currencies,
//! dates, headings in several languages, titles above, sums below, facts of an order on its first line; as
//! text, packed, and as cells of a workbook or of a Parquet file.

use super::rows::{parquet, workbook};
use super::*;
use crate::archives::tests::{gzip, zip};
use proptest::prelude::*;

/// A line: order, day, customer, product, pieces, price of one in cents.
type Line = (u32, u32, Option<u32>, u32, i32, u32);

#[derive(Clone, Debug)]
struct Style {
    separator: char,
    comma: bool,
    thousands: usize,
    mark: usize,
    date: usize,
    language: usize,
    quoted: bool,
    titles: usize,
    first_line_only: bool,
    total: bool,
    headings_again: bool,
    ids: usize,
    none: usize,
    ending: usize,
    encoding: usize,
    packing: usize,
}

/// How a table may be handed over.
const PACKINGS: [&str; 6] = ["csv", "gz", "zip", "zst", "xlsx", "parquet"];

const HEADINGS: [[&str; 6]; 6] = [
    [
        "order_id",
        "order_date",
        "customer_id",
        "sku",
        "qty",
        "unit_price",
    ],
    [
        "Order ID",
        "Date",
        "Customer No.",
        "Product Code",
        "Quantity",
        "Price (each)",
    ],
    [
        "Bestellnummer",
        "Bestelldatum",
        "Kundennummer",
        "Artikelnummer",
        "Menge",
        "Einzelpreis",
    ],
    [
        "Numéro de commande",
        "Date de commande",
        "N° client",
        "Référence",
        "Quantité",
        "Prix unitaire",
    ],
    [
        "Número de pedido",
        "Fecha",
        "ID cliente",
        "Producto",
        "Cantidad",
        "Precio unitario",
    ],
    [
        "Номер заказа",
        "Дата заказа",
        "Клиент",
        "Артикул",
        "Количество",
        "Цена",
    ],
];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

const NONE: [&str; 6] = ["", "NULL", "#N/A", "Guest", "-", "nan"];

fn style() -> impl Strategy<Value = Style> {
    let first = (
        0..4usize,
        any::<bool>(),
        0..4usize,
        0..6usize,
        0..9usize,
        0..HEADINGS.len(),
        any::<bool>(),
        0..3usize,
    );
    let second = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        0..3usize,
        0..NONE.len(),
        0..2usize,
        0..3usize,
        // Mostly text.
        prop_oneof![3 => Just(0), 4 => 1..PACKINGS.len()],
    );
    (first, second).prop_map(|(a, b)| {
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
            first_line_only,
            total,
            headings_again,
            ids,
            none,
            ending,
            encoding,
            packing,
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
            (comma, 2) => (if comma { ',' } else { '.' }, Some('’')),
            (comma, _) => (if comma { ',' } else { '.' }, Some('\u{202f}')),
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
        let name = MONTHS[month as usize - 1];
        match self.date {
            0 => format!("{year}-{month:02}-{day:02}"),
            1 => format!("{year}-{month:02}-{day:02}T10:30:00+01:00"),
            2 => format!("{day:02}.{month:02}.{year} 10:30"),
            3 => format!("{day}/{month}/{year}"),
            4 => format!("{month}/{day}/{year} 9:05 PM"),
            5 => format!("{day} {name} {year}"),
            6 => format!("{name} {day}, {year}"),
            7 => format!("{year}{month:02}{day:02}"),
            _ => format!("{day:02}/{month:02}/{:02}", year % 100),
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
            _ => vec![row(&["Sales of the year", ""]), row(&["", ""])],
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
                pieces.to_string(),
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
        rows
    }

    fn write(&self, lines: &[Line]) -> Vec<u8> {
        let headings = HEADINGS[self.language].map(str::to_owned).to_vec();
        let below = self.rows(lines);
        match PACKINGS[self.packing] {
            // Its headings are none of its lines.
            "parquet" => {
                let mut below = below;
                below.retain(|row| *row != headings);
                parquet(&headings, &below)
            }
            "xlsx" => {
                let above = self.titles().into_iter().chain([headings]);
                workbook(above.chain(below))
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
                let text = self.encoded(rows.join(["\n", "\r\n"][self.ending]) + "\n");
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
        match self.encoding {
            0 => text.into_bytes(),
            1 => format!("\u{feff}{text}").into_bytes(),
            _ => format!("\u{feff}{text}")
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
        }
    }
}

/// Orders of one to three lines; the first one has what tells day from month and comma from point.
fn table() -> impl Strategy<Value = Vec<Line>> {
    let line = (1..40u32, 1..4i32, 1..2_000_000u32);
    let order = (
        0..670u32,
        prop::option::of(100..130u32),
        prop::collection::vec(line, 1..4),
    );
    prop::collection::vec(order, 1..12).prop_map(|orders| {
        let mut lines = vec![(1, 27, Some(100), 1, 1, 95), (2, 40, Some(101), 2, 1, 1250)];
        for (at, (day, customer, goods)) in orders.into_iter().enumerate() {
            lines.extend(goods.into_iter().map(|(product, pieces, cents)| {
                (3 + at as u32, day, customer, product, pieces, cents)
            }));
        }
        lines
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn prop_a_table_in_any_style_reads_the_same(style in style(), lines in table()) {
        let dataset = from_text(style.write(&lines));
        let dataset = dataset.map_err(|trouble| TestCaseError::fail(format!("{style:?}: {trouble}")))?;
        let catalogue = &dataset.catalogue;
        prop_assert_eq!(&catalogue.ledger.unreadable, &[]);
        prop_assert_eq!(catalogue.ledger.read, lines.len() as u64);
        let distinct = |values: Vec<u32>| values.into_iter().collect::<std::collections::BTreeSet<_>>().len();
        prop_assert_eq!(catalogue.orders as usize, distinct(lines.iter().map(|line| line.0).collect()));
        prop_assert_eq!(catalogue.customers as usize, distinct(lines.iter().filter_map(|line| line.2).collect()));
        prop_assert_eq!(catalogue.products as usize, distinct(lines.iter().map(|line| line.3).collect()));
        let worth: f64 = dataset.lines.price.iter().zip(dataset.lines.quantity.iter()).map(|(price, pieces)| price * pieces).sum();
        let expected: f64 = lines.iter().map(|line| f64::from(line.5) / 100.0 * f64::from(line.4)).sum();
        prop_assert!((worth - expected).abs() < 0.005, "{} and {}", worth, expected);
        let day = |number: u32| date(2023 + (number / 336) as i16, 1 + (number / 28 % 12) as i8, 1 + (number % 28) as i8);
        let first = lines.iter().map(|line| day(line.1)).min();
        let last = lines.iter().map(|line| day(line.1)).max();
        prop_assert_eq!((Some(catalogue.first), Some(catalogue.last)), (first, last));
        let currency = if style.mark == 0 { "GBP" } else { "EUR" };
        prop_assert_eq!(catalogue.currency.as_str(), currency);
    }
}
