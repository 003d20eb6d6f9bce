//! The built page in a real browser, served below a path that is not the root.
//!
//! `cargo xtask test` builds the page and runs these in two lanes, then alone what measures time. By hand:
//! `cargo xtask build`, then `cargo test --workspace --test browser -- --test-threads=2 --skip alone:: NAME`.

// Whatever a browser refuses here fails the test that asked; tests say so by unwrapping.
#![allow(clippy::unwrap_used)]

#[path = "browser/alone.rs"]
mod alone;
#[path = "browser/audiences.rs"]
mod audiences;
#[path = "browser/baskets.rs"]
mod baskets;
#[path = "browser/customer.rs"]
mod customer;
#[path = "browser/database.rs"]
mod database;
#[path = "browser/embed.rs"]
mod embed;
#[path = "browser/embed_hostile.rs"]
mod embed_hostile;
#[path = "browser/embed_look.rs"]
mod embed_look;
#[path = "browser/engine.rs"]
mod engine;
#[path = "browser/files.rs"]
mod files;
#[path = "browser/frame.rs"]
mod frame;
#[path = "browser/guests.rs"]
mod guests;
#[path = "browser/links.rs"]
mod links;
#[path = "browser/live.rs"]
mod live;
#[path = "browser/narrow.rs"]
mod narrow;
#[path = "browser/offline.rs"]
mod offline;
#[path = "browser/opening.rs"]
mod opening;
#[path = "browser/own.rs"]
mod own;
#[path = "browser/paper.rs"]
mod paper;
#[path = "browser/parts.rs"]
mod parts;
#[path = "browser/pictures.rs"]
mod pictures;
#[path = "browser/plan.rs"]
mod plan;
#[path = "browser/playbook.rs"]
mod playbook;
#[path = "browser/products.rs"]
mod products;
#[path = "browser/recovered.rs"]
mod recovered;
#[path = "browser/result.rs"]
mod result;
#[path = "browser/result_file.rs"]
mod result_file;
#[path = "browser/segments.rs"]
mod segments;
#[path = "browser/sign_in.rs"]
mod sign_in;
#[path = "browser/start.rs"]
mod start;
#[path = "../crates/analysis/tests/results/truths.rs"]
mod truths;
#[path = "browser/versions.rs"]
mod versions;
#[path = "browser/walk.rs"]
mod walk;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use clientele_driver::{Browser, Fault, Key, Page, Server, Theme, dist, root};

/// A fitted model takes seconds on a slow machine; nothing may take this long.
const PATIENCE: Duration = Duration::from_secs(90);

const PANELS: [&str; 5] = ["overview", "segments", "baskets", "products", "data"];

/// A finished panel: a headline, and no work under way.
const SHOWN: &str = "document.querySelector('main .headline h1')?.textContent \
                     && !document.querySelector('main [aria-busy=true]') && !document.querySelector('main .skeleton') \
                     && !document.querySelector('main .rest')";

/// The Segments panel with its second report, which has the scores of every candidate.
const WHOLE: &str = "!document.querySelector('main [aria-busy=true]') \
                     && !document.querySelector('main .answer').textContent.includes('ruled out so far')";

/// Any sentence that says why there is no answer.
const REFUSED: &str = "document.querySelector('main [role=alert] p')?.textContent";

/// The command line: `CLIENTELE_PROGRAM` where that is set, else built here.
fn clientele() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(program) = std::env::var_os("CLIENTELE_PROGRAM") {
            return program.into();
        }
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--workspace", "--bin", "clientele"])
            .current_dir(root())
            .status();
        assert!(built.unwrap().success());
        let target = std::env::var_os("CARGO_TARGET_DIR");
        let target = target.map_or_else(|| root().join("target"), PathBuf::from);
        target.join("debug/clientele")
    })
}

fn serve() -> Server {
    Server::start(&dist(), "/some/where/").unwrap()
}

