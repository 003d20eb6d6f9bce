//! A chosen grouping: its segments in the order of the report, with names.

use clientele_model::segments::{Play, Profile};

use super::basis::Basis;
use super::{former, naming};
use crate::cluster::Winner;
use crate::features::prepare::QUANTILES;
use crate::plays::Figures;
use crate::rfm::{figures, quantile};
use crate::set::CustomerSet;
use crate::stats::{ascend, mean};

/// The customers, each in a named segment.
#[derive(Clone, Debug)]
pub struct Found {
    /// Most revenue per customer first.
    pub segments: Vec<Group>,
    /// Per customer of the table: position in `segments`.
    pub labels: Vec<u8>,
    /// Per segment: its position among the winner's centroids.
    pub clusters: Vec<u8>,
}

/// One segment.
#[derive(Clone, Debug)]
pub struct Group {
    /// Distinct name.
    pub name: String,
    /// The name in links.
    pub slug: String,
    /// What it was called in links before.
    pub former: Option<String>,
    /// Palette place.
    pub colour: u8,
    /// What to do.
    pub play: Play,
    /// Rows of the table.
    pub rows: Vec<u32>,
    /// Revenue.
    pub revenue: f64,
    /// What names, sentences and plays are chosen by.
    pub figures: Figures,
    /// One per measure.
    pub profile: Vec<Profile>,
    /// Words about how they buy, where it gave them their name: the measure's place and its side.
    pub trait_of: Option<(usize, bool)>,
}

impl Found {
    /// Sorts the winner's clusters and names them.
    pub fn new(basis: &Basis, winner: &Winner) -> Self {
        let raw = winner.centroids.assign(&basis.matrix);
        let mut members = vec![Vec::new(); winner.centroids.k()];
        for (&row, &cluster) in basis.order.iter().zip(&raw) {
            members[cluster as usize].push(row);
        }
        members
            .iter_mut()
            .for_each(|rows: &mut Vec<u32>| rows.sort_unstable());
        let revenue = basis.table.revenue();
        let mut groups: Vec<(u8, Group)> = members
            .into_iter()
            .enumerate()
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(cluster, rows)| (cluster as u8, describe(basis, rows, revenue)))
            .collect();
        let worth = |group: &Group| group.revenue / group.rows.len() as f64;
        // Stable: of equal worth the larger goes first, then the one that came last.
        crate::order::sort_by(&mut groups, |(_, a), (_, b)| {
            worth(b)
                .total_cmp(&worth(a))
                .then(b.rows.len().cmp(&a.rows.len()))
                .then(a.figures.days.total_cmp(&b.figures.days))
        });
        let (clusters, mut segments): (Vec<u8>, Vec<Group>) = groups.into_iter().unzip();
        naming::name(basis, &mut segments);
        let former = former::slugs(basis, &segments);
        for (group, slug) in segments.iter_mut().zip(former) {
            group.former = slug;
        }
        let mut labels = vec![0u8; basis.table.len()];
        for (at, group) in segments.iter().enumerate() {
            group
                .rows
                .iter()
                .for_each(|&row| labels[row as usize] = at as u8);
        }
        Self {
            segments,
            labels,
            clusters,
        }
    }

    /// A segment by its name in links, or by the one it had before.
    pub fn segment(&self, slug: &str) -> Option<usize> {
        let find = |test: &dyn Fn(&Group) -> bool| self.segments.iter().position(test);
        find(&|group| group.slug == slug)
            .or_else(|| find(&|group| group.former.as_deref() == Some(slug)))
    }

    /// The customers of a segment, by position in the data set.
    pub fn members(&self, basis: &Basis, slug: &str) -> Option<CustomerSet> {
        let group = &self.segments[self.segment(slug)?];
        Some(
            group
                .rows
                .iter()
                .map(|&row| basis.table.position[row as usize])
                .collect(),
        )
    }
}

fn describe(basis: &Basis, rows: Vec<u32>, revenue: f64) -> Group {
    let profile = (0..basis.measures.len())
        .map(|at| profile(basis, at, &rows))
        .collect();
    let own = rows.iter().map(|&row| basis.table.monetary(row as usize));
    Group {
        name: String::new(),
        slug: String::new(),
        former: None,
        colour: 0,
        play: Play::default(),
        revenue: own.sum(),
        figures: figures(&basis.table, &rows, revenue, &basis.typical),
        rows,
        profile,
        trait_of: None,
    }
}

/// A measure among these customers. Where none of them has it, what gaps were given stands in.
fn profile(basis: &Basis, at: usize, rows: &[u32]) -> Profile {
    let (measure, prepared) = (&basis.measures[at], &basis.prepared[at]);
    let mut known: Vec<f64> = rows
        .iter()
        .map(|&row| measure.values[row as usize])
        .filter(|value| value.is_finite())
        .collect();
    let have_it = known.len() as u32;
    if known.is_empty() {
        known.push(prepared.preparation.imputed.map_or(0.0, |(_, given)| given));
    }
    ascend(&mut known);
    let sigma = rows
        .iter()
        .map(|&row| prepared.values[row as usize])
        .sum::<f64>()
        / rows.len().max(1) as f64;
    Profile {
        known: have_it,
        mean: mean(&known),
        quantiles: QUANTILES.map(|q| quantile(&known, q)),
        sigma,
    }
}
