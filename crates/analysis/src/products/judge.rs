//! ABC by cumulative share, XYZ by variation, demand patterns, and the boxes they make.
//!
//! Sources: ABC is the Pareto rule on value, cut at 80 % and 95 %; XYZ cuts the coefficient of
//! variation s/x̄ of pieces kept per full period (s with n − 1) at 0.5 and 1; demand patterns cut the
//! average demand interval at 1.32 and CV² of the periods with a sale at 0.49 (Syntetos, Boylan &
//! Croston 2005).

use clientele_model::failure::Failure;
use clientele_model::products::{Class, Column, Demand, Measure, Options, Place, Stage, Task};

use super::stage::stages;
use crate::assortment::{Assortment, ENOUGH};
use crate::order::sort_by;
use crate::stats::ratio;
use crate::tables::products::Steady;

/// Average demand interval from which on demand has gaps.
pub const GAPS: f64 = 1.32;

/// Squared variation of the periods with a sale from which on demand is uneven.
pub const UNEVEN: f64 = 0.49;

/// What every product of an assortment is, in the order of its table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Value by the measure; NaN where it is not known.
    pub value: Vec<f64>,
    /// Rows, most value first, unknown last; equal values in the order of the table.
    pub ranked: Vec<u32>,
    /// How many of those are in a class: the ones with a value above zero.
    pub classed: usize,
    /// Sum of the values above zero.
    pub total: f64,
    /// Share of value of the product and all better ones; 1 for those in no class.
    pub cumulative: Vec<f64>,
    /// Box; none for those in no class.
    pub place: Vec<Option<Place>>,
    /// How steadily each sells.
    pub variation: Vec<Variation>,
    /// Stage of life, where it is known.
    pub stage: Vec<Option<Stage>>,
    /// What is to be done besides what the box says.
    pub task: Vec<Option<Task>>,
}

/// How steadily a product sells; all missing when it is too new to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Variation {
    /// Coefficient of variation of pieces per full period.
    pub cv: Option<f64>,
    /// Full periods per full period with a sale.
    pub adi: Option<f64>,
    /// Squared coefficient of variation of the periods with a sale.
    pub cv2: Option<f64>,
    /// Pattern by the two.
    pub demand: Option<Demand>,
}

impl Judged {
    /// Rows in a class with their boxes, most value first.
    pub fn rows(&self) -> impl Iterator<Item = (usize, Place)> + '_ {
        let row = |&row: &u32| Some((row as usize, self.place[row as usize]?));
        self.ranked[..self.classed].iter().filter_map(row)
    }
}

/// Judges every product.
///
/// # Errors
/// [`Failure::NoCosts`] by margin without costs.
pub fn judge(assortment: &Assortment, options: &Options) -> Result<Judged, Failure> {
    let value = values(assortment, options.by)?;
    let rows = value.len();
    let mut ranked: Vec<u32> = (0..rows as u32).collect();
    let key = |row: u32| {
        let value = value[row as usize];
        if value.is_nan() {
            f64::NEG_INFINITY
        } else {
            value
        }
    };
    sort_by(&mut ranked, |&one, &other| key(other).total_cmp(&key(one)));
    let classed = ranked.partition_point(|&row| key(row) > 0.0);
    let positive = &ranked[..classed];
    let total: f64 = positive.iter().map(|&row| value[row as usize]).sum();
    let steady = &assortment.table.steady;
    let variation: Vec<Variation> = (0..rows).map(|row| varies(steady, row)).collect();
    let mut place = vec![None; rows];
    let mut cumulative = vec![1.0; rows];
    let mut sum = 0.0;
    for &row in positive {
        let row = row as usize;
        let class = class(ratio(sum / total), options);
        sum += value[row];
        cumulative[row] = sum / total;
        place[row] = Some(Place {
            class,
            column: column(variation[row].cv, options),
        });
    }
    let stage = stages(assortment);
    let known = place.iter().zip(&stage);
    let task = known.map(|(&place, &stage)| task(place?, stage)).collect();
    Ok(Judged {
        ranked,
        classed,
        total,
        cumulative,
        place,
        variation,
        stage,
        task,
        value,
    })
}

/// What is to be done about a product, one thing: whether it is sold at all comes before how it is
/// kept in stock.
fn task(place: Place, stage: Option<Stage>) -> Option<Task> {
    match (place.class, place.column, stage) {
        (_, _, Some(Stage::Discontinued)) => Some(Task::Check),
        (Class::A, _, Some(Stage::Declining)) => Some(Task::Explain),
        (Class::A, Column::X, _) => Some(Task::Protect),
        (Class::A, Column::Z, _) => Some(Task::Plan),
        (Class::C, Column::Z, _) => Some(Task::Review),
        _ => None,
    }
}

fn values(assortment: &Assortment, by: Measure) -> Result<Vec<f64>, Failure> {
    let table = &assortment.table;
    Ok(match by {
        Measure::Revenue => (0..table.len()).map(|row| table.revenue(row)).collect(),
        Measure::Units => (0..table.len()).map(|row| table.pieces(row)).collect(),
        Measure::Margin => match &assortment.detail {
            Some(detail) if detail.margin.len() == table.len() => detail.margin.clone(),
            _ => return Err(Failure::NoCosts),
        },
    })
}

/// The class of a product by the share of value of all better ones: the one that crosses a cut-off
/// still belongs to the better class.
fn class(better: f64, options: &Options) -> Class {
    if better < options.a / 100.0 {
        Class::A
    } else if better < options.b / 100.0 {
        Class::B
    } else {
        Class::C
    }
}

fn column(cv: Option<f64>, options: &Options) -> Column {
    match cv {
        None => Column::New,
        Some(cv) if cv < options.x => Column::X,
        Some(cv) if cv < options.y => Column::Y,
        Some(_) => Column::Z,
    }
}

/// From the four sums that every table of products has: `n` periods of which `k` had a sale, mean
/// `m` and deviation `s` (divided by `n`). Over the periods with a sale the mean is `m·n/k` and the
/// sum of squares `n(s² + m²)`.
fn varies(steady: &Steady, row: usize) -> Variation {
    let Some(&periods) = steady.periods.get(row) else {
        return Variation::default();
    };
    let (count, sold) = (f64::from(periods), f64::from(steady.periods_sold[row]));
    let (mean, deviation) = (steady.period_mean[row], steady.period_deviation[row]);
    if (periods as usize) < ENOUGH || mean <= 0.0 || sold == 0.0 {
        return Variation::default();
    }
    let cv = ratio(deviation * (count / (count - 1.0)).sqrt() / mean);
    let adi = ratio(count / sold);
    let typical = mean * count / sold;
    let squares = count * (deviation * deviation + mean * mean) - sold * typical * typical;
    let cv2 = match sold > 1.0 {
        true => ratio(squares.max(0.0) / (sold - 1.0) / (typical * typical)),
        false => 0.0,
    };
    let demand = match (adi < GAPS, cv2 < UNEVEN) {
        (true, true) => Demand::Smooth,
        (true, false) => Demand::Erratic,
        (false, true) => Demand::Intermittent,
        (false, false) => Demand::Lumpy,
    };
    Variation {
        cv: Some(cv),
        adi: Some(adi),
        cv2: Some(cv2),
        demand: Some(demand),
    }
}
