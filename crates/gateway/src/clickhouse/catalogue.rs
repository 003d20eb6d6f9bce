//! The catalogue of a data set behind ClickHouse, from its tables of dimensions and of the ledger.

use std::collections::BTreeMap;

use clientele_analysis::days::{Day, to_date};
use clientele_analysis::remote::facts::{DimensionRows, LedgerRows};
use clientele_model::Date;
use clientele_model::catalogue::{
    CONTRACT, Catalogue, ColumnUse, Has, LargestReturn, Ledger, LedgerRow, LineClass, Service,
    Value, usual,
};

use clientele_intake::assemble::About;
use clientele_model::failure::Failure;

use super::trouble::{Trouble, TroubleKind};

/// Makes a catalogue from the Arrow streams of `Table::Dimensions` and `Table::Ledger`.
///
/// # Errors
/// [`TroubleKind::Cut`] for bytes that are no Arrow stream, [`TroubleKind::SetUp`] when the view holds no sale of
/// goods or a column is not as the statement writes it.
pub fn catalogue(about: About, dimensions: &[u8], ledger: &[u8]) -> Result<Catalogue, Trouble> {
    let rows = DimensionRows::read(dimensions).map_err(unreadable)?;
    let mut facts: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let mut listed: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let named = rows.section.iter().zip(rows.name.iter());
    for ((section, name), &number) in named.zip(&rows.number) {
        match section {
            "range" | "total" | "has" => {
                facts.insert((section, name), number);
            }
            dimension => listed.entry(dimension).or_default().push(Value {
                name: name.to_owned(),
                customers: number as u32,
            }),
        }
    }
    let fact = |section, name| facts.get(&(section, name)).copied().unwrap_or(0.0);
    let total = |name| fact("total", name) as u32;
    let day = |name| to_date(fact("range", name) as Day);
    let mut values = |dimension| listed.remove(dimension).unwrap_or_default();
    if total("orders") == 0 {
        return Err(Trouble::new(
            TroubleKind::SetUp,
            "clientele_lines holds no sale of goods",
        ));
    }
    let (first, last) = (day("first"), day("last"));
    if first > last {
        return Err(Trouble::new(
            TroubleKind::SetUp,
            format!("the lines of clientele_lines end on {last}, before they begin on {first}"),
        ));
    }
    let has = Has {
        country: fact("has", "country") != 0.0,
        channel: fact("has", "channel") != 0.0,
        category: fact("has", "category") != 0.0,
        tier: fact("has", "tier") != 0.0,
        discount: fact("has", "discount") != 0.0,
        cost: fact("has", "cost") != 0.0,
        // Addresses stay in the database.
        email: false,
        // Whoever knows the views says so.
        campaigns: false,
        whole_orders: false,
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
    let rows = LedgerRows::read(stream).map_err(unreadable)?;
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
    for row in 0..rows.lines.len() {
        let (name, detail) = (rows.name.get(row), rows.detail.get(row));
        let [lines, orders, customers] =
            [&rows.lines, &rows.orders, &rows.customers].map(|counts| counts[row] as u64);
        let value = rows.value[row];
        let of_class = CLASSES.iter().position(|(_, known)| *known == name);
        match rows.section.get(row) {
            "class" => {
                if let Some(class) = of_class.map(|at| &mut ledger.classes[at]) {
                    (class.lines, class.value) = (lines, value);
                }
                ledger.read += lines;
            }
            "paid" => {
                if let Some(class) = of_class.map(|at| &mut ledger.classes[at]) {
                    class.paid = Some(value);
                }
            }
            "copies" => ledger.copies = (lines, value),
            "without_customer" => ledger.without_customer = lines,
            "cancelled" => ledger.cancelled = lines,
            "clean" => ledger.clean = (lines, orders, customers, value),
            "service" => ledger.services.push(Service {
                code: name.to_owned(),
                name: detail.to_owned(),
                lines,
                value,
            }),
            "month" => {
                let counts = months.entry(date(name)?).or_default();
                match detail {
                    "known" => counts.0 = lines,
                    _ => counts.1 = lines,
                }
            }
            "largest_return" => {
                ledger.largest_return = Some(LargestReturn {
                    product: name.to_owned(),
                    pieces: lines,
                    value,
                    day: date(detail)?,
                    cancels: orders != 0,
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
        .map_err(|_| Trouble::new(TroubleKind::SetUp, format!("“{text}” is not a day")))
}

/// Bytes that are no table of the contract.
fn unreadable(why: Failure) -> Trouble {
    let kind = match why {
        Failure::MissingColumn { .. } => TroubleKind::SetUp,
        _ => TroubleKind::Cut,
    };
    Trouble::new(kind, why.to_string())
}
