//! How wide words are, and where they are cut and broken.
//!
//! Widths come from a table instead of the DOM, so that charts are drawn and tested without a page. It is the table of the
//! widest font that systems fall back to (DejaVu Sans, as wide as Verdana): in any other font there is a little more room.

use super::ink::Type;

/// The width of a line of text, in pixels.
pub(super) fn text_width(text: &str, set: Type) -> f64 {
    let mean = match set {
        Type::Big | Type::BigOnSequential(_) => 1.15 * 14.0 / 12.0,
        Type::LabelOnSequential(_) | Type::Label | Type::Accent | Type::Bad | Type::OnMark => 1.15,
        Type::Plain | Type::Axis | Type::OnDiverging(_) | Type::OnSequential(_) => 1.0,
    };
    let width: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ' => 3.8,
            'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 4.6,
            'm' | 'w' | 'M' | 'W' | '%' | '@' | '→' | '…' => 11.2,
            'A'..='Z' => 8.3,
            // Chinese, Japanese, Korean and pictures fill a square.
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{1f300}'..='\u{3fffd}' => 12.0,
            _ => 7.4,
        })
        .sum();
    width * mean
}

/// The width of a line of plain text, in pixels.
pub(crate) fn plain_width(text: &str) -> f64 {
    text_width(text, Type::Plain)
}

/// The widest of some texts, at least `least` pixels.
pub(super) fn widest<T: AsRef<str>>(
    texts: impl IntoIterator<Item = T>,
    set: Type,
    least: f64,
) -> f64 {
    let widths = texts.into_iter().map(|t| text_width(t.as_ref(), set));
    widths.fold(least, f64::max)
}

/// The text, cut with an ellipsis where it is wider than `room` pixels.
pub(super) fn fit(text: &str, room: f64, set: Type) -> String {
    if text_width(text, set) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        if text_width(&cut, set) + text_width("…", set) > room {
            cut.pop();
            break;
        }
    }
    format!("{}…", cut.trim_end())
}

/// The text in lines no wider than `room` pixels; a word that is wider is cut.
pub(super) fn broken(text: &str, room: f64, set: Type) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}"), set) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(fit(word, room, set)),
        }
    }
    lines
}

/// The lines of a name: what follows its comma stands below it, quieter ("Loyal, fond of Home").
pub(super) fn name_lines(name: &str) -> impl Iterator<Item = (&str, Type)> {
    name.splitn(2, ", ").enumerate().map(|(i, part)| {
        let set = if i == 0 { Type::Label } else { Type::Axis };
        (part, set)
    })
}

/// The room that names need at the left with a gap to what follows, never more than two fifths of the width.
pub(super) fn name_room<T: AsRef<str>>(names: impl IntoIterator<Item = T>, w: f64) -> f64 {
    let wide = |name: T| {
        let lines = name_lines(name.as_ref()).map(|(line, set)| text_width(line, set));
        lines.fold(60.0, f64::max)
    };
    (names.into_iter().map(wide).fold(0.0, f64::max) + 12.0).min(w * 0.4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_to_the_room_they_have() {
        assert_eq!(fit("Short", 100.0, Type::Plain), "Short");
        let cut = fit("White hanging heart t-light holder", 90.0, Type::Plain);
        assert!(
            cut.ends_with('…') && text_width(&cut, Type::Plain) <= 90.0,
            "{cut}"
        );
    }

    #[test]
    fn headings_are_broken_between_words_and_what_is_too_long_is_cut() {
        assert_eq!(
            broken("Days since the last order", 60.0, Type::Axis),
            ["Days", "since the", "last order"]
        );
        let lines = broken("Share spent on Haberdashery", 60.0, Type::Axis);
        assert!(
            lines.iter().all(|l| text_width(l, Type::Axis) <= 60.0),
            "{lines:?}"
        );
    }

    #[test]
    fn what_follows_a_comma_in_a_name_stands_below_it() {
        let lines: Vec<_> = name_lines("Loyal, fond of Home").collect();
        assert_eq!(
            lines,
            [("Loyal", Type::Label), ("fond of Home", Type::Axis)]
        );
        let short = name_room(["Potential Loyalist"], 640.0);
        assert_eq!(
            name_room(["Potential Loyalist, fond of Home"], 640.0),
            short
        );
    }
}
