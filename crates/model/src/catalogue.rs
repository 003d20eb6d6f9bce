//! `catalogue.json`: what a pack is, where its tables are, and what became of every line.

mod span;

use crate::Date;
use crate::filters::Dimension;
use serde::{Deserialize, Serialize};

pub use span::{Few, Span, span, usual};

/// The newest contract version that is written and read here.
pub const CONTRACT: u32 = 1;

/// A static data set. The file names are relative to the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Contract version of everything in the pack.
    pub contract: u32,
    /// Folder name, as in links: `data=…`.
    pub slug: String,
    /// Name that is shown.
    pub title: String,
    /// One sentence about the shop.
    pub about: String,
    /// Who made the data and where they are found.
    pub attribution: String,
    /// Licence of the data.
    pub licence: String,
    /// ISO 4217 code.
    pub currency: String,
    /// IANA name; times in the pack are wall-clock times of this zone.
    pub zone: String,
    /// Day of the first line.
    pub first: Date,
    /// Day of the last line.
    pub last: Date,
    /// First and last day of the period that is shown when a link names none.
    pub usual: (Date, Date),
    /// Which columns of the files became what.
    pub columns: Vec<ColumnUse>,
    /// Which optional columns the pack has.
    pub has: Has,
    /// Countries with their known customers, most customers first.
    pub countries: Vec<Value>,
    /// Channels with their known customers.
    pub channels: Vec<Value>,
    /// Categories with their known customers.
    pub categories: Vec<Value>,
    /// Tiers with their customers.
    pub tiers: Vec<Value>,
    /// Number of orders with at least one sale.
    pub orders: u32,
    /// Number of customers with at least one sale.
    pub customers: u32,
    /// Number of products with at least one line.
    pub products: u32,
    /// What became of every line.
    pub ledger: Ledger,
    /// The Arrow files of a pack; none where a gateway makes the tables for each question.
    pub files: Vec<File>,
}

impl Catalogue {
    /// Whether a gateway makes the tables for each question, so that there are no files.
    pub fn is_live(&self) -> bool {
        self.files.is_empty()
    }

    /// Cuts what is said of a data set to what anybody reads: a catalogue may come from anywhere.
    pub fn shorten(&mut self) {
        let said = [
            &mut self.title,
            &mut self.about,
            &mut self.attribution,
            &mut self.licence,
            &mut self.zone,
            &mut self.currency,
        ];
        said.into_iter().for_each(shorten);
    }

    /// The values of a dimension; none for products, which are too many to be listed.
    pub fn values(&self, of: Dimension) -> &[Value] {
        match of {
            Dimension::Country => &self.countries,
            Dimension::Channel => &self.channels,
            Dimension::Category => &self.categories,
            Dimension::Tier => &self.tiers,
            Dimension::Product => &[],
        }
    }
}

/// Characters of a text about a data set that are kept.
pub const MOST_TEXT: usize = 500;

/// Cuts a text about a data set to what anybody reads.
pub fn shorten(text: &mut String) {
    if let Some((at, _)) = text.char_indices().nth(MOST_TEXT) {
        text.truncate(at);
    }
}

/// One Arrow IPC file of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Which table it holds: `lines`, `orders`, `products`, `customers`, or a ready-made
    /// `usual/overview`, `usual/customers`, `usual/best_sellers`; perhaps `campaigns` and `exposures`.
    pub table: String,
    /// Path relative to the catalogue.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Number of rows.
    pub rows: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// "Read as" of entries in the list of columns that say what was decided about a whole file.
pub const DECIDED: &str = "Decided";

/// Which column of the input became what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnUse {
    /// Heading in the file.
    pub column: String,
    /// What it is read as: "Order", "Unit price"; empty when not used.
    pub read_as: String,
    /// A remark: "missing on 23%", "43 values".
    pub note: String,
}

/// Which optional columns there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Has {
    /// Country or region of an order.
    pub country: bool,
    /// Channel of an order.
    pub channel: bool,
    /// Category of a product.
    pub category: bool,
    /// Tier of a customer.
    pub tier: bool,
    /// Discount on a line.
    pub discount: bool,
    /// Unit cost of a product.
    pub cost: bool,
    /// E-mail and its opt-in.
    pub email: bool,
    /// Campaigns, and who was in which arm. Packs of before there were any do not say it.
    #[serde(default)]
    pub campaigns: bool,
    /// Nothing but whole orders: no file named a product. Packs of before this was known do not say it.
    #[serde(default)]
    pub whole_orders: bool,
}

