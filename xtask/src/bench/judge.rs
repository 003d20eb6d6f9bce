//! A result file of a million customers dropped on the page, and a slider of a plan that is drawn: how long the page takes,
//! and the steps behind both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use clientele_driver::{Browser, Server, dist};
use serde_json::Value;

use super::kernels::{in_chromium, number};
use super::table::Row;
use super::{broken, peer};
use crate::retailer::{self, Size};
use crate::step::{Broken, Done, perform, root, say};

/// Of whom some 730,000 have an order: the file names them, and people whom the data set does not know.
const SHOP: Size = Size {
    lines: 3_000_000,
    products: 5_000,
    customers: 1_200_000,
};

/// How often each file is dropped; the middle counts.
const RUNS: usize = 5;

/// Of the time of pandas and statsmodels.
const OF_PEER: f64 = 1.0 / 5.0;

/// Seconds from the drop to the verdict.
const VERDICT: f64 = 1.5;

/// Seconds of one step of a job.
const STEP: f64 = 0.05;

/// Seconds from a move of a slider to the answer on the page: one frame.
const FRAME: f64 = 0.016;

/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// Drops a file that was fetched before, and waits until the verdict on its campaign, its name without `.csv`, stands on the
/// page.
const DROP: &str = "const [name] = arguments; return (async () => { \
    const bytes = await (await fetch(`data/${name}`)).arrayBuffer(); \
    const data = new DataTransfer(); data.items.add(new File([bytes], name)); \
    await new Promise((done) => setTimeout(done, 1000)); \
    const judged = () => document.querySelector('.judge-pick b')?.textContent === name.replace('.csv', '') \
        && document.querySelector('#verdict'); \
    const begin = performance.now(); \
    const verdict = new Promise((done) => { \
      const watch = new MutationObserver(() => { if (judged()) { watch.disconnect(); done(performance.now()); } }); \
      watch.observe(document.body, { childList: true, subtree: true, characterData: true }); }); \
    document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); \
    const end = await verdict; \
    const answer = performance.getEntriesByName('clientele.panel.done').at(-1); \
    return { seconds: (end - begin) / 1000, read: (answer.startTime - begin) / 1000, word: document.querySelector('#verdict').textContent }; \
    })();";

/// A file of a million customers beside a shop that knows most of them, and beside one that knows none; the steps of its
/// answer, and of a plan's beside that shop.
pub fn rows(bench: &Path) -> Done<Vec<Row>> {
    let lines = retailer::lines_of(&SHOP)?;
    pack(&lines, &bench.join("million"))?;
    let theirs = peer(&["judge", &lines.to_string_lossy()], bench)?;
    let site = site(bench)?;
    let theirs = &theirs["known"];
    let mut rows = Vec::new();
    for (name, what) in [
        (
            "known",
            "a result file of 1,000,000 customers, from drop to verdict",
        ),
        ("unknown", "the same where the data know none of them"),
    ] {
        let script = format!(
            "return window.bench.steps('million', '/experiments/result?campaign={name}', '{name}.csv');"
        );
        let ours = in_chromium(bench, &script)?;
        let runs: Vec<Value> = (0..RUNS)
            .map(|_| dropped(&site, &format!("{name}.csv")))
            .collect::<Done<_>>()?;
        let seconds = middle(&runs, "seconds");
        let note = format!(
            "read after {:.0} ms; the page said: {}",
            1e3 * middle(&runs, "read"),
            runs.first()
                .map_or("", |run| run["word"].as_str().unwrap_or_default()),
        );
        if name == "known" {
            agree(&ours["report"], theirs)?;
            let against = ("pandas and statsmodels", number(&theirs["seconds"]));
            let note = format!("{} of them are the shop's; {note}", theirs["known"]);
            rows.push(Row::against(what, seconds, against, OF_PEER).with_note(note));
            let what = format!("{what}, in seconds");
            rows.push(Row::plain(&what, seconds, "s", VERDICT));
        } else {
            rows.push(Row::plain(what, seconds, "s", VERDICT).with_note(note));
        }
        let what = format!("longest step of its judgement, {name} customers");
        rows.push(longest(&what, &ours));
    }
    let script = "return window.bench.steps('million', '/experiments/plan');";
    rows.push(longest(
        "longest step of a plan of 730,000 customers",
        &in_chromium(bench, script)?,
    ));
    Ok(rows)
}

