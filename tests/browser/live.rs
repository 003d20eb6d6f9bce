//! Live data sets: the page, a gateway, and a real ClickHouse engine behind it.

use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use clientele_driver::{Browser, Fault, Program, Server, dist, get, root, steady_port};

use super::offline::kept;
use super::{
    PATIENCE, REFUSED, SHOWN, below, clientele, headline, numbers, open_filter, serve, show, shown,
};

/// The line that says where live numbers came from.
const ORIGIN: &str = "document.querySelector('main .origin')?.textContent";

/// The notice that numbers are older than they should be.
const OLDER: &str = "document.querySelector('main .notices > .notice p')?.textContent";

/// A ClickHouse with a made-up retailer, shared by the tests; it ends with them.
pub(super) fn clickhouse() -> &'static str {
    static ENGINE: OnceLock<(String, Program)> = OnceLock::new();
    let (url, _) = ENGINE.get_or_init(|| {
        let file = std::env::temp_dir().join(format!("clientele-live-{}", std::process::id()));
        let made = Command::new(clientele())
            .args([
                "synth",
                "--customers",
                "2000",
                "--lines",
                "60000",
                "--products",
                "400",
            ])
            .arg("--parquet")
            .arg(&file)
            .status();
        assert!(made.unwrap().success());
        // It is installed by `cargo xtask setup`.
        let mut engine = Command::new(root().join(".tools/clickhouse/bin/python"));
        engine
            .arg(root().join("tests/clickhouse/server.py"))
            .args(["--profiles", "{\"writer\": {}}", "--load"])
            .arg(&file);
        let engine = Program::start(&engine).unwrap();
        let url = engine.told(PATIENCE, |line| {
            line.strip_prefix("ready ").map(str::to_owned)
        });
        std::fs::remove_file(&file).unwrap();
        (url.unwrap(), engine)
    });
    url
}

/// Starts a gateway on this port (any for 0) with more lines of configuration. Returns its address,
/// with a slash at its end.
fn gateway(port: u16, more: &str) -> (Program, String) {
    gateway_with(port, more, "")
}

/// The same with more of the data set.
pub(super) fn gateway_with(port: u16, more: &str, of_dataset: &str) -> (Program, String) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("clientele-live-{}-{count}.toml", std::process::id());
    let file = std::env::temp_dir().join(name);
    let dist = dist();
    let text = format!(
        "listen = \"127.0.0.1:{port}\"\ndist = \"{dist}\"\nlimits = {{ time = 120 }}\n{more}\n[[dataset]]\nslug = \"shop\"\n\
         title = \"The shop\"\ncurrency = \"EUR\"\nurl = \"{}\"\ndatabase = \"shop\"\n{of_dataset}",
        clickhouse(),
        dist = dist.display()
    );
    std::fs::write(&file, text).unwrap();
    let mut gateway = Command::new(clientele());
    gateway.args(["serve", "--config"]).arg(&file);
    let gateway = Program::start(&gateway).unwrap();
    let address = gateway.told(PATIENCE, |line| {
        let (_, rest) = line.split_once("http://")?;
        Some(format!("http://{}/", rest.split_once('/')?.0))
    });
    (gateway, address.unwrap())
}

/// The page from a static host, with settings that name a gateway.
fn page_of(settings: &str) -> Server {
    let server = serve();
    server.fail("config.json", Fault::Instead(settings.as_bytes().to_vec()));
    server
}

/// The body of an answer of the gateway.
fn recorded(url: &str, path: &str) -> Vec<u8> {
    let answer = get(&format!("{}/{path}", origin(url))).unwrap();
    let said = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status, 200, "{said}");
    answer.body
}

/// The origin of an address, as browsers write it.
fn origin(url: &str) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    format!("http://{}", rest.split_once('/').unwrap().0)
}

#[track_caller]
fn open(browser: &Browser, url: &str) {
    browser.open(url).unwrap();
    shown(browser, url);
}

#[track_caller]
fn until(browser: &Browser, expression: &str) {
    browser.wait_until(expression, PATIENCE).unwrap();
}

fn text(browser: &Browser, expression: &str) -> String {
    let found = browser.run(&format!("return {expression};"), &[]).unwrap();
    found.as_str().unwrap_or_default().to_owned()
}

