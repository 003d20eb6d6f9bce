//! The catalogue of a data set behind ClickHouse, from its tables of dimensions and of the ledger.

use std::collections::BTreeMap;
use std::io::Cursor;

use arrow::array::{ArrayRef, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::{ArrowPrimitiveType, Float64Type, Int64Type, UInt64Type};
use arrow::ipc::reader::StreamReader;
use clientele_analysis::days::{Day, to_date};
use clientele_model::Date;
use clientele_model::catalogue::{
    CONTRACT, Catalogue, ColumnUse, Has, LargestReturn, Ledger, LedgerRow, LineClass, Service,
    Value, usual,
};

use super::trouble::{Trouble, TroubleKind};
use clientele_intake::assemble::About;

/// Makes a catalogue from the Arrow streams of `Table::Dimensions` and `Table::Ledger`.
///
/// # Errors
/// [`TroubleKind::Cut`] for bytes that are no Arrow stream, [`TroubleKind::SetUp`] when the view holds no sale of
/// goods or a column is not as the statement writes it.
pub fn catalogue(about: About, dimensions: &[u8], ledger: &[u8]) -> Result<Catalogue, Trouble> {
    let rows = Rows::read(dimensions)?;
    let (sections, names) = (rows.texts("section")?, rows.texts("name")?);
    let numbers = rows.numbers::<Int64Type>("number")?;
    let mut facts: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    let mut listed: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for ((section, name), &number) in sections.iter().zip(&names).zip(&numbers) {
        match section.as_str() {
            "range" | "total" | "has" => {
                facts.insert((section.as_str(), name.as_str()), number);
            }
            dimension => listed.entry(dimension).or_default().push(Value {
                name: name.clone(),
                customers: u32::try_from(number).unwrap_or(u32::MAX),
            }),
        }
    }
    let fact = |section, name| facts.get(&(section, name)).copied().unwrap_or(0);
    let total = |name| u32::try_from(fact("total", name)).unwrap_or(u32::MAX);
    let day = |name| to_date(Day::try_from(fact("range", name)).unwrap_or(0));
    let mut values = |dimension| listed.remove(dimension).unwrap_or_default();
    if total("orders") == 0 {
        return Err(Trouble::new(
            TroubleKind::SetUp,
            "clientele_lines holds no sale of goods",
        ));
    }
    let (first, last) = (day("first"), day("last"));
    let has = Has {
        country: fact("has", "country") != 0,
        channel: fact("has", "channel") != 0,
        category: fact("has", "category") != 0,
        tier: fact("has", "tier") != 0,
        discount: fact("has", "discount") != 0,
        cost: fact("has", "cost") != 0,
        // Addresses stay in the database.
        email: false,
    };
    let mut catalogue = Catalogue {
        contract: CONTRACT,
        slug: about.slug,
        title: about.title,
        about: about.about,
        attribution: about.attribution,
        licence: about.licence,
        currency: about.currency,
        zone: about.zone,
        first,
        last,
        usual: usual((first, last)),
        columns: columns(has),
        has,
        countries: values("country"),
        channels: values("channel"),
        categories: values("category"),
        tiers: values("tier"),
        orders: total("orders"),
        customers: total("customers"),
        products: total("products"),
        ledger: self::ledger(ledger)?,
        files: vec![],
    };
    catalogue.mend();
    Ok(catalogue)
}

/// The columns of the view `clientele_lines`, and which optional ones are filled.
fn columns(has: Has) -> Vec<ColumnUse> {
    [
        ("order", "Order", true),
        ("time", "Time", true),
        ("customer", "Customer", true),
        ("product", "Product", true),
        ("name", "Product name", true),
        ("category", "Category", has.category),
        ("quantity", "Quantity", true),
        ("price", "Unit price", true),
        ("discount", "Discount", has.discount),
        ("cost", "Unit cost", has.cost),
        ("country", "Country", has.country),
        ("channel", "Channel", has.channel),
        ("tier", "Tier", has.tier),
    ]
    .into_iter()
    .map(|(column, read_as, filled)| ColumnUse {
        column: column.to_owned(),
        read_as: read_as.to_owned(),
        note: if filled { "" } else { "empty" }.to_owned(),
    })
    .collect()
}

/// Every class, in the order the ledger shows them, and its name in the table.
const CLASSES: [(LineClass, &str); 8] = [
    (LineClass::Unreadable, "Unreadable"),
    (LineClass::Overlap, "Overlap"),
    (LineClass::NoPrice, "NoPrice"),
    (LineClass::Service, "Service"),
    (LineClass::ReturnKnown, "ReturnKnown"),
    (LineClass::ReturnAnonymous, "ReturnAnonymous"),
    (LineClass::SaleAnonymous, "SaleAnonymous"),
    (LineClass::SaleKnown, "SaleKnown"),
];

/// The ledger from the Arrow stream of `Table::Ledger`.
///
/// # Errors
/// As [`catalogue`].
pub fn ledger(stream: &[u8]) -> Result<Ledger, Trouble> {
    let rows = Rows::read(stream)?;
    let (sections, names) = (rows.texts("section")?, rows.texts("name")?);
    let details = rows.texts("detail")?;
    let lines = rows.numbers::<UInt64Type>("lines")?;
    let values = rows.numbers::<Float64Type>("value")?;
    let orders = rows.numbers::<UInt64Type>("orders")?;
    let customers = rows.numbers::<UInt64Type>("customers")?;
    let class = |&(class, _): &(LineClass, &str)| LedgerRow {
        class,
        lines: 0,
        value: 0.0,
        paid: Some(0.0),
    };
    let mut ledger = Ledger {
        source: "ClickHouse".to_owned(),
        classes: CLASSES.iter().map(class).collect(),
        ..Ledger::default()
    };
    let mut months: BTreeMap<Date, (u64, u64)> = BTreeMap::new();
    for row in 0..sections.len() {
        let name = names[row].as_str();
        match sections[row].as_str() {
            "class" => {
                if let Some(at) = CLASSES.iter().position(|(_, known)| *known == name) {
                    (ledger.classes[at].lines, ledger.classes[at].value) =
                        (lines[row], values[row]);
                }
                ledger.read += lines[row];
            }
            "paid" => {
                if let Some(at) = CLASSES.iter().position(|(_, known)| *known == name) {
                    ledger.classes[at].paid = Some(values[row]);
                }
            }
            "copies" => ledger.copies = (lines[row], values[row]),
            "without_customer" => ledger.without_customer = lines[row],
            "cancelled" => ledger.cancelled = lines[row],
            "clean" => ledger.clean = (lines[row], orders[row], customers[row], values[row]),
            "service" => ledger.services.push(Service {
                code: name.to_owned(),
                name: details[row].clone(),
                lines: lines[row],
                value: values[row],
            }),
            "month" => {
                let counts = months.entry(date(name)?).or_default();
                match details[row].as_str() {
                    "known" => counts.0 = lines[row],
                    _ => counts.1 = lines[row],
                }
            }
            "largest_return" => {
                ledger.largest_return = Some(LargestReturn {
                    product: name.to_owned(),
                    pieces: lines[row],
                    value: values[row],
                    day: date(&details[row])?,
                    cancels: orders[row] != 0,
                });
            }
            _ => {}
        }
    }
    ledger.months = months
        .into_iter()
        .map(|(month, (known, anonymous))| (month, known, anonymous))
        .collect();
    ledger
        .services
        .sort_by(|a, b| b.lines.cmp(&a.lines).then(a.code.cmp(&b.code)));
    Ok(ledger)
}

fn date(text: &str) -> Result<Date, Trouble> {
    text.parse()
        .map_err(|_| Trouble::new(TroubleKind::SetUp, format!("“{text}” is no day")))
}

/// The rows of an Arrow stream.
struct Rows(RecordBatch);

impl Rows {
    fn read(stream: &[u8]) -> Result<Self, Trouble> {
        let broken = |error: arrow::error::ArrowError| {
            Trouble::new(TroubleKind::Cut, format!("Arrow: {error}"))
        };
        let reader = StreamReader::try_new(Cursor::new(stream), None).map_err(broken)?;
        let schema = reader.schema();
        let batches = reader.collect::<Result<Vec<_>, _>>().map_err(broken)?;
        concat_batches(&schema, &batches).map(Self).map_err(broken)
    }

    fn texts(&self, column: &str) -> Result<Vec<String>, Trouble> {
        let array = self.column(column)?;
        let texts = array
            .as_string_opt::<i32>()
            .ok_or_else(|| unlike(column, array))?;
        Ok(texts
            .iter()
            .map(|text| text.unwrap_or_default().to_owned())
            .collect())
    }

    fn numbers<T: ArrowPrimitiveType>(&self, column: &str) -> Result<Vec<T::Native>, Trouble> {
        let array = self.column(column)?;
        let numbers = array
            .as_primitive_opt::<T>()
            .ok_or_else(|| unlike(column, array))?;
        Ok(numbers.values().to_vec())
    }

    fn column(&self, column: &str) -> Result<&ArrayRef, Trouble> {
        let missing = || Trouble::new(TroubleKind::SetUp, format!("there is no column “{column}”"));
        self.0.column_by_name(column).ok_or_else(missing)
    }
}

fn unlike(column: &str, array: &ArrayRef) -> Trouble {
    let words = format!("column “{column}” is of kind {}", array.data_type());
    Trouble::new(TroubleKind::SetUp, words)
}
