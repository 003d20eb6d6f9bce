//! Headings that are nearly usual ones: a letter too many, two of them the wrong way round, or a word of the
//! shop's own in front. They are taken only where nothing else is there, and their values fit.

use strsim::osa_distance;

use crate::fields::Field;
use crate::looks::Looks;
use crate::said::Said;
use crate::table::{Table, bare};
use crate::usual::{USUAL, names};

/// What lines of orders need: where one of a group is there, the others are not sought. Money is not among it: a
/// price of one piece and what a line came to are spelled too much alike.
const NEEDED: [&[Field]; 5] = [
    &[Field::Order],
    &[Field::Time, Field::DayNumber],
    &[Field::Product, Field::Name],
    &[Field::Quantity],
    &[Field::Customer, Field::Email, Field::Person],
];

/// The first usual heading of a field that a heading in its bare form is nearly, and how far it is; nothing where
/// it is a usual one itself.
pub fn nearly(heading: &str, field: Field) -> Option<(&'static str, usize)> {
    if USUAL
        .iter()
        .any(|(_, all)| all.split_whitespace().any(|name| name == heading))
    {
        return None;
    }
    let length = heading.chars().count();
    let close = |name: &&'static str| {
        let letters = name.chars().count();
        // Short words are near to too many others.
        let most = match letters {
            0..=5 => return None,
            6..=9 => 1,
            _ => 2,
        };
        if heading.len() > name.len() && letters >= 7 && heading.ends_with(*name) {
            return Some((*name, 1));
        }
        if length.abs_diff(letters) > most {
            return None;
        }
        let distance = osa_distance(heading, name);
        (1..=most).contains(&distance).then_some((*name, distance))
    };
    names(field)
        .filter_map(|name| close(&name))
        .min_by_key(|(_, distance)| *distance)
}

/// Finds columns for what is needed and has none, by headings that are nearly usual ones.
pub fn fill(table: &Table, columns: &mut Vec<(Field, usize)>, by_hand: &[usize], said: &mut Said) {
    for group in NEEDED {
        if group
            .iter()
            .any(|field| columns.iter().any(|(other, _)| other == field))
        {
            continue;
        }
        let free: Vec<usize> = (0..table.headings.len())
            .filter(|at| columns.iter().all(|(_, used)| used != at) && !by_hand.contains(at))
            .collect();
        let mut best: Option<(usize, Field, usize, &str)> = None;
        for &at in &free {
            let heading = bare(&table.headings[at]);
            for &field in group {
                let Some((name, distance)) = nearly(&heading, field) else {
                    continue;
                };
                let closer = best.is_none_or(|(before, ..)| distance < before);
                if closer && Looks::of(&table.columns[at]).fits(field) {
                    best = Some((distance, field, at, name));
                }
            }
        }
        if let Some((_, field, at, name)) = best {
            columns.push((field, at));
            said.say(format!(
                "“{}” was taken as the {}: it is spelled much like “{name}”, and its values fit. To choose another column, use --map {}=COLUMN.",
                table.headings[at],
                field.plain(),
                field.key()
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_headings_are_found_and_far_ones_are_not() {
        let near = |heading: &str, field| nearly(&bare(heading), field).map(|(name, _)| name);
        assert_eq!(near("Custmer ID", Field::Customer), Some("customerid"));
        assert_eq!(near("Quanttiy", Field::Quantity), Some("quantity"));
        assert_eq!(near("Bestellnumer", Field::Order), Some("bestellnummer"));
        assert_eq!(near("Shop Order Number", Field::Order), Some("ordernumber"));
        assert_eq!(near("Customer ID", Field::Customer), None);
        assert_eq!(near("Notes", Field::Quantity), None);
        assert_eq!(near("Page", Field::Price), None);
    }
}
