//! A selection of those who took part in an arm of a campaign, whatever is asked about them.

use clientele_model::catalogue::File;

use super::*;
use crate::dataset::{Campaigns, Dataset, Exposures};
use crate::days;
use crate::engine::Study;
use crate::pack::{self, Encoded};

/// A shop with a campaign: every other customer of those it was sent to is in the arm “offer”.
fn with_campaign() -> Dataset {
    let mut data = made_up(240);
    let ids = data.customers.id.iter().take(200).map(String::as_str);
    let ids: Vec<&str> = ids.collect();
    let day = days::from_date(data.catalogue.first) + 300;
    data.campaigns = Campaigns {
        id: vec!["SPRING".to_owned()],
        name: vec!["Spring".to_owned()],
        day: vec![day],
        window: vec![28],
        offer: vec![String::new()],
        exposures: Exposures {
            campaign: vec![0; ids.len()],
            customer: ids.iter().copied().collect(),
            arm: (0..ids.len() as u32).map(|at| at % 2).collect(),
            arms: vec!["control".to_owned(), "offer".to_owned()],
            exposed: vec![day; ids.len()],
            ..Exposures::default()
        },
    };
    data.catalogue.has.campaigns = true;
    data
}

/// A pack of these data, and its files.
fn pack_of(data: &Dataset, studies: &[&'static dyn Study]) -> (Engine, Vec<Encoded>) {
    let files = pack::encode(data).unwrap();
    let mut catalogue = data.catalogue.clone();
    let listed = files.iter().map(|file| File {
        table: file.table.to_owned(),
        path: format!("{}.arrow", file.table),
        bytes: file.bytes.len() as u64,
        rows: 0,
        sha256: String::new(),
    });
    catalogue.files = listed.collect();
    let engine = Engine::new(Source::Pack(catalogue), Vec::new(), studies);
    (engine, files)
}

#[test]
fn every_question_about_an_arm_is_answered_from_a_pack_as_from_memory() {
    let data = with_campaign();
    for text in [
        "/overview?only=arm.SPRING~offer",
        "/segments?only=arm.SPRING~offer",
        "/products?only=arm.SPRING~offer",
        "/products?only=arm.SPRING~offer&find=cup",
        "/baskets?period=all&only=not(arm.SPRING~offer)",
        "/values?only=arm.SPRING~offer",
        "/audience?of=arm.SPRING~offer",
    ] {
        let (question, notices) = AnyQuestion::parse(text).unwrap();
        assert!(notices.is_empty(), "{notices:?}");
        let (mut engine, files) = pack_of(&data, &all());
        let wanted = engine.wants(&question).unwrap().files();
        for file in wanted {
            let came = files.iter().find(|came| came.table == file.table).unwrap();
            engine.supply(&file.table, &came.bytes).unwrap();
        }
        let expected = Engine::of(data.clone()).start(&question).and_then(finish);
        let found = engine.start(&question).and_then(finish);
        assert!(expected.is_ok(), "{text}: {expected:?}");
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn whoever_asks_about_an_arm_waits_for_the_study_that_finds_it() {
    let data = with_campaign();
    let (mut engine, _) = pack_of(&data, FIRST);
    let wants = |engine: &Engine, text: &str| {
        let (question, _) = AnyQuestion::parse(text).unwrap();
        engine.wants(&question).unwrap()
    };
    let (arm, none) = ("/overview?only=arm.SPRING~offer", "/overview?only=rfm.lost");
    assert_eq!(wants(&engine, arm), Wants::Dealings);
    assert_ne!(wants(&engine, none), Wants::Dealings);
    for &study in AUDIENCES {
        engine.plug(study);
    }
    let tables = wants(&engine, arm).files().into_iter();
    let tables: Vec<String> = tables.map(|file| file.table).collect();
    assert!(tables.ends_with(&["campaigns".to_owned(), "exposures".to_owned()]));
}
