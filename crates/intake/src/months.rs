//! Words in dates: months in many languages, days of the week, halves of the day, zones.

/// Month names by language, January first, without accents and in small letters. A language that stands
/// earlier is tried first: "mar" is March before it is the Finnish November.
const MONTHS: [&str; 19] = [
    "january february march april may june july august september october november december",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november desember",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
    "styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien",
    "ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince",
    "leden unor brezen duben kveten cerven cervenec srpen zari rijen listopad prosinec",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december",
    "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
];

/// Short forms that are no beginning of the name.
const SHORT: [(&str, i8); 4] = [("mrt", 3), ("mrz", 3), ("sept", 9), ("setiembre", 9)];

/// How days of the week begin, without accents.
const WEEKDAYS: [&str; 66] = [
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "lun",
    "mar",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
    "mie",
    "jue",
    "vie",
    "sab",
    "dom",
    "gio",
    "seg",
    "ter",
    "qua",
    "qui",
    "sex",
    "feira",
    "ma",
    "wo",
    "vr",
    "za",
    "zo",
    "maandag",
    "dinsdag",
    "woensdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "tis",
    "ons",
    "tors",
    "fre",
    "lor",
    "son",
    "tir",
    "tor",
    "pon",
    "пн",
    "вт",
    "ср",
    "чт",
    "пт",
];

/// Words that may stand in a date and say nothing.
const FILLERS: [&str; 43] = [
    "at", "um", "uhr", "las", "alle", "ore", "om", "kl", "klo", "of", "de", "del", "den", "der",
    "the", "le", "du", "el", "on", "st", "nd", "rd", "th", "er", "o", "e", "г", "г.", "года", "t",
    "h", "hrs", "hr", "uur", "de.", "d", "à", "a", "las.", "s", "min", "и", "в",
];

/// Names of zones; the wall clock stands beside them.
const ZONES: [&str; 46] = [
    "z", "utc", "gmt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "akst", "hst",
    "cet", "cest", "met", "mez", "mesz", "bst", "wet", "west", "eet", "eest", "msk", "ist", "pkt",
    "jst", "kst", "sgt", "hkt", "aest", "aedt", "acst", "awst", "nzst", "nzdt", "brt", "art",
    "clt", "cot", "sast", "eat", "wat", "gst", "wib", "pht",
];

/// What a word means in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A month, 1 to 12; it may also begin a day of the week ("mar").
    Month(i8),
    /// A day of the week, a zone, or a word that says nothing.
    Nothing,
    /// Before noon.
    Morning,
    /// After noon.
    Afternoon,
}

/// Reads a word in small letters and without accents; nothing when no date has it.
pub fn word(text: &str) -> Option<Word> {
    match text {
        "am" | "vorm" | "ap" => return Some(Word::Morning),
        "pm" | "nachm" | "ip" => return Some(Word::Afternoon),
        _ => {}
    }
    if let Some(month) = month(text) {
        return Some(Word::Month(month));
    }
    let nothing = is_weekday(text) || FILLERS.contains(&text) || ZONES.contains(&text);
    nothing.then_some(Word::Nothing)
}

/// Whether a word is, or begins like, a day of the week.
pub fn is_weekday(text: &str) -> bool {
    WEEKDAYS.iter().any(|day| match day.chars().count() {
        0..=2 => text == *day,
        _ => text.starts_with(day) && text.chars().count() <= 12,
    })
}

/// Whether a word, in small letters and without accents, is a month's whole name.
pub fn is_whole(text: &str) -> bool {
    MONTHS
        .iter()
        .any(|names| names.split(' ').any(|name| name == text))
}

fn month(text: &str) -> Option<i8> {
    if let Some((_, month)) = SHORT.iter().find(|(short, _)| *short == text) {
        return Some(*month);
    }
    if text.chars().count() < 3 {
        return None;
    }
    MONTHS.iter().find_map(|names| {
        let at = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let names = names.split(' ').enumerate();
            names
                .filter(|(_, name)| fits(name))
                .map(|(at, _)| at)
                .collect()
        };
        let exact = at(&|name| name == text);
        let begins = at(&|name| name.starts_with(text));
        match (&exact[..], &begins[..]) {
            ([one], _) | ([], [one]) => Some(*one as i8 + 1),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_by_name_and_beginning() {
        for (text, expected) in [
            ("jan", 1),
            ("january", 1),
            ("janv", 1),
            ("fevr", 2),
            ("marz", 3),
            ("mar", 3),
            ("mrt", 3),
            ("abr", 4),
            ("mai", 5),
            ("mag", 5),
            ("juin", 6),
            ("juil", 7),
            ("aout", 8),
            ("ago", 8),
            ("sept", 9),
            ("ott", 10),
            ("okt", 10),
            ("dez", 12),
            ("dic", 12),
            ("grudnia", 12),
            ("июня", 6),
            ("cervenec", 7),
            ("marraskuuta", 11),
            ("agustos", 8),
        ] {
            assert_eq!(word(text), Some(Word::Month(expected)), "{text}");
        }
        assert_eq!(word("jui"), None);
        assert_eq!(word("soon"), None);
        for text in ["fri", "freitag", "mo", "utc", "at", "uhr"] {
            assert_eq!(word(text), Some(Word::Nothing), "{text}");
        }
    }
}