fn longest(what: &str, ours: &Value) -> Row {
    let steps = ours["times"].as_array().map_or(0, Vec::len);
    Row::plain(what, number(&ours["longest"]), "s", STEP).with_note(format!(
        "of {steps}, {:.0} ms together; {:.0} ms when asked again",
        1e3 * number(&ours["first"]),
        1e3 * number(&ours["seconds"]),
    ))
}

/// The report has the numbers of the peer.
fn agree(report: &Value, theirs: &Value) -> Done {
    let measures = report["measures"].as_array().cloned().unwrap_or_default();
    let ours = |key: &str, way: &str| -> Value {
        let measure = measures.iter().find(|measure| measure["key"] == key);
        let mut ways = measure
            .into_iter()
            .flat_map(|of| of["ways"].as_array())
            .flatten();
        ways.find(|of| of["name"] == way)
            .cloned()
            .unwrap_or_default()
    };
    let near = |a: &Value, b: &Value, off: f64| (number(a) - number(b)).abs() <= off;
    let (bought, revenue) = (
        ours("bought", "As measured"),
        ours("revenue", "As measured"),
    );
    let mut is_same = near(
        &report["split"]["chi_squared"],
        &theirs["chi_squared"],
        1e-9,
    );
    for (own, their) in [(&bought, &theirs["bought"]), (&revenue, &theirs["plain"])] {
        let all = ["effect", "low", "high", "p"];
        is_same &= all.iter().all(|key| near(&own[*key], &their[*key], 1e-9));
    }
    // Past spend is summed from lines there, from amounts of a pack here.
    let width = number(&theirs["cuped"]["high"]) - number(&theirs["cuped"]["low"]);
    let own = ours("revenue", "Past spend counted");
    let all = ["effect", "low", "high"];
    is_same &= all
        .iter()
        .all(|key| near(&own[*key], &theirs["cuped"][*key], 1e-3 * width));
    match is_same {
        true => Ok(()),
        false => Err(Broken::new(
            format!("The peer judges otherwise: {theirs} there, {measures:?} here."),
            "One of the two counts wrongly.",
        )),
    }
}

/// Drops a file on the panel in a fresh browser that has shown another result.
fn dropped(site: &Path, file: &str) -> Done<Value> {
    let server = Server::start(site, "/").map_err(broken)?;
    let browser = Browser::alone().map_err(broken)?;
    browser
        .open(&format!("{}?panel=experiments%2Fresult", server.url()))
        .map_err(broken)?;
    browser
        .wait_until(
            "document.querySelector('.result-file input') && !document.querySelector('.skeleton')",
            PATIENCE,
        )
        .map_err(broken)?;
    // A small one first: the code and the tables are there then, as they are for whoever has looked at a result.
    browser.run(DROP, &["small.csv".into()]).map_err(broken)?;
    browser.run(DROP, &[file.into()]).map_err(broken)
}

