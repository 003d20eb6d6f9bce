//! Whether comma or point is the decimal sign of a column: decided by all of its values.

use crate::figure::{Body, Figure};

/// The decimal sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// 1,234.50
    Point,
    /// 1.234,50
    Comma,
}

impl Decimal {
    /// The sign itself.
    pub fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    /// What parts thousands beside it.
    pub fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }

    /// In the middle of a sentence.
    pub fn plain(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }
}

impl std::str::FromStr for Decimal {
    type Err = NotASign;

    fn from_str(text: &str) -> Result<Self, NotASign> {
        match text {
            "." | "point" => Ok(Self::Point),
            "," | "comma" => Ok(Self::Comma),
            _ => Err(NotASign),
        }
    }
}

/// `--decimal` was given something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("choose , (comma) or . (point)")]
pub struct NotASign;

/// What a value says about the decimal sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vote {
    /// It can only be read with this decimal sign.
    For(Decimal),
    /// One sign with three digits behind: the decimal sign, or thousands.
    Either(Decimal),
    /// Up to three digits without any sign.
    Short,
    /// More than three digits without any sign: this column does not part thousands.
    Long,
    /// Nothing.
    Silent,
}

/// What a number says about the decimal sign.
pub fn vote(figure: &Figure) -> Vote {
    let Body::Parted { digits, spaced } = &figure.body else {
        return match &figure.body {
            Body::Plain(value) if *value == 0.0 => Vote::Silent,
            Body::Plain(value) if *value < 1000.0 => Vote::Short,
            _ => Vote::Long,
        };
    };
    let (commas, points) = (digits.matches(',').count(), digits.matches('.').count());
    let (sign, many) = match (commas, points) {
        (0, many) => (Decimal::Point, many),
        (many, 0) => (Decimal::Comma, many),
        _ => {
            let last = if digits.rfind(',') > digits.rfind('.') {
                Decimal::Comma
            } else {
                Decimal::Point
            };
            return if digits.matches(last.sign()).count() == 1 {
                Vote::For(last)
            } else {
                Vote::Silent
            };
        }
    };
    if many > 1 {
        // Two signs of one kind part thousands.
        let parts = grouped(digits, sign.sign());
        return if parts {
            Vote::For(sign.other())
        } else {
            Vote::Silent
        };
    }
    let (before, behind) = digits.split_once(sign.sign()).unwrap_or((digits, ""));
    let thousands =
        behind.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    if thousands && !spaced {
        Vote::Either(sign)
    } else {
        Vote::For(sign)
    }
}

/// The votes of many values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    point: Side,
    comma: Side,
    short: u64,
    long: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Side {
    certain: u64,
    shown: Option<String>,
    either: u64,
    doubtful: Option<String>,
}

/// Why a column is read with its decimal sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// Nothing in it needed deciding.
    Nothing,
    /// Somebody said so.
    Told,
    /// This value can only be read so.
    Value(String),
    /// Another column of the file is written so.
    Others,
    /// The currency has no cents: what stands before three digits parts thousands.
    NoCents(String),
    /// Small numbers stand without any sign, so that three digits behind one are thousands.
    Groups(String),
}

/// Nothing decides: the value reads both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided(pub String);

impl Votes {
    /// Counts a value that stands on so many lines.
    pub fn count(&mut self, text: &str, figure: &Figure, lines: u64) {
        match vote(figure) {
            Vote::For(decimal) => {
                let side = self.side(decimal);
                side.certain += lines;
                side.shown.get_or_insert_with(|| text.to_owned());
            }
            Vote::Either(sign) => {
                let side = self.side(sign);
                side.either += lines;
                side.doubtful.get_or_insert_with(|| text.to_owned());
            }
            Vote::Short => self.short += lines,
            Vote::Long => self.long += lines,
            Vote::Silent => {}
        }
    }

    fn side(&mut self, decimal: Decimal) -> &mut Side {
        match decimal {
            Decimal::Point => &mut self.point,
            Decimal::Comma => &mut self.comma,
        }
    }

