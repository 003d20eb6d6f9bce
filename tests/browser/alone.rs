//! What is measured by the clock: nothing else may run meanwhile.

use clientele_driver::Browser;

use super::{PATIENCE, datasets, open, serve, shown};

/// The longest task from a question, asked by changing the seed, until everything is drawn.
fn longest_task(browser: &Browser, seed: u32) -> f64 {
    let watch = "window.tasks = []; new PerformanceObserver((list) => window.tasks.push(...list.getEntries())) \
                 .observe({ type: 'longtask' }); window.asked = performance.now(); \
                 const link = new URLSearchParams(location.search); link.set('seed', arguments[0]); \
                 history.pushState(null, '', '?' + link); \
                 dispatchEvent(new PopStateEvent('popstate'));";
    browser.run(watch, &[seed.into()]).unwrap();
    // The last report has the scores of every candidate.
    let done = "performance.getEntriesByName('clientele.panel.done').some((e) => e.startTime >= window.asked)";
    browser.wait_until(done, PATIENCE).unwrap();
    shown(browser, "another seed");
    let longest = "return new Promise((done) => setTimeout(() => done(Math.max(0, \
                   ...window.tasks.map((task) => task.duration))), 300));";
    browser.run(longest, &[]).unwrap().as_f64().unwrap()
}

#[test]
fn the_page_stays_responsive_from_a_question_until_everything_is_drawn() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for dataset in datasets() {
        open(
            &browser,
            &server,
            &format!("?panel=segments&data={dataset}"),
        );
        // A task is measured by the clock, and whatever else runs on this machine makes it longer: the best of a few
        // runs is what the page itself takes.
        let mut longest = f64::MAX;
        for seed in 7..12 {
            longest = longest.min(longest_task(&browser, seed));
            if longest <= 50.0 {
                break;
            }
        }
        assert!(
            longest <= 50.0,
            "{dataset}: a task of {longest} ms held the page up between a question and its picture"
        );
    }
}
