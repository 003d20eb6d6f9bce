//! What a column can be read as.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a column can be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Order number.
    Order,
    /// Day and time of the order.
    Time,
    /// Whole number of days since the first day, when there are no dates.
    DayNumber,
    /// Time of day written as hours and minutes without a separator: 1431.
    Clock,
    /// Product code.
    Product,
    /// Product name.
    Name,
    /// Category of the product.
    Category,
    /// Pieces.
    Quantity,
    /// Price of one piece before discount.
    Price,
    /// What was paid for the line, after discount: instead of a price.
    Amount,
    /// What the line came to before discount: instead of a price.
    Gross,
    /// A total, of the line or of the whole order: instead of a price where nothing else is said.
    Total,
    /// Discount on the line, in money.
    Discount,
    /// Discount in per cent of the price.
    DiscountPct,
    /// Discount on the whole order, in money.
    OrderDiscount,
    /// What the goods of the order came to after every discount.
    Subtotal,
    /// What one piece costs the shop.
    Cost,
    /// What was paid back, of the line or of the order.
    Refund,
    /// ISO code or sign of the currency.
    Currency,
    /// Customer number.
    Customer,
    /// A name of the customer, where there is no number.
    Person,
    /// E-mail address of the customer.
    Email,
    /// Whether e-mails may be sent.
    EmailOptIn,
    /// Tier of the customer.
    Tier,
    /// Country or region.
    Country,
    /// Channel.
    Channel,
    /// State of the order: cancelled and failed ones are not sales.
    Status,
    /// A column that is the state of the order where its values say so.
    State,
    /// When or whether the order was cancelled.
    CancelledAt,
    /// Kind of line: a sale, or a return.
    Kind,
    /// How it was paid: by a test gateway it was not.
    Payment,
    /// Shop, till or branch, each of which may number its own orders.
    Store,
    /// Sheet of the workbook the line was taken from.
    Sheet,
    /// Code of a campaign.
    Campaign,
    /// Day on which a campaign began.
    Begin,
    /// Days in which an order counts for a campaign.
    Window,
    /// What a campaign offered.
    Offer,
    /// Arm of a campaign.
    Arm,
    /// When a customer was exposed to a campaign.
    Exposed,
    /// Whether a customer bought after that.
    Converted,
    /// What the customer paid after that.
    Revenue,
    /// What was earned by it.
    Margin,
    /// Whether the customer unsubscribed after that.
    Unsubscribed,
    /// Whether the customer complained after that.
    Complained,
}

impl Field {
    /// Every field that can be mapped by hand.
    pub const ALL: [Self; 30] = [
        Self::Order,
        Self::Time,
        Self::DayNumber,
        Self::Clock,
        Self::Product,
        Self::Name,
        Self::Category,
        Self::Quantity,
        Self::Price,
        Self::Amount,
        Self::Gross,
        Self::Discount,
        Self::DiscountPct,
        Self::OrderDiscount,
        Self::Subtotal,
        Self::Refund,
        Self::Currency,
        Self::Cost,
        Self::Customer,
        Self::Email,
        Self::EmailOptIn,
        Self::Tier,
        Self::Country,
        Self::Channel,
        Self::Status,
        Self::CancelledAt,
        Self::Kind,
        Self::Payment,
        Self::Store,
        Self::Sheet,
    ];

