//! The ready-made tables of the default question.

use clientele_model::Date;
use clientele_model::failure::Failure;
use clientele_model::overview::Unit;
use clientele_model::table::CATEGORY_PREFIX;
use clientele_model::table::columns::POSITION;

use super::read::Source;
use super::write::Writer;
use super::{CUSTOMERS_NOW, Encoded, OVERVIEW_NOW, PRODUCTS_NOW};
use crate::columns::{Columns, ColumnsMut};
use crate::days::{self, Days};
use crate::tables::customers::CategoryGross;
use crate::tables::overview::{OverviewRows, Side, buckets};
use crate::tables::{CustomersTable, OverviewTable, ProductsTable};

pub(super) fn encode_customers(table: &CustomersTable) -> Result<Encoded, Failure> {
    let mut out = Writer::new(CUSTOMERS_NOW, table.len())
        .note("as_of", table.as_of)
        .note("returns_netted", table.returns_netted)
        .note("has_channels", table.has_channels)
        .note("has_discounts", table.has_discounts)
        .columns(&Columns::new(POSITION, [(&table.position).into()]))?
        .columns(&table.columns())?;
    for (at, name) in table.categories.iter().enumerate() {
        let column: Vec<f64> = (0..table.len())
            .map(|row| table.gross_in(at, row))
            .collect();
        out = out.amounts(&format!("{CATEGORY_PREFIX}{name}"), &column);
    }
    out.finish()
}

pub(super) fn customers(mut source: Source) -> Result<CustomersTable, Failure> {
    let columns = source.columns();
    let categories: Vec<String> = columns
        .filter_map(|column| column.strip_prefix(CATEGORY_PREFIX))
        .map(str::to_owned)
        .collect();
    let mut per_category = Vec::new();
    for name in &categories {
        per_category.push(source.finite(&format!("{CATEGORY_PREFIX}{name}"))?);
    }
    let mut category_gross = CategoryGross::default();
    for row in 0..source.rows() {
        category_gross.push((0..).zip(per_category.iter().map(|column| column[row])));
    }
    let mut table = CustomersTable {
        as_of: source.note("as_of")?,
        returns_netted: source.note("returns_netted")?,
        categories,
        has_channels: source.note("has_channels")?,
        has_discounts: source.note("has_discounts")?,
        category_gross,
        ..CustomersTable::default()
    };
    let position = (&mut table.position).into();
    source.fill(ColumnsMut::new(POSITION, [position]))?;
    source.fill(table.columns_mut())?;
    Ok(table)
}

pub(super) fn encode_overview(table: &OverviewTable) -> Result<Encoded, Failure> {
    let rows = OverviewRows::of(table);
    let last = table.buckets.last().map_or(0, |days| days.last);
    Writer::new(OVERVIEW_NOW, rows.orders.len())
        .note("unit", unit_name(table.unit))
        .note("last", days::to_date(last))
        .columns(&rows.columns())?
        .finish()
}

pub(super) fn overview(mut source: Source) -> Result<OverviewTable, Failure> {
    let unit = unit_of(&source.note::<String>("unit")?)
        .ok_or_else(|| source.damaged("its buckets have no known length"))?;
    let last = source.note("last")?;
    placed(&mut source, unit, last)
}

/// Reads the rows, in buckets of that length up to the last day.
pub(crate) fn placed(
    source: &mut Source,
    unit: Unit,
    last: Date,
) -> Result<OverviewTable, Failure> {
    let mut rows = OverviewRows::default();
    source.fill(rows.columns_mut())?;
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
        let is_now = rows.side.get(row) == "now";
        let sums = rows.sums(row);
        let side = if is_now {
            &mut table.now
        } else {
            table.then.get_or_insert_default()
        };
        let key = rows.key.get(row);
        match rows.grouping.get(row) {
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
    Writer::new(PRODUCTS_NOW, table.len())
        .note("sold", table.sold)
        .note("returns_netted", table.returns_netted)
        .columns(&table.columns())?
        .finish()
}

pub(super) fn products(mut source: Source) -> Result<ProductsTable, Failure> {
    let mut table = ProductsTable {
        sold: source.note("sold")?,
        returns_netted: source.note("returns_netted")?,
        ..ProductsTable::default()
    };
    source.fill(table.columns_mut())?;
    Ok(table)
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
