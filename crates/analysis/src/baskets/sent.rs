//! Baskets that a database sent in place of the lines.

use std::sync::Arc;

use clientele_model::baskets::LeftOut;
use clientele_model::catalogue::Catalogue;
use clientele_model::filters::Level;

use super::{Baskets, Sizes, giants};
use crate::dataset::{self, Dataset, NONE, Values};
use crate::order::sort_by_key;
use crate::tables::{BasketsTable, ProductsTable};

/// What a database sent, and what it is about.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The sets of items.
    pub table: Arc<BasketsTable>,
    /// What was paid for each product of the data set.
    pub revenue: Vec<f64>,
}

/// Baskets of one size or less, and what the larger ones are.
pub(crate) struct Opened {
    /// How many orders hold so many items, all of them.
    pub sizes: Sizes,
    /// The most items of a basket that was kept.
    pub largest: u32,
    /// Those kept.
    pub baskets: Baskets,
    /// Those that were not.
    pub giants: Option<LeftOut>,
}

impl Sent {
    /// Puts products sold beside the sets: a data set without a single order, for the names of items.
    /// Its products are those of the table, codes ascending.
    pub fn new(
        table: Arc<BasketsTable>,
        products: &ProductsTable,
        catalogue: &Catalogue,
    ) -> (Dataset, Self) {
        let ids: Vec<&str> = products.product.iter().collect();
        let mut rows: Vec<usize> = (0..ids.len()).collect();
        sort_by_key(&mut rows, |&row| ids[row]);
        let has = catalogue.has;
        let categories: Vec<String> = catalogue
            .categories
            .iter()
            .map(|c| c.name.clone())
            .collect();
        // In the order of the catalogue, as in a pack.
        let places: Vec<u32> = products
            .category
            .list
            .iter()
            .map(|name| categories.iter().position(|of| of == name))
            .map(|at| at.map_or(NONE, |at| at as u32))
            .collect();
        let category = |row: usize| products.category.at[row] as usize;
        let of = |is_there: bool| rows.iter().filter(move |_| is_there);
        let dataset = Dataset {
            catalogue: catalogue.clone(),
            campaigns: dataset::Campaigns::default(),
            values: Values {
                categories,
                ..Values::default()
            },
            products: dataset::Products {
                id: rows.iter().map(|&row| ids[row].to_owned()).collect(),
                name: rows
                    .iter()
                    .map(|&row| products.name.get(row).to_owned())
                    .collect(),
                category: of(has.category)
                    .map(|&row| places.get(category(row)).copied().unwrap_or(NONE))
                    .collect(),
                // Taken off in the database; here only that they are known.
                unit_cost: of(has.cost).map(|_| f64::NAN).collect(),
                service: vec![false; rows.len()],
            },
            customers: dataset::Customers::default(),
            orders: dataset::Orders::default(),
            lines: dataset::Lines::default(),
        };
        let revenue = rows.iter().map(|&row| products.gross[row]).collect();
        (dataset, Self { table, revenue })
    }

    /// The baskets of at most `largest` items; of as many as is usual when nobody says.
    pub(crate) fn open(&self, dataset: &Dataset, level: Level, largest: Option<u32>) -> Opened {
        let sizes = self.table.sizes();
        let largest = largest.or_else(|| sizes.giant());
        let largest = largest.filter(|&largest| sizes.above(largest) > 0);
        let all: u32 = self.table.orders.iter().sum();
        let giants = largest.map(|largest| giants(&sizes, all as usize, largest, level));
        let largest = largest.unwrap_or(u32::MAX);
        let named = |name: &str| match level {
            Level::Product => {
                let ids = &dataset.products.id;
                ids.binary_search_by(|id| id.as_str().cmp(name)).ok()
            }
            Level::Category => dataset.values.categories.iter().position(|of| of == name),
        };
        let place = self.table.item.iter();
        let place: Vec<u32> = place
            .map(|name| named(name).map_or(NONE, |at| at as u32))
            .collect();
        let kinds = match level {
            Level::Product => dataset.products.id.len(),
            Level::Category => dataset.values.categories.len(),
        };
        Opened {
            baskets: self.table.opened(&place, kinds as u32, largest),
            sizes,
            largest,
            giants,
        }
    }

    /// What was paid for each item.
    pub(crate) fn revenue(&self, dataset: &Dataset, level: Level) -> Vec<f64> {
        if level == Level::Product {
            return self.revenue.clone();
        }
        let mut sums = vec![0.0; dataset.values.categories.len()];
        for (&category, gross) in dataset.products.category.iter().zip(&self.revenue) {
            if let Some(sum) = sums.get_mut(category as usize) {
                *sum += gross;
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests;
