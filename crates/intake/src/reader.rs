//! Columns of a file as fields: texts, numbers and times.

use clientele_model::words::{agreeing, counted};

use crate::column::{Column, MISSING, Texts};
use crate::currency::{Marks, meanings, without_cents};
use crate::fields::Field;
use crate::figure::figure;
use crate::lines::Manner;
use crate::numbers::{self, Numbers, Place, Style};
use crate::recognise::Reading;
use crate::said::{Said, some};
use crate::separator::Votes;
use crate::spelling::{Spelling, is_shortened, visible};
use crate::table::Table;
use crate::tokens::{Role, is_none};
use crate::trouble::Trouble;
use crate::wrong::Wrong;

mod times;

/// Reads the columns of a table as fields.
pub struct Reader<'a> {
    /// The file.
    pub table: &'a Table,
    /// Which column holds what.
    pub reading: &'a Reading,
    /// How its numbers are written.
    pub style: Style,
}

/// Lines that cannot be read, and why.
pub type Found = Vec<(usize, Wrong)>;

/// Columns of money: what stands beside their numbers is a currency.
pub const MONEY: [Field; 3] = [Field::Price, Field::Amount, Field::Gross];

/// Columns whose decimal sign is the same as that of their neighbours.
const NUMBERS: [Field; 11] = [
    Field::Quantity,
    Field::Price,
    Field::Amount,
    Field::Gross,
    Field::Discount,
    Field::DiscountPct,
    Field::OrderDiscount,
    Field::Subtotal,
    Field::Refund,
    Field::Cost,
    Field::Total,
];

impl<'a> Reader<'a> {
    /// For a table whose columns have roles.
    pub fn new(table: &'a Table, reading: &'a Reading, manner: &Manner) -> Self {
        let mut votes = Votes::default();
        for at in NUMBERS.into_iter().flat_map(|field| reading.all(field)) {
            votes.add_certain(&numbers::votes(&table.columns[at]));
        }
        let mut reader = Self {
            table,
            reading,
            style: Style {
                told: manner.decimal,
                others: votes.certain(),
                without_cents: None,
            },
        };
        // What is told is not the currency of amounts that are to be converted.
        let told = manner.currency.clone().filter(|_| manner.rates.is_empty());
        let only = || {
            let marks = reader.marks();
            let mut codes = marks.names().flat_map(meanings);
            codes
                .next()
                .filter(|first| codes.all(|code| code == *first))
                .map(str::to_owned)
        };
        reader.style.without_cents = told.or_else(only).filter(|code| without_cents(code));
        reader
    }

