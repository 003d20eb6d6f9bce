//! From the report to what the charts are given.

use clientele_model::experiments::{
    Cut, CutRow, Impact, MeasureRow, ResultReport, Role, Sensitivity, Stand,
};
use clientele_model::selection::Only;

use super::words::{self, HELD_BACK};
use crate::charts::{
    ArmBar, Bar, Block, Gain, Guard, Ink, Interval, Intervals, Lead, LeadDay, Tip,
};
use crate::format::Format;
use crate::names::named;

/// The goal and the profit, each measured in several ways.
pub(super) fn effects(r: &ResultReport, fmt: &Format) -> Intervals {
    let rows = [words::goal(r), words::second(r)];
    Intervals {
        label: "The effect on the goal and on the profit, with intervals".to_owned(),
        blocks: rows
            .into_iter()
            .flatten()
            .map(|row| ways(row, fmt))
            .collect(),
        ..Intervals::default()
    }
}

/// A measure in all its ways.
fn ways(row: &MeasureRow, fmt: &Format) -> Block {
    let m = row.measure;
    let rows = row.ways.iter().map(|way| {
        let (text, range) = (
            words::change(fmt, m, way.effect),
            words::between(fmt, m, way.low, way.high),
        );
        let rows = vec![
            ("Effect", words::with_unit(fmt, m, way.effect)),
            ("95% interval", range.clone()),
        ];
        Interval {
            key: String::new(),
            name: way.name.clone(),
            sub: way.about.clone(),
            value: way.effect,
            low: way.low,
            high: way.high,
            ring: None,
            ink: if way.counts { Ink::Mark } else { Ink::Compare },
            strong: way.counts,
            label: format!("{}, {}: {text}, {range}", row.name, way.name),
            text,
            range,
            tip: Tip::new(&way.name, rows).note(if way.counts {
                "The verdict rests on this one."
            } else {
                ""
            }),
        }
    });
    let role = match row.role {
        Role::Goal => "the goal",
        Role::Guardrail => "guardrail",
        Role::Other => "shown beside it",
    };
    let limit = row.limit.map(|limit| {
        let words = format!("limit {}", words::with_unit(fmt, m, limit));
        (limit, words)
    });
    Block {
        head: (row.name.clone(), role.to_owned()),
        rows: rows.collect(),
        limit,
        axis: words::axis(fmt, Some(row), m),
    }
}

/// How many customers each arm has.
pub(super) fn arms(r: &ResultReport, fmt: &Format) -> (Vec<ArmBar>, String) {
    let all: u32 = r.arms.iter().map(|arm| arm.customers).sum();
    let two = r.arms.len() == 2;
    let bars = r.arms.iter().enumerate().map(|(at, arm)| {
        let expected = arm.share * f64::from(all);
        let name = match at {
            0 => HELD_BACK.to_owned(),
            _ if two => words::treated(r),
            _ => named(&arm.name),
        };
        let text = fmt.count(arm.customers);
        let rows = vec![
            ("Customers", text.clone()),
            ("As planned", fmt.number(expected, 0)),
            ("Share planned", fmt.share(arm.share)),
            ("Bought", fmt.count(arm.buyers)),
        ];
        let only = arm.of.as_ref().map(Only::to_string);
        ArmBar {
            key: only.unwrap_or_default(),
            label: format!("{name}: {}", fmt.counted(arm.customers, "customer")),
            tip: Tip::new(&name, rows).note(&format!("“{}” in the file", arm.name)),
            name,
            value: f64::from(arm.customers),
            expected,
            text,
            ink: if at == 0 { Ink::Compare } else { Ink::Mark },
        }
    });
    let first = r.arms.first().map_or(0.0, |arm| arm.share);
    let alike = r.arms.iter().all(|arm| (arm.share - first).abs() < 1e-9);
    let note = if alike && all > 0 {
        let due = fmt.number(first * f64::from(all), 0);
        format!("dashed: as planned, {due} each")
    } else {
        "dashed: as planned".to_owned()
    };
    (bars.collect(), note)
}

