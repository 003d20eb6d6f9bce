//! How the page looks inside another one: its height, its panels, its colours; and the demo of it.

use clientele_driver::{Browser, Theme};
use serde_json::json;

use super::embed::{LISTED, Portal};
use super::{PATIENCE, headline, open, serve, show, shown, shuts_nobody_out};

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
    // The sheet opens where the visitor looks, not in the middle of a frame that is out of sight, and nothing scrolls to it.
    both.run("window.scrollTo(0, 900);");
    let place = both.inside(|browser| {
        let press = "const all = document.querySelectorAll('main .hits button'); window.mark = all[all.length - 1]; \
                     mark.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));";
        browser.run(press, &[]).unwrap();
        let known = "document.documentElement.style.getPropertyValue('--seen-top')";
        browser.wait_until(known, PATIENCE).unwrap();
        browser.run("mark.click();", &[]).unwrap();
        let there = "document.querySelector('dialog.sheet[open] .stat-row')";
        browser.wait_until(there, PATIENCE).unwrap();
        let place = "const { top, height } = document.querySelector('dialog.sheet').getBoundingClientRect(); return [top, height];";
        browser.run(place, &[]).unwrap()
    });
    let (top, height) = (place[0].as_f64().unwrap(), place[1].as_f64().unwrap());
    let above = "return [-view.firstChild.getBoundingClientRect().top, innerHeight, scrollY];";
    let above = both.run(above);
    let (hidden, window) = (above[0].as_f64().unwrap(), above[1].as_f64().unwrap());
    assert!(
        (top - hidden).abs() <= 2.0 && height <= window && above[2] == 900,
        "{place} {above}"
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

/// What is refused before anybody listens is told as soon as somebody does.
#[test]
fn a_view_that_begins_at_a_panel_left_out_hears_why() {
    let both = Portal::start(LISTED);
    both.view("question='/baskets' panels='segments,overview' theme='purple'");
    both.until("heard.filter(([type]) => type === 'error').length === 2");
    let said = both
        .run("return heard.filter(([type]) => type === 'error').map(([, told]) => told.sentence);");
    assert_eq!(
        said,
        json!([
            "Baskets is not shown inside this page, which shows Segments and Overview only.",
            "Part of this link could not be read (“theme=purple”) and was left at its default; choose it again above."
        ])
    );
    assert_eq!(both.run("return view.question;"), "/segments");
}

#[test]
fn nobody_is_shut_out_inside_another_page_whatever_its_colour() {
    let server = serve();
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
    let server = serve();
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
    // A frame as narrow as this one has no room for the button.
    let reset = "document.querySelector('button.reset').click();";
    browser.run(reset, &[]).unwrap();
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
