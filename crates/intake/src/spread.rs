//! What is said about whole orders, spread over their lines: discounts, and money paid back.

use clientele_model::words::{agreeing, counted};

use crate::classify::grouped;
use crate::column::MISSING;
use crate::fate::{BACK, PARTLY, SOLD, UNSOLD, is_gone};
use crate::lines::Lines;
use crate::said::some;

/// Spreads discounts and refunds over the lines of their orders, and takes lines out of orders that came
/// back whole, or that were taken off an order later.
///
/// The share of every line is in proportion to what it is worth after its own discount. The shares of an
/// order add up to its discount to the cent. Exports differ in whether the discount on the order holds those
/// on the lines again, and postage that was waived. The subtotal tells: only what the lines come to above it
/// is spread. Where there is none, or it was taken before discounts, the discounts on the lines are taken off
/// first. Money paid back is taken off once, whether a state, an amount or lines below zero tell of it.
pub fn spread(lines: &mut Lines) {
    let said = lines.on_order.discount.is_some()
        || lines.on_order.refund.is_some()
        || lines.off_order.is_some();
    let states = lines.status.is_some();
    let subtotal = lines.on_order.subtotal.is_some();
    if !said && !states && !subtotal {
        return;
    }
    let mut readable = vec![true; lines.len()];
    for (line, _) in &lines.wrong {
        readable[*line] = false;
    }
    for (line, _) in lines
        .superseded
        .iter()
        .enumerate()
        .filter(|(_, gone)| **gone)
    {
        readable[line] = false;
    }
    let mut spread = Spread {
        shares: vec![0.0; lines.len()],
        per_line: refunds_of_lines(lines),
        ..Spread::default()
    };
    for order in orders(lines) {
        spread.order(lines, &order, &readable);
    }
    if said
        && (lines.on_order.discount.is_some() || lines.off_order.is_some() || spread.refunded > 0)
    {
        lines.order_discount = Some(std::mem::take(&mut spread.shares));
    }
    spread.set_states(lines);
    spread.say(lines);
}

/// Lines of every order, in the order of the file.
fn orders(lines: &Lines) -> Vec<Vec<usize>> {
    let placed = (0..lines.len()).filter(|&line| lines.order.codes[line] != MISSING);
    let numbers = grouped(
        placed.map(|line| (lines.order.codes[line], line as u32)),
        lines.order.distinct(),
    );
    let mut orders = Vec::with_capacity(lines.order.distinct());
    for number in numbers.iter() {
        let mut parts: Vec<u32> = number
            .iter()
            .map(|&line| lines.order_of(line as usize).1)
            .collect();
        parts.sort_unstable();
        parts.dedup();
        for part in parts {
            let of = number
                .iter()
                .map(|&line| line as usize)
                .filter(|&line| lines.order_of(line).1 == part);
            orders.push(of.collect());
        }
    }
    orders
}

/// Whether amounts paid back are those of lines: they differ between lines of one order.
fn refunds_of_lines(lines: &Lines) -> bool {
    let Some(refund) = &lines.on_order.refund else {
        return false;
    };
    let mut of_order = vec![f64::NAN; lines.order.distinct()];
    (0..lines.len()).any(|line| {
        let (code, now) = (lines.order.codes[line], refund[line]);
        if code == MISSING || now.is_nan() {
            return false;
        }
        let before = std::mem::replace(&mut of_order[code as usize], now);
        !before.is_nan() && before != now
    })
}

