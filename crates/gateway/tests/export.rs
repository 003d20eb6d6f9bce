//! An audience as a file, on the command line: the same bytes as the answer to the question, and a sentence for each mistake.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clientele_analysis::outbound::fingerprint;
use clientele_gateway::ask::answer;
use clientele_model::filters::{Filters, Period};
use clientele_model::outbound::{AudienceFile, AudienceFileReport, Choices};
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::selection::Only;
use serde_json::Value;

const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/data/omnichannel");

fn run(pack: &str, arguments: &[&str], out: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clientele"))
        .args(["export", pack])
        .args(arguments)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap()
}

#[track_caller]
fn asked(link: &str) -> AudienceFileReport {
    let (question, notices) = AnyQuestion::parse(link).unwrap();
    assert!(notices.is_empty(), "{notices:?}");
    match answer(Path::new(PACK), &question).unwrap() {
        AnyReport::AudienceFile(report) => *report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_file_is_the_one_that_the_question_is_answered_with() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("winback.csv");
    for to in [
        "google",
        "meta",
        "tiktok",
        "klaviyo",
        "mailchimp",
        "csv",
        "json",
        "ids",
    ] {
        let arguments = ["--audience", "rfm.at-risk", "--to", to, "--hold", "10"];
        let said = run(PACK, &arguments, &out);
        assert!(said.status.success(), "{said:?}");
        let report = asked(&format!("/audience-file?of=rfm.at-risk&to={to}&hold=10"));
        let text = fs::read_to_string(&out).unwrap();
        assert!(text == report.files[0].text, "{to}");
        let manifest = fs::read_to_string(folder.path().join("winback.json")).unwrap();
        assert_eq!(manifest, report.manifest);
        let manifest: Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!(manifest["files"][0]["sha256"], *fingerprint(&text));
        assert_eq!(manifest["definition"], "rfm.at-risk");
        assert!(report.held > 0 && report.files[0].rows > 0);
        let said = String::from_utf8(said.stderr).unwrap();
        assert!(said.starts_with(&report.headline.to_string()), "{said}");
    }
}

#[test]
fn the_playbook_card_lies_beside_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("winback.csv");
    let arguments = ["--audience", "rfm.at-risk", "--to", "ids", "--playbook"];
    let said = run(PACK, &arguments, &out);
    assert!(said.status.success(), "{said:?}");
    let card = fs::read_to_string(folder.path().join("winback.playbook.md")).unwrap();
    for words in [
        "Call them back by name",
        "Offer and cap:",
        "Measurement:",
        "Owner:",
    ] {
        assert!(card.contains(words), "{words}: {card}");
    }
    let nobody = folder.path().join("plays.json");
    fs::write(&nobody, "{}").unwrap();
    let plays = ["--plays", nobody.to_str().unwrap()];
    let said = run(PACK, &[&arguments[..], &plays[..]].concat(), &out);
    assert_eq!(said.status.code(), Some(1));
    let said = String::from_utf8(said.stderr).unwrap();
    assert!(
        said.contains("was not used, so nothing was answered"),
        "{said}"
    );
}

/// The cells of a file in plain text, by customer and heading.
fn rows_of(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let names = rows.headers().unwrap().clone();
    let read = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.unwrap();
        let cells = names.iter().zip(row.iter());
        let cells: BTreeMap<String, String> = cells
            .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
            .collect();
        (cells["customer"].clone(), cells)
    };
    rows.records().map(read).collect()
}

#[test]
fn the_group_before_the_last_change_is_that_of_the_month_before() {
    // The groups of everybody on the first of each month, as questions about these days say them.
    let on = |year: i16, month: i8| -> BTreeMap<String, String> {
        let day = clientele_model::date(year, month, 1);
        let days = Period::Range {
            from: Some(clientele_model::date(year - 1, month, 1)),
            to: Some(day.plus_days(-1)),
        };
        let question = AudienceFile {
            filters: Filters {
                period: days,
                ..Filters::default()
            },
            of: Only::Everyone,
            choices: Choices {
                consent: false,
                ..Choices::default()
            },
        };
        let AnyReport::AudienceFile(report) = answer(Path::new(PACK), &question.into()).unwrap()
        else {
            panic!("another report");
        };
        let rows = rows_of(&report.files[0].text).into_iter();
        rows.map(|(customer, mut cells)| (customer, cells.remove("rfm_group").unwrap()))
            .collect()
    };
    let today = asked("/audience-file?of=rfm.at-risk&to=csv&consent=any");
    let today = rows_of(&today.files[0].text);
    let december = on(2025, 12);
    let november = on(2025, 11);
    let mut changed = 0;
    for (customer, cells) in &today {
        let (from, day) = (&cells["rfm_group_previous"], &cells["rfm_group_changed_at"]);
        let before = december.get(customer).map_or("", String::as_str);
        match before == "At Risk" {
            false => {
                assert_eq!(
                    (from.as_str(), day.as_str()),
                    (before, "2026-01-01"),
                    "{customer}"
                );
                changed += 1;
            }
            true => {
                let before = november.get(customer).map_or("", String::as_str);
                if before != "At Risk" {
                    assert_eq!(
                        (from.as_str(), day.as_str()),
                        (before, "2025-12-01"),
                        "{customer}"
                    );
                }
            }
        }
    }
    assert!(changed > 10 && changed < today.len(), "{changed}");
}