/// Replaces every digit by 0, and leaves out the day of a time, which is said of another day (the tests may run at
/// midnight), so that sentences with times and sizes can be compared.
fn shape(text: &str) -> String {
    let text = without_day(text);
    let zeros = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c });
    let mut out: String = zeros.collect();
    while out.contains("00") {
        out = out.replace("00", "0");
    }
    out
}

/// "Sun Nov 29, 23:59" is "23:59".
fn without_day(text: &str) -> String {
    let days = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "];
    let day = days.iter().find_map(|day| text.find(day));
    match day.and_then(|start| Some((start, text[start..].find(", ")?))) {
        Some((start, length)) => text[..start].to_owned() + &text[start + length + 2..],
        None => text.to_owned(),
    }
}

#[test]
fn every_panel_answers_from_a_database_and_says_what_came() {
    let (_gateway, url) = gateway(0, "");
    let browser = Browser::start().unwrap();
    for link in [
        "segments",
        "overview",
        "segments?lens=behaviour&country=Germany&country=France",
    ] {
        open(&browser, &format!("{url}{link}"));
        until(&browser, ORIGIN);
        let said = shape(&text(&browser, ORIGIN))
            .replace("0.0", "0")
            .replace("0,0", "0");
        let size = if said.contains(" MB ") { "MB" } else { "kB" };
        assert_eq!(
            said,
            format!(
                "0 rows came from the database at 0:0: 0 {size} after 0 s in ClickHouse. Everything \
                 else was computed in this browser."
            ),
            "{link}"
        );
        assert_eq!(text(&browser, OLDER), "");
        let wrong = browser.violations().unwrap();
        assert!(wrong.is_empty(), "{link}: {wrong:?}");
        let console = browser.take_console().unwrap();
        assert!(console.is_empty(), "{link}: {console:?}");
    }
    // A mark opens its customers though no line is here, and what is narrowed to them is what can be.
    open(&browser, &format!("{url}overview"));
    let see = "[...document.querySelectorAll('main button')].find((b) => b.textContent.startsWith('See '))";
    browser.run(&format!("{see}.click();"), &[]).unwrap();
    until(
        &browser,
        "document.querySelector('dialog .sheet-foot .primary') && document.querySelector('dialog table')",
    );
    browser.click("dialog .sheet-foot .primary").unwrap();
    until(
        &browser,
        "location.search.includes('panel=segments') && location.search.includes('only=segment.')",
    );
    shown(&browser, "narrowed");
    assert!(text(&browser, ORIGIN).contains("rows came from the database"));
    open(&browser, &format!("{url}data"));
    assert!(
        headline(&browser).contains("lines"),
        "{}",
        headline(&browser)
    );
    open(&browser, &format!("{url}segments?only=country.Germany"));
    assert!(text(&browser, ORIGIN).contains("rows came from the database"));
    browser
        .open(&format!("{url}overview?only=rfm.champions"))
        .unwrap();
    until(&browser, REFUSED);
    assert_eq!(
        text(&browser, REFUSED),
        "The Overview cannot be narrowed to chosen customers here, because the database sends totals \
         and not every order. Open Segments, or remove this choice."
    );
}

#[test]
fn what_a_gateway_answers_is_not_kept_for_use_without_a_network() {
    let (_gateway, url) = gateway(0, "");
    let browser = Browser::with_service_workers().unwrap();
    open(&browser, &format!("{url}?panel=overview"));
    until(&browser, "navigator.serviceWorker.controller");
    // Asked again by way of the service worker.
    open(&browser, &format!("{url}?panel=overview"));
    open(&browser, &format!("{url}?panel=segments"));
    let kept = kept(&browser);
    assert!(kept.iter().any(|(_, file)| file.ends_with(".wasm")));
    let data: Vec<&str> = kept
        .iter()
        .filter_map(|(_, file)| file.strip_prefix(&format!("{url}data/")))
        .collect();
    assert_eq!(data, ["index.json"]);
}

