//! Pictures of a test that is judged.

use clientele_app::charts::*;

use super::{check, number, tip};

fn points(v: f64) -> String {
    let sign = if v > 0.0 { "+" } else { "" };
    format!("{sign}{:.1}", v * 100.0).replace('-', "−")
}

fn euros(v: f64) -> String {
    let sign = if v < 0.0 { "−" } else { "" };
    format!("{sign}€{:.0}", v.abs())
}

fn row(name: &str, sub: &str, (value, low, high): (f64, f64, f64)) -> Interval {
    Interval {
        key: String::new(),
        name: name.into(),
        sub: sub.into(),
        value,
        low,
        high,
        ring: None,
        ink: Ink::Compare,
        strong: false,
        text: points(value),
        range: format!("{} to {}", points(low), points(high)),
        label: format!("{name}: {}", points(value)),
        tip: tip(name),
    }
}

#[test]
fn an_effect_is_shown_in_several_ways_each_with_its_interval() {
    let goal = vec![
        row("As measured", "one look, day 28", (0.024, 0.005, 0.042)),
        Interval {
            ink: Ink::Mark,
            strong: true,
            ..row(
                "Past spend counted",
                "narrower, CUPED",
                (0.023, 0.005, 0.041),
            )
        },
        row(
            "Any-day interval",
            "for looking early",
            (0.023, -0.004, 0.051),
        ),
    ];
    let profit = vec![
        row("As measured", "one look, day 28", (0.42, -1.94, 2.78)),
        row("Any-day interval", "for looking early", (0.4, -2.93, 3.73)),
    ];
    let data = Intervals {
        label: "The goal and the profit".into(),
        blocks: vec![
            Block {
                head: ("Bought within 28 days".into(), "the goal".into()),
                rows: goal,
                limit: None,
                axis: "Points: more buyers among 100".into(),
            },
            Block {
                head: ("Profit per customer".into(), "guardrail".into()),
                rows: profit,
                limit: Some((-0.5, "limit −€0.50".into())),
                axis: "EUR per customer".into(),
            },
        ],
        ..Intervals::default()
    };
    let write = |block: usize, v: f64| match block {
        0 => points(v),
        _ => euros(v),
    };
    check("intervals", |w| intervals(&data, w, &write));
}

#[test]
fn groups_lie_on_one_axis_and_what_lies_outside_it_is_an_arrow() {
    let groups = [
        ("Champions", "744", (0.029, 0.0, 0.058), 0.029),
        ("Loyal, fond of Home", "405", (0.026, -0.01, 0.056), 0.018),
        ("Promising", "228", (0.019, -0.02, 0.058), -0.4),
        ("Cannot Lose Them", "126", (0.033, -0.6, 0.9), 0.083),
        ("Nobody", "1", (f64::NAN, f64::NAN, f64::NAN), f64::NAN),
    ];
    let rows = groups.into_iter().zip(1..);
    let rows = rows.map(|((name, customers, effect, measured), colour)| Interval {
        ring: Some(measured),
        ink: Ink::Segment(colour),
        range: String::new(),
        strong: colour == 4,
        ..row(name, customers, effect)
    });
    let data = Intervals {
        label: "Who responded".into(),
        heads: ["customers".into(), "points".into()],
        blocks: vec![Block {
            rows: rows.collect(),
            axis: "Points".into(),
            ..Block::default()
        }],
    };
    check("intervals-groups", |w| {
        intervals(&data, w, &|_, v| points(v))
    });
    let nothing = Intervals::default();
    check("intervals-none", |w| {
        intervals(&nothing, w, &|_, v| points(v))
    });
}

#[test]
fn what_lies_outside_ends_in_an_arrow_at_the_edge_and_nowhere_else() {
    let picture = |high: f64| {
        let rows = vec![
            row("A", "", (0.02, 0.01, 0.03)),
            row("B", "", (0.02, 0.01, 0.03)),
            row("C", "", (0.02, 0.01, high)),
        ];
        let data = Intervals {
            blocks: vec![Block {
                rows,
                ..Block::default()
            }],
            ..Intervals::default()
        };
        intervals(&data, 640.0, &|_, v| points(v)).svg
    };
    // An arrow is the only line of three points.
    let arrows = |svg: &str| {
        let paths = svg.split("<path d=\"").skip(1);
        let corners = paths.map(|path| path.split('"').next().unwrap_or("").matches('L').count());
        corners.filter(|corners| *corners == 2).count()
    };
    assert_eq!(arrows(&picture(0.035)), 0);
    assert_eq!(arrows(&picture(5.0)), 1);
    assert_eq!(arrows(&picture(f64::INFINITY)), 1);
}