#[derive(Default)]
struct Spread {
    shares: Vec<f64>,
    per_line: bool,
    /// Lines whose order's state is another than the file says.
    states: Vec<(usize, &'static str)>,
    /// Orders with money paid back, and how much.
    refunded: u64,
    paid_back: f64,
    /// Orders that were paid back in part, and nobody says how much.
    unknown: Vec<usize>,
    /// Lines that were taken off their order later.
    removed: Vec<usize>,
    /// Orders that come to more than their subtotal.
    above: Vec<usize>,
}

impl Spread {
    fn order(&mut self, lines: &Lines, order: &[usize], readable: &[bool]) {
        let first = |values: &Option<Vec<f64>>| {
            let values = values.as_ref()?;
            order
                .iter()
                .map(|&line| values[line])
                .find(|value| !value.is_nan())
        };
        let whole = |line: &&usize| {
            readable[**line]
                && lines.price[**line] > 0.0
                && !lines
                    .off_order
                    .as_ref()
                    .is_some_and(|off| off[**line] > 0.0)
        };
        let below = |line: usize| lines.quantity[line] < 0;
        let returned: Vec<usize> = order
            .iter()
            .filter(whole)
            .copied()
            .filter(|&line| below(line))
            .collect();
        // Lines below zero tell of what came back: a state need not tell it again.
        if !returned.is_empty() {
            let told_again = order.iter().filter(|&&line| lines.fate(line) == BACK);
            self.states.extend(told_again.map(|&line| (line, SOLD)));
        }
        let gone = |line: usize| {
            is_gone(lines.fate(line)) && (returned.is_empty() || lines.fate(line) != BACK)
        };
        let mut sold: Vec<usize> = order
            .iter()
            .filter(whole)
            .copied()
            .filter(|&line| !below(line) && lines.quantity[line] > 0 && !gone(line))
            .collect();
        let only_returns = sold.is_empty();
        if only_returns {
            sold.clone_from(&returned);
            sold.retain(|&line| !gone(line));
        }
        if sold.is_empty() {
            return;
        }
        let own = |line: usize| lines.discount.as_ref().map_or(0.0, |own| own[line]);
        let worth = |line: usize| {
            (f64::from(lines.quantity[line].unsigned_abs()) * lines.price[line] - own(line))
                .max(0.0)
        };
        let given = first(&lines.on_order.discount).map_or(0.0, f64::abs);
        let subtotal = first(&lines.on_order.subtotal).filter(|_| !only_returns);
        if let Some(subtotal) = subtotal {
            self.edited(lines, &mut sold, subtotal, given, worth);
        }
        let sizes: Vec<f64> = sold.iter().map(|&line| worth(line)).collect();
        let all: f64 = sizes.iter().sum();
        let mut left = 0.0;
        if given > 0.0 {
            let on_lines: f64 = sold.iter().map(|&line| own(line)).sum();
            left = match subtotal.map(|subtotal| all - subtotal) {
                Some(above) if above > -0.005 => above.clamp(0.0, given),
                _ => (given - on_lines).max(0.0),
            };
        }
        if let Some(off) = &lines.off_order {
            left += order.iter().map(|&line| off[line]).sum::<f64>();
        }
        let discounts = shared(left.min(all), &sizes);
        for (&line, share) in sold.iter().zip(&discounts) {
            self.shares[line] = *share;
        }
        if !only_returns {
            let back: f64 = returned.iter().map(|&line| worth(line)).sum();
            let left: Vec<f64> = sizes
                .iter()
                .zip(&discounts)
                .map(|(size, off)| size - off)
                .collect();
            self.refund(lines, order, &sold, &left, back);
        }
    }

    /// Takes off what was paid back beyond what lines below zero already tell.
    fn refund(&mut self, lines: &Lines, order: &[usize], sold: &[usize], left: &[f64], back: f64) {
        let known = lines.on_order.refund.as_ref().map(|refund| {
            let mut values = order
                .iter()
                .map(|&line| refund[line].abs())
                .filter(|value| !value.is_nan());
            if self.per_line {
                values.sum()
            } else {
                values.next().unwrap_or(0.0)
            }
        });
        let paid: f64 = left.iter().sum();
        let refund = (known.unwrap_or(0.0) - back).max(0.0);
        if refund <= 0.0 {
            let in_part = order.iter().any(|&line| lines.fate(line) == PARTLY);
            if in_part && back == 0.0 {
                self.unknown.push(order[0]);
            }
            return;
        }
        self.refunded += 1;
        self.paid_back += refund.min(paid);
        if refund >= paid - 0.005 {
            self.states.extend(sold.iter().map(|&line| (line, BACK)));
            return;
        }
        for (&line, share) in sold.iter().zip(shared(refund, left)) {
            self.shares[line] += share;
        }
    }

