//! Which export a file is, from its headings, and which column holds what.

use super::column::Column;
use super::fields::{Field, Mapped};
use super::trouble::Trouble;

/// A file in columns, before anybody knows what they mean.
#[derive(Debug)]
pub struct Table {
    /// Name of the file, without its folder.
    pub file: String,
    /// Headings.
    pub headings: Vec<String>,
    /// Columns, one per heading.
    pub columns: Vec<Column>,
    /// Line of the file (CSV) or number of the row (Parquet) of each line, counted from one.
    pub numbers: Vec<u64>,
    /// Lines with more or fewer values than headings: position, and how many values.
    pub ragged: Vec<(usize, usize)>,
}

/// A kind of export that is known by its headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// UCI Online Retail.
    OnlineRetail,
    /// UCI Online Retail II.
    OnlineRetailTwo,
    /// Orders as exported by Shopify.
    Shopify,
    /// Orders as exported by WooCommerce, one line per item.
    WooCommerce,
    /// dunnhumby's transaction_data.
    Dunnhumby,
    /// None of these.
    Other,
}

/// Which column holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the file was recognised as.
    pub source: Source,
    /// Field and position of its column, by field.
    pub columns: Vec<(Field, usize)>,
}

/// How a known export names its columns: the headings that tell it apart, then what is read.
struct Known {
    source: Source,
    told_by: &'static [&'static str],
    reads: &'static [(Field, &'static [&'static str])],
}

const KNOWN: [Known; 5] = [
    Known {
        source: Source::OnlineRetail,
        told_by: &["InvoiceNo", "StockCode", "UnitPrice", "CustomerID"],
        reads: &[
            (Field::Order, &["InvoiceNo"]),
            (Field::Product, &["StockCode"]),
            (Field::Name, &["Description"]),
            (Field::Quantity, &["Quantity"]),
            (Field::Time, &["InvoiceDate"]),
            (Field::Price, &["UnitPrice"]),
            (Field::Customer, &["CustomerID"]),
            (Field::Country, &["Country"]),
        ],
    },
    Known {
        source: Source::OnlineRetailTwo,
        told_by: &["Invoice", "StockCode", "Price", "CustomerID"],
        reads: &[
            (Field::Order, &["Invoice"]),
            (Field::Product, &["StockCode"]),
            (Field::Name, &["Description"]),
            (Field::Quantity, &["Quantity"]),
            (Field::Time, &["InvoiceDate"]),
            (Field::Price, &["Price"]),
            (Field::Customer, &["CustomerID"]),
            (Field::Country, &["Country"]),
            (Field::Sheet, &["Sheet"]),
        ],
    },
    Known {
        source: Source::Shopify,
        told_by: &[
            "Name",
            "Financial Status",
            "Lineitem name",
            "Lineitem price",
        ],
        reads: &[
            (Field::Order, &["Name"]),
            (Field::Time, &["Created at"]),
            (Field::Product, &["Lineitem sku"]),
            (Field::Name, &["Lineitem name"]),
            (Field::Quantity, &["Lineitem quantity"]),
            (Field::Price, &["Lineitem price"]),
            (Field::Discount, &["Lineitem discount"]),
            (Field::Customer, &["Email"]),
            (Field::Email, &["Email"]),
            (Field::EmailOptIn, &["Accepts Marketing"]),
            (Field::Country, &["Shipping Country", "Billing Country"]),
            (Field::Channel, &["Source"]),
            (Field::Status, &["Financial Status"]),
        ],
    },
    Known {
        source: Source::WooCommerce,
        told_by: &["Order Number", "Order Status", "Item Name"],
        reads: &[
            (Field::Order, &["Order Number", "Order ID"]),
            (Field::Time, &["Order Date"]),
            (
                Field::Product,
                &["SKU", "Item SKU", "Product ID", "Item Name"],
            ),
            (Field::Name, &["Item Name"]),
            (Field::Quantity, &["Quantity", "Item Quantity"]),
            (Field::Price, &["Item Cost", "Item Price"]),
            (Field::Amount, &["Order Line Total", "Item Total"]),
            (Field::Discount, &["Item Discount Amount"]),
            (
                Field::Customer,
                &[
                    "Customer User ID",
                    "Customer ID",
                    "Email (Billing)",
                    "Billing Email",
                ],
            ),
            (Field::Email, &["Email (Billing)", "Billing Email"]),
            (
                Field::Country,
                &[
                    "Country Name (Shipping)",
                    "Country Code (Shipping)",
                    "Country Name (Billing)",
                    "Country Code (Billing)",
                    "Shipping Country",
                    "Billing Country",
                ],
            ),
            (Field::Category, &["Category"]),
            (Field::Status, &["Order Status"]),
        ],
    },
    Known {
        source: Source::Dunnhumby,
        told_by: &["household_key", "BASKET_ID", "DAY", "SALES_VALUE"],
        reads: &[
            (Field::Order, &["BASKET_ID"]),
            (Field::DayNumber, &["DAY"]),
            (Field::Clock, &["TRANS_TIME"]),
            (Field::Product, &["PRODUCT_ID"]),
            (Field::Quantity, &["QUANTITY"]),
            (Field::Amount, &["SALES_VALUE"]),
            (Field::Discount, &["RETAIL_DISC"]),
            (Field::Customer, &["household_key"]),
        ],
    },
];