#[test]
fn filters_of_a_database_count_without_the_choice_and_say_so() {
    let (_gateway, url) = gateway(0, "");
    let browser = Browser::start().unwrap();
    open(&browser, &format!("{url}?panel=segments"));
    let countries = open_filter(&browser, "Country");
    let all = numbers(&browser, &countries);
    open(
        &browser,
        &format!("{url}?panel=segments&only=rfm.champions"),
    );
    let countries = open_filter(&browser, "Country");
    assert_eq!(numbers(&browser, &countries), all);
    assert_eq!(
        below(&browser, &countries),
        "None chosen: all countries count. Numbers: customers under the other filters, chosen or not: \
         a choice never goes to the database"
    );
    let console = browser.take_console().unwrap();
    assert!(console.is_empty(), "{console:?}");
}

#[test]
fn products_of_a_database_have_their_course_and_their_page() {
    let (_gateway, url) = gateway(0, "");
    let browser = Browser::start().unwrap();
    open(&browser, &format!("{url}?panel=products"));
    assert!(headline(&browser).contains("of products make"));
    let drawn = "document.querySelectorAll('.products tbody .tiny rect').length";
    until(&browser, &format!("{drawn} > 100"));
    let titles = "[...document.querySelectorAll('main h2')].map((h) => h.textContent).join()";
    browser.click(".products tbody th a").unwrap();
    until(&browser, "location.search.includes('product=')");
    shown(&browser, "the product's page");
    assert!(headline(&browser).contains(" is number 1 of "));
    until(
        &browser,
        &format!("{titles}.includes(' was its best month')"),
    );
    assert!(text(&browser, ORIGIN).contains("rows came from the database"));
    // The database has costs.
    open(&browser, &format!("{url}?panel=products&by=margin"));
    assert!(headline(&browser).contains("of margin"));
    let wrong = browser.violations().unwrap();
    assert!(wrong.is_empty(), "{wrong:?}");
    let console = browser.take_console().unwrap();
    assert!(console.is_empty(), "{console:?}");
}

#[test]
fn baskets_of_a_database_have_rules_and_say_what_only_orders_tell() {
    let (_gateway, url) = gateway(0, "");
    let browser = Browser::start().unwrap();
    open(&browser, &format!("{url}?panel=baskets"));
    assert!(headline(&browser).contains("of orders with"));
    until(
        &browser,
        "document.querySelectorAll('.rules-rows tbody tr:not(.gap)').length > 0",
    );
    until(
        &browser,
        "document.querySelectorAll('.offers-lists li').length > 0",
    );
    assert_eq!(
        text(&browser, "document.querySelector('.no-next')?.textContent"),
        "What customers buy next needs the orders of each customer, and the database sends totals. Make a \
         pack of the orders with “clientele pack” to see it."
    );
    assert!(text(&browser, ORIGIN).contains("rows came from the database"));
    let wrong = browser.violations().unwrap();
    assert!(wrong.is_empty(), "{wrong:?}");
    open(&browser, &format!("{url}?panel=baskets&level=category"));
    let refused = |link: &str, sentence: &str| {
        browser.open(&format!("{url}{link}")).unwrap();
        until(&browser, REFUSED);
        assert_eq!(text(&browser, REFUSED), sentence);
        let way = "[...document.querySelectorAll('main [role=alert] button')].map((b) => b.textContent).join()";
        let clears = if link.contains("only=") {
            "Clear the chosen customers"
        } else {
            ""
        };
        assert_eq!(
            text(&browser, way),
            clears,
            "{link} promises what cannot be"
        );
        let wrong = browser.violations().unwrap();
        assert!(wrong.is_empty(), "{link}: {wrong:?}");
    };
    refused(
        "?panel=baskets&only=rfm.champions",
        "What chosen customers buy together cannot be shown here, because the database sends totals and \
         not every order. Open Segments, or remove this choice.",
    );
    refused(
        "?panel=products&only=rfm.champions",
        "The products of chosen customers cannot be shown here, because the database sends totals and not \
         every order. Open Segments, or remove this choice.",
    );
}

