//! Numbers in sentences are figures of the report: as they stand in it, added up over a list, or one compared with
//! another beside it.

use clientele_model::words::{Piece, Sentence};
use serde_json::{Map, Value};

use super::walk::sentence;

/// Figures that sentences may speak of.
#[derive(Default)]
pub struct Figures(Vec<f64>);

/// Objects with more numbers than this are rows of a table, not figures that are compared.
const FEW: usize = 24;

/// Rows of longer lists than this are spoken of as they stand, not compared with one another.
const LONG: usize = 30;

impl Figures {
    pub fn of(report: &Value) -> Self {
        let mut figures = Self::default();
        figures.take(report);
        figures.against_the_whole(report);
        let all = &mut figures.0;
        all.retain(|number| number.is_finite());
        all.sort_unstable_by(f64::total_cmp);
        all.dedup();
        figures
    }

    fn take(&mut self, node: &Value) {
        match node {
            Value::Number(number) => self.0.extend(number.as_f64()),
            Value::Object(fields) => {
                let own = numbers(fields);
                self.compared(&own);
                // The same figures of two times or places: now and then.
                let parts: Vec<Vec<(&str, f64)>> = fields
                    .values()
                    .filter_map(Value::as_object)
                    .map(numbers)
                    .collect();
                for (at, one) in parts.iter().enumerate() {
                    for other in &parts[at + 1..] {
                        self.changed(one, other);
                    }
                }
                fields.values().for_each(|value| self.take(value));
            }
            Value::Array(items) if sentence(node).is_none() => {
                self.0.push(items.len() as f64);
                self.added_up(items);
                match items.len() {
                    0..=LONG => items.iter().for_each(|item| self.take(item)),
                    _ => items.iter().for_each(|item| self.collect(item)),
                }
            }
            _ => {}
        }
    }

    /// Every number of a row.
    fn collect(&mut self, node: &Value) {
        match node {
            Value::Number(number) => self.0.extend(number.as_f64()),
            Value::Object(fields) => fields.values().for_each(|value| self.collect(value)),
            Value::Array(items) if sentence(node).is_none() => {
                items.iter().for_each(|item| self.collect(item));
            }
            _ => {}
        }
    }

    /// Parts, rests and quotients of what stands in one object.
    fn compared(&mut self, own: &[(&str, f64)]) {
        if own.len() > FEW {
            return;
        }
        for (_, a) in own {
            self.0
                .extend([1.0 - a, -a, a.abs(), a.round(), a.floor(), a.ceil()]);
            for (_, b) in own {
                self.0
                    .extend([a - b, a + b, a / b, a / b - 1.0, 1.0 - a / b]);
            }
        }
    }

    fn changed(&mut self, one: &[(&str, f64)], other: &[(&str, f64)]) {
        let beside = |name: &str| other.iter().find(|(other, _)| *other == name);
        for (name, a) in one {
            let Some((_, b)) = beside(name) else { continue };
            let differ = [a - b, b - a, a / b - 1.0, b / a - 1.0, a / b, b / a];
            self.0.extend(differ);
            // What came of each order, then and now.
            for (under, c) in one {
                if let Some((_, d)) = beside(under) {
                    let (here, there) = (a / c, b / d);
                    self.0.extend([here / there - 1.0, there / here - 1.0]);
                }
            }
        }
    }

    /// Rows of lists against the figures of the whole report, and what has grown since a row.
    fn against_the_whole(&mut self, report: &Value) {
        let Some(fields) = report.as_object() else {
            return;
        };
        let parts = fields.values().filter_map(Value::as_object);
        let wholes = parts.chain([fields]).flat_map(numbers);
        let wholes: Vec<f64> = wholes.map(|(_, whole)| whole).collect();
        let lists = fields.values().filter_map(Value::as_array);
        for row in lists.filter(|list| list.len() <= LONG).flatten() {
            for (_, value) in row.as_object().map(numbers).unwrap_or_default() {
                for whole in &wholes {
                    let (part, growth) = (value / whole, whole / value - 1.0);
                    self.0.extend([part, part - 1.0, growth]);
                }
            }
        }
    }

