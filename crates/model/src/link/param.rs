//! One parameter of the link language: how it is read, how it is printed, and what it says.

use super::NoticeKind;
use super::encoding::encode;

/// What happened to a part of a link that could not be used.
pub(crate) type Read = Result<(), NoticeKind>;

/// A parameter of links. The reader, the printer, the canonical order and the command line's help
/// all follow from tables of these.
pub struct Param<T: 'static> {
    /// As it stands in a link, before the `=`.
    pub key: &'static str,
    /// What it means, as a sentence; empty in the browser, where nobody asks for it.
    pub help: &'static str,
    /// Whether it may stand only once.
    pub once: bool,
    /// Takes a decoded value.
    pub(crate) read: fn(&mut T, &str) -> Read,
    /// Prints its values, none where it is at its default.
    pub(crate) print: fn(&T, &mut Values<'_>),
}

/// A parameter that may stand once.
pub(crate) const fn once<T>(
    key: &'static str,
    help: &'static str,
    read: fn(&mut T, &str) -> Read,
    print: fn(&T, &mut Values<'_>),
) -> Param<T> {
    Param {
        key,
        help: self::help(help),
        once: true,
        read,
        print,
    }
}

/// A parameter that may be repeated.
pub(crate) const fn many<T>(
    key: &'static str,
    help: &'static str,
    read: fn(&mut T, &str) -> Read,
    print: fn(&T, &mut Values<'_>),
) -> Param<T> {
    Param {
        once: false,
        ..once(key, help, read, print)
    }
}

/// Words for the command line: the page need not carry them.
pub(crate) const fn help(words: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") {
        ""
    } else {
        words
    }
}

impl<T> Param<T> {
    /// Takes a decoded value; `taken` lists the keys that were taken before.
    pub(crate) fn take(&self, to: &mut T, value: &str, taken: &mut Vec<&'static str>) -> Read {
        if self.once && taken.contains(&self.key) {
            return Err(NoticeKind::Repeated);
        }
        (self.read)(to, value)?;
        taken.push(self.key);
        Ok(())
    }

    /// Appends its parts to a query.
    pub(crate) fn print(&self, from: &T, query: &mut String) {
        let key = self.key;
        (self.print)(from, &mut Values { key, query });
    }
}

/// Where a parameter prints its values.
pub(crate) struct Values<'a> {
    key: &'static str,
    query: &'a mut String,
}

impl Values<'_> {
    /// One more value.
    pub fn value(&mut self, value: &str) {
        self.beside(self.key, value);
    }

    /// A value of another parameter, which belongs to the one before.
    pub fn beside(&mut self, key: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(key);
        self.query.push('=');
        encode(value, self.query);
    }

    /// A value that is there unless it is at its default.
    pub fn value_if(&mut self, is_there: bool, value: &str) {
        if is_there {
            self.value(value);
        }
    }

    /// A number, a date, or whatever prints without being told how; nothing when absent.
    pub fn shown<V: ToString>(&mut self, value: Option<V>) {
        if let Some(value) = value {
            self.value(&value.to_string());
        }
    }
}

/// Puts what could be read into its place.
pub(crate) fn set<V>(place: &mut V, value: Option<V>) -> Read {
    *place = value.ok_or(NoticeKind::Unreadable)?;
    Ok(())
}

/// Digits only: `+5`, `5.0` and `0x5` are not whole numbers here.
pub(crate) fn whole(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// A whole number between these, both included.
pub(crate) fn within(text: &str, low: u32, high: u32) -> Option<u32> {
    whole(text).filter(|number| (low..=high).contains(number))
}
