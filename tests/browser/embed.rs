//! The page inside somebody else's, on another origin: what both may say, and what nobody may.

use clientele_driver::{Browser, Fault, Server, Theme, dist};
use serde_json::{Value, json};

use super::{PATIENCE, headline, open, show, shown, shuts_nobody_out};

/// A portal, and the page inside it, each on a port and so an origin of its own.
struct Portal {
    portal: Server,
    page: Server,
    browser: Browser,
}

impl Portal {
    /// With this in `config.json` of the page, where `PORTAL` is the portal's origin.
    fn start(embed: &str) -> Self {
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
    fn open(&self, body: &str) {
        let body = body.replace("PAGE", &self.page.url());
        let html = format!("<!doctype html><html lang=en><title>Portal</title><body>{body}");
        self.portal
            .fail("host.html", Fault::Instead(html.into_bytes()));
        let address = format!("{}host.html", self.portal.url());
        self.browser.open(&address).unwrap();
    }

    /// Opens the element with these attributes; what it says is listed in `heard`.
    fn view(&self, attributes: &str) {
        self.open(&format!(
            "<clientele-view src='PAGE' {attributes}></clientele-view><script>{LISTEN}</script>\
             <script type=module src='./clientele-embed.js'></script>"
        ));
        self.until("heard.some(([type]) => type === 'ready')");
    }

    /// Opens a plain frame; what it says to the window is listed in `heard`, and to the port in `told`.
    fn frame(&self, query: &str) {
        self.open(&format!(
            "<iframe title=Clientele src='PAGE?{query}' style='width:900px;height:600px'></iframe><script>{RAW}</script>"
        ));
    }

    #[track_caller]
    fn until(&self, condition: &str) {
        if let Err(why) = self.browser.wait_until(condition, PATIENCE) {
            panic!("{condition}: {why}");
        }
    }

    #[track_caller]
    fn run(&self, script: &str) -> Value {
        self.browser.run(script, &[]).unwrap()
    }

    /// Does something inside the frame.
    fn inside<T>(&self, what: impl FnOnce(&Browser) -> T) -> T {
        self.browser.enter_frame("iframe").unwrap();
        let done = what(&self.browser);
        self.browser.leave_frames().unwrap();
        done
    }

    /// The panel inside has its answer.
    fn shown(&self) {
        self.inside(|browser| shown(browser, "inside the frame"));
    }

    /// Path, query and fragment inside the frame.
    fn address(&self) -> String {
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
const LISTED: &str = r#"{"origins": ["PORTAL"]}"#;

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
fn a_portal_that_is_not_listed_hears_heights_and_nothing_else() {
    for embed in [
        r#"{"origins": ["https://portal.example", "*", "null"], "export": true}"#,
        "{}",
        "7",
    ] {
        let both = Portal::start(embed);
        both.frame("panel=overview&embed=1");
        both.shown();
        both.run("for (const nonce of ['', '0', null, undefined, {}]) hand(nonce).postMessage({ type: 'question', question: '/data' });");
        both.run("return new Promise((done) => setTimeout(done, 500));");
        let other =
            "heard.filter((data) => !data['datawrapper-height'] && data.sentinel !== 'amp')";
        assert_eq!(
            both.run(&format!("return [{other}, told];")),
            json!([[], []]),
            "{embed}"
        );
        assert!(both.address().starts_with("?panel=overview&embed=1"));
    }
}

#[test]
fn only_the_parent_with_the_nonce_of_this_load_gets_a_word() {
    let both = Portal::start(LISTED);
    both.frame("panel=overview&embed=1");
    both.until("hello()");
    both.shown();
    // Wrong nonces, no port, no message at all, and the right nonce from another window than the parent.
    both.run(
        "for (const nonce of ['', 'x', hello().nonce.slice(1), hello().nonce + '0', [hello().nonce], null]) hand(nonce);
         inner.postMessage({ clientele: 'port', nonce: hello().nonce }, '*');
         for (const noise of [null, 1, 'port', [], { clientele: 'port' }, { clientele: { port: 1 } }, 'x'.repeat(4e6),
             { clientele: 'port', nonce: 'x'.repeat(4e6) }, JSON.parse('{\"__proto__\": {\"clientele\": \"port\"}}')])
             inner.postMessage(noise, '*');
         const other = document.body.appendChild(document.createElement('iframe'));
         window.stolen = [];
         other.contentWindow.eval(`
             const { port1, port2 } = new MessageChannel();
             port1.onmessage = (event) => parent.stolen.push(event.data);
             parent.inner.postMessage({ clientele: 'port', nonce: parent.hello().nonce }, '*', [port2]);`);",
    );
    both.run("return new Promise((done) => setTimeout(done, 300));");
    assert_eq!(both.run("return [told, stolen];"), json!([[], []]));
    // The right one, which is told; another one after it is not.
    both.run("window.port = hand(hello().nonce);");
    both.until("told.length");
    assert_eq!(
        both.run("return [told, told[0].nonce === hello().nonce];"),
        json!([[{"type": "ready", "nonce": both.run("return hello().nonce;"), "question": "/overview", "export": false}], true])
    );
    both.run("told.length = 0; hand(hello().nonce); return new Promise((done) => setTimeout(done, 300));");
    assert_eq!(both.run("return told;"), json!([]));
}

#[test]
fn messages_that_make_no_sense_change_nothing_and_those_that_are_wrong_are_said() {
    let both = Portal::start(LISTED);
    both.frame("panel=overview&embed=1&panels=overview,segments");
    both.until("hello()");
    both.run("window.port = hand(hello().nonce);");
    both.until("told.length");
    both.shown();
    // No message: silence.
    both.run(
        "told.length = 0;
         for (const noise of [null, undefined, 0, NaN, '', 'question', 'x'.repeat(4e6), [], [['type', 'question']], {}, new Map([['type', 'question']]),
             { type: 1 }, { type: {} }, { type: 'x'.repeat(4e6) }, { type: 'ready' }, { type: '__proto__' }, new ArrayBuffer(8),
             JSON.parse('{\"__proto__\": {\"type\": \"question\", \"question\": \"/segments\"}}')])
             port.postMessage(noise);
         return new Promise((done) => setTimeout(done, 300));",
    );
    assert_eq!(both.run("return told;"), json!([]));
    // Messages with something wrong in them: each has its sentence.
    let unreadable = "A message could not be read; nothing was changed.";
    for (message, sentence) in [
        ("{ type: 'question' }", unreadable),
        (
            "{ type: 'question', question: { toString: null } }",
            unreadable,
        ),
        (
            "{ type: 'question', question: '/segments?'.padEnd(9000, 'x') }",
            unreadable,
        ),
        ("{ type: 'frame', switches: 5 }", unreadable),
        ("{ type: 'export', id: '1' }", unreadable),
        (
            "{ type: 'question', question: '/moon' }",
            "There is no panel “moon”.",
        ),
        (
            "{ type: 'question', question: '__proto__' }",
            "There is no panel “__proto__”.",
        ),
        (
            "{ type: 'question', question: 'javascript:alert(1)' }",
            "There is no panel “javascript:alert(1)”.",
        ),
        (
            "{ type: 'question', question: '/export?of=everyone' }",
            "“/export” is no panel of the page",
        ),
        (
            "{ type: 'question', question: '/data?embed=1&panels=data' }",
            "Data is not shown inside this page, which shows Overview and Segments only.",
        ),
        (
            "{ type: 'frame', switches: 'embed=1&theme=pink&panels=overview,segments' }",
            "Part of this link could not be read (“theme=pink”)",
        ),
        (
            "{ type: 'export', id: 1 }",
            "This page may not hand out customers. Set embed.export in its config.json to allow it.",
        ),
    ] {
        both.run(&format!("told.length = 0; port.postMessage({message});"));
        both.until("told.some(({ type }) => type === 'error')");
        let said = both.run("return told.find(({ type }) => type === 'error').sentence;");
        let said = said.as_str().unwrap();
        assert!(said.starts_with(sentence), "{message}: {said}");
        let address = both.address();
        assert_eq!(
            address, "?panel=overview&embed=1&panels=overview,segments",
            "{message}"
        );
    }
    // What can be used of a link holds, as in the address.
    both.run("told.length = 0; port.postMessage({ type: 'question', question: '/segments?spend=NaN..&k=4&__proto__=1' });");
    both.until("told.length === 3");
    let told = both.run("return told;");
    assert_eq!(
        told[0],
        json!({"type": "question", "question": "/segments?k=4", "by": "host"})
    );
    assert!(
        told[1]["sentence"]
            .as_str()
            .unwrap()
            .contains("“spend=NaN..”"),
        "{told}"
    );
    both.shown();
    let notices = both.inside(|browser| browser.text(".notices").unwrap());
    assert!(notices.contains("spend=NaN.."), "{notices}");
    assert!(both.address().ends_with("&k=4"));
}

#[test]
fn customers_go_out_only_where_that_is_allowed_and_asked_for() {
    let ask = "return view.export(arguments[0]).then((file) => [file.name, file.rows, file.csv.split('\\n').length], (error) => error.message);";
    let allowed = Portal::start(r#"{"origins": ["PORTAL"], "export": true}"#);
    allowed.view("question='/segments?country=Germany'");
    allowed.shown();
    let asks = |of: &str| allowed.browser.run(ask, &[of.into()]).unwrap();
    let file = asks("country.Germany");
    let rows = file[1].as_u64().unwrap();
    assert!(rows > 50 && file[2].as_u64().unwrap() > rows, "{file}");
    assert_eq!(
        asks("planet.mars"),
        "“planet.mars” is no selection of customers, so nothing was exported. Write it as rfm.champions."
    );
    assert_eq!(
        allowed.run("return heard.map(([type]) => type);"),
        json!(["ready", "error"])
    );
    // Truth only, not what is like it.
    for embed in [
        LISTED,
        r#"{"origins": ["PORTAL"], "export": "true"}"#,
        r#"{"origins": ["PORTAL"], "export": 1}"#,
    ] {
        let refused = Portal::start(embed);
        refused.view("question=/overview");
        let said = refused.browser.run(ask, &["everyone".into()]).unwrap();
        assert_eq!(
            said,
            "This page may not hand out customers. Set embed.export in its config.json to allow it."
        );
    }
}

#[test]
fn a_frame_is_as_high_as_what_it_shows() {
    let both = Portal::start(LISTED);
    both.view("question=/overview");
    both.shown();
    let inner = |both: &Portal| {
        both.inside(|browser| {
            let fits = "Math.abs(innerHeight - document.body.getBoundingClientRect().height) <= 1 && innerHeight > 900";
            browser.wait_until(fits, PATIENCE).unwrap();
            browser.run("return innerHeight;", &[]).unwrap().as_u64().unwrap()
        })
    };
    let wide = inner(&both);
    // Narrower is higher.
    both.run("view.style.width = '420px';");
    both.until(&format!("view.firstChild.clientHeight > {wide} + 100"));
    let narrow = inner(&both);
    // An open menu below the page has room, and gives it back.
    both.inside(|browser| {
        let open = "const all = document.querySelectorAll('details.menu'); all[all.length - 1].open = true; \
                    const box = all[all.length - 1].querySelector('ul'); box.style.top = '600px'; box.style.bottom = 'auto';";
        browser.run(open, &[]).unwrap();
    });
    both.until(&format!("view.firstChild.clientHeight > {narrow}"));
    both.inside(|browser| {
        browser
            .run(
                "document.querySelectorAll('details[open]').forEach((d) => { d.open = false; });",
                &[],
            )
            .unwrap()
    });
    both.until(&format!("view.firstChild.clientHeight === {narrow}"));
    // The sheet opens where the visitor looks, not in the middle of a frame that is out of sight.
    both.run("window.scrollTo(0, 900);");
    let box_of = both.inside(|browser| {
        browser.run("const all = document.querySelectorAll('main .hits button'); all[all.length - 1].click();", &[]).unwrap();
        let placed = "document.querySelector('dialog.sheet[open]') && document.documentElement.style.getPropertyValue('--seen-top')";
        browser.wait_until(placed, PATIENCE).unwrap();
        browser.run("const { top, height } = document.querySelector('dialog.sheet').getBoundingClientRect(); return [top, height];", &[]).unwrap()
    });
    let (top, height) = (box_of[0].as_f64().unwrap(), box_of[1].as_f64().unwrap());
    let above = both
        .run("return -view.firstChild.getBoundingClientRect().top;")
        .as_f64()
        .unwrap();
    assert!(
        (top - above).abs() <= 2.0 && height <= 902.0,
        "{top} {height} {above}"
    );
}

#[test]
fn heights_are_told_in_both_languages_of_content_systems() {
    let both = Portal::start("{}");
    both.frame("panel=overview&embed=1");
    both.shown();
    both.until("heard.some((data) => data['datawrapper-height']?.clientele > 600) && heard.some((data) => data.sentinel === 'amp')");
    let last = both.run("return [heard.findLast((data) => data['datawrapper-height']), heard.findLast((data) => data.sentinel)];");
    let height = &last[0]["datawrapper-height"]["clientele"];
    assert_eq!(
        last[1],
        json!({"sentinel": "amp", "type": "embed-size", "height": height})
    );
    // A window of its own tells nobody, and stands there all the same.
    open(&both.browser, &both.page, "?panel=overview&embed=1");
    assert!(!headline(&both.browser).is_empty());
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
fn chosen_panels_are_the_only_ones() {
    let both = Portal::start(LISTED);
    let browser = &both.browser;
    open(
        browser,
        &both.page,
        "?panel=baskets&embed=1&panels=segments,overview",
    );
    let place = "return [document.querySelector('.embed-tabs').innerText.split('\\n').filter(Boolean), document.querySelector('.embed-tabs [aria-current]').innerText];";
    assert_eq!(
        browser.run(place, &[]).unwrap(),
        json!([["Segments", "Overview"], "Segments"])
    );
    assert_eq!(
        browser.text(".notices").unwrap(),
        "Baskets is not shown inside this page, which shows Segments and Overview only."
    );
    browser
        .click(".embed-tabs a[href*='panel=overview']")
        .unwrap();
    browser
        .wait_until(
            "location.search === '?panel=overview&embed=1&panels=segments,overview'",
            PATIENCE,
        )
        .unwrap();
    shown(browser, "overview");
    // A link on a panel leads nowhere else, and says so.
    let away = "const link = document.querySelector('main a[href*=\"panel=data\"]'); link.click(); return link.textContent;";
    assert!(!browser.run(away, &[]).unwrap().is_null());
    browser
        .wait_until("document.querySelector('.notices').innerText.includes('Data is not shown inside this page')", PATIENCE)
        .unwrap();
    assert!(browser.url().unwrap().contains("panel=overview"));
    // Nor does an address in the history.
    browser
        .run("history.pushState(null, '', location.search.replace('panel=overview', 'panel=data')); dispatchEvent(new PopStateEvent('popstate'));", &[])
        .unwrap();
    browser
        .wait_until(
            "document.querySelector('.embed-tabs [aria-current]')?.innerText === 'Segments'",
            PATIENCE,
        )
        .unwrap();
    shown(browser, "segments");
}

#[test]
fn nobody_is_shut_out_inside_another_page_whatever_its_colour() {
    let server = super::serve();
    let browser = Browser::start().unwrap();
    for (width, link) in [
        (
            1440,
            "?panel=segments&embed=1&accent=ffee00&panels=segments,overview",
        ),
        (
            390,
            "?panel=overview&embed=1&accent=ffee00&panels=segments,overview,data",
        ),
        (700, "?panel=products&embed=1&filters=0&accent=000"),
        (390, "?panel=data&embed=1&accent=fff"),
    ] {
        show(&browser, width, Theme::Light);
        open(&browser, &server, link);
        shuts_nobody_out(&browser, width, link);
    }
    let notes = browser.take_console().unwrap().join("\n");
    assert!(
        notes.contains("the accent #ffee00 cannot be read in the light theme, so #"),
        "{notes}"
    );
    // A switch that means nothing has its notice, and the page goes on.
    open(
        &browser,
        &server,
        "?panel=data&embed=1&theme=pink&accent=url(x)&panels=moon&filters=no",
    );
    let notices = browser.text(".notices").unwrap();
    for part in ["theme=pink", "accent=url(x)", "panels=moon", "filters=no"] {
        assert!(notices.contains(part), "{part} in {notices}");
    }
}

#[test]
fn the_demo_has_two_views_that_follow_each_other_and_shuts_nobody_out() {
    let server = super::serve();
    let browser = Browser::start().unwrap();
    browser
        .open(&format!("{}embed.html?country=Germany", server.url()))
        .unwrap();
    let both = |query: &str| {
        let views = format!(
            "[...document.querySelectorAll('clientele-view')].map((v) => v.question).join(' ') === '/overview{query} /segments{query}'"
        );
        browser
            .wait_until(&views, PATIENCE)
            .unwrap_or_else(|why| panic!("{why}"));
    };
    both("?country=Germany");
    browser
        .enter_frame("clientele-view[title=Overview] iframe")
        .unwrap();
    shown(&browser, "the first view");
    browser.click("button.reset").unwrap();
    browser.leave_frames().unwrap();
    both("");
    browser
        .enter_frame("clientele-view[title=Segments] iframe")
        .unwrap();
    browser
        .wait_until("!location.search.includes('Germany')", PATIENCE)
        .unwrap();
    shown(&browser, "the second view");
    browser
        .run("document.querySelector('main .hits button').click();", &[])
        .unwrap();
    browser.leave_frames().unwrap();
    browser
        .wait_until(
            "document.querySelector('output').textContent.includes('customers (')",
            PATIENCE,
        )
        .unwrap();
    for width in [1440, 390] {
        shuts_nobody_out(&browser, width, "embed.html");
    }
    let errors = "return document.querySelector('output').textContent;";
    let said = browser.run(errors, &[]).unwrap();
    assert!(
        !said.as_str().unwrap().contains("does not answer"),
        "{said}"
    );
}

#[test]
fn the_element_is_light_and_stands_alone() {
    let element = std::fs::read_to_string(dist().join("clientele-embed.js")).unwrap();
    assert!(element.len() <= 4096, "{} bytes", element.len());
    assert!(!element.contains("import "), "{element}");
}
