//! Names from the data as a reader likes to see them. Data and downloads keep their own spelling.

/// Words that stay as they are written in a name in capitals.
const KEPT: [&str; 14] = [
    "BBQ", "CD", "DIY", "DVD", "EU", "LED", "TV", "UK", "USA", "USB", "XL", "XXL", "II", "III",
];

/// Words that keep their first capital.
const PROPER: [&str; 8] = [
    "CHRISTMAS",
    "EASTER",
    "ENGLAND",
    "FRENCH",
    "HALLOWEEN",
    "LONDON",
    "PARIS",
    "XMAS",
];

/// A name without shouting: one all in capitals becomes "Party bunting", and stray spaces go. Short words alone (USA, LEGO)
/// are taken for abbreviations. A country has its usual English name. A name with letters beyond A to Z stays as it is:
/// the tables of all the world's letters would weigh as much as a panel.
pub fn named(name: &str) -> String {
    match name {
        "EIRE" => return "Ireland".to_owned(),
        "RSA" => return "South Africa".to_owned(),
        _ => {}
    }
    let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let tidy = tidy.replace(" ,", ",");
    let foreign = |c: char| !c.is_ascii() && !matches!(c, '’' | '£' | '€');
    let letters = tidy.bytes().filter(u8::is_ascii_alphabetic).count();
    let small = tidy.bytes().any(|b| b.is_ascii_lowercase());
    let shouts = !small && letters > 2 && (letters > 4 || tidy.contains(' '));
    if !shouts || tidy.contains(foreign) {
        return tidy;
    }
    let mut out = String::with_capacity(tidy.len());
    let within = |c: char| c.is_ascii_alphanumeric() || c == '\'' || c == '’';
    let mut rest = tidy.as_str();
    while !rest.is_empty() {
        let end = rest.find(|c| !within(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let first = !out.bytes().any(|b| b.is_ascii_alphanumeric());
        out.push_str(&quiet(word, first));
        let next = after.find(within).unwrap_or(after.len());
        let (between, after) = after.split_at(next);
        out.push_str(between);
        rest = after;
    }
    out
}

/// One word of a name in capitals.
fn quiet(word: &str, first: bool) -> String {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    // "A4", "3D" and "VITAMIN C" are signs, "A" and "X" (10 X 15) are words.
    let number = word.contains(|c: char| c.is_ascii_digit());
    let sign =
        letters == 1 && (number || !matches!(word, "A" | "X")) && !word.contains(['\'', '’']);
    if sign || KEPT.contains(&word) {
        return word.to_owned();
    }
    let mut lower = word.to_ascii_lowercase();
    if !number && (first || PROPER.contains(&word)) {
        capitalise(&mut lower);
    }
    lower
}

/// Makes the first letter a capital, where it is one of A to Z.
pub fn capitalise(word: &mut str) {
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, shown: &str) {
        assert_eq!(named(raw), shown);
        assert_eq!(named(shown), shown, "twice is as good as once");
    }

    #[test]
    fn a_name_in_capitals_is_set_as_a_sentence() {
        check("REGENCY CAKESTAND 3 TIER", "Regency cakestand 3 tier");
        check("PAPER CRAFT , LITTLE BIRDIE", "Paper craft, little birdie");
        check(
            "WHITE HANGING HEART T-LIGHT HOLDER",
            "White hanging heart T-light holder",
        );
        check(
            "PAPER CHAIN KIT 50'S CHRISTMAS ",
            "Paper chain kit 50's Christmas",
        );
        check("12 PENCILS SMALL TUBE", "12 pencils small tube");
        check("60 CAKE CASES  70CM", "60 cake cases 70cm");
        check("VINTAGE UNION JACK UK FLAG", "Vintage union jack UK flag");
        check("POSTER 10 X 15, A4", "Poster 10 x 15, A4");
        check("RIBBONS", "Ribbons");
        check("GIFT VOUCHER £40.00", "Gift voucher £40.00");
    }

    #[test]
    fn what_does_not_shout_stays_as_it_is() {
        for name in [
            "",
            "USA",
            "LEGO",
            "Linen scarf",
            "iPod Dock",
            "United Kingdom",
            "85123A",
            "ÉTUI ROUGE",
            "Dotcomgiftshop Gift Voucher £40.00",
        ] {
            check(name, name);
        }
    }

    #[test]
    fn a_country_has_its_usual_name() {
        check("EIRE", "Ireland");
        check("RSA", "South Africa");
    }
}