/// The data sets that are shipped with the page, by their slugs.
fn datasets() -> Vec<String> {
    let mut slugs: Vec<String> = std::fs::read_dir(dist().join("data"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("catalogue.json").is_file())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    slugs.sort();
    slugs
}

/// Shows the page so wide and in this theme from now on.
fn show(browser: &Browser, width: u32, theme: Theme) {
    let page = Page {
        width,
        height: 900,
        theme,
    };
    browser.show(page).unwrap();
}

#[track_caller]
fn open(browser: &Browser, server: &Server, link: &str) {
    browser.open(&format!("{}{link}", server.url())).unwrap();
    shown(browser, link);
}

#[track_caller]
fn shown(browser: &Browser, link: &str) {
    if let Err(why) = browser.wait_until(SHOWN, PATIENCE) {
        panic!("{link}: {why}");
    }
}

fn headline(browser: &Browser) -> String {
    browser.text("main .headline h1").unwrap()
}

/// Opens a filter; what finds it on the page.
fn open_filter(browser: &Browser, name: &str) -> String {
    let chips = "[...document.querySelectorAll('details.chip')]";
    let chip = format!("{chips}.find((chip) => chip.textContent.startsWith('{name}'))");
    browser.run(&format!("{chip}.open = true;"), &[]).unwrap();
    chip
}

/// The numbers behind the values of an open filter, once all are there.
#[track_caller]
fn numbers(browser: &Browser, filter: &str) -> Vec<u64> {
    let rows = format!("[...{filter}.querySelectorAll('.check .n')].map((n) => n.textContent)");
    let there = format!("{rows}.length > 1 && {rows}.every((text) => text)");
    browser.wait_until(&there, PATIENCE).unwrap();
    let rows = browser.run(&format!("return {rows};"), &[]).unwrap();
    let number = |text: &serde_json::Value| {
        let digits = text.as_str().unwrap().chars().filter(char::is_ascii_digit);
        digits.collect::<String>().parse().unwrap()
    };
    rows.as_array().unwrap().iter().map(number).collect()
}

/// What stands below the values of an open filter.
fn below(browser: &Browser, filter: &str) -> String {
    let words = format!("return {filter}.querySelector('.foot span').textContent;");
    browser
        .run(&words, &[])
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

/// An empty folder for what the page offers to save.
fn downloads(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("clientele-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The file in that folder whose name ends so, once it is there: its place is held by an empty one before.
#[track_caller]
fn saved(folder: &Path, ending: &str) -> PathBuf {
    let mut seen = Vec::new();
    for _ in 0..600 {
        let entries = std::fs::read_dir(folder).unwrap();
        seen = entries.map(|entry| entry.unwrap().path()).collect();
        let is_whole = |path: &&PathBuf| {
            let is_named = path.to_string_lossy().ends_with(ending);
            is_named && path.metadata().is_ok_and(|file| file.len() > 0)
        };
        if let Some(found) = seen.iter().find(is_whole) {
            return found.clone();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("no file ends with {ending}: {seen:?}");
}

#[test]
fn every_panel_of_every_data_set_answers_below_any_path_and_the_console_stays_silent() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let datasets = datasets();
    assert_eq!(datasets.len(), 2, "{datasets:?}");
    for dataset in &datasets {
        for panel in PANELS {
            let link = format!("?panel={panel}&data={dataset}");
            open(&browser, &server, &link);
            let console = browser.take_console().unwrap();
            assert!(console.is_empty(), "{link}: {console:?}");
        }
    }
    let missing: Vec<_> = server
        .take_requests()
        .into_iter()
        .filter(|r| r.status != 200)
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Nothing makes the page wider than its window.
#[track_caller]
fn fits(browser: &Browser, what: &str) {
    let wider = "return document.documentElement.scrollWidth - innerWidth;";
    let wider = browser.run(wider, &[]).unwrap();
    assert!(
        wider.as_i64().unwrap() <= 0,
        "{what}: the page scrolls sideways by {wider} px"
    );
}

/// In both themes axe-core has nothing to say against what is on the screen, and nothing makes the page wider than it.
#[track_caller]
fn shuts_nobody_out(browser: &Browser, width: u32, what: &str) {
    for theme in [Theme::Light, Theme::Dark] {
        show(browser, width, theme);
        // A colour on its way from one theme to the other is neither's.
        let settled =
            "document.getAnimations().every((animation) => animation.playState !== 'running')";
        browser.wait_until(settled, PATIENCE).unwrap();
        let violations = browser.violations().unwrap();
        assert!(
            violations.is_empty(),
            "{what} at {width} px, {theme:?}:\n{}",
            violations.join("\n")
        );
    }
    fits(browser, &format!("{what} at {width} px"));
}

#[test]
fn nobody_is_shut_out_on_any_panel_size_or_theme() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for dataset in datasets() {
        for panel in PANELS {
            for width in [1440, 390] {
                show(&browser, width, Theme::Light);
                let link = format!("?panel={panel}&data={dataset}");
                open(&browser, &server, &link);
                shuts_nobody_out(&browser, width, &link);
            }
        }
    }
}

#[test]
fn a_shared_link_shows_the_same_segments_to_somebody_else() {
    let server = serve();
    let link = "?panel=segments&country=Germany";
    let seen: Vec<String> = (0..2)
        .map(|_| {
            let browser = Browser::start().unwrap();
            open(&browser, &server, link);
            browser.wait_until(WHOLE, PATIENCE).unwrap();
            browser.text("main").unwrap()
        })
        .collect();
    assert_eq!(seen[0], seen[1]);
}

#[test]
fn the_rail_changes_the_panel_and_back_and_forward_follow() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=overview");
    let overview = headline(&browser);
    browser.click("nav a[href*=segments]").unwrap();
    browser
        .wait_until(
            "location.search.startsWith('?panel=segments') && location.pathname === '/some/where/'",
            PATIENCE,
        )
        .unwrap();
    shown(&browser, "segments");
    let segments = headline(&browser);
    assert_ne!(overview, segments);
    browser.back().unwrap();
    browser
        .wait_until("location.search.startsWith('?panel=overview')", PATIENCE)
        .unwrap();
    shown(&browser, "back to overview");
    assert_eq!(headline(&browser), overview);
    browser.forward().unwrap();
    browser
        .wait_until("location.search.startsWith('?panel=segments')", PATIENCE)
        .unwrap();
    shown(&browser, "forward to segments");
    assert_eq!(headline(&browser), segments);
    browser.reload().unwrap();
    shown(&browser, "segments again");
    assert_eq!(headline(&browser), segments);
}

#[test]
fn nonsense_in_a_link_is_named_and_the_page_goes_on() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(
        &browser,
        &server,
        "?panel=segments&from=yesterday&k=lots&colour=red&lens=%E0%A4%A",
    );
    let notices = browser.text(".notices").unwrap();
    for part in ["from=yesterday", "k=lots", "colour=red", "lens="] {
        assert!(notices.contains(part), "{part} in {notices}");
    }
    let link = "?panel=segments&country=Atlantis";
    browser.open(&format!("{}{link}", server.url())).unwrap();
    browser
        .wait_until("document.querySelector('main')?.innerText.includes('“Atlantis” is not a country of this data set, so no sale matches. Remove it from the filters.')", PATIENCE)
        .unwrap();
}

#[test]
fn storage_that_is_denied_or_full_takes_nothing_away() {
    let server = serve();
    for trouble in [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    ] {
        let browser = Browser::start().unwrap();
        browser.before_each_page(trouble).unwrap();
        open(&browser, &server, "?panel=overview&country=Germany");
        assert!(!headline(&browser).is_empty());
    }
}

#[test]
fn broken_data_is_one_plain_sentence_and_trying_again_mends_it() {
    let server = serve();
    let dataset = &datasets()[0];
    let arrow = ["", "usual/"].map(|part| format!("data/{dataset}/{part}"));
    let arrow: Vec<String> = arrow
        .iter()
        .filter_map(|folder| Some((folder, std::fs::read_dir(dist().join(folder)).ok()?)))
        .flat_map(|(folder, files)| {
            files
                .map(move |file| format!("{folder}{}", file.unwrap().file_name().to_string_lossy()))
        })
        .filter(|name| name.ends_with(".arrow"))
        .collect();
    assert!(!arrow.is_empty(), "{dataset} has no tables");
    for fault in [
        Fault::Half,
        Fault::CutOff,
        Fault::Status(503),
        Fault::Instead(b"<p>Sign in</p>".to_vec()),
    ] {
        let browser = Browser::start().unwrap();
        for name in &arrow {
            server.fail(name, fault.clone());
        }
        let link = format!("?panel=segments&data={dataset}");
        browser.open(&format!("{}{link}", server.url())).unwrap();
        browser.wait_until(REFUSED, PATIENCE).unwrap();
        let sentence = browser.text("main [role=alert] p").unwrap();
        assert!(
            sentence.ends_with('.') && !sentence.contains("Error"),
            "{fault:?}: {sentence}"
        );
        server.mend();
        browser.click("main [role=alert] button").unwrap();
        shown(&browser, "after trying again");
    }
}

#[test]
fn a_network_that_goes_away_leaves_what_was_there() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=overview");
    let before = headline(&browser);
    browser.set_offline(true).unwrap();
    browser.click("nav a[href*=segments]").unwrap();
    browser
        .wait_until("location.search.startsWith('?panel=segments')", PATIENCE)
        .unwrap();
    browser
        .wait_until(&format!("({REFUSED}) || ({SHOWN})"), PATIENCE)
        .unwrap();
    browser.back().unwrap();
    browser
        .wait_until("location.search.startsWith('?panel=overview')", PATIENCE)
        .unwrap();
    shown(&browser, "back without a network");
    assert_eq!(headline(&browser), before);
}

#[test]
fn an_engine_that_is_missing_is_one_plain_sentence() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for entry in std::fs::read_dir(dist()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if name.starts_with("worker") {
            server.fail(&name, Fault::Status(404));
        }
    }
    browser
        .open(&format!("{}?panel=overview", server.url()))
        .unwrap();
    browser.wait_until(REFUSED, PATIENCE).unwrap();
    let sentence = browser.text("main [role=alert] p").unwrap();
    assert!(sentence.ends_with('.'), "{sentence}");
}

#[test]
fn stopping_the_first_answer_leaves_a_way_to_ask_again() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for name in ["lines.arrow", "usual/customers.arrow", "customers.arrow"] {
        let file = format!("data/{}/{name}", datasets()[1]);
        server.fail(&file, Fault::Late(Duration::from_secs(20)));
    }
    let link = format!("?panel=segments&data={}", datasets()[1]);
    browser.open(&format!("{}{link}", server.url())).unwrap();
    browser
        .wait_until("document.querySelector('main .progress button')", PATIENCE)
        .unwrap();
    browser.click("main .progress button").unwrap();
    browser
        .wait_until(
            "document.activeElement.matches('main .empty button')",
            PATIENCE,
        )
        .unwrap();
    let words = browser.text("main .empty").unwrap();
    assert!(words.contains("Your filters are kept."), "{words}");
    let violations = browser.violations().unwrap();
    assert!(violations.is_empty(), "{}", violations.join("\n"));
    server.mend();
    browser.press(Key::Enter).unwrap();
    shown(&browser, "calculated again");
}

