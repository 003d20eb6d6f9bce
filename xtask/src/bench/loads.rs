//! What a visitor of the built page waits for, in Chromium on this machine.

use std::time::Duration;

use clientele_driver::{Browser, Server, dist};
use serde_json::Value;

use super::broken;
use super::table::Row;
use crate::step::Done;

/// How often each wait is measured; the middle counts.
const RUNS: usize = 5;

/// Watches for long tasks from the very start of the page.
const WATCH: &str = "window.longest = 0; new PerformanceObserver((list) => { for (const task of list.getEntries()) \
                     window.longest = Math.max(window.longest, task.duration); }).observe({ type: 'longtask', buffered: true });";

/// The end of the last measure the page's conversation with its worker left under this name.
const LAST: &str = "performance.getEntriesByName('NAME').at(-1)";

/// A chart is on the screen; icons have no role.
const CHART: &str = "document.querySelector('main svg[role=img]')";

/// First chart, a warm question, a changed filter, the longest task.
pub fn rows() -> Done<Vec<Row>> {
    let server = Server::start(&dist(), "/").map_err(broken)?;
    let mut rows = vec![
        Row::plain(
            "first chart, nothing cached",
            first_chart(&server, 1.0)?,
            "s",
            1.0,
        ),
        Row::plain(
            "first chart, nothing cached, processor 4 times slower",
            first_chart(&server, 4.0)?,
            "s",
            2.5,
        ),
    ];
    let browser = Browser::alone().map_err(broken)?;
    browser.before_each_page(WATCH).map_err(broken)?;
    let mut warm = Vec::new();
    let mut winner = Vec::new();
    let mut done = Vec::new();
    let mut longest: f64 = 0.0;
    for run in 0..RUNS {
        browser
            .open(&format!("{}?panel=segments", server.url()))
            .map_err(broken)?;
        answered(&browser, 0)?;
        // The same worker again, another seed: everything but the data is computed anew.
        let seed = format!("seed={}", run + 1);
        let (_, all) = ask(&browser, &seed)?;
        warm.push(all);
        let (first, all) = ask(&browser, &format!("{seed}&country=Germany"))?;
        winner.push(first);
        done.push(all);
        let task = browser.run("return window.longest;", &[]).map_err(broken)?;
        longest = longest.max(task.as_f64().unwrap_or(f64::NAN) / 1000.0);
    }
    rows.push(Row::plain(
        "segments of the real pack, warm worker, every score",
        middle(warm),
        "s",
        1.0,
    ));
    rows.push(Row::plain(
        "a filter change, to the new segments",
        middle(winner),
        "s",
        0.3,
    ));
    rows.push(Row::plain(
        "a filter change, to every score",
        middle(done),
        "s",
        1.0,
    ));
    rows.push(Row::plain(
        "longest task of the page's own thread meanwhile",
        longest,
        "s",
        0.05,
    ));
    Ok(rows)
}

/// Seconds from navigation to the first chart, with an empty cache.
fn first_chart(server: &Server, slower: f64) -> Done<f64> {
    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        let browser = Browser::alone().map_err(broken)?;
        browser.slow_down(slower).map_err(broken)?;
        browser
            .before_each_page(&format!(
                "new MutationObserver((_, o) => {{ if ({CHART}) {{ window.charted = performance.now(); o.disconnect(); }} }})\
                 .observe(document, {{ childList: true, subtree: true }});"
            ))
            .map_err(broken)?;
        browser.open(&server.url()).map_err(broken)?;
        browser
            .wait_until("window.charted", Duration::from_secs(60))
            .map_err(broken)?;
        let charted = browser.run("return window.charted;", &[]).map_err(broken)?;
        seconds.push(charted.as_f64().unwrap_or(f64::NAN) / 1000.0);
    }
    Ok(middle(seconds))
}

/// Goes to a new query the way the back button does, and waits for the answer.
fn ask(browser: &Browser, query: &str) -> Done<(f64, f64)> {
    let before = browser
        .run(
            "return performance.getEntriesByName('clientele.panel.done').length;",
            &[],
        )
        .map_err(broken)?;
    let go = "history.pushState(null, '', '?panel=segments&' + arguments[0]); dispatchEvent(new PopStateEvent('popstate'));";
    browser.run(go, &[Value::from(query)]).map_err(broken)?;
    answered(browser, before.as_u64().unwrap_or(0))
}

/// Waits for an answer after `before` earlier ones: seconds to the first report, and to the last.
fn answered(browser: &Browser, before: u64) -> Done<(f64, f64)> {
    let more = format!("performance.getEntriesByName('clientele.panel.done').length > {before}");
    browser
        .wait_until(&more, Duration::from_secs(120))
        .map_err(broken)?;
    let seconds = |name: &str| -> Done<f64> {
        let script = format!("return {}.duration;", LAST.replace("NAME", name));
        let value = browser.run(&script, &[]).map_err(broken)?;
        Ok(value.as_f64().unwrap_or(f64::NAN) / 1000.0)
    };
    Ok((
        seconds("clientele.panel.first")?,
        seconds("clientele.panel.done")?,
    ))
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
