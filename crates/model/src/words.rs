//! Sentences that hold numbers: made where the numbers are, printed where the reader is. Counts take their
//! nouns here, and nowhere else: a test looks through the code for others.

use std::borrow::Cow;
use std::fmt;

use crate::Date;
use serde::{Deserialize, Serialize};

/// One piece of a [`Sentence`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Piece {
    /// Plain words.
    Text(String),
    /// A name that may be set in bold: a segment, a product, a country.
    Name(String),
    /// A whole number of things.
    Count(u64),
    /// An amount in the data set's currency.
    Money(f64),
    /// A share between 0 and 1, printed in per cent.
    Share(f64),
    /// A relative change, 0.05 is five per cent more; printed without its sign.
    Change(f64),
    /// How many times as much, printed like 5.1×.
    Times(f64),
    /// A plain number with that many decimals.
    Number(f64, u8),
    /// A day.
    Day(Date),
    /// A month, named by its first day.
    Month(Date),
}

/// A sentence in pieces. The page prints it in the visitor's locale, `Display` in plain English.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sentence(pub Vec<Piece>);

impl Sentence {
    /// An empty sentence.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds plain words.
    pub fn text(self, words: impl Into<String>) -> Self {
        self.with(Piece::Text(words.into()))
    }

    /// Adds a name.
    pub fn name(self, name: impl Into<String>) -> Self {
        self.with(Piece::Name(name.into()))
    }

    /// Adds a whole number.
    pub fn count(self, count: u64) -> Self {
        self.with(Piece::Count(count))
    }

    /// Adds a whole number of things, named by the word for one of them: 1 order, 2 orders.
    pub fn counted(self, count: impl Into<u64>, one: &str) -> Self {
        let count = count.into();
        self.count(count).text(" ").text(noun(count, one))
    }

    /// Adds a part of a number of things: 1 of 2 orders, 1 of 1 order.
    pub fn part_of(self, part: impl Into<u64>, all: impl Into<u64>, one: &str) -> Self {
        self.count(part.into()).text(" of ").counted(all, one)
    }

    /// Adds a time in whole days: 1 day, 30 days.
    pub fn days(self, days: f64) -> Self {
        self.counted(days.round().max(0.0) as u64, "day")
    }

    /// Adds an amount of money.
    pub fn money(self, amount: f64) -> Self {
        self.with(Piece::Money(amount))
    }

    /// Adds a share between 0 and 1.
    pub fn share(self, share: f64) -> Self {
        self.with(Piece::Share(share))
    }

    /// Adds a relative change.
    pub fn change(self, change: f64) -> Self {
        self.with(Piece::Change(change))
    }

    /// Adds a factor.
    pub fn times(self, factor: f64) -> Self {
        self.with(Piece::Times(factor))
    }

    /// Adds a number with decimals.
    pub fn number(self, number: f64, decimals: u8) -> Self {
        self.with(Piece::Number(number, decimals))
    }

    /// Adds a day.
    pub fn day(self, day: Date) -> Self {
        self.with(Piece::Day(day))
    }

    /// Adds a month.
    pub fn month(self, month: Date) -> Self {
        self.with(Piece::Month(month))
    }

    /// Sentences with a space between each two.
    pub fn one_after_the_other(sentences: impl IntoIterator<Item = Self>) -> Self {
        let begin = Self::new();
        sentences.into_iter().fold(begin, |all, next| {
            let mut all = if all.is_empty() { all } else { all.text(" ") };
            all.0.extend(next.0);
            all
        })
    }

    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn with(mut self, piece: Piece) -> Self {
        self.0.push(piece);
        self
    }
}

impl From<&str> for Sentence {
    fn from(words: &str) -> Self {
        Self::new().text(words)
    }
}

impl From<String> for Sentence {
    fn from(words: String) -> Self {
        Self::new().text(words)
    }
}

/// The word for so many things, from the word for one of them: order, orders.
pub fn noun(count: u64, one: &str) -> Cow<'_, str> {
    if count == 1 {
        return one.into();
    }
    let before_y = one.strip_suffix('y');
    let before_y = before_y.filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if one.ends_with('x') => format!("{one}es"),
        None => format!("{one}s"),
    }
    .into()
}

/// The word that goes with one thing, or with any other number of them: is, are.
pub fn agreeing(count: impl Into<u64>, one: &'static str, many: &'static str) -> &'static str {
    if count.into() == 1 { one } else { many }
}

