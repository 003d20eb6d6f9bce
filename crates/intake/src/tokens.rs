//! Words that stand where there is no value.

/// How far a column can be trusted to mean a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Customers: guests and walk-in customers are nobody, too.
    Customer,
    /// Codes, costs, discounts, cancellation times: every word for "no value" is one.
    Value,
    /// Countries, categories, channels, tiers, names: `NA` may be Namibia, `None` a tier.
    Name,
}

/// What no shop means by a value of its own.
const NEVER_A_VALUE: [&str; 34] = [
    "null",
    "(null)",
    "<null>",
    "[null]",
    "\\n",
    "nan",
    "<na>",
    "#n/a",
    "#na",
    "#null!",
    "#ref!",
    "#value!",
    "#name?",
    "#div/0!",
    "#num!",
    "#spill!",
    "#calc!",
    "#field!",
    "#connect!",
    "#blocked!",
    "#unknown!",
    "#busy!",
    "#python!",
    "#data!",
    "#getting_data",
    "#external!",
    "#error!",
    "nat",
    "undefined",
    "-",
    "--",
    "---",
    "(blank)",
    "(empty)",
];

/// What means "no value" where nothing else can be meant.
const NO_VALUE: [&str; 18] = [
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "n/d",
    "none",
    "nil",
    "void",
    "unknown",
    "not available",
    "not applicable",
    "not set",
    "no value",
    "empty",
    "blank",
    "k.a.",
    "?",
    ".",
];

/// Who is nobody: people who bought without saying who they are.
const NOBODY: [&str; 50] = [
    "guest",
    "guest customer",
    "guest user",
    "guest checkout",
    "guest order",
    "walk-in",
    "walk in",
    "walkin",
    "walk-in customer",
    "walk in customer",
    "walkin customer",
    "anonymous",
    "anonymous customer",
    "cash customer",
    "cash sale",
    "pos customer",
    "retail customer",
    "counter sale",
    "counter sales",
    "unknown customer",
    "no customer",
    "default customer",
    "not registered",
    "unregistered",
    "customer",
    "gast",
    "gastkunde",
    "gastbestellung",
    "laufkunde",
    "laufkundschaft",
    "barverkauf",
    "anonym",
    "invité",
    "invite",
    "client de passage",
    "client comptoir",
    "anonyme",
    "invitado",
    "cliente mostrador",
    "consumidor final",
    "público en general",
    "publico en general",
    "ospite",
    "cliente generico",
    "anonimo",
    "convidado",
    "cliente balcão",
    "gość",
    "гость",
    "匿名",
];

/// Whether a text, already without outer blanks, means that there is no value.
pub fn is_none(text: &str, role: Role) -> bool {
    // The longest of the words has nineteen signs.
    if text.len() > 40 {
        return false;
    }
    let text = text.to_lowercase();
    let dashes = text
        .chars()
        .all(|c| matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−'));
    if dashes || NEVER_A_VALUE.contains(&text.as_str()) {
        return true;
    }
    match role {
        Role::Name => false,
        Role::Value => NO_VALUE.contains(&text.as_str()),
        Role::Customer => {
            NO_VALUE.contains(&text.as_str()) || NOBODY.contains(&text.as_str()) || text == "-1"
        }
    }
}

/// Whether a text is the number nought, which some shops give to guests: "0", "000", "0.0".
pub fn is_nought(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    !whole.is_empty()
        && [whole, rest]
            .iter()
            .all(|part| part.bytes().all(|b| b == b'0'))
}

/// Whether a text in a column of cancellation times or flags says that the order was not cancelled.
pub fn is_no(text: &str) -> bool {
    let lower = text.to_lowercase();
    let no = [
        "false", "f", "no", "n", "0", "0.0", "off", "falsch", "nein", "non", "faux", "falso",
        "nee", "não", "nao", "nej", "nie", "нет", "否",
    ];
    is_none(text, Role::Value) || no.contains(&lower.as_str()) || lower.starts_with("0000-00-00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing_are_known_in_any_case() {
        for text in [
            "NULL", "null", "NA", "N/A", "#N/A", "nan", "NaN", "None", "\\N", "-", "—", "Unknown",
        ] {
            assert!(is_none(text, Role::Value), "{text}");
            assert!(is_none(text, Role::Customer), "{text}");
        }
        for text in ["Guest", "GUEST", "Walk-in Customer", "Laufkundschaft", "-1"] {
            assert!(is_none(text, Role::Customer), "{text}");
            assert!(!is_none(text, Role::Name), "{text}");
        }
    }

    #[test]
    fn names_stay() {
        for text in ["NA", "None", "Nan Shepherd", "Guest Towel", "0", "Namibia"] {
            assert!(!is_none(text, Role::Name), "{text}");
        }
        for text in ["NA-40", "Nora", "17", "0"] {
            assert!(!is_none(text, Role::Value), "{text}");
        }
    }

    #[test]
    fn noughts_and_noes() {
        assert!(["0", "000", "0.0", "'0"].into_iter().all(is_nought));
        assert!(!["", "10", "O", ".0"].into_iter().any(is_nought));
        assert!(
            ["FALSE", "no", "0", "NULL", "0000-00-00 00:00:00"]
                .into_iter()
                .all(is_no)
        );
        assert!(!["TRUE", "1", "2024-02-02", "yes"].into_iter().any(is_no));
    }
}
