//! Which currency is counted, and what becomes of amounts in another one.

use clientele_model::words::{agreeing, counted};

use super::{Marks, Rate, meanings};
use crate::said::Said;
use crate::trouble::Trouble;

/// What was said by hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// ISO 4217 code of the currency to count in.
    pub told: Option<&'a str>,
    /// The currency an earlier file of the shop was counted in; it holds where this one leaves it open.
    pub before: Option<&'a str>,
    /// What others are worth in it.
    pub rates: &'a [Rate],
}

/// The currency of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    /// ISO 4217 code; nothing when the file does not say.
    pub code: Option<String>,
    /// Marks of lines that are in another one and have no rate.
    pub aside: Vec<String>,
    /// Marks of lines that are in another one, and what one of it is worth.
    pub rates: Vec<(String, f64)>,
}

/// A sign or code that stands in a file, its lines and heading, and what it may mean.
type Known<'a> = (&'a String, u64, &'a String, Vec<&'static str>);

impl Marks {
    /// Decides.
    ///
    /// # Errors
    /// When there are several currencies and none is chosen, or the choice is against the file.
    pub fn decide(
        &self,
        wanted: Wanted<'_>,
        file: &str,
        said: &mut Said,
    ) -> Result<Decided, Trouble> {
        let wanted = Wanted {
            told: self.counted_in(wanted),
            ..wanted
        };
        let known: Vec<Known<'_>> = self
            .0
            .iter()
            .map(|(mark, (lines, heading))| (mark, *lines, heading, meanings(mark)))
            .filter(|(.., meanings)| !meanings.is_empty())
            .collect();
        let Some((mark, _, heading, first)) = known.first() else {
            return Ok(Decided::default());
        };
        let fits = |code: &&&str| known.iter().all(|(.., meanings)| meanings.contains(*code));
        let common: Vec<&str> = first.iter().filter(fits).copied().collect();
        let one = match (wanted.told, common.first()) {
            (Some(told), Some(_)) if common.contains(&told) => Some(told),
            (None, Some(code)) => {
                said.say(match common.get(1) {
                    None => format!("The currency is {code}, because of {mark} in “{heading}”."),
                    Some(other) => format!(
                        "The currency is taken to be {code}, because of {mark} in “{heading}”; say --currency CODE if it is another, such as {other}.",
                    ),
                });
                Some(*code)
            }
            _ => None,
        };
        if let Some(code) = one {
            return Ok(Decided {
                code: Some(code.to_owned()),
                ..Decided::default()
            });
        }
        let Some(code) = chosen(&known, &common, wanted) else {
            return Err(match (wanted.told, common.is_empty()) {
                (Some(told), false) => Trouble::OtherCurrency {
                    file: file.to_owned(),
                    column: (*heading).clone(),
                    mark: (*mark).clone(),
                    told: told.to_owned(),
                },
                _ => Trouble::Currencies {
                    file: file.to_owned(),
                    found: listed(&known),
                    example: first.first().map_or("EUR", |code| code).to_owned(),
                },
            });
        };
        let mut decided = Decided {
            code: Some(code.to_owned()),
            ..Decided::default()
        };
        let (mut aside, mut turned) = (0, 0);
        for (mark, lines, _, meanings) in &known {
            if meanings.contains(&code) {
                continue;
            }
            match rate(meanings, wanted.rates) {
                Some(rate) => {
                    turned += lines;
                    decided.rates.push(((*mark).clone(), rate.rate));
                }
                None => {
                    aside += lines;
                    decided.aside.push((*mark).clone());
                }
            }
        }
        said.say(sentence(&known, code, (turned, aside), wanted.rates));
        Ok(decided)
    }
}

/// The currency to count in, where it is not the only one that the file can be in.
fn chosen<'a>(known: &[Known<'a>], common: &[&str], wanted: Wanted<'a>) -> Option<&'a str> {
    let means = |code: &str| known.iter().any(|(.., meanings)| meanings.contains(&code));
    let worth = |meanings: &[&str]| rate(meanings, wanted.rates).is_some();
    let some_worth = || known.iter().any(|(.., meanings)| worth(meanings));
    if !common.is_empty() {
        // All is in one other currency.
        return wanted.told.filter(|_| some_worth());
    }
    // The only one that has no rate is what the others are worth something in.
    let counted = || {
        let mut rest = known.iter().filter(|(.., meanings)| !worth(meanings));
        let (.., first) = rest.next().filter(|_| some_worth())?;
        let code = *first.first()?;
        rest.all(|(.., meanings)| meanings.contains(&code))
            .then_some(code)
    };
    let told = wanted.told.filter(|told| means(told) || some_worth());
    told.or_else(counted)
}

/// What one of a currency is worth, by what its sign may mean.
pub(super) fn rate<'a>(meanings: &[&str], rates: &'a [Rate]) -> Option<&'a Rate> {
    rates
        .iter()
        .find(|rate| meanings.contains(&rate.code.as_str()))
}

