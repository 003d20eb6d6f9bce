//! Audiences, as a marketer builds, saves, combines, exports them and takes them to a test.

use clientele_driver::Browser;
use sha2::Digest;

use super::{PATIENCE, downloads, headline, open, saved, serve, shown};

#[track_caller]
pub fn until(browser: &Browser, what: &str) {
    if let Err(why) = browser.wait_until(what, PATIENCE) {
        panic!("{what}: {why}");
    }
}

#[track_caller]
pub fn is_clean(browser: &Browser) {
    let violations = browser.violations().unwrap();
    assert!(violations.is_empty(), "{}", violations.join("\n"));
    assert!(browser.take_console().unwrap().is_empty());
}

/// Presses the first button or link of the panel whose words begin so.
#[track_caller]
pub fn press(browser: &Browser, words: &str) {
    let script = "const all = [...document.querySelectorAll('main button, main a, dialog button')]; \
                  const one = all.find((e) => !e.disabled && e.textContent.trim().startsWith(arguments[0])); \
                  if (!one) return false; one.click(); return true;";
    let found = browser.run(script, &[words.into()]).unwrap();
    assert_eq!(found, true, "there is no “{words}”");
}

/// Chooses a value of a field.
#[track_caller]
pub fn put(browser: &Browser, css: &str, value: &str) {
    let script = "const field = document.querySelector(arguments[0]); field.value = arguments[1]; \
                  field.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(script, &[css.into(), value.into()]).unwrap();
}

/// Waits until every line has its count and the headline begins with a number of customers, and gives it.
#[track_caller]
fn customers(browser: &Browser, lines: usize) -> u32 {
    let counted = format!("document.querySelectorAll('.line-of .left b').length === {lines}");
    until(browser, &counted);
    until(
        browser,
        &format!(
            "document.querySelectorAll('.line-of').length === {lines} \
             && !document.querySelector('.answer.dim') && /^[0-9,]+ customers? (is|are) in this audience/.test(document.querySelector('h1').textContent)"
        ),
    );
    let words = headline(browser);
    let number = words.split(' ').next().unwrap().replace(',', "");
    number.parse().unwrap()
}

/// Does something and waits until the headline is another one.
#[track_caller]
fn changes(browser: &Browser, does: impl FnOnce()) {
    let before = headline(browser);
    does();
    let text = before.replace('\'', "\\'");
    let is_other = format!("document.querySelector('h1')?.textContent !== '{text}'");
    until(browser, &is_other);
}

#[test]
fn an_audience_is_put_together_saved_and_spoken_of_by_another() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=audiences&data=omnichannel");
    shown(&browser, "everybody");
    assert_eq!(
        headline(&browser),
        "Whom do you want to reach? There are 7,824 customers to choose from"
    );
    is_clean(&browser);
    changes(&browser, || {
        press(&browser, "Good customers who have gone quiet")
    });
    let quiet = customers(&browser, 2);
    assert!(quiet > 100 && quiet < 7824);
    // A further group makes it larger, a place smaller; the counts beside the lines say so.
    changes(&browser, || put(&browser, "#line-0-3", "rfm.hibernating"));
    until(&browser, "location.search.includes('rfm.hibernating')");
    let more = customers(&browser, 2);
    assert!(more > quiet);
    changes(&browser, || press(&browser, "+ Place or kind"));
    let fewer = customers(&browser, 3);
    assert!(fewer < more);
    let left = browser.text(".line-of:last-child .left b").unwrap();
    assert_eq!(left.replace(',', ""), fewer.to_string());
    // The focus stays with the field that was changed.
    changes(&browser, || put(&browser, "#join-2", "minus"));
    until(
        &browser,
        "document.activeElement.id === 'join-2' && decodeURIComponent(location.search).includes('not(country')",
    );
    let others = customers(&browser, 3);
    assert_eq!(others + fewer, more);
    is_clean(&browser);
    // Saved, named, kept over a reload.
    press(&browser, "Save audience");
    until(
        &browser,
        "document.querySelector('.saved-audiences tbody tr')",
    );
    put(&browser, ".saved-audiences tbody th input", "Win back");
    browser.reload().unwrap();
    assert_eq!(customers(&browser, 3), others);
    assert_eq!(
        browser
            .run(
                "return document.querySelector('.saved-audiences tbody th input').value",
                &[]
            )
            .unwrap(),
        "Win back"
    );
    // Another audience speaks of it.
    changes(&browser, || press(&browser, "New audience"));
    until(&browser, "!location.search.includes('of=')");
    changes(&browser, || press(&browser, "+ Saved audience"));
    assert_eq!(customers(&browser, 1), others);
    changes(&browser, || press(&browser, "+ Bought, or not"));
    let both = customers(&browser, 2);
    assert!(both < others);
    // Once it is gone that is said, and the line can be taken out.
    changes(&browser, || press(&browser, "Open"));
    until(
        &browser,
        "decodeURIComponent(location.search).includes('not(country')",
    );
    changes(&browser, || browser.back().unwrap());
    customers(&browser, 2);
    browser
        .click(".saved-audiences button[aria-label='Remove Win back']")
        .unwrap();
    until(
        &browser,
        "document.querySelector('h1').textContent === 'This audience cannot be counted'",
    );
    let why = browser.text("header.headline p").unwrap();
    assert_eq!(
        why,
        "The audience “Win back” is not saved in this browser, so whoever refers to it cannot be counted. Import it, or take that line out."
    );
    changes(&browser, || {
        browser.click("[aria-label='Remove line 1']").unwrap()
    });
    customers(&browser, 1);
    is_clean(&browser);
}

