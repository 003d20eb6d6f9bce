//! Phone numbers.

use std::sync::OnceLock;

use clientele_model::outbound::{Change, Wrong};

use super::{Changes, Country, Outcome, Rule, begun};

/// Reads a number as it is dialled in a country (ISO 3166, two large letters): the international form with "+", where there is
/// such a number.
pub type Numbering = fn(number: &str, country: &str) -> Option<String>;

/// The tables of all numbering plans, where they are here: they weigh more than all the rest, and come on their own.
static NUMBERING: OnceLock<Numbering> = OnceLock::new();

/// Before any number is read, in a program that has the tables of all numbering plans.
pub fn plug_numbering(read: Numbering) {
    // Plugged in twice, they are the same.
    let _ = NUMBERING.set(read);
}

/// Whether it has them.
pub fn has_numbering() -> bool {
    NUMBERING.get().is_some()
}

/// Fewest and most digits of a number with its country code (ITU-T E.164; the shortest in use have seven).
const DIGITS: (usize, usize) = (7, 15);

/// A phone number: country code and number, digits alone, with "+" in front but for Meta and TikTok.
///
/// A number with "+" or 00 in front has its country code. One without has that of `home`, as it is dialled there; where no
/// country is known, the rule's own code decides: Google takes the digits as they are, Meta and TikTok without noughts in front.
pub fn phone(rule: Rule, raw: &str, home: Option<&Country>, out: &mut String) -> Outcome {
    begun(rule, raw, out, |text, out| {
        let number = Number::of(text)?;
        let (digits, changes) = number.international(rule, home)?;
        let (fewest, most) = DIGITS;
        if digits.len() < fewest {
            return Err(Wrong::TooShort);
        }
        if digits.len() > most {
            return Err(Wrong::TooLong);
        }
        let plus = !matches!(rule, Rule::Meta | Rule::TikTok);
        if plus {
            out.push('+');
        }
        out.push_str(&digits);
        Ok(changes
            .with_if(plus && !number.plus, Change::PlusAdded)
            .with_if(!plus && number.plus, Change::Plus))
    })
}

/// What is written.
struct Number<'a> {
    text: &'a str,
    digits: String,
    plus: bool,
    changes: Changes,
}

impl<'a> Number<'a> {
    fn of(text: &'a str) -> Result<Self, Wrong> {
        let number = without_extension(text);
        let plus = number.starts_with(['+', '\u{ff0b}']);
        let international = plus || number.starts_with("00");
        // "+44 (0)20": the 0 is for callers at home.
        let hint = international.then(|| number.find("(0)")).flatten();
        let mut digits = String::with_capacity(number.len());
        let mut signs = false;
        for (at, c) in number.char_indices() {
            match digit(c) {
                Some(_) if hint.is_some_and(|hint| at == hint + 1) => {}
                Some(digit) => {
                    signs |= !c.is_ascii();
                    digits.push(digit);
                }
                None => signs |= !(at == 0 && plus),
            }
        }
        if digits.is_empty() {
            return Err(Wrong::NoDigits);
        }
        let changes = Changes::default()
            .with_if(number.len() < text.len(), Change::Extension)
            .with_if(hint.is_some(), Change::Trunk)
            .with_if(signs, Change::Signs);
        Ok(Self {
            text: number,
            digits,
            plus,
            changes,
        })
    }

    /// Its digits with the country code, and all changes so far.
    fn international(
        &self,
        rule: Rule,
        home: Option<&Country>,
    ) -> Result<(String, Changes), Wrong> {
        let bare = self.digits.trim_start_matches('0');
        let noughts = self.digits.len() - bare.len();
        let changes = self.changes;
        if self.plus || noughts >= 2 {
            let changes = changes.with_if(noughts > 0, Change::Noughts);
            return Ok((bare.to_owned(), changes));
        }
        let Some(home) = home.filter(|home| !home.calling.is_empty()) else {
            // Whoever sends one such number leaves its country open.
            return match (rule, noughts) {
                (_, 0) => Ok((bare.to_owned(), changes)),
                (Rule::Meta | Rule::TikTok, _) => {
                    Ok((bare.to_owned(), changes.with(Change::Noughts)))
                }
                _ => Err(Wrong::NoCountryCode),
            };
        };
        let read = NUMBERING.get().and_then(|read| read(self.text, home.code));
        let whole = match read {
            Some(read) => read.trim_start_matches('+').to_owned(),
            None => dialled(&self.digits, home)?,
        };
        let changes = changes
            .with_if(
                whole != self.digits && whole.starts_with(home.calling),
                Change::CountryCode,
            )
            .with_if(noughts > 0 && !home.keeps_zero, Change::Trunk);
        Ok((whole, changes))
    }
}

/// The international form of digits as they are dialled in a country, by its calling code and how long its numbers are.
fn dialled(digits: &str, home: &Country) -> Result<String, Wrong> {
    let (fewest, most) = home.digits;
    let fits = |number: &str| (fewest..=most).contains(&number.len());
    let trunk = Some(home.trunk).filter(|trunk| !trunk.is_empty());
    let without = trunk.and_then(|trunk| digits.strip_prefix(trunk));
    let own = digits.strip_prefix(home.calling);
    match (without, own) {
        // North America: what is dialled first is the country code as well.
        (Some(rest), Some(_)) if fits(rest) => Ok(format!("{}{rest}", home.calling)),
        (Some(rest), None) if fits(rest) => Ok(format!("{}{rest}", home.calling)),
        // Where a 0 is dialled at home, one without is written in full, or lost it in a spreadsheet.
        (_, Some(rest)) if fits(rest) && (trunk.is_some() || !fits(digits)) => {
            Ok(digits.to_owned())
        }
        _ if digits.starts_with('0') && !home.keeps_zero => match digits.len() < DIGITS.0 {
            true => Err(Wrong::TooShort),
            false => Err(Wrong::NoCountryCode),
        },
        _ if fits(digits) && digits.len() <= 11 => Ok(format!("{}{digits}", home.calling)),
        _ if digits.len() < DIGITS.0 => Err(Wrong::TooShort),
        _ => Ok(digits.to_owned()),
    }
}

/// The number without "ext. 5", "x5" or "#5".
fn without_extension(text: &str) -> &str {
    let at = text.find(['x', 'X', '#', ';', 'e', 'E']);
    let at = at.filter(|&at| {
        text.get(..at)
            .is_some_and(|before| before.contains(|c: char| c.is_ascii_digit()))
    });
    at.and_then(|at| text.get(..at)).map_or(text, str::trim_end)
}

/// A digit of the usual scripts.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{966}'..='\u{96f}' => 0x966,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return None,
    };
    char::from_digit(u32::from(c) - zero, 10)
}
