//! Lines of sales whose columns have meanings: what a file becomes, and what a pack is made from.

use clientele_model::Date;

use super::column::{MISSING, Texts};
use super::dates::{self, DayMonth, NO_TIME, Times};
use super::fields::Field;
use super::numbers;
use super::recognise::{Reading, Source, Table};
use super::trouble::Trouble;
use super::wrong::{Wrong, shown};

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

/// Orders in these states were never sales.
const NOT_SOLD: [&str; 8] = [
    "cancelled",
    "canceled",
    "failed",
    "voided",
    "expired",
    "trash",
    "draft",
    "checkout-draft",
];

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
        let pieces = reader.needed_numbers(Field::Quantity, &mut wrong)?;
        let quantity = whole(&pieces, &mut wrong);
        let (price, discount) = reader.prices(&quantity, &mut wrong)?;
        let cost = reader.numbers(Field::Cost, &mut Vec::new())?;
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
            status: reader.texts(Field::Status)?,
            minute: times.minutes,
            quantity,
            price,
            discount,
            cost,
            wrong,
            files: vec![],
            numbers: table.numbers.clone(),
        };
        all.fill_down();
        all.judge();
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
        let status: Vec<Option<Wrong>> = self.status.as_ref().map_or_else(Vec::new, |texts| {
            let never =
                |text: &str| NOT_SOLD.contains(&text.to_lowercase().trim_start_matches("wc-"));
            texts
                .values()
                .map(|text| never(text).then(|| Wrong::NotSold(shown(text))))
                .collect()
        });
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
                let code = self
                    .status
                    .as_ref()
                    .map_or(MISSING, |texts| texts.codes[line]);
                status.get(code as usize).cloned().flatten()
            };
            wrong.extend(why.map(|why| (line, why)));
        }
        wrong.sort_by_key(|(line, _)| *line);
        wrong.dedup_by_key(|(line, _)| *line);
        self.wrong = wrong;
    }
}

struct Reader<'a> {
    table: &'a Table,
    reading: &'a Reading,
}

type Found = Vec<(usize, Wrong)>;

impl Reader<'_> {
    fn texts(&self, field: Field) -> Result<Option<Texts>, Trouble> {
        let Some(at) = self.reading.find(field) else {
            return Ok(None);
        };
        let column = &self.table.columns[at];
        match column.texts() {
            Some(texts) => Ok(Some(texts)),
            None => Err(Trouble::WrongType {
                file: self.table.file.clone(),
                column: self.table.headings[at].clone(),
                holds: column.kind().to_owned(),
                field,
            }),
        }
    }

    fn numbers(&self, field: Field, wrong: &mut Found) -> Result<Option<Vec<f64>>, Trouble> {
        let Some(at) = self.reading.find(field) else {
            return Ok(None);
        };
        let heading = &self.table.headings[at];
        let numbers = numbers::read(&self.table.columns[at], field, heading, &self.table.file)?;
        wrong.extend(numbers.wrong);
        Ok(Some(numbers.values))
    }

    fn needed_numbers(&self, field: Field, wrong: &mut Found) -> Result<Vec<f64>, Trouble> {
        let lines = self.table.numbers.len();
        Ok(self
            .numbers(field, wrong)?
            .unwrap_or_else(|| vec![f64::NAN; lines]))
    }

    /// Unit prices before discount, and discounts in money.
    fn prices(
        &self,
        quantity: &[i32],
        wrong: &mut Found,
    ) -> Result<(Vec<f64>, Option<Vec<f64>>), Trouble> {
        let mut discount = self.numbers(Field::Discount, wrong)?.map(|values| {
            // Some shops write discounts below zero.
            values
                .into_iter()
                .map(|v| if v.is_nan() { 0.0 } else { v.abs() })
                .collect::<Vec<_>>()
        });
        let pieces = |line: usize| f64::from(quantity[line].unsigned_abs().max(1));
        let price = if self.reading.find(Field::Price).is_some() {
            self.needed_numbers(Field::Price, wrong)?
        } else {
            let mut amounts = self.needed_numbers(Field::Amount, wrong)?;
            for (line, amount) in amounts.iter_mut().enumerate() {
                let off = discount.as_ref().map_or(0.0, |discount| discount[line]);
                // A return is paid back: its amount has the sign of its quantity.
                let paid = if quantity[line] < 0 {
                    amount.abs()
                } else {
                    *amount
                };
                *amount = (paid + off) / pieces(line);
            }
            amounts
        };
        if let Some(pct) = self.numbers(Field::DiscountPct, wrong)?
            && discount.is_none()
        {
            let in_shares = pct.iter().all(|value| value.is_nan() || value.abs() <= 1.0);
            let unit = if in_shares { 1.0 } else { 0.01 };
            let off = |(line, value): (usize, &f64)| match value * unit * price[line] * pieces(line)
            {
                off if off.is_nan() => 0.0,
                off => off.abs(),
            };
            discount = Some(pct.iter().enumerate().map(off).collect());
        }
        Ok((price, discount))
    }

    fn day_numbers(&self, day_one: Date, wrong: &mut Found) -> Result<Times, Trouble> {
        let days = self.needed_numbers(Field::DayNumber, wrong)?;
        let clock = self.numbers(Field::Clock, &mut Vec::new())?;
        let start = i64::from(dates::day_number(day_one)) - 1;
        let minutes = days.iter().enumerate().map(|(line, day)| {
            if !(day.is_finite() && day.abs() < 1e5) {
                return NO_TIME;
            }
            let hhmm = clock
                .as_ref()
                .map_or(0.0, |clock| clock[line])
                .clamp(0.0, 2359.0) as i64;
            (start + *day as i64) * 1440 + hhmm / 100 * 60 + (hhmm % 100).min(59)
        });
        Ok(Times {
            minutes: minutes.collect(),
            wrong: vec![],
        })
    }
}

/// Pieces as whole numbers; zero where they are none.
fn whole(pieces: &[f64], wrong: &mut Found) -> Vec<i32> {
    let mut named = vec![false; pieces.len()];
    for (line, _) in wrong.iter() {
        named[*line] = true;
    }
    let mut quantity = Vec::with_capacity(pieces.len());
    for (line, &number) in pieces.iter().enumerate() {
        let why = match number {
            _ if named[line] => None,
            number if number.is_nan() => Some(Wrong::Missing(Field::Quantity)),
            number if number.fract() != 0.0 => Some(Wrong::NotWhole(number.to_string())),
            number if number.abs() > f64::from(i32::MAX) => {
                Some(Wrong::TooLarge(Field::Quantity, number.to_string()))
            }
            _ => None,
        };
        let bad = why.is_some() || number.is_nan() || number.fract() != 0.0;
        wrong.extend(why.map(|why| (line, why)));
        // Within range: larger ones were named above, and `as` saturates.
        quantity.push(if bad { 0 } else { number as i32 });
    }
    quantity
}

/// Puts the product's name where its code is missing.
fn stand_in(product: &mut Texts, name: &Texts) {
    for (line, &code) in name.codes.iter().enumerate() {
        if product.codes[line] == MISSING && code != MISSING {
            product.codes[line] = product.code(name.value(code));
        }
    }
}

fn none(lines: usize) -> Texts {
    let mut texts = Texts::default();
    texts.append_missing(lines);
    texts
}

/// "13085.0", as spreadsheets export customer numbers with gaps, is "13085".
fn without_decimals(text: &str) -> &str {
    match text.strip_suffix(".0") {
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits,
        _ => text,
    }
}
