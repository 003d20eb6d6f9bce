//! Lines of sales whose columns have meanings: what a file becomes, and what a pack is made from.

use clientele_model::Date;

use crate::column::{MISSING, Texts};
use crate::dates::{self, NO_TIME};
use crate::day_month::DayMonth;
use crate::fields::Field;
use crate::known::Source;
use crate::reader::{Pieces, Reader, none, stand_in, without_decimals};
use crate::recognise::Reading;
use crate::spread::spread;
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
    /// State of the order.
    pub status: Option<Texts>,
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
    /// How many lines are about a part of a piece and count as one.
    pub parts: u64,
    /// What one piece costs the shop; NaN when missing.
    pub cost: Option<Vec<f64>>,
    /// Lines that cannot be read, ascending.
    pub wrong: Vec<(usize, Wrong)>,
    /// Where each file begins, and its name; empty when there is one file only.
    pub files: Vec<(usize, String)>,
    /// Line of the file, counted from one.
    pub numbers: Vec<u64>,
}

/// How values are to be read that a file alone does not explain.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Which way round day and month stand.
    pub dates: Option<DayMonth>,
    /// The day that day number 1 stands for.
    pub day_one: Date,
    /// Later days than this one are wrong.
    pub today: Date,
}

impl Lines {
    /// Reads the columns of a table.
    ///
    /// # Errors
    /// When a column has the wrong type, or its dates cannot be told apart.
    pub fn read(table: &Table, reading: &Reading, manner: Manner) -> Result<Self, Trouble> {
        let lines = table.numbers.len();
        if lines >= MISSING as usize {
            return Err(Trouble::TooMany {
                file: table.file.clone(),
            });
        }
        let reader = Reader { table, reading };
        let mut wrong: Vec<(usize, Wrong)> = table
            .ragged
            .iter()
            .map(|&(line, have)| {
                (
                    line,
                    Wrong::Ragged {
                        have,
                        need: table.headings.len(),
                    },
                )
            })
            .collect();
        let times = match reading.find(Field::Time) {
            Some(at) => {
                let heading = &table.headings[at];
                dates::read(
                    &table.columns[at],
                    heading,
                    &table.file,
                    manner.dates,
                    manner.today,
                )?
            }
            None => reader.day_numbers(manner.day_one, &mut wrong)?,
        };
        wrong.extend(times.wrong);
        let quantity = reader.needed_numbers(Field::Quantity, &mut wrong)?;
        let pieces = Pieces::of(&quantity, &mut wrong);
        let (price, discount) = reader.prices(&pieces, &mut wrong)?;
        let mut cost = reader.numbers(Field::Cost, &mut Vec::new())?;
        for &(line, _) in &pieces.parts {
            // The cost is that of a whole piece.
            cost.iter_mut().for_each(|cost| cost[line] = f64::NAN);
        }
        let email = reader.texts(Field::Email)?;
        let customer = match reader.texts(Field::Customer)? {
            Some(texts) => texts.rewritten(|text| without_decimals(text).to_owned()),
            None => email.clone().unwrap_or_else(|| none(lines)),
        };
        let name = reader.texts(Field::Name)?;
        let mut product = reader.texts(Field::Product)?.unwrap_or_else(|| none(lines));
        if let Some(name) = &name
            && (reading.source == Source::Shopify || reading.find(Field::Product).is_none())
        {
            stand_in(&mut product, name);
        }
        let mut all = Self {
            order: reader.texts(Field::Order)?.unwrap_or_else(|| none(lines)),
            customer,
            product,
            name,
            category: reader.texts(Field::Category)?,
            country: reader.texts(Field::Country)?,
            channel: reader.texts(Field::Channel)?,
            email,
            opt_in: reader.texts(Field::EmailOptIn)?,
            tier: reader.texts(Field::Tier)?,
            sheet: reader.texts(Field::Sheet)?,
            status: reader.states()?,
            minute: times.minutes,
            quantity: pieces.whole,
            price,
            discount,
            order_discount: None,
            parts: pieces.parts.len() as u64,
            cost,
            wrong,
            files: vec![],
            numbers: table.numbers.clone(),
        };
        all.fill_down();
        all.judge();
        let on_order = reader.on_order()?;
        all.order_discount = on_order.map(|on_order| spread(&all, &on_order));
        Ok(all)
    }

    /// How many lines.
    pub fn len(&self) -> usize {
        self.minute.len()
    }

    /// Remembers which file these lines are from, for when there are several.
    pub fn name_file(&mut self, file: &str) {
        self.files = vec![(0, file.to_owned())];
    }

    /// The file a line is from, when there are several.
    pub fn file_of(&self, line: usize) -> Option<&str> {
        let before = self.files.partition_point(|(begin, _)| *begin <= line);
        Some(&self.files.get(before.checked_sub(1)?)?.1)
    }

    /// Adds the lines of another file below these.
    pub fn append(&mut self, other: Self) {
        let (before, more) = (self.len(), other.len());
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
        let both = |mine: Option<Vec<f64>>, theirs: Option<Vec<f64>>, none: f64| {
            (mine.is_some() || theirs.is_some()).then(|| {
                let mut all = mine.unwrap_or_else(|| vec![none; before]);
                all.extend(theirs.unwrap_or_else(|| vec![none; more]));
                all
            })
        };
        self.discount = both(self.discount.take(), other.discount, 0.0);
        let shares = (self.order_discount.take(), other.order_discount);
        self.order_discount = both(shares.0, shares.1, 0.0);
        self.parts += other.parts;
        self.cost = both(self.cost.take(), other.cost, f64::NAN);
        self.minute.extend(other.minute);
        self.quantity.extend(other.quantity);
        self.price.extend(other.price);
        self.numbers.extend(other.numbers);
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

    /// Exports that write the facts of an order on its first line only leave them out below: a
    /// missing fact is that of the order's earlier line.
    fn fill_down(&mut self) {
        let mut first_of = vec![MISSING; self.order.distinct()];
        for line in 0..self.minute.len() {
            let order = self.order.codes[line];
            if order == MISSING {
                continue;
            }
            let first = first_of[order as usize];
            if first == MISSING {
                first_of[order as usize] = line as u32;
                continue;
            }
            let first = first as usize;
            let facts = [
                &mut self.country,
                &mut self.channel,
                &mut self.email,
                &mut self.opt_in,
                &mut self.status,
            ];
            for texts in facts.into_iter().flatten().chain([&mut self.customer]) {
                if texts.codes[line] == MISSING {
                    texts.codes[line] = texts.codes[first];
                }
            }
            if self.minute[line] == NO_TIME {
                self.minute[line] = self.minute[first];
            }
        }
    }

    /// Names every line that cannot be read, once, for its first reason.
    fn judge(&mut self) {
        let mut wrong = std::mem::take(&mut self.wrong);
        let mut named = vec![false; self.len()];
        for (line, _) in &wrong {
            named[*line] = true;
        }
        for (line, named) in named.iter().enumerate() {
            let missing = |field| Some(Wrong::Missing(field));
            let why = if *named {
                None
            } else if self.order.codes[line] == MISSING {
                missing(Field::Order)
            } else if self.product.codes[line] == MISSING {
                missing(Field::Product)
            } else if self.minute[line] == NO_TIME {
                missing(Field::Time)
            } else if self.quantity[line] == 0 {
                Some(Wrong::Zero)
            } else {
                None
            };
            wrong.extend(why.map(|why| (line, why)));
        }
        wrong.sort_by_key(|(line, _)| *line);
        wrong.dedup_by_key(|(line, _)| *line);
        self.wrong = wrong;
    }
}
