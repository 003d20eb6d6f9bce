//! Segments as arithmetic: what a database needs to put each customer into theirs by itself.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::Filters;

use super::making::params;
use super::steps::LEAST;
use super::{Basis, Found};
use crate::cluster::{Centroids, Selection, run};
use crate::engine::unnarrowed;
use crate::features::{Recipe, measures, prepare};
use crate::remote::{Answer, Request, Table};
use crate::rfm::Typical;
use crate::tables::CustomersTable;

/// Segments of the customers of a database, as the page makes them.
///
/// A customer's measures are each brought to the common scale by their recipe and rounded to `f32`. Of the centroids the
/// nearest is theirs, by the sum of the squared differences in the order of the measures, all in `f32`; the first of several
/// that are equally near.
pub struct Fitted {
    /// Keys of the measures that tell customers apart, and how each is brought to the common scale.
    pub measures: Vec<(String, Recipe)>,
    /// One row for each group, one column for each measure.
    pub centroids: Centroids,
    found: Found,
}

impl Fitted {
    /// The tables that [`Fitted::of`] takes: the customers of these filters, and what is typical of the shop as a whole.
    pub fn requests(filters: &Filters) -> [Request; 2] {
        [
            Request::customers(filters, true),
            Request::rfm(&unnarrowed(filters)),
        ]
    }

    /// Makes the segments from these two tables, as they came.
    ///
    /// # Errors
    /// [`Failure::Refused`] for what is no table, [`Failure::Nobody`] without customers, [`Failure::TooFew`], and
    /// [`Failure::AllAlike`] when nothing tells them apart.
    pub fn of(
        filters: &Filters,
        catalogue: &Catalogue,
        [customers, shop]: [&[u8]; 2],
    ) -> Result<Self, Failure> {
        let [for_customers, for_shop] = Self::requests(filters);
        let customers = read(&for_customers, customers, catalogue)?;
        let typical = Typical::of(&*read(&for_shop, shop, catalogue)?);
        let have = customers.len() as u32;
        if have == 0 {
            return Err(Failure::Nobody);
        }
        if have < LEAST {
            return Err(Failure::TooFew { need: LEAST, have });
        }
        let measures = measures(&customers, filters.lens);
        let prepared: Vec<_> = measures.iter().map(prepare).collect();
        let used = measures.iter().zip(&prepared);
        let used =
            used.filter(|(measure, prepared)| measure.used && !prepared.preparation.constant);
        let recipes = used
            .map(|(measure, prepared)| (measure.key.clone(), prepared.recipe))
            .collect();
        // Nobody asks here what to do with them.
        let typical = (typical, Arc::default());
        let basis = Basis::new(customers, filters.lens, typical, measures, prepared)?;
        let mut selection = Selection::new(params(filters), &basis.matrix)?;
        let winner = loop {
            if let Some(winner) = selection.winner() {
                break winner;
            }
            let tasks = selection.next_tasks();
            if tasks.is_empty() {
                return Err(Failure::AllAlike { have });
            }
            let results = tasks.iter().map(|task| run(task, &basis.matrix));
            selection.supply(results.collect());
        };
        Ok(Self {
            found: Found::new(&basis, &winner),
            measures: recipes,
            centroids: winner.centroids,
        })
    }

    /// The row of `centroids` that stands for a segment.
    ///
    /// # Errors
    /// [`Failure::NoSegment`] when there is none of that name.
    pub fn centroid(&self, slug: &str) -> Result<u8, Failure> {
        let at = self.found.segment(slug).ok_or_else(|| Failure::NoSegment {
            name: slug.to_owned(),
        })?;
        Ok(self.found.clusters[at])
    }

    /// The names of the segments in links, in the order of the report.
    pub fn slugs(&self) -> impl Iterator<Item = &str> {
        let segments = self.found.segments.iter();
        segments.map(|segment| segment.slug.as_str())
    }
}

fn read(
    request: &Request,
    bytes: &[u8],
    catalogue: &Catalogue,
) -> Result<Arc<CustomersTable>, Failure> {
    let answer = Answer::read(request, bytes, catalogue)?;
    let table = <CustomersTable as Table>::of(&answer);
    table.ok_or_else(|| Failure::defect("what came holds no customers"))
}
