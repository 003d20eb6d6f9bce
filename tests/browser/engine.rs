//! The engine behind the page: the same answers however many threads ran it and wherever it ran, and a
//! plain sentence when it dies, falls silent, or is of another build.

use std::process::Command;

use clientele_driver::{Browser, Fault, Server, dist, root};
use serde_json::Value;

use super::segments::COMPLETE;
use super::{
    PATIENCE, REFUSED, SHOWN, WHOLE, clientele, datasets, downloads, open, saved, serve, shown,
};

/// Makes a machine of so many cores out of this one, for the engine.
const CORES: &str = "Object.defineProperty(self.navigator.constructor.prototype, 'hardwareConcurrency', { get: () => CORES });\n";

/// Helpers of the engine end while they work.
const MORTAL: &str = "const Immortal = self.Worker; self.Worker = class extends Immortal { \
                      constructor(...given) { super(...given); setTimeout(() => this.terminate(), 150); } };\n";

/// The engine says that it is of another build.
const FOREIGN: &str = "const say = self.postMessage.bind(self); let said = false; \
                       self.postMessage = (parts, ...rest) => { \
                       if (!said) { said = true; const bytes = new Uint8Array(parts[0]); bytes[1] ^= 1; } \
                       say(parts, ...rest); };\n";

/// Remembers the engines that the page starts.
const REMEMBER: &str = "window.engines = []; const Plain = window.Worker; window.Worker = class extends Plain { \
                        constructor(...given) { super(...given); window.engines.push(this); } };";

/// Serves the page with words put in front of the engine's script.
fn serve_engine_with(words: &str) -> Server {
    let server = serve();
    for entry in std::fs::read_dir(dist()).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("worker") && name.ends_with(".js") {
            let script = std::fs::read_to_string(&file).unwrap();
            server.fail(
                &name,
                Fault::Instead(format!("{words}{script}").into_bytes()),
            );
        }
    }
    server
}

/// The report behind a link of the Segments panel, as the page lets it be kept.
fn kept(server: &Server, link: &str, name: &str) -> Value {
    let browser = Browser::start().unwrap();
    let folder = downloads(name);
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, server, &format!("{link}#why"));
    browser.wait_until(COMPLETE, PATIENCE).unwrap();
    browser.click(".how .after button").unwrap();
    let text = std::fs::read_to_string(saved(&folder, ".json")).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Goes to another address without loading the page again.
fn go(browser: &Browser, link: &str) {
    let script =
        "history.pushState(null, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'));";
    browser.run(script, &[link.into()]).unwrap();
}

/// Where two reports differ: words, shapes and whole numbers not at all, other numbers by rounding only.
fn difference(ours: &Value, theirs: &Value, at: &str) -> Option<String> {
    match (ours, theirs) {
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => (a.iter().zip(b).enumerate())
            .find_map(|(i, (a, b))| difference(a, b, &format!("{at}[{i}]"))),
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => a
            .iter()
            .find_map(|(key, a)| difference(a, &b[key], &format!("{at}.{key}"))),
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64()?, b.as_f64()?);
            let near = (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-3);
            (!near).then(|| format!("{at}: {a} and {b}"))
        }
        _ => (ours != theirs).then(|| format!("{at}: {ours} and {theirs}")),
    }
}

#[test]
fn the_answer_does_not_depend_on_how_many_helpers_there_are() {
    let link = "?panel=segments&data=online-retail-ii";
    // No helper on one core; then as many as there are cores.
    let reports = [1, 2, 3, 4].map(|cores| {
        let server = serve_engine_with(&CORES.replace("CORES", &cores.to_string()));
        kept(&server, link, &format!("cores-{cores}"))
    });
    for report in &reports[1..] {
        assert_eq!(report, &reports[0]);
    }
    let server = serve_engine_with(MORTAL);
    assert_eq!(
        kept(&server, link, "mortal"),
        reports[0],
        "helpers that die"
    );
}

#[test]
fn what_is_bought_together_does_not_depend_on_how_many_helpers_there_are() {
    let words = |engine: &str| {
        let server = serve_engine_with(engine);
        let browser = Browser::start().unwrap();
        open(&browser, &server, "?panel=baskets&period=all");
        browser.wait_until(WHOLE, PATIENCE).unwrap();
        browser.text("main").unwrap()
    };
    let alone = words(&CORES.replace("CORES", "1"));
    assert!(alone.contains("orders"), "{alone}");
    for engine in [&CORES.replace("CORES", "4"), MORTAL] {
        assert_eq!(words(engine), alone);
    }
}

