//! The parts of the page that come when they are shown: nothing too early, and a way out when one does not come.

use std::time::Duration;

use clientele_driver::{Browser, Fault, dist};

use super::{PATIENCE, REFUSED, open, serve, shown};

/// The file that only this panel needs.
fn part(panel: &str) -> String {
    let begin = format!("part-{panel}-");
    std::fs::read_dir(dist())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .find(|name| name.starts_with(&begin))
        .unwrap()
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
    for place in [4, 1, 4] {
        let link = format!(".rail ul li:nth-child({place}) a");
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
    let mut press = ".rail ul li:nth-child(4) a";
    for fault in [Fault::Status(503), Fault::CutOff, Fault::Half] {
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
