//! The ready-made tables of the default question.

use clientele_model::Date;
use clientele_model::failure::Failure;
use clientele_model::overview::Unit;

use super::Encoded;
use super::read::Source;
use super::write::Table;
use crate::days::{self, Days};
use crate::tables::overview::{Side, Sums, buckets};
use crate::tables::{CustomersTable, OverviewTable, ProductsTable};

const CUSTOMERS: &str = "usual/customers";
const OVERVIEW: &str = "usual/overview";
const PRODUCTS: &str = "usual/products";

/// Gross per category stands in columns named like this and the category.
const CATEGORY: &str = "category:";

pub(super) fn encode_customers(table: &CustomersTable) -> Result<Encoded, Failure> {
    let mut out = Table::new(CUSTOMERS, table.len())
        .note("as_of", table.as_of)
        .note("returns_netted", table.returns_netted)
        .note("has_channels", table.has_channels)
        .note("has_discounts", table.has_discounts)
        .counts("position", &table.position)
        .texts("customer", table.id.iter())
        .names("country", &table.country, &table.countries)?
        .names("tier", &table.tier, &table.tiers)?
        .days("first_ever", &table.first_ever)
        .days("first", &table.first)
        .days("last", &table.last)
        .counts("orders", &table.orders)
        .counts("order_days", &table.order_days)
        .amounts("gross", &table.gross)
        .amounts("returned", &table.returned)
        .amounts("units", &table.units)
        .counts("lines", &table.lines)
        .counts("products", &table.products)
        .amounts("discount", &table.discount)
        .counts("discounted_lines", &table.discounted_lines)
        .counts("online_orders", &table.online_orders);
    for (at, name) in table.categories.iter().enumerate() {
        let column: Vec<f64> = (0..table.len())
            .map(|row| table.categories_of(row)[at])
            .collect();
        out = out.amounts(&format!("{CATEGORY}{name}"), &column);
    }
    out.finish()
}

pub(super) fn customers(source: &Source) -> Result<CustomersTable, Failure> {
    let (country, countries) = source.names("country")?;
    let (tier, tiers) = source.names("tier")?;
    let mut categories = Vec::new();
    let mut per_category = Vec::new();
    for column in source.columns() {
        if let Some(name) = column.strip_prefix(CATEGORY) {
            categories.push(name.to_owned());
            per_category.push(source.finite(column)?);
        }
    }
    let rows = 0..source.rows();
    let category_gross = rows
        .flat_map(|row| per_category.iter().map(move |column| column[row]))
        .collect();
    let head = CustomersTable {
        as_of: source.note("as_of")?,
        returns_netted: source.note("returns_netted")?,
        countries,
        tiers,
        categories,
        has_channels: source.note("has_channels")?,
        has_discounts: source.note("has_discounts")?,
        position: source.numbers("position")?,
        country,
        tier,
        category_gross,
        ..CustomersTable::default()
    };
    counted(source, head)
}

/// Fills in the columns of `model::table::CUSTOMERS` that hold figures, and the customer numbers.
pub(crate) fn counted(source: &Source, head: CustomersTable) -> Result<CustomersTable, Failure> {
    Ok(CustomersTable {
        id: source.texts("customer")?,
        first_ever: source.days("first_ever")?,
        first: source.days("first")?,
        last: source.days("last")?,
        orders: source.numbers("orders")?,
        order_days: source.numbers("order_days")?,
        gross: source.finite("gross")?,
        returned: source.finite("returned")?,
        units: source.finite("units")?,
        lines: source.numbers("lines")?,
        products: source.numbers("products")?,
        discount: source.finite("discount")?,
        discounted_lines: source.numbers("discounted_lines")?,
        online_orders: source.numbers("online_orders")?,
        ..head
    })
}

pub(super) fn encode_overview(table: &OverviewTable) -> Result<Encoded, Failure> {
    let sides = [("now", Some(&table.now)), ("then", table.then.as_ref())];
    let mut labels: Vec<(&str, &str, String)> = Vec::new();
    let mut sums: Vec<Sums> = Vec::new();
    for (name, side) in sides.into_iter().filter_map(|(n, side)| Some((n, side?))) {
        labels.push((name, "all", String::new()));
        sums.push(side.all);
        for (days, row) in table.buckets.iter().zip(&side.buckets) {
            labels.push((name, "bucket", days::to_date(days.first).to_string()));
            sums.push(*row);
        }
        for (country, row) in table.countries.iter().zip(&side.countries) {
            labels.push((name, "country", country.clone()));
            sums.push(*row);
        }
        for (channel, row) in table.channels.iter().zip(&side.channels) {
            labels.push((name, "channel", channel.clone()));
            sums.push(*row);
        }
    }
    let amounts = |of: fn(&Sums) -> f64| sums.iter().map(of).collect::<Vec<f64>>();
    let counts = |of: fn(&Sums) -> u32| sums.iter().map(of).collect::<Vec<u32>>();
    let last = table.buckets.last().map_or(0, |days| days.last);
    Table::new(OVERVIEW, sums.len())
        .note("unit", unit_name(table.unit))
        .note("last", days::to_date(last))
        .texts("side", labels.iter().map(|label| label.0))
        .texts("grouping", labels.iter().map(|label| label.1))
        .texts("key", labels.iter().map(|label| label.2.as_str()))
        .amounts("gross", &amounts(|row| row.gross))
        .amounts("returned", &amounts(|row| row.returned))
        .amounts("discount", &amounts(|row| row.discount))
        .amounts("anonymous_gross", &amounts(|row| row.anonymous_gross))
        .amounts("anonymous_returned", &amounts(|row| row.anonymous_returned))
        .counts("orders", &counts(|row| row.orders))
        .counts("customers", &counts(|row| row.customers))
        .counts("new_customers", &counts(|row| row.new_customers))
        .finish()
}

