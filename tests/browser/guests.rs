//! The main way in other browsers than Chromium: open, drop, segments, filter, sheet, download, reload.
//!
//! A browser that is not on this machine is left out, and the test says so.

use clientele_driver::{Engine, Guest};
use serde_json::Value;

use super::opening::shop;
use super::{PATIENCE, REFUSED, SHOWN, serve};

/// Keeps what the page offers to save, instead of asking the visitor where to.
const SAVES: &str = "
    window.saved = [];
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      if (!this.download) return click.call(this);
      const name = this.download;
      fetch(this.href).then((file) => file.text()).then((text) => window.saved.push([name, text]));
    };";

const HEADLINE: &str = "return document.querySelector('main .headline h1').textContent;";

struct Way(Guest);

impl Way {
    #[track_caller]
    fn truth(&self, condition: &str) {
        if let Err(why) = self.0.wait_until(condition, PATIENCE) {
            panic!("{condition}: {why}");
        }
    }

    #[track_caller]
    fn shown(&self, what: &str) {
        self.truth(&format!("({REFUSED}) || ({SHOWN})"));
        let refused = self.run(&format!("return {REFUSED} ?? null;"));
        assert_eq!(refused, Value::Null, "{what}");
        self.truth(SHOWN);
    }

    #[track_caller]
    fn run(&self, script: &str) -> Value {
        self.0.run(script, &[]).unwrap()
    }
}

#[track_caller]
fn walk(engine: Engine) {
    if let Some(program) = engine.missing() {
        eprintln!("{engine:?} is left out: {program} is not on this machine.");
        return;
    }
    let server = serve();
    let way = Way(Guest::start(engine).unwrap());
    way.0
        .open(&format!("{}?panel=overview", server.url()))
        .unwrap();
    way.shown("overview");
    way.run(SAVES);
    way.0
        .run(
            "const data = new DataTransfer(); data.items.add(new File([arguments[0]], 'shop-2024.csv', { type: 'text/csv' })); \
             document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));",
            &[shop().into()],
        )
        .unwrap();
    way.truth("document.querySelector('.opening .load .primary:not([disabled])') && !document.querySelector('.progress')");
    way.run("document.querySelector('.load .primary').click();");
    way.truth("decodeURIComponent(location.search).includes('data=own/')");
    way.shown("a shop of one's own");
    way.truth("document.querySelector('.good-news')");
    let said = way.run("return document.querySelector('.good-news').textContent;");
    // WebKitGTK has no file system for pages.
    let keeps = way.run("return !!navigator.storage?.getDirectory;") == true;
    let wanted = match keeps {
        true => "It is kept on this device",
        false => "the data set is here only until this page is closed",
    };
    assert!(said.as_str().unwrap().contains(wanted), "{said}");
    way.run("document.querySelector('.good-news a.link').click();");
    way.truth("location.search.includes('panel=segments')");
    way.shown("segments");
    way.truth("document.querySelectorAll('.seg-table .whole').length > 1");

    // A filter.
    let chip = "[...document.querySelectorAll('details.chip')].find((chip) => chip.textContent.startsWith('Country'))";
    way.run(&format!("{chip}.open = true;"));
    let france = format!(
        "[...{chip}.querySelectorAll('.check')].find((c) => c.textContent.includes('France'))?.querySelector('input')"
    );
    way.truth(&france);
    way.run(&format!("{france}.click();"));
    way.truth("location.search.includes('country=France')");
    way.shown("one country");
    way.run(&format!("{chip}.open = false;"));

    // A segment, and its customers as a list.
    way.run("document.querySelector('.seg-table .whole').click();");
    way.truth("document.querySelector('dialog.sheet[open] .stat-row')");
    way.run("[...document.querySelectorAll('dialog.sheet .sheet-foot .btn')].find((b) => b.textContent.includes('Download CSV')).click();");
    way.truth("window.saved.length");
    let [name, list]: [String; 2] =
        serde_json::from_value(way.run("return window.saved[0];")).unwrap();
    assert!(
        name.ends_with(".csv") && list.lines().count() > 5,
        "{name}: {list}"
    );
    way.run("document.querySelector('dialog.sheet .sheet-head button').click();");
    way.truth("!document.querySelector('dialog.sheet')");

    let before = way.run(HEADLINE);
    for panel in ["overview", "products", "baskets", "data", "segments"] {
        way.run(&format!(
            "document.querySelector('.rail ul a[href*=\"panel={panel}\"]').click();"
        ));
        way.truth(&format!("location.search.includes('panel={panel}')"));
        way.shown(panel);
    }
    assert_eq!(way.run(HEADLINE), before);
    way.0.reload().unwrap();
    if keeps {
        way.shown("after a reload");
        assert_eq!(way.run(HEADLINE), before);
    } else {
        way.truth(REFUSED);
        let said = way.run(&format!("return {REFUSED};"));
        let said = said.as_str().unwrap();
        assert!(said.contains("is not kept in this browser"), "{said}");
    }
}

#[test]
fn the_main_way_is_walked_in_firefox() {
    walk(Engine::Firefox);
}

#[test]
fn the_main_way_is_walked_in_webkit() {
    walk(Engine::WebKit);
}
