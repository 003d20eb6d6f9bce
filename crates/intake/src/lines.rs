//! Lines of sales whose columns have meanings: what a file becomes, and what a data set is made from.

mod judged;

use clientele_model::Date;

use crate::column::{MISSING, Texts};
use crate::currency::{Marks, Rate};
use crate::day_month::DayMonth;
use crate::fate;
use crate::fields::Field;
use crate::fill;
use crate::guests;
use crate::pieces::Pieces;
use crate::prices::prices;
use crate::reader::{Reader, none, stand_in};
use crate::receipts;
use crate::recognise::Reading;
use crate::said::Said;
use crate::separator::Decimal;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::wrong::Wrong;

/// Lines of sales, one per position; optional columns are `None` when the files have none.
#[derive(Debug, Default)]
pub struct Lines {
    /// Order number.
    pub order: Texts,
    /// Customer number.
    pub customer: Texts,
    /// Product code, as written.
    pub product: Texts,
    /// Product name.
    pub name: Option<Texts>,
    /// Category of the product.
    pub category: Option<Texts>,
    /// Country or region.
    pub country: Option<Texts>,
    /// Channel.
    pub channel: Option<Texts>,
    /// E-mail address of the customer.
    pub email: Option<Texts>,
    /// Whether e-mails may be sent, as written.
    pub opt_in: Option<Texts>,
    /// Tier of the customer.
    pub tier: Option<Texts>,
    /// Sheet of the workbook.
    pub sheet: Option<Texts>,
    /// What became of the order, in the words of [`fate`].
    pub status: Option<Texts>,
    /// Shop, till or branch.
    pub store: Option<Texts>,
    /// Sign or code of the currency, where a file has several.
    pub mark: Option<Texts>,
    /// Minutes since 1970-01-01 00:00, wall clock; [`NO_TIME`] when missing.
    pub minute: Vec<i64>,
    /// Pieces, below zero for returns; zero where wrong.
    pub quantity: Vec<i32>,
    /// Price of one piece before discount; NaN when missing.
    pub price: Vec<f64>,
    /// Discount on the line, not below zero.
    pub discount: Option<Vec<f64>>,
    /// The line's share of the discount on its order, not below zero.
    pub order_discount: Option<Vec<f64>>,
    /// What the file says about the whole order of a line.
    pub on_order: OnOrder,
    /// Whether every line is a whole order, whose products no file names.
    pub whole_orders: bool,
    /// How many lines are about a part of a piece and count as one.
    pub parts: u64,
    /// What one piece costs the shop; NaN when missing.
    pub cost: Option<Vec<f64>>,
    /// What lines that are discounts themselves take off their order; zero on other lines.
    pub off_order: Option<Vec<f64>>,
    /// Whether a line stands again in a later file; empty when none does.
    pub superseded: Vec<bool>,
    /// Which of several orders of the same number a line belongs to; empty when each number is one order.
    pub part: Vec<u32>,
    /// Lines that cannot be read, ascending.
    pub wrong: Vec<(usize, Wrong)>,
    /// Where each file begins, and its name; empty when there is one file only.
    pub files: Vec<(usize, String)>,
    /// Line of the file, counted from one.
    pub numbers: Vec<u64>,
    /// What the files say about their currency.
    pub marks: Marks,
    /// What was decided.
    pub said: Said,
}

/// What an export says about a whole order, one per line; NaN where a line does not say it.
#[derive(Debug, Default)]
pub struct OnOrder {
    /// Discount on the order.
    pub discount: Option<Vec<f64>>,
    /// What the goods of the order came to after every discount.
    pub subtotal: Option<Vec<f64>>,
    /// What was paid back.
    pub refund: Option<Vec<f64>>,
}