    /// Sums of each column of a list, of its first rows and of its last; each row's part of the sum; and one
    /// sum as a part of another.
    fn added_up(&mut self, items: &[Value]) {
        let rows: Vec<Vec<(String, f64)>> = items
            .iter()
            .filter_map(Value::as_object)
            .map(flat)
            .collect();
        let Some(first) = rows.first() else { return };
        let mut sums = vec![];
        for (name, _) in first {
            let of = |row: &Vec<(String, f64)>| {
                let value = row.iter().find(|(other, _)| other == name);
                value.map_or(0.0, |(_, value)| *value)
            };
            let values: Vec<f64> = rows.iter().map(of).collect();
            let all: f64 = values.iter().sum();
            let mut sum = 0.0;
            for value in &values {
                sum += value;
                self.0
                    .extend([sum, all - sum, sum / all, value / all, all - value]);
            }
            let same = values.iter().filter(|value| **value > 0.0).count();
            self.0.push(same as f64);
            sums.push(all);
        }
        for one in &sums {
            for other in sums.iter().filter(|_| sums.len() <= FEW) {
                self.0.extend([one / other, 1.0 - one / other]);
            }
        }
    }

    fn has(&self, wanted: f64, half_step: f64) -> bool {
        let close = |number: &f64| (number - wanted).abs() <= half_step + wanted.abs() * 1e-9;
        let from = self
            .0
            .partition_point(|number| *number < wanted - half_step - wanted.abs() * 1e-9);
        self.0.get(from).is_some_and(close)
    }

    /// The pieces of a sentence that no figure bears.
    pub fn unborne(&self, sentence: &Sentence) -> Vec<String> {
        let bears = |piece: &Piece| match *piece {
            // Few things are counted in words.
            Piece::Count(count) => count <= 3 || self.has(count as f64, 0.5),
            Piece::Money(amount) => self.has(amount, 0.005) || self.has(-amount, 0.005),
            Piece::Share(share) => self.has(share, 0.0005),
            Piece::Change(change) => self.has(change, 0.0005) || self.has(-change, 0.0005),
            Piece::Times(factor) => self.has(factor, 0.05) || self.has(1.0 / factor, 0.005),
            Piece::Number(number, decimals) => {
                self.has(number, 0.5 * 0.1_f64.powi(i32::from(decimals)))
            }
            Piece::Text(_) | Piece::Name(_) | Piece::Day(_) | Piece::Month(_) => true,
        };
        let pieces = sentence.0.iter().filter(|piece| !bears(piece));
        pieces.map(Piece::to_string).collect()
    }
}

fn numbers(fields: &Map<String, Value>) -> Vec<(&str, f64)> {
    fields
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.as_f64()?)))
        .collect()
}

/// The numbers of a row, and those of the figures in it.
fn flat(fields: &Map<String, Value>) -> Vec<(String, f64)> {
    let own = numbers(fields).into_iter();
    let own = own.map(|(name, value)| (name.to_owned(), value));
    let inside = fields.iter().flat_map(|(name, value)| {
        let inside = value.as_object().map(numbers).unwrap_or_default();
        let inside = inside.into_iter();
        inside.map(move |(of, value)| (format!("{name}.{of}"), value))
    });
    own.chain(inside).collect()
}

#[test]
fn a_number_without_a_figure_is_found() {
    let report = serde_json::json!({
        "now": {"revenue": 120.0, "orders": 10},
        "then": {"revenue": 100.0, "orders": 5},
        "places": [{"customers": 7, "revenue": 90.0}, {"customers": 5, "revenue": 30.0}]
    });
    let figures = Figures::of(&report);
    let says = |sentence: Sentence| figures.unborne(&sentence);
    let begin = Sentence::new;
    assert!(says(begin().change(0.2).count(12).money(12.0).share(0.75)).is_empty());
    assert_eq!(says(begin().text("up ").change(0.31)), ["31%"]);
    assert_eq!(
        says(begin().count(55).money(95.5).share(0.47)),
        ["55", "95.50", "47%"]
    );
}
