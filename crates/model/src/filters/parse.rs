//! From a query string to filters. Never fails: what cannot be used is left at its default and
//! named.

use std::collections::BTreeSet;
use std::fmt;

use crate::{Date, decimal};
use serde::{Deserialize, Serialize};

use super::{Against, Copies, Filters, KEYS, Lens, MAX_ONLY, MAX_VALUES, Period, Returns, Spend};
use crate::only::Only;

/// A part of a link that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The part as it stood in the link, shortened to 60 characters.
    pub part: String,
    /// What happened to it.
    pub kind: NoticeKind,
}

/// What happened to a part of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoticeKind {
    /// No such key.
    UnknownKey,
    /// The value has no meaning for its key.
    Unreadable,
    /// The key stands twice, or two keys say different things; the first one counts.
    Repeated,
    /// More values than a link may list.
    TooMany,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = &self.part;
        match self.kind {
            NoticeKind::UnknownKey => write!(
                f,
                "Part of this link is not known here (“{part}”) and was left out; everything else applies."
            ),
            NoticeKind::Unreadable => write!(
                f,
                "Part of this link could not be read (“{part}”) and was left at its default; choose it again above."
            ),
            NoticeKind::Repeated => write!(
                f,
                "Part of this link contradicts an earlier part (“{part}”) and was left out; the earlier one applies."
            ),
            NoticeKind::TooMany => write!(
                f,
                "This link lists more than it may (“{part}”); the rest was left out."
            ),
        }
    }
}

impl Filters {
    /// Reads a query string, with or without its question mark.
    pub fn parse(query: &str) -> (Self, Vec<Notice>) {
        let mut reader = Reader {
            filters: Self::default(),
            seen: BTreeSet::new(),
            notices: vec![],
        };
        let query = query.strip_prefix('?').unwrap_or(query);
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let (key, value) = (decode(key), decode(value));
            if let Err(kind) = reader.read(&key, &value) {
                let part: String = format!("{key}={value}").chars().take(60).collect();
                reader.notices.push(Notice { part, kind });
            }
        }
        reader.finish();
        reader.notices.truncate(MAX_VALUES);
        (reader.filters, reader.notices)
    }
}

struct Reader {
    filters: Filters,
    seen: BTreeSet<&'static str>,
    notices: Vec<Notice>,
}

impl Reader {
    fn read(&mut self, key: &str, value: &str) -> Result<(), NoticeKind> {
        let filters = &mut self.filters;
        match key {
            "country" => return insert(&mut filters.countries, value),
            "channel" => return insert(&mut filters.channels, value),
            "category" => return insert(&mut filters.categories, value),
            "tier" => return insert(&mut filters.tiers, value),
            "goods" => return insert(&mut filters.goods, value),
            "only" => {
                let only: Only = value.parse().map_err(|_| NoticeKind::Unreadable)?;
                if filters.only.len() == MAX_ONLY {
                    return Err(NoticeKind::TooMany);
                }
                filters.only.push(only);
                return Ok(());
            }
            _ => {}
        }
        let known = KEYS
            .iter()
            .map(|key| key.name)
            .chain([super::SEED_KEY.name]);
        let key = known
            .into_iter()
            .find(|name| *name == key)
            .ok_or(NoticeKind::UnknownKey)?;
        if self.seen.contains(key) {
            return Err(NoticeKind::Repeated);
        }
        self.single(key, value)?;
        self.seen.insert(key);
        Ok(())
    }

