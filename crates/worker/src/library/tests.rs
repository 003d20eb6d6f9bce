//! What a question waits for, one thing after the other.

use clientele_analysis::remote::Answer;
use clientele_model::catalogue::File;

use super::*;

const DATA: &str = "https://page/data/";
const LIVE: &str = "https://gate/data/";

fn question(text: &str) -> AnyQuestion {
    AnyQuestion::parse(text).unwrap().0
}

/// Of a device that keeps no data sets.
/// Nothing is known yet but that there is no table of plays.
fn library() -> Library {
    let mut library = unadvised();
    library.advise(Err(Mistake::NotThere));
    library
}

fn unadvised() -> Library {
    let mut library = Library::new(DATA.to_owned(), None);
    library.plug_reader(Answer::read);
    supply(&mut library, Item::Index(OWN.into()), b"[]").unwrap();
    library
}

#[track_caller]
fn check(library: &mut Library, text: &str, waits_for: &[&str]) {
    let Ok(Next::Wait(items)) = library.next(&question(text), 0.0, false, false) else {
        panic!("{text} does not wait");
    };
    let url = |item: &Item| item.url(DATA).unwrap_or_else(|| item.name());
    let urls: Vec<String> = items.iter().map(url).collect();
    assert_eq!(urls, waits_for, "{text}");
}

fn supply(library: &mut Library, item: Item, bytes: &[u8]) -> Result<(), Failure> {
    library.supply(&item, bytes, Arrival::default())
}

fn missing() -> Failure {
    Failure::Http {
        status: 404,
        what: "config.json".into(),
    }
}

#[track_caller]
fn refused(library: &mut Library, text: &str, sentence: &str) {
    let why = library
        .next(&question(text), 0.0, false, false)
        .err()
        .unwrap();
    assert_eq!(why.to_string(), sentence);
}

#[test]
fn a_question_waits_for_settings_and_index_then_for_its_catalogue() {
    let mut library = library();
    let first = [
        "https://page/data/../config.json",
        "https://page/data/index.json",
    ];
    check(&mut library, "/overview", &first);
    assert!(supply(&mut library, Item::Index(DATA.into()), b"<html>").is_err());
    check(&mut library, "/overview", &first);
    assert!(library.do_without(&Item::Config, &missing()));
    let index = br#"[{"slug":"a","title":"A"},{"slug":"b","title":"B"}]"#;
    supply(&mut library, Item::Index(DATA.into()), index).unwrap();
    check(
        &mut library,
        "/overview",
        &["https://page/data/a/catalogue.json"],
    );
    check(
        &mut library,
        "/overview?data=b",
        &["https://page/data/b/catalogue.json"],
    );
    refused(
        &mut library,
        "/overview?data=c",
        "There is no data set “c” here. Choose one on the Data panel.",
    );
    refused(
        &mut library,
        "/overview?data=https%3A%2F%2Fevil.example%2Fdata%2Fshop",
        "This link asks for data at https://evil.example/data/shop, which is not among the \
         addresses this page may use. Ask whoever runs the page to list it in config.json.",
    );
    assert!(library.ahead().is_empty());
}

#[test]
fn a_gateway_that_is_away_costs_only_its_own_data_sets() {
    let mut library = library();
    let config = br#"{"gateways":[{"address":"https://gate/data"}]}"#;
    supply(&mut library, Item::Config, config).unwrap();
    let index = br#"[{"slug":"a","title":"A"}]"#;
    supply(&mut library, Item::Index(DATA.into()), index).unwrap();
    check(&mut library, "/overview", &["https://gate/data/index.json"]);
    assert!(library.do_without(&Item::Index(LIVE.into()), &Failure::Offline));
    check(
        &mut library,
        "/overview",
        &["https://page/data/a/catalogue.json"],
    );
    refused(
        &mut library,
        "/overview?data=shop",
        "The data could not be fetched because the network did not answer. What is on the page \
         is kept; try again when you are online.",
    );
    // Asked again with the next question.
    check(
        &mut library,
        "/overview?data=shop",
        &["https://gate/data/index.json"],
    );
    let index = br#"[{"slug":"shop","title":"Shop"}]"#;
    supply(&mut library, Item::Index(LIVE.into()), index).unwrap();
    check(
        &mut library,
        "/overview?data=shop",
        &["https://gate/data/shop/catalogue.json"],
    );
}