#[test]
fn without_its_server_the_page_goes_on_with_the_last_answer_and_says_so() {
    let port = steady_port();
    let url = format!("http://127.0.0.1:{port}/");
    let server = page_of(&format!(
        r#"{{"gateways":[{{"address":"{url}data/"}}],"fresh":0}}"#
    ));
    let origins = format!("origins = [\"{}\"]", origin(&server.url()));
    let (second, _) = gateway(port, &origins);
    let browser = Browser::start().unwrap();
    let link = format!("{}?panel=segments&data=shop", server.url());
    open(&browser, &link);
    until(&browser, ORIGIN);
    let before = headline(&browser);

    drop(second);
    // The same customers in another number of groups: the table is here, but not fresh.
    let go =
        "history.pushState(null, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'));";
    browser.run(go, &[format!("{link}&k=3").into()]).unwrap();
    until(&browser, OLDER);
    shown(&browser, "k=3");
    assert_eq!(
        shape(&text(&browser, OLDER)),
        "Showing data from 0:0; the server cannot be reached."
    );
    assert!(!headline(&browser).is_empty());
    // What was never asked is not there, and nothing that is shown goes away.
    browser
        .run(go, &[format!("{link}&last=200").into()])
        .unwrap();
    until(&browser, REFUSED);
    assert_eq!(
        text(&browser, REFUSED),
        "The data could not be fetched because the network did not answer. What is on the page is \
         kept; try again when you are online."
    );
    assert!(!headline(&browser).is_empty());
    browser.run(go, &[format!("{link}&k=4").into()]).unwrap();
    until(&browser, OLDER);

    let (_third, _) = gateway(port, &origins);
    browser.click("main .notices > .notice button").unwrap();
    until(&browser, &format!("!({OLDER})"));
    browser.run(go, &[link.clone().into()]).unwrap();
    shown(&browser, &link);
    assert_eq!(headline(&browser), before);
}

#[test]
fn a_table_that_was_cut_is_not_shown_as_whole() {
    let (gateway, url) = gateway(0, "");
    let page = serve();
    let index = br#"[{"slug":"omnichannel","title":"The shop"}]"#;
    page.fail("data/index.json", Fault::Instead(index.to_vec()));
    let catalogue = recorded(&url, "data/shop/catalogue.json");
    page.fail("data/omnichannel/catalogue.json", Fault::Instead(catalogue));
    let whole = recorded(&url, "data/shop/customers.arrow?lens=behaviour");
    page.fail(
        "data/omnichannel/customers.arrow",
        Fault::Instead(whole.clone()),
    );
    drop(gateway);
    let browser = Browser::start().unwrap();
    let link = format!("{}?panel=segments", page.url());
    open(&browser, &link);
    assert!(headline(&browser).contains("customers"));
    let half = whole[..whole.len() / 2].to_vec();
    for (bytes, detail) in [
        (half, "the stream was cut before its end"),
        (
            whole[..whole.len() - 8].to_vec(),
            "its end is not followed by the number of its rows",
        ),
        (
            b"Code: 241. DB::Exception".to_vec(),
            "it does not begin like an Arrow file",
        ),
    ] {
        page.fail("data/omnichannel/customers.arrow", Fault::Instead(bytes));
        browser.forget_files().unwrap();
        browser.open(&link).unwrap();
        until(&browser, REFUSED);
        assert_eq!(
            text(&browser, REFUSED),
            format!(
                "What came for customers is broken or incomplete ({detail}), so none of it is shown. \
                 What is on the page is kept; try again, or tell whoever runs this page."
            )
        );
        assert_eq!(
            text(
                &browser,
                "document.querySelector('main .headline h1')?.textContent"
            ),
            ""
        );
    }
}

#[test]
fn segments_have_their_names_before_the_widest_table_is_there() {
    let (gateway, url) = gateway(0, "");
    let page = serve();
    let index = br#"[{"slug":"omnichannel","title":"The shop"}]"#;
    page.fail("data/index.json", Fault::Instead(index.to_vec()));
    for (name, path) in [
        ("catalogue.json", "catalogue.json"),
        ("rfm.arrow", "rfm.arrow"),
        ("customers.arrow", "customers.arrow?lens=behaviour"),
    ] {
        let bytes = recorded(&url, &format!("data/shop/{path}"));
        let at = format!("data/omnichannel/{name}");
        page.fail(&at, Fault::Instead(bytes));
    }
    drop(gateway);
    let browser = Browser::start().unwrap();
    let link = format!("{}?panel=segments", page.url());
    open(&browser, &link);
    let whole = headline(&browser);
    // The whole table has more to say of each segment.
    let more = "document.querySelector('[aria-label^=\"Typical values\"]')?.ariaLabel.includes('Different products')";
    let says_more = || browser.run(&format!("return {more};"), &[]).unwrap();
    assert_eq!(says_more(), true);

    // Late, and no such table after all (the pack's own file of that name): what stands is kept.
    let late = Fault::Late(Duration::from_secs(8));
    page.fail("data/omnichannel/customers.arrow", late);
    browser.forget_files().unwrap();
    browser.open(&link).unwrap();
    let title = "document.querySelector('main .headline h1')?.textContent";
    until(&browser, title);
    assert_eq!(text(&browser, title), whole);
    assert!(text(&browser, REFUSED).is_empty(), "it came at once");
    assert_eq!(says_more(), false);
    until(&browser, REFUSED);
    assert_eq!(
        text(&browser, REFUSED),
        "What came for customers is broken or incomplete (no column “category_gross”), so none of it is shown. \
         What is on the page is kept; try again, or tell whoever runs this page."
    );
    assert_eq!(text(&browser, title), whole);
}