/// Headings that mean the same in most shops; the first one found is taken.
const USUAL: [(Field, &[&str]); 20] = [
    (
        Field::Order,
        &[
            "order_id",
            "order_number",
            "order_no",
            "order",
            "invoice_no",
            "invoice_number",
            "invoice_id",
            "invoice",
            "receipt_id",
            "basket_id",
            "transaction_id",
        ],
    ),
    (
        Field::Time,
        &[
            "order_date",
            "order_time",
            "ordered_at",
            "created_at",
            "invoice_date",
            "transaction_date",
            "timestamp",
            "datetime",
            "date_time",
            "date",
            "time",
        ],
    ),
    (
        Field::Product,
        &[
            "product_id",
            "product_code",
            "sku",
            "stock_code",
            "item_id",
            "item_code",
            "article",
            "product",
        ],
    ),
    (
        Field::Name,
        &[
            "product_name",
            "item_name",
            "description",
            "product_title",
            "title",
        ],
    ),
    (
        Field::Category,
        &["category", "product_category", "department"],
    ),
    (Field::Quantity, &["quantity", "qty", "units", "pieces"]),
    (
        Field::Price,
        &["unit_price", "price", "item_price", "price_per_unit"],
    ),
    (
        Field::Amount,
        &[
            "amount",
            "line_total",
            "sales_value",
            "total_price",
            "net_amount",
        ],
    ),
    (
        Field::Discount,
        &["discount", "discount_amount", "line_discount"],
    ),
    (
        Field::DiscountPct,
        &["discount_pct", "discount_percent", "discount_rate"],
    ),
    (Field::Cost, &["unit_cost", "cost", "cost_price"]),
    (
        Field::Customer,
        &[
            "customer_id",
            "customer_no",
            "customer_number",
            "customer",
            "client_id",
            "user_id",
            "household_key",
        ],
    ),
    (
        Field::Email,
        &["email", "e_mail", "email_address", "customer_email"],
    ),
    (
        Field::EmailOptIn,
        &["email_opt_in", "accepts_marketing", "opt_in", "newsletter"],
    ),
    (Field::Tier, &["tier", "loyalty_tier", "customer_tier"]),
    (
        Field::Country,
        &["country", "shipping_country", "billing_country", "region"],
    ),
    (
        Field::Channel,
        &["channel", "sales_channel", "order_channel"],
    ),
    (Field::Status, &["order_status", "status"]),
    (Field::Sheet, &["sheet"]),
    (Field::DayNumber, &["day_number"]),
];

impl Source {
    /// As it is shown: "recognised as UCI Online Retail".
    pub fn title(self) -> Option<&'static str> {
        match self {
            Self::OnlineRetail => Some("UCI Online Retail"),
            Self::OnlineRetailTwo => Some("UCI Online Retail II"),
            Self::Shopify => Some("a Shopify order export"),
            Self::WooCommerce => Some("a WooCommerce order export"),
            Self::Dunnhumby => Some("dunnhumby transactions"),
            Self::Other => None,
        }
    }

    /// Whether the file comes from the shop behind both Online Retail sets, with its own codes.
    pub fn is_online_retail(self) -> bool {
        matches!(self, Self::OnlineRetail | Self::OnlineRetailTwo)
    }
}

