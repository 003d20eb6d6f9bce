//! Discounts on lines: money, or a share of what the line is worth.

use crate::fields::Field;
use crate::known::Source;
use crate::reader::{Found, Reader};
use crate::said::Said;
use crate::trouble::Trouble;

/// What the columns of discounts say, per line; nothing when there are none.
#[derive(Debug, Default)]
pub struct Discounts {
    /// Money, not below zero.
    money: Option<Vec<f64>>,
    /// A share of the line, 0 to 1.
    share: Option<Vec<f64>>,
    /// Whether the money may be a share after all: no sign tells, and nobody did.
    doubtful: bool,
}

impl Discounts {
    /// Reads every column of discounts.
    ///
    /// # Errors
    /// When a column holds no numbers, or nothing tells its decimal sign.
    pub fn read(reader: &Reader<'_>, wrong: &mut Found, said: &mut Said) -> Result<Self, Trouble> {
        let lines = reader.table.numbers.len();
        let mut discounts = Self::default();
        for at in reader.reading.all(Field::Discount) {
            let numbers = reader.numbers_at(at, Field::Discount, said)?;
            wrong.extend(numbers.wrong);
            let mut values = numbers.values;
            if !numbers.percent.is_empty() {
                let share = discounts.share.get_or_insert_with(|| vec![0.0; lines]);
                for &line in &numbers.percent {
                    share[line] += values[line].abs() / 100.0;
                    values[line] = f64::NAN;
                }
            }
            let money = discounts.money.get_or_insert_with(|| vec![0.0; lines]);
            for (sum, value) in money.iter_mut().zip(values) {
                // Some shops write discounts below zero.
                *sum += if value.is_nan() { 0.0 } else { value.abs() };
            }
        }
        // Known exports write money.
        discounts.doubtful = discounts.share.is_none()
            && reader.reading.source == Source::Other
            && !reader.reading.told.contains(&Field::Discount);
        if discounts.money.is_none()
            && let Some(at) = reader.reading.find(Field::DiscountPct)
        {
            let numbers = reader.numbers_at(at, Field::DiscountPct, said)?;
            wrong.extend(numbers.wrong);
            let signed = |line: usize| numbers.percent.binary_search(&line).is_ok();
            let each = || numbers.values.iter().enumerate();
            // Nothing above one: shares, and no per cent.
            let in_shares =
                each().all(|(line, value)| value.is_nan() || signed(line) || value.abs() <= 1.0);
            let share = each().map(|(line, value)| match value.abs() {
                share if share.is_nan() => 0.0,
                share if in_shares && !signed(line) => share,
                per_cent => per_cent / 100.0,
            });
            discounts.share = Some(share.collect());
        }
        Ok(discounts)
    }

    /// Decides whether numbers without a sign are money or shares, now that it is known what the lines
    /// are worth; says so where it is no money.
    pub fn settled(
        mut self,
        worth: impl Fn(usize) -> f64,
        reader: &Reader<'_>,
        said: &mut Said,
    ) -> Self {
        let Some(money) = self.money.as_ref().filter(|_| self.doubtful) else {
            return self;
        };
        let heading = reader
            .reading
            .find(Field::Discount)
            .map_or("", |at| &reader.table.headings[at]);
        let fraction = money
            .iter()
            .copied()
            .find(|&value| value > 0.0 && value < 1.0);
        let most = money.iter().copied().fold(0.0, f64::max);
        let given = money.iter().filter(|&&value| value > 0.0).count();
        let above = money
            .iter()
            .enumerate()
            .filter(|&(line, &value)| value > 0.0 && value > worth(line) + 0.005)
            .count();
        let mend = format!("if it is money, say so with --map discount={heading}");
        let unit = match fraction {
            Some(fraction) if most <= 1.0 => {
                said.say(format!(
                    "“{heading}” was read as a share of the price ({fraction} is {} per cent), because no value is above 1; {mend}.",
                    (fraction * 10_000.0).round() / 100.0
                ));
                1.0
            }
            _ if above * 2 > given && most <= 100.0 => {
                said.say(format!("“{heading}” was read as a percentage, because as money it would be more than the price on most lines; {mend}."));
                0.01
            }
            _ => return self,
        };
        self.share = Some(money.iter().map(|value| value * unit).collect());
        self.money = None;
        self
    }

    /// Whether no column says anything of discounts.
    pub fn is_none(&self) -> bool {
        self.money.is_none() && self.share.is_none()
    }

    /// What comes off a line that is worth so much before.
    pub fn of(&self, line: usize, worth: f64) -> f64 {
        let money = self.money.as_ref().map_or(0.0, |money| money[line]);
        let share = self.share.as_ref().map_or(0.0, |share| share[line]);
        let off = money + share * worth;
        if off.is_nan() { 0.0 } else { off }
    }

    /// What comes off every line; `worth` is what it comes to before.
    pub fn off(&self, worth: impl Fn(usize) -> f64) -> Option<Vec<f64>> {
        let lines = self.money.as_ref().or(self.share.as_ref())?.len();
        Some((0..lines).map(|line| self.of(line, worth(line))).collect())
    }

    /// What came off every line; `paid` is what was left of it.
    pub fn above(&self, paid: impl Fn(usize) -> f64) -> Option<Vec<f64>> {
        let lines = self.money.as_ref().or(self.share.as_ref())?.len();
        let each = |line: usize| {
            let money = self.money.as_ref().map_or(0.0, |money| money[line]);
            let share = self.share.as_ref().map_or(0.0, |share| share[line]);
            // A line given away leaves nothing to work out its price from.
            if !(share > 0.0 && share < 1.0) {
                return money;
            }
            let off = (paid(line) + money) / (1.0 - share) - paid(line);
            if off.is_nan() { money } else { off.max(0.0) }
        };
        Some((0..lines).map(each).collect())
    }
}
