//! How files are to be read: what the page tells the thread, what it remembers for files with the same headings, and what
//! `clientele pack --mapping` reads. As JSON it is a mapping, one text for all three.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::date::Date;

/// The form of a mapping; a later one is refused.
pub const FORM: u32 = 1;

/// How files are to be read, as far as somebody said it. What is absent is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Told {
    /// The form it is written in.
    pub version: Form,
    /// What columns are read as.
    pub columns: Vec<ToldColumn>,
    /// The decimal sign, `.` or `,`.
    pub decimal: Option<char>,
    /// Which way round dates stand.
    pub dates: Option<DayMonth>,
    /// The day that day number 1 stands for.
    pub day_one: Option<Date>,
    /// ISO 4217 code of the currency.
    pub currency: Option<String>,
    /// What other currencies are worth in it, each as `USD=0.92`.
    pub rates: Vec<String>,
    /// IANA name of the shop's time zone.
    pub zone: Option<String>,
    /// Name of the encoding of text files, as the WHATWG lists them.
    pub encoding: Option<String>,
    /// Read files that name no customers all the same.
    pub anonymous: bool,
    /// Codes that are no goods, each as `CODE=Name`.
    pub services: Vec<String>,
    /// What each file is, by its name, where that was said.
    pub kinds: Vec<(String, FileKind)>,
}

/// What a column is read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldColumn {
    /// Its heading, compared without case and punctuation.
    pub column: String,
    /// The name of the field, as `clientele pack --map` takes it; nothing when the column is to be left out.
    #[serde(rename = "role")]
    pub field: Option<String>,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    /// Lines of orders.
    Orders,
    /// A list of customers.
    Customers,
    /// A list of products.
    Products,
    /// A list of campaigns.
    Campaigns,
    /// Who was in which arm of a campaign.
    Exposures,
}

/// Which way round year, month and day stand in dates such as 1/2/10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayMonth {
    /// The first of February 2010.
    #[serde(rename = "dmy")]
    DayFirst,
    /// The second of January 2010.
    #[serde(rename = "mdy")]
    MonthFirst,
    /// The tenth of February 2001, written with two digits for the year.
    #[serde(rename = "ymd")]
    YearFirst,
}

/// Something else than an order of year, month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("choose dmy (day first), mdy (month first) or ymd (year first)")]
pub struct NotAnOrder;

impl FromStr for DayMonth {
    type Err = NotAnOrder;

    fn from_str(text: &str) -> Result<Self, NotAnOrder> {
        match text {
            "dmy" => Ok(Self::DayFirst),
            "mdy" => Ok(Self::MonthFirst),
            "ymd" => Ok(Self::YearFirst),
            _ => Err(NotAnOrder),
        }
    }
}

/// The form a mapping is written in: always [`FORM`], whatever earlier one it was read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form;

impl Serialize for Form {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(FORM)
    }
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            ..=FORM => Ok(Self),
            _ => Err(serde::de::Error::custom("it was made by a newer version")),
        }
    }
}

impl Told {
    /// What two data sets were told that become one: what was told of the first, and of the second what the first leaves open.
    /// Time zone, encoding and what files hold are not compared.
    ///
    /// # Errors
    /// What they contradict each other in: "the order of day and month".
    pub fn with(&self, other: &Self) -> Result<Self, String> {
        let mut all = self.clone();
        for column in &other.columns {
            // A column may have several roles; having none contradicts them all.
            let is_same = |known: &&ToldColumn| known.column == column.column;
            let known: Vec<&ToldColumn> = self.columns.iter().filter(is_same).collect();
            if known.is_empty() {
                all.columns.push(column.clone());
            } else if !known.contains(&column) {
                return Err(format!("what the column “{}” is", column.column));
            }
        }
        fn open<T: Clone + PartialEq>(
            mine: &mut Option<T>,
            theirs: &Option<T>,
            what: &str,
        ) -> Result<(), String> {
            match (&*mine, theirs) {
                (Some(mine), Some(theirs)) if mine != theirs => Err(what.to_owned()),
                (None, Some(_)) => {
                    mine.clone_from(theirs);
                    Ok(())
                }
                _ => Ok(()),
            }
        }
        open(&mut all.decimal, &other.decimal, "the decimal sign")?;
        open(&mut all.dates, &other.dates, "the order of day and month")?;
        open(&mut all.day_one, &other.day_one, "the day of day number 1")?;
        open(&mut all.currency, &other.currency, "the currency")?;
        all.zone = all.zone.or_else(|| other.zone.clone());
        all.encoding = all.encoding.or_else(|| other.encoding.clone());
        all.anonymous |= other.anonymous;
        let more = other.services.iter();
        let more: Vec<String> = more
            .filter(|service| !self.services.contains(service))
            .cloned()
            .collect();
        all.services.extend(more);
        Ok(all)
    }
}
