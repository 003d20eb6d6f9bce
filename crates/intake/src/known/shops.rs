//! Exports of shop systems, tills and marketplaces, with the headings they really write.

use super::{Known, Source};
use crate::fields::Field;

/// Sold order items as Etsy exports them; its other file of orders has no products.
pub(super) const ETSY: Known = Known {
    source: Source::Etsy,
    told_by: &["Sale Date", "Item Name", "Buyer", "Listing ID", "Order ID"],
    reads: &[
        (Field::Order, &["Order ID"]),
        (Field::Time, &["Sale Date"]),
        (Field::Product, &["SKU", "Listing ID"]),
        (Field::Name, &["Item Name"]),
        (Field::Quantity, &["Quantity"]),
        (Field::Price, &["Price"]),
        (Field::Discount, &["Discount Amount"]),
        (Field::Currency, &["Currency"]),
        (Field::Customer, &["Buyer"]),
        (Field::Country, &["Ship Country"]),
        (Field::Channel, &["Order Type"]),
    ],
};

/// Items detail of Square: a refund is a line of its own, below zero.
pub(super) const SQUARE: Known = Known {
    source: Source::Square,
    told_by: &[
        "Transaction ID",
        "Item",
        "Qty",
        "Price Point Name",
        "Net Sales",
    ],
    reads: &[
        (Field::Order, &["Transaction ID"]),
        (Field::Time, &["Date"]),
        (Field::Clock, &["Time"]),
        (Field::Product, &["SKU"]),
        (Field::Name, &["Item"]),
        (Field::Category, &["Category"]),
        (Field::Quantity, &["Qty"]),
        (Field::Amount, &["Net Sales"]),
        (Field::Discount, &["Discounts"]),
        (Field::Customer, &["Customer ID"]),
        (Field::Kind, &["Event Type"]),
        (Field::Channel, &["Channel"]),
    ],
};

/// Orders as eBay exports them, a line per item.
pub(super) const EBAY: Known = Known {
    source: Source::Ebay,
    told_by: &[
        "Sales Record Number",
        "Buyer Username",
        "Item Number",
        "Item Title",
        "Sold For",
    ],
    reads: &[
        (Field::Order, &["Order Number", "Sales Record Number"]),
        (Field::Time, &["Sale Date", "Paid On Date"]),
        (Field::Product, &["Custom Label", "Item Number"]),
        (Field::Name, &["Item Title"]),
        (Field::Quantity, &["Quantity"]),
        (Field::Price, &["Sold For"]),
        (Field::Customer, &["Buyer Username"]),
        (Field::Email, &["Buyer Email"]),
        (Field::Country, &["Ship To Country", "Buyer Country"]),
    ],
};

/// Payments as Stripe exports them: one for each order, and no goods.
pub(super) const STRIPE: Known = Known {
    source: Source::Stripe,
    told_by: &["id", "Created (UTC)", "Amount", "Amount Refunded"],
    reads: &[
        (Field::Order, &["id"]),
        (Field::Time, &["Created (UTC)"]),
        (Field::Amount, &["Amount"]),
        (Field::Refund, &["Amount Refunded"]),
        (Field::Currency, &["Currency"]),
        (Field::Customer, &["Customer ID", "Customer Email"]),
        (Field::Email, &["Customer Email"]),
        (Field::Status, &["Status"]),
    ],
};

/// The default export of BigCommerce: a line per order; its goods stand in one cell, which is not read.
pub(super) const BIG_COMMERCE: Known = Known {
    source: Source::BigCommerce,
    told_by: &[
        "Order ID",
        "Order Status",
        "Subtotal (inc tax)",
        "Order Total (inc tax)",
    ],
    reads: &[
        (Field::Order, &["Order ID"]),
        (Field::Time, &["Order Date"]),
        (Field::Clock, &["Order Time"]),
        (Field::Amount, &["Subtotal (inc tax)"]),
        (Field::Refund, &["Refund Amount"]),
        (Field::Currency, &["Order Currency Code"]),
        (Field::Customer, &["Customer ID"]),
        (Field::Email, &["Customer Email"]),
        (Field::Country, &["Shipping Country", "Billing Country"]),
        (Field::Channel, &["Channel Name"]),
        (Field::Status, &["Order Status"]),
    ],
};

