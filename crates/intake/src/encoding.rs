//! How the bytes of a text file become text.

use std::borrow::Cow;
use std::collections::BTreeSet;

pub use encoding_rs::Encoding;
use encoding_rs::{
    GB18030, IBM866, ISO_8859_2, KOI8_R, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257,
};

use crate::months::{self, Word};
use crate::plain::folded;
use crate::said::Said;
use crate::table::{bare, core};
use crate::trouble::Trouble;
use crate::usual;

/// How much of a file is looked at for UTF-16 without a mark of byte order.
const GLANCE: usize = 64 * 1024;

/// The text of a file, as UTF-8; values that are not are read as Windows-1252 later, one by one.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// Nearly always UTF-8.
    pub bytes: Cow<'a, [u8]>,
}

/// Finds out in which encoding a file is, and makes UTF-8 of it.
///
/// # Errors
/// When these are no characters.
pub fn decode<'a>(
    bytes: &'a [u8],
    told: Option<&'static Encoding>,
    file: &str,
    said: &mut Said,
) -> Result<Decoded<'a>, Trouble> {
    let bytes = without_end_marks(bytes);
    let glance = &bytes[..bytes.len().min(GLANCE)];
    if let Some(told) = told {
        let (text, ..) = told.decode(bytes);
        return Ok(Decoded { bytes: owned(text) });
    }
    if let Some(wide) = wide(glance) {
        let (text, ..) = wide.decode(bytes);
        let strange = text.chars().take(GLANCE).filter(|c| {
            (c.is_control() && !c.is_whitespace()) || *c == char::REPLACEMENT_CHARACTER
        });
        if strange.count() > glance.len() / 50 {
            return Err(binary(file));
        }
        return Ok(Decoded { bytes: owned(text) });
    }
    let controls = glance
        .iter()
        .filter(|b| b.is_ascii_control() && !b.is_ascii_whitespace())
        .count();
    if controls > glance.len() / 50 {
        return Err(binary(file));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if std::str::from_utf8(bytes).is_ok() || mostly_utf8(bytes) {
        return Ok(Decoded {
            bytes: Cow::Borrowed(bytes),
        });
    }
    let guess = guess(bytes);
    let (text, _) = guess.decode_without_bom_handling(bytes);
    said.say(format!(
        "{file} is not UTF-8: it was read as {}, for example “{}”. If names look wrong, say what it is with --encoding NAME, or save it as UTF-8.",
        guess.name(),
        example(&text)
    ));
    Ok(Decoded { bytes: owned(text) })
}

fn owned(text: Cow<'_, str>) -> Cow<'static, [u8]> {
    Cow::Owned(text.into_owned().into_bytes())
}

fn binary(file: &str) -> Trouble {
    Trouble::Kind {
        file: file.to_owned(),
        what: "a binary file",
    }
}

/// Old systems end a file with a sign of its own; others fill it up with noughts.
fn without_end_marks(bytes: &[u8]) -> &[u8] {
    let end = bytes
        .iter()
        .rposition(|&b| b != 0x1a)
        .map_or(0, |at| at + 1);
    &bytes[..end]
}

/// UTF-16, by its mark or by the noughts between letters.
fn wide(glance: &[u8]) -> Option<&'static Encoding> {
    let zeros = |from: usize| {
        glance
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let many = glance.len() / 4;
    match glance {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        _ if zeros(1) > many => Some(UTF_16LE),
        _ if zeros(0) > many => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether most lines with signs beyond ASCII are UTF-8: then the file was put together from several,
/// and the others are told apart value by value.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0u64, 0u64);
    for line in bytes.split(|&b| b == b'\n').filter(|line| !line.is_ascii()) {
        match std::str::from_utf8(line) {
            Ok(_) => good += 1,
            Err(_) => bad += 1,
        }
    }
    good >= bad
}

/// The encoding that the file is most likely in.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(bytes, true);
    let guess = detector.guess(None, false);
    let guess = if guess == UTF_8 { WINDOWS_1252 } else { guess };
    // What is a part of GB 18030 may hold the rest of it.
    let guess = if guess == encoding_rs::GBK {
        GB18030
    } else {
        guess
    };
    let (_, wrong) = guess.decode_without_bom_handling(bytes);
    by_words(bytes, if wrong { WINDOWS_1252 } else { guess })
}

/// Code pages of one byte a letter.
const PAGES: [&Encoding; 9] = [
    WINDOWS_1252,
    WINDOWS_1250,
    WINDOWS_1251,
    WINDOWS_1254,
    WINDOWS_1257,
    ISO_8859_2,
    KOI8_R,
    IBM866,
    MACINTOSH,
];
/// How many cells with letters beyond ASCII are looked at for words.
const CELLS: usize = 1000;

/// The guess looks at letters only, and a table of numbers has few: where another code page makes more months and
/// headings of its words ("września" instead of "wrzeœnia"), it is that one.
fn by_words(bytes: &[u8], guess: &'static Encoding) -> &'static Encoding {
    let cells: BTreeSet<&[u8]> = bytes
        .split(|byte| b",;|\"\t\n\r".contains(byte))
        .filter(|cell| !cell.is_ascii() && cell.len() <= 64)
        .take(CELLS)
        .collect();
    let words = |page: &'static Encoding| -> usize {
        let cells = cells.iter();
        cells
            .map(|cell| sense(&page.decode_without_bom_handling(cell).0))
            .sum()
    };
    let mut best = (words(guess), guess);
    for page in PAGES {
        let many = words(page);
        if many > best.0 {
            best = (many, page);
        }
    }
    best.1
}

/// How much sense a cell makes whose letters are not all ASCII: it is a heading that is known, or a date with a month in
/// words; the beginning of a month's name may be chance.
fn sense(cell: &str) -> usize {
    let has_number = cell.contains(|c: char| c.is_ascii_digit());
    let words = cell
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| has_number && !word.is_ascii())
        .map(folded);
    let month = words.map(|word| match months::word(&word) {
        Some(Word::Month(_)) => 1 + usize::from(months::is_whole(&word)),
        _ => 0,
    });
    let is_heading = usual::known(&[bare(core(cell))]) > 0;
    month.max().unwrap_or(0).max(2 * usize::from(is_heading))
}