#[test]
fn a_table_is_asked_for_by_its_content() {
    let file = File {
        table: "lines".into(),
        path: "lines.arrow".into(),
        bytes: 10,
        rows: 1,
        sha256: "0123456789abcdef0123".into(),
    };
    let item = Item::Table("https://page/data/a/".into(), file);
    assert_eq!(
        item.url(DATA).as_deref(),
        Some("https://page/data/a/lines.arrow?v=0123456789ab")
    );
    assert_eq!(item.name(), "lines.arrow");
}

#[test]
fn code_that_is_not_here_is_waited_for_beside_all_that_is_known_to_be_of_use() {
    const BASKETS: &str = "/baskets?period=all";
    let mut library = library();
    let first = [
        "mining",
        "https://page/data/../config.json",
        "https://page/data/index.json",
    ];
    check(&mut library, BASKETS, &first);
    check(&mut library, "/segments", &first[1..]);
    assert!(library.do_without(&Item::Config, &missing()));
    let index = br#"[{"slug":"a","title":"A"}]"#;
    supply(&mut library, Item::Index(DATA.into()), index).unwrap();
    let address = "https://page/data/a/";
    let catalogue = format!("{address}catalogue.json");
    check(&mut library, BASKETS, &["mining", &catalogue]);
    let bytes = include_bytes!("../../../../public/data/online-retail-ii/catalogue.json");
    supply(&mut library, Item::Catalogue(address.into()), bytes).unwrap();
    let rest = library.ahead();
    assert!(!rest.is_empty());
    let files: Vec<String> = rest.iter().filter_map(|item| item.url(DATA)).collect();
    let mut all = vec!["mining"];
    all.extend(files.iter().map(String::as_str));
    check(&mut library, BASKETS, &all);
    // It came: to data sets that are here, and to those that come later.
    library.plug(Part::Mining, studies::MINING);
    check(&mut library, BASKETS, &all[1..]);
    supply(&mut library, Item::Catalogue(address.into()), bytes).unwrap();
    check(&mut library, BASKETS, &all[1..]);
}