/// The grid of orders of Magento and Adobe Commerce: a line per order.
pub(super) const MAGENTO: Known = Known {
    source: Source::Magento,
    told_by: &[
        "ID",
        "Purchase Date",
        "Bill-to Name",
        "Grand Total (Purchased)",
    ],
    reads: &[
        (Field::Order, &["ID"]),
        (Field::Time, &["Purchase Date"]),
        (Field::Amount, &["Subtotal", "Grand Total (Purchased)"]),
        (Field::Refund, &["Total Refunded"]),
        (Field::Customer, &["Customer Email", "Bill-to Name"]),
        (Field::Email, &["Customer Email"]),
        (Field::Status, &["Status"]),
    ],
};

/// Lines of orders from the tables of PrestaShop.
pub(super) const PRESTA_SHOP: Known = Known {
    source: Source::PrestaShop,
    told_by: &["id_order", "product_quantity", "unit_price_tax_incl"],
    reads: &[
        (Field::Order, &["id_order"]),
        (Field::Time, &["date_add"]),
        (Field::Product, &["product_reference", "product_id"]),
        (Field::Name, &["product_name"]),
        (Field::Quantity, &["product_quantity"]),
        (Field::Price, &["unit_price_tax_incl"]),
        (Field::Customer, &["id_customer", "email"]),
        (Field::Email, &["email"]),
        // Of the line.
        (Field::Refund, &["total_refunded_tax_incl"]),
        (
            Field::Status,
            &["order_state", "state_name", "order_status"],
        ),
        (Field::Currency, &["currency_iso", "iso_code"]),
        (Field::Store, &["id_shop"]),
    ],
};

/// Sales orders of Odoo with their lines; the facts of an order stand on its first line.
pub(super) const ODOO: Known = Known {
    source: Source::Odoo,
    told_by: &[
        "Order Reference",
        "Order Lines/Quantity",
        "Order Lines/Unit Price",
    ],
    reads: &[
        (Field::Order, &["Order Reference"]),
        (Field::Time, &["Order Date", "Creation Date"]),
        (
            Field::Product,
            &[
                "Order Lines/Product/Internal Reference",
                "Order Lines/Product/Barcode",
                "Order Lines/Product",
                "Order Lines/Product/Name",
            ],
        ),
        (
            Field::Name,
            &["Order Lines/Product", "Order Lines/Description"],
        ),
        (Field::Quantity, &["Order Lines/Quantity"]),
        (Field::Price, &["Order Lines/Unit Price"]),
        (Field::DiscountPct, &["Order Lines/Discount (%)"]),
        (Field::Customer, &["Customer"]),
        (Field::Status, &["Status"]),
        (Field::Currency, &["Currency"]),
    ],
};

/// dunnhumby's Complete Journey, as the packages for R and Python give it: with times in place of day numbers.
pub(super) const COMPLETE_JOURNEY: Known = Known {
    source: Source::Dunnhumby,
    told_by: &[
        "household_id",
        "basket_id",
        "sales_value",
        "transaction_timestamp",
    ],
    reads: &[
        (Field::Order, &["basket_id"]),
        (Field::Time, &["transaction_timestamp"]),
        (Field::Product, &["product_id"]),
        (Field::Quantity, &["quantity"]),
        (Field::Amount, &["sales_value"]),
        // What the shop gave; the maker of the product pays coupon_disc.
        (Field::Discount, &["retail_disc"]),
        (Field::Discount, &["coupon_match_disc"]),
        (Field::Customer, &["household_id"]),
    ],
};

