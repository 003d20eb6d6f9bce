//! What a page around this one may not do, whatever it says.

use serde_json::json;

use super::embed::{LISTED, Portal};

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