    /// A heading, and the file it stands in.
    pub fn place(&self, at: usize, field: Field) -> Place<'a> {
        Place {
            field,
            heading: &self.table.headings[at],
            file: &self.table.file,
        }
    }

    /// A field as texts as they stand; nothing when no column holds it.
    ///
    /// # Errors
    /// When the column holds something else.
    fn raw(&self, field: Field) -> Result<Option<(usize, Texts)>, Trouble> {
        let Some(at) = self.reading.find(field) else {
            return Ok(None);
        };
        let column = &self.table.columns[at];
        match column.texts() {
            Some(texts) => Ok(Some((at, texts))),
            None => Err(Trouble::WrongType {
                file: self.table.file.clone(),
                column: self.table.headings[at].clone(),
                holds: column.example(),
                field,
            }),
        }
    }

    /// A field as names: countries, categories, product names.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn names(&self, field: Field) -> Result<Option<Texts>, Trouble> {
        let names = self.raw(field)?.map(|(_, texts)| texts);
        Ok(names.map(|texts| {
            texts.rewritten(|text| {
                if is_none(text, Role::Name) {
                    String::new()
                } else {
                    visible(text)
                }
            })
        }))
    }

    /// A field as numbers and codes in one spelling; words for "no value" are none.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn codes(&self, field: Field, said: &mut Said) -> Result<Option<Texts>, Trouble> {
        let Some((at, texts)) = self.raw(field)? else {
            return Ok(None);
        };
        self.say_shortened(at, &texts, said);
        let spelling = Spelling::of(&texts);
        Ok(Some(texts.rewritten(|text| {
            match is_none(text, Role::Value) {
                true if field != Field::Order => String::new(),
                _ => spelling.plain(text),
            }
        })))
    }

    /// What a spreadsheet shortened is lost, and that is said.
    fn say_shortened(&self, at: usize, texts: &Texts, said: &mut Said) {
        let heading = &self.table.headings[at];
        let short: Vec<&str> = texts.values().filter(|text| is_shortened(text)).collect();
        if !short.is_empty() {
            said.say(format!(
                "“{heading}”: {} such as {} {} shortened by a spreadsheet; what {} stood for is lost, and different ones may now look the same. Export the column as text.",
                counted(short.len() as u64, "value"),
                short[0],
                agreeing(short.len() as u64, "was", "were"),
                agreeing(short.len() as u64, "it", "they"),
            ));
        }
    }

    /// Customer numbers and e-mail addresses in one spelling; guests are nobody.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn people(&self, field: Field, said: &mut Said) -> Result<Option<Texts>, Trouble> {
        let Some((at, texts)) = self.raw(field)? else {
            return Ok(None);
        };
        let heading = &self.table.headings[at];
        let nobody = |text: &str| is_none(text, Role::Customer);
        let words: Vec<&str> = texts.values().filter(|text| nobody(text)).collect();
        if field == Field::Customer && !words.is_empty() {
            let lines = (0..texts.codes.len())
                .filter(|&line| texts.codes[line] != MISSING && nobody(texts.at(line)))
                .count();
            said.say(format!(
                "“{heading}”: {} {} that the customer is not known ({}).",
                some(&words),
                agreeing(words.len() as u64, "means", "mean"),
                counted(lines as u64, "line")
            ));
        }
        self.say_shortened(at, &texts, said);
        let spelling = Spelling::of(&texts);
        Ok(Some(texts.rewritten(|text| {
            if nobody(text) {
                String::new()
            } else {
                spelling.plain(text)
            }
        })))
    }

    /// A field as numbers, NaN where missing; nothing when no column holds it.
    ///
    /// # Errors
    /// When the column holds something else, or nothing tells its decimal sign.
    pub fn numbers(
        &self,
        field: Field,
        wrong: &mut Found,
        said: &mut Said,
    ) -> Result<Option<Vec<f64>>, Trouble> {
        let Some(at) = self.reading.find(field) else {
            return Ok(None);
        };
        let numbers = self.numbers_at(at, field, said)?;
        wrong.extend(numbers.wrong);
        Ok(Some(numbers.values))
    }

    /// A column as numbers.
    ///
    /// # Errors
    /// When it holds something else, or nothing tells its decimal sign.
    pub fn numbers_at(&self, at: usize, field: Field, said: &mut Said) -> Result<Numbers, Trouble> {
        numbers::read(
            &self.table.columns[at],
            self.place(at, field),
            &self.style,
            said,
        )
    }

    /// Signs and codes of currencies: in a column of their own, and beside the money.
    pub fn marks(&self) -> Marks {
        let mut marks = Marks::default();
        let money = MONEY.into_iter().flat_map(|field| self.reading.all(field));
        for at in money.chain(self.reading.find(Field::Currency)) {
            let heading = &self.table.headings[at];
            let Column::Text(texts) = &self.table.columns[at] else {
                continue;
            };
            let whole = Some(at) == self.reading.find(Field::Currency);
            let mark = |text: &str| {
                if whole {
                    Some(visible(text))
                } else {
                    figure(text).map(|figure| figure.mark)
                }
            };
            let of: Vec<Option<String>> = texts.values().map(mark).collect();
            let mut lines = vec![0u64; of.len()];
            for &code in texts.codes.iter().filter(|&&code| code != MISSING) {
                lines[code as usize] += 1;
            }
            for (mark, lines) in of.into_iter().zip(lines) {
                if let Some(mark) = mark.filter(|mark| !meanings(mark).is_empty()) {
                    marks.count(&mark, lines, heading);
                }
            }
        }
        marks
    }

    /// The mark of the currency of every line, where several stand in the file.
    pub fn mark_of_lines(&self, marks: &Marks) -> Option<Texts> {
        if marks.names().count() < 2 {
            return None;
        }
        if let Some(at) = self.reading.find(Field::Currency) {
            return self.table.columns[at]
                .texts()
                .map(|texts| texts.rewritten(visible));
        }
        let at = MONEY
            .into_iter()
            .find_map(|field| self.reading.find(field))?;
        let texts = self.table.columns[at].texts()?;
        Some(texts.rewritten(|text| figure(text).map_or(String::new(), |figure| figure.mark)))
    }
}

/// Texts that are all missing.
pub fn none(lines: usize) -> Texts {
    let mut texts = Texts::default();
    texts.append_missing(lines);
    texts
}

/// Puts the product's name where its code is missing.
pub fn stand_in(product: &mut Texts, name: &Texts) {
    for (line, &code) in name.codes.iter().enumerate() {
        if product.codes[line] == MISSING && code != MISSING {
            product.codes[line] = product.code(name.value(code));
        }
    }
}
