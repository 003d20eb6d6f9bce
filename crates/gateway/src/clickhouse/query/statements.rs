//! The statements, put together from `crates/gateway/queries`.

/// A statement from its parts. First everybody, then customers within a range of spend; in each
/// first every line, then every line once.
macro_rules! statements {
    ($narrowed:literal: $($part:literal),+) => {
        [
            [
                statements!(@ "lines_all", "goods", "everyone", $($part),+),
                statements!(@ "lines_once", "goods", "everyone", $($part),+),
            ],
            [
                statements!(@ "lines_all", "goods", $narrowed, $($part),+),
                statements!(@ "lines_once", "goods", $narrowed, $($part),+),
            ],
        ]
    };
    (@ $($part:literal),+) => {
        concat!($(include_str!(concat!("../../../queries/", $part, ".sql"))),+)
    };
}

/// For everybody or within a range of spend; in each every line, or every line once.
pub type Statements = [[&'static str; 2]; 2];

pub const CUSTOMERS: Statements = statements!("narrowed": "bought", "customers");
/// The beginning of every statement about an audience: the lines of known customers.
pub const BOUGHT: Statements = statements!("everyone": "bought");
/// The figures of each of them, without an end: what is looked for among their orders follows.
pub const PEOPLE: &str = include_str!("../../../queries/people.sql");
pub const RFM: Statements = statements!("narrowed": "rfm");
pub const CUSTOMER_MONTHS: Statements = statements!("narrowed": "costs", "customer_months");
pub const RESPONSES: Statements = statements!("everyone": "costs", "responses");
pub const OVERVIEW: Statements = statements!("narrowed_sides": "overview");
pub const BASKETS: Statements = statements!("narrowed": "costs", "items_products", "baskets");
pub const CATEGORIES: Statements = statements!("narrowed": "costs", "items_categories", "baskets");
pub const PRODUCTS: Statements = statements!("narrowed": "costs", "names_from_lines", "products");
pub const NAMED_PRODUCTS: Statements =
    statements!("narrowed": "costs", "names_from_products", "products");
pub const PRODUCT: Statements = statements!("narrowed": "product");
pub const VALUES: Statements = statements!("narrowed": "values");
pub const DIMENSIONS: &str = include_str!("../../../queries/dimensions.sql");
pub const LEDGER: &str = include_str!("../../../queries/ledger.sql");
pub const CAMPAIGNS: &str = include_str!("../../../queries/campaigns.sql");
pub const EXPOSURES: &str = include_str!("../../../queries/exposures.sql");
pub const CHECKSUM_LINES: &str = include_str!("../../../queries/checksum_lines.sql");
pub const CHECKSUM_PRODUCTS: &str = include_str!("../../../queries/checksum_products.sql");
pub const CHECKSUM_CAMPAIGNS: &str = include_str!("../../../queries/checksum_campaigns.sql");
pub const CHECKSUM_EXPOSURES: &str = include_str!("../../../queries/checksum_exposures.sql");
