//! What the values of a column look like, whatever its heading says.

use crate::column::{Column, MISSING};
use crate::currency::meanings;
use crate::dates::date_of;
use crate::fields::Field;
use crate::figure::figure;
use crate::plain::folded;
use crate::spelling::is_mail;
use crate::states::{State, state};
use crate::written::{Written, parse};
use crate::wrong::shown;

/// How many lines are looked at.
const GLANCE: usize = 2000;
/// How many of the values must look like something for the column to be it.
const MOST: f64 = 0.9;

/// What the first lines of a column look like: shares of its values, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Looks {
    /// How many of the lines have a value at all.
    pub filled: f64,
    /// Distinct values per value.
    pub distinct: f64,
    /// Numbers, also with signs of currencies.
    pub numbers: f64,
    /// Whole numbers below a thousand, above and below zero.
    pub small: f64,
    /// Numbers with a part behind a decimal sign.
    pub parts: f64,
    /// Dates.
    pub dates: f64,
    /// Numbers that may count days or seconds, or be a date without separators.
    pub stamps: f64,
    /// E-mail addresses.
    pub mails: f64,
    /// Currencies.
    pub currencies: f64,
    /// States of orders.
    pub states: f64,
    /// Words, as names have them and codes do not.
    pub words: f64,
}

impl Looks {
    /// Looks at a column; a distinct value counts once.
    pub fn of(column: &Column) -> Self {
        let lines = column.len().min(GLANCE);
        let filled = (0..lines).filter(|&line| column.holds(line)).count();
        let values = values(column, lines);
        let share = |fits: &dyn Fn(&str) -> bool| {
            let fitting = values.iter().filter(|text| fits(text)).count();
            fitting as f64 / values.len().max(1) as f64
        };
        if let Column::Time(_) = column {
            return Self {
                filled: filled as f64 / lines.max(1) as f64,
                dates: if values.is_empty() { 0.0 } else { 1.0 },
                ..Self::default()
            };
        }
        let small = |text: &str| text.parse::<i64>().is_ok_and(|number| number.abs() < 1000);
        let parts = |text: &str| figure(text).is_some() && text.contains(['.', ',']);
        Self {
            filled: filled as f64 / lines.max(1) as f64,
            distinct: values.len() as f64 / filled.max(1) as f64,
            numbers: share(&|text| figure(text).is_some()),
            small: share(&small),
            parts: share(&parts),
            dates: share(&is_date),
            stamps: share(&is_stamp),
            mails: share(&is_mail),
            currencies: share(&|text| !meanings(text).is_empty()),
            states: share(&|text| state(&folded(text)) != State::Unknown),
            words: share(&is_words),
        }
    }

    /// Whether the values can be what a field holds. A column without values can be anything.
    pub fn fits(&self, field: Field) -> bool {
        if self.filled == 0.0 {
            return true;
        }
        match field {
            Field::Time | Field::Begin | Field::Exposed => self.dates.max(self.stamps) >= MOST,
            Field::Quantity => self.small >= MOST || (self.numbers >= MOST && self.dates < 0.5),
            Field::Price
            | Field::Amount
            | Field::Gross
            | Field::Total
            | Field::Discount
            | Field::DiscountPct
            | Field::OrderDiscount
            | Field::Subtotal
            | Field::Cost
            | Field::Refund
            | Field::Revenue
            | Field::Margin => self.numbers >= MOST,
            Field::DayNumber | Field::Window => self.numbers >= MOST && self.parts == 0.0,
            Field::Email => self.mails >= 0.5,
            Field::Currency => self.currencies >= MOST,
            Field::Order | Field::Customer | Field::Product => {
                self.dates < 0.5 && self.parts < 0.5 && self.distinct > 0.001
            }
            Field::Name | Field::Person | Field::Category | Field::Country => self.numbers < 0.5,
            Field::Status | Field::State => self.states >= 0.5,
            _ => true,
        }
    }
}

/// Whether a text reads like a name: mostly letters, and either several words or one that is not written like a code.
fn is_words(text: &str) -> bool {
    let count = |fits: fn(char) -> bool| text.chars().filter(|&c| fits(c)).count();
    let (letters, digits) = (count(char::is_alphabetic), count(char::is_numeric));
    let several = text.split_whitespace().count() > 1;
    let capitals = count(char::is_uppercase) == letters;
    // Scripts without capitals have names of few signs.
    let least = if text.is_ascii() { 3 } else { 2 };
    letters >= least && letters > 2 * digits && (several || (digits == 0 && !capitals))
}