/// The guardrails.
pub(super) fn guards(r: &ResultReport, fmt: &Format) -> Vec<Guard> {
    let all = r.measures.iter().filter(|row| row.role == Role::Guardrail);
    let rows = all.map(|row| {
        let m = row.measure;
        let stand = row.stand.unwrap_or(Stand::Unknown);
        let (_, _, word) = words::sign(stand);
        let way = words::counting(row).filter(|way| way.effect.is_finite());
        let limit = row.limit.filter(|_| stand != Stand::Unknown);
        let change = way.zip(limit);
        let note = fmt.sentence(&row.note);
        let (about, rows) = match change {
            Some((way, limit)) => {
                let levels = [row.control, row.treated].map(|v| words::level(fmt, m, v));
                let effect = words::effect(fmt, m, (way.effect, way.low, way.high));
                let limit = words::with_unit(fmt, m, limit);
                let [before, now] = levels;
                let about = format!("{before} → {now}: {effect}; agreed limit {limit}");
                let rows = vec![
                    (HELD_BACK, before),
                    ("Got it", now),
                    ("Change", effect),
                    ("Agreed limit", limit),
                ];
                (about, rows)
            }
            None if note.is_empty() => ("The data do not say.".to_owned(), vec![]),
            None => (note.clone(), vec![]),
        };
        let said = if change.is_some() {
            note
        } else {
            String::new()
        };
        Guard {
            name: row.name.clone(),
            word: word.to_owned(),
            sign: words::ink(stand),
            change: change.map(|(way, limit)| (way.effect, way.low, way.high, limit)),
            label: format!("{}: {word}. {about}", row.name),
            about,
            tip: Tip::new(&row.name, rows).note(&said),
        }
    });
    rows.collect()
}

/// The lead over the days.
pub(super) fn course(r: &ResultReport, fmt: &Format) -> Lead {
    let m = clientele_model::experiments::Measure::Share;
    let points = r.course.iter().flat_map(|course| &course.days);
    let days = points.map(|d| {
        let lead = d.treated - d.control;
        let title = format!("Day {}", d.day);
        let span = |(low, high)| words::between(fmt, m, low, high);
        let said = words::with_unit(fmt, m, lead);
        let rows = vec![
            ("Held back, bought by then", words::level(fmt, m, d.control)),
            ("Got it, bought by then", words::level(fmt, m, d.treated)),
            ("Lead", said.clone()),
            ("For one look", span(d.single)),
            ("On any day", span(d.any_day)),
        ];
        LeadDay {
            day: d.day,
            lead,
            single: d.single,
            any: d.any_day,
            label: format!("{title}: {said}; on any day {}", span(d.any_day)),
            tip: Tip::new(&title, rows),
        }
    });
    let days: Vec<_> = days.collect();
    let on = |day: Option<&LeadDay>, unit: bool| {
        day.map_or_else(String::new, |d| {
            let lead = if unit {
                words::with_unit(fmt, m, d.lead)
            } else {
                words::change(fmt, m, d.lead)
            };
            format!("Day {}: {lead}", d.day)
        })
    };
    let end = days.iter().rev().find(|d| d.day <= r.window);
    let said = (on(end, true), on(days.last(), false));
    Lead {
        label: "More buyers among 100, counted from the send on".to_owned(),
        days,
        end: r.window,
        sides: ("Counts".to_owned(), "Afterwards".to_owned()),
        said,
        axis: "Days since the send".to_owned(),
    }
}

/// Who bought in the days after the window.
pub(super) fn after(r: &ResultReport, fmt: &Format) -> Vec<Bar> {
    let m = clientele_model::experiments::Measure::Share;
    let shares = r.after.iter().flat_map(|after| {
        [
            (HELD_BACK.to_owned(), after.control, Ink::Compare),
            (words::treated(r), after.treated, Ink::Mark),
        ]
    });
    let bars = shares.map(|(name, v, ink)| {
        let text = words::level(fmt, m, v);
        Bar {
            key: String::new(),
            tip: Tip::new(&name, vec![("Bought in these days", text.clone())]),
            name,
            value: v,
            text,
            ink,
        }
    });
    bars.collect()
}

/// One way to cut the customers into groups.
pub(super) fn cut(r: &ResultReport, cut: &Cut, fmt: &Format) -> Intervals {
    let m = words::goal_measure(r);
    let rows = cut.rows.iter().map(|row| group(r, row, fmt)).collect();
    let unit = match m {
        clientele_model::experiments::Measure::Share => "points",
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
    let m = clientele_model::experiments::Measure::Money;
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
