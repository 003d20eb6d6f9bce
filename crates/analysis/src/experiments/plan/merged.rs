//! Groups of few customers go together in the campaign that is computed, so that no arm of one of them is empty.

use super::sums::Part;
use crate::inference::Beta;
use crate::inference::campaign::{Cell, Figure};

/// Fewer customers than this are few.
const FEW: u32 = 20;

/// The cells of the campaign: groups of few customers are one.
pub fn together(parts: &[Part]) -> Vec<Cell> {
    let (few, many): (Vec<&Part>, Vec<&Part>) =
        parts.iter().partition(|part| part.cell.customers < FEW);
    let mut cells: Vec<Cell> = many.into_iter().map(|part| part.cell).collect();
    let customers: u32 = few.iter().map(|part| part.cell.customers).sum();
    let Some(first) = few.first().filter(|_| customers > 0) else {
        return cells;
    };
    let mean = |of: fn(&Cell) -> f64| {
        let sum = |part: &&Part| f64::from(part.cell.customers) * of(&part.cell);
        few.iter().map(sum).sum::<f64>() / f64::from(customers)
    };
    let rate = mean(|cell| cell.rate.mean());
    let size = mean(|cell| cell.rate.a + cell.rate.b);
    let one = Cell {
        customers,
        rate: Beta {
            a: rate * size,
            b: (1.0 - rate) * size,
        },
        lift: Figure {
            mean: mean(|cell| cell.lift.mean),
            error: mean(|cell| cell.lift.error),
        },
        margin: Figure {
            mean: mean(|cell| cell.margin.mean),
            error: first.cell.margin.error,
        },
        offer: mean(|cell| cell.offer),
        ..first.cell
    };
    match cells.iter_mut().max_by_key(|cell| cell.customers) {
        // Still few: they go with the largest.
        Some(largest) if customers < FEW => *largest = joined(largest, &one),
        _ => cells.push(one),
    }
    cells
}

fn joined(a: &Cell, b: &Cell) -> Cell {
    let (n, m) = (f64::from(a.customers), f64::from(b.customers));
    let mean = |a: f64, b: f64| (n * a + m * b) / (n + m);
    let figure = |a: Figure, b: Figure| Figure {
        mean: mean(a.mean, b.mean),
        error: mean(a.error, b.error),
    };
    Cell {
        customers: a.customers + b.customers,
        rate: Beta {
            a: mean(a.rate.a, b.rate.a),
            b: mean(a.rate.b, b.rate.b),
        },
        lift: figure(a.lift, b.lift),
        margin: figure(a.margin, b.margin),
        offer: mean(a.offer, b.offer),
        ..*a
    }
}
