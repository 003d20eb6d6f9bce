//! Letters and their accents, as Unicode has them. Its tables are heavy: a browser has them already, so that a program for it
//! plugs them in.

use std::sync::OnceLock;

/// What Unicode knows of letters.
#[derive(Clone, Copy)]
pub struct Letters {
    /// Takes signs apart that stand for others (NFKD), and leaves all marks out: "é" is "e", "ﬁ" is "fi".
    pub bare: fn(&str) -> String,
    /// Puts each mark and its letter into one sign (NFC).
    pub together: fn(&str) -> String,
}

/// Those that came later than the rest of the program.
static LATER: OnceLock<Letters> = OnceLock::new();

/// Before any file is read, in a program without tables of its own.
pub fn plug_letters(letters: Letters) {
    // Plugged in twice, they are the same.
    let _ = LATER.set(letters);
}

/// A text without accents, and with signs for others taken apart.
pub(crate) fn bare(text: &str) -> String {
    match LATER.get() {
        _ if text.is_ascii() => text.to_owned(),
        Some(letters) => (letters.bare)(text),
        None => own::bare(text),
    }
}

/// A text with each accent in one sign with its letter.
pub(crate) fn together(text: &str) -> String {
    match LATER.get() {
        // No mark stands alone before these.
        _ if text.chars().all(|sign| sign < '\u{300}') => text.to_owned(),
        Some(letters) => (letters.together)(text),
        None => own::together(text),
    }
}

#[cfg(feature = "whole")]
mod own {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    pub fn bare(text: &str) -> String {
        text.nfkd()
            .filter(|sign| !is_combining_mark(*sign))
            .collect()
    }

    pub fn together(text: &str) -> String {
        text.nfc().collect()
    }
}

/// A program that plugs them in never comes here.
#[cfg(not(feature = "whole"))]
mod own {
    pub fn bare(text: &str) -> String {
        text.to_owned()
    }

    pub fn together(text: &str) -> String {
        text.to_owned()
    }
}
