//! The pictures in a real font: nothing touches, nothing shouts, and what is downloaded is what was counted.

use clientele_driver::{Browser, Key, Theme};

use super::{PATIENCE, WHOLE, downloads, open, saved, serve, show};

/// Every pair of words that overlap, and every word that a bar runs into, in any picture.
const TOUCHING: &str = "
    const found = [];
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
    for (const svg of document.querySelectorAll('.plot svg')) {
        const boxes = (css) => [...svg.querySelectorAll(css)].map((e) => [e.textContent, e.getBoundingClientRect()]);
        const words = boxes('text');
        words.forEach(([text, a], i) => {
            for (const [other, b] of words.slice(i + 1)) if (over(a, b)) found.push(`“${text}” and “${other}”`);
            // A word may stand inside a cell, but not half.
            for (const [, b] of boxes('rect'))
                if (over(a, b) && (a.left < b.left - 1 || a.right > b.right + 1)) found.push(`“${text}” and a bar`);
        });
    }
    return found;";

#[test]
fn no_words_touch_in_any_picture() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for link in [
        "?panel=overview",
        "?panel=overview&data=omnichannel",
        "?panel=segments#why",
        "?panel=segments&k=8",
        "?panel=segments&data=omnichannel&lens=behaviour&k=8",
        "?panel=data",
        "?panel=data&data=omnichannel",
    ] {
        for width in [1440, 800, 390] {
            show(&browser, width, Theme::Light);
            open(&browser, &server, link);
            let found = browser.run(TOUCHING, &[]).unwrap();
            assert_eq!(found, serde_json::json!([]), "{link} at {width} px");
        }
    }
}

#[test]
fn a_download_holds_raw_numbers_and_names_as_the_data_have_them() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("numbers");
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, &server, "?panel=overview&data=online-retail-ii");
    let last = "const figures = document.querySelectorAll('figure.chart'); \
                figures[figures.length - 1].querySelectorAll('.menu button')[2].click();";
    browser.run(last, &[]).unwrap();
    let text = std::fs::read_to_string(saved(&folder, ".csv")).unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    assert_eq!(
        lines.next(),
        Some("Product,Code,Net revenue (GBP),Share (%),\"Pieces, net\",Orders")
    );
    let first: Vec<_> = lines.next().unwrap().split(',').collect();
    assert_eq!(first[0], first[0].to_uppercase());
    for number in &first[2..] {
        number.parse::<f64>().unwrap();
    }
    let page = browser.text("main").unwrap();
    assert!(
        !page.contains(first[0]) && page.to_uppercase().contains(first[0]),
        "{} is shown as it is written in the file",
        first[0]
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_picture_as_a_table_reads_numbers_to_the_right_and_words_to_the_left() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=overview");
    browser
        .run(
            "document.querySelectorAll('figure .as-table').forEach((s) => s.click());",
            &[],
        )
        .unwrap();
    let sides = "const cells = [...document.querySelectorAll('figure tbody td')]; \
                 const side = (cell) => getComputedStyle(cell).textAlign; \
                 const number = (cell) => /^[−+]?[^a-z]*[0-9]/.test(cell.textContent) && !/^[0-9]+[A-Z]*$/.test(cell.textContent); \
                 return cells.length > 50 && cells.filter(number).every((cell) => side(cell) === 'right') \
                 && cells.some((cell) => side(cell) === 'left');";
    browser
        .wait_until(&format!("(() => {{ {sides} }})()"), PATIENCE)
        .unwrap();
}

/// What stands at the right end of each row of cards, in pixels short of the end of the panel.
const SHORT: &str = "const short = []; \
    for (const of of document.querySelectorAll('.answer, .plays')) { \
        const rows = new Map(), end = of.getBoundingClientRect().right; \
        for (const card of of.children) { \
            if (!card.matches('.card, .plays > *')) continue; \
            const box = card.getBoundingClientRect(); \
            if (box.width > 0 && box.height > 0) rows.set(Math.round(box.top), Math.max(rows.get(Math.round(box.top)) ?? 0, box.right)); \
        } \
        for (const right of rows.values()) if (end - right > 2) short.push(Math.round(end - right)); \
    } \
    return short.join(' ');";

#[test]
fn no_row_of_cards_has_an_empty_half() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for width in [1440, 1100] {
        show(&browser, width, Theme::Light);
        for link in [
            "?panel=overview",
            // Without places there are three cards.
            "?panel=overview&data=online-retail-ii&country=France",
            "?panel=overview&by=rfm",
            "?panel=segments",
            "?panel=segments&k=4",
            "?panel=segments&k=5",
            "?panel=segments&k=7",
            "?panel=segments&by=rfm",
        ] {
            open(&browser, &server, &format!("{link}&seed={width}"));
            browser.wait_until(WHOLE, PATIENCE).unwrap();
            let short = browser.run(SHORT, &[]).unwrap();
            assert_eq!(short, "", "{link} at {width}");
        }
    }
}

#[test]
fn whoever_goes_by_keyboard_can_pass_a_picture_of_many_marks() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=baskets");
    let pass = "const pass = [...document.querySelectorAll('figure .skip')]; \
                const marks = (button) => button.parentElement.querySelectorAll('.hits [data-mark]').length; \
                const many = pass.filter((button) => button.textContent === `Skip ${marks(button)} marks of this picture`); \
                many[0]?.focus(); return [pass.length, many.length, many[0] ? marks(many[0]) : 0];";
    let seen = browser.run(pass, &[]).unwrap();
    assert_eq!(seen[0], seen[1]);
    assert!(seen[2].as_u64().unwrap() > 20, "{seen}");
    browser.press(Key::Enter).unwrap();
    browser.press(Key::Tab).unwrap();
    // What follows is beyond all marks of that picture.
    let beyond = "!document.activeElement.matches('[data-mark]') \
                  && document.querySelector('figure .skip').parentElement.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING";
    browser.wait_until(beyond, PATIENCE).unwrap();
}
