//! The destinations as data: what their files look like, and whose rule is followed, with its version, source and date.

mod columns;
mod differences;

use clientele_model::Date;
use clientele_model::outbound::{Destination, DestinationLine, Field};

use super::normalise::Rule;
use columns::{GOOGLE, IDS, KLAVIYO, MAILCHIMP, META, TABLE, TIKTOK};
pub use differences::differences;

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
        columns: IDS,
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

    /// Whether it tells when somebody changed their group.
    pub fn tells_moves(&self) -> bool {
        self.columns
            .iter()
            .any(|column| column.cell == Cell::Added(3))
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