/// A word with a letter that shows the encoding.
fn example(text: &str) -> String {
    let word = text
        .split(|c: char| c.is_ascii_punctuation() || c.is_whitespace())
        .find(|word| !word.is_ascii());
    word.unwrap_or_default().chars().take(20).collect()
}

/// A value as text; where it is no UTF-8, as Windows-1252.
pub fn text(value: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(value) {
        Ok(text) => text.trim_start_matches('\u{feff}').into(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(value).0,
    }
}

/// `--encoding` was given something that is no name of one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a known encoding; common ones are utf-8, windows-1252, windows-1250, windows-1251, shift_jis, gb18030"
)]
pub struct NotAnEncoding(String);

/// An encoding by its name.
///
/// # Errors
/// When it is not known.
pub fn named(name: &str) -> Result<&'static Encoding, NotAnEncoding> {
    Encoding::for_label(name.as_bytes()).ok_or_else(|| NotAnEncoding(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<String>) {
        let mut said = Said::default();
        let decoded = decode(bytes, None, "x.csv", &mut said).unwrap();
        (
            String::from_utf8_lossy(&decoded.bytes).into_owned(),
            said.into_sentences(),
        )
    }

    #[test]
    fn encodings_are_recognised_and_said() {
        let text =
            "id,name,country\n1,Čaj zelený,Česko\n2,Žluté květy,Česko\n3,Příliš šťavnaté,Česko\n";
        assert_eq!(read(text.as_bytes()), (text.to_owned(), vec![]));
        let (bytes, ..) = WINDOWS_1250.encode(text);
        let (found, said) = read(&bytes);
        assert_eq!(found, text);
        assert_eq!(
            said,
            [
                "x.csv is not UTF-8: it was read as windows-1250, for example “Čaj”. If names look wrong, say what it is with --encoding NAME, or save it as UTF-8."
            ]
        );
        let text = "id,name\n1,Сахар белый\n2,Чай чёрный\n";
        let (bytes, ..) = WINDOWS_1251.encode(text);
        assert_eq!(read(&bytes).0, text);
    }

    #[test]
    fn a_single_word_that_is_known_tells_the_code_page() {
        let pages: [(&str, &[&Encoding]); 6] = [
            (
                "września października styczeń kwiecień sierpień wrzesień październik grudzień",
                &[WINDOWS_1250, ISO_8859_2],
            ),
            (
                "února března května července září října únor březen květen říjen",
                &[WINDOWS_1250, ISO_8859_2],
            ),
            (
                "март апреля мая июнь июля августа",
                &[WINDOWS_1251, KOI8_R, IBM866],
            ),
            ("mayıs ağustos eylül kasım aralık", &[WINDOWS_1254]),
            ("février août décembre März", &[WINDOWS_1252, WINDOWS_1254]),
            ("kesäkuuta heinäkuuta", &[WINDOWS_1252]),
        ];
        for (months, pages) in pages {
            for (month, page) in months
                .split(' ')
                .flat_map(|month| pages.iter().map(move |page| (month, page)))
            {
                let text = format!("Order,Date,Total\n1,4 {month} 2024,2.50\n2,5 May 2024,3\n");
                let (bytes, _, lost) = page.encode(&text);
                assert!(!lost, "{month} in {}", page.name());
                // An accent may be another, where the month is the same.
                assert_eq!(folded(&read(&bytes).0), folded(&text), "{}", page.name());
            }
        }
        let text = "Zamówienie;Data;Ilość\n1;2024-05-01;2\n";
        let (bytes, ..) = WINDOWS_1250.encode(text);
        assert_eq!(read(&bytes).0, text);
    }

    #[test]
    fn marks_of_the_end_are_no_text() {
        assert_eq!(read(b"a\n1\n\x1a").0, "a\n1\n");
        assert_eq!(read(b"\xef\xbb\xbfa\n").0, "a\n");
    }

    #[test]
    fn encodings_have_names() {
        assert_eq!(named("latin1"), Ok(WINDOWS_1252));
        assert_eq!(
            named("klingon").unwrap_err().to_string(),
            "“klingon” is not a known encoding; common ones are utf-8, windows-1252, windows-1250, windows-1251, shift_jis, gb18030"
        );
    }
}
