//! From the report to what the charts are given.

use clientele_model::experiments::{Measure, MeasureRow, ResultReport, Role, Stand};
use clientele_model::selection::Only;

use super::words::{self, HELD_BACK};
use crate::charts::{ArmBar, Bar, Block, Guard, Ink, Interval, Intervals, Lead, LeadDay, Tip};
use crate::format::Format;

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
                &way.about
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
    let all = words::judged(r);
    let bars = words::arms(r).enumerate().map(|(at, arm)| {
        let expected = arm.share * f64::from(all);
        let name = words::arm(r, at, arm);
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
    let alike = words::arms(r).all(|arm| (arm.share - first).abs() < 1e-9);
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
    let m = Measure::Share;
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
        sides: ("Orders count".to_owned(), "Afterwards".to_owned()),
        said,
        axis: "Days since the send".to_owned(),
    }
}

/// Who bought in the days after the window.
pub(super) fn after(r: &ResultReport, fmt: &Format) -> Vec<Bar> {
    let m = Measure::Share;
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
