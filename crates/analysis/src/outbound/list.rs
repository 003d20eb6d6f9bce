//! Lists of customers that somebody brings: what they are called in links, and who is on them.

use clientele_model::failure::Failure;
use clientele_model::outbound::Field;
use clientele_model::selection::{KEY, ListBy, Listed};

use super::contact::Contact;
use super::fingerprint::fingerprint;
use super::read_back::{Back, Everybody, read_back, told_by};
use crate::dataset::{Dataset, NONE};
use crate::engine::{OnTheList, Tables};
use crate::pack::contacts::{self, Contacts};
use crate::tables::CustomersTable;

/// What a list is called in links, given its name and its text, and how many rows it has; none where it has none.
pub fn take_list(name: &str, text: &str) -> Option<(Listed, u32)> {
    let (by, rows) = told_by(text)?;
    let key = fingerprint(text);
    let listed = Listed {
        by,
        key: key.get(..KEY)?.to_owned(),
        name: name.to_owned(),
    };
    Some((listed, rows))
}

/// Who is on a list.
///
/// # Errors
/// When it tells customers by what the data do not have.
pub(super) fn read_list(
    listed: &Listed,
    text: &str,
    tables: &Tables,
    among: &CustomersTable,
) -> Result<OnTheList, Failure> {
    let Some(lines) = tables.lines() else {
        if listed.by == ListBy::Contact {
            return Err(no_addresses(listed));
        }
        let contact = |row: usize| Contact {
            customer: among.customer.get(row),
            ..Contact::default()
        };
        let back = read_back(text, &Everybody(among.len(), &contact), "");
        let rows = back.set.iter().map(|at| among.position.get(at as usize));
        let set = rows.flatten().copied().collect();
        return Ok(found(Back { set, ..back }));
    };
    let known = &lines.customers;
    let contacts = match tables.shop().contacts() {
        Some(bytes) => contacts::read(bytes, known.id.len())?,
        None => Contacts::default(),
    };
    if listed.by == ListBy::Contact && known.email.is_empty() && contacts.phone.is_empty() {
        return Err(no_addresses(listed));
    }
    let lands = lands(lines);
    let contact = |at: usize| {
        let land = lands
            .get(at)
            .and_then(|&land| lines.catalogue.countries.get(land as usize));
        let phone = match contacts.phone.is_empty() {
            true => "",
            false => contacts.phone.get(at),
        };
        Contact {
            customer: &known.id[at],
            ..Contact::default()
        }
        .with(Field::Email, known.email.get(at).map_or("", String::as_str))
        .with(Field::Phone, phone)
        .with(Field::Country, land.map_or("", |land| &land.name))
    };
    Ok(found(read_back(
        text,
        &Everybody(known.id.len(), &contact),
        "",
    )))
}

fn found(back: Back) -> OnTheList {
    OnTheList {
        set: back.set,
        rows: back.rows,
        unknown: back.unknown,
        named: back.named,
    }
}

/// The country of each customer's last order: phone numbers without a country code belong to it.
fn lands(lines: &Dataset) -> Vec<u32> {
    let mut lands = vec![NONE; lines.customers.id.len()];
    for (&customer, &land) in lines.orders.customer.iter().zip(&lines.orders.country) {
        if let Some(own) = lands.get_mut(customer as usize) {
            *own = land;
        }
    }
    lands
}

fn no_addresses(listed: &Listed) -> Failure {
    Failure::Refused {
        sentence: format!(
            "The list “{}” tells customers by e-mail address or phone number, and these data have neither. Bring a list of customer numbers, or open the data with their addresses.",
            listed.name
        ),
    }
}
