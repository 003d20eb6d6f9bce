//! Every study there is: one line per kind of question.

#[cfg(test)]
pub(crate) mod tests;

use crate::engine::Study;

/// Those that a visitor needs first.
pub const FIRST: &[&dyn Study] = &[&crate::overview::Overviews, &crate::segments::Segmentation];

/// That of where the data come from and how they were read.
pub const DATA: &[&dyn Study] = &[&crate::data::Origins];

/// That of the customers behind a mark.
pub const AUDIENCE: &[&dyn Study] = &[&crate::audience::Audiences];

/// That of audiences being built.
pub const AUDIENCES: &[&dyn Study] = &[&crate::audiences::Building];

/// That of playbook cards.
pub const PLAYBOOK: &[&dyn Study] = &[&crate::playbook::Playbooks];

/// That of customers as files for the tools they are written to with.
pub const OUTBOUND: &[&dyn Study] = &[&crate::outbound::Outbound];

/// That of one customer.
pub const CUSTOMER: &[&dyn Study] = &[&crate::customer::OneCustomer];

/// That of the values of a filter.
pub const VALUES: &[&dyn Study] = &[&crate::values::FilterValues];

/// Those of products: the range of them, one of them, and the search by name.
pub const PRODUCTS: &[&dyn Study] = &[&crate::products::Assortments];

/// Those that look into orders: what is bought together, and what to offer.
pub const MINING: &[&dyn Study] = &[&crate::baskets::Together, &crate::recommend::Offering];

/// Those that plan a test and draw its lists.
pub const PLANNING: &[&dyn Study] = &[
    &crate::experiments::Planning,
    &crate::experiments::Splitting,
];

/// That which judges the result of a test.
pub const JUDGING: &[&dyn Study] = &[&crate::experiments::Judging];

/// All of them.
pub fn all() -> Vec<&'static dyn Study> {
    [
        FIRST, DATA, AUDIENCE, AUDIENCES, PLAYBOOK, OUTBOUND, CUSTOMER, VALUES, PRODUCTS, MINING,
        PLANNING, JUDGING,
    ]
    .concat()
}
