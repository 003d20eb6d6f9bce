//! An audience that is written into the database from the page, by whom that is allowed.

use clientele_driver::{Browser, Key, http, root};

use super::live::{clickhouse, gateway_with};
use super::{PATIENCE, shown};

const WRITER: &str = "a-secret-of-the-writer-0001";
const READER: &str = "a-secret-of-the-reader-0001";
const CARD: &str = "document.querySelector('#export-database')";

/// What the database prints.
fn ask(sql: &str) -> String {
    let answer = http::post(&format!("{}/?database=shop", clickhouse()), sql).unwrap();
    let said = String::from_utf8(answer.body).unwrap();
    assert_eq!(answer.status, 200, "{said}");
    said.trim().to_owned()
}

/// Opens the export of an audience as the holder of a token.
fn opened(url: &str, secret: &str) -> Browser {
    let browser = Browser::start().unwrap();
    let link = format!("{url}?panel=audience-file&of=rfm.champions");
    browser.open(&link).unwrap();
    browser
        .wait_until("document.querySelector('main form #token')", PATIENCE)
        .unwrap();
    browser.write("#token", secret).unwrap();
    browser.press(Key::Enter).unwrap();
    shown(&browser, &link);
    browser
}

#[test]
fn whoever_may_writes_an_audience_from_the_page() {
    let document = std::fs::read_to_string(root().join("docs/clickhouse.md")).unwrap();
    let (_, rest) = document
        .split_once("<!-- run: audiences -->\n```sql\n")
        .unwrap();
    let statements = rest.split_once("```").unwrap().0.split(";\n");
    for statement in statements.filter(|statement| !statement.trim().is_empty()) {
        ask(statement);
    }
    let tokens = format!(
        "[[token]]\nname = \"marketing\"\nsecret = \"{WRITER}\"\ndatasets = [\"shop\"]\nwrites = [\"shop\"]\n\
        [[token]]\nname = \"reading\"\nsecret = \"{READER}\"\ndatasets = [\"shop\"]\n"
    );
    let (_gateway, url) = gateway_with(0, &tokens, "[dataset.audiences]\nuser = \"writer\"\n");
    let browser = opened(&url, WRITER);
    browser.wait_until(CARD, PATIENCE).unwrap();
    browser.write("#database-name", "From the page").unwrap();
    browser.press(Key::Enter).unwrap();
    let said =
        "document.querySelector('[aria-labelledby=export-database] [role=status]').textContent";
    browser
        .wait_until(&format!("{said}.startsWith('Written: ')"), PATIENCE)
        .unwrap();
    let said = browser.run(&format!("return {said};"), &[]).unwrap();
    let count = ask("SELECT count() FROM clientele_audiences_now WHERE audience = 'From the page'");
    assert_ne!(count, "0");
    assert_eq!(
        said,
        format!("Written: {count} customers. Other tools find them in the database now.").as_str()
    );
    assert_eq!(
        ask(
            "SELECT definition, written_by FROM clientele_audience_writes WHERE audience = 'From the page'"
        ),
        "rfm.champions\tmarketing"
    );
    let wrong = browser.violations().unwrap();
    assert!(wrong.is_empty(), "{wrong:?}");
    // A name that is none gets the gateway's sentence.
    browser.clear("#database-name").unwrap();
    browser.write("#database-name", "  ").unwrap();
    browser.press(Key::Enter).unwrap();
    let sentence = "The name of an audience has 1 to 80 characters, all of which can be seen. Give it another name.";
    browser
        .wait_until(&format!("[...document.querySelectorAll('[role=status]')].some((of) => of.textContent === {sentence:?})"), PATIENCE)
        .unwrap();
    drop(browser);
    let browser = opened(&url, READER);
    let there = browser
        .run(&format!("return {CARD} === null;"), &[])
        .unwrap();
    assert_eq!(there, true);
}
