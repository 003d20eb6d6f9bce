//! Whom it pays to write to, why to look only once, and how the share who buy anyway changes over the year.

use clientele_model::experiments::{CellRow, PlanReport};
use clientele_model::selection::Only;
use leptos::prelude::*;

use super::{Seen, plan_of};
use crate::charts::{
    Column, Columns, Forest, ForestRow, Ink, Looks, Mark, Period, Tip, columns, forest, looks,
};
use crate::figure::Figure;
use crate::format::Format;
use crate::panels::experiments::points;
use crate::panels::seen::fixed;
use crate::table::{Measure, Table};

/// What a contact brings, group by group.
pub(super) fn cells(seen: Seen) -> AnyView {
    let note = seen.words(|r, fmt| {
        let said = [&r.cells.next, &r.cells.note].map(|s| fmt.sentence(s));
        said.into_iter()
            .filter(|s| !s.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    });
    view! {
        <Figure
            class="span-7"
            title=seen.sentence(|r| &r.cells.title)
            sub=fixed("Expected gain of a contact, by group, and how many can be reached")
            note
            legend=move || (move || seen.make(cells_legend)).into_any()
            draw=move |w: f64| seen.make(|r, fmt| forest(&groups(r, fmt), w, &|v| cents(fmt, v)))
            table=move |()| seen.make(cells_table)
            open=seen.open
        />
    }
    .into_any()
}

/// An amount that may be less than a whole unit.
fn cents(fmt: &Format, v: f64) -> String {
    if v.abs() < 99.5 && (v - v.round()).abs() > 1e-9 {
        fmt.money_exact(v)
    } else {
        fmt.money_short(v)
    }
}

/// An amount with its sign.
fn signed(fmt: &Format, v: f64) -> String {
    let words = if v.abs() < 99.5 {
        fmt.money_exact(v)
    } else {
        fmt.money_short(v)
    };
    if v > 0.0 { format!("+{words}") } else { words }
}

fn cells_legend(r: &PlanReport, _: &Format) -> AnyView {
    let measured = r.cells.rows.iter().any(|row| row.measured.is_some());
    view! {
        <ul class="legend">
            <li><span class="sw dot cm"></span>"expected, with 95% interval"</li>
            {measured.then(|| view! { <li><span class="sw dot open cm"></span>"as an earlier campaign measured it"</li> })}
        </ul>
    }
    .into_any()
}

fn groups(r: &PlanReport, fmt: &Format) -> Forest {
    // What a further buyer brings, so that the measured lift can stand on the same scale.
    let one = |row: &CellRow| {
        let text = signed(fmt, row.each);
        let mut rows = vec![
            ("Can be reached", fmt.count(row.reached)),
            ("Buy anyway", fmt.share(row.rate)),
        ];
        if let Some(measured) = row.measured {
            rows.push(("Lift as measured", points(fmt, measured)));
        }
        rows.push(("Lift expected", points(fmt, row.lift)));
        rows.push(("Gain of a contact", text.clone()));
        rows.push((
            "95% interval",
            format!("{} to {}", signed(fmt, row.low), signed(fmt, row.high)),
        ));
        let tip = Tip::new(&row.name, rows);
        let key = row.of.as_ref().map(Only::to_string).unwrap_or_default();
        let tip = match &row.of {
            Some(_) => tip.note("Click for these customers"),
            None => tip,
        };
        let label = format!("{}: {text} of a contact", row.name);
        ForestRow {
            name: row.name.clone(),
            count: fmt.count(row.reached),
            value: row.each,
            low: row.low,
            high: row.high,
            measured: measured(row),
            ink: Ink::Mark,
            strong: row.low > 0.0,
            pale: row.each < 0.0,
            text,
            mark: Mark::new(&key, label, tip),
        }
    };
    Forest {
        label: "Expected gain of a contact by group".to_owned(),
        blocks: vec![(String::new(), r.cells.rows.iter().map(one).collect())],
        heads: ["reached".to_owned(), "gain each".to_owned()],
        axis: "Gain of a contact →".to_owned(),
        limit: None,
    }
}

/// The measured lift as gain of a contact: on the line through the expected gain and its interval.
fn measured(row: &CellRow) -> Option<f64> {
    let apart = row.measured? - row.lift;
    let half = (row.high - row.low) / 2.0;
    (row.error > 1e-12).then(|| row.each + apart * half / (1.96 * row.error))
}

fn cells_table(r: &PlanReport, fmt: &Format) -> Table {
    let columns = [
        ("Group", Measure::Name),
        ("Can be reached", Measure::Count),
        ("Buy anyway", Measure::Share),
        ("Lift as measured, points", Measure::Number(1)),
        ("Lift expected, points", Measure::Number(1)),
        ("Gain of a contact", Measure::Money),
        ("From", Measure::Money),
        ("To", Measure::Money),
    ];
    let rows = r.cells.rows.iter().map(|row| {
        vec![
            row.name.clone().into(),
            row.reached.into(),
            row.rate.into(),
            row.measured.map(|lift| lift * 100.0).into(),
            (row.lift * 100.0).into(),
            row.each.into(),
            row.low.into(),
            row.high.into(),
        ]
    });
    Table::new(fmt, "Gain of a contact by group", &columns, rows)
}

/// Why looking early misleads.
pub(super) fn peeking(seen: Seen) -> AnyView {
    view! {
        <Figure
            class="span-5"
            title=seen.sentence(|r| &r.peeking.title)
            sub=fixed("Each line is a simulated test in which the offer does nothing; red: it crosses the usual limit on some day")
            note=seen.sentence(|r| &r.peeking.note)
            draw=move |w: f64| seen.make(|r, fmt| looks(&tests(r, fmt), w))
            table=move |()| seen.make(peeking_table)
            open=seen.open
        />
    }
    .into_any()
}

fn tests(r: &PlanReport, fmt: &Format) -> Looks {
    let p = &r.peeking;
    let crosses = |path: &&Vec<f64>| {
        let mut days = path.iter().zip(&p.usual);
        days.any(|(v, limit)| v.abs() > *limit)
    };
    let crossing = p.paths.iter().filter(crosses).count() as u64;
    let all = p.paths.len() as u64;
    let title = format!(
        "{} of these {} cross it",
        fmt.count(crossing),
        fmt.count(all)
    );
    let tip = Tip::new(&title, Vec::<(String, String)>::new())
        .note("Grey: stays inside. Dot: the day on which somebody who looks daily would have cried success.");
    let last = p.rows.len().saturating_sub(1);
    let bars = p.rows.iter().enumerate().map(|(i, (words, _, share))| {
        (
            words.clone(),
            *share,
            fmt.number(*share * 100.0, 0),
            i == last && i > 0,
        )
    });
    Looks {
        label: format!("Simulated tests without any effect: {title}"),
        paths: p.paths.clone(),
        usual: p.usual.clone(),
        any_day: p.any_day.clone(),
        names: [
            "Usual limit".to_owned(),
            "Any-day limit".to_owned(),
            "No effect".to_owned(),
        ],
        axis: "Days since the send →".to_owned(),
        mark: Mark::new("", title.clone(), tip),
        bars_title: "False alarms among 100 useless tests".to_owned(),
        bars: bars.collect(),
    }
}

fn peeking_table(r: &PlanReport, fmt: &Format) -> Table {
    let columns = [
        ("How one looks", Measure::Words),
        ("Looks", Measure::Count),
        ("False alarms among 100", Measure::Number(1)),
    ];
    let rows = r.peeking.rows.iter();
    let rows = rows.map(|(words, looks, share)| {
        vec![
            words.clone().into(),
            (*looks).into(),
            (*share * 100.0).into(),
        ]
    });
    Table::new(fmt, "False alarms by how often one looks", &columns, rows)
}

/// The share who buy in such a window anyway, in windows before.
pub(super) fn seasons(seen: Seen) -> AnyView {
    let sub = seen.words(|r, fmt| {
        let window = fmt.counted(r.choices.scenario.window, "day");
        format!("Share of those who had ordered before who bought in {window} from the first of each month")
    });
    let note = seen.words(|r, fmt| {
        plan_of(r).map_or_else(String::new, |plan| {
            format!("The plan takes {} who buy anyway.", fmt.share(plan.rate))
        })
    });
    view! {
        <Figure
            class="span-12"
            title=seen.sentence(|r| &r.seasons_title)
            sub
            note
            draw=move |w: f64| seen.make(|r, fmt| columns(&windows(r, fmt), w, &|v| fmt.share(v)))
            table=move |()| seen.make(seasons_table)
            open=seen.open
        />
    }
    .into_any()
}

fn windows(r: &PlanReport, fmt: &Format) -> Columns {
    let length = i32::try_from(r.choices.scenario.window).unwrap_or(28);
    let made = r.seasons.iter().map(|s| {
        let until = s.from.plus_days(length - 1);
        let long = fmt.span((s.from, until));
        let rows = vec![
            ("Bought", fmt.share(s.rate)),
            ("Of customers", fmt.count(s.customers)),
        ];
        Column {
            period: Period {
                key: Only::Ordered(s.from, until).to_string(),
                name: fmt.month_short(s.from),
                label: format!("{long}: {}", fmt.share(s.rate)),
                tip: Tip::new(&long, rows).note("Click for everybody who ordered then"),
            },
            lower: s.rate,
            upper: 0.0,
        }
    });
    Columns {
        label: "Share who buy anyway, window by window".to_owned(),
        lower: ("Bought".to_owned(), Ink::Mark),
        upper: (String::new(), Ink::MarkSoft),
        named: false,
        height: 184.0,
        columns: made.collect(),
    }
}

fn seasons_table(r: &PlanReport, fmt: &Format) -> Table {
    let columns = [
        ("From", Measure::Words),
        ("Customers before", Measure::Count),
        ("Bought", Measure::Share),
    ];
    let rows = r.seasons.iter();
    let rows = rows.map(|s| vec![fmt.day(s.from).into(), s.customers.into(), s.rate.into()]);
    Table::new(fmt, "Share who buy anyway", &columns, rows)
}
