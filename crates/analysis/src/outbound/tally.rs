//! What was done to rows: counted, and one example of each kind, covered.

use clientele_model::outbound::{Change, Example, Fate, Field, KindRow, Wrong};

/// What can become of a row or of one of its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A detail was tidied.
    Tidied(Field, Change),
    /// A detail is none of its kind, and its cell stays empty.
    Emptied(Field, Wrong),
    /// A detail is a fingerprint already, and stays as it is.
    Hashed(Field),
    /// In no row: has not agreed to e-mails.
    NoConsent,
    /// In no row: neither a usable e-mail address nor a phone number where one is needed.
    OutOfReach(Reach),
    /// In no row: the address or number of an earlier row.
    Duplicate,
}

/// Why somebody cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// No e-mail address, where nothing else will do.
    NoEmail,
    /// What stands for one is none, where nothing else will do.
    BadEmail,
    /// Neither of both.
    Neither,
    /// What stands for an e-mail address is none, and there is no phone number.
    BadEmailNoPhone,
}

impl Kind {
    /// What was done, for a list of all: "Phone: country code added".
    pub fn words(self) -> String {
        match self {
            Self::Tidied(field, change) => format!("{}: {}", field.name(), change.words()),
            Self::Emptied(field, wrong) => {
                format!("{}: {}, left empty", field.name(), wrong.words())
            }
            Self::Hashed(field) => format!(
                "{}: a fingerprint already, and not made one again",
                field.name()
            ),
            Self::NoConsent => "Left out: has not agreed to e-mails".to_owned(),
            Self::OutOfReach(reach) => format!("Left out: {}", reach.words()),
            Self::Duplicate => "Left out: same address or number as another customer".to_owned(),
        }
    }

    /// What becomes of the row.
    pub fn fate(self) -> Fate {
        match self {
            Self::Hashed(_) => Fate::AsItWas,
            Self::Tidied(..) | Self::Emptied(..) => Fate::Tidied,
            Self::NoConsent | Self::OutOfReach(_) | Self::Duplicate => Fate::LeftOut,
        }
    }

    /// Why, beside an example that names the detail.
    fn why(self) -> String {
        let words = self.words();
        let why = words.split_once(": ").map_or(&*words, |(_, why)| why);
        let mut letters = why.chars();
        let first = letters.next().map(char::to_uppercase);
        first.into_iter().flatten().chain(letters).collect()
    }

    fn field(self) -> Option<Field> {
        match self {
            Self::Tidied(field, _) | Self::Emptied(field, _) | Self::Hashed(field) => Some(field),
            Self::NoConsent | Self::Duplicate => None,
            Self::OutOfReach(_) => Some(Field::Email),
        }
    }
}

impl Reach {
    fn words(self) -> &'static str {
        match self {
            Self::NoEmail => "no e-mail address",
            Self::BadEmail => "not an e-mail address",
            Self::Neither => "neither e-mail address nor phone number",
            Self::BadEmailNoPhone => "not an e-mail address, and no phone number",
        }
    }
}

/// Kinds with how often they happened, and the first example of each.
#[derive(Default)]
pub struct Tally(Vec<(Kind, u32, Example)>);

impl Tally {
    /// One more customer to whom this happened; `was` and `now` are asked for where it is the first one.
    pub fn add(&mut self, kind: Kind, customer: &str, was: &str, now: &str) {
        if let Some((_, count, _)) = self.0.iter_mut().find(|(known, ..)| *known == kind) {
            *count += 1;
            return;
        }
        let example = Example {
            customer: customer.to_owned(),
            field: kind.field(),
            was: covered(was),
            now: covered(now),
            why: kind.why(),
            fate: kind.fate(),
        };
        self.0.push((kind, 1, example));
    }

    /// How often a kind happened.
    pub fn count(&self, is: impl Fn(Kind) -> bool) -> u32 {
        let rows = self.0.iter().filter(|(kind, ..)| is(*kind));
        rows.map(|(_, count, _)| count).sum()
    }

    /// All kinds, most often first, and their examples: those tidied first, then those left out.
    pub fn told(mut self) -> (Vec<KindRow>, Vec<Example>) {
        self.0.sort_by_key(|(kind, ..)| (kind.fate(), *kind));
        let examples = self.0.iter().map(|(_, _, example)| example.clone());
        let examples = examples.collect();
        self.0
            .sort_by_key(|(kind, count, _)| (std::cmp::Reverse(*count), *kind));
        let row = |(kind, customers, _): (Kind, u32, Example)| KindRow {
            words: kind.words(),
            customers,
            fate: kind.fate(),
        };
        (self.0.into_iter().map(row).collect(), examples)
    }
}

/// A text of which only the outline is shown: of an address first and last letter and what follows "@", of anything else the
/// first two signs and the last two where it is long enough; letters and digits between them are dots. White space at its ends
/// is shown as "␣", for it is what is tidied most.
pub fn covered(text: &str) -> String {
    let inner = text.trim();
    let space = |there: bool| if there { "␣" } else { "" };
    let before = space(text.trim_start().len() < text.len());
    let after = space(text.trim_end().len() < text.len());
    let (name, domain) = match inner.rfind('@') {
        Some(at) => inner.split_at(at),
        None => (inner, ""),
    };
    let signs: Vec<char> = name.chars().collect();
    let shown = match (domain.is_empty(), signs.len()) {
        (false, 0..=2) => 0,
        (false, _) => 1,
        (true, 0..=3) => 0,
        (true, 4..=7) => 1,
        (true, _) => 2,
    };
    let ends = shown..signs.len().saturating_sub(shown);
    let cover = |(at, &c): (usize, &char)| match ends.contains(&at) && c.is_alphanumeric() {
        true => '•',
        false => c,
    };
    let name: String = signs.iter().enumerate().map(cover).collect();
    format!("{before}{name}{domain}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_covered() {
        for (text, expected) in [
            ("jane9@example.com", "j•••9@example.com"),
            (" jane9@example.com ", "␣j•••9@example.com␣"),
            ("jo@example.com", "••@example.com"),
            ("w23 7 at example.com", "w2• • •• •••••••.•om"),
            ("+4915112345608", "+4••••••••••08"),
            ("0158 / 1234557", "01•• / •••••57"),
            ("5627", "5••7"),
            ("Ann", "•••"),
            ("Dr. Hugo", "Dr. ••go"),
            ("", ""),
            ("  ", "␣␣"),
        ] {
            assert_eq!(covered(text), expected, "{text:?}");
        }
    }
}
