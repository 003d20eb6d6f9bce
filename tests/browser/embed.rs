//! The page inside somebody else's, on another origin: what both say.

use clientele_driver::{Browser, Fault, Server, dist};
use serde_json::{Value, json};

use super::{PATIENCE, shown};

/// A portal, and the page inside it, each on a port and so an origin of its own.
pub struct Portal {
    portal: Server,
    pub page: Server,
    pub browser: Browser,
}

impl Portal {
    /// With this in `config.json` of the page, where `PORTAL` is the portal's origin.
    pub fn start(embed: &str) -> Self {
        let portal = Server::start(&dist(), "/portal/").unwrap();
        let page = Server::start(&dist(), "/some/where/").unwrap();
        let origin = portal.url().replace("/portal/", "");
        let settings = format!("{{\"embed\": {}}}", embed.replace("PORTAL", &origin));
        page.fail("config.json", Fault::Instead(settings.into_bytes()));
        let browser = Browser::start().unwrap();
        Self {
            portal,
            page,
            browser,
        }
    }

    /// Opens a page of the portal with this body; `PAGE` is the address of the page inside.
    pub fn open(&self, body: &str) {
        let body = body.replace("PAGE", &self.page.url());
        let html = format!("<!doctype html><html lang=en><title>Portal</title><body>{body}");
        self.portal
            .fail("host.html", Fault::Instead(html.into_bytes()));
        let address = format!("{}host.html", self.portal.url());
        self.browser.open(&address).unwrap();
    }

    /// Opens the element with these attributes; what it says is listed in `heard`.
    pub fn view(&self, attributes: &str) {
        self.open(&format!(
            "<clientele-view src='PAGE' {attributes}></clientele-view><script>{LISTEN}</script>\
             <script type=module src='./clientele-embed.js'></script>"
        ));
        self.until("heard.some(([type]) => type === 'ready')");
    }

    /// Opens a plain frame; what it says to the window is listed in `heard`, and to the port in `told`.
    pub fn frame(&self, query: &str) {
        self.open(&format!(
            "<iframe title=Clientele src='PAGE?{query}' style='width:900px;height:600px'></iframe><script>{RAW}</script>"
        ));
    }

    #[track_caller]
    pub fn until(&self, condition: &str) {
        if let Err(why) = self.browser.wait_until(condition, PATIENCE) {
            panic!("{condition}: {why}");
        }
    }

    #[track_caller]
    pub fn run(&self, script: &str) -> Value {
        self.browser.run(script, &[]).unwrap()
    }

    /// Does something inside the frame.
    pub fn inside<T>(&self, what: impl FnOnce(&Browser) -> T) -> T {
        self.browser.enter_frame("iframe").unwrap();
        let done = what(&self.browser);
        self.browser.leave_frames().unwrap();
        done
    }

    /// The panel inside has its answer.
    pub fn shown(&self) {
        self.inside(|browser| shown(browser, "inside the frame"));
    }

    /// Path, query and fragment inside the frame.
    pub fn address(&self) -> String {
        let address = "return location.search + location.hash;";
        self.inside(|browser| browser.run(address, &[]).unwrap())
            .as_str()
            .unwrap()
            .to_owned()
    }
}

const LISTEN: &str = "
    window.heard = [];
    window.view = document.querySelector('clientele-view');
    for (const type of ['ready', 'question', 'selection', 'error', 'export'])
        view.addEventListener(type, (event) => heard.push([type, event.detail]));";

const RAW: &str = "
    window.heard = []; window.told = [];
    window.inner = document.querySelector('iframe').contentWindow;
    addEventListener('message', (event) => heard.push(event.data));
    window.hello = () => heard.find((data) => data?.clientele === 'hello');
    window.hand = (nonce, more = {}) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = (event) => told.push(event.data);
        inner.postMessage({ clientele: 'port', nonce, ...more }, '*', [port2]);
        return port1;
    };";

/// The portal is listed, and gets no customers.
pub const LISTED: &str = r#"{"origins": ["PORTAL"]}"#;

