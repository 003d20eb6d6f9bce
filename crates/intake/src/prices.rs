//! What a piece cost before discount, and what came off the line: from prices, totals and discounts
//! that may not agree.

use crate::column::Texts;
use crate::discounts::Discounts;
use crate::fields::Field;
use crate::pieces::Pieces;
use crate::reader::{Found, Reader};
use crate::said::Said;
use crate::totals;
use crate::trouble::Trouble;

/// Prices and discounts of all lines.
#[derive(Debug, Default)]
pub struct Prices {
    /// Price of one piece before discount; NaN when missing, below zero where money went back.
    pub price: Vec<f64>,
    /// Discount on the line, not below zero; nothing when no column says anything of it.
    pub discount: Option<Vec<f64>>,
}

/// Reads prices, amounts and discounts.
///
/// # Errors
/// When a column holds no numbers, or nothing tells its decimal sign.
pub fn prices(
    reader: &Reader<'_>,
    pieces: &Pieces,
    order: &Texts,
    wrong: &mut Found,
    said: &mut Said,
) -> Result<Prices, Trouble> {
    let discounts = Discounts::read(reader, wrong, said)?;
    let mut price = reader.numbers(Field::Price, wrong, said)?;
    let amount = reader.numbers(Field::Amount, wrong, said)?;
    let gross = reader.numbers(Field::Gross, wrong, said)?;
    if let Some(price) = &mut price {
        for &(line, part) in &pieces.parts {
            price[line] *= part;
        }
    }
    // A return is paid back: its amount has the sign of its quantity, or is below zero on its own.
    let signed = |line: usize, amount: f64| {
        if pieces.whole[line] < 0 {
            amount.abs()
        } else {
            amount
        }
    };
    match (price, gross, amount) {
        (Some(mut price), _, amount) => {
            let discounts =
                discounts.settled(|line| price[line].abs() * pieces.count(line), reader, said);
            if let Some(amount) = amount {
                let totals = totals::Totals {
                    order,
                    pieces,
                    amount: &amount,
                    discounts: &discounts,
                };
                totals.settle(&mut price, reader, said);
            }
            let off = discounts.off(|line| price[line].abs() * pieces.count(line));
            Ok(Prices {
                price,
                discount: off,
            })
        }
        (None, Some(gross), amount) => {
            let worth = |line: usize| gross[line].abs();
            let off = discounts.settled(worth, reader, said).off(worth);
            // What the discount was is known from both amounts.
            let between = || {
                let amount = amount.as_ref()?;
                let each = gross
                    .iter()
                    .zip(amount)
                    .map(|(gross, amount)| (gross.abs() - amount.abs()).max(0.0));
                Some(
                    each.map(|off| if off.is_nan() { 0.0 } else { off })
                        .collect(),
                )
            };
            let each = gross.iter().enumerate();
            let price = each
                .map(|(line, &gross)| signed(line, gross) / pieces.count(line))
                .collect();
            Ok(Prices {
                price,
                discount: off.or_else(between),
            })
        }
        (None, None, amount) => {
            let amount = amount.unwrap_or_else(|| vec![f64::NAN; pieces.whole.len()]);
            let discounts = discounts.settled(|line| amount[line].abs(), reader, said);
            let off = discounts.above(|line| amount[line].abs());
            let each = amount.iter().enumerate();
            let price = each.map(|(line, &amount)| {
                let off = off.as_ref().map_or(0.0, |off| off[line]);
                let paid = signed(line, amount);
                (if paid < 0.0 { paid - off } else { paid + off }) / pieces.count(line)
            });
            Ok(Prices {
                price: price.collect(),
                discount: off,
            })
        }
    }
}
