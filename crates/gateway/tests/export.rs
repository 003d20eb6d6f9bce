//! An audience as a file, on the command line: the same bytes as the answer to the question, and a sentence for each mistake.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clientele_analysis::outbound::fingerprint;
use clientele_gateway::ask::answer;
use clientele_model::outbound::AudienceFileReport;
use clientele_model::question::{AnyQuestion, AnyReport};
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
            "{} could not be written (No such file or directory). Choose another file with --out.",
            nowhere.display()
        ),
    );
    let said = run(PACK, &["--audience", "everyone", "--to", "myspace"], &out);
    let said = String::from_utf8(said.stderr).unwrap();
    let sentence = "it is none of google, meta, tiktok, klaviyo, mailchimp, csv, json, ids";
    assert!(said.contains(sentence), "{said}");
}
