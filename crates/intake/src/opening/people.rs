//! Who the customers are, where no column is known to tell them apart.

use clientele_model::opening::{Choice, Doubt, Sign, Told, ToldColumn};
use clientele_model::words::{Piece, counted};

use crate::fields::Field;
use crate::known::Source;
use crate::lines::Manner;
use crate::recognise::Reading;
use crate::table::Table;

/// Columns that are offered.
const MOST: usize = 4;

/// The question, where no column tells customers apart.
pub(super) fn doubt(
    table: &Table,
    reading: &Reading,
    manner: &Manner,
    told: &Told,
) -> Option<Doubt> {
    let known = [Field::Customer, Field::Email];
    if known.into_iter().any(|field| reading.find(field).is_some())
        || reading.source != Source::Other
    {
        return None;
    }
    let mut choices: Vec<(f64, Choice)> = candidates(table, reading, told);
    choices.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut choices: Vec<Choice> = choices
        .into_iter()
        .map(|(_, choice)| choice)
        .take(MOST)
        .collect();
    let without = Choice {
        label: "None: read products and baskets only".to_owned(),
        signs: vec![Sign {
            is_for: false,
            sentence: "Every sale counts as one without a customer: no segments, no audiences."
                .to_owned(),
        }],
        told: Told {
            anonymous: true,
            ..told.clone()
        },
    };
    match manner.anonymous {
        true => choices.insert(0, without),
        false => choices.push(without),
    }
    Some(Doubt {
        question: "Which column tells customers apart?".to_owned(),
        why: format!("No heading in {} is recognised as doing so.", table.file),
        choices,
        taken: manner.anonymous.then_some(0),
        rates: vec![],
    })
}

/// Columns that may: nobody reads them, they repeat, and an order has one value.
fn candidates(table: &Table, reading: &Reading, told: &Told) -> Vec<(f64, Choice)> {
    let Some(orders) = reading
        .find(Field::Order)
        .and_then(|at| table.columns[at].texts())
    else {
        return vec![];
    };
    let free = |at: &usize| reading.columns.iter().all(|(_, column)| column != at);
    let mut found = vec![];
    for at in (0..table.headings.len()).filter(free) {
        let Some(texts) = table.columns[at].texts() else {
            continue;
        };
        let mut of_order: Vec<Option<u32>> = vec![None; orders.distinct()];
        let (mut lines, mut same) = (0u64, 0u64);
        for (&order, &code) in orders.codes.iter().zip(&texts.codes) {
            let Some(first) = of_order.get_mut(order as usize) else {
                continue;
            };
            lines += 1;
            same += u64::from(*first.get_or_insert(code) == code);
        }
        let (distinct, all) = (texts.distinct() as f64, orders.distinct().max(1) as f64);
        let steady = same as f64 / lines.max(1) as f64;
        if steady < 0.95 || distinct < 10.0_f64.min(all / 2.0) || distinct > all {
            continue;
        }
        let heading = &table.headings[at];
        let choice = Choice {
            label: format!("“{heading}”"),
            signs: vec![Sign {
                is_for: true,
                sentence: format!(
                    "{} in {}; one per order on {} of the lines.",
                    counted(texts.distinct() as u64, "different value"),
                    counted(orders.distinct() as u64, "order"),
                    Piece::Share(steady)
                ),
            }],
            told: with(told, heading),
        };
        // Customers come back, and there are many of them.
        found.push((steady - (distinct / all - 0.4).abs(), choice));
    }
    found
}

fn with(told: &Told, heading: &str) -> Told {
    let mut told = told.clone();
    told.columns.retain(|column| column.column != heading);
    told.columns.push(ToldColumn {
        column: heading.to_owned(),
        field: Some(Field::Customer.key().to_owned()),
    });
    told
}
