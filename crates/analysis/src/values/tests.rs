use clientele_model::catalogue::Value;
use clientele_model::question::AnyReport;

use super::*;
use crate::engine::{Engine, finish};
use crate::studies::tests::shop::made_up;

#[track_caller]
fn question(text: &str) -> AnyQuestion {
    let (question, notices) = AnyQuestion::parse(text).unwrap();
    assert_eq!(notices, [], "{text}");
    question
}

#[track_caller]
fn ask(engine: &Engine, text: &str) -> AnyReport {
    let job = engine.start(&question(text));
    finish(job.unwrap()).unwrap_or_else(|why| panic!("{text}: {why}"))
}

#[track_caller]
fn values(engine: &Engine, text: &str) -> ValuesReport {
    match ask(engine, text) {
        AnyReport::Values(report) => *report,
        other => panic!("{other:?}"),
    }
}

/// Customers that Segments counts, nobody where it has nothing to say.
fn counted(engine: &Engine, text: &str) -> u32 {
    match engine.start(&question(text)).and_then(finish) {
        Ok(AnyReport::Segments(report)) => report.customers,
        Ok(other) => panic!("{other:?}"),
        Err(Failure::TooFew { have, .. }) => have,
        Err(Failure::Nobody | Failure::Nothing) => 0,
        Err(why) => panic!("{text}: {why}"),
    }
}

fn numbers(report: &ValuesReport, of: Dimension) -> Vec<(&str, u32)> {
    let values = report.values(of).iter();
    values
        .map(|Value { name, customers }| (name.as_str(), *customers))
        .collect()
}

#[test]
fn a_value_has_as_many_customers_as_are_left_when_it_alone_is_chosen() {
    let engine = Engine::of(made_up(400));
    for link in [
        "last=200",
        "last=200&country=France&channel=web&spend=200..",
    ] {
        let report = values(&engine, &format!("/values?{link}"));
        for listed in &report.dimensions {
            let of = listed.of.one();
            let others = link.split('&').filter(|part| !part.starts_with(of));
            let others: Vec<&str> = others.collect();
            for Value { name, customers } in &listed.values {
                let chosen = format!("/segments?{}&{of}={name}", others.join("&"));
                assert_eq!(*customers, counted(&engine, &chosen), "{chosen}");
            }
        }
    }
}

#[test]
fn every_value_of_the_catalogue_is_there_in_its_order() {
    let mut shop = made_up(400);
    let countries = &mut shop.catalogue.countries;
    countries.insert(
        0,
        Value {
            name: "Peru".into(),
            customers: 500,
        },
    );
    countries.reverse();
    let report = values(&Engine::of(shop), "/values?channel=web&country=France");
    let countries = numbers(&report, Dimension::Country);
    let names: Vec<&str> = countries.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["Spain", "France", "Peru"]);
    assert_eq!(countries[2].1, 0);
    // This shop has no tiers.
    let of: Vec<Dimension> = report.dimensions.iter().map(|listed| listed.of).collect();
    assert_eq!(
        of,
        [Dimension::Country, Dimension::Channel, Dimension::Category]
    );
    assert_eq!(
        AnyReport::from(report)
            .lines()
            .lines()
            .take(2)
            .collect::<Vec<_>>(),
        ["Numbers: customers under the other filters", "Countries"]
    );
}

#[test]
fn chosen_customers_stay_who_they_are() {
    let engine = Engine::of(made_up(400));
    let report = values(&engine, "/values?only=rfm.champions");
    assert_eq!(
        report.about.to_string(),
        "Numbers: chosen customers under the other filters"
    );
    let spain = counted(
        &engine,
        "/segments?country=Spain&only=rfm.champions&under=usual",
    );
    let countries = numbers(&report, Dimension::Country);
    assert!(
        spain > 0 && countries.contains(&("Spain", spain)),
        "{countries:?}"
    );
    // All of them are from Spain: the filter on the country leaves nobody, and they are counted all the same.
    let report = values(
        &engine,
        "/values?country=France&only=rfm.champions&under=country%3DSpain",
    );
    let of_spain = counted(&engine, "/segments?country=Spain&only=rfm.champions");
    assert_eq!(
        numbers(&report, Dimension::Country),
        [("France", 0), ("Spain", of_spain)]
    );
    assert_eq!(
        numbers(&report, Dimension::Channel),
        [("store", 0), ("web", 0)]
    );
}

#[test]
fn a_database_counts_without_the_choice_and_the_report_says_so() {
    let shop = made_up(400);
    let asked = "/values?last=200&country=France&spend=200..";
    let chosen = &format!("{asked}&only=rfm.champions");
    let live = Engine::behind(&shop, &question(chosen)).unwrap();
    let lines = Engine::of(shop);
    assert_eq!(values(&live, asked), values(&lines, asked));
    let report = values(&live, chosen);
    assert_eq!(report.dimensions, values(&lines, asked).dimensions);
    assert_eq!(
        report.about.to_string(),
        "Numbers: customers under the other filters, chosen or not: a choice never goes to the database"
    );
}
