//! Lines that cannot be read, or are put aside.

use super::Lines;
use clientele_model::words::noun;

use crate::column::MISSING;
use crate::currency::Decided;
use crate::dates::NO_TIME;
use crate::fate;
use crate::fields::Field;
use crate::said::some;
use crate::wrong::Wrong;

impl Lines {
    /// Names every line that cannot be read, once, for its first reason. A line that was never sold
    /// needs no pieces and no price.
    pub(super) fn judge(&mut self) {
        let mut wrong = std::mem::take(&mut self.wrong);
        let gone: Vec<bool> = (0..self.len())
            .map(|line| fate::is_gone(self.fate(line)))
            .collect();
        wrong.retain(|(line, why)| !(gone[*line] && why.is_about_numbers()));
        let mut named = vec![false; self.len()];
        for (line, _) in &wrong {
            named[*line] = true;
        }
        for (line, named) in named.iter().enumerate() {
            let missing = |field| Some(Wrong::Missing(field));
            let why = if *named {
                None
            } else if self.order.codes[line] == MISSING {
                missing(Field::Order)
            } else if self.product.codes[line] == MISSING {
                missing(Field::Product)
            } else if self.minute[line] == NO_TIME {
                missing(Field::Time)
            } else if self.quantity[line] == 0 && !gone[line] {
                Some(Wrong::Zero)
            } else {
                None
            };
            wrong.extend(why.map(|why| (line, why)));
        }
        wrong.sort_by_key(|(line, _)| *line);
        wrong.dedup_by_key(|(line, _)| *line);
        self.wrong = wrong;
    }

    /// Files of one currency each do not say it with every line. Where two are in different ones, their lines do.
    pub(super) fn mark_apart(&mut self, other: &mut Self) {
        let mut both = self.marks.clone();
        both.append(&other.marks);
        if both.names().count() < 2 {
            return;
        }
        for lines in [self, other] {
            if let (None, Some(mark)) = (&lines.mark, lines.marks.only()) {
                lines.mark = Some(std::iter::repeat_n(mark, lines.len()).collect());
            }
        }
    }

    /// Puts lines in another currency than the chosen one aside.
    pub fn set_aside(&mut self, marks: &[String]) {
        let Some(texts) = self.mark.as_ref().filter(|_| !marks.is_empty()) else {
            return;
        };
        let other: Vec<bool> = texts
            .values()
            .map(|text| marks.iter().any(|mark| mark == text))
            .collect();
        let named: std::collections::BTreeSet<usize> =
            self.wrong.iter().map(|(line, _)| *line).collect();
        let more = texts.codes.iter().enumerate().filter(|(line, code)| {
            !named.contains(line) && other.get(**code as usize).copied().unwrap_or(false)
        });
        let more: Vec<(usize, Wrong)> = more
            .map(|(line, &code)| (line, Wrong::OtherCurrency(texts.value(code).to_owned())))
            .collect();
        self.wrong.extend(more);
        self.wrong.sort_by_key(|(line, _)| *line);
    }

    /// Turns the money of lines in other currencies into the currency that is counted. What a piece costs the shop stays as it
    /// stands: that is money of the shop, and not of the order.
    pub fn convert(&mut self, decided: &Decided) {
        if decided.rates.is_empty() {
            return;
        }
        let rate_of = |mark: &str| {
            let mut rates = decided.rates.iter();
            rates
                .find(|(other, _)| other == mark)
                .map(|(_, rate)| *rate)
        };
        let of_lines: Vec<Option<f64>> = match (&self.mark, self.marks.only()) {
            (Some(texts), _) => {
                let of: Vec<Option<f64>> = texts.values().map(rate_of).collect();
                let codes = texts.codes.iter();
                codes
                    .map(|&code| of.get(code as usize).copied().flatten())
                    .collect()
            }
            (None, Some(mark)) => vec![rate_of(mark); self.len()],
            (None, None) => return,
        };
        let money = [
            Some(&mut self.price),
            self.discount.as_mut(),
            self.on_order.discount.as_mut(),
            self.on_order.subtotal.as_mut(),
            self.on_order.refund.as_mut(),
        ];
        for values in money.into_iter().flatten() {
            for (value, rate) in values.iter_mut().zip(&of_lines) {
                *value *= rate.unwrap_or(1.0);
            }
        }
    }

    /// The numbers of some lines, for a sentence.
    pub fn listed(&self, lines: &[usize]) -> String {
        let numbers: Vec<String> = lines
            .iter()
            .map(|&line| self.numbers[line].to_string())
            .collect();
        format!("{} {}", noun(lines.len() as u64, "Line"), some(&numbers))
    }
}