#[test]
fn only_listed_gateways_are_asked_and_with_their_key() {
    let secret = "0123456789abcdef0123456789abcdef";
    let server = serve();
    let token = format!(
        "origins = [\"{}\"]\n[[token]]\nname = \"marketing\"\nsecret = \"{secret}\"\ndatasets = [\"shop\"]\n",
        origin(&server.url())
    );
    let (_gateway, url) = gateway(0, &token);
    let browser = Browser::start().unwrap();
    let address = format!("{url}data/shop");
    let settings = |text: String| {
        server.fail("config.json", Fault::Instead(text.into_bytes()));
        browser
            .open(&format!("{}?panel=segments&data={address}", server.url()))
            .unwrap();
    };
    let refused = |sentence: &str| {
        until(&browser, REFUSED);
        assert_eq!(text(&browser, REFUSED), sentence);
    };
    settings("{}".to_owned());
    refused(&format!(
        "This link asks for data at {address}, which is not among the addresses this page may use. \
         Ask whoever runs the page to list it in config.json."
    ));
    settings(format!(r#"{{"allowed":["{url}data"]}}"#));
    refused(
        "A token is needed to see this, and no valid one was sent. Use the token you were given, or ask whoever runs this page for one.",
    );
    settings("{\"gateways\":".to_owned());
    refused(
        "The settings of this page cannot be read: config.json, EOF while parsing a value at line 1 \
         column 12. Ask whoever runs the page to fix it.",
    );
    settings(format!(
        r#"{{"gateways":[{{"address":"{url}data/","key":"{secret}"}}]}}"#
    ));
    until(&browser, SHOWN);
    browser.wait_until(ORIGIN, Duration::from_secs(10)).unwrap();
    show(&browser, 390, clientele_driver::Theme::Dark);
    let wide = "document.documentElement.scrollWidth > innerWidth";
    assert_eq!(browser.run(&format!("return {wide};"), &[]).unwrap(), false);
}

#[test]
fn a_gateway_that_is_none_or_not_set_up_is_told_from_one_that_is() {
    let bare = format!(
        "[[dataset]]\nslug = \"bare\"\nurl = \"{}\"\ndatabase = \"default\"\n",
        clickhouse()
    );
    let (_gateway, url) = gateway(0, &bare);
    let browser = Browser::start().unwrap();
    let refused = |at: &str, sentence: &str| {
        browser.open(at).unwrap();
        until(&browser, REFUSED);
        assert_eq!(text(&browser, REFUSED), sentence, "{at}");
    };
    // No view is there.
    refused(
        &format!("{url}segments?data=bare"),
        "The database is not set up for this page yet. Tell whoever runs it to check the view of order lines.",
    );
    // A host that answers everything with its own page.
    let server = page_of("<!doctype html>");
    refused(
        &server.url(),
        "The settings of this page cannot be read: config.json, expected value at line 1 column 1. Ask whoever runs the page to fix it.",
    );
    // An address that is no gateway costs only its own data sets.
    let nowhere = format!(
        r#"{{"gateways":[{{"address":"{}nowhere/"}}]}}"#,
        server.url()
    );
    server.fail("config.json", Fault::Instead(nowhere.into_bytes()));
    open(&browser, &server.url());
    refused(
        &format!("{}?data=shop", server.url()),
        "The server answered “404” when asked for index.json. What is on the page is kept; try again, \
         or tell whoever runs this page.",
    );
}
