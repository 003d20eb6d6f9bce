//! The optional customer and product files.

use std::collections::BTreeMap;

use clientele_model::catalogue::ColumnUse;

use crate::campaigns::History;
use crate::column::Texts;
use crate::fields::Field;
use crate::numbers::{self, Place, Style};
use crate::said::Said;
use crate::spelling::{Spelling, is_mail};
use crate::table::Table;
use crate::trouble::Trouble;
use crate::values::is_yes;

/// What the optional files say.
#[derive(Debug, Default)]
pub struct Extras {
    /// The customer file.
    pub customers: Option<People>,
    /// The product file.
    pub products: Option<Shelf>,
    /// The files of campaigns and exposures.
    pub campaigns: Option<History>,
}

/// The customer file.
#[derive(Debug, Default)]
pub struct People {
    /// By customer number.
    pub by_id: BTreeMap<String, Person>,
    /// Whether there is a column of e-mail addresses.
    pub has_email: bool,
    /// Whether there is a column of opt-ins.
    pub has_opt_in: bool,
    /// Whether there is a column of tiers.
    pub has_tier: bool,
}

/// One customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// E-mail address, or empty.
    pub email: String,
    /// Whether e-mails may be sent.
    pub opt_in: bool,
    /// Tier, or empty.
    pub tier: String,
}

/// The product file.
#[derive(Debug, Default)]
pub struct Shelf {
    /// By product code, in capitals.
    pub by_id: BTreeMap<String, Article>,
    /// Whether there is a column of categories.
    pub has_category: bool,
    /// Whether there is a column of unit costs.
    pub has_cost: bool,
}

/// One product.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Category, or empty.
    pub category: String,
    /// Unit cost, or NaN.
    pub cost: f64,
}

pub(crate) const CUSTOMER: [&str; 6] = [
    "customer_id",
    "customer_no",
    "customer_number",
    "customer",
    "household_key",
    "id",
];
pub(crate) const EMAIL: [&str; 3] = ["email", "email_address", "e_mail_address"];
const OPT_IN: [&str; 5] = [
    "email_opt_in",
    "opt_in",
    "accepts_email_marketing",
    "accepts_marketing",
    "newsletter",
];
const TIER: [&str; 3] = ["tier", "loyalty_tier", "customer_tier"];
const PRODUCT: [&str; 8] = [
    "product_id",
    "product_code",
    "variant_sku",
    "sku",
    "stock_code",
    "item_id",
    "product",
    "id",
];
const CATEGORY: [&str; 6] = [
    "category",
    "product_category",
    "product_type",
    "type",
    "categories",
    "department",
];
const COST: [&str; 4] = ["unit_cost", "cost_per_item", "cost", "cost_price"];

/// What is read of the customer file, and the headings it goes by.
pub const OF_PEOPLE: [(Field, &[&str]); 4] = [
    (Field::Customer, &CUSTOMER),
    (Field::Email, &EMAIL),
    (Field::EmailOptIn, &OPT_IN),
    (Field::Tier, &TIER),
];

/// What is read of the product file, and the headings it goes by.
pub const OF_SHELF: [(Field, &[&str]); 3] = [
    (Field::Product, &PRODUCT),
    (Field::Category, &CATEGORY),
    (Field::Cost, &COST),
];

/// Reads the customer file, nothing where there is none; a later table of it wins.
///
/// # Errors
/// When it has no column with the customer number.
pub fn people(tables: &[Table]) -> Result<Option<People>, Trouble> {
    let mut all: Option<People> = None;
    for table in tables {
        let more = people_of(table)?;
        let all = all.get_or_insert_default();
        all.by_id.extend(more.by_id);
        all.has_email |= more.has_email;
        all.has_opt_in |= more.has_opt_in;
        all.has_tier |= more.has_tier;
    }
    Ok(all)
}