    /// Adds the certain votes of another column; its doubtful values say nothing about this one.
    pub fn add_certain(&mut self, other: &Self) {
        self.point.certain += other.point.certain;
        self.comma.certain += other.comma.certain;
    }

    /// The sign most values can only be read with; nothing in a draw.
    pub fn certain(&self) -> Option<Decimal> {
        match self.point.certain.cmp(&self.comma.certain) {
            std::cmp::Ordering::Greater => Some(Decimal::Point),
            std::cmp::Ordering::Less => Some(Decimal::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The decimal sign of the column, and why. `others` is what the other columns of the file are
    /// written with, `cents` whether the currency has such.
    ///
    /// # Errors
    /// With a value that reads both ways, when nothing decides.
    pub fn decide(
        &self,
        told: Option<Decimal>,
        others: Option<Decimal>,
        without_cents: Option<&str>,
    ) -> Result<(Decimal, Because), Undecided> {
        if let Some(told) = told {
            return Ok((told, Because::Told));
        }
        if let Some(decimal) = self.certain() {
            let side = if decimal == Decimal::Point {
                &self.point
            } else {
                &self.comma
            };
            // Points without any doubtful value are what programs write.
            let plain = decimal == Decimal::Point && self.point.either + self.comma.either == 0;
            return Ok((
                decimal,
                match &side.shown {
                    Some(shown) if !plain => Because::Value(shown.clone()),
                    _ => Because::Nothing,
                },
            ));
        }
        let draw = self.point.certain > 0;
        let (sign, doubtful) = match (&self.point.doubtful, &self.comma.doubtful) {
            (None, None) if !draw => return Ok((Decimal::Point, Because::Nothing)),
            (Some(text), None) if !draw => (Decimal::Point, text),
            (None, Some(text)) if !draw => (Decimal::Comma, text),
            (first, second) => {
                let shown = self
                    .comma
                    .shown
                    .as_ref()
                    .or(first.as_ref())
                    .or(second.as_ref());
                return match others {
                    Some(others) => Ok((others, Because::Others)),
                    None => Err(Undecided(shown.cloned().unwrap_or_default())),
                };
            }
        };
        if let Some(others) = others {
            return Ok((others, Because::Others));
        }
        if let Some(currency) = without_cents {
            return Ok((sign.other(), Because::NoCents(currency.to_owned())));
        }
        if self.short > 0 && self.long == 0 {
            return Ok((sign.other(), Because::Groups(doubtful.clone())));
        }
        Err(Undecided(doubtful.clone()))
    }
}

/// The value of a number with this decimal sign; nothing when it is not written so.
pub fn value(figure: &Figure, decimal: Decimal) -> Option<f64> {
    let size = match &figure.body {
        Body::Plain(value) => *value,
        Body::Parted { digits, spaced } => parted(digits, *spaced, decimal)?,
    };
    Some(if figure.negative { -size } else { size })
}

fn parted(digits: &str, spaced: bool, decimal: Decimal) -> Option<f64> {
    let (whole, cents) = match digits.split_once(decimal.sign()) {
        Some((whole, cents)) if cents.bytes().all(|b| b.is_ascii_digit()) => (whole, cents),
        Some(_) => return None,
        None => (digits, ""),
    };
    let thousands = decimal.other().sign();
    if !whole.contains(thousands) {
        return format!("{whole}.{cents}").parse().ok();
    }
    // Either thousands are parted by blanks, or by this.
    (!spaced && grouped(whole, thousands))
        .then(|| format!("{}.{cents}", whole.replace(thousands, "")))?
        .parse()
        .ok()
}

/// Whether a sign parts thousands as it should: "1,234,567", or "12,34,567" as in India.
pub fn grouped(whole: &str, thousands: char) -> bool {
    let groups: Vec<usize> = whole.split(thousands).map(str::len).collect();
    let [first, inner @ .., last] = &groups[..] else {
        return false;
    };
    let threes = (1..=3).contains(first) && inner.iter().all(|&len| len == 3);
    let twos = (1..=2).contains(first) && inner.iter().all(|&len| len == 2);
    *last == 3 && (threes || twos)
}

#[cfg(test)]
mod tests;
