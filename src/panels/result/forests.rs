//! Effects by group, gains of a send, and what the answer hangs on: from the report to what the charts are given.

use clientele_model::experiments::{Cut, CutRow, Impact, Measure, ResultReport, Sensitivity};
use clientele_model::selection::Only;

use super::words::{self, HELD_BACK};
use crate::charts::{Block, Gain, Ink, Interval, Intervals, Tip};
use crate::format::Format;
use crate::names::named;

/// One way to cut the customers into groups.
pub(super) fn cut(r: &ResultReport, cut: &Cut, fmt: &Format) -> Intervals {
    let m = words::goal_measure(r);
    let rows = cut.rows.iter().map(|row| group(r, row, fmt)).collect();
    let unit = match m {
        Measure::Share => "points",
        _ => "effect",
    };
    Intervals {
        label: format!("Effect by {}", cut.name),
        heads: ["customers".to_owned(), unit.to_owned()],
        blocks: vec![Block {
            rows,
            axis: words::axis(fmt, words::goal(r), m),
            ..Block::default()
        }],
    }
}

fn group(r: &ResultReport, row: &CutRow, fmt: &Format) -> Interval {
    let m = words::goal_measure(r);
    let (value, low, high) = row.shrunk;
    let text = words::change(fmt, m, value);
    let span = words::between(fmt, m, low, high);
    let rows = vec![
        ("Customers", fmt.count(row.customers)),
        (HELD_BACK, words::level(fmt, m, row.control)),
        ("Got it", words::level(fmt, m, row.treated)),
        ("As measured", words::effect(fmt, m, row.measured)),
        ("Drawn to the whole", words::effect(fmt, m, row.shrunk)),
    ];
    let beyond = row.corrected < r.choices.alpha;
    let note = match (beyond, row.of.is_some()) {
        (true, true) => "More than chance. Click to look at these customers today.",
        (true, false) => "More than chance.",
        (false, true) => "May be chance. Click to look at these customers today.",
        (false, false) => "May be chance.",
    };
    let ink = match &row.of {
        Some(Only::Rfm(group)) => Ink::Segment(group.colour()),
        _ => Ink::Mark,
    };
    Interval {
        key: row.of.as_ref().map(Only::to_string).unwrap_or_default(),
        name: named(&row.name),
        sub: fmt.count(row.customers),
        value,
        low,
        high,
        ring: Some(row.measured.0),
        ink,
        strong: beyond,
        label: format!("{}: {text}, {span}", row.name),
        text,
        range: String::new(),
        tip: Tip::new(&named(&row.name), rows).note(note),
    }
}

/// What a send would bring, group by group.
pub(super) fn impact(impact: &Impact, fmt: &Format) -> Vec<Gain> {
    let m = Measure::Money;
    let rows = impact.rows.iter().map(|row| {
        let (value, low, high) = row.gain;
        let text = words::change(fmt, m, value);
        let span = words::between(fmt, m, low, high);
        let rows = vec![
            ("Customers", fmt.count(row.customers)),
            ("Further buyers", fmt.number(row.buyers, 0)),
            ("Gain of a send", text.clone()),
            ("95% interval", span.clone()),
        ];
        Gain {
            key: String::new(),
            name: named(&row.name),
            sub: fmt.counted(row.customers, "customer"),
            value,
            low,
            high,
            label: format!("{}: {text}, {span}", row.name),
            text,
            total: row.is_total,
            tip: Tip::new(&named(&row.name), rows),
        }
    });
    rows.collect()
}

/// What the answer hangs on.
pub(super) fn sensitivity(s: &Sensitivity, fmt: &Format) -> Intervals {
    let m = s.measure;
    let rows = s
        .rows
        .iter()
        .enumerate()
        .map(|(at, (name, customers, of))| {
            let (value, low, high) = *of;
            let text = words::change(fmt, m, value);
            let span = words::between(fmt, m, low, high);
            let rows = vec![
                ("Customers", fmt.count(*customers)),
                ("Effect", words::with_unit(fmt, m, value)),
                ("95% interval", span.clone()),
            ];
            Interval {
                key: String::new(),
                name: name.clone(),
                sub: String::new(),
                value,
                low,
                high,
                ring: None,
                ink: if at == 0 { Ink::Mark } else { Ink::Compare },
                strong: at == 0,
                label: format!("{name}: {text}, {span}"),
                text,
                range: String::new(),
                tip: Tip::new(name, rows),
            }
        });
    let limit = s.limit.map(|limit| {
        let words = format!("limit {}", words::with_unit(fmt, m, limit));
        (limit, words)
    });
    Intervals {
        label: "The effect with one choice changed at a time".to_owned(),
        blocks: vec![Block {
            rows: rows.collect(),
            limit,
            axis: words::axis(fmt, None, m),
            ..Block::default()
        }],
        ..Intervals::default()
    }
}