impl Has {
    /// Whether there is the column of a dimension; products there always are.
    pub fn dimension(self, of: Dimension) -> bool {
        match of {
            Dimension::Country => self.country,
            Dimension::Channel => self.channel,
            Dimension::Category => self.category,
            Dimension::Tier => self.tier,
            Dimension::Product => true,
        }
    }
}

/// A value of a dimension and how many known customers have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The value.
    pub name: String,
    /// Known customers with at least one sale under it.
    pub customers: u32,
}

/// Where a line of the input went; every line is in exactly one class. Tested in this order: the
/// first that fits takes the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LineClass {
    /// A value could not be read.
    Unreadable,
    /// The order was cancelled, failed or never finished: it did not become a sale. A ledger
    /// without such lines has no row for them.
    NotSold,
    /// The line stands in two sheets of the file; the second is kept.
    Overlap,
    /// Price zero, negative or not a number.
    NoPrice,
    /// Postage, fees, adjustments: the product code is on the service list.
    Service,
    /// Returned or cancelled goods of a known customer.
    ReturnKnown,
    /// Returned or cancelled goods without a customer.
    ReturnAnonymous,
    /// Goods sold without a customer number.
    SaleAnonymous,
    /// Goods sold to a known customer.
    SaleKnown,
}

/// What became of every line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// Lines read.
    pub read: u64,
    /// Name of the input, and how it was recognised.
    pub source: String,
    /// Lines and value per class; the lines add up to `read`.
    pub classes: Vec<LedgerRow>,
    /// Lines that are exact copies of another line of the same order (kept unless a link says
    /// otherwise), and their value.
    pub copies: (u64, f64),
    /// Lines without a customer, whatever their class (overlap apart).
    pub without_customer: u64,
    /// Lines on cancelled orders, whatever their class (overlap apart).
    pub cancelled: u64,
    /// The usual "clean" subset: quantity and price above zero, customer known, not cancelled,
    /// services included: lines, orders, customers, revenue.
    pub clean: (u64, u64, u64, f64),
    /// Product codes kept apart as services, most lines first.
    pub services: Vec<Service>,
    /// The first unreadable lines: line number in the file, and why.
    pub unreadable: Vec<(u64, String)>,
    /// Per month of the data: its first day, lines with customer, lines without.
    pub months: Vec<(Date, u64, u64)>,
    /// The largest single return: product, quantity, value, day, and whether an order of the same
    /// size by the same customer stands on the same or an earlier day.
    pub largest_return: Option<LargestReturn>,
    /// What became of the exposures to campaigns, where a file of them was read.
    #[serde(default)]
    pub exposures: Option<ExposureLedger>,
}

/// What became of the exposures to campaigns. Those read and not kept cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExposureLedger {
    /// Exposures read.
    pub read: u64,
    /// Those that are in the pack.
    pub kept: u64,
    /// Of these, the ones of customers who are on no line of an order: they are kept as customers who did not buy.
    pub unknown: u64,
    /// The first that cannot be read: line number in the file, and why.
    pub unreadable: Vec<(u64, String)>,
}

/// Lines of one class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerRow {
    /// The class.
    pub class: LineClass,
    /// How many lines.
    pub lines: u64,
    /// Sum of quantity × price, before discount.
    pub value: f64,
    /// What was paid for it, after discount; below zero where it was paid back. None in packs of before
    /// this was counted.
    #[serde(default)]
    pub paid: Option<f64>,
}

/// A product code kept apart as a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// The code, as in `goods=…`.
    pub code: String,
    /// Plain name.
    pub name: String,
    /// How many lines.
    pub lines: u64,
    /// Sum of quantity × price, before discount.
    pub value: f64,
}

/// The largest single return.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LargestReturn {
    /// Product name.
    pub product: String,
    /// Pieces, above zero.
    pub pieces: u64,
    /// Value, above zero.
    pub value: f64,
    /// Day.
    pub day: Date,
    /// Whether it cancels an order of the same size, product and customer.
    pub cancels: bool,
}
