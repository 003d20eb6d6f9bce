//! What is taken along stands alone: drawings say what they are about, files say it in their names, numbers are all there.

use std::path::{Path, PathBuf};

use clientele_driver::{Browser, Server, Theme};
use serde_json::Value;

use super::{PATIENCE, WHOLE, downloads, open, saved, serve, show};

/// Chooses an entry of the menu of the figure that begins so; the place of the entry: picture, drawing, numbers.
#[track_caller]
fn take(browser: &Browser, figure: usize, entry: usize) {
    let script = "const menu = document.querySelectorAll('figure.chart')[arguments[0]].querySelector('.menu'); \
                  menu.open = true; menu.querySelectorAll('button')[arguments[1]].click();";
    browser.run(script, &[figure.into(), entry.into()]).unwrap();
}

/// The words of an element within a figure.
fn words(browser: &Browser, figure: usize, css: &str) -> String {
    let script = "return document.querySelectorAll('figure.chart')[arguments[0]].querySelector(arguments[1])?.textContent ?? '';";
    let words = browser.run(script, &[figure.into(), css.into()]).unwrap();
    words.as_str().unwrap().to_owned()
}

/// The only file in a folder, taken out of it.
#[track_caller]
fn only(folder: &Path, ending: &str) -> (String, Vec<u8>) {
    let file: PathBuf = saved(folder, ending);
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    // Chromium may still be writing it.
    let mut bytes = Vec::new();
    for _ in 0..50 {
        bytes = std::fs::read(&file).unwrap();
        if bytes.len() > 100 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    std::fs::remove_file(&file).unwrap();
    (name, bytes)
}

/// Letters and digits alone: where lines break, spaces come and go.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a drawing says when it is opened by itself, and whatever of it lies outside.
fn alone(browser: &Browser, server: &Server, svg: &[u8]) -> (String, Vec<Value>) {
    // Nothing of the page's style sheets reaches it there.
    browser.open(&format!("{}icon.svg", server.url())).unwrap();
    let script = "document.documentElement.remove(); \
                  const drawing = new DOMParser().parseFromString(arguments[0], 'image/svg+xml'); \
                  document.append(document.importNode(drawing.documentElement, true)); \
                  const root = document.documentElement, box = root.getBoundingClientRect(); \
                  const texts = [...root.querySelectorAll('text')]; \
                  const outside = texts.filter((text) => { const at = text.getBoundingClientRect(); \
                  return at.left < box.left - 1 || at.right > box.right + 1 || at.bottom > box.bottom + 1; }); \
                  const style = getComputedStyle(root.querySelector('.big')); \
                  return [texts.map((text) => text.textContent).join(' '), outside.map((text) => text.textContent), style.fontWeight];";
    let svg = String::from_utf8(svg.to_vec()).unwrap();
    assert!(!svg.contains("var("), "a colour of the page is left in it");
    let seen = browser.run(script, &[svg.into()]).unwrap();
    assert_eq!(seen[2], "600", "its own style sheet holds");
    let outside = seen[1].as_array().unwrap().clone();
    (seen[0].as_str().unwrap().to_owned(), outside)
}

#[test]
fn a_drawing_by_itself_says_title_measure_legend_note_days_filters_and_source() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("alone");
    browser.save_downloads_in(&folder).unwrap();
    let filters = "Filters: Country: France, Germany; Spend of a customer: from £100.";
    for (link, days, chosen) in [
        (
            "?panel=overview&country=France&country=Germany&spend=100..",
            "compared with the period before",
            filters,
        ),
        (
            "?panel=overview",
            "compared with the period before",
            "No filters.",
        ),
        (
            "?panel=segments&country=France&country=Germany&spend=100..",
            "2011",
            filters,
        ),
        ("?panel=data", "all of the data", "Online Retail II"),
        (
            "?panel=baskets&returns=off",
            "2011",
            "Returns are left out.",
        ),
        ("?panel=products", "2011", "No filters."),
    ] {
        open(&browser, &server, link);
        browser.wait_until(WHOLE, PATIENCE).unwrap();
        let all = "return document.querySelectorAll('figure.chart').length;";
        let all = browser.run(all, &[]).unwrap().as_u64().unwrap() as usize;
        assert!(all > 0, "{link}");
        let figures: Vec<_> = (0..all)
            .map(|figure| {
                take(&browser, figure, 1);
                let (name, svg) = only(&folder, ".svg");
                let around = [".chart-title", ".chart-sub", "figcaption"];
                let mut around: Vec<_> = around.map(|css| words(&browser, figure, css)).into();
                let entries = "return [...document.querySelectorAll('figure.chart')[arguments[0]].querySelectorAll('.legend > li')].map((entry) => entry.textContent).join(' ');";
                let entries = browser.run(entries, &[figure.into()]).unwrap();
                around.push(entries.as_str().unwrap().to_owned());
                (name, svg, around)
            })
            .collect();
        for (name, svg, around) in figures {
            let (said, outside) = alone(&browser, &server, &svg);
            let said = bare(&said);
            for words in around.iter().map(String::as_str).chain([
                days,
                chosen,
                "Source: Chen",
                "Made with Clientele.",
            ]) {
                assert!(
                    said.contains(&bare(words)),
                    "{link}, {name}: {words}\n{said}"
                );
            }
            assert!(outside.is_empty(), "{link}, {name}: {outside:?}");
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn files_are_named_by_data_set_panel_figure_and_day_and_numbers_are_all_there() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("names");
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, &server, "?panel=overview&data=online-retail-ii");
    let places = "return [...document.querySelectorAll('figure.chart')].findIndex((figure) => figure.textContent.includes('Show all'));";
    let places = browser.run(places, &[]).unwrap().as_u64().unwrap() as usize;
    let all = words(&browser, places, ".link");
    let all: usize = all
        .chars()
        .filter(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .unwrap();
    assert!(all > 30, "{all} countries");
    take(&browser, places, 2);
    let (name, csv) = only(&folder, ".csv");
    assert_eq!(
        name,
        "online-retail-ii_overview_net-revenue-by-place_2011-11-30.csv"
    );
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(csv.lines().count(), 1 + all);
    assert!(csv.starts_with("\u{feff}Country,Net revenue (GBP),Period before (GBP),Change (%),Customers\r\nUnited Kingdom,"));
    take(&browser, places, 0);
    let (name, png) = only(&folder, ".png");
    assert_eq!(
        name,
        "online-retail-ii_overview_net-revenue-by-place_2011-11-30.png"
    );
    let size = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert!(
        png.starts_with(b"\x89PNG") && size(16) > 800 && size(20) > 600,
        "{} × {}",
        size(16),
        size(20)
    );

    // All of them in place, and back.
    let rows = format!(
        "document.querySelectorAll('figure.chart')[{places}].querySelectorAll('.hits button').length"
    );
    browser
        .wait_until(&format!("{rows} === 8"), PATIENCE)
        .unwrap();
    let press = format!(
        "document.querySelectorAll('figure.chart')[{places}].querySelector('.link').click();"
    );
    browser.run(&press, &[]).unwrap();
    // The one that would dwarf the others stands in the note.
    browser
        .wait_until(&format!("{rows} === {all} - 1"), PATIENCE)
        .unwrap();
    let note = words(&browser, places, "figcaption");
    assert!(!note.contains("not shown"), "{note}");
    browser.run(&press, &[]).unwrap();
    browser
        .wait_until(&format!("{rows} === 8"), PATIENCE)
        .unwrap();
    let note = words(&browser, places, "figcaption");
    assert!(
        note.contains(&format!("{} more countries are not shown.", all - 9)),
        "{note}"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_is_taken_along_is_drawn_in_the_light_theme_whatever_the_screen_shows() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("light");
    browser.save_downloads_in(&folder).unwrap();
    let drawn = |theme, chosen: &str| {
        show(&browser, 1440, theme);
        open(&browser, &server, "?panel=overview");
        browser.wait_until(WHOLE, PATIENCE).unwrap();
        let choose = "const root = document.documentElement; if (arguments[0]) root.dataset.theme = arguments[0];";
        browser.run(choose, &[chosen.into()]).unwrap();
        let figures = [0, 1, 2].map(|figure| {
            take(&browser, figure, 1);
            only(&folder, ".svg").1
        });
        take(&browser, 1, 0);
        let picture = only(&folder, ".png").1;
        let after = "const root = document.documentElement; \
                     return [root.dataset.theme ?? '', getComputedStyle(root).getPropertyValue('--surface')];";
        (figures, picture, browser.run(after, &[]).unwrap())
    };
    let (light, picture, surface) = drawn(Theme::Light, "");
    assert_eq!(surface, serde_json::json!(["", "#ffffff"]));
    for chosen in ["", "dark"] {
        let (dark, other, surface) = drawn(Theme::Dark, chosen);
        // The page itself stays as it was.
        assert_eq!(surface, serde_json::json!([chosen, "#181b1f"]));
        for (light, dark) in light.iter().zip(dark) {
            let (light, dark) = (
                std::str::from_utf8(light).unwrap(),
                String::from_utf8(dark).unwrap(),
            );
            assert!(dark.contains("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"));
            assert!(
                dark.contains("#1a1d21") && !dark.contains("#eceef1"),
                "its ink is dark"
            );
            assert_eq!(light, dark);
        }
        assert!(picture == other, "the picture is the same");
    }
    std::fs::remove_dir_all(folder).unwrap();
}
