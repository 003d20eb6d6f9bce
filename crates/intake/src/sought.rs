//! What the lines of a file are: orders, customers, products, campaigns, or who was in which arm.

use serde::{Deserialize, Serialize};

use crate::campaigns::{OF_CAMPAIGNS, OF_EXPOSURES};
use crate::fields::Field;
use crate::known::Source;
use crate::people::{OF_PEOPLE, OF_SHELF};
use crate::recognise::Reading;
use crate::table::{Table, bare};
use crate::usual;

/// What a file is looked through for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sought {
    /// Lines of orders.
    #[default]
    Orders,
    /// Customers.
    Customers,
    /// Products.
    Products,
    /// Campaigns.
    Campaigns,
    /// Who was in which arm of a campaign.
    Exposures,
}

/// What lines of orders need: one column of each.
const NEEDED: [&[Field]; 5] = [
    &[Field::Order],
    &[Field::Time, Field::DayNumber],
    &[Field::Product, Field::Name],
    &[Field::Quantity],
    &[Field::Price, Field::Amount, Field::Gross],
];

impl Sought {
    /// What the lines of a table most likely are: orders, where its columns can be those of orders, or where
    /// nothing else fits.
    pub fn of(table: &Table, reading: &Reading) -> Self {
        let headings: Vec<String> = table.headings.iter().map(|heading| bare(heading)).collect();
        let there = |sought: Self| sought.promised(&headings);
        let has = |field: Field| reading.find(field).is_some();
        let arms = OF_EXPOSURES
            .iter()
            .filter(|(field, _)| matches!(field, Field::Campaign | Field::Customer | Field::Arm));
        let arms =
            arms.filter(|(_, names)| names.iter().any(|name| headings.contains(&bare(name))));
        match () {
            () if reading.source != Source::Other || there(Self::Orders) >= 4 => Self::Orders,
            () if arms.count() == 3 => Self::Exposures,
            () if has(Field::Order) || has(Field::Quantity) => Self::Orders,
            () if there(Self::Customers) >= 2 => Self::Customers,
            () if there(Self::Campaigns) >= 3 => Self::Campaigns,
            () if there(Self::Products) >= 2 => Self::Products,
            () => Self::Orders,
        }
    }

    /// How many of its columns stand among headings in their bare form.
    pub(crate) fn promised(self, headings: &[String]) -> usize {
        let stands = |name: &str| headings.contains(&bare(name));
        let one_of = |fields: &&&[Field]| {
            let mut names = fields.iter().flat_map(|&field| usual::names(field));
            names.any(stands)
        };
        match self {
            Self::Orders => NEEDED.iter().filter(one_of).count(),
            Self::Customers => promised(&OF_PEOPLE, stands),
            Self::Products => promised(&OF_SHELF, stands),
            Self::Campaigns => promised(&OF_CAMPAIGNS, stands),
            Self::Exposures => promised(&OF_EXPOSURES, stands),
        }
    }
}

fn promised(columns: &[(Field, &[&str])], stands: impl Fn(&str) -> bool) -> usize {
    let there = columns
        .iter()
        .filter(|(_, names)| names.iter().any(|name| stands(name)));
    there.count()
}
