//! Contact details in the form in which a destination compares them.
//!
//! Destinations compare fingerprints, so a detail that is written otherwise than theirs is nobody there. Each publishes how it
//! is to be written; the newest official text or code is followed ([`Rule`]), and what was changed is said ([`Change`]).
//! A detail that is a fingerprint already is left as it is: a fingerprint of one would be nobody's.

mod country;
mod email;
mod name;
mod phone;
mod place;
#[cfg(test)]
mod tests;

use clientele_model::outbound::{Change, Field, Wrong};

pub use country::{Countries, Country};
pub use email::email;
pub use name::{first_name, last_name};
pub use phone::{Numbering, has_numbering, phone, plug_numbering};
pub use place::{city, postal_code, region};

/// Whose rule is followed. Versions, sources and dates stand with the destinations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Google's Data Manager formatter of June 2026.
    Google,
    /// Meta's parameter builder of May 2026.
    Meta,
    /// TikTok's help page of August 2025.
    TikTok,
    /// Klaviyo's and Mailchimp's imports, and files of our own: plain text, tidied.
    Plain,
}

/// What became of a detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is none.
    Empty,
    /// It was written out, with these changes.
    Fine(Changes),
    /// It is a fingerprint, written out as it is.
    Hashed,
    /// It is none of its kind; nothing was written.
    Invalid(Wrong),
}

/// A set of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes(u32);

impl Changes {
    /// With one more.
    pub fn with(self, change: Change) -> Self {
        Self(self.0 | 1 << change as u32)
    }

    /// With one more where that happened.
    pub fn with_if(self, happened: bool, change: Change) -> Self {
        match happened {
            true => self.with(change),
            false => self,
        }
    }

    /// Whether nothing was changed.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this was changed.
    pub fn has(self, change: Change) -> bool {
        self.0 >> change as u32 & 1 == 1
    }

    /// Each of them, in the order in which they are declared.
    pub fn iter(self) -> impl Iterator<Item = Change> {
        Change::ALL
            .iter()
            .copied()
            .filter(move |&one| self.has(one))
    }
}

/// A detail as a rule wants it, appended to `out`; nothing is appended where there is none or it is invalid. `home` is the
/// country that a phone number without a country code belongs to; of a country it is nothing.
pub fn detail(
    field: Field,
    rule: Rule,
    raw: &str,
    countries: &Countries,
    home: Option<&Country>,
    out: &mut String,
) -> Outcome {
    match field {
        Field::Email => email(rule, raw, out),
        Field::Phone => phone(rule, raw, home, out),
        Field::FirstName => first_name(rule, raw, out),
        Field::LastName => last_name(rule, raw, out),
        Field::City => city(rule, raw, out),
        Field::Region => region(rule, raw, out),
        Field::PostalCode => postal_code(rule, raw, out),
        Field::Country => countries.write(rule, raw, out),
    }
}

/// The text without white space around it, and without marks of no width, which nobody sees.
fn trimmed(raw: &str) -> &str {
    raw.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

/// Whether a text has the form of a SHA-256 in hexadecimal; for Meta's sake also of an MD5.
fn is_fingerprint(rule: Rule, text: &str) -> bool {
    let long = text.len() == 64 || rule == Rule::Meta && text.len() == 32;
    long && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Looks after what is alike for all details: nothing there, spaces around, a fingerprint. Else `tidy` writes it.
fn begun(
    rule: Rule,
    raw: &str,
    out: &mut String,
    tidy: impl FnOnce(&str, &mut String) -> Result<Changes, Wrong>,
) -> Outcome {
    let text = trimmed(raw);
    if text.is_empty() {
        return Outcome::Empty;
    }
    if is_fingerprint(rule, text) {
        out.extend(text.chars().map(|c| c.to_ascii_lowercase()));
        return Outcome::Hashed;
    }
    let start = out.len();
    match tidy(text, out) {
        Ok(changes) => Outcome::Fine(changes.with_if(text.len() < raw.len(), Change::Trimmed)),
        Err(wrong) => {
            out.truncate(start);
            Outcome::Invalid(wrong)
        }
    }
}

/// Appends the text in small letters; whether that changed it.
fn lower(text: &str, out: &mut String) -> bool {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        if let Some(new) = out.get_mut(start..) {
            new.make_ascii_lowercase();
        }
        return text.bytes().any(|byte| byte.is_ascii_uppercase());
    }
    let small = text.to_lowercase();
    out.push_str(&small);
    small != text
}
