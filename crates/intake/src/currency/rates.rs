//! What one of another currency is worth, told by hand.

use std::fmt;
use std::str::FromStr;

use clientele_model::decimal::parse;

use super::{Decided, meanings};
use crate::lines::Lines;

/// What one of a currency is worth in the currency that is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// ISO 4217 code.
    pub code: String,
    /// Above zero.
    pub rate: f64,
}

/// A text is no rate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not CODE=RATE, for example USD=0.92 where one dollar is 0.92 of the currency that is counted"
)]
pub struct NotARate(String);

impl FromStr for Rate {
    type Err = NotARate;

    fn from_str(text: &str) -> Result<Self, NotARate> {
        let wrong = || NotARate(text.to_owned());
        let (code, rate) = text.split_once('=').ok_or_else(wrong)?;
        let code = code.trim().to_uppercase();
        let rate = parse(&rate.trim().replace(',', ".")).ok_or_else(wrong)?;
        match meanings(&code)[..] {
            [known] if known == code && rate > 0.0 => Ok(Self { code, rate }),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.code, self.rate)
    }
}

impl Lines {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_reads_what_it_prints() {
        let read = |text: &str| text.parse::<Rate>().map(|rate| rate.to_string());
        assert_eq!(read("USD=0.92").unwrap(), "USD=0.92");
        assert_eq!(read(" usd = 0,92 ").unwrap(), "USD=0.92");
        for wrong in [
            "USD", "USD=0", "USD=-1", "USD=x", "$=1", "XYZ=1", "=1", "USD=1e3",
        ] {
            assert_eq!(
                read(wrong).unwrap_err().to_string(),
                format!(
                    "“{wrong}” is not CODE=RATE, for example USD=0.92 where one dollar is 0.92 of the currency that is counted"
                )
            );
        }
    }
}