fn is_date(text: &str) -> bool {
    matches!(parse(text), Some(Written::Day(..) | Written::Pair { .. }))
}

/// Days of a spreadsheet from 1980 on, and seconds or milliseconds since 1970 from the same time on.
fn is_stamp(text: &str) -> bool {
    let within = |number: f64| {
        (29_000.0..80_000.0).contains(&number)
            || (3e8..4e9).contains(&number)
            || (3e11..4e12).contains(&number)
    };
    text.parse::<f64>().is_ok_and(within)
}

/// The distinct values of the first lines, in order of appearance, as a reader would see them.
pub fn values(column: &Column, lines: usize) -> Vec<String> {
    let mut seen = rustc_hash::FxHashSet::default();
    let mut values = vec![];
    for line in 0..lines.min(column.len()) {
        let text = match column {
            Column::Text(texts) if texts.codes[line] != MISSING => texts.at(line).to_owned(),
            Column::Whole(all) => all[line].map_or(String::new(), |number| number.to_string()),
            Column::Number(all) => all[line].map_or(String::new(), |number| number.to_string()),
            Column::Time(all) => all[line].map_or(String::new(), time),
            _ => continue,
        };
        if !text.is_empty() && seen.insert(text.clone()) {
            values.push(text);
        }
    }
    values
}

/// A minute since 1970 in words that sort: the day, and the time of day where there is one.
pub fn time(minute: i64) -> String {
    let day = date_of(minute);
    match minute.rem_euclid(1440) {
        0 => day.to_string(),
        of_day => format!("{day} {:02}:{:02}", of_day / 60, of_day % 60),
    }
}

/// A few values of a column for a reader, each once.
pub fn samples(column: &Column) -> Vec<String> {
    const SHOWN: usize = 3;
    let values = values(column, GLANCE).into_iter();
    values.take(SHOWN).map(|text| shown(&text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(values: &[&str]) -> Looks {
        Looks::of(&Column::Text(values.iter().copied().collect()))
    }

    #[test]
    fn values_tell_what_a_column_may_be() {
        let fits = |field: Field, values: &[&str]| looks(values).fits(field);
        let days = ["2024-01-05", "5.1.2024", ""];
        assert!(fits(Field::Time, &days) && !fits(Field::Order, &days));
        assert!(fits(Field::Time, &["1700000000"]) && fits(Field::Time, &["45296", "45297"]));
        assert!(!fits(Field::Time, &["1", "2"]) && !fits(Field::Time, &["soon"]));
        let numbers = ["1", "2", "1"];
        assert!(fits(Field::Quantity, &numbers) && fits(Field::Customer, &numbers));
        let money = ["€ 1.50", "2,00"];
        assert!(fits(Field::Price, &money) && !fits(Field::Customer, &money));
        let mails = ["a@b.de", "c@d.fr"];
        assert!(fits(Field::Email, &mails) && fits(Field::Customer, &mails));
        assert!(!fits(Field::Email, &["A-1"]) && !fits(Field::Price, &["A-1"]));
        assert!(fits(Field::Currency, &["EUR", "€"]) && !fits(Field::Currency, &["A"]));
        assert!(fits(Field::Price, &[""]));
    }

    #[test]
    fn names_are_told_from_codes() {
        let words = |text: &str| is_words(text);
        for name in [
            "Red mug",
            "WHITE HANGING HEART",
            "Tasse",
            "马克杯",
            "Ann Doe",
            "Set of 3 ducks",
        ] {
            assert!(words(name), "{name}");
        }
        for code in [
            "85123A",
            "MUG-RED",
            "A",
            "4711",
            "P 12",
            "SKU 0815 X",
            "ann_1",
            "",
        ] {
            assert!(!words(code), "{code}");
        }
    }

    #[test]
    fn samples_are_few_and_short() {
        let texts = Column::Text(["b", "", "b", "a", "c", "d"].into_iter().collect());
        assert_eq!(samples(&texts), ["b", "a", "c"]);
        let times = Column::Time(vec![Some(0), None, Some(1500)]);
        assert_eq!(samples(&times), ["1970-01-01", "1970-01-02 01:00"]);
    }
}
