//! In which currency the money of a file is: from a column, or from the signs beside the amounts.

use std::collections::BTreeMap;

use crate::column::Texts;

mod decide;
mod rates;

pub use decide::{Decided, Wanted};
pub use rates::{NotARate, Rate};

/// Signs and short names, and the currencies they may stand for; the first one is meant most often.
const SIGNS: [(&str, &[&str]); 66] = [
    ("€", &["EUR"]),
    (
        "$",
        &[
            "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP", "UYU", "TWD",
            "BRL", "DOP",
        ],
    ),
    ("£", &["GBP", "EGP", "GIP"]),
    ("¥", &["JPY", "CNY"]),
    ("￥", &["JPY", "CNY"]),
    ("円", &["JPY"]),
    ("元", &["CNY", "TWD"]),
    ("₹", &["INR"]),
    ("Rs", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("Rs.", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("₽", &["RUB"]),
    ("руб", &["RUB", "BYN"]),
    ("руб.", &["RUB", "BYN"]),
    ("р.", &["RUB", "BYN"]),
    ("₩", &["KRW"]),
    ("원", &["KRW"]),
    ("₺", &["TRY"]),
    ("TL", &["TRY"]),
    ("₪", &["ILS"]),
    ("฿", &["THB"]),
    ("₫", &["VND"]),
    ("đ", &["VND"]),
    ("₦", &["NGN"]),
    ("₱", &["PHP"]),
    ("₴", &["UAH"]),
    ("грн", &["UAH"]),
    ("₸", &["KZT"]),
    ("₡", &["CRC"]),
    ("₲", &["PYG"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
    ("kr.", &["DKK", "NOK", "SEK", "ISK"]),
    ("Kč", &["CZK"]),
    ("zł", &["PLN"]),
    ("Ft", &["HUF"]),
    ("lei", &["RON", "MDL"]),
    ("лв", &["BGN"]),
    ("лв.", &["BGN"]),
    ("din", &["RSD"]),
    ("din.", &["RSD"]),
    ("kn", &["HRK"]),
    ("Fr", &["CHF"]),
    ("Fr.", &["CHF"]),
    ("SFr", &["CHF"]),
    ("SFr.", &["CHF"]),
    ("R$", &["BRL"]),
    ("R", &["ZAR"]),
    ("S/", &["PEN"]),
    ("RM", &["MYR"]),
    ("Rp", &["IDR"]),
    ("Rp.", &["IDR"]),
    ("US$", &["USD"]),
    ("U$S", &["USD"]),
    ("A$", &["AUD"]),
    ("AU$", &["AUD"]),
    ("C$", &["CAD", "NIO"]),
    ("CA$", &["CAD"]),
    ("NZ$", &["NZD"]),
    ("HK$", &["HKD"]),
    ("S$", &["SGD"]),
    ("NT$", &["TWD"]),
    ("MX$", &["MXN"]),
    ("Mex$", &["MXN"]),
    ("د.إ", &["AED"]),
    ("ر.س", &["SAR"]),
    ("KSh", &["KES"]),
    ("Euro", &["EUR"]),
];

/// ISO 4217 codes in use.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF \
    CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF \
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP \
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK \
    SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF \
    XPF YER ZAR ZMW ZWL";

/// Currencies that are written without cents.
const WITHOUT_CENTS: [&str; 17] = [
    "BIF", "CLP", "COP", "DJF", "GNF", "HUF", "IDR", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF",
    "UGX", "VND", "XAF", "XOF",
];

/// The currencies that a sign, a name or a code may stand for; nothing when it is none.
pub fn meanings(mark: &str) -> Vec<&'static str> {
    let mark = mark.trim();
    let upper = mark.to_uppercase();
    if upper.len() == 3
        && let Some(code) = CODES.split_whitespace().find(|code| *code == upper)
    {
        return vec![code];
    }
    let lower = mark.to_lowercase();
    let sign = SIGNS.iter().find(|(sign, _)| *sign == mark);
    let sign = sign.or_else(|| SIGNS.iter().find(|(sign, _)| sign.to_lowercase() == lower));
    sign.map_or(vec![], |(_, codes)| codes.to_vec())
}

/// Whether a currency is written without cents.
pub fn without_cents(code: &str) -> bool {
    WITHOUT_CENTS.contains(&code)
}

/// What a file says about its currency: signs and codes, how many lines each, and in which column.
#[derive(Clone, Debug, Default)]
pub struct Marks(BTreeMap<String, (u64, String)>);

impl Marks {
    /// Counts lines with a mark.
    pub fn count(&mut self, mark: &str, lines: u64, heading: &str) {
        let entry = self
            .0
            .entry(mark.to_owned())
            .or_insert_with(|| (0, heading.to_owned()));
        entry.0 += lines;
    }

    /// Signs and codes, and how many lines have each.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u64)> + '_ {
        let marks = self.0.iter();
        marks.map(|(mark, (lines, _))| (mark.as_str(), *lines))
    }

    /// The only sign or code, where there is no other.
    pub fn only(&self) -> Option<&str> {
        let mut all = self.names();
        all.next().filter(|_| all.next().is_none())
    }

    /// The signs and codes.
    pub fn names(&self) -> impl Iterator<Item = &str> + '_ {
        self.0.keys().map(String::as_str)
    }

    /// Counts the lines anew whose marks are known by now: those of an order may stand on its first line only.
    pub fn recount(&mut self, lines: &Texts) {
        let mut counts = vec![0; lines.distinct()];
        for &code in &lines.codes {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        }
        for (mark, count) in lines.values().zip(counts) {
            if let Some((lines, _)) = self.0.get_mut(mark) {
                *lines = count;
            }
        }
    }

    /// Adds what another file says.
    pub fn append(&mut self, other: &Self) {
        for (mark, (lines, heading)) in &other.0 {
            self.count(mark, *lines, heading);
        }
    }
    /// Whether a currency is the one that is meant where the file alone leaves it open: it says none, or several of which
    /// this may be one.
    fn may_mean(&self, code: &str) -> bool {
        let known: Vec<Vec<&str>> = self
            .names()
            .map(meanings)
            .filter(|meanings| !meanings.is_empty())
            .collect();
        let Some(first) = known.first() else {
            return true;
        };
        let fits = |code: &&str| known.iter().all(|meanings| meanings.contains(code));
        match first.iter().copied().find(fits) {
            // Without a word this one would be taken.
            Some(usual) => usual != code && fits(&code),
            None => known.iter().any(|meanings| meanings.contains(&code)),
        }
    }

    /// The currency to count in, as far as somebody said it: what was told of these files, else what was told of earlier ones
    /// where these leave it open, or are in another one that is worth something in it.
    pub fn counted_in<'a>(&self, wanted: Wanted<'a>) -> Option<&'a str> {
        let converts = |code: &str| {
            let mut all = self.names().map(meanings);
            all.any(|meanings| {
                !meanings.contains(&code) && decide::rate(&meanings, wanted.rates).is_some()
            })
        };
        let before = wanted.before;
        let before = before.filter(|code| self.may_mean(code) || converts(code));
        wanted.told.or(before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_means_codes_that_there_are() {
        for (sign, codes) in SIGNS {
            assert_eq!(meanings(sign), codes, "{sign}");
            assert!(codes.iter().all(|code| CODES.contains(code)), "{sign}");
        }
        assert_eq!(meanings("eur"), ["EUR"]);
        assert_eq!(meanings("pcs"), [""; 0]);
    }
}
