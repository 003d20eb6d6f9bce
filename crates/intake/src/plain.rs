//! Texts without accents and capitals, for comparing words.

use crate::letters::bare;

/// A text in small letters and without accents.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut apart = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // What comes apart, and what does not, alike as long as it goes on.
        let end = rest.find(|c| stays_whole(c) != stays_whole(first));
        let (run, behind) = rest.split_at(end.unwrap_or(rest.len()));
        match stays_whole(first) {
            true => apart.extend(run.chars().filter(|c| !is_mark(*c))),
            false => apart.push_str(&bare(run)),
        }
        rest = behind;
    }
    let mut plain = String::with_capacity(apart.len());
    for c in apart.chars().flat_map(char::to_lowercase) {
        match c {
            'ß' => plain.push_str("ss"),
            'ł' => plain.push('l'),
            'ø' => plain.push('o'),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            'ё' => plain.push('е'),
            c => plain.push(c),
        }
    }
    plain
}

/// Syllables of Korean, signs of Japanese and letters of Russian would come apart.
fn stays_whole(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{3040}'..='\u{30ff}' | '\u{400}'..='\u{4ff}')
}

/// The marks among those.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{483}'..='\u{489}' | '\u{3099}' | '\u{309a}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_are_gone() {
        for (text, expected) in [
            ("Annulé", "annule"),
            ("ZRUŠENO", "zruseno"),
            ("Größe", "grosse"),
            ("İptal", "iptal"),
            ("Отменён", "отменен"),
            ("févr.", "fevr."),
            ("년", "년"),
            ("1월", "1월"),
            ("Cafe\u{301}", "cafe"),
            ("キャンセル", "キャンセル"),
            ("カテゴリ", "カテゴリ"),
            ("Май", "май"),
        ] {
            assert_eq!(folded(text), expected);
        }
    }

    /// Sign by sign, by the tables alone.
    fn twin(text: &str) -> String {
        use unicode_normalization::UnicodeNormalization;
        use unicode_normalization::char::is_combining_mark;
        let apart = text.chars().flat_map(|c| match stays_whole(c) {
            true => vec![c],
            false => std::iter::once(c).nfkd().collect(),
        });
        let plain = apart
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .filter(|c| !is_combining_mark(*c));
        plain
            .map(|c| match c {
                'ß' => "ss".to_owned(),
                'ł' => "l".to_owned(),
                'ø' => "o".to_owned(),
                'æ' => "ae".to_owned(),
                'œ' => "oe".to_owned(),
                'đ' | 'ð' => "d".to_owned(),
                'ı' => "i".to_owned(),
                'ё' => "е".to_owned(),
                c => c.to_string(),
            })
            .collect()
    }

    #[test]
    fn every_sign_alone_and_among_others_is_read_as_the_tables_have_it() {
        for c in (0..=0x10_ffff_u32).filter_map(char::from_u32) {
            for text in [c.to_string(), format!("e{c}\u{301}ガ{c}x")] {
                assert_eq!(folded(&text), twin(&text), "{:x}", c as u32);
            }
        }
    }
}