#[test]
fn a_question_goes_both_ways_as_plain_text_without_a_reload() {
    let both = Portal::start(LISTED);
    both.view("question='/segments?country=Germany' theme=dark accent='#b03060' title='Segments of Germany'");
    both.shown();
    assert_eq!(
        both.run("return [heard, view.question, document.querySelector('iframe').title];"),
        json!([
            [["ready", {"question": "/segments?country=Germany", "export": false}]],
            "/segments?country=Germany",
            "Segments of Germany"
        ])
    );
    both.inside(|browser| {
        let state = "window.kept = true; return [!!document.querySelector('nav.rail'), document.documentElement.dataset.theme];";
        assert_eq!(browser.run(state, &[]).unwrap(), json!([false, "dark"]));
    });

    // The host asks; nobody hears of it, and nothing is loaded anew.
    both.run("view.question = 'segments?copies=off&country=France';");
    both.until("view.question === '/segments?country=France&copies=off'");
    both.inside(|browser| {
        let france = "window.kept && location.search.endsWith('&country=France&copies=off')";
        browser.wait_until(france, PATIENCE).unwrap();
        shown(browser, "France");
    });
    assert_eq!(both.run("return heard.length;"), 1);

    // The visitor asks.
    let length = both.inside(|browser| {
        let length = browser.run("return history.length;", &[]).unwrap();
        browser.click("button.reset").unwrap();
        length
    });
    both.until("heard.length === 2");
    assert_eq!(
        both.run("return [heard[1], view.question];"),
        json!([["question", {"question": "/segments"}], "/segments"])
    );
    // Back undoes what the visitor did, and the host follows.
    assert_eq!(
        both.inside(|browser| browser.run("return history.length;", &[]).unwrap()),
        length.as_u64().unwrap() + 1
    );
    both.browser.back().unwrap();
    both.until("view.question === '/segments?country=France&copies=off' && heard.length === 3");

    // The look changes without a reload; it stays in the frame, and out of what is shared or stored.
    both.run("view.setAttribute('theme', 'light'); view.setAttribute('filters', '0');");
    both.inside(|browser| {
        let light = "document.documentElement.dataset.theme === 'light' && location.search.includes('embed=1&filters=0&theme=light&accent=b03060')";
        browser.wait_until(light, PATIENCE).unwrap();
        let hidden = "return [!!window.kept, getComputedStyle(document.querySelector('.top')).display, { ...localStorage }];";
        assert_eq!(browser.run(hidden, &[]).unwrap(), json!([true, "none", {}]));
    });
    both.run("view.removeAttribute('filters');");
    let copied = both.inside(|browser| {
        let shown = "getComputedStyle(document.querySelector('.top')).display !== 'none'";
        browser.wait_until(shown, PATIENCE).unwrap();
        browser
            .run(
                "navigator.clipboard.writeText = async (text) => { window.copied = text; };",
                &[],
            )
            .unwrap();
        browser.click("[aria-label='Share link']").unwrap();
        browser.wait_until("window.copied", PATIENCE).unwrap();
        browser.run("return copied;", &[]).unwrap()
    });
    let copied = copied.as_str().unwrap();
    assert!(
        copied.contains("?panel=segments&data=") && copied.contains("country=France"),
        "{copied}"
    );
    for switch in ["embed", "theme", "accent", "filters"] {
        assert!(!copied.contains(switch), "{copied}");
    }
}

#[test]
fn a_click_tells_its_text_and_how_many_and_no_customer() {
    let both = Portal::start(LISTED);
    both.view("question=/segments");
    both.shown();
    both.inside(|browser| {
        browser
            .run("document.querySelector('main .hits button').click();", &[])
            .unwrap();
        browser
            .wait_until(
                "document.querySelector('dialog.sheet[open] .stat-row')",
                PATIENCE,
            )
            .unwrap();
    });
    both.until("heard.length > 1");
    let heard = both.run("return heard.slice(1);");
    let told = &heard[0][1];
    assert_eq!(heard[0][0], "selection");
    let keys: Vec<_> = told.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["customers", "selection", "title"]);
    assert!(told["customers"].as_u64().unwrap() > 0, "{told}");
    // What was clicked is a text of the link language.
    let only = told["selection"].as_str().unwrap().to_owned();
    both.run(&format!("view.question = '/segments?only={only}';"));
    both.until(&format!(
        "view.question.startsWith('/segments?only={only}')"
    ));
    let errors = both.run("return heard.filter(([type]) => type === 'error');");
    assert_eq!(errors, json!([]));
}

#[test]
fn an_element_that_is_taken_away_leaves_nothing_behind() {
    let both = Portal::start(LISTED);
    let watch = "
        window.signals = []; window.open_ports = 0; window.timers = new Set();
        const listen = window.addEventListener.bind(window);
        window.addEventListener = (type, on, options) => { signals.push(options?.signal); listen(type, on, options); };
        const Channel = window.MessageChannel;
        window.MessageChannel = function () { open_ports++; return new Channel(); };
        const close = MessagePort.prototype.close;
        MessagePort.prototype.close = function () { open_ports--; close.call(this); };
        const [set, clear] = [window.setTimeout.bind(window), window.clearTimeout.bind(window)];
        window.setTimeout = (...args) => { const id = set(...args); timers.add(id); return id; };
        window.clearTimeout = (id) => { timers.delete(id); clear(id); };";
    let left = "return [signals.filter((signal) => !signal?.aborted).length, open_ports, timers.size, frames.length, view.innerHTML];";
    both.open(&format!(
        "<clientele-view src='PAGE' question=/overview></clientele-view><script>{watch}{LISTEN}</script>\
         <script type=module src='./clientele-embed.js'></script>"
    ));
    both.until("heard.length");
    assert_eq!(
        both.run("return [signals.length, open_ports, frames.length];"),
        json!([1, 1, 1])
    );
    both.run("window.waits = view.export().catch((error) => error.message); view.destroy();");
    assert_eq!(both.run(left), json!([0, 0, 0, 0, ""]));
    // A promise that nobody can keep is broken, not left.
    let broken = both.run("return waits;");
    assert!(
        broken == "The view is gone." || broken.as_str().unwrap().contains("may not"),
        "{broken}"
    );
    both.run("view.destroy(); view.question = '/data'; view.setAttribute('theme', 'dark');");
    assert_eq!(both.run(left), json!([0, 0, 0, 0, ""]));
    // Put back into the page it begins anew, with what it was asked last.
    both.run("heard.length = 0; view.remove(); document.body.append(view);");
    both.until("heard.length");
    assert_eq!(both.run("return heard[0][1].question;"), "/data");
    both.run("view.remove();");
    assert_eq!(both.run(left), json!([0, 0, 0, 0, ""]));
    // One that is gone before it was ready, too.
    both.run("document.body.append(view); view.remove();");
    assert_eq!(both.run(left), json!([0, 0, 0, 0, ""]));
}

#[test]
fn the_element_is_light_and_stands_alone() {
    let element = std::fs::read_to_string(dist().join("clientele-embed.js")).unwrap();
    assert!(element.len() <= 4096, "{} bytes", element.len());
    assert!(!element.contains("import "), "{element}");
}
