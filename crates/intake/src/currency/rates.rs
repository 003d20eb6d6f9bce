//! What one of another currency is worth, told by hand.

use std::fmt;
use std::str::FromStr;

use clientele_model::decimal::parse;

use super::meanings;

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
    "“{0}” is not CODE=RATE, for example USD=0.92 if one dollar is worth 0.92 of the currency that is counted"
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
                    "“{wrong}” is not CODE=RATE, for example USD=0.92 if one dollar is worth 0.92 of the currency that is counted"
                )
            );
        }
    }
}
