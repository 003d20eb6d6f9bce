//! One number as a shop writes it, before its decimal sign is known.

use crate::currency::meanings;

/// A number as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Below zero: a minus of any length before or behind, or brackets.
    pub negative: bool,
    /// A percent sign stands behind it.
    pub percent: bool,
    /// What stands beside the digits: a sign or code of a currency, or nothing.
    pub mark: String,
    /// Its digits and separators.
    pub body: Body,
}

/// Digits and separators.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Leaves no doubt: digits alone, a power of ten, a dash for zero.
    Plain(f64),
    /// Digits, commas and points; what parted thousands otherwise (blanks, apostrophes) is gone.
    Parted {
        /// "1.234,50".
        digits: String,
        /// Whether blanks or apostrophes part its thousands, so that a comma or point does not.
        spaced: bool,
    },
}

/// Reads a number; nothing when it is none.
pub fn figure(text: &str) -> Option<Figure> {
    // Nearly every number is this.
    if let Some(value) = bare(text) {
        return Some(Figure {
            negative: value.is_sign_negative() && value != 0.0,
            percent: false,
            mark: String::new(),
            body: Body::Plain(value.abs()),
        });
    }
    let text = unwrapped(text);
    let is_digit = |c: char| ascii_digit(c).is_some();
    let Some(first) = text.find(is_digit) else {
        return nought(text);
    };
    // A separator may stand before the first digit: ",89".
    let begin = match text[..first].char_indices().next_back() {
        Some((at, '.' | ',')) if !text[..at].ends_with(char::is_alphabetic) => at,
        _ => first,
    };
    let (last, sign) = text.char_indices().rfind(|&(_, c)| is_digit(c))?;
    let end = last + sign.len_utf8();
    let before = Beside::of(&text[..begin])?;
    // "12,-" and "12.–" say that there are no cents.
    let behind = text[end..].trim_start();
    let without_cents = behind
        .strip_prefix([',', '.'])
        .map(|rest| rest.trim_start_matches(dash));
    let behind = Beside::of(without_cents.unwrap_or(behind))?;
    let brackets = before.opens && behind.closes;
    if before.opens != behind.closes || before.closes || behind.opens || before.percent {
        return None;
    }
    let mark = match (before.mark.as_str(), behind.mark.as_str()) {
        ("", mark) | (mark, "") => mark.to_owned(),
        _ => return None,
    };
    let (negative, mark) = match mark.as_str() {
        // How books mark what is owed.
        "CR" => (true, String::new()),
        "DR" => (false, String::new()),
        _ => (false, mark),
    };
    if !mark.is_empty()
        && meanings(&mark).is_empty()
        && !UNITS.contains(&mark.to_lowercase().trim_end_matches('.'))
    {
        return None;
    }
    Some(Figure {
        negative: negative || brackets || before.minus || behind.minus,
        percent: behind.percent,
        mark,
        body: body(&text[begin..end])?,
    })
}

/// Units that may stand behind a number of pieces.
const UNITS: [&str; 18] = [
    "pcs", "pc", "pce", "ea", "x", "stk", "st", "szt", "ks", "db", "ud", "uds", "un", "pz", "kg",
    "g", "l", "шт",
];

/// A dash alone beside the sign of a currency is how books write zero.
fn nought(text: &str) -> Option<Figure> {
    let beside = Beside::of(text)?;
    (beside.minus && !beside.mark.is_empty()).then_some(Figure {
        negative: false,
        percent: false,
        mark: beside.mark,
        body: Body::Plain(0.0),
    })
}

/// Digits with at most a minus in front: no separators, no powers, no names of numbers.
fn bare(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let fits = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// Without what spreadsheets put around a number that is to stay text.
fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix('=').unwrap_or(text);
    let text = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text);
    let text = text.trim();
    match text.strip_prefix(['\'', '’']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || dash(c)) => rest,
        _ => text,
    }
}

/// What stands on one side of the digits.
#[derive(Default)]
struct Beside {
    minus: bool,
    opens: bool,
    closes: bool,
    percent: bool,
    mark: String,
}

