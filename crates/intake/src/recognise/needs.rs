//! What lines of orders need, and what is said where it is not there.

use super::Reading;
use super::quantity::maybe_quantity;
use crate::fields::Field;
use crate::said::Said;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::written::{Written, parse};

impl Reading {
    /// Whether every line is a whole order: no column says what was bought or how many, and money and an order
    /// number that is new on nearly every line are there.
    pub fn is_of_whole_orders(&self, table: &Table) -> bool {
        let none = [Field::Product, Field::Name, Field::Quantity, Field::Price];
        let money = [Field::Amount, Field::Gross, Field::Total];
        let has = |field: &Field| self.find(*field).is_some();
        if none.iter().any(has) || !money.iter().any(has) {
            return false;
        }
        let order = self.find(Field::Order).map(|at| &table.columns[at]);
        let Some(texts) = order.and_then(crate::column::Column::texts) else {
            return false;
        };
        texts.distinct() > 0 && texts.distinct() * 20 >= texts.codes.len() * 19
    }

    /// What is needed and no column holds, in the order of a line: the first one keeps the file from being read.
    pub fn missing(&self, table: &Table) -> Vec<Field> {
        let whole = self.is_of_whole_orders(table);
        let has = |fields: &[Field]| fields.iter().any(|&field| self.find(field).is_some());
        let needs = [
            (Field::Order, has(&[Field::Order])),
            (Field::Time, has(&[Field::Time, Field::DayNumber])),
            (Field::Product, whole || has(&[Field::Product, Field::Name])),
            (
                Field::Price,
                has(&[Field::Price, Field::Amount, Field::Gross]),
            ),
            (Field::Customer, has(&[Field::Customer, Field::Email])),
        ];
        let missing = needs.into_iter().filter(|(_, there)| !there);
        missing.map(|(field, _)| field).collect()
    }

    /// Whether all is there that lines of orders need. Orders without numbers are made from customers and
    /// times; customers are looked for elsewhere.
    pub(super) fn complete(&self, table: &Table, said: &mut Said) -> Result<(), Trouble> {
        let mut missing = self.missing(table);
        let customers = !missing.contains(&Field::Customer);
        missing.retain(|field| match field {
            Field::Customer => false,
            Field::Order => !(customers && self.find(Field::Time).is_some()),
            _ => true,
        });
        match missing.first() {
            Some(_) if are_values(&table.headings) => Err(Trouble::NoHeadings {
                file: table.file.clone(),
                first: table.headings.join(", ").chars().take(60).collect(),
            }),
            Some(&field) => Err(Trouble::MissingField {
                file: table.file.clone(),
                field,
                columns: table.listed(),
            }),
            None if self.is_of_whole_orders(table) => {
                said.say(format!(
                    "Each line of {} is a whole order: it names no products, so Products and Baskets have nothing to show.",
                    table.file
                ));
                Ok(())
            }
            None => match (self.find(Field::Quantity), maybe_quantity(table, self)) {
                (None, Some(at)) => Err(Trouble::MaybeQuantity {
                    file: table.file.clone(),
                    column: table.headings[at].clone(),
                }),
                _ => {
                    if self.find(Field::Order).is_none() {
                        said.say("No column holds order numbers: what a customer bought at one time counts as one order.");
                    }
                    Ok(())
                }
            },
        }
    }
}

/// Whether a row is an order and no headings: it has a day, or numbers.
fn are_values(headings: &[String]) -> bool {
    let day = |text: &String| matches!(parse(text), Some(Written::Day(..) | Written::Pair { .. }));
    let number = |text: &String| crate::figure::figure(text).is_some();
    headings.iter().any(day) || headings.iter().filter(|text| number(text)).count() >= 2
}
