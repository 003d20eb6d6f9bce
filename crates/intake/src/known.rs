//! Exports that are known by their headings, and headings that most shops use.

use crate::fields::Field;

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

/// How a known export names its columns: the headings that tell it apart, then what is read.
pub struct Known {
    /// The export.
    pub source: Source,
    /// Headings that only this export has together.
    pub told_by: &'static [&'static str],
    /// Field, and the headings it may have; the first one found is taken.
    pub reads: &'static [(Field, &'static [&'static str])],
}

/// Every export that is known.
pub const KNOWN: [Known; 5] = [
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
            (Field::OrderDiscount, &["Discount Amount"]),
            (Field::Subtotal, &["Subtotal"]),
            (Field::Customer, &["Email"]),
            (Field::Email, &["Email"]),
            (Field::EmailOptIn, &["Accepts Marketing"]),
            (Field::Country, &["Shipping Country", "Billing Country"]),
            (Field::Channel, &["Source"]),
            (Field::Status, &["Financial Status"]),
            (Field::CancelledAt, &["Cancelled at"]),
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
            // What the shop gave; the maker of the product pays COUPON_DISC.
            (Field::Discount, &["RETAIL_DISC"]),
            (Field::Discount, &["COUPON_MATCH_DISC"]),
            (Field::Customer, &["household_key"]),
        ],
    },
];

/// Headings that mean the same in most shops; the first one found is taken.
pub const USUAL: [(Field, &[&str]); 22] = [
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
    (Field::OrderDiscount, &["order_discount"]),
    (Field::Status, &["order_status", "status"]),
    (Field::CancelledAt, &["cancelled_at", "canceled_at"]),
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