#[test]
fn a_data_set_that_is_not_there_is_left_by_one_click() {
    let server = serve();
    let browser = Browser::start().unwrap();
    browser
        .open(&format!("{}?panel=overview&data=nowhere", server.url()))
        .unwrap();
    browser.wait_until(REFUSED, PATIENCE).unwrap();
    browser.click("main [role=alert] button").unwrap();
    shown(&browser, "the first data set");
}

/// Every control that takes no focus, shows none, or is smaller than 24 pixels.
const UNREACHABLE: &str = r#"
    const wrong = [];
    const controls = [...document.querySelectorAll('a[href], button, input, summary, select, [tabindex="0"]')]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && !e.matches('.skip'));
    const ring = (e, part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(e, part);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    };
    for (const e of controls) {
        const words = e.outerHTML.slice(0, 120);
        e.focus({ focusVisible: true, preventScroll: true });
        if (document.activeElement !== e) wrong.push(`takes no focus: ${words}`);
        const label = e.closest('label');
        if (!ring(e) && !ring(e, '::after') && !(label && ring(label))) wrong.push(`shows no focus: ${words}`);
        // A row of the list is one target; a link in a sentence is as high as its line.
        const target = e.matches('.whole') ? e.closest('tr, .bundle') : label ?? e;
        const { width, height } = target.getBoundingClientRect();
        const in_text = e.tagName === 'A' && getComputedStyle(e).display === 'inline';
        if (!in_text && (width < 23.5 || height < 23.5)) wrong.push(`is ${width} by ${height}: ${words}`);
    }
    return controls.length > 20 ? wrong : ['There is hardly anything to press.'];"#;

