//! What a file that is taken along is called.

use clientele_model::Date;

/// The most letters of one part of a name, so that no file system and no mail program refuses the whole.
const MOST: usize = 40;

/// The name of a file: data set, panel, what it shows and the last day of the data, in short ASCII:
/// `online-retail-ii_overview_best-sellers_2011-12-09.csv`. Letters with accents lose them; what has no letter in ASCII leaves
/// nothing, and a part of which nothing is left is not there.
pub(super) fn file_name(parts: [&str; 3], day: Option<Date>, ending: &str) -> String {
    let mut name = String::new();
    let parts = parts.into_iter().map(short);
    for part in parts.chain(day.map(|day| day.to_string())) {
        if !name.is_empty() && !part.is_empty() {
            name.push('_');
        }
        name.push_str(&part);
    }
    if name.is_empty() {
        name.push_str("clientele");
    }
    format!("{name}.{ending}")
}

/// Small letters and digits with single hyphens between, cut between two words where that leaves enough.
fn short(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let letters = plain(c);
        if !letters.is_empty() {
            out.push_str(letters);
        } else if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') && !matches!(c, '\'' | '’') {
            out.push('-');
        }
        if out.len() > MOST {
            out.truncate(MOST);
            let cut = out.rfind('-').filter(|&at| at > MOST / 2);
            out.truncate(cut.unwrap_or(MOST));
            break;
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The letters that stand for one of the alphabets of Europe.
fn plain(c: char) -> &'static str {
    match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ð' | 'ð' | 'Ď'..='đ' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => "e",
        'Ĝ'..='ģ' => "g",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "i",
        'Ĺ'..='ł' => "l",
        'Ñ' | 'ñ' | 'Ń'..='ň' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ'..='ř' => "r",
        'Ś'..='š' => "s",
        'ß' => "ss",
        'Þ' | 'þ' => "th",
        'Ţ'..='ŧ' => "t",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "u",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => "y",
        'Ź'..='ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(parts: [&str; 3], day: Option<&str>, expected: &str) {
        let day = day.map(|day| day.parse().unwrap());
        assert_eq!(file_name(parts, day, "csv"), expected);
    }

    #[test]
    fn a_name_says_data_set_panel_figure_and_day() {
        check(
            ["online-retail-ii", "Overview", "Best sellers"],
            Some("2011-12-09"),
            "online-retail-ii_overview_best-sellers_2011-12-09.csv",
        );
        check(
            ["shop", "Segments", "Customers’ share, by RFM group (%)"],
            None,
            "shop_segments_customers-share-by-rfm-group.csv",
        );
    }

    #[test]
    fn accents_go_and_other_alphabets_leave_nothing() {
        check(
            ["Crème brûlée Łódź", "Straße", "Ærø"],
            None,
            "creme-brulee-lodz_strasse_aero.csv",
        );
        check(["日本の店", "Overview", "売上"], None, "overview.csv");
        check(["متجر", "حنوت", "\u{202e}abc"], None, "abc.csv");
        check(["", "", ""], None, "clientele.csv");
        check(["!!", "--", " "], Some("2020-02-29"), "2020-02-29.csv");
    }

    #[test]
    fn nothing_in_a_name_leads_elsewhere_and_none_is_long() {
        check(
            ["../../etc/passwd", "C:\\CON|*?", "a\u{0}b\nc"],
            None,
            "etc-passwd_c-con_a-b-c.csv",
        );
        let long = "x".repeat(1_000);
        let words = "a lot of words ".repeat(80);
        let name = file_name([&long, &words, &long], "2011-12-09".parse().ok(), "svg");
        assert!(name.len() <= 140 && name.is_ascii(), "{name}");
        assert!(
            name.contains("_a-lot-of-words-a-lot-of-words-a-lot-of_"),
            "{name}"
        );
    }
}
