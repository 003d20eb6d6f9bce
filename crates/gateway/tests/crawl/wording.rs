//! What no text of ours may say, whatever it is about.

/// Things that are counted.
const NOUNS: [&str; 25] = [
    "customer", "order", "product", "line", "day", "week", "month", "year", "segment", "group",
    "country", "channel", "category", "tier", "piece", "pair", "rule", "basket", "row", "value",
    "set", "box", "buyer", "item", "return",
];

/// Verbs that go with several things and not with one.
const OF_MANY: [&str; 17] = [
    "are", "have", "were", "stand", "make", "bring", "sell", "hold", "come", "buy", "spend", "say",
    "count", "lie", "need", "reach", "fit",
];

fn plural(one: &str) -> String {
    clientele_model::words::noun(2, one).into_owned()
}

/// Texts that are never right.
const NEVER: [(&str, &str); 19] = [
    ("  ", "two spaces"),
    ("..", "two full stops"),
    (" .", "a space before a full stop"),
    (" ,", "a space before a comma"),
    (",,", "two commas"),
    (", .", "a list that ends with nothing"),
    (": .", "a colon before nothing"),
    (":.", "a colon before nothing"),
    ("()", "empty brackets"),
    ("“”", "empty quotation marks"),
    ("−0 ", "minus nought"),
    ("−0%", "minus nought"),
    ("−0.0", "minus nought"),
    ("-0%", "minus nought"),
    ("▼ 0.0", "a fall of nothing"),
    ("▲ 0.0", "a rise of nothing"),
    (" of 0 ", "a part of none"),
    ("undefined", "a value that is none"),
    ("null", "a value that is none"),
];

/// Why a text is wrong; nothing when it is well.
pub fn wrong(text: &str) -> Vec<String> {
    let mut found = vec![];
    if text.trim() != text {
        found.push("spaces at its end".to_owned());
    }
    for (part, why) in NEVER {
        if text.replace("...", "…").contains(part) {
            found.push(why.to_owned());
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |at: usize| {
        let word = words.get(at).copied().unwrap_or_default();
        word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ',')
            .trim_end_matches(['.', ','])
    };
    let ends_clause = |at: usize| words[at].ends_with(['.', ',', ';', ':']);
    for at in 0..words.len() {
        if ["NaN", "inf", "Infinity", "−inf"].contains(&bare(at).trim_end_matches('%')) {
            found.push("a number that is none".to_owned());
        }
        if bare(at) == "0.0%" || words[at] == "0.0%" {
            found.push("0.0% in place of how little it is".to_owned());
        }
        let digits = bare(at).replace(',', "");
        if digits.parse::<u64>().is_err() || ends_clause(at) || words[at].contains('%') {
            continue;
        }
        let in_range = at > 0 && ["to", "and"].contains(&bare(at - 1));
        let one = digits == "1";
        if one && in_range {
            continue;
        }
        // "1 known customers", "2 more country".
        for next in [at + 1, at + 2] {
            let said = bare(next).to_lowercase();
            if NOUNS.iter().any(|noun| one && plural(noun) == said) {
                found.push(format!("1 {said}"));
            }
            if NOUNS.iter().any(|noun| !one && *noun == said) && next == at + 1 {
                found.push(format!("{digits} {said}"));
            }
            if next >= words.len() || ends_clause(next) || bare(at + 1) == "of" {
                break;
            }
        }
        let verb = bare(at + 2);
        if one && NOUNS.contains(&bare(at + 1)) && !ends_clause(at + 1) && OF_MANY.contains(&verb) {
            found.push(format!("1 {} {verb}", bare(at + 1)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_right_is_found() {
        for (text, why) in [
            ("Group  A leads", "two spaces"),
            ("It leads..", "two full stops"),
            ("Source: . .", "a space before a full stop"),
            ("Sold in , and B", "a space before a comma"),
            ("Revenue fell −0% more", "minus nought"),
            ("▼ 0.0 %", "a fall of nothing"),
            ("3 of 0 orders", "a part of none"),
            ("NaN% of revenue", "a number that is none"),
            (
                "They are 0.0% of customers",
                "0.0% in place of how little it is",
            ),
            ("1 customers bought", "1 customers"),
            ("1 known customers bought", "1 customers"),
            ("2 customer bought", "2 customer"),
            ("In 1 of 1 orders", "1 orders"),
            ("1 customer have none", "1 customer have"),
            ("1,200 country", "1200 country"),
            ("It leads ", "spaces at its end"),
        ] {
            assert!(
                wrong(text).iter().any(|found| found == why),
                "{text}: {:?}",
                wrong(text)
            );
        }
    }

    #[test]
    fn what_is_well_said_is_left_alone() {
        for text in [
            "1 customer bought, 21 customers came back",
            "1 of 30 customers is new",
            "On 9 Dec 2011 the 1 order was the last",
            "0 to 1 orders a month",
            "<0.1% of customers, 0% of revenue, 10% less",
            "Groups 2 to 10: every one holds 1 customer.",
        ] {
            assert_eq!(wrong(text), Vec::<String>::new(), "{text}");
        }
    }
}
