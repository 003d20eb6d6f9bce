//! Pictures of an audience: how its conditions overlap, what it is like beside everybody.

use clientele_model::audiences::{AudiencesReport, ProfileRow};
use clientele_model::segments::FeatureUnit;
use leptos::prelude::*;

use super::super::seen::fixed;
use super::Seen;
use crate::charts::{self, Combined, Mark, Picture, Tip};
use crate::figure::Figure;
use crate::format::Format;
use crate::table::{Measure, Table};

/// The picture of overlaps.
#[component]
pub(super) fn Overlaps(seen: Seen) -> impl IntoView {
    let note = seen.words(|r, fmt| match &r.overlap {
        Some(of) if of.rest.0 > 0 => format!(
            "{} hold {}.",
            fmt.counted(of.rest.0, "further combination"),
            fmt.counted(of.rest.1, "customer")
        ),
        _ => String::new(),
    });
    view! {
        <Figure
            class="span-7"
            title=seen.words(|r, fmt| r.overlap.as_ref().map(|of| fmt.sentence(&of.title)).unwrap_or_default())
            sub=fixed("Customers by the conditions they meet, and no others; blue: in this audience")
            note=note
            draw=Callback::new(move |w| seen.make(|r, fmt| overlaps(r, fmt, w)))
            table=Callback::new(move |()| seen.make(table))
            open=seen.open
        />
    }
}

fn overlaps(r: &AudiencesReport, fmt: &Format, w: f64) -> Picture {
    let Some(of) = &r.overlap else {
        return charts::upset(&[], &[], "", w);
    };
    let sets: Vec<_> = of
        .sets
        .iter()
        .map(|(name, held)| (name.clone(), fmt.count(*held)))
        .collect();
    let columns: Vec<_> = of
        .columns
        .iter()
        .map(|column| {
            let names = of.sets.iter().zip(&column.meets);
            let names = names
                .filter(|(_, meets)| **meets)
                .map(|((name, _), _)| name.as_str());
            let title = names.collect::<Vec<_>>().join(" + ");
            let words = fmt.count(column.customers);
            let tip = Tip::new(&title, vec![("Customers", words.clone())])
                .note("Click for the customers");
            Combined {
                holds: column.meets.clone(),
                value: f64::from(column.customers),
                on: column.is_in,
                mark: Mark::new(
                    &column.of.to_string(),
                    format!("{title}: {}", fmt.counted(column.customers, "customer")),
                    tip,
                ),
                words,
            }
        })
        .collect();
    charts::upset(
        &sets,
        &columns,
        "How many customers meet which conditions",
        w,
    )
}

fn table(r: &AudiencesReport, fmt: &Format) -> Table {
    let of = r.overlap.clone();
    let columns: Vec<(&str, Measure)> = [
        ("Conditions met", Measure::Words),
        ("In this audience", Measure::Words),
        ("Customers", Measure::Count),
    ]
    .into();
    let rows = of.into_iter().flat_map(|of| {
        let sets = of.sets;
        of.columns.into_iter().map(move |column| {
            let names = sets.iter().zip(&column.meets);
            let names = names
                .filter(|(_, meets)| **meets)
                .map(|((name, _), _)| name.as_str());
            let names = names.collect::<Vec<_>>().join(" + ");
            let is_in = if column.is_in { "yes" } else { "no" };
            vec![names.into(), is_in.into(), column.customers.into()]
        })
    });
    Table::new(fmt, "Overlap of the conditions", &columns, rows)
}

/// What they are like beside everybody.
#[component]
pub(super) fn Alike(seen: Seen) -> impl IntoView {
    let rows = move || {
        seen.make(|r, fmt| {
            let most = r.profile.rows.iter().map(|row| row.deviations.abs());
            let most = most.fold(0.5, f64::max);
            let row = |row: &ProfileRow| {
                let part = 50.0 * row.deviations.abs() / most;
                let (x, wide) = match row.deviations < 0.0 {
                    true => (format!("{:.1}", 50.0 - part), format!("{part:.1}")),
                    false => ("50".to_owned(), format!("{part:.1}")),
                };
                let apart = compared(row.deviations);
                view! {
                    <tr>
                        <th scope="row">{row.label.clone()}</th>
                        <td class="num">{value(fmt, row.unit, row.these)}</td>
                        <td class="num">{value(fmt, row.unit, row.everybody)}</td>
                        <td class="apart" title=apart>
                            <span class="sr">{apart}</span>
                            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                                <rect x=x width=wide height="8" class="f-mark"/><rect x="49.7" width="0.6" height="8" class="f-axis"/>
                            </svg>
                        </td>
                    </tr>
                }
            };
            r.profile.rows.iter().map(row).collect_view()
        })
    };
    let title = seen.words(|r, fmt| fmt.sentence(&r.profile.title));
    let there = Memo::new(move |_| seen.report.with(|r| !r.profile.rows.is_empty()));
    view! {
        <Show when=move || there.get()>
            <section class="card span-6 stretch" aria-labelledby="audience-alike">
                <h2 class="chart-title" id="audience-alike">{title}</h2>
                <p class="chart-sub">"This audience beside everybody: the typical (median) customer, shares as averages"</p>
                <div class="table-wrap"><table class="tight">
                    <caption class="sr">"This audience beside everybody"</caption>
                    <thead><tr><th scope="col">"Measure"</th><th scope="col" class="num">"These"</th><th scope="col" class="num">"Everybody"</th><th scope="col">"less · more"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
            </section>
        </Show>
    }
}

/// How far apart they lie, in words.
fn compared(deviations: f64) -> &'static str {
    match (deviations.abs(), deviations > 0.0) {
        (far, true) if far >= 0.8 => "much more than everybody",
        (far, true) if far >= 0.5 => "clearly more than everybody",
        (far, true) if far >= 0.2 => "a little more than everybody",
        (far, false) if far >= 0.8 => "much less than everybody",
        (far, false) if far >= 0.5 => "clearly less than everybody",
        (far, false) if far >= 0.2 => "a little less than everybody",
        _ => "about like everybody",
    }
}

pub(super) fn value(fmt: &Format, unit: FeatureUnit, value: f64) -> String {
    match unit {
        FeatureUnit::Days => fmt.short(value),
        FeatureUnit::Count => fmt.short(value),
        FeatureUnit::Money => fmt.money_short(value),
        FeatureUnit::Share => fmt.share(value),
    }
}
