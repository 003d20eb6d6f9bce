//! Every set of columns, declared once.
//!
//! [`columns!`](crate::columns) hands the columns of a set to another macro. Here that macro makes a
//! list of [`Column`]s of them; the analysis makes the structure that holds their values. So a column
//! has its name, kind and meaning in one place, and nobody counts at which place it stands. The file is
//! long because it is one list.

use super::{Column, ColumnKind};

/// Hands a set of columns to the macro `then`, after whatever it is given `with`:
///
/// ```text
/// columns!(product => then {with});
/// then! { {with} PRODUCT  /// The day.
///     day: Day; … }
/// ```
///
/// After a column's kind stands `packed` where there are millions of values that memory should hold as
/// narrowly as a file does, and what [`Column`] says of gaps and optional columns.
#[macro_export]
macro_rules! columns {
    (pack_lines => $then:ident $with:tt) => {
        $then! { $with PACK_LINES
            /// Product: row of `products`.
            product: U32;
            /// Price of one piece before discount: its rank among the prices of the product.
            price: U32 packed;
            /// Pieces, whole; below zero for returns.
            quantity: I32 packed;
            /// 1 for returned or cancelled, 2 for an exact copy of an earlier line of the same order, 3
            /// for both.
            flags: U32 packed;
            /// Discount on the line, above or equal to zero, in the data set's currency.
            discount: F64 packed .optional();
        }
    };
    (pack_orders => $then:ident $with:tt) => {
        $then! { $with PACK_ORDERS
            /// Order number.
            id: Text;
            /// Minutes since the order before; the first is at the note `begin_minute`, in minutes
            /// since 1970-01-01 00:00 of the wall clock.
            minutes_later: U32;
            /// Customer: row of `customers`; none for a sale without one.
            customer: U32 .gaps();
            /// How many lines it has: lines stand in the order of their orders.
            lines: U32;
            /// Country or region.
            country: Name .gaps() .optional();
            /// Channel.
            channel: Name .gaps() .optional();
        }
    };
    (pack_products => $then:ident $with:tt) => {
        $then! { $with PACK_PRODUCTS
            /// Product code, ascending as text.
            id: Text;
            /// Name, as written most often.
            name: Text;
            /// Whether the code is on the list of services.
            service: Bool;
            /// Its different prices, the one that most lines have first.
            prices: F64List;
            /// Category.
            category: Name .gaps() .optional();
            /// What one piece costs, in the data set's currency.
            unit_cost: F64 .gaps() .optional();
        }
    };
    (pack_customers => $then:ident $with:tt) => {
        $then! { $with PACK_CUSTOMERS
            /// Customer number, ascending as text.
            id: Text;
            /// E-mail address; empty when unknown.
            email: Text .optional();
            /// Tier.
            tier: Name .gaps() .optional();
            /// Whether e-mails may be sent.
            email_opt_in: Bool .optional();
        }
    };
    (pack_contacts => $then:ident $with:tt) => {
        $then! { $with PACK_CONTACTS
            /// Phone number, as it is written; empty when unknown.
            phone: Text .optional();
            /// First name.
            first_name: Text .optional();
            /// Last name.
            last_name: Text .optional();
            /// City.
            city: Text .optional();
            /// State, province or region.
            region: Text .optional();
            /// Postal code.
            postal_code: Text .optional();
        }
    };
    (campaigns => $then:ident $with:tt) => {
        $then! { $with CAMPAIGNS
            /// Code of the campaign, ascending as text.
            id: Text;
            /// Name; the code where the file has none.
            name: Text;
            /// Day on which it began.
            day: Day;
            /// Days in which an order counts for it, from the day of exposure on, that day included.
            window: U32;
            /// What was offered, in words; empty when unknown.
            offer: Text;
        }
    };
    (exposures => $then:ident $with:tt) => {
        $then! { $with EXPOSURES
            /// Code of the campaign.
            campaign: Name;
            /// Customer number; it need not be among `customers`: who never ordered is exposed, too.
            customer: Text;
            /// Arm, as written: what was sent, or that nothing was.
            arm: Name;
            /// Day of the exposure; of those who were held back the day on which the others were exposed.
            exposed: Day;
            /// 1 for who bought in the window, 0 for who did not; null where the file does not say.
            converted: U32 .gaps() .optional();
            /// What was paid in the window.
            revenue: F64 .gaps() .optional();
            /// What was earned in the window.
            margin: F64 .gaps() .optional();
            /// Discount given in the window.
            discount: F64 .gaps() .optional();
            /// 1 for who unsubscribed, 0 for who did not; null where the file does not say.
            unsubscribed: U32 .gaps() .optional();
            /// 1 for who complained, 0 for who did not; null where the file does not say.
            complained: U32 .gaps() .optional();
        }
    };
    (customers => $then:ident $with:tt) => {
        $then! { $with CUSTOMERS
            /// Customer number.
            customer: Text;
            /// Country of the latest order in the window.
            country: Name .gaps();
            /// Tier.
            tier: Name .gaps();
            /// Day of the first order of all, before the window too, whatever the filters.
            first_ever: Day;
            /// Day of the first order in the window.
            first: Day;
            /// Day of the last order in the window.
            last: Day;
            /// Distinct orders with at least one sale.
            orders: U32;
            /// Distinct days with an order.
            order_days: U32;
            /// Goods sold, after discount, in the data set's currency.
            gross: F64;
            /// Goods returned, above zero; zero when returns are left out of sight.
            returned: F64;
            /// Pieces sold.
            units: F64;
            /// Lines sold.
            lines: U32;
            /// Distinct products bought.
            products: U32;
            /// Discount given, above zero.
            discount: F64;
            /// Lines sold with a discount.
            discounted_lines: U32;
            /// Orders through channels other than a store.
            online_orders: U32;
        }
    };
    (position => $then:ident $with:tt) => {
        $then! { $with POSITION
            /// Row of `customers`.
            position: U32;
        }
    };
    (category_gross => $then:ident $with:tt) => {
        $then! { $with CATEGORY_GROSS
            /// Goods sold per category, in the order of the catalogue's categories; empty when not asked
            /// for.
            category_gross: F64List;
        }
    };
    (customer_months => $then:ident $with:tt) => {
        $then! { $with CUSTOMER_MONTHS
            /// Customer number; the months of one customer stand side by side, in order.
            customer: Name;
            /// First day of the month.
            month: Day;
            /// Distinct orders with at least one sale; 0 in a month in which goods only came back.
            orders: U32;
            /// Days with an order, a bit for each: 1 for the first day of the month, 2 for the second, 4 for
            /// the third, and so on.
            days: U32;
            /// Goods sold, after discount.
            gross: F64;
            /// Goods that came back in this month, above zero; zero when returns are left out of sight.
            returned: F64;
            /// Discount given, above zero.
            discount: F64;
            /// Pieces sold.
            units: F64;
            /// Goods sold less those that came back, less what the pieces kept cost; NaN where the cost of one
            /// of the products is not known.
            margin: F64 .gaps();
        }
    };
    (responses => $then:ident $with:tt) => {
        $then! { $with RESPONSES
            /// Customer number; the days of one customer stand side by side, in order.
            customer: Name;
            /// 1 for the day of the exposure, 2 for the next one, and so on; 0 for the 365 days before it, together.
            day: U32;
            /// Distinct orders with at least one sale.
            orders: U32;
            /// Goods sold, after discount.
            gross: F64;
            /// Goods that came back then, above zero; zero when returns are left out of sight.
            returned: F64;
            /// Discount given, above zero.
            discount: F64;
            /// Pieces sold.
            units: F64;
            /// Goods sold less those that came back, less what the pieces kept cost; NaN where the cost of one
            /// of the products is not known.
            margin: F64 .gaps();
        }
    };
    (overview => $then:ident $with:tt) => {
        $then! { $with OVERVIEW
            /// now, or then for the period compared with.
            side: Text;
            /// all, bucket, country or channel.
            grouping: Text;
            /// First day of the bucket, or the name.
            key: Text;
            /// Goods sold, after discount.
            gross: F64;
            /// Goods returned, above zero; zero when returns are left out of sight.
            returned: F64;
            /// Discount given, above zero.
            discount: F64;
            /// Goods sold without a customer number.
            anonymous_gross: F64;
            /// Goods returned without a customer number.
            anonymous_returned: F64;
            /// Distinct orders with at least one sale.
            orders: U32;
            /// Distinct known customers with at least one order.
            customers: U32;
            /// Of those, the ones whose first order of all is in here.
            new_customers: U32;
        }
    };
    (products => $then:ident $with:tt) => {
        $then! { $with PRODUCTS
            /// Product code.
            product: Text;
            /// Name, as written most often.
            name: Text;
            /// Category.
            category: Name .gaps();
            /// Goods sold, after discount.
            gross: F64;
            /// Goods returned, above zero; zero when returns are left out of sight.
            returned: F64;
            /// Pieces sold.
            units: F64;
            /// Distinct orders with it.
            orders: U32;
            /// Distinct known customers who bought it.
            customers: U32;
            /// Pieces that came back; zero when returns are left out of sight.
            units_back: F64;
        }
    };
    (product_periods => $then:ident $with:tt) => {
        $then! { $with PRODUCT_PERIODS
            /// Full periods: calendar months of the window, or weeks where it has fewer than six full
            /// months; those before the product was first sold are left out.
            periods: U32;
            /// Of those, the ones with a piece that was kept.
            periods_sold: U32;
            /// Mean of pieces kept per period: sold, less what came back. A return in the window cancels its
            /// customer's latest purchase of the product of just as many pieces, that day or before; what no
            /// such purchase is found for is taken off their latest purchases.
            period_mean: F64;
            /// Standard deviation of pieces kept per period, divided by the number of periods.
            period_deviation: F64;
        }
    };
    (product_course => $then:ident $with:tt) => {
        $then! { $with PRODUCT_COURSE
            /// Day of the first sale of all, before the window too.
            first: Day;
            /// Day of the last sale up to the window's last day, whatever the filters.
            last: Day;
            /// Longest wait between two days with a sale up to then, in days, whatever the filters; zero with
            /// fewer than two.
            longest_wait: U32;
            /// Days with a sale up to then, whatever the filters.
            sale_days: U32;
            /// Revenue less the cost of the pieces; NaN where the cost is not known, or not asked for.
            margin: F64 .gaps();
            /// Pieces kept per full period; empty when not asked for.
            pieces: U32List;
            /// Revenue per full period, net of returns in the period in which they came back; empty when
            /// not asked for.
            sales: F64List;
        }
    };
    (product => $then:ident $with:tt) => {
        $then! { $with PRODUCT
            /// The day.
            day: Day;
            /// Goods sold, after discount.
            gross: F64;
            /// Goods returned, above zero; zero when returns are left out of sight.
            returned: F64;
            /// Pieces sold.
            units: F64;
            /// Pieces that came back; zero when returns are left out of sight.
            units_back: F64;
            /// Pieces sold and kept: what came back by the window's last day is taken off the day it was bought
            /// on, as in the table of products.
            kept: F64;
            /// Distinct orders with it.
            orders: U32;
        }
    };
    (baskets => $then:ident $with:tt) => {
        $then! { $with BASKETS
            /// Product code, or category; empty for a set.
            item: Text;
            /// Orders with the item, or with exactly this set.
            orders: U32;
            /// Different items in each of these orders, those below the floor too; 0 for an item.
            size: U32;
            /// Rows of the set's items, counted from 0, ascending; empty for an item.
            items: U32List;
            /// What they brought in, less the cost of the pieces where that is known: of one item in all
            /// these orders, of several order by order.
            worths: F64List;
        }
    };
    (values => $then:ident $with:tt) => {
        $then! { $with VALUES
            /// country, channel, category or tier.
            dimension: Text;
            /// The value, not empty.
            value: Text;
            /// Distinct known customers with a sale of it whose spend on it lies in the range; a value without
            /// any has no row.
            customers: U32;
        }
    };
    (dimensions => $then:ident $with:tt) => {
        $then! { $with DIMENSIONS
            /// `range`, `total`, `has`, or a dimension.
            section: Text;
            /// `first` and `last` of the range; `orders`, `customers`, `products` in total; a column that is
            /// filled; or a value of the dimension.
            name: Text;
            /// The day as days since 1970-01-01; the count; 1 for a filled column; or the value's known customers
            /// with a sale.
            number: F64;
        }
    };
    (ledger => $then:ident $with:tt) => {
        $then! { $with LEDGER
            /// `class`, `paid`, `copies`, `without_customer`, `cancelled`, `clean`, `service`, `month` or
            /// `largest_return`.
            section: Text;
            /// The class, the service's code, the month's first day, or the product.
            name: Text;
            /// The service's name, `known` or `anonymous`, or the day of the return.
            detail: Text;
            /// Lines; of the largest return its pieces.
            lines: F64;
            /// What they are worth, in the data set's currency.
            value: F64;
            /// Orders; of the largest return 1 where it cancels a purchase.
            orders: F64;
            /// Customers.
            customers: F64;
        }
    };
}

/// Makes a list of the columns.
macro_rules! described {
    ({} $set:ident $(
        $(#[doc = $doc:literal])+
        $name:ident: $kind:ident $($packed:ident)? $(.$mark:ident())*;
    )+) => {
        /// A set of columns.
        pub const $set: &[Column] = &[$(
            Column::new(stringify!($name), ColumnKind::$kind, concat!($($doc),+).trim_ascii()) $(.$mark())*,
        )+];
    };
}

columns!(pack_lines => described {});
columns!(pack_orders => described {});
columns!(pack_products => described {});
columns!(pack_customers => described {});
columns!(pack_contacts => described {});
columns!(campaigns => described {});
columns!(exposures => described {});
columns!(customers => described {});
columns!(position => described {});
columns!(category_gross => described {});
columns!(customer_months => described {});
columns!(responses => described {});
columns!(overview => described {});
columns!(products => described {});
columns!(product_periods => described {});
columns!(product_course => described {});
columns!(product => described {});
columns!(baskets => described {});
columns!(values => described {});
columns!(dimensions => described {});
columns!(ledger => described {});
