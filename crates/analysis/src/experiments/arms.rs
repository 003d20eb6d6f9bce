//! Names of arms and words of offers, as files write them.

/// The position of a name among others: as it is written, or else with other letters small and large.
pub(crate) fn same(names: &[&str], name: &str) -> Option<usize> {
    let exact = names.iter().position(|known| *known == name);
    exact.or_else(|| {
        let small = name.trim().to_lowercase();
        names.iter().position(|known| known.to_lowercase() == small)
    })
}

/// Words for an offer that takes nothing off.
const ALONE: [&str; 8] = [
    "without", "no", "none", "nothing", "ohne", "kein", "keine", "sans",
];

/// Whether the words of an offer say that something is given; nothing where there are no words.
pub(crate) fn gives(offer: &str) -> Option<bool> {
    let small = offer.trim().to_lowercase();
    if small.is_empty() {
        return None;
    }
    let mut words = small.split(|letter: char| !letter.is_alphanumeric());
    Some(!words.any(|word| ALONE.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_gives_unless_its_words_say_that_it_does_not() {
        let given = ["15% off the next order", "Gratis Versand", "5 € coupon"];
        assert!(given.iter().all(|offer| gives(offer) == Some(true)));
        let alone = [
            "a message without a discount",
            "No discount",
            "ohne Rabatt",
            "none",
        ];
        assert!(alone.iter().all(|offer| gives(offer) == Some(false)));
        assert_eq!(gives(" "), None);
    }
}