impl Reading {
    /// Finds out what the file is; `mapped` overrules what the headings say.
    ///
    /// # Errors
    /// When a mapped column is not there, or a required field has no column.
    pub fn of(table: &Table, mapped: &[Mapped]) -> Result<Self, Trouble> {
        let known = KNOWN
            .iter()
            .find(|known| known.told_by.iter().all(|name| table.find(name).is_some()));
        let mut columns: Vec<(Field, usize)> = match known {
            Some(known) => found(table, known.reads),
            None => found(table, &USUAL),
        };
        for Mapped { field, column } in mapped {
            let at = table.find(column).ok_or_else(|| Trouble::NoSuchColumn {
                file: table.file.clone(),
                field: *field,
                column: column.clone(),
                columns: table.listed(),
            })?;
            columns.retain(|(other, _)| other != field && !field.replaces(*other));
            columns.push((*field, at));
        }
        columns.sort_unstable();
        let reading = Self {
            source: known.map_or(Source::Other, |known| known.source),
            columns,
        };
        reading.complete(table)?;
        match reading
            .columns
            .iter()
            .find(|(_, at)| table.stands_twice(*at))
        {
            Some((_, at)) => Err(Trouble::Twice {
                file: table.file.clone(),
                column: table.headings[*at].clone(),
            }),
            None => Ok(reading),
        }
    }

    /// Position of a field's column.
    pub fn find(&self, field: Field) -> Option<usize> {
        self.columns
            .iter()
            .find(|(other, _)| *other == field)
            .map(|(_, at)| *at)
    }

    fn complete(&self, table: &Table) -> Result<(), Trouble> {
        let missing = |field| Trouble::MissingField {
            file: table.file.clone(),
            field,
            columns: table.listed(),
        };
        let has = |field| self.find(field).is_some();
        let needs = [
            (Field::Order, has(Field::Order)),
            (Field::Time, has(Field::Time) || has(Field::DayNumber)),
            (Field::Product, has(Field::Product) || has(Field::Name)),
            (Field::Quantity, has(Field::Quantity)),
            (Field::Price, has(Field::Price) || has(Field::Amount)),
        ];
        match needs.into_iter().find(|(_, there)| !there) {
            Some((field, _)) => Err(missing(field)),
            None => Ok(()),
        }
    }
}

impl Field {
    /// Whether mapping this field means that the other one must not be read from the file.
    fn replaces(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Price, Self::Amount)
                | (Self::Amount, Self::Price)
                | (Self::Time, Self::DayNumber | Self::Clock)
                | (Self::Discount, Self::DiscountPct)
                | (Self::DiscountPct, Self::Discount)
        )
    }
}

impl Table {
    /// Position of a heading, without regard to case and punctuation.
    pub fn find(&self, heading: &str) -> Option<usize> {
        let wanted = bare(heading);
        self.headings
            .iter()
            .position(|other| other == heading)
            .or_else(|| self.headings.iter().position(|other| bare(other) == wanted))
    }

    fn stands_twice(&self, at: usize) -> bool {
        let same = |other: &&String| **other == self.headings[at];
        self.headings.iter().filter(same).count() > 1
    }

    /// The headings, for a sentence.
    pub fn listed(&self) -> String {
        const MOST: usize = 40;
        let shown = self.headings.iter().take(MOST).cloned();
        let mut text = shown.collect::<Vec<_>>().join(", ");
        if self.headings.len() > MOST {
            text.push_str(&format!(" and {} more", self.headings.len() - MOST));
        }
        text
    }
}

fn found(table: &Table, reads: &[(Field, &[&str])]) -> Vec<(Field, usize)> {
    reads
        .iter()
        .filter_map(|(field, names)| {
            let at = names.iter().find_map(|name| table.find(name))?;
            Some((*field, at))
        })
        .collect()
}

/// A heading without case, spaces and punctuation: "Order ID" and "order_id" are the same.
pub fn bare(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
