//! From what the visitor told to what is asked of the files.

use clientele_model::date;
use clientele_model::opening::{Told, ToldColumn};

use super::Asked;
use super::kinds::Sorted;
use crate::Request;
use crate::assemble::About;
use crate::day_month::DayMonth;
use crate::encoding::named;
use crate::fields::{Field, Mapped};
use crate::lines::Manner;
use crate::mapping::{Mapping, Role};
use crate::separator::Decimal;

/// What was decided about an earlier file, and which columns are to be left out.
///
/// # Errors
/// One sentence, where the earlier decision cannot be read.
pub(super) fn mapping(told: &Told) -> Result<Mapping, String> {
    let mut mapping = match &told.mapping {
        None => Mapping::default(),
        Some(text) => Mapping::from_json(text).map_err(|why| {
            format!("What was kept of the last file cannot be used: {why} Read the file anew without it.")
        })?,
    };
    let unread = told.columns.iter().filter(|column| column.field.is_none());
    for ToldColumn { column, .. } in unread {
        mapping.columns.retain(|role| role.column != *column);
        mapping.columns.push(Role {
            column: column.clone(),
            role: None,
        });
    }
    Ok(mapping)
}

/// What is asked of sorted files.
///
/// # Errors
/// One sentence, where what was told makes no sense.
pub(super) fn request(
    sorted: Sorted,
    asked: &Asked,
    mapping: &Mapping,
    title: &str,
) -> Result<Request, String> {
    let told = &asked.told;
    let encoding = match &told.encoding {
        None => None,
        Some(name) => Some(named(name).map_err(|_| {
            format!("There is no encoding “{name}”. Nothing was read; choose another one.")
        })?),
    };
    Ok(Request {
        files: sorted.orders,
        customers: sorted.customers,
        products: sorted.products,
        campaigns: sorted.campaigns,
        mapped: mapped(told),
        services: vec![],
        manner: Manner {
            dates: told.day_first.map(order),
            day_one: date(2016, 1, 1),
            today: asked.today,
            decimal: told.decimal.and_then(sign),
            currency: told.currency.clone(),
            encoding,
            anonymous: told.anonymous,
        },
        about: About {
            slug: "data".to_owned(),
            title: title.to_owned(),
            about: String::new(),
            attribution: String::new(),
            licence: String::new(),
            currency: first(&told.currency, &mapping.currency).unwrap_or_else(|| "EUR".to_owned()),
            zone: first(&told.zone, &mapping.zone).unwrap_or_else(|| asked.zone.clone()),
        },
    })
}

/// What was said now, else what was decided before.
fn first(now: &Option<String>, before: &Option<String>) -> Option<String> {
    now.as_ref().or(before.as_ref()).cloned()
}

/// Columns that were told by hand.
fn mapped(told: &Told) -> Vec<Mapped> {
    let known = |key: &str| Field::ALL.into_iter().find(|field| field.key() == key);
    let columns = told.columns.iter().filter_map(|told| {
        Some(Mapped {
            field: known(told.field.as_deref()?)?,
            column: told.column.clone(),
        })
    });
    columns.collect()
}

/// The order of day and month.
pub(super) fn order(day_first: bool) -> DayMonth {
    match day_first {
        true => DayMonth::DayFirst,
        false => DayMonth::MonthFirst,
    }
}

fn sign(sign: char) -> Option<Decimal> {
    [Decimal::Point, Decimal::Comma]
        .into_iter()
        .find(|decimal| decimal.sign() == sign)
}
