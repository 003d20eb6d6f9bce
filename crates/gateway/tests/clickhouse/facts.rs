//! Catalogue and ledger of the engine beside those of a pack.

use clientele_analysis::dataset::Dataset;
use clientele_gateway::clickhouse::catalogue::catalogue;
use clientele_gateway::clickhouse::{Client, Query};
use clientele_intake::assemble::About;
use clientele_model::catalogue::Catalogue;
use clientele_model::table::{DIMENSIONS_TABLE, LEDGER_TABLE};

use super::arrow::Frame;
use super::compare::{fetch, near};

/// Compares catalogue and ledger. Names of services differ: the ledger of a pack takes them from a
/// list, ClickHouse from the lines.
#[track_caller]
pub fn compare(data: &Dataset, client: &Client) {
    let there = &data.catalogue;
    let about = About {
        slug: there.slug.clone(),
        title: there.title.clone(),
        about: there.about.clone(),
        attribution: there.attribution.clone(),
        licence: there.licence.clone(),
        currency: there.currency.clone(),
        zone: there.zone.clone(),
    };
    let dimensions = fetch(client, &Query::dimensions());
    let ledger = fetch(client, &Query::ledger());
    Frame::read(&dimensions).is(&DIMENSIONS_TABLE);
    Frame::read(&ledger).is(&LEDGER_TABLE);
    let mut found = catalogue(about, &dimensions, &ledger).unwrap();
    let columns = std::mem::take(&mut found.columns);
    let filled = |name: &str| {
        columns
            .iter()
            .any(|c| c.column == name && c.note.is_empty())
    };
    assert_eq!(columns.len(), 13);
    assert!(filled("order"));
    assert_eq!(filled("channel"), there.has.channel);
    let mut expected = Catalogue {
        columns: vec![],
        files: vec![],
        ..there.clone()
    };
    // Addresses stay in the database, and campaigns are views of their own.
    expected.has.email = false;
    expected.has.campaigns = false;
    expected.ledger.exposures = None;
    let values = |catalogue: &mut Catalogue| -> Vec<f64> {
        let ledger = &mut catalogue.ledger;
        let mut out = vec![];
        let mut take = |value: &mut f64| out.push(std::mem::take(value));
        ledger.classes.iter_mut().for_each(|row| {
            take(&mut row.value);
            take(row.paid.as_mut().unwrap());
        });
        ledger
            .services
            .iter_mut()
            .for_each(|row| take(&mut row.value));
        take(&mut ledger.copies.1);
        take(&mut ledger.clean.3);
        if let Some(largest) = &mut ledger.largest_return {
            take(&mut largest.value);
        }
        ledger
            .services
            .iter_mut()
            .for_each(|service| service.name.clear());
        // What only files have.
        ledger.source.clear();
        ledger.unreadable.clear();
        out
    };
    let (engine, rust) = (values(&mut found), values(&mut expected));
    assert_eq!(found, expected);
    for (engine, rust) in engine.into_iter().zip(rust) {
        near("value in the ledger", engine, rust);
    }
}
