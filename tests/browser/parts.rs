//! The parts of the page and of its worker that come when they are needed: nothing too early, and a way out when one does
//! not come.

use std::time::{Duration, Instant};

use clientele_driver::{Browser, Fault, Server, dist};

use super::{PATIENCE, REFUSED, WHOLE, open, serve, shown};

/// The file that only this panel needs.
fn part(panel: &str) -> String {
    file(&format!("part-{panel}-"))
}

/// The part of the worker that looks into orders.
fn mining() -> String {
    file("worker-part-mining-")
}

fn file(begin: &str) -> String {
    std::fs::read_dir(dist())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .find(|name| name.starts_with(begin))
        .unwrap()
}

/// Waits until a file is asked for.
fn asked_for(server: &Server, name: &str) {
    let begin = Instant::now();
    while server.take_requests().iter().all(|r| r.path != name) {
        assert!(begin.elapsed() < PATIENCE, "{name} is not asked for");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_first_screen_asks_for_no_part_and_a_panel_for_its_own_once() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=overview");
    let parts = || {
        let asked = server.take_requests().into_iter().map(|r| r.path);
        asked
            .filter(|path| path.starts_with("part-") && !path.starts_with("part-shared"))
            .collect::<Vec<_>>()
    };
    assert!(parts().is_empty());
    for panel in ["data", "overview", "data"] {
        let link = format!(".rail ul a[href*={panel}]");
        browser.click(&link).unwrap();
        shown(&browser, &link);
    }
    assert_eq!(parts(), [part("data")]);
}

#[test]
fn a_panel_that_does_not_come_says_what_to_do_and_comes_when_asked_again() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let data = part("data");
    open(&browser, &server, "?panel=overview");
    let mut press = ".rail ul a[href*=data]";
    // Some hosts answer with a page of their own where a file is missing.
    let page = Fault::Instead(b"<!doctype html><title>Not found</title>".to_vec());
    for fault in [Fault::Status(503), page, Fault::CutOff, Fault::Half] {
        server.fail(&data, fault);
        browser.click(press).unwrap();
        browser.wait_until(REFUSED, PATIENCE).unwrap();
        assert_eq!(
            browser.text("main [role=alert] p").unwrap(),
            "This part of the page could not be fetched. What you chose is kept; try again when you are online, and if that does not help, reload the page."
        );
        press = "main [role=alert] button";
    }
    server.fail(&data, Fault::Late(Duration::from_secs(2)));
    browser.click(press).unwrap();
    browser
        .wait_until("document.querySelector('main .skeleton')", PATIENCE)
        .unwrap();
    shown(&browser, "data, late");
}

#[test]
fn the_worker_asks_for_code_when_a_question_needs_it_and_once() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let asked = || {
        let asked = server.take_requests().into_iter().map(|r| r.path);
        asked
            .filter(|path| {
                path.starts_with("worker-part-") && !path.starts_with("worker-part-shared")
            })
            .collect::<Vec<_>>()
    };
    // What the frame says of the data set, and what reads the table of plays, come beside the first answer; the browser keeps
    // them for the next page.
    let beside = ["worker-part-data-", "worker-part-plays-"];
    for (panel, beside) in [("overview", &beside[..]), ("segments", &[])] {
        open(&browser, &server, &format!("?panel={panel}"));
        browser.wait_until(WHOLE, PATIENCE).unwrap();
        let beside: Vec<String> = beside.iter().copied().map(file).collect();
        let mut asked = asked();
        asked.sort_unstable();
        assert_eq!(asked, beside, "{panel}");
    }
    for panel in ["baskets", "overview", "baskets"] {
        let link = format!(".rail ul a[href*={panel}]");
        browser.click(&link).unwrap();
        shown(&browser, &link);
    }
    assert_eq!(asked(), [mining()]);
}

#[test]
fn code_of_the_worker_that_does_not_come_is_said_and_comes_when_asked_again() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let mining = mining();
    open(&browser, &server, "?panel=overview");
    let mut press = ".rail ul a[href*=baskets]";
    // Some hosts answer with a page of their own where a file is missing.
    let page = Fault::Instead(b"<!doctype html><title>Not found</title>".to_vec());
    for fault in [Fault::Status(503), page, Fault::CutOff, Fault::Half] {
        server.fail(&mining, fault);
        browser.click(press).unwrap();
        asked_for(&server, &mining);
        browser.wait_until(REFUSED, PATIENCE).unwrap();
        assert_eq!(
            browser.text("main [role=alert] p").unwrap(),
            "The part of the calculation that answers this could not be fetched. Your filters and the last answer are kept; try again when you are online, and if that does not help, reload the page."
        );
        press = "main [role=alert] button";
    }
    server.fail(&mining, Fault::Late(Duration::from_secs(2)));
    browser.click(press).unwrap();
    shown(&browser, "baskets, late");
    assert!(browser.text("main").unwrap().contains("orders"));
    // What was there before needed none of it.
    browser.click(".rail ul a[href*=overview]").unwrap();
    shown(&browser, "overview, after");
}