pub(super) fn overview(source: &Source) -> Result<OverviewTable, Failure> {
    let unit = unit_of(&source.note::<String>("unit")?)
        .ok_or_else(|| source.damaged("its buckets have no known length"))?;
    placed(source, unit, source.note("last")?)
}

/// The rows of `model::table::OVERVIEW`, in buckets of that length up to the last day.
pub(crate) fn placed(source: &Source, unit: Unit, last: Date) -> Result<OverviewTable, Failure> {
    let (sides, groupings) = (source.texts("side")?, source.texts("grouping")?);
    let keys = source.texts("key")?;
    let gross = source.finite("gross")?;
    let returned = source.finite("returned")?;
    let discount = source.finite("discount")?;
    let anonymous_gross = source.finite("anonymous_gross")?;
    let anonymous_returned = source.finite("anonymous_returned")?;
    let orders = source.numbers("orders")?;
    let customers = source.numbers("customers")?;
    let new_customers = source.numbers("new_customers")?;

    let mut table = OverviewTable {
        unit,
        buckets: Vec::new(),
        countries: Vec::new(),
        channels: Vec::new(),
        now: Side::default(),
        then: None,
    };
    let mut first = None;
    for row in 0..source.rows() {
        let is_now = sides.get(row) == "now";
        let sums = Sums {
            gross: gross[row],
            returned: returned[row],
            discount: discount[row],
            anonymous_gross: anonymous_gross[row],
            anonymous_returned: anonymous_returned[row],
            orders: orders[row],
            customers: customers[row],
            new_customers: new_customers[row],
        };
        let side = if is_now {
            &mut table.now
        } else {
            table.then.get_or_insert_default()
        };
        let key = keys.get(row);
        match groupings.get(row) {
            "all" => side.all = sums,
            "bucket" => {
                if is_now && first.is_none() {
                    first = key.parse::<Date>().ok();
                }
                side.buckets.push(sums);
            }
            "country" => {
                side.countries.push(sums);
                if is_now {
                    table.countries.push(key.to_owned());
                }
            }
            "channel" => {
                side.channels.push(sums);
                if is_now {
                    table.channels.push(key.to_owned());
                }
            }
            other => return Err(source.damaged(format!("a grouping is called “{other}”"))),
        }
    }
    let first = first.ok_or_else(|| source.damaged("it has no buckets"))?;
    table.buckets = buckets(Days::of((first, last)), unit);
    let complete = |side: &Side| {
        side.buckets.len() == table.buckets.len()
            && side.countries.len() == table.countries.len()
            && side.channels.len() == table.channels.len()
    };
    if complete(&table.now) && table.then.as_ref().is_none_or(complete) {
        Ok(table)
    } else {
        Err(source.damaged("buckets or places are missing"))
    }
}

pub(super) fn encode_products(table: &ProductsTable) -> Result<Encoded, Failure> {
    Table::new(PRODUCTS, table.len())
        .note("sold", table.sold)
        .note("returns_netted", table.returns_netted)
        .texts("product", table.id.iter())
        .texts("name", table.name.iter())
        .names("category", &table.category, &table.categories)?
        .amounts("gross", &table.gross)
        .amounts("returned", &table.returned)
        .amounts("units", &table.units)
        .counts("orders", &table.orders)
        .counts("customers", &table.customers)
        .finish()
}

pub(super) fn products(source: &Source) -> Result<ProductsTable, Failure> {
    let (category, categories) = source.names("category")?;
    let head = ProductsTable {
        sold: source.note("sold")?,
        returns_netted: source.note("returns_netted")?,
        categories,
        category,
        ..ProductsTable::default()
    };
    sold(source, head)
}

/// Fills in the columns of `model::table::PRODUCTS` that hold figures and texts.
pub(crate) fn sold(source: &Source, head: ProductsTable) -> Result<ProductsTable, Failure> {
    Ok(ProductsTable {
        id: source.texts("product")?,
        name: source.texts("name")?,
        gross: source.finite("gross")?,
        returned: source.finite("returned")?,
        units: source.finite("units")?,
        orders: source.numbers("orders")?,
        customers: source.numbers("customers")?,
        ..head
    })
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
    }
}

fn unit_of(name: &str) -> Option<Unit> {
    [Unit::Day, Unit::Week, Unit::Month]
        .into_iter()
        .find(|&unit| unit_name(unit) == name)
}
