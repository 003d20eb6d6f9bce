//! The destinations as data: what their files look like, and whose rule is followed, with its version, source and date.

use clientele_model::Date;
use clientele_model::outbound::{Destination, DestinationLine, Disagreement, Field};

use super::normalise::Rule;

/// What a destination takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Which.
    pub to: Destination,
    /// What it is called.
    pub name: &'static str,
    /// What its file holds, in a sentence.
    pub holds: &'static str,
    /// Whose rule is followed.
    pub rule: Rule,
    /// Version of the rule.
    pub version: &'static str,
    /// Where it is published.
    pub source: &'static str,
    /// Year and month of the source; none where it bears none.
    pub of: Option<(i16, i8)>,
    /// Columns, in order.
    pub columns: &'static [Column],
    /// Whether the file holds personal data in plain text.
    pub plain: bool,
    /// What a customer must have to be in it.
    pub must: Must,
    /// Whether customers who have not agreed to e-mails are left out.
    pub asks_consent: bool,
    /// The fewest rows it is of use with.
    pub fewest: Option<u32>,
    /// The most bytes of one file.
    pub most_bytes: Option<usize>,
    /// Days after which its members lapse.
    pub lapses: Option<u32>,
    /// How it is written.
    pub form: Form,
}

/// What a customer must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    /// A customer number, which everybody has.
    Nothing,
    /// An e-mail address.
    Email,
    /// An e-mail address or a phone number.
    EmailOrPhone,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// CSV (RFC 4180, UTF-8); for spreadsheets with a byte-order mark.
    Csv {
        /// Whether it is for spreadsheets.
        mark: bool,
    },
    /// An object of JSON in each line.
    Lines,
}

/// A column of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// What stands in it.
    pub cell: Cell,
    /// Whether it is there although the data have nothing for it.
    pub always: bool,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The customer number.
    Id,
    /// Its fingerprint.
    IdHashed,
    /// A detail, tidied.
    Plain(Field),
    /// The fingerprint of a tidied detail.
    Hashed(Field),
    /// Whether e-mails may be sent.
    OptIn,
    /// An added column, by its place.
    Added(usize),
    /// Whether the customer is held out; those who are stand in the file only where it has this column.
    Held,
}

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

use Cell::{Hashed, Plain};

const GOOGLE: &[Column] = &[
    always("Email", Hashed(Field::Email)),
    always("Phone", Hashed(Field::Phone)),
    always("First Name", Hashed(Field::FirstName)),
    always("Last Name", Hashed(Field::LastName)),
    always("Country", Plain(Field::Country)),
    always("Zip", Plain(Field::PostalCode)),
];

