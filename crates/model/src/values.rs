//! How many customers each value of a filter has: the question of an open filter, and its report.

use serde::{Deserialize, Serialize};

use crate::catalogue::Value;
use crate::filters::{Dimension, Filters};
use crate::lines::Lines;
use crate::link::Declaration;
use crate::question::{Question, Report};
use crate::words::Sentence;

/// What the numbers are, but where customers are chosen.
pub const ABOUT: &str = "Numbers: customers under the other filters";

/// How many customers has each value that a filter may list? `/values?country=France`
///
/// A filter does not count for the values of its own dimension: what they would come to is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Values(pub Filters);

impl Question for Values {
    type Report = ValuesReport;

    fn filters(&self) -> &Filters {
        &self.0
    }
}

impl Values {
    /// The question for the values of one dimension, which stays the same whatever is chosen of them.
    pub fn of(filters: &Filters, of: Dimension) -> Self {
        let mut others = filters.clone();
        if let Some(listed) = others.listed_mut(of) {
            listed.clear();
        }
        others.hold(filters);
        let mut only = std::mem::take(&mut others.only);
        for chosen in &mut only {
            if others.made(chosen) {
                chosen.under = None;
            }
        }
        Self(Filters { only, ..others })
    }
}

pub(crate) const PANEL: Declaration = Declaration::new(
    "values",
    None,
    "How many customers has each country, channel, category and tier?",
    |link| Ok(Values(link.filters).into()),
);

/// How many known customers with a sale each value has, under all that is looked at but the filter on
/// its own dimension: as many as would be left if this value alone were chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValuesReport {
    /// What the numbers are.
    pub about: Sentence,
    /// What to know before reading on: values left out of a filter.
    pub remarks: Vec<Sentence>,
    /// Every dimension that the data set has and a filter may list values of.
    pub dimensions: Vec<DimensionValues>,
}

/// The values of one dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DimensionValues {
    /// Which one.
    pub of: Dimension,
    /// All that the data set has, in the order of its catalogue: those with most customers in the whole
    /// data set first.
    pub values: Vec<Value>,
}

impl ValuesReport {
    /// The values of a dimension; none where the data set does not have it.
    pub fn values(&self, of: Dimension) -> &[Value] {
        let found = self.dimensions.iter().find(|listed| listed.of == of);
        found.map_or(&[], |listed| &listed.values)
    }
}

impl Report for ValuesReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.about);
        lines.remarks(&self.remarks);
        for listed in &self.dimensions {
            lines.line(&listed.of.heading());
            for value in &listed.values {
                lines.count(value.customers, &value.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, asked: &str) {
        let (filters, notices) = Filters::parse(query);
        assert_eq!(notices, []);
        let Values(filters) = Values::of(&filters, Dimension::Country);
        assert_eq!(filters.to_string(), asked);
    }

    #[test]
    fn what_is_chosen_of_a_dimension_is_no_part_of_its_question() {
        check("last=90&country=France&tier=Gold", "last=90&tier=Gold");
        check("only=rfm.loyal", "only=rfm.loyal");
        // As the page writes it when the country is chosen after the customers.
        check(
            "country=France&only=rfm.loyal&under=usual",
            "only=rfm.loyal",
        );
        check(
            "country=France&only=rfm.loyal",
            "only=rfm.loyal&under=country%3DFrance",
        );
    }

    #[test]
    fn a_report_is_printed_as_lists_with_headings() {
        let value = |name: &str, customers| Value {
            name: name.to_owned(),
            customers,
        };
        let report = ValuesReport {
            about: ABOUT.into(),
            remarks: vec!["“Atlantis” is not a country of this data set.".into()],
            dimensions: vec![
                DimensionValues {
                    of: Dimension::Country,
                    values: vec![value("France", 1200), value("Spain", 0)],
                },
                DimensionValues {
                    of: Dimension::Tier,
                    values: vec![value("Gold", 7)],
                },
            ],
        };
        let mut lines = Lines::default();
        report.print(&mut lines);
        assert_eq!(
            lines.text(),
            "Numbers: customers under the other filters\n\
             “Atlantis” is not a country of this data set.\n\
             Countries\n    1200  France\n       0  Spain\n\
             Tiers\n       7  Gold"
        );
        assert_eq!(report.values(Dimension::Tier), [value("Gold", 7)]);
        assert_eq!(report.values(Dimension::Channel), []);
    }
}