#[test]
fn the_command_line_gives_the_report_that_the_page_shows() {
    let server = serve();
    for dataset in datasets() {
        for filters in [
            "",
            "&k=4",
            "&period=all&lens=behaviour",
            "&returns=off&spend=100..",
        ] {
            let link = format!("?panel=segments&data={dataset}{filters}");
            let page = kept(&server, &link, "page");
            let question = format!("/segments?data={dataset}{filters}");
            let out = Command::new(clientele())
                .arg("ask")
                .arg(root().join("public/data").join(&dataset))
                .arg(&question)
                .output()
                .unwrap();
            assert!(
                out.status.success(),
                "{}",
                String::from_utf8_lossy(&out.stderr)
            );
            let line: Value = serde_json::from_slice(&out.stdout).unwrap();
            if let Some(why) = difference(&page, &line, "") {
                panic!("{dataset} {question} differs at {why}");
            }
        }
    }
}

/// What is said and shown, without the ways past pictures, which come when a picture is drawn.
fn answer(browser: &Browser) -> String {
    let text = browser.text("main .answer").unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("Skip "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_engine_that_falls_silent_is_replaced_and_the_filters_are_kept() {
    let server = serve();
    let browser = Browser::start().unwrap();
    browser.before_each_page(REMEMBER).unwrap();
    open(&browser, &server, "?panel=segments");
    // What is compared below must not be followed by a fuller report.
    browser.wait_until(WHOLE, PATIENCE).unwrap();
    let before = answer(&browser);
    browser
        .run("window.engines.at(-1).terminate();", &[])
        .unwrap();
    go(&browser, "?panel=segments&country=Germany");
    browser.wait_until(REFUSED, PATIENCE).unwrap();
    assert_eq!(
        browser.text("main [role=alert] p").unwrap(),
        "The calculation stopped unexpectedly and was started again. Your filters and the last answer are kept; try again."
    );
    assert_eq!(answer(&browser), before);
    assert!(browser.url().unwrap().contains("country=Germany"));
    browser.click("main [role=alert] button").unwrap();
    browser
        .wait_until(&format!("!({REFUSED}) && {SHOWN}"), PATIENCE)
        .unwrap();
    assert_ne!(answer(&browser), before);
    let engines = browser.run("return window.engines.length;", &[]).unwrap();
    assert_eq!(engines.as_u64(), Some(2));
}

#[test]
fn an_engine_of_another_build_is_not_listened_to() {
    let server = serve_engine_with(FOREIGN);
    let browser = Browser::start().unwrap();
    browser
        .open(&format!("{}?panel=segments&k=4", server.url()))
        .unwrap();
    browser.wait_until(REFUSED, PATIENCE).unwrap();
    assert_eq!(
        browser.text("main [role=alert] p").unwrap(),
        "This page is older than its engine. Reload the page; your filters are kept in the link."
    );
    assert!(browser.url().unwrap().contains("k=4"));
}

#[test]
fn of_questions_asked_in_a_row_the_last_is_answered() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=segments");
    for seed in 2..8 {
        go(&browser, &format!("?panel=segments&period=all&seed={seed}"));
    }
    go(&browser, "?panel=segments&country=Germany");
    browser
        .wait_until("location.search.includes('Germany')", PATIENCE)
        .unwrap();
    shown(&browser, "the last of many");
    let hurried = browser.text("main .headline").unwrap();
    let calm = Browser::start().unwrap();
    open(&calm, &server, "?panel=segments&country=Germany");
    assert_eq!(calm.text("main .headline").unwrap(), hurried);
}

#[test]
fn a_data_set_of_a_newer_version_says_so() {
    let server = serve();
    let dataset = &datasets()[0];
    let name = format!("data/{dataset}/catalogue.json");
    let text = std::fs::read_to_string(dist().join(&name)).unwrap();
    let mut catalogue: Value = serde_json::from_str(&text).unwrap();
    let ours = catalogue["contract"].as_u64().unwrap();
    catalogue["contract"] = 99.into();
    server.fail(&name, Fault::Instead(catalogue.to_string().into_bytes()));
    let browser = Browser::start().unwrap();
    let link = format!("{}?panel=segments&data={dataset}", server.url());
    browser.open(&link).unwrap();
    browser.wait_until(REFUSED, PATIENCE).unwrap();
    assert_eq!(
        browser.text("main [role=alert] p").unwrap(),
        format!(
            "This data set was made for a newer version (contract 99; this page reads up to {ours}). Reload the page, or make the pack again with this version."
        )
    );
}