#[test]
fn a_selection_that_speaks_of_an_arm_waits_for_the_code_that_reads_campaigns() {
    let mut library = library();
    assert!(library.do_without(&Item::Config, &missing()));
    let index = br#"[{"slug":"a","title":"A"}]"#;
    supply(&mut library, Item::Index(DATA.into()), index).unwrap();
    let address = "https://page/data/a/";
    let bytes = include_bytes!("../../../../public/data/online-retail-ii/catalogue.json");
    supply(&mut library, Item::Catalogue(address.into()), bytes).unwrap();
    let rest = library.ahead();
    let files: Vec<String> = rest.iter().filter_map(|item| item.url(DATA)).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let with = |parts: &[&'static str]| [parts, &files].concat();
    for text in [
        "/segments?only=arm.SPRING~offer",
        "/overview?only=arm.SPRING~offer",
    ] {
        check(&mut library, text, &with(&["audiences"]));
    }
    let baskets = "/baskets?period=all&only=arm.SPRING~offer";
    check(&mut library, baskets, &with(&["mining"]));
    library.plug(Part::Mining, studies::MINING);
    check(&mut library, baskets, &with(&["audiences"]));
    library.plug(Part::DEALINGS, studies::AUDIENCES);
    check(&mut library, baskets, &files);
}

#[test]
fn a_result_file_is_kept_beside_a_data_set_that_is_here() {
    let mut library = library();
    assert!(library.do_without(&Item::Config, &missing()));
    let index = br#"[{"slug":"a","title":"A"}]"#;
    supply(&mut library, Item::Index(DATA.into()), index).unwrap();
    let mut bring = |dataset| {
        let why = library.bring(dataset, Arc::default()).unwrap_err();
        why.to_string()
    };
    let not_here = "This data set is still loading. Nothing was read; wait until the panel shows it, then drop the file again.";
    assert_eq!(bring(None), not_here);
    assert_eq!(bring(Some("a")), not_here);
    assert_eq!(
        bring(Some("b")),
        "There is no data set “b” here. Choose one on the Data panel."
    );
}

#[test]
fn data_sets_of_the_device_stand_beside_the_others_and_are_read_anew_when_they_change() {
    let mut library = Library::new(DATA.to_owned(), None);
    library.advise(Err(Mistake::NotThere));
    let first = [
        "https://page/data/../config.json",
        "https://page/data/index.json",
        "own/index.json",
    ];
    check(&mut library, "/overview", &first);
    assert!(library.do_without(&Item::Config, &missing()));
    let index = br#"[{"slug":"a","title":"A"}]"#;
    supply(&mut library, Item::Index(DATA.into()), index).unwrap();
    let index = br#"[{"slug":"mine","title":"Mine"}]"#;
    supply(&mut library, Item::Index(OWN.into()), index).unwrap();
    check(
        &mut library,
        "/overview?data=own%2Fmine",
        &["own/mine/catalogue.json"],
    );
    // One that nobody listed is asked for as well: it may be of another tab.
    check(
        &mut library,
        "/overview?data=own%2Fother",
        &["own/other/catalogue.json"],
    );
    let bytes = include_bytes!("../../../../public/data/online-retail-ii/catalogue.json");
    supply(&mut library, Item::Catalogue("own/mine/".into()), bytes).unwrap();
    let files = library.ahead();
    let urls: Vec<String> = files.iter().filter_map(|item| item.url(DATA)).collect();
    assert!(
        urls.iter().all(|url| url.starts_with("own/mine/")),
        "{urls:?}"
    );
    assert!(files.iter().all(|item| library.handed(item).is_none()));
    // It changed, and another one was handed over.
    let both = [bytes.as_slice(), b"lines"].concat();
    let sizes = vec![
        ("catalogue.json".to_owned(), bytes.len() as u64),
        ("lines.arrow".to_owned(), 5),
    ];
    library.own("own/mine", vec![], &[]);
    library.own("own/lent", sizes, &both);
    check(
        &mut library,
        "/overview?data=own%2Flent",
        &["own/index.json"],
    );
    // Without a place to keep files the list is of what was handed over.
    assert!(library.do_without(&Item::Index(OWN.into()), &Failure::NoCode));
    let slugs: Vec<&str> = library.offers().map(|offer| &*offer.slug).collect();
    assert_eq!(slugs, ["a", "own/lent"]);
    let catalogue = Item::Catalogue("own/lent/".into());
    assert_eq!(library.handed(&catalogue).unwrap(), bytes);
    let lines = File {
        table: "lines".into(),
        path: "lines.arrow".into(),
        bytes: 5,
        rows: 1,
        sha256: String::new(),
    };
    let lines = Item::Table("own/lent/".into(), lines);
    assert_eq!(library.handed(&lines).unwrap(), b"lines");
    check(
        &mut library,
        "/overview?data=own%2Fmine",
        &["own/mine/catalogue.json"],
    );
}

#[test]
fn what_the_visitor_signed_in_with_goes_to_the_own_folder_only() {
    let mut library = Library::new(DATA.to_owned(), Some("token".to_owned()));
    let config = br#"{"gateways":[{"address":"https://gate/data","key":"k"}]}"#;
    supply(&mut library, Item::Config, config).unwrap();
    for (url, key) in [
        ("https://page/data/index.json", Some("token")),
        ("https://page/data/shop/rfm.arrow?last=30", Some("token")),
        ("https://page/database", None),
        ("https://gate/data/index.json", Some("k")),
        ("https://page.evil/data/index.json", None),
    ] {
        assert_eq!(library.key(url).as_deref(), key, "{url}");
    }
    let library = Library::new(DATA.to_owned(), None);
    assert_eq!(library.key("https://page/data/index.json"), None);
}

#[test]
fn the_table_of_plays_is_asked_for_with_segments_and_one_goes_on_without() {
    let mut library = unadvised();
    check(
        &mut library,
        "/segments",
        &[
            "https://page/data/../config.json",
            "https://page/data/index.json",
            "https://page/data/../plays.json",
        ],
    );
    library.advise(Err(Mistake::NotThere));
    check(
        &mut library,
        "/segments",
        &[
            "https://page/data/../config.json",
            "https://page/data/index.json",
        ],
    );
}
