//! The tables that travel: the files of a pack, and what a gateway answers.
//!
//! Their columns are declared once, in [`columns`](mod@columns). What writes and reads them, what the statements of
//! a database are held to, and the documents follow from there.

pub mod columns;
mod needs;

use columns::{
    BASKETS, CAMPAIGNS, CATEGORY_GROSS, CUSTOMER_MONTHS, CUSTOMERS, DIMENSIONS, EXPOSURES, LEDGER,
    OVERVIEW, PACK_CONTACTS, PACK_CUSTOMERS, PACK_LINES, PACK_ORDERS, PACK_PRODUCTS, POSITION,
    PRODUCT, PRODUCT_COURSE, PRODUCT_PERIODS, PRODUCTS, RESPONSES, VALUES,
};

pub use needs::{Filter, NEEDS, Need, Subject};

/// Kind of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Signed 32-bit whole number.
    I32,
    /// Unsigned 32-bit whole number.
    U32,
    /// 64-bit float.
    F64,
    /// Yes or no.
    Bool,
    /// Text.
    Text,
    /// One of few texts: an Arrow dictionary. A database says with an empty name that there is none.
    Name,
    /// Days since 1970-01-01.
    Day,
    /// List of unsigned 32-bit whole numbers.
    U32List,
    /// List of 64-bit floats.
    F64List,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in Arrow and SQL.
    pub name: &'static str,
    /// Kind of its values. In a pack a number has the narrowest width that holds all of the column.
    pub kind: ColumnKind,
    /// Whether a row may have no value.
    pub has_gaps: bool,
    /// Whether the column is left out where the data have none.
    pub is_optional: bool,
    /// Meaning and unit.
    pub doc: &'static str,
}

impl Column {
    const fn new(name: &'static str, kind: ColumnKind, doc: &'static str) -> Self {
        Self {
            name,
            kind,
            has_gaps: false,
            is_optional: false,
            doc,
        }
    }

    const fn gaps(self) -> Self {
        Self {
            has_gaps: true,
            ..self
        }
    }

    const fn optional(self) -> Self {
        Self {
            is_optional: true,
            ..self
        }
    }
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Name of the file, and in addresses.
    pub name: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// Its columns, in order, from one set or more.
    pub sets: &'static [&'static [Column]],
}

impl Table {
    /// Its columns, in order.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.sets.iter().copied().flatten()
    }
}

/// The customers of a pack.
pub const CUSTOMERS_FILE: Table = Table {
    name: "customers",
    doc: "one row per known customer",
    sets: &[PACK_CUSTOMERS],
};

/// The lines of a pack.
pub const LINES_FILE: Table = Table {
    name: "lines",
    doc: "one row per line of an order, in the order of the orders",
    sets: &[PACK_LINES],
};

/// The orders of a pack.
pub const ORDERS_FILE: Table = Table {
    name: "orders",
    doc: "one row per order, cancellations included, sorted by time",
    sets: &[PACK_ORDERS],
};

/// The products of a pack.
pub const PRODUCTS_FILE: Table = Table {
    name: "products",
    doc: "one row per product",
    sets: &[PACK_PRODUCTS],
};

/// Contact details of customers beside their e-mail address.
pub const CONTACTS_FILE: Table = Table {
    name: "contacts",
    doc: "one row per known customer, in the order of `customers`; only where `clientele pack --contacts` was asked for it",
    sets: &[PACK_CONTACTS],
};

/// Everything of a data set, as files of a pack.
pub const FILES: [Table; 4] = [CUSTOMERS_FILE, LINES_FILE, ORDERS_FILE, PRODUCTS_FILE];

/// The campaigns of a pack or a database.
pub const CAMPAIGNS_FILE: Table = Table {
    name: "campaigns",
    doc: "one row per campaign; only where the data set has campaigns",
    sets: &[CAMPAIGNS],
};

/// Who was in which arm of a campaign.
pub const EXPOSURES_FILE: Table = Table {
    name: "exposures",
    doc: "one row per customer and campaign they were in, treated or held back, by campaign, in the order of the file; only where the data set has campaigns",
    sets: &[EXPOSURES],
};

/// Campaigns, as files of a pack or tables of a database that need not be there.
pub const CAMPAIGN_FILES: [Table; 2] = [CAMPAIGNS_FILE, EXPOSURES_FILE];

/// Ready-made customers of the default question.
pub const USUAL_CUSTOMERS_FILE: Table = Table {
    name: "usual/customers",
    doc: "one row per known customer with at least one order in the usual period; after these columns one per category, `category:` and its name, with the goods sold of it",
    sets: &[POSITION, CUSTOMERS],
};

/// The columns of [`USUAL_CUSTOMERS_FILE`] with goods sold per category are called like this and the
/// category.
pub const CATEGORY_PREFIX: &str = "category:";

