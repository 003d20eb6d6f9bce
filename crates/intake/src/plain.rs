//! Texts without accents and capitals, for comparing words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in small letters and without accents.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Syllables of Korean, signs of Japanese and letters of Russian would come apart.
    let apart = text.chars().flat_map(|c| {
        let whole =
            matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{3040}'..='\u{30ff}' | '\u{400}'..='\u{4ff}');
        let alone = whole.then_some(c);
        let parts = (!whole).then(|| std::iter::once(c).nfkd());
        alone.into_iter().chain(parts.into_iter().flatten())
    });
    let mut plain = String::with_capacity(text.len());
    for c in apart
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'ß' => plain.push_str("ss"),
            'ł' => plain.push('l'),
            'ø' => plain.push('o'),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            'ё' => plain.push('е'),
            c if is_combining_mark(c) => {}
            c => plain.push(c),
        }
    }
    plain
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
}
