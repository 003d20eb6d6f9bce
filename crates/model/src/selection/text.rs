//! The text form of selections, in one table: word, meaning, printer and reader side by side.

use std::fmt;
use std::str::FromStr;

use super::condition::is_plain;
use super::{Had, Listed, NotASelection, Only};
use crate::filters::{Level, MAX_LENGTH};
use crate::groups::RfmGroup;
use crate::link::help;
use crate::{Date, decimal};

/// The form of one kind of selection.
pub struct Form {
    /// The word it begins with, before the first dot.
    pub word: &'static str,
    /// One such selection; empty in the browser, as what it means.
    pub example: &'static str,
    /// Which customers they are.
    pub means: &'static str,
    /// Reads what stands behind the first dot, or nothing where there is no dot.
    read: fn(&str) -> Option<Only>,
}

/// Makes printer, reader and the list of forms.
macro_rules! forms {
    ($($word:literal $example:literal $means:literal $only:pat => $print:expr, $read:expr;)+) => {
        /// Every kind of selection.
        pub const FORMS: &[Form] = &[$(Form {
            word: $word,
            example: help($example),
            means: help($means),
            read: $read,
        },)+];

        impl fmt::Display for Only {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if self.print_joined(f)? {
                    return Ok(());
                }
                let (word, rest): (&str, String) = match self {
                    $($only => ($word, $print),)+
                    Only::All(_) | Only::Any(_) | Only::Not(_) => return Ok(()),
                };
                f.write_str(word)?;
                if !rest.is_empty() {
                    f.write_str(".")?;
                }
                f.write_str(&rest)
            }
        }
    };
}

forms! {
    "everyone" "everyone" "Everybody the filters leave."
        Only::Everyone => String::new(),
        |rest| rest.is_empty().then_some(Only::Everyone);
    "rfm" "rfm.champions" "Customers of an RFM group."
        Only::Rfm(group) => group.slug().to_owned(),
        |rest| RfmGroup::from_slug(rest).map(Only::Rfm);
    "cell" "cell.5.3" "Customers with these recency and frequency scores, 1 to 5."
        Only::Cell { recency, frequency } => format!("{recency}.{frequency}"),
        cell;
    "code" "code.5.5.4" "Customers with these RFM scores, 1 to 5."
        Only::Code { recency, frequency, monetary } => format!("{recency}.{frequency}.{monetary}"),
        code;
    "segment" "segment.champions" "Customers of a segment that these filters produce."
        Only::Segment(slug) => slug.clone(),
        |rest| named(rest).map(Only::Segment);
    "band" "band.recency.30..90" "Customers whose measure lies in a range, its upper end left out; either end may be open."
        Only::Band { feature, low, high } => format!("{feature}.{}..{}", end(*low), end(*high)),
        band;
    "ordered" "ordered.2011-04-01.2011-04-30" "Customers with an order in these days, both included."
        Only::Ordered(from, to) => format!("{from}.{to}"),
        |rest| days(rest).map(|(from, to)| Only::Ordered(from, to));
    "new" "new.2011-04-01.2011-04-30" "Customers whose first order of all lies in these days."
        Only::New(from, to) => format!("{from}.{to}"),
        |rest| days(rest).map(|(from, to)| Only::New(from, to));
    "returning" "returning.2011-04-01.2011-04-30" "Customers with an order in these days who had bought before."
        Only::Returning(from, to) => format!("{from}.{to}"),
        |rest| days(rest).map(|(from, to)| Only::Returning(from, to));
    "country" "country.France" "Customers with an order from a country."
        Only::Country(name) => name.clone(),
        |rest| named(rest).map(Only::Country);
    "channel" "channel.store" "Customers with an order through a channel."
        Only::Channel(name) => name.clone(),
        |rest| named(rest).map(Only::Channel);
    "category" "category.Home" "Customers who bought in a category."
        Only::Category(name) => name.clone(),
        |rest| named(rest).map(Only::Category);
    "product" "product.22423" "Customers who bought a product, by its code."
        Only::Product(id) => id.clone(),
        |rest| named(rest).map(Only::Product);
    "tier" "tier.Gold" "Customers of a tier."
        Only::Tier(name) => name.clone(),
        |rest| named(rest).map(Only::Tier);
    "may" "may.email" "Customers who may be written to by e-mail."
        Only::MayEmail => EMAIL.to_owned(),
        |rest| (rest == EMAIL).then_some(Only::MayEmail);
    "had" "had.product.22423~3x~90d" "Customers who bought an item in so many orders (3x), within so many days (90d), on their first or last day with an order (first, last); had.anything~45d: anything at all."
        Only::Had(had) => had.print(),
        |rest| Had::read(rest).map(Only::Had);
    "arm" "arm.SPRING~offer" "Customers who took part in an arm of a campaign."
        Only::Arm { campaign, arm } => format!("{}~{}", escaped(campaign), escaped(arm)),
        |rest| {
            let (campaign, arm) = rest.split_once('~')?;
            Some(Only::Arm { campaign: named(&plain(campaign))?, arm: named(&plain(arm))? })
        };
    "sent" "sent.3x~30d" "Customers who were sent at least so many campaigns (3x) within so many days (30d)."
        Only::Sent { times, days } => format!("{times}x~{days}d"),
        sent;
    "earned" "earned.20" "Customers who earned the shop at least so much in the days looked at: margin where every cost is known, what was paid otherwise."
        Only::Earned(least) => least.to_string(),
        |rest| decimal::parse(rest).map(Only::Earned);
    "audience" "audience.win-back" "Customers of an audience that was saved under this name."
        Only::Saved(name) => name.clone(),
        |rest| named(rest).map(Only::Saved);
    "list" "list.number.0123456789abcdef.pause.csv" "Customers of a list that was brought as a file: told by customer numbers or by contact details, a fingerprint of what is in it, its name."
        Only::Listed(listed) => listed.print(),
        |rest| Listed::read(rest).map(Only::Listed);
    "bought" "bought.product.22386~22423~not~85123A" "Customers who bought all of these, and not the last one."
        Only::Bought { level, all, but } => {
            let mut items: Vec<String> = all.iter().map(|id| escaped(id)).collect();
            items.extend([NOT.to_owned(), escaped(but)]);
            format!("{}.{}", level.word(), items.join("~"))
        },
        bought;
}

