//! A mapping: what was decided about a file, to be read again for next month's. It changes nothing where the
//! file itself tells; what it decides holds where a file alone could be read in two ways.

#[cfg(test)]
mod tests;

use clientele_model::Date;
use clientele_model::opening::{FORM, FileKind, Form, Told, ToldColumn};

use crate::currency::Rate;
use crate::dates::order_of;
use crate::day_month::DayMonth;
use crate::encoding::{Encoding, named};
use crate::fields::{Field, Mapped};
use crate::lines::{Lines, Manner};
use crate::reader::Reader;
use crate::recognise::Reading;
use crate::said::{Said, quoted};
use crate::separator::Decimal;
use crate::services::Entry;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::{File, Request};

/// What a column is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The heading, compared without case and punctuation.
    pub column: String,
    /// The field; nothing when the column is not to be read.
    pub role: Option<Field>,
}

/// What was decided about a file. Its text form is that of [`Told`], which the page remembers and saves as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// What columns are read as. A column may have several roles, and a discount several columns.
    pub columns: Vec<Role>,
    /// The decimal sign.
    pub decimal: Option<Decimal>,
    /// Which way round dates stand.
    pub dates: Option<DayMonth>,
    /// The day that day number 1 stands for.
    pub day_one: Option<Date>,
    /// ISO 4217 code of the currency, where the file does not say it, or several.
    pub currency: Option<String>,
    /// What other currencies are worth in it, each as `CODE=RATE`.
    pub rates: Vec<String>,
    /// IANA name of the time zone.
    pub zone: Option<String>,
    /// Encoding of text files.
    pub encoding: Option<String>,
    /// Whether a file that names no customers is read: products and baskets only.
    pub anonymous: bool,
    /// Codes that are no goods, each as `CODE=Name`.
    pub services: Vec<String>,
    /// What files beside those of orders hold, by their names.
    pub kinds: Vec<(String, FileKind)>,
}

/// Why a text is no mapping.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAMapping {
    /// It is no JSON, or not of this form.
    #[error("The mapping cannot be read ({0}). Nothing was written; make one with --save-mapping.")]
    Form(String),
    /// It was made by a later version.
    #[error(
        "The mapping was made by a newer version (format {0}; this one reads up to {FORM}). Nothing was written; save it again with this version."
    )]
    Newer(u32),
}

impl Mapping {
    /// Reads one from JSON.
    ///
    /// # Errors
    /// When the text is none, or of a later version.
    pub fn from_json(text: &str) -> Result<Self, NotAMapping> {
        let broken = |error: serde_json::Error| NotAMapping::Form(error.to_string());
        let value: serde_json::Value = serde_json::from_str(text).map_err(broken)?;
        let version = value.get("version").and_then(serde_json::Value::as_u64);
        let version = u32::try_from(version.unwrap_or(1)).unwrap_or(u32::MAX);
        if version > FORM {
            return Err(NotAMapping::Newer(version));
        }
        let told: Told = serde_json::from_value(value).map_err(broken)?;
        Self::of(&told).map_err(NotAMapping::Form)
    }

