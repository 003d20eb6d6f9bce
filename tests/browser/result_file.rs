//! A result file that is chosen or dropped: it is read in the worker, and the link names its campaign.

use clientele_driver::Browser;

use super::{PATIENCE, serve};

const STATUS: &str = "document.querySelector('.result-file [role=status]')";

/// A file of this text and name in the browser, given to a script as `file`.
fn with_file(browser: &Browser, name: &str, text: &str, script: &str) {
    let script = format!(
        "const data = new DataTransfer(); data.items.add(new File([arguments[0]], arguments[1])); {script}"
    );
    browser.run(&script, &[text.into(), name.into()]).unwrap();
}

fn choose(browser: &Browser, name: &str, text: &str) {
    let script = "const input = document.querySelector('.result-file input'); input.files = data.files; \
                  input.dispatchEvent(new Event('change', { bubbles: true }));";
    with_file(browser, name, text, script);
}

/// Dropped somewhere on the panel.
pub(super) fn drop(browser: &Browser, name: &str, text: &str) {
    let script = "document.querySelector('main').dispatchEvent(new DragEvent('drop', \
                  { dataTransfer: data, bubbles: true, cancelable: true }));";
    with_file(browser, name, text, script);
}

#[track_caller]
pub(super) fn says(browser: &Browser, sentence: &str) {
    let wanted = format!("{STATUS}?.textContent.includes({sentence:?})");
    if let Err(why) = browser.wait_until(&wanted, PATIENCE) {
        let said = browser.text(".result-file [role=status]");
        panic!("{why}: {said:?} instead of {sentence:?}");
    }
}

#[test]
fn a_result_file_is_read_and_its_campaign_is_judged() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let address = format!("{}?panel=experiments%2Fresult&goal=margin", server.url());
    browser.open(&address).unwrap();
    browser
        .wait_until("document.querySelector('.result-file input')", PATIENCE)
        .unwrap();
    // The name of the data set is known, so its engine is there.
    browser
        .wait_until("!document.querySelector('.skeleton')", PATIENCE)
        .unwrap();
    let lines = "customer_id,arm,exposed_at,revenue\n100008,treated,2025-10-01,12.5\n100018,control,2025-10-01,0\n";
    choose(&browser, "Autumn test.csv", lines);
    says(
        &browser,
        "2 lines of Autumn test.csv were read: 1 campaign, 2 arms. The file is kept in this page until it is reloaded.",
    );
    browser
        .wait_until("location.search.includes('campaign=Autumn')", PATIENCE)
        .unwrap();
    // What belonged to the campaign before is gone from the link.
    assert!(!browser.url().unwrap().contains("goal="));
    drop(&browser, "wrong.csv", "customer_id,revenue\n1,2\n");
    says(
        &browser,
        "No column of wrong.csv says which arm a customer was in. Nothing was loaded; add a column “arm”, such as treated and control, and drop it again.",
    );
    assert!(browser.url().unwrap().contains("campaign=Autumn"));
    drop(&browser, "half.csv", &lines[..lines.len() - 14]);
    says(&browser, "The file half.csv ends in the middle of line 3");
    drop(&browser, "spring.csv", lines);
    says(&browser, "2 lines of spring.csv were read");
    browser
        .wait_until("location.search.includes('campaign=spring')", PATIENCE)
        .unwrap();
    assert_eq!(browser.take_console().unwrap(), [""; 0]);
}

/// How long a million lines take is printed with `--nocapture`; the promise is kept by a benchmark.
#[test]
fn a_million_lines_are_read() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let address = format!("{}?panel=experiments%2Fresult", server.url());
    browser.open(&address).unwrap();
    browser
        .wait_until(
            "document.querySelector('.result-file input') && !document.querySelector('.skeleton')",
            PATIENCE,
        )
        .unwrap();
    let script = "const lines = ['customer_id,arm,exposed_at,converted,revenue\\n']; \
                  for (let at = 0; at < 1e6; at++) { const bought = at % 7 === 0; \
                  lines.push(`C${at},${at % 2 ? 'treated' : 'control'},2025-04-${10 + at % 19},${+bought},${bought ? (at * 7919 % 20000) / 100 : 0}\\n`); } \
                  const data = new DataTransfer(); data.items.add(new File(lines, 'million.csv')); \
                  const input = document.querySelector('.result-file input'); input.files = data.files; \
                  const status = document.querySelector('.result-file [role=status]'); const begin = performance.now(); \
                  new MutationObserver(() => { if (status.textContent.includes('were read')) window.took ??= performance.now() - begin; }) \
                  .observe(status, { childList: true, subtree: true, characterData: true }); \
                  input.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(script, &[]).unwrap();
    says(&browser, "were read: 1 campaign, 2 arms");
    browser.wait_until("window.took", PATIENCE).unwrap();
    let took = browser.run("return window.took;", &[]).unwrap();
    eprintln!("a million lines in {took} ms");
}
