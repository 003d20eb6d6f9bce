//! From what the visitor told to what is asked of the files.

use clientele_model::date;
use clientele_model::opening::{Told, ToldColumn};

use super::Asked;
use super::kinds::Sorted;
use crate::Request;
use crate::assemble::About;
use crate::day_month::DayMonth;
use crate::encoding::named;
use crate::fields::Field;
use crate::lines::Manner;
use crate::mapping::{Mapping, Role, VERSION};
use crate::separator::Decimal;

/// What is asked of sorted files.
///
/// # Errors
/// One sentence, where what was told makes no sense.
pub(super) fn request(sorted: Sorted, asked: &Asked, title: &str) -> Result<Request, String> {
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
        mapped: vec![],
        services: vec![],
        manner: Manner {
            // These two hold only where nothing in a file decides: see `dates` and `decimal`.
            dates: None,
            day_one: date(2016, 1, 1),
            today: asked.today,
            decimal: None,
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
            currency: told.currency.clone().unwrap_or_else(|| "EUR".to_owned()),
            zone: told.zone.clone().unwrap_or_else(|| asked.zone.clone()),
        },
    })
}

/// What was told of columns; it changes nothing where their headings say the same.
pub(super) fn mapping(told: &Told) -> Mapping {
    let known = |key: &str| Field::ALL.into_iter().find(|field| field.key() == key);
    let columns = told.columns.iter().filter_map(|told| {
        let role = match &told.field {
            Some(key) => Some(known(key)?),
            None => None,
        };
        Some(Role {
            column: told.column.clone(),
            role,
        })
    });
    Mapping {
        version: VERSION,
        columns: columns.collect(),
        ..Mapping::default()
    }
}

/// How files were read, to be told of the next ones; `before` is what was told of these.
pub(super) fn told(mapping: &Mapping, before: &Told) -> Told {
    let read = mapping.columns.iter().map(|role| ToldColumn {
        column: role.column.clone(),
        field: role.role.map(|field| field.key().to_owned()),
    });
    let left_out = before.columns.iter().filter(|told| told.field.is_none());
    Told {
        columns: read.chain(left_out.cloned()).collect(),
        decimal: mapping.decimal.map(Decimal::sign).or(before.decimal),
        day_first: match mapping.dates {
            Some(DayMonth::DayFirst) => Some(true),
            Some(DayMonth::MonthFirst) => Some(false),
            Some(DayMonth::YearFirst) => None,
            // What other columns told.
            None => before.day_first,
        },
        currency: mapping.currency.clone(),
        zone: mapping.zone.clone(),
        encoding: before.encoding.clone(),
        anonymous: before.anonymous,
        kinds: before.kinds.clone(),
    }
}

/// The order of day and month.
pub(super) fn order(day_first: bool) -> DayMonth {
    match day_first {
        true => DayMonth::DayFirst,
        false => DayMonth::MonthFirst,
    }
}

/// The decimal sign.
pub(super) fn sign(sign: char) -> Option<Decimal> {
    [Decimal::Point, Decimal::Comma]
        .into_iter()
        .find(|decimal| decimal.sign() == sign)
}
