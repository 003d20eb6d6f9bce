//! What makes a catalogue, damaged in every way: bytes changed, cut, doubled and moved. It is read or refused, and the
//! questions about what was read are asked or refused; nothing ever ends the process.

use std::panic::{AssertUnwindSafe, catch_unwind};

use clientele_gateway::clickhouse::catalogue::catalogue;
use clientele_gateway::clickhouse::{Beyond, Query, Table, Views};
use clientele_intake::assemble::About;
use clientele_model::filters::Filters;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::compare::fetch;
use super::data::{load_plain, odd};
use super::engine::{PATIENT, shared};

/// Streams that are tried; more with the variable `CLIENTELE_MUTATIONS`.
const USUAL: u64 = 4_000;

fn about() -> About {
    About {
        slug: "shop".to_owned(),
        title: "The shop".to_owned(),
        about: String::new(),
        attribution: String::new(),
        licence: String::new(),
        currency: "EUR".to_owned(),
        zone: "UTC".to_owned(),
    }
}

/// One to four damages.
fn damaged(whole: &[u8], rng: &mut Xoshiro256PlusPlus) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..rng.gen_range(1..=4) {
        if bytes.is_empty() {
            break;
        }
        let at = rng.gen_range(0..bytes.len());
        let to = rng.gen_range(at..bytes.len().min(at + 64));
        match rng.gen_range(0..7) {
            0 => bytes[at] ^= 1 << rng.gen_range(0..8),
            1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][rng.gen_range(0..5)],
            2 => bytes[at..=to].fill([0, 0xff][rng.gen_range(0..2)]),
            3 => bytes.truncate(at),
            4 => drop(bytes.drain(at..=to)),
            5 => {
                let part = bytes[at..=to].to_vec();
                bytes.splice(at..at, part);
            }
            _ => {
                let other = rng.gen_range(0..bytes.len());
                bytes.swap(at, other);
            }
        }
    }
    bytes
}

#[test]
fn a_damaged_catalogue_is_refused_or_read_and_ends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("damaged.parquet");
    odd(3, 300, &file);
    load_plain(shared(), "damaged", &file);
    let client = shared().client("damaged", PATIENT);
    let wholes = [Query::dimensions(), Query::ledger()].map(|query| fetch(&client, &query));
    assert!(catalogue(about(), &wholes[0], &wholes[1]).is_ok());
    let told = std::env::var("CLIENTELE_MUTATIONS").ok();
    let most = told.and_then(|told| told.parse().ok()).unwrap_or(USUAL);
    let mut read = 0;
    for seed in 0..most {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let which = rng.gen_range(0..2);
        let mut streams = wholes.clone();
        streams[which] = damaged(&wholes[which], &mut rng);
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let catalogue = catalogue(about(), &streams[0], &streams[1])?;
            let (filters, beyond) = (Filters::default(), Beyond::default());
            for table in Table::all() {
                // Some have no answer to such a catalogue; all of them end.
                let _ = Query::new(table, &filters, &catalogue, Views::default(), &beyond);
            }
            Ok::<_, clientele_gateway::clickhouse::Trouble>(())
        }));
        match outcome {
            Ok(outcome) => read += u64::from(outcome.is_ok()),
            Err(_) => panic!("seed {seed} panicked"),
        }
    }
    // Some damages hit values only: the reader cannot know, and goes on.
    eprintln!("    {most} damaged catalogues: {read} were read, the others refused");
    assert!(read > 0 && read < most / 2);
}
