//! What the query of an address asks for.

use clientele_analysis::tables::MOST_DAYS;
use clientele_model::filters::{Filters, decode};
use clientele_model::table::{Aggregate, Filter};

use super::refusal::Refusal;
use crate::clickhouse::{Beyond, Table};

/// The filters of an address, and what only gateways read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// As in a link of the page.
    pub filters: Filters,
    /// What is asked beyond them.
    pub beyond: Beyond,
}

/// Bytes of the code of a product or a campaign.
const LONGEST_CODE: usize = 200;

impl Parameters {
    /// Reads the query of an address. Parameters of the gateway's own are taken off first; the rest
    /// is the text of [`Filters`].
    ///
    /// # Errors
    /// [`Refusal::Filters`] with the first part that cannot be used, [`Refusal::Product`],
    /// [`Refusal::Campaign`], [`Refusal::OtherDataset`].
    pub fn parse(query: &str, slug: &str, table: Table) -> Result<Self, Refusal> {
        let is_about_products = match table {
            Table::Of(table) => table.differs_by(Filter::Product),
            Table::Dimensions | Table::Ledger | Table::Campaigns | Table::Exposures => false,
        };
        let is_about_campaign = table == Table::Of(Aggregate::Responses);
        let (mut product, mut campaign, mut days) = (None, None, None);
        let mut rest = vec![];
        for part in query.split('&') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match &*decode(key) {
                "product" => {
                    let code = code(value).filter(|_| is_about_products);
                    once(&mut product, code).ok_or(Refusal::Product)?;
                }
                "campaign" => {
                    let code = code(value).filter(|_| is_about_campaign);
                    once(&mut campaign, code).ok_or(Refusal::Campaign)?;
                }
                "days" => {
                    let number = value.parse().ok();
                    let number = number.filter(|days| (1..=MOST_DAYS).contains(days));
                    let number = number.filter(|_| is_about_campaign);
                    once(&mut days, number).ok_or(Refusal::Campaign)?;
                }
                _ => rest.push(part),
            }
        }
        if table == Table::Of(Aggregate::Product) && product.is_none() {
            return Err(Refusal::Product);
        }
        let campaign = campaign.zip(days);
        if is_about_campaign && campaign.is_none() {
            return Err(Refusal::Campaign);
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
                beyond: Beyond { product, campaign },
            }),
        }
    }
}

/// The code of a product or a campaign.
fn code(value: &str) -> Option<String> {
    Some(decode(value)).filter(|code| (1..=LONGEST_CODE).contains(&code.len()))
}

/// Takes a value that stands once.
fn once<T>(place: &mut Option<T>, value: Option<T>) -> Option<()> {
    let value = value?;
    place.replace(value).is_none().then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_taken_off_and_the_rest_are_filters() {
        let parse = |query, table| Parameters::parse(query, "shop", table);
        for query in ["", "data=shop", "country=France&support=0.002&last=90"] {
            let asked = parse(query, Table::Of(Aggregate::Baskets)).unwrap();
            assert_eq!(asked.beyond, Beyond::default());
            assert_eq!(asked.filters, Filters::parse(query).0);
        }
        let asked = parse("product=P%2D7&last=90", Table::Of(Aggregate::Customers)).unwrap();
        assert_eq!(asked.beyond.product.as_deref(), Some("P-7"));
        for (wrong, table) in [
            ("product=", Table::Of(Aggregate::Customers)),
            ("product=a&product=b", Table::Of(Aggregate::Customers)),
            ("product=a", Table::Of(Aggregate::Overview)),
            ("last=90", Table::Of(Aggregate::Product)),
        ] {
            assert_eq!(parse(wrong, table), Err(Refusal::Product), "{wrong}");
        }
    }

    #[test]
    fn responses_are_of_one_campaign_and_so_many_days() {
        let parse = |query, table| Parameters::parse(query, "shop", Table::Of(table));
        let responses = Aggregate::Responses;
        let asked = parse("campaign=Mail%201&days=56&country=France", responses).unwrap();
        let campaign = Some(("Mail 1".to_owned(), 56));
        assert_eq!(asked.beyond.campaign, campaign);
        assert_eq!(asked.filters, Filters::parse("country=France").0);
        for (wrong, table) in [
            ("", responses),
            ("campaign=a", responses),
            ("days=3", responses),
            ("campaign=&days=3", responses),
            ("campaign=a&days=0", responses),
            ("campaign=a&days=1097", responses),
            ("campaign=a&days=many", responses),
            ("campaign=a&days=3&days=3", responses),
            ("campaign=a&campaign=b&days=3", responses),
            ("campaign=a&days=3", Aggregate::CustomerMonths),
        ] {
            assert_eq!(parse(wrong, table), Err(Refusal::Campaign), "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let says = |query| {
            Parameters::parse(query, "shop", Table::Of(Aggregate::Customers))
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            says("from=yesterday"),
            "Part of this link could not be read (“from=yesterday”) and was left at its default; choose it again above."
        );
        assert_eq!(
            says("support=1.5"),
            "Part of this link could not be read (“support=1.5”) and was left at its default; choose it again above."
        );
        assert_eq!(
            says("data=other"),
            "The address is of the data set “shop”, but its filters name “other”. Reload the page."
        );
    }
}
