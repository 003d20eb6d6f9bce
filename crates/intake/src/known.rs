//! Exports that are known by their headings, and headings that most shops use.

mod shops;

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
    /// Orders as exported by Squarespace.
    Squarespace,
    /// Orders as exported by Amazon's marketplaces.
    Amazon,
    /// dunnhumby's transaction_data, also as packages for R and Python give it.
    Dunnhumby,
    /// Sold order items of Etsy.
    Etsy,
    /// Items detail of Square.
    Square,
    /// Orders of eBay.
    Ebay,
    /// Payments of Stripe.
    Stripe,
    /// Orders of BigCommerce.
    BigCommerce,
    /// Orders of Magento.
    Magento,
    /// Lines of orders of PrestaShop.
    PrestaShop,
    /// Sales orders of Odoo.
    Odoo,
    /// Sales history of Lightspeed's tills, X-Series.
    Lightspeed,
    /// Sale lines of Lightspeed's tills, R-Series.
    LightspeedLines,
    /// The grocery set of Ta-Feng.
    TaFeng,
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

/// How shop systems export orders with one line per item and the facts of the order on its first line.
const SHOP_EXPORT: [(Field, &[&str]); 19] = [
    (Field::Order, &["Name", "Order ID"]),
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
    (Field::Currency, &["Currency"]),
    (Field::Refund, &["Refunded Amount", "Amount Refunded"]),
    (Field::Payment, &["Payment Method"]),
];

/// Every export that is known.
pub const KNOWN: [Known; 21] = [
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
        reads: &SHOP_EXPORT,
    },
    Known {
        source: Source::Squarespace,
        told_by: &[
            "Order ID",
            "Financial Status",
            "Lineitem name",
            "Lineitem price",
        ],
        reads: &SHOP_EXPORT,
    },
    Known {
        source: Source::Amazon,
        told_by: &["amazon-order-id", "purchase-date", "item-price"],
        reads: &[
            (Field::Order, &["amazon-order-id"]),
            (Field::Time, &["purchase-date"]),
            (Field::Product, &["sku", "Merchant SKU", "asin"]),
            (Field::Name, &["product-name", "Title"]),
            (
                Field::Quantity,
                &[
                    "quantity",
                    "quantity-purchased",
                    "quantity-shipped",
                    "Shipped Quantity",
                ],
            ),
            // For all pieces of the line, before promotions.
            (Field::Gross, &["item-price"]),
            (
                Field::Discount,
                &["item-promotion-discount", "Item Promo Discount"],
            ),
            (Field::Currency, &["currency"]),
            (Field::Customer, &["buyer-email", "buyer-name"]),
            (Field::Country, &["ship-country", "Shipping Country Code"]),
            (Field::Channel, &["sales-channel"]),
            (Field::Status, &["order-status"]),
            (Field::Status, &["item-status"]),
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
            (Field::Currency, &["Order Currency", "Currency"]),
            (Field::Refund, &["Order Refund Amount", "Refund Amount"]),
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
    shops::LIGHTSPEED,
    shops::LIGHTSPEED_LINES,
    shops::AMAZON_ORDERS,
    shops::AMAZON_TRANSACTIONS,
    shops::COMPLETE_JOURNEY,
    shops::ETSY,
    shops::SQUARE,
    shops::EBAY,
    shops::STRIPE,
    shops::BIG_COMMERCE,
    shops::MAGENTO,
    shops::PRESTA_SHOP,
    shops::ODOO,
    shops::TA_FENG,
];

impl Source {
    /// As it is shown: "recognised as UCI Online Retail".
    pub fn title(self) -> Option<&'static str> {
        match self {
            Self::OnlineRetail => Some("UCI Online Retail"),
            Self::OnlineRetailTwo => Some("UCI Online Retail II"),
            Self::Shopify => Some("a Shopify order export"),
            Self::WooCommerce => Some("a WooCommerce order export"),
            Self::Squarespace => Some("a Squarespace order export"),
            Self::Amazon => Some("an Amazon order report"),
            Self::Dunnhumby => Some("dunnhumby transactions"),
            Self::Etsy => Some("Etsy’s sold order items"),
            Self::Square => Some("Square’s items detail"),
            Self::Ebay => Some("an eBay orders report"),
            Self::Stripe => Some("Stripe payments"),
            Self::BigCommerce => Some("a BigCommerce order export"),
            Self::Magento => Some("Magento’s grid of orders"),
            Self::PrestaShop => Some("order lines of PrestaShop"),
            Self::Odoo => Some("sales orders of Odoo"),
            Self::Lightspeed => Some("Lightspeed’s sales history"),
            Self::LightspeedLines => Some("Lightspeed’s sale lines"),
            Self::TaFeng => Some("Ta-Feng’s grocery sales"),
            Self::Other => None,
        }
    }

    /// The column that tells lines of goods from those of sales as a whole and of payments, and what it says of goods.
    pub fn goods(self) -> Option<(&'static str, &'static str)> {
        matches!(self, Self::Lightspeed).then_some(("Line Type", "Sale Line"))
    }

    /// Whether the file comes from the shop behind both Online Retail sets, with its own codes.
    pub fn is_online_retail(self) -> bool {
        matches!(self, Self::OnlineRetail | Self::OnlineRetailTwo)
    }
}