/// How values are to be read that a file alone does not explain.
#[derive(Clone, Debug)]
pub struct Manner {
    /// Which way round day and month stand.
    pub dates: Option<DayMonth>,
    /// The day that day number 1 stands for.
    pub day_one: Date,
    /// Later days than this one are wrong.
    pub today: Date,
    /// The decimal sign.
    pub decimal: Option<Decimal>,
    /// ISO 4217 code of the currency that was told.
    pub currency: Option<String>,
    /// What other currencies are worth in it.
    pub rates: Vec<Rate>,
    /// The encoding of text files.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// Whether files that name no customers are read all the same.
    pub anonymous: bool,
}

impl Lines {
    /// Reads the columns of a table.
    ///
    /// # Errors
    /// When a column has the wrong type, or nothing tells how its values are to be read.
    pub fn read(table: &Table, reading: &Reading, manner: &Manner) -> Result<Self, Trouble> {
        let lines = table.numbers.len();
        let whole_orders = reading.is_of_whole_orders(table);
        if lines >= MISSING as usize {
            return Err(Trouble::TooMany {
                file: table.file.clone(),
            });
        }
        let mut said = table.said.clone();
        let reader = Reader::new(table, reading, manner);
        let need = table.headings.len();
        let ragged = table
            .ragged
            .iter()
            .map(|&(line, have)| (line, Wrong::Ragged { have, need }));
        let mut wrong: Vec<(usize, Wrong)> = ragged.collect();
        let times = reader.times(manner, &mut wrong, &mut said)?;
        wrong.extend(times.wrong);
        let mut pieces = match reader.numbers(Field::Quantity, &mut wrong, &mut said)? {
            Some(numbers) => Pieces::of(&numbers, &mut wrong),
            None => {
                if !whole_orders {
                    said.say("No column holds quantities: every line counts as one piece.");
                }
                Pieces::one_each(lines)
            }
        };
        fate::turn_back(&reader, &mut pieces, &mut said);
        let order = match reader.codes(Field::Order, &mut said)? {
            Some(order) => order,
            None => receipts::made(&reader, &times.minutes, &mut said)?,
        };
        let prices = prices(&reader, &pieces, &order, &mut wrong, &mut said)?;
        let mut on_order = OnOrder::default();
        for (field, values) in [
            (Field::OrderDiscount, &mut on_order.discount),
            (Field::Subtotal, &mut on_order.subtotal),
            (Field::Refund, &mut on_order.refund),
        ] {
            *values = reader.numbers(field, &mut vec![], &mut said)?;
        }
        let mut cost = reader.numbers(Field::Cost, &mut vec![], &mut said)?;
        for &(line, _) in &pieces.parts {
            // The cost is that of a whole piece.
            cost.iter_mut().for_each(|cost| cost[line] = f64::NAN);
        }
        let email = reader.people(Field::Email, &mut said)?;
        let customer = reader.people(Field::Customer, &mut said)?;
        let name = reader.names(Field::Name)?;
        let mut product =
            reader
                .codes(Field::Product, &mut said)?
                .unwrap_or_else(|| match whole_orders {
                    true => receipts::whole(lines),
                    false => none(lines),
                });
        if let Some(name) = &name {
            stand_in(&mut product, name);
        }
        let marks = reader.marks();
        let mut all = Self {
            order,
            customer: customer.unwrap_or_else(|| none(lines)),
            product,
            name,
            category: reader.names(Field::Category)?,
            country: reader.names(Field::Country)?,
            channel: reader.names(Field::Channel)?,
            email,
            opt_in: reader.names(Field::EmailOptIn)?,
            tier: reader.names(Field::Tier)?,
            sheet: reader.names(Field::Sheet)?,
            status: fate::of_orders(&reader, &mut said)?,
            store: reader.codes(Field::Store, &mut said)?,
            mark: reader.mark_of_lines(&marks),
            minute: times.minutes,
            quantity: pieces.whole,
            price: prices.price,
            discount: prices.discount,
            order_discount: None,
            on_order,
            whole_orders,
            parts: pieces.parts.len() as u64,
            cost,
            off_order: None,
            superseded: vec![],
            part: vec![],
            wrong,
            files: vec![],
            numbers: table.numbers.clone(),
            marks,
            said,
        };
        fill::orders_down(&mut all);
        fill::facts(&mut all);
        if let Some(mark) = &all.mark {
            all.marks.recount(mark);
        }
        guests::settle(&mut all, &reader)?;
        all.judge();
        Ok(all)
    }

