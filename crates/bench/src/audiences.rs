//! Audiences of a million customers: conditions combined, and their file written.

use clientele_analysis::outbound::{Holdout, Origin, write};
use clientele_analysis::set::CustomerSet;
use clientele_model::outbound::{Choices, Destination};
use js_sys::{Array, JsString};
use roaring::RoaringBitmap;
use wasm_bindgen::prelude::*;

#[path = "../../analysis/examples/outbound/people.rs"]
mod people;

use crate::shop::now;
use people::Made;

/// Conditions that are combined.
const CONDITIONS: u32 = 10;

/// The customers of the condition of that number, ascending: a third of them by chance, or those of a range.
fn condition(number: u32, customers: u32) -> Vec<u32> {
    match number % 3 {
        0 => (customers / 10 * (number % 5)..customers / 10 * (number % 5 + 4)).collect(),
        _ => {
            let is_in = |customer: &u32| {
                let mixed = (customer ^ (number << 20)).wrapping_mul(2_654_435_761);
                (mixed ^ mixed >> 15)
                    .wrapping_mul(2_246_822_519)
                    .is_multiple_of(3)
            };
            (0..customers).filter(is_in).collect()
        }
    }
}

/// Ten conditions over so many customers, joined by and, or and minus in turn: milliseconds, those of compressed bitmaps for the
/// same, and how many customers are left, which both say.
///
/// # Errors
/// When the two do not agree.
#[wasm_bindgen]
pub fn combined(customers: u32) -> Result<Vec<f64>, JsError> {
    let lists: Vec<Vec<u32>> = (0..CONDITIONS)
        .map(|number| condition(number, customers))
        .collect();
    let dense: Vec<CustomerSet> = lists
        .iter()
        .map(|list| list.iter().copied().collect())
        .collect();
    let roaring: Vec<RoaringBitmap> = lists
        .iter()
        .map(|list| list.iter().copied().collect())
        .collect();
    let begin = now();
    let mut set = dense[0].clone();
    for (at, other) in dense.iter().enumerate().skip(1) {
        match at % 3 {
            0 => set.keep(other),
            1 => set.add(other),
            _ => set.remove(other),
        }
    }
    let count = set.len() as f64;
    let took = now() - begin;
    let begin = now();
    let mut compressed = roaring[0].clone();
    for (at, other) in roaring.iter().enumerate().skip(1) {
        match at % 3 {
            0 => compressed &= other,
            1 => compressed |= other,
            _ => compressed -= other,
        }
    }
    let theirs = compressed.len() as f64;
    let beside = now() - begin;
    match theirs == count {
        true => Ok(vec![took, beside, count]),
        false => Err(JsError::new("The two kinds of sets do not agree.")),
    }
}

/// The file of so many people for Meta: milliseconds and its SHA-256.
///
/// # Errors
/// Never in practice: there is none that the people could bring about.
#[wasm_bindgen]
pub fn meta_file(people: u32) -> Result<Array, JsError> {
    let people = Made::new(people as usize);
    let choices = Choices {
        to: Destination::Meta,
        ..Choices::default()
    };
    let (none, origin) = (Holdout::default(), Origin::default());
    let begin = now();
    let report = write(people, &choices, &none, &origin, "audience", "bench")
        .map_err(|why| JsError::new(&why.to_string()))?;
    let took = now() - begin;
    let sha = report.files.first().map_or("", |file| &file.sha256);
    Ok(Array::of2(&took.into(), &JsString::from(sha)))
}
