//! From box to box since the period compared with.

use std::collections::{BTreeMap, HashMap};

use clientele_model::products::{Class, Move, Place};
use clientele_model::words::Sentence;

use super::Judged;
use crate::assortment::Assortment;

/// Movement between boxes.
pub(super) struct Moves {
    /// Pairs of boxes with products, in the order of the boxes; "none" first.
    pub cells: Vec<Move>,
    /// Per row of the table now, the box then.
    pub was: Vec<Option<Place>>,
}

/// Compares two assortments by product code.
pub(super) fn of(now: &Assortment, judged: &Judged, then: &Assortment, before: &Judged) -> Moves {
    let ids = then.table.product.iter().enumerate();
    let mut stood: HashMap<&str, Place> = ids
        .filter_map(|(row, id)| Some((id, before.place[row]?)))
        .collect();
    let mut cells: BTreeMap<(Option<Place>, Option<Place>), (u32, f64)> = BTreeMap::new();
    let mut was = vec![None; now.table.len()];
    for (row, id) in now.table.product.iter().enumerate() {
        was[row] = stood.remove(id);
        let to = judged.place[row];
        if was[row].is_some() || to.is_some() {
            let cell = cells.entry((was[row], to)).or_default();
            cell.0 += 1;
            cell.1 += to.map_or(0.0, |_| judged.value[row]);
        }
    }
    // Who is left was sold then and not now; the order does not matter for a count.
    for from in stood.into_values() {
        cells.entry((Some(from), None)).or_default().0 += 1;
    }
    let cell = |((from, to), (products, value))| Move {
        from,
        to,
        products,
        value,
    };
    Moves {
        cells: cells.into_iter().map(cell).collect(),
        was,
    }
}

impl Moves {
    /// Who came into class A and who left it.
    pub fn title(&self) -> Sentence {
        let is_top = |place: Option<Place>| place.is_some_and(|place| place.class == Class::A);
        let count = |test: &dyn Fn(&Move) -> bool| -> u64 {
            let cells = self.cells.iter().filter(|cell| test(cell));
            cells.map(|cell| u64::from(cell.products)).sum()
        };
        let rose = count(&|cell| is_top(cell.to) && cell.from.is_some() && !is_top(cell.from));
        let came = count(&|cell| is_top(cell.to) && cell.from.is_none());
        let fell = count(&|cell| is_top(cell.from) && !is_top(cell.to));
        if rose + came + fell == 0 {
            return "Class A holds the same products as in the period before".into();
        }
        Sentence::new()
            .counted(rose, "product")
            .text(" rose into class A, ")
            .count(came)
            .text(" came into it without sales in the period before, and ")
            .count(fell)
            .text(" left it")
    }
}
