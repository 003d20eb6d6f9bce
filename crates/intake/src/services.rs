//! The list of product codes that are no goods. The list is data: `services.tsv`.

use std::str::FromStr;

use crate::known::Source;

/// One entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Code in capitals; a star at the end stands for any ending.
    pub code: String,
    /// Plain name.
    pub name: String,
}

/// The list, for one pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Services(Vec<Entry>);

/// `--service` was given something that is no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not CODE=name, for example POST=Postage")]
pub struct NotAnEntry(String);

impl FromStr for Entry {
    type Err = NotAnEntry;

    fn from_str(text: &str) -> Result<Self, NotAnEntry> {
        match text.split_once('=') {
            Some((code, name)) if !code.trim().is_empty() && !name.trim().is_empty() => Ok(Self {
                code: code.trim().to_uppercase(),
                name: name.trim().to_owned(),
            }),
            _ => Err(NotAnEntry(text.to_owned())),
        }
    }
}

const LIST: &str = include_str!("services.tsv");

impl Services {
    /// The entries for files of these sources, and `more`, which come first.
    pub fn of(sources: &[Source], more: &[Entry]) -> Self {
        let shop = match sources.iter().any(|source| source.is_online_retail()) {
            true => "online-retail",
            false => "any",
        };
        let known = LIST
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut cells = line.split('\t');
                let (place, code, name) = (cells.next()?, cells.next()?, cells.next()?);
                (place == shop).then(|| Entry {
                    code: code.to_owned(),
                    name: name.to_owned(),
                })
            });
        Self(more.iter().cloned().chain(known).collect())
    }

    /// The entry a code in capitals falls under.
    pub fn find(&self, code: &str) -> Option<&Entry> {
        self.0
            .iter()
            .find(|entry| match entry.code.strip_suffix('*') {
                Some(start) => code.starts_with(start),
                None => entry.code == code,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn service_codes_of_a_shop_are_known_only_there() {
        let name = |source, code: &str| {
            let services = Services::of(&[source], &[]);
            services.find(code).map(|entry| entry.name.clone())
        };
        assert_eq!(name(Source::OnlineRetail, "M").as_deref(), Some("Manual"));
        assert_eq!(
            name(Source::OnlineRetailTwo, "DCGSSBOY").as_deref(),
            Some("Marketplace items")
        );
        assert_eq!(name(Source::OnlineRetail, "85123A"), None);
        assert_eq!(name(Source::Shopify, "M"), None);
        assert_eq!(name(Source::Other, "SHIPPING").as_deref(), Some("Shipping"));
    }

    #[test]
    fn entries_can_be_added() {
        let more: Entry = "wrap=Gift wrapping".parse().unwrap();
        let services = Services::of(&[Source::Other], &[more]);
        assert_eq!(
            services.find("WRAP").map(|entry| &*entry.name),
            Some("Gift wrapping")
        );
        assert_eq!(
            "wrap".parse::<Entry>().unwrap_err().to_string(),
            "“wrap” is not CODE=name, for example POST=Postage"
        );
    }
}
