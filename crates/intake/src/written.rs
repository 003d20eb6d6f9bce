//! One date as a shop writes it.

mod clock;

use clientele_model::Date;

use crate::dates::at_midnight;
use crate::day_month::DayMonth;
use crate::months::{Word, is_weekday, word};
use crate::plain::folded;

use clock::{clock, dotted_clock, take_clock};

/// What a date says before its column is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Written {
    /// No doubt possible: the year has four digits and stands first, or the month is a word. The day,
    /// and minutes since midnight.
    Day(Date, i64),
    /// Three numbers, of which the last may be the year.
    Pair {
        /// The three numbers.
        numbers: [i16; 3],
        /// Whether the last one has four digits.
        full_year: bool,
        /// Whether the first one has two digits, so that it may be a year.
        year_first: bool,
        /// Minutes since midnight.
        minute: i64,
        /// What stands between them; a full stop is only used where the day stands first.
        separator: char,
    },
    /// A number alone: days or seconds since some beginning.
    Number(f64),
}

impl Written {
    /// The minute since 1970-01-01 00:00, once it is known which way round year, month and day stand;
    /// nothing when there is no such day. A year of two digits is none to come.
    pub fn settled(self, order: DayMonth, today: Date) -> Option<i64> {
        match self {
            Self::Day(date, minute) => Some(at_midnight(date) + minute),
            Self::Pair {
                numbers: [a, b, c],
                full_year,
                minute,
                ..
            } => {
                let (year, month, day) = match order {
                    DayMonth::DayFirst => (c, b, a),
                    DayMonth::MonthFirst => (c, a, b),
                    DayMonth::YearFirst if full_year => return None,
                    DayMonth::YearFirst => (a, b, c),
                };
                let year = if full_year { year } else { full(year, today) };
                let date =
                    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
                Some(at_midnight(date) + minute)
            }
            Self::Number(_) => None,
        }
    }
}

/// The year that two digits stand for: the latest one that has begun.
pub fn full(short: i16, today: Date) -> i16 {
    let year = 2000 + short;
    if year > today.year() {
        year - 100
    } else {
        year
    }
}

/// A word or number of a date, and what stands before it.
struct Part<'a> {
    text: &'a str,
    before: &'a str,
    digits: bool,
}

/// Reads one date, with or without a time of day; a time zone is left aside, because shops think
/// in the wall clock of their own country.
pub fn parse(text: &str) -> Option<Written> {
    let text = text.trim();
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    // A zone by name in brackets or behind the time.
    let text = text.split('[').next().unwrap_or(text).trim_end();
    let text = named_days(&folded(text));
    let mut parts = split(&text)?;
    let mut half = None;
    let mut minute = take_clock(&mut parts);
    // A time that is none.
    if parts
        .iter()
        .any(|part| part.digits && part.before.contains(':'))
    {
        return None;
    }
    let numbers = parts.iter().filter(|part| part.digits).count();
    let mut month = None;
    let mut day = Vec::with_capacity(3);
    let mut rest = vec![];
    let mut last_letter = "";
    for (at, part) in parts.iter().enumerate() {
        if part.digits {
            let full = day.len() + usize::from(month.is_some()) >= 3;
            if full {
                rest.push(part)
            } else {
                day.push(part)
            }
            continue;
        }
        match part.text {
            // "p. m." and "p.m." come in two.
            "m" if last_letter == "p" => half = Some(Word::Afternoon),
            "m" if last_letter == "a" => half = Some(Word::Morning),
            "a" | "p" => {}
            text => match word(text)? {
                // In front of three numbers it is a day of the week.
                Word::Month(_)
                    if month.is_some() || (at == 0 && numbers >= 3 && is_weekday(text)) => {}
                Word::Month(number) => month = Some((number, day.len())),
                Word::Nothing => {}
                morning_or_afternoon => half = Some(morning_or_afternoon),
            },
        }
        last_letter = part.text;
    }
    if minute.is_none() && !rest.is_empty() {
        minute = Some(dotted_clock(&rest)?);
    } else if !rest.is_empty() {
        return None;
    }
    let minute = match (half, minute.unwrap_or(0)) {
        (Some(Word::Morning), minute) if (720..780).contains(&minute) => minute - 720,
        (Some(Word::Afternoon), minute) if minute < 720 => minute + 720,
        (_, minute) => minute,
    };
    match (month, &day[..]) {
        (Some((month, at)), [first, second]) => in_words(month, at, first, second, minute),
        (None, [first, second, third]) => in_numbers([*first, *second, *third], minute),
        (None, [one]) => {
            alone(one, minute).filter(|found| parts.len() == 1 || matches!(found, Written::Day(..)))
        }
        (None, [whole, part]) if matches!(part.before, "." | ",") => {
            format!("{}.{}", whole.text, part.text)
                .parse()
                .ok()
                .map(Written::Number)
        }
        _ => None,
    }
}

