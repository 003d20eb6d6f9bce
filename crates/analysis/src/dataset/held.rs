//! Which arm of a campaign is the one that was held back: by its name, as files write it.

/// Words for the arm that got nothing, in small letters.
pub const HELD: [&str; 19] = [
    "held",
    "hold",
    "holdout",
    "heldout",
    "control",
    "ctrl",
    "kontrolle",
    "kontrollgruppe",
    "contrôle",
    "témoin",
    "none",
    "nothing",
    "no",
    "not",
    "without",
    "ohne",
    "keine",
    "baseline",
    "untreated",
];

/// Whether an arm is the one that was held back: one of its words says so ("held back", "no mail", "Control group").
pub fn is_held(arm: &str) -> bool {
    let small = arm.to_lowercase();
    let mut words = small.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| HELD.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arm_that_was_held_back_is_known_by_its_name() {
        for held in [
            "held back",
            "Hold-out",
            "HOLDOUT",
            "control",
            "Control group",
            "Kontrolle",
            "none",
            "no mail",
            "not_mailed",
            "ohne Mail",
        ] {
            assert!(is_held(held), "{held}");
        }
        for sent in [
            "coupon", "15% off", "mail", "treated", "Nordic", "A", "notebook", "",
        ] {
            assert!(!is_held(sent), "{sent}");
        }
    }
}