#[test]
fn an_audience_is_an_overlap_a_mark_and_a_plan() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let of = "all(any(rfm.at-risk,rfm.need-attention),category.Fashion,not(had.anything~45d))";
    open(
        &browser,
        &server,
        &format!("?panel=audiences&data=omnichannel&of={of}"),
    );
    let all = customers(&browser, 3);
    // A bar of the overlap opens its customers, and these can be added.
    until(
        &browser,
        "document.querySelector('figure.chart [data-mark]')",
    );
    browser.click("figure.chart [data-mark='1']").unwrap();
    until(
        &browser,
        "document.querySelector('dialog.sheet h2').textContent.length > 3 && document.querySelector('dialog .facts, dialog .sheet-body table')",
    );
    is_clean(&browser);
    press(&browser, "Add to the audience");
    until(&browser, "!document.querySelector('dialog.sheet')");
    until(
        &browser,
        "document.querySelector('h1').textContent.startsWith('No customer')",
    );
    browser.back().unwrap();
    browser.back().unwrap();
    assert_eq!(customers(&browser, 3), all);
    // Rules take some out, and the headline says how many are left.
    browser
        .click(".rules-of li:first-child input[type=checkbox]")
        .unwrap();
    until(
        &browser,
        "location.search.includes('send=may.email') && /can be written to$/.test(document.querySelector('h1').textContent)",
    );
    is_clean(&browser);
    press(&browser, "Plan a test");
    until(&browser, "location.search.includes('panel=experiments')");
    shown(&browser, "the plan");
    until(
        &browser,
        "document.querySelector('#who').value.startsWith('all(any(rfm.at-risk')",
    );
}

#[test]
fn an_audience_becomes_a_file_of_fingerprints_with_some_held_out() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("audience");
    browser.save_downloads_in(&folder).unwrap();
    open(
        &browser,
        &server,
        "?panel=audiences&data=omnichannel&of=any(rfm.at-risk,rfm.cannot-lose-them)&send=all(may.email,not(had.anything~7d))",
    );
    customers(&browser, 1);
    press(&browser, "Export");
    until(
        &browser,
        "document.querySelectorAll('.destination').length === 8",
    );
    is_clean(&browser);
    browser.click(".destination:nth-of-type(2) input").unwrap();
    until(
        &browser,
        "location.search.includes('to=meta') && document.querySelector('.destination.on b').textContent.startsWith('Meta')",
    );
    put(&browser, "#hold", "10");
    until(&browser, "location.search.includes('hold=10')");
    until(
        &browser,
        "document.querySelector('[aria-labelledby=export-held] tbody tr') && !document.querySelector('.answer.dim')",
    );
    is_clean(&browser);
    press(&browser, "Download");
    let text = std::fs::read_to_string(saved(&folder, "csv")).unwrap();
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    assert!(
        head.starts_with("email,") && head.ends_with("extern_id"),
        "{head}"
    );
    let rows: Vec<&str> = lines.collect();
    let is_fingerprint =
        |cell: &str| cell.len() == 64 && cell.bytes().all(|b| b.is_ascii_hexdigit());
    assert!(rows.len() > 50);
    assert!(
        rows.iter()
            .all(|row| is_fingerprint(row.split(',').next().unwrap()))
    );
    assert!(!text.contains('@'));
}

