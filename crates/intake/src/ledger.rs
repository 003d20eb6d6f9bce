//! The ledger: what became of every line, and things worth a look.

use std::collections::BTreeMap;

use clientele_model::Date;
use clientele_model::catalogue::{LargestReturn, Ledger, LedgerRow, LineClass, Service};

use crate::classify::Verdict;
use crate::column::MISSING;
use crate::dates::date_of;
use crate::lines::Lines;

/// How many unreadable lines are listed.
const LISTED: usize = 20;

/// Every class, in the order the ledger shows them.
const CLASSES: [LineClass; 9] = [
    LineClass::Unreadable,
    LineClass::NotSold,
    LineClass::Overlap,
    LineClass::NoPrice,
    LineClass::Service,
    LineClass::ReturnKnown,
    LineClass::ReturnAnonymous,
    LineClass::SaleAnonymous,
    LineClass::SaleKnown,
];

/// Counts every line. `source` says where the lines come from.
pub fn count(lines: &Lines, verdict: &Verdict, source: String) -> Ledger {
    let mut ledger = Ledger {
        read: lines.len() as u64,
        source,
        unreadable: lines
            .wrong
            .iter()
            .take(LISTED)
            .map(|(line, why)| match lines.file_of(*line) {
                Some(file) => (lines.numbers[*line], format!("{why} ({file})")),
                None => (lines.numbers[*line], why.to_string()),
            })
            .collect(),
        ..Ledger::default()
    };
    let mut rows: Vec<LedgerRow> = CLASSES
        .iter()
        .map(|&class| LedgerRow {
            class,
            lines: 0,
            value: 0.0,
            paid: Some(0.0),
        })
        .collect();
    let mut services: BTreeMap<&str, Service> = BTreeMap::new();
    let mut months: BTreeMap<Date, (u64, u64)> = BTreeMap::new();
    let mut clean = Clean::new(lines);
    // Lines stand in order of time in most files: the month of a day is looked up once.
    let (mut day, mut month) = (i64::MIN, Date::MIN);
    for (line, &class) in verdict.class.iter().enumerate() {
        let value = worth(lines, line);
        let row = &mut rows[class as usize];
        row.lines += 1;
        if !value.is_nan() {
            row.value += value;
            *row.paid.get_or_insert_default() += paid(lines, line, class);
        }
        if matches!(
            class,
            LineClass::Unreadable | LineClass::NotSold | LineClass::Overlap
        ) {
            continue;
        }
        let known = lines.customer.codes[line] != MISSING;
        let cancelled = verdict.cancelled[lines.order.codes[line] as usize];
        ledger.without_customer += u64::from(!known);
        ledger.cancelled += u64::from(cancelled);
        if verdict.copy[line] {
            ledger.copies.0 += 1;
            ledger.copies.1 += if value.is_nan() { 0.0 } else { value };
        }
        if lines.minute[line].div_euclid(1440) != day {
            day = lines.minute[line].div_euclid(1440);
            month = date_of(lines.minute[line]).first_of_month();
        }
        let counts = months.entry(month).or_default();
        if known {
            counts.0 += 1;
        } else {
            counts.1 += 1;
        }
        let service = verdict.service[verdict.product.codes[line] as usize].as_ref();
        if class == LineClass::Service
            && let Some(entry) = service
        {
            let service = services.entry(&entry.name).or_insert_with(|| Service {
                code: entry.code.clone(),
                name: entry.name.clone(),
                lines: 0,
                value: 0.0,
            });
            service.lines += 1;
            service.value += value;
        }
        let sold = lines.quantity[line] > 0 && lines.price[line] > 0.0;
        if sold && known && !cancelled {
            clean.add(lines, line, value);
        }
    }
    rows.retain(|row| row.class != LineClass::NotSold || row.lines > 0);
    ledger.classes = rows;
    ledger.clean = clean.counts();
    ledger.services = services.into_values().collect();
    ledger
        .services
        .sort_by(|a, b| b.lines.cmp(&a.lines).then(a.code.cmp(&b.code)));
    ledger.months = months
        .into_iter()
        .map(|(month, (with, without))| (month, with, without))
        .collect();
    ledger.largest_return = largest_return(lines, verdict);
    ledger
}

/// What was paid for a line after discount, below zero where it was paid back: as in revenue.
fn paid(lines: &Lines, line: usize, class: LineClass) -> f64 {
    let discounts = [&lines.discount, &lines.order_discount]
        .into_iter()
        .flatten();
    let discount: f64 = discounts.map(|discount| discount[line]).sum();
    let net = worth(lines, line).abs() - discount;
    let is_back = matches!(class, LineClass::ReturnKnown | LineClass::ReturnAnonymous);
    if is_back || lines.quantity[line] < 0 {
        -net
    } else {
        net
    }
}

fn worth(lines: &Lines, line: usize) -> f64 {
    f64::from(lines.quantity[line]) * lines.price[line]
}

/// The subset that is called clean elsewhere.
struct Clean {
    lines: u64,
    orders: Vec<bool>,
    customers: Vec<bool>,
    value: f64,
}

impl Clean {
    fn new(lines: &Lines) -> Self {
        Self {
            lines: 0,
            orders: vec![false; lines.order.distinct()],
            customers: vec![false; lines.customer.distinct()],
            value: 0.0,
        }
    }

    fn add(&mut self, lines: &Lines, line: usize, value: f64) {
        self.lines += 1;
        self.orders[lines.order.codes[line] as usize] = true;
        self.customers[lines.customer.codes[line] as usize] = true;
        self.value += value;
    }

    fn counts(&self) -> (u64, u64, u64, f64) {
        let set = |marks: &[bool]| marks.iter().filter(|&&m| m).count() as u64;
        (
            self.lines,
            set(&self.orders),
            set(&self.customers),
            self.value,
        )
    }
}

/// The largest single return of goods, and whether a sale of the same size, product and customer
/// stands before it.
fn largest_return(lines: &Lines, verdict: &Verdict) -> Option<LargestReturn> {
    let back = |line: &usize| {
        matches!(
            verdict.class[*line],
            LineClass::ReturnKnown | LineClass::ReturnAnonymous
        )
    };
    let size = |line: usize| worth(lines, line).abs();
    // The first of equals.
    let line = (0..lines.len())
        .filter(back)
        .reduce(|best, line| if size(line) > size(best) { line } else { best })?;
    let pieces = lines.quantity[line].unsigned_abs();
    let day = lines.minute[line].div_euclid(1440);
    let cancels = (0..lines.len()).any(|other| {
        matches!(
            verdict.class[other],
            LineClass::SaleKnown | LineClass::SaleAnonymous
        ) && lines.quantity[other].unsigned_abs() == pieces
            && verdict.product.codes[other] == verdict.product.codes[line]
            && lines.customer.codes[other] == lines.customer.codes[line]
            && lines.minute[other].div_euclid(1440) <= day
    });
    let name = lines.name.as_ref().map_or("", |name| name.at(line));
    Some(LargestReturn {
        product: match name {
            "" => verdict.product.at(line).to_owned(),
            name => name.split_whitespace().collect::<Vec<_>>().join(" "),
        },
        pieces: u64::from(pieces),
        value: size(line),
        day: date_of(lines.minute[line]),
        cancels,
    })
}
