//! Contact details of customers beside their e-mail address: read only when they are asked for.

use std::collections::BTreeMap;

use clientele_analysis::pack::contacts::Contacts;
use clientele_model::catalogue::ColumnUse;

use crate::File;
use crate::column::Texts;
use crate::encoding::Encoding;
use crate::fields::Field;
use crate::open;
use crate::people::{CUSTOMER, EMAIL, key, texts};
use crate::read_csv::Hints;
use crate::sought::Sought;
use crate::spelling::{Spelling, is_mail};
use crate::trouble::Trouble;

/// The headings that each detail goes by: phone, first and last name, city, region, postal code.
const HEADINGS: [&[&str]; 6] = [
    &[
        "phone",
        "phone_number",
        "mobile",
        "mobile_phone",
        "telephone",
        "default_address_phone",
    ],
    &["first_name", "firstname", "given_name"],
    &["last_name", "lastname", "family_name", "surname"],
    &["city", "town", "default_address_city"],
    &[
        "region",
        "state",
        "province",
        "province_code",
        "state_code",
        "default_address_province_code",
    ],
    &[
        "postal_code",
        "postcode",
        "zip",
        "zip_code",
        "default_address_zip",
    ],
];

/// The details of one customer.
type Details = [String; HEADINGS.len()];

/// What each is called in the list of columns.
const TITLES: [&str; HEADINGS.len()] = [
    "Phone",
    "First name",
    "Last name",
    "City",
    "Region",
    "Postal code",
];

/// Contact details, and the columns that they were read from.
#[derive(Debug, Default)]
pub struct Read {
    /// The details.
    pub contacts: Contacts,
    columns: Vec<(String, &'static str)>,
}

impl Read {
    /// Says in a list of columns which of them were read.
    pub fn tell(&self, columns: &mut [ColumnUse]) {
        for (column, title) in &self.columns {
            let found = columns.iter_mut().find(|used| used.column == *column);
            if let Some(used) = found.filter(|used| used.read_as.is_empty()) {
                (*title).clone_into(&mut used.read_as);
            }
        }
    }
}

/// Reads the contact details of these customers, ascending numbers, from a customer file; a later line of a customer wins.
///
/// # Errors
/// When the file cannot be read, or has no column with the customer number.
pub fn read(
    file: File,
    encoding: Option<&'static Encoding>,
    ids: &[String],
) -> Result<Read, Trouble> {
    let hints = Hints {
        encoding,
        sought: Sought::Customers,
        ..Hints::default()
    };
    let mut known: BTreeMap<String, Details> = BTreeMap::new();
    let mut by_email: BTreeMap<String, Details> = BTreeMap::new();
    let mut has = [false; HEADINGS.len()];
    let mut used = Vec::new();
    for table in open(file, hints, None)? {
        let numbers = key(&table, Field::Customer, &CUSTOMER)?;
        let email = texts(&table, &EMAIL);
        let columns = HEADINGS.map(|names| texts(&table, names));
        for (at, names) in HEADINGS.iter().enumerate() {
            if let Some(column) = names.iter().find_map(|name| table.find(name)) {
                has[at] = true;
                let column = format!("{} ({})", table.headings[column], table.file);
                used.push((column, TITLES[at]));
            }
        }
        let spelling = Spelling::of(&numbers);
        let at = |column: &Option<Texts>, line: usize| {
            let text = column.as_ref().map(|column| column.at(line).to_owned());
            text.unwrap_or_default()
        };
        for line in 0..table.numbers.len() {
            let details = columns.each_ref().map(|column| at(column, line));
            let email = spelling.plain(&at(&email, line));
            if is_mail(&email) {
                by_email.insert(email, details.clone());
            }
            known.insert(spelling.plain(numbers.at(line)), details);
        }
    }
    let mut contacts = Contacts::default();
    let places = [
        &mut contacts.phone,
        &mut contacts.first_name,
        &mut contacts.last_name,
        &mut contacts.city,
        &mut contacts.region,
        &mut contacts.postal_code,
    ];
    for (at, place) in places.into_iter().enumerate().filter(|(at, _)| has[*at]) {
        for id in ids {
            // Guests are known by their address.
            let details = known.get(id).or_else(|| by_email.get(id));
            place.push(details.map_or("", |details| details[at].as_str()));
        }
    }
    Ok(Read {
        contacts,
        columns: used,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_stand_beside_their_customers() {
        let text = "Customer ID,Email,Phone,First Name,Zip,Notes\n\
            2,b@example.com,0158 123457,Ann,SW1A 1AA,x\n\
            9,,1,Nobody,,\n\
            1,,+49 30 123456,,,\n";
        let file = File {
            name: "customers.csv".to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let ids = ["1", "2", "3", "b@example.com"].map(str::to_owned);
        let read = read(file, None, &ids).unwrap();
        let mut columns =
            ["Phone (customers.csv)", "Notes (customers.csv)"].map(|column| ColumnUse {
                column: column.to_owned(),
                read_as: String::new(),
                note: String::new(),
            });
        read.tell(&mut columns);
        assert_eq!([&*columns[0].read_as, &*columns[1].read_as], ["Phone", ""]);
        let contacts = read.contacts;
        let all = |texts: &clientele_analysis::texts::Texts| -> Vec<String> {
            texts.iter().map(str::to_owned).collect()
        };
        assert_eq!(
            all(&contacts.phone),
            ["+49 30 123456", "0158 123457", "", "0158 123457"]
        );
        assert_eq!(all(&contacts.first_name), ["", "Ann", "", "Ann"]);
        assert_eq!(all(&contacts.postal_code), ["", "SW1A 1AA", "", "SW1A 1AA"]);
        assert!(contacts.last_name.is_empty() && contacts.city.is_empty());
    }
}
