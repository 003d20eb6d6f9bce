//! From filters to the canonical query string: declared order, defaults left out.

use std::fmt::{self, Write};

use super::{Against, Copies, DEFAULT_SEED, Filters, Lens, Period, Returns};

impl fmt::Display for Filters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Printer { f, first: true };
        if let Some(dataset) = &self.dataset {
            out.pair("data", dataset)?;
        }
        match self.period {
            Period::Usual => {}
            Period::All => out.pair("period", "all")?,
            Period::Range { from, to } => {
                if let Some(from) = from {
                    out.pair("from", &from.to_string())?;
                }
                if let Some(to) = to {
                    out.pair("to", &to.to_string())?;
                }
            }
            Period::Last(days) => out.pair("last", &days.to_string())?,
        }
        match self.against {
            Against::Before => {}
            Against::Year => out.pair("against", "year")?,
            Against::Nothing => out.pair("against", "none")?,
        }
        if let Some(day) = self.as_of {
            out.pair("asof", &day.to_string())?;
        }
        for (key, values) in [
            ("country", &self.countries),
            ("channel", &self.channels),
            ("category", &self.categories),
            ("tier", &self.tiers),
        ] {
            values.iter().try_for_each(|value| out.pair(key, value))?;
        }
        if self.spend.low.is_some() || self.spend.high.is_some() {
            let end = |bound: Option<f64>| bound.map(|b| b.to_string()).unwrap_or_default();
            out.pair(
                "spend",
                &format!("{}..{}", end(self.spend.low), end(self.spend.high)),
            )?;
        }
        if self.returns == Returns::Off {
            out.pair("returns", "off")?;
        }
        self.only
            .iter()
            .try_for_each(|only| out.pair("only", &only.to_string()))?;
        self.goods
            .iter()
            .try_for_each(|code| out.pair("goods", code))?;
        if self.copies == Copies::Off {
            out.pair("copies", "off")?;
        }
        if self.lens == Lens::Behaviour {
            out.pair("lens", "behaviour")?;
        }
        if let Some(k) = self.k {
            out.pair("k", &k.to_string())?;
        }
        for (key, value) in self.mining.pairs() {
            out.pair(key, &value)?;
        }
        if self.seed != DEFAULT_SEED {
            out.pair("seed", &self.seed.to_string())?;
        }
        Ok(())
    }
}

struct Printer<'a, 'b> {
    f: &'a mut fmt::Formatter<'b>,
    first: bool,
}

impl Printer<'_, '_> {
    fn pair(&mut self, key: &str, value: &str) -> fmt::Result {
        if !self.first {
            self.f.write_char('&')?;
        }
        self.first = false;
        write!(self.f, "{key}=")?;
        encode(value, self.f)
    }
}

/// A query value in percent-encoding.
pub fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    // Writing to a string cannot fail.
    let _ = encode(value, &mut out);
    out
}

/// Percent-encoding for query values: what is safe and readable stays, a space becomes `+`.
fn encode(value: &str, f: &mut impl Write) -> fmt::Result {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                f.write_char(char::from(byte))?;
            }
            b' ' => f.write_char('+')?,
            _ => write!(f, "%{byte:02X}")?,
        }
    }
    Ok(())
}
