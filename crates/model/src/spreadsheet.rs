//! Cells of files for spreadsheets.

/// Writes a cell of words as RFC 4180 has it, made safe: Excel takes words that begin like a formula for one, in the wide
/// forms of East Asian keyboards, too, so an apostrophe stands before them; and spreadsheets of many countries divide cells by
/// semicolons or tabs, so these are quoted like commas.
pub fn cell(out: &mut String, words: &str) {
    let risky = words.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    // What begins with a space or an apostrophe would lose it.
    let quoted = risky
        || words.starts_with([' ', '\''])
        || words.contains([',', '"', '\n', '\r', ';', '\t']);
    if !quoted {
        return out.push_str(words);
    }
    out.push('"');
    if risky {
        out.push('\'');
    }
    out.push_str(&words.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: &str) {
        let mut out = String::new();
        cell(&mut out, words);
        assert_eq!(out, expected);
    }

    #[test]
    fn cells_are_safe_and_quoted_where_they_must_be() {
        check("France", "France");
        check("", "");
        check("−24%", "−24%");
        check("a,b", "\"a,b\"");
        check("a;b", "\"a;b\"");
        check("a\tb", "\"a\tb\"");
        check("1;=1+1", "\"1;=1+1\"");
        check("say \"hi\"", "\"say \"\"hi\"\"\"");
        check("two\nlines", "\"two\nlines\"");
        check("two\rlines", "\"two\rlines\"");
        check(" x", "\" x\"");
        check("'x", "\"'x\"");
        check("=1+1", "\"'=1+1\"");
        check("+49 30", "\"'+49 30\"");
        check("-2", "\"'-2\"");
        check("@cmd", "\"'@cmd\"");
        check("\tx", "\"'\tx\"");
        check("\rx", "\"'\rx\"");
        check("＝1", "\"'＝1\"");
        check("=A,\"B\"", "\"'=A,\"\"B\"\"\"");
    }
}