/// Ready-made key figures of the default question.
pub const USUAL_OVERVIEW_FILE: Table = Table {
    name: "usual/overview",
    doc: "key figures of the usual period and of the one before",
    sets: &[OVERVIEW],
};

/// Ready-made products of the default question.
pub const USUAL_PRODUCTS_FILE: Table = Table {
    name: "usual/best_sellers",
    doc: "one row per product sold in the usual period, those with most revenue",
    sets: &[PRODUCTS],
};

/// Ready-made answers for the default question, as files of a pack.
pub const USUAL_FILES: [Table; 3] = [
    USUAL_CUSTOMERS_FILE,
    USUAL_OVERVIEW_FILE,
    USUAL_PRODUCTS_FILE,
];

/// What a catalogue is made from, whatever the filters.
pub const DIMENSIONS_TABLE: Table = Table {
    name: "dimensions",
    doc: "what a catalogue needs of the whole data set: one row per fact",
    sets: &[DIMENSIONS],
};

/// What became of every line, whatever the filters.
pub const LEDGER_TABLE: Table = Table {
    name: "ledger",
    doc: "what became of every line of the whole data set: one row per count",
    sets: &[LEDGER],
};

/// A table that a gateway makes for each question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// Key figures.
    Overview,
    /// Known customers.
    Customers,
    /// The same customers, with what groups by value are made from and named by: it is made in a
    /// fraction of the time.
    Rfm,
    /// Known customers, month by month.
    CustomerMonths,
    /// What the customers of one campaign did, day by day; only where the data set has campaigns.
    Responses,
    /// Products sold.
    Products,
    /// The days of one product.
    Product,
    /// What stands together in an order.
    Baskets,
    /// Customers of each value of a filter.
    Values,
}

/// The columns of [`CUSTOMERS`] in the table [`Aggregate::Rfm`].
pub const RFM: [Column; 6] = picked(
    CUSTOMERS,
    [
        "customer",
        "first_ever",
        "last",
        "orders",
        "gross",
        "returned",
    ],
);

impl Aggregate {
    /// Every table.
    pub const ALL: [Self; 9] = [
        Self::Overview,
        Self::Customers,
        Self::Rfm,
        Self::CustomerMonths,
        Self::Responses,
        Self::Products,
        Self::Product,
        Self::Baskets,
        Self::Values,
    ];

    /// Its name and columns.
    pub const fn table(self) -> Table {
        match self {
            Self::Overview => Table {
                name: "overview",
                doc: "key figures of the period and of the one compared with: in all, per day, week or month, country, channel",
                sets: &[OVERVIEW],
            },
            Self::Customers => Table {
                name: "customers",
                doc: "one row per known customer with an order in the period",
                sets: &[CUSTOMERS, CATEGORY_GROSS],
            },
            Self::Rfm => Table {
                name: "rfm",
                doc: "the same rows, only what groups by value are made from: the page asks for it first and names the segments while `customers` is made",
                sets: &[&RFM],
            },
            Self::CustomerMonths => Table {
                name: "customer_months",
                doc: "one row per known customer and calendar month in which they bought something or something came back, of what lies in the period: its first and last month hold only the days in it",
                sets: &[CUSTOMER_MONTHS],
            },
            Self::Responses => Table {
                name: "responses",
                doc: "one row per customer of one campaign and day with something in it, from the day of their exposure on, and one for the year before it; who was exposed twice counts from the first time; only where the data set has campaigns",
                sets: &[RESPONSES],
            },
            Self::Products => Table {
                name: "products",
                doc: "one row per product sold, with mean and spread of its pieces per full month (or week), its first and last day; with the lens on behaviour also its margin and its pieces and revenue in each of these",
                sets: &[PRODUCTS, PRODUCT_PERIODS, PRODUCT_COURSE],
            },
            Self::Product => Table {
                name: "product",
                doc: "one row per day on which one product was sold or came back, up to the last day of the period",
                sets: &[PRODUCT],
            },
            Self::Baskets => Table {
                name: "baskets",
                doc: "which products (or categories) stand together in an order: first a row per item in enough orders, most orders first, then one per different set of them, with the number of its orders and what it brought in",
                sets: &[BASKETS],
            },
            Self::Values => Table {
                name: "values",
                doc: "how many known customers with an order each country, channel, category and tier has under all filters but those on itself: what the page shows in an open filter",
                sets: &[VALUES],
            },
        }
    }

    /// Name in an address: `overview`, `customers`, …
    pub const fn name(self) -> &'static str {
        self.table().name
    }
}

/// The columns of these names.
const fn picked<const N: usize>(columns: &[Column], names: [&str; N]) -> [Column; N] {
    let mut picked = [columns[0]; N];
    let mut at = 0;
    while at < N {
        let mut column = 0;
        while !is_same(columns[column].name, names[at]) {
            // Compiling ends here when there is no such column.
            column += 1;
        }
        picked[at] = columns[column];
        at += 1;
    }
    picked
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}
