//! Which products matter, how steadily they sell, and what to do about each: ABC-XYZ, demand
//! patterns, stages of life, one product's page, and a search by name.
//!
//! Everything is worked out from one [`Assortment`]: the table of products with its statistics per
//! full period, and, where the lines are there, the periods themselves. Cut-offs, measure and
//! selection are read anew from it each time, in a few milliseconds.

mod boxes;
mod find;
mod judge;
mod moves;
mod one;
mod rows;
mod season;
mod stage;
mod study;
#[cfg(test)]
mod tests;
mod words;

use clientele_model::failure::Failure;
use clientele_model::overview::Unit;
use clientele_model::products::{
    Class, ClassSummary, CurvePoint, Demand, DemandSummary, Options, ProductsReport, Stage,
    StageSummary,
};
use clientele_model::words::Sentence;

use crate::assortment::Assortment;
use crate::rfm::share;
use crate::window::Window;

pub use find::{Index, fold};
pub use judge::{GAPS, Judged, UNEVEN, Variation, judge};
pub use one::{Past, buyers, one};
pub use study::Assortments;

/// How many points of the Pareto curve are drawn at most, its two cut-offs apart.
const POINTS: usize = 200;

/// The report of the Products panel; `then` is the assortment of the days compared with.
///
/// # Errors
/// [`Failure::Nothing`] when nothing was sold, [`Failure::NoCosts`] by margin without costs.
pub fn report(
    now: &Assortment,
    then: Option<&Assortment>,
    window: &Window,
    options: &Options,
) -> Result<ProductsReport, Failure> {
    if now.table.is_empty() {
        return Err(Failure::Nothing);
    }
    let judged = judge(now, options)?;
    // Days without a single sale say nothing about movement.
    let then = then.filter(|then| !then.table.is_empty());
    let before = then.map(|then| judge(then, options)).transpose()?;
    let moves = then.zip(before.as_ref());
    let moves = moves.map(|(then, before)| moves::of(now, &judged, then, before));
    let was = moves.as_ref().map(|moves| &moves.was[..]);
    let classes = classes(&judged);
    let boxes = boxes::of(now, &judged, before.as_ref(), options.by);
    let season = season::of(now, &judged);
    let stages = stages(&judged, now.periods.unit);
    let demand = demand(&judged);
    let half = judged.ranked[..judged.classed]
        .iter()
        .take_while(|&&row| {
            let row = row as usize;
            judged.cumulative[row] - share(judged.value[row], judged.total) < 0.5
        })
        .count() as u32;
    let (rows, picked) = rows::page(now, &judged, was, options);
    let best = rows::best(now, &judged, was);
    let without_cost = judged.value.iter().filter(|value| value.is_nan()).count() as u32;
    let say = words::Words {
        now,
        judged: &judged,
        options,
        boxes: &boxes,
        classes: &classes,
    };
    Ok(ProductsReport {
        period: window.days.dates(),
        before: window
            .before
            .filter(|_| then.is_some())
            .map(|shift| shift.days.dates()),
        unit: now.periods.unit,
        periods: now.periods.days.iter().map(|days| days.dates()).collect(),
        options: *options,
        headline: say.headline(),
        context: say.context(),
        remarks: say.remarks(),
        facts: say.facts(),
        sold: now.table.sold,
        classed: judged.classed as u32,
        worthless: (now.table.len() - judged.classed) as u32 - without_cost,
        without_cost,
        total: judged.total,
        boxes_title: say.boxes_title(),
        boxes_note: say.boxes_note(),
        curve: curve(&judged, &classes),
        curve_title: say.curve_title(half),
        half,
        demand_title: say.demand_title(&demand),
        demand,
        stages_title: say.stages_title(&stages),
        stages,
        season_title: season::title(&season, &now.periods),
        season,
        moves_title: moves
            .as_ref()
            .map_or_else(Sentence::new, moves::Moves::title),
        moves: moves.map(|moves| moves.cells).unwrap_or_default(),
        best,
        rows,
        picked,
        classes,
        boxes,
    })
}

fn classes(judged: &Judged) -> Vec<ClassSummary> {
    let of = |&class: &Class| {
        let rows = judged.rows().filter(|(_, place)| place.class == class);
        let (products, value) = rows.fold((0u32, 0.0), |(count, sum), (row, _)| {
            (count + 1, sum + judged.value[row])
        });
        ClassSummary {
            class,
            products,
            products_share: share(f64::from(products), judged.classed as f64),
            value,
            share: share(value, judged.total),
        }
    };
    Class::ALL.iter().map(of).collect()
}

/// Points of the Pareto curve: evenly spaced ranks, the first 25, the cut-offs and the end.
fn curve(judged: &Judged, classes: &[ClassSummary]) -> Vec<CurvePoint> {
    let count = judged.classed;
    let step = count.div_ceil(POINTS).max(1);
    let mut at: Vec<usize> = (1..=count)
        .filter(|rank| rank % step == 0 || *rank <= 25 || *rank == count)
        .collect();
    let mut cut = 0;
    for class in classes {
        cut += class.products as usize;
        at.push(cut);
    }
    at.push(0);
    at.sort_unstable();
    at.dedup();
    let point = |rank: usize| CurvePoint {
        products: rank as u32,
        x: share(rank as f64, count as f64),
        y: match rank {
            0 => 0.0,
            _ => judged.cumulative[judged.ranked[rank - 1] as usize],
        },
    };
    at.into_iter().map(point).collect()
}

fn demand(judged: &Judged) -> Vec<DemandSummary> {
    let of = |demand: Option<Demand>| {
        let rows = judged.rows();
        let rows = rows.filter(|(row, _)| judged.variation[*row].demand == demand);
        let (products, value) = rows.fold((0, 0.0), |(count, sum), (row, _)| {
            (count + 1, sum + judged.value[row])
        });
        DemandSummary {
            demand,
            products,
            share: share(value, judged.total),
        }
    };
    let mut all: Vec<DemandSummary> = Demand::ALL.iter().map(|&one| of(Some(one))).collect();
    crate::order::sort_by(&mut all, |one, other| other.share.total_cmp(&one.share));
    all.push(of(None));
    all
}

/// Empty where no stage is known.
fn stages(judged: &Judged, unit: Unit) -> Vec<StageSummary> {
    let of = |&stage: &Stage| {
        let rows = judged.rows();
        let rows = rows.filter(|(row, _)| judged.stage[*row] == Some(stage));
        let (products, value) = rows.fold((0, 0.0), |(count, sum), (row, _)| {
            (count + 1, sum + judged.value[row])
        });
        StageSummary {
            stage,
            meaning: stage::meaning(stage, unit),
            products,
            share: share(value, judged.total),
        }
    };
    let all: Vec<StageSummary> = Stage::ALL.iter().map(of).collect();
    match all.iter().all(|stage| stage.products == 0) {
        true => Vec::new(),
        false => all,
    }
}

/// The name of a product, or its code when it has none.
fn called<'a>(id: &'a str, name: &'a str) -> &'a str {
    if name.trim().is_empty() { id } else { name }
}