impl FromStr for Only {
    type Err = NotASelection;

    fn from_str(text: &str) -> Result<Self, NotASelection> {
        if let Some(joined) = Self::read_joined(text) {
            return joined;
        }
        let (word, rest) = match text.split_once('.') {
            Some((_, "")) => return Err(NotASelection),
            Some(both) => both,
            None => (text, ""),
        };
        let form = FORMS.iter().find(|form| form.word == word);
        form.and_then(|form| (form.read)(rest)).ok_or(NotASelection)
    }
}

fn named(rest: &str) -> Option<String> {
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// A score from 1 to 5.
fn score(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [digit @ b'1'..=b'5'] => Some(digit - b'0'),
        _ => None,
    }
}

fn code(rest: &str) -> Option<Only> {
    let (recency, others) = rest.split_once('.')?;
    let (frequency, monetary) = others.split_once('.')?;
    Some(Only::Code {
        recency: score(recency)?,
        frequency: score(frequency)?,
        monetary: score(monetary)?,
    })
}

fn cell(rest: &str) -> Option<Only> {
    let (recency, frequency) = rest.split_once('.')?;
    Some(Only::Cell {
        recency: score(recency)?,
        frequency: score(frequency)?,
    })
}

fn band(rest: &str) -> Option<Only> {
    let bound = |text: &str| match text {
        "" => Some(None),
        _ => decimal::parse(text).map(Some),
    };
    let (feature, range) = rest.split_once('.')?;
    let (low, high) = range.split_once("..")?;
    Some(Only::Band {
        feature: named(feature)?,
        low: bound(low)?,
        high: bound(high)?,
    })
}

fn end(bound: Option<f64>) -> String {
    bound.map(|b| b.to_string()).unwrap_or_default()
}

fn days(rest: &str) -> Option<(Date, Date)> {
    let (from, to) = rest.split_once('.')?;
    let (from, to): (Date, Date) = (from.parse().ok()?, to.parse().ok()?);
    (from <= to).then_some((from, to))
}

/// `3x~30d`: how many campaigns, within how many days.
fn sent(rest: &str) -> Option<Only> {
    let (times, days) = rest.split_once('~')?;
    let number = |text: &str, unit| {
        let number = text.strip_suffix(unit).filter(|text| is_plain(text))?;
        number.parse::<u16>().ok()
    };
    Some(Only::Sent {
        times: number(times, 'x')?,
        days: number(days, 'd')?,
    })
}

/// The one channel of which the data say whether somebody may be written to.
const EMAIL: &str = "email";

/// Stands before the item that was not bought.
const NOT: &str = "not";