    /// As JSON, for people too.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(&self.told());
        text.map_or(String::new(), |text| text + "\n")
    }

    /// From what was told.
    ///
    /// # Errors
    /// What in it means nothing here.
    pub fn of(told: &Told) -> Result<Self, String> {
        fn plain(trouble: impl std::fmt::Display) -> String {
            trouble.to_string()
        }
        if let Some(name) = &told.encoding {
            named(name).map_err(plain)?;
        }
        for text in &told.rates {
            text.parse::<Rate>().map_err(plain)?;
        }
        for text in &told.services {
            text.parse::<Entry>().map_err(plain)?;
        }
        let roles = told.columns.iter().map(|told| {
            let role = told.field.as_ref().map(|key| key.parse::<Field>());
            Ok(Role {
                column: told.column.clone(),
                role: role.transpose().map_err(plain)?,
            })
        });
        let decimal = told.decimal.map(|sign| sign.to_string().parse::<Decimal>());
        Ok(Self {
            columns: roles.collect::<Result<_, String>>()?,
            decimal: decimal.transpose().map_err(plain)?,
            dates: told.dates,
            day_one: told.day_one,
            currency: told.currency.clone(),
            rates: told.rates.clone(),
            zone: told.zone.clone(),
            encoding: told.encoding.clone(),
            anonymous: told.anonymous,
            services: told.services.clone(),
            kinds: told.kinds.clone(),
        })
    }

    /// As it is told of other files.
    pub fn told(&self) -> Told {
        let columns = self.columns.iter().map(|role| ToldColumn {
            column: role.column.clone(),
            field: role.role.map(|field| field.key().to_owned()),
        });
        Told {
            version: Form,
            columns: columns.collect(),
            decimal: self.decimal.map(Decimal::sign),
            dates: self.dates,
            day_one: self.day_one,
            currency: self.currency.clone(),
            rates: self.rates.clone(),
            zone: self.zone.clone(),
            encoding: self.encoding.clone(),
            anonymous: self.anonymous,
            services: self.services.clone(),
            kinds: self.kinds.clone(),
        }
    }

    /// The headings it names.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|role| role.column.as_str())
    }

    pub(crate) fn encoding(&self) -> Option<&'static Encoding> {
        self.encoding.as_ref().and_then(|name| named(name).ok())
    }

    pub(crate) fn rates(&self) -> impl Iterator<Item = Rate> {
        self.rates.iter().filter_map(|text| text.parse().ok())
    }

    pub(crate) fn services(&self) -> impl Iterator<Item = Entry> {
        self.services.iter().filter_map(|text| text.parse().ok())
    }

    /// The one that is made while files are read by this one.
    pub(crate) fn begun(&self, request: &Request) -> Self {
        let services = request.services.iter();
        let encoding = request.manner.encoding.map(|told| told.name().to_owned());
        let left_out = self.columns.iter().filter(|role| role.role.is_none());
        Self {
            columns: left_out.cloned().collect(),
            decimal: request.manner.decimal.or(self.decimal),
            dates: request.manner.dates.or(self.dates),
            day_one: Some(request.manner.day_one),
            currency: None,
            rates: match &request.manner.rates[..] {
                [] => self.rates.clone(),
                told => told.iter().map(Rate::to_string).collect(),
            },
            zone: Some(request.about.zone.clone()),
            encoding: encoding.or_else(|| self.encoding.clone()),
            anonymous: request.manner.anonymous || self.anonymous,
            services: services
                .map(|entry| format!("{}={}", entry.code, entry.name))
                .collect(),
            kinds: beside(request),
        }
    }

    /// Puts files that the mapping knows as something else than orders where they belong, unless another one is there.
    pub fn place(&self, request: &mut Request) {
        let files = &mut request.files;
        let mut take = |wanted: FileKind| {
            let named = |file: &File| {
                let mut kinds = self.kinds.iter();
                kinds.any(|(name, kind)| *kind == wanted && *name == file.name)
            };
            let at = files.iter().position(named)?;
            Some(files.remove(at))
        };
        if request.customers.is_none() {
            request.customers = take(FileKind::Customers);
        }
        if request.products.is_none() {
            request.products = take(FileKind::Products);
        }
        if request.campaigns.is_none() {
            let both = (take(FileKind::Campaigns), take(FileKind::Exposures));
            request.campaigns = both.0.zip(both.1);
        }
    }

    /// Remembers how a table was read.
    pub(crate) fn learn(&mut self, table: &Table, reading: &Reading, manner: &Manner) {
        let kept = |field: &Field| Field::ALL.contains(field);
        for &(field, at) in reading.columns.iter().filter(|(field, _)| kept(field)) {
            let role = Role {
                column: table.headings[at].clone(),
                role: Some(field),
            };
            if !self.columns.contains(&role) {
                self.columns.push(role);
            }
        }
        if self.decimal.is_none() {
            self.decimal = Reader::new(table, reading, manner).style.others;
        }
        if self.dates.is_none() {
            let time = reading.find(Field::Time);
            self.dates = time.and_then(|at| order_of(&table.columns[at]));
        }
    }

    /// What has to be told about a table for it to be read by this mapping, beside what is told `by_hand`:
    /// only what its headings do not say themselves; and the columns that are not to be read.
    pub(crate) fn of_table(
        &self,
        table: &Table,
        by_hand: &[Mapped],
        said: &mut Said,
    ) -> (Vec<Mapped>, Vec<usize>) {
        let mut mapped = by_hand.to_vec();
        if self.columns.is_empty() {
            return (mapped, vec![]);
        }
        let told = |field: Field| by_hand.iter().any(|mapped| mapped.field == field);
        let draft = Reading::draft(table, by_hand, &mut Said::default());
        let says = |field: Field, at: usize| {
            let mut columns = draft.iter().flat_map(|reading| &reading.columns);
            columns.any(|column| *column == (field, at))
        };
        let (mut there, mut unread, mut gone) = (vec![], vec![], vec![]);
        for Role { column, role } in &self.columns {
            match (table.find(column), role) {
                (Some(at), Some(field)) if !told(*field) => there.push((*field, at, column)),
                (Some(at), None) => unread.push(at),
                (Some(_), Some(_)) => {}
                (None, _) => gone.push(column.as_str()),
            }
        }
        let differs: Vec<Field> = there
            .iter()
            .filter(|(field, at, _)| !says(*field, *at))
            .map(|(field, ..)| *field)
            .collect();
        for (field, _, column) in there {
            // Only discounts may be told more than once.
            let again = field != Field::Discount && mapped.iter().any(|m| m.field == field);
            if differs.contains(&field) && !again {
                mapped.push(Mapped {
                    field,
                    column: column.clone(),
                });
            }
        }
        gone.dedup();
        if !gone.is_empty() {
            said.say(format!(
                "{} has no column {}, which the mapping names.",
                table.file,
                quoted(&gone)
            ));
        }
        (mapped, unread)
    }

    /// Reads the lines of a table; what the mapping decided holds where nothing in the file tells.
    pub(crate) fn read(
        &self,
        table: &Table,
        reading: &Reading,
        manner: &Manner,
    ) -> Result<Lines, Trouble> {
        let mut manner = manner.clone();
        loop {
            let trouble = match Lines::read(table, reading, &manner) {
                Err(trouble) => trouble,
                read => return read,
            };
            match trouble {
                Trouble::Ambiguous { .. } if manner.dates.is_none() && self.dates.is_some() => {
                    manner.dates = self.dates;
                }
                Trouble::EitherSign { .. }
                    if manner.decimal.is_none() && self.decimal.is_some() =>
                {
                    manner.decimal = self.decimal;
                }
                trouble => return Err(trouble),
            }
        }
    }
}

/// What the files beside those of orders hold.
fn beside(request: &Request) -> Vec<(String, FileKind)> {
    let (campaigns, exposures) = match &request.campaigns {
        Some((campaigns, exposures)) => (Some(campaigns), Some(exposures)),
        None => (None, None),
    };
    let of = [
        (request.customers.as_ref(), FileKind::Customers),
        (request.products.as_ref(), FileKind::Products),
        (campaigns, FileKind::Campaigns),
        (exposures, FileKind::Exposures),
    ];
    let there = of.into_iter();
    let there = there.filter_map(|(file, kind)| Some((file?.name.clone(), kind)));
    there.collect()
}