#[test]
fn a_large_file_is_held_by_the_browser_and_saved_whole() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("large");
    browser.save_downloads_in(&folder).unwrap();
    open(
        &browser,
        &server,
        "?panel=audience-file&data=omnichannel&of=everyone&to=meta&consent=any",
    );
    until(
        &browser,
        "document.querySelector('.file .fingerprint') && !document.querySelector('.answer.dim')",
    );
    press(&browser, "Download");
    let file = std::fs::read(saved(&folder, "csv")).unwrap();
    // More than rides along with an answer.
    assert!(file.len() > 1_000_000, "{}", file.len());
    let told = browser
        .run(
            "return document.querySelector('.file .fingerprint').title;",
            &[],
        )
        .unwrap();
    let digest = sha2::Sha256::digest(&file);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(told, format!("SHA-256 {digest}"));
    is_clean(&browser);
}

/// Gives a file to the first field that takes one behind these words.
fn give(browser: &Browser, words: &str, name: &str, text: &str) {
    let script = "const label = [...document.querySelectorAll('label.file-btn')].find((l) => l.textContent.trim() === arguments[0]); \
                  const data = new DataTransfer(); data.items.add(new File([arguments[2]], arguments[1], { type: 'text/csv' })); \
                  const field = label.querySelector('input'); field.files = data.files; field.dispatchEvent(new Event('change', { bubbles: true }));";
    browser
        .run(script, &[words.into(), name.into(), text.into()])
        .unwrap();
}

#[test]
fn a_list_is_brought_kept_left_out_and_what_was_exported_comes_back() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(
        &browser,
        &server,
        "?panel=audiences&data=omnichannel&of=rfm.champions",
    );
    let champions = customers(&browser, 1);
    // Its members today, as a list.
    press(&browser, "Save audience");
    until(
        &browser,
        "document.querySelector('.saved-audiences tbody tr')",
    );
    press(&browser, "Keep members");
    until(
        &browser,
        "[...document.querySelectorAll('.saved-audiences button')].some((b) => b.textContent === 'who left')",
    );
    is_clean(&browser);
    changes(&browser, || press(&browser, "who left"));
    assert_eq!(headline(&browser), "No customer is in this audience");
    // The list outlives the page, as a line of its own and as what is left out of a send.
    let list = "const list = JSON.parse(localStorage.getItem('clientele.audiences'))[0].members; return list;";
    let list = browser.run(list, &[]).unwrap().as_str().unwrap().to_owned();
    assert!(list.starts_with("list.number."), "{list}");
    open(
        &browser,
        &server,
        &format!("?panel=audiences&data=omnichannel&of={list}"),
    );
    assert_eq!(customers(&browser, 1), champions);
    open(
        &browser,
        &server,
        &format!(
            "?panel=audiences&data=omnichannel&of=any(rfm.champions,rfm.loyal)&send=not({list})"
        ),
    );
    let both = customers(&browser, 1);
    assert!(
        headline(&browser).ends_with(&format!(
            "in this audience; {} can be written to",
            (both - champions).to_string()
        )) || both - champions > 999
    );
    // A file from elsewhere, with somebody whom nobody knows.
    open(&browser, &server, "?panel=audiences&data=omnichannel");
    shown(&browser, "everybody");
    changes(&browser, || {
        give(
            &browser,
            "+ List",
            "pause.csv",
            "customer_id;why\nnobody-1;x\nnobody-2;y\n",
        );
    });
    until(
        &browser,
        "document.body.textContent.includes('None of the 2 rows of pause.csv is a customer of these data')",
    );
    is_clean(&browser);
    // One that this browser does not keep.
    let link = "?panel=audiences&data=omnichannel&of=list.number.0123456789abcdef.other.csv";
    browser.open(&format!("{}{link}", server.url())).unwrap();
    until(
        &browser,
        "document.body.textContent.includes('The list “other.csv” is not kept in this browser, so nobody can say who is on it. Bring its file on Audiences again, or take that condition out.')",
    );
    // An empty one.
    give(&browser, "+ List", "empty.csv", "customer\n");
    until(
        &browser,
        "document.body.textContent.includes('The file empty.csv has headings but no lines. Nothing was loaded; export it again.')",
    );
    // One that was cut off.
    give(&browser, "+ List", "half.csv", "customer\n\"1");
    until(
        &browser,
        "document.body.textContent.includes('The file half.csv ends in the middle of line 2, so a part of it is missing. Nothing was loaded; copy or export it again.')",
    );
}
