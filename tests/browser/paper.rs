//! What comes out of a printer: light, whole, and no page more than it needs.

use clientele_driver::{Browser, Theme};
use serde_json::json;

use super::{PATIENCE, WHOLE, open, serve, show};

/// What a page draws, as operators of PDF.
fn pages(pdf: &[u8]) -> Vec<String> {
    let find = |from: usize, what: &[u8]| {
        let rest = &pdf[from..];
        rest.windows(what.len())
            .position(|part| part == what)
            .map(|at| from + at)
    };
    let number = |at: usize| -> String {
        let digits = pdf[at..].iter().take_while(|b| b.is_ascii_digit());
        digits.map(|&b| char::from(b)).collect()
    };
    let after = |from: usize, what: &[u8]| find(from, what).map(|at| at + what.len());
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(page) = after(at, b"/Type /Page\n") {
        at = page;
        let contents = number(after(page, b"/Contents ").unwrap());
        let object = after(0, format!("\n{contents} 0 obj\n").as_bytes()).unwrap();
        let length: usize = number(after(object, b"/Length ").unwrap()).parse().unwrap();
        let stream = after(object, b"stream\n").unwrap();
        let packed = &pdf[stream..stream + length];
        let drawn = miniz_oxide::inflate::decompress_to_vec_zlib(packed).unwrap();
        all.push(String::from_utf8_lossy(&drawn).into_owned());
    }
    all
}

/// How many pieces of text a page has.
fn texts(page: &str) -> usize {
    page.matches(" Tj").count() + page.matches(" TJ").count()
}

/// Each panel, and the most pages it may take with the data that are shipped.
const PANELS: [(&str, usize); 10] = [
    ("?panel=overview", 3),
    ("?panel=segments", 7),
    ("?panel=segments&by=rfm", 6),
    ("?panel=baskets", 6),
    ("?panel=products", 8),
    ("?panel=data", 3),
    ("?panel=audiences&data=omnichannel&of=rfm.at-risk", 3),
    ("?panel=playbook&data=omnichannel&of=rfm.at-risk", 1),
    ("?panel=experiments/plan&data=omnichannel", 1),
    ("?panel=experiments/result&data=omnichannel", 1),
];

#[test]
fn a_panel_prints_on_few_pages_none_of_them_empty_and_light_in_any_theme() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for (link, most) in PANELS {
        show(&browser, 1440, Theme::Light);
        open(&browser, &server, link);
        browser.wait_until(WHOLE, PATIENCE).unwrap();
        let light = pages(&browser.printed().unwrap());
        assert!(
            (1..=most).contains(&light.len()),
            "{link}: {} pages",
            light.len()
        );
        for (at, page) in light.iter().enumerate() {
            // The line with the source by itself would be a page for nothing.
            assert!(
                texts(page) > 12,
                "{link}, page {}: {} texts",
                at + 1,
                texts(page)
            );
        }
        // A phone in the dark prints the same: pictures are drawn for the sheet.
        show(&browser, 390, Theme::Dark);
        browser
            .run("document.documentElement.dataset.theme = 'dark';", &[])
            .unwrap();
        let dark = pages(&browser.printed().unwrap());
        let said = |pages: &[String]| pages.iter().map(|page| texts(page)).collect::<Vec<_>>();
        assert_eq!(said(&dark), said(&light), "{link} from a phone");
        // Text in the ink of the light theme, none in that of the dark one.
        let (light, dark) = (light.concat(), dark.concat());
        assert!(light.contains(".102 .1137 .1294 rg"), "{link}");
        assert!(dark.contains(".102 .1137 .1294 rg"), "{link}");
        assert!(!dark.contains(".9255 .9333 .9451 rg"), "{link}");
    }
}

/// What is wider than the sheet, or cut by what is around it, on the page as it is printed.
const CUT: &str = "const found = []; \
    for (const element of document.querySelectorAll('main *')) { \
        if (element.closest('.sr, .drawing, svg') || !element.checkVisibility()) continue; \
        const box = element.getBoundingClientRect(); \
        if (box.width < 2 || box.height < 2) continue; \
        const name = element.tagName + '.' + element.className + ' ' + element.textContent.slice(0, 40); \
        if (box.right > innerWidth + 1) found.push('beyond the sheet: ' + name); \
        if (getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1) found.push('cut: ' + name); \
    } \
    return found;";

#[test]
fn no_column_and_no_name_is_cut_on_paper_and_headings_are_repeated() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let panels = PANELS.map(|(link, _)| link);
    for link in panels.into_iter().chain([
        "?panel=data&data=omnichannel",
        "?panel=segments&data=omnichannel&k=8",
    ]) {
        show(&browser, 1440, Theme::Light);
        open(&browser, &server, link);
        browser.wait_until(WHOLE, PATIENCE).unwrap();
        // All tables, also those behind pictures.
        let tables =
            "document.querySelectorAll('figure .as-table').forEach((table) => table.click());";
        browser.run(tables, &[]).unwrap();
        // A4 less its margins.
        show(&browser, 688, Theme::Light);
        browser
            .devtools("Emulation.setEmulatedMedia", json!({"media": "print"}))
            .unwrap();
        let found = browser.run(CUT, &[]).unwrap();
        let heads = "return [...document.querySelectorAll('main table thead')].filter((head) => head.checkVisibility()) \
                     .filter((head) => getComputedStyle(head).display !== 'table-header-group' || head.querySelector('button') \
                     && getComputedStyle(head.querySelector('button')).display !== 'contents').length;";
        let heads = browser.run(heads, &[]).unwrap();
        browser
            .devtools("Emulation.setEmulatedMedia", json!({"media": ""}))
            .unwrap();
        assert_eq!(found, json!([]), "{link}");
        assert_eq!(heads, 0, "{link}: headings that are not repeated");
    }
}