    /// How many lines.
    pub fn len(&self) -> usize {
        self.minute.len()
    }

    /// Which order a line belongs to: the code of its number, and which of several under it.
    pub fn order_of(&self, line: usize) -> (u32, u32) {
        (
            self.order.codes[line],
            self.part.get(line).copied().unwrap_or(0),
        )
    }

    /// What became of the order of a line.
    pub fn fate(&self, line: usize) -> &str {
        self.status.as_ref().map_or("", |status| status.at(line))
    }

    /// Remembers which file these lines are from, for when there are several.
    pub fn name_file(&mut self, file: &str) {
        self.files = vec![(0, file.to_owned())];
    }

    /// The file a line is from, when there are several.
    pub fn file_of(&self, line: usize) -> Option<&str> {
        Some(&self.files.get(self.file_at(line)?)?.1)
    }

    /// The position among the files of the one a line is from, when there are several.
    pub fn file_at(&self, line: usize) -> Option<usize> {
        self.files
            .partition_point(|(begin, _)| *begin <= line)
            .checked_sub(1)
    }

    /// Adds the lines of another file below these.
    pub fn append(&mut self, mut other: Self) {
        let (before, more) = (self.len(), other.len());
        self.mark_apart(&mut other);
        self.order.append(&other.order);
        self.customer.append(&other.customer);
        self.product.append(&other.product);
        for (mine, theirs) in [
            (&mut self.name, &other.name),
            (&mut self.category, &other.category),
            (&mut self.country, &other.country),
            (&mut self.channel, &other.channel),
            (&mut self.email, &other.email),
            (&mut self.opt_in, &other.opt_in),
            (&mut self.tier, &other.tier),
            (&mut self.sheet, &other.sheet),
            (&mut self.status, &other.status),
            (&mut self.store, &other.store),
            (&mut self.mark, &other.mark),
        ] {
            match (mine, theirs) {
                (Some(mine), Some(theirs)) => mine.append(theirs),
                (Some(mine), None) => mine.append_missing(more),
                (none, Some(theirs)) => {
                    let mut texts = Texts::default();
                    texts.append_missing(before);
                    texts.append(theirs);
                    *none = Some(texts);
                }
                (None, None) => {}
            }
        }
        for (mine, theirs, none) in [
            (&mut self.discount, other.discount, 0.0),
            (&mut self.order_discount, other.order_discount, 0.0),
            (&mut self.cost, other.cost, f64::NAN),
            (
                &mut self.on_order.discount,
                other.on_order.discount,
                f64::NAN,
            ),
            (
                &mut self.on_order.subtotal,
                other.on_order.subtotal,
                f64::NAN,
            ),
            (&mut self.on_order.refund, other.on_order.refund, f64::NAN),
        ] {
            if mine.is_some() || theirs.is_some() {
                let all = mine.get_or_insert_with(|| vec![none; before]);
                all.extend(theirs.unwrap_or_else(|| vec![none; more]));
            }
        }
        self.whole_orders &= other.whole_orders;
        self.parts += other.parts;
        self.minute.extend(other.minute);
        self.quantity.extend(other.quantity);
        self.price.extend(other.price);
        self.numbers.extend(other.numbers);
        self.marks.append(&other.marks);
        self.said.append(other.said);
        let moved = other
            .wrong
            .into_iter()
            .map(|(line, why)| (line + before, why));
        self.wrong.extend(moved);
        let begins = other
            .files
            .into_iter()
            .map(|(begin, file)| (begin + before, file));
        self.files.extend(begins);
    }
}