impl Beside {
    fn of(text: &str) -> Option<Self> {
        let mut beside = Self::default();
        for c in text.chars() {
            match c {
                c if dash(c) && !beside.minus => beside.minus = true,
                '+' if !beside.minus => {}
                '(' if !beside.opens => beside.opens = true,
                ')' if !beside.closes => beside.closes = true,
                '%' | '％' if !beside.percent => beside.percent = true,
                c if c.is_whitespace() || crate::spelling::invisible(c) => {}
                c if c.is_alphabetic() || "$€£¥₹₽₩₺₪฿₫₦₱₴₸₡₲₵₭₮₼₾﷼﹩＄￥￡.".contains(c) => {
                    beside.mark.push(c)
                }
                _ => return None,
            }
        }
        // Ten letters name no currency.
        (beside.mark.chars().count() <= 5).then_some(beside)
    }
}

fn dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' | '－')
}

/// Digits of other scripts are digits.
fn ascii_digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        '٠'..='٩' => c as u32 - '٠' as u32,
        '۰'..='۹' => c as u32 - '۰' as u32,
        '０'..='９' => c as u32 - '０' as u32,
        _ => return None,
    };
    char::from_digit(value, 10)
}

fn body(text: &str) -> Option<Body> {
    let mut digits = String::with_capacity(text.len());
    let mut groups = vec![0usize];
    for c in text.chars() {
        match c {
            '.' | ',' => digits.push(c),
            '٫' => digits.push(','),
            '٬' => groups.push(0),
            '\'' | '’' | '‘' | '´' | '`' | 'ʼ' | '＇' => groups.push(0),
            c if c.is_whitespace() => groups.push(0),
            'e' | 'E' => return power(text),
            '+' | '-' => return None,
            c => {
                digits.push(ascii_digit(c)?);
                if !digits.contains(['.', ',']) {
                    *groups.last_mut()? += 1;
                }
            }
        }
    }
    let spaced = groups.len() > 1;
    // Blanks and apostrophes part groups of three digits.
    if spaced && !(groups[0] <= 3 && groups[1..].iter().all(|&group| group == 3)) {
        return None;
    }
    if digits.contains(['.', ',']) {
        return Some(Body::Parted { digits, spaced });
    }
    digits.parse().ok().map(Body::Plain)
}

/// "1.5e3": programs write such numbers with a point.
fn power(text: &str) -> Option<Body> {
    text.parse().ok().map(Body::Plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn plain(text: &str, value: f64, mark: &str) {
        let figure = figure(text).unwrap_or_else(|| panic!("{text}"));
        let Body::Plain(size) = figure.body else {
            panic!("{text}: {figure:?}")
        };
        assert_eq!(if figure.negative { -size } else { size }, value, "{text}");
        assert_eq!(figure.mark, mark, "{text}");
    }

    #[test]
    fn signs_stand_anywhere() {
        plain("12", 12.0, "");
        plain("-12", -12.0, "");
        plain("−12", -12.0, "");
        plain("12-", -12.0, "");
        plain("(12)", -12.0, "");
        plain("($12)", -12.0, "$");
        plain("$(12)", -12.0, "$");
        plain("-$12", -12.0, "$");
        plain("$-12", -12.0, "$");
        plain("$ -12 ", -12.0, "$");
        plain("+5", 5.0, "");
        plain("12 CR", -12.0, "");
        plain("EUR 12", 12.0, "EUR");
        plain("12 kr", 12.0, "kr");
        plain("R$12", 12.0, "R$");
        plain("1'234", 1234.0, "");
        plain("1’234 567", 1_234_567.0, "");
        plain("=\"12\"", 12.0, "");
        plain("'12", 12.0, "");
        plain("1e3", 1000.0, "");
        plain(" $ -   ", 0.0, "$");
        plain("12,-", 12.0, "");
        plain("12.–", 12.0, "");
        plain("１２", 12.0, "");
    }

    #[test]
    fn separators_are_kept_for_later() {
        for (text, digits) in [
            ("£1,234.50", "1,234.50"),
            (",89", ",89"),
            ("12,50 zł", "12,50"),
            ("Rs. 12.50", "12.50"),
        ] {
            let Body::Parted {
                digits: found,
                spaced,
            } = figure(text).unwrap().body
            else {
                panic!("{text}")
            };
            assert_eq!((found.as_str(), spaced), (digits, false));
        }
        let spaced = figure("1 234,50").unwrap().body;
        assert_eq!(
            spaced,
            Body::Parted {
                digits: "1234,50".to_owned(),
                spaced: true
            }
        );
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for text in [
            "",
            "x",
            "-",
            "one",
            "12 34",
            "1-2",
            "(12",
            "12)",
            "NaN",
            "5 apples and pears",
            "12%3",
            "2024-01-01",
        ] {
            assert_eq!(figure(text), None, "{text}");
        }
        assert!(figure("20%").unwrap().percent);
    }
}
