//! What an offer needs to pay for itself, and how money gets from extra orders to profit.

use clientele_model::experiments::{Measure as Counted, OfferKind, PlanReport};
use leptos::prelude::*;

use super::Seen;
use crate::charts::{Ink, Needed, Step, Tip, needed, waterfall as drawn};
use crate::figure::Figure;
use crate::format::Format;
use crate::panels::experiments::points;
use crate::panels::seen::fixed;
use crate::table::{Measure, Table};

/// The lift needed, by size of the offer.
pub(super) fn break_even(seen: Seen) -> AnyView {
    let draw = move |w: f64| {
        seen.make(|r, fmt| {
            needed(&sizes(r, fmt), w, &|v| size(r, fmt, v), &|v| {
                fmt.short(v * 100.0)
            })
        })
    };
    view! {
        <Figure
            class="span-6"
            title=seen.words(|r, fmt| r.break_even.as_ref().map(|b| fmt.sentence(&b.title)).unwrap_or_default())
            sub=fixed("Lift needed to cover discount, sending and set-up, in points")
            note=seen.words(|r, fmt| r.break_even.as_ref().map(|b| fmt.sentence(&b.note)).unwrap_or_default())
            draw
            table=move |()| seen.make(sizes_table)
            open=seen.open
        />
    }
    .into_any()
}

/// The size of an offer in words.
fn size(r: &PlanReport, fmt: &Format, v: f64) -> String {
    match r.break_even.as_ref().map(|b| b.measure) {
        Some(Counted::Money) => fmt.money(v),
        Some(Counted::Number) => fmt.short(v),
        Some(Counted::Share) | None => format!("{}%", fmt.short(v * 100.0)),
    }
}

fn sizes(r: &PlanReport, fmt: &Format) -> Needed {
    let Some(b) = &r.break_even else {
        return Needed {
            label: String::new(),
            points: Vec::new(),
            at: (0.0, String::new()),
            limit: None,
            expected: (0.0, String::new()),
            plausible: (0.0, 0.0, String::new()),
            axis: String::new(),
        };
    };
    let (expected, low, high) = b.expected;
    let one = |&(of, need): &(f64, f64)| {
        let title = size(r, fmt, of);
        let rows = vec![
            ("Needs", points(fmt, need)),
            ("Expected", points(fmt, expected)),
        ];
        let label = format!("{title}: {} needed", points(fmt, need));
        (of, need, label, Tip::new(&title, rows))
    };
    let planned = b.points.iter().min_by(|a, c| {
        let far = |p: &(f64, f64)| (p.0 - b.at).abs();
        far(a).total_cmp(&far(c))
    });
    let need = planned.map_or(0.0, |p| p.1);
    let axis = match r.choices.scenario.offer.kind {
        OfferKind::Percent => "Discount →",
        OfferKind::Amount => "Off an order →",
        OfferKind::Points => "Points, share of the goods’ value →",
        OfferKind::Delivery | OfferKind::Bundle | OfferKind::None => "Cost of the offer →",
    };
    Needed {
        label: format!(
            "Lift needed by size of the offer: {} at {}; {} expected",
            points(fmt, need),
            size(r, fmt, b.at),
            points(fmt, expected)
        ),
        points: b.points.iter().map(one).collect(),
        at: (
            b.at,
            format!("At {}: {} needed", size(r, fmt, b.at), points(fmt, need)),
        ),
        limit: b
            .limit
            .map(|limit| (limit, format!("No gain from {}", size(r, fmt, limit)))),
        expected: (expected, format!("{} expected", points(fmt, expected))),
        plausible: (low, high, "8 in 10 of what is plausible".to_owned()),
        axis: axis.to_owned(),
    }
}

fn sizes_table(r: &PlanReport, fmt: &Format) -> Table {
    let of = match r.break_even.as_ref().map(|b| b.measure) {
        Some(Counted::Money) => Measure::Money,
        Some(Counted::Number) => Measure::Number(1),
        Some(Counted::Share) | None => Measure::Share,
    };
    let columns = [
        ("Size of the offer", of),
        ("Lift needed, points", Measure::Number(1)),
    ];
    let points = r.break_even.iter().flat_map(|b| &b.points);
    let rows = points.map(|&(size, need)| vec![size.into(), (need * 100.0).into()]);
    Table::new(fmt, "Lift needed by size of the offer", &columns, rows)
}

/// From reached customers to profit.
pub(super) fn waterfall(seen: Seen) -> AnyView {
    let draw = move |w: f64| {
        seen.make(|r, fmt| {
            let label = fmt.sentence(&r.waterfall.title);
            drawn(&steps(r, fmt), &label, w, &|v| fmt.money_short(v))
        })
    };
    view! {
        <Figure
            class="span-6"
            title=seen.sentence(|r| &r.waterfall.title)
            sub=fixed("One send to everybody, as expected")
            note=seen.sentence(|r| &r.waterfall.note)
            legend=move || (move || seen.make(people)).into_any()
            draw
            table=move |()| seen.make(steps_table)
            open=seen.open
        />
    }
    .into_any()
}

/// Of those who are reached, who buys.
fn people(r: &PlanReport, fmt: &Format) -> AnyView {
    let w = &r.waterfall;
    let all = f64::from(w.reached).max(1.0);
    let one = |name: &'static str, value: String, of: String| {
        view! { <div><dt>{name}</dt><dd>{value}" "<small>{of}</small></dd></div> }
    };
    view! {
        <dl class="people-line">
            {one("Reached", fmt.count(w.reached), String::new())}
            {one("Would buy anyway", fmt.number(w.anyway, 0), fmt.share(w.anyway / all))}
            {one("Buy because of it", fmt.number(w.won, 0), points(fmt, w.won / all))}
        </dl>
    }
    .into_any()
}

fn steps(r: &PlanReport, fmt: &Format) -> Vec<Step> {
    let mut left = 0.0;
    let all = &r.waterfall.steps;
    let one = |(i, step): (usize, &clientele_model::experiments::WaterfallStep)| {
        let is_total = i + 1 == all.len();
        let (from, to) = if is_total {
            (0.0, step.amount)
        } else {
            (left, left + step.amount)
        };
        left = to;
        let ink = match (is_total || i == 0, step.amount < 0.0) {
            (true, false) => Ink::Mark,
            (_, true) => Ink::Bad,
            (false, false) => Ink::MarkSoft,
        };
        let text = match (is_total, step.amount > 0.0) {
            (false, true) => format!("+{}", fmt.money_short(step.amount)),
            _ => fmt.money_short(step.amount),
        };
        let why = fmt.sentence(&step.why);
        let rows = vec![("Amount", fmt.money_exact(step.amount))];
        Step {
            key: String::new(),
            name: step.name.clone(),
            from,
            to,
            left,
            ink,
            said: text.clone(),
            text,
            total: is_total,
            tip: Tip::new(&step.name, rows).note(&why),
            why,
        }
    };
    all.iter().enumerate().map(one).collect()
}

fn steps_table(r: &PlanReport, fmt: &Format) -> Table {
    let columns = [
        ("Step", Measure::Words),
        ("Amount", Measure::Money),
        ("Why so much", Measure::Words),
    ];
    let rows = r.waterfall.steps.iter().map(|step| {
        vec![
            step.name.clone().into(),
            step.amount.into(),
            fmt.sentence(&step.why).into(),
        ]
    });
    Table::new(fmt, "From extra orders to profit", &columns, rows)
}