/// Sales history of Lightspeed Retail, X-Series: a line for the sale, one for each of its goods and one for each payment.
pub(super) const LIGHTSPEED: Known = Known {
    source: Source::Lightspeed,
    told_by: &["Receipt Number", "Line Type", "Details", "Register"],
    reads: &[
        (Field::Order, &["Receipt Number"]),
        (Field::Time, &["Date"]),
        (Field::Product, &["SKU"]),
        (Field::Name, &["Details"]),
        (Field::Quantity, &["Quantity"]),
        (Field::Amount, &["Subtotal", "Total"]),
        (Field::Discount, &["Discount"]),
        (Field::Customer, &["Customer Code", "Customer Name"]),
        (Field::Email, &["Customer Email"]),
        (Field::Status, &["Status"]),
        (Field::Store, &["Register"]),
    ],
};

/// Sale lines of Lightspeed Retail, R-Series, as its interface for programs names them, and whoever copies them from there. A return
/// has pieces and discounts below zero; discounts are of the line and the line's share of that of the sale.
pub(super) const LIGHTSPEED_LINES: Known = Known {
    source: Source::LightspeedLines,
    told_by: &[
        "saleID",
        "saleLineID",
        "itemID",
        "unitQuantity",
        "unitPrice",
    ],
    reads: &[
        (Field::Order, &["saleID"]),
        (Field::Time, &["createTime", "timeStamp"]),
        (Field::Product, &["itemID"]),
        (Field::Name, &["Item.description", "description"]),
        (Field::Quantity, &["unitQuantity"]),
        (Field::Price, &["unitPrice"]),
        (Field::Discount, &["calcLineDiscount"]),
        (Field::Discount, &["calcTransactionDiscount"]),
        (Field::Cost, &["avgCost"]),
        (Field::Customer, &["customerID"]),
    ],
};

/// Orders of Amazon that are to be sent by the seller; like its other reports with an amount for all pieces of the line.
pub(super) const AMAZON_ORDERS: Known = Known {
    source: Source::Amazon,
    told_by: &[
        "order-id",
        "order-item-id",
        "purchase-date",
        "quantity-purchased",
        "item-price",
    ],
    reads: &[
        (Field::Order, &["order-id"]),
        (Field::Time, &["purchase-date"]),
        (Field::Product, &["sku"]),
        (Field::Name, &["product-name"]),
        (Field::Quantity, &["quantity-purchased"]),
        (Field::Gross, &["item-price"]),
        (Field::Discount, &["item-promotion-discount"]),
        (Field::Currency, &["currency"]),
        (Field::Customer, &["buyer-email", "buyer-name"]),
        (Field::Country, &["ship-country"]),
        (Field::Channel, &["sales-channel"]),
    ],
};

/// Transactions of Amazon by date: orders, refunds, and fees and transfers, which name no goods.
pub(super) const AMAZON_TRANSACTIONS: Known = Known {
    source: Source::Amazon,
    told_by: &["date/time", "settlement id", "order id", "product sales"],
    reads: &[
        (Field::Order, &["order id"]),
        (Field::Time, &["date/time"]),
        (Field::Product, &["sku"]),
        (Field::Name, &["description"]),
        (Field::Quantity, &["quantity"]),
        (Field::Gross, &["product sales"]),
        (Field::Discount, &["promotional rebates"]),
        (Field::Kind, &["type"]),
        (Field::Channel, &["marketplace"]),
    ],
};

/// The grocery set of Ta-Feng: no order numbers; AMOUNT counts pieces, SALES_PRICE is what the line came to.
pub(super) const TA_FENG: Known = Known {
    source: Source::TaFeng,
    told_by: &[
        "TRANSACTION_DT",
        "CUSTOMER_ID",
        "PRODUCT_SUBCLASS",
        "AMOUNT",
        "SALES_PRICE",
    ],
    reads: &[
        (Field::Time, &["TRANSACTION_DT"]),
        (Field::Customer, &["CUSTOMER_ID"]),
        (Field::Product, &["PRODUCT_ID"]),
        (Field::Category, &["PRODUCT_SUBCLASS"]),
        (Field::Quantity, &["AMOUNT"]),
        (Field::Amount, &["SALES_PRICE"]),
    ],
};
