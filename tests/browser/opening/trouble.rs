//! What goes wrong with a file of one's own, with the real thread: it is given up half-way, it is broken, there is no room for
//! it, the browser keeps no files. What was there stays, and a sentence says what happened.

use std::time::Duration;

use clientele_driver::{Fault, Server, dist};
use serde_json::json;

use super::super::offline::file;
use super::super::{REFUSED, downloads, headline, saved};
use super::shop;
use super::*;

/// A page and its browser, with the real thread.
pub(super) struct Real {
    pub(super) browser: Browser,
    pub(super) server: Server,
}

impl Real {
    fn start(link: &str) -> Self {
        Self::of(serve(), Browser::start().unwrap(), link)
    }

    pub(super) fn of(server: Server, browser: Browser, link: &str) -> Self {
        open(&browser, &server, link);
        Self { browser, server }
    }

    #[track_caller]
    pub(super) fn truth(&self, condition: &str) {
        if let Err(why) = self.browser.wait_until(condition, PATIENCE) {
            panic!("{condition}: {why}");
        }
    }

    #[track_caller]
    pub(super) fn says(&self, words: &str) {
        self.truth(&format!("document.body.innerText.includes({words:?})"));
    }

    /// Drops a file that is made on the page, of this text so many times after its first line.
    pub(super) fn drop(&self, name: &str, text: &str, times: usize) {
        let script = "
            const [name, text, times] = arguments;
            const head = text.indexOf('\\n') + 1;
            const body = new Blob([text.slice(head)]);
            const data = new DataTransfer();
            data.items.add(new File([text.slice(0, head), ...Array(times).fill(body)], name));
            document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));";
        let all = [name.into(), text.into(), times.into()];
        self.browser.run(script, &all).unwrap();
    }

    /// Waits until the file that was dropped can be loaded.
    #[track_caller]
    pub(super) fn is_read(&self) {
        self.truth("document.querySelector('.opening .load .primary:not([disabled])') && !document.querySelector('.progress')");
    }

    /// Loads what was read, and waits for its first panel.
    #[track_caller]
    pub(super) fn load(&self) {
        self.is_read();
        self.browser.click(".load .primary").unwrap();
        self.truth("decodeURIComponent(location.search).includes('data=own/')");
        shown(&self.browser, "a shop of one's own");
        self.truth("document.querySelector('.good-news')");
    }
}

/// Notes which threads that read files are ended.
const WATCHED: &str = "
    window.ended = 0;
    const Real = window.Worker;
    window.Worker = class extends Real {
      constructor(url, options) { super(url, options); this.reads = options?.name === 'clientele-reader'; }
      terminate() { super.terminate(); if (this.reads) window.ended += 1; }
    };";

#[test]
fn a_reading_given_up_half_way_and_a_broken_file_leave_the_good_one() {
    let browser = Browser::start().unwrap();
    browser.before_each_page(WATCHED).unwrap();
    let page = Real::of(serve(), browser, "?panel=overview");
    let before = headline(&page.browser);
    let good = shop();
    page.drop("good.csv", &good, 1);
    page.is_read();
    page.says("good.csv can be read");

    // A million lines and more: there is time to change one's mind.
    page.drop("all-years.csv", &good, 400);
    page.truth("[...document.querySelectorAll('.progress')].some((p) => /all-years.csv: [0-9]/.test(p.textContent) && p.querySelector('progress').value > 0)");
    let ended = page.browser.run("return window.ended;", &[]).unwrap();
    page.browser.click(".progress .btn").unwrap();
    page.truth(&format!(
        "!document.querySelector('.progress') && window.ended === {ended} + 1"
    ));
    page.says("good.csv can be read");
    page.truth("!document.querySelector('.opening').inert");
    page.is_read();

    // Half of a file.
    let half = good[..good.len() / 2].trim_end_matches(|c| c != '"' && c != ',');
    page.drop("half.csv", &format!("{half}\"an open quote"), 1);
    page.says("half.csv cannot be read");
    page.truth("document.querySelector('main').innerText.includes('Nothing was loaded')");
    let wrong = page.browser.violations().unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
    page.browser
        .run(
            "[...document.querySelectorAll('.acts .btn')].find((b) => b.textContent.startsWith('Back to')).click();",
            &[],
        )
        .unwrap();
    page.says("good.csv can be read");
    page.load();
    assert_ne!(headline(&page.browser), before);
    assert_eq!(page.browser.take_console().unwrap(), [""; 0]);
}