/// Dates that name year, month and day by a sign behind each, as in Chinese, Japanese and Korean.
fn named_days(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut plain = text.to_owned();
    for (from, to) in [
        ("上午", " am "),
        ("下午", " pm "),
        ("午前", " am "),
        ("午後", " pm "),
        ("오전", " am "),
        ("오후", " pm "),
        ("年", "-"),
        ("년", "-"),
        ("月", "-"),
        ("월", "-"),
        ("日", " "),
        ("일", " "),
        ("号", " "),
        ("時", ":"),
        ("时", ":"),
        ("시", ":"),
        ("分", ":"),
        ("분", ":"),
        ("秒", " "),
        ("초", " "),
    ] {
        plain = plain.replace(from, to);
    }
    // "2024- 1- 5", and a minute sign with no seconds behind it.
    let plain = plain.replace("- ", "-").replace(": ", ":");
    plain.trim().trim_end_matches(':').to_owned()
}

fn split(text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = vec![];
    let (mut at, mut end) = (0, 0);
    while at < text.len() {
        let c = text[at..].chars().next()?;
        let digits = c.is_ascii_digit();
        if !digits && !c.is_alphabetic() {
            at += c.len_utf8();
            continue;
        }
        let same = |c: char| {
            if digits {
                c.is_ascii_digit()
            } else {
                c.is_alphabetic()
            }
        };
        let length = text[at..].find(|c| !same(c)).unwrap_or(text.len() - at);
        parts.push(Part {
            text: &text[at..at + length],
            before: &text[end..at],
            digits,
        });
        at += length;
        end = at;
    }
    // Behind the last word only points and blanks may stand.
    text[end..]
        .chars()
        .all(|c| c == '.' || c == ')' || c.is_whitespace())
        .then_some(parts)
}

/// "5 Jan 2024", "Jan 5, 2024", "2024 Jan 5", "Jan-05-24".
fn in_words(
    month: i8,
    at: usize,
    first: &Part<'_>,
    second: &Part<'_>,
    minute: i64,
) -> Option<Written> {
    let (year, day) = if first.text.len() == 4 && at <= 1 {
        (first, second)
    } else {
        (second, first)
    };
    let number = |part: &Part<'_>| part.text.parse::<i16>().ok();
    let year = match year.text.len() {
        // A year to come is one of the last century; no shop wrote months in words before 1950.
        2 => match number(year)? {
            short @ 50.. => 1900 + short,
            short => 2000 + short,
        },
        4 => number(year)?,
        _ => return None,
    };
    let date = Date::new(year, month, i8::try_from(number(day)?).ok()?).ok()?;
    Some(Written::Day(date, minute))
}

fn in_numbers(parts: [&Part<'_>; 3], minute: i64) -> Option<Written> {
    let between = parts[1].before.trim();
    if between != parts[2].before.trim() {
        return None;
    }
    let separator = match (between, parts[1].before) {
        ("", " ") => ' ',
        ("-" | "/" | "." | "‐" | "–", _) => between.chars().next()?,
        _ => return None,
    };
    let number = |part: &Part<'_>| part.text.parse::<i16>().ok();
    let numbers = [number(parts[0])?, number(parts[1])?, number(parts[2])?];
    let [a, b, c] = numbers;
    let lengths = parts.map(|part| part.text.len());
    let small = |number: i16| (1..=31).contains(&number);
    match lengths {
        [4, 1..=2, 1..=2] => {
            let date = Date::new(a, i8::try_from(b).ok()?, i8::try_from(c).ok()?).ok()?;
            Some(Written::Day(date, minute))
        }
        [1..=2, 1..=2, 2 | 4] if small(b) => {
            let full_year = lengths[2] == 4;
            let year_last = small(a) && (a <= 12 || b <= 12);
            let year_first = !full_year && lengths[0] == 2 && b <= 12 && small(c);
            (year_last || year_first).then_some(Written::Pair {
                numbers,
                full_year,
                year_first,
                minute,
                separator,
            })
        }
        _ => None,
    }
}

/// "20240105", "20240105103000", or a number that only its column explains.
fn alone(part: &Part<'_>, minute: i64) -> Option<Written> {
    let text = part.text;
    let compact = || {
        if !matches!(text.len(), 8 | 12 | 14) {
            return None;
        }
        let number = |range: std::ops::Range<usize>| text[range].parse::<i16>().ok();
        let date = Date::new(number(0..4)?, number(4..6)? as i8, number(6..8)? as i8).ok()?;
        let minute = match text.len() {
            8 => minute,
            _ => clock(number(8..10)?.into(), number(10..12)?.into())?,
        };
        (1970..2100)
            .contains(&date.year())
            .then_some(Written::Day(date, minute))
    };
    compact().or_else(|| text.parse().ok().map(Written::Number))
}

#[cfg(test)]
mod tests;