fn listed(known: &[Known<'_>]) -> String {
    let each = known
        .iter()
        .map(|(mark, lines, ..)| format!("{mark} ({})", counted(*lines, "line")));
    each.collect::<Vec<_>>().join(", ")
}

/// What becomes of lines in other currencies; `turned` of them have a rate.
fn sentence(
    known: &[Known<'_>],
    code: &str,
    (turned, aside): (u64, u64),
    rates: &[Rate],
) -> String {
    let mut text = match known {
        [_] => format!("The amounts are in {}.", listed(known)),
        _ => format!("Several currencies: {}.", listed(known)),
    };
    let used = rates.iter().filter(|rate| {
        let here =
            |meanings: &[&str]| meanings.contains(&rate.code.as_str()) && !meanings.contains(&code);
        known.iter().any(|(.., meanings)| here(meanings))
    });
    let used: Vec<String> = used
        .map(|rate| format!("1 {} = {} {code}", rate.code, rate.rate))
        .collect();
    let left = format!(
        "{} in another currency {} left out.",
        counted(aside, "line"),
        agreeing(aside, "is", "are")
    );
    if turned == 0 {
        return format!("{text} Only {code} is counted; {left}");
    }
    text += &format!(
        " {} {} converted to {code} at the {} given by hand: {}.",
        counted(turned, "line"),
        agreeing(turned, "was", "were"),
        agreeing(used.len() as u64, "rate", "rates"),
        used.join(", ")
    );
    if aside > 0 {
        text += " ";
        text += &left;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(marks: &[&str], told: Option<&str>) -> Result<(Decided, Vec<String>), String> {
        with_rates(marks, told, &[])
    }

    fn with_rates(
        marks: &[&str],
        told: Option<&str>,
        rates: &[&str],
    ) -> Result<(Decided, Vec<String>), String> {
        let rates: Vec<Rate> = rates.iter().map(|rate| rate.parse().unwrap()).collect();
        let wanted = Wanted {
            told,
            before: None,
            rates: &rates,
        };
        let (mut all, mut said) = (Marks::default(), Said::default());
        for mark in marks {
            all.count(mark, 1, "price");
        }
        let decided = all
            .decide(wanted, "x.csv", &mut said)
            .map_err(|trouble| trouble.to_string())?;
        Ok((decided, said.into_sentences()))
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
            "The amounts in x.csv are in several currencies: EUR (1 line), JPY (1 line). They cannot be added up, so nothing was written; choose one with --currency EUR. Lines in other currencies are then left out, unless --rate CODE=RATE says what one unit is worth."
        );
        let (decided, said) = decide(&["JPY", "EUR"], Some("JPY")).unwrap();
        assert_eq!(
            (decided.code.as_deref(), &decided.aside[..]),
            (Some("JPY"), &["EUR".to_owned()][..])
        );
        assert_eq!(
            said,
            [
                "Several currencies: EUR (1 line), JPY (1 line). Only JPY is counted; 1 line in another currency is left out."
            ]
        );
        assert_eq!(
            decide(&["€"], Some("USD")).unwrap_err(),
            "The amounts in column “price” of x.csv are in €, but --currency says USD. Nothing was written; leave --currency out, or correct it."
        );
    }

    #[test]
    fn a_choice_of_an_earlier_file_holds_where_there_are_several() {
        let (mut marks, mut said) = (Marks::default(), Said::default());
        marks.count("EUR", 3, "currency");
        let before = Wanted {
            before: Some("USD"),
            ..Wanted::default()
        };
        let decided = marks.decide(before, "x.csv", &mut said).unwrap();
        assert_eq!(decided.code.as_deref(), Some("EUR"));
        marks.count("USD", 1, "currency");
        let decided = marks.decide(before, "x.csv", &mut said).unwrap();
        assert_eq!(decided.code.as_deref(), Some("USD"));
        assert_eq!(decided.aside, ["EUR"]);
    }

    #[test]
    fn others_are_converted_at_the_rates_that_were_told() {
        // What has no rate is what the others are worth something in.
        let (decided, said) =
            with_rates(&["EUR", "USD", "£"], None, &["USD=0.92", "GBP=1.17"]).unwrap();
        assert_eq!(decided.code.as_deref(), Some("EUR"));
        assert_eq!(
            decided.rates,
            [("USD".to_owned(), 0.92), ("£".to_owned(), 1.17)]
        );
        assert_eq!(
            said,
            [
                "Several currencies: EUR (1 line), USD (1 line), £ (1 line). 2 lines were converted to EUR at the rates given by hand: 1 USD = 0.92 EUR, 1 GBP = 1.17 EUR."
            ]
        );
        // What is told goes before it, and what has no rate is left aside.
        let (decided, said) =
            with_rates(&["EUR", "USD", "£"], Some("EUR"), &["USD=0.92", "CHF=1.05"]).unwrap();
        assert_eq!(decided.aside, ["£"]);
        assert_eq!(
            said,
            [
                "Several currencies: EUR (1 line), USD (1 line), £ (1 line). 1 line was converted to EUR at the rate given by hand: 1 USD = 0.92 EUR. 1 line in another currency is left out."
            ]
        );
        // Two are left: nobody says which one is counted.
        assert!(with_rates(&["EUR", "USD", "£"], None, &["USD=0.92"]).is_err());
        // All of it in a third one.
        let (decided, said) = with_rates(&["$"], Some("EUR"), &["USD=0.92"]).unwrap();
        assert_eq!(decided.code.as_deref(), Some("EUR"));
        assert_eq!(decided.rates, [("$".to_owned(), 0.92)]);
        assert_eq!(
            said,
            [
                "The amounts are in $ (1 line). 1 line was converted to EUR at the rate given by hand: 1 USD = 0.92 EUR."
            ]
        );
        // One currency that is counted needs no rate.
        let (decided, _) = with_rates(&["EUR"], None, &["USD=0.92"]).unwrap();
        assert_eq!(decided.rates, []);
    }
}