#[test]
fn an_audience_may_be_a_link_or_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (out, list) = (
        folder.path().join("out.csv"),
        folder.path().join("whom.txt"),
    );
    let expected = asked("/audience-file?country=France&of=rfm.loyal&to=ids").files[0]
        .text
        .clone();
    let link = "https://example.com/?panel=audience&country=France&of=rfm.loyal";
    fs::write(&list, format!("# Loyal customers in France\n\n{link}\n")).unwrap();
    for audience in [link, list.to_str().unwrap()] {
        let said = run(PACK, &["--audience", audience, "--to", "ids"], &out);
        assert!(said.status.success(), "{said:?}");
        assert_eq!(fs::read_to_string(&out).unwrap(), expected);
    }
}

#[test]
fn what_cannot_be_written_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    let check = |pack: &str, audience: &str, out: &Path, sentence: &str| {
        let said = run(pack, &["--audience", audience, "--to", "meta"], out);
        assert_eq!(said.status.code(), Some(1));
        assert_eq!(String::from_utf8(said.stderr).unwrap().trim_end(), sentence);
    };
    check(
        PACK,
        "planet.mars",
        &out,
        "“planet.mars” is no selection of customers and no file with one, so nothing was written. Give one such as rfm.champions; “clientele ask --help” lists them.",
    );
    let shop = PACK.replace("omnichannel", "online-retail-ii");
    check(
        &shop,
        "rfm.champions",
        &out,
        "The data have no e-mail addresses and no phone numbers, so Meta custom audience could recognise nobody and no file was made. Add a file of customers with them when the data are read, or take the customer numbers alone.",
    );
    let nowhere = folder.path().join("no/such/out.csv");
    check(
        PACK,
        "rfm.champions",
        &nowhere,
        &format!(
            "{} could not be written (there is no such file or folder). Choose another file with --out.",
            nowhere.display()
        ),
    );
    let said = run(PACK, &["--audience", "everyone", "--to", "myspace"], &out);
    let said = String::from_utf8(said.stderr).unwrap();
    let sentence = "it is none of google, meta, tiktok, klaviyo, mailchimp, csv, json, ids";
    assert!(said.contains(sentence), "{said}");
}

/// Made from files with phone numbers and names, the file of a pack that no other question loads.
#[test]
fn phone_numbers_and_names_are_kept_where_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let orders = "Order,Date,Customer,Product,Quantity,Price,Country\n\
        1,2025-01-02,7,A,1,10,France\n2,2025-01-03,8,A,1,10,Germany\n3,2025-02-03,9,B,1,10,Italy\n";
    let customers = "customer_id,email,phone,first_name,last_name,postal_code\n\
        7,Ann@Example.com,01 58 12 34 57,Dr. Ann,\"Quinn, Jr.\",75001\n\
        8,,030 1234567,,,\n9,,,,,\n";
    fs::write(at("orders.csv"), orders).unwrap();
    fs::write(at("people.csv"), customers).unwrap();
    let pack = |more: &[&str]| {
        let said = Command::new(env!("CARGO_BIN_EXE_clientele"))
            .arg("pack")
            .arg(at("orders.csv"))
            .arg("--customers")
            .arg(at("people.csv"))
            .args(more)
            .arg("--out")
            .arg(at("shop"))
            .output()
            .unwrap();
        let words = String::from_utf8(said.stderr).unwrap();
        assert!(said.status.success(), "{words}");
        words
    };
    let shop = at("shop");
    let shop = shop.to_str().unwrap();
    let written = |to: &str| {
        let said = run(
            shop,
            &["--audience", "everyone", "--to", to],
            &at("out.csv"),
        );
        assert!(said.status.success(), "{said:?}");
        fs::read_to_string(at("out.csv")).unwrap()
    };
    assert!(
        pack(&[]).contains("phone"),
        "columns that are not used are named"
    );
    assert!(!at("shop/contacts.arrow").exists());
    let without = written("google");
    assert!(!pack(&["--contacts"]).contains("phone"));
    assert!(at("shop/contacts.arrow").exists());
    let f = fingerprint;
    let first = [
        &*f("ann@example.com"),
        &f("+33158123457"),
        &f("ann"),
        &f("quinn"),
        "FR",
        "75001",
    ];
    let second = ["", &f("+49301234567"), "", "", "DE", ""];
    let expected = format!(
        "Email,Phone,First Name,Last Name,Country,Zip\r\n{}\r\n{}\r\n",
        first.join(","),
        second.join(",")
    );
    assert_eq!(written("google"), expected);
    assert_eq!(without.lines().count(), 2);
    let more = [
        "--audience",
        "everyone",
        "--to",
        "klaviyo",
        "--home",
        "Narnia",
    ];
    let said = run(shop, &more, &at("out.csv"));
    let said = String::from_utf8(said.stderr).unwrap();
    for sentence in [
        "The data name nobody who has agreed to be written to: make sure of that before the file is sent.",
        "No country “Narnia” is known, so phone numbers without a country code belong to their customer’s own country alone. Say it as two letters, such as DE.",
    ] {
        assert!(said.contains(sentence), "{said}");
    }
    let table = written("csv");
    assert!(
        table.starts_with(
            "\u{feff}customer,email,phone,first_name,last_name,postal_code,country,rfm_group,rfm_group_previous,rfm_group_changed_at\r\n"
        ),
        "{table}"
    );
}
