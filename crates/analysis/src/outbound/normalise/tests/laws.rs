//! Laws that hold for any text.

use proptest::prelude::*;

use super::*;

/// Texts like those of a customer file, and any other.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ ]?[A-Za-zÀ-ž.+_-]{0,12}@(gmail|example|g.mail)\\.(com|co.uk)[ ]?",
        "[+0]{0,3}[ 0-9()/.-]{4,18}",
        "(Mr\\. |Dr\\.|Mr\\.  )?[A-Za-zé' -]{0,10}(,? ?(jr\\.?|III|PhD))?",
        "[a-zA-Z0-9]{0,4}[ -]?[a-zA-Z0-9]{0,4}",
    ]
}

proptest! {
    #[test]
    fn what_is_tidied_stays_as_it_is(raw in texts()) {
        for rule in RULES {
            for field in Field::ALL {
                let (outcome, out) = of(*field, rule, &raw, None);
                match outcome {
                    Outcome::Fine(_) => {
                        let (again, same) = of(*field, rule, &out, None);
                        prop_assert_eq!(&same, &out, "{:?} {:?} {:?} {:?}", rule, field, raw, again);
                        prop_assert!(!out.is_empty());
                    }
                    Outcome::Hashed => prop_assert!(out.len() == 64 || out.len() == 32),
                    Outcome::Empty | Outcome::Invalid(_) => prop_assert_eq!(out, ""),
                }
            }
        }
    }

    #[test]
    fn a_number_with_its_plus_stays_as_it_is_wherever_it_is_read(raw in texts(), home in 0..6_usize) {
        let home = ["US", "DE", "FR", "IT", "HU", "DK"][home];
        let (outcome, out) = of(Field::Phone, Rule::Google, &raw, Some(home));
        if let Outcome::Fine(_) = outcome {
            prop_assert_eq!(of(Field::Phone, Rule::Google, &out, Some(home)).1, out);
        }
    }

    #[test]
    fn what_is_not_changed_is_not_said_to_be(raw in texts()) {
        for rule in RULES {
            for field in Field::ALL {
                let (outcome, out) = of(*field, rule, &raw, None);
                if let Outcome::Fine(changes) = outcome {
                    prop_assert_eq!(changes.is_empty(), out == raw, "{:?} {:?} {:?} {:?}", rule, field, raw, out);
                }
            }
        }
    }
}