#[test]
fn every_control_takes_focus_shows_it_and_is_large_enough() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for width in [1440, 390] {
        show(&browser, width, Theme::Light);
        for panel in ["overview", "segments#why", "baskets#why", "data"] {
            open(&browser, &server, &format!("?panel={panel}"));
            let open_all = "document.querySelectorAll('details.chip').forEach((chip) => { chip.removeAttribute('name'); chip.open = true; });";
            browser.run(open_all, &[]).unwrap();
            browser
                .wait_until(
                    "document.querySelectorAll('.popover').length === document.querySelectorAll('details.chip').length",
                    PATIENCE,
                )
                .unwrap();
            let wrong = browser.run(UNREACHABLE, &[]).unwrap();
            assert_eq!(wrong, serde_json::json!([]), "{panel} at {width} px");
        }
    }
}

#[test]
fn a_mark_shows_its_words_and_opens_its_sheet_by_keyboard() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=overview");
    browser
        .run(
            "document.querySelector('main .hits button').focus({ focusVisible: true });",
            &[],
        )
        .unwrap();
    browser
        .wait_until("document.querySelector('.hit.shown .tip b')", PATIENCE)
        .unwrap();
    browser.press(Key::Enter).unwrap();
    browser
        .wait_until(
            "document.querySelector('dialog.sheet[open] .stat-row')",
            PATIENCE,
        )
        .unwrap();
    let violations = browser.violations().unwrap();
    assert!(violations.is_empty(), "{}", violations.join("\n"));
    browser.press(Key::Escape).unwrap();
    browser
        .wait_until("!document.querySelector('dialog.sheet[open]')", PATIENCE)
        .unwrap();
}
