//! Values as ClickHouse reads them from `param_*`: text in the form of its TSV, lists in brackets.

use clientele_analysis::days::{Day, to_date};

/// A list of texts.
pub fn texts<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    list(values.into_iter().map(|value| {
        let mut out = String::from("'");
        escape(value, &mut out);
        out.push('\'');
        out
    }))
}

/// One text.
pub fn text(value: &str) -> String {
    let mut out = String::new();
    escape(value, &mut out);
    out
}

/// A day.
pub fn day(day: Day) -> String {
    to_date(day).to_string()
}

/// A list of days.
pub fn days(days: impl IntoIterator<Item = Day>) -> String {
    list(days.into_iter().map(|day| format!("'{}'", to_date(day))))
}

/// A number; infinities are `inf` and `-inf`.
pub fn number(value: f64) -> String {
    value.to_string()
}

/// Yes or no.
pub fn flag(value: bool) -> String {
    u8::from(value).to_string()
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(","))
}

fn escape(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\0' => out.push_str("\\0"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_inside_their_quotes() {
        assert_eq!(
            texts(["a'b", "c\\", "d\n\t\0"]),
            r"['a\'b','c\\','d\n\t\0']"
        );
        assert_eq!(texts([]), "[]");
        assert_eq!(days([0, 365]), "['1970-01-01','1971-01-01']");
        assert_eq!(
            [number(f64::NEG_INFINITY), number(0.1), flag(true)],
            ["-inf", "0.1", "1"]
        );
    }
}
