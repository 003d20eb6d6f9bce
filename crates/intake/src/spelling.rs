//! Numbers and codes that are the same although they are written in two ways.

use crate::column::Texts;
use crate::letters::together;

/// How the numbers of one column are brought to one spelling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Whether `.0` behind digits was left by a program that made numbers of them. It was not where
    /// other digits stand behind the point as well: 12.0 is then a version like 12.1.
    decimals: bool,
}

impl Spelling {
    /// How the values of a column are spelled.
    pub fn of(texts: &Texts) -> Self {
        let other = |text: &str| {
            matches!(text.split_once('.'), Some((whole, rest))
                if digits(whole) && digits(rest) && rest.bytes().any(|b| b != b'0'))
        };
        Self {
            decimals: !texts.values().any(other),
        }
    }

    /// The one spelling: without invisible signs, the apostrophe that spreadsheets keep zeros with,
    /// and `.0` behind digits; an accent in one sign; e-mail addresses in small letters. Empty where
    /// nothing is left.
    pub fn plain(self, text: &str) -> String {
        let mut plain = visible(text);
        if let Some(rest) = plain.strip_prefix(['\'', '’']) {
            plain = rest.trim().to_owned();
        }
        if let Some(inner) = plain
            .strip_prefix("=\"")
            .and_then(|rest| rest.strip_suffix('"'))
        {
            plain = inner.trim().to_owned();
        }
        if self.decimals
            && let Some((whole, rest)) = plain.split_once('.')
            && digits(whole)
            && !rest.is_empty()
            && rest.bytes().all(|b| b == b'0')
        {
            plain.truncate(whole.len());
        }
        if is_mail(&plain) {
            plain = plain.to_lowercase();
        }
        plain
    }
}

/// A text without signs that nobody can see, each accent in one sign with its letter.
pub fn visible(text: &str) -> String {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control()) {
        return text.trim().to_owned();
    }
    let seen = text.chars().filter(|&c| !invisible(c));
    let seen: String = seen
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    together(seen.trim())
}

/// Signs without a shape of their own: zero-width blanks, marks of direction and byte order, soft hyphens.
pub fn invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}'
        )
}

/// Whether a text is an e-mail address: one @, something on both sides, a point behind it.
pub fn is_mail(text: &str) -> bool {
    matches!(text.split_once('@'), Some((name, host))
        if !name.is_empty() && host.contains('.') && !host.contains('@')
            && !text.contains(char::is_whitespace))
}

/// Whether a number was shortened by a spreadsheet: 4.47911E+11. What it stood for is lost.
pub fn is_shortened(text: &str) -> bool {
    let Some((front, back)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let whole = front.strip_prefix('-').unwrap_or(front);
    let number = match whole.split_once(['.', ',']) {
        Some((whole, rest)) => whole.len() == 1 && digits(whole) && digits(rest),
        None => whole.len() == 1 && digits(whole),
    };
    number
        && back
            .strip_prefix('+')
            .is_some_and(|power| power.len() >= 2 && digits(power))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(texts: &[&str], expected: &str) {
        let spelling = Spelling::of(&texts.iter().copied().collect());
        for text in texts {
            assert_eq!(spelling.plain(text), expected, "{text:?}");
        }
    }

    #[test]
    fn spellings_of_one_number_are_one() {
        same(
            &[
                "17850",
                "17850.0",
                "17850.00",
                "'17850",
                "17850\u{200b}",
                "\u{feff}17850 ",
                "=\"17850\"",
            ],
            "17850",
        );
        same(&["Café", "Cafe\u{301}"], "Café");
        same(&["Ann@Example.com", "ann@example.com "], "ann@example.com");
        same(&["007", "'007"], "007");
    }

    #[test]
    fn what_differs_stays_apart() {
        let spelling = Spelling::of(&["12.0", "12.1"].into_iter().collect());
        assert_eq!(spelling.plain("12.0"), "12.0");
        let spelling = Spelling::default();
        assert_eq!(spelling.plain("A.0"), "A.0");
        assert_eq!(spelling.plain("Ann"), "Ann");
        assert_eq!(spelling.plain("\u{200b}"), "");
    }

    #[test]
    fn shortened_numbers_are_seen() {
        assert!(
            ["4.47911E+11", "5,90123e+12", "1E+10"]
                .into_iter()
                .all(is_shortened)
        );
        assert!(
            !["1E10", "5E", "E+11", "12E+3", "SIZE+10", "4.4E+1"]
                .into_iter()
                .any(is_shortened)
        );
    }

    #[test]
    fn addresses_are_told_from_other_texts() {
        assert!(is_mail("a@b.co"));
        assert!(
            !["a@b", "@b.co", "a b@c.de", "a@b@c.de", "ann"]
                .into_iter()
                .any(is_mail)
        );
    }
}
