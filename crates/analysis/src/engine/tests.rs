//! Engines for the tests of studies.

mod lists;
mod told;

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::table::Aggregate;

use super::Engine;
use super::source::{Here, Source};
use crate::dataset::Dataset;
use crate::remote::{Answer, Asked};
use crate::studies::all;
use crate::tables::{CustomersTable, customers, values};
use crate::window::Window;

impl Engine {
    /// A pack of which only the ready-made customers are here.
    pub(crate) fn over(catalogue: Catalogue, table: CustomersTable) -> Self {
        let mut engine = Self::new(Source::Pack(catalogue), Vec::new(), &all());
        if let Here::Pack(pack) = &mut engine.here {
            pack.customers = Some(Arc::new(table));
        }
        engine
    }

    /// A gateway that answers what this question takes, as far as it takes tables of customers and of values.
    pub(crate) fn behind(dataset: &Dataset, question: &AnyQuestion) -> Result<Self, Failure> {
        let mut catalogue = dataset.catalogue.clone();
        catalogue.files.clear();
        let engine = Self::new(Source::Gateway(catalogue), Vec::new(), &all());
        let requests = engine.wants(question)?.tables();
        let Here::Gateway(gateway) = &engine.here else {
            return Err(Failure::defect("it is a gateway"));
        };
        for request in requests {
            let window = Window::new(&request.filters, &dataset.catalogue)?;
            let mut table = customers(dataset, &window, None);
            // A database tells nothing of positions in the lines.
            table.position = (0..table.len() as u32).collect();
            let answer = match request.table {
                Asked::Of(Aggregate::Values) => {
                    Answer::Values(Arc::new(values(dataset, &window, None)))
                }
                _ => Answer::Customers(Arc::new(table)),
            };
            gateway.answers.put(request.path(), Arc::new(answer));
        }
        Ok(engine)
    }

    /// A data set in memory.
    pub(crate) fn of(dataset: Dataset) -> Self {
        Self::new(Source::Memory(Box::new(dataset)), Vec::new(), &all())
    }
}
