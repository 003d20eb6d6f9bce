//! Line totals beside prices: where the two differ, the total is what was paid.

use clientele_model::words::counted;

use crate::column::{MISSING, Texts};
use crate::discounts::Discounts;
use crate::fields::Field;
use crate::pieces::Pieces;
use crate::reader::Reader;
use crate::said::Said;

/// Totals, and what they are compared with.
pub struct Totals<'a> {
    /// Order number of every line.
    pub order: &'a Texts,
    /// Pieces.
    pub pieces: &'a Pieces,
    /// What each line came to; NaN when missing.
    pub amount: &'a [f64],
    /// Discounts on the lines.
    pub discounts: &'a Discounts,
}

impl Totals<'_> {
    /// Puts prices right that do not lead to the total of their line, and says where.
    pub fn settle(&self, price: &mut [f64], reader: &Reader<'_>, said: &mut Said) {
        let heading = |field| {
            reader
                .reading
                .find(field)
                .map_or("", |at| reader.table.headings[at].as_str())
        };
        let (total, unit) = (heading(Field::Amount), heading(Field::Price));
        let worth = |price: &[f64], line: usize| price[line].abs() * self.pieces.count(line);
        let comparable: Vec<usize> = (0..price.len())
            .filter(|&line| {
                price[line].is_finite()
                    && self.amount[line].is_finite()
                    && self.pieces.whole[line] != 0
            })
            .collect();
        if self.are_of_orders(&comparable, |line| worth(price, line)) {
            said.say(format!(
                "“{total}” is the total of the whole order and was not used."
            ));
            return;
        }
        let near = |line: usize, expected: f64| {
            // Half a cent for every piece: prices are rounded.
            let slack = 0.0051 * self.pieces.count(line);
            (self.amount[line].abs() - expected).abs() <= slack.max(1e-9 * expected)
        };
        // Is the total before or after the discount? What most discounted lines say.
        let (mut before, mut after) = (0u64, 0u64);
        for &line in &comparable {
            let worth = worth(price, line);
            let off = self.discounts.of(line, worth);
            if off > 0.005 {
                before += u64::from(near(line, worth));
                after += u64::from(near(line, worth - off));
            }
        }
        let is_after = after >= before;
        let mut differ = vec![];
        for line in 0..price.len() {
            let amount = self.amount[line];
            if amount.is_nan() || self.pieces.whole[line] == 0 {
                continue;
            }
            let worth = worth(price, line);
            let off = if is_after {
                self.discounts.of(line, worth)
            } else {
                0.0
            };
            let expected = worth - off;
            if price[line].is_finite() && near(line, expected) {
                continue;
            }
            if price[line].is_finite() {
                differ.push((line, expected));
            }
            let off = if is_after && !self.discounts.is_none() {
                off
            } else {
                0.0
            };
            let size = (amount.abs() + off) / self.pieces.count(line);
            price[line] = if amount < 0.0 && self.pieces.whole[line] > 0 {
                -size
            } else {
                size
            };
        }
        if let Some((line, expected)) = differ.first() {
            said.say(format!(
                "“{total}” and “{unit}” × pieces differ on {} of {} (line {}: {} and {}): the total counts.",
                differ.len(),
                counted(comparable.len() as u64, "line"),
                reader.table.numbers[*line],
                self.amount[*line].abs(),
                (expected * 100.0).round() / 100.0
            ));
        }
    }

    /// Whether the totals are those of whole orders: the same on every line of an order with several, and
    /// what its lines come to together.
    fn are_of_orders(&self, comparable: &[usize], worth: impl Fn(usize) -> f64) -> bool {
        let mut sums: Vec<(u32, f64, f64, bool)> = vec![(0, 0.0, 0.0, true); self.order.distinct()];
        for &line in comparable
            .iter()
            .filter(|&&line| self.order.codes[line] != MISSING)
        {
            let sum = &mut sums[self.order.codes[line] as usize];
            if sum.0 == 0 {
                sum.2 = self.amount[line];
            }
            sum.0 += 1;
            sum.1 += worth(line);
            sum.3 &= sum.2 == self.amount[line];
        }
        let several = sums.iter().filter(|sum| sum.0 > 1);
        let (mut all, mut whole) = (0u32, 0u32);
        for (_, worth, amount, same) in several {
            all += 1;
            whole += u32::from(*same && (amount - worth).abs() <= 0.25 * worth);
        }
        all > 0 && whole * 2 > all
    }
}