    /// A key that stands at most once.
    fn single(&mut self, key: &'static str, value: &str) -> Result<(), NoticeKind> {
        let bad = NoticeKind::Unreadable;
        let filters = &mut self.filters;
        match (key, value) {
            ("data", "") => return Err(bad),
            ("data", name) => {
                if !names_a_data_set(name) {
                    return Err(bad);
                }
                filters.dataset = Some(name.to_owned());
            }
            ("period", "usual") => {}
            ("period", "all") => return self.period(Period::All),
            ("last", days) => {
                let days = whole(days)
                    .filter(|days| (1..=36_500).contains(days))
                    .ok_or(bad)?;
                return self.period(Period::Last(days as u16));
            }
            ("from", text) => {
                let from = Some(text.parse().map_err(|_| bad)?);
                let to = self.range_end().ok_or(NoticeKind::Repeated)?.1;
                return self.range(from, to);
            }
            ("to", text) => {
                let to = Some(text.parse().map_err(|_| bad)?);
                let from = self.range_end().ok_or(NoticeKind::Repeated)?.0;
                return self.range(from, to);
            }
            ("against", "before") => filters.against = Against::Before,
            ("against", "year") => filters.against = Against::Year,
            ("against", "none") => filters.against = Against::Nothing,
            ("asof", text) => filters.as_of = Some(text.parse().map_err(|_| bad)?),
            ("spend", text) => filters.spend = spend(text).ok_or(bad)?,
            ("returns", "netted") => filters.returns = Returns::Netted,
            ("returns", "off") => filters.returns = Returns::Off,
            ("copies", "kept") => filters.copies = Copies::Kept,
            ("copies", "off") => filters.copies = Copies::Off,
            ("lens", "value") => filters.lens = Lens::Value,
            ("lens", "behaviour") => filters.lens = Lens::Behaviour,
            ("k", "auto") => filters.k = None,
            ("k", text) => {
                let k = whole(text).filter(|k| (2..=10).contains(k)).ok_or(bad)?;
                filters.k = Some(k as u8);
            }
            (
                "support" | "confidence" | "level" | "length" | "within" | "largest" | "rules"
                | "rows",
                text,
            ) => filters.mining.take(key, text).ok_or(bad)?,
            ("seed", text) => filters.seed = whole(text).ok_or(bad)?,
            _ => return Err(bad),
        }
        Ok(())
    }

    fn period(&mut self, period: Period) -> Result<(), NoticeKind> {
        if self.filters.period != Period::Usual {
            return Err(NoticeKind::Repeated);
        }
        self.filters.period = period;
        Ok(())
    }

    fn range_end(&self) -> Option<(Option<Date>, Option<Date>)> {
        match self.filters.period {
            Period::Usual => Some((None, None)),
            Period::Range { from, to } => Some((from, to)),
            Period::All | Period::Last(_) => None,
        }
    }

    fn range(&mut self, from: Option<Date>, to: Option<Date>) -> Result<(), NoticeKind> {
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err(NoticeKind::Unreadable);
        }
        self.filters.period = Period::Range { from, to };
        Ok(())
    }

    /// "Everyone" inside anything adds nothing, so it does not stand in the value.
    fn finish(&mut self) {
        self.filters.only.retain(|only| *only != Only::Everyone);
    }
}

fn insert(values: &mut BTreeSet<String>, value: &str) -> Result<(), NoticeKind> {
    if value.is_empty() {
        return Err(NoticeKind::Unreadable);
    }
    if values.len() >= MAX_VALUES && !values.contains(value) {
        return Err(NoticeKind::TooMany);
    }
    values.insert(value.to_owned());
    Ok(())
}

/// Digits only: `+5`, `5.0` and `0x5` are not whole numbers here.
pub(super) fn whole(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn spend(text: &str) -> Option<Spend> {
    let (low, high) = text.split_once("..")?;
    let bound = |text: &str| -> Option<Option<f64>> {
        if text.is_empty() {
            return Some(None);
        }
        decimal::parse(text).map(Some)
    };
    let (low, high) = (bound(low)?, bound(high)?);
    match (low, high) {
        (None, None) => None,
        (Some(low), Some(high)) if low > high => None,
        _ => Some(Spend { low, high }),
    }
}

/// Undoes percent-encoding and `+`; what is no valid encoding stays as it stands, what is no
/// UTF-8 becomes the replacement character.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (b'+', _, _) => {
                out.push(b' ');
                at += 1;
            }
            (byte, _, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether a text is the folder name of a data set, or its address at a gateway.
fn names_a_data_set(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let address = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| name.strip_prefix(scheme));
    let (slug, folder) = match address.and_then(|rest| rest.rsplit_once('/')) {
        Some((folder, slug)) => (slug, folder),
        None => (name, ""),
    };
    let in_folder = |c: char| plain(c) || matches!(c, '.' | ':' | '/');
    !slug.is_empty()
        && slug.len() <= 64
        && slug.chars().all(plain)
        && folder.len() <= 200
        && folder.chars().all(in_folder)
}
