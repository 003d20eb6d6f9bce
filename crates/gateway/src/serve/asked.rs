//! What the query of an address asks for.

use clientele_model::filters::{Filters, decode};

use super::refusal::Refusal;
use crate::clickhouse::{Beyond, Table};

/// The filters of an address, and what only gateways read.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// As in a link of the page.
    pub filters: Filters,
    /// What is asked beyond them.
    pub beyond: Beyond,
}

/// Bytes of a product's code.
const LONGEST_CODE: usize = 200;

impl Asked {
    /// Reads the query of an address. Parameters of the gateway's own are taken off first; the rest
    /// is the text of [`Filters`].
    ///
    /// # Errors
    /// [`Refusal::Filters`] with the first part that cannot be used, [`Refusal::Support`],
    /// [`Refusal::Product`], [`Refusal::OtherDataset`].
    pub fn parse(query: &str, slug: &str, table: Table) -> Result<Self, Refusal> {
        let (mut support, mut product) = (None, None);
        let mut rest = vec![];
        for part in query.split('&') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match &*decode(key) {
                "support" => {
                    let share = share(&decode(value)).filter(|_| table == Table::Baskets);
                    if support.replace(share.ok_or(Refusal::Support)?).is_some() {
                        return Err(Refusal::Support);
                    }
                }
                "product" => {
                    let code = Some(decode(value)).filter(|code| {
                        table == Table::Customers && (1..=LONGEST_CODE).contains(&code.len())
                    });
                    if product.replace(code.ok_or(Refusal::Product)?).is_some() {
                        return Err(Refusal::Product);
                    }
                }
                _ => rest.push(part),
            }
        }
        let (filters, notices) = Filters::parse(&rest.join("&"));
        if let Some(notice) = notices.first() {
            return Err(Refusal::Filters(notice.to_string()));
        }
        match &filters.dataset {
            Some(there) if there != slug => Err(Refusal::OtherDataset {
                here: slug.to_owned(),
                there: there.clone(),
            }),
            _ => Ok(Self {
                filters,
                beyond: Beyond {
                    support: support.unwrap_or(Beyond::default().support),
                    product,
                },
            }),
        }
    }
}

fn share(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let share: f64 = text.parse().ok()?;
    (plain && (0.0..=1.0).contains(&share)).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_is_taken_off_and_the_rest_are_filters() {
        let parse = |query, table| Asked::parse(query, "shop", table);
        let asked = parse("country=France&support=0.002&last=90", Table::Baskets).unwrap();
        assert_eq!(asked.beyond.support, 0.002);
        assert_eq!(asked.filters, Filters::parse("country=France&last=90").0);
        for (query, table) in [("", Table::Baskets), ("data=shop", Table::Overview)] {
            assert_eq!(parse(query, table).unwrap().beyond, Beyond::default());
        }
        let asked = parse("product=P%2D7&last=90", Table::Customers).unwrap();
        assert_eq!(asked.beyond.product.as_deref(), Some("P-7"));
        for (wrong, table) in [
            ("product=", Table::Customers),
            ("product=a&product=b", Table::Customers),
            ("product=a", Table::Overview),
        ] {
            assert_eq!(parse(wrong, table), Err(Refusal::Product), "{wrong}");
        }
        for wrong in [
            "support=2",
            "support=",
            "support=NaN",
            "support=1e-3",
            "support=-0.1",
            "support=0.1&support=0.1",
            "support=0.1%27",
            "s%75pport=x",
        ] {
            assert_eq!(
                parse(wrong, Table::Baskets),
                Err(Refusal::Support),
                "{wrong}"
            );
        }
        assert_eq!(parse("support=0.1", Table::Overview), Err(Refusal::Support));
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let says = |query| {
            Asked::parse(query, "shop", Table::Customers)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            says("from=yesterday"),
            "Part of this link could not be read (“from=yesterday”) and was left at its default; choose it again above."
        );
        assert_eq!(
            says("data=other"),
            "The address is of the data set “shop”, but its filters name “other”. Reload the page."
        );
    }
}
