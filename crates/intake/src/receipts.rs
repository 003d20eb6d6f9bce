//! Orders of files without order numbers: what a customer bought at one time.

use crate::column::{MISSING, Texts};
use crate::dates::NO_TIME;
use crate::fields::Field;
use crate::looks::time;
use crate::reader::{Reader, none};
use crate::said::Said;
use crate::trouble::Trouble;

/// What stands for the goods of a whole order, where a file names none.
pub const WHOLE: &str = "Whole order";

/// The goods of lines that are whole orders.
pub fn whole(lines: usize) -> Texts {
    std::iter::repeat_n(WHOLE, lines).collect()
}

/// A number for every line, from its customer and its minute; from its day, where no time of day stands in
/// the file. A line of nobody is an order of its own.
///
/// # Errors
/// When the column of customers holds something else.
pub fn made(reader: &Reader<'_>, minutes: &[i64], said: &mut Said) -> Result<Texts, Trouble> {
    let customer = reader.people(Field::Customer, said)?;
    let email = reader.people(Field::Email, said)?;
    let empty = none(minutes.len());
    let customer = customer.as_ref().unwrap_or(&empty);
    let email = email.as_ref().unwrap_or(&empty);
    let mut orders = Texts::default();
    for (line, &minute) in minutes.iter().enumerate() {
        let at = match minute {
            NO_TIME => String::new(),
            minute => time(minute),
        };
        let who = match (customer.codes[line], email.codes[line]) {
            (MISSING, MISSING) => {
                orders.push(&format!("line {}", reader.table.numbers[line]));
                continue;
            }
            (MISSING, _) => email.at(line),
            _ => customer.at(line),
        };
        orders.push(&format!("{who} {at}"));
    }
    Ok(orders)
}