const META: &[Column] = &[
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

const TIKTOK: &[Column] = &[
    always("Email_SHA256", Hashed(Field::Email)),
    known("Phone_SHA256", Hashed(Field::Phone)),
];

const KLAVIYO: &[Column] = &[
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

const MAILCHIMP: &[Column] = &[
    always("Email Address", Plain(Field::Email)),
    known("First Name", Plain(Field::FirstName)),
    known("Last Name", Plain(Field::LastName)),
    known("Phone Number", Plain(Field::Phone)),
    known("segment", Cell::Added(0)),
    known("rfm_group", Cell::Added(1)),
    known("rfm_group_previous", Cell::Added(2)),
    known("rfm_group_changed_at", Cell::Added(3)),
];

const TABLE: &[Column] = &[
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

const OURS: &str = "This product";

/// Every destination, in the order in which they are offered.
pub const DESTINATIONS: [Terms; 8] = [
    Terms {
        to: Destination::Google,
        name: "Google Customer Match",
        holds: "E-mail, phone and names as fingerprints; country and postal code in plain text.",
        rule: Rule::Google,
        version: "google-2026-06",
        source: "Data Manager API, formatter of the Node library (googleads/data-manager-node, e7987f8)",
        of: Some((2026, 6)),
        columns: GOOGLE,
        plain: false,
        must: Must::EmailOrPhone,
        asks_consent: true,
        fewest: None,
        most_bytes: None,
        lapses: Some(540),
        form: Form::Csv { mark: false },
    },
    Terms {
        to: Destination::Meta,
        name: "Meta custom audience",
        holds: "Everything as fingerprints, the customer number as well.",
        rule: Rule::Meta,
        version: "meta-2026-05",
        source: "Conversions API parameter builder (facebook/capi-param-builder, b0b6f0b)",
        of: Some((2026, 5)),
        columns: META,
        fewest: Some(100),
        lapses: None,
        ..GOOGLE_LIKE
    },
    Terms {
        to: Destination::TikTok,
        name: "TikTok custom audience",
        holds: "E-mail and phone as fingerprints.",
        rule: Rule::TikTok,
        version: "tiktok-2025-08",
        source: "Help page on files of customers, August 2025",
        of: Some((2025, 8)),
        columns: TIKTOK,
        fewest: Some(1000),
        lapses: None,
        ..GOOGLE_LIKE
    },
    Terms {
        to: Destination::Klaviyo,
        name: "Klaviyo",
        holds: "Plain text: the file holds personal data.",
        version: "klaviyo-1",
        source: "Help centre, import of lists",
        columns: KLAVIYO,
        plain: true,
        most_bytes: Some(50_000_000),
        ..PLAIN
    },
    Terms {
        to: Destination::Mailchimp,
        name: "Mailchimp",
        holds: "Plain text: the file holds personal data.",
        version: "mailchimp-1",
        source: "Help centre, format of imports",
        columns: MAILCHIMP,
        must: Must::Email,
        ..PLAIN
    },
    Terms {
        to: Destination::Csv,
        name: "CSV",
        holds: "Plain text, with a column for those held out: the file holds personal data.",
        columns: TABLE,
        must: Must::Nothing,
        asks_consent: false,
        form: Form::Csv { mark: true },
        ..PLAIN
    },
    Terms {
        to: Destination::Json,
        name: "JSON lines",
        holds: "Plain text, with a field for those held out: the file holds personal data.",
        columns: TABLE,
        must: Must::Nothing,
        asks_consent: false,
        form: Form::Lines,
        ..PLAIN
    },
    Terms {
        to: Destination::Ids,
        name: "Customer numbers",
        holds: "The numbers alone.",
        columns: &[always("customer", Cell::Id)],
        plain: false,
        must: Must::Nothing,
        asks_consent: false,
        ..PLAIN
    },
];

/// A file of fingerprints.
const GOOGLE_LIKE: Terms = Terms {
    to: Destination::Google,
    name: "",
    holds: "",
    rule: Rule::Google,
    version: "",
    source: "",
    of: None,
    columns: GOOGLE,
    plain: false,
    must: Must::EmailOrPhone,
    asks_consent: true,
    fewest: None,
    most_bytes: None,
    lapses: None,
    form: Form::Csv { mark: false },
};

/// A file in plain text.
const PLAIN: Terms = Terms {
    rule: Rule::Plain,
    version: "clientele-1",
    source: OURS,
    columns: TABLE,
    plain: true,
    ..GOOGLE_LIKE
};

/// What a destination takes.
pub fn terms(to: Destination) -> &'static Terms {
    let found = DESTINATIONS.iter().find(|terms| terms.to == to);
    found.unwrap_or(&DESTINATIONS[0])
}

impl Terms {
    /// Whether a fingerprint is of no use where a detail is to stand.
    pub fn wants_text(&self) -> bool {
        matches!(self.to, Destination::Klaviyo | Destination::Mailchimp)
    }

    /// Whether those held out stand in the file, with a column that says so.
    pub fn lists_held(&self) -> bool {
        self.columns.iter().any(|column| column.cell == Cell::Held)
    }

    /// As a report says it.
    pub fn line(&self) -> DestinationLine {
        DestinationLine {
            to: self.to,
            name: self.name.to_owned(),
            holds: self.holds.into(),
            plain: self.plain,
            version: self.version.to_owned(),
            source: self.source.to_owned(),
            of: self
                .of
                .and_then(|(year, month)| Date::new(year, month, 1).ok()),
        }
    }
}

/// What the official sources say differently: what about; Google, Meta, TikTok, Klaviyo and Mailchimp; what is followed.
const DIFFERENCES: [(&str, [&str; 4], &str); 10] = [
    (
        "Capital letters of an address",
        ["made small", "made small", "made small", "made small"],
        "All agree.",
    ),
    (
        "“name+tag@”",
        [
            "cut at Gmail’s own addresses",
            "kept",
            "cut for every address",
            "kept",
        ],
        "Each destination’s own rule. Google’s library for Python of December 2025 does not cut yet; the newer one of June 2026 is followed.",
    ),
    (
        "Dots before @gmail.com",
        ["removed", "kept", "kept", "kept"],
        "Each destination’s own rule.",
    ),
    (
        "“+” in front of a phone number",
        ["kept", "removed", "removed", "kept"],
        "Each destination’s own rule. TikTok’s page of June 2025 kept the “+”; that of August 2025, which removes it, is followed.",
    ),
    (
        "0 or 00 in front of a phone number",
        [
            "not looked at",
            "noughts removed",
            "noughts removed",
            "not looked at",
        ],
        "The country code is put in their place, here and for all: without it a number is nobody’s. Where no country is known, the destination’s own rule decides.",
    ),
    (
        "Titles and suffixes of names",
        [
            "Mr, Mrs, Ms, Dr, and Jr to PhD removed",
            "kept",
            "no names",
            "kept",
        ],
        "Each destination’s own rule. Google’s library for Python of December 2025 keeps titles; the newer one of June 2026 is followed.",
    ),
    (
        "Spaces and punctuation of names",
        ["kept within", "removed", "no names", "kept"],
        "Each destination’s own rule. Google’s libraries for Python and Node give different fingerprints for “Mary Ann”; the newer one, which keeps the space, is followed.",
    ),
    (
        "Postal code with a space",
        [
            "kept, in plain text",
            "kept within, in small letters",
            "no postal codes",
            "kept",
        ],
        "Meta’s builder of May 2026 keeps the space, its older libraries remove it; the newest is followed.",
    ),
    (
        "Postal code with a hyphen",
        ["kept", "cut at the hyphen", "no postal codes", "kept"],
        "Each destination’s own rule.",
    ),
    (
        "Country",
        [
            "in plain text",
            "fingerprint",
            "no country",
            "as it is written",
        ],
        "Each destination’s own rule.",
    ),
];

/// Where the rules differ.
pub fn differences() -> Vec<Disagreement> {
    let row = |(what, said, followed): &(&str, [&str; 4], &str)| Disagreement {
        what: (*what).to_owned(),
        said: said.map(str::to_owned),
        followed: (*followed).to_owned(),
    };
    DIFFERENCES.iter().map(row).collect()
}