fn bought(rest: &str) -> Option<Only> {
    let (level, items) = rest.split_once('.')?;
    let mut all: Vec<String> = items.split('~').map(plain).collect();
    let but = named(&all.pop()?)?;
    let is_not = all.pop()? == NOT;
    let many = 1..usize::from(MAX_LENGTH);
    let is_sound = is_not && many.contains(&all.len()) && !all.contains(&String::new());
    is_sound.then_some(Only::Bought {
        level: Level::of(level)?,
        all,
        but,
    })
}

/// A name that holds no `~`, which stands between names. Nothing else is encoded: a link encodes
/// the whole once more.
pub(super) fn escaped(name: &str) -> String {
    name.replace('%', "%25").replace('~', "%7E")
}

/// The name that was escaped.
pub(super) fn plain(name: &str) -> String {
    name.replace("%7E", "~").replace("%25", "%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selections_read_what_they_print() {
        for text in [
            "everyone",
            "rfm.cannot-lose-them",
            "cell.5.3",
            "segment.champions",
            "band.recency.30..90",
            "band.monetary...0.5",
            "band.monetary.-12.25..",
            "ordered.2011-04-01.2011-04-30",
            "new.2011-04-01.2011-04-30",
            "returning.2011-04-01.2011-04-30",
            "country.St. Kitts",
            "channel.store",
            "category.Home & Garden",
            "product.gift_0001_40",
            "code.5.5.4",
            "tier.Gold",
            "may.email",
            "had.product.22423",
            "had.product.22423~3x~90d~first",
            "had.category.Home & Garden~last",
            "had.anything~45d",
            "arm.SPRING~offer",
            "sent.3x~30d",
            "earned.20",
            "earned.-0.5",
            "audience.win-back",
            "list.number.0123456789abcdef.pause.csv",
            "list.contact.0123456789abcdef.a b.c",
            "all(rfm.champions,country.France)",
            "any(rfm.champions,rfm.loyal)",
            "not(product.22423)",
            "all(any(rfm.at-risk,rfm.hibernating),not(had.anything~45d),country.a%2Cb %28c%29 10%25)",
            "bought.product.22386~not~85123A",
            "bought.product.22386~not~not",
            "bought.category.Home & Garden~St. ives~not~50%25 off%7E",
        ] {
            let only: Only = text
                .parse()
                .unwrap_or_else(|_| panic!("{text} should be readable"));
            assert_eq!(only.to_string(), text);
        }
    }

    #[test]
    fn every_form_has_an_example_that_prints_as_it_is_read() {
        for form in FORMS {
            let only = form.example.parse::<Only>();
            assert_eq!(
                only.map(|only| only.to_string()).as_deref(),
                Ok(form.example)
            );
            assert!(form.example.starts_with(form.word) && form.means.ends_with('.'));
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            ".",
            "rfm",
            "rfm.",
            "everyone.",
            "everyone.else",
            "country",
            "rfm.kings",
            "cell.0.1",
            "cell.5",
            "cell.55.1",
            "band.x",
            "band.x.1-2",
            "band..1..2",
            "band.x.NaN..",
            "ordered.2011-04-30.2011-04-01",
            "new.2011-4-1.2011-05-01",
            "planet.Mars",
            "bought.product.22386",
            "bought.product.not~22386",
            "bought.product.~not~22386",
            "bought.product.1~not~",
            "bought.planet.1~not~2",
            "bought.product.1~2~3~4~5~6~not~7",
            "code.5.5",
            "code.5.5.6",
            "may",
            "may.sms",
            "had.product.",
            "had.product.1~0x",
            "had.product.1~1x",
            "had.product.1~03x",
            "had.product.1~90d~3x",
            "had.product.1~first~last",
            "had.nothing",
            "list.number.0123456789abcdef",
            "list.number.0123456789abcdef.",
            "list.number.0123456789ABCDEF.a",
            "list.number.0123.a",
            "list.name.0123456789abcdef.a",
            "arm.SPRING",
            "sent.3x",
            "sent.0x~30d",
            "sent.03x~30d",
            "sent.3~30",
            "earned.",
            "earned.1e3",
            "arm.~offer",
            "all()",
            "all(",
            "all(rfm.champions",
            "all(rfm.champions,)",
            "all(rfm.kings,rfm.champions)",
            "not(rfm.champions,rfm.loyal)",
            "not(country.a(b)",
            "not(country.a,b)",
            "not(not)",
            "not(not(not(not(not(not(not(not(not(everyone)))))))))",
        ] {
            assert_eq!(text.parse::<Only>(), Err(NotASelection), "{text}");
        }
    }
}
