//! Columns of each destination's file.

use clientele_model::outbound::Field;

use super::Cell::{self, Hashed, Plain};
use super::Column;

const fn always(heading: &'static str, cell: Cell) -> Column {
    Column {
        heading,
        cell,
        always: true,
    }
}

const fn known(heading: &'static str, cell: Cell) -> Column {
    Column {
        heading,
        cell,
        always: false,
    }
}

/// Google, whose headings are these exactly.
pub const GOOGLE: &[Column] = &[
    always("Email", Hashed(Field::Email)),
    always("Phone", Hashed(Field::Phone)),
    always("First Name", Hashed(Field::FirstName)),
    always("Last Name", Hashed(Field::LastName)),
    always("Country", Plain(Field::Country)),
    always("Zip", Plain(Field::PostalCode)),
];

/// Meta.
pub const META: &[Column] = &[
    always("email", Hashed(Field::Email)),
    known("phone", Hashed(Field::Phone)),
    known("fn", Hashed(Field::FirstName)),
    known("ln", Hashed(Field::LastName)),
    known("ct", Hashed(Field::City)),
    known("st", Hashed(Field::Region)),
    known("zip", Hashed(Field::PostalCode)),
    known("country", Hashed(Field::Country)),
    always("extern_id", Cell::IdHashed),
];

/// TikTok.
pub const TIKTOK: &[Column] = &[
    always("Email_SHA256", Hashed(Field::Email)),
    known("Phone_SHA256", Hashed(Field::Phone)),
];

/// Klaviyo: columns beyond its own become properties.
pub const KLAVIYO: &[Column] = &[
    always("Email", Plain(Field::Email)),
    known("Phone Number", Plain(Field::Phone)),
    known("First Name", Plain(Field::FirstName)),
    known("Last Name", Plain(Field::LastName)),
    known("City", Plain(Field::City)),
    known("Region", Plain(Field::Region)),
    known("Zip Code", Plain(Field::PostalCode)),
    known("Country", Plain(Field::Country)),
    known("segment", Cell::Added(0)),
    known("rfm_group", Cell::Added(1)),
    known("rfm_group_previous", Cell::Added(2)),
    known("rfm_group_changed_at", Cell::Added(3)),
];

/// Mailchimp.
pub const MAILCHIMP: &[Column] = &[
    always("Email Address", Plain(Field::Email)),
    known("First Name", Plain(Field::FirstName)),
    known("Last Name", Plain(Field::LastName)),
    known("Phone Number", Plain(Field::Phone)),
    known("segment", Cell::Added(0)),
    known("rfm_group", Cell::Added(1)),
    known("rfm_group_previous", Cell::Added(2)),
    known("rfm_group_changed_at", Cell::Added(3)),
];

/// Tables and lines of JSON of ours.
pub const TABLE: &[Column] = &[
    always("customer", Cell::Id),
    known("email", Plain(Field::Email)),
    known("email_opt_in", Cell::OptIn),
    known("phone", Plain(Field::Phone)),
    known("first_name", Plain(Field::FirstName)),
    known("last_name", Plain(Field::LastName)),
    known("city", Plain(Field::City)),
    known("region", Plain(Field::Region)),
    known("postal_code", Plain(Field::PostalCode)),
    known("country", Plain(Field::Country)),
    known("segment", Cell::Added(0)),
    known("rfm_group", Cell::Added(1)),
    known("rfm_group_previous", Cell::Added(2)),
    known("rfm_group_changed_at", Cell::Added(3)),
    known("held_out", Cell::Held),
];

/// Numbers alone.
pub const IDS: &[Column] = &[always("customer", Cell::Id)];