#[test]
fn arms_say_how_many_they_were_to_have() {
    let bar = |name: &str, value: f64, expected: f64, ink| ArmBar {
        key: String::new(),
        name: name.into(),
        value,
        expected,
        text: number(value),
        ink,
        label: format!("{name}: {}", number(value)),
        tip: tip(name),
    };
    let two = [
        bar("Held back", 2842.0, 2851.0, Ink::Compare),
        bar("Got it", 2860.0, 2851.0, Ink::Mark),
    ];
    check("arms", |w| {
        arms(&two, "dashed: as planned, 2,851", "Split", w)
    });
    let three = [
        bar("control", 600.0, 1000.0, Ink::Compare),
        bar("a letter in a golden envelope", 2900.0, 2000.0, Ink::Mark),
        bar("an e-mail", 0.0, 500.0, Ink::Mark),
    ];
    check("arms-three", |w| {
        arms(&three, "dashed: as planned", "Split", w)
    });
}

#[test]
fn guardrails_stand_before_or_behind_their_limits() {
    let guard = |name: &str, word: &str, sign, change| Guard {
        name: name.into(),
        word: word.into(),
        sign,
        change,
        about: "1.8% → 4.2%: +2.4 points (1.6 to 3.2); agreed limit +5 points".into(),
        label: format!("{name}: {word}"),
        tip: tip(name),
    };
    let rows = [
        guard(
            "Discount",
            "holds",
            Ink::Good,
            Some((0.024, 0.016, 0.032, 0.05)),
        ),
        guard(
            "Returned",
            "open",
            Ink::Warn,
            Some((0.011, -0.008, 0.03, 0.02)),
        ),
        guard(
            "Profit",
            "broken",
            Ink::Bad,
            Some((-2.0, -900.0, -1.0, -0.5)),
        ),
        guard("Unsubscribed", "not in the file", Ink::Compare, None),
    ];
    check("guards", |w| guards(&rows, "Guardrails", w));
}

#[test]
fn what_a_send_gains_has_its_interval_and_its_total() {
    let gain = |name: &str, value: f64, low: f64, high: f64, total| Gain {
        key: String::new(),
        name: name.into(),
        sub: "1,912 customers".into(),
        value,
        low,
        high,
        text: euros(value),
        total,
        label: format!("{name}: {}", euros(value)),
        tip: tip(name),
    };
    let rows = [
        gain("Never", -1614.0, -5400.0, 2200.0, false),
        gain("Under a quarter", 99.0, -2500.0, 2700.0, false),
        gain("Half or more", 4285.0, 1500.0, 7100.0, false),
        gain("A few", 30.0, -90_000.0, 90_000.0, false),
        gain("Everybody", 2518.0, -3500.0, 8400.0, true),
    ];
    check("gains", |w| {
        gains(&rows, "Gain of a send", "Gain per send", w, &euros)
    });
}

fn course(days: u32, end: u32, wide: f64) -> Lead {
    let day = |day: u32| {
        let t = f64::from(day);
        let lead = 0.024 * (1.0 - (-t / 9.0).exp()) - 0.0004 * (t - 28.0).max(0.0);
        let (half, any) = (0.003 * t.sqrt(), 0.005 * t.sqrt() + wide / t.powi(3));
        LeadDay {
            day,
            lead,
            single: (lead - half, lead + half),
            any: (lead - any, lead + any),
            label: format!("Day {day}: {} points", points(lead)),
            tip: tip("Day"),
        }
    };
    Lead {
        label: "The lead since the send".into(),
        days: (1..=days).map(day).collect(),
        end,
        sides: ("The coupon is valid".into(), "Afterwards".into()),
        said: (
            format!("Day {end}: +2.4 points"),
            format!("Day {days}: +1.0"),
        ),
        axis: "Days since the send".into(),
    }
}

#[test]
fn a_lead_grows_and_fades_between_its_bands() {
    check("lead", |w| lead(&course(56, 28, 0.0), w, &points));
    check("lead-running", |w| lead(&course(12, 28, 4.0), w, &points));
    check("lead-one", |w| lead(&course(1, 1, 0.0), w, &points));
    check("lead-long", |w| lead(&course(730, 365, 0.0), w, &points));
}
