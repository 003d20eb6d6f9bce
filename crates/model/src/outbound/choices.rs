//! What a link says of a file of customers.

use serde::{Deserialize, Serialize};

use super::kinds::Destination;
use crate::link::{Link, Param, once, set, within};

/// For whom a file is, and who is held out of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The tool it is for.
    pub to: Destination,
    /// Per cent of the customers who are held out, below 100.
    pub hold: u32,
    /// What they are drawn by: the same text and customers, the same draw.
    pub salt: String,
    /// The country that phone numbers without a country code belong to, as a code or a name; empty where each customer's own
    /// counts alone.
    pub home: String,
    /// Whether customers who have not agreed to e-mails are left out.
    pub consent: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            to: Destination::Csv,
            hold: 0,
            salt: "holdout".to_owned(),
            home: String::new(),
            consent: true,
        }
    }
}

pub(super) const TO: Param<Link> = once(
    "to",
    "The tool it is for: google, meta, tiktok, klaviyo, mailchimp, csv, json or ids.",
    |link, text| set(&mut link.outbound.to, Destination::of(text)),
    |link, out| {
        let to = link.outbound.to;
        out.value_if(to != Destination::Csv, to.word());
    },
);

pub(super) const HOLD: Param<Link> = once(
    "hold",
    "Per cent of the customers who are held out, none as a rule.",
    |link, text| set(&mut link.outbound.hold, within(text, 0, 99)),
    |link, out| {
        let hold = link.outbound.hold;
        out.shown((hold > 0).then_some(hold));
    },
);

pub(super) const SALT: Param<Link> = once(
    "salt",
    "What those held out are drawn by: another word, another draw.",
    |link, text| set(&mut link.outbound.salt, some(text)),
    |link, out| {
        let salt = &link.outbound.salt;
        out.value_if(salt != "holdout", salt);
    },
);

pub(super) const HOME: Param<Link> = once(
    "home",
    "The country that phone numbers without a country code belong to, such as DE.",
    |link, text| set(&mut link.outbound.home, some(text)),
    |link, out| out.value_if(!link.outbound.home.is_empty(), &link.outbound.home),
);

pub(super) const CONSENT: Param<Link> = once(
    "consent",
    "Whether customers who have not agreed to e-mails are left out: asked, as a rule, or any.",
    |link, text| {
        let consent = match text {
            "asked" => Some(true),
            "any" => Some(false),
            _ => None,
        };
        set(&mut link.outbound.consent, consent)
    },
    |link, out| out.value_if(!link.outbound.consent, "any"),
);

/// A short text; none where there is nothing in it.
fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.chars().take(60).collect())
}
