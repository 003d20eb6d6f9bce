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
pub struct Services {
    entries: Vec<Entry>,
    /// What goods that are gift cards by their name fall under; nothing for shops with a list of their own.
    gift_cards: Option<Entry>,
}

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

/// The code of gift cards in `services.tsv`.
const GIFT_CARDS: &str = "GIFT-CARD*";

/// What gift cards are called, without accents and in small letters.
const GIFT_CARD_NAMES: [&str; 40] = [
    "gift card",
    "gift cards",
    "giftcard",
    "gift voucher",
    "gift vouchers",
    "gift certificate",
    "gift coupon",
    "e gift card",
    "e gift voucher",
    "egift card",
    "egift",
    "egiftcard",
    "geschenkgutschein",
    "geschenkkarte",
    "gutschein",
    "wertgutschein",
    "carte cadeau",
    "cheque cadeau",
    "bon cadeau",
    "carte cadeaux",
    "tarjeta regalo",
    "tarjeta de regalo",
    "vale regalo",
    "cheque regalo",
    "buono regalo",
    "carta regalo",
    "gift card digitale",
    "cartao presente",
    "vale presente",
    "cadeaubon",
    "cadeaukaart",
    "karta podarunkowa",
    "bon podarunkowy",
    "presentkort",
    "gavekort",
    "lahjakortti",
    "darkovy poukaz",
    "подарочная карта",
    "подарочный сертификат",
    "ギフトカード",
];

/// Words that may stand beside: what kind of card it is, and what it is worth.
const BESIDE_GIFT_CARD: [&str; 26] = [
    "digital",
    "electronic",
    "virtual",
    "online",
    "physical",
    "printed",
    "printable",
    "plastic",
    "shop",
    "store",
    "value",
    "worth",
    "of",
    "for",
    "the",
    "a",
    "e",
    "uber",
    "wert",
    "von",
    "im",
    "in",
    "hohe",
    "de",
    "da",
    "di",
];

/// Whether goods of this name are a gift card, and not a holder for one.
fn is_gift_card(name: &str) -> bool {
    let plain = crate::plain::folded(name);
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|b| b.is_ascii_digit()))
        .filter(|word| crate::currency::meanings(word).is_empty())
        .collect();
    if words.len() > 8 {
        return false;
    }
    let beside = |words: &[&str]| words.iter().all(|word| BESIDE_GIFT_CARD.contains(word));
    GIFT_CARD_NAMES.iter().any(|name| {
        let name: Vec<&str> = name.split(' ').collect();
        (0..words.len()).any(|at| {
            words[at..].starts_with(&name)
                && beside(&words[..at])
                && beside(&words[at + name.len()..])
        })
    })
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
        Self {
            entries: more.iter().cloned().chain(known).collect(),
            gift_cards: (shop == "any").then(|| Entry {
                code: GIFT_CARDS.to_owned(),
                name: "Gift cards".to_owned(),
            }),
        }
    }

    /// Whether lines under an entry come off the others of their order. Shops with a list of their own
    /// write discounts as orders.
    pub fn is_discount(&self, entry: &Entry) -> bool {
        self.gift_cards.is_some() && entry.name == "Discount"
    }

    /// The entry that goods of this name fall under.
    pub fn find_name(&self, name: &str) -> Option<&Entry> {
        self.gift_cards.as_ref().filter(|_| is_gift_card(name))
    }

    /// The entry a code in capitals falls under.
    pub fn find(&self, code: &str) -> Option<&Entry> {
        self.entries
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
    fn gift_cards_are_known_by_name() {
        for name in [
            "Gift Card - $50.00",
            "E-Gift Card",
            "Digital gift card 50 EUR",
            "Geschenkgutschein 25 €",
            "Carte cadeau",
            "Подарочная карта",
        ] {
            assert!(is_gift_card(name), "{name}");
        }
        for name in [
            "Gift Card Holder",
            "Gift Box",
            "Box for gift cards",
            "Mug",
            "",
        ] {
            assert!(!is_gift_card(name), "{name}");
        }
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