fn people_of(table: &Table) -> Result<People, Trouble> {
    let ids = key(table, Field::Customer, &CUSTOMER)?;
    let (email, opt_in, tier) = (
        texts(table, &EMAIL),
        texts(table, &OPT_IN),
        texts(table, &TIER),
    );
    let mut people = People {
        by_id: BTreeMap::new(),
        has_email: email.is_some(),
        has_opt_in: opt_in.is_some(),
        has_tier: tier.is_some(),
    };
    let at =
        |texts: &Option<Texts>, line: usize| texts.as_ref().map_or("", |t| t.at(line)).to_owned();
    let spelling = Spelling::of(&ids);
    let mut by_email = BTreeMap::new();
    for line in 0..table.numbers.len() {
        let person = Person {
            email: spelling.plain(&at(&email, line)),
            opt_in: is_yes(&at(&opt_in, line)),
            tier: at(&tier, line),
        };
        if is_mail(&person.email) {
            by_email.insert(person.email.clone(), person.clone());
        }
        people.by_id.insert(spelling.plain(ids.at(line)), person);
    }
    // Guests are known by their address.
    for (email, person) in by_email {
        people.by_id.entry(email).or_insert(person);
    }
    Ok(people)
}

/// Reads the product file, nothing where there is none; a later table of it wins.
///
/// # Errors
/// When it has no column with the product code, or its costs are no numbers.
pub fn shelf(tables: &[Table]) -> Result<Option<Shelf>, Trouble> {
    let mut all: Option<Shelf> = None;
    for table in tables {
        let more = shelf_of(table)?;
        let all = all.get_or_insert_default();
        all.by_id.extend(more.by_id);
        all.has_category |= more.has_category;
        all.has_cost |= more.has_cost;
    }
    Ok(all)
}

fn shelf_of(table: &Table) -> Result<Shelf, Trouble> {
    let ids = key(table, Field::Product, &PRODUCT)?;
    let category = texts(table, &CATEGORY);
    let cost = match COST.iter().find_map(|name| table.find(name)) {
        Some(at) => {
            let place = Place {
                field: Field::Cost,
                heading: &table.headings[at],
                file: &table.file,
            };
            let style = Style::default();
            Some(numbers::read(&table.columns[at], place, &style, &mut Said::default())?.values)
        }
        None => None,
    };
    let mut shelf = Shelf {
        by_id: BTreeMap::new(),
        has_category: category.is_some(),
        has_cost: cost.is_some(),
    };
    let spelling = Spelling::of(&ids);
    for line in 0..table.numbers.len() {
        let article = Article {
            category: category
                .as_ref()
                .map_or("", |texts| texts.at(line))
                .to_owned(),
            cost: cost.as_ref().map_or(f64::NAN, |cost| cost[line]),
        };
        shelf
            .by_id
            .insert(spelling.plain(ids.at(line)).to_uppercase(), article);
    }
    Ok(shelf)
}

/// Which column of the customer file is read as what.
pub fn columns_of_people(table: &Table) -> Vec<ColumnUse> {
    columns(table, &OF_PEOPLE)
}

/// Which column of the product file is read as what.
pub fn columns_of_shelf(table: &Table) -> Vec<ColumnUse> {
    columns(table, &OF_SHELF)
}

pub(crate) fn columns(table: &Table, reads: &[(Field, &[&str])]) -> Vec<ColumnUse> {
    let read_as = |at: usize| {
        let column = |names: &[&str]| names.iter().find_map(|name| table.find(name));
        let read = reads.iter().find(|(_, names)| column(names) == Some(at));
        read.map_or("", |(field, _)| field.title())
    };
    let entry = |(at, heading): (usize, &String)| ColumnUse {
        column: format!("{heading} ({})", table.file),
        read_as: read_as(at).to_owned(),
        note: String::new(),
    };
    table.headings.iter().enumerate().map(entry).collect()
}

pub(crate) fn key(table: &Table, field: Field, names: &[&str]) -> Result<Texts, Trouble> {
    texts(table, names).ok_or_else(|| Trouble::NoKey {
        file: table.file.clone(),
        field,
        looked_for: names.join(", "),
        columns: table.listed(),
    })
}

pub(crate) fn texts(table: &Table, names: &[&str]) -> Option<Texts> {
    let at = names.iter().find_map(|name| table.find(name))?;
    table.columns[at].texts()
}