/// So many things, for texts that are not a [`Sentence`]: "1 order", "2,000 orders".
pub fn counted(count: impl Into<u64>, one: &str) -> String {
    Sentence::new().counted(count, one).to_string()
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| piece.fmt(f))
    }
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = |date: &Date| MONTHS[date.month() as usize - 1];
        match self {
            Self::Text(words) | Self::Name(words) => f.write_str(words),
            Self::Count(count) => f.write_str(&thousands(*count as f64, 0)),
            Self::Money(amount) => f.write_str(&thousands(*amount, 2)),
            Self::Share(share) => f.write_str(&percent(*share)),
            Self::Change(change) => f.write_str(&percent(change.abs())),
            Self::Times(factor) => write!(f, "{factor:.1}×"),
            Self::Number(number, decimals) => {
                f.write_str(&thousands(*number, usize::from(*decimals)))
            }
            Self::Day(date) => write!(f, "{} {} {}", date.day(), month(date), date.year()),
            Self::Month(date) => write!(f, "{} {}", month(date), date.year()),
        }
    }
}

/// How a share is written in per cent, here and in the visitor's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Percent {
    /// In whole per cents: ten and more, or none at all.
    Whole,
    /// With one decimal.
    Tenths,
    /// There is something, and less than can be written: that is said, not "0.0%".
    Less,
}

/// The least share that is written with its digits.
pub const LEAST_SHARE: f64 = 0.001;

impl Percent {
    /// How this share is written, whatever its sign.
    pub fn of(share: f64) -> Self {
        match share.abs() {
            0.0 => Self::Whole,
            share if share < LEAST_SHARE / 2.0 => Self::Less,
            share if share < 0.0995 => Self::Tenths,
            _ => Self::Whole,
        }
    }
}

/// A share with its per cent sign.
fn percent(share: f64) -> String {
    let value = share * 100.0;
    match Percent::of(share) {
        Percent::Whole => thousands(value, 0) + "%",
        Percent::Tenths => thousands(value, 1) + "%",
        Percent::Less => "<0.1%".to_owned(),
    }
}

/// A number with commas between thousands.
fn thousands(number: f64, decimals: usize) -> String {
    let plain = format!("{:.*}", decimals, number.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut out = String::with_capacity(plain.len() + whole.len() / 3 + 1);
    if number < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('−');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// So many letters of what somebody typed, or of a link, are repeated in a sentence.
const REPEATED: usize = 80;

/// What somebody typed as a sentence repeats it: the beginning and an ellipsis where it is long.
pub fn short(typed: &str) -> Cow<'_, str> {
    match typed.char_indices().nth(REPEATED) {
        None => typed.into(),
        // The ellipsis is one of the letters.
        Some(_) => {
            let cut: String = typed.chars().take(REPEATED - 1).collect();
            format!("{}…", cut.trim_end()).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: Sentence, expected: &str) {
        assert_eq!(sentence.to_string(), expected);
    }

    #[test]
    fn sentences_print_in_plain_english() {
        let begin = Sentence::new;
        check(
            begin().name("Champions").text(" are ").share(0.101),
            "Champions are 10%",
        );
        check(begin().count(1_067_371).text(" lines"), "1,067,371 lines");
        check(begin().counted(1_u32, "order"), "1 order");
        check(begin().counted(2_000_u64, "order"), "2,000 orders");
        check(begin().part_of(1_u32, 1_u32, "order"), "1 of 1 order");
        check(begin().days(0.6), "1 day");
        check(begin().money(-8_911_407.904), "−8,911,407.90");
        check(begin().money(-0.001), "0.00");
        check(begin().change(-0.018).text(" less"), "1.8% less");
        check(begin().times(5.12), "5.1×");
        check(begin().number(0.3244, 3), "0.324");
        check(begin().month(crate::date(2011, 4, 1)), "Apr 2011");
        check(begin().day(crate::date(2011, 12, 9)), "9 Dec 2011");
        check(begin().share(-0.05), "−5.0%");
        check(begin().share(-0.0), "0%");
        check(begin().share(0.0004), "<0.1%");
        check(begin().change(-0.0004).text(" less"), "<0.1% less");
        check(begin().share(0.0995), "10%");
        check(begin().change(17.68).text(" more"), "1,768% more");
        let two = [Sentence::from("One."), Sentence::from("Two.")];
        check(Sentence::one_after_the_other(two), "One. Two.");
    }

    #[test]
    fn a_noun_goes_with_its_number() {
        for (one, many) in [
            ("customer", "customers"),
            ("country", "countries"),
            ("category", "categories"),
            ("day", "days"),
            ("box", "boxes"),
            ("known customer", "known customers"),
        ] {
            assert_eq!((noun(1, one), noun(0, one)), (one.into(), many.into()));
        }
        assert_eq!(agreeing(1_u32, "is", "are"), "is");
        assert_eq!(agreeing(0_u32, "is", "are"), "are");
        assert_eq!(counted(1_234_u32, "country"), "1,234 countries");
    }

    #[test]
    fn what_is_typed_is_repeated_in_part() {
        assert_eq!(short(&"é".repeat(80)), "é".repeat(80));
        assert_eq!(short(&"é".repeat(81)), format!("{}…", "é".repeat(79)));
        let gap = format!("{} {}", "x".repeat(78), "y".repeat(9));
        assert_eq!(short(&gap), format!("{}…", "x".repeat(78)));
    }
}