fn middle(runs: &[Value], key: &str) -> f64 {
    let mut all: Vec<f64> = runs.iter().map(|run| number(&run[key])).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The built page with that pack and the files.
fn site(bench: &Path) -> Done<PathBuf> {
    let site = bench.join("site");
    let data = site.join("data");
    let link = |from: PathBuf, to: PathBuf| {
        let _ = fs::remove_file(&to);
        fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop))
    };
    let made = || -> std::io::Result<()> {
        if site.is_dir() {
            fs::remove_dir_all(&site)?;
        }
        fs::create_dir_all(data.join("million/usual"))?;
        for part in fs::read_dir(dist())?.collect::<Result<Vec<_>, _>>()? {
            if part.path().is_file() {
                link(part.path(), site.join(part.file_name()))?;
            }
        }
        for folder in ["million", "million/usual"] {
            for file in fs::read_dir(bench.join(folder))?.collect::<Result<Vec<_>, _>>()? {
                if file.path().is_file() {
                    link(file.path(), data.join(folder).join(file.file_name()))?;
                }
            }
        }
        let index = r#"[{"slug":"million","title":"A made-up shop"}]"#;
        fs::write(data.join("index.json"), index)?;
        for name in ["known.csv", "unknown.csv"] {
            link(bench.join(name), data.join(name))?;
        }
        // A thousand lines of the file, under a name of their own.
        let known = fs::read_to_string(bench.join("known.csv"))?;
        let few: Vec<String> = known
            .lines()
            .take(1_001)
            .map(|line| line.replace("known,", "small,"))
            .collect();
        fs::write(data.join("small.csv"), few.join("\n") + "\n")
    };
    made().map_err(|error| {
        Broken::new(
            format!("The page cannot be copied ({error})."),
            "Make room in the target folder, and build the page with `cargo xtask build`.",
        )
    })?;
    Ok(site)
}

/// The lines as a pack, made once.
fn pack(lines: &Path, folder: &Path) -> Done {
    if folder.join("catalogue.json").is_file() {
        return Ok(());
    }
    perform(
        "make a pack of 1.2 million people",
        Command::new(retailer::build()?)
            .current_dir(root())
            .arg("pack")
            .arg(lines)
            .arg("--out")
            .arg(folder),
        "Mend what is said above.",
    )
}

/// Moves a slider of the plan and waits until another gain stands on the page, from the event on; twenty times.
const DRAW: &str = "return (async () => { const times = []; \
    const slider = document.getElementById('lift'); const shown = () => document.querySelector('.kpis.four').textContent; \
    for (let at = 0; at < 20; at++) { \
      await new Promise((done) => setTimeout(done, 700)); \
      const before = shown(); \
      const moved = new Promise((done) => { \
        const watch = new MutationObserver(() => { if (shown() !== before) { watch.disconnect(); done(performance.now()); } }); \
        watch.observe(document.querySelector('main'), { childList: true, subtree: true, characterData: true }); }); \
      const begin = performance.now(); \
      slider.value = 1 + at / 4; slider.dispatchEvent(new Event('input', { bubbles: true })); \
      times.push((await moved - begin) / 1000); } \
    slider.dispatchEvent(new Event('change', { bubbles: true })); \
    times.sort((a, b) => a - b); return { seconds: times[10], slowest: times[18] }; })();";

/// From a move of a slider to the changed answer on the page.
pub fn slider() -> Done<Row> {
    let server = Server::start(&dist(), "/").map_err(broken)?;
    let browser = Browser::alone().map_err(broken)?;
    browser
        .open(&format!(
            "{}?panel=experiments%2Fplan&dataset=omnichannel",
            server.url()
        ))
        .map_err(broken)?;
    browser
        .wait_until(
            "document.getElementById('lift') && !document.querySelector('.skeleton') \
             && performance.getEntriesByName('clientele.panel.done').length > 0",
            PATIENCE,
        )
        .map_err(broken)?;
    std::thread::sleep(Duration::from_secs(3));
    let found = browser.run(DRAW, &[]).map_err(broken)?;
    say("the slider was drawn");
    Ok(Row::plain(
        "plan slider: from its event to the changed gain on the page",
        number(&found["seconds"]),
        "s",
        FRAME,
    )
    .with_note(format!(
        "the middle of twenty; nineteen within {:.0} ms",
        1e3 * number(&found["slowest"])
    )))
}