    /// Takes a line out that was taken off the order later: the subtotal is less by just what it came to.
    fn edited(
        &mut self,
        lines: &Lines,
        sold: &mut Vec<usize>,
        subtotal: f64,
        given: f64,
        worth: impl Fn(usize) -> f64,
    ) {
        let all: f64 = sold.iter().map(|&line| worth(line)).sum();
        let above = all - subtotal - given;
        if above <= 0.01 || subtotal < 0.0 || sold.iter().any(|&line| lines.fate(line) == PARTLY) {
            return;
        }
        let fits: Vec<usize> = sold
            .iter()
            .copied()
            .filter(|&line| (worth(line) - above).abs() < 0.006)
            .collect();
        match fits[..] {
            [line] if sold.len() > 1 => {
                self.removed.push(line);
                self.states.push((line, UNSOLD));
                sold.retain(|&other| other != line);
            }
            _ => self.above.push(sold[0]),
        }
    }

    fn set_states(&self, lines: &mut Lines) {
        if self.states.is_empty() {
            return;
        }
        let count = lines.len();
        let status = lines
            .status
            .get_or_insert_with(|| crate::reader::none(count));
        for &(line, word) in &self.states {
            status.codes[line] = status.code(word);
        }
    }

    fn say(&self, lines: &mut Lines) {
        let name = |line: &usize| lines.order.at(*line).to_owned();
        let orders = |all: &[usize]| some(&all.iter().map(name).collect::<Vec<_>>());
        let mut sentences = vec![];
        if self.refunded > 0 {
            sentences.push(format!(
                "{:.2} was refunded on {} and taken off {}.",
                self.paid_back,
                counted(self.refunded, "order"),
                agreeing(self.refunded, "it", "them")
            ));
        }
        if !self.unknown.is_empty() {
            sentences.push(format!(
                "{} partly cancelled or refunded, and no column says how much; all of {} counts ({}).",
                counted(self.unknown.len() as u64, "order")
                    + agreeing(self.unknown.len() as u64, " was", " were"),
                agreeing(self.unknown.len() as u64, "it", "them"),
                orders(&self.unknown)
            ));
        }
        if !self.removed.is_empty() {
            sentences.push(format!(
                "{}: {} off the order later, as the subtotal shows, and not counted.",
                lines.listed(&self.removed),
                agreeing(self.removed.len() as u64, "it was taken", "they were taken")
            ));
        }
        if !self.above.is_empty() {
            sentences.push(format!(
                "{} to more than the subtotal, and nothing says what was taken off ({}).",
                counted(self.above.len() as u64, "order")
                    + agreeing(self.above.len() as u64, " comes", " come"),
                orders(&self.above)
            ));
        }
        sentences
            .into_iter()
            .for_each(|sentence| lines.said.say(sentence));
    }
}

/// An amount in shares of these sizes, in cents (in hundredths of them where the amount has such),
/// so that the shares add up to the amount: what rounding leaves goes to those cut most.
fn shared(amount: f64, sizes: &[f64]) -> Vec<f64> {
    let all: f64 = sizes.iter().sum();
    if amount <= 0.0 || all <= 0.0 {
        return vec![0.0; sizes.len()];
    }
    let cents = amount * 100.0;
    let unit = if (cents - cents.round()).abs() < 1e-6 {
        100.0
    } else {
        10_000.0
    };
    let units = (amount * unit).round();
    let exact: Vec<f64> = sizes.iter().map(|size| units * size / all).collect();
    let mut shares: Vec<f64> = exact.iter().map(|share| share.floor()).collect();
    let mut by_cut: Vec<usize> = (0..sizes.len()).collect();
    by_cut.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()));
    let given: f64 = shares.iter().sum();
    for &at in by_cut.iter().take((units - given).max(0.0) as usize) {
        shares[at] += 1.0;
    }
    shares.iter().map(|share| share / unit).collect()
}

#[cfg(test)]
mod tests;
