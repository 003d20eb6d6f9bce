//! Phone numbers by the numbering plan of every country: a port of Google's libphonenumber with its tables, 230 kB of them.
//! Nothing else in this crate mentions it, so that a program can bring it later, or not at all: it is plugged in
//! ([`plug_numbering`](super::normalise::plug_numbering)).

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, Region};

/// The international form, with "+", of a number as it is dialled in a country (ISO 3166, two large letters); none where there
/// is no such number, neither there nor with a country code of its own. The tables are read when it is first asked: five
/// milliseconds.
pub fn read(number: &str, country: &str) -> Option<String> {
    let valid = |number: &str, region: Option<Region>| {
        let parsed = PHONE_NUMBER_UTIL.parse(number, region).ok()?;
        let form = || {
            let form = PHONE_NUMBER_UTIL.format(&parsed, PhoneNumberFormat::E164);
            form.into_owned()
        };
        PHONE_NUMBER_UTIL.is_valid_number(&parsed).then(form)
    };
    let region = country.parse().ok()?;
    valid(number, Some(region)).or_else(|| valid(&format!("+{number}"), None))
}
