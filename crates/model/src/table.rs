//! Names and columns of the tables every engine must produce, and of the files of a pack.
//!
//! The same names stand in Arrow files, in the aggregator and in SQL.

/// Kind of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Signed 32-bit whole number.
    I32,
    /// Unsigned 32-bit whole number.
    U32,
    /// 64-bit float.
    F64,
    /// Text.
    Text,
    /// Days since 1970-01-01.
    Day,
    /// List of unsigned 32-bit whole numbers.
    U32List,
    /// List of 64-bit floats.
    F64List,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name in Arrow and SQL.
    pub name: &'static str,
    /// Kind of its values.
    pub kind: Kind,
    /// Whether values may be missing.
    pub nullable: bool,
    /// Meaning and unit.
    pub doc: &'static str,
}

const fn column(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column {
        name,
        kind,
        nullable: false,
        doc,
    }
}

/// One row per known customer with at least one order in the window.
pub const CUSTOMERS: [Column; 16] = [
    column("customer", Kind::Text, "Customer number."),
    column(
        "country",
        Kind::Text,
        "Country of the latest order, or empty.",
    ),
    column("tier", Kind::Text, "Tier, or empty."),
    column(
        "first_ever",
        Kind::Day,
        "Day of the first order of all, before the window too.",
    ),
    column("first", Kind::Day, "Day of the first order in the window."),
    column("last", Kind::Day, "Day of the last order in the window."),
    column(
        "orders",
        Kind::U32,
        "Distinct orders with at least one sale.",
    ),
    column("order_days", Kind::U32, "Distinct days with an order."),
    column(
        "gross",
        Kind::F64,
        "Goods sold, in the data set's currency.",
    ),
    column("returned", Kind::F64, "Goods returned, above zero."),
    column("units", Kind::F64, "Pieces sold."),
    column("lines", Kind::U32, "Lines sold."),
    column("products", Kind::U32, "Distinct products bought."),
    column("discount", Kind::F64, "Discount given, above zero."),
    column("discounted_lines", Kind::U32, "Lines sold with a discount."),
    column(
        "online_orders",
        Kind::U32,
        "Orders through channels other than a store.",
    ),
];

/// Of [`CUSTOMERS`] the columns that groups by value are made from and named by: it is made in a
/// fraction of the time.
pub const RFM: [Column; 6] = [
    CUSTOMERS[0],
    CUSTOMERS[3],
    CUSTOMERS[5],
    CUSTOMERS[6],
    CUSTOMERS[8],
    CUSTOMERS[9],
];

/// Key figures per grouping and key: `all`, `bucket`, `country`, `channel`.
pub const OVERVIEW: [Column; 11] = [
    column(
        "side",
        Kind::Text,
        "now, or then for the period compared with.",
    ),
    column("grouping", Kind::Text, "all, bucket, country or channel."),
    column("key", Kind::Text, "First day of the bucket, or the name."),
    column("gross", Kind::F64, "Goods sold."),
    column("returned", Kind::F64, "Goods returned, above zero."),
    column("discount", Kind::F64, "Discount given, above zero."),
    column(
        "anonymous_gross",
        Kind::F64,
        "Goods sold without a customer number.",
    ),
    column(
        "anonymous_returned",
        Kind::F64,
        "Goods returned without a customer number.",
    ),
    column(
        "orders",
        Kind::U32,
        "Distinct orders with at least one sale.",
    ),
    column(
        "customers",
        Kind::U32,
        "Distinct known customers with at least one order.",
    ),
    column(
        "new_customers",
        Kind::U32,
        "Of those, the ones whose first order of all is in here.",
    ),
];

/// One row per product with at least one sale in the window.
pub const PRODUCTS: [Column; 8] = [
    column("product", Kind::Text, "Product code."),
    column("name", Kind::Text, "Name, as written most often."),
    column("category", Kind::Text, "Category, or empty."),
    column("gross", Kind::F64, "Goods sold."),
    column("returned", Kind::F64, "Goods returned, above zero."),
    column("units", Kind::F64, "Pieces sold."),
    column("orders", Kind::U32, "Distinct orders with it."),
    column(
        "customers",
        Kind::U32,
        "Distinct known customers who bought it.",
    ),
];

/// What the table of customers has besides, where it is asked of a database.
pub const CUSTOMER_CATEGORIES: [Column; 1] = [column(
    "category_gross",
    Kind::F64List,
    "Goods sold per category, in the order of the catalogue's categories; empty when not asked for.",
)];

/// What the table of products has besides, where it is asked of a database: how steadily a product
/// sells. A period is a full calendar month of the window, or a full week where it has fewer than six
/// full months; periods before the one in which the product was first sold are left out.
pub const PRODUCT_PERIODS: [Column; 4] = [
    column("periods", Kind::U32, "Full periods."),
    column("periods_sold", Kind::U32, "Of those, the ones with a sale."),
    column("period_mean", Kind::F64, "Mean of pieces per period."),
    column(
        "period_deviation",
        Kind::F64,
        "Standard deviation of pieces per period, divided by the number of periods.",
    ),
];

/// What the table of products has besides those, where it is asked of a database: a product's course.
/// The last three are asked for with the lens on behaviour, else NaN and empty lists.
pub const PRODUCT_COURSE: [Column; 5] = [
    column(
        "first",
        Kind::Day,
        "Day of the first sale of all, before the window too.",
    ),
    column("last", Kind::Day, "Day of the last sale in the window."),
    column(
        "margin",
        Kind::F64,
        "Revenue less the cost of the pieces; NaN where the cost is not known.",
    ),
    column("pieces", Kind::U32List, "Pieces sold per full period."),
    column(
        "sales",
        Kind::F64List,
        "Revenue per full period, net of returns in the period in which they came back.",
    ),
];

/// One row per day on which one product was sold or came back, up to the last day of the window.
pub const PRODUCT: [Column; 5] = [
    column("day", Kind::Day, "The day."),
    PRODUCTS[3],
    PRODUCTS[4],
    PRODUCTS[5],
    PRODUCTS[6],
];

/// What stands together in an order. First one row per item (a product, or a category) above the
/// support floor, most orders first; then one row per different set of them in orders of so many
/// items, so that the orders of the sets add up to all.
pub const BASKETS: [Column; 5] = [
    column(
        "item",
        Kind::Text,
        "Product code, or category; empty for a set.",
    ),
    column(
        "orders",
        Kind::U32,
        "Orders with the item, or with exactly this set.",
    ),
    column(
        "size",
        Kind::U32,
        "Different items in each of these orders, those below the floor too; 0 for an item.",
    ),
    column(
        "items",
        Kind::U32List,
        "Rows of the set's items, counted from 0, ascending; empty for an item.",
    ),
    column(
        "worths",
        Kind::F64List,
        "What they brought in, less the cost of the pieces where that is known: of one item in all these orders, of several order by order.",
    ),
];
