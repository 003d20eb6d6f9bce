//! Who the customer of a line is: numbers that are nobody's, numbers that are new with every order, and
//! guests who are known by their address only.

use rustc_hash::{FxHashMap, FxHashSet};

use clientele_model::words::{agreeing, counted};

use crate::column::{MISSING, Texts};
use crate::fields::Field;
use crate::lines::Lines;
use crate::reader::Reader;
use crate::said::Said;
use crate::spelling::is_mail;
use crate::tokens::is_nought;
use crate::trouble::Trouble;

/// Settles the customer of every line.
///
/// # Errors
/// When a column of customers' names holds no texts.
pub fn settle(lines: &mut Lines, reader: &Reader<'_>) -> Result<(), Trouble> {
    let customer = reader.reading.find(Field::Customer);
    let heading = customer.map_or("", |at| reader.table.headings[at].as_str());
    if customer.is_some() {
        noughts(&mut lines.customer, heading, &mut lines.said);
        if !reader.reading.told.contains(&Field::Customer) {
            new_with_every_order(lines, reader, heading)?;
        }
    }
    addresses(lines, customer.is_some());
    Ok(())
}

/// 0 is nobody, unless the numbers plainly begin at 0: they leave few gaps, and 0 has no more lines than
/// the others.
fn noughts(customer: &mut Texts, heading: &str, said: &mut Said) {
    let zero: Vec<bool> = customer.values().map(is_nought).collect();
    if !zero.contains(&true) {
        return;
    }
    let is_zero = |code: u32| zero.get(code as usize).copied().unwrap_or(false);
    let known = customer
        .codes
        .iter()
        .filter(|&&code| code != MISSING)
        .count();
    let of_zero = customer.codes.iter().filter(|&&code| is_zero(code)).count();
    let numbers: Option<Vec<u64>> = customer.values().map(|text| text.parse().ok()).collect();
    let begins_at_zero = numbers.is_some_and(|numbers| {
        let most = numbers.iter().copied().max().unwrap_or(0);
        let others = numbers.len().saturating_sub(1);
        numbers.contains(&1)
            && others >= 2
            && most <= 2 * numbers.len() as u64
            && of_zero * others <= 3 * (known - of_zero)
    });
    if begins_at_zero {
        said.say(format!(
            "“{heading}”: 0 is a customer, because the numbers start there."
        ));
        return;
    }
    said.say(format!(
        "“{heading}”: 0 means that the customer is not known ({}).",
        counted(of_zero as u64, "line")
    ));
    let old = std::mem::take(customer);
    *customer = old.rewritten(|text| {
        if is_nought(text) {
            String::new()
        } else {
            text.to_owned()
        }
    });
}

/// A number that is new with every order is not the customer, where another column holds the person: it
/// says the same for every line of a number, and comes back.
fn new_with_every_order(
    lines: &mut Lines,
    reader: &Reader<'_>,
    heading: &str,
) -> Result<(), Trouble> {
    let orders: FxHashSet<u32> = lines
        .order
        .codes
        .iter()
        .copied()
        .filter(|&code| code != MISSING)
        .collect();
    let of: FxHashSet<(u32, u32)> = (0..lines.len())
        .filter(|&line| lines.order.codes[line] != MISSING && lines.customer.codes[line] != MISSING)
        .map(|line| (lines.customer.codes[line], lines.order.codes[line]))
        .collect();
    let customers: FxHashSet<u32> = of.iter().map(|(customer, _)| *customer).collect();
    if customers.len() < 2 || customers.len() != of.len() || customers.len() * 10 < orders.len() * 9
    {
        return Ok(());
    }
    let person = reader
        .reading
        .find(Field::Person)
        .filter(|&at| is_number_of_person(&reader.table.headings[at]));
    let email = reader.reading.find(Field::Email);
    for (at, field) in [(person, Field::Person), (email, Field::Email)] {
        let Some(at) = at else { continue };
        if Some(at) == reader.reading.find(Field::Customer) {
            continue;
        }
        let mut unsaid = Said::default();
        let Some(texts) = reader.people(field, &mut unsaid)? else {
            continue;
        };
        let mut of_number: FxHashMap<u32, u32> = FxHashMap::default();
        let mut persons: FxHashSet<u32> = FxHashSet::default();
        let one_each = (0..lines.len()).all(|line| {
            let (number, person) = (lines.customer.codes[line], texts.codes[line]);
            if number == MISSING || person == MISSING {
                return true;
            }
            persons.insert(person);
            *of_number.entry(number).or_insert(person) == person
        });
        if one_each
            && of_number.len() * 10 >= customers.len() * 9
            && persons.len() < of_number.len()
        {
            lines.said.say(format!(
                "“{heading}” is different for every order, so “{}” was taken as the customer; if that is wrong, say so with --map customer={heading}.",
                reader.table.headings[at]
            ));
            lines.customer = texts;
            return Ok(());
        }
    }
    Ok(())
}

/// Names of people are no numbers: two may share one.
fn is_number_of_person(heading: &str) -> bool {
    matches!(
        crate::table::bare(heading).as_str(),
        "customeruniqueid" | "personid"
    )
}

/// Who has no number is known by the address; an account with the same address is the same customer.
fn addresses(lines: &mut Lines, numbered: bool) {
    let Some(email) = lines.email.as_ref() else {
        return;
    };
    let mail: Vec<bool> = email.values().map(is_mail).collect();
    let is_known = |code: u32| mail.get(code as usize).copied().unwrap_or(false);
    // The account that an address belongs to: the first one it stands beside.
    let mut account: FxHashMap<u32, u32> = FxHashMap::default();
    for (&code, &customer) in email.codes.iter().zip(&lines.customer.codes) {
        if is_known(code) && customer != MISSING {
            account.entry(code).or_insert(customer);
        }
    }
    let mut guests = FxHashSet::default();
    for (line, &code) in email.codes.iter().enumerate() {
        if lines.customer.codes[line] != MISSING || code == MISSING || (numbered && !is_known(code))
        {
            continue;
        }
        let customer = match account.get(&code) {
            Some(&customer) => customer,
            None => lines.customer.code(email.value(code)),
        };
        lines.customer.codes[line] = customer;
        guests.insert(code);
    }
    if numbered && !guests.is_empty() {
        lines.said.say(format!(
            "{} without a number {} identified by the e-mail address.",
            counted(guests.len() as u64, "customer"),
            agreeing(guests.len() as u64, "is", "are")
        ));
    }
}
