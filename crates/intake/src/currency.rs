//! In which currency the money of a file is: from a column, or from the signs beside the amounts.

use std::collections::BTreeMap;

use clientele_model::words::{agreeing, counted};

use crate::said::Said;
use crate::trouble::Trouble;

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

/// The currency of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// ISO 4217 code; nothing when the file does not say.
    pub code: Option<String>,
    /// Marks of lines that are in another one, when one of several was chosen.
    pub aside: Vec<String>,
}

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

    /// The signs and codes.
    pub fn names(&self) -> impl Iterator<Item = &str> + '_ {
        self.0.keys().map(String::as_str)
    }

    /// Adds what another file says.
    pub fn append(&mut self, other: &Self) {
        for (mark, (lines, heading)) in &other.0 {
            self.count(mark, *lines, heading);
        }
    }

    /// Whether a currency is the one that is meant where the file alone leaves it open: it says none, or several of which
    /// this may be one.
    pub fn may_mean(&self, code: &str) -> bool {
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

    /// Decides; `told` is the choice of whoever runs the command.
    ///
    /// # Errors
    /// When there are several currencies and none is chosen, or the choice is against the file.
    pub fn decide(
        &self,
        told: Option<&str>,
        file: &str,
        said: &mut Said,
    ) -> Result<Decided, Trouble> {
        let known: Vec<(&String, u64, &String, Vec<&str>)> = self
            .0
            .iter()
            .map(|(mark, (lines, heading))| (mark, *lines, heading, meanings(mark)))
            .filter(|(.., meanings)| !meanings.is_empty())
            .collect();
        let Some((_, _, _, first)) = known.first() else {
            return Ok(Decided::default());
        };
        let fits = |code: &&&str| known.iter().all(|(.., meanings)| meanings.contains(*code));
        let common: Vec<&str> = first.iter().filter(fits).copied().collect();
        let listed = || {
            let each = known
                .iter()
                .map(|(mark, lines, ..)| format!("{mark} ({})", counted(*lines, "line")));
            each.collect::<Vec<_>>().join(", ")
        };
        let chosen = told.filter(|told| known.iter().any(|(.., meanings)| meanings.contains(told)));
        if common.is_empty() {
            let Some(chosen) = chosen else {
                return Err(Trouble::Currencies {
                    file: file.to_owned(),
                    found: listed(),
                    example: first[0].to_owned(),
                });
            };
            let aside: Vec<_> = known
                .iter()
                .filter(|(.., meanings)| !meanings.contains(&chosen))
                .collect();
            let lines: u64 = aside.iter().map(|(_, lines, ..)| lines).sum();
            said.say(format!(
                "Several currencies: {}. Only {chosen} is counted; {} in another currency {} left aside.",
                listed(),
                counted(lines, "line"),
                agreeing(lines, "is", "are")
            ));
            return Ok(Decided {
                code: Some(chosen.to_owned()),
                aside: aside
                    .into_iter()
                    .map(|(mark, ..)| (*mark).clone())
                    .collect(),
            });
        }
        let (mark, _, heading, _) = known[0];
        match told {
            Some(told) if common.contains(&told) => Ok(Decided {
                code: Some(told.to_owned()),
                aside: vec![],
            }),
            Some(told) => Err(Trouble::OtherCurrency {
                file: file.to_owned(),
                column: heading.clone(),
                mark: mark.clone(),
                told: told.to_owned(),
            }),
            None => {
                let code = common[0];
                said.say(match common.len() {
                    1 => format!("The currency is {code}, because of {mark} in “{heading}”."),
                    _ => format!(
                        "The currency is taken to be {code}, because of {mark} in “{heading}”; say --currency CODE if it is another, such as {}.",
                        common[1]
                    ),
                });
                Ok(Decided {
                    code: Some(code.to_owned()),
                    aside: vec![],
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(marks: &[&str], told: Option<&str>) -> Result<(Decided, Vec<String>), String> {
        let (mut all, mut said) = (Marks::default(), Said::default());
        for mark in marks {
            all.count(mark, 1, "price");
        }
        let decided = all
            .decide(told, "x.csv", &mut said)
            .map_err(|trouble| trouble.to_string())?;
        Ok((decided, said.into_sentences()))
    }

    #[test]
    fn every_sign_means_codes_that_there_are() {
        for (sign, codes) in SIGNS {
            assert_eq!(meanings(sign), codes, "{sign}");
            assert!(codes.iter().all(|code| CODES.contains(code)), "{sign}");
        }
        assert_eq!(meanings("eur"), ["EUR"]);
        assert_eq!(meanings("pcs"), [""; 0]);
    }

    #[test]
    fn one_currency_is_that_of_the_file() {
        let (decided, said) = decide(&["₹"], None).unwrap();
        assert_eq!(decided.code.as_deref(), Some("INR"));
        assert_eq!(said, ["The currency is INR, because of ₹ in “price”."]);
        let (decided, said) = decide(&["$"], None).unwrap();
        assert_eq!(decided.code.as_deref(), Some("USD"));
        assert_eq!(
            said,
            [
                "The currency is taken to be USD, because of $ in “price”; say --currency CODE if it is another, such as CAD."
            ]
        );
        assert_eq!(
            decide(&["$", "CAD"], None).unwrap().0.code.as_deref(),
            Some("CAD")
        );
        assert_eq!(
            decide(&["$"], Some("AUD")).unwrap().0.code.as_deref(),
            Some("AUD")
        );
        assert_eq!(decide(&[], Some("AUD")).unwrap().0, Decided::default());
    }

    #[test]
    fn several_currencies_are_not_added_up() {
        assert_eq!(
            decide(&["JPY", "EUR"], None).unwrap_err(),
            "The amounts of x.csv are in several currencies: EUR (1 line), JPY (1 line). They cannot be added up, and nothing was written; choose one with --currency EUR, then lines in another are left aside."
        );
        let (decided, said) = decide(&["JPY", "EUR"], Some("JPY")).unwrap();
        assert_eq!(
            (decided.code.as_deref(), &decided.aside[..]),
            (Some("JPY"), &["EUR".to_owned()][..])
        );
        assert_eq!(
            said,
            [
                "Several currencies: EUR (1 line), JPY (1 line). Only JPY is counted; 1 line in another currency is left aside."
            ]
        );
        assert_eq!(
            decide(&["€"], Some("USD")).unwrap_err(),
            "The amounts in column “price” of x.csv are in € and --currency says USD. Nothing was written; leave --currency out, or correct it."
        );
    }
}