    /// As in `--map key=COLUMN`.
    pub fn key(self) -> &'static str {
        self.words().0
    }

    /// In the middle of a sentence: "has no order number column".
    pub fn plain(self) -> &'static str {
        self.words().1
    }

    /// As the Data panel shows it.
    pub fn title(self) -> &'static str {
        self.words().2
    }

    /// What else would do where no column holds it, for a sentence.
    pub fn or(self) -> &'static str {
        match self {
            Self::Price => ", or with --map amount=COLUMN the total of each line",
            _ => "",
        }
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Order => ("order", "order number", "Order"),
            Self::Time => ("time", "time", "Time"),
            Self::DayNumber => ("day_number", "day number", "Day number"),
            Self::Clock => ("clock", "time of day", "Time of day"),
            Self::Product => ("product", "product", "Product"),
            Self::Name => ("name", "product name", "Product name"),
            Self::Category => ("category", "category", "Category"),
            Self::Quantity => ("quantity", "quantity", "Quantity"),
            Self::Price => ("price", "unit price", "Unit price"),
            Self::Amount => ("amount", "amount paid", "Amount paid"),
            Self::Gross => ("gross", "amount before discount", "Amount before discount"),
            Self::Total => ("total", "total", "Total"),
            Self::Discount => ("discount", "discount", "Discount"),
            Self::DiscountPct => (
                "discount_pct",
                "discount in per cent",
                "Discount in per cent",
            ),
            Self::OrderDiscount => (
                "order_discount",
                "discount on the order",
                "Discount on the order",
            ),
            Self::Subtotal => ("subtotal", "subtotal", "Subtotal"),
            Self::Cost => ("cost", "unit cost", "Unit cost"),
            Self::Refund => ("refund", "amount refunded", "Amount refunded"),
            Self::Currency => ("currency", "currency", "Currency"),
            Self::Person => ("person", "customer's name", "Customer's name"),
            Self::Customer => ("customer", "customer", "Customer"),
            Self::Email => ("email", "e-mail address", "E-mail"),
            Self::EmailOptIn => ("email_opt_in", "e-mail opt-in", "E-mail opt-in"),
            Self::Tier => ("tier", "tier", "Tier"),
            Self::Country => ("country", "country", "Country"),
            Self::Channel => ("channel", "channel", "Channel"),
            Self::Status => ("status", "order status", "Order status"),
            Self::State => ("state", "order status", "Order status"),
            Self::Kind => ("type", "type of line", "Type of line"),
            Self::Payment => ("payment", "payment method", "Payment method"),
            Self::Store => ("store", "store", "Store"),
            Self::CancelledAt => ("cancelled_at", "cancellation time", "Cancelled at"),
            Self::Sheet => ("sheet", "sheet", ""),
            Self::Campaign => ("campaign", "campaign", "Campaign"),
            Self::Begin => ("day", "first day", "First day of the campaign"),
            Self::Window => ("window", "window in days", "Window of the campaign"),
            Self::Offer => ("offer", "offer", "Offer"),
            Self::Arm => ("arm", "arm", "Arm"),
            Self::Exposed => ("exposed", "day of exposure", "Day of exposure"),
            Self::Converted => ("converted", "conversion", "Converted"),
            Self::Revenue => ("revenue", "revenue", "Revenue"),
            Self::Margin => ("margin", "margin", "Margin"),
            Self::Unsubscribed => ("unsubscribed", "unsubscription", "Unsubscribed"),
            Self::Complained => ("complained", "complaint", "Complained"),
        }
    }
}

impl FromStr for Field {
    type Err = NotAMap;

    fn from_str(key: &str) -> Result<Self, NotAMap> {
        let found = Self::ALL.into_iter().find(|field| field.key() == key);
        found.ok_or_else(|| NotAMap::Field(key.to_owned()))
    }
}

/// As its key, such as `order`.
impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        key.parse().map_err(serde::de::Error::custom)
    }
}

/// `--map` was given something else than `field=column`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAMap {
    /// There is no equals sign.
    #[error("“{0}” is not FIELD=COLUMN, for example order=InvoiceNo")]
    Form(String),
    /// The field is not known.
    #[error("there is no field “{0}”; choose one of: {fields}", fields = keys())]
    Field(String),
}

fn keys() -> String {
    Field::ALL.map(Field::key).join(", ")
}

/// One `--map field=column`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// What the column is to be read as.
    pub field: Field,
    /// The heading.
    pub column: String,
}

impl FromStr for Mapped {
    type Err = NotAMap;

    fn from_str(text: &str) -> Result<Self, NotAMap> {
        let (key, column) = text
            .split_once('=')
            .filter(|(key, column)| !key.is_empty() && !column.is_empty())
            .ok_or_else(|| NotAMap::Form(text.to_owned()))?;
        Ok(Self {
            field: key.parse()?,
            column: column.to_owned(),
        })
    }
}

impl fmt::Display for Mapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.field.key(), self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_reads_what_it_prints() {
        let mapped: Mapped = "order=Invoice = No".parse().unwrap();
        assert_eq!(
            (mapped.field, mapped.column.as_str()),
            (Field::Order, "Invoice = No")
        );
        assert_eq!(mapped.to_string(), "order=Invoice = No");
    }

    #[test]
    fn a_bad_mapping_says_what_would_be_good() {
        let say = |text: &str| text.parse::<Mapped>().unwrap_err().to_string();
        assert_eq!(
            say("order"),
            "“order” is not FIELD=COLUMN, for example order=InvoiceNo"
        );
        assert_eq!(
            say("=x"),
            "“=x” is not FIELD=COLUMN, for example order=InvoiceNo"
        );
        assert_eq!(
            say("colour=x"),
            "there is no field “colour”; choose one of: order, time, day_number, clock, product, name, category, quantity, price, amount, gross, discount, discount_pct, order_discount, subtotal, refund, currency, cost, customer, email, email_opt_in, tier, country, channel, status, cancelled_at, type, payment, store, sheet"
        );
    }
}