#[test]
fn without_room_a_data_set_is_here_until_the_page_is_closed_and_says_so() {
    let page = Real::start("?panel=overview");
    let origin = page.server.url();
    let origin = origin.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    let quota = |bytes: Option<u32>| {
        let wish = match bytes {
            Some(bytes) => json!({"origin": origin, "quotaSize": bytes}),
            None => json!({ "origin": origin }),
        };
        page.browser
            .devtools("Storage.overrideQuotaForOrigin", wish)
            .unwrap();
    };
    quota(Some(20_000));
    page.drop("shop-2024.csv", &shop(), 1);
    page.load();
    page.says(
        "This device has no space for 1 MB, so the data set is here only until this page is closed",
    );
    for panel in ["segments", "products", "baskets", "data"] {
        page.browser
            .click(&format!(".rail ul a[href*='panel={panel}']"))
            .unwrap();
        page.truth(&format!("location.search.includes('panel={panel}')"));
        shown(&page.browser, panel);
    }
    page.truth("decodeURIComponent(location.search).includes('data=own/')");
    // Nothing of it stays, not even a part.
    let link = page.browser.url().unwrap();
    quota(None);
    page.browser.open(&link).unwrap();
    page.truth(REFUSED);
    page.says("is not kept in this browser");
    // There is room again.
    page.drop("shop-2024.csv", &shop(), 1);
    page.load();
    page.says("It is kept on this device, packed to ");
    page.browser.reload().unwrap();
    shown(&page.browser, "kept");
}

/// A server whose worker begins with a script.
fn with_worker(script: &str) -> Server {
    let server = serve();
    let names = std::fs::read_dir(dist()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_script = |name: &String| {
        name.starts_with("worker-") && name.ends_with(".js") && !name.contains("part")
    };
    for name in names.filter(is_script) {
        let mut text = script.as_bytes().to_vec();
        text.extend(std::fs::read(dist().join(&name)).unwrap());
        server.fail(&name, Fault::Instead(text));
    }
    assert!(file("worker-").starts_with("worker-"));
    server
}

#[test]
fn where_the_browser_keeps_no_files_or_writes_them_in_part_the_data_set_is_here_all_the_same() {
    let denied = "StorageManager.prototype.getDirectory = async () => { throw new DOMException('no', 'SecurityError'); };\n";
    let short = "FileSystemSyncAccessHandle.prototype.write = () => 7;\n";
    let full = "FileSystemSyncAccessHandle.prototype.write = () => { throw new DOMException('full', 'QuotaExceededError'); };\n";
    for (trouble, sentence) in [
        (
            denied,
            "This browser keeps no files, as in a private window, so the data set is here only until this page is closed",
        ),
        (short, "This device has no space for 1 MB"),
        (full, "This device has no space for 1 MB"),
    ] {
        let page = Real::of(
            with_worker(trouble),
            Browser::start().unwrap(),
            "?panel=overview",
        );
        page.drop("shop-2024.csv", &shop(), 1);
        page.load();
        page.says(sentence);
        page.browser.click(".good-news a.link").unwrap();
        page.truth("location.search.includes('panel=segments')");
        shown(&page.browser, "segments");
        // It is listed as what it is.
        page.browser.click(".switcher summary").unwrap();
        page.says("only until this page is closed");
        // What the device does not keep can be taken along.
        let folder = downloads("passing");
        page.browser.save_downloads_in(&folder).unwrap();
        page.browser.click(".sets-foot .link").unwrap();
        page.truth("document.querySelector('.own-sets [title=\"Download as a pack\"]')");
        page.browser
            .click(".own-sets [title='Download as a pack']")
            .unwrap();
        let archive = std::fs::read(saved(&folder, ".zip")).unwrap();
        let listed = |name: &[u8]| archive.windows(name.len()).any(|part| part == name);
        assert!(archive.starts_with(b"PK") && listed(b"index.json"));
        assert!(listed(b"/catalogue.json") && listed(b".arrow"));
        std::fs::remove_dir_all(&folder).unwrap();
        std::thread::sleep(Duration::from_millis(100));
        assert_eq!(page.browser.take_console().unwrap(), [""; 0], "{trouble}");
    }
}
