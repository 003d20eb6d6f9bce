//! From what the visitor told to what is asked of the files.

use clientele_model::date;
use clientele_model::opening::Told;

use super::Asked;
use super::kinds::Sorted;
use crate::Request;
use crate::assemble::About;
use crate::currency::Rate;
use crate::encoding::named;
use crate::lines::Manner;
use crate::mapping::Mapping;
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
    let rates = told.rates.iter().map(|rate| rate.parse());
    let rates: Result<Vec<Rate>, _> = rates.collect();
    let rates =
        rates.map_err(|wrong| format!("{wrong}. Nothing was read; enter the rate again."))?;
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
            day_one: told.day_one.unwrap_or(date(2016, 1, 1)),
            today: asked.today,
            decimal: None,
            // Like all that is told, it holds where the files leave it open: see `Mapping`.
            currency: None,
            rates,
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

/// What was told, as the mapping it is; it changes nothing where the files say it themselves.
///
/// # Errors
/// One sentence, where what was told makes no sense.
pub(super) fn mapping(told: &Told) -> Result<Mapping, String> {
    Mapping::of(told).map_err(|why| {
        format!("The mapping cannot be read ({why}). Nothing was loaded; choose another one.")
    })
}

/// How files were read, to be told of the next ones: as they decided it, else as other columns did (`before`).
pub(super) fn told(mapping: &Mapping, before: &Told) -> Told {
    let mut found = mapping.told();
    let is_new = |(name, _): &(String, _)| before.kinds.iter().all(|(known, _)| known != name);
    found.kinds.retain(is_new);
    found.kinds.splice(..0, before.kinds.iter().cloned());
    Told {
        decimal: found.decimal.or(before.decimal),
        dates: found.dates.or(before.dates),
        ..found
    }
}

/// The decimal sign.
pub(super) fn sign(sign: char) -> Option<Decimal> {
    [Decimal::Point, Decimal::Comma]
        .into_iter()
        .find(|decimal| decimal.sign() == sign)
}
